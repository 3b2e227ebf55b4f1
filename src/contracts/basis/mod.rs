//! What a contract is made from, before there is one: the award that stands,
//! the request, the bid that won and the framework.

pub mod queries;
