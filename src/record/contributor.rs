//! Who made a record, and where they work.

use serde::{Deserialize, Serialize};

use super::{MultiText, Rest};

/// A person or a body (JATS `<contrib>`). Names are never rewritten: what was printed is what is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contributor {
    /// The whole name as printed, per language: `{"zh": "胡业飞", "en": "HU Ye-fei"}`.
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub name: MultiText,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub family: MultiText,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub given: MultiText,
    /// `van der`, `de la`: what stays before the family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub particle: Option<String>,
    /// `von`, `van der`: what goes behind the given name when the family name comes first (CSL `dropping-particle`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropping_particle: Option<String>,
    /// `Jr`, `III`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    #[serde(skip_serializing_if = "ContributorKind::is_person")]
    pub kind: ContributorKind,
    /// `author`, `editor`, `translator`, … (JATS `@contrib-type`); absent means author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What this one did for the work, or as what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ContributorRole>,
    /// Places in the record's list of affiliations, from 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aff: Vec<usize>,
    /// The marks printed after the name: `1`, `2`, `*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub corresponding: bool,
    /// Contributed equally.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub equal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orcid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub bio: MultiText,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A person, or a body that writes under its own name (JATS `<collab>`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContributorKind {
    #[default]
    Person,
    Collaboration,
}

/// What a contributor did for the work, or as what (JATS `<role>`): `Writing – original draft`, `Professor`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContributorRole {
    /// As printed.
    pub name: String,
    /// The taxonomy that the role is of (JATS `@vocab`): `credit` is CRediT (ANSI/NISO Z39.104).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocab: Option<String>,
    /// `lead`, `equal`, `supporting` (JATS `@degree-contribution`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degree: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Contributor {
    /// What this one did, by the name that JATS has for it: `author` where nothing is said.
    pub fn role_name(&self) -> &str {
        self.role.as_deref().unwrap_or("author")
    }

    /// Whether this one wrote the work: an editor or a translator did not.
    pub fn is_author(&self) -> bool {
        self.role_name() == "author"
    }
}

impl ContributorKind {
    /// Whether this is the kind that is not written out.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_person(&self) -> bool {
        *self == Self::Person
    }
}

/// Where a contributor works (JATS `<aff>`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Affiliation {
    /// The mark that ties it to its contributors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub text: MultiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Research Organization Registry identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ror: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}
