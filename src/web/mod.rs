//! What every page needs: forms with errors, rendering, guards, headers.

pub mod addresses;
pub mod assets;
mod csv;
pub mod download;
pub mod dress;
pub mod form;
pub mod guard;
pub mod health;
pub mod ical;
pub mod mark;
pub mod markup;
pub mod narrow;
pub mod page;
pub mod paging;
pub mod pdf;
pub mod reads;
pub mod sheet;
pub mod shelf;
mod summary;
pub mod upload;
pub mod words;
mod xlsx;
