//! Every line that is written to the log at its most talkative, kept for a
//! test to look through.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};
use std::thread;

use log::{LevelFilter, Log, Metadata, Record};
use muster::logs::Discreet;

static KEPT: Mutex<Vec<Line>> = Mutex::new(Vec::new());
static LISTENING: AtomicUsize = AtomicUsize::new(0);
static LOGGER: Discreet<Keeper> = Discreet(Keeper);

/// A line of the log.
#[derive(Debug, Clone)]
pub struct Line {
    thread: String,
    /// Where it comes from.
    pub target: String,
    /// What it says.
    pub said: String,
}

struct Keeper;

impl Log for Keeper {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        LISTENING.load(Ordering::SeqCst) > 0
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            KEPT.lock().unwrap().push(Line {
                thread: this_thread(),
                target: record.target().to_owned(),
                said: record.args().to_string(),
            });
        }
    }

    fn flush(&self) {}
}

fn this_thread() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

/// Listens to the log until it is dropped.
pub struct Listening(());

impl Listening {
    /// Begins to listen.
    pub fn begin() -> Self {
        static SET: Once = Once::new();
        SET.call_once(|| {
            log::set_logger(&LOGGER).unwrap();
            log::set_max_level(LevelFilter::Trace);
        });
        LISTENING.fetch_add(1, Ordering::SeqCst);
        Self(())
    }

    /// What this test's own thread wrote, and what was written on threads that
    /// are no test's.
    pub fn lines(&self) -> Vec<Line> {
        let own = this_thread();
        let kept = KEPT.lock().unwrap();
        kept.iter().filter(|it| it.thread == own || !it.thread.contains("::")).cloned().collect()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if LISTENING.fetch_sub(1, Ordering::SeqCst) == 1 {
            KEPT.lock().unwrap().clear();
        }
    }
}
