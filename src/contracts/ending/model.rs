//! What a termination is.

use diesel::prelude::*;

use super::state::TerminationState;
use crate::types::ids::{ContractId, TerminationId, UserId};
use crate::types::time::Moment;
use crate::types::uk_time;

text_enum! {
    /// Why a contract ends before its time.
    pub enum TerminationReason {
        /// The provider did not do what it agreed to.
        ProviderDefault = "provider_default", "The provider did not do what it agreed to";
        /// The force needs the work no longer.
        NoLongerNeeded = "no_longer_needed", "The work is no longer needed";
        /// Both sides want it.
        ByAgreement = "by_agreement", "Both sides agreed to end it";
        /// The provider is insolvent.
        Insolvency = "insolvency", "The provider is insolvent";
        /// A matter of security or vetting.
        Security = "security", "Security or vetting";
        /// The law asks for it.
        Law = "law", "The law requires it";
        /// Anything else.
        Other = "other", "Another reason";
    }
}

/// A termination, proposed or decided.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::contract_terminations, check_for_backend(diesel::pg::Pg))]
pub struct Termination {
    /// Its id.
    pub id: TerminationId,
    /// The contract.
    pub contract_id: ContractId,
    /// Why, as a code.
    pub reason: TerminationReason,
    /// Why, in words.
    pub words: String,
    /// Where it stands.
    pub state: TerminationState,
    /// Who proposes it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Moment,
    /// Who decided on it; nobody where the last day overtook it.
    pub settled_by: Option<UserId>,
    /// When it was decided.
    pub settled_at: Option<Moment>,
}

impl Termination {
    /// When it was proposed, in UK time.
    pub fn proposed(&self) -> String {
        uk_time::full(self.proposed_at)
    }

    /// When it was decided, in UK time.
    pub fn settled(&self) -> String {
        self.settled_at.map(uk_time::full).unwrap_or_default()
    }

    /// Whether it waits for a second person.
    pub fn is_open(&self) -> bool {
        self.state == TerminationState::Proposed
    }
}
