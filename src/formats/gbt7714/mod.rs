//! A place kept for the parser of GB/T 7714 strings: until it arrives a reference is its raw string alone.

use crate::record::{Citation, Reference};

/// Understands one entry of a reference list.
pub fn parse(raw: &str) -> Vec<Citation> {
    let _ = raw;
    Vec::new()
}

/// One entry of a reference list, understood as far as possible.
pub fn reference(n: Option<String>, raw: &str) -> Reference {
    Reference { n, raw: raw.to_owned(), parts: parse(raw), ..Reference::default() }
}
