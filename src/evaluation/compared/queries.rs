//! A request, for somebody who may compare its bids: who has no conflict of interest and,
//! from the lock of quality to the decision, has said so.

use diesel_async::AsyncPgConnection;

use crate::accounts::roles::{ForceMember, Reader};
use crate::error::Result;
use crate::evaluation::{conflicts, panel};
use crate::requests;
use crate::requests::model::Request;
use crate::types::ids::UserId;

/// The request, to be read. Auditors take no part, and declare nothing.
pub async fn readable(
    conn: &mut AsyncPgConnection,
    who: &Reader,
    reference: &str,
) -> Result<Request> {
    let request = requests::queries::readable(conn, who, reference).await?;
    match who.member() {
        Some(member) => if_ready(conn, request, member.user).await,
        None => Ok(request),
    }
}

/// The request of one's own force, to be read.
pub async fn own(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
) -> Result<Request> {
    let request = requests::queries::own(conn, who, reference).await?;
    if_ready(conn, request, who.user).await
}

/// The request of one's own force, held until the change is committed.
pub async fn lock_own(
    conn: &mut AsyncPgConnection,
    who: &ForceMember,
    reference: &str,
) -> Result<Request> {
    let request = requests::queries::lock_own(conn, who, reference).await?;
    if_ready(conn, request, who.user).await
}

async fn if_ready(conn: &mut AsyncPgConnection, request: Request, user: UserId) -> Result<Request> {
    let panel = panel::queries::panel(conn, &request).await?;
    conflicts::queries::refuse_unready(conn, &request, &panel, user).await?;
    Ok(request)
}
