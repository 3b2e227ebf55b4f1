//! What a vetting decision is.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::audit::entry::Line;
use crate::providers::dossier::model::Dossier;
use crate::providers::dossier::summary::Words;
use crate::providers::model::Standing;
use crate::providers::state::ProviderState;
use crate::schema;
use crate::types::ids::{CertificateId, DecisionId, ProviderId, UserId};
use crate::types::time::Moment;

text_enum! {
    /// What is proposed for an application.
    pub enum Outcome {
        /// Admit the provider to the lots found fit.
        Admit = "admit", "Admit";
        /// Do not admit it.
        Reject = "reject", "Reject";
    }
}

/// A proposal, confirmed or not.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schema::vetting_decisions, check_for_backend(diesel::pg::Pg))]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Whose application.
    pub provider_id: ProviderId,
    /// What is proposed.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Moment,
    /// Who confirmed it.
    pub confirmed_by: Option<UserId>,
    /// When.
    pub confirmed_at: Option<Moment>,
}

/// An application in the queue.
#[derive(Debug, Clone, Queryable)]
pub struct Waiting {
    /// Whose.
    pub slug: String,
    /// Their name.
    pub name: String,
    /// Where it stands.
    pub state: ProviderState,
    /// Since when.
    pub applied_at: Option<Moment>,
    /// What is proposed, if anything is.
    pub proposed: Option<Outcome>,
    /// Who proposed it.
    pub proposed_by: Option<UserId>,
}

/// A certificate of an admitted provider that waits for a decision.
#[derive(Debug, Clone, Queryable)]
pub struct WaitingCertificate {
    /// Its id.
    pub id: CertificateId,
    /// Whose.
    pub slug: String,
    /// Their name.
    pub provider: String,
    /// The scheme's name.
    pub scheme: String,
    /// Its last day.
    pub expires_on: NaiveDate,
}

/// Everything about one provider, for the operator.
#[derive(Debug, Clone)]
pub struct File {
    /// Its dossier.
    pub dossier: Dossier,
    /// What decides whether it may bid.
    pub standing: Standing,
    /// The words the dossier is read with.
    pub words: Words,
    /// The proposal that waits to be confirmed.
    pub open: Option<Decision>,
    /// The name of whoever proposed it.
    pub proposed_by: String,
    /// What happened, oldest first.
    pub lines: Vec<Line>,
}
