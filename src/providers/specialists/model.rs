//! What is known about a specialist, in full.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::providers::changes::model::{Clearance, ClearanceKind};
use crate::providers::model::Specialist;
use crate::types::uk_time;

/// The name of someone whose personal data was erased.
pub const ERASED: &str = "Erased specialist";

/// A skill of SFIA at a level.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Skill {
    /// The skill.
    pub skill: String,
    /// The level the person works at.
    pub level: i16,
}

/// A personal certification.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Certification {
    /// What it is.
    pub name: String,
    /// Who issued it.
    pub issuer: String,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
}

impl Certification {
    /// In words.
    pub fn said(&self) -> String {
        let until = self.expires_on.map(|day| format!("until {}", uk_time::day(day)));
        let issuer = Some(self.issuer.clone()).filter(|it| !it.is_empty());
        let parts = [Some(self.name.clone()), issuer, until];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A specialist with everything that is listed about them.
#[derive(Debug, Clone)]
pub struct Person {
    /// The person.
    pub specialist: Specialist,
    /// Their specialisms, by code.
    pub specialisms: Vec<String>,
    /// Their SFIA skills.
    pub skills: Vec<Skill>,
    /// Their certifications.
    pub certifications: Vec<Certification>,
}

impl Person {
    /// A clearance that is in force.
    pub fn clearance(&self, kind: ClearanceKind) -> Option<Clearance> {
        let it = &self.specialist;
        let (level, sponsor, expires) = match kind {
            ClearanceKind::Nppv => (it.nppv.clone()?, &it.nppv_sponsor, it.nppv_expires?),
            ClearanceKind::Nsv if it.nsv == "none" => return None,
            ClearanceKind::Nsv => (it.nsv.clone(), &it.nsv_sponsor, it.nsv_expires?),
        };
        Some(Clearance { level, sponsor: sponsor.clone(), expires_on: expires })
    }
}

/// Which specialists are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of a name, a skill or a certification.
    pub about: String,
    /// A specialism, by code.
    pub specialism: String,
    /// A level of either kind of clearance.
    pub clearance: String,
    /// Those who were retired, rather than those on the list.
    pub retired: bool,
}

impl Filter {
    /// Whether nothing in particular is asked for.
    pub fn is_empty(&self) -> bool {
        self.about.is_empty()
            && self.specialism.is_empty()
            && self.clearance.is_empty()
            && !self.retired
    }
}
