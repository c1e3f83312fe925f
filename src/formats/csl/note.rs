//! Variables that stand as lines in the note of an item: `number: 730570` (Zotero's "Extra" field, citeproc-js).

use serde_json::{Map, Value};

use super::{DATES, IMPRINT, KINDS, NO_KIND, ROLES};

/// The line of a China Science and Technology Resource identifier, for which CSL has no variable.
pub(super) const CSTR: &str = "CSTR";

/// Text variables that a line may give beside those of the imprint.
const TEXTS: &[&str] =
    &["page", "volume", "issue", "publisher", "container-title", "DOI", "URL", "PMID", "PMCID", "ISSN", "title-short", CSTR];

/// Takes lines `variable: value` out of the note and makes them members. What an item says itself stays as it is, but for its
/// type, which such a line is there to correct; a line that is no variable stays in the note. Gives the members that were
/// changed by it as they stood, `null` for one that did not stand there.
pub(super) fn take_lines(members: &mut Map<String, Value>) -> Vec<(String, Value)> {
    let Some(Value::String(note)) = members.get("note") else { return Vec::new() };
    let mut kept = Vec::new();
    let mut taken: Vec<(String, Value)> = Vec::new();
    let mut heading = true;
    for (number, line) in note.lines().enumerate() {
        let variable =
            Some(line).filter(|_| heading).and_then(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
        let named = variable.filter(|(name, value)| !value.is_empty() && is_name(name));
        // The first line may be anything, as citeproc-js has it.
        heading &= named.is_some() || line.trim().is_empty() || number == 0;
        // An item has the first year only where a periodical has its first and last: `issued: 1957/1990`.
        if let Some(("issued", value)) = named
            && let Some(whole) = longer(members.get("issued"), value)
        {
            taken.push(("issued".to_owned(), whole));
            continue;
        }
        match named.and_then(|(name, value)| Some((name, given(name, value)?))) {
            Some((name, value)) if name == "type" || (!members.contains_key(name) && !taken.iter().any(|(other, _)| other == name)) => {
                taken.push((name.to_owned(), value));
            }
            _ => kept.push(line),
        }
    }
    if taken.is_empty() {
        return Vec::new();
    }
    let kept = kept.join("\n");
    let mut stood: Vec<(String, Value)> = Vec::with_capacity(taken.len() + 1);
    for (name, value) in std::iter::once(("note".to_owned(), Value::String(kept))).chain(taken) {
        let before = members.insert(name.clone(), value).unwrap_or_default();
        stood.push((name, before));
    }
    stood
}

/// Whether text before a colon may be the name of a variable.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// A range of dates that begins with the year that the item has.
fn longer(issued: Option<&Value>, value: &str) -> Option<Value> {
    let (first, last) = value.split_once('/')?;
    let year = |text: &str| text.trim().parse::<i64>().ok();
    let (first, last) = (year(first)?, year(last)?);
    let has = issued?.pointer("/date-parts/0/0")?;
    let has = has.as_i64().or_else(|| has.as_str()?.trim().parse().ok())?;
    (has == first).then(|| serde_json::json!({ "date-parts": [[first], [last]] }))
}

/// The value of a variable that is known, in the shape that a member of that name has.
fn given(name: &str, value: &str) -> Option<Value> {
    let text = || Value::String(value.to_owned());
    match name {
        "type" => KINDS.iter().map(|(csl, _)| csl).chain(NO_KIND).any(|csl| *csl == value).then(text),
        _ if TEXTS.contains(&name) || IMPRINT.iter().any(|(csl, _)| *csl == name) => Some(text()),
        _ if DATES.iter().any(|(csl, ..)| *csl == name) => Some(serde_json::json!({ "raw": value })),
        _ if ROLES.iter().any(|(_, csl)| *csl == name) => Some(Value::Array(vec![person(value)])),
        _ => None,
    }
}

/// `Ljungqvist || Lars`, or a name in one piece.
fn person(value: &str) -> Value {
    match value.split_once("||") {
        Some((family, given)) => serde_json::json!({ "family": family.trim(), "given": given.trim() }),
        None => serde_json::json!({ "literal": value }),
    }
}

/// The note as it is written: the identifier that has no variable goes before the others' lines.
pub(super) fn with_cstr(notes: &[String], cstr: Option<&str>) -> String {
    let line = cstr.map(|cstr| format!("{CSTR}: {cstr}"));
    line.iter().chain(notes).map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(item: &Value) -> Value {
        let Value::Object(mut members) = item.clone() else { return Value::Null };
        take_lines(&mut members);
        Value::Object(members)
    }

    #[test]
    fn lines_become_members_and_other_lines_stay() {
        let item = taken(&serde_json::json!({
            "type": "book", "volume": "3",
            "note": "type: periodical\nvolume: 9\npage: 97\ntex.doi: 10.1/x\ntranslator: Li || Na\nRead it.\npage: 5"
        }));
        assert_eq!(item["type"], "periodical");
        assert_eq!(item["volume"], "3", "what the item says stays");
        assert_eq!(item["page"], "97");
        assert_eq!(item["translator"][0]["family"], "Li");
        assert_eq!(item["note"], "volume: 9\ntex.doi: 10.1/x\nRead it.\npage: 5");
    }

    #[test]
    fn prose_with_a_colon_is_a_note() {
        let item = serde_json::json!({ "note": "Summary: short\nnumber: 7" });
        assert_eq!(taken(&item)["number"], "7");
        let item = serde_json::json!({ "note": "Book Title: Coasts\nnumber: 7" });
        assert_eq!(taken(&item), serde_json::json!({ "note": "Book Title: Coasts", "number": "7" }));
        let item = serde_json::json!({ "note": "Two lines of prose\nA long word: short\nnumber: 7" });
        assert_eq!(taken(&item), item);
    }
}
