//! Writing down what the operator's people read.

use serde::Serialize;
use uuid::Uuid;

use crate::accounts::model::{Organisation, Viewer};
use crate::audit::Happened;
use crate::db::Db;
use crate::error::Result;
use crate::types::ids::ContractId;

/// How it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// On a page of the service.
    Page,
    /// As the text that is signed.
    Text,
    /// As a paper.
    Pdf,
}

#[derive(Debug, Serialize)]
struct ContractRead {
    #[serde(skip)]
    contract: ContractId,
    form: Form,
    /// One version of it, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

impl Happened for ContractRead {
    fn action(&self) -> &'static str {
        "contract.read"
    }

    fn subject(&self) -> Uuid {
        self.contract.uuid()
    }
}

/// Writes down that someone of the operator reads this, before it is shown.
/// Its two sides work with it, and what they do is recorded instead.
pub async fn note(
    db: &Db,
    viewer: &Viewer,
    contract: ContractId,
    (form, version): (Form, Option<i32>),
) -> Result<()> {
    if viewer.organisation != Organisation::Operator {
        return Ok(());
    }
    let event = ContractRead { contract, form, version };
    db.act(&viewer.by, async |tx| tx.record(&event, ()).await).await
}
