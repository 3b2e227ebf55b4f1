//! Saving a page of an amendment.

use super::model::mark_of;
use crate::accounts::roles::ForceMember;
use crate::db::{Recorded, Tx};
use crate::error::{Error, Result};
use crate::requests::amending::acts::{happened, held, under_way};
use crate::requests::amending::events::{AmendmentHappened, What};
use crate::requests::amending::model::{SavedSection, amendable};
use crate::requests::amending::policy::{self, Refusal};
use crate::requests::amending::queries;

/// Saves one page, and says what marks it now. `seen` marks what was saved of
/// it when it was drawn: if a colleague has saved something else since, nothing
/// is overwritten. Without it, whatever is there is.
pub async fn save(
    tx: &mut Tx<'_>,
    who: &ForceMember,
    reference: &str,
    page: &SavedSection,
    seen: Option<&str>,
) -> Result<Recorded<String>> {
    let request = held(tx, who, reference).await?;
    let amendment = under_way(tx, &request).await?;
    policy::may_write(&amendment)?;
    if !amendable(&request).contains(&page.section) {
        return Err(Refusal::NotAmendable.into());
    }
    let now = tx.now();
    let look = queries::look(tx.conn(), request).await?;
    let saved = look.page(page.section);
    if let Some(seen) = seen
        && seen != mark_of(saved)?
    {
        return match saved {
            // What is sent is saved already: there is nothing to lose.
            Some(it) if it.typed == page.typed => {
                Err(Error::AlreadyDone(format!("/requests/{reference}/amendment")))
            }
            _ => Err(Refusal::ChangedMeanwhile.into()),
        };
    }
    let alone = look.alone(Some(page), now);
    let differs = [&alone.changes, &alone.inside].iter().any(|it| !it.is_empty());
    let kept = Some(page).filter(|_| differs || !alone.unfinished.is_empty());
    queries::save(tx.conn(), amendment.id, page, kept.is_some()).await?;
    let event = happened(&look.before.request, amendment.id, What::Saved);
    let event = AmendmentHappened { section: Some(page.section), ..event };
    tx.record(&event, mark_of(kept)?).await
}
