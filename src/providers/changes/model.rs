//! What a change says: what is in force, and what would take its place.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::ChangeState;
use crate::error::Result;
use crate::providers::dossier::grounds;
use crate::providers::dossier::summary::Words;
use crate::providers::model::{Declaration, Provider, Size};
use crate::schema;
use crate::types::ids::{ChangeId, ProviderId, SpecialistId, UserId};
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;

text_enum! {
    /// What a change is about.
    pub enum ChangeKind {
        /// Name, number, address, region or size of the company.
        Company = "company", "Company details";
        /// Grounds for exclusion and conflicts of interest.
        Declarations = "declarations", "Declarations";
        /// A clearance of a specialist.
        Clearance = "clearance", "Clearance";
        /// A lot the provider is not admitted to.
        Lot = "lot", "New lot";
        /// Evidence or raised rate ceilings of a lot it is admitted to.
        Rates = "rates", "Rates and evidence";
    }
}

text_enum! {
    /// Police vetting and national security vetting are two things.
    pub enum ClearanceKind {
        /// Police vetting.
        Nppv = "nppv", "Police vetting";
        /// National security vetting.
        Nsv = "nsv", "National security vetting";
    }
}

/// A change, decided or not.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = schema::dossier_changes, check_for_backend(diesel::pg::Pg))]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// Whose dossier.
    pub provider_id: ProviderId,
    /// What it is about.
    pub kind: ChangeKind,
    /// Which of them, where there are several.
    pub subject: String,
    /// What is in force.
    pub before: Option<Value>,
    /// What would be.
    pub after: Value,
    /// Where it stands.
    pub state: ChangeState,
    /// When it was made.
    pub made_at: Moment,
    /// Which officer would accept it.
    pub proposed_by: Option<UserId>,
    /// Why it was refused, or what the officer remarked.
    pub reason: String,
    /// Who decided.
    pub decided_by: Option<UserId>,
}

impl Change {
    /// What would come into force.
    pub fn wanted(&self) -> Result<Facts> {
        Ok(serde_json::from_value(self.after.clone()).context("a change cannot be read")?)
    }

    /// What is in force, if anything is.
    pub fn held(&self) -> Result<Option<Facts>> {
        let read = |it: &Value| serde_json::from_value(it.clone());
        Ok(self.before.as_ref().map(read).transpose().context("a change cannot be read")?)
    }

    /// The specialist and the kind of clearance, if it is about one.
    pub fn clearance(&self) -> Option<(SpecialistId, ClearanceKind)> {
        let (id, kind) = self.subject.split_once(':')?;
        Some((SpecialistId::parse(id)?, ClearanceKind::parse(kind)?))
    }
}

/// How a change about a clearance names it.
pub fn clearance_subject(specialist: SpecialistId, kind: ClearanceKind) -> String {
    format!("{specialist}:{}", kind.word())
}

/// A clearance: its level, who sponsored it and its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable)]
pub struct Clearance {
    /// Its level.
    pub level: String,
    /// The force that sponsored it.
    pub sponsor: String,
    /// Its last day.
    pub expires_on: NaiveDate,
}

impl Clearance {
    /// In words.
    pub fn said(&self) -> String {
        let until = uk_time::day(self.expires_on);
        match self.sponsor.as_str() {
            "" => format!("{} until {until}", self.level),
            sponsor => format!("{} until {until}, sponsored by {sponsor}", self.level),
        }
    }
}

/// What a company was admitted as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyFacts {
    /// Its name.
    pub name: String,
    /// Its number at Companies House.
    pub number: String,
    /// Its registered address.
    pub address: String,
    /// Its region.
    pub region: String,
    /// How large it is, as the database has it.
    pub size: String,
}

impl CompanyFacts {
    /// As they are in force.
    pub fn of(it: &Provider) -> Self {
        Self {
            name: it.name.clone(),
            number: it.company_number.clone().unwrap_or_default(),
            address: it.address.clone(),
            region: it.region_code.clone().unwrap_or_default(),
            size: it.size.map(Size::word).unwrap_or_default().to_owned(),
        }
    }
}

/// An answer to a ground for exclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it applies.
    pub yes: bool,
    /// What happened.
    pub explanation: String,
    /// What was done about it.
    pub remedy: String,
}

impl Answer {
    /// As it is in force.
    pub fn of(it: &Declaration) -> Self {
        let (explanation, remedy) = (it.explanation.clone(), it.remedy.clone());
        Self { yes: it.answer, explanation, remedy }
    }
}

/// What a company declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationFacts {
    /// Its answers by the code of the ground.
    pub answers: BTreeMap<String, Answer>,
    /// Conflicts of interest.
    pub conflicts: String,
}

