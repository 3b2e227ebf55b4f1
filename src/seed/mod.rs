//! The demonstration story, told through the acts, and other first rows.

pub mod admission;
pub mod bidding;
pub mod briefs;
pub mod cast;
pub mod companies;
pub mod contracting;
pub mod days;
pub mod deciding;
pub mod disputes;
pub mod drafting;
pub mod framework;
pub mod offers;
pub mod papers;
pub mod scale;
pub mod scenes;
pub mod stage;
pub mod story;

use anyhow::{Result, bail};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use serde::Serialize;
use uuid::Uuid;

use crate::accounts::joining::model::NewInvitation;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::{colleagues, forms, password};
use crate::audit::{Actor, Happened};
use crate::config::Config;
use crate::db::{Db, Once};
use crate::files::store::Files;
use crate::framework as the_framework;
use crate::schema::{audit_entries, users};
use crate::seal::keys::Keys;

/// The password of every demonstration account.
pub const PASSWORD: &str = "muster-demo-2026";

/// The end of the story: what comes after it is real.
#[derive(Debug, Serialize)]
struct StoryTold {}

impl StoryTold {
    const ACTION: &'static str = "demonstration.told";
}

impl Happened for StoryTold {
    fn action(&self) -> &'static str {
        Self::ACTION
    }

    fn subject(&self) -> Uuid {
        Uuid::nil()
    }
}

/// Tells the story into an empty database; where there are people already,
/// it changes nothing. Programs that are started together take turns.
pub async fn demonstration(db: &Db, files: &Files, keys: &Keys) -> Result<()> {
    db.keep_books(async |conn, _| {
        conn.batch_execute(
            "set local lock_timeout = '2min'; set local idle_in_transaction_session_timeout = 0; \
             select pg_advisory_xact_lock(hashtext('the demonstration story'))",
        )
        .await?;
        Ok(tell_once(db, files, keys).await)
    })
    .await?
}

/// What is told cannot be taken back, so half a story is not mended: it is
/// refused, with what to do about it.
async fn tell_once(db: &Db, files: &Files, keys: &Keys) -> Result<()> {
    let (people, begun, told) = db
        .read(async |conn| {
            let people: i64 = users::table.count().get_result(conn).await?;
            let begun: i64 = audit_entries::table
                .filter(audit_entries::request_id.eq(stage::CALL))
                .count()
                .get_result(conn)
                .await?;
            let told: i64 = audit_entries::table
                .filter(audit_entries::action.eq(StoryTold::ACTION))
                .count()
                .get_result(conn)
                .await?;
            Ok((people, begun, told))
        })
        .await?;
    match (people, begun, told) {
        (0, 0, 0) => tell(db, files, keys).await,
        (_, 1.., 0) => bail!(
            "the demonstration story was interrupted while it was being told: stop Muster, remove the folder var/ and start again"
        ),
        _ => Ok(()),
    }
}

async fn tell(db: &Db, files: &Files, keys: &Keys) -> Result<()> {
    let now = db.now().await?;
    let working = db.read(async |conn| the_framework::queries::working_days(conn).await).await?;
    let hash = password::hash(PASSWORD.to_owned()).await?;
    let mut stage = stage::Stage::new(db, (files, keys), days::Days::around(now, working), hash);
    story::tell(&mut stage).await?;
    let by = Actor::system(stage::CALL);
    Ok(db.act(&by, async |tx| tx.record(&StoryTold {}, ()).await).await?)
}

/// What someone who has just started the demonstration needs to know.
pub fn welcome(config: &Config) -> String {
    format!(
        "\nMuster is at {}\nSign in as requester@northshire.example, bids@kestrel.example or vetting1@operator.example;\nthe sign-in page lists everyone, and the password of each is {PASSWORD}\n",
        config.public_url
    )
}

/// Invites somebody to administer the operator's accounts, and returns the
/// link that was sent, for whom no mail reaches yet.
pub async fn operator(db: &Db, email: &str) -> Result<String> {
    let email = match forms::address(email) {
        Ok(email) => email,
        Err(said) => bail!("{said}"),
    };
    let roles = vec![Role::OperatorAdmin, Role::MarketplaceManager];
    let new = NewInvitation { email, organisation: Organisation::Operator, roles };
    let once = (Once::new(Uuid::now_v7(), &new.email), "/people");
    let by = Actor::system("operator create");
    Ok(db.act(&by, async |tx| colleagues::acts::invite(tx, None, &new, once).await).await?)
}
