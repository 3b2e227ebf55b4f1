//! The loop that runs beside the service: sends the mail that waits.
//! Any number of these may run at once, here and on other machines.

use std::time::Duration;

use crate::config::Config;
use crate::db::Db;
use crate::error::Result;
use crate::outbox::post::Post;
use crate::outbox::queue;

/// How long to rest when nothing waits.
const REST: Duration = Duration::from_secs(1);

/// The post, by what is set.
pub fn post(config: &Config) -> anyhow::Result<Post> {
    match &config.smtp_url {
        Some(server) => Post::by_server(server, &config.mail_from, config.public_url.clone()),
        None => {
            Post::to_files(config.var.join("mail"), &config.mail_from, config.public_url.clone())
        }
    }
}

/// Sends what waits, for ever; faults are logged and tried again.
pub async fn run(db: Db, post: Post) {
    loop {
        match send_one(&db, &post).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(REST).await,
            Err(error) => {
                log::warn!("mail waits: {error}");
                tokio::time::sleep(REST * 5).await;
            }
        }
    }
}

/// Sends the mail that has waited longest; says whether there was one. No
/// transaction is open while the mail server is talked to.
pub async fn send_one(db: &Db, post: &Post) -> Result<bool> {
    let taken = db.keep_books(async |conn, now| queue::take(conn, now).await).await?;
    let Some(mail) = taken else { return Ok(false) };
    let handed = post.hand_over(&mail).await;
    db.keep_books(async |conn, now| match &handed {
        Ok(()) => queue::sent(conn, mail.id, now).await,
        Err(cause) => {
            log::warn!("mail {} was not taken: {cause:#}", mail.id);
            queue::failed(conn, &mail, &format!("{cause:#}"), now).await
        }
    })
    .await?;
    Ok(true)
}
