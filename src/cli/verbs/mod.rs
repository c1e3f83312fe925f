//! One file a verb.

pub mod check;
pub mod convert;
pub mod export;
pub mod import;
pub mod list;
pub mod manual;
pub mod open;
pub mod show;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 10] = ["open", "import", "list", "show", "convert", "export", "check", "config", "keys", "formats"];
