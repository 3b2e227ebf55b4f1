//! Receipts: what a provider can prove after submitting. A few signed lines,
//! on a page, in the mail and as a file; anyone can check the signature with
//! our public key, without asking us.

pub mod model;
pub mod queries;
pub mod pages;
