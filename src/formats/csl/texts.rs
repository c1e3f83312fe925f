//! Texts of an item: DOIs, markup and key words.

use std::borrow::Cow;

use serde_json::Value;

use super::members::Members;
use super::write::written_text;
use crate::formats::rich;
use crate::record::Doi;

/// The DOI that a member holds, in its own letters, where those are not the normalised ones.
pub(super) fn doi_in_letters_of(written: &str, doi: &Doi) -> Option<String> {
    let at = written.to_ascii_lowercase().find(doi.as_str())?;
    written.get(at..at + doi.as_str().len()).filter(|letters| *letters != doi.as_str()).map(str::to_owned)
}

/// Text that may hold markup, as rich-lite text; where it would be written otherwise it is kept as it stood.
pub(super) fn rich_text(text: String, member: &str, members: &mut Members) -> String {
    match rich::of_markup_if_any(&text) {
        Cow::Owned(rich) => {
            if written_text(&rich) != text {
                members.stood(member, Value::String(text));
            }
            rich
        }
        Cow::Borrowed(_) => text,
    }
}

/// A note as it is written, line by line.
pub(super) fn unescaped_note(note: &str) -> String {
    note.split('\n').map(written_text).collect::<Vec<_>>().join("\n")
}

/// Key words of one string: parted by `;`, by commas only where there is none. A `;` may end a character's name (`&amp;`).
pub(super) fn keywords(text: &str) -> Vec<String> {
    let text = rich::of_markup(text);
    let named = |at: usize| {
        let name = text.get(..at).and_then(|before| before.rsplit_once('&')).map_or("", |(_, name)| name);
        matches!(name, "amp" | "lt" | "gt")
    };
    let strong = |(at, c): &(usize, char)| *c == '；' || (*c == ';' && !named(*at));
    let weak = |(_, c): &(usize, char)| matches!(c, ',' | '，');
    let mut ends: Vec<(usize, char)> = text.char_indices().filter(strong).collect();
    if ends.is_empty() {
        ends = text.char_indices().filter(weak).collect();
    }
    let mut words = Vec::new();
    let mut from = 0;
    for (at, c) in ends.into_iter().chain([(text.len(), ' ')]) {
        words.extend(text.get(from..at).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned));
        from = at + c.len_utf8();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_words_are_parted_where_their_string_parts_them() {
        for (text, words) in [
            (
                "*Literacy; *Transfer, Psychology; COVID [prevention &amp; control]",
                &["*Literacy", "*Transfer, Psychology", "COVID [prevention &amp; control]"][..],
            ),
            ("R&D; p<b", &["R&amp;D", "p&lt;b"]),
            ("城市，治理", &["城市", "治理"]),
            ("one, two", &["one", "two"]),
            (" ; a;", &["a"]),
        ] {
            assert_eq!(keywords(text), words, "{text}");
        }
    }
}
