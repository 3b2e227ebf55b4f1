//! Putting a record together.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Entered, Paper, Print, Record};
use super::tables;
use crate::audit::proven;
use crate::awards::{letters, outcomes};
use crate::contracts::{self, gates, paper, versions};
use crate::error::Result;
use crate::forces;
use crate::requests;
use crate::requests::model::Request;
use crate::schema::{amendments, audit_entries, awards, bids};
use crate::types::ids::{AmendmentId, AwardId, BidId, ContractId, RequestId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// The record of a request as it stands now.
pub async fn record(conn: &mut AsyncPgConnection, request: Request, now: Moment) -> Result<Record> {
    let full = requests::queries::full(conn, request).await?;
    let request = &full.request;
    let (mut papers, prints) = signed(conn, request.id).await?;
    for letter in outcomes::queries::letters(conn, request.id, now).await? {
        let reference = &letter.bid.reference;
        papers.push(Paper {
            place: format!("letters/{reference}-outcome.txt"),
            title: format!("The letter about the bid {reference}, as it reads now"),
            content: outcomes::text::written(&letter, now).into_bytes(),
        });
    }
    papers.extend(sent(conn, request.id, now).await?);
    Ok(Record {
        reference: request.reference.clone(),
        title: request.title.clone(),
        force: forces::queries::force(conn, request.force_id).await?.name,
        taken: uk_time::full(now),
        stands: request.phase(now).label().to_owned(),
        tables: tables::all(conn, &full, now).await?,
        papers,
        prints,
        entries: entries(conn, request.id).await?,
    })
}

/// Every letter whose award was withdrawn, as it was sent.
async fn sent(conn: &mut AsyncPgConnection, request: RequestId, now: Moment) -> Result<Vec<Paper>> {
    let mut papers = Vec::new();
    let all = letters::queries::of(conn, request).await?;
    for (number, it) in (1..).zip(all.iter().filter(|it| it.withdrawn.is_some())) {
        let letter = letters::queries::one(conn, request, &it.id.to_string()).await?;
        let reference = &letter.bid.reference;
        papers.push(Paper {
            place: format!("letters/{reference}-withdrawn-{number}.txt"),
            title: format!(
                "The letter about the bid {reference} of {}, whose award was withdrawn",
                uk_time::full(it.at)
            ),
            content: outcomes::text::written(&letter, now).into_bytes(),
        });
    }
    Ok(papers)
}

/// Every version of every contract: its text, and the paper to be printed.
async fn signed(
    conn: &mut AsyncPgConnection,
    request: RequestId,
) -> Result<(Vec<Paper>, Vec<Print>)> {
    let (mut papers, mut prints) = (Vec::new(), Vec::new());
    let contracts = contracts::queries::ever_of(conn, request).await?;
    let ids: Vec<ContractId> = contracts.iter().map(|it| it.id).collect();
    let waivers = gates::queries::waivers_of(conn, &ids).await?;
    for version in versions::queries::of_each(conn, &ids).await? {
        let Some(contract) = contracts.iter().find(|it| it.id == version.contract_id) else {
            continue;
        };
        let waived = waivers.get(&contract.id).map(Vec::as_slice).unwrap_or_default();
        let place =
            |ending| format!("contracts/{}", version.file_name(&contract.reference, ending));
        let name = format!("Contract {}: {}", contract.reference, version.name());
        prints.push(Print {
            place: place("pdf"),
            title: format!("{name} (PDF)"),
            paper: paper::of(&version, waived),
        });
        papers.push(Paper {
            place: place("txt"),
            title: format!("{name}, the text exactly as it is signed"),
            content: version.document.clone().into_bytes(),
        });
    }
    Ok((papers, prints))
}

/// The request, and everything that belongs to it and has a life of its own.
/// A bid that was never opened, and who asked which question, stay unsaid.
async fn subjects(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Uuid>> {
    let mut found = vec![request.uuid()];
    let opened = bids::table
        .filter(bids::request_id.eq(request))
        .filter(bids::state.ne_all(crate::bids::queries::UNOPENED))
        .select(bids::id);
    found.extend(opened.load::<BidId>(conn).await?.iter().map(|it| it.uuid()));
    let changed = amendments::table.filter(amendments::request_id.eq(request));
    let changed = changed.select(amendments::id).load::<AmendmentId>(conn).await?;
    found.extend(changed.iter().map(|it| it.uuid()));
    let made = awards::table.filter(awards::request_id.eq(request)).select(awards::id);
    found.extend(made.load::<AwardId>(conn).await?.iter().map(|it| it.uuid()));
    let signed = contracts::queries::ever_of(conn, request).await?;
    found.extend(signed.iter().map(|it| it.id.uuid()));
    Ok(found)
}

async fn entries(conn: &mut AsyncPgConnection, request: RequestId) -> Result<Vec<Entered>> {
    let subjects = subjects(conn, request).await?;
    let numbers: Vec<i64> = audit_entries::table
        .filter(audit_entries::subject.eq_any(subjects))
        .order(audit_entries::seq)
        .select(audit_entries::seq)
        .load(conn)
        .await?;
    let entered = proven::all(conn, &numbers).await?;
    let entry = |it: &proven::Entered| Entered {
        seq: it.entry().seq,
        action: it.entry().action.clone(),
        text: it.text(),
        proved: matches!(it, proven::Entered::Proved(_)),
    };
    Ok(entered.iter().map(entry).collect())
}
