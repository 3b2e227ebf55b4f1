//! Finding outcomes, each for who may read it.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Letter, LetterLine, Outcome, OutcomeLine, Winner};
use crate::accounts::roles::ProviderMember;
use crate::awards;
use crate::awards::state::AwardState;
use crate::bids;
use crate::bids::state::BidState;
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::model::Snapshot;
use crate::forces;
use crate::providers;
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{
    awards as award, bids as bid, forces as force, providers as provider, requests as request,
};
use crate::types::ids::BidId;
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
) -> Result<Letter> {
    let bid = bids::queries::own(conn, who, reference).await?;
    let request = requests::queries::by_id(conn, bid.request_id).await?;
    let told = match bid.state {
        BidState::Preferred | BidState::Unsuccessful | BidState::Disqualified => {
            ENDED.contains(&request.state)
        }
        // The request ended with its bids still sealed.
        BidState::Submitted => request.state == RequestState::NoAward,
        _ => false,
    };
    if !told {
        return Err(Error::NotFound);
    }
    let snapshot = evaluation::reranking::queries::snapshot(conn, request.id).await?;
    let winner = winner(conn, &request, snapshot.as_ref()).await?;
    let lines = lines(conn, &request, bid.id, winner.as_ref(), snapshot.as_ref()).await?;
    Ok(Letter {
        force: forces::queries::force(conn, request.force_id).await?.name,
        own: snapshot.and_then(|it| it.ranking.of(bid.id).cloned()),
        lines,
        winner,
        bid,
        request,
    })
}

/// One's own agreed scores, beside the winner's and nobody else's.
async fn lines(
    conn: &mut AsyncPgConnection,
    request: &Request,
    own: BidId,
    winner: Option<&Winner>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<LetterLine>> {
    let Some(snapshot) = snapshot else { return Ok(Vec::new()) };
    let agreed = evaluation::queries::agreed(conn, request.id).await?;
    let criteria = requests::queries::criteria_of(conn, request.id).await?;
    let best = winner.and_then(|it| snapshot.quality.bids.iter().find(|bid| bid.bid == it.bid.bid));
    let lines = criteria.into_iter().filter_map(|criterion| {
        let mine = agreed.iter().find(|it| it.bid_id == own && it.criterion_id == criterion.id)?;
        Some(LetterLine {
            weight: criterion.weight,
            score: mine.score,
            reason: mine.reason.clone(),
            winner: best.and_then(|it| it.scores.get(&criterion.id).copied()),
            criterion: criterion.name,
        })
    });
    Ok(lines.collect())
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
    if !ENDED.contains(&request.state) {
        return Err(Error::NotFound);
    }
    let snapshot = evaluation::reranking::queries::snapshot(conn, request.id).await?;
    let opening = evaluation::queries::opening(conn, request.id).await?;
    let bids = if opening.is_some_and(|it| it.opened_at.is_some()) {
        Some(evaluation::queries::opened_count(conn, request.id).await?)
    } else {
        None
    };
    // A request may be cancelled after an award was approved: then nobody won.
    let winner = match request.state {
        RequestState::Cancelled | RequestState::NoAward => None,
        _ => winner(conn, &request, snapshot.as_ref()).await?,
    };
    Ok(Outcome {
        force: forces::queries::force(conn, request.force_id).await?.name,
        value: winner.as_ref().map(|it| it.bid.price),
        starts_on: request.starts_on,
        winner,
        bids,
        request,
    })
}

/// Every outcome, the newest request first, a page at a time.
pub async fn list(conn: &mut AsyncPgConnection, page: i64) -> Result<(Vec<OutcomeLine>, Paging)> {
    let total = request::table
        .filter(request::published_at.is_not_null())
        .filter(request::state.eq_any(ENDED))
        .count()
        .get_result(conn)
        .await?;
    let lines = request::table
        .inner_join(force::table)
        .left_join(
            award::table
                .on(award::request_id.eq(request::id).and(award::state.eq(AwardState::Approved))),
        )
        .left_join(bid::table.on(bid::id.nullable().eq(award::bid_id.nullable())))
        .left_join(provider::table.on(provider::id.nullable().eq(bid::provider_id.nullable())))
        .filter(request::published_at.is_not_null())
        .filter(request::state.eq_any(ENDED))
        .order((request::published_at.desc(), request::id.desc()))
        .limit(PER_PAGE)
        .offset(Paging::offset(page))
        .select((
            request::reference,
            request::title,
            request::state,
            request::published_at,
            force::name,
            provider::name.nullable(),
            award::approved_at.nullable(),
        ))
        .load(conn)
        .await?;
    Ok((lines, Paging { page, total }))
}
