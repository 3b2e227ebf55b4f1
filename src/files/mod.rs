//! Files that people bring as evidence: kept under names of our own, looked
//! at for viruses before anyone gets one, and served only as downloads.
//!
//! A file is what it is by its content: `inspect` asks whether that is what
//! its name says, and whether it unpacks to something bearable. What is in
//! it goes to `store` (a folder or a bucket); the row tells whose it is. With
//! a scanner set up it waits as `pending` until the worker has heard from
//! clamd, and nobody can have it before; without one it is clean as it comes.
//! A file that is removed is erased by the worker soon after.
//!
//! A file of a bid is for those who write the bid alone, and is forgotten
//! altogether once it is sealed: `streams` keeps sealed copies.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod inspect;
pub mod kinds;
pub mod mail;
pub mod model;
pub mod policy;
pub mod queries;
pub mod scan;
pub mod sending;
pub mod state;
pub mod store;
pub mod streams;
pub mod unneeded;
