//! Entries as Scopus writes them, until 2023 (`document_type={Conference Paper}`, `note={cited By 12}`) and since
//! (`type = {Conference paper}`, `note = {Cited by: 12; All Open Access, Gold Open Access}`).

use super::super::super::{columns, latex};
use super::Draft;
use super::databases::unwrapped;
use crate::formats::tagged::{citations, scopus};
use crate::record::{Article, ArticleKind};

/// The kind of a work by what Scopus calls it. What it calls an article may stand in proceedings, which the entry tells.
pub(super) fn kind(word: &str, entry: &ArticleKind) -> Option<ArticleKind> {
    columns::kind(word).filter(|kind| *kind != ArticleKind::Article || *entry == ArticleKind::Other)
}

/// Takes what a field without a place of its own says.
pub(super) fn take(article: &mut Article, name: &str, written: &str) {
    match name {
        "references" if article.refs.is_none() => article.refs = citations::list_of_scopus(&latex::plain(unwrapped(written))),
        "funding_details" | "funding_text_1" | "funding_text" if article.funding.is_empty() => {
            columns::funding(article, &latex::plain(unwrapped(written)));
        }
        _ => {}
    }
}

/// `De Gregorio, M.; Institute, City, Country; email: mdg@example.org`, since 2023 `M. De Gregorio; …`: who answers letters.
pub(super) fn correspondence(article: &mut Article, written: &str) {
    scopus::correspondence(article, latex::plain(unwrapped(written)).split(';'));
}

impl Draft<'_, '_, '_> {
    /// Whether a note is Scopus' own; then what it says is taken.
    pub(super) fn note_of_scopus(&mut self, written: &str) -> bool {
        let note = latex::plain(written);
        let is_own = scopus::is_note(&note);
        if is_own {
            scopus::take_notes(&mut self.article, std::iter::once(note.as_str()));
        }
        is_own
    }
}
