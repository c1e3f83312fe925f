//! Breaking paragraphs into lines by cells.
//!
//! The text of a paragraph is its truth: lines are drawn from it, and what is copied is taken from it (from one
//! [`Line::start`] to another), never from the lines. So nothing has to be joined again, no hyphen was ever inserted, and a
//! web address that was cut at the column is whole in the clipboard.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;

use super::breaks::{is_blank, opportunities};
use super::{Measure, Run};

/// How a paragraph is to be broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrapOptions {
    /// Cells in a line.
    pub width: usize,
    pub measure: Measure,
    /// Blank cells before the first line.
    pub first_indent: usize,
    /// Blank cells before every other line.
    pub indent: usize,
}

/// One line, ready to draw: its runs, without the blanks of the indent and without blanks at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<T = ()> {
    /// Blank cells before the first run.
    pub indent: usize,
    pub runs: Vec<Run<T>>,
    /// Where the line begins in the paragraph's text (all runs joined), in bytes: the anchor that survives a resize.
    pub start: usize,
}

impl<T> Line<T> {
    /// The line's text without its indent.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Cells the line takes, its indent included.
    pub fn width(&self, measure: Measure) -> usize {
        self.indent + self.runs.iter().map(|run| measure.width(&run.text)).sum::<usize>()
    }
}

/// Breaks a paragraph (all runs joined; `\n` breaks for certain) into lines of at most `options.width` cells.
///
/// Lines are filled first fit. They break where [`super::breaks`] allows it, whatever run a place lies in; a piece longer than
/// a line begins on a line of its own and is cut at the column between graphemes. Blanks at a line's end are dropped,
/// blanks at a paragraph's beginning are kept. No line but one of an empty paragraph part (`\n\n`) is empty, and a text
/// without characters has no lines.
///
/// An indent leaves at least two cells for text. A width below two is taken as it is for narrow characters, but a wide
/// one still stands on a line by itself and is two cells wide: whoever draws clips it. Width 0 is treated as width 1.
pub fn wrap<T: Clone>(runs: &[Run<T>], options: &WrapOptions) -> Vec<Line<T>> {
    let text = joined(runs);
    let mut lines = Vec::new();
    let mut spans = Spans::new(runs);
    let mut start = 0;
    let places = opportunities(&text, &raised(runs));
    let mut places = places.as_slice();
    for part in text.split_inclusive('\n') {
        let end = start + part.len();
        let (here, later) = places.split_at(places.partition_point(|&place| place <= end));
        places = later;
        let sizes = Sizes::new(options, lines.is_empty());
        let pieces = pieces(&text, start, here, &sizes);
        for line in wrap_first_fit(&pieces, &sizes.fractions()) {
            let indent = if lines.is_empty() { sizes.first_indent } else { sizes.indent };
            let range = match line {
                [] => start..start,
                [first, .., last] => first.range.start..last.end(),
                [only] => only.range.start..only.end(),
            };
            lines.push(Line { indent, start: range.start, runs: spans.cut(range) });
        }
        start = end;
    }
    lines
}

/// The text all runs make together.
fn joined<T>(runs: &[Run<T>]) -> Cow<'_, str> {
    match runs {
        [run] => Cow::Borrowed(run.text.as_str()),
        runs => Cow::Owned(runs.iter().map(|run| run.text.as_str()).collect()),
    }
}

/// Where raised text stands in the joined text.
fn raised<T>(runs: &[Run<T>]) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut ranges = Vec::new();
    for run in runs {
        let range = at..at + run.text.len();
        at = range.end;
        if (run.emphasis.superscript || run.emphasis.subscript) && !range.is_empty() {
            ranges.push(range);
        }
    }
    ranges
}

/// Cells for the lines of one part of a paragraph.
struct Sizes {
    measure: Measure,
    first: usize,
    rest: usize,
    narrowest: usize,
    first_indent: usize,
    indent: usize,
}

impl Sizes {
    fn new(options: &WrapOptions, first_part: bool) -> Self {
        let room = options.width.saturating_sub(2);
        let indent = options.indent.min(room);
        let first_indent = if first_part { options.first_indent.min(room) } else { indent };
        let width = options.width.max(1);
        let (first, rest) = (width - first_indent, width - indent);
        Self { measure: options.measure, first, rest, narrowest: first.min(rest), first_indent, indent }
    }

    /// As textwrap wants them: the first line, and all others.
    fn fractions(&self) -> [f64; 2] {
        [fraction(self.first), fraction(self.rest)]
    }
}

