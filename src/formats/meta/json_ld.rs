//! `<script type="application/ld+json">` of a ScholarlyArticle (schema.org).

use serde_json::Value;

use crate::formats::draft::{DateKind, Draft};
use crate::formats::html::Html;
use crate::formats::{labels, members, names, rich};
use crate::record::{Affiliation, Contributor, ContributorKind, Language, MultiText};

/// How deep articles are looked for in what stands around them (`@graph`, `mainEntity`).
const DEPTH: usize = 4;

/// Gathers from the articles that the page describes.
pub fn gather(html: &Html, draft: &mut Draft) {
    for script in html.all(|node| node.name() == "script" && node.attribute("type").is_some_and(|kind| kind.contains("ld+json"))) {
        let text = html.raw_text(script);
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            look(&value, draft, DEPTH);
        }
    }
}

fn look(value: &Value, draft: &mut Draft, depth: usize) {
    if depth == 0 {
        return;
    }
    if let Value::Array(many) = value {
        return many.iter().for_each(|one| look(one, draft, depth - 1));
    }
    let kind = value.get("@type").map(ToString::to_string).unwrap_or_default();
    if kind.contains("Article") {
        return article(value, draft);
    }
    for door in ["@graph", "mainEntity"] {
        if let Some(inner) = value.get(door) {
            look(inner, draft, depth - 1);
        }
    }
}

/// A text, or the first of several.
fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    match value.get(member)? {
        Value::Array(many) => many.first()?.as_str(),
        one => one.as_str(),
    }
}

/// A member's values, whether it is a list or stands alone.
fn each<'v>(value: &'v Value, member: &str) -> Vec<&'v Value> {
    match value.get(member) {
        Some(Value::Array(many)) => many.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}

fn number(value: &Value, member: &str) -> Option<String> {
    value.get(member).map(|number| number.as_str().map_or_else(|| number.to_string(), str::to_owned))
}

fn article(one: &Value, draft: &mut Draft) {
    if let Some(title) = text(one, "headline").or_else(|| text(one, "name")) {
        draft.title(&rich::of_markup(title), None, "json-ld");
    }
    if let Some(about) = text(one, "abstract").or_else(|| text(one, "description")) {
        draft.abstracts(&rich::of_markup(about), None, "json-ld");
    }
    if let Some(date) = text(one, "datePublished") {
        draft.date(DateKind::Published, date, "json-ld");
        draft.year(date, "json-ld");
    }
    for doi in [text(one, "sameAs"), text(one, "@id")].into_iter().flatten() {
        draft.doi(doi, "json-ld");
    }
    for identifier in each(one, "identifier") {
        if let Some(doi) = identifier.as_str().or_else(|| text(identifier, "value")) {
            draft.doi(doi, "json-ld");
        }
    }
    match [number(one, "pageStart"), number(one, "pageEnd")] {
        [Some(first), Some(last)] => draft.pages(&format!("{first}-{last}"), "json-ld"),
        [Some(page), None] => draft.pages(&page, "json-ld"),
        _ => {}
    }
    host(one, draft);
    for publisher in each(one, "publisher") {
        if let Some(name) = publisher.as_str().or_else(|| text(publisher, "name")) {
            draft.publisher(&rich::of_markup(name), "json-ld");
        }
    }
    let words: Vec<String> =
        each(one, "keywords").into_iter().filter_map(Value::as_str).flat_map(|word| labels::keywords(&rich::of_markup(word))).collect();
    draft.keywords(words, None, "json-ld");
    if let Some(address) = text(one, "license").filter(|address| address.starts_with("http")) {
        draft.article.license.url.get_or_insert_with(|| address.to_owned());
    }
    people(one, draft);
}

/// Issue, volume and journal, one within the other.
fn host(one: &Value, draft: &mut Draft) {
    let mut part = one.get("isPartOf");
    while let Some(host) = part {
        if let Some(number) = number(host, "volumeNumber") {
            draft.volume(&number, "json-ld");
        }
        if let Some(number) = number(host, "issueNumber") {
            draft.issue(&number, "json-ld");
        }
        if host.get("@type").is_some_and(|kind| kind.to_string().contains("Periodical")) {
            if let Some(name) = text(host, "name") {
                draft.journal(&rich::of_markup(name), None, "json-ld");
            }
            for issn in each(host, "issn").into_iter().filter_map(Value::as_str) {
                draft.issn(issn, "json-ld");
            }
        }
        part = host.get("isPartOf");
    }
}

fn people(one: &Value, draft: &mut Draft) {
    let mut affiliations = Vec::new();
    let people: Vec<Contributor> = each(one, "author")
        .into_iter()
        .filter_map(|value| person(value, &mut affiliations))
        .filter(|one| one.kind == ContributorKind::Person || !one.name.is_empty())
        .collect();
    // Institutions are tied by their places: only where no other tags gave any.
    let own = draft.article.authors.is_empty() && draft.article.affiliations.is_empty();
    if own {
        draft.article.affiliations = affiliations;
    }
    let people = people.into_iter().map(|mut one| {
        if !own {
            one.aff.clear();
        }
        one
    });
    draft.authors(people.collect(), "json-ld");
}

fn person(value: &Value, affiliations: &mut Vec<Affiliation>) -> Option<Contributor> {
    let name = value.as_str().or_else(|| text(value, "name"));
    let (given, family) = (text(value, "givenName"), text(value, "familyName"));
    let mut one = match (name, given, family) {
        (_, given, Some(family)) => names::of_parts(Some(family), given, None)?,
        (Some(name), ..) => names::person(name),
        _ => return None,
    };
    if value.get("@type").is_some_and(|kind| kind.to_string().contains("Organization")) {
        one.kind = ContributorKind::Collaboration;
    }
    let ids = ["@id", "sameAs", "identifier", "url"].into_iter().filter_map(|member| text(value, member));
    one.orcid = ids.filter(|id| id.contains("orcid.org")).find_map(members::orcid);
    one.email = text(value, "email").map(|email| email.trim_start_matches("mailto:").to_owned());
    for institution in each(value, "affiliation").into_iter().take(32) {
        let Some(name) = institution.as_str().or_else(|| text(institution, "name")) else { continue };
        let name = rich::of_markup(name);
        let known = affiliations.iter().take(200).position(|known| known.text.values().any(|known| *known == name));
        one.aff.push(known.unwrap_or_else(|| {
            affiliations.push(Affiliation { text: MultiText::of(Language::of_text(&name), name), ..Affiliation::default() });
            affiliations.len() - 1
        }));
    }
    Some(one)
}
