//! Confirming the opening.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::bids;
use crate::bids::model::OwnBid;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation::policy::{Confirmation, Refusal};
use crate::evaluation::{due, mail, panel, policy, queries};
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestEvent;
use crate::seal::keys::Keys;
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
        no_conflict: bool,
    },
    Opened {
        #[serde(skip)]
        request: Uuid,
        no_conflict: bool,
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
            Self::Confirmed { request, .. }
            | Self::Opened { request, .. }
            | Self::Refused { request, .. } => *request,
        }
    }
}

/// Confirms the opening as one person of the force, who has declared to have no
/// conflict of interest. The second person's
/// confirmation opens every submitted bid.
pub async fn confirm(
    tx: &mut Tx<'_>,
    keys: &Keys,
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
    // The same form again is answered before anybody is refused.
    tx.once(once, &format!("/requests/{reference}/opening")).await?;
    match confirmation? {
        Confirmation::First => first(tx, who, &request).await,
        Confirmation::Second => second(tx, keys, who, &request).await,
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
    let event = OpeningHappened::Confirmed { request: request.id.uuid(), no_conflict: true };
    tx.record(&event, Confirmed::Once).await
}

async fn second(
    tx: &mut Tx<'_>,
    keys: &Keys,
    who: &ForceMember,
    request: &Request,
) -> Result<Recorded<Confirmed>> {
    let now = tx.now();
    if !queries::confirm_second(tx.conn(), request.id, who.user, now).await? {
        return Err(Refusal::AlreadyOpened.into());
    }
    let _ = bids::closing::acts::put_on_record(tx, keys, request).await?;
    let opened = bids::sealing::acts::open_quality(tx, keys, request).await?;
    let step =
        Step::take(request.state, RequestEvent::BeginEvaluation).ok_or(Refusal::NothingToOpen)?;
    requests::queries::apply(tx.conn(), request.id, &step).await?;
    tell_what_was_found(tx, request, &opened).await?;
    let bids: Vec<BidId> = opened.into_iter().map(|bid| bid.id).collect();
    let opened = Confirmed::Opened(bids.len());
    let event = OpeningHappened::Opened { request: request.id.uuid(), no_conflict: true, bids };
    tx.record(&event, opened).await
}

async fn tell_what_was_found(tx: &mut Tx<'_>, request: &Request, found: &[OwnBid]) -> Result<()> {
    if found.is_empty() {
        let people = [Role::Requester, Role::Approver];
        let to = accounts::queries::people_of_force(tx.conn(), request.force_id, &people).await?;
        return tx.tell(&to, &mail::nobody_bid(request)).await;
    }
    let due_at = due::acts::reckon(tx, request).await?;
    let panel = panel::queries::panel(tx.conn(), request).await?;
    let chair = panel.chair().map(|it| it.who.user);
    let everyone = panel.members.into_iter().map(|it| it.who);
    let (chair, others): (Vec<_>, Vec<_>) = everyone.partition(|it| Some(it.user) == chair);
    tx.tell(&chair, &mail::evaluation_assigned(request, due_at, true)).await?;
    tx.tell(&others, &mail::evaluation_assigned(request, due_at, false)).await
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
