//! Two records of one work made one: a union, member by member. Nothing is dropped.
//!
//! A scalar on which they disagree stays as the richer record has it, and the other value goes to `alt` in the
//! provenance of the record it came from. Authors and affiliations are paired by their place in the list when both
//! lists have the same length (64 of 64 real pairs agree in order), so that `胡业飞` and `HU Ye-fei` become one person
//! with two names.

use serde_json::{Map, Value};

use super::LibraryError;
use crate::record::{Article, Provenance};

type Object = Map<String, Value>;

/// The record that two are together. `held` keeps its identifier.
pub(super) fn joined(held: &Article, new: &Article) -> Result<Article, LibraryError> {
    let refused = |error: serde_json::Error| LibraryError::Record { id: held.id.to_string(), what: error.to_string() };
    let object = |article: &Article| -> Result<Object, serde_json::Error> {
        match serde_json::to_value(article)? {
            Value::Object(object) => Ok(object),
            _ => Ok(Object::new()),
        }
    };
    let (mut mine, mut theirs) = (object(held).map_err(refused)?, object(new).map_err(refused)?);
    for apart in ["id", "v", "prov", "lang"] {
        theirs.remove(apart);
    }
    let prov = mine.remove("prov");
    let [id, version, language] = ["id", "v", "lang"].map(|name| mine.shift_remove(name));
    let new_is_richer = weight(&theirs) > weight(&mine);
    let mut lost = Object::new();
    let mut union = if new_is_richer {
        unite_objects(&mut theirs, mine, "", &mut lost);
        theirs
    } else {
        unite_objects(&mut mine, theirs, "", &mut lost);
        mine
    };
    for (name, value) in [("id", id), ("v", version), ("lang", language), ("prov", prov)] {
        union.extend(value.map(|value| (name.to_owned(), value)));
    }
    let mut article: Article = serde_json::from_value(Value::Object(union)).map_err(refused)?;
    add_provenance(&mut article.prov, &new.prov);
    if !lost.is_empty() {
        let of = if new_is_richer { &held.prov } else { &new.prov };
        keep_lost(&mut article.prov, of.first(), lost);
    }
    Ok(article)
}

/// How much a record says: its values, however deep, references and body counted by the entry.
fn weight(object: &Object) -> usize {
    object.values().map(|value| filled(value, 3)).sum()
}

