//! Storing the rows of a page again: what is gone goes, what is new comes, and
//! what stays keeps its id.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::rows::matched;
use crate::error::Result;
use crate::requests::drafting::model::{NewCriterion, NewOutcome, NewRequirement, NewRole};
use crate::requests::lines::queries::{put_criteria, put_outcomes, put_requirements, put_roles};
use crate::requests::model::{Requirement, TeamRole, WantedOutcome};
use crate::requests::queries::{criteria_of, requirements_of, roles_of};
use crate::schema::{
    panel_chairs, request_criteria, request_outcomes, request_panel, request_requirements,
    request_roles, request_specialisms,
};
use crate::types::ids::{CriterionId, OutcomeId, RequestId, RequirementId, RoleId, UserId};

/// The specialisms, by their codes.
pub async fn specialisms(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    codes: &[String],
) -> Result<()> {
    use request_specialisms as it;
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::specialism.ne_all(codes));
    diesel::delete(gone).execute(conn).await?;
    if codes.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        codes.iter().map(|code| (it::request_id.eq(id), it::specialism.eq(code))).collect();
    diesel::insert_into(it::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

/// The people of the panel, and who of them chairs it.
pub async fn panel(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    people: &[UserId],
    chair: Option<UserId>,
) -> Result<()> {
    use request_panel as it;
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::user_id.ne_all(people));
    diesel::delete(gone).execute(conn).await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        people.iter().map(|user| (it::request_id.eq(id), it::user_id.eq(*user))).collect();
    diesel::insert_into(it::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    diesel::delete(panel_chairs::table.find(id)).execute(conn).await?;
    if let Some(chair) = chair {
        diesel::insert_into(panel_chairs::table)
            .values((panel_chairs::request_id.eq(id), panel_chairs::user_id.eq(chair)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// The questions, in order, and the price. One never moves to another
/// criterion: that is another question.
pub async fn criteria(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[NewCriterion],
) -> Result<()> {
    use request_criteria as it;
    let old = criteria_of(conn, id).await?;
    let mut ids: Vec<CriterionId> = Vec::new();
    // They come criterion by criterion, as they are typed.
    for part in all.chunk_by(|one, next| one.criterion == next.criterion) {
        let code = part.first().map(|it| it.criterion.as_str());
        let old: Vec<_> = old.iter().filter(|it| Some(it.criterion.as_str()) == code).collect();
        let found = matched(&old, part, |old, new| old.question == new.question);
        ids.extend(found.iter().map(|place| {
            place.and_then(|it| old.get(it)).map_or_else(CriterionId::mint, |it| it.id)
        }));
    }
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::id.ne_all(&ids));
    diesel::delete(gone).execute(conn).await?;
    if all.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = ids.into_iter().zip(all.iter().cloned()).collect();
    put_criteria(conn, id, &rows).await
}

/// The outcomes, in order; an outcome goes by what is delivered.
pub async fn outcomes(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[NewOutcome],
) -> Result<()> {
    use request_outcomes as it;
    let old: Vec<WantedOutcome> = it::table
        .filter(it::request_id.eq(id))
        .order(it::position)
        .select(WantedOutcome::as_select())
        .load(conn)
        .await?;
    let found = matched(&old, all, |old, new| old.title == new.title);
    let ids: Vec<OutcomeId> = found
        .iter()
        .map(|place| place.and_then(|it| old.get(it)).map_or_else(OutcomeId::mint, |it| it.id))
        .collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::id.ne_all(&ids));
    diesel::delete(gone).execute(conn).await?;
    let rows: Vec<WantedOutcome> =
        ids.iter().zip(all).map(|(row, one)| one.clone().with_id(*row)).collect();
    put_outcomes(conn, id, &rows).await
}

/// The roles, in order; a role goes by what its people do.
pub async fn roles(conn: &mut AsyncPgConnection, id: RequestId, all: &[NewRole]) -> Result<()> {
    use request_roles as it;
    let old = roles_of(conn, id).await?;
    let found = matched(&old, all, |old, new| old.title == new.title);
    let ids: Vec<RoleId> = found
        .iter()
        .map(|place| place.and_then(|it| old.get(it)).map_or_else(RoleId::mint, |it| it.id))
        .collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::id.ne_all(&ids));
    diesel::delete(gone).execute(conn).await?;
    let rows: Vec<TeamRole> =
        ids.iter().zip(all).map(|(row, role)| role.clone().with_id(*row)).collect();
    put_roles(conn, id, &rows).await
}

/// The requirements of both kinds, in order. One never turns from essential
/// into nice to have: that is another requirement.
pub async fn requirements(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[NewRequirement],
) -> Result<()> {
    use request_requirements as it;
    let old = requirements_of(conn, id).await?;
    let mut ids: Vec<RequirementId> = Vec::new();
    // They come by kind, as they are typed.
    for part in all.chunk_by(|one, next| one.kind == next.kind) {
        let kind = part.first().map(|it| it.kind);
        let old: Vec<_> = old.iter().filter(|it| Some(it.kind) == kind).collect();
        let found = matched(&old, part, |old, new| old.text == new.text);
        ids.extend(found.iter().map(|place| {
            place.and_then(|it| old.get(it)).map_or_else(RequirementId::mint, |it| it.id)
        }));
    }
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::id.ne_all(&ids));
    diesel::delete(gone).execute(conn).await?;
    if all.is_empty() {
        return Ok(());
    }
    let row = |(row, one): (&RequirementId, &NewRequirement)| Requirement {
        id: *row,
        kind: one.kind,
        text: one.text.clone(),
    };
    let rows: Vec<Requirement> = ids.iter().zip(all).map(row).collect();
    put_requirements(conn, id, &rows).await
}
