//! Opened bids: what the force reads after the opening. Quality comes without
//! a price, and prices come on their own, once every quality score is locked.

pub mod model;
pub mod queries;