fn filled(value: &Value, depth: usize) -> usize {
    match value {
        Value::Null => 0,
        Value::String(text) => usize::from(!text.is_empty()),
        Value::Array(values) if depth > 0 => values.iter().map(|value| filled(value, depth - 1)).sum(),
        Value::Object(values) if depth > 0 => values.values().map(|value| filled(value, depth - 1)).sum(),
        _ => 1,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Adds `more` to `base`; what `base` says otherwise goes to `lost` under its path.
fn unite_objects(base: &mut Object, more: Object, path: &str, lost: &mut Object) {
    for (name, value) in more {
        let at = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match base.get_mut(&name) {
            None => {
                base.insert(name, value);
            }
            Some(present) => unite(present, value, &at, lost),
        }
    }
}

fn unite(base: &mut Value, more: Value, path: &str, lost: &mut Object) {
    if *base == more || is_nothing(&more) {
        return;
    }
    if is_nothing(base) {
        *base = more;
        return;
    }
    match (base, more) {
        (Value::Object(base), Value::Object(more)) => unite_objects(base, more, path, lost),
        (Value::Array(base), Value::Array(more)) => unite_lists(base, more, path, lost),
        (Value::Bool(base), Value::Bool(more)) => *base |= more,
        (base, more) => {
            // Blanks are no disagreement, and the plain kind "article" is what a source says that knows no better.
            let blankless = |value: &Value| value.as_str().map(|text| text.split_whitespace().collect::<String>());
            if (path == "type" && base.as_str() == Some("article")) || (path.starts_with("dates.") && goes_on(&more, base)) {
                *base = more;
            } else if path.starts_with("dates.") && goes_on(base, &more) {
                // The day is told, and its year is no other date.
            } else if (blankless(base).is_none() || blankless(base) != blankless(&more))
                && (path != "type" || more.as_str() != Some("article"))
                && !is_of_file(path)
            {
                lost.insert(path.to_owned(), more);
            }
        }
    }
}

/// Whether a date is another one and more: `2020-04-25` is `2020`.
fn goes_on(date: &Value, other: &Value) -> bool {
    let rest = date.as_str().zip(other.as_str()).and_then(|(date, other)| date.strip_prefix(other));
    rest.is_some_and(|rest| rest.starts_with('-'))
}

/// What belongs to one file and not to the work: the order in which the lines of its record stood.
fn is_of_file(path: &str) -> bool {
    path.starts_with("raw.") && path.ends_with(":order")
}

/// Lists of the same things in the same order are united one by one; of others, what is missing is added.
fn unite_lists(base: &mut Vec<Value>, more: Vec<Value>, path: &str, lost: &mut Object) {
    match path {
        "body" if unmarked(base) == unmarked(&more) => {
            if marked(&more) > marked(base) {
                *base = more;
            }
        }
        "authors" | "affiliations" | "funding" | "body" if base.len() == more.len() => pair(base, more, path, lost),
        "refs" | "related" => unite_entries(base, more, path, lost),
        "authors" | "affiliations" | "body" | "pages.ranges" => {
            lost.insert(path.to_owned(), Value::Array(more));
        }
        _ if path.starts_with("abstract.") || path.starts_with("body[") || path.contains(".marks") || path.contains(".aff") => {
            lost.insert(path.to_owned(), Value::Array(more));
        }
        "subjects" => {
            for value in more {
                let same = |other: &&mut Value| other.get("scheme") == value.get("scheme") && other.get("code") == value.get("code");
                match base.iter_mut().find(same) {
                    Some(present) => unite(present, value, path, lost),
                    None => base.push(value),
                }
            }
        }
        _ => {
            for value in more {
                if !base.contains(&value) {
                    base.push(value);
                }
            }
        }
    }
}

/// A full text without what points from one part of it to another, so that one that was read before such marks were kept is the
/// same words, and no other text.
fn unmarked(body: &[Value]) -> String {
    fn put(value: &Value, out: &mut String) {
        match value {
            Value::String(text) => {
                let mut rest = text.as_str();
                while let Some((before, tag)) = rest.split_once("<xref ") {
                    out.push_str(before);
                    rest = tag.split_once('>').map_or("", |(_, behind)| behind);
                }
                out.push_str(rest);
                out.push('\n');
            }
            Value::Array(values) => {
                for value in values {
                    put(value, out);
                }
            }
            Value::Object(members) => {
                for (name, value) in members.iter().filter(|(name, _)| *name != "id") {
                    out.push_str(name);
                    put(value, out);
                }
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut words = String::new();
    for section in body {
        put(section, &mut words);
    }
    words.replace("</xref>", "")
}

/// How much of a full text is marks, where another is the same without them.
fn marked(body: &[Value]) -> usize {
    body.iter().map(|section| section.to_string().len()).sum()
}

fn pair(base: &mut [Value], more: Vec<Value>, path: &str, lost: &mut Object) {
    for (at, (base, more)) in base.iter_mut().zip(more).enumerate() {
        unite(base, more, &format!("{path}[{at}]"), lost);
    }
}

/// Entries of a reference list: those that stand for each other give each other what is missing; a printed text that
/// differs stays with the list of more entries, and its parts become a second part (the twin in the other language).
fn unite_entries(base: &mut Vec<Value>, mut more: Vec<Value>, path: &str, lost: &mut Object) {
    if base.len() != more.len() {
        if more.len() > base.len() {
            std::mem::swap(base, &mut more);
        }
        lost.insert(path.to_owned(), Value::Array(more));
        return;
    }
    for (at, (base, more)) in base.iter_mut().zip(more).enumerate() {
        let (Value::Object(base), Value::Object(mut more)) = (base, more) else { continue };
        let at = format!("{path}[{at}]");
        if base.get("raw") == more.get("raw") {
            more.shift_remove("parts").into_iter().for_each(|parts| add_missing_parts(base, parts));
            unite_objects(base, more, &at, lost);
            continue;
        }
        if let Some(raw) = more.shift_remove("raw") {
            lost.insert(format!("{at}.raw"), raw);
        }
        more.shift_remove("parts").into_iter().for_each(|parts| add_missing_parts(base, parts));
        unite_objects(base, more, &at, lost);
    }
}

/// Adds the parts in languages that an entry had none in.
fn add_missing_parts(base: &mut Object, parts: Value) {
    let (Some(Value::Array(present)), Value::Array(parts)) = (base.get_mut("parts"), parts) else { return };
    for part in parts {
        if !present.iter().any(|other| other.get("lang") == part.get("lang")) {
            present.push(part);
        }
    }
}

/// The sources of both, each once: the same source read again at another time is the same.
fn add_provenance(base: &mut Vec<Provenance>, more: &[Provenance]) {
    for source in more {
        match base.iter_mut().find(|other| same_source(other, source)) {
            Some(present) => {
                for field in &source.fields {
                    if !present.fields.contains(field) {
                        present.fields.push(field.clone());
                    }
                }
                for warning in &source.warn {
                    if !present.warn.contains(warning) {
                        present.warn.push(warning.clone());
                    }
                }
            }
            None => base.push(source.clone()),
        }
    }
}

fn same_source(one: &Provenance, other: &Provenance) -> bool {
    (&one.src, &one.file, &one.name) == (&other.src, &other.file, &other.name)
}

/// Puts values that lost into the provenance of the record that had them. A value lost before is not put there twice,
/// and one that differs from it gets a place of its own.
fn keep_lost(prov: &mut Vec<Provenance>, of: Option<&Provenance>, lost: Object) {
    let unnamed = Provenance { src: "unnamed".to_owned(), ..Provenance::default() };
    let of = of.unwrap_or(&unnamed);
    if !prov.iter().any(|other| same_source(other, of)) {
        prov.push(Provenance { src: of.src.clone(), file: of.file.clone(), name: of.name.clone(), ..Provenance::default() });
    }
    let Some(source) = prov.iter_mut().find(|other| same_source(other, of)) else { return };
    for (path, value) in lost {
        let mut name = path.clone();
        let mut number = 1;
        while source.alt.get(&name).is_some_and(|present| *present != value) {
            number += 1;
            name = format!("{path}~{number}");
        }
        source.alt.insert(name, value);
    }
}
