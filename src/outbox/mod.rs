//! What people are told: a notice in the service, and a mail that copies it.
//! Both are written with the change that caused them, so nobody is ever told
//! of something that did not happen.

pub mod post;
pub mod preferences;
pub mod queue;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::error::Result;
use crate::schema::{notices, outbox};
use crate::types::ids::{MailId, NoticeId, UserId};
use crate::types::time::Moment;

/// Someone to tell.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Recipient {
    /// The person.
    pub user: UserId,
    /// Where their mail goes.
    pub email: String,
    /// How the mail greets them.
    pub name: String,
}

/// What to tell them, already worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What caused it, such as `request.published:<id>`: the same cause is
    /// never told twice to the same person.
    pub cause: String,
    /// The mail's subject, which is also the notice's sentence.
    pub subject: String,
    /// The mail's paragraphs, in plain text. Never bid content, an asker's
    /// name, or SENSITIVE text.
    pub lines: Vec<String>,
    /// Where to go next: a path in the service.
    pub link: String,
}

/// Writes the notice and the mail for each recipient.
pub(crate) async fn tell(
    conn: &mut AsyncPgConnection,
    at: Moment,
    recipients: &[Recipient],
    message: &Message,
) -> Result<()> {
    for to in recipients {
        if mail(conn, at, to, message).await? {
            notice(conn, at, to.user, message).await?;
        }
    }
    Ok(())
}

/// Writes the mail alone, and says whether there was none of its cause yet.
pub(crate) async fn mail(
    conn: &mut AsyncPgConnection,
    at: Moment,
    to: &Recipient,
    message: &Message,
) -> Result<bool> {
    let fresh = diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(MailId::mint()),
            outbox::cause.eq(&message.cause),
            outbox::recipient.eq(&to.email),
            outbox::subject.eq(&message.subject),
            outbox::body.eq(format!("Hello {},\n\n{}", to.name, message.lines.join("\n\n"))),
            outbox::link.eq(&message.link),
            outbox::created_at.eq(at),
            outbox::next_at.eq(at),
        ))
        .on_conflict((outbox::cause, outbox::recipient))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(fresh == 1)
}

/// Writes a mail that carries a secret link, to an address that need not be
/// anyone's yet. There is no notice: whoever reads the mail is who it is for.
pub(crate) async fn send_secret(
    conn: &mut AsyncPgConnection,
    at: Moment,
    (email, name): (&str, &str),
    message: &Message,
) -> Result<()> {
    let greeting = if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") };
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(MailId::mint()),
            outbox::cause.eq(&message.cause),
            outbox::recipient.eq(email),
            outbox::subject.eq(&message.subject),
            outbox::body.eq(format!("{greeting}\n\n{}", message.lines.join("\n\n"))),
            outbox::link.eq(&message.link),
            outbox::created_at.eq(at),
            outbox::next_at.eq(at),
            outbox::secret.eq(true),
        ))
        .on_conflict((outbox::cause, outbox::recipient))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

async fn notice(
    conn: &mut AsyncPgConnection,
    at: Moment,
    user: UserId,
    message: &Message,
) -> Result<()> {
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(NoticeId::mint()),
            notices::user_id.eq(user),
            notices::at.eq(at),
            notices::text.eq(&message.subject),
            notices::link.eq(&message.link),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
