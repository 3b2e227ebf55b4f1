//! A request with an amendment of it, looked at from every side.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{saved, under_way};
use crate::accounts;
use crate::accounts::model::Role;
use crate::error::Result;
use crate::requests::amending::exchanges::model::Folder;
use crate::requests::amending::model::{Amendment, Outcome, SavedSection};
use crate::requests::amending::{exchanges, forms, outcome, policy};
use crate::requests::approval::model::Approvals;
use crate::requests::drafting::model::Lists;
use crate::requests::model::{FullRequest, Request, Section};
use crate::requests::queries as found;
use crate::requests::shown::Words;
use crate::requests::{bands, drafting};
use crate::schema::audit_entries;
use crate::types::ids::UserId;
use crate::types::time::Moment;

/// A request with what it takes to read an amendment of it.
pub struct Look {
    /// The request as it is.
    pub before: FullRequest,
    /// What there is to choose from.
    pub lists: Lists,
    /// The words that go with its codes.
    pub words: Words,
    /// The amendment, if there is one.
    pub amendment: Option<Amendment>,
    /// Its pages.
    pub saved: Vec<SavedSection>,
    /// The documents, and what it does to them.
    pub folder: Folder,
    /// Everyone who wrote in it.
    pub authors: Vec<UserId>,
}

impl Look {
    /// What the amendment would do.
    pub fn outcome(&self, now: Moment) -> Outcome {
        let both = (self.saved.as_slice(), &self.folder);
        outcome::of(&self.before, both, &self.lists, &self.words, now)
    }

    /// What one page of it alone would do.
    pub fn alone(&self, page: Option<&SavedSection>, now: Moment) -> Outcome {
        let both = (page.map(std::slice::from_ref).unwrap_or_default(), &Folder::default());
        outcome::of(&self.before, both, &self.lists, &self.words, now)
    }

    /// What is saved of a page, if it is changed.
    pub fn page(&self, section: Section) -> Option<&SavedSection> {
        self.saved.iter().find(|it| it.section == section)
    }
}

/// Looks at a request and its amendment.
pub async fn look(conn: &mut AsyncPgConnection, request: Request) -> Result<Look> {
    let lot = request.lot_code.clone();
    let lists = drafting::queries::lists(conn, request.force_id, lot.as_deref()).await?;
    let words = found::words(conn, &request).await?;
    let amendment = under_way(conn, request.id).await?;
    let (saved, authors) = match &amendment {
        Some(it) => (saved(conn, it.id).await?, authors_of(conn, it).await?),
        None => (Vec::new(), Vec::new()),
    };
    let under_way = amendment.as_ref().map(|it| it.id);
    let folder = exchanges::queries::folder(conn, request.id, under_way).await?;
    let before = found::full(conn, request).await?;
    Ok(Look {
        lists: forms::with_own_lot(lists, &before),
        before,
        words,
        amendment,
        saved,
        folder,
        authors,
    })
}

/// What the audit trail says of whoever writes in an amendment.
const WRITING: [&str; 5] = [
    "amendment.begun",
    "amendment.saved",
    "amendment.document_added",
    "amendment.document_taken_away",
    "amendment.document_put_back",
];

/// Everyone who has written in an amendment, by the audit trail.
async fn authors_of(conn: &mut AsyncPgConnection, it: &Amendment) -> Result<Vec<UserId>> {
    let wrote: Vec<(Option<uuid::Uuid>, Value)> = audit_entries::table
        .filter(audit_entries::subject.eq(it.request_id.uuid()))
        .filter(audit_entries::action.eq_any(WRITING))
        .select((audit_entries::actor, audit_entries::detail))
        .load(conn)
        .await?;
    let id = it.id.to_string();
    let own = wrote.into_iter().filter(|(_, detail)| {
        detail.get("amendment").and_then(|it| it.as_str()) == Some(id.as_str())
    });
    Ok(own.filter_map(|it| it.0).map(UserId::from).collect())
}

/// Where the approval of an amendment stands: it takes as many approvers as
/// publishing the request that it would make.
pub async fn approvals(
    conn: &mut AsyncPgConnection,
    look: &Look,
    after: &Request,
) -> Result<Option<Approvals>> {
    let Some(amendment) = &look.amendment else { return Ok(None) };
    let given: Vec<UserId> = amendment.approved_by.into_iter().collect();
    let mut may =
        accounts::queries::people_of_force(conn, after.force_id, &[Role::Approver]).await?;
    may.retain(|it| policy::may_approve(amendment, &look.authors, it.user).is_ok());
    Ok(Some(Approvals {
        needed: bands::queries::needed(conn, after).await?,
        given: found::names(conn, &given).await?.into_iter().map(|it| it.1).collect(),
        may: may.into_iter().map(|it| it.name).collect(),
        schedule: None,
    }))
}
