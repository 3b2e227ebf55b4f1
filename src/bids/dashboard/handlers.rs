//! A company's bids over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::pages::ListPage;
use super::queries;
use crate::accounts::roles::ProviderMember;
use crate::db::Db;
use crate::error::Result;
use crate::web::page::{self, Frame};

/// GET /bids
pub async fn list(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let bids = db.read(async |conn| queries::listed(conn, &who, now).await).await?;
    page::show(&ListPage::new(frame, &bids, now))
}
