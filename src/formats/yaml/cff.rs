//! `CITATION.cff`: a program or a data set, and the work by which it wants to be cited.

use serde_json::{Map, Value};

use super::NAME;
use crate::formats::{Finding, Reading, other_json};
use crate::record::ArticleKind;

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
        let word = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let known = KINDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone());
        let known = known.or_else(|| crate::formats::columns::kind(&word));
        if known.is_some() {
            members.shift_remove("type");
        }
        if !members.contains_key("title") {
            let sentence = "the preferred citation has no title; its record is read without one";
            readings.push(Err(Finding::kept(sentence).at(line).of("preferred-citation")));
        }
        readings.extend(of_work(members, known.unwrap_or(ArticleKind::Other), line));
    }
    readings
}

fn of_work(mut members: Map<String, Value>, kind: ArticleKind, line: usize) -> Vec<Reading> {
    let number = |name: &str| members.get(name).and_then(Value::as_u64);
    if let (Some(year), Some(month), None) = (number("year"), number("month"), members.get("date-published")) {
        members.entry("date").or_insert_with(|| format!("{year}-{month:02}").into());
        members.shift_remove("month");
    }
    for (of, inner, name) in [("publisher", "city", "publisherCity"), ("conference", "city", "conferenceLocation")] {
        if let Some(place) = members.get(of).and_then(|of| of.get(inner)).cloned() {
            members.entry(name).or_insert(place);
        }
    }
    let (mut article, findings) = other_json::of_members(members, line, NAME);
    article.kind = kind;
    std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
}
