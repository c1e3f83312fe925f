//! YAML of records: CSL items as Pandoc writes them (`references:`), Hayagriva's entries (Typst), and `CITATION.cff`.

mod cff;
mod cuts;
mod hayagriva;
mod values;

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::document::Document;
use super::{Confidence, Finding, Reading, Readings, Source, csl};
use cuts::{Part, Piece, Shape};

/// The name of the format, and that under which what has no place is kept.
const NAME: &str = super::citation_key::YAML;

/// How many of the first keys of `CITATION.cff` are looked at for that which names its version.
const FIRST_KEYS: usize = 12;

/// How sure it is that text is such YAML.
pub fn sniff(head: &str) -> Confidence {
    let mut lines =
        head.trim_start_matches('\u{FEFF}').lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    if is_cff(lines.clone()) {
        return 92;
    }
    let first = lines.clone().find(|line| *line != "---" && !line.starts_with("%YAML")).unwrap_or_default();
    let key = |line: &str, name: &str| line.trim_start_matches([' ', '-']).strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
    let is_key = first.ends_with(':') && !first.starts_with([' ', '-', '<', '{', '[', '@', '%']) && !first.contains(' ');
    let typed = lines.clone().any(|line| line.starts_with([' ', '-']) && key(line, "type"));
    let titled = lines.any(|line| line.starts_with([' ', '-']) && key(line, "title"));
    let is_list = has_references(head) || (first.starts_with("- ") && (key(first, "id") || key(first, "type")));
    if typed && titled && (is_list || is_key) { 90 } else { 0 }
}

/// Whether a list stands under `references:`, as in what Pandoc writes and in the head of a manuscript.
fn has_references(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.by_ref().any(|line| line == "references:") && lines.next().is_some_and(|line| line.trim_start().starts_with("- "))
}

/// Whether one of the first keys is `cff-version`, with nothing but keys and what belongs to them before it.
fn is_cff<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    let mut keys = 0;
    for line in lines.filter(|line| *line != "---" && !line.starts_with("%YAML")) {
        if line.starts_with("cff-version:") {
            return true;
        }
        let is_key =
            line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
        keys += usize::from(is_key);
        if keys > FIRST_KEYS || !(is_key || line.starts_with([' ', '-'])) {
            return false;
        }
    }
    false
}

/// Reads entry by entry.
pub fn read(source: Source) -> Readings {
    let document = match Document::load(source) {
        Ok(document) => document,
        Err(finding) => return Box::new(std::iter::once(Err(finding))),
    };
    let text = Arc::new(document.text);
    let mut parts = cuts::parts(&text);
    // Behind the head of a manuscript stands the manuscript.
    if parts.iter().any(|part| part.shape == Shape::Items) {
        parts.retain(|part| part.shape == Shape::Items);
    }
    let mut readings = parts.into_iter().flat_map(move |part| of_part(&text, part)).peekable();
    let nothing = readings
        .peek()
        .is_none()
        .then(|| Err(Finding::skipped("this YAML has no records: no CSL items, no entries of Hayagriva, no CITATION.cff")));
    Box::new(readings.chain(nothing).chain(document.findings.into_iter().map(Err)))
}

fn of_part(text: &Arc<String>, part: Part) -> Readings {
    let shape = part.shape;
    if part.pieces.len() > 1 && text.get(part.whole.place.clone()).is_some_and(cuts::has_aliases) {
        // What an entry uses may be named in another.
        return of_whole(text, part);
    }
    let mut keys = HashSet::new();
    let text = Arc::clone(text);
    Box::new(part.pieces.into_iter().flat_map(move |piece| {
        let written = text.get(piece.place.clone()).unwrap_or_default();
        match values::value(written) {
            Ok(read) => {
                let mut readings: Vec<Reading> = of_value(shape, read.value, &piece, &mut keys).collect();
                readings.extend(read.doubled.into_iter().map(|key| {
                    let sentence = format!("\"{key}\" stands twice in one mapping of this entry; the last was taken");
                    Err(Finding::kept(sentence).at(piece.line))
                }));
                readings
            }
            Err(wrong) => vec![Err(Finding::skipped(format!("this entry cannot be read: {}", wrong.why)).at(piece.line + wrong.line - 1))],
        }
    }))
}

/// A document that is read in one.
fn of_whole(text: &str, part: Part) -> Readings {
    let shape = part.shape;
    let written = text.get(part.whole.place.clone()).unwrap_or_default();
    let value = match values::value(written) {
        Ok(read) => read.value,
        Err(wrong) => {
            let sentence = format!("this YAML cannot be read: {}", wrong.why);
            return Box::new(std::iter::once(Err(Finding::skipped(sentence).at(part.whole.line + wrong.line - 1))));
        }
    };
    let value = match (shape, value) {
        (Shape::Items, Value::Object(mut file)) => file.get_mut("references").map(Value::take).unwrap_or_default(),
        (_, value) => value,
    };
    let mut keys = HashSet::new();
    let readings: Vec<Value> = match value {
        Value::Array(items) => items.into_iter().map(|item| Value::Array(vec![item])).collect(),
        Value::Object(entries) => entries.into_iter().map(|entry| Value::Object(std::iter::once(entry).collect())).collect(),
        _ => Vec::new(),
    };
    let mut pieces = part.pieces.into_iter();
    Box::new(readings.into_iter().flat_map(move |value| {
        let piece = pieces.next().unwrap_or_else(|| part.whole.clone());
        of_value(shape, value, &piece, &mut keys).collect::<Vec<_>>()
    }))
}

/// The records of what one piece of a document is.
fn of_value(shape: Shape, value: Value, piece: &Piece, keys: &mut HashSet<String>) -> Box<dyn Iterator<Item = Reading>> {
    match (shape, value) {
        (Shape::Cff, Value::Object(file)) => Box::new(cff::readings(file, piece.line).into_iter()),
        (Shape::Items, Value::Array(items)) => Box::new(items.into_iter().flat_map(item)),
        (Shape::Entries, Value::Object(entries)) => {
            let line = piece.line;
            let twice = entries
                .keys()
                .find(|key| !keys.insert((*key).clone()))
                .map(|key| Err(Finding::kept(format!("the key \"{key}\" was given to an entry before; both are read")).at(line)));
            Box::new(entries.into_iter().flat_map(move |(key, value)| hayagriva::readings(&key, value, line)).chain(twice))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// A CSL item.
fn item(value: Value) -> Vec<Reading> {
    if value.is_object() { csl::readings(&value.to_string()) } else { Vec::new() }
}
