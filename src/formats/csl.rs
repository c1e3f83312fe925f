//! CSL-JSON (citeproc's records; Zotero, Pandoc and Crossref write it): an array, or one object a line.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::json::{by_line, object, read_with, write_array};
use super::{Finding, Readings, Source, names, rich};
use crate::record::{
    AbstractSection, Article, ArticleKind, Contributor, ContributorKind, Doi, Language, Link, MultiText, Pages, PartialDate, Provenance,
    Subject,
};

/// CSL types and kinds of the schema; the first CSL type of a kind is the one written.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article-journal", ArticleKind::Article),
    ("article-magazine", ArticleKind::Article),
    ("article-newspaper", ArticleKind::Newspaper),
    ("article", ArticleKind::Preprint),
    ("review", ArticleKind::Review),
    ("book", ArticleKind::Book),
    ("chapter", ArticleKind::Chapter),
    ("paper-conference", ArticleKind::Paper),
    ("thesis", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("patent", ArticleKind::Patent),
    ("webpage", ArticleKind::Webpage),
    ("dataset", ArticleKind::Dataset),
    ("map", ArticleKind::Map),
    ("software", ArticleKind::Program),
    ("document", ArticleKind::Other),
];

/// How sure it is that text is CSL-JSON.
pub fn sniff(head: &str) -> u8 {
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    if !start.starts_with(['[', '{']) || start.contains("\"message-type\"") {
        return 0;
    }
    let has = |name: &str| start.contains(&format!("\"{name}\""));
    let typed = KINDS.iter().any(|(csl, _)| csl.contains('-') && has(csl));
    let own = has("container-title") || has("date-parts") || has("citation-key");
    match (typed, own) {
        (true, true) => 80,
        (true, false) => 70,
        (false, true) if !has("v") => 66,
        _ => 0,
    }
}

/// Reads an array, or one object a line.
pub fn read(mut source: Source) -> Readings {
    let lines = source.bytes.fill_buf().is_ok_and(|head| {
        let head = String::from_utf8_lossy(head);
        let start = head.trim_start_matches('\u{FEFF}').trim_start();
        start.starts_with('{') && by_line(start)
    });
    read_with(source, lines, record)
}

