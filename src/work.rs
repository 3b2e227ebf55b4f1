//! The loops that run beside the service: they publish requests whose time has
//! come, put on record what there was when a deadline passed, sign checkpoints
//! of the audit trail, write to those
//! who forgot their password, send the mail that waits, remind of bids that
//! are not submitted and of scores that are late, tell who waits that a standstill is over, warn of what expires,
//! also while a contract needs it, end contracts whose last day has passed,
//! tell what saved searches find,
//! write the daily digests, have files looked at for viruses, and erase what
//! was removed or sealed. Any number of these may run at once, here and on
//! other machines.

use std::time::{Duration, Instant};

use url::Url;

use crate::accounts::{self, own};
use crate::audit::notary::{self, Notary};
use crate::audit::{Actor, checkpoints};
use crate::awards::standstill;
use crate::bids::receipts::proving;
use crate::bids::{closing, reminders};
use crate::config::Config;
use crate::contracts::{alerts, ending};
use crate::db::{self, Db, Tx};
use crate::error::{Error, Result};
use crate::evaluation::due;
use crate::files::store::Files;
use crate::files::unneeded::queries as unneeded;
use crate::files::{self, queries};
use crate::notices::digests;
use crate::outbox::post::Post;
use crate::outbox::{self, queue};
use crate::providers::expiry;
use crate::requests::approval;
use crate::requests::approval::acts::Came;
use crate::requests::saved::telling;
use crate::seal::keys::Keys;
use crate::trail;
use crate::types::uk_time;
use crate::web::shelf::listen;

/// How long to rest when nothing waits.
const REST: Duration = Duration::from_secs(1);

/// How often to look for warnings and digests that are due.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// How many requests are closed at one look.
const MOST_CLOSED: i64 = 200;

/// How many checkpoints are put to the end of a file at a time.
const MOST_FILED: i64 = 1_000;

/// How many standstills are looked after at one look.
const MOST_STANDSTILLS: i64 = 200;

/// How many requests are published at one look.
const MOST_PUBLISHED: i64 = 200;

/// The post, by what is set.
pub fn post(config: &Config) -> anyhow::Result<Post> {
    match &config.smtp_url {
        Some(server) => Post::by_server(server, &config.mail_from, config.public_url.clone()),
        None => {
            Post::to_files(config.var.join("mail"), &config.mail_from, config.public_url.clone())
        }
    }
}

/// Does what waits, for ever; faults are logged and tried again.
pub async fn run(db: Db, notary: Notary, post: Post) {
    let mut looked: Option<Instant> = None;
    loop {
        if looked.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
            if let Err(error) = write_what_is_due(&db, notary.keys(), post.public_url()).await {
                log::warn!("warnings and digests wait: {error}");
            }
            // Apart, so that neither holds up the other.
            if let Err(error) = keep_checkpoints(&db, &notary).await {
                log::error!("the audit trail has no new checkpoint: {}", in_full(&error));
            }
            looked = Some(Instant::now());
        }
        let turn = async { Ok(answer_forgotten(&db).await? | send_one(&db, &post).await?) };
        match turn.await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(REST).await,
            Err(error) => {
                let error: Error = error;
                log::warn!("mail waits: {error}");
                tokio::time::sleep(REST * 5).await;
            }
        }
    }
}

/// An error with its cause, which nobody but us reads.
fn in_full(error: &Error) -> String {
    match error {
        Error::Unexpected(cause) | Error::Unavailable(cause) => format!("{cause:#}"),
        other => other.to_string(),
    }
}

/// Signs a checkpoint if one is due, puts those that are new to the end of the
/// file, and tells those whom they concern. Says whether one was signed.
pub async fn keep_checkpoints(db: &Db, notary: &Notary) -> Result<bool> {
    let now = db.now().await?;
    let due = db.read(async |conn| checkpoints::is_due(conn, now).await).await?;
    let made = if due { sign_checkpoint(db, notary).await?.is_some() } else { false };
    if let Err(error) = file_checkpoints(db, notary).await {
        log::error!("checkpoints are not in their file: {}", in_full(&error));
    }
    prove_receipts(db).await?;
    db.keep_books(async |conn, now| trail::checkpoints::queries::mail_newest(conn, now).await)
        .await?;
    Ok(made)
}

/// Signs a checkpoint, unless nothing is new or another worker is at it.
pub async fn sign_checkpoint(db: &Db, notary: &Notary) -> Result<Option<checkpoints::Checkpoint>> {
    db.keep_books(async |conn, now| checkpoints::make(conn, now, notary).await).await
}

