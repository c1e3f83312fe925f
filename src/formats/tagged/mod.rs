//! Formats of tagged lines: RIS, Refer, NoteExpress, RefWorks, Web of Science, MEDLINE, Ovid, Cochrane, ReDIF, labelled Chinese lists.
//!
//! ```text
//! lines ── any encoding, any line end ──► records ── tag, value ──► sheet ── member ──► Article
//! ```
//!
//! A format is a grammar (what a tag looks like, what begins and ends a record) and a table (which member a tag is, for
//! which kinds of work). Formats that are also written are lossless: lines that the model would write otherwise than they
//! stood are kept beside it (see [`keeping`]).

pub use numbers::{is_cn, with_hyphen};
pub use ris::is_range;

pub mod by_name;
pub mod citations;
pub mod cited;
pub mod cochrane;
pub mod dates;
pub mod keeping;
pub mod labelled;
pub mod languages;
pub mod lines;
mod lines_of;
mod marks;
pub mod medline;
pub mod noteexpress;
mod numbers;
pub mod ovid;
pub mod people;
mod records;
pub mod redif;
pub mod refer;
pub mod refworks;
pub mod ris;
pub mod scopus;
pub mod sheet;
pub mod table;
mod words;
pub mod wos;

use std::borrow::Cow;
use std::collections::VecDeque;

use serde_json::Value;

use lines::Lines;
use records::{Grammar, Record, Records};

use super::{Finding, Reading, Readings, Source};
use crate::record::{Article, Provenance};

/// How a format makes a record of its lines.
type Map = fn(&mut Record) -> (Box<Article>, Vec<Finding>);

/// Reads records one after another.
fn read(source: Source, src: &'static str, grammar: Grammar, map: Map) -> Readings {
    Box::new(Tagged { records: Records::new(Lines::new(source), grammar), map, src, waiting: VecDeque::new() })
}

/// Records of a tagged file and the findings between them.
struct Tagged {
    records: Records,
    map: Map,
    src: &'static str,
    waiting: VecDeque<Reading>,
}

impl Iterator for Tagged {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        if let Some(reading) = self.waiting.pop_front() {
            return Some(reading);
        }
        let next = self.records.next_record();
        let of_file = std::mem::take(&mut self.records.lines.findings);
        match next {
            Some(Ok(mut record)) => {
                let (mut article, mut findings) = (self.map)(&mut record);
                findings.append(&mut record.findings);
                self.records.take_back(record);
                article.prov.push(Provenance {
                    src: self.src.to_owned(),
                    enc: self.records.lines.encoding.clone(),
                    warn: findings.iter().map(ToString::to_string).collect(),
                    ..Provenance::default()
                });
                self.waiting.extend(findings.into_iter().map(Err));
                self.waiting.extend(of_file.into_iter().map(Err));
                Some(Ok(article))
            }
            Some(Err(finding)) => {
                self.waiting.extend(of_file.into_iter().map(Err));
                Some(Err(finding))
            }
            None => {
                self.waiting.extend(of_file.into_iter().map(Err));
                self.waiting.pop_front()
            }
        }
    }
}

/// Whether one of the first lines of a head passes.
fn any_line(head: &str, test: impl Fn(&str) -> bool) -> bool {
    head.trim_start_matches('\u{FEFF}').split(['\n', '\r']).take(400).any(test)
}

/// A value on several lines as one, with single blanks.
fn unfolded(value: &str) -> Cow<'_, str> {
    if value.contains(['\n', '\r']) {
        Cow::Owned(value.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(value)
    }
}

/// Keeps lines that have no place in the model, in order.
pub fn residue(mut article: Box<Article>, name: &str, left: Vec<(String, String)>) -> Box<Article> {
    if !left.is_empty() {
        let pairs = left.into_iter().map(|(tag, value)| Value::Array(vec![Value::String(tag), Value::String(value)])).collect();
        article.raw.insert(name.to_owned(), Value::Array(pairs));
    }
    article
}
