//! How many approvers a variation takes.

use diesel_async::AsyncPgConnection;

use super::policy;
use crate::awards::policy::value;
use crate::error::Result;
use crate::requests::bands;
use crate::requests::bands::model::Needed;
use crate::types::ids::ForceId;
use crate::types::money::Money;

/// How many approvers a contract takes that would come to a value, excluding VAT.
pub async fn needed(conn: &mut AsyncPgConnection, force: ForceId, worth: Money) -> Result<Needed> {
    let band = bands::queries::of(conn, force).await?;
    Ok(bands::policy::needed_for(Some(value(worth)?), &band))
}

/// The same as a sentence.
pub async fn rule(conn: &mut AsyncPgConnection, force: ForceId, worth: Money) -> Result<String> {
    let needed = needed(conn, force, worth).await?;
    Ok(policy::approvals_said(needed, value(worth)?))
}