/// Cells as textwrap counts them. Exact: no text of 2^32 cells is ever wrapped, and beyond it a line is just long.
fn fraction(cells: usize) -> f64 {
    f64::from(u32::try_from(cells).unwrap_or(u32::MAX))
}

/// A piece of text that stays together on a line.
#[derive(Clone, Debug)]
struct Piece {
    /// With the blanks behind it, in bytes.
    range: Range<usize>,
    /// Bytes of blanks at its end.
    blanks: usize,
    cells: f64,
    blank_cells: f64,
}

impl Piece {
    /// Where it ends if nothing follows on its line.
    fn end(&self) -> usize {
        self.range.end - self.blanks
    }
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.cells
    }

    fn whitespace_width(&self) -> f64 {
        self.blank_cells
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The pieces of one part of the text between the places where it may break, each no wider than a line.
fn pieces(text: &str, start: usize, places: &[usize], sizes: &Sizes) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(places.len());
    let mut from = start;
    for &place in places {
        let Some(piece) = text.get(from..place) else { continue };
        // One ideograph, the piece a Chinese page is made of (U+4000 to U+9FFF in UTF-8).
        if matches!(piece.as_bytes(), [0xe4..=0xe9, _, _]) && sizes.narrowest >= 2 {
            pieces.push(Piece { range: from..place, blanks: 0, cells: 2.0, blank_cells: 0.0 });
            from = place;
            continue;
        }
        let bare = piece.trim_end_matches(|c| c == '\n' || is_blank(c));
        // Blanks a part begins with are kept, as an indent of its own, if they leave room for text.
        if bare.is_empty() && pieces.is_empty() && from == start && places.last() != Some(&place) {
            if sizes.measure.width(piece) > sizes.first / 2 {
                from = place;
            }
            continue;
        }
        let cells = sizes.measure.width(bare);
        let blanks = piece.len() - bare.len();
        let blank_cells = if blanks == 0 { 0 } else { sizes.measure.width(piece) - cells };
        let whole = Piece { range: from..place, blanks, cells: fraction(cells), blank_cells: fraction(blank_cells) };
        let limit = if pieces.is_empty() { sizes.first } else { sizes.rest };
        if cells > limit {
            cut(&whole, bare, limit, sizes, &mut pieces);
        } else {
            pieces.push(whole);
        }
        from = place;
    }
    pieces
}

/// Cuts a piece that is wider than a line at the column. Blanks inside it hang over the end of a line like any others.
fn cut(whole: &Piece, bare: &str, first: usize, sizes: &Sizes, pieces: &mut Vec<Piece>) {
    let (mut limit, mut from) = (first, whole.range.start);
    // Cells of the line so far, and of the blanks at its end; bytes of those.
    let (mut used, mut hanging, mut blanks) = (0, 0, 0);
    for cluster in sizes.measure.clusters(bare) {
        let at = whole.range.start + cluster.start;
        if cluster.text.chars().all(is_blank) {
            hanging += cluster.cells;
            blanks += cluster.text.len();
            continue;
        }
        if used + hanging + cluster.cells > limit && at > from {
            pieces.push(Piece { range: from..at, blanks, cells: fraction(used), blank_cells: fraction(hanging) });
            (from, used, limit) = (at, 0, sizes.rest);
        } else {
            used += hanging;
        }
        (hanging, blanks) = (0, 0);
        used += cluster.cells;
    }
    pieces.push(Piece { range: from..whole.range.end, cells: fraction(used), ..whole.clone() });
}

/// Cuts the runs of lines out of the runs of a paragraph, from left to right.
struct Spans<'a, T> {
    runs: &'a [Run<T>],
    /// The first run that does not end before the line, and where it begins.
    run: usize,
    start: usize,
}

impl<'a, T: Clone> Spans<'a, T> {
    fn new(runs: &'a [Run<T>]) -> Self {
        Self { runs, run: 0, start: 0 }
    }

    fn cut(&mut self, range: Range<usize>) -> Vec<Run<T>> {
        let mut line = Vec::new();
        while let Some(run) = self.runs.get(self.run) {
            let end = self.start + run.text.len();
            let (from, to) = (range.start.max(self.start), range.end.min(end));
            if let Some(text) = run.text.get(from.saturating_sub(self.start)..to.saturating_sub(self.start))
                && !text.is_empty()
            {
                line.push(Run { text: text.to_owned(), emphasis: run.emphasis, tag: run.tag.clone() });
            }
            if end > range.end {
                break;
            }
            self.run += 1;
            self.start = end;
        }
        line
    }
}

#[cfg(test)]
#[path = "wrap_tests.rs"]
mod tests;
