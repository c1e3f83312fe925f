//! YAML of records: CSL items as Pandoc writes them (`references:`), Hayagriva's entries (Typst), and `CITATION.cff`.

use serde_json::{Map, Value};

use super::document::Document;
use super::{Confidence, Finding, Reading, Readings, Source, csl, other_json};
use crate::record::ArticleKind;

/// Kinds of Hayagriva that are articles where nothing says more.
const ARTICLES: &[&str] = &["article", "entry", "anthos", "misc"];

/// How sure it is that text is such YAML.
pub fn sniff(head: &str) -> Confidence {
    let mut lines = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    if lines.clone().any(|line| line.starts_with("cff-version:")) {
        return 92;
    }
    let first = lines.clone().find(|line| *line != "---" && !line.starts_with("%YAML")).unwrap_or_default();
    let key = |line: &str, name: &str| line.trim_start_matches([' ', '-']).strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
    let is_key = first.ends_with(':') && !first.starts_with([' ', '-', '<', '{', '[', '@', '%']) && !first.contains(' ');
    let typed = lines.clone().any(|line| line.starts_with([' ', '-']) && key(line, "type"));
    let titled = lines.any(|line| line.starts_with([' ', '-']) && key(line, "title"));
    let is_list = first == "references:" || (first.starts_with("- ") && (key(first, "id") || key(first, "type")));
    if typed && titled && (is_list || is_key) { 90 } else { 0 }
}

/// Reads all of a file.
pub fn read(source: Source) -> Readings {
    let readings = match Document::load(source) {
        Ok(document) => {
            let mut readings = match serde_yaml::from_str::<Value>(&document.text) {
                Ok(value) => of_file(value),
                Err(error) => {
                    let line = error.location().map(|place| place.line());
                    vec![Err(Finding { line, ..Finding::skipped(format!("this is not YAML: {error}; nothing was read")) })]
                }
            };
            readings.extend(document.findings.into_iter().map(Err));
            readings
        }
        Err(finding) => vec![Err(finding)],
    };
    Box::new(readings.into_iter())
}

fn of_file(value: Value) -> Vec<Reading> {
    let readings: Vec<Reading> = match value {
        Value::Object(file) if file.contains_key("cff-version") => of_cff(file),
        Value::Object(mut file) => match file.get_mut("references").map(Value::take) {
            Some(Value::Array(items)) => items.into_iter().flat_map(item).collect(),
            _ => file.into_iter().flat_map(|(key, value)| entry(&key, value)).collect(),
        },
        Value::Array(items) => items.into_iter().flat_map(item).collect(),
        _ => Vec::new(),
    };
    if readings.is_empty() {
        return vec![Err(Finding::skipped("this YAML has no records: no CSL items, no entries of Hayagriva, no CITATION.cff"))];
    }
    readings
}

/// A CSL item. Pandoc writes dates in its own way: `issued: [{year: 2020, month: 3}]`.
fn item(value: Value) -> Vec<Reading> {
    let Value::Object(mut members) = value else { return Vec::new() };
    for name in ["issued", "accessed", "event-date", "original-date", "submitted", "available-date"] {
        let Some(value) = members.get_mut(name) else { continue };
        let dates = match &*value {
            Value::Array(dates) => dates.iter().filter_map(parts).collect(),
            date => parts(date).into_iter().collect::<Vec<_>>(),
        };
        if !dates.is_empty() {
            *value = serde_json::json!({ "date-parts": dates });
        }
    }
    csl::readings(&Value::Object(members).to_string())
}

/// Year, month and day of a date, as many as it has; nothing where it is written otherwise.
fn parts(date: &Value) -> Option<Vec<Value>> {
    let date = date.as_object().filter(|date| date.contains_key("year"))?;
    Some(["year", "month", "day"].iter().map_while(|name| date.get(*name).cloned()).collect())
}

/// An entry of Hayagriva under its key.
fn entry(key: &str, value: Value) -> Vec<Reading> {
    let Value::Object(members) = value else { return Vec::new() };
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    if kind.is_empty() || !members.contains_key("title") {
        return vec![Err(Finding::skipped(format!("\"{key}\" is no entry that qikan can read: it needs a type and a title of its own")))];
    }
    of_members(members, |found| match kind.as_str() {
        "web" | "blog" | "thread" | "post" => ArticleKind::Webpage,
        kind if ARTICLES.contains(&kind) || found != ArticleKind::Article => found,
        _ => ArticleKind::Other,
    })
}

/// A program or a data set, and the work by which it wants to be cited.
fn of_cff(mut file: Map<String, Value>) -> Vec<Reading> {
    let preferred = file.get_mut("preferred-citation").map(Value::take);
    let kind = match file.get_mut("type").map(Value::take) {
        Some(Value::String(kind)) if kind == "dataset" => ArticleKind::Dataset,
        _ => ArticleKind::Program,
    };
    for name in ["cff-version", "message"] {
        file.shift_remove(name);
    }
    let mut readings = of_members(file, |_| kind.clone());
    if let Some(Value::Object(members)) = preferred {
        readings.extend(of_members(members, |found| found));
    }
    readings
}

fn of_members(members: Map<String, Value>, kind: impl Fn(ArticleKind) -> ArticleKind) -> Vec<Reading> {
    let mut readings = other_json::of_value(Value::Object(members), 1);
    for article in readings.iter_mut().flatten() {
        article.kind = kind(article.kind.clone());
        if let Some(provenance) = article.prov.first_mut() {
            "yaml".clone_into(&mut provenance.src);
        }
    }
    for finding in readings.iter_mut().filter_map(|reading| reading.as_mut().err()) {
        finding.line = None;
    }
    readings
}
