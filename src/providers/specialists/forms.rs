//! What people type about a specialist.

use super::model::{Certification, Filter, Person, Skill};
use crate::providers::changes::model::{Clearance, ClearanceKind};
use crate::providers::typed::{TypedDay, listed, listed_or_none};
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// How many skills or certifications one person may list.
const MOST: usize = 20;
/// How many empty rows are offered beside those that are filled in.
const SPARE: usize = 3;

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
    /// How long police vetting usually lasts, in words.
    pub nppv_lasts: String,
    /// The same of national security vetting.
    pub nsv_lasts: String,
}

impl Words {
    /// Every level of either kind of clearance, to narrow a list down by.
    pub fn clearances(&self) -> Vec<Choice> {
        self.nppv.iter().chain(&self.nsv).filter(|it| it.value != "none").cloned().collect()
    }
}

/// A clearance as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedClearance {
    /// Its level.
    pub level: String,
    /// Its last day.
    pub expires: TypedDay,
    /// The force that sponsored it.
    pub sponsor: String,
}

impl TypedClearance {
    fn typed(posted: &Posted, field: &str) -> Self {
        Self {
            level: posted.text(field),
            expires: TypedDay::typed(posted, &format!("{field}_expires")),
            sponsor: posted.text(&format!("{field}_sponsor")),
        }
    }

    /// As it stands, or as it waits to.
    pub fn of(it: Option<&Clearance>, without: &str) -> Self {
        it.map_or_else(
            || Self { level: without.to_owned(), ..Self::default() },
            |it| Self {
                level: it.level.clone(),
                expires: TypedDay::of(Some(it.expires_on)),
                sponsor: it.sponsor.clone(),
            },
        )
    }

    /// A clearance with its last day, both or neither.
    fn parse(
        &self,
        mistakes: &mut Mistakes,
        field: &str,
        levels: &[Choice],
    ) -> Option<Option<Clearance>> {
        let level = if self.level == "none" { "" } else { self.level.as_str() };
        let level =
            mistakes.keep(field, listed_or_none(level, levels, "Choose a level from the list"));
        let sponsor = text::optional_line(&self.sponsor, "the sponsoring force", 100);
        let sponsor = mistakes.keep(&format!("{field}_sponsor"), sponsor);
        let Some(level) = level? else { return Some(None) };
        let what = match field {
            "nppv" => "Expiry date of police vetting",
            _ => "Expiry date of the clearance",
        };
        let expires_on = mistakes.keep(&format!("{field}_expires"), self.expires.parse(what))?;
        Some(Some(Clearance { level, sponsor: sponsor?, expires_on }))
    }
}

/// A skill as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedSkill {
    /// The skill.
    pub skill: String,
    /// The level.
    pub level: String,
}

/// A certification as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedCertification {
    /// What it is.
    pub name: String,
    /// Who issued it.
    pub issuer: String,
    /// Its last day.
    pub expires: TypedDay,
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
    /// Their SFIA skills, with empty rows.
    pub skills: Vec<TypedSkill>,
    /// Their experience.
    pub experience: String,
    /// Their certifications, with empty rows.
    pub certifications: Vec<TypedCertification>,
    /// Their police vetting.
    pub nppv: TypedClearance,
    /// Their national security vetting.
    pub nsv: TypedClearance,
    /// The first day they are free.
    pub available: TypedDay,
    /// What else is to be said about when they are free.
    pub availability_note: String,
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
    /// Their SFIA skills.
    pub skills: Vec<Skill>,
    /// Their experience.
    pub experience: String,
    /// Their certifications.
    pub certifications: Vec<Certification>,
    /// Their police vetting.
    pub nppv: Option<Clearance>,
    /// Their national security vetting.
    pub nsv: Option<Clearance>,
    /// The first day they are free; now, if empty.
    pub available_from: Option<chrono::NaiveDate>,
    /// What else is to be said about when they are free.
    pub availability_note: String,
    /// Whether their right to work was checked.
    pub right_to_work: bool,
}

