//! Joining over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::AcceptForm;
use super::pages::{CheckMailPage, InvitationPage, VerifyPage};
use super::{acts, policy, queries};
use crate::accounts::links::model::LinkKind;
use crate::accounts::links::queries as links;
use crate::accounts::password;
use crate::accounts::roles::Anyone;
use crate::accounts::token::Token;
use crate::audit::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::CallId;
use crate::web::page::{self, Frame};

/// GET /check-your-mail
pub async fn check_mail(_: Anyone, frame: Frame) -> Result<HttpResponse> {
    page::show(&CheckMailPage { frame })
}

/// GET /verify/{token}
pub async fn verify_page(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (now, token) = (db.now().await?, Token::read(&path));
    let kinds = LinkKind::OF_ADDRESSES;
    let link = db.read(async |conn| links::find(conn, &token, kinds, now).await).await?;
    let title = link.kind.label();
    page::show(&VerifyPage { frame, email: &link.email, title, token: &path })
}

/// POST /verify/{token}
pub async fn verify(
    who: Anyone,
    db: Data<Db>,
    call: CallId,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let by = Actor::nobody(call.0);
    let token = Token::read(&path);
    db.act(&by, async |tx| acts::confirm(tx, &token).await).await?;
    Ok(match who.0 {
        Some(_) => page::go_to_saying("/account", "Your e-mail address is confirmed"),
        None => page::go_to_saying("/sign-in", "Your e-mail address is confirmed. Sign in"),
    })
}

async fn shown(
    frame: Frame,
    db: &Db,
    token: &str,
    form: &AcceptForm,
    mistakes: &Mistakes,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (it, organisation, by) = db
        .read(async |conn| {
            let found = queries::find(conn, &Token::read(token)).await?;
            let it = policy::may_accept(found, now)?;
            let organisation = queries::name_of(conn, it.organisation()).await?;
            let by = queries::inviter(conn, it.invited_by).await?;
            Ok((it, organisation, by))
        })
        .await?;
    let (organisation, by) = (&organisation, &by);
    let page = InvitationPage { frame, it: &it, organisation, by, token, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /invitations/{token}
pub async fn invitation_page(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    shown(frame, &db, &path, &AcceptForm::default(), &Mistakes::default()).await
}

/// POST /invitations/{token}
pub async fn accept(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    call: CallId,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = AcceptForm::typed(&posted);
    let (now, token) = (db.now().await?, Token::read(&path));
    let organisation = db
        .read(async |conn| {
            let it = policy::may_accept(queries::find(conn, &token).await?, now)?;
            queries::name_of(conn, it.organisation()).await
        })
        .await?;
    match form.parse(&organisation) {
        Err(mistakes) => shown(frame, &db, &path, &form, &mistakes).await,
        Ok(it) => {
            let hash = password::hash(it.password).await?;
            let by = Actor::nobody(call.0);
            db.act(&by, async |tx| acts::accept(tx, &token, &it.name, hash).await).await?;
            let said = "Your account is ready. Sign in with the password you chose";
            Ok(page::go_to_saying("/sign-in", said))
        }
    }
}
