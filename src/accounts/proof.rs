//! Showing again who one is, in a session that goes on.

use super::model::{Person, Viewer};
use super::throttle::{self, Limit};
use super::{password, queries};
use crate::db::Db;
use crate::error::Result;

/// Whether it is the person's password. The tries are counted apart from those
/// at the sign-in page, so that no stranger can use them up.
pub async fn is_password(db: &Db, viewer: &Viewer, typed: &str) -> Result<bool> {
    Ok(proven(db, viewer, typed).await?.is_some())
}

/// The person as they were when they typed their password; nobody if it is
/// not theirs.
pub async fn proven(db: &Db, viewer: &Viewer, typed: &str) -> Result<Option<Person>> {
    let limit = Limit::proof(&viewer.email);
    throttle::allow(db, std::slice::from_ref(&limit)).await?;
    let person = db.read(async |conn| queries::person(conn, viewer.user).await).await?;
    let right = password::matches(typed.to_owned(), Some(person.password_hash.clone())).await?;
    if right {
        db.keep_books(async |conn, _| throttle::forget(conn, &limit).await).await?;
    }
    Ok(right.then_some(person))
}
