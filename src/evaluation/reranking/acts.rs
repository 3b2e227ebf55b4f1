//! Proposing, making, refusing and withdrawing a change of the ranking.

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::effect::{self, Rules};
use super::model::{ChangeKind, DisqualifyReason, Proposal, RankingChange, What};
use super::policy::Refusal;
use super::state::RankingChangeEvent;
use super::{mail, policy, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::evaluation::compared;
use crate::evaluation::explaining;
use crate::evaluation::forms::Given;
use crate::evaluation::queries as evaluation;
use crate::outbox::Recipient;
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::{BidId, CriterionId, RankingChangeId};
use crate::types::text::hex;

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum RankingHappened {
    Proposed {
        #[serde(skip)]
        request: Uuid,
        change: RankingChangeId,
        bid: BidId,
        kind: ChangeKind,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<DisqualifyReason>,
        #[serde(skip_serializing_if = "Option::is_none")]
        criterion: Option<CriterionId>,
    },
    Changed {
        #[serde(skip)]
        request: Uuid,
        change: RankingChangeId,
        bid: BidId,
        snapshot: i32,
        ranking_sha256: String,
    },
    Refused {
        #[serde(skip)]
        request: Uuid,
        change: RankingChangeId,
    },
    Withdrawn {
        #[serde(skip)]
        request: Uuid,
        change: RankingChangeId,
    },
}

impl Happened for RankingHappened {
    fn action(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "ranking.change_proposed",
            Self::Changed { .. } => "ranking.changed",
            Self::Refused { .. } => "ranking.change_refused",
            Self::Withdrawn { .. } => "ranking.change_withdrawn",
        }
    }

    fn subject(&self) -> Uuid {
        match self {
            Self::Proposed { request, .. }
            | Self::Changed { request, .. }
            | Self::Refused { request, .. }
            | Self::Withdrawn { request, .. } => *request,
        }
    }
}

/// Proposes a change. Nothing moves until another person makes it.
pub async fn propose(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    new: &Proposal,
    once: Once,
) -> Result<Recorded<RankingChangeId>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    let change = RankingChangeId::mint();
    tx.once(once, &format!("/requests/{reference}/ranking/changes/{change}")).await?;
    let before = queries::before(tx.conn(), request.id).await?;
    policy::may_propose(who, &request, before.as_ref(), now)?;
    let before = before.ok_or(Refusal::WrongTime)?;
    let asked = explaining::queries::last(tx.conn(), new.bid).await?;
    policy::makes_sense(new, &before.now.snapshot, asked.as_ref(), now)?;
    let criteria = requests::queries::criteria_of(tx.conn(), request.id).await?;
    let rules = Rules::of(&request, criteria);
    effect::after(&before.now.snapshot, new, &rules).ok_or(Refusal::NoSuch)?;
    let (code, criterion) = match &new.what {
        What::Disqualify(code) => (Some(*code), None),
        What::Rescore { criterion, .. } => (None, Some(*criterion)),
        What::Reinstate => (None, None),
    };
    let agreed = evaluation::agreed(tx.conn(), request.id).await?;
    let was = criterion.and_then(|criterion| {
        agreed.iter().find(|it| it.bid_id == new.bid && it.criterion_id == criterion)
    });
    let by = (who.user, now);
    queries::insert(tx.conn(), (change, request.id), new, was, by).await?;
    let approvers =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Approver]).await?;
    let others: Vec<_> = approvers.into_iter().filter(|it| it.user != who.user).collect();
    tx.tell(&others, &mail::second_person_wanted(&request, change)).await?;
    let event = RankingHappened::Proposed {
        request: request.id.uuid(),
        change,
        bid: new.bid,
        kind: new.what.kind(),
        code,
        criterion,
    };
    tx.record(&event, change).await
}

