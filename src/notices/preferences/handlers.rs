//! Choosing how often to be written to, and ending a digest, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::forms::PreferencesForm;
use super::model::Ending;
use super::pages::{PreferencesPage, UnsubscribePage};
use super::{acts, policy, queries};
use crate::accounts::roles::{Anyone, SignedIn};
use crate::audit::Actor;
use crate::db::Db;
use crate::error::Result;
use crate::outbox::preferences::{Kind, Token};
use crate::requests::saved;
use crate::web::form::{Mistakes, Posted};
use crate::web::guard::CallId;
use crate::web::page::{self, Frame};

/// GET /account/notices/preferences
pub async fn show(who: SignedIn, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let chosen = db.read(async |conn| queries::chosen(conn, who.0.user).await).await?;
    let form = PreferencesForm::of(&policy::offered(&who.0.roles), &chosen);
    page::show(&preferences(&who, frame, &form, &Mistakes::default()))
}

/// POST /account/notices/preferences
pub async fn choose(
    who: SignedIn,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let form = PreferencesForm::typed(&posted, &policy::offered(&who.0.roles));
    let choices = match form.parse() {
        Ok(choices) => choices,
        Err(mistakes) => return page::mistaken(&preferences(&who, frame, &form, &mistakes)),
    };
    if choices.is_empty() {
        // Nothing is offered to this person, so there is nothing to keep.
        return Ok(page::go_to("/account/notices/preferences"));
    }
    db.act(&who.0.by, async |tx| acts::choose(tx, who.0.user, &choices).await).await?;
    Ok(page::go_to_saying("/account/notices/preferences", "Your choices are saved"))
}

fn preferences<'a>(
    who: &SignedIn,
    frame: Frame,
    form: &'a PreferencesForm,
    mistakes: &'a Mistakes,
) -> PreferencesPage<'a> {
    let organisation = who.0.organisation;
    let (home, always) = (organisation.home(), policy::always_sent(organisation));
    PreferencesPage { frame, home, form, mistakes, always }
}

/// What a token ends, and whether any of that still comes every day.
async fn found(db: &Db, token: &Token) -> Result<(Ending, bool)> {
    db.read(async |conn| {
        let ending = queries::ending(conn, token).await?;
        let chosen = queries::chosen(conn, ending.user).await?;
        let searches = match ending.kinds.contains(&Kind::SavedSearches) {
            true => saved::queries::daily(conn, ending.user).await?,
            false => 0,
        };
        let goes_on = !policy::ended(&chosen, &ending.kinds).is_empty() || searches > 0;
        Ok((ending, goes_on))
    })
    .await
}

/// GET /unsubscribe/{token}
pub async fn unsubscribe_page(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let token = Token::sent(&path);
    let (ending, goes_on) = found(&db, &token).await?;
    page::show(&UnsubscribePage { frame, ending: &ending, here: token.path(), done: !goes_on })
}

/// POST /unsubscribe/{token}
///
/// Sent by a mail program, without a session or a page of ours before it: the
/// token is all it takes. RFC 8058 wants an answer here, not a redirection.
pub async fn unsubscribe(
    _: Anyone,
    frame: Frame,
    db: Data<Db>,
    call: CallId,
    path: Path<String>,
) -> Result<HttpResponse> {
    let token = Token::sent(&path);
    let (ending, goes_on) = found(&db, &token).await?;
    // Mail programs may send it again: what is ended already changes nothing.
    if goes_on {
        let by = Actor::nobody(call.0);
        db.act(&by, async |tx| acts::end_digest(tx, &token).await).await?;
    }
    page::show(&UnsubscribePage { frame, ending: &ending, here: token.path(), done: true })
}
