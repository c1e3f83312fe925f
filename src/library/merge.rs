//! Two records of one work made one: a union, member by member. Nothing is dropped.
//!
//! A scalar on which they disagree stays as the one has it that tells it better (`better`), else as the richer record does, or
//! as a file has it that was mended since, and the other value goes to `alt` in the provenance of the record it came from. Authors are paired by their names, in either script, else by their place in the
//! list, so that `胡业飞` and `HU Ye-fei` become one person with two names; entries of reference lists by their place, where
//! nothing says that they are other works. A full text in another language follows the one that is there.

mod affiliations;
mod better;
mod entries;
mod funding;
mod people;
mod texts;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{LibraryError, keys};
use crate::formats::citation_key::citation_key;
use crate::record::{Article, Provenance};

type Object = Map<String, Value>;

/// What is not in the record that two become, by member: values of the one that gives way, and of the other where that is the
/// poorer in a part.
#[derive(Default)]
struct Lost {
    more: Object,
    base: Object,
    /// The record that the other gives way to is the same file, mended: whatever it says counts, better told or not.
    as_is: bool,
}

impl Lost {
    /// What is lost while the two have changed places.
    fn turned(&mut self) {
        std::mem::swap(&mut self.more, &mut self.base);
    }
}

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
    let mends = is_mended(held, new);
    let new_rules = mends || weight(&theirs) > weight(&mine);
    let (base, more) = if new_rules { (new, held) } else { (held, new) };
    let (mut union, mut other) = if new_rules { (theirs, mine) } else { (mine, theirs) };
    let mut lost = Lost { as_is: mends, ..Lost::default() };
    let texts = if mends { None } else { texts::of_both(base, more, held, &mut lost) };
    if texts.is_some() {
        other.remove("body");
    }
    for apart in ["authors", "affiliations", "etal"] {
        union.remove(apart);
        other.remove(apart);
    }
    one_place(&mut union, &mut other, (base, more), &mut lost);
    unite_objects(&mut union, other, "", &mut lost);
    for (name, value) in [("id", id), ("v", version), ("lang", language), ("prov", prov)] {
        union.extend(value.map(|value| (name.to_owned(), value)));
    }
    let mut article: Article = serde_json::from_value(Value::Object(union)).map_err(refused)?;
    (article.authors, article.affiliations) = people::united(base, more, &mut lost);
    article.etal = people::is_cut(base, more);
    article.body = texts.or(article.body);
    add_provenance(&mut article.prov, &new.prov);
    let (ruled, other) = if new_rules { (&new.prov, &held.prov) } else { (&held.prov, &new.prov) };
    for (of, lost) in [(other, lost.more), (ruled, lost.base)] {
        if !lost.is_empty() {
            keep_lost(&mut article.prov, of.first(), lost);
        }
    }
    Ok(article)
}

/// Whether a record is another one as its file reads now: all that is held came from files of that name and format, or from
/// an entry of that format with the same key.
fn is_mended(held: &Article, new: &Article) -> bool {
    let Some(is) = new.prov.first() else { return false };
    let same_key = || citation_key(held).is_some_and(|key| citation_key(new) == Some(key));
    // Two records of one file are two tellings, and neither mends the other.
    let mended = |was: &Provenance| was.src == is.src && was.name == is.name && (is.name.is_none() || was.file != is.file);
    !held.prov.is_empty() && held.prov.iter().all(mended) && (is.name.is_some() || same_key())
}

