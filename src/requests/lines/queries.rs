//! Writing the lines of a request down: those that are there as they are now,
//! and those that are new. Each is one statement, however many lines it has.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::requests::drafting::model::NewCriterion;
use crate::requests::model::{Requirement, TeamRole, WantedOutcome};
use crate::schema::{request_criteria, request_outcomes, request_requirements, request_roles};
use crate::types::ids::{CriterionId, RequestId};

/// The roles, in order.
pub async fn put_roles(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[TeamRole],
) -> Result<()> {
    use request_roles as it;
    if all.is_empty() {
        return Ok(());
    }
    let row = |(position, one): (i32, &TeamRole)| {
        (
            it::id.eq(one.id),
            it::request_id.eq(id),
            it::position.eq(position),
            it::title.eq(one.title.clone()),
            it::sfia_level.eq(one.sfia_level),
            it::people.eq(one.people),
            it::days.eq(one.days),
            it::nppv.eq(one.nppv.clone()),
            it::nsv.eq(one.nsv.clone()),
            it::needed_by.eq(one.needed_by),
        )
    };
    diesel::insert_into(it::table)
        .values((1_i32..).zip(all).map(row).collect::<Vec<_>>())
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

/// The outcomes, in order.
pub async fn put_outcomes(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[WantedOutcome],
) -> Result<()> {
    use request_outcomes as it;
    if all.is_empty() {
        return Ok(());
    }
    let row = |(position, one): (i32, &WantedOutcome)| {
        (
            it::id.eq(one.id),
            it::request_id.eq(id),
            it::position.eq(position),
            it::title.eq(one.title.clone()),
            it::acceptance.eq(one.acceptance.clone()),
            it::due_on.eq(one.due_on),
        )
    };
    diesel::insert_into(it::table)
        .values((1_i32..).zip(all).map(row).collect::<Vec<_>>())
        .on_conflict(it::id)
        .do_update()
        .set((
            it::position.eq(excluded(it::position)),
            it::title.eq(excluded(it::title)),
            it::acceptance.eq(excluded(it::acceptance)),
            it::due_on.eq(excluded(it::due_on)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The requirements of both kinds, in order.
pub async fn put_requirements(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[Requirement],
) -> Result<()> {
    use request_requirements as it;
    let row = |(position, one): (i32, &Requirement)| {
        (
            it::id.eq(one.id),
            it::request_id.eq(id),
            it::position.eq(position),
            it::kind.eq(one.kind),
            it::text.eq(one.text.clone()),
        )
    };
    diesel::insert_into(it::table)
        .values((1_i32..).zip(all).map(row).collect::<Vec<_>>())
        .on_conflict(it::id)
        .do_update()
        .set((
            it::position.eq(excluded(it::position)),
            it::kind.eq(excluded(it::kind)),
            it::text.eq(excluded(it::text)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The questions, in order, and the price.
pub async fn put_criteria(
    conn: &mut AsyncPgConnection,
    id: RequestId,
    all: &[(CriterionId, NewCriterion)],
) -> Result<()> {
    use request_criteria as it;
    let row = |(position, (row, one)): (i32, &(CriterionId, NewCriterion))| {
        (
            it::id.eq(*row),
            it::request_id.eq(id),
            it::position.eq(position),
            it::criterion.eq(one.criterion.clone()),
            it::weight.eq(one.weight),
            it::question.eq(one.question.clone()),
            it::guidance.eq(one.guidance.clone()),
            it::word_limit.eq(one.word_limit),
            it::minimum.eq(one.minimum),
        )
    };
    diesel::insert_into(it::table)
        .values((1_i32..).zip(all).map(row).collect::<Vec<_>>())
        .on_conflict(it::id)
        .do_update()
        .set((
            it::position.eq(excluded(it::position)),
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
