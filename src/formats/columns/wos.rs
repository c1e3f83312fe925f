//! Rows of Web of Science's tables, whose columns are its tags: written out as tagged lines and read as those are.

use std::io::Cursor;

use super::names::Header;
use super::rows::Row;
use crate::formats::{Finding, Source, tagged};
use crate::record::Article;

/// Tags that have a line for each of their values.
const MANY: &[&str] = &["AU", "AF", "BA", "BF", "BE", "GP", "CA", "C1", "C3", "CR"];

/// Columns by which the table is known.
const OWN: &[&str] = &["PT", "AU", "TI", "SO"];

/// Whether names of columns are tags of Web of Science.
pub fn is_header(names: &[String]) -> bool {
    OWN.iter().all(|tag| names.iter().any(|name| name == tag))
}

/// The record of a row, and its findings.
pub fn of(header: &Header, row: &Row) -> Option<(Box<Article>, Vec<Finding>)> {
    let mut lines = String::new();
    for (tag, cell) in header.in_order(&row.cells).filter(|(tag, _)| tag.len() == 2) {
        lines.push_str(tag);
        for value in values(tag, cell) {
            lines.push_str(if lines.ends_with('\n') { "   " } else { " " });
            lines.push_str(value);
            lines.push('\n');
        }
    }
    lines.push_str("ER\n");
    let source = Source { bytes: Box::new(Cursor::new(lines.into_bytes())), name: None, encoding: Some("utf-8".to_owned()) };
    let mut found = None;
    let mut findings = Vec::new();
    for reading in tagged::wos::read(source) {
        match reading {
            Ok(article) => found = found.or(Some(article)),
            Err(finding) => findings.push(Finding { line: Some(row.line), ..finding }),
        }
    }
    let mut article = found?;
    article.prov.clear();
    Some((article, findings))
}

/// The values of a cell: where a tag has many, parted by `;` outside brackets (`[Doe, A; Roe, B] Univ X; [Poe, C] Univ Y`).
fn values<'c>(tag: &str, cell: &'c str) -> Vec<&'c str> {
    let many = MANY.contains(&tag);
    let mut within = false;
    let parts = cell.split(move |c: char| {
        within = (within || c == '[') && c != ']';
        c == '\n' || (many && c == ';' && !within)
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}
