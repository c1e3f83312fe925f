//! Cuts text of YAML into its documents, and these into their entries, without understanding them: so that one entry is held at
//! a time, and a wrong one costs no other.

use std::ops::Range;

/// How deep lists and mappings may stand in each other. The parser takes time by the square of it.
const DEEPEST: usize = 128;

/// What a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `CITATION.cff`: one mapping.
    Cff,
    /// A list of CSL items, or such a list under `references:`.
    Items,
    /// A mapping with an entry of Hayagriva under each key.
    Entries,
}

/// A part of the text, and the line on which it begins, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub place: Range<usize>,
    pub line: usize,
}

/// One document of a file.
#[derive(Debug)]
pub struct Part {
    pub shape: Shape,
    pub whole: Piece,
    /// The entries, in order.
    pub pieces: Vec<Piece>,
}

/// A line that says something: its place, its number, and how far it is indented.
struct Line<'t> {
    at: usize,
    number: usize,
    indent: usize,
    said: &'t str,
}

/// The documents of a text.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut from, mut first, mut at, mut number) = (0, 1, 0, 0);
    if text.starts_with('\u{FEFF}') {
        (from, at) = ('\u{FEFF}'.len_utf8(), '\u{FEFF}'.len_utf8());
    }
    for raw in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        number += 1;
        let line = raw.trim_end();
        let begins = line == "---" || line.starts_with("--- ");
        if begins || line == "..." {
            parts.extend(part(text, from..at, first));
            (from, first) = (at + raw.len(), number + 1);
        }
        at += raw.len();
    }
    parts.extend(part(text, from..at, first));
    parts
}

fn part(text: &str, place: Range<usize>, first: usize) -> Option<Part> {
    let lines: Vec<Line<'_>> = lines(text.get(place.clone())?, place.start, first).collect();
    let base = lines.first()?.indent;
    let at_base = |line: &&Line<'_>| line.indent == base;
    let whole = Piece { place: place.clone(), line: first };
    if lines.iter().filter(at_base).any(|line| line.said.starts_with("cff-version:")) {
        return Some(Part { shape: Shape::Cff, pieces: vec![whole.clone()], whole });
    }
    let list = lines.iter().position(|line| line.indent == base && line.said == "references:");
    let under = list.map_or(0, |list| list + 1);
    let of_list = lines.get(under).filter(|line| is_item(line.said));
    let (shape, within) = match of_list {
        Some(item) => (Shape::Items, item.indent),
        None => (Shape::Entries, base),
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = place.end;
    for line in lines.iter().skip(if of_list.is_some() { under } else { 0 }) {
        let begins = line.indent == within && if shape == Shape::Items { is_item(line.said) } else { is_key(line.said) };
        // What stands behind the list is about the file.
        if shape == Shape::Items && !begins && line.indent <= base && is_key(line.said) {
            end = line.at;
            break;
        }
        if begins {
            if let Some(last) = pieces.last_mut() {
                last.place.end = line.at;
            }
            pieces.push(Piece { place: line.at..end, line: line.number });
        }
    }
    if let Some(last) = pieces.last_mut() {
        last.place.end = end;
    }
    Some(Part { shape, whole, pieces })
}

/// The lines that are neither empty nor comments nor directives.
fn lines(text: &str, begin: usize, first: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = begin;
    text.split_inclusive('\n').enumerate().filter_map(move |(number, raw)| {
        let place = at;
        at += raw.len();
        let said = raw.trim_end().trim_start_matches(' ');
        let speaks = !said.is_empty() && !said.starts_with(['#', '%']);
        speaks.then(|| Line { at: place, number: first + number, indent: raw.len() - raw.trim_start_matches(' ').len(), said })
    })
}

fn is_item(said: &str) -> bool {
    said == "-" || said.starts_with("- ")
}

/// Whether a line begins with a key: a word, or several, and a colon.
fn is_key(said: &str) -> bool {
    let behind = match said.chars().next() {
        Some(mark @ ('"' | '\'')) => {
            said.get(1..).and_then(|rest| rest.split_once(mark)).and_then(|(_, rest)| rest.trim_start().strip_prefix(':'))
        }
        Some('[' | ']' | '{' | '}' | ',') | None => None,
        Some(_) if is_item(said) => None,
        Some(_) => said.find(": ").and_then(|at| said.get(at + 1..)).or_else(|| said.ends_with(':').then_some("")),
    };
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether lists and mappings stand deeper in each other than is read. Brackets in texts count too: so many of them are not left
/// open in any.
pub fn is_too_deep(text: &str) -> bool {
    let mut open = 0usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > DEEPEST {
            return true;
        }
    }
    text.lines()
        .any(|line| line.split(' ').filter(|word| !word.is_empty()).take_while(|word| matches!(*word, "-" | "?" | ":")).count() > DEEPEST)
}

/// Whether a text has both names of values (`&name`) and uses of them (`*name`), which may stand in other entries.
pub fn has_aliases(text: &str) -> bool {
    let has = |mark: u8| {
        memchr::memchr_iter(mark, text.as_bytes()).any(|at| {
            let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
            let named = text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
            named && before.ends_with([':', '-', ',', '[', '{'])
        })
    };
    has(b'*') && has(b'&')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    fn cut(text: &str) -> Vec<(Shape, Vec<(usize, &str)>)> {
        let piece = |piece: Piece| (piece.line, text.get(piece.place).unwrap());
        parts(text).into_iter().map(|part| (part.shape, part.pieces.into_iter().map(piece).collect())).collect()
    }

    #[test]
    fn entries_items_and_documents_are_cut_where_they_begin() {
        assert_eq!(
            cut("# c\na:\n  b: 1\n\n\"c d\":\n  - e\n- f\n"),
            [(Shape::Entries, vec![(2, "a:\n  b: 1\n\n"), (5, "\"c d\":\n  - e\n- f\n")])]
        );
        assert_eq!(
            cut("---\ntitle: x\nreferences:\n- id: a\n  note: |\n    - b\n- id: c\nlang: en\n---\nz:\n  y: [\n]\n"),
            [(Shape::Items, vec![(4, "- id: a\n  note: |\n    - b\n"), (7, "- id: c\n")]), (Shape::Entries, vec![(10, "z:\n  y: [\n]\n")]),]
        );
        assert_eq!(cut("references:\n  - id: a\n  - id: b\n").first().unwrap().1.len(), 2);
        assert_eq!(cut("cff-version: 1.2.0\ntitle: x\n").first().unwrap().0, Shape::Cff);
    }

    #[test]
    fn depth_is_seen_before_it_is_read() {
        assert!(is_too_deep(&"[".repeat(200)) && is_too_deep(&"- ".repeat(200)));
        assert!(!is_too_deep(&"[a] {b}\n- c\n".repeat(200)));
    }

    #[test]
    fn names_of_values_and_their_uses() {
        assert!(has_aliases("a: &x 1\nb: *x") && has_aliases("a: &x 1\nb: [1, *x]"));
        assert!(!has_aliases("a: R&D *really*\nb: AT&T") && !has_aliases("a: &x 1"));
    }
}
