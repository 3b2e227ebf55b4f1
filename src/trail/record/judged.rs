//! How bids were judged: by whom, with which scores, and in which order.

use diesel_async::AsyncPgConnection;

use super::model::Table;
use super::tables::{Labels, Names};
use crate::error::Result;
use crate::evaluation::reranking::model::{Numbered, RankingChange};
use crate::evaluation::scores::view::uncounted;
use crate::evaluation::{conflicts, explaining, panel, queries, reranking};
use crate::requests::model::Request;
use crate::types::ids::UserId;
use crate::web::sheet::Cell;

/// Who opened the bids and who was to score them, with every change of that.
pub async fn panel(conn: &mut AsyncPgConnection, request: &Request) -> Result<[Table; 3]> {
    const STEPS: &[&str] = &["What", "Who", "When"];
    const PANEL: &[&str] = &["Person", "Chairs it"];
    const CHANGES: &[&str] = &["When", "Came", "Left", "Chair from then on", "Why", "Changed by"];
    let opening = queries::opening(conn, request.id).await?;
    let lock = queries::lock_of(conn, request.id).await?;
    let now = panel::queries::panel(conn, request).await?;
    let changes = panel::queries::changes(conn, request.id).await?;
    let mut people: Vec<UserId> = now.named.clone();
    people.extend(now.chosen);
    people.extend(opening.iter().flat_map(|it| [Some(it.first_by), it.second_by]).flatten());
    people.extend(lock.iter().map(|it| it.locked_by));
    for it in &changes {
        people.extend(it.added.iter().chain(&it.removed).copied());
        people.extend(it.chair);
        people.push(it.changed_by);
    }
    let names = Names::of(conn, people).await?;
    let mut steps: Vec<Vec<Cell>> = Vec::new();
    if let Some(it) = &opening {
        let first = "The first person confirmed the opening";
        steps.push(vec![first.into(), names.name(it.first_by), it.first_at.into()]);
        if let (Some(by), Some(at)) = (it.second_by, it.opened_at) {
            steps.push(vec!["A second person opened the bids".into(), names.name(by), at.into()]);
        }
    }
    if let Some(it) = &lock {
        let what = "Quality was locked, and prices were opened";
        steps.push(vec![what.into(), names.name(it.locked_by), it.locked_at.into()]);
    }
    let members =
        now.named.iter().map(|it| vec![names.name(*it), (now.chosen == Some(*it)).into()]);
    let changed = changes.iter().rev().map(|it| {
        vec![
            it.changed_at.into(),
            names.all(&it.added),
            names.all(&it.removed),
            names.name(it.chair),
            it.reason.as_str().into(),
            names.name(it.changed_by),
        ]
    });
    Ok([
        Table::new("opening", "Opening and lock", STEPS, steps),
        Table::new("panel", "The panel", PANEL, members),
        Table::new("panel-changes", "How the panel changed", CHANGES, changed),
    ])
}

/// Who declared what, who gave which score, and what was agreed.
pub async fn scored(conn: &mut AsyncPgConnection, labels: &Labels<'_>) -> Result<[Table; 3]> {
    const DECLARED: &[&str] = &["Person", "Bid", "Conflict of interest", "In their words", "When"];
    const SCORES: &[&str] = &["Bid", "Criterion", "Evaluator", "Score", "Reason", "Remark"];
    const AGREED: &[&str] =
        &["Bid", "Criterion", "Agreed score", "Reason", "Written down by", "When"];
    let request = &labels.full.request;
    let declared = conflicts::queries::declared(conn, request.id).await?;
    let scores = queries::scores(conn, request.id).await?;
    let agreed = queries::agreed_with_who(conn, request.id).await?;
    let panel = panel::queries::panel(conn, request).await?;
    let lock = queries::lock_of(conn, request.id).await?;
    let recused = match &lock {
        Some(lock) => conflicts::queries::recused_by(conn, request.id, lock.locked_at).await?,
        None => Vec::new(),
    };
    let people = declared.iter().map(|it| it.0).chain(scores.iter().map(|it| it.evaluator_id));
    let names = Names::of(conn, people.chain(agreed.iter().map(|it| it.1))).await?;
    let said = declared.iter().map(|(who, bid, conflict, words, at)| {
        let conflict = Cell::from(*conflict);
        vec![names.name(*who), labels.bid(*bid), conflict, words.as_str().into(), (*at).into()]
    });
    let remark = |it| if lock.is_some() { uncounted(it, &panel, &recused) } else { "" };
    let given = scores.iter().map(|it| {
        vec![
            labels.bid(it.bid_id),
            labels.criterion(it.criterion_id),
            names.name(it.evaluator_id),
            i64::from(it.score).into(),
            it.reason.as_str().into(),
            remark(it).into(),
        ]
    });
    let together = agreed.iter().map(|(it, by, at)| {
        vec![
            labels.bid(it.bid_id),
            labels.criterion(it.criterion_id),
            i64::from(it.score).into(),
            it.reason.as_str().into(),
            names.name(*by),
            (*at).into(),
        ]
    });
    Ok([
        Table::new("conflicts", "Conflicts of interest, as declared", DECLARED, said),
        Table::new("scores", "What each evaluator gave", SCORES, given),
        Table::new("agreed-scores", "What the panel agreed", AGREED, together),
    ])
}

