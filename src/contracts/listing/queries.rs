//! Finding contracts for the list.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{Order, Search, Which};
use super::model::Listed;
use crate::accounts::model::{Organisation, Viewer};
use crate::contracts::model::Contract;
use crate::contracts::queries::visible;
use crate::contracts::state::ContractState;
use crate::error::Result;
use crate::forces::model::name_today;
use crate::schema::{contracts, forces, providers, requests};
use crate::types::ids::ContractId;
use crate::web::paging::{PER_PAGE, Paging};

/// Whether a version of a contract waits to be signed.
const VARIED: &str = "exists (select 1 from contract_versions v where v.contract_id = contracts.id \
    and v.kind = 'variation' and v.state in ('offered', 'provider_signed'))";

/// Whether one waits for an approver of the force.
const PROPOSED: &str = "exists (select 1 from contract_versions v where v.contract_id = contracts.id and v.state = 'proposed')";

/// The same, as far as a person may know.
fn proposed(viewer: &Viewer) -> &'static str {
    match viewer.organisation {
        Organisation::Provider(_) => "false",
        _ => PROPOSED,
    }
}

/// What of the contracts a person may know of is looked for.
fn asked_for(
    viewer: &Viewer,
    search: &Search,
    today: NaiveDate,
) -> contracts::BoxedQuery<'static, Pg> {
    let all = visible(viewer);
    let all = match search.q.trim() {
        "" => all,
        typed => all.filter(
            sql::<Bool>(
                "exists (select 1 from requests r, providers p, forces f where r.id = contracts.request_id \
                 and p.id = contracts.provider_id and f.id = contracts.force_id \
                 and strpos(lower(concat_ws(' ', contracts.reference, r.reference, r.title, p.name, force_name(f.id, f.name))), lower(",
            )
            .bind::<Text, _>(typed.to_owned())
            .sql(")) > 0)"),
        ),
    };
    let (active, state) = (ContractState::Active, contracts::state);
    let over = contracts::ends_on.lt(today);
    match search.which() {
        Which::Any => all,
        Which::ToSign => {
            all.filter(state.eq_any([ContractState::Offered, ContractState::ProviderSigned]))
        }
        Which::Returned => all.filter(state.eq(ContractState::Returned)),
        Which::Active => all.filter(state.eq(active)).filter(contracts::ends_on.ge(today)),
        Which::Varying => all.filter(state.eq(active)).filter(sql::<Bool>(VARIED)),
        Which::Approving => all.filter(state.eq(active)).filter(sql::<Bool>(proposed(viewer))),
        Which::Ended => all.filter(state.eq(ContractState::Ended).or(state.eq(active).and(over))),
        Which::Terminated => all.filter(state.eq(ContractState::Terminated)),
        Which::Withdrawn => all.filter(state.eq(ContractState::Withdrawn)),
    }
}

/// One page of it.
pub async fn page(
    conn: &mut AsyncPgConnection,
    viewer: &Viewer,
    search: &Search,
    today: NaiveDate,
) -> Result<(Vec<Listed>, Paging)> {
    let page = Paging::asked(search.page.as_deref());
    let total: i64 =
        asked_for(viewer, search, today).select(sql::<BigInt>("count(*)")).get_result(conn).await?;
    let found = rows(conn, (viewer, search, today), (Paging::offset(page), PER_PAGE)).await?;
    Ok((found, Paging { page, total }))
}

/// All of it.
pub async fn all(
    conn: &mut AsyncPgConnection,
    viewer: &Viewer,
    search: &Search,
    today: NaiveDate,
) -> Result<Vec<Listed>> {
    rows(conn, (viewer, search, today), (0, i64::MAX)).await
}

async fn rows(
    conn: &mut AsyncPgConnection,
    (viewer, search, today): (&Viewer, &Search, NaiveDate),
    (offset, limit): (i64, i64),
) -> Result<Vec<Listed>> {
    let asked = asked_for(viewer, search, today);
    let newest = (contracts::created_at.desc(), contracts::id.desc());
    let asked = match search.order() {
        Order::Newest => asked.order(newest),
        Order::Ending => asked.order((contracts::ends_on, contracts::id)),
        Order::Value => asked.order((contracts::value.desc(), contracts::id)),
        Order::Provider => asked.order((
            sql::<Text>(
                "(select lower(p.name) from providers p where p.id = contracts.provider_id)",
            ),
            contracts::id,
        )),
    };
    let found: Vec<(Contract, bool, bool)> = asked
        .offset(offset)
        .limit(limit)
        .select((Contract::as_select(), sql::<Bool>(VARIED), sql::<Bool>(proposed(viewer))))
        .load(conn)
        .await?;
    let ids: Vec<ContractId> = found.iter().map(|it| it.0.id).collect();
    let names: Vec<(ContractId, String, String, String, String)> = contracts::table
        .inner_join(requests::table)
        .inner_join(forces::table)
        .inner_join(providers::table)
        .filter(contracts::id.eq_any(ids))
        .select((
            contracts::id,
            requests::reference,
            requests::title,
            name_today(),
            providers::name,
        ))
        .load(conn)
        .await?;
    let listed = found.into_iter().filter_map(|(contract, varied, proposed)| {
        let found = names.iter().find(|it| it.0 == contract.id)?.clone();
        let (_, request, title, force, provider) = found;
        Some(Listed { contract, request, title, force, provider, varied, proposed })
    });
    Ok(listed.collect())
}
