//! Records over HTTP.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path};

use super::pages::RecordPage;
use super::{acts, bundle, policy, queries};
use crate::accounts::roles::Reader;
use crate::audit::notary;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation::panel;
use crate::requests;
use crate::seal::keys::Keys;
use crate::web::download::disposition;
use crate::web::guard::Site;
use crate::web::page::{self, Frame};

/// GET /requests/{reference}/record
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    (keys, site): (Data<Keys>, Data<Site>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (request, panel) = db
        .read(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let panel = panel::queries::panel(conn, &request).await?;
            Ok((request, panel))
        })
        .await?;
    let judged = policy::may_take(&who, &request, &panel, now);
    page::show(&RecordPage {
        frame,
        request: &request,
        refusal: judged.err().map(|it| it.to_string()).unwrap_or_default(),
        keys: notary::verifiers(&keys, &notary::origin(&site.public_url)),
    })
}

/// GET /requests/{reference}/record.zip
pub async fn take(
    who: Reader,
    db: Data<Db>,
    (keys, site): (Data<Keys>, Data<Site>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    // Of one moment, whatever is decided or signed while it is read.
    let (request, record) = db
        .read_at_once(async |conn| {
            let request = requests::queries::readable(conn, &who, &path).await?;
            let panel = panel::queries::panel(conn, &request).await?;
            policy::may_take(&who, &request, &panel, now)?;
            Ok((request.id, queries::record(conn, request, now).await?))
        })
        .await?;
    let name = format!("Record of {}.zip", record.reference);
    let origin = notary::origin(&site.public_url);
    let made = bundle::made(record, Keys::clone(&keys), origin).await?;
    db.act(&who.by, async |tx| acts::note(tx, request, &made.list).await).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/zip"))
        .insert_header((CONTENT_DISPOSITION, disposition(&name)))
        .body(made.zip))
}