fn record(text: &str, line: usize) -> Result<(Article, Vec<Finding>), Finding> {
    let (mut members, mut findings) = object(text, line)?;
    let mut article = Article::default();
    let lang = members.get("language").and_then(Value::as_str).map(Language::parse);
    let title = string(&mut members, "title");
    let language = |text: &str| lang.clone().unwrap_or_else(|| Language::of_text(text));
    article.lang = language(title.as_deref().unwrap_or_default());
    if lang.is_some() {
        members.shift_remove("language");
    }
    match members.get("type").and_then(Value::as_str) {
        Some(word) => {
            article.kind = KINDS.iter().find(|(csl, _)| *csl == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
            if KINDS.iter().any(|(csl, kind)| *csl == word && csl_type(kind) == word) {
                members.shift_remove("type");
            }
        }
        None => article.kind = ArticleKind::Other,
    }
    let multi = |text: String| MultiText::of(language(&text), rich::of_markup(&text));
    let one = |text: Option<String>| text.map(multi).unwrap_or_default();
    article.title = one(title);
    article.short_title = one(string(&mut members, "title-short").or_else(|| string(&mut members, "shortTitle")));
    article.journal.title = one(string(&mut members, "container-title"));
    article.journal.abbrev = one(string(&mut members, "container-title-short").or_else(|| string(&mut members, "journalAbbreviation")));
    article.journal.publisher = one(string(&mut members, "publisher"));
    article.heading = one(string(&mut members, "section"));
    article.journal.issn = string(&mut members, "ISSN")
        .map(|list| list.split([',', ';', ' ']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    article.volume = string(&mut members, "volume");
    article.issue = string(&mut members, "issue");
    article.pages = string(&mut members, "page").map(|pages| Pages::parse(&pages)).unwrap_or_default();
    if let Some(written) = string(&mut members, "DOI") {
        if let Some(doi) = Doi::parse(&written) {
            article.ids.doi = Some(doi);
        } else {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("DOI"));
            members.insert("DOI".to_owned(), Value::String(written));
        }
    }
    article.ids.pmid = string(&mut members, "PMID");
    article.ids.pmcid = string(&mut members, "PMCID");
    for (member, url_kind) in [("URL", "html")] {
        if let Some(url) = string(&mut members, member) {
            article.links.push(Link { kind: url_kind.to_owned(), url, ..Link::default() });
        }
    }
    if let Some(text) = string(&mut members, "abstract") {
        let section = AbstractSection { text: rich::of_markup(&text), ..AbstractSection::default() };
        article.abstracts.insert(language(&text), vec![section]);
    }
    if let Some(text) = string(&mut members, "keyword") {
        let words: Vec<String> = text.split([';', '；', ',', '，']).map(str::trim).filter(|w| !w.is_empty()).map(rich::of_markup).collect();
        article.keywords.insert(language(&text), words);
    }
    if let Some(Value::Array(categories)) = members.shift_remove("categories") {
        article.subjects.extend(categories.iter().filter_map(Value::as_str).map(|code| Subject {
            scheme: "category".to_owned(),
            code: code.to_owned(),
            ..Subject::default()
        }));
    }
    article.notes.extend(string(&mut members, "note"));
    for (role, csl) in ROLES {
        if let Some(Value::Array(names)) = members.get(*csl)
            && let Some(people) = names.iter().map(|name| contributor(name, *role)).collect::<Option<Vec<_>>>()
        {
            article.authors.extend(people);
            members.shift_remove(*csl);
        }
    }
    for (member, place) in [
        ("issued", &mut article.dates.published),
        ("submitted", &mut article.dates.received),
        ("available-date", &mut article.dates.online),
    ] {
        if let Some(date) = members.get(member).and_then(date) {
            *place = Some(date);
            members.shift_remove(member);
        }
    }
    article.year = article.dates.published.map(|date| date.year);
    article.prov.push(Provenance { src: "csl-json".to_owned(), ..Provenance::default() });
    if !members.is_empty() {
        article.raw.insert("csl-json".to_owned(), Value::Object(members));
    }
    Ok((article, findings))
}

/// CSL name variables and the roles that they are.
const ROLES: &[(Option<&str>, &str)] = &[(None, "author"), (Some("editor"), "editor"), (Some("translator"), "translator")];

/// Takes a member that is a string or a number; `null` and anything else stay.
fn string(members: &mut Map<String, Value>, member: &str) -> Option<String> {
    let text = match members.get(member)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    members.shift_remove(member);
    (!text.is_empty()).then_some(text)
}

fn contributor(name: &Value, role: Option<&str>) -> Option<Contributor> {
    let part = |member: &str| name.get(member).and_then(Value::as_str).map(str::trim).filter(|s| !s.is_empty());
    let mut one = Contributor { role: role.map(str::to_owned), suffix: part("suffix").map(str::to_owned), ..Contributor::default() };
    one.orcid = part("ORCID").map(str::to_owned);
    one.particle = part("non-dropping-particle").or_else(|| part("dropping-particle")).map(str::to_owned);
    if let Some(literal) = part("literal") {
        one.name = MultiText::of(Language::of_text(literal), literal.to_owned());
        one.kind = ContributorKind::Collaboration;
        return Some(one);
    }
    let named = names::of_parts(part("family"), part("given"), one.particle.as_deref())?;
    Some(Contributor { name: named.name, family: named.family, given: named.given, ..one })
}

/// A date of CSL: `{"date-parts": [[2024, 5, 25]]}`, `{"raw": "…"}`, `{"literal": "…"}` or a string.
pub fn date(value: &Value) -> Option<PartialDate> {
    if let Some(parts) = value.get("date-parts") {
        let parts = parts.as_array()?.first()?.as_array()?;
        let written: Vec<String> = parts
            .iter()
            .take(3)
            .filter_map(|part| part.as_i64().or_else(|| part.as_str().and_then(|s| s.trim().parse().ok())))
            .map(|number| format!("{number:02}"))
            .collect();
        return PartialDate::parse(&written.join("-"));
    }
    let text = value.get("raw").or_else(|| value.get("literal")).unwrap_or(value);
    PartialDate::parse(text.as_str()?)
}

fn csl_type(kind: &ArticleKind) -> &'static str {
    KINDS.iter().find(|(_, known)| known == kind).map_or(
        match kind {
            ArticleKind::Editorial | ArticleKind::Correction | ArticleKind::Frontmatter => "article-journal",
            ArticleKind::Proceedings => "book",
            _ => "document",
        },
        |(csl, _)| csl,
    )
}

/// Writes an array of CSL items, in the record's own language where a value has several.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    let mut count = 0usize;
    write_array(
        out,
        &mut records.map(|article| {
            count += 1;
            Ok(csl_of(&article, count))
        }),
    )
}

