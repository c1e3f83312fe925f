//! Rows of a table, one after another: lines cut at a separator, or the rows of markup.

use super::cells::Cutting;
use super::markup;
use super::names::{self, Header};
use crate::formats::document::Document;
use crate::formats::tagged::lines::{Lines, Step};
use crate::formats::{Finding, Source};

/// Cells of a row beyond these are of no table of records.
pub const MOST_CELLS: usize = 1000;

/// A row: the line on which it begins, and its cells without blanks around them.
pub struct Row {
    pub line: usize,
    pub cells: Vec<String>,
}

/// Rows of a source.
pub struct Rows {
    from: From,
    pub findings: Vec<Finding>,
}

enum From {
    Lines { lines: Box<Lines>, separators: &'static [char], cutting: Box<Cutting> },
    Read(std::vec::IntoIter<Row>),
}

impl Rows {
    /// Rows of lines, whose separator is the one that makes a header of the first of them.
    pub fn separated(source: Source, separators: &'static [char]) -> Self {
        let separator = separators.first().copied().unwrap_or(',');
        Self {
            from: From::Lines { lines: Box::new(Lines::new(source)), separators, cutting: Box::new(Cutting::new(separator)) },
            findings: Vec::new(),
        }
    }

    /// Rows of markup, which is read whole.
    pub fn of_markup(source: Source) -> Self {
        match Document::load(source) {
            Err(finding) => Self { from: From::Read(Vec::new().into_iter()), findings: vec![finding] },
            Ok(document) => {
                let rows: Vec<Row> = markup::rows(&document.text).map(|(line, cells)| Row { line, cells }).collect();
                Self { from: From::Read(rows.into_iter()), findings: document.findings }
            }
        }
    }

    /// The name of the encoding when it is not UTF-8.
    pub fn encoding(&self) -> Option<String> {
        match &self.from {
            From::Lines { lines, .. } => lines.encoding.clone(),
            From::Read(_) => None,
        }
    }

    /// Goes behind the row that names the columns, if it is one of the first `within`.
    pub fn header(&mut self, within: usize) -> Option<Header> {
        for _ in 0..within {
            let cells = match &mut self.from {
                From::Read(rows) => rows.next()?.cells,
                From::Lines { lines, separators, cutting } => {
                    let step = lines.advance();
                    self.findings.append(&mut lines.findings);
                    if step == Step::End {
                        return None;
                    }
                    let best = separators.iter().find_map(|separator| {
                        let mut with = Cutting::new(*separator);
                        let cells = with.row(lines.text());
                        names::is_header(&cells).then_some((with, cells))
                    });
                    let Some((with, cells)) = best else { continue };
                    **cutting = with;
                    cells
                }
            };
            if names::is_header(&cells) {
                return Some(Header::of(cells));
            }
        }
        None
    }

    /// The next row.
    pub fn next_row(&mut self) -> Option<Row> {
        match &mut self.from {
            From::Read(rows) => rows.next(),
            From::Lines { lines, cutting, .. } => {
                let mut begun = None;
                loop {
                    let step = lines.advance();
                    self.findings.append(&mut lines.findings);
                    if step == Step::End {
                        break;
                    }
                    let line = *begun.get_or_insert(lines.number);
                    if step == Step::Cut {
                        self.findings.push(Finding::kept("the line is longer than 16 MiB; only its beginning is read").at(line));
                    }
                    if cutting.line(lines.text()) {
                        break;
                    }
                    if cutting.is_too_long() {
                        self.findings.push(Finding::kept("a cell's quotation mark is never closed; the row ends here").at(line));
                        break;
                    }
                }
                begun.map(|line| Row { line, cells: cutting.finish() })
            }
        }
    }
}

/// The first rows of a text, as far as they stand on one line each.
pub fn first(head: &str, separator: char) -> impl Iterator<Item = Vec<String>> {
    let mut cutting = Cutting::new(separator);
    head.trim_start_matches('\u{FEFF}').split(['\n', '\r']).filter(|line| !line.is_empty()).map(move |line| cutting.row(line))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_mark_that_is_never_closed_takes_no_more_than_a_row() {
        let text = format!("Title,Authors,Year,DOI\nA,\"B\nB,\n{}", "C,D,2001,10.1/c\n".repeat(1_000_000));
        let source = Source { bytes: Box::new(Cursor::new(text.into_bytes())), name: None, encoding: None };
        let mut rows = Rows::separated(source, &[',', ';']);
        assert!(rows.header(2).is_some());
        let first = rows.next_row().map(|row| (row.line, row.cells.len()));
        let next = rows.next_row().map(|row| row.cells);
        assert_eq!((first, next), (Some((2, 2)), Some(["C", "D", "2001", "10.1/c"].map(str::to_owned).to_vec())));
        assert_eq!(rows.findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(2)]);
    }
}
