//! Members that other programs call or write otherwise than the schema does.

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use super::kind_of;
use crate::formats::{Finding, gbt7714};
use crate::record::{Article, Doi, Language, Pages};

/// Whether the schema can have this value in a member: a record of it alone is read where it stands, without a copy.
fn fits(member: &str, value: &Value) -> bool {
    let one = MapDeserializer::<_, serde_json::Error>::new(std::iter::once((member, value)));
    Article::deserialize(one).is_ok()
}

/// Gives members that other programs call otherwise the names of the schema, where the record has none of that name.
pub(super) fn rename(members: &mut Map<String, Value>) {
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

/// Writes members as the schema does that another program wrote otherwise.
pub(super) fn put_right(members: &mut Map<String, Value>, findings: &mut Vec<Finding>, line: usize) {
    for (member, value) in members.iter_mut() {
        if let Some(understood) = understand(member, value) {
            findings.push(was_understood(member, value, line));
            *value = understood;
        }
    }
}

fn was_understood(member: &str, value: &Value, line: usize) -> Finding {
    Finding::kept(format!("this was {}; it was read as the schema writes it", kind_of(value))).at(line).of(member)
}

/// Puts a member where it belongs: into the record, as understood, or among what is kept.
pub(super) fn take(
    member: &str,
    value: Value,
    whole: &mut Map<String, Value>,
    kept: &mut Map<String, Value>,
    findings: &mut Vec<Finding>,
    line: usize,
) {
    if fits(member, &value) {
        whole.insert(member.to_owned(), value);
        return;
    }
    if let Some(understood) = understand(member, &value)
        && fits(member, &understood)
    {
        findings.push(was_understood(member, &value, line));
        whole.insert(member.to_owned(), understood);
        return;
    }
    let sentence = format!("{} is not what the schema has here; it is kept under raw", kind_of(&value));
    // The positions of affiliations are what authors point at, so that list is never thinned out.
    if let Value::Array(elements) = &value
        && member != "affiliations"
    {
        let (good, bad): (Vec<Value>, Vec<Value>) =
            elements.iter().cloned().partition(|element| fits(member, &Value::Array(vec![element.clone()])));
        if !good.is_empty() {
            whole.insert(member.to_owned(), Value::Array(good));
            findings.push(
                Finding::kept(format!("{} element(s) do not fit the schema; they are kept under raw", bad.len())).at(line).of(member),
            );
            kept.insert(member.to_owned(), Value::Array(bad));
            return;
        }
    }
    findings.push(Finding::kept(sentence).at(line).of(member));
    kept.insert(member.to_owned(), value);
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
