//! Many requests, for measuring: straight into the tables, a statement for each.

use anyhow::{Context, Result, bail};
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::accounts::password;
use crate::accounts::token::Token;

/// Sends one batch, which Postgres runs as one transaction.
const SQL: &str = include_str!("scale.sql");

/// The address of a requester of a force's who comes with the requests.
pub fn requester(force: &str) -> String {
    format!("scale-requester@{force}.example")
}

/// Adds `number` published requests, spread over two years and every force.
pub async fn requests(owner_url: &str, number: i64) -> Result<()> {
    if !(1..=10_000_000).contains(&number) {
        bail!("the number of requests must be from 1 to 10,000,000, not {number}");
    }
    let nobody = password::hash(Token::mint()?.text().to_owned()).await?;
    let mut conn = AsyncPgConnection::establish(owner_url)
        .await
        .context("cannot sign in to PostgreSQL as the owner of the tables")?;
    diesel::sql_query(
        "select set_config('muster.scale', $1, false), set_config('muster.nobody', $2, false)",
    )
    .bind::<Text, _>(number.to_string())
    .bind::<Text, _>(nobody)
    .execute(&mut conn)
    .await?;
    conn.batch_execute(SQL).await.context("the requests could not be added")
}
