//! Moderation, the lock and the ranking over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use rust_decimal::Decimal;

use super::acts;
use super::pages::{ModerateBidPage, ModerationPage, RankingPage};
use super::plot::Plot;
use super::view::{self, Table};
use crate::accounts::roles::{ForceMember, Reader};
use crate::db::{Db, Opener, Tx};
use crate::error::{Error, Result};
use crate::evaluation::asked::{self, Asked};
use crate::evaluation::forms::{ScoresForm, scale};
use crate::evaluation::model::Snapshot;
use crate::evaluation::prices;
use crate::evaluation::queries;
use crate::evaluation::read::read;
use crate::evaluation::reading::acts::{Sensitive, note};
use crate::requests;
use crate::requests::model::PriceMethod;
use crate::seal::keys::Keys;
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
    let rows = table.rows();
    let all_agreed = rows.iter().flat_map(|it| &it.sides).all(|it| it.agreed.is_some());
    let Table { request, criteria, .. } = table;
    note(&db, &who, request.id, Sensitive::Scores).await?;
    let reads_only = who.is_auditor();
    page::show(&ModerationPage { frame, request, criteria, rows, all_agreed, reads_only })
}

/// GET /requests/{reference}/moderation/{letter}
pub async fn bid(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let laid = laid_out(&db, &who, &path).await?;
    let bid = laid.0.bid(&path.1)?.id;
    note(&db, &who, laid.0.request.id, Sensitive::Bid(bid)).await?;
    let form = ScoresForm::saved(&laid.0.criteria, |criterion| {
        laid.0.agreed(bid, criterion).map(|it| (it.score, it.reason.clone()))
    });
    let page = drawn(frame, &path.1, &laid, &form, Mistakes::default())?;
    page::show(&ModerateBidPage { reads_only: who.is_auditor(), ..page })
}

type LaidOut = (Table, Asked);

async fn laid_out(db: &Db, who: &Reader, path: &(String, String)) -> Result<LaidOut> {
    let now = db.now().await?;
    db.read(async |conn| {
        let table = view::table(conn, who, &path.0, now).await?;
        let asked = Asked::of(conn, table.request.clone(), now).await?;
        Ok((table, asked))
    })
    .await
}

fn drawn(
    frame: Frame,
    letter: &str,
    (table, asked): &LaidOut,
    form: &ScoresForm,
    mistakes: Mistakes,
) -> Result<ModerateBidPage> {
    let bid = table.bid(letter)?;
    let mut read = read(bid, asked, &table.criteria, form);
    Ok(ModerateBidPage {
        frame,
        request: table.request.clone(),
        letter: letter.to_owned(),
        lines: read.questions.drain(..).zip(table.sides(bid.id)).collect(),
        bid: read,
        scale: scale(table.request.scale_max),
        reads_only: false,
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
    let bid = laid.0.bid(&path.1)?.id;
    let form = ScoresForm::typed(&posted, &laid.0.criteria);
    let given = match form.parse(laid.0.request.scale_max) {
        Ok(given) => given,
        Err(mistakes) => return page::mistaken(&drawn(frame, &path.1, &laid, &form, mistakes)?),
    };
    db.act(&who.by, async |tx| acts::agree(tx, &who, &path.0, bid, &given).await).await?;
    let said = format!("The agreed scores for Bidder {} are saved.", path.1);
    Ok(page::go_to_saying(format!("/requests/{}/moderation", path.0), &said))
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
    let said = "Quality is locked. Prices are open and the bids are ranked.";
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
            let request = requests::queries::readable(conn, &who, &path).await?;
            let lock = queries::lock_of(conn, request.id).await?.ok_or(Error::NotFound)?;
            let mut lacking = asked::lacking(conn, &request, now).await?;
            let Snapshot { quality, ranking } = lock.snapshot()?;
            let providers: Vec<_> = ranking.bids.iter().map(|it| it.provider).collect();
            let names = queries::provider_names(conn, &providers).await?;
            let criteria = requests::queries::criteria_of(conn, request.id).await?;
            let quality_max: Decimal =
                criteria.iter().filter(|it| !it.is_price).map(|it| Decimal::from(it.weight)).sum();
            let by = queries::names(conn, &[lock.locked_by]).await?;
            let by = by.get(&lock.locked_by).cloned().unwrap_or_default();
            let named: Vec<_> = ranking
                .bids
                .into_iter()
                .map(|bid| {
                    let name = names.get(&bid.provider).cloned().unwrap_or_default();
                    (bid, name)
                })
                .collect();
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
                        view::ranking_row(bid, name.clone(), lacks)
                    })
                    .collect(),
                lots: quality.lots,
                request,
            })
        })
        .await?;
    note(&db, &who, page.request.id, Sensitive::Ranking).await?;
    page::show(&page)
}