/// Makes a change as a second person: the ranking it makes is kept under the
/// next number, and is the one in force.
pub async fn make(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: RankingChangeId,
    once: Once,
) -> Result<Recorded<i32>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/ranking")).await?;
    let change = queries::one(tx.conn(), request.id, id).await?;
    let awarded = queries::is_awarded(tx.conn(), request.id).await?;
    let make = RankingChangeEvent::Make;
    let step = policy::may_decide(who, &request, &change, awarded, make, now)?;
    let before = queries::current(tx.conn(), request.id).await?.ok_or(Refusal::WrongTime)?;
    let proposal = change.proposal().ok_or(Refusal::NoSuch)?;
    let criteria = requests::queries::criteria_of(tx.conn(), request.id).await?;
    let rules = Rules::of(&request, criteria);
    let snapshot = effect::after(&before.snapshot, &proposal, &rules).ok_or(Refusal::NoSuch)?;
    queries::decide(tx.conn(), id, &step, (Some(who.user), now, "")).await?;
    if let What::Rescore { criterion, score, reason } = &proposal.what {
        let (criterion, score, reason) = (*criterion, *score, reason.clone());
        let given = [Given { bid: proposal.bid, criterion, score, reason }];
        evaluation::save_agreed(tx.conn(), who.user, &given, now).await?;
    }
    if let What::Disqualify(code) = proposal.what {
        let low = code == DisqualifyReason::AbnormallyLow;
        explaining::acts::close_for_disqualified(tx, who, proposal.bid, low, &proposal.reason)
            .await?;
    }
    let number = queries::keep(tx.conn(), request.id, id, &snapshot, now).await?;
    let to = concerned(tx, &request, &change, who).await?;
    tx.tell(&to, &mail::changed(&request, id)).await?;
    let said = serde_json::to_vec(&snapshot.ranking).map_err(anyhow::Error::from)?;
    let event = RankingHappened::Changed {
        request: request.id.uuid(),
        change: id,
        bid: proposal.bid,
        snapshot: number,
        ranking_sha256: hex(&Sha256::digest(said)),
    };
    tx.record(&event, number).await
}

/// Refuses a change as a second person, with a reason.
pub async fn refuse(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: RankingChangeId,
    decision: &str,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/ranking")).await?;
    let change = queries::one(tx.conn(), request.id, id).await?;
    let awarded = queries::is_awarded(tx.conn(), request.id).await?;
    let refuse = RankingChangeEvent::Refuse;
    let step = policy::may_decide(who, &request, &change, awarded, refuse, now)?;
    queries::decide(tx.conn(), id, &step, (Some(who.user), now, decision)).await?;
    let to = concerned(tx, &request, &change, who).await?;
    tx.tell(&to, &mail::refused(&request, id)).await?;
    tx.record(&RankingHappened::Refused { request: request.id.uuid(), change: id }, ()).await
}

/// Takes one's own change back.
pub async fn withdraw(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    id: RankingChangeId,
    once: Once,
) -> Result<Recorded<()>> {
    let now = tx.now();
    let request = compared::queries::lock_own(tx.conn(), who, reference).await?;
    tx.once(once, &format!("/requests/{reference}/ranking")).await?;
    let change = queries::one(tx.conn(), request.id, id).await?;
    let step = policy::may_withdraw(who, &change)?;
    queries::decide(tx.conn(), id, &step, (None, now, "")).await?;
    tx.record(&RankingHappened::Withdrawn { request: request.id.uuid(), change: id }, ()).await
}

/// Whoever proposed a change, and those who recommend awards; not the one who
/// just decided.
async fn concerned(
    tx: &mut Tx<'_>,
    request: &Request,
    change: &RankingChange,
    who: &ForceMember,
) -> Result<Vec<Recipient>> {
    let roles = [Role::Requester, Role::Approver];
    let people = accounts::queries::people_of_force(tx.conn(), request.force_id, &roles).await?;
    let requesters =
        accounts::queries::people_of_force(tx.conn(), request.force_id, &[Role::Requester]).await?;
    let wanted = |it: &Recipient| {
        it.user != who.user
            && (it.user == change.proposed_by || requesters.iter().any(|one| one.user == it.user))
    };
    Ok(people.into_iter().filter(wanted).collect())
}
