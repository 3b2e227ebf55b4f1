//! What is kept, held against the trail. Entries hold digests of what people
//! submitted, signed and decided on; a hand in the database that leaves the
//! trail alone but not those things is found by them.
//!
//! ```text
//!   contract.signed_by_force ── version 2, SHA-256 ──▶ the text of that version
//!   bid.submitted            ── two digests ─────────▶ the envelopes, and the receipt
//!   request.closed           ── how many, root ──────▶ the closing record
//!   evaluation.locked        ── SHA-256, lots ───────▶ the ranking that was frozen
//!   score.agreed ───────── SHA-256 of each ───▶ what the panel agreed
//!   award.approved ─────── SHA-256 of each ───▶ the letters that went out
//!   request.document_added   ── SHA-256 ─────────────▶ the file
//! ```

pub mod model;
pub mod queries;
