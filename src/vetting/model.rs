//! What a vetting decision is.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::audit::entry::Line;
use crate::providers::asked::model::AskedItem;
use crate::providers::dossier::model::Dossier;
use crate::providers::dossier::summary::Words;
use crate::providers::model::{Provider, Standing};
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
        /// Take an admitted provider off the framework.
        Remove = "remove", "Remove";
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

text_enum! {
    /// Who has to do something next.
    pub enum Holder {
        /// Any officer: nobody has looked yet.
        FirstLook = "first_look", "Waiting for a first look";
        /// Any officer: some of it is decided.
        Officer = "officer", "Being looked at";
        /// An officer other than the one who proposed.
        SecondOfficer = "second_officer", "Waiting for a second officer";
        /// The provider, who was asked for more.
        Provider = "provider", "Waiting for the provider";
    }
}

impl Holder {
    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::FirstLook => "yellow",
            Self::Officer => "teal",
            Self::SecondOfficer => "purple",
            Self::Provider => "grey",
        }
    }
}

/// An application in the queue, or a removal that waits to be confirmed.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Whose.
    pub slug: String,
    /// Their name.
    pub name: String,
    /// Where it stands.
    pub state: ProviderState,
    /// When it was submitted.
    pub applied_at: Option<Moment>,
    /// What is proposed, if anything is.
    pub proposed: Option<Outcome>,
    /// When it was proposed.
    pub proposed_at: Option<Moment>,
    /// When more was asked for.
    pub asked_at: Option<Moment>,
    /// Whether some of it is decided.
    pub begun: bool,
}

impl Waiting {
    /// Who has to do something next.
    pub fn holder(&self) -> Holder {
        match (self.state, self.proposed, self.begun) {
            (ProviderState::Clarifying, ..) => Holder::Provider,
            (_, Some(_), _) => Holder::SecondOfficer,
            (_, None, true) => Holder::Officer,
            (_, None, false) => Holder::FirstLook,
        }
    }

    /// Since when they hold it.
    pub fn since(&self) -> Option<Moment> {
        match self.holder() {
            Holder::Provider => self.asked_at.or(self.applied_at),
            Holder::SecondOfficer => self.proposed_at,
            Holder::Officer | Holder::FirstLook => self.applied_at,
        }
    }

    /// Where to see to it.
    pub fn href(&self) -> String {
        let part =
            if self.proposed == Some(Outcome::Remove) { "providers" } else { "applications" };
        format!("/operator/{part}/{}", self.slug)
    }
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
    /// When it was added.
    pub added_at: Moment,
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
    /// What was asked for the last time, ticked off or not.
    pub asked: Vec<AskedItem>,
    /// What happened, oldest first.
    pub lines: Vec<Line>,
    /// Companies with the same number that were here before.
    pub former: Vec<Provider>,
}
