//! What a vetting officer asked a provider for, item by item. The provider
//! ticks each off, then submits its application again.

pub mod acts;
pub mod handlers;
pub mod model;
pub mod queries;
