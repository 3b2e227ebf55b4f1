//! A small HTTP client that asks over connections it keeps, and times each answer.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use super::report::Tally;

/// A question, and the only answer that counts.
#[derive(Debug, Clone)]
pub struct Question {
    /// As it goes over the wire.
    wire: Vec<u8>,
    wanted: Wanted,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// A page.
    Page,
    /// A session, which begins only once a password was worked out.
    Session,
    /// The way to a receipt.
    Receipt,
}

/// Asks for a page as it is, so that compression is no part of what is
/// measured.
pub fn question(path: &str, cookie: Option<&str>) -> Question {
    let cookie = cookie.map_or_else(String::new, |it| format!("cookie: muster={it}\r\n"));
    let wire =
        format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: identity\r\n{cookie}\r\n");
    Question { wire: wire.into_bytes(), wanted: Wanted::Page }
}

/// Signs somebody in, from a machine of their own behind our proxy.
pub fn sign_in(email: &str, password: &str, from: Ipv4Addr) -> Result<Question> {
    let token = "0".repeat(64);
    let typed = [("email", email), ("password", password), ("csrf", token.as_str())];
    let body = serde_urlencoded::to_string(typed)?;
    let wire = format!(
        "POST /sign-in HTTP/1.1\r\nhost: bench\r\nx-forwarded-for: {from}\r\ncookie: muster-form={token}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    Ok(Question { wire: wire.into_bytes(), wanted: Wanted::Session })
}

/// Submits a bid as somebody who is signed in, once for each `key`.
pub fn submit(bid: &str, session: &str, csrf: &str, key: Uuid) -> Result<Question> {
    let key = key.to_string();
    let typed = [("version", "1"), ("csrf", csrf), ("once", key.as_str())];
    let body = serde_urlencoded::to_string(typed)?;
    let wire = format!(
        "POST /bids/{bid}/submission HTTP/1.1\r\nhost: bench\r\ncookie: muster={session}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    Ok(Question { wire: wire.into_bytes(), wanted: Wanted::Receipt })
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

    /// Asks, and hears the whole answer, which must be the one wanted. Returns
    /// where in `heard` its body begins.
    async fn ask(&mut self, question: &Question) -> Result<usize> {
        self.stream.write_all(&question.wire).await?;
        self.heard.clear();
        let begins = loop {
            self.hear().await?;
            if let Some(end) = self.heard.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = self.heard.get(..begins).unwrap_or_default();
        let ends = begins + length(head, question.wanted)?;
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
fn length(head: &[u8], wanted: Wanted) -> Result<usize> {
    let head = std::str::from_utf8(head)?;
    let named = |name: &'static str| {
        let said = head.lines().filter_map(|line| line.split_once(':'));
        said.filter(move |it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.trim())
    };
    let good = match wanted {
        Wanted::Page => head.starts_with("HTTP/1.1 200 "),
        Wanted::Session => {
            head.starts_with("HTTP/1.1 303 ")
                && named("set-cookie").any(|it| it.starts_with("muster="))
        }
        Wanted::Receipt => {
            head.starts_with("HTTP/1.1 303 ")
                && named("location").any(|it| it.ends_with("/receipt"))
        }
    };
    ensure!(good, "the server answered {:?}", head.lines().next().unwrap_or_default());
    let said = named("content-length").next().context("an answer without a content-length")?;
    Ok(said.parse()?)
}

/// The body of one answer.
pub async fn fetch(address: SocketAddr, question: &Question) -> Result<Vec<u8>> {
    let mut one = Connection::open(address).await?;
    let begins = one.ask(question).await?;
    Ok(one.heard.split_off(begins))
}

/// Asks each question at a moment of its own, whether or not those before it
/// are answered, and tells how long each answer took from that moment on.
/// Runs on a thread of its own.
pub async fn at_their_time(asked: Vec<(Duration, SocketAddr, Question)>) -> Result<Tally> {
    let driven = tokio::task::spawn_blocking(move || {
        let own = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        own.block_on(async {
            let began = Instant::now();
            let asking = asked.into_iter().map(|(after, address, question)| async move {
                let due = began + after;
                tokio::time::sleep_until(due.into()).await;
                Connection::open(address).await?.ask(&question).await?;
                Ok::<_, anyhow::Error>(u64::try_from(due.elapsed().as_micros())?)
            });
            Ok(Tally { micros: try_join_all(asking).await?, elapsed: began.elapsed() })
        })
    });
    driven.await?
}

/// Asks over so many connections at once, each taking the questions in turn
/// from a different start, a `stride` further on than the one before, until
/// the time is up. Runs on a thread of its own.
pub async fn drive(
    address: SocketAddr,
    questions: Vec<Question>,
    (connections, stride): (usize, usize),
    time: Duration,
) -> Result<Tally> {
    let driven = tokio::task::spawn_blocking(move || {
        let own = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        own.block_on(async {
            let open = (0..connections).map(|_| Connection::open(address));
            let open = try_join_all(open).await?;
            let began = Instant::now();
            let asking = open.into_iter().enumerate().map(|(n, connection)| {
                keep_asking(connection, &questions, n * stride, began + time)
            });
            let micros = try_join_all(asking).await?.concat();
            Ok(Tally { micros, elapsed: began.elapsed() })
        })
    });
    driven.await?
}

async fn keep_asking(
    mut connection: Connection,
    questions: &[Question],
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
    use super::{Wanted, length, sign_in};

    #[test]
    fn only_a_page_whose_length_is_told_is_counted() {
        let counted = |head: &str| length(head.as_bytes(), Wanted::Page);
        assert_eq!(counted("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n").unwrap(), 12);
        assert!(counted("HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(counted("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 12\r\n\r\n").is_err());
    }

    #[test]
    fn only_a_sign_in_that_began_a_session_is_counted() {
        let counted = |head: &str| length(head.as_bytes(), Wanted::Session);
        let session = "Set-Cookie: muster=0123; HttpOnly\r\n";
        let half = "set-cookie: muster-half=0123\r\n";
        let end = "content-length: 0\r\n\r\n";
        assert_eq!(counted(&format!("HTTP/1.1 303 See Other\r\n{half}{session}{end}")).unwrap(), 0);
        for refused in [
            format!("HTTP/1.1 303 See Other\r\n{half}{end}"),
            format!("HTTP/1.1 429 Too Many Requests\r\n{session}{end}"),
            format!("HTTP/1.1 422 Unprocessable Entity\r\n{end}"),
            format!("HTTP/1.1 200 OK\r\n{session}{end}"),
        ] {
            assert!(counted(&refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn only_a_way_to_a_receipt_counts_as_a_submission() {
        let counted = |head: &str| length(head.as_bytes(), Wanted::Receipt);
        let to = |place: &str| {
            format!("HTTP/1.1 303 See Other\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n")
        };
        assert_eq!(counted(&to("/bids/BID-2026-1/receipt")).unwrap(), 0);
        assert!(counted(&to("/account/second-factor")).is_err());
        assert!(counted("HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n").is_err());
    }

    #[test]
    fn a_sign_in_is_a_whole_form_from_a_machine_of_its_own() {
        let asked = sign_in("one@kent.example", "a b&c", "198.51.100.7".parse().unwrap()).unwrap();
        let wire = String::from_utf8(asked.wire).unwrap();
        let (head, body) = wire.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("x-forwarded-for: 198.51.100.7\r\n"), "{head}");
        assert!(head.ends_with(&format!("content-length: {}", body.len())), "{head}");
        assert!(body.starts_with("email=one%40kent.example&password=a+b%26c&csrf=0000"), "{body}");
        assert_eq!(asked.wanted, Wanted::Session);
    }
}
