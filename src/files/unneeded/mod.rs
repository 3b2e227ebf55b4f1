//! Content in store that nothing needs. What is sealed has no row among the
//! files: its place is announced here before it is put there, and it is
//! handed back here when what needed it is gone. The worker erases the rest.

pub mod queries;
