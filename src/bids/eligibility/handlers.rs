//! “Why can’t I bid?” over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::EligibilityPage;
use super::{policy, queries};
use crate::accounts::roles::ProviderMember;
use crate::bids::pages::Closing;
use crate::db::Db;
use crate::error::Result;
use crate::requests;
use crate::web::page::{self, Frame};

/// GET /opportunities/{reference}/eligibility
pub async fn show(
    who: ProviderMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let look = db
        .read(async |conn| {
            let request = requests::queries::public(conn, &path).await?;
            queries::look(conn, &who, request, now).await
        })
        .await?;
    let gates = policy::gates(&look, now);
    page::show(&EligibilityPage {
        frame,
        request: &look.request,
        closing: Closing::of(&look.request, now),
        gates: &gates,
        own: look.own.as_ref().map(|it| it.path()).unwrap_or_default(),
    })
}
