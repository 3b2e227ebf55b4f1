//! Measuring the service on this machine, against what the machine could do.
//!
//! Each kind of question has its turn in every round, so that a machine that
//! grows slow or quick in the meantime does so for all of them alike.

#![expect(clippy::print_stdout, reason = "a command that talks to the person who typed it")]

mod report;
mod client;
mod harness;
mod overheard;
mod pgbench;
mod rush;
mod trail;

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::web::Bytes;
use anyhow::{Context, Result, bail};
use futures_util::future::try_join;

use self::client::{Question, question};
use self::harness::{Hello, Stage};
use self::pgbench::Script;
use self::report::{Tally, ratio};
use crate::config::Config;
use crate::serve::{CONNECTIONS, workers};
use crate::start::Database;

const LIST: &str = "/opportunities";
const ROUNDS: usize = 5;
const TURN: Duration = Duration::from_secs(2);
const WARM: Duration = Duration::from_secs(1);

/// How many people sign in at once.
const PEOPLE: u8 = 50;

/// A kind of question and how it went.
struct Kind<'a> {
    name: &'static str,
    ask: Ask<'a>,
    tally: Tally,
}

/// How a question is asked.
enum Ask<'a> {
    /// Over HTTP, in turn.
    Pages(SocketAddr, Vec<Question>),
    /// The same, while people sign in again and again, each over a connection
    /// of their own; and how that went.
    Meanwhile(SocketAddr, Vec<Question>, Vec<Question>, Tally),
    /// By pgbench.
    Queries(Script<'a>),
}

/// Measures, and says what came out.
pub async fn run(config: &Config) -> Result<()> {
    // A terminal that scrolls would be part of what is measured.
    log::set_max_level(log::LevelFilter::Warn);
    let home = Database::find(config)?;
    let mut stages = Vec::new();
    for number in [1_000, 10_000, 100_000, 1_000_000] {
        println!("Adding {number} requests to a database of their own");
        stages.push(Stage::build(&home, config, number).await?);
    }
    let [small, middling, large, vast] = stages.as_slice() else { bail!("four were built") };
    let measured = async {
        measure(config, &home, middling).await?;
        searching(large).await?;
        growth(small, vast).await
    };
    let measured = measured.await;
    for stage in &stages {
        stage.remove(&home).await?;
    }
    measured?;
    trail::run(config, &home).await?;
    rush::run(config, &home).await
}

/// Measures only pages, with 10,000 requests.
pub async fn pages(config: &Config) -> Result<()> {
    log::set_max_level(log::LevelFilter::Warn);
    let home = Database::find(config)?;
    let stage = Stage::build(&home, config, 10_000).await?;
    let measured = measure(config, &home, &stage).await;
    stage.remove(&home).await?;
    measured
}

/// Measures only the rush before a deadline.
pub async fn rush(config: &Config) -> Result<()> {
    log::set_max_level(log::LevelFilter::Warn);
    rush::run(config, &Database::find(config)?).await
}

/// Measures only what is signed and proved of the audit trail.
pub async fn trail(config: &Config) -> Result<()> {
    log::set_max_level(log::LevelFilter::Warn);
    trail::run(config, &Database::find(config)?).await
}

/// Every kind of question to one database.
async fn measure(config: &Config, home: &Database, stage: &Stage) -> Result<()> {
    let hello = Hello::default();
    let door = || stage.database.door(CONNECTIONS);
    let service = harness::serve(door, &hello, Some(&stage.database))?;
    let unkept = harness::serve(door, &hello, None)?;
    let bare = harness::serve_bare(&hello)?;
    let list = client::fetch(service.address, &question(LIST, None)).await?;
    println!("The list is {} bytes long, and so is hello", list.len());
    hello.set(Bytes::from(list)).ok().context("hello was said already")?;
    let token = stage.sign_in().await?;
    let people = stage.people(PEOPLE).await?;
    let details = stage.newest(200).await?;
    let details = details.iter().map(|it| question(&format!("{LIST}/{it}"), None)).collect();
    let asked = overheard::queries(&stage.database.app, LIST).await?;
    let program = home.program(config, "pgbench")?;
    let folder = config.var.join("bench");
    let script = Script::new(&program, &stage.database.app, &folder, &asked)?;
    let at = service.address;
    let mut kinds = [
        Kind::new(
            "hello, with nothing around it",
            Ask::Pages(bare.address, vec![question("/hello", None)]),
        ),
        Kind::new("hello", Ask::Pages(at, vec![question("/hello", None)])),
        Kind::new("list", Ask::Pages(at, vec![question(LIST, None)])),
        Kind::new(
            "list, while 50 people sign in",
            Ask::Meanwhile(at, vec![question(LIST, None)], people, Tally::default()),
        ),
        Kind::new("request", Ask::Pages(at, details)),
        Kind::new("list, signed in", Ask::Pages(at, vec![question(LIST, Some(&token))])),
        Kind::new(
            "list, rendered each time",
            Ask::Pages(unkept.address, vec![question(LIST, None)]),
        ),
        Kind::new("the list's queries, by pgbench", Ask::Queries(script)),
    ];
    take_turns(&mut kinds).await?;
    println!("\n{}", report::head());
    for kind in &kinds {
        println!("{}", kind.tally.line(kind.name));
        if let Ask::Meanwhile(.., signed_in) = &kind.ask {
            println!("{}", signed_in.line("sign-ins meanwhile"));
        }
    }
    let [_, hello, list, busy, request, _, rendered, queries] =
        kinds.each_ref().map(|it| it.tally.per_second());
    println!("\nlist_vs_hello {}", ratio(list, hello));
    println!("list_vs_pgbench {}", ratio(rendered, queries));
    println!("detail_vs_hello {}", ratio(request, hello));
    println!("list_under_signin_vs_list {}", ratio(busy, list));
    for server in [service, unkept, bare] {
        server.stop().await;
    }
    Ok(())
}

