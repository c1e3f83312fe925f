//! Entries as Scopus writes them, until 2023 (`document_type={Conference Paper}`, `note={cited By 12}`) and since
//! (`type = {Conference paper}`, `note = {Cited by: 12; All Open Access, Gold Open Access}`).

use super::super::super::{columns, latex};
use super::Draft;
use super::databases::unwrapped;
use crate::formats::tagged::by_name::ByName;
use crate::formats::tagged::{citations, medline};
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
    let written = latex::plain(unwrapped(written));
    let name = written.split(';').next().unwrap_or_default();
    let email = written.rsplit_once("email: ").and_then(|(_, email)| medline::email(&email.replace("(at)", "@")));
    if let Some(one) = ByName::of(article).find(name).and_then(|at| article.authors.get_mut(at)) {
        one.corresponding = true;
        one.email = one.email.take().or(email);
    }
}

impl Draft<'_, '_, '_> {
    /// Whether a note is Scopus' own, which says how often a work is cited, whether it is open and at which conference it was.
    pub(super) fn note_of_scopus(&mut self, written: &str) -> bool {
        let note = latex::plain(written);
        let (first, _) = note.split_once(';').unwrap_or((&note, ""));
        let cited = first.split_at_checked(8).filter(|(head, _)| head.eq_ignore_ascii_case("cited by"));
        // `cited By (since 1996)5`.
        let cited = cited.map(|(_, count)| count.rsplit([' ', ':', ')']).next().unwrap_or(count));
        let Some(cited) = cited.and_then(|count| count.parse().ok()) else { return false };
        self.article.metrics.cited = self.article.metrics.cited.or(Some(cited));
        for part in note.split(';').map(str::trim) {
            let event = part.strip_prefix("Conference name: ").or_else(|| part.strip_prefix("Conference of "));
            let imprint = &mut self.article.imprint;
            imprint.event = imprint.event.take().or_else(|| event.map(|event| event.trim().to_owned()));
            if part.starts_with("All Open Access") {
                self.article.open_access = Some(true);
            }
        }
        true
    }
}