impl DeclarationFacts {
    /// As they are in force.
    pub fn of(provider: &Provider, said: &[Declaration]) -> Self {
        let answer = |it: &Declaration| (it.code.clone(), Answer::of(it));
        let conflicts = provider.conflict_statement.clone();
        Self { answers: said.iter().map(answer).collect(), conflicts }
    }
}

/// What a company offers in a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotFacts {
    /// Its evidence.
    pub evidence: String,
    /// The highest day rate in pence for each SFIA level.
    pub rates: BTreeMap<i16, i64>,
}

impl LotFacts {
    /// From what stands or was typed.
    pub fn of(evidence: &str, rates: &BTreeMap<i16, Money>) -> Self {
        let rates = rates.iter().map(|(level, rate)| (*level, rate.pence())).collect();
        Self { evidence: evidence.to_owned(), rates }
    }

    /// The rates as money.
    pub fn money(&self) -> BTreeMap<i16, Money> {
        let rates = self.rates.iter();
        rates.filter_map(|(level, pence)| Some((*level, Money::from_pence(*pence)?))).collect()
    }
}

/// One side of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facts {
    /// Of the company.
    Company(CompanyFacts),
    /// Of its declarations.
    Declarations(DeclarationFacts),
    /// Of a clearance.
    Clearance(Clearance),
    /// Of a lot.
    Lot(LotFacts),
}

impl Facts {
    /// Each fact by its name, in words.
    fn said(&self, words: &Words) -> Vec<(String, String)> {
        let named = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        match self {
            Self::Company(it) => vec![
                named("Name", &it.name),
                named("Company number", &it.number),
                named("Address", &it.address),
                named("Region", words.region(&it.region)),
                named("Size", Size::parse(&it.size).map(Size::label).unwrap_or_default()),
            ],
            Self::Declarations(it) => {
                let answer = |(code, it): (&String, &Answer)| {
                    let said = match (it.yes, it.remedy.as_str()) {
                        (false, _) => "No".to_owned(),
                        (true, "") => format!("Yes. {}", it.explanation),
                        (true, remedy) => format!("Yes. {}\nSince then: {remedy}", it.explanation),
                    };
                    (grounds::question(code).to_owned(), said)
                };
                let mut said: Vec<_> = it.answers.iter().map(answer).collect();
                said.push(named("Conflicts of interest", &it.conflicts));
                said
            }
            Self::Clearance(it) => vec![
                named("Level", &it.level),
                named("Sponsored by", &it.sponsor),
                named("Expires", &uk_time::day(it.expires_on)),
            ],
            Self::Lot(it) => {
                let rate = |(level, rate): (i16, Money)| {
                    (format!("Highest day rate, level {}", words.level(level)), rate.to_string())
                };
                let mut said = vec![named("Evidence", &it.evidence)];
                said.extend(it.money().into_iter().map(rate));
                said
            }
        }
    }
}

/// One fact before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Which.
    pub key: String,
    /// What is in force.
    pub before: String,
    /// What would be.
    pub after: String,
}

/// What a change changes, fact by fact; what stays the same is left out.
pub fn sides(change: &Change, words: &Words) -> Result<Vec<Side>> {
    if change.after.is_null() {
        return Ok(Vec::new()); // emptied with the person it was about
    }
    let before = change.held()?.map(|it| it.said(words)).unwrap_or_default();
    let after = change.wanted()?.said(words);
    let mut met = BTreeSet::new();
    let keys = after.iter().chain(&before).map(|it| it.0.clone());
    let keys: Vec<String> = keys.filter(|it| met.insert(it.clone())).collect();
    let of = |all: &[(String, String)], key: &str| {
        all.iter().find(|it| it.0 == key).map(|it| it.1.clone()).unwrap_or_default()
    };
    let sides = keys.into_iter().map(|key| {
        let (before, after) = (of(&before, &key), of(&after, &key));
        Side { key, before, after }
    });
    Ok(sides.filter(|it| it.before != it.after).collect())
}

/// A change beside the words people read about it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The change.
    pub change: Change,
    /// What it is about, such as `Police vetting of Robin Vale`.
    pub about: String,
}

impl Listed {
    /// Where the provider made it.
    pub fn section(&self) -> &'static str {
        match self.change.kind {
            ChangeKind::Company => "/provider/dossier/company",
            ChangeKind::Declarations => "/provider/dossier/declarations",
            ChangeKind::Clearance => "/provider/specialists",
            ChangeKind::Lot | ChangeKind::Rates => "/provider/dossier/lots",
        }
    }
}
