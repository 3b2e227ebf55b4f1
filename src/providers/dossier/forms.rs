//! What people type about the company and its declarations.

use super::grounds::{GROUNDS, Ground};
use crate::accounts::forms::address;
use crate::providers::changes::model::{Answer, CompanyFacts, DeclarationFacts};
use crate::providers::model::{Provider, Size};
use crate::providers::typed::listed;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// The company's details as typed.
#[derive(Debug, Clone, Default)]
pub struct CompanyForm {
    /// Its name.
    pub name: String,
    /// Its number at Companies House.
    pub number: String,
    /// Its registered address.
    pub address: String,
    /// Its region.
    pub region: String,
    /// How large it is.
    pub size: String,
    /// Who to talk to.
    pub contact_name: String,
    /// Where to write.
    pub contact_email: String,
    /// Where to call.
    pub contact_phone: String,
}

/// The company's details, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// Its number at Companies House.
    pub number: String,
    /// Its registered address.
    pub address: String,
    /// Its region.
    pub region: String,
    /// How large it is.
    pub size: Size,
    /// Who to talk to.
    pub contact_name: String,
    /// Where to write.
    pub contact_email: String,
    /// Where to call, or nothing.
    pub contact_phone: String,
}

impl Company {
    /// What a vetting officer admits the company as.
    pub fn facts(&self) -> CompanyFacts {
        CompanyFacts {
            name: self.name.clone(),
            number: self.number.clone(),
            address: self.address.clone(),
            region: self.region.clone(),
            size: self.size.word().to_owned(),
        }
    }
}

impl Declarations {
    /// What a vetting officer admits the company with.
    pub fn facts(&self) -> DeclarationFacts {
        let answers = self.answers.iter().map(|(code, it)| ((*code).to_owned(), it.clone()));
        DeclarationFacts { answers: answers.collect(), conflicts: self.conflicts.clone() }
    }
}

impl CompanyForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            number: posted.text("number"),
            address: posted.text("address"),
            region: posted.text("region"),
            size: posted.text("size"),
            contact_name: posted.text("contact_name"),
            contact_email: posted.text("contact_email"),
            contact_phone: posted.text("contact_phone"),
        }
    }

    /// As it stands.
    pub fn of(it: &Provider) -> Self {
        Self {
            name: it.name.clone(),
            number: it.company_number.clone().unwrap_or_default(),
            address: it.address.clone(),
            region: it.region_code.clone().unwrap_or_default(),
            size: it.size.map(Size::word).unwrap_or_default().to_owned(),
            contact_name: it.contact_name.clone(),
            contact_email: it.contact_email.clone(),
            contact_phone: it.contact_phone.clone(),
        }
    }

    /// As it waits to be, where a change is under review.
    pub fn with(self, it: CompanyFacts) -> Self {
        let CompanyFacts { name, number, address, region, size } = it;
        Self { name, number, address, region, size, ..self }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, regions: &[Choice]) -> Result<Company, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the company’s name", 150));
        let number = mistakes.keep("number", company_number(&self.number));
        let place = mistakes.keep("address", text::prose(&self.address, "the address", 500));
        let region = mistakes
            .keep("region", listed(&self.region, regions, "Choose the region you work from"));
        let size =
            mistakes.keep("size", Size::parse(&self.size).ok_or("Choose the company’s size"));
        let who = mistakes
            .keep("contact_name", text::line(&self.contact_name, "a name we can ask for", 100));
        let email = mistakes.keep("contact_email", address(&self.contact_email));
        let phone = mistakes.keep("contact_phone", phone(&self.contact_phone));
        match (name, number, place, region, size, who, email, phone) {
            (
                Some(name),
                Some(number),
                Some(address),
                Some(region),
                Some(size),
                Some(contact_name),
                Some(contact_email),
                Some(contact_phone),
            ) => Ok(Company {
                name,
                number,
                address,
                region,
                size,
                contact_name,
                contact_email,
                contact_phone,
            }),
            _ => Err(mistakes),
        }
    }
}

