//! What people type into the dossier, except for lots.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::grounds::{GROUNDS, Ground};
use super::model::Dossier;
use crate::accounts::forms::address;
use crate::providers::model::{InsuranceKind, Provider, Size};
use crate::providers::typed::{TypedDay, listed};
use crate::types::money::Money;
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

/// A Companies House number: 8 digits, or 2 letters and 6 digits.
pub fn company_number(typed: &str) -> Result<String, String> {
    let plain: String =
        typed.chars().filter(|it| !it.is_whitespace()).collect::<String>().to_uppercase();
    let letters = plain.chars().take_while(char::is_ascii_uppercase).count();
    let digits = plain.chars().skip(letters).all(|it| it.is_ascii_digit());
    if plain.chars().count() == 8 && digits && (letters == 0 || letters == 2) {
        Ok(plain)
    } else {
        Err("Enter the company number as 8 digits, or 2 letters and 6 digits, like 01234567 or SC123456".to_owned())
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
    /// Each ground's code, whether it applies, and what is said about it.
    pub answers: Vec<(&'static str, bool, String)>,
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
        };
        Self { grounds: GROUNDS.iter().map(typed).collect(), conflicts: posted.text("conflicts") }
    }

    /// As it stands.
    pub fn of(dossier: &Dossier) -> Self {
        let stands = |ground: &'static Ground| {
            let found = dossier.declarations.iter().find(|it| it.code == ground.code);
            TypedGround {
                ground,
                answer: found
                    .map(|it| if it.answer { "yes" } else { "no" })
                    .unwrap_or_default()
                    .to_owned(),
                explanation: found.map(|it| it.explanation.clone()).unwrap_or_default(),
            }
        };
        Self {
            grounds: GROUNDS.iter().map(stands).collect(),
            conflicts: dossier.provider.conflict_statement.clone(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Declarations, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut answers = Vec::new();
        for it in &self.grounds {
            let code = it.ground.code;
            match it.answer.as_str() {
                "no" => answers.push((code, false, String::new())),
                "yes" => {
                    let said = text::prose(
                        &it.explanation,
                        "what happened and what you have done since",
                        2000,
                    );
                    let said = mistakes.keep(&format!("explanation_{code}"), said);
                    answers.extend(said.map(|said| (code, true, said)));
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

/// A certificate as typed.
#[derive(Debug, Clone, Default)]
pub struct CertificateForm {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued: TypedDay,
    /// The last day it is good.
    pub expires: TypedDay,
}

/// A certificate, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The last day it is good.
    pub expires_on: NaiveDate,
}

impl CertificateForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            scheme: posted.text("scheme"),
            number: posted.text("number"),
            issued: TypedDay::typed(posted, "issued"),
            expires: TypedDay::typed(posted, "expires"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, schemes: &[Choice], today: NaiveDate) -> Result<NewCertificate, Mistakes> {
        let mut mistakes = Mistakes::default();
        let scheme = mistakes.keep("scheme", listed(&self.scheme, schemes, "Choose the scheme"));
        let number =
            mistakes.keep("number", text::line(&self.number, "the number on the certificate", 100));
        let issued = mistakes.keep(
            "issued",
            self.issued.parse().and_then(|day| {
                if day > today {
                    Err("The day of issue must not be in the future".to_owned())
                } else {
                    Ok(day)
                }
            }),
        );
        let expires = mistakes.keep(
            "expires",
            self.expires.parse().and_then(|day| {
                if issued.is_some_and(|issued| day <= issued) {
                    Err("The certificate must expire after the day it was issued".to_owned())
                } else {
                    Ok(day)
                }
            }),
        );
        match (scheme, number, issued, expires) {
            (Some(scheme), Some(number), Some(issued_on), Some(expires_on)) => {
                Ok(NewCertificate { scheme, number, issued_on, expires_on })
            }
            _ => Err(mistakes),
        }
    }
}

/// An insurance as typed.
#[derive(Debug, Clone, Default)]
pub struct InsuranceForm {
    /// What it is against.
    pub kind: String,
    /// What it pays at most.
    pub cover: String,
    /// The last day it is good.
    pub expires: TypedDay,
    /// `yes` if it is promised by the start of a contract.
    pub by_start: String,
}

/// An insurance, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInsurance {
    /// What it is against.
    pub kind: InsuranceKind,
    /// What it pays at most.
    pub cover: Money,
    /// The last day it is good.
    pub expires_on: Option<NaiveDate>,
    /// Whether it is promised by the start of a contract.
    pub by_start: bool,
}

impl InsuranceForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            kind: posted.text("kind"),
            cover: posted.text("cover"),
            expires: TypedDay::typed(posted, "expires"),
            by_start: posted.text("by_start"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<NewInsurance, Mistakes> {
        let mut mistakes = Mistakes::default();
        let kind = InsuranceKind::parse(&self.kind).ok_or("Choose the kind of insurance");
        let kind = mistakes.keep("kind", kind);
        let cover = mistakes.keep("cover", Money::parse(&self.cover));
        let by_start = self.by_start == "yes";
        let expires = if by_start {
            mistakes.keep("expires", self.expires.parse_optional())
        } else {
            let missing = self.expires.is_empty();
            let help = "Enter the day it expires, or say that it will be in place by the start of a contract";
            let day = if missing { Err(help.to_owned()) } else { self.expires.parse() };
            mistakes.keep("expires", day.map(Some))
        };
        match (kind, cover, expires) {
            (Some(kind), Some(cover), Some(expires_on)) => {
                Ok(NewInsurance { kind, cover, expires_on, by_start })
            }
            _ => Err(mistakes),
        }
    }
}

/// The statements as typed.
#[derive(Debug, Clone, Default)]
pub struct StatementsForm {
    /// What it does against modern slavery.
    pub modern_slavery: String,
    /// How it protects personal data.
    pub data_protection: String,
    /// Its registration with the Information Commissioner.
    pub ico_number: String,
}

/// The statements, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statements {
    /// What it does against modern slavery.
    pub modern_slavery: String,
    /// How it protects personal data.
    pub data_protection: String,
    /// Its registration with the Information Commissioner.
    pub ico_number: String,
}

impl StatementsForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            modern_slavery: posted.text("modern_slavery"),
            data_protection: posted.text("data_protection"),
            ico_number: posted.text("ico_number"),
        }
    }

    /// As it stands.
    pub fn of(it: &Provider) -> Self {
        Self {
            modern_slavery: it.modern_slavery_statement.clone(),
            data_protection: it.data_protection_statement.clone(),
            ico_number: it.ico_number.clone(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<Statements, Mistakes> {
        let mut mistakes = Mistakes::default();
        let slavery = text::prose(&self.modern_slavery, "what you do against modern slavery", 3000);
        let slavery = mistakes.keep("modern_slavery", slavery);
        let data = text::prose(&self.data_protection, "how you protect personal data", 3000);
        let data = mistakes.keep("data_protection", data);
        let ico = mistakes.keep("ico_number", ico_number(&self.ico_number));
        match (slavery, data, ico) {
            (Some(modern_slavery), Some(data_protection), Some(ico_number)) => {
                Ok(Statements { modern_slavery, data_protection, ico_number })
            }
            _ => Err(mistakes),
        }
    }
}

/// A registration with the Information Commissioner: a letter, then 7 letters
/// or digits.
pub fn ico_number(typed: &str) -> Result<String, String> {
    let plain = typed.trim().to_uppercase();
    let begins = plain.starts_with(|it: char| it.is_ascii_uppercase());
    if plain.len() == 8 && begins && plain.chars().all(|it| it.is_ascii_alphanumeric()) {
        Ok(plain)
    } else {
        Err("Enter the registration number as 8 letters and numbers, like ZA123456".to_owned())
    }
}

/// A lot, its evidence and its rates as typed.
#[derive(Debug, Clone, Default)]
pub struct LotForm {
    /// What the provider offers as evidence.
    pub evidence: String,
    /// The highest day rate for each SFIA level, as typed.
    pub rates: Vec<(i16, String)>,
}

/// A lot asked for, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLot {
    /// What the provider offers as evidence.
    pub evidence: String,
    /// The highest day rate for each SFIA level offered.
    pub rates: BTreeMap<i16, Money>,
}

impl LotForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, levels: &[i16]) -> Self {
        let rate = |level: &i16| (*level, posted.text(&format!("rate_{level}")));
        Self { evidence: posted.text("evidence"), rates: levels.iter().map(rate).collect() }
    }

    /// As it stands.
    pub fn of(evidence: &str, rates: &BTreeMap<i16, Money>, levels: &[i16]) -> Self {
        let rate =
            |level: &i16| (*level, rates.get(level).map(|it| it.typed()).unwrap_or_default());
        Self { evidence: evidence.to_owned(), rates: levels.iter().map(rate).collect() }
    }

    /// The rate typed for a level.
    pub fn rate(&self, level: &i16) -> &str {
        self.rates.iter().find(|(it, _)| it == level).map_or("", |(_, typed)| typed.as_str())
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self) -> Result<NewLot, Mistakes> {
        let mut mistakes = Mistakes::default();
        let evidence = text::words(&self.evidence, "your evidence", 800);
        let evidence = mistakes.keep("evidence", evidence);
        let mut rates = BTreeMap::new();
        for (level, typed) in self.rates.iter().filter(|(_, it)| !it.trim().is_empty()) {
            let rate = mistakes.keep(&format!("rate_{level}"), Money::parse(typed));
            rates.extend(rate.map(|rate| (*level, rate)));
        }
        if mistakes.is_empty() && rates.is_empty() {
            let first = self.rates.first().map_or(1, |(level, _)| *level);
            mistakes
                .add(&format!("rate_{first}"), "Enter the highest day rate for at least one level");
        }
        match evidence {
            Some(evidence) if mistakes.is_empty() => Ok(NewLot { evidence, rates }),
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        CertificateForm, DeclarationsForm, InsuranceForm, LotForm, company_number, ico_number,
    };
    use crate::providers::dossier::grounds::GROUNDS;
    use crate::providers::typed::TypedDay;
    use crate::web::form::{Choice, Posted};

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
    fn registrations_with_the_information_commissioner_have_eight_characters() {
        for (typed, read) in [
            ("za123456", Some("ZA123456")),
            ("Z1234567", Some("Z1234567")),
            ("12345678", None),
            ("ZA12345", None),
        ] {
            assert_eq!(ico_number(typed).ok().as_deref(), read, "{typed:?}");
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

    #[test]
    fn a_certificate_is_issued_by_today_and_expires_after_that() {
        let schemes = [Choice::new("check", "CHECK")];
        let form = |issued: &str, expires: &str| CertificateForm {
            scheme: "check".to_owned(),
            number: "7".to_owned(),
            issued: TypedDay::of(issued.parse().ok()),
            expires: TypedDay::of(expires.parse().ok()),
        };
        let today = "2026-01-05".parse().unwrap();
        let read = |issued, expires| form(issued, expires).parse(&schemes, today);
        assert!(read("2026-01-05", "2026-01-06").is_ok());
        assert!(read("2026-01-06", "2027-01-06").unwrap_err().on("issued").is_some());
        assert!(read("2026-01-05", "2026-01-05").unwrap_err().on("expires").is_some());
    }

    #[test]
    fn an_insurance_expires_or_is_promised() {
        let mut form = InsuranceForm {
            kind: "cyber".to_owned(),
            cover: "1,000,000".to_owned(),
            ..InsuranceForm::default()
        };
        assert!(form.parse().unwrap_err().on("expires").is_some());
        form.by_start = "yes".to_owned();
        assert_eq!(form.parse().unwrap().expires_on, None);
    }

    #[test]
    fn a_lot_needs_evidence_and_a_rate() {
        let form = |rate: &str| LotForm {
            evidence: "Ten years of it.".to_owned(),
            rates: vec![(1, String::new()), (2, rate.to_owned())],
        };
        assert!(form("").parse().unwrap_err().on("rate_1").is_some());
        assert!(form("lots").parse().unwrap_err().on("rate_2").is_some());
        assert_eq!(form("450").parse().unwrap().rates.len(), 1);
    }
}
