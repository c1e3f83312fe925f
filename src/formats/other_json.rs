//! JSON of other programs and services: lists of records however deep they stand in an answer, each with members by whatever
//! names. Zotero, Mendeley, PubMed's eSummary, Scopus, ADS, Springer Nature, CORE, DBLP, HAL, INSPIRE, Zenodo, ORCID, Unpaywall,
//! bioRxiv, and answers of the kind `{"data": {"list": [{"title": …}]}}`.
//!
//! What a member means is asked of the table of columns' names ([`columns`]), after the names that only JSON has; people and
//! what they are tied to are read here.

mod cells;
mod keys;
mod names;
mod people;

use serde_json::{Map, Value};

use super::json::{self, by_line};
use super::values::{Cut, Lines, Values};
use super::{Confidence, Finding, Reading, Readings, Source, columns, envelope};
use crate::record::{ArticleKind, Language, Provenance};

/// The name under which what has no place is kept.
const NAME: &str = "other-json";

/// How deep records stand in an answer.
const DEEPEST: usize = 10;

/// Zotero's entries that are no works, but belong to some.
const NO_WORKS: &[&str] = &["attachment", "note", "annotation"];

/// Answers that hold no records: a member by which one is known, and what to ask for instead.
const NO_RECORDS: &[(&str, &str)] = &[
    ("/esearchresult", "a list of PubMed's numbers without their records; ask efetch for them (retmode=xml)"),
    ("/group_by/0", "counts of works, no works; leave group_by out of the question"),
    ("/results/0/works_count", "a list of authors, sources or institutions; ask OpenAlex for /works"),
];

/// How sure it is that text is JSON with records that the schema's own reader would not find: as sure as of a CSL item that says
/// least, which stands before it in the table.
pub fn sniff(head: &str) -> Confidence {
    let has_any = |start: &str| keys::is_of_others(start) || keys::is_of_no_record(start);
    envelope::json_of(head).filter(|start| has_any(start)).map_or(0, |_| 66)
}

/// Reads records, wherever they stand.
pub fn read(mut source: Source) -> Readings {
    let lines = source.bytes.fill_buf().is_ok_and(|head| {
        let head = String::from_utf8_lossy(head);
        let start = head.trim_start_matches('\u{FEFF}').trim_start();
        start.starts_with('{') && by_line(start)
    });
    if lines {
        Box::new(Lines::new(source.bytes, source.encoding).flat_map(of_cut))
    } else {
        Box::new(Values::new(source.bytes, source.encoding).flat_map(of_cut))
    }
}

fn of_cut(cut: Result<Cut, Finding>) -> Vec<Reading> {
    match cut.and_then(|cut| json::object(&cut.text, cut.line).map(|read| (read, cut))) {
        Ok(((members, findings), cut)) => {
            let mut readings = of_value(Value::Object(members), cut.line);
            if readings.is_empty() {
                // Nothing was found: the schema's own reader tells what it sees.
                readings = json::readings(&cut.text, cut.line);
            }
            readings.extend(findings.into_iter().map(Err));
            readings
        }
        Err(finding) => vec![Err(finding)],
    }
}

/// The records in a value, each with its findings behind it; nothing where there are none and nothing is to be told.
pub(super) fn of_value(value: Value, line: usize) -> Vec<Reading> {
    let told = NO_RECORDS.iter().find(|(place, _)| value.pointer(place).is_some());
    let mut found = Vec::new();
    find(value, DEEPEST, &mut found);
    if found.is_empty() {
        return told.map(|(_, what)| Err(Finding::skipped(format!("this is {what}")).at(line))).into_iter().collect();
    }
    found.into_iter().flat_map(|members| of_members(members, line)).collect()
}

/// Looks for records in a value and in all that stands in it.
fn find(value: Value, depth: usize, found: &mut Vec<Map<String, Value>>) {
    match value {
        _ if depth == 0 => {}
        Value::Array(many) => many.into_iter().for_each(|one| find(one, depth - 1, found)),
        Value::Object(members) if cells::is_record(&members) || no_work(&members).is_some() => found.push(members),
        Value::Object(members) => {
            for (name, inner) in members {
                match inner {
                    // ORCID: one work as each of its sources tells it.
                    Value::Array(many) if name == "work-summary" => {
                        many.into_iter().take(1).for_each(|one| find(one, depth - 1, found));
                    }
                    inner => find(inner, depth - 1, found),
                }
            }
        }
        _ => {}
    }
}

/// The kind of Zotero's entry, where it is no work.
fn no_work(members: &Map<String, Value>) -> Option<&'static str> {
    let kind = members.get("itemType")?.as_str()?;
    NO_WORKS.iter().find(|known| **known == kind).copied()
}

fn of_members(members: Map<String, Value>, line: usize) -> Vec<Reading> {
    if let Some(kind) = no_work(&members) {
        return vec![Err(Finding::skipped(format!("this is no work but what Zotero keeps with one ({kind})")).at(line))];
    }
    // bioRxiv's and medRxiv's own answers name the server that a work was posted on.
    let preprint = members.get("server").and_then(Value::as_str).is_some_and(|server| server.to_lowercase().ends_with("rxiv"));
    let (people, members) = people::taken(members);
    let (mut article, mut findings) = columns::of_cells(cells::of(members), line, NAME);
    people.give(&mut article);
    if article.kind == ArticleKind::Article && preprint {
        article.kind = ArticleKind::Preprint;
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    findings.retain(|finding| finding.line.is_some());
    let warn = findings.iter().map(ToString::to_string).collect();
    article.prov.push(Provenance { src: NAME.to_owned(), warn, ..Provenance::default() });
    std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
}
