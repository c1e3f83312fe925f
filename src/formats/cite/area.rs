//! An area of a reference: pieces that no full stop parts.

use super::{Entry, Piece, Rule, rule};

/// Pieces from one full stop to the next.
#[derive(Default)]
pub(super) struct Area {
    pieces: Vec<Piece>,
}

impl Area {
    /// Adds a piece behind its sign; the first piece of an area has none.
    pub fn put(&mut self, sign: &'static str, text: Option<String>, rule: Rule) {
        let sign = if self.is_empty() { "" } else { sign };
        self.pieces.extend(text.map(|text| Piece::new(sign, text, rule)).filter(|piece| !piece.text.is_empty()));
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether its last piece ends with a full stop.
    pub fn ends_with_stop(&self) -> bool {
        ends_with_stop(&self.pieces)
    }

    /// Adds pieces as they are.
    pub fn extend(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.pieces.extend(pieces);
    }
}

/// Areas one behind the other, each after a full stop and a blank.
pub(super) fn joined(areas: Vec<Area>, section: &'static str) -> Entry {
    let mut pieces: Vec<Piece> = Vec::new();
    for area in areas {
        // "Inc." and "Rev. ed." have their full stop already.
        let stopped = ends_with_stop(&pieces);
        let first = pieces.is_empty();
        for (nth, mut piece) in area.pieces.into_iter().enumerate() {
            if nth == 0 && !first {
                piece.sign = if stopped { " " } else { ". " };
            }
            pieces.push(piece);
        }
    }
    if !pieces.is_empty() && !ends_with_stop(&pieces) {
        pieces.push(Piece::new("", ".", rule::END));
    }
    Entry { pieces, section, spans: Vec::new() }
}

fn ends_with_stop(pieces: &[Piece]) -> bool {
    pieces.last().is_some_and(|piece| piece.text.ends_with('.'))
}
