//! What databases say of a work in fields of their own: Web of Science and Scopus. Of what the model holds and BibTeX has no
//! field for, the fields are kept too, so that they are written as they stood.

use super::super::super::latex;
use super::super::names::top_level;
use super::super::tokens::Entry;
use super::{Draft, scopus, wos};
use crate::record::{Article, Subject};

/// Who wrote an entry, where it is a database with fields of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Database {
    Scopus,
    WebOfScience,
    /// Another, or nobody who says so.
    Other,
}

impl Database {
    /// The database that wrote an entry, by its fields.
    pub(super) fn of(entry: &Entry<'_>) -> Self {
        let value = |name: &str| entry.value(name);
        if value("unique-id").is_some_and(|id| unwrapped(id).contains(':')) {
            Self::WebOfScience
        } else if value("author_keywords").is_some() || value("source").is_some_and(|source| unwrapped(source) == "Scopus") {
            Self::Scopus
        } else {
            Self::Other
        }
    }
}

impl Draft<'_, '_, '_> {
    /// Tells the kind of a work by what a database calls it: there the kind of the entry is that of what the work stands in.
    pub(super) fn kind_of_database(&mut self) {
        let word = |name: &str| self.entry.value(name).map(unwrapped);
        let kind = match self.database {
            Database::Scopus => word("document_type").or_else(|| word("type")).and_then(|word| scopus::kind(word, &self.article.kind)),
            Database::WebOfScience => word("type").and_then(|word| wos::kind(word, &self.article.kind)),
            Database::Other => None,
        };
        if let Some(kind) = kind {
            self.article.kind = kind;
        }
    }

    /// Takes what a field without a place of its own says.
    pub(super) fn of_database(&mut self, name: &str, written: &str) {
        match self.database {
            Database::Scopus => scopus::take(&mut self.article, name, written),
            Database::WebOfScience => wos::take(&mut self.article, name, written),
            Database::Other => {}
        }
    }

    /// Where authors work. Web of Science says whose each address is, which is read when all people are known. The field is kept,
    /// for the model writes none.
    pub(super) fn places_of_work(&mut self, written: &str) -> bool {
        if self.database != Database::WebOfScience {
            self.affiliations(unwrapped(written));
        }
        false
    }

    /// Ties people to what was said of them, when all of them are known.
    pub(super) fn tie_people(&mut self) {
        let value = |name: &str| self.entry.value(name);
        match self.database {
            Database::Scopus => {
                let address = value("correspondence_address").or_else(|| value("correspondence_address1"));
                if let Some(address) = address {
                    scopus::correspondence(&mut self.article, address);
                }
            }
            Database::WebOfScience => {
                wos::tie(&mut self.article, value("affiliation"), value("orcid-numbers"), value("author-email"));
            }
            Database::Other => {}
        }
    }
}

/// Whether an entry of Scopus kept these fields: the terms of its index, or its name.
pub fn is_of_scopus(residue: &[(&str, &str)]) -> bool {
    residue.iter().any(|(name, value)| *name == "keywords" || (*name == "source" && unwrapped(value) == "Scopus"))
}

/// A value without the braces around all of it, of which Web of Science has a second pair.
pub(super) fn unwrapped(written: &str) -> &str {
    let value = written.trim();
    let inner = value.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).filter(|inner| latex::balanced(inner));
    inner.unwrap_or(value).trim()
}

/// Terms of a list of subjects, between semicolons.
pub(super) fn add_subjects(article: &mut Article, scheme: &str, written: &str) {
    let terms = top_level(unwrapped(written), |c| c == ';').into_iter().map(latex::plain);
    let terms = terms.filter(|term| !term.is_empty());
    article.subjects.extend(terms.map(|code| Subject { scheme: scheme.to_owned(), code, ..Subject::default() }));
}