impl NewSpecialist {
    /// Their clearance of a kind.
    pub fn clearance(&self, kind: ClearanceKind) -> Option<&Clearance> {
        match kind {
            ClearanceKind::Nppv => self.nppv.as_ref(),
            ClearanceKind::Nsv => self.nsv.as_ref(),
        }
    }
}

fn spare<T: Clone + Default>(mut rows: Vec<T>) -> Vec<T> {
    let wanted = rows.len().saturating_add(SPARE).min(MOST).max(rows.len());
    rows.resize(wanted, T::default());
    rows
}

impl SpecialistForm {
    /// A form for somebody new.
    pub fn empty() -> Self {
        Self {
            nsv: TypedClearance::of(None, "none"),
            skills: spare(Vec::new()),
            certifications: spare(Vec::new()),
            ..Self::default()
        }
    }

    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        let skill = |row: usize| TypedSkill {
            skill: posted.text(&format!("skill_{row}")),
            level: posted.text(&format!("skill_level_{row}")),
        };
        let certification = |row: usize| TypedCertification {
            name: posted.text(&format!("certification_{row}")),
            issuer: posted.text(&format!("certification_issuer_{row}")),
            expires: TypedDay::typed(posted, &format!("certification_expires_{row}")),
        };
        let mut skills: Vec<TypedSkill> = (1..=MOST).map(skill).collect();
        skills.retain(|it| !it.skill.trim().is_empty() || !it.level.is_empty());
        let mut certifications: Vec<TypedCertification> = (1..=MOST).map(certification).collect();
        certifications.retain(|it| {
            !it.name.trim().is_empty() || !it.issuer.trim().is_empty() || !it.expires.is_empty()
        });
        Self {
            name: posted.text("name"),
            sfia_level: posted.text("sfia_level"),
            specialisms: posted.all("specialisms"),
            skills: spare(skills),
            experience: posted.text("experience"),
            certifications: spare(certifications),
            nppv: TypedClearance::typed(posted, "nppv"),
            nsv: TypedClearance::typed(posted, "nsv"),
            available: TypedDay::typed(posted, "available"),
            availability_note: posted.text("availability_note"),
            right_to_work: posted.text("right_to_work"),
        }
    }

    /// As it stands, or as a clearance waits to.
    pub fn of(it: &Person, waiting: impl Fn(ClearanceKind) -> Option<Clearance>) -> Self {
        let clearance = |kind, without| {
            let shown = waiting(kind).or_else(|| it.clearance(kind));
            TypedClearance::of(shown.as_ref(), without)
        };
        let skill =
            |it: &Skill| TypedSkill { skill: it.skill.clone(), level: it.level.to_string() };
        let certification = |it: &Certification| TypedCertification {
            name: it.name.clone(),
            issuer: it.issuer.clone(),
            expires: TypedDay::of(it.expires_on),
        };
        Self {
            name: it.specialist.name.clone(),
            sfia_level: it.specialist.sfia_level.to_string(),
            specialisms: it.specialisms.clone(),
            skills: spare(it.skills.iter().map(skill).collect()),
            experience: it.specialist.skills.clone(),
            certifications: spare(it.certifications.iter().map(certification).collect()),
            nppv: clearance(ClearanceKind::Nppv, ""),
            nsv: clearance(ClearanceKind::Nsv, "none"),
            available: TypedDay::of(it.specialist.available_from),
            availability_note: it.specialist.availability_note.clone(),
            right_to_work: if it.specialist.right_to_work { "yes" } else { "" }.to_owned(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, words: &Words) -> Result<NewSpecialist, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the person’s name", 100));
        let level = level(&self.sfia_level, words, "Choose the level they work at");
        let level = mistakes.keep("sfia_level", level);
        let known = |it: &String| words.specialisms.iter().any(|choice| choice.value == *it);
        if self.specialisms.is_empty() || !self.specialisms.iter().all(known) {
            mistakes.add("specialisms", "Choose at least one specialism");
        }
        let skills = self.skills(&mut mistakes, words);
        let experience = text::optional_prose(&self.experience, "their experience", 2000);
        let experience = mistakes.keep("experience", experience);
        let certifications = self.certifications(&mut mistakes);
        let nppv = self.nppv.parse(&mut mistakes, "nppv", &words.nppv);
        let nsv = self.nsv.parse(&mut mistakes, "nsv", &words.nsv);
        let available = mistakes
            .keep("available", self.available.parse_optional("First day they are available"));
        let note = text::optional_line(&self.availability_note, "the note", 200);
        let note = mistakes.keep("availability_note", note);
        match (name, level, experience, nppv, nsv, available, note) {
            (
                Some(name),
                Some(sfia_level),
                Some(experience),
                Some(nppv),
                Some(nsv),
                Some(available_from),
                Some(availability_note),
            ) if mistakes.is_empty() => Ok(NewSpecialist {
                name,
                sfia_level,
                specialisms: self.specialisms.clone(),
                skills,
                experience,
                certifications,
                nppv,
                nsv,
                available_from,
                availability_note,
                right_to_work: self.right_to_work == "yes",
            }),
            _ => Err(mistakes),
        }
    }

    fn skills(&self, mistakes: &mut Mistakes, words: &Words) -> Vec<Skill> {
        let mut found: Vec<Skill> = Vec::new();
        for (row, it) in (1..).zip(&self.skills) {
            if it.skill.trim().is_empty() && it.level.is_empty() {
                continue;
            }
            let field = format!("skill_{row}");
            let skill = mistakes.keep(&field, text::line(&it.skill, "the name of the skill", 100));
            let level = level(&it.level, words, "Choose the level of this skill");
            let level = mistakes.keep(&format!("skill_level_{row}"), level);
            let (Some(skill), Some(level)) = (skill, level) else { continue };
            if found.iter().any(|it| it.skill == skill) {
                mistakes.add(&field, "This skill is listed twice");
            }
            found.push(Skill { skill, level });
        }
        found
    }

    fn certifications(&self, mistakes: &mut Mistakes) -> Vec<Certification> {
        let mut found: Vec<Certification> = Vec::new();
        for (row, it) in (1..).zip(&self.certifications) {
            let empty = it.name.trim().is_empty() && it.issuer.trim().is_empty();
            if empty && it.expires.is_empty() {
                continue;
            }
            let field = format!("certification_{row}");
            let name = text::line(&it.name, "the name of the certification", 150);
            let name = mistakes.keep(&field, name);
            let issuer = text::optional_line(&it.issuer, "who issued it", 150);
            let issuer = mistakes.keep(&format!("certification_issuer_{row}"), issuer);
            let expires = it.expires.parse_optional("Expiry date of the certification");
            let expires = mistakes.keep(&format!("certification_expires_{row}"), expires);
            let (Some(name), Some(issuer), Some(expires_on)) = (name, issuer, expires) else {
                continue;
            };
            if found.iter().any(|it| it.name == name && it.issuer == issuer) {
                mistakes.add(&field, "This certification is listed twice");
            }
            found.push(Certification { name, issuer, expires_on });
        }
        found
    }
}

