//! People of CSL-JSON: name variables with the roles that they are, and names in one field or in parts.

use serde_json::Value;

use crate::formats::{gbt7714, names};
use crate::record::{Contributor, ContributorKind, Language, MultiText};

/// CSL name variables and the roles that they are.
pub const ROLES: &[(Option<&str>, &str)] = &[
    (None, "author"),
    (Some("editor"), "editor"),
    (Some("translator"), "translator"),
    (Some("container-author"), "container-author"),
    (Some("collection-editor"), "collection-editor"),
    (Some("editorial-director"), "editorial-director"),
    (Some("director"), "director"),
    (Some("composer"), "composer"),
    (Some("illustrator"), "illustrator"),
    (Some("interviewer"), "interviewer"),
    (Some("recipient"), "recipient"),
    (Some("reviewed-author"), "reviewed-author"),
    (Some("original-author"), "original-author"),
    (Some("performer"), "performer"),
    (Some("producer"), "producer"),
    (Some("executive-producer"), "executive-producer"),
    (Some("script-writer"), "script-writer"),
    (Some("series-creator"), "series-creator"),
    (Some("narrator"), "narrator"),
    (Some("guest"), "guest"),
    (Some("host"), "host"),
    (Some("chair"), "chair"),
    (Some("organizer"), "organizer"),
    (Some("curator"), "curator"),
    (Some("compiler"), "compiler"),
    (Some("contributor"), "contributor"),
];

/// The last of the authors where there are more than are named: so Pandoc writes BibTeX's `and others`, and reads it.
pub(super) const OTHERS: &str = "others";

pub(super) fn is_others(name: &Value) -> bool {
    name.get("literal").and_then(Value::as_str).is_some_and(|literal| literal.trim() == OTHERS)
}

/// Somebody as a name variable has them; nothing where no name is given.
pub(super) fn contributor(name: &Value, role: Option<&str>) -> Option<Contributor> {
    let mut one = Contributor { role: role.map(str::to_owned), ..Contributor::default() };
    let (mut literal, mut named, mut family, mut given) = (None, None, None, None);
    for (member, value) in name.as_object().into_iter().flatten() {
        let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) else { continue };
        match member.as_str() {
            "family" => family = Some(text),
            "given" => given = Some(text),
            "literal" => literal = Some(text),
            "name" => named = Some(text),
            "suffix" => one.suffix = Some(text.to_owned()),
            "ORCID" => one.orcid = Some(text.to_owned()),
            "non-dropping-particle" => one.particle = Some(text.to_owned()),
            "dropping-particle" => one.dropping_particle = Some(text.to_owned()),
            _ => {}
        }
    }
    if let Some(literal) = literal.or(named).or_else(|| name.as_str().map(str::trim).filter(|name| !name.is_empty())) {
        let lang = Language::of_text(literal);
        one.kind = kind_of_literal(literal, &lang);
        one.name = MultiText::of(lang, literal.to_owned());
        return Some(one);
    }
    let particles: Vec<&str> = [one.dropping_particle.as_deref(), one.particle.as_deref()].into_iter().flatten().collect();
    let particles = Some(particles.join(" ")).filter(|particles| !particles.is_empty());
    let whole = names::of_parts(family, given, particles.as_deref())?;
    Some(Contributor { name: whole.name, family: whole.family, given: whole.given, ..one })
}

/// Whether somebody would be written as they stood.
pub(super) fn is_written_so(name: &Value, one: &Contributor) -> bool {
    let is_person = one.kind == ContributorKind::Person && !one.family.is_empty();
    name.as_object().is_some_and(|members| {
        members.iter().all(|(member, value)| {
            let written = match member.as_str() {
                "family" if is_person => one.family.values().next(),
                "given" if is_person => one.given.values().next(),
                "non-dropping-particle" if is_person => one.particle.as_ref(),
                "dropping-particle" if is_person => one.dropping_particle.as_ref(),
                "literal" if !is_person => one.name.values().next(),
                "suffix" => one.suffix.as_ref(),
                "ORCID" => one.orcid.as_ref(),
                _ => None,
            };
            written.is_some_and(|written| value.as_str() == Some(written))
        })
    })
}

/// Whose name stands in one field: Chinese names of people are often written so, Latin ones are those of bodies.
fn kind_of_literal(literal: &str, lang: &Language) -> ContributorKind {
    if *lang == Language::En {
        return ContributorKind::Collaboration;
    }
    match gbt7714::names(literal).people.as_slice() {
        [one] => one.kind,
        _ => ContributorKind::Collaboration,
    }
}
