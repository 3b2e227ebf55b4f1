//! Moderation, the lock and the ranking over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use rust_decimal::Decimal;

use super::acts;
use super::pages::{LockPage, ModerateBidPage, ModerationPage, RankingPage};
use super::plot::Plot;
use super::view::{self, Table};
use crate::accounts::roles::{ForceMember, Reader};
use crate::awards::rechecking;
use crate::db::{Db, Opener, Tx};
use crate::error::{Error, Result};
use crate::evaluation::asked::{self, Asked};
use crate::evaluation::explaining::view::LowPrices;
use crate::evaluation::forms::{Place, Pressed, ScoresForm, scale};
use crate::evaluation::halves::model::{Half, Of};
use crate::evaluation::handlers::kept_at;
use crate::evaluation::model::Snapshot;
use crate::evaluation::read::read;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::evaluation::reranking::model::Numbered;
use crate::evaluation::reranking::view::Words;
use crate::evaluation::{compared, halves, panel, policy, prices, queries, reranking};
use crate::requests;
use crate::requests::model::PriceMethod;
use crate::seal::keys::Keys;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/moderation
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let table = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let locked = queries::lock_of(conn, request.id).await?.is_some();
            if locked && !who.is_auditor() {
                return Err(Error::AlreadyDone(format!("/requests/{}/ranking", request.reference)));
            }
            view::table(conn, &who, &path, now).await
        })
        .await?;
    let (rows, all_agreed, reads_only) = (table.rows(), table.is_agreed(), !table.may_agree);
    let Table { request, criteria, recused, .. } = table;
    note(&db, &who, request.id, Sensitive::Scores).await?;
    page::show(&ModerationPage { frame, request, criteria, rows, recused, all_agreed, reads_only })
}

/// The table, with what is asked for reading one bid of it, and what the
/// viewer has typed of it.
struct LaidOut {
    table: Table,
    asked: Asked,
    halves: Vec<Half>,
    seen: Option<Moment>,
}

/// GET /requests/{reference}/moderation/{letter}
pub async fn bid(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let laid = laid_out(&db, &who, &path).await?;
    let (table, bid) = (&laid.table, laid.table.bid(&path.1)?.id);
    note(&db, &who, table.request.id, Sensitive::Bid(bid)).await?;
    let form = ScoresForm::saved(Place::of_bid((&path.1, bid), &table.criteria), |place| {
        match Half::at(&laid.halves, place) {
            Some(half) => Some(half.clone()),
            None => table.typed(place),
        }
    });
    page::show(&drawn(frame, &path.1, &laid, &form, Mistakes::default())?)
}

async fn laid_out(db: &Db, who: &Reader, path: &(String, String)) -> Result<LaidOut> {
    let now = db.now().await?;
    db.read(async |conn| {
        let table = view::table(conn, who, &path.0, now).await?;
        let bid = table.bid(&path.1)?.id;
        let halves = match who.member() {
            Some(member) if table.may_agree => {
                halves::queries::of(conn, table.request.id, (member.user, Of::Agreed)).await?
            }
            _ => Vec::new(),
        };
        let seen = queries::agreed_last(conn, bid).await?.map(|it| it.2);
        let asked = Asked::of(conn, table.request.clone(), now).await?;
        Ok(LaidOut { table, asked, halves, seen })
    })
    .await
}

fn drawn(
    frame: Frame,
    letter: &str,
    laid: &LaidOut,
    form: &ScoresForm,
    mistakes: Mistakes,
) -> Result<ModerateBidPage> {
    let table = &laid.table;
    let bid = table.bid(letter)?;
    let mut read = read(bid, &laid.asked, &table.criteria, form);
    Ok(ModerateBidPage {
        frame,
        request: table.request.clone(),
        letter: letter.to_owned(),
        provider: if table.locked { bid.provider_name.clone() } else { String::new() },
        lines: read.questions.drain(..).zip(table.sides(bid.id)).collect(),
        bid: if table.locked { read.named(bid) } else { read },
        scale: scale(table.request.scale_max),
        reads_only: !table.may_agree,
        unfinished: table.may_agree && form.differs(|place| table.typed(place)),
        seen: laid.seen.map(|it| it.timestamp_micros().to_string()).unwrap_or_default(),
        mistakes,
    })
}

