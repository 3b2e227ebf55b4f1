//! Confirming the opening.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::BidHead;
use crate::bids::state::BidEvent;
use crate::db::{Once, Recorded, Tx};
use crate::error::{Error, Result};
use crate::evaluation::policy::{Confirmation, Refusal};
use crate::evaluation::{mail, policy, queries};
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestEvent;
use crate::types::ids::BidId;
use crate::types::state::Step;

/// What came of confirming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// One person has; a second is wanted.
    Once,
    /// Two have, and so many bids are open.
    Opened(usize),
    /// It is too early. This is in the trail, and nothing else happened.
    TooEarly(Refusal),
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum OpeningHappened {
    Confirmed {
        #[serde(skip)]
        request: Uuid,
    },
    Opened {
        #[serde(skip)]
        request: Uuid,
        bids: Vec<BidId>,
    },
    Refused {
        #[serde(skip)]
        request: Uuid,
        reason: &'static str,
    },
}

impl Happened for OpeningHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Confirmed { .. } => "opening.confirmed",
            Self::Opened { .. } => "request.opened",
            Self::Refused { .. } => "opening.refused",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Confirmed { request }
            | Self::Opened { request, .. }
            | Self::Refused { request, .. } => *request,
        }
    }
}

/// Confirms the opening as one person of the force. The second person's
/// confirmation opens every submitted bid.
pub async fn confirm(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    once: Once,
) -> Result<Recorded<Confirmed>> {
    let now = tx.now();
    let request = requests::queries::lock_own(tx.conn(), who, reference).await?;
    let opening = queries::opening(tx.conn(), request.id).await?;
    let confirmation = match policy::may_open(who, &request, opening.as_ref(), now) {
        Err(early @ Refusal::StillSealed(_)) => return too_early(tx, who, &request, early).await,
        judged => judged,
    };
    // The same form again is answered before the same person is refused.
    if confirmation.is_ok() || confirmation == Err(Refusal::SamePerson) {
        tx.once(once, &format!("/requests/{reference}/opening")).await?;
    }
    match confirmation? {
        Confirmation::First => first(tx, who, &request).await,
        Confirmation::Second => second(tx, who, &request).await,
    }
}

async fn first(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: &Request,
) -> Result<Recorded<Confirmed>> {
    let now = tx.now();
    if !queries::confirm_first(tx.conn(), request.id, who.user, now).await? {
        return Err(Refusal::AlreadyOpened.into());
    }
    let openers = [Role::Requester, Role::Approver, Role::ContractManager];
    let people = accounts::queries::people_of_force(tx.conn(), request.force_id, &openers).await?;
    let others: Vec<_> = people.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::second_person_wanted(request)).await?;
    tx.record(&OpeningHappened::Confirmed { request: request.id.uuid() }, Confirmed::Once).await
}

async fn second(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: &Request,
) -> Result<Recorded<Confirmed>> {
    let now = tx.now();
    if !queries::confirm_second(tx.conn(), request.id, who.user, now).await? {
        return Err(Refusal::AlreadyOpened.into());
    }
    let sealed = bids::queries::to_open(tx.conn(), request, now).await?;
    let step =
        Step::take(request.state, RequestEvent::BeginEvaluation).ok_or(Refusal::NothingToOpen)?;
    requests::queries::apply(tx.conn(), request.id, &step).await?;
    for bid in &sealed {
        let step = Step::take(bid.state, BidEvent::Open).ok_or(Error::NotFound)?;
        bids::queries::apply(tx.conn(), bid.id, &step).await?;
    }
    tell_what_was_found(tx, request, &sealed).await?;
    let bids: Vec<BidId> = sealed.into_iter().map(|bid| bid.id).collect();
    let opened = Confirmed::Opened(bids.len());
    tx.record(&OpeningHappened::Opened { request: request.id.uuid(), bids }, opened).await
}

async fn tell_what_was_found(tx: &mut Tx<'_>, request: &Request, found: &[BidHead]) -> Result<()> {
    if found.is_empty() {
        let people = [Role::Requester, Role::Approver];
        let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &people).await?;
        return tx.tell(&to, &mail::nobody_bid(request)).await;
    }
    let panel = queries::panel(tx.conn(), request).await?;
    tx.tell(&panel, &mail::evaluation_assigned(request)).await
}

async fn too_early(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    request: &Request,
    refusal: Refusal,
) -> Result<Recorded<Confirmed>> {
    let auditors = accounts::queries::operator_people(tx.conn(), &[Role::Auditor]).await?;
    tx.tell(&auditors, &mail::early_attempt(request, &who.by.call)).await?;
    let event =
        OpeningHappened::Refused { request: request.id.uuid(), reason: "before the deadline" };
    tx.record(&event, Confirmed::TooEarly(refusal)).await
}
