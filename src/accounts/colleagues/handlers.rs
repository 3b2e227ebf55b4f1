//! Colleagues over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::acts::{self, id};
use super::forms::{InviteForm, RolesForm};
use super::pages::{ClosingPage, ColleaguePage, ColleaguesPage, InvitePage, sheet};
use super::{policy, queries};
use crate::accounts::joining::model::NewInvitation;
use crate::accounts::model::{Role, Viewer};
use crate::accounts::own::handlers::domains;
use crate::accounts::queries as accounts;
use crate::accounts::roles::{ForceMember, PeopleAdmin, ProviderMember, SignedIn};
use crate::accounts::throttle::{self, Limit};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::InvitationId;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

/// GET /people
pub async fn list(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (viewer, now) = (&who.0, db.now().await?);
    let may_manage = viewer.roles.contains(&Role::admin_of(viewer.organisation));
    let (everyone, invitations) = db
        .read(async |conn| {
            let everyone = queries::everyone(conn, viewer.organisation).await?;
            let invitations = if may_manage {
                queries::invitations(conn, viewer.organisation, now).await?
            } else {
                Vec::new()
            };
            Ok((everyone, invitations))
        })
        .await?;
    let (everyone, invitations) = (&everyone, &invitations);
    page::show(&ColleaguesPage { frame, viewer, may_manage, everyone, invitations, now })
}

/// GET /force/people
pub async fn of_force(_: ForceMember) -> Result<HttpResponse> {
    Ok(page::go_to("/people"))
}

/// GET /provider/people
pub async fn of_provider(_: ProviderMember) -> Result<HttpResponse> {
    Ok(page::go_to("/people"))
}

/// GET /people.csv
/// GET /people.xlsx
pub async fn kept(who: SignedIn, db: Data<Db>, format: Format) -> Result<HttpResponse> {
    let (viewer, today) = (&who.0, uk_time::date_of(db.now().await?));
    let everyone = db.read(async |conn| queries::everyone(conn, viewer.organisation).await).await?;
    let taken = ("people", everyone.len());
    db.act(&viewer.by, async |tx| crate::accounts::acts::export(tx, viewer.user, taken).await)
        .await?;
    sheet(&everyone).download(format, &format!("People of {} {today}", viewer.organisation_name))
}

/// GET /people/invitations
pub async fn invite_page(who: PeopleAdmin, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let domains = domains(&db, who.organisation).await?;
    let (form, mistakes) = (&InviteForm::default(), &Mistakes::default());
    page::show(&InvitePage { frame, viewer: &who, domains: domains.as_deref(), form, mistakes })
}

/// POST /people/invitations
pub async fn invite(
    who: PeopleAdmin,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let domains = domains(&db, who.organisation).await?;
    let form = &InviteForm::typed(&posted);
    let again = |frame: Frame, mistakes: &Mistakes| {
        page::mistaken(&InvitePage {
            frame,
            viewer: &who,
            domains: domains.as_deref(),
            form,
            mistakes,
        })
    };
    let (email, roles) = match form.parse(who.organisation, domains.as_deref()) {
        Ok(parsed) => parsed,
        Err(mistakes) => return again(frame, &mistakes),
    };
    let whose = who.organisation.id().map_or_else(|| "Muster".to_owned(), |it| it.to_string());
    throttle::allow(&db, &[Limit::of("invitations", &whose, 20)]).await?;
    let new = NewInvitation { email, organisation: who.organisation, roles };
    let once = (posted.once(), "/people");
    match db.act(&who.by, async |tx| acts::invite(tx, Some(who.user), &new, once).await).await {
        Ok(_) => {
            let said = format!("We have sent an invitation to {}", new.email);
            Ok(page::go_to_saying("/people", &said))
        }
        Err(Error::Refused(said)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("email", said);
            again(frame, &mistakes)
        }
        Err(other) => Err(other),
    }
}

/// POST /people/invitations/{id}/withdrawal
pub async fn withdraw(
    who: PeopleAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = InvitationId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::withdraw(tx, &who, id).await).await?;
    Ok(page::go_to_saying("/people", "The invitation is withdrawn"))
}

async fn shown(
    who: &Viewer,
    frame: Frame,
    db: &Db,
    typed: &str,
    said: Option<(&RolesForm, &Mistakes)>,
) -> Result<HttpResponse> {
    let id = id(typed)?;
    let (everyone, events) = db
        .read(async |conn| {
            let everyone = queries::everyone(conn, who.organisation).await?;
            Ok((everyone, accounts::history(conn, id).await?))
        })
        .await?;
    let whom = queries::one(&everyone, id)?;
    let (saved, none) = (RolesForm::saved(&whom.roles), Mistakes::default());
    let (form, mistakes) = said.unwrap_or((&saved, &none));
    let page =
        ColleaguePage { frame, viewer: who, everyone: &everyone, whom, events, form, mistakes };
    if mistakes.is_empty() { page::show(&page) } else { page::mistaken(&page) }
}

/// GET /people/{id}
pub async fn show(
    who: PeopleAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    shown(&who, frame, &db, &path, None).await
}

/// POST /people/{id}/roles
pub async fn give_roles(
    who: PeopleAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = RolesForm::typed(&posted);
    let roles = match form.parse(who.organisation) {
        Ok(roles) => roles,
        Err(mistakes) => return shown(&who, frame, &db, &path, Some((&form, &mistakes))).await,
    };
    let whom = id(&path)?;
    match db.act(&who.by, async |tx| acts::give_roles(tx, &who, whom, &roles).await).await {
        Ok(()) => {
            let said = "The roles are changed, and the person is asked to sign in again";
            Ok(page::go_to_saying("/people", said))
        }
        Err(Error::Refused(said)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("roles", said);
            shown(&who, frame, &db, &path, Some((&form, &mistakes))).await
        }
        Err(other) => Err(other),
    }
}

/// GET /people/{id}/deactivation
pub async fn closing_page(
    who: PeopleAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = id(&path)?;
    let everyone = db.read(async |conn| queries::everyone(conn, who.organisation).await).await?;
    let whom = queries::one(&everyone, id)?;
    policy::may_deactivate(&everyone, Role::admin_of(who.organisation), whom, who.user)?;
    page::show(&ClosingPage { frame, whom })
}

/// POST /people/{id}/deactivation
pub async fn deactivate(
    who: PeopleAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let whom = id(&path)?;
    db.act(&who.by, async |tx| acts::deactivate(tx, &who, whom).await).await?;
    Ok(page::go_to_saying("/people", "The account is closed, and its sessions have ended"))
}

/// POST /people/{id}/reactivation
pub async fn reactivate(
    who: PeopleAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let whom = id(&path)?;
    db.act(&who.by, async |tx| acts::reactivate(tx, &who, whom).await).await?;
    Ok(page::go_to_saying("/people", "The account is open again"))
}
