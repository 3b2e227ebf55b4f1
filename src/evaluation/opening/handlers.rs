//! The opening over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::{self, Confirmed};
use super::pages::OpeningPage;
use crate::accounts::roles::{ForceMember, Reader};
use crate::bids;
use crate::db::{Db, Opener, Tx};
use crate::error::Result;
use crate::evaluation::model::Opening;
use crate::evaluation::{forms, policy, queries};
use crate::requests;
use crate::requests::state::RequestState;
use crate::seal::keys::Keys;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/opening
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    page::show(&shown(&who, frame, &db, &path, Mistakes::default()).await?)
}

async fn shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    mistakes: Mistakes,
) -> Result<OpeningPage> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = requests::queries::readable(conn, who, reference).await?;
        let opening = queries::opening(conn, request.id).await?;
        let opened = opening.as_ref().is_some_and(|it| it.opened_at.is_some());
        let opened =
            if opened { Some(queries::opened_count(conn, request.id).await?) } else { None };
        // Before the opening nobody may know how many bids there are.
        let (closing, damaged) = match opened {
            Some(_) => (
                bids::closing::queries::closing(conn, request.id).await?,
                bids::sealing::queries::damaged(conn, request.id).await?,
            ),
            None => (None, Vec::new()),
        };
        let locked = queries::lock_of(conn, request.id).await?.is_some();
        let people: Vec<_> =
            opening.iter().flat_map(|it| [Some(it.first_by), it.second_by]).flatten().collect();
        let names = queries::names(conn, &people).await?;
        let named = |user| names.get(&user).cloned().unwrap_or_default();
        let confirmed = confirmations(opening.as_ref())
            .into_iter()
            .map(|(user, at)| (named(user), uk_time::full(at)))
            .collect();
        let judged = who.judge(|member| policy::may_open(member, &request, opening.as_ref(), now));
        let closes = request
            .closes_at
            .map(|at| (uk_time::full(at), uk_time::iso(at), uk_time::closing(now, at)));
        Ok(OpeningPage {
            frame,
            closes: closes.unwrap_or_default(),
            confirmed,
            opened,
            locked,
            may_confirm: judged.is_ok(),
            refusal: judged.err().unwrap_or_default(),
            can_end: request.state == RequestState::Evaluating && !who.is_auditor(),
            closing,
            damaged,
            mistakes,
            request,
        })
    })
    .await
}

fn confirmations(opening: Option<&Opening>) -> Vec<(UserId, Moment)> {
    let Some(opening) = opening else { return Vec::new() };
    let second = opening.second_by.zip(opening.opened_at);
    [(opening.first_by, opening.first_at)].into_iter().chain(second).collect()
}

/// POST /requests/{reference}/opening
pub async fn confirm(
    who: ForceMember,
    frame: Frame,
    (db, opener, keys): (Data<Db>, Data<Opener>, Data<Keys>),
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    if let Err(mistakes) = forms::no_conflict(&posted) {
        let page = shown(&Reader::of(&who), frame, &db, &path, mistakes).await?;
        // Whoever may not confirm is told so, declaration or not.
        if page.may_confirm {
            return page::mistaken(&page);
        }
    }
    let once = posted.once();
    let confirm = async |tx: &mut Tx<'_>| acts::confirm(tx, &keys, &who, &path, once).await;
    let confirmed = opener.door().act(&who.by, confirm).await?;
    let here = format!("/requests/{path}/opening");
    match confirmed {
        Confirmed::TooEarly(refusal) => Err(refusal.into()),
        Confirmed::Once => Ok(page::go_to_saying(
            here,
            "You have confirmed the opening. The bids open when a second person of your force confirms it too.",
        )),
        Confirmed::Opened(0) => Ok(page::go_to_saying(here, "Opened: there are no bids.")),
        Confirmed::Opened(1) => Ok(page::go_to_saying(here, "1 bid is open.")),
        Confirmed::Opened(n) => Ok(page::go_to_saying(here, &format!("{n} bids are open."))),
    }
}
