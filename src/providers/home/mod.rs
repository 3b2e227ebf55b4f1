//! What needs a provider today: the answer to "what must I do, by when".

pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
