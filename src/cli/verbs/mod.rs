//! One file a verb.

pub mod authors;
pub mod check;
pub mod cite;
pub mod cited_by;
pub mod clc;
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
pub mod pages;
pub mod path;
pub mod refs;
pub mod related;
pub mod search;
pub mod searching;
pub mod show;
pub mod stats;
pub mod suggest;

/// Every verb, for "did you mean …?".
pub const NAMES: [&str; 31] = [
    "open",
    "import",
    "list",
    "show",
    "search",
    "index",
    "issues",
    "refs",
    "cited-by",
    "path",
    "graph",
    "missing",
    "link",
    "unlink",
    "suggest",
    "related",
    "authors",
    "clc",
    "stats",
    "cite",
    "convert",
    "export",
    "dedupe",
    "check",
    "doctor",
    "config",
    "keys",
    "formats",
    "man",
    "completions",
    "help",
];
