//! Europe PMC's XML: the members of its JSON as elements.

use serde_json::{Map, Value};

use crate::formats::document::Yield;
use crate::formats::members::Members;
use crate::formats::xml::{Element, first_element, read_records};
use crate::formats::{Confidence, Readings, Source};

/// How deep elements are gone into: the answers have eight.
const DEEPEST: usize = 12;

/// How sure it is that text is Europe PMC's XML.
pub fn sniff(head: &str) -> Confidence {
    let own = || first_element(head) == Some("responseWrapper") || head.contains("<authorString>") || head.contains("<pubTypeList>");
    if head.contains("<result") && own() { 95 } else { 0 }
}

/// Reads results.
pub fn read(source: Source) -> Readings {
    read_records(source, &["result"], super::NAME, record)
}

fn record(root: Element<'_>) -> Yield {
    let Value::Object(members) = value(root, 0) else { return Vec::new() };
    root.take();
    let mut work = Members::new(members);
    let mut article = super::of(&mut work);
    if let Some(left) = work.left() {
        article.raw.insert(super::NAME.to_owned(), left);
    }
    vec![(article, Vec::new())]
}

/// An element as a member: an object of its elements, several of a name as a list, or its text.
fn value(element: Element<'_>, depth: usize) -> Value {
    if !element.has_elements() || depth > DEEPEST || matches!(element.name(), "title" | "abstractText") {
        return element.rich().map_or(Value::Null, Value::String);
    }
    let mut members = Map::new();
    for child in element.children() {
        let one = value(child, depth + 1);
        // What may come several times is a list in JSON however often it comes.
        match members.get_mut(child.name()) {
            Some(Value::Array(list)) => list.push(one),
            Some(_) => {}
            None if element.name().ends_with("List") => {
                members.insert(child.name().to_owned(), Value::Array(vec![one]));
            }
            None => {
                members.insert(child.name().to_owned(), one);
            }
        }
    }
    Value::Object(members)
}
