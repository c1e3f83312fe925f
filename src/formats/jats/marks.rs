//! Marks in the text that lead to notes and references, where a file that is set out in lines has blanks around them.

use crate::formats::rich;
use crate::formats::xml::{Element, Piece};

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

/// Bytes of a mark without its note's name: its label and its tags.
const NEAR: usize = 200;

/// Puts in the mark of a note that stands within the text, unless a mark that leads to it stands there already.
pub(super) fn of_note(text: &mut rich::Builder, id: &str, label: &str) {
    // It stands right before, if at all: no more of a long paragraph is looked at.
    let written = text.written();
    let longest = NEAR + 2 * id.len();
    let from = (written.len().saturating_sub(longest)..written.len()).find(|at| written.is_char_boundary(*at)).unwrap_or_default();
    let near = written.get(from..).unwrap_or_default();
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
