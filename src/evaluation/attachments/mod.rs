//! What is attached to opened bids, handed out: opened on the way, looked at
//! whole before the first of it is sent, and called by a number while nobody
//! may know whose it is. What is damaged is reported, and stops nothing else.

pub mod policy;
pub mod acts;
pub mod handlers;
