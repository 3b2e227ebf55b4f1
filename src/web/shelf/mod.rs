//! The shelf: rendered copies of public pages, kept in memory for whoever is
//! not signed in.
//!
//! ```text
//! asked for ──is there a copy?──▶ served
//!      │ no                          ▲
//!      └──rendered, once for all who ask meanwhile──▶ kept until it is
//!         changed (the database says so), its time is up, or there is no room
//! ```
//!
//! A copy is served only while the database was heard of within the last
//! second: see [`listen`]. A page is kept only if its handler says so, with
//! [`keep`]; how it is served is in [`serve`]. What is worked out for pages
//! that are nobody else's can be kept in the same way: see [`Shelf::note`].

pub mod listen;
pub mod serve;

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use chrono::TimeDelta;
use tokio::sync::watch;

use crate::types::time::Moment;

/// The longest that copies are served after the database was last heard of.
pub const HEARD_WITHIN: Duration = Duration::from_secs(1);

/// How many copies there is room for.
const MOST_COPIES: usize = 2_000;

/// How many bytes of them.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The longest address that a copy is kept of, with what the browser takes.
const LONGEST_KEY: usize = 1_000;

/// How many notes there is room for.
const MOST_NOTES: usize = 500;

/// What a page shows, and so what changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Any of the public things.
    Everything,
    /// One of them, by the name that the database calls it.
    One(String),
}

/// Marks a response that may be kept for everyone who is not signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// What changes it.
    pub about: About,
    /// From when on it may say something else, though nothing was changed.
    pub until: Moment,
}

/// Says that a page may be kept. It must be the same for everyone who is not
/// signed in, and hold nothing of the one who asks.
pub fn keep(mut response: HttpResponse, about: About, until: Moment) -> HttpResponse {
    response.extensions_mut().insert(Keep { about, until });
    response
}

/// A rendered copy.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The page as it goes over the wire, compressed or not.
    pub body: Bytes,
    /// What describes it.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Tells it from every other.
    pub tag: String,
    /// When it was rendered.
    pub made: Moment,
    keep: Keep,
}

#[derive(Debug)]
struct Shelved {
    copy: Kept,
    used: AtomicU64,
}

/// Something worked out from public things, until one of them is changed.
#[derive(Debug, Clone)]
struct Note {
    it: Arc<dyn Any + Send + Sync>,
    until: Moment,
}

/// When the database was last heard of.
#[derive(Debug, Clone, Copy)]
struct Heard {
    asked: Instant,
    told: Moment,
}

/// The copies, for all the workers of a program together.
#[derive(Debug)]
pub struct Shelf {
    /// Which paths may be kept.
    holds: fn(&str) -> bool,
    copies: RwLock<HashMap<String, Shelved>>,
    notes: RwLock<HashMap<String, Note>>,
    heard: RwLock<Option<Heard>>,
    rendering: Mutex<BTreeMap<String, watch::Receiver<()>>>,
    /// Counts what was dropped: what was being rendered meanwhile is not kept.
    dropped: AtomicU64,
    /// Counts uses, so that the copy that was not used for longest makes room.
    uses: AtomicU64,
}

/// The right to render a page while others wait for it.
#[derive(Debug)]
pub struct Turn {
    shelf: Data<Shelf>,
    key: String,
    _done: watch::Sender<()>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.shelf.rendering().remove(&self.key);
    }
}

impl Shelf {
    /// An empty one, which keeps nothing before the database is heard of.
    pub fn new(holds: fn(&str) -> bool) -> Self {
        Self {
            holds,
            copies: RwLock::default(),
            notes: RwLock::default(),
            heard: RwLock::default(),
            rendering: Mutex::default(),
            dropped: AtomicU64::new(0),
            uses: AtomicU64::new(0),
        }
    }

    /// Whether a path is one whose pages may be kept.
    pub fn holds(&self, path: &str) -> bool {
        (self.holds)(path)
    }

    /// The time now, if the database was heard of just now. Never earlier than
    /// the database's own.
    pub fn now(&self) -> Option<Moment> {
        let heard = (*self.heard.read().unwrap_or_else(PoisonError::into_inner))?;
        let since = heard.asked.elapsed();
        let passed = TimeDelta::from_std(since).ok()?;
        (since < HEARD_WITHIN).then_some(heard.told + passed)
    }

    /// The copy of a page that may still be served at a moment.
    pub fn copy(&self, key: &str, now: Moment) -> Option<Kept> {
        let copies = self.copies();
        let found = copies.get(key).filter(|it| now < it.copy.keep.until)?;
        found.used.store(self.uses.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Some(found.copy.clone())
    }

    /// Counts what was dropped so far; to be asked before rendering.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::SeqCst)
    }

