//! `qikan convert --report-loss`: what a format cannot hold, found by writing each record and reading it back.
//!
//! Of what a record keeps of another format (`raw`), what has no place in the schema is lost where no value of the record read
//! back is it; what has one and only was written otherwise (`raw.ris:as-written`) is gone where its words are, and changed
//! where its blanks, line ends or markup are.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use serde_json::{Map, Value};

use crate::cli::Failure;
use crate::cli::out::Out;
use crate::formats::{Format, Source};
use crate::record::{Article, ArticleKind};
use crate::text;

/// Members that are of qikan itself or of the way a record came, and no part of the work.
const OWN: &[&str] = &["v", "id", "prov", RAW];

/// The member that has what formats kept.
const RAW: &str = "raw";

/// The ends of names in `raw` under which formats keep how a value of the schema was written, and in what order.
const AS_WRITTEN: &str = ":as-written";
const ORDER: &str = ":order";

/// The values of a record by their members.
type Members = BTreeMap<String, Vec<String>>;

/// What became of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Gone,
    Changed,
}

/// Tells record by record which members a format would lose, then how often each is lost.
///
/// # Errors
/// [`Failure::Nothing`] (1) when something would be lost.
pub fn report(format: &'static Format, records: &mut dyn Iterator<Item = Article>, out: &Out) -> Result<(), Failure> {
    let mut sum: BTreeMap<(String, Fate), u64> = BTreeMap::new();
    let (mut read, mut poorer) = (0_u64, 0_u64);
    for article in records {
        read += 1;
        let lost = lost(format, &article).map_err(|error| Failure::Unwritable(format!("cannot write {}: {error}", format.name)))?;
        poorer += u64::from(!lost.is_empty());
        if !lost.is_empty() {
            let title = article.title.prefer(&article.lang).map(|title| text::plain(title)).unwrap_or_default();
            out.line(&format!(
                "record {read} ({title}): {}",
                lost.iter().map(|(member, fate)| shown(member, *fate)).collect::<Vec<_>>().join(", ")
            ));
        }
        for member in lost {
            *sum.entry(member).or_default() += 1;
        }
        if out.is_broken() {
            break;
        }
    }
    for ((member, fate), records) in &sum {
        out.line(&format!("{}: {records} of {read} records", shown(member, *fate)));
    }
    out.finish()?;
    match poorer {
        0 => Ok(()),
        poorer => Err(Failure::Nothing(format!("{} cannot hold all of {poorer} of {read} records", format.name))),
    }
}

fn shown(member: &str, fate: Fate) -> String {
    match fate {
        Fate::Gone => format!("{member} gone"),
        Fate::Changed => format!("{member} changed"),
    }
}

/// The members that do not come back as they went, by their names: `abstract.en`, `authors.orcid`.
fn lost(format: &Format, article: &Article) -> std::io::Result<Vec<(String, Fate)>> {
    let Some(write) = format.write else { return Ok(Vec::new()) };
    let mut written = Vec::new();
    write(&mut written, &mut std::iter::once(article.clone()))?;
    let before = flat(article);
    let Some(read) = format.read else {
        // What is only written cannot be read back: a member is there when all of its words are.
        let plain = text::plain(&String::from_utf8_lossy(&written));
        let (text, now) = (text::key(&plain), words(&plain).collect());
        let there = |values: &Vec<String>| values.iter().all(|value| text.contains(&text::key(value)));
        let fate = |(member, values): (String, Vec<String>)| {
            if member.contains(AS_WRITTEN) {
                kept_fate(&member, &values, &BTreeMap::new(), &now).map(|fate| (member, fate))
            } else {
                (!there(&values)).then_some((member, Fate::Gone))
            }
        };
        return Ok(before.into_iter().filter_map(fate).collect());
    };
    let source = Source { bytes: Box::new(Cursor::new(written)), name: None, encoding: None };
    let after = read(source).find_map(Result::ok).map(|article| flat(&article)).unwrap_or_default();
    let words: HashSet<&str> = after.values().flatten().flat_map(|value| words(value)).collect();
    let fate = |(member, values): (&String, &Vec<String>)| {
        let fate = match after.get(member) {
            Some(other) if other == values => None,
            _ if is_said_by_member(member, values, &before, &after) => None,
            _ if member.starts_with(RAW) => kept_fate(member, values, &after, &words),
            None => Some(Fate::Gone),
            Some(_) => Some(Fate::Changed),
        };
        fate.map(|fate| (member.clone(), fate))
    };
    Ok(before.iter().filter_map(fate).collect())
}

