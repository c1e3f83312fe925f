//! A person's name as XML formats give it: in parts.

use std::borrow::Cow;

use crate::record::{Contributor, ContributorKind, Language, MultiText};

/// The parts of one name in one language.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub family: Option<String>,
    pub given: Option<String>,
    pub particle: Option<String>,
    pub suffix: Option<String>,
    /// The whole name, where it is not in parts.
    pub whole: Option<String>,
    /// What the source says of the name's language.
    pub lang: Option<Language>,
    /// The family name is printed first.
    pub eastern: bool,
}

impl Written {
    /// The name as it is printed, nothing when there is none.
    fn printed(&mut self) -> Option<String> {
        if self.whole.is_some() {
            return self.whole.take();
        }
        let family = match (&self.particle, &self.family) {
            (Some(particle), Some(family)) => Some(Cow::Owned([particle, " ", family].concat())),
            (_, family) => family.as_deref().map(Cow::Borrowed),
        };
        let mut name = match (family, self.given.as_deref()) {
            (Some(family), Some(given)) => {
                let han = !given.is_ascii() && [&*family, given].iter().all(|part| matches!(Language::of_text(part), Language::Zh));
                if han || crate::formats::names::are_eastern(&family, given) {
                    [&*family, given].concat()
                } else if self.eastern {
                    [&*family, " ", given].concat()
                } else {
                    [given, " ", &*family].concat()
                }
            }
            (Some(family), None) => family.into_owned(),
            (None, Some(given)) => given.to_owned(),
            (None, None) => return None,
        };
        if let Some(suffix) = &self.suffix {
            name.push(' ');
            name.push_str(suffix);
        }
        Some(name)
    }
}

/// A person by the names it has in one or more languages; the first of a language counts.
pub fn person(names: impl IntoIterator<Item = Written>) -> Option<Contributor> {
    let mut one = Contributor { kind: ContributorKind::Person, ..Contributor::default() };
    for mut name in names {
        let Some(printed) = name.printed() else { continue };
        let lang = super::list_language(name.lang.as_ref(), &printed);
        if one.name.get(&lang).is_some() {
            continue;
        }
        one.name.insert(lang.clone(), printed);
        for (place, part) in [(&mut one.family, name.family), (&mut one.given, name.given)] {
            if let Some(part) = part {
                place.insert(lang.clone(), part);
            }
        }
        one.particle = one.particle.or(name.particle);
        one.suffix = one.suffix.or(name.suffix);
    }
    (!one.name.is_empty()).then_some(one)
}

/// A body that writes under its own name.
pub fn body(name: String) -> Contributor {
    let lang = Language::of_text(&name);
    Contributor { name: MultiText::of(lang, name), kind: ContributorKind::Collaboration, ..Contributor::default() }
}
