//! Specialists: the people a provider can put forward, with their clearances.
//! Their names are seen by their own provider, and by a force only in the bid
//! that names them. What is personal about a retired one can be erased.

pub mod acts;
pub mod forms;
pub mod handlers;
pub mod mail;
pub mod model;
pub mod pages;
pub mod policy;
pub mod queries;
