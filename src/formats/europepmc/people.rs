//! Authors of a result of Europe PMC, with their ORCID and where they work.

use crate::formats::members::{Affiliations, Members, language_of, orcid};
use crate::formats::{markup, names};
use crate::record::{Affiliation, Article, Contributor, ContributorKind, Language, MultiText};

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    for mut person in super::objects(work, "authorList", "author") {
        let Some(mut one) = named(&mut person) else { continue };
        if let Some(mut id) = person.object("authorId") {
            one.orcid = id.text("value").and_then(|written| orcid(&written));
            id.take("type");
        }
        let mut texts: Vec<String> = super::objects(&mut person, "authorAffiliationDetailsList", "authorAffiliation")
            .iter_mut()
            .filter_map(|one| one.text("affiliation"))
            .collect();
        // Answers of earlier years have one string.
        texts.extend(person.text("affiliation").filter(|_| texts.is_empty()));
        let places = texts.into_iter().map(|text| Affiliation {
            text: MultiText::of(language_of(&text, &article.lang), markup::text(&text)),
            ..Affiliation::default()
        });
        one.aff = affiliations.places_of(places);
        if let Some(left) = person.left() {
            one.rest.insert(super::NAME.to_owned(), left);
        }
        article.authors.push(one);
    }
    article.affiliations = affiliations.into_list();
    // A short answer has the names alone; a full one has them once more.
    if let Some(line) = work.text("authorString")
        && article.authors.is_empty()
    {
        let line = line.trim().trim_end_matches('.');
        article.authors.extend(line.split(", ").filter(|name| !name.is_empty()).map(short));
    }
}

fn named(person: &mut Members) -> Option<Contributor> {
    let (family, given) = (person.text("lastName"), person.text("firstName"));
    let (initials, whole) = (person.text("initials"), person.text("fullName"));
    if let Some(body) = person.text("collectiveName") {
        let name = MultiText::of(Language::of_text(&body), body);
        return Some(Contributor { name, kind: ContributorKind::Collaboration, ..Contributor::default() });
    }
    if family.is_some() {
        return names::of_parts(family.as_deref(), given.or(initials).as_deref(), None);
    }
    whole.map(|name| short(&name))
}

/// `Smith JA`: the family name before the initials.
fn short(name: &str) -> Contributor {
    let initials = |word: &str| word.len() <= 4 && word.chars().all(char::is_uppercase);
    match name.rsplit_once(' ') {
        Some((family, given)) if initials(given) => names::of_parts(Some(family), Some(given), None).unwrap_or_default(),
        _ => names::person(name),
    }
}
