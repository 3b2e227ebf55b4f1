//! The audit desk over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::FilterForm;
use super::pages::{AuditDeskPage, EntryPage};
use super::queries;
use crate::accounts::model::Role;
use crate::accounts::roles::Operator;
use crate::audit::{proven, written};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::seal::checkpoint;
use crate::types::text::hex;
use crate::web::form::{Choice, Query};
use crate::web::page::{self, Frame};

/// GET /audit
pub async fn desk(
    who: Operator,
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
    let may_export = who.has(Role::Auditor);
    page::show(&AuditDeskPage { frame, form, actions, head, entries, more, may_export })
}

/// GET /audit/{seq}
pub async fn entry(
    _: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let seq = path.parse().map_err(|_| Error::NotFound)?;
    let (entry, written, proven, head) = db
        .read(async |conn| {
            let entry = queries::of(conn, &[seq]).await?.pop().ok_or(Error::NotFound)?;
            let written = written::of(conn, seq).await?;
            Ok((entry, written, proven::of(conn, seq).await?, queries::head(conn).await?))
        })
        .await?;
    let covered = proven.as_ref().and_then(|it| checkpoint::unproved(&it.note)).map(|it| it.size);
    let shown = proven.filter(|_| !entry.is_sealed());
    page::show(&EntryPage {
        frame,
        hash: hex(&written.hash),
        before: hex(&written.prev_hash),
        covered,
        proof: shown.map(|it| it.text()).unwrap_or_default(),
        next: seq < head.seq,
        entry,
    })
}
