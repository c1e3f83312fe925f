//! People of a Crossref work: authors, editors and others, with their ORCID and where they work.

use serde_json::{Value, json};

use super::super::members::{Affiliations, Members, language_of, orcid};
use super::super::names;
use super::{NAME, plain};
use crate::record::{Affiliation, Article, Contributor, ContributorKind, Language, MultiText};

/// Lists of people and the roles that they are; an author's is not written.
const ROLES: &[(&str, Option<&str>)] =
    &[("author", None), ("editor", Some("editor")), ("translator", Some("translator")), ("chair", Some("chair"))];

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    for (member, role) in ROLES {
        let people = work.objects(member);
        for (at, mut person) in people.into_iter().enumerate() {
            let Some(mut one) = named(&mut person) else {
                // Without a name it is no person, but what is said of it stays.
                if let Some(left) = person.left() {
                    work.keep_one(member, left);
                }
                continue;
            };
            one.role = role.map(str::to_owned);
            one.suffix = person.text("suffix");
            if let Some(id) = person.see_text("ORCID").and_then(orcid) {
                person.take("ORCID");
                one.orcid = Some(id);
            }
            let order = if at == 0 { "first" } else { "additional" };
            if person.see_text("sequence") == Some(order) {
                person.take("sequence");
            }
            if person.see("role") == Some(&json!([{ "vocabulary": NAME, "role": member }])) {
                person.take("role");
            }
            one.aff = affiliations.places_of(person.objects("affiliation").into_iter().map(|written| affiliation(written, &article.lang)));
            if let Some(left) = person.left() {
                one.rest.insert(NAME.to_owned(), left);
            }
            article.authors.push(one);
        }
    }
    article.affiliations = affiliations.into_list();
}

fn named(person: &mut Members) -> Option<Contributor> {
    let (family, given) = (person.text("family").map(|name| plain(&name)), person.text("given").map(|name| plain(&name)));
    let particle = person.text("non-dropping-particle").or_else(|| person.text("dropping-particle"));
    if let Some(named) = names::of_parts(family.as_deref(), given.as_deref(), particle.as_deref()) {
        return Some(Contributor { particle, ..named });
    }
    let name = plain(&person.text("name").or_else(|| person.text("literal"))?);
    let name = MultiText::of(Language::of_text(&name), name);
    Some(Contributor { name, kind: ContributorKind::Collaboration, ..Contributor::default() })
}

fn affiliation(mut written: Members, lang: &Language) -> Affiliation {
    let mut one = Affiliation::default();
    let mut parts = written.texts("department");
    parts.extend(written.text("name"));
    parts.extend(written.text("place"));
    let text = plain(&parts.join(", "));
    if !text.is_empty() {
        one.text = MultiText::of(language_of(&text, lang), text);
    }
    let ror = |ids: &Value| {
        let is_ror = |id: &&Value| id.get("id-type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("ror"));
        ids.as_array()?.iter().find(is_ror)?.get("id")?.as_str().map(str::to_owned)
    };
    one.ror = written.see("id").and_then(ror);
    if written.see("id").and_then(Value::as_array).is_some_and(|ids| ids.len() == 1) && one.ror.is_some() {
        written.take("id");
    }
    if let Some(left) = written.left() {
        one.rest.insert(NAME.to_owned(), left);
    }
    one
}
