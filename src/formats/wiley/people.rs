//! Creators of WileyML and where they work, tied by `affiliationRef`.

use std::collections::HashMap;

use super::super::members::orcid;
use super::super::xml::{Element, Written, body, person};
use crate::record::{Affiliation, Article, Contributor, Language, MultiText};

/// Reads creators with their affiliations.
pub(super) fn creators(group: Element<'_>, affiliations: Option<Element<'_>>, article: &mut Article) {
    let mut places: HashMap<String, usize> = HashMap::new();
    for part in affiliations.into_iter().flat_map(|group| group.all("affiliation")) {
        if let Some(one) = affiliation(part) {
            let id = part.attribute("id").map(std::borrow::Cow::into_owned).unwrap_or_default();
            places.insert(id, article.affiliations.len());
            article.affiliations.push(one);
        }
    }
    for part in group.all("creator") {
        let Some(mut one) = creator(part) else { continue };
        let refs = part.attribute("affiliationRef").unwrap_or_default();
        for id in refs.split_whitespace() {
            one.aff.extend(places.get(id.trim_start_matches('#')).filter(|place| !one.aff.contains(place)));
        }
        article.authors.push(one);
    }
}

fn creator(part: Element<'_>) -> Option<Contributor> {
    let mut one = match (part.child("personName"), part.child("groupName")) {
        (Some(name), _) => {
            // `von` and `van der` stand before the family name.
            let (family, given) = (name.text_of("familyName"), name.text_of("givenNames"));
            let (particle, suffix) = (name.text_of("familyNamePrefix"), name.text_of("nameSuffix"));
            let mut one = person([Written { family, given, particle, suffix, ..Written::default() }])?;
            if let Some(text) = name.text_of("degrees") {
                one.rest.insert("degrees".to_owned(), text.into());
            }
            one
        }
        (None, Some(name)) => body(name.text()?),
        (None, None) => return None,
    };
    one.role = part.attribute("creatorRole").filter(|role| *role != "author").map(std::borrow::Cow::into_owned);
    one.corresponding = part.has("corresponding", "yes");
    one.equal = part.has("equalContrib", "yes");
    for inner in part.descendants() {
        match inner.name() {
            "id" if inner.has("type", "orcid") => {
                one.orcid = inner.attribute("value").and_then(|value| orcid(&value));
                inner.take();
            }
            "email" => one.email = one.email.take().or_else(|| inner.text()),
            _ => {}
        }
    }
    Some(one)
}

fn affiliation(part: Element<'_>) -> Option<Affiliation> {
    part.take();
    let address = part.child("address");
    let of = |name: &str| address.and_then(|address| address.text_of(name));
    let text = part.text_of("unparsedAffiliation").or_else(|| {
        let parts = part.children().filter(|one| one.name() != "address").chain(address.into_iter().flat_map(Element::children));
        let joined = parts.filter_map(Element::text).collect::<Vec<_>>().join(", ");
        Some(joined).filter(|text| !text.is_empty())
    })?;
    Some(Affiliation {
        text: MultiText::of(Language::of_text(&text), super::super::rich::escape(&text)),
        city: of("city"),
        postcode: of("postCode"),
        country: of("country"),
        ..Affiliation::default()
    })
}
