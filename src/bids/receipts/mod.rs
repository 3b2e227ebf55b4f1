//! Receipts: what a provider can prove after submitting. A few signed lines,
//! on a page, in the mail and as a file; anyone can check the signature with
//! our public key, without asking us. Once a checkpoint of the audit trail
//! covers the entry of the submission, the receipt carries the proof of that.

pub mod model;
pub mod pages;
pub mod queries;

pub mod proving;