fn csl_of(article: &Article, number: usize) -> Value {
    let mut one = match article.raw.get("csl-json") {
        Some(Value::Object(kept)) => kept.clone(),
        _ => Map::new(),
    };
    let put = |one: &mut Map<String, Value>, member: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            one.insert(member.to_owned(), Value::String(text.to_owned()));
        }
    };
    if !one.contains_key("id") {
        let id = if article.id.is_empty() { format!("qikan-{number}") } else { article.id.as_str().to_owned() };
        one.insert("id".to_owned(), Value::String(id));
    }
    if !one.contains_key("type") {
        one.insert("type".to_owned(), Value::String(csl_type(&article.kind).to_owned()));
    }
    let lang = &article.lang;
    put(&mut one, "title", article.title.prefer(lang).map(String::as_str));
    put(&mut one, "title-short", article.short_title.prefer(lang).map(String::as_str));
    put(&mut one, "container-title", article.journal.title.prefer(lang).map(String::as_str));
    put(&mut one, "container-title-short", article.journal.abbrev.prefer(lang).map(String::as_str));
    put(&mut one, "publisher", article.journal.publisher.prefer(lang).map(String::as_str));
    put(&mut one, "section", article.heading.prefer(lang).map(String::as_str));
    put(&mut one, "ISSN", Some(&article.journal.issn.join(", ")));
    put(&mut one, "volume", article.volume.as_deref());
    put(&mut one, "issue", article.issue.as_deref());
    put(&mut one, "page", Some(&article.pages.raw));
    put(&mut one, "DOI", article.ids.doi.as_ref().map(Doi::as_str));
    put(&mut one, "PMID", article.ids.pmid.as_deref());
    put(&mut one, "PMCID", article.ids.pmcid.as_deref());
    put(&mut one, "URL", article.links.iter().find(|link| link.kind != "pdf").map(|link| link.url.as_str()));
    put(&mut one, "note", Some(&article.notes.join("\n")));
    if *lang != Language::Und {
        put(&mut one, "language", Some(lang.as_str()));
    }
    if let Some(sections) = article.abstracts.prefer(lang) {
        let text: Vec<String> = sections
            .iter()
            .map(|section| section.head.as_ref().map_or_else(|| section.text.clone(), |head| format!("{head}: {}", section.text)))
            .collect();
        put(&mut one, "abstract", Some(&text.join("\n")));
    }
    if let Some(words) = article.keywords.prefer(lang) {
        put(&mut one, "keyword", Some(&words.join("; ")));
    }
    for (role, csl) in ROLES {
        let names: Vec<Value> = article
            .authors
            .iter()
            .filter(|one| one.role.as_deref().unwrap_or("author") == role.unwrap_or("author"))
            .map(|one| csl_name(one, lang))
            .collect();
        if !names.is_empty() {
            one.insert((*csl).to_owned(), Value::Array(names));
        }
    }
    let issued = article.dates.published.or(article.year.map(|year| PartialDate { year, month: None, day: None }));
    for (member, date) in [("issued", issued), ("submitted", article.dates.received), ("available-date", article.dates.online)] {
        if let Some(date) = date {
            let mut parts = vec![json!(date.year)];
            parts.extend(date.month.map(Value::from));
            parts.extend(date.day.map(Value::from));
            one.insert(member.to_owned(), json!({ "date-parts": [parts] }));
        }
    }
    Value::Object(one)
}

fn csl_name(one: &Contributor, lang: &Language) -> Value {
    let mut name = Map::new();
    let mut put = |member: &str, text: Option<&String>| {
        if let Some(text) = text {
            name.insert(member.to_owned(), Value::String(text.clone()));
        }
    };
    match (one.kind, one.family.prefer(lang)) {
        (ContributorKind::Person, Some(family)) => {
            put("family", Some(family));
            put("given", one.given.prefer(lang));
            put("non-dropping-particle", one.particle.as_ref());
        }
        _ => put("literal", one.name.prefer(lang)),
    }
    put("suffix", one.suffix.as_ref());
    put("ORCID", one.orcid.as_ref());
    Value::Object(name)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    const ONE: &str = r#"{"id":"x","type":"article-journal","title":"On <i>Ficus</i>","container-title":"J","author":[{"family":"Hu","given":"Ye-fei"},
        {"literal":"OECD"}],"issued":{"date-parts":[["2024",5]]},"page":"46-58","DOI":"10.1000/A","custom":{"a":1}}"#;

    #[test]
    fn an_item_is_mapped_and_the_rest_is_kept() {
        let (article, findings) = record(ONE, 1).unwrap();
        assert!(findings.is_empty());
        assert_eq!(article.title.get(&Language::En).unwrap(), "On <i>Ficus</i>");
        assert_eq!(article.authors[0].name.get(&Language::En).unwrap(), "Ye-fei Hu");
        assert_eq!(article.dates.published.unwrap().to_string(), "2024-05");
        assert_eq!(article.raw["csl-json"]["custom"]["a"], 1);
        let back = csl_of(&article, 1);
        let was: Value = serde_json::from_str(ONE).unwrap();
        for member in ["id", "type", "title", "container-title", "author", "page", "custom"] {
            assert_eq!(back[member], was[member], "{member}");
        }
        assert!(sniff(ONE) > super::super::json::sniff(ONE));
    }
}
