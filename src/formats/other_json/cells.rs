//! The members of a record as cells of a table: a name of a column, and a text.

use serde_json::{Map, Value};

use super::names::{COLUMNS, DAYS, GROUPS, HOLDERS, TEXT_OF, TITLES, WITH_A_TITLE};

/// Whether an object is a work.
pub(super) fn is_record(members: &Map<String, Value>) -> bool {
    is_titled(members) && members.iter().any(|(name, value)| !value.is_null() && WITH_A_TITLE.contains(&&*bare(name)))
}

pub(super) fn is_titled(members: &Map<String, Value>) -> bool {
    TITLES.iter().any(|title| members.get(*title).and_then(text).is_some())
}

/// A name without its signs, in lower case.
pub(super) fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text that a value is: of an object the one that counts, of a list the first.
pub(super) fn text(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(many) => many.iter().find_map(text)?,
        Value::Object(members) => TEXT_OF.iter().find_map(|name| members.get(*name).and_then(text)).or_else(|| date(members))?,
        Value::Null => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// A date in parts: `{"year": {"value": "2012"}, "month": …}` (ORCID), `{"date-parts": [[2012, 10]]}`.
fn date(members: &Map<String, Value>) -> Option<String> {
    let parts: Vec<String> = match members.get("date-parts") {
        Some(parts) => parts.get(0)?.as_array()?.iter().map_while(text).collect(),
        None => ["year", "month", "day"].iter().map_while(|name| members.get(*name).and_then(text)).collect(),
    };
    (!parts.is_empty()).then(|| parts.join("-"))
}

/// The cells of a record, in the order of its members.
pub(super) fn of(members: Map<String, Value>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    // PubMed's eSummary has the journal's title in full and, as its source, abbreviated.
    let is_summary = members.contains_key("fulljournalname");
    for (name, value) in members {
        let name = if is_summary && name == "source" { "Journal abbreviation" } else { &name };
        member(name, "", value, &mut cells);
    }
    cells
}

fn member(name: &str, outer: &str, value: Value, cells: &mut Vec<(String, String)>) {
    let whole = [outer, &bare(name)].concat();
    let column = COLUMNS.iter().find(|(known, _)| *known == whole).map(|(_, column)| *column);
    let shown = || if outer.is_empty() { name.to_owned() } else { format!("{outer}.{name}") };
    match value {
        Value::Null => {}
        // What only groups members says nothing of its own.
        Value::Object(inner) if GROUPS.contains(&&*whole) && !is_text(&inner) => {
            inner.into_iter().for_each(|(name, value)| member(&name, "", value, cells));
        }
        Value::Object(inner) if outer.is_empty() && HOLDERS.contains(&&*whole) && !is_text(&inner) => {
            for (name, value) in inner {
                member(&name, &whole, value, cells);
            }
        }
        // Identifiers each with its kind.
        Value::Array(many) if many.iter().any(|one| kind_of_id(one).is_some()) => {
            for one in many {
                match kind_of_id(&one) {
                    Some((kind, id)) => member(&kind, if outer.is_empty() { "externalids" } else { outer }, id.into(), cells),
                    None => cells.push((shown(), one.to_string())),
                }
            }
        }
        Value::Array(many) if outer.is_empty() && HOLDERS.contains(&&*whole) && many.first().is_some_and(Value::is_object) => {
            for (at, one) in many.into_iter().enumerate() {
                match one {
                    Value::Object(inner) if at == 0 && !is_text(&inner) => {
                        inner.into_iter().for_each(|(name, value)| member(&name, &whole, value, cells));
                    }
                    other => cells.extend(joined(&other).map(|text| (column.unwrap_or(name).to_owned(), text))),
                }
            }
        }
        value => {
            // Of several titles and pages the first is the work's.
            let one =
                matches!(column, Some("Title" | "Journal" | "Pages" | "DOI" | "Abstract" | "Language" | "URL")) || TITLES.contains(&name);
            let said = if one { text(&value) } else { joined(&value) };
            // BibTeX's dash.
            let said = said.map(|said| if column == Some("Pages") { said.replace("--", "-") } else { said });
            let said = said.map(|said| if DAYS.contains(&column.unwrap_or(name)) { without_time(said) } else { said });
            match (said, column) {
                (Some(said), Some(column)) => cells.push((column.to_owned(), said)),
                (Some(said), None) => cells.push((shown(), said)),
                (None, _) if says_nothing(&value) => {}
                // Under a name that is no column's.
                (None, _) => cells.push((format!("{} as JSON", shown()), value.to_string())),
            }
        }
    }
}

/// `2021-01-01T00:00:00Z` is a day for what has a day's place.
fn without_time(said: String) -> String {
    let day =
        said.split_once('T').map(|(day, _)| day).filter(|day| day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    day.map_or_else(|| said.clone(), str::to_owned)
}

/// Whether an object is a text with something about it.
fn is_text(members: &Map<String, Value>) -> bool {
    ["value", "$", "#text", "_", "display_name"].iter().any(|name| members.contains_key(*name))
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Array(many) => many.iter().all(says_nothing),
        Value::Object(members) => members.values().all(says_nothing),
        Value::String(text) => text.trim().is_empty(),
        Value::Null => true,
        _ => false,
    }
}

/// A text, or texts of a list with semicolons between.
fn joined(value: &Value) -> Option<String> {
    let Value::Array(many) = value else { return text(value) };
    let texts: Vec<String> = many.iter().map(text).collect::<Option<_>>()?;
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// `{"idtype": "doi", "value": "10.…"}` of PubMed, `{"external-id-type": "doi", "external-id-value": "10.…"}` of ORCID,
/// `{"type": "doi", "id": "10.…"}` of BibJSON.
fn kind_of_id(value: &Value) -> Option<(String, String)> {
    let member = |names: [&str; 4]| names.iter().find_map(|name| value.get(name)?.as_str());
    let is_plain = value.get("value").is_none();
    let plain = || {
        let kind = value.get("type").filter(|_| is_plain)?.as_str()?;
        matches!(&*kind.to_lowercase(), "doi" | "issn" | "eissn" | "pissn" | "isbn" | "pmid").then_some(kind)
    };
    let kind = member(["idtype", "external-id-type", "identifierType", "idType"]).or_else(plain)?;
    let id = member(["value", "external-id-value", "identifier", "id"])?;
    Some((kind.to_owned(), id.to_owned()))
}
