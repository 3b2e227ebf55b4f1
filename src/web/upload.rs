//! Reading forms that carry files. What is typed is a [`Posted`] like any
//! other; each file is taken in piece by piece, into a file of this machine
//! that has no name, so that nothing of it is left behind however the call ends.

use std::fs::File;
use std::future::Future;
use std::io::{Seek, Write};
use std::ops::Deref;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use anyhow::{Context, anyhow};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::form::{CsrfToken, HEAVIEST, Posted, same_secret};
use crate::db::Once;
use crate::error::{Error, Result};
use crate::types::text::{self, hex};

/// The most a file may weigh.
pub const LARGEST: u64 = 25 * 1024 * 1024;

/// The most we read past before we hang up, to be able to answer with the form.
const PATIENCE: u64 = 3 * LARGEST;

/// The most fields a form may have.
const MOST_FIELDS: usize = 200;

/// How long a form may take to arrive. On a slow line, 25 MB take minutes.
const LONGEST: Duration = Duration::from_secs(300);

/// Where files are held while a call lasts.
#[derive(Debug, Clone)]
pub struct Spool(pub PathBuf);

impl Spool {
    /// Holds a file of our own, as if it had been sent.
    pub fn hold(&self, name: &str, content: &[u8]) -> anyhow::Result<Sent> {
        let mut held = self.file()?;
        held.write_all(content).and_then(|()| held.rewind()).context("cannot hold a file")?;
        let bytes = u64::try_from(content.len()).unwrap_or(u64::MAX);
        Ok(Sent { name: name.to_owned(), bytes, sha256: Sha256::digest(content).into(), held })
    }

    /// A file without a name: it is gone when nobody holds it.
    pub fn file(&self) -> anyhow::Result<File> {
        let path = self.0.join(Uuid::new_v4().simple().to_string());
        std::fs::create_dir_all(&self.0)
            .and_then(|()| {
                let mut how = File::options();
                how.read(true).write(true).create_new(true).mode(0o600).open(&path)
            })
            .and_then(|file| std::fs::remove_file(&path).map(|()| file))
            .with_context(|| format!("cannot hold a file in {}", self.0.display()))
    }
}

/// A file as it was sent.
#[derive(Debug)]
pub struct Sent {
    /// What the person's machine calls it: not fit to be kept as it is.
    pub name: String,
    /// How much it weighs. More than [`LARGEST`], and nothing of it is held.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// What is in it, from its beginning.
    pub held: File,
}

/// A form as it was sent by our own page, with its files. Taking it checks
/// the session's token before the first file is held.
#[derive(Debug, Default)]
pub struct Upload {
    posted: Posted,
    files: Vec<(String, Sent)>,
}

impl Deref for Upload {
    type Target = Posted;

    fn deref(&self) -> &Posted {
        &self.posted
    }
}

impl Upload {
    /// Takes out the file of a field, if one was chosen.
    pub fn take(&mut self, field: &str) -> Option<Sent> {
        let at = self.files.iter().position(|(name, _)| name == field)?;
        Some(self.files.swap_remove(at).1)
    }

    /// The form's key, with what is in its files for a part of its contents.
    pub fn once(&self) -> Once {
        let files = self.files.iter().map(|(field, sent)| (field.clone(), hex(&sent.sha256)));
        Posted::of(self.posted.pairs().iter().cloned().chain(files)).once()
    }
}

/// Whether a request carries a form that may hold files.
pub fn is_upload(request: &HttpRequest) -> bool {
    request.content_type() == "multipart/form-data"
}

/// What was typed in a form that may hold files, without them and whoever sent it.
pub fn typed(
    headers: &HeaderMap,
    payload: Payload,
) -> impl Future<Output = Result<Posted>> + use<> {
    let parts = Multipart::new(headers, payload);
    async {
        let read = Reading::new(None, None).all(parts);
        Ok(in_time(read).await?.posted)
    }
}

