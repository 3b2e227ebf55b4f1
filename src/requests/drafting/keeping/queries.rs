//! Storing the rows of a page again: what is gone goes, what is new comes, and
//! what stays keeps its id.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::rows::matched;
use crate::error::Result;
use crate::requests::drafting::model::{NewCriterion, NewRequirement, NewRole};
use crate::requests::queries::{requirements_of, roles_of};
use crate::schema::{
    request_criteria, request_panel, request_requirements, request_roles, request_specialisms,
};
use crate::types::ids::{CriterionId, RequestId, RequirementId, RoleId, UserId};

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

/// The people of the panel.
pub async fn panel(conn: &mut AsyncPgConnection, id: RequestId, people: &[UserId]) -> Result<()> {
    use request_panel as it;
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::user_id.ne_all(people));
    diesel::delete(gone).execute(conn).await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        people.iter().map(|user| (it::request_id.eq(id), it::user_id.eq(*user))).collect();
    diesel::insert_into(it::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

/// The criteria: each is one of the framework's, and there once.
pub async fn criteria(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[NewCriterion],
) -> Result<()> {
    use request_criteria as it;
    let codes: Vec<&str> = all.iter().map(|one| one.criterion.as_str()).collect();
    let gone = it::table.filter(it::request_id.eq(id)).filter(it::criterion.ne_all(codes));
    diesel::delete(gone).execute(conn).await?;
    if all.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = all
        .iter()
        .map(|one| {
            (
                it::id.eq(CriterionId::mint()),
                it::request_id.eq(id),
                it::criterion.eq(&one.criterion),
                it::weight.eq(one.weight),
                it::question.eq(&one.question),
                it::guidance.eq(&one.guidance),
                it::word_limit.eq(one.word_limit),
                it::minimum.eq(one.minimum),
            )
        })
        .collect();
    diesel::insert_into(it::table)
        .values(rows)
        .on_conflict((it::request_id, it::criterion))
        .do_update()
        .set((
            it::weight.eq(excluded(it::weight)),
            it::question.eq(excluded(it::question)),
            it::guidance.eq(excluded(it::guidance)),
            it::word_limit.eq(excluded(it::word_limit)),
            it::minimum.eq(excluded(it::minimum)),
        ))
        .execute(conn)
        .await?;
    Ok(())
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
    if all.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = (1_i32..)
        .zip(all)
        .zip(&ids)
        .map(|((position, role), row)| {
            (
                it::id.eq(*row),
                it::request_id.eq(id),
                it::position.eq(position),
                it::title.eq(&role.title),
                it::sfia_level.eq(role.sfia_level),
                it::people.eq(role.people),
                it::days.eq(role.days),
                it::nppv.eq(&role.nppv),
                it::nsv.eq(&role.nsv),
                it::needed_by.eq(role.needed_by),
            )
        })
        .collect();
    diesel::insert_into(it::table)
        .values(rows)
        .on_conflict(it::id)
        .do_update()
        .set((
            it::position.eq(excluded(it::position)),
            it::title.eq(excluded(it::title)),
            it::sfia_level.eq(excluded(it::sfia_level)),
            it::people.eq(excluded(it::people)),
            it::days.eq(excluded(it::days)),
            it::nppv.eq(excluded(it::nppv)),
            it::nsv.eq(excluded(it::nsv)),
            it::needed_by.eq(excluded(it::needed_by)),
        ))
        .execute(conn)
        .await?;
    Ok(())
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
    let rows: Vec<_> = (1_i32..)
        .zip(all)
        .zip(&ids)
        .map(|((position, one), row)| {
            (
                it::id.eq(*row),
                it::request_id.eq(id),
                it::position.eq(position),
                it::kind.eq(one.kind),
                it::text.eq(&one.text),
            )
        })
        .collect();
    diesel::insert_into(it::table)
        .values(rows)
        .on_conflict(it::id)
        .do_update()
        .set((it::position.eq(excluded(it::position)), it::text.eq(excluded(it::text))))
        .execute(conn)
        .await?;
    Ok(())
}
