//! One file a verb.

pub mod check;
pub mod convert;
pub mod dedupe;
pub mod doctor;
pub mod export;
pub mod import;
pub mod list;
pub mod manual;
pub mod open;
pub mod show;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 12] =
    ["open", "import", "list", "show", "convert", "export", "dedupe", "check", "doctor", "config", "keys", "formats"];
