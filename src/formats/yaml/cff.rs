//! `CITATION.cff`: a program or a data set, and the work by which it wants to be cited.

use serde_json::{Map, Value};

use super::NAME;
use crate::formats::{Finding, Reading, other_json, tei};
use crate::record::{ArticleKind, Reference};

/// Kinds of the format's references that the names of kinds elsewhere do not have.
const KINDS: &[(&str, ArticleKind)] = &[
    ("software", ArticleKind::Program),
    ("software-code", ArticleKind::Program),
    ("software-container", ArticleKind::Program),
    ("software-executable", ArticleKind::Program),
    ("software-virtual-machine", ArticleKind::Program),
    ("data", ArticleKind::Dataset),
    ("database", ArticleKind::Dataset),
    ("dataset", ArticleKind::Dataset),
    ("conference-paper", ArticleKind::Paper),
    ("proceedings", ArticleKind::Proceedings),
    ("conference", ArticleKind::Proceedings),
    ("newspaper-article", ArticleKind::Newspaper),
    ("magazine-article", ArticleKind::Article),
    ("website", ArticleKind::Webpage),
    ("blog", ArticleKind::Webpage),
    ("unpublished", ArticleKind::Archive),
    ("manual", ArticleKind::Book),
    ("encyclopedia", ArticleKind::Book),
    ("dictionary", ArticleKind::Book),
];

/// The records of a file, the work itself first.
pub fn readings(mut file: Map<String, Value>, line: usize) -> Vec<Reading> {
    let preferred = file.shift_remove("preferred-citation");
    let kind = match file.get("type").and_then(Value::as_str) {
        Some("dataset") => ArticleKind::Dataset,
        _ => ArticleKind::Program,
    };
    file.shift_remove("type");
    let mut readings = of_work(file, kind, line);
    if let Some(Value::Object(mut members)) = preferred {
        let known = taken_kind(&mut members);
        if !members.contains_key("title") {
            let sentence = "the preferred citation has no title; its record is read without one";
            readings.push(Err(Finding::kept(sentence).at(line).of("preferred-citation")));
        }
        readings.extend(of_work(members, known.unwrap_or(ArticleKind::Other), line));
    }
    readings
}

/// The kind of a work, if its word is known; another word stays.
fn taken_kind(members: &mut Map<String, Value>) -> Option<ArticleKind> {
    let word = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known = KINDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone());
    let known = known.or_else(|| crate::formats::columns::kind(&word));
    if known.is_some() {
        members.shift_remove("type");
    }
    known
}

/// The works that one builds on, as entries of its reference list; what is no such work stays.
fn taken_references(members: &mut Map<String, Value>, line: usize) -> Option<Vec<Reference>> {
    let Some(Value::Array(works)) = members.get("references").filter(|works| works.as_array().is_some_and(|works| !works.is_empty()))
    else {
        return None;
    };
    let works: Vec<Map<String, Value>> = works.iter().map(|work| work.as_object().cloned()).collect::<Option<_>>()?;
    members.shift_remove("references");
    let reference = |mut work: Map<String, Value>| {
        let kind = taken_kind(&mut work).unwrap_or(ArticleKind::Other);
        prepare(&mut work);
        let (mut article, _) = other_json::mapped(work, line, NAME);
        article.kind = kind;
        tei::of_work(*article, None)
    };
    Some(works.into_iter().map(reference).collect())
}

/// Gives members the names that they have elsewhere.
fn prepare(members: &mut Map<String, Value>) {
    // One DOI may stand among the identifiers alone.
    let is_doi = |one: &&Value| one.get("type").and_then(Value::as_str) == Some("doi");
    let identifiers = members.get("identifiers").and_then(Value::as_array);
    if let Some(doi) = identifiers.and_then(|all| all.iter().find(is_doi)).and_then(|one| one.get("value")).cloned() {
        members.entry("doi").or_insert(doi);
    }
    let number = |name: &str| members.get(name).and_then(Value::as_u64);
    if let (Some(year), Some(month), None) = (number("year"), number("month"), members.get("date-published")) {
        members.entry("date").or_insert_with(|| format!("{year}-{month:02}").into());
        members.shift_remove("month");
    }
    for (of, inner, name) in
        [("publisher", "city", "publisherCity"), ("institution", "city", "publisherCity"), ("conference", "city", "conferenceLocation")]
    {
        if let Some(place) = members.get(of).and_then(|of| of.get(inner)).cloned() {
            members.entry(name).or_insert(place);
        }
    }
}

fn of_work(mut members: Map<String, Value>, kind: ArticleKind, line: usize) -> Vec<Reading> {
    prepare(&mut members);
    let source = members.clone();
    let references = taken_references(&mut members, line);
    let (mut article, findings) = other_json::mapped(members, line, NAME);
    article.refs = article.refs.or(references);
    other_json::keep(&mut article, &source, NAME);
    article.kind = kind;
    std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
}
