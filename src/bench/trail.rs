//! What is signed and proved of an audit trail, short and long: a checkpoint,
//! that an entry is in it, and that it goes on from an older one.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};

use super::harness::{Stage, order};
use super::report::{self, Tally, ratio};
use crate::audit::notary::Notary;
use crate::audit::tree;
use crate::config::Config;
use crate::db::Db;
use crate::seal::keys::Keys;
use crate::start::Database;
use crate::work;

/// The number of entries in each trail.
const SIZES: [i64; 2] = [1_000, 1_000_000];

/// How many are written in one statement. Each changes the one row that is the
/// end of the chain, and within a transaction has to read past all changes before.
const BATCH: i64 = 500;

/// How many checkpoints are signed in each trail, and after how many entries more.
const CHECKPOINTS: u32 = 30;
const BETWEEN: i64 = 5;

/// How many proofs of each kind are made in each trail.
const PROOFS: u64 = 300;

/// What one trail took.
#[derive(Default)]
struct Taken {
    checkpoint: Tally,
    inclusion: Tally,
    consistency: Tally,
}

/// Measures it, and says what came out.
pub async fn run(config: &Config, home: &Database) -> Result<()> {
    let mut all = Vec::new();
    for size in SIZES {
        println!("\nWriting an audit trail of {size} entries in a database of its own");
        let stage = Stage::bare(home, config, &format!("muster_bench_trail_{size}")).await?;
        let measured = measure(&stage, config, size).await;
        stage.remove(home).await?;
        all.push((size, measured?));
    }
    println!("\n{}", report::head());
    for (size, taken) in &all {
        println!("{}", taken.checkpoint.line(&format!("checkpoint of {size} entries")));
        println!("{}", taken.inclusion.line(&format!("entry of {size} proved")));
        println!("{}", taken.consistency.line(&format!("growth to {size} proved")));
    }
    let [(_, short), (_, long)] = all.as_slice() else { anyhow::bail!("two were written") };
    let by = |long: &Tally, short: &Tally| {
        ratio(u128::from(long.within(50)), u128::from(short.within(50)))
    };
    println!("\ncheckpoint_1m_vs_1k_p50 {}", by(&long.checkpoint, &short.checkpoint));
    println!("inclusion_1m_vs_1k_p50 {}", by(&long.inclusion, &short.inclusion));
    println!("consistency_1m_vs_1k_p50 {}", by(&long.consistency, &short.consistency));
    Ok(())
}

async fn measure(stage: &Stage, config: &Config, size: i64) -> Result<Taken> {
    let began = Instant::now();
    let mut written = 0;
    while written < size {
        let more = BATCH.min(size - written);
        write(stage, more).await?;
        written += more;
    }
    println!("It was written in {} s", report::seconds(began.elapsed()));
    order(&stage.database.owner, "vacuum analyze").await?;
    let (db, notary) = (stage.database.door(2)?, notary(config)?);
    let began = Instant::now();
    let first = work::sign_checkpoint(&db, &notary).await?.context("nothing was signed")?;
    ensure!(first.size == size, "{} entries were signed for", first.size);
    println!("Its first checkpoint took {} s", report::seconds(began.elapsed()));
    let mut taken = Taken::default();
    for _ in 0..CHECKPOINTS {
        write(stage, BETWEEN).await?;
        let began = Instant::now();
        work::sign_checkpoint(&db, &notary).await?.context("nothing was signed")?;
        taken.checkpoint.took(began.elapsed());
    }
    let size = u64::try_from(size)?;
    for number in 1..=PROOFS {
        // Here and there in the whole trail, each time elsewhere.
        let place = number * 7_919 * 104_729 % size;
        let began = Instant::now();
        include(&db, place, size).await?;
        taken.inclusion.took(began.elapsed());
        let began = Instant::now();
        go_on(&db, place.max(1), size).await?;
        taken.consistency.took(began.elapsed());
    }
    Ok(taken)
}

async fn include(db: &Db, place: u64, size: u64) -> Result<()> {
    let proof = db.read(async |conn| tree::inclusion(conn, place, size).await).await?;
    ensure!(!proof.is_empty(), "there is no proof");
    Ok(())
}

async fn go_on(db: &Db, old: u64, new: u64) -> Result<()> {
    let proof = db.read(async |conn| tree::consistency(conn, old, new).await).await?;
    ensure!(!proof.is_empty(), "there is no proof");
    Ok(())
}

/// As the service writes entries, numbered and chained by the database.
async fn write(stage: &Stage, many: i64) -> Result<()> {
    let mut owner = AsyncPgConnection::establish(&stage.database.owner).await?;
    let made = diesel::sql_query(
        "insert into audit_entries (action, subject, detail, request_id) \
         select 'bench.noted', gen_random_uuid(), jsonb_build_object('number', n), 'bench' \
         from generate_series(1, $1) n",
    )
    .bind::<BigInt, _>(many)
    .execute(&mut owner)
    .await?;
    ensure!(i64::try_from(made)? == many, "{made} entries were written");
    Ok(())
}

fn notary(config: &Config) -> Result<Notary> {
    let (keys, _) = Keys::fresh()?;
    Ok(Notary::new(&keys, &config.public_url, None))
}
