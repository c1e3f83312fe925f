//! Entries of Hayagriva, Typst's bibliography: what a work stands in are its parents, which may have parents of their own.
//!
//! Source: Hayagriva's `docs/file-format.md`.

use serde_json::{Map, Value};

use super::NAME;
use crate::formats::citation_key::YAML_KEY;
use crate::formats::{Finding, Reading, other_json};
use crate::record::ArticleKind;

/// Types of entries that are one kind whatever they stand in.
const KINDS: &[(&str, ArticleKind)] = &[
    ("chapter", ArticleKind::Chapter),
    ("anthos", ArticleKind::Chapter),
    ("report", ArticleKind::Report),
    ("thesis", ArticleKind::Thesis),
    ("web", ArticleKind::Webpage),
    ("blog", ArticleKind::Webpage),
    ("post", ArticleKind::Webpage),
    ("thread", ArticleKind::Webpage),
    ("patent", ArticleKind::Patent),
    ("book", ArticleKind::Book),
    ("anthology", ArticleKind::Book),
    ("reference", ArticleKind::Book),
    ("proceedings", ArticleKind::Proceedings),
    ("conference", ArticleKind::Proceedings),
    ("periodical", ArticleKind::Periodical),
    ("newspaper", ArticleKind::Periodical),
    ("repository", ArticleKind::Program),
    ("manuscript", ArticleKind::Archive),
];

/// What an article or an entry is by what it stands in.
const IN_PARENTS: &[(&str, ArticleKind)] = &[
    ("proceedings", ArticleKind::Paper),
    ("conference", ArticleKind::Paper),
    ("newspaper", ArticleKind::Newspaper),
    ("blog", ArticleKind::Webpage),
    ("web", ArticleKind::Webpage),
    ("anthology", ArticleKind::Chapter),
    ("book", ArticleKind::Chapter),
    ("reference", ArticleKind::Chapter),
];

/// Members that go to a name of another reader's table: of the entry, and of what it stands in where the entry has none.
const OWN: &[(&str, &str)] = &[
    ("author", "authors"),
    ("editor", "editors"),
    ("date", "date"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("edition", "edition"),
    ("page-range", "pages"),
    ("note", "note"),
    ("abstract", "abstract"),
    ("language", "language"),
    ("genre", "thesistype"),
];
const OF_HOST: &[(&str, &str)] =
    &[("volume", "volume"), ("issue", "issue"), ("edition", "edition"), ("date", "date"), ("editor", "editors")];

/// Numbers of `serial-number`, and their names in the table.
const NUMBERS: &[(&str, &str)] =
    &[("doi", "doi"), ("pmid", "pmid"), ("pmcid", "pmcid"), ("isbn", "isbn"), ("issn", "issn"), ("arxiv", "archiveID")];

/// The record of an entry under its key.
pub fn readings(key: &str, value: Value, line: usize) -> Vec<Reading> {
    let kind = value.get("type").and_then(Value::as_str).map(str::to_lowercase);
    let (Value::Object(mut source), Some(kind)) = (value, kind) else {
        let sentence = format!("\"{key}\" is no entry that qikan can read: an entry is a mapping with a type");
        return vec![Err(Finding::skipped(sentence).at(line))];
    };
    let parents = parents(&source);
    let word = kind;
    let kind = kind_of(&word, parents.first().copied());
    let (mut article, findings) = other_json::mapped(members_of(&source, &parents, &kind), line, NAME);
    for (part, place) in [("archive", &mut article.imprint.archive), ("archive-location", &mut article.imprint.archive_location)] {
        *place = source.get(part).and_then(text);
    }
    for one in list(source.get("affiliated")) {
        let role = one.get("role").and_then(Value::as_str);
        article.authors.extend(other_json::people(list(one.get("names")), role));
    }
    if let Some(host) = parents.first().and_then(|host| host.get("author")) {
        article.authors.extend(other_json::people(list(Some(host)), Some("container-author")));
    }
    source.shift_remove("type");
    let more = (kind.as_str() != word).then_some(word);
    // That an article stands in a periodical is what it is.
    if kind == ArticleKind::Article
        && let Some(Value::Object(host)) = source.get_mut("parent")
        && type_of(host) == "periodical"
    {
        host.shift_remove("type");
    }
    article.kind = kind;
    other_json::keep(&mut article, &source, NAME);
    if let Some(word) = more {
        other_json::keep_pair(&mut article, NAME, "type", &word);
    }
    other_json::keep_pair(&mut article, NAME, YAML_KEY, key);
    std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect()
}

/// What a work stands in, the nearest first.
fn parents(members: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    list(members.get("parent")).iter().filter_map(Value::as_object).collect()
}

/// One value as a list of it.
fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(many)) => many,
        Some(one) => std::slice::from_ref(one),
    }
}

fn type_of(members: &Map<String, Value>) -> String {
    members.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase()
}

