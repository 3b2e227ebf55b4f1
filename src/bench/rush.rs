//! The last minute before a deadline, when everyone submits: two servers on
//! one database, a thousand companies, some of whom press the button twice.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bytea, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::client::{self, Question};
use super::harness::{self, Hello, Stage, order};
use super::report;
use crate::accounts::token::Token;
use crate::config::Config;
use crate::seal::keys::Keys;
use crate::serve::CONNECTIONS;
use crate::start::Database;
use crate::work;

/// How many companies bid.
const COMPANIES: usize = 1_000;
/// Every so many presses twice, the second time at the other server.
const HASTY: usize = 10;
/// How long they take over it together.
const MINUTE: Duration = Duration::from_secs(60);
/// From the last of them to the deadline, and what it takes to begin.
const SPARE: Duration = Duration::from_secs(5);

/// Companies with a whole draft each on the one request there is.
const SQL: &str = include_str!("rush.sql");

#[derive(QueryableByName)]
struct Outcome {
    /// Bids that have a receipt and are in the record of the closing.
    #[diesel(sql_type = BigInt)]
    kept: i64,
    /// Receipts, submissions in the trail and envelopes beyond one for a bid.
    #[diesel(sql_type = BigInt)]
    doubled: i64,
}

/// Measures it, and says what came out.
pub async fn run(config: &Config, home: &Database) -> Result<()> {
    println!("\nAdding {COMPANIES} companies that bid on one request");
    let stage = Stage::build(home, config, 1).await?;
    let measured = rush(&stage).await;
    stage.remove(home).await?;
    measured
}

async fn rush(stage: &Stage) -> Result<()> {
    let (keys, _) = Keys::fresh()?;
    let questions = questions(stage).await?;
    let door = || stage.database.door(CONNECTIONS);
    let hello = Hello::default();
    let servers = [
        harness::serve_with(door, &hello, None, &keys)?,
        harness::serve_with(door, &hello, None, &keys)?,
    ];
    let deadline = Instant::now() + MINUTE + SPARE;
    let closes = format!(
        "update requests set closes_at = now() + interval '{} seconds'",
        (MINUTE + SPARE).as_secs()
    );
    order(&stage.database.owner, &closes).await?;
    let step = MINUTE / u32::try_from(COMPANIES)?;
    let mut asked = Vec::new();
    for (n, question) in questions.into_iter().enumerate() {
        let after = step * u32::try_from(n)?;
        let [one, other] = servers.each_ref().map(|it| it.address);
        let (first, second) = if n % 2 == 0 { (one, other) } else { (other, one) };
        if n % HASTY == 0 {
            asked.push((after, second, question.clone()));
        }
        asked.push((after, first, question));
    }
    let tally = client::at_their_time(asked).await?;
    tokio::time::sleep_until((deadline + Duration::from_secs(1)).into()).await;
    let closed = work::close_what_is_due(&door()?, &keys).await?;
    ensure!(closed == 1, "{closed} requests were closed");
    let outcome = outcome(stage).await?;
    println!("{}", report::head());
    println!("{}", tally.line("submissions in the last minute"));
    println!("rush_lost {}", i64::try_from(COMPANIES)? - outcome.kept);
    println!("rush_doubled {}", outcome.doubled);
    println!("rush_p50_ms {}", tally.within(50) / 1_000);
    println!("rush_p99_ms {}", tally.within(99).div_ceil(1_000));
    for server in servers {
        server.stop().await;
    }
    Ok(())
}

/// A form for each company, as somebody of theirs who is signed in sends it.
async fn questions(stage: &Stage) -> Result<Vec<Question>> {
    let mut owner = AsyncPgConnection::establish(&stage.database.owner).await?;
    let reference = stage.newest(1).await?.pop().context("there is no request")?;
    let sql = SQL
        .replace("$reference", &format!("'{reference}'"))
        .replace("$number", &COMPANIES.to_string());
    diesel_async::SimpleAsyncConnection::batch_execute(&mut owner, &sql).await?;
    let tokens: Vec<Token> = (0..COMPANIES).map(|_| Ok(Token::mint()?)).collect::<Result<_>>()?;
    let hashes: Vec<Vec<u8>> = tokens.iter().map(Token::hash).collect();
    let people: Vec<String> = (0..COMPANIES).map(|n| format!("rush{n}@rush.example")).collect();
    let made = diesel::sql_query(
        "insert into sessions (token_hash, user_id, csrf, created_at, last_seen_at, proven_at) \
         select t.hash, u.id, 'bench', now(), now(), now() \
         from unnest($1, $2) t (hash, email) join users u on u.email = t.email",
    )
    .bind::<Array<Bytea>, _>(hashes)
    .bind::<Array<Text>, _>(people)
    .execute(&mut owner)
    .await?;
    ensure!(made == COMPANIES, "{made} of {COMPANIES} people could be signed in");
    let form = |(n, token): (usize, &Token)| {
        client::submit(&format!("BID-2026-RUSH{n}"), token.text(), "bench", Uuid::now_v7())
    };
    tokens.iter().enumerate().map(form).collect()
}

async fn outcome(stage: &Stage) -> Result<Outcome> {
    let mut owner = AsyncPgConnection::establish(&stage.database.owner).await?;
    Ok(diesel::sql_query(
        "select (select least(count(distinct r.bid_id), max(c.bids)) from receipts r, closings c) as kept, \
         (select count(*) - count(distinct bid_id) from receipts) \
         + (select count(*) - count(distinct subject) from audit_entries where action = 'bid.submitted') \
         + (select count(*) - 2 * count(distinct bid_id) from sealed_bids) as doubled",
    )
    .get_result(&mut owner)
    .await?)
}