/// How the numbers of companies that are not from England and Wales, and of
/// partnerships and other bodies, begin. Source: Companies House, "Company
/// number formats" (the form behind the scheme GB-COH of org-id.guide).
const PREFIXES: &[&str] = &[
    "AC", "CE", "CS", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI", "NL",
    "NO", "NP", "NR", "NV", "NZ", "OC", "OE", "PC", "RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI",
    "SL", "SO", "SP", "SR", "SZ", "ZC",
];

/// A Companies House number, as it is written there: 8 digits, or 2 letters
/// that such numbers begin with and 6 digits. Spaces and hyphens are left out.
pub fn company_number(typed: &str) -> Result<String, String> {
    let kept = typed.chars().filter(|it| !it.is_whitespace() && *it != '-');
    let plain = kept.collect::<String>().to_uppercase();
    let letters: String = plain.chars().take_while(char::is_ascii_uppercase).collect();
    let rest = plain.chars().skip(letters.len());
    let (digits, others) = rest.partition::<String, _>(char::is_ascii_digit);
    if !others.is_empty() || plain.is_empty() || !matches!(letters.len(), 0 | 2) {
        return Err("Enter the company number as 8 digits, or 2 letters and 6 digits, like 01234567 or SC123456".to_owned());
    }
    let needed = if letters.is_empty() { 8 } else { 6 };
    if !letters.is_empty() && !PREFIXES.contains(&letters.as_str()) {
        return Err(format!(
            "No company number begins with {letters}. Copy it as Companies House shows it, like SC123456 or NI012345"
        ));
    }
    match digits.len() {
        n if n == needed => Ok(plain),
        n if n < needed => Err(format!(
            "The company number needs {needed} digits{}; this has {n}. Enter it with the zeros in front, like {}",
            if letters.is_empty() { String::new() } else { format!(" after {letters}") },
            if letters.is_empty() { "01234567".to_owned() } else { format!("{letters}012345") },
        )),
        n => Err(format!(
            "The company number has {n} digits, and may have {needed}. Copy it as Companies House shows it"
        )),
    }
}

fn phone(typed: &str) -> Result<String, String> {
    let plain = text::optional_line(typed, "the telephone number", 30)?;
    let dialled = |it: char| it.is_ascii_digit() || " +()-".contains(it);
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    if plain.is_empty() || (plain.chars().all(dialled) && digits >= 9) {
        Ok(plain)
    } else {
        Err("Enter a telephone number, like 0117 496 0123, or leave this empty".to_owned())
    }
}

/// One ground for exclusion as answered.
#[derive(Debug, Clone)]
pub struct TypedGround {
    /// The ground.
    pub ground: &'static Ground,
    /// `yes`, `no` or nothing yet.
    pub answer: String,
    /// What was said about a yes.
    pub explanation: String,
    /// What was done about it.
    pub remedy: String,
}

/// The declarations as typed.
#[derive(Debug, Clone)]
pub struct DeclarationsForm {
    /// One answer for each ground.
    pub grounds: Vec<TypedGround>,
    /// Conflicts of interest.
    pub conflicts: String,
}

/// The declarations, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declarations {
    /// Each ground's code, and what is said about it.
    pub answers: Vec<(&'static str, Answer)>,
    /// Conflicts of interest.
    pub conflicts: String,
}