fn kind_of(word: &str, parent: Option<&Map<String, Value>>) -> ArticleKind {
    let parent = parent.map(type_of).unwrap_or_default();
    let named = |table: &[(&str, ArticleKind)], word: &str| table.iter().find(|(known, _)| *known == word).map(|(_, kind)| kind.clone());
    match word {
        "article" if parent == "repository" => ArticleKind::Preprint,
        "article" => named(IN_PARENTS, &parent).unwrap_or(ArticleKind::Article),
        "entry" if parent == "repository" => ArticleKind::Webpage,
        "entry" => named(IN_PARENTS, &parent).unwrap_or(ArticleKind::Chapter),
        word => named(KINDS, word).unwrap_or(ArticleKind::Other),
    }
}

/// A text, or that of an object which says more of it: `{value: …, short: …}`, `{name: …, location: …}`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(members) => ["value", "name"].iter().find_map(|name| members.get(*name)).and_then(text),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// The members by the names that the table of other programs has for them.
fn members_of(source: &Map<String, Value>, parents: &[&Map<String, Value>], kind: &ArticleKind) -> Map<String, Value> {
    let mut members = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            members.entry(name).or_insert(value);
        }
    };
    let said = |value: Option<&Value>| value.and_then(text).map(Value::String);
    put("title", said(source.get("title")));
    for (part, name) in [("short", "shortTitle"), ("translation", "translatedTitle")] {
        put(name, said(source.get("title").and_then(|title| title.get(part))));
    }
    for (own, name) in OWN {
        put(name, source.get(*own).map(|value| whole(own, value)));
    }
    put("url", said(source.get("url")));
    put("accessDate", said(source.get("url").and_then(|url| url.get("date"))));
    let in_arxiv =
        parents.first().is_some_and(|host| host.get("title").and_then(text).is_some_and(|title| title.eq_ignore_ascii_case("arxiv")));
    if in_arxiv && let Some(Value::String(number)) = source.get("serial-number") {
        put("archiveID", Some(number.clone().into()));
    }
    let in_periodical = parents.first().is_some_and(|host| matches!(&*type_of(host), "" | "periodical" | "newspaper"));
    serial_number(
        source.get("serial-number").filter(|number| !in_arxiv || number.is_object()),
        if in_periodical { "articleNumber" } else { "reportNumber" },
        &mut put,
    );
    published_by(source, &mut put);
    for (at, host) in parents.iter().enumerate() {
        let is_event = type_of(host) == "conference";
        if is_event && (at > 0 || *kind == ArticleKind::Paper) {
            put("conferenceName", said(host.get("title")));
            put("conferenceLocation", said(host.get("location")));
            put("publisher", said(host.get("organization")));
        }
        if at > 0 {
            continue;
        }
        if !is_event {
            put("publicationTitle", said(host.get("title")));
            put("journalAbbreviation", said(host.get("title").and_then(|title| title.get("short"))));
            published_by(host, &mut put);
        }
        for (own, name) in OF_HOST {
            put(name, host.get(*own).map(|value| whole(own, value)));
        }
        // The number of the host itself is that of an issue, or of nothing that a work has.
        if let Some(Value::Object(numbers)) = host.get("serial-number") {
            let own = |name: &str| numbers.get(name).cloned();
            put("isbn", own("isbn"));
            put("issn", own("issn"));
        }
        put("isbn", said(host.get("isbn")));
        put("issn", said(host.get("issn")));
        if let Some(series) = self::parents(host).first() {
            put("series", said(series.get("title")));
            put("seriesNumber", said(series.get("volume")));
        }
    }
    members
}

/// People as a list, of one or several; else a text.
fn whole(name: &str, value: &Value) -> Value {
    match value {
        Value::Array(_) => value.clone(),
        one if matches!(name, "author" | "editor") => Value::Array(vec![one.clone()]),
        // How sure a date is, is kept beside it.
        other => text(other).map_or(Value::Null, |text| text.trim_start_matches('~').into()),
    }
}

fn serial_number(value: Option<&Value>, plain: &str, put: &mut impl FnMut(&str, Option<Value>)) {
    match value {
        Some(Value::Object(numbers)) => {
            for (name, number) in numbers {
                let known = NUMBERS.iter().find(|(known, _)| *known == name.to_lowercase()).map(|(_, name)| *name);
                put(
                    known.unwrap_or(if name == "serial" { plain } else { "" }),
                    Some(number.clone()).filter(|_| known.is_some() || name == "serial"),
                );
            }
        }
        Some(other) => put(plain, text(other).map(Value::String)),
        None => {}
    }
}

/// The publisher, or who stands for one, and its place.
fn published_by(members: &Map<String, Value>, put: &mut impl FnMut(&str, Option<Value>)) {
    let publisher = members.get("publisher");
    let said = |value: Option<&Value>| value.and_then(text).map(Value::String);
    put("place", said(publisher.and_then(|publisher| publisher.get("location"))));
    put("publisher", said(publisher));
    put("publisher", said(members.get("organization")));
    put("place", said(members.get("location")));
}
