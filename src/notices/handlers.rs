//! Reading one's own notices over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;

use super::pages::NoticesPage;
use super::queries;
use crate::accounts::roles::SignedIn;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::NoticeId;
use crate::web::form::{Posted, Query};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
}

/// GET /account/notices
pub async fn list(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let wanted = Paging::asked(asked.page.as_deref());
    let (notices, paging) =
        db.read(async |conn| queries::own(conn, who.0.user, wanted).await).await?;
    page::show(&NoticesPage { frame, home: who.0.organisation.home(), notices, paging })
}

/// POST /account/notices/read
pub async fn read(who: SignedIn, db: Data<Db>, posted: Posted) -> Result<HttpResponse> {
    let user = who.0.user;
    let said = match posted.first("notice") {
        Some(typed) => {
            let id = NoticeId::parse(typed).ok_or(Error::NotFound)?;
            db.keep_books(async |conn, now| queries::read_one(conn, user, id, now).await).await?;
            "The notice is marked as read"
        }
        None => {
            db.keep_books(async |conn, now| queries::read_all(conn, user, now).await).await?;
            "All your notices are marked as read"
        }
    };
    Ok(page::go_to_saying("/account/notices", said))
}
