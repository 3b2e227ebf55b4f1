//! Looking after the mail over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::forms::Search;
use super::pages::{DemonstrationMailPage, OneMailPage, OperatorMailPage, sheet};
use super::{acts, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{Anyone, Operator, OperatorAdmin};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::MailId;
use crate::types::uk_time;
use crate::web::form::{Posted, Query};
use crate::web::guard::Site;
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;
use crate::web::sheet::Format;

/// Which page of the demonstration's mail.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    page: Option<String>,
}

/// GET /operator/mail
pub async fn operator(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    search: Query<Search>,
) -> Result<HttpResponse> {
    let (counts, (envelopes, paging)) = db
        .read(async |conn| {
            let counts = queries::counts(conn, &search).await?;
            Ok((counts, queries::envelopes(conn, &search).await?))
        })
        .await?;
    let may_try_again = who.has(Role::OperatorAdmin);
    let search = &search;
    page::show(&OperatorMailPage { frame, search, counts, envelopes, paging, may_try_again })
}

/// GET /operator/mail.csv
/// GET /operator/mail.xlsx
pub async fn kept(
    who: Operator,
    db: Data<Db>,
    search: Query<Search>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let found = db.read(async |conn| queries::beginning(conn, &search).await).await?;
    let taken = ("mail", found.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&found).download(format, &format!("Mail {today}"))
}

/// POST /operator/mail/retries
pub async fn retry_all(who: OperatorAdmin, db: Data<Db>, _: Posted) -> Result<HttpResponse> {
    let said = match db.act(&who.by, async |tx| acts::put_all_back(tx).await).await? {
        1 => "1 mail is back in the queue and is tried again now".to_owned(),
        n => format!("{n} mails are back in the queue and are tried again now"),
    };
    Ok(page::go_to_saying("/operator/mail", &said))
}

/// POST /operator/mail/{id}/retry
pub async fn retry(
    who: OperatorAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = MailId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::put_back(tx, id).await).await?;
    Ok(page::go_to_saying("/operator/mail", "The mail is back in the queue and is tried again now"))
}

/// GET /dev/mail
pub async fn demonstration(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    only_in_the_demonstration(&site)?;
    let wanted = Paging::asked(asked.page.as_deref());
    let (mails, paging) = db.read(async |conn| queries::whole(conn, wanted).await).await?;
    page::show(&DemonstrationMailPage { frame, mails, paging })
}

/// GET /dev/mail/{id}
pub async fn demonstration_mail(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    site: Data<Site>,
    path: Path<String>,
) -> Result<HttpResponse> {
    only_in_the_demonstration(&site)?;
    let id = MailId::parse(&path).ok_or(Error::NotFound)?;
    let mail = db.read(async |conn| queries::mail(conn, id).await).await?;
    let links = mail.links(&site.public_url);
    page::show(&OneMailPage { frame, mail, links })
}

fn only_in_the_demonstration(site: &Site) -> Result<()> {
    if site.demonstration { Ok(()) } else { Err(Error::NotFound) }
}
