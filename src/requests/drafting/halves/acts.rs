//! Keeping half a page, and throwing it away.

use super::queries;
use crate::accounts::roles::ForceMember;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::requests::drafting::overtaking::model::Sent;
use crate::requests::drafting::overtaking::queries::{hold, mark_of};
use crate::requests::events::RequestHappened;
use crate::requests::model::Section;
use crate::requests::policy::may_edit;
use crate::requests::queries as found;

/// Keeps what is typed on a page that does not hold yet, and says what marks
/// the page now. Nothing is overwritten that was saved since it was drawn,
/// which `seen` marks.
pub async fn keep(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    (section, typed): (Section, &[(String, String)]),
    seen: Option<&str>,
) -> Result<Recorded<String>> {
    let (request, now) = (found::lock_own(tx.conn(), who, reference).await?, tx.now());
    may_edit(&request)?;
    hold(tx.conn(), &request, section, Sent::Half(typed), (seen, now)).await?;
    queries::keep(tx.conn(), request.id, section, typed, (who.user, now)).await?;
    let mark = mark_of(tx.conn(), &request, section).await?;
    tx.record(&RequestHappened::HalfSaved { request: request.id, section }, mark).await
}

/// Throws a half page away: the page is again what it last was.
pub async fn drop(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    section: Section,
) -> Result<Recorded<()>> {
    let request = found::lock_own(tx.conn(), who, reference).await?;
    may_edit(&request)?;
    if !queries::drop(tx.conn(), request.id, section).await? {
        let page = format!("/requests/{reference}/draft/{}", section.word());
        return Err(Error::AlreadyDone(page));
    }
    tx.record(&RequestHappened::HalfDropped { request: request.id, section }, ()).await
}
