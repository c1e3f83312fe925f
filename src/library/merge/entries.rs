//! The reference lists, and the lists of related works, of two records of one work.

use std::collections::HashMap;

use serde_json::Value;

use super::super::facts::Facts;
use super::{Lost, Object, unite_objects};
use crate::formats::gbt7714;
use crate::record::{Reference, RelatedArticle};

/// Below this, two titles in one language are those of two works, though both lists have them in one place.
const OTHER_TITLE: f64 = 0.5;

/// Words from which on an entry says more than where the work lies.
const TELLING: usize = 4;

/// Entries of a reference list: those that stand for each other give each other what is missing; a printed text that
/// differs stays with the list of more entries, and its parts become a second part (the twin in the other language). Lists
/// that are not the same works in the same order stay apart: the one that says more is kept, since a text points into it.
pub(super) fn unite_references(base: &mut Vec<Value>, mut more: Vec<Value>, path: &str, lost: &mut Lost) {
    if base.len() != more.len() || base.iter().zip(&more).any(|(one, other)| differ(one, other)) {
        let count = |list: &[Value], tells: fn(&Value) -> bool| list.iter().filter(|entry| tells(entry)).count();
        let says = |list: &[Value]| (count(list, is_titled), count(list, is_telling), list.len());
        let turned = !lost.as_is && says(&more) > says(base);
        if turned {
            std::mem::swap(base, &mut more);
        }
        let of = if turned { &mut lost.base } else { &mut lost.more };
        of.insert(path.to_owned(), Value::Array(more));
        return;
    }
    for (at, (base, more)) in base.iter_mut().zip(more).enumerate() {
        let (Value::Object(base), Value::Object(more)) = (base, more) else { continue };
        unite_entry(base, more, &format!("{path}[{at}]"), lost);
    }
}

/// Related works: each of either list, once.
pub(super) fn unite_related(base: &mut Vec<Value>, more: Vec<Value>, path: &str, lost: &mut Lost) {
    let positioned = base.len() == more.len() && base.iter().zip(&more).all(|(one, other)| !differ(one, other));
    let key = |entry: &Value| (entry.get("rel").map(Value::to_string), entry.get("raw").map(Value::to_string));
    let places: HashMap<_, usize> = base.iter().map(key).zip(0..).collect();
    for (at, entry) in more.into_iter().enumerate() {
        let place = places.get(&key(&entry)).copied().or_else(|| positioned.then_some(at));
        match (place.and_then(|place| Some((place, base.get_mut(place)?.as_object_mut()?))), entry) {
            (Some((place, base)), Value::Object(more)) => unite_entry(base, more, &format!("{path}[{place}]"), lost),
            (_, entry) => base.push(entry),
        }
    }
}

fn unite_entry(base: &mut Object, mut more: Object, at: &str, lost: &mut Lost) {
    if base.get("raw") != more.get("raw") {
        let words = |entry: &Object| words(entry.get("raw").and_then(Value::as_str).unwrap_or_default());
        // A bare identifier is no printed text.
        let turned = words(base) < TELLING && words(&more) > words(base);
        if turned {
            let printed = more.insert("raw".to_owned(), base.get("raw").cloned().unwrap_or_default());
            base.insert("raw".to_owned(), printed.unwrap_or_default());
        }
        if let Some(raw) = more.shift_remove("raw").filter(|raw| raw.as_str().is_none_or(|raw| !raw.is_empty())) {
            let of = if turned { &mut lost.base } else { &mut lost.more };
            of.insert(format!("{at}.raw"), raw);
        }
    }
    more.shift_remove("parts").into_iter().for_each(|parts| add_missing_parts(base, parts));
    unite_objects(base, more, at, lost);
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

/// Whether two entries are plainly two works: by DOI, year, people or title, as the ladder compares them.
fn differ(one: &Value, other: &Value) -> bool {
    let (Some(mine), Some(theirs)) = (facts(one), facts(other)) else { return false };
    let unlike = || mine.titles_alike(&theirs).is_some_and(|alike| alike < OTHER_TITLE) && !mine.may_be_written_twice(&theirs);
    if mine.doi.is_some() && mine.doi == theirs.doi {
        return false;
    }
    mine.doi_differs(&theirs) || mine.year_differs(&theirs) || mine.people_differ(&theirs) || unlike()
}

/// What is compared of an entry, its printed line read into parts where it came as nothing else.
fn facts(entry: &Value) -> Option<Facts> {
    let parsed = |raw: &str| gbt7714::parse(raw);
    if entry.get("rel").is_some() {
        let mut related: RelatedArticle = serde_json::from_value(entry.clone()).ok()?;
        related.part = related.part.or_else(|| parsed(&related.raw).into_iter().next());
        return Some(Facts::of_related(&related));
    }
    let mut reference: Reference = serde_json::from_value(entry.clone()).ok()?;
    if reference.parts.is_empty() && words(&reference.raw) >= TELLING {
        reference.parts = parsed(&reference.raw);
    }
    Some(Facts::of_reference(&reference))
}

fn part<'a>(entry: &'a Value, name: &str) -> Option<&'a Value> {
    entry.pointer("/parts/0").or_else(|| entry.get("part"))?.get(name)
}

/// Whether an entry says more than where the work lies.
fn is_telling(entry: &Value) -> bool {
    let said = |text: Option<&Value>| text.and_then(Value::as_str).map_or(0, words);
    said(part(entry, "title")) > 0 || said(entry.get("raw")) >= TELLING
}

/// Whether an entry says what the work is called, or may: a printed line does that was not taken apart.
fn is_titled(entry: &Value) -> bool {
    part(entry, "title").and_then(Value::as_str).is_some_and(|title| !title.is_empty())
        || (entry.pointer("/parts/0").or_else(|| entry.get("part")).is_none() && is_telling(entry))
}

/// Words, of which each Han character is one.
fn words(raw: &str) -> usize {
    raw.split_whitespace().count() + raw.chars().filter(|c| crate::text::is_han(*c)).count()
}
