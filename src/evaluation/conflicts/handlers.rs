//! Declaring conflicts of interest over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::DeclarationForm;
use super::model::Bidder;
use super::pages::DeclarationPage;
use super::{acts, policy, queries};
use crate::accounts::roles::ForceMember;
use crate::db::Db;
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::panel;
use crate::requests;
use crate::requests::model::Request;
use crate::requests::state::RequestState;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// What is asked of whom.
struct Asked {
    request: Request,
    bidders: Vec<Bidder>,
    /// Whether they have declared before.
    again: bool,
    /// Whether quality is locked.
    locked: bool,
}

/// The companies that bid, for somebody who may declare about them now.
async fn asked(db: &Db, who: &ForceMember, reference: &str) -> Result<Asked> {
    let now = db.now().await?;
    db.read(async |conn| {
        let request = requests::queries::own(conn, who, reference).await?;
        let panel = panel::queries::panel(conn, &request).await?;
        let locked = evaluation::queries::lock_of(conn, request.id).await?.is_some();
        policy::may_declare(who, &request, &panel, locked, now)?;
        let bidders = queries::bidders(conn, request.id, who.user).await?;
        Ok(Asked { again: panel.has_declared(who.user), request, bidders, locked })
    })
    .await
}

/// GET /requests/{reference}/evaluation/declaration
pub async fn show(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let Asked { request, bidders, again, .. } = asked(&db, &who, &path).await?;
    let form = DeclarationForm::of(bidders);
    page::show(&DeclarationPage { frame, request, form, again, mistakes: Mistakes::default() })
}

/// POST /requests/{reference}/evaluation/declaration
pub async fn declare(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let Asked { request, bidders, again, locked } = asked(&db, &who, &path).await?;
    let declared = bidders.iter().any(Bidder::stands);
    let form = DeclarationForm::typed(&posted, bidders);
    let said = match form.parse() {
        Ok(said) => said,
        Err(mistakes) => {
            let page = DeclarationPage { frame, request, form, again, mistakes };
            return page::mistaken(&page);
        }
    };
    let (once, recused) = (posted.once(), declared || said.iter().any(|it| it.conflict));
    db.act(&who.by, async |tx| acts::declare(tx, &who, &path, &said, once).await).await?;
    let said = "Your declaration is on record.";
    let then = match request.state {
        // What compares the bids is not for them; this page says so.
        _ if recused => "evaluation",
        RequestState::Evaluating if !locked => "evaluation",
        RequestState::Evaluating => "ranking",
        _ => "award",
    };
    Ok(page::go_to_saying(format!("/requests/{path}/{then}"), said))
}