impl DeclarationsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        let typed = |ground: &'static Ground| TypedGround {
            ground,
            answer: posted.text(&format!("answer_{}", ground.code)),
            explanation: posted.text(&format!("explanation_{}", ground.code)),
            remedy: posted.text(&format!("remedy_{}", ground.code)),
        };
        Self { grounds: GROUNDS.iter().map(typed).collect(), conflicts: posted.text("conflicts") }
    }

    /// As it stands, or as it waits to.
    pub fn of(said: &DeclarationFacts) -> Self {
        let stands = |ground: &'static Ground| {
            let found = said.answers.get(ground.code);
            let word = |it: &Answer| if it.yes { "yes" } else { "no" };
            TypedGround {
                ground,
                answer: found.map(word).unwrap_or_default().to_owned(),
                explanation: found.map(|it| it.explanation.clone()).unwrap_or_default(),
                remedy: found.map(|it| it.remedy.clone()).unwrap_or_default(),
            }
        };
        Self { grounds: GROUNDS.iter().map(stands).collect(), conflicts: said.conflicts.clone() }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Declarations, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut answers = Vec::new();
        for it in &self.grounds {
            let code = it.ground.code;
            match it.answer.as_str() {
                "no" => {
                    let (explanation, remedy) = (String::new(), String::new());
                    answers.push((code, Answer { yes: false, explanation, remedy }));
                }
                "yes" => {
                    let said = text::prose(&it.explanation, "what happened", 2000);
                    let said = mistakes.keep(&format!("explanation_{code}"), said);
                    let done =
                        text::optional_prose(&it.remedy, "what you have done about it", 2000);
                    let done = mistakes.keep(&format!("remedy_{code}"), done);
                    if let (Some(explanation), Some(remedy)) = (said, done) {
                        answers.push((code, Answer { yes: true, explanation, remedy }));
                    }
                }
                _ => mistakes.add(
                    &format!("answer_{code}"),
                    format!(
                        "Choose yes or no: {}",
                        it.ground.question.trim_end_matches('?').to_lowercase()
                    ),
                ),
            }
        }
        let conflicts = text::prose(&self.conflicts, "any conflicts of interest, or “None”", 2000);
        match mistakes.keep("conflicts", conflicts) {
            Some(conflicts) if mistakes.is_empty() => Ok(Declarations { answers, conflicts }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DeclarationsForm, company_number};
    use crate::providers::dossier::grounds::GROUNDS;
    use crate::web::form::Posted;

    #[test]
    fn company_numbers_are_eight_digits_or_two_letters_and_six_digits() {
        for (typed, read) in [
            ("01234567", Some("01234567")),
            (" sc 123456 ", Some("SC123456")),
            ("NI012345", Some("NI012345")),
            ("1234567", None),
            ("012345678", None),
            ("S1234567", None),
            ("SCX12345", None),
            ("SC12345X", None),
            ("０1234567", None),
            ("", None),
        ] {
            assert_eq!(company_number(typed).ok().as_deref(), read, "{typed:?}");
        }
    }

    #[test]
    fn a_company_number_that_is_refused_says_what_is_wrong_with_it() {
        for (typed, said) in [
            ("1234567", "needs 8 digits; this has 7"),
            ("SC-12345", "needs 6 digits after SC; this has 5"),
            ("XQ123456", "No company number begins with XQ"),
            ("0123456789", "has 10 digits, and may have 8"),
            ("Kestrel", "8 digits, or 2 letters and 6 digits"),
        ] {
            let found = company_number(typed).unwrap_err();
            assert!(found.contains(said), "{typed}: {found}");
        }
        for begins in ["NI", "OC", "SO", "NC", "LP", "SL"] {
            assert!(company_number(&format!("{begins} 301-234")).is_ok(), "{begins}");
        }
    }

    #[test]
    fn every_ground_needs_an_answer_and_a_yes_needs_an_explanation() {
        let nothing = DeclarationsForm::typed(&Posted::default()).parse().unwrap_err();
        assert_eq!(nothing.all().count(), GROUNDS.len() + 1);
        let mut form = DeclarationsForm::typed(&Posted::default());
        form.conflicts = "None".to_owned();
        for it in &mut form.grounds {
            it.answer = "no".to_owned();
        }
        assert_eq!(form.parse().unwrap().answers.len(), GROUNDS.len());
        form.grounds[0].answer = "yes".to_owned();
        let mistakes = form.parse().unwrap_err();
        assert!(mistakes.on(&format!("explanation_{}", GROUNDS[0].code)).is_some());
    }
}
