//! Who is engaged with a request, and so is told of what happens to it: one
//! place, for amendments, moved deadlines, cancelling and answers alike.

pub mod queries;