fn level(typed: &str, words: &Words, or_else: &str) -> Result<i16, String> {
    listed(typed, &words.sfia, or_else).and_then(|it| it.parse().map_err(|_| or_else.to_owned()))
}

/// What is asked of the list, kept to what can be asked.
pub fn filter(about: &str, specialism: &str, clearance: &str, show: &str, words: &Words) -> Filter {
    let kept = |typed: &str, choices: &[Choice]| {
        let found = choices.iter().find(|it| it.value == typed);
        found.map(|it| it.value.clone()).unwrap_or_default()
    };
    Filter {
        about: about.trim().chars().take(100).collect(),
        specialism: kept(specialism, &words.specialisms),
        clearance: kept(clearance, &words.clearances()),
        retired: show == "retired",
    }
}

#[cfg(test)]
mod tests {
    use super::{SpecialistForm, TypedCertification, TypedClearance, TypedSkill, Words, filter};
    use crate::providers::typed::TypedDay;
    use crate::web::form::Choice;

    fn words() -> Words {
        let one = |value: &str| vec![Choice::new(value, value)];
        Words {
            sfia: one("5"),
            nppv: one("NPPV3"),
            nsv: one("SC"),
            specialisms: one("forensics"),
            ..Words::default()
        }
    }

    fn form() -> SpecialistForm {
        SpecialistForm {
            name: "Ida Marsh".to_owned(),
            sfia_level: "5".to_owned(),
            specialisms: vec!["forensics".to_owned()],
            ..SpecialistForm::empty()
        }
    }