/// POST /requests/{reference}/moderation/{letter}
pub async fn agree(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse> {
    let laid = laid_out(&db, &Reader::of(&who), &path).await?;
    if !laid.table.may_agree {
        return Err(Error::Refused(laid.table.barred));
    }
    let bid = laid.table.bid(&path.1)?.id;
    let form = ScoresForm::typed(&posted, Place::of_bid((&path.1, bid), &laid.table.criteria));
    let (here, pressed) = (format!("/requests/{}/moderation", path.0), Pressed::of(&posted));
    let parsed = form.parse(laid.table.request.scale_max);
    if pressed != Pressed::Give || parsed.is_err() {
        // What is refused is kept too: whoever leaves the page now loses none of it.
        let keep = halves::acts::keep_agreed;
        db.act(&who.by, async |tx| keep(tx, &who, &path.0, &form.typed).await).await?;
    }
    let given = match (pressed, parsed) {
        (Pressed::ByItself, _) => return Ok(kept_at(db.now().await?)),
        (Pressed::Later, _) => {
            let said =
                format!("What you typed for Bidder {} is kept, to be finished later.", path.1);
            return Ok(page::go_to_saying(here, &said));
        }
        (Pressed::Give, Err(mistakes)) => {
            return page::mistaken(&drawn(frame, &path.1, &laid, &form, mistakes)?);
        }
        (Pressed::Give, Ok(given)) => given,
    };
    let seen = posted.first("seen");
    db.act(&who.by, async |tx| acts::agree(tx, &who, &path.0, (&given, seen)).await).await?;
    let said = format!("The agreed scores for Bidder {} are saved.", path.1);
    Ok(page::go_to_saying(here, &said))
}

/// GET /requests/{reference}/quality-lock
pub async fn check(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let table = db
        .read(async |conn| {
            let request = requests::queries::own(conn, &who, &path).await?;
            if queries::lock_of(conn, request.id).await?.is_some() {
                return Err(Error::AlreadyDone(format!("/requests/{path}/ranking")));
            }
            view::table(conn, &Reader::of(&who), &path, now).await
        })
        .await?;
    if !table.is_agreed() || !table.may_agree {
        return Err(Error::AlreadyDone(format!("/requests/{path}/moderation")));
    }
    let rows = table.bids.iter().map(|(letter, bid)| {
        let scores = table.criteria.iter().filter_map(|it| {
            let agreed = table.agreed(bid.id, it.id)?.score;
            Some((agreed, agreed < it.minimum))
        });
        (letter.clone(), scores.collect())
    });
    let rows = rows.collect();
    let Table { request, criteria, .. } = table;
    page::show(&LockPage { frame, request, criteria, rows })
}

/// POST /requests/{reference}/quality-lock
pub async fn lock(
    who: ForceMember,
    (opener, keys): (Data<Opener>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let lock = async |tx: &mut Tx<'_>| acts::lock(tx, &keys, &who, &path, once).await;
    opener.door().act(&who.by, lock).await?;
    let said = "Quality is locked: scores can no longer change. Then the prices were opened, and the bids are ranked.";
    Ok(page::go_to_saying(format!("/requests/{path}/ranking"), said))
}

/// GET /requests/{reference}/ranking
pub async fn ranking(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let request = compared::queries::readable(conn, &who, &path).await?;
            let lock = queries::lock_of(conn, request.id).await?.ok_or(Error::NotFound)?;
            // What was found when an award was decided stands beside its ranking.
            let mut lacking = match rechecking::queries::frozen_of(conn, request.id).await? {
                Some(frozen) => frozen.check.lacking,
                None => asked::lacking(conn, &request, now).await?,
            };
            let changes = reranking::queries::all(conn, request.id).await?;
            let low = LowPrices::of(conn, request.id, now).await?;
            let words = Words::of(conn, &request, &changes).await?;
            let panel = panel::queries::panel(conn, &request).await?;
            let before = reranking::queries::before(conn, request.id).await?;
            let may_change = who.judge(|member| {
                reranking::policy::may_propose(member, &request, before.as_ref(), now)
            });
            let Numbered { number, snapshot: Snapshot { quality, ranking }, .. } =
                before.ok_or(Error::NotFound)?.now;
            let criteria = requests::queries::criteria_of(conn, request.id).await?;
            let quality_max: Decimal =
                criteria.iter().filter(|it| !it.is_price).map(|it| Decimal::from(it.weight)).sum();
            let by = queries::names(conn, &[lock.locked_by]).await?;
            let by = by.get(&lock.locked_by).cloned().unwrap_or_default();
            let named: Vec<_> =
                ranking.bids.iter().map(|bid| (bid.clone(), words.provider_of(bid.bid))).collect();
            let order: Vec<_> = named.iter().map(|(bid, name)| (bid.bid, name.clone())).collect();
            let prices = prices::queries::side_by_side(conn, &request, &order).await?;
            Ok(RankingPage {
                frame,
                prices,
                locked: format!("{by}, {}", uk_time::full(lock.locked_at)),
                per_point: request.price_method == PriceMethod::PerQualityPoint,
                plot: Plot::of(&named, quality_max),
                rows: named
                    .iter()
                    .map(|(bid, name)| {
                        let lacks = lacking.remove(&bid.bid).unwrap_or_default();
                        view::ranking_row(&ranking, bid, name.clone(), (low.said(bid), lacks))
                    })
                    .collect(),
                lots: quality.lots,
                number,
                changes: changes.iter().map(|it| words.read(it)).collect(),
                may_change: may_change.is_ok(),
                may_look_back: policy::may_look_back(&who, &panel).is_ok(),
                any_low: ranking.bids.iter().any(|it| !low.is_heard(it)),
                any_believed: ranking.bids.iter().any(|it| low.is_believed(it)),
                request,
            })
        })
        .await?;
    note(&db, &who, page.request.id, Sensitive::Ranking).await?;
    page::show(&page)
}
