//! Reading what entries say, and what is kept. To be asked of one moment
//! (`Db::read_at_once`): else something may come in between.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Bool, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{ASKED, Entry, Kept, Said, Thing, closing, receipt};
use crate::awards;
use crate::bids;
use crate::bids::state::BidState;
use crate::error::Result;
use crate::evaluation::model::{AgreedScore, Snapshot};
use crate::schema::{
    agreed_scores, audit_entries, bids as all_bids, closings, contract_versions, contracts, files,
    framework_terms, outcome_letters, quality_locks, ranking_snapshots, receipts, request_criteria,
    requests, terms_acceptances,
};
use crate::types::text::hex;
use crate::types::time::Moment;

/// How many entries are read at a time.
const BATCH: i64 = 5_000;

/// How many texts are read at a time.
const TEXTS: usize = 100;

/// How many things were compared, and what is wrong with them, in words.
pub async fn faults(conn: &mut AsyncPgConnection) -> Result<(usize, Vec<String>)> {
    let said = said(conn).await?;
    let kept = kept(conn, &said).await?;
    Ok((kept.len(), said.faults(&kept)))
}

/// Everything that entries say of what is kept.
pub async fn said(conn: &mut AsyncPgConnection) -> Result<Said> {
    let (mut said, mut after) = (Said::default(), 0);
    loop {
        let rows: Vec<(i64, Moment, String, Uuid, Value)> = audit_entries::table
            .filter(audit_entries::seq.gt(after))
            .filter(
                audit_entries::action
                    .eq_any(ASKED)
                    .or(sql::<Bool>("(action like 'contract.%' and detail ? 'sha256')")),
            )
            .order(audit_entries::seq)
            .limit(BATCH)
            .select((
                audit_entries::seq,
                audit_entries::at,
                audit_entries::action,
                audit_entries::subject,
                audit_entries::detail,
            ))
            .load(conn)
            .await?;
        let Some(last) = rows.last() else { return Ok(said) };
        after = last.0;
        for (seq, at, action, subject, detail) in &rows {
            let (seq, at, subject) = (*seq, *at, *subject);
            said.read(&Entry { seq, at, action, subject, detail });
        }
    }
}

/// Everything that is kept and that entries may speak of.
async fn kept(conn: &mut AsyncPgConnection, said: &Said) -> Result<Vec<Kept>> {
    let mut all = versions(conn).await?;
    all.extend(sealed(conn).await?);
    all.extend(given(conn).await?);
    all.extend(closed(conn).await?);
    all.extend(ranked(conn).await?);
    all.extend(agreed(conn).await?);
    all.extend(letters(conn).await?);
    all.extend(uploaded(conn, said).await?);
    all.extend(terms(conn).await?);
    Ok(all)
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Their texts are digested here, apart from the database that keeps them.
async fn versions(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    use contract_versions as it;
    let ids: Vec<Uuid> =
        it::table.order((it::contract_id, it::number)).select(it::id).load(conn).await?;
    let mut kept = Vec::new();
    for some in ids.chunks(TEXTS) {
        let rows: Vec<(Uuid, String, i32, String, Vec<u8>)> = it::table
            .inner_join(contracts::table)
            .filter(it::id.eq_any(some))
            .order((it::contract_id, it::number))
            .select((
                it::contract_id,
                contracts::reference,
                it::number,
                it::document,
                it::document_hash,
            ))
            .load(conn)
            .await?;
        kept.extend(rows.into_iter().map(|(contract, reference, number, text, hash)| Kept {
            thing: Thing::Version(contract, number),
            name: format!("the text of version {number} of the contract {reference}"),
            comes_to: vec![hex(&hash), digest(&text)],
        }));
    }
    Ok(kept)
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = SqlUuid)]
    bid_id: Uuid,
    #[diesel(sql_type = Text)]
    envelope: String,
    #[diesel(sql_type = Binary)]
    sha256: Vec<u8>,
}

