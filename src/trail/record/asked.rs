//! What was asked for.

use diesel_async::AsyncPgConnection;

use super::model::Table;
use crate::clarifications;
use crate::error::Result;
use crate::requests::model::Request;
use crate::requests::shown::Shown;
use crate::requests::{self, amending, documents};
use crate::types::text::hex;
use crate::web::sheet::Cell;

/// What was asked for, in words.
pub fn request(it: &Shown) -> Table {
    let when = |it: &Option<requests::shown::When>| {
        it.as_ref().map(|it| it.words.clone()).unwrap_or_default()
    };
    let rows = [
        ("Reference", it.reference.clone()),
        ("Title", it.title.clone()),
        ("Version", it.version.to_string()),
        ("Force", it.force.clone()),
        ("Contracting authority", it.authority.clone()),
        ("Lot", it.lot.clone()),
        ("Specialisms", it.specialisms.clone()),
        ("Summary", it.summary.clone()),
        ("Why the work is needed", it.why.clone()),
        ("The problem to solve", it.problem.clone()),
        ("What should be there at the end", it.outcomes.clone()),
        ("Who the provider works with", it.team.clone()),
        ("Region", it.region.clone()),
        ("Where the work is done", it.remote.clone()),
        ("Site", it.site.clone()),
        ("Working arrangements", it.working.clone()),
        ("Who may bid", it.route.clone()),
        ("Why this route", it.route_reason.clone()),
        ("Published", it.published.clone()),
        ("Questions until", when(&it.questions)),
        ("Bids closed", when(&it.closes)),
        ("Work starts on", it.starts.clone()),
        ("Length", it.length.clone()),
        ("Standstill", it.standstill.clone()),
        ("Budget", it.budget.clone()),
        ("Off-payroll working (IR35)", it.ir35.clone()),
        ("Classification", it.classification.clone()),
        ("Certifications", it.certifications.clone()),
        ("How answers are scored", it.scale.clone()),
        ("How prices earn marks", it.price_method.clone()),
        ("Why social value weighs less", it.social_value_reason.clone()),
        ("Why it ended", it.end_reason.clone()),
    ];
    let said = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let rows = said.map(|(what, words)| vec![what.into(), words.into()]);
    Table::new("request", "The request", &["What", "Words"], rows)
}

/// What has a fixed price.
pub fn outcomes(it: &Shown) -> Table {
    let row = |it: &requests::shown::OutcomeLine| {
        let words = [&it.title, &it.acceptance, &it.due];
        words.map(|it| Cell::from(it.as_str())).to_vec()
    };
    let columns = &["Outcome", "Accepted if", "Due"];
    Table::new("outcomes", "Outcomes at a fixed price", columns, it.wanted.iter().map(row))
}

/// Who was asked for.
pub fn roles(it: &Shown) -> Table {
    const COLUMNS: &[&str] = &["Role", "SFIA level", "People", "Days each", "Clearances"];
    let row = |it: &requests::shown::RoleLine| {
        let words = [&it.title, &it.level, &it.people, &it.days, &it.clearances];
        words.map(|it| Cell::from(it.as_str())).to_vec()
    };
    Table::new("roles", "Roles", COLUMNS, it.roles.iter().map(row))
}

/// What was required.
pub fn requirements(it: &Shown) -> Table {
    let row = |kind: &'static str| move |it: &String| vec![kind.into(), it.as_str().into()];
    let rows = it.essential.iter().map(row("Essential"));
    let rows = rows.chain(it.nice.iter().map(row("Nice to have")));
    Table::new("requirements", "Requirements", &["Kind", "Requirement"], rows)
}

/// What bids were scored on.
pub fn criteria(it: &Shown) -> Table {
    const COLUMNS: &[&str] = &["Criterion", "Weight", "Question", "A good answer covers", "Limits"];
    let row = |it: &requests::shown::CriterionLine| {
        let words = [&it.name, &it.weight, &it.question, &it.guidance, &it.limits];
        words.map(|it| Cell::from(it.as_str())).to_vec()
    };
    Table::new("criteria", "How bids were scored", COLUMNS, it.criteria.iter().map(row))
}

/// What each amendment changed, and why.
pub async fn versions(conn: &mut AsyncPgConnection, request: &Request) -> Result<Table> {
    const COLUMNS: &[&str] = &["Version", "Published", "Why", "What changed", "Before", "After"];
    let published = amending::queries::published(conn, request.id).await?;
    let mut rows = Vec::new();
    for it in published.iter().rev() {
        for change in &it.changes {
            rows.push(vec![
                i64::from(it.version).into(),
                it.at.into(),
                it.reason.as_str().into(),
                change.what.as_str().into(),
                change.before.as_str().into(),
                change.after.as_str().into(),
            ]);
        }
    }
    Ok(Table::new("amendments", "Amendments", COLUMNS, rows))
}

/// What was asked about it and answered; never by whom it was asked.
pub async fn questions(conn: &mut AsyncPgConnection, request: &Request) -> Result<[Table; 2]> {
    const ASKED: &[&str] = &["Number", "Asked", "Question", "As published", "Answer", "Answered"];
    const EARLIER: &[&str] = &["Number", "Answered", "Answer before it was corrected", "Corrected"];
    let all = clarifications::queries::of(conn, request.id).await?;
    let earlier = clarifications::queries::earlier(conn, request.id).await?;
    let asked = all.iter().map(|it| {
        vec![
            i64::from(it.number).into(),
            it.asked_at.into(),
            it.question.as_str().into(),
            it.public().into(),
            it.answered().into(),
            it.answered_at.into(),
        ]
    });
    let before = earlier.iter().rev().map(|it| {
        vec![
            i64::from(it.number).into(),
            it.answered_at.into(),
            it.answer.as_str().into(),
            it.corrected_at.into(),
        ]
    });
    Ok([
        Table::new("questions", "Questions and answers", ASKED, asked),
        Table::new("corrected-answers", "Answers that were corrected", EARLIER, before),
    ])
}

/// The documents of every version, and what is in them.
pub async fn attached(conn: &mut AsyncPgConnection, request: &Request) -> Result<Table> {
    const COLUMNS: &[&str] =
        &["Document", "Bytes", "SHA-256", "Came with version", "Gone with version"];
    let all = documents::queries::ever(conn, request.id).await?;
    let digests = documents::queries::digests(conn, request.id).await?;
    let row = |it: &documents::model::Document| {
        vec![
            it.file.name.as_str().into(),
            it.file.bytes.into(),
            digests.get(&it.id()).map(|it| hex(it)).into(),
            i64::from(it.added_in).into(),
            it.removed_in.map(i64::from).into(),
        ]
    };
    Ok(Table::new("documents", "Documents of the request", COLUMNS, all.iter().map(row)))
}
