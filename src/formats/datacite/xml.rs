//! DataCite's XML (kernel 2 to 4), alone or as OAI-PMH answers it: told as DataCite's JSON, whose members are its elements and
//! attributes, and read as that.

use serde_json::{Map, Value};

use super::super::document::Yield;
use super::super::members::Members;
use super::super::xml::{Element, Piece, is_xml, read_records};
use super::super::{Confidence, Readings, Source};
use super::NAME;

/// Lists of elements and the member of each that holds its text, where it has no elements.
const LISTS: &[(&str, &str)] = &[
    ("creators", "name"),
    ("contributors", "name"),
    ("titles", "title"),
    ("subjects", "subject"),
    ("dates", "date"),
    ("alternateIdentifiers", "alternateIdentifier"),
    ("relatedIdentifiers", "relatedIdentifier"),
    ("rightsList", "rights"),
    ("descriptions", "description"),
    ("fundingReferences", "funderName"),
    ("geoLocations", "geoLocationPlace"),
    ("relatedItems", "relatedItem"),
    ("nameIdentifiers", "nameIdentifier"),
    ("affiliation", "name"),
];

/// Elements whose name in JSON is another.
const RENAMED: &[(&str, &str)] = &[
    ("creatorName", "name"),
    ("contributorName", "name"),
    ("rightsURI", "rightsUri"),
    ("schemeURI", "schemeUri"),
    ("awardURI", "awardUri"),
    ("valueURI", "valueUri"),
];

/// Elements that are objects of their own in JSON, though they hold nothing but text. The attributes of any other stand beside
/// its text.
const APART: &[&str] = &["relatedItemIdentifier"];

/// How deep elements are told in each other; DataCite's are four deep.
const DEEPEST: usize = 8;

/// How sure it is that text is DataCite's XML.
pub fn sniff(head: &str) -> Confidence {
    let has = |marks: [&str; 2]| marks.iter().any(|mark| head.contains(mark));
    if !is_xml(head) || !has(["<resource", ":resource"]) {
        return 0;
    }
    match has(["datacite.org/schema/", "datacite.org/meta/"]) {
        true => 94,
        false if has(["<creatorName", "<publicationYear"]) => 80,
        false => 0,
    }
}

/// Reads resources.
pub fn read(source: Source) -> Readings {
    read_records(source, &["resource"], "datacite-xml", record)
}

fn record(root: Element<'_>) -> Yield {
    root.take();
    let mut members = Map::new();
    for part in root.children() {
        match part.name() {
            "identifier" => {
                let doi = part.attribute("identifierType").is_none_or(|kind| kind.eq_ignore_ascii_case("doi"));
                members.insert(if doi { "doi" } else { "identifier" }.to_owned(), text(part));
            }
            "resourceType" => {
                members.insert("types".to_owned(), object(part, "resourceType", 0));
            }
            "sizes" | "formats" => {
                members.insert(part.name().to_owned(), part.children().map(text).collect());
            }
            name if LISTS.iter().any(|(known, _)| *known == name) => {
                members.insert(name.to_owned(), list(part, name, 0));
            }
            name => {
                members.insert(name.to_owned(), value(part, 0));
            }
        }
    }
    let mut work = Members::new(members);
    let mut findings = Vec::new();
    let mut article = super::attributes(&mut work, root.line(), &mut findings);
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    vec![(article, findings)]
}

fn text(part: Element<'_>) -> Value {
    part.text().map_or(Value::Null, Value::String)
}

/// A text in lines, with the tags that part them, as the members of DataCite's JSON have it.
fn lines(part: Element<'_>) -> Value {
    let mut lines = String::new();
    for piece in part.pieces() {
        match piece {
            Piece::Text(text) => lines.push_str(text),
            Piece::Sign(sign) => lines.push(sign),
            Piece::Element(_) => lines.push_str("<br/>"),
        }
    }
    lines.trim().into()
}

/// The elements of a list, each an object.
fn list(list: Element<'_>, name: &str, depth: usize) -> Value {
    let of_text = LISTS.iter().find(|(known, _)| *known == name).map_or("value", |(_, member)| member);
    list.children().map(|part| object(part, of_text, depth + 1)).collect()
}

/// An element alone: its text, or an object where it has attributes or elements.
fn value(part: Element<'_>, depth: usize) -> Value {
    if part.has_elements() || said(part).next().is_some() { object(part, "value", depth) } else { text(part) }
}

/// Attributes that say something; the language is `lang`.
fn said(part: Element<'_>) -> impl Iterator<Item = (&str, &str)> {
    part.attributes().filter_map(|(name, value)| {
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        (!name.starts_with("xmlns") && local != "schemaLocation" && !value.trim().is_empty()).then_some((local, value))
    })
}

fn renamed(name: &str) -> &str {
    RENAMED.iter().find(|(known, _)| *known == name).map_or(name, |(_, member)| member)
}

/// An element as an object: attributes and elements by their names, its own text under `of_text`.
fn object(part: Element<'_>, of_text: &str, depth: usize) -> Value {
    let mut members = Map::new();
    if !part.has_elements() || depth >= DEEPEST {
        members.insert(of_text.to_owned(), text(part));
    } else if part.children().all(|inner| inner.name() == "br") {
        members.insert(of_text.to_owned(), lines(part));
    }
    for (name, _) in said(part) {
        if let Some(value) = part.attribute(name) {
            members.insert(renamed(name).to_owned(), value.into_owned().into());
        }
    }
    if depth >= DEEPEST {
        return Value::Object(members);
    }
    for inner in part.children() {
        let name = inner.name();
        let of_list = |member: &str, members: &mut Map<String, Value>, one: Value| match members.get_mut(member) {
            Some(Value::Array(list)) => list.push(one),
            _ => drop(members.insert(member.to_owned(), Value::Array(vec![one]))),
        };
        match name {
            "br" => {}
            "nameIdentifier" => of_list("nameIdentifiers", &mut members, object(inner, name, depth + 1)),
            "affiliation" => of_list(name, &mut members, object(inner, "name", depth + 1)),
            name if LISTS.iter().any(|(known, _)| *known == name) => {
                members.insert(name.to_owned(), list(inner, name, depth + 1));
            }
            _ => {
                let apart = inner.has_elements() || APART.contains(&name);
                let value = if apart { object(inner, renamed(name), depth + 1) } else { text(inner) };
                members.insert(renamed(name).to_owned(), value);
                // The language of a name's part is no language of the name.
                for (beside, _) in said(inner).filter(|(beside, _)| !apart && *beside != "lang") {
                    if let Some(value) = inner.attribute(beside) {
                        members.insert(renamed(beside).to_owned(), value.into_owned().into());
                    }
                }
            }
        }
    }
    Value::Object(members)
}
