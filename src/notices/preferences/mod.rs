//! How often a person wants mail, of the kinds that may be chosen; and ending
//! a digest with one click, from the mail itself.
//!
//! ```text
//! at once ◀──choose──▶ daily ◀──choose──▶ off
//!    ▲                  │ │                ▲
//!    └──end the digest──┘ └─end the digest─┘
//!      (what expires)       (new requests)
//! ```

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
