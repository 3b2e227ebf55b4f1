//! Documents: files that go with a request. They are added and removed while
//! it is a draft, and afterwards by amendments, which leave earlier versions
//! theirs. Once it is published they are for whoever may see it; documents of
//! work marked SENSITIVE are for the force, for auditors, and for providers
//! that may bid.

pub mod model;
pub mod policy;
pub mod queries;
pub mod acts;
pub mod pages;
pub mod handlers;