/// Every ranking there was, what changed it, and what was asked about prices.
pub async fn ranked(conn: &mut AsyncPgConnection, labels: &Labels<'_>) -> Result<[Table; 3]> {
    let id = labels.full.request.id;
    let mut numbered = reranking::queries::numbered(conn, id).await?;
    numbered.reverse();
    let mut changes = reranking::queries::all(conn, id).await?;
    changes.reverse();
    let mut asked = explaining::queries::of(conn, id).await?;
    asked.reverse();
    let people = changes.iter().flat_map(|it| [Some(it.proposed_by), it.decided_by]);
    let people =
        people.chain(asked.iter().flat_map(|it| [Some(it.asked_by), it.answered_by, it.closed_by]));
    let names = Names::of(conn, people.flatten()).await?;
    const ASKED: &[&str] = &[
        "Bid",
        "Asked",
        "Asked by",
        "Question",
        "To be answered by",
        "Answer",
        "Answered",
        "Answered by",
        "State",
        "Decided",
        "Decided by",
        "Why",
    ];
    let explained = asked.iter().map(|it| {
        vec![
            labels.bid(it.bid_id),
            it.asked_at.into(),
            names.name(it.asked_by),
            it.question.as_str().into(),
            it.due_at.into(),
            it.answer.as_str().into(),
            it.answered_at.into(),
            names.name(it.answered_by),
            it.state.label().into(),
            it.closed_at.into(),
            names.name(it.closed_by),
            it.closing.as_str().into(),
        ]
    });
    Ok([
        rankings(&numbered, labels),
        ranking_changes(&changes, &numbered, (labels, &names)),
        Table::new("low-prices", "Questions about low prices", ASKED, explained),
    ])
}

fn rankings(numbered: &[Numbered], labels: &Labels<'_>) -> Table {
    const COLUMNS: &[&str] = &[
        "Ranking",
        "In force from",
        "Place",
        "Bid",
        "Quality",
        "Price",
        "Price marks",
        "Total",
        "Remarks",
    ];
    let rows = numbered.iter().flat_map(|one| {
        one.snapshot.ranking.bids.iter().map(|it| {
            let mut remarks: Vec<&str> = it.disqualified.as_deref().into_iter().collect();
            remarks.extend(it.tied.then_some("Tied, and parted by the published rule"));
            remarks.extend(it.abnormally_low.then_some("The price is abnormally low"));
            vec![
                i64::from(one.number).into(),
                one.made_at.into(),
                it.rank.map(i64::from).into(),
                labels.bid(it.bid),
                it.quality_shown().into(),
                it.price.to_string().into(),
                it.price_score_shown().into(),
                it.total_shown().into(),
                remarks.join(". ").into(),
            ]
        })
    });
    Table::new("rankings", "Every ranking, as it was frozen", COLUMNS, rows)
}

fn ranking_changes(
    changes: &[RankingChange],
    numbered: &[Numbered],
    (labels, names): (&Labels<'_>, &Names),
) -> Table {
    const COLUMNS: &[&str] = &[
        "Bid",
        "Change",
        "State",
        "Made ranking",
        "Ground",
        "Criterion",
        "Score before",
        "Reason before",
        "New score",
        "New reason",
        "Why",
        "Proposed by",
        "Proposed",
        "Decided by",
        "Decided",
        "Why refused",
    ];
    let rows = changes.iter().map(|it| {
        let made = numbered.iter().find(|one| one.change == Some(it.id));
        vec![
            labels.bid(it.bid_id),
            it.kind.label().into(),
            it.state.label().into(),
            made.map(|one| i64::from(one.number)).into(),
            it.code.map(|code| code.label()).into(),
            it.criterion_id.map(|id| labels.criterion(id)).into(),
            it.was_score.map(i64::from).into(),
            it.was_reason.as_str().into(),
            it.score.map(i64::from).into(),
            it.score_reason.as_str().into(),
            it.reason.as_str().into(),
            names.name(it.proposed_by),
            it.proposed_at.into(),
            names.name(it.decided_by),
            it.decided_at.into(),
            it.decision.as_str().into(),
        ]
    });
    Table::new("ranking-changes", "Changes of the ranking", COLUMNS, rows)
}
