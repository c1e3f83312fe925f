//! One file a verb.

pub mod check;
pub mod cite;
pub mod convert;
pub mod dedupe;
pub mod doctor;
pub mod export;
pub mod import;
pub mod index;
pub mod issues;
pub mod list;
pub mod manual;
pub mod open;
pub mod search;
pub mod searching;
pub mod show;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 17] = [
    "open", "import", "list", "show", "search", "index", "issues", "cite", "convert", "export", "dedupe", "check", "doctor", "config",
    "keys", "formats", "help",
];
