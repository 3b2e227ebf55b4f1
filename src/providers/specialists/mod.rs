//! Specialists: the people a provider can put forward, with their clearances.
//! Their names are seen by their own provider, and by a force only in the bid
//! that names them.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod pages;
pub mod queries;