    /// Keeps a copy, unless something was dropped since it was begun: it may
    /// have been rendered of what is no longer so.
    pub fn put(&self, key: String, copy: Kept, begun: u64) {
        if key.len() > LONGEST_KEY || copy.body.len() > MOST_BYTES / 16 {
            return;
        }
        let mut copies = self.copies_to_change();
        if self.dropped() != begun {
            return;
        }
        let used = AtomicU64::new(self.uses.fetch_add(1, Ordering::Relaxed));
        copies.insert(key, Shelved { copy, used });
        make_room(&mut copies);
    }

    /// What was noted under a key, as long as the database is heard of and it
    /// still holds.
    pub fn noted<T: Any + Send + Sync>(&self, key: &str, now: Moment) -> Option<Arc<T>> {
        self.now()?;
        let notes = self.notes.read().unwrap_or_else(PoisonError::into_inner);
        let found = notes.get(key).filter(|it| now < it.until)?;
        Arc::clone(&found.it).downcast().ok()
    }

    /// Notes what was worked out from public things, and is the same for all
    /// who may be told of it, until a moment; unless something was dropped
    /// since it was begun, or the database is not heard of.
    pub fn note<T: Any + Send + Sync>(&self, key: String, it: Arc<T>, until: Moment, begun: u64) {
        let mut notes = self.notes.write().unwrap_or_else(PoisonError::into_inner);
        if key.len() > LONGEST_KEY || self.dropped() != begun || self.now().is_none() {
            return;
        }
        if notes.len() >= MOST_NOTES {
            notes.clear();
        }
        notes.insert(key, Note { it, until });
    }

    /// The turn to render a page; or, while someone else has it, what to wait for.
    pub fn turn(shelf: &Data<Self>, key: &str) -> Result<Turn, watch::Receiver<()>> {
        let mut rendering = shelf.rendering();
        if let Some(other) = rendering.get(key) {
            return Err(other.clone());
        }
        let (done, wait) = watch::channel(());
        rendering.insert(key.to_owned(), wait);
        Ok(Turn { shelf: shelf.clone(), key: key.to_owned(), _done: done })
    }

    /// The database was asked at an instant, and told its time.
    pub fn hear(&self, asked: Instant, told: Moment) {
        *self.heard.write().unwrap_or_else(PoisonError::into_inner) = Some(Heard { asked, told });
    }

    /// One of the public things has changed; `*` is all of them.
    pub fn changed(&self, name: &str) {
        let mut copies = self.copies_to_change();
        self.dropped.fetch_add(1, Ordering::SeqCst);
        self.notes.write().unwrap_or_else(PoisonError::into_inner).clear();
        copies.retain(|_, it| match &it.copy.keep.about {
            About::Everything => false,
            About::One(one) => name != "*" && name != one,
        });
    }

    /// The database is not heard of: nothing is served until it is again.
    pub fn close(&self) {
        *self.heard.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.changed("*");
    }

