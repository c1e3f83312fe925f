//! How the names of bodies are told from those of people.

use super::names::{is_capitals, is_initials, is_particle, words};
use super::shadow::{Shadow, Span, is_latin};
use super::surnames::is_pinyin_surname;
use crate::formats::bodies::LINKS;
pub(super) use crate::formats::bodies::has_body_word;

pub(super) fn is_company(shadow: &Shadow, from: usize, end: usize) -> bool {
    let to = (from..end.min(from + 6)).find(|place| !is_latin(shadow.at(*place))).unwrap_or(end.min(from + 6));
    matches!(shadow.folded(Span::new(from, to)).to_ascii_lowercase().as_str(), "inc" | "ltd" | "llc" | "corp" | "plc")
}

/// Whether a Han name ends as those of bodies do: `…会`, `…研究所`, `…组织`.
pub(super) fn ends_like_a_body(name: &[char]) -> bool {
    const BODIES: &str = "会局院部所司心学社组厅署室馆校处网行府台团厂队委站国省市县区織织盟系協會院";
    name.last().is_some_and(|c| BODIES.contains(*c))
}

pub(super) fn holds_body_word(shadow: &Shadow, span: Span) -> bool {
    has_body_word(&shadow.folded(span))
}

/// Whether a Latin name is that of a body: by a word for one, `of`/`for`/`the`, many words without initials, or an acronym.
pub(super) fn is_body(text: &str) -> bool {
    let words = words(text);
    let acronym = words.len() == 1 && is_capitals(words[0]) && words[0].len() > 2 && !is_pinyin_surname(words[0]);
    let linked = words.iter().any(|word| LINKS.contains(word));
    let long = words.len() > 4 && !words.iter().any(|word| is_initials(word)) && !words.iter().any(|word| is_particle(word));
    has_body_word(text) || (acronym && !text.contains('-')) || linked || long
}
