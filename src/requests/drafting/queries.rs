//! Storing a draft, page by page.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Edit, Lists, NewDraft};
use super::policy::{self, Gap};
use super::{halves, keeping};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;
use crate::error::Result;
use crate::forces;
use crate::framework;
use crate::providers;
use crate::requests::documents;
use crate::requests::model::{FullRequest, Pricing, Request, Section};
use crate::requests::policy::may_edit;
use crate::requests::queries as found;
use crate::requests::state::RequestState;
use crate::schema::{providers as provider_rows, requests};
use crate::types::ids::{ForceId, RequestId, UserId};
use crate::types::time::Moment;
use crate::web::form::Choice;

/// What there is to choose from on the pages of a draft.
pub async fn lists(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    lot: Option<&str>,
) -> Result<Lists> {
    let evaluators = accounts::queries::people_of_force(conn, force, &[Role::Evaluator]).await?;
    let today = framework::queries::today(conn).await?;
    let mut open = framework::queries::lots(conn).await?;
    open.retain(|it| !it.is_closed(today));
    let (force, successor) = forces::queries::with_successor(conn, force).await?;
    let ended = forces::policy::may_request(&force, successor.as_ref(), today).err();
    Ok(Lists {
        ended: ended.map(|why| why.to_string()),
        lots: choices(&open),
        specialisms: choices(&framework::queries::specialisms(conn).await?),
        regions: choices(&framework::queries::regions(conn).await?),
        levels: choices(&framework::queries::sfia_levels(conn).await?),
        nppv: choices(&framework::queries::police_vetting_levels(conn).await?),
        nsv: choices(&framework::queries::security_clearance_levels(conn).await?),
        criteria: framework::queries::criteria(conn).await?,
        providers: admitted(conn, lot).await?,
        evaluators: evaluators
            .iter()
            .map(|it| Choice::new(it.user.to_string(), &it.name))
            .collect(),
        working: framework::queries::working_days(conn).await?,
    })
}

/// Everything a draft still lacks to be published at a moment: what its pages
/// say, pages that are half written, and documents nobody can have yet. Pages
/// and acts ask the same.
pub async fn gaps(
    conn: &mut AsyncPgConnection,
    full: &FullRequest,
    at: Moment,
) -> Result<Vec<Gap>> {
    let request = &full.request;
    let lists = lists(conn, request.force_id, request.lot_code.as_deref()).await?;
    let halves = halves::queries::of(conn, request.id).await?;
    let states = documents::queries::states(conn, request.id).await?;
    let halves: Vec<Section> = halves.iter().map(|it| it.section).collect();
    let mut found = policy::gaps(full, &lists, at);
    found.extend(policy::half_written(&halves));
    found.extend(documents::policy::kept_back(&states).map(Gap::of_documents));
    Ok(found)
}

/// A draft of one's own force, with what there is to choose from.
pub async fn draft(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
) -> Result<(FullRequest, Lists)> {
    let request = found::own(conn, who, reference).await?;
    may_edit(&request)?;
    let lists = lists(conn, who.force, request.lot_code.as_deref()).await?;
    Ok((found::full(conn, request).await?, lists))
}

fn choices<'a, T>(rows: &'a [T]) -> Vec<Choice>
where
    Choice: From<&'a T>,
{
    rows.iter().map(Choice::from).collect()
}

async fn admitted(conn: &mut AsyncPgConnection, lot: Option<&str>) -> Result<Vec<Choice>> {
    let Some(lot) = lot else { return Ok(Vec::new()) };
    let ids = providers::queries::admitted_to(conn, lot).await?;
    let rows: Vec<(uuid::Uuid, String)> = provider_rows::table
        .filter(provider_rows::id.eq_any(ids))
        .order(provider_rows::name)
        .select((provider_rows::id, provider_rows::name))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect())
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
    new: &NewDraft,
    now: Moment,
) -> Result<Request> {
    Ok(diesel::insert_into(requests::table)
        .values((
            requests::id.eq(RequestId::mint()),
            requests::reference.eq(reference),
            requests::force_id.eq(who.force),
            requests::state.eq(RequestState::Draft),
            requests::title.eq(&new.title),
            requests::lot_code.eq(&new.lot),
            requests::pricing.eq(None::<Pricing>),
            requests::created_by.eq(who.user),
            requests::created_at.eq(now),
        ))
        .returning(Request::as_returning())
        .get_result(conn)
        .await?)
}

/// Writes one page of a draft over what was there. Rows that stay keep their ids.
pub(super) async fn save(conn: &mut AsyncPgConnection, id: RequestId, edit: &Edit) -> Result<()> {
    let row = requests::table.find(id);
    match edit {
        Edit::Basics(basics, specialisms) => {
            diesel::update(row).set(basics).execute(conn).await?;
            keeping::queries::specialisms(conn, id, specialisms).await?;
        }
        Edit::Need(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Pricing(pricing) => {
            diesel::update(row).set(requests::pricing.eq(pricing)).execute(conn).await?;
        }
        Edit::Outcomes(all) => keeping::queries::outcomes(conn, id, all).await?,
        Edit::Roles(roles) => keeping::queries::roles(conn, id, roles).await?,
        Edit::Place(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Route(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Dates(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Term(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Money(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Requirements(all, certifications) => {
            diesel::update(row)
                .set(requests::certifications.eq(certifications))
                .execute(conn)
                .await?;
            keeping::queries::requirements(conn, id, all).await?;
        }
        Edit::Scoring(it) => {
            diesel::update(row).set(it).execute(conn).await?;
        }
        Edit::Criteria(reason, criteria) => {
            diesel::update(row).set(requests::social_value_reason.eq(reason)).execute(conn).await?;
            keeping::queries::criteria(conn, id, criteria).await?;
        }
        Edit::Panel(safeguards, panel, chair) => {
            diesel::update(row).set(safeguards).execute(conn).await?;
            keeping::queries::panel(conn, id, panel, *chair).await?;
        }
    }
    Ok(())
}

pub(super) async fn mark_submitted(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    by: UserId,
    now: Moment,
) -> Result<()> {
    diesel::update(requests::table.find(id))
        .set((
            requests::submitted_by.eq(by),
            requests::submitted_at.eq(now),
            requests::returned_comment.eq(""),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
