//! Who may use a page: naming a role in a handler's first argument is what
//! demands it. Another kind of organisation is told there is no such page; a
//! colleague without the role is told which role it takes.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::model::{Organisation, Role, Viewer};
use crate::audit::Actor;
use crate::error::{Error, Result};
use crate::types::ids::{ForceId, ProviderId, UserId};

/// Anyone at all, signed in or not.
#[derive(Debug, Clone)]
pub struct Anyone(pub Option<Viewer>);

/// Someone signed in, whoever they act for.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Viewer);

/// Someone who manages the colleagues of their own organisation, whichever it is.
#[derive(Debug, Clone)]
pub struct PeopleAdmin(pub Viewer);

impl Deref for PeopleAdmin {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.0
    }
}

impl TryFrom<Viewer> for PeopleAdmin {
    type Error = Error;

    fn try_from(viewer: Viewer) -> Result<Self> {
        let role = Role::admin_of(viewer.organisation);
        if viewer.roles.contains(&role) { Ok(Self(viewer)) } else { Err(missing(role)) }
    }
}

/// Someone who reads what a force does with its requests: one of its own
/// people, or an auditor of the operator, who reads every force's and changes
/// nothing. Only pages that look take it.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The person, for what is recorded of their reading.
    pub by: Actor,
    member: Option<ForceMember>,
}

/// Why an auditor is offered nothing to do.
pub const READS_ONLY: &str = "You read this as an auditor, and auditors change nothing.";

impl Reader {
    /// A member of a force, as a reader of what is their force's.
    pub fn of(member: &ForceMember) -> Self {
        Self { by: member.by.clone(), member: Some(member.clone()) }
    }

    /// The member of a force this is; an auditor of the operator is none.
    pub fn member(&self) -> Option<&ForceMember> {
        self.member.as_ref()
    }

    /// Whether this is an auditor of the operator.
    pub fn is_auditor(&self) -> bool {
        self.member.is_none()
    }

    /// Whether they have a role of a force's.
    pub fn has(&self, role: Role) -> bool {
        self.member().is_some_and(|it| it.has(role))
    }

    /// What a policy says to this person, or why not; an auditor may do nothing.
    pub fn judge<T, R: ToString>(
        &self,
        policy: impl FnOnce(&ForceMember) -> std::result::Result<T, R>,
    ) -> std::result::Result<T, String> {
        match self.member() {
            Some(member) => policy(member).map_err(|refusal| refusal.to_string()),
            None => Err(READS_ONLY.to_owned()),
        }
    }
}

impl TryFrom<Viewer> for Reader {
    type Error = Error;

    fn try_from(viewer: Viewer) -> Result<Self> {
        match viewer.organisation {
            Organisation::Operator => {
                let by = Auditor::try_from(viewer)?.by.clone();
                Ok(Self { by, member: None })
            }
            _ => Ok(Self::of(&ForceMember::try_from(viewer)?)),
        }
    }
}

fn missing(role: Role) -> Error {
    Error::NotYours(format!(
        "This page needs the role “{}”. Ask an administrator of your organisation to give it to you.",
        role.label()
    ))
}

impl FromRequest for Anyone {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.extensions().get::<Viewer>().cloned())))
    }
}

impl FromRequest for SignedIn {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(viewer(request).map(Self))
    }
}

fn viewer(request: &HttpRequest) -> Result<Viewer> {
    request.extensions().get::<Viewer>().cloned().ok_or(Error::SignInFirst)
}

macro_rules! members {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $id:ty = $variant:ident)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The person, as the audit trail names them.
            pub by: Actor,
            /// The person.
            pub user: UserId,
            /// Their name.
            pub name: String,
            /// What they may do.
            pub roles: Vec<Role>,
            $(/// Their organisation.
            pub $field: $id,)?
        }

        impl $name {
            /// Whether they have a role.
            pub fn has(&self, role: Role) -> bool {
                self.roles.contains(&role)
            }
        }
    };
}

members!(/// Someone acting for a force, whatever their roles.
    ForceMember { force: ForceId = Force });
members!(/// Someone acting for a provider, whatever their roles.
    ProviderMember { provider: ProviderId = Provider });
members!(/// Someone acting for the operator, whatever their roles.
    Operator {});

impl TryFrom<Viewer> for ForceMember {
    type Error = Error;

    fn try_from(it: Viewer) -> Result<Self> {
        match it.organisation {
            Organisation::Force(force) => {
                Ok(Self { by: it.by, user: it.user, name: it.name, roles: it.roles, force })
            }
            _ => Err(Error::NotFound),
        }
    }
}

impl TryFrom<Viewer> for ProviderMember {
    type Error = Error;

    fn try_from(it: Viewer) -> Result<Self> {
        match it.organisation {
            Organisation::Provider(provider) => {
                Ok(Self { by: it.by, user: it.user, name: it.name, roles: it.roles, provider })
            }
            _ => Err(Error::NotFound),
        }
    }
}

impl TryFrom<Viewer> for Operator {
    type Error = Error;

    fn try_from(it: Viewer) -> Result<Self> {
        match it.organisation {
            Organisation::Operator => {
                Ok(Self { by: it.by, user: it.user, name: it.name, roles: it.roles })
            }
            _ => Err(Error::NotFound),
        }
    }
}

macro_rules! by_session {
    ($($name:ident),+) => {$(
        impl FromRequest for $name {
            type Error = Error;
            type Future = Ready<Result<Self>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(viewer(request).and_then(Self::try_from))
            }
        }
    )+};
}

by_session!(ForceMember, ProviderMember, Operator, PeopleAdmin, Reader);

macro_rules! with_role {
    ($($(#[$doc:meta])* $name:ident: $member:ident with $role:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub $member);

        impl Deref for $name {
            type Target = $member;

            fn deref(&self) -> &$member {
                &self.0
            }
        }

        impl TryFrom<Viewer> for $name {
            type Error = Error;

            fn try_from(viewer: Viewer) -> Result<Self> {
                let member = $member::try_from(viewer)?;
                if member.has(Role::$role) {
                    Ok(Self(member))
                } else {
                    Err(missing(Role::$role))
                }
            }
        }

        by_session!($name);
    )+};
}

with_role! {
    /// Drafts requests, answers questions.
    Requester: ForceMember with Requester,
    /// Approves publishing and award.
    Approver: ForceMember with Approver,
    /// Scores bids.
    Evaluator: ForceMember with Evaluator,
    /// Signs contracts for the force.
    ContractManager: ForceMember with ContractManager,
    /// Manages a force's colleagues and settings.
    ForceAdmin: ForceMember with ForceAdmin,
    /// Writes and submits bids.
    Bidder: ProviderMember with Bidder,
    /// Keeps the dossier; signs for the provider.
    ProviderAdmin: ProviderMember with ProviderAdmin,
    /// Decides admissions.
    VettingOfficer: Operator with VettingOfficer,
    /// Runs the framework.
    MarketplaceManager: Operator with MarketplaceManager,
    /// Reads everything but sealed bids.
    Auditor: Operator with Auditor,
    /// The operator's users and settings.
    OperatorAdmin: Operator with OperatorAdmin,
}
