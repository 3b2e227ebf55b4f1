//! The service, from the outside: one binary, one module per slice.
