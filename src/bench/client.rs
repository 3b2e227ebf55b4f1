//! A small HTTP client that asks over connections it keeps, and times each answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::report::Tally;

/// A question, as it goes over the wire. It asks for the page as it is, so
/// that compression is no part of what is measured.
pub fn question(path: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie.map_or_else(String::new, |it| format!("cookie: muster={it}\r\n"));
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: identity\r\n{cookie}\r\n")
        .into_bytes()
}

/// A connection that is kept.
struct Connection {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, heard: Vec::new() })
    }

    /// Asks, and hears the whole answer, which must be a page. Returns where
    /// in `heard` its body begins.
    async fn ask(&mut self, question: &[u8]) -> Result<usize> {
        self.stream.write_all(question).await?;
        self.heard.clear();
        let begins = loop {
            self.hear().await?;
            if let Some(end) = self.heard.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let ends = begins + length(self.heard.get(..begins).unwrap_or_default())?;
        while self.heard.len() < ends {
            self.hear().await?;
        }
        Ok(begins)
    }

    async fn hear(&mut self) -> Result<()> {
        self.heard.reserve(64 * 1024);
        if self.stream.read_buf(&mut self.heard).await? == 0 {
            bail!("the server hung up in the middle of an answer");
        }
        Ok(())
    }
}

/// The length of the body that a head announces.
fn length(head: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head)?;
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("the server answered {:?}", head.lines().next().unwrap_or_default());
    }
    let said = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .context("an answer without a content-length")?;
    Ok(said.1.trim().parse()?)
}

/// The body of one answer.
pub async fn fetch(address: SocketAddr, question: &[u8]) -> Result<Vec<u8>> {
    let mut one = Connection::open(address).await?;
    let begins = one.ask(question).await?;
    Ok(one.heard.split_off(begins))
}

/// Asks over so many connections at once, each taking the questions in turn
/// from a different start, until the time is up. Runs on a thread of its own.
pub async fn drive(
    address: SocketAddr,
    questions: Vec<Vec<u8>>,
    connections: usize,
    time: Duration,
) -> Result<Tally> {
    let driven = tokio::task::spawn_blocking(move || {
        let own = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        own.block_on(async {
            let open = (0..connections).map(|_| Connection::open(address));
            let open = try_join_all(open).await?;
            let began = Instant::now();
            let asking = open
                .into_iter()
                .enumerate()
                .map(|(n, connection)| keep_asking(connection, &questions, n * 7, began + time));
            let micros = try_join_all(asking).await?.concat();
            Ok(Tally { micros, elapsed: began.elapsed() })
        })
    });
    driven.await?
}

async fn keep_asking(
    mut connection: Connection,
    questions: &[Vec<u8>],
    start: usize,
    until: Instant,
) -> Result<Vec<u64>> {
    let mut took = Vec::new();
    for question in questions.iter().cycle().skip(start % questions.len().max(1)) {
        let asked = Instant::now();
        if asked >= until {
            break;
        }
        connection.ask(question).await?;
        took.push(u64::try_from(asked.elapsed().as_micros())?);
    }
    Ok(took)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn only_a_page_whose_length_is_told_is_counted() {
        let told = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n";
        assert_eq!(length(told).unwrap(), 12);
        assert!(length(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(length(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 12\r\n\r\n").is_err());
    }
}
