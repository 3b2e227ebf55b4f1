//! The demonstration story, told through the acts, and other first rows.

pub mod scale;

use anyhow::{Result, bail};

use crate::accounts::model::{NewPerson, Organisation, Role};
use crate::accounts::{self, forms, password};
use crate::audit::Actor;
use crate::config::Config;
use crate::db::Db;
use crate::types::reference;

/// The password of every demonstration account.
pub const PASSWORD: &str = "muster-demo-2026";

/// Tells the story, unless it was told before.
pub async fn demonstration(_db: &Db) -> Result<()> {
    Ok(())
}

/// What someone who has just started the demonstration needs to know.
pub fn welcome(config: &Config) -> String {
    format!(
        "\nMuster is at {}\nSign in as requester@northshire.example, bids@kestrel.example or vetting1@operator.example;\nthe sign-in page lists everyone, and the password of each is {PASSWORD}\n",
        config.public_url
    )
}

/// Makes an account that administers the operator's other accounts, and
/// returns the password drawn for it.
pub async fn operator(db: &Db, email: &str) -> Result<String> {
    let email = match forms::address(email) {
        Ok(email) => email,
        Err(said) => bail!("{said}"),
    };
    let password = reference::drawn(&reference::drawn("FIRST", 1)?, 2)?;
    let new = NewPerson {
        email,
        name: "Operator administrator".to_owned(),
        password_hash: password::hash(password.clone()).await?,
        organisation: Organisation::Operator,
        roles: vec![Role::OperatorAdmin, Role::MarketplaceManager],
    };
    db.act(&Actor::system("operator create"), async |tx| accounts::acts::create(tx, &new).await)
        .await?;
    Ok(password)
}
