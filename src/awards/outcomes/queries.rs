//! Finding outcomes, each for who may read it.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Ending, Search};
use super::model::{Earlier, Letter, LetterLine, Outcome, OutcomeLine, Standing, Winner};
use crate::accounts::roles::ProviderMember;
use crate::audit::entry;
use crate::awards::model::Award;
use crate::awards::withdrawing::model::Withdrawal;
use crate::awards::{self, challenges, letters, withdrawing};
use crate::bids;
use crate::bids::model::OwnBid;
use crate::bids::state::BidState;
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::model::{AgreedScore, Snapshot};
use crate::forces;
use crate::providers;
use crate::requests;
use crate::requests::model::{Criterion, Request};
use crate::requests::state::RequestState;
use crate::types::ids::{BidId, RequestId};
use crate::types::time::Moment;
use crate::web::paging::{PER_PAGE, Paging};

/// The states in which there is an outcome.
const ENDED: [RequestState; 5] = [
    RequestState::Decided,
    RequestState::Standstill,
    RequestState::Contracted,
    RequestState::NoAward,
    RequestState::Cancelled,
];

/// The letter about a bid of one's own; not found before there is one.
pub async fn letter(
    conn: &mut AsyncPgConnection,
    who: &ProviderMember,
    reference: &str,
    now: Moment,
) -> Result<Letter> {
    let bid = bids::queries::own(conn, who, reference).await?;
    let all = ForAll::of(conn, bid.request_id).await?;
    about(conn, &all, bid, now).await
}

/// The letter about each opened bid of a request, as its bidder has it, in the
/// order of their references: for whoever may read every bid.
pub async fn letters(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    now: Moment,
) -> Result<Vec<Letter>> {
    use crate::schema::bids as it;
    let opened: Vec<OwnBid> = it::table
        .filter(it::request_id.eq(request))
        .filter(it::state.ne_all(bids::queries::UNOPENED))
        .order(it::reference)
        .select(OwnBid::as_select())
        .load(conn)
        .await?;
    let all = ForAll::of(conn, request).await?;
    let mut letters = Vec::new();
    for bid in opened {
        match about(conn, &all, bid, now).await {
            Err(Error::NotFound) => {}
            letter => letters.push(letter?),
        }
    }
    Ok(letters)
}

/// What all letters of a request are written from.
struct ForAll {
    request: Request,
    force: String,
    withdrawn: Vec<Withdrawal>,
    /// When the request ended without an award, or was cancelled.
    ended: Option<Moment>,
    snapshot: Option<Snapshot>,
    award: Option<Award>,
    winner: Option<Winner>,
    held: bool,
    agreed: Vec<AgreedScore>,
    criteria: Vec<Criterion>,
}

impl ForAll {
    async fn of(conn: &mut AsyncPgConnection, id: RequestId) -> Result<Self> {
        let request = requests::queries::by_id(conn, id).await?;
        let snapshot = evaluation::reranking::queries::snapshot(conn, id).await?;
        let award = awards::queries::approved(conn, id).await?;
        let held = match &award {
            Some(award) => challenges::queries::is_held(conn, award.id).await?,
            None => false,
        };
        Ok(Self {
            force: forces::queries::force(conn, request.force_id).await?.name,
            withdrawn: withdrawing::queries::made(conn, id).await?,
            ended: ended(conn, &request).await?,
            winner: winner(conn, &request, snapshot.as_ref()).await?,
            agreed: evaluation::queries::agreed(conn, id).await?,
            criteria: requests::queries::criteria_of(conn, id).await?,
            request,
            snapshot,
            award,
            held,
        })
    }
}

/// When a request ended without an award, or was cancelled, as its trail says.
async fn ended(conn: &mut AsyncPgConnection, request: &Request) -> Result<Option<Moment>> {
    let action = match request.state {
        RequestState::NoAward => "request.ended_without_award",
        RequestState::Cancelled => "request.cancelled",
        _ => return Ok(None),
    };
    let lines = entry::history(conn, &[request.id.uuid()]).await?;
    Ok(lines.iter().rev().find(|it| it.action == action).map(|it| it.at))
}

