//! Ending contracts over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::TerminationForm;
use super::pages::TerminationPage;
use super::{acts, policy, queries};
use crate::accounts::model::Viewer;
use crate::accounts::roles::{Approver, ContractManager, ForceMember, SignedIn};
use crate::contracts::handlers::found;
use crate::contracts::policy::may_deal;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

/// GET /contracts/{ref}/termination
pub async fn show(
    who: ForceMember,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let typed = (TerminationForm::default(), Mistakes::default());
    drawn(&who, &viewer.0, frame, (&db, &path), typed).await
}

async fn drawn(
    who: &ForceMember,
    viewer: &Viewer,
    frame: Frame,
    (db, reference): (&Db, &str),
    (form, mistakes): (TerminationForm, Mistakes),
) -> Result<HttpResponse> {
    let (seen, now) = found(db, viewer, reference).await?;
    let open = db.read(async |conn| queries::open(conn, seen.contract.id).await).await?;
    let conflicted = may_deal(seen.conflicted).err().map(|it| it.to_string());
    let said =
        |refused: Option<policy::Refusal>| conflicted.clone().or(refused.map(|it| it.to_string()));
    let refusal = said(policy::may_propose(who, &seen.contract, open.as_ref(), now).err());
    let unconfirmed = said(policy::may_confirm(who, &seen.contract, open.as_ref(), now).err());
    let page = TerminationPage {
        frame,
        seen: &seen,
        withdraws: !seen.conflicted && policy::may_withdraw(who, open.as_ref()).is_ok(),
        open,
        refusal: refusal.unwrap_or_default(),
        unconfirmed: unconfirmed.unwrap_or_default(),
        form,
        mistakes,
    };
    if page.mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// POST /contracts/{ref}/termination
pub async fn propose(
    who: ContractManager,
    viewer: SignedIn,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = TerminationForm::typed(&posted);
    let (reason, words) = match form.parse() {
        Ok(read) => read,
        Err(mistakes) => {
            return drawn(&who, &viewer.0, frame, (&db, &path), (form, mistakes)).await;
        }
    };
    let (once, why) = (posted.once(), (reason, words.as_str()));
    let contract =
        db.act(&who.by, async |tx| acts::propose(tx, &who, &path, why, once).await).await?;
    let said =
        "You have proposed to end the contract. An approver of your force is asked to confirm it";
    Ok(page::go_to_saying(contract.path(), said))
}

/// POST /contracts/{ref}/termination/confirmation
pub async fn confirm(
    who: Approver,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let contract = db.act(&who.by, async |tx| acts::confirm(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(contract.path(), "The contract has ended. Both sides are told"))
}

/// POST /contracts/{ref}/termination/withdrawal
pub async fn withdraw(
    who: ForceMember,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let once = posted.once();
    let contract = db.act(&who.by, async |tx| acts::withdraw(tx, &who, &path, once).await).await?;
    Ok(page::go_to_saying(
        contract.path(),
        "The contract goes on: the proposal to end it is withdrawn",
    ))
}
