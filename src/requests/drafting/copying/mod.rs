//! Copying: any request of one's own force, wherever it stands, begins a new
//! draft. What belongs to the one purchase stays behind: its dates, its reason
//! for an urgent or direct route, its conflict-of-interest assessment, its
//! documents, and evaluators who have left.

pub mod queries;
pub mod acts;
pub mod handlers;