/// Bids from before they were sealed have no envelopes.
async fn sealed(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, String, Vec<u8>, Vec<u8>)> = all_bids::table
        .filter(all_bids::state.ne(BidState::Draft))
        .filter(all_bids::content_hash.is_not_null())
        .filter(all_bids::price_hash.is_not_null())
        .order(all_bids::id)
        .select((
            all_bids::id,
            all_bids::reference,
            all_bids::content_hash.assume_not_null(),
            all_bids::price_hash.assume_not_null(),
        ))
        .load(conn)
        .await?;
    let lying: Vec<Sealed> =
        diesel::sql_query("select bid_id, envelope, sha256 from sealed_digests()")
            .load(conn)
            .await?;
    let lies = |bid: Uuid, envelope: &str| {
        let found = lying.iter().find(|it| it.bid_id == bid && it.envelope == envelope);
        found.map_or_else(|| "missing".to_owned(), |it| hex(&it.sha256))
    };
    let both = rows.into_iter().flat_map(|(bid, reference, quality, price)| {
        [
            Kept {
                thing: Thing::Quality(bid),
                name: format!("the quality envelope of {reference}"),
                comes_to: vec![hex(&quality), lies(bid, "quality")],
            },
            Kept {
                thing: Thing::Price(bid),
                name: format!("the price envelope of {reference}"),
                comes_to: vec![hex(&price), lies(bid, "price")],
            },
        ]
    });
    Ok(both.collect())
}

/// Receipts as they were given.
async fn given(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, String, Moment, String)> = receipts::table
        .inner_join(all_bids::table)
        .select((receipts::bid_id, all_bids::reference, receipts::submitted_at, receipts::text))
        .load(conn)
        .await?;
    let kept = rows.into_iter().map(|(bid, reference, at, text)| {
        let said = bids::receipts::model::digests(&text);
        Kept {
            thing: Thing::Receipt(bid, at),
            name: format!("a receipt for {reference}"),
            comes_to: vec![
                said.map_or_else(String::new, |(quality, price)| receipt(quality, price)),
            ],
        }
    });
    Ok(kept.collect())
}

async fn closed(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, String, i32, Vec<u8>, String)> = closings::table
        .inner_join(requests::table)
        .select((
            closings::request_id,
            requests::reference,
            closings::bids,
            closings::root,
            closings::text,
        ))
        .load(conn)
        .await?;
    let kept = rows.into_iter().map(|(request, reference, bids, root, text)| {
        let said = bids::closing::model::said(&text);
        Kept {
            thing: Thing::Closing(request),
            name: format!("the closing record of {reference}"),
            comes_to: vec![
                closing(bids.into(), &hex(&root)),
                said.map_or_else(String::new, |(bids, root)| closing(bids, root)),
            ],
        }
    });
    Ok(kept.collect())
}

/// Rankings as they were frozen, and the words that lots were drawn with.
async fn ranked(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let locks: Vec<(Uuid, String, Value)> = quality_locks::table
        .inner_join(requests::table)
        .select((quality_locks::request_id, requests::reference, quality_locks::ranking))
        .load(conn)
        .await?;
    let later: Vec<(Uuid, String, i32, Value)> = ranking_snapshots::table
        .inner_join(requests::table)
        .select((
            ranking_snapshots::request_id,
            requests::reference,
            ranking_snapshots::number,
            ranking_snapshots::ranking,
        ))
        .load(conn)
        .await?;
    let lots = locks.iter().map(|(request, reference, kept)| Kept {
        thing: Thing::Lots(*request),
        name: format!("the draw of lots of {reference}"),
        comes_to: vec![Snapshot::deserialize(kept).map(|it| it.quality.lots).unwrap_or_default()],
    });
    let lots: Vec<Kept> = lots.collect();
    let first = locks.into_iter().map(|(request, reference, kept)| (request, reference, 1, kept));
    let all = first.chain(later).map(|(request, reference, number, kept)| Kept {
        thing: Thing::Ranking(request, number),
        name: format!("ranking {number} of {reference}"),
        comes_to: vec![ranking(&kept).unwrap_or_default()],
    });
    Ok(all.chain(lots).collect())
}

/// As it was digested when it was frozen.
fn ranking(kept: &Value) -> Option<String> {
    let snapshot = Snapshot::deserialize(kept).ok()?;
    Some(hex(&Sha256::digest(serde_json::to_vec(&snapshot.ranking).ok()?)))
}

