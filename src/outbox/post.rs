//! Handing mail over: to a mail server, or to files when none is set.

use std::path::PathBuf;

use anyhow::{Context, Result};
use askama::Template;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use super::queue::Mail;
use crate::types::ids::MailId;

/// Where mail is handed over.
#[derive(Debug, Clone)]
enum Way {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    Files(PathBuf),
}

/// The post: turns a queued mail into a letter and hands it over.
#[derive(Debug, Clone)]
pub struct Post {
    from: Mailbox,
    public_url: Url,
    way: Way,
}

#[derive(Template)]
#[template(path = "mail/message.html")]
struct Html<'a> {
    subject: &'a str,
    paragraphs: Vec<&'a str>,
    link: String,
    unsubscribe: &'a str,
}

impl Post {
    /// To a mail server: `smtps://` for TLS from the start, `smtp://` with
    /// `?tls=required` or `?tls=opportunistic` for STARTTLS.
    pub fn by_server(server: &Url, from: &str, public_url: Url) -> Result<Self> {
        let way = AsyncSmtpTransport::<Tokio1Executor>::from_url(server.as_str())
            .context("SMTP_URL is not a mail server's address")?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        Ok(Self { from: from.parse()?, public_url, way: Way::Server(way) })
    }

    /// To files in a folder, one per mail.
    pub fn to_files(folder: PathBuf, from: &str, public_url: Url) -> Result<Self> {
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { from: from.parse()?, public_url, way: Way::Files(folder) })
    }

    /// How people reach the service.
    pub fn public_url(&self) -> &Url {
        &self.public_url
    }

    /// Whether mail goes to a mail server, rather than to files here.
    pub fn leaves_the_house(&self) -> bool {
        matches!(self.way, Way::Server(_))
    }

    /// Hands one mail over.
    pub async fn hand_over(&self, mail: &Mail) -> Result<()> {
        let letter = self.letter(mail)?;
        match &self.way {
            Way::Server(server) => {
                server.send(letter).await?;
            }
            Way::Files(folder) => {
                // A half-written file is never seen under its final name.
                let name = format!("{}.eml", mail.id);
                let unfinished = folder.join(format!(".{name}"));
                std::fs::write(&unfinished, letter.formatted())?;
                std::fs::rename(&unfinished, folder.join(name))?;
            }
        }
        Ok(())
    }

    /// Sends a letter that says no more than that sending works.
    pub async fn test(&self, address: &str) -> Result<()> {
        let mail = Mail {
            id: MailId::mint(),
            recipient: address.to_owned(),
            subject: "A test from Muster".to_owned(),
            body: "Hello,\n\nThis mail shows that Muster can send mail.".to_owned(),
            link: "/".to_owned(),
            created_at: std::time::SystemTime::now().into(),
            attempts: 1,
            unsubscribe: String::new(),
        };
        self.hand_over(&mail).await
    }

    /// The letter itself. Its Message-ID is the mail's own id, so that a
    /// second copy can be recognised.
    fn letter(&self, mail: &Mail) -> Result<Message> {
        let link = self.public_url.join(&mail.link)?.to_string();
        let host = self.public_url.host_str().unwrap_or("muster.example");
        let unsubscribe = match mail.unsubscribe.as_str() {
            "" => String::new(),
            path => self.public_url.join(path)?.to_string(),
        };
        let html = Html {
            subject: &mail.subject,
            paragraphs: mail.body.split("\n\n").collect(),
            link: link.clone(),
            unsubscribe: &unsubscribe,
        };
        let ending = match unsubscribe.as_str() {
            "" => String::new(),
            address => format!("To stop this daily digest: {address}\n\n"),
        };
        let text = format!(
            "{}\n\n{link}\n\n{ending}-- \nMuster\nDo not reply to this e-mail: nobody reads the address it comes from.\n",
            mail.body
        );
        let parts = MultiPart::alternative()
            .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text))
            .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(html.render()?));
        let mut letter = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse()?)
            .subject(mail.subject.as_str())
            .date(mail.created_at.into())
            .message_id(Some(format!("<{}@{host}>", mail.id)));
        if !unsubscribe.is_empty() {
            // RFC 8058: a mail program ends it with one click, by a POST to this address.
            letter = letter
                .raw_header(plain_header("List-Unsubscribe", format!("<{unsubscribe}>")))
                .raw_header(plain_header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                ));
        }
        Ok(letter.multipart(parts)?)
    }
}

/// A header that is written as it stands: an address is not folded.
fn plain_header(name: &'static str, value: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value)
}

#[cfg(test)]
mod tests {
    use super::{Mail, MailId, Post};
    use crate::types::time::Moment;

    #[test]
    fn a_letter_has_both_parts_a_link_and_its_own_id() {
        let folder = std::env::temp_dir().join(format!("muster-post-{}", MailId::mint()));
        let public = "https://muster.example".parse().unwrap();
        let post =
            Post::to_files(folder.clone(), "Muster <no-reply@muster.example>", public).unwrap();
        let mail = Mail {
            id: MailId::mint(),
            recipient: "bids@kestrel.example".into(),
            subject: "Your bid was received <b>".into(),
            body: "Hello Zoë,\n\nIt is sealed until the deadline.".into(),
            link: "/bids/BID-2026-000000".into(),
            created_at: Moment::from_timestamp(1_767_603_600, 0).unwrap(),
            attempts: 1,
            unsubscribe: String::new(),
        };
        let letter = String::from_utf8(post.letter(&mail).unwrap().formatted()).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert!(letter.contains(&format!("Message-ID: <{}@muster.example>", mail.id)), "{letter}");
        assert!(letter.contains("text/plain") && letter.contains("text/html"));
        assert!(letter.contains("https://muster.example/bids/BID-2026-000000"));
        let (_, html) = letter.split_once("text/html").unwrap();
        assert!(!html.contains("<b>"), "what people type is never markup: {html}");
        assert!(!letter.contains("List-Unsubscribe"), "what must be told cannot be stopped");
    }

    #[test]
    fn a_digest_says_how_to_end_it_with_one_click() {
        let public = "https://muster.example".parse().unwrap();
        let folder = std::env::temp_dir().join(format!("muster-post-{}", MailId::mint()));
        let post =
            Post::to_files(folder.clone(), "Muster <no-reply@muster.example>", public).unwrap();
        let token = "0123456789abcdef".repeat(4);
        let mail = Mail {
            id: MailId::mint(),
            recipient: "bids@kestrel.example".into(),
            subject: "Your daily digest".into(),
            body: "Hello Zoë,\n\nOne new request.".into(),
            link: "/account/notices".into(),
            created_at: Moment::from_timestamp(1_767_603_600, 0).unwrap(),
            attempts: 1,
            unsubscribe: format!("/unsubscribe/{token}"),
        };
        let letter = String::from_utf8(post.letter(&mail).unwrap().formatted()).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        let address = format!("https://muster.example/unsubscribe/{token}");
        assert!(letter.contains(&format!("\r\nList-Unsubscribe: <{address}>\r\n")), "{letter}");
        assert!(
            letter.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
            "{letter}"
        );
    }
}
