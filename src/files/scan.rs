//! Asking clamd about a file. Only a plain yes or no counts; whatever else
//! happens, the file waits and is asked about again.

use std::io;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clamav_client::tokio::{Socket, Tcp, scan_stream};
use futures_util::StreamExt;

use super::model::Verdict;
use super::store::Content;
use crate::config::Clamd;

/// How long clamd may take over a file.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much is sent to clamd at a time.
const PIECE: usize = 64 * 1024;

/// clamd, and how long we wait for it.
#[derive(Debug, Clone)]
pub struct Scanner {
    at: Clamd,
    patience: Duration,
}

impl Scanner {
    /// Whoever listens there.
    pub fn new(at: Clamd) -> Self {
        Self { at, patience: PATIENCE }
    }

    /// The same, waited for so long.
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks what is in a file.
    pub async fn look(&self, content: Content) -> Result<Verdict> {
        let content = content.map(|piece| piece.map_err(io::Error::other));
        let asking = async {
            match &self.at {
                Clamd::Socket(socket_path) => {
                    scan_stream(content, Socket { socket_path }, Some(PIECE)).await
                }
                Clamd::Address(host_address) => {
                    scan_stream(content, Tcp { host_address }, Some(PIECE)).await
                }
            }
        };
        let answer = tokio::time::timeout(self.patience, asking)
            .await
            .context("clamd took too long")?
            .context("clamd does not answer")?;
        verdict(&answer)
    }
}

fn verdict(answer: &[u8]) -> Result<Verdict> {
    let said = std::str::from_utf8(answer).context("clamd did not answer in text")?;
    let said = said.trim_end_matches(['\0', '\n']);
    let of_ours = said.strip_prefix("stream: ").filter(|it| !it.contains(char::is_control));
    match (of_ours, of_ours.and_then(|it| it.strip_suffix(" FOUND"))) {
        (Some("OK"), _) => Ok(Verdict::Clean),
        (_, Some(virus)) if !virus.is_empty() => {
            Ok(Verdict::Found(virus.chars().take(100).collect()))
        }
        _ => bail!("clamd said {:?}", said.chars().take(200).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, verdict};

    #[test]
    fn only_a_plain_answer_counts() {
        assert_eq!(verdict(b"stream: OK\0").unwrap(), Verdict::Clean);
        let found = verdict(b"stream: Eicar-Signature FOUND\0").unwrap();
        assert_eq!(found, Verdict::Found("Eicar-Signature".to_owned()));
        for answer in [
            b"".as_slice(),
            b"OK",
            b"stream: ok",
            b"stream: FOUND",
            b"stream:  FOUND",
            b"stream: OK OK",
            b"stream: a\nb FOUND",
            b"INSTREAM size limit exceeded. ERROR\0",
            b"stream: Can't allocate memory ERROR\0",
            b"UNKNOWN COMMAND\0",
            b"\xFF\xFE",
        ] {
            assert!(verdict(answer).is_err(), "{answer:?}");
        }
    }
}