/// Puts the checkpoints that are newer than the last in our file to its end,
/// whoever signed them, and says how many. If the database does not know the
/// last one, one of the two was put back: that is for people to look into.
pub async fn file_checkpoints(db: &Db, notary: &Notary) -> Result<usize> {
    let Some(place) = notary.file() else { return Ok(0) };
    let mut filed = 0;
    loop {
        let last = notary::last_in(place)?;
        let size = last.as_ref().map_or(Ok(0), |it| i64::try_from(it.size));
        let size = size.map_err(anyhow::Error::from)?;
        let (same, newer) = db
            .read(async |conn| {
                let known = checkpoints::of(conn, size).await?.and_then(|it| it.head());
                Ok((last == known, checkpoints::after(conn, size, MOST_FILED).await?))
            })
            .await?;
        if !same {
            return Err(anyhow::anyhow!(
                "the last checkpoint in {}, of {size} entries, is not the database’s: has one of them been put back? Run `muster audit verify --checkpoints` with that file",
                place.display()
            )
            .into());
        }
        if newer.is_empty() {
            return Ok(filed);
        }
        let place = place.to_owned();
        let appended = tokio::task::spawn_blocking(move || notary::append(&place, &newer)).await;
        filed += appended.map_err(anyhow::Error::from)??;
    }
}

/// Sends bidders the proofs of receipts that a checkpoint covers now, and says
/// of how many receipts.
pub async fn prove_receipts(db: &Db) -> Result<usize> {
    let now = db.now().await?;
    let due = db.read(async |conn| proving::queries::due(conn, now).await).await?;
    let mut proved = 0;
    for seq in due {
        let sent = db.keep_books(async |conn, now| proving::queries::send(conn, now, seq).await);
        match sent.await {
            Ok(true) => proved += 1,
            // Another worker was quicker.
            Ok(false) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("the proof of entry {seq} is not sent yet: {error}"),
        }
    }
    Ok(proved)
}

async fn write_what_is_due(db: &Db, keys: &Keys, public_url: &Url) -> Result<()> {
    publish_what_is_due(db, keys).await?;
    close_what_is_due(db, keys).await?;
    remind_bidders(db).await?;
    remind_evaluators(db).await?;
    tell_of_standstills(db).await?;
    warn_of_expiry(db).await?;
    end_contracts(db).await?;
    warn_of_clearances(db).await?;
    tell_searches(db).await?;
    write_digests(db, public_url).await?;
    sweep(db).await
}

/// Forgets sessions, half sign-ins, links, counts, keys of forms and changes
/// that are over.
pub async fn sweep(db: &Db) -> Result<()> {
    db.keep_books(async |conn, now| {
        accounts::sessions::queries::sweep(conn, now).await?;
        accounts::second_factor::queries::sweep(conn, now).await?;
        accounts::passkeys::queries::sweep(conn, now).await?;
        accounts::links::queries::sweep(conn, now).await?;
        listen::forget(conn).await?;
        accounts::throttle::sweep(conn, now).await?;
        db::forget_answered(conn, now).await?;
        outbox::preferences::sweep(conn, now).await
    })
    .await
}

/// Warns every provider of what expires, and says how many warnings were
/// given. One provider's fault holds up no other.
pub async fn warn_of_expiry(db: &Db) -> Result<usize> {
    let today = uk_time::date_of(db.now().await?);
    let providers = db.read(async |conn| expiry::queries::to_warn(conn, today).await).await?;
    let mut given = 0;
    for provider in providers {
        let by = Actor::system("expiry");
        match db.act(&by, async |tx| expiry::acts::warn(tx, provider).await).await {
            Ok(warnings) => given += warnings,
            // Every warning was given before, or by another worker just now.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("provider {provider} was not warned: {error}"),
        }
    }
    Ok(given)
}

/// Ends every contract whose last day has passed, and says how many. One
/// contract's fault holds up no other.
pub async fn end_contracts(db: &Db) -> Result<usize> {
    let today = uk_time::date_of(db.now().await?);
    let due =
        db.read(async |conn| ending::queries::run_out(conn, today, MOST_CLOSED).await).await?;
    let mut ended = 0;
    for contract in due {
        let by = Actor::system("contracts");
        match db.act(&by, async |tx| ending::acts::run_out(tx, contract).await).await {
            Ok(()) => ended += 1,
            // Another worker was quicker, or it was extended just now.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("contract {contract} has not ended yet: {error}"),
        }
    }
    Ok(ended)
}

/// Warns both sides of running contracts of clearances that run out, and says
/// how many warnings were given. One contract's fault holds up no other.
pub async fn warn_of_clearances(db: &Db) -> Result<usize> {
    let today = uk_time::date_of(db.now().await?);
    let due = db.read(async |conn| alerts::queries::to_warn(conn, today).await).await?;
    let mut given = 0;
    for contract in due {
        let by = Actor::system("contracts");
        match db.act(&by, async |tx| alerts::acts::warn(tx, contract).await).await {
            Ok(warnings) => given += warnings,
            // Every warning was given before, or by another worker just now.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("nobody was warned about contract {contract}: {error}"),
        }
    }
    Ok(given)
}