async fn in_time(reading: impl Future<Output = Result<Upload>>) -> Result<Upload> {
    tokio::time::timeout(LONGEST, reading).await.unwrap_or(Err(Error::Unreadable))
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !is_upload(request) {
            let posted = Posted::from_request(request, payload);
            return Box::pin(async { Ok(Self { posted: posted.await?, files: Vec::new() }) });
        }
        let token = request.extensions().get::<CsrfToken>().cloned();
        let spool = request.app_data::<Data<Spool>>().map(|it| it.get_ref().clone());
        let parts = Multipart::new(request.headers(), payload.take());
        Box::pin(async move {
            let spool = spool.ok_or_else(|| anyhow!("the app was built without a Spool"))?;
            let token = token.ok_or(Error::Forged)?;
            in_time(Reading::new(Some(token), Some(spool)).all(parts)).await
        })
    }
}

/// A form half read.
struct Reading {
    /// The token it must carry, ahead of its files.
    token: Option<CsrfToken>,
    /// Where its files are held; nowhere, and they are only read past.
    spool: Option<Spool>,
    /// How much may still be typed, in bytes.
    room: usize,
    /// How much may still be sent in files.
    patience: u64,
    pairs: Vec<(String, String)>,
    files: Vec<(String, Sent)>,
}

impl Reading {
    fn new(token: Option<CsrfToken>, spool: Option<Spool>) -> Self {
        let (pairs, files) = (Vec::new(), Vec::new());
        Self { token, spool, room: HEAVIEST, patience: PATIENCE, pairs, files }
    }

    async fn all(mut self, mut parts: Multipart) -> Result<Upload> {
        let mut count = 0;
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Error::Unreadable)?;
            count += 1;
            if count > MOST_FIELDS {
                return Err(Error::TooHeavy);
            }
            self.part(part).await?;
        }
        if !self.is_ours() {
            return Err(Error::Forged);
        }
        Ok(Upload { posted: Posted::of(self.pairs), files: self.files })
    }

    fn is_ours(&self) -> bool {
        let sent = self.pairs.iter().find(|(name, _)| name == "csrf");
        match (&self.token, sent) {
            (None, _) => true,
            (Some(token), Some((_, sent))) => same_secret(&token.0, sent),
            (Some(_), None) => false,
        }
    }

    async fn part(&mut self, mut part: Field) -> Result<()> {
        let about = part.content_disposition().ok_or(Error::Unreadable)?;
        let name = text::clean(about.get_name().ok_or(Error::Unreadable)?);
        match about.get_filename().map(unescaped) {
            Some(called) => self.file(name, called, part).await,
            None => {
                let read = part.bytes(self.room).await.map_err(|_| Error::TooHeavy)?;
                let read = read.map_err(|_| Error::Unreadable)?;
                self.room = self.room.saturating_sub(read.len());
                let value = std::str::from_utf8(&read).map_err(|_| Error::Unreadable)?;
                self.pairs.push((name, text::clean(value)));
                Ok(())
            }
        }
    }

    async fn file(&mut self, field: String, called: String, mut part: Field) -> Result<()> {
        if !self.is_ours() {
            return Err(Error::Forged);
        }
        let mut held = self.spool.as_ref().map(Spool::file).transpose()?;
        let (mut bytes, mut digest) = (0_u64, Sha256::new());
        while let Some(piece) = part.next().await {
            let piece = piece.map_err(|_| Error::Unreadable)?;
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            bytes = bytes.saturating_add(length);
            self.patience = self.patience.checked_sub(length).ok_or(Error::TooLarge)?;
            if let Some(held) = held.as_mut().filter(|_| bytes <= LARGEST) {
                digest.update(&piece);
                // A page of memory for the system to write out later: this does not wait for a disk.
                held.write_all(&piece).context("cannot hold a file")?;
            }
        }
        // A browser sends a field in which nothing was chosen as a file without name and contents.
        let chosen = bytes > 0 || !called.is_empty();
        let again = self.files.iter().any(|(name, _)| *name == field);
        if let Some(mut held) = held.filter(|_| chosen && !again) {
            held.rewind().context("cannot read a file that is held")?;
            let sent = Sent { name: called, bytes, sha256: digest.finalize().into(), held };
            self.files.push((field, sent));
        }
        Ok(())
    }
}