async fn about(
    conn: &mut AsyncPgConnection,
    all: &ForAll,
    bid: OwnBid,
    now: Moment,
) -> Result<Letter> {
    let request = all.request.clone();
    let standing = standing(bid.state, request.state, !all.withdrawn.is_empty());
    let standing = standing.ok_or(Error::NotFound)?;
    let told = standing == Standing::Told;
    // What a withdrawn award said may be changed before it is said again.
    let snapshot = all.snapshot.as_ref().filter(|_| told);
    let winner = all.winner.as_ref().filter(|_| told);
    let award = all.award.as_ref().filter(|_| told);
    let own = challenges::queries::own(conn, request.id, bid.provider_id).await?;
    let may = challenges::policy::may_raise(bid.state, &request, award, &own, now);
    let before = letters::queries::over(conn, request.id, bid.id).await?.into_iter();
    let before = before.filter_map(|it| {
        Some(Earlier { id: it.id, at: it.at, withdrawn: it.withdrawn.map(|it| it.0)? })
    });
    let undone = all.withdrawn.as_slice().first().filter(|_| standing == Standing::Withdrawn);
    let decided = match (undone, winner) {
        (Some(undone), _) => undone.decided_at,
        (None, Some(winner)) => winner.approved_at,
        (None, None) => all.ended,
    };
    Ok(Letter {
        force: all.force.clone(),
        won: bid.state == BidState::Preferred,
        out: bid.state_reason.clone(),
        sent: None,
        decided,
        before: before.collect(),
        own: snapshot.and_then(|it| it.ranking.of(bid.id).cloned()),
        lines: snapshot.map(|_| lines(all, bid.id, winner)).unwrap_or_default(),
        winner: winner.cloned(),
        withdrawn: undone.map(|it| it.reason.clone()).unwrap_or_default(),
        standing,
        held: all.held && told,
        may_challenge: may.is_ok(),
        has_challenged: !own.is_empty(),
        contract: None,
        bid,
        request,
    })
}

/// Whether a bidder has a letter, and whether it holds.
fn standing(bid: BidState, request: RequestState, withdrawn: bool) -> Option<Standing> {
    match bid {
        BidState::Preferred | BidState::Unsuccessful | BidState::Disqualified
            if ENDED.contains(&request) =>
        {
            Some(Standing::Told)
        }
        // The request ended with its bids still sealed.
        BidState::Submitted if request == RequestState::NoAward => Some(Standing::Told),
        BidState::Scored
            if withdrawn
                && matches!(request, RequestState::Evaluating | RequestState::Cancelled) =>
        {
            Some(Standing::Withdrawn)
        }
        _ => None,
    }
}

/// One's own agreed scores and reasons, beside the winner's and nobody else's.
fn lines(all: &ForAll, own: BidId, winner: Option<&Winner>) -> Vec<LetterLine> {
    let of = |bid: BidId, criterion| {
        all.agreed.iter().find(|it| it.bid_id == bid && it.criterion_id == criterion)
    };
    let best = winner.map(|it| it.bid.bid).filter(|it| *it != own);
    let lines = all.criteria.iter().filter_map(|criterion| {
        let mine = of(own, criterion.id)?;
        let theirs = best.and_then(|it| of(it, criterion.id));
        Some(LetterLine {
            weight: criterion.weight,
            score: mine.score,
            reason: mine.reason.clone(),
            winner: theirs.map(|it| (it.score, it.reason.clone())),
            criterion: criterion.name.clone(),
        })
    });
    lines.collect()
}

async fn winner(
    conn: &mut AsyncPgConnection,
    request: &Request,
    snapshot: Option<&Snapshot>,
) -> Result<Option<Winner>> {
    let approved = awards::queries::approved(conn, request.id).await?;
    let Some((award, snapshot)) = approved.zip(snapshot) else { return Ok(None) };
    let Some(bid) = snapshot.ranking.of(award.bid_id).cloned() else { return Ok(None) };
    let company = providers::queries::provider(conn, bid.provider).await?;
    Ok(Some(Winner {
        name: company.name,
        slug: company.slug,
        bid,
        approved_at: award.approved_at,
        may_sign_from: award.may_sign_from,
    }))
}

/// The public outcome of a request; not found before there is one.
pub async fn outcome(conn: &mut AsyncPgConnection, reference: &str) -> Result<Outcome> {
    let request = requests::queries::public(conn, reference).await?;
    let withdrawn = withdrawing::queries::made(conn, request.id).await?;
    let ending = match request.state {
        RequestState::Cancelled => Ending::Cancelled,
        RequestState::NoAward => Ending::NoAward,
        RequestState::Decided | RequestState::Standstill | RequestState::Contracted => {
            Ending::Awarded
        }
        RequestState::Evaluating if !withdrawn.is_empty() => Ending::Withdrawn,
        _ => return Err(Error::NotFound),
    };
    let snapshot = evaluation::reranking::queries::snapshot(conn, request.id).await?;
    let opening = evaluation::queries::opening(conn, request.id).await?;
    let bids = if opening.is_some_and(|it| it.opened_at.is_some()) {
        Some(evaluation::queries::opened_count(conn, request.id).await?)
    } else {
        None
    };
    // A request may be cancelled after an award was approved: then nobody won.
    let winner = match ending {
        Ending::Awarded => winner(conn, &request, snapshot.as_ref()).await?,
        _ => None,
    };
    let size = match &winner {
        Some(winner) => providers::queries::provider(conn, winner.bid.provider).await?.size,
        None => None,
    };
    Ok(Outcome {
        ending,
        size,
        force: forces::queries::force(conn, request.force_id).await?.name,
        value: winner.as_ref().map(|it| it.bid.price),
        starts_on: request.starts_on,
        winner,
        bids,
        withdrawn: withdrawn.into_iter().map(|it| (it.decided_at, it.reason)).collect(),
        request,
    })
}

