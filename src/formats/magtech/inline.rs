//! The JSON that a G5 page carries in a script: `window.metaData = {…};`.

use serde_json::Value;

use crate::formats::draft::{DateKind, Draft};
use crate::formats::html::Html;
use crate::formats::{dump, names, rich};
use crate::record::Language;

const SOURCE: &str = "metaData";

/// Gathers from the inline JSON; false when there is none.
pub fn gather(text: &str, draft: &mut Draft) -> bool {
    let Some(value) = find(text) else { return false };
    let article = &value["article"];
    if !article.is_object() {
        return false;
    }
    let both = [("cn", "CN", Language::Zh), ("en", "EN", Language::En)];
    for (low, high, lang) in &both {
        if let Some(title) = string(article, &format!("title_{low}")) {
            draft.title(&rich::of_markup(&title), Some(lang), SOURCE);
        }
        if let Some(about) = string(article, &format!("zhaiyao_{low}")) {
            draft.abstracts(&rich::of_markup(&about), Some(lang), SOURCE);
        }
        let member = format!("keywordList_{low}");
        let words = [article, &value].into_iter().find_map(|place| place[member.as_str()].as_array().filter(|words| !words.is_empty()));
        if let Some(words) = words {
            let words = words.iter().filter_map(Value::as_str).map(rich::of_markup).collect();
            draft.keywords(words, Some(lang), SOURCE);
        }
        if let Some(journal) = string(&value["journal"], &format!("qiKanMingCheng_{high}")) {
            draft.journal(&rich::of_markup(&journal), Some(lang), SOURCE);
        }
        people(&value, low, high, lang, draft);
        let affiliations: Vec<String> = list(&value, article, &format!("affList_{low}")).iter().map(|text| rich::of_markup(text)).collect();
        draft.affiliations(&affiliations, SOURCE);
        let funds = list(&value, article, &format!("fundList_{low}"));
        draft.funding(&rich::plain(&rich::of_markup(&funds.join("; "))), Some(lang), SOURCE);
    }
    for member in ["juan", "qi", "nian", "doi", "abstractUrl_cn", "abstractUrl_en"] {
        let Some(text) = string(article, member) else { continue };
        match member {
            "juan" => draft.volume(&text, SOURCE),
            "qi" => draft.issue(&text, SOURCE),
            "nian" => draft.year(&text, SOURCE),
            "doi" => draft.doi(&text, SOURCE),
            _ => draft.link("abstract", &text, SOURCE),
        }
    }
    if let Some(issn) = string(&value["journal"], "issn") {
        draft.issn(&issn, SOURCE);
    }
    match (string(article, "qiShiYe"), string(article, "jieShuYe")) {
        (Some(first), Some(last)) if first != last => draft.pages(&format!("{first}-{last}"), SOURCE),
        (Some(first), _) => draft.pages(&first, SOURCE),
        _ => {}
    }
    for (member, kind) in [
        ("received", DateKind::Received),
        ("revised", DateKind::Revised),
        ("accept", DateKind::Accepted),
        ("accepted", DateKind::Accepted),
        ("shouCiFaBuRiQi", DateKind::Online),
    ] {
        if let Some(date) = string(article, member) {
            draft.date(kind, &date, SOURCE);
        }
    }
    if let Some(id) = string(article, "id") {
        draft.site("", &id, SOURCE);
    }
    references(&value, article, draft);
    true
}

/// Bylines with marks come first; `authorList` names those that no byline has, and their addresses.
fn people(value: &Value, low: &str, high: &str, lang: &Language, draft: &mut Draft) {
    if let Some(byline) = string(&value["article"], &format!("zuoZhe_{high}")) {
        draft.authors(names::byline(&rich::of_markup(&byline)), SOURCE);
    }
    let Some(list) = value["authorList"].as_array().or_else(|| value["article"]["authorList"].as_array()) else { return };
    if !draft.has_authors(lang) {
        let byline: Vec<String> = list
            .iter()
            .filter_map(|one| {
                let name = string(one, &format!("name_{low}"))?;
                Some(rich::of_markup(&format!("{name}{}", string(one, "xref").unwrap_or_default())))
            })
            .collect();
        draft.authors(byline.iter().flat_map(|one| names::byline(one)).collect(), SOURCE);
    }
    if list.len() == draft.article.authors.len() {
        for (one, person) in list.iter().zip(&mut draft.article.authors) {
            person.email = person.email.take().or_else(|| string(one, "email"));
        }
    }
}

