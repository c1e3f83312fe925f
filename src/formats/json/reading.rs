//! One record of JSON: at once where every member is as the schema has it or as other programs write it, else member by member.

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use super::members::Members;
use super::understood::{Way, fits, keep, nothing_known, thinned, way};
use super::{is_own, object};
use crate::formats::Finding;
use crate::record::{Article, DOI_AS_WRITTEN};

/// Where members of a wrong type are kept in `raw`.
pub(super) const KEPT_UNDER: &str = "qikan-json";

/// Members of a record that is read at once; more are looked at with care.
const MOST_MEMBERS: usize = 64;

/// Reads the JSON of one record that begins on `line`.
///
/// # Errors
/// It is no object, or none that says anything of a work.
pub(super) fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    if is_own(text)
        && let Ok(article) = serde_json::from_str::<Box<Article>>(text)
    {
        let findings = no_doi(&article, text, line).into_iter().collect();
        return Ok((article, findings));
    }
    let (mut article, kept, mut findings) = plainly(text, line).map_or_else(|| carefully(text, line), Ok)?;
    findings.extend(nothing_known(&article, &kept, line)?);
    if !kept.is_empty() {
        article.raw.insert(KEPT_UNDER.to_owned(), Value::Object(kept));
    }
    findings.extend(no_doi(&article, text, line));
    Ok((article, findings))
}

/// A record, its members that are not understood, and what is told of them.
type Understood = (Box<Article>, Map<String, Value>, Vec<Finding>);

/// Reads a record of which every member is of a shape that the schema has, or other programs write; nothing where one is of
/// neither.
fn plainly(text: &str, line: usize) -> Option<Understood> {
    let Members(members) = serde_json::from_str(text).ok()?;
    let names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    // Of two members of one name the last one counts, which is looked at with care; and this asks each for all.
    if names.len() > MOST_MEMBERS || (1..names.len()).any(|at| names.get(..at).is_some_and(|before| before.contains(&names[at]))) {
        return None;
    }
    let (mut own, mut otherwise) = (Vec::with_capacity(members.len()), Vec::new());
    for (name, value) in &members {
        match way(name, value.get(), &names) {
            Some(way) => otherwise.push((way, &**name, value.get())),
            None => own.push((&**name, *value)),
        }
    }
    let mut article = Box::<Article>::deserialize(MapDeserializer::<_, serde_json::Error>::new(own.into_iter())).ok()?;
    let (mut kept, mut findings) = (Map::new(), Vec::new());
    for (way, name, value) in otherwise {
        if way.put(&mut article, name, value) {
            findings.extend(way.told(name, value, line));
        } else {
            findings.push(keep(name, serde_json::from_str(value).ok()?, &mut kept, line));
        }
    }
    Some((article, kept, findings))
}

/// Reads a record member by member: what is not understood of one does not lose the others.
fn carefully(text: &str, line: usize) -> Result<Understood, Finding> {
    let (members, mut findings) = object(text, line)?;
    let names: Vec<String> = members.keys().cloned().collect();
    let mut whole = Map::new();
    let mut left = Vec::new();
    for (member, value) in members {
        let json = value.to_string();
        match way(&member, &json, &names) {
            Some(way) => left.push((member, Left::Otherwise(way, value, json))),
            None if fits(&member, &value) => _ = whole.insert(member, value),
            None => match thinned(&member, &value) {
                Some((good, bad)) => {
                    whole.insert(member.clone(), Value::Array(good));
                    left.push((member, Left::Thinned(bad)));
                }
                None => left.push((member, Left::Misfit(value))),
            },
        }
    }
    let mut article = serde_json::from_value::<Box<Article>>(Value::Object(whole))
        .map_err(|error| Finding::skipped(format!("this record does not fit the schema: {error}")).at(line))?;
    // With a record there, the others go to their places, and what is told of them stands in their order.
    let mut kept = Map::new();
    for (member, left) in left {
        match left {
            Left::Otherwise(way, value, json) => {
                if way.put(&mut article, &member, &json) {
                    findings.extend(way.told(&member, &json, line));
                } else {
                    findings.push(keep(&member, value, &mut kept, line));
                }
            }
            Left::Thinned(bad) => {
                let sentence = format!("{} element(s) do not fit the schema; they are kept under raw", bad.len());
                findings.push(Finding::kept(sentence).at(line).of(&member));
                kept.insert(member, Value::Array(bad));
            }
            Left::Misfit(value) => findings.push(keep(&member, value, &mut kept, line)),
        }
    }
    Ok((article, kept, findings))
}

/// A member that is not as the schema has it.
enum Left {
    /// Perhaps another program's way, with its JSON.
    Otherwise(Way, Value, String),
    /// Elements of a list that do not fit; the others do.
    Thinned(Vec<Value>),
    Misfit(Value),
}

/// Tells of a DOI that is none, where this reading found it out.
fn no_doi(article: &Article, text: &str, line: usize) -> Option<Finding> {
    let written = article.ids.rest.get(DOI_AS_WRITTEN)?.as_str()?;
    let known = text.contains(DOI_AS_WRITTEN);
    (!known).then(|| Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("ids"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use super::*;

    #[test]
    fn plain_records_are_read_as_with_care() {
        let lists = r#""authors":[],"keywords":["城市",""],"tags":"a","notes":["b"],"refs":[],"references":["[1] A.","B"]"#;
        let all = [
            r#"{"title":"T","subtitle":"","short_title":"S","heading":"H","journal":"学报","abstract":"","pages":"1-2","year":" 2020 ","v":"1"}"#.to_owned(),
            r#"{"volume":1,"issue":2.5,"copyright":3,"lang":4,"type":5,"pages":6,"doi":"10.5555/x","ids":{"doi":"none"},"x":[null]}"#.to_owned(),
            format!("{{{lists}}}"),
            r#"{"title":{"en":"T"},"authors":["A",""],"journal":{"title":{"en":"J"}},"keywords":[],"references":["C"],"doi":"n/a"}"#.to_owned(),
            r#"{"year":"soon","title":"T","authors":["A",1],"references":["B",2]}"#.to_owned(),
        ];
        for text in &all {
            assert_eq!(plainly(text, 7).unwrap(), carefully(text, 7).unwrap(), "{text}");
        }
        for text in [r#"{"tags":[1],"title":"T"}"#, r#"{"year":1,"year":2}"#, r#"{"title":7}"#, "[]", "{"] {
            assert!(plainly(text, 7).is_none(), "{text}");
        }
    }
}
