//! What a paper with a last day is.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types;
use serde::Serialize;
use uuid::Uuid;

use crate::providers::dossier::model::Section;
use crate::providers::model::InsuranceKind;
use crate::types::ids::ProviderId;

text_enum! {
    /// What kind of thing runs out.
    pub enum PaperKind {
        /// Of a scheme of assurance.
        Certificate = "certificate", "Certificate";
        /// Of any kind.
        Insurance = "insurance", "Insurance";
        /// A specialist's, by the police.
        Nppv = "nppv", "Police vetting";
        /// A specialist's, for national security.
        Nsv = "nsv", "National security vetting";
    }
}

text_enum! {
    /// When a provider is warned.
    pub enum Mark {
        /// From the 60th day before the last.
        SixtyDays = "60_days", "60 days before";
        /// From the 28th.
        TwentyEightDays = "28_days", "28 days before";
        /// From the 7th.
        SevenDays = "7_days", "7 days before";
        /// On the last day itself, which still counts.
        LastDay = "last_day", "On the last day";
        /// From the day after.
        Expired = "expired", "Expired";
    }
}

/// Something in a dossier that has a last day.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Paper {
    /// Whose it is.
    #[diesel(sql_type = sql_types::Uuid)]
    pub provider_id: ProviderId,
    /// Its kind.
    #[diesel(sql_type = sql_types::Text)]
    pub kind: PaperKind,
    /// The certificate, the insurance or the specialist.
    #[diesel(sql_type = sql_types::Uuid)]
    pub paper: Uuid,
    /// The scheme, the kind of insurance or the level of clearance.
    #[diesel(sql_type = sql_types::Text)]
    pub what: String,
    /// The specialist's name, or nothing.
    #[diesel(sql_type = sql_types::Text)]
    pub person: String,
    /// The last day it is good.
    #[diesel(sql_type = sql_types::Date)]
    pub expires_on: NaiveDate,
    /// Whether a longer-lasting one replaces it.
    #[diesel(sql_type = sql_types::Bool)]
    pub renewed: bool,
    /// Whether the company cannot bid once it has run out.
    #[diesel(sql_type = sql_types::Bool)]
    pub blocks: bool,
}

impl Paper {
    /// What it is, without whose: `NPPV3 clearance`.
    pub fn sort(&self) -> String {
        match self.kind {
            PaperKind::Certificate => format!("{} certificate", self.what),
            PaperKind::Insurance => {
                let kind = InsuranceKind::parse(&self.what).map_or("", InsuranceKind::label);
                format!("{kind} insurance")
            }
            PaperKind::Nppv | PaperKind::Nsv => format!("{} clearance", self.what),
        }
    }

    /// What it is, for people who may read who works for the provider.
    pub fn name(&self) -> String {
        match self.person.as_str() {
            "" => self.sort(),
            person => format!("{} of {person}", self.sort()),
        }
    }

    /// Where its provider renews it.
    pub fn href(&self) -> String {
        match self.kind {
            PaperKind::Certificate => Section::Certificates.path().to_owned(),
            PaperKind::Insurance => Section::Insurance.path().to_owned(),
            PaperKind::Nppv | PaperKind::Nsv => {
                format!("{}/{}", Section::Specialists.path(), self.paper)
            }
        }
    }
}

/// A warning that is due, or was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What runs out.
    pub kind: PaperKind,
    /// Which.
    pub paper: Uuid,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// Which warning.
    pub mark: Mark,
}

/// A line of the operator's list.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    /// The paper.
    #[diesel(embed)]
    pub paper: Paper,
    /// Its provider's name in addresses.
    #[diesel(sql_type = sql_types::Text)]
    pub slug: String,
    /// Its provider's name.
    #[diesel(sql_type = sql_types::Text)]
    pub provider: String,
}

/// How much runs out when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct Counts {
    /// Has run out.
    #[diesel(sql_type = sql_types::BigInt)]
    pub expired: i64,
    /// Within 7 days.
    #[diesel(sql_type = sql_types::BigInt)]
    pub seven: i64,
    /// Within 28 days, those included.
    #[diesel(sql_type = sql_types::BigInt)]
    pub twenty_eight: i64,
    /// Within 60 days, all of those included.
    #[diesel(sql_type = sql_types::BigInt)]
    pub sixty: i64,
}