/// Everything that has an outcome and is asked for.
const ASKED_FOR: &str = "requests r join forces f on f.id = r.force_id \
    left join awards a on a.request_id = r.id and a.state = 'approved' and r.state in ('decided', 'standstill', 'contracted') \
    left join bids b on b.id = a.bid_id left join providers p on p.id = b.provider_id \
    left join lateral (select reason, decided_at from award_withdrawals where request_id = r.id and state = 'made' \
        order by decided_at desc limit 1) w on true \
    cross join lateral (select case when r.state in ('cancelled', 'no_award') then r.state when a.id is not null then 'awarded' \
        when r.state = 'evaluating' and w.decided_at is not null then 'withdrawn' end as ending) e \
    where r.published_at is not null and e.ending is not null \
    and ($1 = '' or e.ending = $1 or ($1 = 'withdrawn' and w.decided_at is not null)) and ($2 = '' or f.slug = $2) \
    and not exists (select 1 from unnest($3) word \
        where strpos(lower(concat_ws(' ', r.title, r.reference, force_name(f.id, f.name), p.name)), word) = 0)";

/// What a line says. The value is what the winner's bid cost in the ranking in force.
const SAID: &str = "r.reference, r.title, e.ending, r.published_at, force_name(f.id, f.name) as force, p.name as winner, p.size, a.approved_at, \
    r.starts_on, r.ended_at, r.end_reason as reason, w.decided_at as withdrawn_at, coalesce(w.reason, '') as withdrawn_reason, \
    (select (it->>'price')::bigint from jsonb_array_elements(coalesce( \
        (select ranking from ranking_snapshots where request_id = r.id order by number desc limit 1), \
        (select ranking from quality_locks where request_id = r.id))->'ranking'->'bids') it \
        where it->>'bid' = a.bid_id::text) as value, \
    (select count(*) from bids where request_id = r.id and state not in ('draft', 'submitted', 'needs_reconfirm') \
        having exists (select from openings where request_id = r.id and opened_at is not null)) as bids";

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// Every outcome that a search asks for, the newest request first.
pub async fn all(conn: &mut AsyncPgConnection, search: &Search) -> Result<Vec<OutcomeLine>> {
    rows(conn, search, 0, i64::MAX).await
}

/// One page of them, and how many there are.
pub async fn list(
    conn: &mut AsyncPgConnection,
    search: &Search,
) -> Result<(Vec<OutcomeLine>, Paging)> {
    let page = Paging::asked(search.page.as_deref());
    let total: Total = diesel::sql_query(format!("select count(*) as total from {ASKED_FOR}"))
        .bind::<Text, _>(&search.ending)
        .bind::<Text, _>(&search.force)
        .bind::<Array<Text>, _>(search.words())
        .get_result(conn)
        .await?;
    let lines = rows(conn, search, Paging::offset(page), PER_PAGE).await?;
    Ok((lines, Paging { page, total: total.total }))
}

async fn rows(
    conn: &mut AsyncPgConnection,
    search: &Search,
    offset: i64,
    limit: i64,
) -> Result<Vec<OutcomeLine>> {
    let asked = format!(
        "select {SAID} from {ASKED_FOR} order by r.published_at desc, r.id desc offset $4 limit $5"
    );
    Ok(diesel::sql_query(asked)
        .bind::<Text, _>(&search.ending)
        .bind::<Text, _>(&search.force)
        .bind::<Array<Text>, _>(search.words())
        .bind::<BigInt, _>(offset)
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?)
}

#[cfg(test)]
mod tests {
    use super::{BidState, RequestState, Standing, standing};

    #[test]
    fn a_letter_holds_once_there_is_an_outcome_and_until_its_award_is_withdrawn() {
        let lost = BidState::Unsuccessful;
        for (bid, request, withdrawn, wanted) in [
            (lost, RequestState::Standstill, false, Some(Standing::Told)),
            (lost, RequestState::Contracted, true, Some(Standing::Told)),
            (lost, RequestState::Evaluating, false, None),
            (BidState::Scored, RequestState::Evaluating, false, None),
            (BidState::Scored, RequestState::Evaluating, true, Some(Standing::Withdrawn)),
            (BidState::Scored, RequestState::Cancelled, true, Some(Standing::Withdrawn)),
            (BidState::Scored, RequestState::Cancelled, false, None),
            (BidState::Submitted, RequestState::NoAward, false, Some(Standing::Told)),
            (BidState::Submitted, RequestState::Open, false, None),
            (BidState::Draft, RequestState::NoAward, false, None),
        ] {
            assert_eq!(standing(bid, request, withdrawn), wanted, "{bid:?} {request:?}");
        }
    }
}
