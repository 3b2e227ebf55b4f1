//! Outcomes: what each bidder is told, and what everyone may read. A bidder
//! reads their own scores and reasons and the winner's name and scores, and
//! never another loser's.

pub mod forms;
pub mod handlers;
pub mod model;
pub mod pages;
pub mod queries;
pub mod text;
