//! Inviting people of a force over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::InvitePage;
use crate::accounts::colleagues::acts;
use crate::accounts::colleagues::forms::{InviteForm, RolesForm};
use crate::accounts::joining::model::NewInvitation;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::roles::OperatorAdmin;
use crate::accounts::throttle::{self, Limit};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::forces::model::Kept;
use crate::forces::queries;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};

async fn asked(db: &Db, slug: &str) -> Result<(Kept, Vec<String>)> {
    db.read(async |conn| {
        let force = queries::kept(conn, slug).await?;
        let domains = queries::domains(conn, force.id).await?;
        Ok((force, domains))
    })
    .await
}

/// GET /operator/forces/{slug}/invitations
pub async fn page(
    _: OperatorAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (force, domains) = &asked(&db, &path).await?;
    let form = InviteForm { roles: RolesForm::saved(&[Role::ForceAdmin]), ..Default::default() };
    page::show(&InvitePage { frame, force, domains, form: &form, mistakes: &Mistakes::default() })
}

/// POST /operator/forces/{slug}/invitations
pub async fn invite(
    who: OperatorAdmin,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (force, domains) = &asked(&db, &path).await?;
    let form = &InviteForm::typed(&posted);
    let organisation = Organisation::Force(force.id);
    let mistakes = match form.parse(organisation, Some(domains)) {
        Ok((email, roles)) => {
            throttle::allow(&db, &[Limit::of("invitations", &force.id.to_string(), 20)]).await?;
            let new = NewInvitation { email, organisation, roles };
            let after = format!("/operator/forces/{}", *path);
            let once = (posted.once(), after.as_str());
            let inviter = Some(who.user);
            match db.act(&who.by, async |tx| acts::invite(tx, inviter, &new, once).await).await {
                Ok(_) => {
                    let said = format!("We have sent an invitation to {}", new.email);
                    return Ok(page::go_to_saying(&after, &said));
                }
                Err(Error::Refused(said)) => {
                    let mut mistakes = Mistakes::default();
                    mistakes.add("email", said);
                    mistakes
                }
                Err(other) => return Err(other),
            }
        }
        Err(mistakes) => mistakes,
    };
    page::mistaken(&InvitePage { frame, force, domains, form, mistakes: &mistakes })
}
