//! What is said about codes.

/// What is said when a code is not right. It does not say why.
pub const WRONG_CODE: &str =
    "This code is not right, or was used already. Wait for the next one and type that";