/// What panels agreed.
async fn agreed(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let rows: Vec<(AgreedScore, String, String)> = agreed_scores::table
        .inner_join(all_bids::table)
        .inner_join(request_criteria::table)
        .order((agreed_scores::bid_id, agreed_scores::criterion_id))
        .select((AgreedScore::as_select(), all_bids::reference, request_criteria::criterion))
        .load(conn)
        .await?;
    let kept = rows.into_iter().map(|(it, reference, criterion)| Kept {
        thing: Thing::Agreed(it.bid_id.uuid(), it.criterion_id.uuid()),
        name: format!("what was agreed for {reference} on {criterion}"),
        comes_to: vec![it.digest()],
    });
    Ok(kept.collect())
}

/// Letters as they were sent.
async fn letters(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, Uuid, Value)> = outcome_letters::table
        .order((outcome_letters::sent_at, outcome_letters::id))
        .select((outcome_letters::award_id, outcome_letters::bid_id, outcome_letters::said))
        .load(conn)
        .await?;
    let about: Vec<Uuid> = rows.iter().map(|it| it.1).collect();
    let names: BTreeMap<Uuid, String> = all_bids::table
        .filter(all_bids::id.eq_any(about))
        .select((all_bids::id, all_bids::reference))
        .load::<(Uuid, String)>(conn)
        .await?
        .into_iter()
        .collect();
    let kept = rows.into_iter().map(|(award, bid, said)| {
        let digest = awards::letters::model::Said::deserialize(&said).ok();
        let reference = names.get(&bid).cloned().unwrap_or_default();
        Kept {
            thing: Thing::Letter(award, bid),
            name: format!("a letter about {reference}"),
            comes_to: vec![digest.and_then(|it| it.digest().ok()).unwrap_or_default()],
        }
    });
    Ok(kept.collect())
}

/// The rows of the files that entries speak of.
async fn uploaded(conn: &mut AsyncPgConnection, said: &Said) -> Result<Vec<Kept>> {
    let rows: Vec<(Uuid, Vec<u8>)> = files::table
        .filter(files::id.eq_any(said.files()))
        .order(files::id)
        .select((files::id, files::sha256))
        .load(conn)
        .await?;
    let kept = rows.into_iter().map(|(id, sha256)| {
        let thing = Thing::File(id);
        Kept { thing, name: thing.to_string(), comes_to: vec![hex(&sha256)] }
    });
    Ok(kept.collect())
}

/// The framework's terms, and who accepted which.
async fn terms(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    let published: Vec<(i32, String, Vec<u8>)> = framework_terms::table
        .order(framework_terms::version)
        .select((framework_terms::version, framework_terms::text, framework_terms::text_hash))
        .load(conn)
        .await?;
    let accepted: Vec<(Uuid, i32, Vec<u8>)> = terms_acceptances::table
        .select((
            terms_acceptances::provider_id,
            terms_acceptances::version,
            terms_acceptances::text_hash,
        ))
        .load(conn)
        .await?;
    let kept = |thing: Thing, comes_to| Kept { thing, name: thing.to_string(), comes_to };
    let texts = published.into_iter().map(|(number, text, hash)| {
        kept(Thing::Terms(number.into()), vec![hex(&hash), digest(&text)])
    });
    let by = accepted.into_iter().map(|(provider, number, hash)| {
        kept(Thing::Acceptance(provider, number.into()), vec![hex(&hash)])
    });
    Ok(texts.chain(by).collect())
}

/// Files that entries speak of and that were not erased: what each is called
/// in store, and what it has to come to.
pub async fn in_store(
    conn: &mut AsyncPgConnection,
    said: &Said,
) -> Result<Vec<(Uuid, String, String)>> {
    let rows: Vec<(Uuid, String, Vec<u8>)> = files::table
        .filter(files::id.eq_any(said.files()))
        .filter(files::erased_at.is_null())
        .filter(files::removed_at.is_null())
        .order(files::id)
        .select((files::id, files::storage_key, files::sha256))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, key, sha256)| (id, key, hex(&sha256))).collect())
}

/// What we signed and keep: what it is called, and its text.
pub async fn statements(conn: &mut AsyncPgConnection) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = receipts::table
        .inner_join(all_bids::table)
        .select((all_bids::reference, receipts::text))
        .load(conn)
        .await?;
    all.iter_mut().for_each(|it| it.0 = format!("a receipt for {}", it.0));
    let closed: Vec<(String, String)> = closings::table
        .inner_join(requests::table)
        .select((requests::reference, closings::text))
        .load(conn)
        .await?;
    let name = |(reference, text)| (format!("the closing record of {reference}"), text);
    all.extend(closed.into_iter().map(name));
    Ok(all)
}
