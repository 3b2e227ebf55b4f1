//! What every page needs: forms with errors, rendering, guards, headers.

pub mod assets;
pub mod csv;
pub mod download;
pub mod dress;
pub mod form;
pub mod guard;
pub mod health;
pub mod page;
pub mod paging;
pub mod upload;
