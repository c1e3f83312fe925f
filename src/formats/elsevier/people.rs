//! Authors, editors and groups of Elsevier's XML, with where they work.

use std::collections::HashMap;

use super::super::credit;
use super::super::members::orcid;
use super::super::names;
use super::super::xml::{Element, Written, body, person};
use crate::record::{Affiliation, Article, Contributor, Language, MultiText};

/// `ce:author-group`: authors, then affiliations, correspondence and notes, tied by `refid`. Where no author of a group names
/// an affiliation, its affiliations are everybody's.
pub(super) fn group(group: Element<'_>, article: &mut Article, role: Option<&str>) {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut correspond: HashMap<String, String> = HashMap::new();
    let first = article.affiliations.len();
    for part in group.children() {
        let id = part.attribute("id").map(std::borrow::Cow::into_owned).unwrap_or_default();
        match part.name() {
            "affiliation" => {
                if let Some(one) = affiliation(part) {
                    places.insert(id, article.affiliations.len());
                    article.affiliations.push(one);
                }
            }
            "correspondence" => {
                let label = part.child("label").and_then(Element::text).unwrap_or_else(|| "*".to_owned());
                article.notes.extend(part.child("text").and_then(Element::rich).filter(|text| !is_plain(text)));
                correspond.insert(id, label);
            }
            "footnote" => {
                part.all("label").for_each(Element::take);
                article.notes.extend(part.rich());
            }
            _ => {}
        }
    }
    let from = article.authors.len();
    for part in group.children().filter(|part| matches!(part.name(), "author" | "editor" | "collaboration")) {
        let Some(mut one) = contributor(part) else { continue };
        one.role = role.map(str::to_owned).or(one.role);
        for mark in part.descendants_but(&["author-group"]).filter(|mark| mark.name() == "cross-ref") {
            let target = mark.attribute("refid").unwrap_or_default();
            one.aff.extend(places.get(target.as_ref()).filter(|place| !one.aff.contains(place)));
            one.corresponding |= correspond.contains_key(target.as_ref());
            one.marks.extend(mark.text());
        }
        article.authors.push(one);
        // The members of a collaboration stand in a group of their own.
        for members in part.all("author-group") {
            self::group(members, article, role.or(Some("collaborator")));
        }
    }
    let nobody = article.authors.iter().skip(from).all(|one| one.aff.iter().all(|place| *place < first));
    if nobody {
        let own: Vec<usize> = (first..first + places.len()).collect();
        for one in article.authors.iter_mut().skip(from) {
            one.aff.clone_from(&own);
        }
    }
}

/// `Corresponding author.` says what the mark says.
fn is_plain(text: &str) -> bool {
    matches!(
        text.trim_end_matches(['.', ':', ' ']).to_lowercase().as_str(),
        "corresponding author" | "corresponding authors" | "to whom correspondence should be addressed"
    )
}

fn contributor(part: Element<'_>) -> Option<Contributor> {
    let mut one = if part.name() == "collaboration" {
        body(part.child("text").unwrap_or(part).text()?)
    } else {
        let lang = part.attribute("lang").map(|lang| Language::parse(&lang));
        let (family, given, suffix) = (part.text_of("surname"), part.text_of("given-name"), part.text_of("suffix"));
        person([Written { family, given, suffix, lang, ..Written::default() }])?
    };
    one.orcid = part.attribute("orcid").and_then(|written| orcid(&written));
    for inner in part.children() {
        match inner.name() {
            "e-address" if inner.attribute("type").is_none_or(|kind| kind == "email") => {
                one.email = one.email.take().or_else(|| inner.text());
            }
            "roles" => one.role = inner.text().filter(|role| !role.eq_ignore_ascii_case("author")).map(|role| role.to_lowercase()),
            "contributor-role" => {
                let address = inner.attribute("role").map(std::borrow::Cow::into_owned);
                let degree = inner.attribute("degree").map(std::borrow::Cow::into_owned);
                one.roles.extend(credit::Stated { words: inner.rich(), address, degree, ..Default::default() }.role());
            }
            "degrees" => {
                if let Some(text) = inner.text() {
                    one.rest.insert("degrees".to_owned(), text.into());
                }
            }
            _ => {}
        }
    }
    Some(one)
}

fn affiliation(part: Element<'_>) -> Option<Affiliation> {
    part.take();
    let label = part.child("label").and_then(Element::text);
    let structured = part.child("affiliation");
    let of = |name: &str| structured.and_then(|parts| parts.text_of(name));
    let joined = || {
        let parts = structured?.children().filter_map(Element::text).collect::<Vec<_>>().join(", ");
        Some(parts).filter(|text| !text.is_empty())
    };
    let text = part.child("textfn").and_then(Element::rich).or_else(joined)?;
    let lang = Language::of_text(&text);
    Some(Affiliation {
        label,
        text: MultiText::of(lang, text),
        city: of("city"),
        postcode: of("postal-code"),
        country: of("country"),
        ..Affiliation::default()
    })
}

/// Authors from `dct:creator`, where that is all there is of them.
pub(super) fn names_only(description: Element<'_>, article: &mut Article) {
    article.authors.extend(description.all("creator").filter_map(Element::text).map(|name| names::person(&name)));
}
