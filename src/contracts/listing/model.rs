//! A contract in a list.

use crate::contracts::model::Contract;

/// A contract in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The contract.
    pub contract: Contract,
    /// The reference of the request.
    pub request: String,
    /// What was asked for.
    pub title: String,
    /// Who buys.
    pub force: String,
    /// Who sells.
    pub provider: String,
    /// Whether a variation of it waits to be signed.
    pub varied: bool,
    /// Whether one waits to be approved within the force; its provider does not know.
    pub proposed: bool,
}
