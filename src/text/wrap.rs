//! Breaking paragraphs into lines by cells.

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

/// Breaks a paragraph (all runs joined; `\n` breaks for certain) into lines of at most `options.width` cells.
pub fn wrap<T: Clone>(runs: &[Run<T>], options: &WrapOptions) -> Vec<Line<T>> {
    let _ = options;
    vec![Line { indent: 0, runs: runs.to_vec(), start: 0 }]
}
