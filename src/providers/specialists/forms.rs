//! What people type about a specialist.

use chrono::NaiveDate;

use crate::providers::model::Specialist;
use crate::providers::typed::{TypedDay, listed, listed_or_none};
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// The words to choose from.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// SFIA levels.
    pub sfia: Vec<Choice>,
    /// Levels of police vetting.
    pub nppv: Vec<Choice>,
    /// Levels of national security vetting, `none` first.
    pub nsv: Vec<Choice>,
    /// Specialisms.
    pub specialisms: Vec<Choice>,
}

/// A specialist as typed.
#[derive(Debug, Clone, Default)]
pub struct SpecialistForm {
    /// Their name.
    pub name: String,
    /// The level they work at.
    pub sfia_level: String,
    /// Their specialisms.
    pub specialisms: Vec<String>,
    /// Their skills.
    pub skills: String,
    /// Their certifications.
    pub certifications: String,
    /// Their police vetting.
    pub nppv: String,
    /// The last day of it.
    pub nppv_expires: TypedDay,
    /// The force that sponsored it.
    pub nppv_sponsor: String,
    /// Their national security vetting.
    pub nsv: String,
    /// The last day of it.
    pub nsv_expires: TypedDay,
    /// The first day they are free.
    pub available: TypedDay,
    /// `yes` if their right to work was checked.
    pub right_to_work: String,
}

/// A specialist, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpecialist {
    /// Their name.
    pub name: String,
    /// The level they work at.
    pub sfia_level: i16,
    /// Their specialisms.
    pub specialisms: Vec<String>,
    /// Their skills.
    pub skills: String,
    /// Their certifications.
    pub certifications: String,
    /// Their police vetting with its last day.
    pub nppv: Option<(String, NaiveDate)>,
    /// The force that sponsored it.
    pub nppv_sponsor: String,
    /// Their national security vetting with its last day.
    pub nsv: Option<(String, NaiveDate)>,
    /// The first day they are free; now, if empty.
    pub available_from: Option<NaiveDate>,
    /// Whether their right to work was checked.
    pub right_to_work: bool,
}

impl SpecialistForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            sfia_level: posted.text("sfia_level"),
            specialisms: posted.all("specialisms"),
            skills: posted.text("skills"),
            certifications: posted.text("certifications"),
            nppv: posted.text("nppv"),
            nppv_expires: TypedDay::typed(posted, "nppv_expires"),
            nppv_sponsor: posted.text("nppv_sponsor"),
            nsv: posted.text("nsv"),
            nsv_expires: TypedDay::typed(posted, "nsv_expires"),
            available: TypedDay::typed(posted, "available"),
            right_to_work: posted.text("right_to_work"),
        }
    }

    /// As it stands.
    pub fn of(it: &Specialist, specialisms: Vec<String>) -> Self {
        Self {
            name: it.name.clone(),
            sfia_level: it.sfia_level.to_string(),
            specialisms,
            skills: it.skills.clone(),
            certifications: it.certifications.clone(),
            nppv: it.nppv.clone().unwrap_or_default(),
            nppv_expires: TypedDay::of(it.nppv_expires),
            nppv_sponsor: it.nppv_sponsor.clone(),
            nsv: it.nsv.clone(),
            nsv_expires: TypedDay::of(it.nsv_expires),
            available: TypedDay::of(it.available_from),
            right_to_work: if it.right_to_work { "yes" } else { "" }.to_owned(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, words: &Words) -> Result<NewSpecialist, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the person’s name", 100));
        let level = listed(&self.sfia_level, &words.sfia, "Choose the level they work at");
        let level =
            level.and_then(|it| it.parse().map_err(|_| "Choose the level they work at".to_owned()));
        let level = mistakes.keep("sfia_level", level);
        let known = |it: &String| words.specialisms.iter().any(|choice| choice.value == *it);
        if self.specialisms.is_empty() || !self.specialisms.iter().all(known) {
            mistakes.add("specialisms", "Choose at least one specialism");
        }
        let skills =
            mistakes.keep("skills", text::optional_prose(&self.skills, "their skills", 2000));
        let certifications =
            text::optional_prose(&self.certifications, "their certifications", 2000);
        let certifications = mistakes.keep("certifications", certifications);
        let nppv = held(&mut mistakes, "nppv", &self.nppv, &words.nppv, &self.nppv_expires);
        let sponsor = text::optional_line(&self.nppv_sponsor, "the sponsoring force", 100);
        let sponsor = mistakes.keep("nppv_sponsor", sponsor);
        let nsv = if self.nsv == "none" { "" } else { self.nsv.as_str() };
        let nsv = held(&mut mistakes, "nsv", nsv, &words.nsv, &self.nsv_expires);
        let available = mistakes.keep("available", self.available.parse_optional());
        match (name, level, skills, certifications, nppv, sponsor, nsv, available) {
            (
                Some(name),
                Some(sfia_level),
                Some(skills),
                Some(certifications),
                Some(nppv),
                Some(nppv_sponsor),
                Some(nsv),
                Some(available_from),
            ) if mistakes.is_empty() => Ok(NewSpecialist {
                name,
                sfia_level,
                specialisms: self.specialisms.clone(),
                skills,
                certifications,
                nppv,
                nppv_sponsor,
                nsv,
                available_from,
                right_to_work: self.right_to_work == "yes",
            }),
            _ => Err(mistakes),
        }
    }
}

/// A clearance and its last day, both or neither.
fn held(
    mistakes: &mut Mistakes,
    field: &str,
    typed: &str,
    levels: &[Choice],
    expires: &TypedDay,
) -> Option<Option<(String, NaiveDate)>> {
    let level = mistakes.keep(field, listed_or_none(typed, levels, "Choose a level from the list"));
    let Some(level) = level? else { return Some(None) };
    let day = mistakes.keep(&format!("{field}_expires"), expires.parse())?;
    Some(Some((level, day)))
}

#[cfg(test)]
mod tests {
    use super::{SpecialistForm, Words};
    use crate::providers::typed::TypedDay;
    use crate::web::form::Choice;

    fn words() -> Words {
        let one = |value: &str| vec![Choice::new(value, value)];
        Words { sfia: one("5"), nppv: one("NPPV3"), nsv: one("SC"), specialisms: one("forensics") }
    }

    fn form() -> SpecialistForm {
        SpecialistForm {
            name: "Ida Marsh".to_owned(),
            sfia_level: "5".to_owned(),
            specialisms: vec!["forensics".to_owned()],
            nsv: "none".to_owned(),
            ..SpecialistForm::default()
        }
    }

    #[test]
    fn a_clearance_needs_the_day_it_ends() {
        let mut typed = SpecialistForm { nppv: "NPPV3".to_owned(), ..form() };
        assert!(typed.parse(&words()).unwrap_err().on("nppv_expires").is_some());
        typed.nppv_expires = TypedDay::of("2028-03-01".parse().ok());
        let (level, day) = typed.parse(&words()).unwrap().nppv.unwrap();
        assert_eq!((level.as_str(), day.to_string().as_str()), ("NPPV3", "2028-03-01"));
    }

    #[test]
    fn someone_without_clearances_can_be_added_but_not_with_made_up_words() {
        assert_eq!(form().parse(&words()).unwrap().nppv, None);
        let typed =
            SpecialistForm { nsv: "COSMIC".to_owned(), sfia_level: "9".to_owned(), ..form() };
        let mistakes = typed.parse(&words()).unwrap_err();
        assert_eq!(mistakes.all().count(), 2, "{mistakes:?}");
    }
}
