//! Looks for records in a value, one at a time.

use std::vec;

use serde_json::{Map, Value, map};

use super::cells::{bare, is_record, is_titled};
use super::linked;
use super::people::is_of_people;

/// Zotero's entries that are no works, but belong to some.
const NO_WORKS: &[&str] = &["attachment", "note", "annotation"];

/// Members that hold what an answer or a feed is there for, without signs, in lower case.
pub(super) const LISTS: &[&str] = &[
    "items",
    "results",
    "result",
    "data",
    "list",
    "records",
    "entries",
    "entry",
    "hits",
    "docs",
    "documents",
    "works",
    "papers",
    "articles",
    "publications",
    "rows",
    "response",
    "datas",
];

/// Members that a record stands in, beside what is said of it.
const BESIDE: &[&str] = &["metadata", "_source", "attributes", "data"];

/// How deep a list of records may stand in what has a title of its own.
const DEEPEST_LIST: usize = 3;

/// The kind of Zotero's entry, where it is no work.
pub(super) fn no_work(members: &Map<String, Value>) -> Option<&'static str> {
    let kind = members.get("itemType")?.as_str()?;
    NO_WORKS.iter().find(|known| **known == kind).copied()
}

/// The records in a value, in their order.
pub(super) struct Found {
    within: Vec<Within>,
}

/// What is being gone through.
enum Within {
    /// A list, and whether it is one of works by its name.
    List(vec::IntoIter<Value>, bool),
    Object(map::IntoIter),
}

impl Found {
    pub(super) fn of(value: Value) -> Self {
        Self { within: vec![Within::List(vec![value].into_iter(), false)] }
    }
}

impl Iterator for Found {
    type Item = Map<String, Value>;

    fn next(&mut self) -> Option<Map<String, Value>> {
        loop {
            let (value, of_works) = match self.within.last_mut()? {
                Within::List(many, of_works) => (many.next(), *of_works),
                Within::Object(members) => match members.next() {
                    // ORCID: one work as each of its sources tells it.
                    Some((name, Value::Array(many))) if name == "work-summary" => (Some(told_by_many(many)), false),
                    Some((name, Value::Array(many))) => {
                        let of_works = LISTS.contains(&&*bare(&name));
                        self.within.push(Within::List(many.into_iter(), of_works));
                        continue;
                    }
                    Some((_, value)) => (Some(value), false),
                    None => (None, false),
                },
            };
            match value {
                None => _ = self.within.pop(),
                Some(Value::Array(many)) => self.within.push(Within::List(many.into_iter(), of_works)),
                Some(Value::Object(members)) => match work(members, of_works) {
                    Ok(members) => return Some(members),
                    Err(members) => self.within.push(Within::Object(members.into_iter())),
                },
                Some(_) => {}
            }
        }
    }
}

/// The first of several tellings of a work, with the others in a member of it.
fn told_by_many(many: Vec<Value>) -> Value {
    let mut many = many.into_iter();
    let mut first = many.next().unwrap_or_default();
    let others: Vec<Value> = many.collect();
    if let (Value::Object(members), false) = (&mut first, others.is_empty()) {
        members.insert("other-summaries".to_owned(), others.into());
    }
    first
}

/// The members of an object that is a work; as error the object, where works may stand in it.
fn work(mut members: Map<String, Value>, of_works: bool) -> Result<Map<String, Value>, Map<String, Value>> {
    if holds_works(&members, DEEPEST_LIST) {
        return Err(members);
    }
    if is_work(&members) || (of_works && is_titled(&members)) {
        return Ok(members);
    }
    for name in BESIDE {
        let Some(Value::Object(inner)) = members.get_mut(*name) else { continue };
        // What others call data may be all there is; Zotero says of what kind it is.
        if (*name == "data" && !inner.contains_key("itemType")) || !is_work(inner) || holds_works(inner, DEEPEST_LIST) {
            continue;
        }
        let mut whole = std::mem::take(inner);
        members.shift_remove(*name);
        for (name, value) in members {
            // The same number once more, as far as it goes.
            whole.entry(name).or_insert(value);
        }
        return Ok(whole);
    }
    Err(members)
}

fn is_work(members: &Map<String, Value>) -> bool {
    is_record(members) || linked::is_work(members) || no_work(members).is_some() || members.get("itemType").is_some_and(Value::is_string)
}

/// Whether a list of works stands in an object, as in a page of results that has a title. What has a DOI is a work with its parts.
fn holds_works(members: &Map<String, Value>, depth: usize) -> bool {
    let has_doi = members.keys().any(|name| matches!(&*bare(name), "doi" | "itemtype"));
    let has_people = || members.keys().any(|name| is_of_people(name));
    let holds = |value: &Value| match value {
        // A work may have files with titles.
        Value::Array(many) => {
            many.iter().take(3).filter_map(Value::as_object).any(|one| is_record(one) || (is_titled(one) && !has_people()))
        }
        Value::Object(inner) => depth > 1 && holds_works(inner, depth - 1),
        _ => false,
    };
    !has_doi && members.iter().any(|(name, value)| LISTS.contains(&&*bare(name)) && holds(value))
}
