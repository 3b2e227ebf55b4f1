//! What was decided: recommendations, withdrawals, endings and challenges.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use super::model::Table;
use super::tables::{Labels, Names};
use crate::awards::model::Award;
use crate::awards::rechecking::model::Frozen;
use crate::awards::{self, challenges, ending, rechecking, withdrawing};
use crate::error::Result;
use crate::evaluation;
use crate::types::ids::{AwardId, ProviderId};
use crate::web::sheet::Cell;

/// All of it, oldest first.
pub async fn all(conn: &mut AsyncPgConnection, labels: &Labels<'_>) -> Result<[Table; 5]> {
    let id = labels.full.request.id;
    let made = awards::queries::of(conn, id).await?;
    let mut withdrawn = withdrawing::queries::of(conn, id).await?;
    withdrawn.reverse();
    let mut ended = ending::queries::of(conn, id).await?;
    ended.reverse();
    let mut challenged = challenges::queries::of(conn, id).await?;
    challenged.reverse();
    let people = made
        .iter()
        .flat_map(|it| [Some(it.recommended_by), it.first_approved_by, it.approved_by])
        .chain(withdrawn.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by, None]))
        .chain(ended.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by, None]))
        .chain(challenged.iter().flat_map(|it| [Some(it.raised_by), it.decided_by, None]));
    let names = Names::of(conn, people.flatten()).await?;
    let companies: Vec<ProviderId> = challenged.iter().filter_map(|it| it.provider_id).collect();
    let companies = evaluation::queries::provider_names(conn, &companies).await?;
    let of = |award: AwardId| {
        let found = made.iter().find(|it| it.id == award);
        Cell::from(found.map(|it| labels.bid(it.bid_id)))
    };
    const WITHDRAWN: &[&str] =
        &["Award to", "State", "Why", "Asked by", "Asked", "Decided by", "Decided", "Why refused"];
    let withdrawals = withdrawn.iter().map(|it| {
        vec![
            of(it.award_id),
            it.state.label().into(),
            it.reason.as_str().into(),
            names.name(it.proposed_by),
            it.proposed_at.into(),
            names.name(it.decided_by),
            it.decided_at.into(),
            it.decision.as_str().into(),
        ]
    });
    const ENDED: &[&str] =
        &["State", "Why", "Asked by", "Asked", "Decided by", "Decided", "Why refused"];
    let endings = ended.iter().map(|it| {
        vec![
            it.state.label().into(),
            it.reason.as_str().into(),
            names.name(it.proposed_by),
            it.proposed_at.into(),
            names.name(it.decided_by),
            it.decided_at.into(),
            it.decision.as_str().into(),
        ]
    });
    const CHALLENGED: &[&str] = &[
        "Award to",
        "Challenged by",
        "Recorded by the force",
        "What was said",
        "Written by",
        "When",
        "State",
        "Ended by",
        "Ended",
        "Why the award stands",
    ];
    let challenges = challenged.iter().map(|it| {
        let company = it.provider_id.and_then(|id| companies.get(&id));
        let named = Some(it.brought_by.as_str()).filter(|it| !it.is_empty());
        let another = named.unwrap_or("Someone who did not bid");
        vec![
            of(it.award_id),
            company.map_or(another, String::as_str).into(),
            it.by_force.into(),
            it.words.as_str().into(),
            names.name(it.raised_by),
            it.raised_at.into(),
            it.state.label().into(),
            names.name(it.decided_by),
            it.decided_at.into(),
            it.decision.as_str().into(),
        ]
    });
    let found = rechecking::queries::frozen_each(conn, &made).await?;
    Ok([
        decisions(&made, (labels, &names)),
        checks(&made, &found, labels),
        Table::new("withdrawals", "Withdrawals of an award", WITHDRAWN, withdrawals),
        Table::new("endings", "Endings without an award", ENDED, endings),
        Table::new("challenges", "Challenges to an award", CHALLENGED, challenges),
    ])
}

/// What the last check of each winner found, frozen with the decision.
fn checks(made: &[Award], found: &BTreeMap<AwardId, Frozen>, labels: &Labels<'_>) -> Table {
    const COLUMNS: &[&str] = &["Award to", "Checked", "What was missing"];
    let rows = made.iter().filter_map(|award| Some((award, found.get(&award.id)?)));
    let rows = rows.flat_map(|(award, frozen)| {
        let mut said = frozen.check.of(award.bid_id);
        if said.is_empty() {
            said.push("Nothing was missing.".to_owned());
        }
        said.into_iter().map(|it| vec![labels.bid(award.bid_id), frozen.at.into(), it.into()])
    });
    Table::new("award-checks", "The last check of the winner", COLUMNS, rows)
}

fn decisions(made: &[Award], (labels, names): (&Labels<'_>, &Names)) -> Table {
    const COLUMNS: &[&str] = &[
        "Bid",
        "State",
        "Why",
        "Recommended by",
        "Recommended",
        "First approved by",
        "First approved",
        "Decided by",
        "Approved",
        "May be signed from",
        "Why declined",
    ];
    let rows = made.iter().map(|it| {
        vec![
            labels.bid(it.bid_id),
            it.state.label().into(),
            it.reason.as_str().into(),
            names.name(it.recommended_by),
            it.recommended_at.into(),
            names.name(it.first_approved_by),
            it.first_approved_at.into(),
            names.name(it.approved_by),
            it.approved_at.into(),
            it.may_sign_from.into(),
            it.decline_reason.as_str().into(),
        ]
    });
    Table::new("awards", "Recommendations and decisions", COLUMNS, rows)
}
