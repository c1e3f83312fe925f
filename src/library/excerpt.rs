//! What profiles and figures need of a record, read without the rest of it.

use serde::Deserialize;

use super::keys;
use crate::formats::gbt7714;
use crate::record::{MultiText, Multilingual};
use crate::text::{plain, simplified};

/// Who made a record, where they work, and its key words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct People {
    pub(super) year: Option<i32>,
    pub(super) authors: Vec<Person>,
    affiliations: Vec<Place>,
    pub(super) keywords: Multilingual<Vec<String>>,
}

/// A contributor by the names that are printed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person {
    name: MultiText,
    family: MultiText,
    given: MultiText,
    role: Option<String>,
    aff: Vec<usize>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    text: MultiText,
}

impl Person {
    /// The names as printed; put together from their parts where nobody wrote the whole.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.name.values().map(|name| plain(name).trim().to_owned()).collect();
        if names.is_empty() {
            names.extend(self.family.iter().map(|(language, family)| {
                let given = self.given.get(language).map(String::as_str).unwrap_or_default();
                if keys::has_han(family) { format!("{family}{given}") } else { format!("{family}, {given}") }
            }));
        }
        names.retain(|name| !name.is_empty());
        names
    }

    /// The name in Han characters, and the one in letters.
    pub(super) fn writings(&self) -> (Option<String>, Option<String>) {
        let (han, latin): (Vec<String>, Vec<String>) = self.names().into_iter().partition(|name| keys::has_han(name));
        (han.into_iter().next(), latin.into_iter().next())
    }

    /// Whether this one wrote the article: an editor or a translator did not.
    pub(super) fn is_author(&self) -> bool {
        self.role.as_deref().is_none_or(|role| role == "author")
    }

    /// Whether one of the names is looked up by this key.
    pub(super) fn is_called(&self, key: &str) -> bool {
        self.names().iter().any(|name| keys::whole_name(name) == key)
    }
}

impl People {
    /// The affiliations of the author at this place, each in the languages that are printed; of all authors where there is but one
    /// and no mark ties it.
    pub(super) fn places_of(&self, author: usize) -> Vec<&MultiText> {
        let tied = self.authors.get(author).map(|author| author.aff.as_slice()).unwrap_or_default();
        match (tied, self.affiliations.as_slice()) {
            ([], [only]) => vec![&only.text],
            (tied, all) => tied.iter().filter_map(|at| all.get(*at)).map(|place| &place.text).collect(),
        }
    }
}

/// The references of a record by their years.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Dated {
    pub(super) year: Option<i32>,
    refs: Option<Vec<Entry>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    raw: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Part {
    year: Option<i32>,
}

impl Dated {
    /// The year of each reference, nothing where none is known. What came as printed text alone is read as it is for linking.
    pub(super) fn years(&self) -> Vec<Option<i32>> {
        let year = |entry: &Entry| {
            if entry.parts.is_empty() {
                return gbt7714::parse(&entry.raw).iter().find_map(|part| part.year);
            }
            entry.parts.iter().find_map(|part| part.year)
        };
        self.refs.iter().flatten().map(year).collect()
    }
}

/// A Han name as its readings are looked up: simplified, without blanks.
pub(super) fn bare_han(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '\u{3000}').map(simplified).collect()
}
