//! One file a verb.

pub mod check;
pub mod cite;
pub mod cited_by;
pub mod convert;
pub mod dedupe;
pub mod doctor;
pub mod export;
pub mod graph;
pub mod import;
pub mod index;
pub mod issues;
pub mod link;
pub mod list;
pub mod manual;
pub mod missing;
pub mod open;
pub mod path;
pub mod refs;
pub mod search;
pub mod searching;
pub mod show;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 24] = [
    "open", "import", "list", "show", "search", "index", "issues", "refs", "cited-by", "path", "graph", "missing", "link", "unlink",
    "cite", "convert", "export", "dedupe", "check", "doctor", "config", "keys", "formats", "help",
];
