//! The framework's terms over HTTP, as a provider reads them.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::pages::TermsPage;
use super::policy::Refusal;
use super::{acts, queries};
use crate::accounts::model::Role;
use crate::accounts::roles::{ProviderAdmin, ProviderMember};
use crate::db::Db;
use crate::error::Result;
use crate::framework;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn shown(
    who: &ProviderMember,
    frame: Frame,
    db: &Db,
    mistakes: Mistakes,
) -> Result<TermsPage> {
    let today = uk_time::date_of(db.now().await?);
    db.read(async |conn| {
        let in_force = framework::terms::queries::in_force(conn).await?.number;
        let mut versions = framework::terms::queries::versions(conn).await?;
        let accepted = queries::accepted(conn, who.provider).await?;
        let was_accepted = |number: i32| accepted.iter().any(|it| it.version == number);
        versions.retain(|it| it.number >= in_force || was_accepted(it.number));
        let may = who.has(Role::ProviderAdmin);
        Ok(TermsPage { frame, versions, in_force, accepted, may, mistakes, today })
    })
    .await
}

/// GET /provider/terms
pub async fn show(who: ProviderMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    page::show(&shown(&who, frame, &db, Mistakes::default()).await?)
}

/// POST /provider/terms
pub async fn accept(
    who: ProviderAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let number: i32 = posted.text("version").parse().unwrap_or_default();
    let field = format!("accept_{number}");
    if posted.text(&field) != "yes" {
        let mut mistakes = Mistakes::default();
        mistakes.add(&field, Refusal::NotTicked.to_string());
        return page::mistaken(&shown(&who, frame, &db, mistakes).await?);
    }
    db.act(&who.by, async |tx| acts::accept(tx, &who, number).await).await?;
    let said = format!("Your company has accepted version {number} of the terms");
    Ok(page::go_to_saying("/provider/terms", &said))
}
