//! Who a person is, and what they may be trusted with.

use diesel::prelude::*;
use uuid::Uuid;

use crate::audit::Actor;
use crate::outbox::Recipient;
use crate::types::ids::{ForceId, ProviderId, UserId};
use crate::types::time::Moment;

text_enum! {
    /// What a person may be trusted with in their organisation.
    pub enum Role {
        /// Drafts requests, answers questions.
        Requester = "requester", "Requester";
        /// Approves publishing and award, never their own draft.
        Approver = "approver", "Approver";
        /// Scores bids.
        Evaluator = "evaluator", "Evaluator";
        /// Signs contracts and signs off delivery.
        ContractManager = "contract_manager", "Contract manager";
        /// Manages colleagues at a force.
        ForceAdmin = "force_admin", "Force administrator";
        /// Writes and submits bids.
        Bidder = "bidder", "Bidder";
        /// Timesheets, milestones, invoices.
        DeliveryManager = "delivery_manager", "Delivery manager";
        /// The dossier, people and colleagues of a provider.
        ProviderAdmin = "provider_admin", "Provider administrator";
        /// Decides admissions.
        VettingOfficer = "vetting_officer", "Vetting officer";
        /// The framework, lots, ceilings and fee.
        MarketplaceManager = "marketplace_manager", "Marketplace manager";
        /// Reads everything except sealed bids; changes nothing.
        Auditor = "auditor", "Auditor";
        /// The operator's users and settings.
        OperatorAdmin = "operator_admin", "Operator administrator";
    }
}

/// The one organisation a person acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organisation {
    /// A police force.
    Force(ForceId),
    /// A company.
    Provider(ProviderId),
    /// Muster itself.
    Operator,
}

impl Role {
    /// The roles there are in a kind of organisation, the administrator last.
    pub fn of(organisation: Organisation) -> &'static [Self] {
        match organisation {
            Organisation::Force(_) => &[
                Self::Requester,
                Self::Approver,
                Self::Evaluator,
                Self::ContractManager,
                Self::ForceAdmin,
            ],
            Organisation::Provider(_) => {
                &[Self::Bidder, Self::DeliveryManager, Self::ProviderAdmin]
            }
            Organisation::Operator => &[
                Self::VettingOfficer,
                Self::MarketplaceManager,
                Self::Auditor,
                Self::OperatorAdmin,
            ],
        }
    }

    /// The role that manages colleagues there.
    pub fn admin_of(organisation: Organisation) -> Self {
        match organisation {
            Organisation::Force(_) => Self::ForceAdmin,
            Organisation::Provider(_) => Self::ProviderAdmin,
            Organisation::Operator => Self::OperatorAdmin,
        }
    }

    /// What it lets its holder do, in a sentence.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Requester => {
                "Drafts requests, answers questions about them, and recommends awards."
            }
            Self::Approver => {
                "Approves what colleagues drafted: requests to publish, and awards. Never their own."
            }
            Self::Evaluator => "Scores bids once they are opened.",
            Self::ContractManager => "Draws up contracts and signs them for the force.",
            Self::ForceAdmin => "Invites colleagues at the force and gives them their roles.",
            Self::Bidder => "Writes and submits bids.",
            Self::DeliveryManager => "Looks after the delivery of contracts.",
            Self::ProviderAdmin => {
                "Keeps the dossier and the specialists, signs contracts, and invites colleagues."
            }
            Self::VettingOfficer => "Decides admissions, together with a second officer.",
            Self::MarketplaceManager => "Runs the framework: lots, rate ceilings, fee and terms.",
            Self::Auditor => "Reads everything except sealed bids, and changes nothing.",
            Self::OperatorAdmin => "Manages the operator’s people, lost second factors and blocks.",
        }
    }
}

impl Organisation {
    /// Its id, where it has one.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Force(id) => Some(id.uuid()),
            Self::Provider(id) => Some(id.uuid()),
            Self::Operator => None,
        }
    }

    /// The page that answers "what needs me, by when".
    pub fn home(self) -> &'static str {
        match self {
            Self::Force(_) => "/force",
            Self::Provider(_) => "/provider",
            Self::Operator => "/operator",
        }
    }
}

/// Whoever is looking, as the session found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The person, as the audit trail names them.
    pub by: Actor,
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Where they sign in.
    pub email: String,
    /// Who they act for.
    pub organisation: Organisation,
    /// Its name.
    pub organisation_name: String,
    /// What they may do there.
    pub roles: Vec<Role>,
    /// Their session, as their own list of sessions calls it.
    pub session: Uuid,
    /// When they last proved who they are.
    pub proven_at: Moment,
    /// Whether they prove it in two ways.
    pub two_factors: bool,
}

/// A row of the people table.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::users, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    /// Their id.
    pub id: UserId,
    /// Where they sign in and are written to.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The argon2id hash of their password.
    pub password_hash: String,
    /// Their force, if they act for one.
    pub force_id: Option<ForceId>,
    /// Their provider, if they act for one.
    pub provider_id: Option<ProviderId>,
    /// Whether they act for the operator.
    pub is_operator: bool,
    /// Whether they may sign in.
    pub is_active: bool,
    /// When they showed that mail to their address reaches them.
    pub verified_at: Option<Moment>,
}

impl Person {
    /// Them, as someone to write to.
    pub fn recipient(&self) -> Recipient {
        Recipient { user: self.id, email: self.email.clone(), name: self.name.clone() }
    }

    /// Who they act for. The database holds that it is exactly one.
    pub fn organisation(&self) -> Organisation {
        match (self.force_id, self.provider_id) {
            (Some(force), _) => Organisation::Force(force),
            (None, Some(provider)) => Organisation::Provider(provider),
            (None, None) => Organisation::Operator,
        }
    }
}

/// Someone to be made a person who can sign in.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Where they sign in.
    pub email: String,
    /// Their name.
    pub name: String,
    /// The argon2id hash of their password.
    pub password_hash: String,
    /// Who they act for.
    pub organisation: Organisation,
    /// What they may do there.
    pub roles: Vec<Role>,
    /// Whether mail to their address is known to reach them.
    pub verified: bool,
}