    #[test]
    fn a_clearance_needs_the_day_it_ends() {
        let nppv = TypedClearance { level: "NPPV3".to_owned(), ..TypedClearance::default() };
        let mut typed = SpecialistForm { nppv, ..form() };
        assert!(typed.parse(&words()).unwrap_err().on("nppv_expires").is_some());
        typed.nppv.expires = TypedDay::of("2028-03-01".parse().ok());
        typed.nppv.sponsor = "Northshire Police".to_owned();
        let held = typed.parse(&words()).unwrap().nppv.unwrap();
        assert_eq!(held.said(), "NPPV3 until 1 March 2028, sponsored by Northshire Police");
    }

    #[test]
    fn someone_without_clearances_can_be_added_but_not_with_made_up_words() {
        let plain = form().parse(&words()).unwrap();
        assert_eq!((plain.nppv, plain.nsv), (None, None));
        let nsv = TypedClearance { level: "COSMIC".to_owned(), ..TypedClearance::default() };
        let typed = SpecialistForm { nsv, sfia_level: "9".to_owned(), ..form() };
        let mistakes = typed.parse(&words()).unwrap_err();
        assert_eq!(mistakes.all().count(), 2, "{mistakes:?}");
    }

    #[test]
    fn rows_are_filled_whole_or_left_empty_and_nothing_is_listed_twice() {
        let skill = |skill: &str, level: &str| TypedSkill {
            skill: skill.to_owned(),
            level: level.to_owned(),
        };
        let certified = |name: &str| TypedCertification {
            name: name.to_owned(),
            issuer: "CREST".to_owned(),
            ..TypedCertification::default()
        };
        for (skills, certifications, wrong) in [
            (vec![skill("Digital forensics", "5")], vec![certified("CRT")], vec![]),
            (vec![skill("", "5")], vec![], vec!["skill_1"]),
            (vec![skill("Digital forensics", "")], vec![], vec!["skill_level_1"]),
            (vec![skill("A", "5"), skill("A", "5")], vec![], vec!["skill_2"]),
            (vec![], vec![certified("")], vec!["certification_1"]),
            (vec![], vec![certified("CRT"), certified("CRT")], vec!["certification_2"]),
        ] {
            let typed = SpecialistForm { skills, certifications, ..form() };
            let found = match typed.parse(&words()) {
                Ok(_) => vec![],
                Err(mistakes) => mistakes.all().map(|it| it.0.clone()).collect(),
            };
            assert_eq!(found, wrong, "{typed:?}");
        }
    }

    #[test]
    fn a_list_is_narrowed_down_only_by_words_that_exist() {
        let found = filter(" ida ", "forensics", "SC", "retired", &words());
        assert_eq!((found.about.as_str(), found.specialism.as_str()), ("ida", "forensics"));
        assert!(found.clearance == "SC" && found.retired);
        assert!(filter("", "cooking", "none", "", &words()).is_empty());
    }
}
