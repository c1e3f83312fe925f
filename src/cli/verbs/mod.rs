//! One file a verb.

pub mod check;
pub mod convert;
pub mod doctor;
pub mod export;
pub mod import;
pub mod list;
pub mod manual;
pub mod open;
pub mod show;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 11] = ["open", "import", "list", "show", "convert", "export", "check", "doctor", "config", "keys", "formats"];