/// Year, volume, issue and pages say one place together: where two records say two, one of them has it whole.
fn one_place(union: &mut Object, other: &mut Object, (base, more): (&Article, &Article), lost: &mut Lost) {
    let numbering = |number: &Option<String>| number.as_deref().and_then(keys::numbering);
    let page = |page: &Option<String>| page.as_deref().and_then(keys::page);
    let of = |article: &Article| {
        let pages = &article.pages;
        [numbering(&article.volume), numbering(&article.issue), page(&pages.first), page(&pages.article_number)]
    };
    let (mine, theirs) = (of(base), of(more));
    let pairs = || mine.iter().zip(&theirs).filter_map(|(one, other)| one.as_ref().zip(other.as_ref()));
    let conflict = pairs().any(|(one, other)| one != other);
    // A year that is that of another volume, and not that in which the volume was out elsewhere.
    let other_year =
        matches!((base.year, more.year), (Some(one), Some(other)) if one != other) && pairs().next().is_none() && mine != theirs;
    if !conflict && !other_year {
        return;
    }
    let said = |place: &[Option<String>]| place.iter().flatten().count();
    let turned = said(&theirs) > said(&mine);
    let (from, into) = if turned { (union, other) } else { (other, union) };
    if turned {
        lost.turned();
    }
    for name in ["year", "volume", "issue", "pages"] {
        if name == "year" && into.get(name).is_none_or(is_nothing) {
            continue;
        }
        let Some(value) = from.remove(name).filter(|value| !is_nothing(value)) else { continue };
        if into.get(name) != Some(&value) {
            lost.more.insert(name.to_owned(), value);
        }
    }
    if turned {
        lost.turned();
    }
}

/// A part of a record with what another one adds to it; what they say otherwise goes to `lost` under `path`. Nothing where it
/// could not be made, which no part of a record is known to do.
fn united<T: Serialize + DeserializeOwned>(base: &T, more: &T, path: &str, lost: &mut Lost) -> Option<T> {
    let (Ok(Value::Object(mut base)), Ok(Value::Object(more))) = (serde_json::to_value(base), serde_json::to_value(more)) else {
        return None;
    };
    unite_objects(&mut base, more, path, lost);
    serde_json::from_value(Value::Object(base)).ok()
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
fn unite_objects(base: &mut Object, more: Object, path: &str, lost: &mut Lost) {
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

fn unite(base: &mut Value, more: Value, path: &str, lost: &mut Lost) {
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
                if !lost.as_is && better::is_better(path, &more, base) {
                    lost.base.insert(path.to_owned(), std::mem::replace(base, more));
                } else {
                    lost.more.insert(path.to_owned(), more);
                }
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
fn unite_lists(base: &mut Vec<Value>, more: Vec<Value>, path: &str, lost: &mut Lost) {
    match path {
        "body" if texts::unmarked(base) == texts::unmarked(&more) => {
            if texts::marked(&more) > texts::marked(base) {
                *base = more;
            }
        }
        "body" if base.len() == more.len() => pair(base, more, path, lost),
        "funding" => funding::unite_lists(base, more, path, lost),
        "refs" => entries::unite_references(base, more, path, lost),
        "related" => entries::unite_related(base, more, path, lost),
        "body" | "pages.ranges" => {
            lost.more.insert(path.to_owned(), Value::Array(more));
        }
        _ if path.starts_with("abstract.") && !lost.as_is && better::is_fuller_abstract(&more, base) => {
            lost.base.insert(path.to_owned(), Value::Array(std::mem::replace(base, more)));
        }
        _ if path.starts_with("abstract.") || path.starts_with("body[") || path.contains(".marks") || path.contains(".aff") => {
            lost.more.insert(path.to_owned(), Value::Array(more));
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
        "links" => {
            for value in more {
                match base.iter_mut().find(|other| other.get("url") == value.get("url")) {
                    Some(present) => unite(present, value, path, lost),
                    None => base.push(value),
                }
            }
        }
        _ => {
            // Some targets have no place for the end of a line within a note.
            let folded = |value: &Value| match value.as_str() {
                Some(word) if path.starts_with("keywords") => Some(word.to_lowercase()),
                text => text.filter(|_| path == "notes").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
            };
            for value in more {
                let same = |other: &Value| *other == value || folded(other).is_some_and(|word| folded(&value) == Some(word));
                if !base.iter().any(same) {
                    base.push(value);
                }
            }
        }
    }
}

fn pair(base: &mut [Value], more: Vec<Value>, path: &str, lost: &mut Lost) {
    for (at, (base, more)) in base.iter_mut().zip(more).enumerate() {
        unite(base, more, &format!("{path}[{at}]"), lost);
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
