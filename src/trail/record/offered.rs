//! What was bid.

use diesel_async::AsyncPgConnection;

use super::model::Table;
use crate::bids;
use crate::bids::opened::model::OpenedBid;
use crate::error::Result;
use crate::requests::model::FullRequest;
use crate::types::text::hex;
use crate::web::sheet::Cell;

/// What opened bids say.
pub fn offers(full: &FullRequest, opened: &[OpenedBid]) -> Vec<Table> {
    const BIDS: &[&str] = &[
        "Bid",
        "Provider",
        "Submitted",
        "Version answered",
        "State",
        "Why disqualified",
        "Who would do the work, in words",
    ];
    let heads = opened.iter().map(|it| {
        vec![
            it.reference.as_str().into(),
            it.provider_name.as_str().into(),
            it.submitted_at.into(),
            i64::from(it.request_version).into(),
            it.state.label().into(),
            it.state_reason.as_str().into(),
            it.team_words.as_str().into(),
        ]
    });
    let (mut evidence, mut answers, mut team, mut attached) = (vec![], vec![], vec![], vec![]);
    for bid in opened {
        let head = || Cell::from(bid.reference.as_str());
        for asked in &full.requirements {
            let Some(it) = bid.evidence_for(asked.id) else { continue };
            let (met, said) = (it.met.into(), it.evidence.as_str().into());
            evidence.push(vec![head(), asked.text.as_str().into(), met, said]);
        }
        for asked in full.criteria.iter().filter(|it| !it.is_price) {
            let question = asked.question.as_str().into();
            let said = bid.answer_to(asked.id).into();
            answers.push(vec![head(), asked.name.as_str().into(), question, said]);
        }
        for it in &bid.team {
            let role = full.roles.iter().find(|role| role.id == it.role_id);
            team.push(vec![
                head(),
                role.map_or("", |it| it.title.as_str()).into(),
                it.name.as_str().into(),
                i64::from(it.sfia_level).into(),
                it.nppv.as_deref().into(),
                it.nppv_expires.into(),
                it.nsv.as_str().into(),
                it.nsv_expires.into(),
            ]);
        }
        for it in &bid.attachments {
            let digest = hex(&it.sha256);
            attached.push(vec![head(), it.name.as_str().into(), it.bytes.into(), digest.into()]);
        }
    }
    const EVIDENCE: &[&str] = &["Bid", "Requirement", "Met", "Evidence"];
    const ANSWERS: &[&str] = &["Bid", "Criterion", "Question", "Answer"];
    const TEAM: &[&str] = &[
        "Bid",
        "Role",
        "Specialist",
        "SFIA level",
        "Police vetting",
        "Until",
        "National security vetting",
        "Until",
    ];
    const ATTACHED: &[&str] = &["Bid", "Attachment", "Bytes", "SHA-256"];
    vec![
        Table::new("bids", "Bids", BIDS, heads),
        Table::new("evidence", "What bids say of the requirements", EVIDENCE, evidence),
        Table::new("answers", "What bids answer", ANSWERS, answers),
        Table::new("teams", "Who would do the work", TEAM, team),
        Table::new("attachments", "What was attached", ATTACHED, attached),
    ]
}

/// What they cost, outcome by outcome or role by role; quality has to be locked.
pub async fn prices(
    conn: &mut AsyncPgConnection,
    full: &FullRequest,
    opened: &[OpenedBid],
) -> Result<Table> {
    const COLUMNS: &[&str] = &["Bid", "For", "Day rate", "Total excluding VAT"];
    let prices = bids::opened::queries::prices(conn, &full.request).await?;
    let mut rows = Vec::new();
    for it in &prices {
        let head = opened.iter().find(|bid| bid.id == it.bid).map_or("", |it| &it.reference);
        for rate in &it.rates {
            let role = full.roles.iter().find(|role| role.id == rate.role_id);
            let role = role.map_or("", |it| it.title.as_str());
            rows.push(vec![head.into(), role.into(), rate.day_rate.to_string().into(), "".into()]);
        }
        for price in &it.prices {
            let wanted = full.outcomes.iter().find(|one| one.id == price.outcome_id);
            let wanted = wanted.map_or("", |it| it.title.as_str());
            let price = price.price.to_string().into();
            rows.push(vec![head.into(), wanted.into(), "".into(), price]);
        }
        let cap = it.expenses_cap.to_string().into();
        rows.push(vec![head.into(), "Expenses, at most".into(), "".into(), cap]);
        rows.push(vec![head.into(), "All together".into(), "".into(), it.total.to_string().into()]);
    }
    Ok(Table::new("prices", "Prices", COLUMNS, rows))
}
