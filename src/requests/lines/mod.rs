//! The lines of a request: its outcomes, roles, requirements and questions. A draft and
//! an amendment decide which lines there are; both write them down here.

pub mod model;
pub mod queries;
