//! The lines of a request: its outcomes, roles, requirements and criteria. A draft and
//! an amendment decide which lines there are; both write them down here.

pub mod queries;
