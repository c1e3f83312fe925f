//! Creators and contributors of a DOI of DataCite, with their ORCID and where they work.

use serde_json::{Value, json};

use super::super::members::{Affiliations, Members, language_of, orcid};
use super::super::{names, rich};
use super::NAME;
use crate::record::{Affiliation, Article, Contributor, ContributorKind, Language, MultiText};

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    for member in ["creators", "contributors"] {
        for mut person in work.objects(member) {
            let Some(mut one) = named(&mut person) else {
                if let Some(left) = person.left() {
                    work.keep_one(member, left);
                }
                continue;
            };
            if member == "contributors" {
                one.role = Some(role(&person.text("contributorType").unwrap_or_default()));
            }
            identified(&mut person, &mut one);
            let places = affiliated(&mut person).into_iter().map(|written| affiliation(written, &article.lang));
            one.aff = affiliations.places_of(places);
            if let Some(left) = person.left() {
                one.rest.insert(NAME.to_owned(), left);
            }
            article.authors.push(one);
        }
    }
    article.affiliations = affiliations.into_list();
}

/// `Editor` is `editor`, `HostingInstitution` is `hosting-institution`, as roles of the schema are written.
fn role(kind: &str) -> String {
    let mut role = String::new();
    for c in kind.chars() {
        if c.is_uppercase() && !role.is_empty() {
            role.push('-');
        }
        role.extend(c.to_lowercase());
    }
    if role.is_empty() { "contributor".to_owned() } else { role }
}

fn named(person: &mut Members) -> Option<Contributor> {
    let clean = |text: String| rich::escape(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (family, given, name) = (person.text("familyName").map(clean), person.text("givenName").map(clean), person.text("name").map(clean));
    let organization = person.see_text("nameType") == Some("Organizational");
    if matches!(person.see_text("nameType"), Some("Organizational" | "Personal")) {
        person.take("nameType");
    }
    if !organization && family.is_some() {
        let mut one = names::of_parts(family.as_deref(), given.as_deref(), None)?;
        // `Yin, Hui` is how DataCite writes what its parts say already.
        let said = [family.as_deref().unwrap_or_default(), given.as_deref().unwrap_or_default()].join(", ");
        if let Some(name) = name.filter(|name| *name != said.trim_end_matches(", ") && one.name.values().all(|known| known != name)) {
            one.rest.insert("printed".to_owned(), json!(name));
        }
        return Some(one);
    }
    let name = name.or(given)?;
    if !organization && let Some((family, given)) = name.split_once(", ") {
        return names::of_parts(Some(family), Some(given), None);
    }
    let mut one = if organization { Contributor::default() } else { names::person(&name) };
    if organization {
        one.name = MultiText::of(Language::of_text(&name), name);
        one.kind = ContributorKind::Collaboration;
    }
    Some(one)
}

/// ORCID goes to its place, other identifiers stay.
fn identified(person: &mut Members, one: &mut Contributor) {
    for id in person.objects("nameIdentifiers") {
        let is_orcid = id.see_text("nameIdentifierScheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("orcid"));
        match id.see_text("nameIdentifier").and_then(orcid) {
            Some(found) if is_orcid && one.orcid.is_none() => one.orcid = Some(found),
            _ => {
                if let Some(left) = id.left() {
                    person.keep_one("nameIdentifiers", left);
                }
            }
        }
    }
}

/// An affiliation is a string, a list of strings, or a list of objects: DataCite's versions differ.
fn affiliated(person: &mut Members) -> Vec<Value> {
    match person.take("affiliation") {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    }
}

fn affiliation(written: Value, lang: &Language) -> Affiliation {
    let mut one = Affiliation::default();
    let clean = |text: &str| rich::escape(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    match Members::of(written) {
        Ok(mut members) => {
            if let Some(name) = members.text("name") {
                one.text = MultiText::of(language_of(&name, lang), clean(&name));
            }
            let scheme = members.see_text("affiliationIdentifierScheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("ror"));
            if scheme || members.see_text("affiliationIdentifier").is_some_and(|id| id.contains("ror.org/")) {
                one.ror = members.text("affiliationIdentifier");
                members.take("affiliationIdentifierScheme");
            }
            if let Some(left) = members.left() {
                one.rest.insert(NAME.to_owned(), left);
            }
        }
        Err(Value::String(name)) => one.text = MultiText::of(language_of(&name, lang), clean(&name)),
        Err(other) => {
            one.rest.insert(NAME.to_owned(), other);
        }
    }
    one
}
