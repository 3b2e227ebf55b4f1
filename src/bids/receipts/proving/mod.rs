//! Proving receipts: once a checkpoint covers the entry of a submission, its
//! bidders are sent the receipt again with the proof. Whoever misses the mail
//! finds the same on the page of the receipt.

pub mod mail;
pub mod queries;
