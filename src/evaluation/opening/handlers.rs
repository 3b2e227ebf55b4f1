//! The opening over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::{self, Confirmed};
use super::pages::OpeningPage;
use crate::accounts::roles::{ForceMember, Reader};
use crate::db::Db;
use crate::error::Result;
use crate::evaluation::model::Opening;
use crate::evaluation::{policy, queries};
use crate::requests;
use crate::requests::state::RequestState;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Posted;
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/opening
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let page = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let opening = queries::opening(conn, request.id).await?;
            let opened = opening.as_ref().is_some_and(|it| it.opened_at.is_some());
            let opened =
                if opened { Some(queries::opened_count(conn, request.id).await?) } else { None };
            let people: Vec<_> =
                opening.iter().flat_map(|it| [Some(it.first_by), it.second_by]).flatten().collect();
            let names = queries::names(conn, &people).await?;
            let named = |user| names.get(&user).cloned().unwrap_or_default();
            let confirmed = confirmations(opening.as_ref())
                .into_iter()
                .map(|(user, at)| (named(user), uk_time::full(at)))
                .collect();
            let judged =
                who.judge(|member| policy::may_open(member, &request, opening.as_ref(), now));
            let closes = request
                .closes_at
                .map(|at| (uk_time::full(at), uk_time::iso(at), uk_time::closing(now, at)));
            Ok(OpeningPage {
                frame,
                closes: closes.unwrap_or_default(),
                confirmed,
                opened,
                may_confirm: judged.is_ok(),
                refusal: judged.err().unwrap_or_default(),
                can_end: request.state == RequestState::Evaluating && !who.is_auditor(),
                request,
            })
        })
        .await?;
    page::show(&page)
}

fn confirmations(opening: Option<&Opening>) -> Vec<(UserId, Moment)> {
    let Some(opening) = opening else { return Vec::new() };
    let second = opening.second_by.zip(opening.opened_at);
    [(opening.first_by, opening.first_at)].into_iter().chain(second).collect()
}

/// POST /requests/{reference}/opening
pub async fn confirm(
    who: ForceMember,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let confirmed = db.act(&who.by, async |tx| acts::confirm(tx, &who, &path, once).await).await?;
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