/// Tags of a line that says the kind of work, and of one that says its language.
const KIND_TAGS: &[&str] = &["TY", "%0", "Reference Type", "RT"];
const LANGUAGE_TAGS: &[&str] = &["LA", "%G", "Language"];

/// Whether a line was only another word for a member that came back as it was: `LA  - English`, `TY  - EJOUR`. A kind that the
/// schema has no name for, and a language with its country (`zh-TW`) or beside another, said more than the member does.
fn is_said_by_member(member: &str, values: &[String], before: &Members, after: &Members) -> bool {
    let Some((_, tag)) = member.rsplit_once('.').filter(|(path, _)| path.ends_with(AS_WRITTEN)) else { return false };
    let same = |name: &str| before.get(name).filter(|value| after.get(name) == Some(value));
    if KIND_TAGS.contains(&tag) {
        return same("type").is_some_and(|kind| kind.iter().all(|kind| kind != ArticleKind::Other.as_str()));
    }
    let is_one_word = |value: &String| value.chars().all(char::is_alphabetic);
    LANGUAGE_TAGS.contains(&tag) && values.iter().all(is_one_word) && same("lang").is_some()
}

/// What became of what was kept of another format, by the values that the record has now, and their words.
fn kept_fate(member: &str, values: &[String], after: &Members, now: &HashSet<&str>) -> Option<Fate> {
    if member.contains(AS_WRITTEN) {
        let parted = |value: &String| value.contains(['<', '&', '\n', '\r']) || value.contains("  ");
        if !values.iter().all(|value| words(value).all(|word| now.contains(word))) {
            return Some(Fate::Gone);
        }
        return values.iter().any(parted).then_some(Fate::Changed);
    }
    let there = |value: &String| after.values().flatten().any(|other| other == value);
    (!values.iter().all(there)).then_some(Fate::Gone)
}

/// The words and numbers of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The values of a record by their members, lists without their places: a member that some of a list have is one member.
fn flat(article: &Article) -> Members {
    let mut members = BTreeMap::new();
    if let Ok(Value::Object(whole)) = serde_json::to_value(article) {
        let whole: Map<String, Value> = whole.into_iter().filter(|(name, _)| !OWN.contains(&name.as_str())).collect();
        gather("", &Value::Object(whole), 0, &mut members);
    }
    for (format, kept) in article.raw.iter().filter(|(format, _)| !format.ends_with(ORDER)) {
        let path = format!("{RAW}.{format}");
        let pairs = kept.as_array().filter(|pairs| pairs.iter().all(|pair| pair.as_array().is_some_and(|pair| pair.len() == 2)));
        match pairs {
            // Lines by their tags. Of some it is only kept that they had another tag, or were not there.
            Some(pairs) => {
                for (tag, value) in pairs.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?))) {
                    gather(&format!("{path}.{tag}"), &Value::from(value), 0, &mut members);
                }
            }
            None => gather(&path, kept, 0, &mut members),
        }
    }
    members
}

/// Members below this are told together.
const DEEPEST: usize = 6;

fn gather(path: &str, value: &Value, depth: usize, members: &mut BTreeMap<String, Vec<String>>) {
    let mut put = |text: String| members.entry(path.to_owned()).or_default().push(text);
    match value {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => put(text.clone()),
        Value::Bool(_) | Value::Number(_) => put(value.to_string()),
        _ if depth >= DEEPEST => put(value.to_string()),
        Value::Array(list) => list.iter().for_each(|one| gather(path, one, depth + 1, members)),
        Value::Object(object) => {
            for (name, one) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                gather(&path, one, depth + 1, members);
            }
        }
    }
}
