//! What a work is about: the key words of its authors, and the terms of a database.

use super::super::super::latex;
use super::super::names;
use super::Draft;
use super::databases::{Database, add_subjects, unwrapped};

impl Draft<'_, '_, '_> {
    /// Key words between semicolons; where there are none, of other sources than Scopus, between commas.
    pub(super) fn keywords(&mut self, written: &str) -> bool {
        // Web of Science writes `{{a; b}}`.
        let written = if written.contains(';') { unwrapped(written) } else { written };
        let mut pieces = names::top_level(written, |c| matches!(c, ';' | '；'));
        if pieces.len() == 1 && self.database != Database::Scopus {
            pieces = names::top_level(written, |c| matches!(c, ',' | '，' | '、' | '\n'));
        }
        let words: Vec<String> = pieces.into_iter().map(latex::rich).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return false;
        }
        let lang = self.language(&words.join(" "));
        self.article.keywords.entry(lang).extend(words);
        true
    }

    /// What Scopus has under `keywords`: the terms of its index, beside the authors' own under `author_keywords`. The field is kept,
    /// for no other writes them.
    pub(super) fn index_terms(&mut self, written: &str) -> bool {
        add_subjects(&mut self.article, "scopus", written);
        false
    }
}