    /// How many copies there are.
    pub fn len(&self) -> usize {
        self.copies().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn copies(&self) -> RwLockReadGuard<'_, HashMap<String, Shelved>> {
        self.copies.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn copies_to_change(&self) -> RwLockWriteGuard<'_, HashMap<String, Shelved>> {
        self.copies.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn rendering(&self) -> MutexGuard<'_, BTreeMap<String, watch::Receiver<()>>> {
        self.rendering.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes away what was not used for longest, an eighth at a time, while there
/// is more than there is room for.
fn make_room(copies: &mut HashMap<String, Shelved>) {
    let bytes =
        |all: &HashMap<String, Shelved>| all.values().map(|it| it.copy.body.len()).sum::<usize>();
    while copies.len() > MOST_COPIES || bytes(copies) > MOST_BYTES {
        let mut uses: Vec<u64> =
            copies.values().map(|it| it.used.load(Ordering::Relaxed)).collect();
        uses.sort_unstable();
        let Some(last) = uses.get(uses.len() / 8).copied() else { return };
        copies.retain(|_, it| it.used.load(Ordering::Relaxed) > last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(about: About, size: usize) -> Kept {
        Kept {
            body: Bytes::from(vec![b'x'; size]),
            headers: Vec::new(),
            tag: String::new(),
            made: Moment::UNIX_EPOCH,
            keep: Keep { about, until: Moment::UNIX_EPOCH + TimeDelta::seconds(10) },
        }
    }

    fn at(seconds: i64) -> Moment {
        Moment::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn one(name: &str) -> About {
        About::One(name.to_owned())
    }

    #[test]
    fn a_copy_is_served_until_its_time_is_up_and_not_at_that_moment() {
        let shelf = Shelf::new(|_| true);
        shelf.put("a".to_owned(), copy(one("a"), 1), 0);
        assert!(shelf.copy("a", at(9)).is_some());
        assert!(shelf.copy("a", at(10)).is_none());
        assert!(shelf.copy("b", at(0)).is_none());
    }

    #[test]
    fn a_change_drops_what_shows_it_and_nothing_else() {
        let shelf = Shelf::new(|_| true);
        let fill = || {
            for (key, about) in [("a", one("a")), ("b", one("b")), ("list", About::Everything)] {
                shelf.put(key.to_owned(), copy(about, 1), shelf.dropped());
            }
        };
        let kept = || ["a", "b", "list"].map(|key| shelf.copy(key, at(0)).is_some());
        fill();
        shelf.changed("a");
        assert_eq!(kept(), [false, true, false]);
        fill();
        shelf.changed("*");
        assert_eq!(kept(), [false; 3]);
    }

    #[test]
    fn what_was_begun_before_a_change_is_not_kept_after_it() {
        let shelf = Shelf::new(|_| true);
        let begun = shelf.dropped();
        shelf.changed("other");
        shelf.put("a".to_owned(), copy(one("a"), 1), begun);
        assert!(shelf.is_empty());
    }

    #[test]
    fn a_note_holds_until_its_time_is_up_or_anything_is_changed() {
        let shelf = Shelf::new(|_| true);
        let note = |begun| shelf.note("a".to_owned(), Arc::new(7_u8), at(10), begun);
        note(shelf.dropped());
        assert_eq!(shelf.noted::<u8>("a", at(0)), None, "the database is not heard of");
        shelf.hear(Instant::now(), at(0));
        note(shelf.dropped());
        assert_eq!(shelf.noted::<u8>("a", at(9)).as_deref(), Some(&7));
        assert_eq!(shelf.noted::<u8>("a", at(10)), None);
        assert_eq!(shelf.noted::<u8>("b", at(0)), None);
        assert_eq!(shelf.noted::<String>("a", at(0)), None, "it is something else");
        let begun = shelf.dropped();
        shelf.changed("a request");
        assert_eq!(shelf.noted::<u8>("a", at(0)), None);
        note(begun);
        assert_eq!(shelf.noted::<u8>("a", at(0)), None, "it was begun before the change");
        note(shelf.dropped());
        assert!(shelf.noted::<u8>("a", at(0)).is_some());
        shelf.close();
        assert_eq!(shelf.noted::<u8>("a", at(0)), None);
    }

    #[test]
    fn nothing_is_said_of_the_time_before_the_database_is_heard_of() {
        let shelf = Shelf::new(|_| true);
        assert_eq!(shelf.now(), None);
        shelf.hear(Instant::now(), at(0));
        assert!(shelf.now().is_some_and(|now| now >= at(0)));
        if let Some(long_ago) = Instant::now().checked_sub(HEARD_WITHIN) {
            shelf.hear(long_ago, at(0));
            assert_eq!(shelf.now(), None);
        }
        shelf.hear(Instant::now(), at(0));
        shelf.put("a".to_owned(), copy(one("a"), 1), shelf.dropped());
        shelf.close();
        assert_eq!((shelf.now(), shelf.len()), (None, 0));
    }

    #[test]
    fn what_was_not_used_for_longest_makes_room() {
        let shelf = Shelf::new(|_| true);
        for n in 0..=MOST_COPIES {
            shelf.put(n.to_string(), copy(one("a"), 1), 0);
            let _ = shelf.copy("0", at(0));
        }
        assert!(shelf.len() <= MOST_COPIES);
        assert!(shelf.copy("0", at(0)).is_some(), "it was used all the time");
        assert!(shelf.copy("1", at(0)).is_none());
        for n in 0..40 {
            shelf.put(format!("large {n}"), copy(one("a"), MOST_BYTES / 16), 0);
        }
        assert!(shelf.len() <= 16, "{}", shelf.len());
    }

    #[test]
    fn one_renders_while_the_others_wait() {
        let shelf = Data::new(Shelf::new(|_| true));
        let turn = Shelf::turn(&shelf, "a").unwrap();
        let waiting = Shelf::turn(&shelf, "a").unwrap_err();
        assert!(Shelf::turn(&shelf, "b").is_ok(), "another page is nobody's turn");
        assert!(waiting.has_changed().is_ok());
        drop(turn);
        assert!(waiting.has_changed().is_err(), "the one who rendered is done");
        assert!(Shelf::turn(&shelf, "a").is_ok());
    }
}
