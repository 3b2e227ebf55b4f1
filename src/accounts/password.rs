//! Passwords: argon2id, worked out on a thread of its own, a few at a time,
//! never while holding a connection.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::LazyLock;

use anyhow::{Context, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use crate::error::Result;

/// How many hashes are worked out at once: each takes 19 MiB and a core.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// How far hashing stands back behind everything else that the machine does,
/// on the scale of `nice`: about a tenth of a core that others want too.
#[cfg(target_os = "linux")]
const STEPS_BACK: i32 = 10;

/// Threads for hashing alone, so that many people who sign in at once keep
/// nobody waiting who only wants to read a page.
static APART: LazyLock<std::io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_current_thread().on_thread_start(step_back).build());

/// On Linux, each thread stands where it likes; elsewhere the whole program
/// would step back.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(fault) = rustix::process::nice(STEPS_BACK) {
        log::warn!("hashing cannot step back behind other work: {fault}");
    }
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    let threads = APART.as_ref().map_err(|fault| anyhow!("no thread can be started: {fault}"))?;
    // The turn goes with the work, which goes on when the browser has hung up.
    let done = threads.spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    Ok(done.await.context("hashing broke off")??)
}

thread_local! {
    static WORKED_OUT: Cell<u64> = const { Cell::new(0) };
}

/// The hash of no one's password: what an unknown address is checked against,
/// so that it takes the same work as a known one.
static NOBODY: LazyLock<Option<String>> =
    LazyLock::new(|| hash_now("nobody has this password").ok());

/// In KiB: 19 MiB.
const MEMORY: u32 = 19 * 1024;
/// How often the memory is gone through.
const PASSES: u32 = 2;

/// 19 MiB, two passes, one lane: what OWASP asks at least.
fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params =
        Params::new(MEMORY, PASSES, 1, None).map_err(|cause| anyhow!("argon2: {cause}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = hasher()?.hash_password(password.as_bytes());
    Ok(hash.map_err(|cause| anyhow!("argon2: {cause}"))?.to_string())
}

/// Whether a stored hash was made with less work than we ask for now.
pub fn outgrown(stored: &str) -> bool {
    let params = PasswordHash::new(stored).ok().and_then(|it| Params::try_from(&it).ok());
    params.is_none_or(|it| it.m_cost() < MEMORY || it.t_cost() < PASSES)
}

/// Works out nobody's hash ahead of the first stranger, whose sign-in would
/// otherwise take longer than others.
pub fn make_ready() {
    LazyLock::force(&NOBODY);
}

/// Hashes a new password.
pub async fn hash(password: String) -> Result<String> {
    WORKED_OUT.set(WORKED_OUT.get() + 1);
    apart(move || hash_now(&password)).await
}

/// Checks a password against a stored hash, or against nobody's: the work is
/// the same, the answer is no.
pub async fn matches(password: String, stored: Option<String>) -> Result<bool> {
    WORKED_OUT.set(WORKED_OUT.get() + 1);
    apart(move || {
        let known = stored.is_some();
        let against = stored
            .or_else(|| NOBODY.clone())
            .ok_or_else(|| anyhow!("argon2 does not work here"))?;
        let parsed = PasswordHash::new(&against)
            .map_err(|cause| anyhow!("a stored hash is damaged: {cause}"))?;
        let same = hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(known && same)
    })
    .await
}

/// Passwords that many people chose before; made at build time from a package
/// of the npm registry.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!(concat!(env!("OUT_DIR"), "/common_passwords.txt")).lines().collect()
});

/// How many hashes this thread has had worked out, right or wrong: two
/// sign-ins that count alike took the same work.
pub fn worked_out() -> u64 {
    WORKED_OUT.get()
}

/// Whether a password may be chosen: 12 to 128 characters, and not made of
/// the service's, the organisation's or the person's own name.
pub fn fit(password: &str, own_words: &[&str]) -> std::result::Result<(), String> {
    match password.chars().count() {
        n if n < 12 => return Err("Choose a password of at least 12 characters".to_owned()),
        n if n > 128 => return Err("Choose a password of at most 128 characters".to_owned()),
        _ => {}
    }
    let said = password.to_lowercase();
    if COMMON.contains(said.as_str()) {
        return Err("Choose another password: this one is among the most common ones".to_owned());
    }
    let own = own_words.iter().flat_map(|it| it.split(|c: char| !c.is_alphanumeric()));
    for word in own.chain(["muster"]).filter(|it| it.chars().count() > 4) {
        if said.contains(&word.to_lowercase()) {
            return Err(format!("Choose a password that does not contain “{word}”"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{COMMON, fit, hash, hash_now, matches, outgrown};

    #[test]
    fn thousands_of_common_passwords_are_known_and_refused() {
        assert!(COMMON.len() >= 10_000, "{}", COMMON.len());
        let long = COMMON.iter().find(|it| it.chars().count() >= 12).unwrap();
        assert!(fit(long, &[]).unwrap_err().contains("most common"), "{long}");
        assert!(fit(&long.to_uppercase(), &[]).is_err(), "in capitals too");
    }

    #[cfg(target_os = "linux")]
    #[actix_web::test]
    async fn hashing_stands_back_and_nothing_else_does() {
        let stands = || rustix::process::getpriority_process(None).map_err(anyhow::Error::from);
        let here = stands().unwrap();
        let there = super::apart(stands).await.unwrap();
        assert_eq!(there, (here + super::STEPS_BACK).min(19));
        assert_eq!(stands().unwrap(), here);
    }

    #[actix_web::test]
    async fn a_password_fits_its_own_hash_and_nobodys_fits_none() {
        let stored = hash("a long enough one".to_owned()).await.unwrap();
        for (typed, stored, fits) in [
            ("a long enough one", Some(stored.clone()), true),
            ("another long one", Some(stored), false),
            ("nobody has this password", None, false),
        ] {
            assert_eq!(matches(typed.to_owned(), stored).await.unwrap(), fits, "{typed}");
        }
    }

    #[test]
    fn a_hash_of_less_work_is_outgrown() {
        assert!(!outgrown(&hash_now("a long enough one").unwrap()));
        let hash = hash_now("a long enough one").unwrap();
        assert!(outgrown(&hash.replace("m=19456", "m=9216")));
        assert!(outgrown(&hash.replace("t=2", "t=1")));
        assert!(!outgrown(&hash.replace("t=2", "t=3")), "more work is kept");
        assert!(outgrown("nonsense"));
    }

    #[test]
    fn hashes_are_argon2id_with_the_promised_parameters() {
        assert!(
            hash_now("a long enough one").unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
    }

    #[test]
    fn short_long_and_own_names_are_refused_and_anything_else_is_allowed() {
        assert!(fit("eleven char", &[]).is_err());
        assert!(fit(&"x".repeat(129), &[]).is_err());
        assert!(fit("kestrel2026rules", &["Kestrel Cyber Ltd"]).is_err());
        assert!(fit("correct horse battery", &["Kestrel Cyber Ltd", "Ann Lee"]).is_ok());
        assert!(fit("пароль из слов 🐎", &[]).is_ok());
    }
}
