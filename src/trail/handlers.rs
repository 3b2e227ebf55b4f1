//! The audit desk over HTTP.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::forms::FilterForm;
use super::pages::AuditDeskPage;
use super::queries;
use crate::accounts::roles::Operator;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};

/// GET /audit
pub async fn desk(
    _: Operator,
    frame: Frame,
    db: Data<Db>,
    typed: Query<FilterForm>,
) -> Result<HttpResponse> {
    let form = typed.0;
    let filter = form.parse();
    let (head, actions, (entries, more)) = db
        .read(async |conn| {
            Ok((
                queries::head(conn).await?,
                queries::actions(conn).await?,
                queries::entries(conn, &filter).await?,
            ))
        })
        .await?;
    let actions = actions
        .into_iter()
        .map(|it| Choice::new(it.as_str(), it.replace(['.', '_'], " ")))
        .collect();
    page::show(&AuditDeskPage { frame, form, actions, head, entries, more })
}
