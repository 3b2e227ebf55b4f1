//! Small value types that make wrong values impossible to hold.

#[macro_use]
mod text_enum;
pub mod calendar;
pub mod dated;
pub mod ids;
pub mod money;
pub mod reference;
pub mod scoring;
pub mod secret;
pub mod state;
pub mod text;
pub mod time;
pub mod uk_time;
