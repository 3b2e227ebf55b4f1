//! The complete record of a request: what was asked, bid, scored, decided and
//! signed, in one file to keep. A list of everything in it is signed, and each
//! entry of the trail comes with its proof, so that it can be checked years
//! later by someone who asks nobody.

pub mod acts;
pub mod asked;
pub mod bundle;
pub mod decided;
pub mod handlers;
pub mod judged;
pub mod manifest;
pub mod model;
pub mod offered;
pub mod pages;
pub mod policy;
pub mod queries;
pub mod signed;
pub mod tables;
pub mod verify;
