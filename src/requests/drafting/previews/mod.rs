//! Previews: a request as everyone will see it once it is published, and as
//! someone of a provider that may bid will. They are drawn by the very page
//! that is published.

pub mod handlers;
