//! What a provider and its dossier are.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::state::ProviderState;
use crate::framework::model::Scheme;
use crate::schema;
use crate::types::ids::{CertificateId, InsuranceId, ProviderId, SpecialistId};
use crate::types::money::Money;
use crate::types::time::Moment;

text_enum! {
    /// How large a company is.
    pub enum Size {
        /// Small or medium-sized.
        Sme = "sme", "Small or medium-sized";
        /// Larger than that.
        Large = "large", "Large";
    }
}

text_enum! {
    /// What a vetting officer made of a certificate, or of a declaration.
    pub enum CertificateDecision {
        /// Nobody has looked yet.
        Waiting = "waiting", "Waiting for a decision";
        /// It counts.
        Accepted = "accepted", "Accepted";
        /// It does not count.
        Refused = "refused", "Refused";
    }
}

text_enum! {
    /// What a vetting officer made of a lot.
    pub enum LotDecision {
        /// Nobody has looked yet.
        Waiting = "waiting", "Waiting for a decision";
        /// To be admitted, once a second officer confirms.
        Admit = "admit", "Admit";
        /// Not to be admitted.
        Refuse = "refuse", "Refuse";
    }
}

text_enum! {
    /// A kind of insurance.
    pub enum InsuranceKind {
        /// Against bad advice.
        ProfessionalIndemnity = "professional_indemnity", "Professional indemnity";
        /// Against harm to others.
        PublicLiability = "public_liability", "Public liability";
        /// Against harm to staff.
        EmployersLiability = "employers_liability", "Employers’ liability";
        /// Against attacks.
        Cyber = "cyber", "Cyber";
    }
}

/// A company, with everything its dossier says about it as a whole.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = schema::providers, check_for_backend(diesel::pg::Pg))]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its number at Companies House.
    pub company_number: Option<String>,
    /// Its registered address.
    pub address: String,
    /// Its region.
    pub region_code: Option<String>,
    /// How large it is.
    pub size: Option<Size>,
    /// Who to talk to.
    pub contact_name: String,
    /// Where to write.
    pub contact_email: String,
    /// Where to call.
    pub contact_phone: String,
    /// Conflicts of interest it declares.
    pub conflict_statement: String,
    /// What it does against modern slavery.
    pub modern_slavery_statement: String,
    /// How it protects personal data.
    pub data_protection_statement: String,
    /// Its registration with the Information Commissioner.
    pub ico_number: String,
    /// Where it stands.
    pub state: ProviderState,
    /// Why it was rejected or suspended, or what more is asked.
    pub state_reason: String,
    /// When it registered.
    pub created_at: Moment,
    /// When it last submitted its application.
    pub applied_at: Option<Moment>,
    /// When it was admitted.
    pub admitted_at: Option<Moment>,
}

/// An answer to a ground for exclusion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::provider_declarations, check_for_backend(diesel::pg::Pg))]
pub struct Declaration {
    /// The ground.
    pub code: String,
    /// Whether it applies.
    pub answer: bool,
    /// What happened, if it does.
    pub explanation: String,
    /// What the provider has done about it.
    pub remedy: String,
    /// What a vetting officer made of a yes.
    pub decision: CertificateDecision,
    /// Why, if they refused it.
    pub reason: String,
}

impl Declaration {
    /// Whether a vetting officer has to decide on it: a yes is decided on, a
    /// no is not.
    pub fn undecided(&self) -> bool {
        self.answer && self.decision == CertificateDecision::Waiting
    }
}

/// A certificate in a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::provider_certificates, check_for_backend(diesel::pg::Pg))]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The last day it is good.
    pub expires_on: NaiveDate,
    /// What a vetting officer made of it.
    pub decision: CertificateDecision,
    /// Why, if they refused it.
    pub reason: String,
    /// When it was added.
    pub added_at: Moment,
}

impl Certificate {
    /// Whether it has not run out on a day: its last day still counts.
    pub fn in_date(&self, today: NaiveDate) -> bool {
        today <= self.expires_on
    }
}

/// An insurance in a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::provider_insurances, check_for_backend(diesel::pg::Pg))]
pub struct Insurance {
    /// Its id.
    pub id: InsuranceId,
    /// What it is against.
    pub kind: InsuranceKind,
    /// What it pays at most.
    pub cover_pence: Money,
    /// The last day it is good.
    pub expires_on: Option<NaiveDate>,
    /// Whether it is promised by the start of a contract.
    pub by_start: bool,
}

/// A lot a provider asks to be admitted to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ProviderLot {
    /// The lot.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What the provider offers as evidence.
    pub evidence: String,
    /// What a vetting officer made of it.
    pub decision: LotDecision,
    /// Why, if they refused it.
    pub reason: String,
    /// Since when the provider is admitted to it.
    pub admitted_at: Option<Moment>,
}

impl ProviderLot {
    /// Whether the admission has taken effect.
    pub fn admitted(&self) -> bool {
        self.decision == LotDecision::Admit && self.admitted_at.is_some()
    }
}

/// A person a provider can deploy, with the clearances that are in force.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::cleared_specialists, check_for_backend(diesel::pg::Pg))]
pub struct Specialist {
    /// Their id.
    pub id: SpecialistId,
    /// Their name.
    pub name: String,
    /// The level they work at.
    pub sfia_level: i16,
    /// Their skills and experience, as typed.
    pub skills: String,
    /// Their police vetting.
    pub nppv: Option<String>,
    /// The last day of it.
    pub nppv_expires: Option<NaiveDate>,
    /// The force that sponsored it.
    pub nppv_sponsor: String,
    /// Their national security vetting, `none` without.
    pub nsv: String,
    /// The last day of it.
    pub nsv_expires: Option<NaiveDate>,
    /// The force that sponsored it.
    pub nsv_sponsor: String,
    /// The first day they are free.
    pub available_from: Option<NaiveDate>,
    /// What else is to be said about when they are free.
    pub availability_note: String,
    /// Whether the provider confirmed their right to work.
    pub right_to_work: bool,
    /// When they were taken off the list.
    pub retired_at: Option<Moment>,
    /// When what is personal about them was erased.
    pub erased_at: Option<Moment>,
}

/// What decides whether a provider may bid.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Where it stands.
    pub state: ProviderState,
    /// Why, if there is a reason.
    pub state_reason: String,
    /// The lots it asked for, admitted or not.
    pub lots: Vec<ProviderLot>,
    /// Its certificates.
    pub certificates: Vec<Certificate>,
    /// The schemes it must hold a certificate of.
    pub mandatory: Vec<Scheme>,
    /// The version of the framework's terms that it must still accept.
    pub terms_due: Option<i32>,
}
