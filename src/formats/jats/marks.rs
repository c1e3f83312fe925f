//! Marks in the text that lead to references, notes and parts of the text, where a file that is set out in lines has blanks around them.

use std::borrow::Cow;

use super::body::Text;
use crate::formats::rich;
use crate::formats::xml::{Builder, Element, Piece};
use crate::record::Block;

/// Kinds of `xref` that lead out of the text: to references that are not listed, and to people, places and money.
const BESIDE: &[&str] = &["bibr", "bib-ref", "aff", "corresp", "contrib", "author-note", "award", "bio", "kwd", "uri"];

impl Text {
    /// `xref`: what leads to a reference, a note or a part of the text says so, all else is its text.
    pub(super) fn mark(&mut self, builder: &mut Builder, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        let kind = element.attribute("ref-type").unwrap_or_default();
        let rid = element.attribute("rid").unwrap_or_default();
        let first = rid.split_whitespace().next().unwrap_or_default();
        let target = self.targets.get(first).cloned();
        let (name, value) = match (kind.as_ref(), target) {
            (_, Some(number)) => ("r", Cow::Owned(number)),
            ("fn" | "table-fn" | "author-notes", None) => ("fn", Cow::Borrowed(first)),
            (kind, None) if BESIDE.contains(&kind) || first.is_empty() || element.pieces().next().is_none() => ("", Cow::Borrowed("")),
            (_, None) => ("to", rid.clone()),
        };
        let close = is_raised(element) || builder.rich.written().ends_with(['[', '(']) || builder.rich.written().ends_with("<sup>");
        if close {
            builder.rich.close_up();
        }
        let raised = name == "fn" && !builder.rich.is_apart() && is_bare_mark(element, builder.rich.written());
        if raised {
            builder.rich.open("sup");
        }
        if !name.is_empty() {
            // `in<xref> Table 1</xref>`: what leads somewhere begins with a word.
            if !close && matches!(element.pieces().next(), Some(Piece::Text(text)) if text.starts_with(char::is_whitespace)) {
                builder.rich.text(" ");
            }
            builder.rich.open_flush("xref", name, &value);
        }
        if element.pieces().next().is_none() && name == "r" {
            builder.rich.text(&format!("[{value}]"));
        }
        match only_text(element).filter(|_| close) {
            Some(text) => builder.rich.text(text.trim_start()),
            None => builder.element_with(element, &mut |builder, inner| {
                if inner.name() == "sup" {
                    builder.rich.close_up();
                }
                self.inner(builder, inner, out, depth + 1)
            }),
        }
        if !name.is_empty() {
            builder.rich.close("xref");
        }
        if raised {
            builder.rich.close("sup");
        }
        builder.rich.tighten();
    }

    /// Raised marks, close behind the word that they belong to.
    pub(super) fn row_of_marks(&mut self, builder: &mut Builder, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
        builder.rich.close_up();
        builder.rich.open("sup");
        for piece in element.pieces() {
            match piece {
                Piece::Text(text) => builder.rich.text(text.trim()),
                Piece::Sign(sign) => builder.rich.text(sign.encode_utf8(&mut [0; 4])),
                Piece::Element(mark) => self.mark(builder, mark, out, depth),
            }
        }
        builder.rich.close("sup");
        builder.rich.tighten();
    }
}

/// Whether a raised stretch is nothing but marks: `<sup><xref>2</xref>–<xref>4</xref></sup>`.
pub(super) fn is_row(sup: Element<'_>) -> bool {
    let between = |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, ',' | ';' | '-' | '–' | '−' | '，' | '、');
    let mut marks = 0;
    let only = sup.pieces().all(|piece| match piece {
        Piece::Text(text) => text.chars().all(between),
        Piece::Sign(sign) => between(sign),
        Piece::Element(mark) => {
            marks += 1;
            mark.name() == "xref"
        }
    });
    only && marks > 0
}

/// Whether the mark itself is raised: `<xref><sup>8</sup></xref>`.
pub(super) fn is_raised(xref: Element<'_>) -> bool {
    let mut pieces = xref.pieces().filter(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()));
    matches!((pieces.next(), pieces.next()), (Some(Piece::Element(only)), None) if only.name() == "sup")
}

/// The text of an element that has no others in it, if it is one piece.
fn only_text(element: Element<'_>) -> Option<&str> {
    let mut pieces = element.pieces();
    match (pieces.next(), pieces.next()) {
        (Some(Piece::Text(text)), None) => Some(text),
        _ => None,
    }
}

/// What stands before the tags that close at the end of a text. The mark of a note that is not raised is no word.
fn without_ends(written: &str) -> &str {
    let mut before = written;
    let mut raised = false;
    while let Some((rest, tag)) = before.strip_suffix('>').and_then(|before| before.rsplit_once("</"))
        && (raised || tag != "xref")
        && tag.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        raised |= tag == "sup";
        before = rest;
    }
    before
}

/// Whether the mark of a note stands close behind a word and is not raised: `6.9<xref>1</xref>` is not 6.91.
fn is_bare_mark(xref: Element<'_>, before: &str) -> bool {
    let short = only_text(xref).is_some_and(|text| text.chars().count() <= 3 && text.chars().all(char::is_alphanumeric));
    let raised = near(before, NEAR).rsplit_once("<sup>").is_some_and(|(_, behind)| !behind.contains("</sup>"));
    short && !raised && without_ends(before).ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ')' | '%'))
}

/// The last bytes of what is written, from a character on.
fn near(written: &str, most: usize) -> &str {
    let from = (written.len().saturating_sub(most)..written.len()).find(|at| written.is_char_boundary(*at)).unwrap_or_default();
    written.get(from..).unwrap_or_default()
}

/// Bytes of a mark without its note's name: its label and its tags.
const NEAR: usize = 200;

/// Puts in the mark of a note that stands within the text, unless a mark that leads to it stands there already.
pub fn of_note(text: &mut rich::Builder, id: &str, label: &str) {
    // It stands right before, if at all: no more of a long paragraph is looked at.
    let near = near(text.written(), NEAR + 2 * id.len());
    let behind = near.rfind(&format!("<xref fn=\"{}\">", rich::escape(id))).and_then(|at| near.get(at..)?.split_once("</xref>"));
    if behind.is_some_and(|(_, behind)| behind.is_empty() || behind == "</sup>") {
        return text.tighten();
    }
    text.close_up();
    text.open("sup");
    text.open_with("xref", "fn", id);
    text.text(label);
    text.close("xref");
    text.close("sup");
}