/// Browsers write three characters of a file's name as codes.
fn unescaped(called: &str) -> String {
    called.replace("%0D", "\r").replace("%0A", "\n").replace("%22", "\"")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use actix_web::web::Bytes;

    use super::{CsrfToken, Multipart, Reading, Spool, Upload};
    use crate::error::{Error, Result};

    const NOTHING: &str = "Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n";
    const OURS: &str = "Content-Disposition: form-data; name=\"csrf\"\r\n\r\nours";

    fn parts(parts: &[&str]) -> Multipart {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
        let mut body: String = parts.iter().map(|it| format!("--x\r\n{it}\r\n")).collect();
        body.push_str("--x--\r\n");
        let pieces: Vec<_> =
            body.as_bytes().chunks(7).map(|it| Ok(Bytes::copy_from_slice(it))).collect();
        Multipart::new(&headers, futures_util::stream::iter(pieces))
    }

    async fn read(sent: &[&str]) -> Result<Upload> {
        let spool = Spool(std::env::temp_dir().join("muster-upload-tests"));
        Reading::new(Some(CsrfToken("ours".to_owned())), Some(spool)).all(parts(sent)).await
    }

    #[actix_web::test]
    async fn what_is_typed_and_what_is_chosen_are_both_read() {
        let file = "Content-Disposition: form-data; name=\"file\"; filename=\"Zoë’s %22paper%22.txt\"\r\nContent-Type: text/html\r\n\r\nOne line.";
        let typed = "Content-Disposition: form-data; name=\"number\"\r\n\r\nZoë\r\nIASME";
        let mut upload = read(&[OURS, file, typed]).await.unwrap();
        assert_eq!(upload.text("number"), "Zoë\nIASME");
        let mut sent = upload.take("file").unwrap();
        assert_eq!((sent.name.as_str(), sent.bytes), ("Zoë’s \"paper\".txt", 9));
        let mut inside = String::new();
        sent.held.read_to_string(&mut inside).unwrap();
        assert_eq!(inside, "One line.");
        assert!(upload.take("file").is_none());
    }

    #[actix_web::test]
    async fn a_field_in_which_nothing_was_chosen_holds_no_file() {
        assert!(read(&[OURS, NOTHING]).await.unwrap().take("file").is_none());
    }

    #[actix_web::test]
    async fn the_token_comes_first_or_nothing_is_held() {
        let theirs = "Content-Disposition: form-data; name=\"csrf\"\r\n\r\ntheirs";
        let forms: [&[&str]; 3] = [&[NOTHING, OURS], &[theirs, NOTHING], &[]];
        for form in forms {
            assert!(matches!(read(form).await, Err(Error::Forged | Error::Unreadable)), "{form:?}");
        }
    }

    #[actix_web::test]
    async fn the_same_form_with_another_file_is_another_form() {
        let once = "Content-Disposition: form-data; name=\"once\"\r\n\r\n0190b0b0-0000-7000-8000-000000000000";
        let file = |inside: &str| {
            format!("Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{inside}")
        };
        let (one, other) = (file("one"), file("other"));
        let first = read(&[OURS, once, &one]).await.unwrap().once();
        assert_eq!(first, read(&[OURS, once, &one]).await.unwrap().once());
        assert_ne!(first.body, read(&[OURS, once, &other]).await.unwrap().once().body);
    }

    #[actix_web::test]
    async fn far_too_much_is_not_read_to_its_end() {
        let file =
            "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n0123456789";
        let with = |patience| {
            let mut reading = Reading::new(None, None);
            reading.patience = patience;
            reading.all(parts(&[file]))
        };
        assert!(with(10).await.is_ok());
        assert!(matches!(with(9).await, Err(Error::TooLarge)));
    }

    #[actix_web::test]
    async fn what_is_not_text_and_what_is_too_much_are_refused() {
        let long =
            format!("Content-Disposition: form-data; name=\"a\"\r\n\r\n{}", "x".repeat(1_100_000));
        assert!(matches!(read(&[OURS, &long]).await, Err(Error::TooHeavy)));
        let many = vec!["Content-Disposition: form-data; name=\"a\"\r\n\r\n1"; 201];
        assert!(matches!(read(&many).await, Err(Error::TooHeavy)));
        assert!(matches!(read(&["X: y\r\n\r\nno name"]).await, Err(Error::Unreadable)));
    }
}
