//! Authors and editors of TEI, and where they work: written out with each of them, or by a number in the back.

use std::collections::HashMap;

use super::super::members::orcid;
use super::super::names;
use super::super::xml::{Element, Written, body, person, place_of};
use super::words;
use crate::record::{Article, Contributor};

/// Organisations above one that are named with it.
const ABOVE: usize = 3;

/// The organisations that stand in the back of a text, by their `xml:id`.
#[derive(Default)]
pub(super) struct Organisations<'t>(HashMap<String, Element<'t>>);

impl<'t> Organisations<'t> {
    pub(super) fn of(text: Option<Element<'t>>) -> Self {
        let back = text.and_then(|text| text.child("back"));
        let all = back.into_iter().flat_map(Element::descendants).filter(|one| one.name() == "org");
        Self(all.filter_map(|one| Some((one.attribute("id")?.into_owned(), one))).collect())
    }

    fn find(&self, id: &str) -> Option<Element<'t>> {
        self.0.get(id.trim_start_matches('#')).copied()
    }

    /// The name of an organisation.
    pub(super) fn name(&self, id: &str) -> Option<String> {
        let organisation = self.find(id)?;
        let whole = organisation.all("orgName").find(|name| name.attribute("type").is_none());
        // HAL writes so what would be markup.
        whole.or_else(|| organisation.child("orgName")).and_then(Element::text).map(|name| name.replace("#amp#", "&"))
    }

    /// The name with those of what it belongs to, and the code of its country.
    fn place(&self, id: &str) -> Option<(String, Option<String>)> {
        let organisation = self.find(id)?;
        let mut names = vec![self.name(id)?];
        let relations = organisation.descendants().filter(|one| one.name() == "relation" && one.has("type", "direct"));
        names.extend(relations.filter_map(|one| self.name(&one.attribute("active")?)).take(ABOVE));
        let country = organisation.find("country").and_then(|country| country.attribute("key"));
        Some((names.join(", "), country.map(std::borrow::Cow::into_owned)))
    }
}

/// Adds the authors and editors that stand in an element.
pub(super) fn add(element: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) {
    for part in element.children().filter(|part| matches!(part.name(), "author" | "editor")) {
        add_one(part, None, organisations, article);
    }
}

/// Adds an author or editor, in a role where the element says none of its own.
pub(super) fn add_one(part: Element<'_>, role: Option<&str>, organisations: &Organisations<'_>, article: &mut Article) {
    let own = part.attribute("role").unwrap_or_default();
    if own == "depositor" {
        return part.take();
    }
    let mut places = Vec::new();
    for one in part.all("affiliation") {
        places.extend(affiliation(one, organisations, article).filter(|place| !places.contains(place)));
    }
    let Some(mut contributor) = contributor(part) else { return };
    contributor.aff = places;
    contributor.corresponding = matches!(own.as_ref(), "crp" | "corresp");
    contributor.role = match own.as_ref() {
        "" | "aut" | "crp" | "corresp" | "author" => role.or_else(|| (part.name() == "editor").then_some("editor")).map(str::to_owned),
        "edt" => Some("editor".to_owned()),
        "trl" => Some("translator".to_owned()),
        other => Some(other.to_owned()),
    };
    article.authors.push(contributor);
}

/// A person or a body, without where they work.
pub(super) fn contributor(part: Element<'_>) -> Option<Contributor> {
    let named = part.child("persName").or_else(|| part.child("surname").map(|_| part));
    let mut one = if let Some(name) = named {
        let given: Vec<String> = name.all("forename").filter_map(Element::text).collect();
        let written = Written {
            family: name.text_of("surname"),
            given: Some(given.join(" ")).filter(|given| !given.is_empty()),
            particle: name.text_of("nameLink"),
            suffix: name.text_of("genName"),
            ..Written::default()
        };
        match person([written]) {
            Some(one) => one,
            // A name that is not cut into parts.
            None => names::person(&name.text()?),
        }
    } else if let Some(name) = part.child("orgName") {
        body(name.text()?)
    } else {
        let name = part.child("name").map_or_else(|| part.text().filter(|_| !part.has_elements()), Element::text)?;
        names::person(&name)
    };
    for inner in part.children() {
        match inner.name() {
            // HAL hides addresses behind their digests.
            "email" if inner.attribute("type").is_some() => inner.take(),
            "email" => one.email = one.email.take().or_else(|| inner.text()),
            "idno" => {
                if let Some(found) = inner.text().and_then(|text| orcid(&text)) {
                    one.orcid.get_or_insert(found);
                }
            }
            _ => {}
        }
    }
    Some(one)
}

/// The place of an affiliation in the article's list.
fn affiliation(element: Element<'_>, organisations: &Organisations<'_>, article: &mut Article) -> Option<usize> {
    if let Some(id) = element.attribute("ref") {
        element.take();
        let (text, country) = organisations.place(&id)?;
        let place = place_of(&mut article.affiliations, super::super::rich::escape(&text));
        if let Some(known) = article.affiliations.get_mut(place) {
            known.country = country;
        }
        return Some(place);
    }
    let printed = element.all("note").find(|note| note.has("type", "raw_affiliation")).and_then(words);
    let address = element.child("address");
    let of = |name: &str| address.and_then(|address| address.text_of(name));
    let (city, postcode, country) = (of("settlement"), of("postCode"), of("country"));
    let parts = || {
        let names = element.all("orgName").filter_map(words);
        let lines = address.into_iter().flat_map(Element::children).filter_map(words);
        Some(names.chain(lines).collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
    };
    let text = printed.or_else(parts).or_else(|| words(element).filter(|_| !element.has_elements()))?;
    element.take();
    let place = place_of(&mut article.affiliations, text);
    if let Some(known) = article.affiliations.get_mut(place) {
        (known.city, known.postcode, known.country) = (city, postcode, country);
    }
    Some(place)
}
