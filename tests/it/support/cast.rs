//! The same few people and organisations play in every test.

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use muster::types::ids::RequestId;
use muster::types::time::Moment;

/// Nobody: signed out.
pub const NOBODY: &str = "";
/// Drafts requests for Northshire Police.
pub const REQUESTER: &str = "requester@northshire.example";
/// Approves for Northshire Police.
pub const APPROVER: &str = "approver@northshire.example";
/// Scores for Northshire Police.
pub const EVALUATOR1: &str = "evaluator1@northshire.example";
/// Scores for Northshire Police too.
pub const EVALUATOR2: &str = "evaluator2@northshire.example";
/// Signs contracts for Northshire Police.
pub const CONTRACTS: &str = "contracts@northshire.example";
/// Administers Northshire Police.
pub const FORCE_ADMIN: &str = "admin@northshire.example";
/// Drafts requests for Eastmoor Constabulary, another force.
pub const OTHER_REQUESTER: &str = "requester@eastmoor.example";
/// Approves for Eastmoor Constabulary.
pub const OTHER_APPROVER: &str = "approver@eastmoor.example";
/// Bids for Kestrel Cyber, admitted.
pub const KESTREL: &str = "bids@kestrel.example";
/// Administers Kestrel Cyber.
pub const KESTREL_ADMIN: &str = "admin@kestrel.example";
/// Bids for and administers Harrow Forensics, admitted.
pub const HARROW: &str = "bids@harrow.example";
/// Bids for and administers Lantern Analytics, admitted.
pub const LANTERN: &str = "bids@lantern.example";
/// Bids for Thornbury Digital, suspended.
pub const THORNBURY: &str = "bids@thornbury.example";
/// Administers Newcomer Security, registered and not yet applied.
pub const NEWCOMER: &str = "admin@newcomer.example";
/// Decides admissions.
pub const VETTING1: &str = "vetting1@operator.example";
/// Decides admissions too.
pub const VETTING2: &str = "vetting2@operator.example";
/// Runs the framework.
pub const MARKET: &str = "market@operator.example";
/// Reads everything but sealed bids.
pub const AUDITOR: &str = "auditor@operator.example";
/// The operator's users.
pub const OPERATOR_ADMIN: &str = "admin@operator.example";

/// Everyone, for tests that go round the whole cast.
pub const EVERYONE: &[&str] = &[
    NOBODY,
    REQUESTER,
    APPROVER,
    EVALUATOR1,
    EVALUATOR2,
    CONTRACTS,
    FORCE_ADMIN,
    OTHER_REQUESTER,
    OTHER_APPROVER,
    KESTREL,
    KESTREL_ADMIN,
    HARROW,
    LANTERN,
    THORNBURY,
    NEWCOMER,
    VETTING1,
    VETTING2,
    MARKET,
    AUDITOR,
    OPERATOR_ADMIN,
];

/// Puts the cast on the stage.
pub async fn arrive(conn: &mut AsyncPgConnection) {
    conn.batch_execute(include_str!("cast.sql")).await.unwrap();
}

/// An open request of Northshire's in the lot `digital_forensics`, which
/// closes at the moment given; returns its reference.
pub async fn open_request(conn: &mut AsyncPgConnection, closes: Moment) -> String {
    let id = RequestId::mint();
    let reference = format!("REQ-2026-{}", id.to_string()[24..].to_uppercase());
    let sql = include_str!("request.sql")
        .replace("$id", &id.to_string())
        .replace("$reference", &reference)
        .replace("$closes", &closes.to_rfc3339());
    conn.batch_execute(&sql).await.unwrap();
    reference
}
