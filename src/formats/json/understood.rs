//! Members that other programs call or write otherwise than the schema does.

use std::cell::Cell;

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use super::kind_of;
use crate::formats::{Finding, gbt7714};
use crate::record::{Article, Doi, Language, Pages};

/// A record, and its members that are not understood.
type Understood = (Box<Article>, Map<String, Value>);

/// Reads the members of a record that another program wrote. One that is not understood loses no other.
///
/// # Errors
/// A finding when the members do not fit the schema for a reason that is no member's.
pub(super) fn read(mut members: Map<String, Value>, findings: &mut Vec<Finding>, line: usize) -> Result<Understood, Finding> {
    rename(&mut members);
    // What is to be told, each with the place of its member.
    let mut told: Vec<(usize, Finding)> = Vec::new();
    for (place, (member, value)) in members.iter_mut().enumerate() {
        if let Some(understood) = understand(member, value) {
            let sentence = format!("this was {}; it was read as the schema writes it", kind_of(value));
            told.push((place, Finding::kept(sentence).at(line).of(member)));
            *value = understood;
        }
    }
    let mut kept = Map::new();
    let article = loop {
        let (place, error) = match whole(&members) {
            Ok(article) => break article,
            Err(misfit) => misfit,
        };
        let Some(member) = members.keys().nth(place).cloned() else {
            return Err(Finding::skipped(format!("this record does not fit the schema: {error}")).at(line));
        };
        let gone = kept.keys().filter(|member| !members.contains_key(*member)).count();
        let value = members.get_mut(&member).map(Value::take).unwrap_or_default();
        let (sentence, left) = if let Some((good, bad)) = thinned(&member, &value) {
            let sentence = format!("{} element(s) do not fit the schema; they are kept under raw", bad.len());
            members.insert(member.clone(), Value::Array(good));
            (sentence, Value::Array(bad))
        } else {
            members.shift_remove(&member);
            (format!("{} is not what the schema has here; it is kept under raw", kind_of(&value)), value)
        };
        told.push((place + gone, Finding::kept(sentence).at(line).of(&member)));
        kept.insert(member, left);
    };
    told.sort_by_key(|(place, _)| *place);
    findings.extend(told.into_iter().map(|(_, finding)| finding));
    Ok((article, kept))
}

/// The record of members that all fit the schema; else the place of the first that does not.
fn whole(members: &Map<String, Value>) -> Result<Box<Article>, (usize, serde_json::Error)> {
    let reached = Cell::new(0);
    let counted = members.iter().enumerate().map(|(place, (member, value))| {
        reached.set(place);
        (member.as_str(), value)
    });
    Box::<Article>::deserialize(MapDeserializer::new(counted)).map_err(|error| (reached.get(), error))
}

/// Elements of a list that fit the schema, if there are any, and those that do not.
fn thinned(member: &str, value: &Value) -> Option<(Vec<Value>, Vec<Value>)> {
    let fits = |elements: Value| whole(&std::iter::once((member.to_owned(), elements)).collect()).is_ok();
    // The positions of affiliations are what authors point at, so that list is never thinned out.
    let elements = value.as_array().filter(|_| member != "affiliations")?;
    let (good, bad): (Vec<Value>, Vec<Value>) = elements.iter().cloned().partition(|element| fits(Value::Array(vec![element.clone()])));
    (!good.is_empty() && fits(Value::Array(good.clone()))).then_some((good, bad))
}

/// Gives members that other programs call otherwise the names of the schema, where the record has none of that name.
fn rename(members: &mut Map<String, Value>) {
    if !members.contains_key("refs")
        && members.get("references").and_then(Value::as_array).is_some_and(|list| list.iter().all(Value::is_string))
        && let Some(Value::Array(printed)) = members.shift_remove("references")
    {
        let entry = |raw: &str| {
            let (number, _) = gbt7714::split_number(raw);
            number.map_or_else(|| serde_json::json!({ "raw": raw }), |number| serde_json::json!({ "n": number, "raw": raw }))
        };
        members.insert("refs".to_owned(), printed.iter().filter_map(Value::as_str).map(entry).collect());
    }
    if !members.contains_key("ids")
        && let Some(doi) = members.get("doi").and_then(Value::as_str).and_then(Doi::parse)
    {
        members.shift_remove("doi");
        members.insert("ids".to_owned(), serde_json::json!({ "doi": doi.to_string() }));
    }
}

/// The spellings that other programs have for members of the schema. What the schema itself may have is none of them.
fn understand(member: &str, value: &Value) -> Option<Value> {
    match (member, value) {
        ("year", Value::String(text)) => text.trim().parse::<i32>().ok().map(Value::from),
        ("volume" | "issue" | "copyright" | "lang" | "type", Value::Number(number)) => Some(Value::String(number.to_string())),
        ("title" | "subtitle" | "short_title" | "heading", Value::String(text)) => {
            let mut one = Map::new();
            one.insert(Language::of_text(text).as_str().to_owned(), Value::String(text.clone()));
            Some(Value::Object(one))
        }
        ("journal", Value::String(text)) => Some(serde_json::json!({ "title": { (Language::of_text(text).as_str()): text } })),
        ("abstract", Value::String(text)) => {
            Some(serde_json::json!({ (Language::of_text(text).as_str()): [{ "head": null, "text": text }] }))
        }
        ("keywords", Value::Array(words)) if words.iter().all(Value::is_string) => {
            let mut by_language = Map::new();
            for word in words.iter().filter_map(Value::as_str) {
                let list = by_language.entry(Language::of_text(word).as_str().to_owned()).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(Value::String(word.to_owned()));
                }
            }
            Some(Value::Object(by_language))
        }
        ("pages", Value::String(text)) => serde_json::to_value(Pages::parse(text)).ok(),
        ("pages", Value::Number(number)) => serde_json::to_value(Pages::parse(&number.to_string())).ok(),
        ("notes" | "tags", Value::String(text)) => Some(Value::Array(vec![Value::String(text.clone())])),
        ("authors", Value::Array(names)) if !names.is_empty() && names.iter().all(Value::is_string) => Some(Value::Array(
            names
                .iter()
                .filter_map(Value::as_str)
                .map(|name| serde_json::json!({ "name": { (Language::of_text(name).as_str()): name } }))
                .collect(),
        )),
        ("v", Value::String(text)) => text.trim().parse::<u32>().ok().map(Value::from),
        _ => None,
    }
}
