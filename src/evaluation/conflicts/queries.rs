//! Finding who bid with what was declared about them, and keeping declarations.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Bidder, Declaration};
use super::policy;
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::bids;
use crate::error::{Error, Result};
use crate::evaluation;
use crate::evaluation::panel;
use crate::evaluation::panel::model::Panel;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::schema::{conflict_declarations, providers, users};
use crate::types::ids::{BidId, ProviderId, RequestId, UserId};
use crate::types::time::Moment;

/// The companies whose bids are open, by name, with what one person has
/// declared about each.
pub async fn bidders(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    user: UserId,
) -> Result<Vec<Bidder>> {
    use crate::schema::bids as bid;
    use conflict_declarations as it;
    let companies: Vec<(BidId, ProviderId, String)> = bid::table
        .inner_join(providers::table)
        .filter(bid::request_id.eq(request))
        .filter(bid::state.ne_all(bids::queries::UNOPENED))
        .order((providers::name, providers::id))
        .select((bid::id, providers::id, providers::name))
        .load(conn)
        .await?;
    let declared: Vec<(BidId, bool, String)> = it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(request))
        .filter(it::user_id.eq(user))
        .select((it::bid_id, it::conflict, it::words))
        .load(conn)
        .await?;
    let bidder = |(bid, provider, name): (BidId, ProviderId, String)| {
        let found = declared.iter().find(|it| it.0 == bid);
        Bidder {
            conflict: found.map(|it| it.1),
            words: found.map(|it| it.2.clone()).unwrap_or_default(),
            bid,
            provider,
            name,
        }
    };
    Ok(companies.into_iter().map(bidder).collect())
}

/// The companies with which somebody has declared a conflict of interest, by name.
pub async fn with_whom(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    user: UserId,
) -> Result<Vec<String>> {
    let all = bidders(conn, request, user).await?;
    Ok(all.into_iter().filter(Bidder::stands).map(|it| it.name).collect())
}

/// Keeps what somebody declares, over what they declared before; a conflict
/// that was declared stands.
pub(super) async fn declare(
    conn: &mut AsyncPgConnection,
    user: UserId,
    said: &[Declaration],
    now: Moment,
) -> Result<()> {
    use conflict_declarations as it;
    let row = |one: &Declaration| {
        (
            it::bid_id.eq(one.bid),
            it::user_id.eq(user),
            it::conflict.eq(one.conflict),
            it::words.eq(one.words.clone()),
            it::declared_at.eq(now),
        )
    };
    let rows: Vec<_> = said.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(it::table)
        .values(rows)
        .on_conflict((it::bid_id, it::user_id))
        .do_update()
        .set((
            it::conflict.eq(excluded(it::conflict)),
            it::words.eq(excluded(it::words)),
            it::declared_at.eq(excluded(it::declared_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Every conflict of interest on a request: who, with which company, and why.
pub async fn told(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<Vec<(String, String, String)>> {
    use crate::schema::bids as bid;
    use conflict_declarations as it;
    let rows: Vec<(UserId, ProviderId, String)> = it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(request))
        .filter(it::conflict)
        .order((it::declared_at, it::user_id, it::bid_id))
        .select((it::user_id, bid::provider_id, it::words))
        .load(conn)
        .await?;
    let people: Vec<UserId> = rows.iter().map(|it| it.0).collect();
    let people: Vec<(UserId, String)> = users::table
        .filter(users::id.eq_any(people))
        .select((users::id, users::name))
        .load(conn)
        .await?;
    let companies: Vec<ProviderId> = rows.iter().map(|it| it.1).collect();
    let companies: Vec<(ProviderId, String)> = providers::table
        .filter(providers::id.eq_any(companies))
        .select((providers::id, providers::name))
        .load(conn)
        .await?;
    let told = rows.into_iter().map(|(user, provider, words)| {
        let person = people.iter().find(|it| it.0 == user).map(|it| it.1.clone());
        let company = companies.iter().find(|it| it.0 == provider).map(|it| it.1.clone());
        (person.unwrap_or_default(), company.unwrap_or_default(), words)
    });
    Ok(told.collect())
}

/// What somebody declared, when, about the company of a bid.
pub type Declared = (UserId, BidId, bool, String, Moment);

/// Everything that was declared on a request, in the order of time.
pub async fn declared(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Declared>> {
    use crate::schema::bids as bid;
    use conflict_declarations as it;
    Ok(it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(request))
        .order((it::declared_at, it::user_id, it::bid_id))
        .select((it::user_id, it::bid_id, it::conflict, it::words, it::declared_at))
        .load(conn)
        .await?)
}

/// Who had a conflict of interest with the company of which bid by a moment.
pub async fn recused_by(
    conn: &mut AsyncPgConnection,
    request: RequestId,
    moment: Moment,
) -> Result<Vec<(UserId, BidId)>> {
    use crate::schema::bids as bid;
    use conflict_declarations as it;
    Ok(it::table
        .inner_join(bid::table)
        .filter(bid::request_id.eq(request))
        .filter(it::conflict.and(it::declared_at.le(moment)))
        .select((it::user_id, it::bid_id))
        .load(conn)
        .await?)
}

/// Refuses whoever is to decide about an award and has not declared for every
/// company that bid; and whoever has a conflict of interest.
pub async fn refuse_undeclared(
    conn: &mut AsyncPgConnection,
    request: &Request,
    user: UserId,
) -> Result<()> {
    let panel = panel::queries::panel(conn, request).await?;
    match policy::is_open(&panel, user) {
        Err(refusal @ policy::Refusal::Undeclared) => Err(Error::First {
            said: refusal.to_string(),
            href: declaring(request),
            label: "Declare conflicts of interest",
        }),
        other => Ok(other?),
    }
}

/// Refuses whoever of the force is to read how bids compare, before an award is
/// decided, and has not declared for every company that bid; and, always,
/// whoever has a conflict of interest.
pub async fn refuse_unready(
    conn: &mut AsyncPgConnection,
    request: &Request,
    panel: &Panel,
    user: UserId,
) -> Result<()> {
    let locked = evaluation::queries::lock_of(conn, request.id).await?.is_some();
    let undecided = locked && request.state == RequestState::Evaluating;
    match policy::may_read(panel, user, undecided) {
        Err(refusal @ policy::Refusal::UndeclaredReader) => Err(Error::First {
            said: refusal.to_string(),
            href: declaring(request),
            label: "Declare conflicts of interest",
        }),
        other => Ok(other?),
    }
}

fn declaring(request: &Request) -> String {
    format!("/requests/{}/evaluation/declaration", request.reference)
}

/// Where a reader who may decide about an award declares first, if they have not.
pub async fn to_declare(
    conn: &mut AsyncPgConnection,
    request: &Request,
    who: &Reader,
) -> Result<Option<String>> {
    let decides = |it: &&ForceMember| it.has(Role::Requester) || it.has(Role::Approver);
    let Some(member) = who.member().filter(decides) else { return Ok(None) };
    let panel = panel::queries::panel(conn, request).await?;
    let owes = policy::is_open(&panel, member.user) == Err(policy::Refusal::Undeclared);
    Ok(owes.then(|| declaring(request)))
}
