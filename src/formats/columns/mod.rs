//! Tables of records, a row each, whose first row names the columns: CSV and TSV as Scopus, Web of Science, IEEE Xplore, PubMed,
//! Dimensions, The Lens, Zotero and qikan itself write them, and tables named `.xls` (HTML, SpreadsheetML) as CNKI does.

mod cells;
mod extra;
mod markup;
mod names;
mod record;
mod rows;
mod wos;

use std::collections::VecDeque;

pub use record::{funding, kind};

use names::Header;
use rows::{Row, Rows};

use super::{Confidence, Finding, Reading, Readings, Source};
use crate::record::{Article, Provenance};

/// Rows before that which names the columns: Dimensions says first what the file is.
const BEFORE_HEADER: usize = 12;

/// Whether text begins as markup and JSON do. Lines of these may be long, and are not cut into cells to find out what they are.
fn is_something_else(head: &str) -> bool {
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with(['<', '{', '['])
}

/// How sure it is that text is a table with commas or semicolons.
pub fn sniff_csv(head: &str) -> Confidence {
    if is_something_else(head) {
        return 0;
    }
    let sure = |separator| rows::first(head, separator).take(BEFORE_HEADER).any(|cells| names::is_header(&cells));
    if sure(',') || sure(';') { 88 } else { 0 }
}

/// How sure it is that text is a table with tabs.
pub fn sniff_tsv(head: &str) -> Confidence {
    if is_something_else(head) {
        return 0;
    }
    if rows::first(head, '\t').take(BEFORE_HEADER).any(|cells| names::is_header(&cells)) { 88 } else { 0 }
}

/// How sure it is that text is a table of a spreadsheet in HTML or XML. A web page has more than its table.
pub fn sniff_markup(head: &str) -> Confidence {
    let has = |tags: &[&str]| tags.iter().any(|tag| head.contains(tag));
    if !has(&["<table", "<TABLE", "<Table", ":Table"]) || has(&["<script", "<SCRIPT", "citation_", "<body class"]) {
        return 0;
    }
    if markup::rows(head).take(BEFORE_HEADER).any(|(_, cells)| names::is_header(&cells)) { 96 } else { 0 }
}

/// Reads a table with commas or semicolons, whichever its header has.
pub fn read_csv(source: Source) -> Readings {
    records(Rows::separated(source, &[',', ';']), "csv")
}

/// Reads a table with tabs.
pub fn read_tsv(source: Source) -> Readings {
    records(Rows::separated(source, &['\t']), "tsv")
}

/// Reads a table in HTML or XML.
pub fn read_markup(source: Source) -> Readings {
    records(Rows::of_markup(source), "xls")
}

fn records(rows: Rows, src: &'static str) -> Readings {
    Box::new(Records { rows, header: None, src, waiting: VecDeque::new(), ended: false })
}

/// Records of a table, and the findings between them.
struct Records {
    rows: Rows,
    header: Option<Header>,
    src: &'static str,
    waiting: VecDeque<Reading>,
    ended: bool,
}

impl Iterator for Records {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(reading) = self.waiting.pop_front() {
                return Some(reading);
            }
            if self.ended {
                return None;
            }
            if self.header.is_none() {
                self.header = self.rows.header(BEFORE_HEADER);
                if self.header.is_none() {
                    self.ended = true;
                    // Whatever stands behind is passed over, so that what goes wrong there is told.
                    while self.rows.next_row().is_some() {}
                    self.waiting.extend(self.rows.findings.drain(..).map(Err));
                    let sentence = "no row names columns that qikan knows; the first should, as in \"Title,Authors,Year,DOI\"";
                    self.waiting.push_back(Err(Finding::skipped(sentence)));
                    continue;
                }
            }
            let row = self.rows.next_row();
            self.ended = row.is_none();
            if let (Some(row), Some(header)) = (row, &self.header)
                && !header.is_again(&row.cells)
                && row.cells.iter().any(|cell| !cell.is_empty())
            {
                self.waiting.extend(readings(header, &row, self.src, self.rows.encoding()));
            }
            self.waiting.extend(self.rows.findings.drain(..).map(Err));
        }
    }
}

/// The record of cells, each with the name of its column; what has no place is kept under the name of the format.
pub fn of_cells(cells: Vec<(String, String)>, line: usize, format: &str) -> (Box<Article>, Vec<Finding>) {
    let (names, cells) = cells.into_iter().unzip();
    record::of(&Header::of(names), &Row { line, cells }, format)
}

/// The record of a row, and its findings behind it.
fn readings(header: &Header, row: &Row, src: &'static str, enc: Option<String>) -> Vec<Reading> {
    let (mut article, findings) = record::of(header, row, src);
    let warn = findings.iter().map(ToString::to_string).collect();
    article.prov.push(Provenance { src: src.to_owned(), enc, warn, ..Provenance::default() });
    std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
}
