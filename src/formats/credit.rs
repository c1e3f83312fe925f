//! CRediT, the Contributor Role Taxonomy (ANSI/NISO Z39.104): what somebody did for a work, as formats state it.

use super::rich;
use crate::record::ContributorRole;

/// The name of the taxonomy, as JATS has it (`@vocab`).
pub const NAME: &str = "credit";

/// The roles, by their names in English; addresses have them in small letters, the blanks as hyphens.
const ROLES: [&str; 14] = [
    "Conceptualization",
    "Data curation",
    "Formal analysis",
    "Funding acquisition",
    "Investigation",
    "Methodology",
    "Project administration",
    "Resources",
    "Software",
    "Supervision",
    "Validation",
    "Visualization",
    "Writing – original draft",
    "Writing – review & editing",
];

/// How much somebody did.
const DEGREES: [&str; 3] = ["lead", "equal", "supporting"];

/// A role as a file states it.
#[derive(Default)]
pub struct Stated {
    /// As printed, rich-lite.
    pub words: Option<String>,
    /// The taxonomy, by its name or its address.
    pub vocab: Option<String>,
    /// The role's name in it.
    pub term: Option<String>,
    /// The role's address in it.
    pub address: Option<String>,
    pub degree: Option<String>,
}

impl Stated {
    /// The role, where anything names it. Of another taxonomy its name and the address stay as they are.
    pub fn role(self) -> Option<ContributorRole> {
        let taxonomy = [&self.vocab, &self.address].into_iter().flatten().any(|stated| is_taxonomy(stated));
        let by_address = self.address.as_deref().filter(|_| taxonomy).and_then(of_address);
        let term = self.term.filter(|term| !term.is_empty()).map(|term| rich::escape(&term));
        let name = self.words.or(term).or_else(|| by_address.map(rich::escape))?;
        let degree = self.degree.map(|degree| degree.to_lowercase()).filter(|degree| DEGREES.contains(&degree.as_str()));
        let mut role = ContributorRole { name, degree, ..ContributorRole::default() };
        if taxonomy {
            role.vocab = Some(NAME.to_owned());
        } else {
            role.vocab = self.vocab;
            let address = self.address.filter(|address| role.vocab.as_ref() != Some(address));
            role.rest.extend(address.map(|address| ("address".to_owned(), address.into())));
        }
        Some(role)
    }
}

/// Whether this is CRediT, by its name, its address or that of its forerunner.
fn is_taxonomy(stated: &str) -> bool {
    let lower = stated.to_lowercase();
    lower == NAME || ["credit.niso.org", "casrai.org", "credit taxonomy", "contributor role"].iter().any(|part| lower.contains(part))
}

/// The role that an address ends with: `https://credit.niso.org/contributor-roles/data-curation/`.
fn of_address(address: &str) -> Option<&'static str> {
    let last = address.trim_end_matches('/').rsplit(['/', '#']).next()?;
    let letters =
        |text: &str| text.to_lowercase().replace("%e2%80%93", "").replace("%26", "").replace(|c: char| !c.is_ascii_alphabetic(), "");
    let wanted = letters(last);
    ROLES.iter().find(|role| letters(role) == wanted).copied()
}
