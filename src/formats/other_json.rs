//! JSON of other programs and services: lists of records however deep they stand in an answer, each with members by whatever
//! names. Zotero, Mendeley, PubMed's eSummary, Scopus, ADS, Springer Nature, CORE, DBLP, HAL, INSPIRE, Zenodo, ORCID, Unpaywall,
//! bioRxiv, JSON-LD of schema.org and CodeMeta, and answers of the kind `{"data": {"list": [{"title": …}]}}`.
//!
//! What a member means is asked of the table of columns' names ([`columns`]), after the names that only JSON has; people and
//! what they are tied to are read here.

mod apart;
mod cells;
mod found;
mod keys;
mod leftover;
mod linked;
mod names;
mod people;

use serde_json::{Map, Value};

use super::json;
use super::values::{Cut, Lines, Values};
use super::{Confidence, Finding, Readings, Source, columns, envelope};
use crate::record::{Article, Contributor, Language, Provenance};
use found::{Found, no_work};
pub(super) use leftover::{keep, keep_pair};

/// The name under which what has no place is kept.
const NAME: &str = "other-json";

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
        start.starts_with('{') && envelope::each_whole(start)
    });
    if lines {
        Box::new(Lines::new(source.bytes, source.encoding).flat_map(of_cut))
    } else {
        Box::new(Values::new(source.bytes, source.encoding).flat_map(of_cut))
    }
}

fn of_cut(cut: Result<Cut, Finding>) -> Readings {
    match cut.and_then(|cut| json::object(&cut.text, cut.line).map(|read| (read, cut))) {
        Ok(((members, findings), cut)) => {
            let mut readings = of_value(Value::Object(members), cut.line).peekable();
            // Where nothing was found, the schema's own reader tells what it sees.
            let otherwise = if readings.peek().is_none() { json::readings(&cut.text, cut.line) } else { Vec::new() };
            Box::new(readings.chain(otherwise).chain(findings.into_iter().map(Err)))
        }
        Err(finding) => Box::new(std::iter::once(Err(finding))),
    }
}

/// The records in a value one after another, each with its findings behind it; nothing where there are none and nothing is to
/// be told.
fn of_value(value: Value, line: usize) -> Readings {
    let told = NO_RECORDS.iter().find(|(place, _)| value.pointer(place).is_some());
    let mut found = Found::of(value).peekable();
    if found.peek().is_none() {
        return Box::new(told.map(|(_, what)| Err(Finding::skipped(format!("this is {what}")).at(line))).into_iter());
    }
    Box::new(found.flat_map(move |members| {
        if let Some(kind) = no_work(&members) {
            return vec![Err(Finding::skipped(format!("this is no work but what Zotero keeps with one ({kind})")).at(line))];
        }
        let (article, findings) = of_members(members, line, NAME);
        std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
    }))
}

/// The record of an object and its findings; what has no place is kept under the name of a format.
pub(super) fn of_members(members: Map<String, Value>, line: usize, format: &str) -> (Box<Article>, Vec<Finding>) {
    let source = members.clone();
    let (mut article, findings) = mapped(members, line, format);
    keep(&mut article, &source, format);
    (article, findings)
}

/// The record of an object without what has no place in it.
pub(super) fn mapped(mut members: Map<String, Value>, line: usize, format: &str) -> (Box<Article>, Vec<Finding>) {
    let linked = linked::taken(&mut members);
    let apart = apart::taken(&mut members);
    let (people, members) = people::taken(members);
    let (mut article, mut findings) = columns::of_cells(cells::of(members), line, format);
    people.give(&mut article);
    apart.give(&mut article);
    linked.give(&mut article);
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    findings.retain(|finding| finding.line.is_some());
    let warn = findings.iter().map(ToString::to_string).collect();
    article.prov.push(Provenance { src: format.to_owned(), warn, ..Provenance::default() });
    (article, findings)
}

/// The people of a list, in a role.
pub(super) fn people(list: &[Value], role: Option<&str>) -> Vec<Contributor> {
    people::of_list(list, role)
}