/// What people type, with and without filters: common words and rare ones, and
/// what is hardly a word.
const SEARCHES: [&str; 12] = [
    "q=phone",
    "q=phone&status=all",
    "q=ransomware+containment&status=all",
    "q=wallet+tracing&lot=financial_tracing",
    "q=%22school+network+breach%22&status=all",
    "q=fraud+-romance&status=all&sort=newest",
    "q=hospital+or+school&status=awarded&sort=closing",
    "q=detective&status=all",
    "q=work&region=london&status=all",
    "q=zebra&status=all",
    "q=%27%26%7C%21%3A*&status=all",
    "status=all&sort=closing&page=50",
];

/// Searches among so many requests, each rendered when it is asked.
async fn searching(stage: &Stage) -> Result<()> {
    let hello = Hello::default();
    let service = harness::serve(|| stage.database.door(CONNECTIONS), &hello, None)?;
    let searches = SEARCHES.iter().map(|it| question(&format!("{LIST}?{it}"), None)).collect();
    let mut kinds = [Kind::new("search of 100,000", Ask::Pages(service.address, searches))];
    take_turns(&mut kinds).await?;
    println!("\n{}", report::head());
    for kind in &kinds {
        println!("{}", kind.tally.line(kind.name));
        println!("\nsearch_p99_ms {}", report::millis(kind.tally.within(99)));
    }
    service.stop().await;
    Ok(())
}

/// The list of a small database and of a vast one: as a visitor sees it, and
/// rendered each time.
async fn growth(small: &Stage, vast: &Stage) -> Result<()> {
    let hello = Hello::default();
    let serve = |stage: &Stage, kept: bool| {
        let told_by = kept.then_some(&stage.database);
        harness::serve(|| stage.database.door(CONNECTIONS), &hello, told_by)
    };
    let servers =
        [serve(small, true)?, serve(vast, true)?, serve(small, false)?, serve(vast, false)?];
    let [little, great, little_rendered, great_rendered] =
        servers.each_ref().map(|it| Ask::Pages(it.address, vec![question(LIST, None)]));
    let mut kinds = [
        Kind::new("list of 1,000", little),
        Kind::new("list of 1,000,000", great),
        Kind::new("list of 1,000, rendered", little_rendered),
        Kind::new("list of 1,000,000, rendered", great_rendered),
    ];
    take_turns(&mut kinds).await?;
    println!("\n{}", report::head());
    kinds.iter().for_each(|it| println!("{}", it.tally.line(it.name)));
    let [one, million, one_rendered, million_rendered] =
        kinds.each_ref().map(|it| u128::from(it.tally.within(50)));
    println!("\nlist_1m_vs_1k_p50 {}", ratio(million, one));
    println!("list_rendered_1m_vs_1k_p50 {}", ratio(million_rendered, one_rendered));
    for server in servers {
        server.stop().await;
    }
    Ok(())
}

async fn take_turns(kinds: &mut [Kind<'_>]) -> Result<()> {
    for kind in &mut *kinds {
        kind.ask.go(WARM).await?;
    }
    for _ in 0..ROUNDS {
        for kind in &mut *kinds {
            kind.tally.add(kind.ask.go(TURN).await.with_context(|| kind.name)?);
        }
    }
    Ok(())
}

impl<'a> Kind<'a> {
    fn new(name: &'static str, ask: Ask<'a>) -> Self {
        Self { name, ask, tally: Tally::default() }
    }
}

impl Ask<'_> {
    /// Over as many connections as the service itself may hold to Postgres.
    async fn go(&mut self, time: Duration) -> Result<Tally> {
        let connections = CONNECTIONS * workers();
        match self {
            Self::Pages(address, questions) => {
                client::drive(*address, questions.clone(), (connections, 7), time).await
            }
            Self::Meanwhile(address, questions, people, signed_in) => {
                let list = client::drive(*address, questions.clone(), (connections, 7), time);
                let each = (people.len(), 1);
                let people = client::drive(*address, people.clone(), each, time);
                let (list, people) = try_join(list, people).await?;
                signed_in.add(people);
                Ok(list)
            }
            Self::Queries(script) => pgbench::run(script, connections, time),
        }
    }
}
