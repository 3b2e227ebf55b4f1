//! What is written to the log: of ours, whatever was asked for; of libraries,
//! only what they say plainly. In detail they say what passes through them,
//! and here that is what people wrote in confidence.

use anyhow::Result;
use log::{Level, Log, Metadata, Record};

/// Whether a line may be written, however much was asked for.
fn may_be_told(of: &Metadata<'_>) -> bool {
    of.level() <= Level::Info || of.target().split("::").next() == Some("muster")
}

/// Writes to another log what may be told.
#[derive(Debug)]
pub struct Discreet<L>(pub L);

impl<L: Log> Log for Discreet<L> {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        may_be_told(of) && self.0.enabled(of)
    }

    fn log(&self, record: &Record<'_>) {
        if may_be_told(record.metadata()) {
            self.0.log(record);
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}

/// Begins to write, as `RUST_LOG` asks.
pub fn begin() -> Result<()> {
    let asked = env_logger::Env::default().default_filter_or("info");
    let logger = env_logger::Builder::from_env(asked).build();
    log::set_max_level(logger.filter());
    Ok(log::set_boxed_logger(Box::new(Discreet(logger)))?)
}

#[cfg(test)]
mod tests {
    use log::{Level, Metadata};

    use super::may_be_told;

    #[test]
    fn libraries_tell_no_details_whatever_is_asked_for() {
        for (target, level, told) in [
            ("tokio_postgres::query", Level::Debug, false),
            ("tokio_postgres::query", Level::Trace, false),
            ("mustermann", Level::Debug, false),
            ("tokio_postgres::connection", Level::Info, true),
            ("rustls", Level::Warn, true),
            ("muster::serve", Level::Debug, true),
            ("muster::call", Level::Trace, true),
            ("muster", Level::Debug, true),
        ] {
            let of = Metadata::builder().target(target).level(level).build();
            assert_eq!(may_be_told(&of), told, "{target} {level}");
        }
    }
}
