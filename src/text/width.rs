//! Widths in cells, as terminals give them: the sum over the characters, whatever a grapheme is thought to be.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::ambiguous::is_ambiguous;

/// How many cells the terminal gives to East Asian Ambiguous characters (UAX #11).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    One,
    Two,
}

/// The measure of text in cells for one kind of terminal. Its figures hold for clean text ([`super::clean()`]): that has no
/// character left on which terminals disagree, save the ambiguous ones and those of [`is_disputed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Measure {
    pub ambiguous: Ambiguous,
}

/// A stretch of text that is drawn as one and never cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Where it begins, in bytes.
    pub start: usize,
    pub text: &'a str,
    /// Cells it takes: 0, 1 or 2.
    pub cells: usize,
}

impl Measure {
    /// The measure of a terminal that draws ambiguous characters so wide.
    pub fn new(ambiguous: Ambiguous) -> Self {
        Self { ambiguous }
    }

    /// Cells taken by one character: 0, 1 or 2. Marks take none; so do control characters, which clean text does not have.
    pub fn char(self, c: char) -> usize {
        match c {
            ' '..='~' => 1,
            // Unified ideographs, kana, and their punctuation: the bulk of a Chinese page.
            '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3029}' | '\u{ff01}'..='\u{ff60}' => 2,
            _ if self.ambiguous == Ambiguous::Two && is_ambiguous(c) => 2,
            _ => c.width().unwrap_or(0),
        }
    }

    /// Cells taken by a text of any length.
    pub fn width(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.bytes().filter(|byte| (0x20..0x7f).contains(byte)).count();
        }
        text.chars().map(|c| self.char(c)).sum()
    }

    /// Cells taken by one grapheme: 0, 1 or 2.
    ///
    /// The few graphemes terminals give more to (three Devanagari consonants joined) are cut by [`Measure::clusters`],
    /// which is therefore what to draw by.
    pub fn grapheme(self, grapheme: &str) -> usize {
        self.width(grapheme).min(2)
    }

    /// The text in stretches to be drawn as one: its graphemes (UAX #29), but where one would take more than two cells,
    /// its characters with their marks. The cells of all clusters add up to the width of the text.
    pub fn clusters(self, text: &str) -> impl Iterator<Item = Cluster<'_>> {
        text.grapheme_indices(true).flat_map(move |(start, grapheme)| {
            let cells = self.width(grapheme);
            let whole = (cells <= 2).then_some(Cluster { start, text: grapheme, cells });
            let pieces = (cells > 2).then(|| self.pieces(start, grapheme)).into_iter().flatten();
            whole.into_iter().chain(pieces)
        })
    }

    /// An over-wide grapheme as characters, each with what follows it and takes no cell.
    fn pieces(self, start: usize, grapheme: &str) -> impl Iterator<Item = Cluster<'_>> {
        let mut rest = grapheme;
        let mut at = start;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = rest.char_indices().skip(1).find(|&(_, c)| self.char(c) > 0).map_or(rest.len(), |(end, _)| end);
            let (text, left) = rest.split_at_checked(end)?;
            let piece = Cluster { start: at, text, cells: self.char(first) };
            at += end;
            rest = left;
            Some(piece)
        })
    }

    /// The head of a text that fits in so many cells, and the cells it takes. Never cuts a grapheme.
    pub fn head(self, text: &str, cells: usize) -> (&str, usize) {
        let mut used = 0;
        for cluster in self.clusters(text) {
            if used + cluster.cells > cells {
                return (text.get(..cluster.start).unwrap_or_default(), used);
            }
            used += cluster.cells;
        }
        (text, used)
    }

    /// The end of a text that fits in so many cells, and the cells it takes. Never cuts a grapheme.
    pub fn tail(self, text: &str, cells: usize) -> (&str, usize) {
        let mut left = self.width(text);
        for cluster in self.clusters(text) {
            if left <= cells {
                return (text.get(cluster.start..).unwrap_or_default(), left);
            }
            left -= cluster.cells;
        }
        ("", 0)
    }

    /// The sign for what was left out, in at most so many cells: `…`, or ASCII points where the width of `…` is in doubt.
    pub fn ellipsis(self, cells: usize) -> &'static str {
        match (cells, self.ambiguous) {
            (0, _) => "",
            (_, Ambiguous::One) => "…",
            (1, Ambiguous::Two) => ".",
            (_, Ambiguous::Two) => "..",
        }
    }

    /// The text, or as much of it as fits in so many cells with [`Measure::ellipsis`] behind it.
    pub fn truncate(self, text: &str, cells: usize) -> String {
        self.fit(text, cells).into_owned()
    }

    /// The same without a copy where the text fits as it is.
    pub fn fit(self, text: &str, cells: usize) -> Cow<'_, str> {
        // A character takes at most two cells, so a short text need not be measured twice.
        if self.width(text) <= cells {
            return Cow::Borrowed(text);
        }
        let sign = self.ellipsis(cells);
        let (head, _) = self.head(text, cells.saturating_sub(self.width(sign)));
        Cow::Owned(format!("{}{sign}", head.trim_end()))
    }

    /// As much of the end of the text as fits in so many cells, with [`Measure::ellipsis`] before it.
    pub fn truncate_start(self, text: &str, cells: usize) -> String {
        if self.width(text) <= cells {
            return text.to_owned();
        }
        let sign = self.ellipsis(cells);
        let (tail, _) = self.tail(text, cells.saturating_sub(self.width(sign)));
        format!("{sign}{}", tail.trim_start())
    }

    /// The text in exactly so many cells: truncated, or with blanks behind it.
    pub fn pad(self, text: &str, cells: usize) -> String {
        let mut padded = self.truncate(text, cells);
        let blanks = cells.saturating_sub(self.width(&padded));
        padded.extend(std::iter::repeat_n(' ', blanks));
        padded
    }
}

/// Whether terminals of different age give this character different widths even after cleaning, so that a painter should
/// place the cursor anew behind it: trigrams, hexagrams and their like, wide only since Unicode 16.
pub fn is_disputed(c: char) -> bool {
    matches!(c, '\u{2630}'..='\u{2637}' | '\u{268a}'..='\u{268f}' | '\u{4dc0}'..='\u{4dff}' | '\u{1d300}'..='\u{1d356}' | '\u{1d360}'..='\u{1d376}')
}

#[cfg(test)]
#[path = "width_tests.rs"]
mod tests;