/// Publishes every request whose time has come, and says how many were. One
/// request's fault holds up no other.
pub async fn publish_what_is_due(db: &Db, keys: &Keys) -> Result<usize> {
    let now = db.now().await?;
    let due = db.read(async |conn| approval::queries::due(conn, now, MOST_PUBLISHED).await).await?;
    let mut published = 0;
    for request in due {
        let by = Actor::system("publication");
        match db.act(&by, async |tx| approval::acts::publish_due(tx, keys, request).await).await {
            Ok(Came::Published) => published += 1,
            // Its people were told why.
            Ok(Came::NotPublished) => {}
            // Another worker was quicker, or the approval was taken back just now.
            Err(Error::NotFound | Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("request {request} is not published yet: {error}"),
        }
    }
    Ok(published)
}

/// Puts the closing of every request on record whose deadline has passed, and
/// says how many. One request's fault holds up no other.
pub async fn close_what_is_due(db: &Db, keys: &Keys) -> Result<usize> {
    let now = db.now().await?;
    let due = db.read(async |conn| closing::queries::due(conn, now, MOST_CLOSED).await).await?;
    let mut closed = 0;
    for request in due {
        let by = Actor::system("closing");
        match db.act(&by, async |tx| closing::acts::close(tx, keys, request).await).await {
            Ok(()) => closed += 1,
            // Another worker or the opening was quicker.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("request {request} is not closed yet: {error}"),
        }
    }
    Ok(closed)
}

/// Reminds companies of bids that are started and not submitted, and says how
/// many reminders were given. One bid's fault holds up no other.
pub async fn remind_bidders(db: &Db) -> Result<usize> {
    let now = db.now().await?;
    let due = db
        .read(async |conn| {
            let mut due = Vec::new();
            for bid in reminders::queries::near(conn, now).await? {
                let found = reminders::queries::unsubmitted(conn, bid, now).await?;
                if found.is_some_and(|(_, known)| reminders::policy::due(&known, now).is_some()) {
                    due.push(bid);
                }
            }
            Ok(due)
        })
        .await?;
    let mut given = 0;
    for bid in due {
        let by = Actor::system("reminders");
        match db.act(&by, async |tx| reminders::acts::remind(tx, bid).await).await {
            Ok(()) => given += 1,
            // Another worker was quicker, or it was submitted just now.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("nobody is reminded of bid {bid}: {error}"),
        }
    }
    Ok(given)
}

/// Reminds evaluators of scores that are late, and says on how many requests.
/// One request's fault holds up no other.
pub async fn remind_evaluators(db: &Db) -> Result<usize> {
    let now = db.now().await?;
    let overdue = db.read(async |conn| due::queries::overdue(conn, now).await).await?;
    let mut reminded = 0;
    for request in overdue {
        let by = Actor::system("reminders");
        match db.act(&by, async |tx| due::acts::remind(tx, request).await).await {
            Ok(()) => reminded += 1,
            // Nobody is late, or another worker was quicker.
            Err(Error::NotFound | Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("the panel of {request} is not reminded: {error}"),
        }
    }
    Ok(reminded)
}

/// Tells the forces and winners whose standstill is over, and says of how many.
/// One request's fault holds up no other.
pub async fn tell_of_standstills(db: &Db) -> Result<usize> {
    let now = db.now().await?;
    let over =
        db.read(async |conn| standstill::queries::over(conn, now, MOST_STANDSTILLS).await).await?;
    let mut told = 0;
    for request in over {
        let by = Actor::system("standstill");
        match db.act(&by, async |tx| standstill::acts::tell(tx, request).await).await {
            Ok(()) => told += 1,
            // Another worker was quicker, or a challenge was raised just now.
            Err(Error::Refused(_)) => {}
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("nobody is told of the standstill of {request}: {error}"),
        }
    }
    Ok(told)
}

/// Tells everyone what their saved searches find, and says of how many searches.
pub async fn tell_searches(db: &Db) -> Result<usize> {
    let mut looked = 0;
    while db.keep_books(async |conn, now| telling::tell_next(conn, now).await).await? {
        looked += 1;
    }
    Ok(looked)
}

/// Writes the digests that are due, and says how many.
pub async fn write_digests(db: &Db, public_url: &Url) -> Result<usize> {
    let mut written = 0;
    while db
        .keep_books(async |conn, now| digests::queries::write_next(conn, public_url, now).await)
        .await?
    {
        written += 1;
    }
    Ok(written)
}

/// Writes to whoever asked longest ago for a new password, if the address they
/// gave is somebody's; says whether anyone had asked.
pub async fn answer_forgotten(db: &Db) -> Result<bool> {
    let Some(ask) = db.read(async |conn| own::queries::oldest(conn).await).await? else {
        return Ok(false);
    };
    let found = db.read(async |conn| accounts::queries::by_email(conn, &ask.email).await).await?;
    if let Some(person) = found.filter(|it| it.is_active) {
        let by = Actor::nobody(ask.call.clone());
        match db.act(&by, async |tx| own::acts::forgotten(tx, ask.id, &person).await).await {
            // Another worker was quicker.
            Ok(()) | Err(Error::Refused(_)) => return Ok(true),
            Err(Error::Unavailable(cause)) => return Err(Error::Unavailable(cause)),
            Err(error) => log::warn!("a new password asked for in {} is lost: {error}", ask.call),
        }
    }
    db.keep_books(async |conn, _| own::queries::answered(conn, ask.id).await).await?;
    Ok(true)
}

/// Sends the mail that has waited longest; says whether there was one. No
/// transaction is open while the mail server is talked to.
pub async fn send_one(db: &Db, post: &Post) -> Result<bool> {
    let taken = db.keep_books(async |conn, now| queue::take(conn, now).await).await?;
    let Some(mail) = taken else { return Ok(false) };
    let handed = post.hand_over(&mail).await;
    db.keep_books(async |conn, now| match &handed {
        Ok(()) => queue::sent(conn, mail.id, post.leaves_the_house(), now).await,
        Err(cause) => {
            log::warn!("mail {} was not taken: {cause:#}", mail.id);
            queue::failed(conn, &mail, &format!("{cause:#}"), now).await
        }
    })
    .await?;
    Ok(true)
}

/// Tends the files that wait, for ever; faults are logged and tried again.
pub async fn tend(db: Db, files: Files) {
    loop {
        let tended = async {
            let scanned = scan_one(&db, &files).await?;
            Ok(scanned | erase_one(&db, &files).await? | erase_unneeded(&db, &files).await?)
        };
        match tended.await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(REST).await,
            Err(error) => {
                let error: Error = error;
                log::warn!("files wait: {error}");
                tokio::time::sleep(REST * 5).await;
            }
        }
    }
}

/// Has the file looked at that has waited longest; says whether there was
/// one. While clamd says neither yes nor no, it goes on waiting.
pub async fn scan_one(db: &Db, files: &Files) -> Result<bool> {
    let Some(scanner) = files.scanner() else { return Ok(false) };
    let taken = db.keep_books(async |conn, now| queries::take_to_scan(conn, now).await).await?;
    let Some(file) = taken else { return Ok(false) };
    let looked = match files.content(&file.storage_key).await {
        Ok(content) => scanner.look(content).await,
        Err(fault) => Err(fault.into()),
    };
    match looked {
        Ok(verdict) => {
            let settle = async |tx: &mut Tx<'_>| files::acts::settle(tx, file.id, &verdict).await;
            match db.act(&Actor::system("scan"), settle).await {
                // It was removed in the meantime, or another worker was quicker.
                Ok(()) | Err(Error::NotFound | Error::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        Err(cause) => {
            log::warn!("file {} waits to be scanned: {cause:#}", file.id);
            db.keep_books(async |conn, now| queries::failed(conn, &file, now).await).await?;
        }
    }
    Ok(true)
}

/// Erases what was in a file that was removed; says whether there was one.
pub async fn erase_one(db: &Db, files: &Files) -> Result<bool> {
    let taken = db.keep_books(async |conn, now| queries::take_to_erase(conn, now).await).await?;
    let Some(file) = taken else { return Ok(false) };
    let erased = files.erase(&file.storage_key).await;
    db.keep_books(async |conn, now| match &erased {
        Ok(()) => queries::erased(conn, file.id, now).await,
        Err(cause) => {
            log::warn!("file {} is not erased yet: {cause:#}", file.id);
            queries::failed(conn, &file, now).await
        }
    })
    .await?;
    Ok(true)
}

/// Erases content in store that nothing needs; says whether there was any.
pub async fn erase_unneeded(db: &Db, files: &Files) -> Result<bool> {
    let taken = db.keep_books(async |conn, now| unneeded::take_to_erase(conn, now).await).await?;
    let Some(taken) = taken else { return Ok(false) };
    let erased = files.erase(&taken.0).await;
    db.keep_books(async |conn, now| match &erased {
        Ok(()) => unneeded::erased(conn, &taken.0).await,
        Err(cause) => {
            log::warn!("the content {} is not erased yet: {cause:#}", taken.0);
            unneeded::failed(conn, &taken, now).await
        }
    })
    .await?;
    Ok(true)
}
