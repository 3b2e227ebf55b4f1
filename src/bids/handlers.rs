//! A provider's own bids over HTTP: take the request apart, call the slice,
//! answer. Its sections are in [`super::sections::handlers`].

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};

use super::model::BidInFull;
use super::pages::{
    CheckPage, Closing, Event, HistoryPage, ReceiptPage, ShowPage, StartPage, WithdrawPage,
    standing,
};
use super::receipts::pages::WithdrawnPage;
use super::sections::policy::{done, faults, gaps, staffing, tasks};
use super::state::BidState;
use super::{
    acts, attachments, eligibility, policy, price, queries, receipts, reconfirming, removing,
    sealing,
};
use crate::accounts;
use crate::accounts::colleagues::policy::whom_to_ask;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::roles::{Bidder, ProviderMember};
use crate::audit::entry;
use crate::awards::letters;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::evaluation::explaining;
use crate::requests;
use crate::requests::amending;
use crate::requests::amending::model::{since, unanswered_since};
use crate::requests::documents::policy::Looker;
use crate::seal::keys::Keys;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Posted;
use crate::web::page::{self, Frame};

/// GET /opportunities/{reference}/bid
pub async fn start_page(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let look = db
        .read(async |conn| {
            let request = requests::queries::public(conn, &path).await?;
            eligibility::queries::look(conn, &who, request, now).await
        })
        .await?;
    if let Some(bid) = &look.own {
        return Ok(page::go_to(bid.path()));
    }
    let gates = eligibility::policy::gates(&look, now);
    let (request, closing) = (&look.request, Closing::of(&look.request, now));
    page::show(&StartPage { frame, request, closing, gates: &gates })
}

