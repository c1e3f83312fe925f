//! Names as BibTeX has them.

use super::super::super::latex;
use super::super::super::names::family;
use super::super::names;
use crate::record::{Contributor, ContributorKind, Language};

/// How a particle is written that is no part of the family name (CSL's `dropping-particle`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// As any other: BibTeX has one kind, or the options of the entry say it of all.
    AsAny,
    /// With `useprefix=false` behind it, which only BibLaTeX reads.
    Told,
}

/// A name in BibTeX's grammar: `von Last, Jr, First`, Han names as they are, bodies in braces.
pub(super) fn name(one: &Contributor, lang: &Language, prefix: Prefix) -> String {
    let whole = one.name.prefer(lang).map(|name| latex::escaped(name)).unwrap_or_default();
    let Some(family) = family(one, lang).filter(|_| one.kind == ContributorKind::Person) else {
        let han = Language::of_text(&whole) == Language::Zh && one.kind == ContributorKind::Person;
        return if whole.is_empty() || (han && !needs_braces(&whole)) { whole } else { format!("{{{whole}}}") };
    };
    let given = one.given.prefer(lang).map(|given| latex::escaped(given)).unwrap_or_default();
    let particles = [one.dropping_particle.as_deref(), one.particle.as_deref()].into_iter().flatten().map(latex::escaped);
    let particle = particles.collect::<Vec<_>>().join(" ");
    if Language::of_text(family) == Language::Zh && particle.is_empty() && one.suffix.is_none() && !needs_braces(&whole) {
        let split = crate::formats::names::person(&whole);
        if split.family.values().next() == Some(family) && split.given.values().next() == one.given.prefer(lang) {
            return whole;
        }
    }
    let mut family = latex::escaped(family);
    let first_small = family.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    if needs_braces(&family) || (first_small && family.contains(' ')) {
        family = format!("{{{family}}}");
    }
    if one.dropping_particle.is_some() && one.particle.is_none() && prefix == Prefix::Told {
        return told(&family, &given, &particle, one.suffix.as_deref());
    }
    let mut parts = vec![[particle, family].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")];
    if let Some(suffix) = &one.suffix {
        parts.push(latex::escaped(suffix));
    }
    if !given.is_empty() || one.suffix.is_some() {
        parts.push(if needs_braces(&given) { format!("{{{given}}}") } else { given });
    } else if parts.iter().any(|part| part.contains(' ')) {
        // Without a comma the first word would be a given name.
        parts.push(String::new());
    }
    parts.join(", ").trim_end().to_owned()
}

/// BibLaTeX's way to say each part by its name.
fn told(family: &str, given: &str, particle: &str, suffix: Option<&str>) -> String {
    let suffix = suffix.map(latex::escaped).unwrap_or_default();
    let mut parts = Vec::new();
    for (name, part) in [("family", family), ("given", given), ("prefix", particle), ("suffix", suffix.as_str())] {
        if !part.is_empty() {
            parts.push(if needs_braces(part) { format!("{name}={{{part}}}") } else { format!("{name}={part}") });
        }
    }
    parts.push("useprefix=false".to_owned());
    parts.join(", ")
}

/// Whether a part of a name holds a sign or a word of the grammar.
fn needs_braces(part: &str) -> bool {
    part.contains([',', ';']) || names::is_extended(part) || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}
