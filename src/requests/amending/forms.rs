//! What people type on the pages of an amendment: the same as in a draft.

use crate::requests::drafting::forms::{self as drafting, Typed};
use crate::requests::drafting::model::{Edit, Lists};
use crate::requests::model::{FullRequest, Section};
use crate::types::text;
use crate::types::time::Moment;
use crate::web::form::{Choice, Mistakes, Posted};
use crate::web::mark::SEEN;

/// What is kept of a page, to be read again when it is published.
pub fn kept(posted: &Posted) -> Vec<(String, String)> {
    let sent = |name: &str| matches!(name, "once" | "do" | SEEN);
    posted.kept().filter(|it| !sent(&it.0)).cloned().collect()
}

/// A page as it was kept. The lot stays the request's.
pub fn typed(pairs: &[(String, String)], full: &FullRequest) -> Typed {
    let lot = full.request.lot_code.clone().unwrap_or_default();
    let others = pairs.iter().filter(|it| it.0 != "lot").cloned();
    Typed::new(Posted::of(std::iter::once(("lot".to_owned(), lot)).chain(others)))
}

/// What there is to choose from. The lot is the request's own, even if it takes
/// no new requests.
pub fn with_own_lot(mut lists: Lists, full: &FullRequest) -> Lists {
    let own = full.request.lot_code.clone().unwrap_or_default();
    lists.lots.retain(|it| it.value == own);
    if lists.lots.is_empty() {
        lists.lots.push(Choice::new(own.clone(), own));
    }
    lists
}

/// Reads a page of an amendment. Whether there was time enough is counted from
/// the publication, as it was then; what is left now is the policy's to judge.
pub fn parse(
    section: Section,
    typed: &Typed,
    full: &FullRequest,
    lists: &Lists,
    now: Moment,
) -> Result<Edit, Mistakes> {
    let since = full.request.published_at.unwrap_or(now);
    drafting::parse(section, typed, full, lists, since)
}

/// Why the request is amended, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhyForm {
    /// As typed.
    pub why: String,
}

impl WhyForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { why: posted.text("why") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let why = mistakes.keep("why", text::prose(&self.why, "why the request changes", 1_000));
        why.ok_or(mistakes)
    }
}