/// POST /opportunities/{reference}/bid
pub async fn start(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let bid = db.act(&who.by, async |tx| acts::start(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(bid.path(), "Your bid is started. It is saved, not submitted"))
}

async fn in_full(db: &Db, who: &ProviderMember, reference: &str) -> Result<(BidInFull, Moment)> {
    let now = db.now().await?;
    let it = db.read(async |conn| queries::own_in_full(conn, who, reference).await).await?;
    Ok((it, now))
}

/// GET /bids/{reference}
pub async fn show(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (it, now) = in_full(&db, &who, &path).await?;
    let tasks = tasks(&it, &faults(&it, now));
    let (id, provider, request) = (it.bid.id, who.provider, &it.request);
    let looker: Looker<'_> = Some((Organisation::Provider(provider), &[]));
    let (damage, all, bars, received, explained, told) = db
        .read(async |conn| {
            let damage = sealing::queries::damage(conn, id).await?;
            let all = amending::queries::published_for(conn, request, looker).await?;
            let received = receipts::queries::last(conn, id).await?.is_some();
            let explained = explaining::queries::last(conn, id).await?;
            let bars = queries::bars(conn, provider, request, now).await?;
            let told = !letters::queries::over(conn, request.id, id).await?.is_empty();
            Ok((damage, all, bars, received, explained, told))
        })
        .await?;
    let bidder = who.has(Role::Bidder);
    let (done, asked) = done(&tasks);
    let unanswered = unanswered_since(&all, it.bid.written_for());
    let confirms = reconfirming::policy::may_confirm(&it.bid, &it.request, &bars, &unanswered, now);
    page::show(&ShowPage {
        frame,
        closing: Closing::of(&it.request, now),
        standing: standing(&it.bid, &it.request, now),
        done,
        asked,
        tasks,
        may_edit: bidder && policy::may_edit(&it.bid, &it.request, now).is_ok(),
        may_withdraw: bidder && policy::may_withdraw(&it.bid, &it.request, now).is_ok(),
        damage: damage.unwrap_or_default(),
        question: match explained.map(|it| explaining::policy::may_answer(&it, request, now)) {
            Some(Ok(_)) => {
                "The force asks you to explain your price. Read the question and answer it"
            }
            Some(Err(_)) => "Read what the force asked about your price",
            None => "",
        },
        told,
        amended: &since(&all, it.bid.request_version),
        unanswered: &unanswered,
        may_confirm: bidder && confirms.is_ok(),
        withdrawn: received && it.bid.state == BidState::Draft,
        may_delete: bidder && removing::policy::may_delete(&it.bid, received).is_ok(),
        it: &it,
    })
}

/// GET /bids/{reference}/check
pub async fn check(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    checked(&who, frame, &db, &path, None).await
}

/// The page to check. `overtaken` is the version that was checked when the
/// request was amended before the bid was submitted.
async fn checked(
    who: &ProviderMember,
    frame: Frame,
    db: &Db,
    reference: &str,
    overtaken: Option<i32>,
) -> Result<HttpResponse> {
    let (it, now) = in_full(db, who, reference).await?;
    policy::may_read(&it.bid)?;
    let may_edit = who.has(Role::Bidder) && policy::may_edit(&it.bid, &it.request, now).is_ok();
    let (provider, request) = (who.provider, &it.request);
    let looker: Looker<'_> = Some((Organisation::Provider(provider), &[]));
    let ids = [it.bid.id];
    let mends = who.has(Role::ProviderAdmin);
    let (bars, opened, all, admins) = db
        .read(async |conn| {
            let bars = queries::bars(conn, provider, request, now).await?;
            let opened = attachments::queries::opened(conn, &ids).await?;
            let all = amending::queries::published_for(conn, request, looker).await?;
            let admins = accounts::queries::administrators(conn, provider).await?;
            Ok((bars, opened, all, admins))
        })
        .await?;
    let amended = match overtaken {
        Some(seen) => since(&all, seen),
        None if it.bid.is_written() => since(&all, it.bid.request_version),
        None => Vec::new(),
    };
    let warnings = it.roles.iter().flat_map(|role| gaps(&it, role, now)).filter(|gap| !gap.bars);
    let totals = it.totals();
    let above = totals.as_ref().and_then(|totals| price::above_budget(totals, &it.request));
    let page = CheckPage {
        frame,
        closing: Closing::of(&it.request, now),
        totals,
        faults: if may_edit { faults(&it, now) } else { Vec::new() },
        bars,
        ask: if mends { String::new() } else { whom_to_ask(&admins) },
        warnings: warnings.map(|gap| gap.said).chain(staffing(&it)).chain(above).collect(),
        opened: opened.into_iter().map(|(_, one)| one).collect(),
        may_edit,
        amended: &amended,
        overtaken: overtaken.is_some(),
        it: &it,
    };
    let status = if overtaken.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    page::with_status(status, &page)
}

/// POST /bids/{reference}/submission
pub async fn submit(
    who: Bidder,
    frame: Frame,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let seen = posted.text("version").parse().ok();
    let done = db.act(&who.by, async |tx| acts::submit(tx, &keys, &who, &path, seen).await).await;
    match (done, seen) {
        (Ok(bid), _) => Ok(page::go_to(bid.receipt_path())),
        (Err(Error::Again(_)), Some(seen)) if seen > 0 => {
            checked(&who, frame, &db, &path, Some(seen)).await
        }
        (Err(error), _) => Err(error),
    }
}

/// POST /bids/{reference}/replacement
pub async fn replace(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let bid = db.act(&who.by, async |tx| acts::replace(tx, &who, &path).await).await?;
    let said = match bid.needs_reconfirm() {
        true => {
            "You can write a new bid. The one you submitted does not count until you confirm it"
        }
        false => {
            "You can write a new bid. The one you submitted counts until you submit the new one"
        }
    };
    Ok(page::go_to_saying(bid.path(), said))
}

/// POST /bids/{reference}/replacement/removal
pub async fn keep(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let bid = db.act(&who.by, async |tx| acts::keep(tx, &who, &path).await).await?;
    let said = match bid.needs_reconfirm() {
        true => "The new bid is deleted. The one you submitted does not count until you confirm it",
        false => "The new bid is deleted. The one you submitted counts",
    };
    Ok(page::go_to_saying(bid.path(), said))
}

/// GET /bids/{reference}/withdrawal
pub async fn withdraw_page(
    who: Bidder,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (it, now) = in_full(&db, &who, &path).await?;
    let (bid, request) = (&it.bid, &it.request);
    let _ = policy::may_withdraw(bid, request, now)?;
    page::show(&WithdrawPage { frame, bid, request, closing: Closing::of(request, now) })
}

/// POST /bids/{reference}/withdrawal
pub async fn withdraw(
    who: Bidder,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let bid = db.act(&who.by, async |tx| acts::withdraw(tx, &who, &path).await).await?;
    Ok(page::go_to_saying(
        bid.path(),
        "Your bid is withdrawn. Your company has no bid until you submit one",
    ))
}

/// GET /bids/{reference}/receipt
pub async fn receipt(
    who: ProviderMember,
    frame: Frame,
    (db, keys): (Data<Db>, Data<Keys>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (bid, request, by, signed, withdrawn) = db
        .read(async |conn| {
            let bid = queries::own(conn, &who, &path).await?;
            let by = match bid.submitted_by {
                Some(by) => Some(accounts::queries::person(conn, by).await?),
                None => None,
            };
            let request = requests::queries::by_id(conn, bid.request_id).await?;
            let signed = receipts::queries::last(conn, bid.id).await?;
            let withdrawn = receipts::queries::withdrawn_at(conn, bid.id).await?;
            Ok((bid, request, by, signed, withdrawn))
        })
        .await?;
    let Some(by) = by else {
        return page::show(&WithdrawnPage {
            frame,
            closing: Closing::of(&request, now),
            said: receipts::model::withdrawn(&bid, withdrawn),
            signed: signed.ok_or(Error::NotFound)?.text(),
            public_key: keys.public_key(),
            open: policy::takes_bids(&request, now).is_ok(),
            bid: &bid,
            request: &request,
        });
    };
    page::show(&ReceiptPage {
        frame,
        closing: Closing::of(&request, now),
        submitted_at: bid.submitted_at.map(uk_time::full).unwrap_or_default(),
        submitted_by: by.name,
        covered: signed.as_ref().and_then(|it| it.proven.as_ref()).map(|it| it.entry.seq),
        signed: signed.map(|it| it.text()).unwrap_or_default(),
        public_key: keys.public_key(),
        open: policy::takes_bids(&request, now).is_ok(),
        bid: &bid,
        request: &request,
    })
}

/// GET /bids/{reference}/receipt.txt
pub async fn receipt_file(
    who: ProviderMember,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (bid, text) = db
        .read(async |conn| {
            let bid = queries::own(conn, &who, &path).await?;
            let receipt = receipts::queries::last(conn, bid.id).await?.ok_or(Error::NotFound)?;
            let text = receipt.text();
            if bid.submitted_at.is_some() {
                return Ok((bid, text));
            }
            let withdrawn = receipts::queries::withdrawn_at(conn, bid.id).await?;
            let said = receipts::model::withdrawn(&bid, withdrawn);
            Ok((bid, format!("{said}\n\n{text}")))
        })
        .await?;
    let name = format!("attachment; filename=\"{}-receipt.txt\"", bid.reference);
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, name))
        .body(text))
}

/// GET /bids/{reference}/history
pub async fn history(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (bid, request, lines) = db
        .read(async |conn| {
            let bid = queries::own(conn, &who, &path).await?;
            let request = requests::queries::by_id(conn, bid.request_id).await?;
            let lines = entry::history(conn, &[bid.id.uuid(), request.id.uuid()]).await?;
            Ok((bid, request, lines))
        })
        .await?;
    let own = lines.into_iter().rev().filter(|line| policy::is_own_history(line, &bid));
    let events = own.map(|line| Event::from(&line)).collect();
    let (closing, unsubmitted) =
        (Closing::of(&request, now), policy::may_edit(&bid, &request, now).is_ok());
    page::show(&HistoryPage { frame, bid: &bid, request: &request, closing, unsubmitted, events })
}