fn references(value: &Value, article: &Value, draft: &mut Draft) {
    let listed = value["referenceList"].as_array().or_else(|| article["referenceList"].as_array());
    let mut entries: Vec<(Option<String>, String)> = Vec::new();
    for one in listed.into_iter().flatten() {
        let label = string(one, "label").map(|label| label.trim_matches(|c: char| "[]. ".contains(c)).to_owned());
        let texts: Vec<String> =
            one["citationList"].as_array().into_iter().flatten().filter_map(|citation| string(citation, "content")).collect();
        let raw = rich::plain(&rich::of_markup(&texts.join(" "))).into_owned();
        if !raw.is_empty() {
            let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| (entries.len() + 1).to_string());
            entries.push((Some(label), raw));
        }
    }
    if entries.is_empty()
        && let Some(blob) = string(article, "reference")
    {
        for line in Html::parse(&blob).lines(0) {
            let line = rich::plain(&line).into_owned();
            match dump::number(&line) {
                Some((n, text)) => entries.push((Some(n.to_owned()), text.to_owned())),
                None => match entries.last_mut() {
                    Some((_, last)) => {
                        last.push(' ');
                        last.push_str(&line);
                    }
                    None => entries.push((None, line)),
                },
            }
        }
        entries = entries.into_iter().flat_map(|(n, raw)| in_one_line(n, raw)).collect();
    }
    if !entries.is_empty() {
        draft.references(entries, SOURCE);
    }
}

/// Parts a line that holds several numbered strings, as long as their numbers go on by one.
fn in_one_line(n: Option<String>, raw: String) -> Vec<(Option<String>, String)> {
    let mut parts = Vec::new();
    let (mut n, mut rest) = (n, raw);
    while let Some(next) = n.as_ref().and_then(|n| n.parse::<u32>().ok()).map(|n| n + 1) {
        let mark = format!("[{next}]");
        let Some((before, after)) = rest.split_once(&mark).map(|(before, after)| (before.trim().to_owned(), after.trim().to_owned()))
        else {
            break;
        };
        parts.push((n, before));
        (n, rest) = (Some(next.to_string()), after);
    }
    parts.push((n, rest));
    parts
}

/// A member as text: a string or a number that is not empty.
fn string(value: &Value, member: &str) -> Option<String> {
    let text = match value.get(member)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text != "null").then_some(text)
}

fn list(value: &Value, article: &Value, member: &str) -> Vec<String> {
    [value, article]
        .into_iter()
        .find_map(|place| place[member].as_array().filter(|all| !all.is_empty()))
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// Finds the object behind `metaData =`: brackets are counted outside of strings, so that `};` in an abstract ends nothing.
fn find(text: &str) -> Option<Value> {
    for (at, name) in text.match_indices("metaData").take(16) {
        let rest = text.get(at + name.len()..)?.trim_start_matches(['"', '\'', ']']).trim_start();
        let Some(rest) = rest.strip_prefix('=').map(str::trim_start).filter(|rest| rest.starts_with('{')) else { continue };
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        for (end, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' if !in_string => depth += 1,
                b'}' if !in_string => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        if let Some(value) = rest.get(..=end).and_then(|json| serde_json::from_str(json).ok()) {
                            return Some(value);
                        }
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_ends_where_its_brackets_do() {
        let page = r#"<script>var a = window.metaData; window.metaData = {"article":{"title_cn":"甲};乙","zhaiyao_cn":"a\"};{"}};var b={};</script>"#;
        let mut draft = Draft::default();
        assert!(gather(page, &mut draft));
        assert_eq!(draft.article.title.get(&Language::Zh).map(String::as_str), Some("甲};乙"));
    }

    #[test]
    fn a_blob_of_references_is_parted_by_its_numbers() {
        let page =
            r#"metaData={"article":{"reference":"<p>[1] A [J]. B, 2020[2021-01-02].[2] C. [3]D<br/>goes on</p>"},"referenceList":[]}"#;
        let mut draft = Draft::default();
        gather(page, &mut draft);
        let refs = draft.article.refs.unwrap_or_default();
        assert_eq!(refs.iter().map(|one| one.raw.as_str()).collect::<Vec<_>>(), ["A [J]. B, 2020[2021-01-02].", "C.", "D goes on"]);
    }
}
