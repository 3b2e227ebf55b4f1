//! Finding what is on the desk.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::OnDesk;
use crate::error::Result;
use crate::providers::changes;
use crate::providers::changes::model::Change;
use crate::providers::changes::state::ChangeState;
use crate::providers::state::ProviderState;
use crate::schema::{dossier_changes, providers};

/// Changes that wait for an officer, the oldest first.
pub async fn queue(conn: &mut AsyncPgConnection) -> Result<Vec<OnDesk>> {
    use ProviderState::{Admitted, Applied, Suspended};
    let found: Vec<(Change, String, String)> = dossier_changes::table
        .inner_join(providers::table)
        .filter(dossier_changes::state.eq_any([ChangeState::Waiting, ChangeState::Proposed]))
        .filter(providers::state.eq_any([Applied, Admitted, Suspended]))
        .order((dossier_changes::made_at, dossier_changes::id))
        .select((Change::as_select(), providers::slug, providers::name))
        .load(conn)
        .await?;
    let (changes, whose): (Vec<_>, Vec<_>) =
        found.into_iter().map(|(change, slug, name)| (change, (slug, name))).unzip();
    let listed = changes::queries::listed(conn, changes).await?;
    let desk = listed.into_iter().zip(whose);
    Ok(desk.map(|(it, (slug, provider))| OnDesk { it, slug, provider }).collect())
}
