//! Widths in cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells the terminal gives to East Asian Ambiguous characters (UAX #11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    One,
    Two,
}

/// The measure of text in cells for one kind of terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Measure {
    pub ambiguous: Ambiguous,
}

impl Measure {
    /// Cells taken by a text of any length.
    pub fn width(self, text: &str) -> usize {
        text.graphemes(true).map(|g| self.grapheme(g)).sum()
    }

    /// Cells taken by one grapheme: 0, 1 or 2.
    pub fn grapheme(self, grapheme: &str) -> usize {
        grapheme.width().min(2)
    }

    /// The head of a text that fits in so many cells, and the cells it takes. Never cuts a grapheme.
    pub fn head(self, text: &str, cells: usize) -> (&str, usize) {
        let mut used = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            let width = self.grapheme(grapheme);
            if used + width > cells {
                return (text.get(..at).unwrap_or_default(), used);
            }
            used += width;
        }
        (text, used)
    }

    /// The text, or as much of it as fits with `…` behind it.
    pub fn truncate(self, text: &str, cells: usize) -> String {
        if self.width(text) <= cells {
            return text.to_owned();
        }
        let (head, _) = self.head(text, cells.saturating_sub(self.width("…")));
        format!("{head}…")
    }
}
