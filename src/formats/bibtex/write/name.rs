//! Names as BibTeX has them.

use super::super::super::latex;
use super::super::names;
use crate::record::{Contributor, ContributorKind, Language};

/// A name in BibTeX's grammar: `von Last, Jr, First`, Han names as they are, bodies in braces.
pub(super) fn name(one: &Contributor, lang: &Language) -> String {
    let whole = one.name.prefer(lang).map(|name| latex::escaped(name)).unwrap_or_default();
    let Some(family) = one.family.prefer(lang).filter(|_| one.kind == ContributorKind::Person) else {
        let han = Language::of_text(&whole) == Language::Zh && one.kind == ContributorKind::Person;
        return if whole.is_empty() || (han && !needs_braces(&whole)) { whole } else { format!("{{{whole}}}") };
    };
    let given = one.given.prefer(lang).map(|given| latex::escaped(given)).unwrap_or_default();
    let particle = one.particle.as_deref().map(latex::escaped).unwrap_or_default();
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

/// Whether a part of a name holds a sign or a word of the grammar.
fn needs_braces(part: &str) -> bool {
    part.contains([',', ';']) || names::is_extended(part) || part.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}
