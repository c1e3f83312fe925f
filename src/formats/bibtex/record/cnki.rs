//! Entries as CNKI writes them: what is no article, book or thesis is `@Misc`, and another field tells what it is.

use super::super::super::latex;
use super::Draft;
use crate::formats::tagged::people;
use crate::record::ArticleKind;

/// What `srcdatabase` says, by a word in it.
const DATABASES: &[(&str, ArticleKind)] =
    &[("标准", ArticleKind::Standard), ("专利", ArticleKind::Patent), ("报纸", ArticleKind::Newspaper), ("成果", ArticleKind::Report)];

impl Draft<'_, '_, '_> {
    /// Tells the kind of what is `@Misc`, and the number of a patent, which stands as its `typeofwork`.
    pub(super) fn of_cnki(&mut self) {
        if self.article.kind != ArticleKind::Other {
            return;
        }
        let database = self.entry.value("srcdatabase").unwrap_or_default();
        if let Some((_, kind)) = DATABASES.iter().find(|(word, _)| database.contains(word)) {
            self.article.kind = kind.clone();
        } else if self.has("secondarytitle") && self.is_of_cnki() {
            self.article.kind = ArticleKind::Newspaper;
        }
        if self.article.kind == ArticleKind::Patent {
            self.article.imprint.number = self.entry.value("typeofwork").map(latex::plain);
        }
    }

    /// Whether a name is CNKI's or Scopus' word for none.
    pub(super) fn is_no_name(&self, written: &str) -> bool {
        let bare = written.trim();
        (bare.eq_ignore_ascii_case("null") && self.is_of_cnki()) || bare.trim_matches(['{', '}']) == people::NOBODY
    }

    /// The number of a standard, which stands where others have ISBN.
    pub(super) fn number_as_isbn(&mut self, written: &str) -> bool {
        let bare = written.trim_start_matches(|c: char| c.is_whitespace() || "ISBN:-".contains(c));
        let digits = bare.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count();
        let is_isbn = matches!(digits, 10 | 13) && !bare.contains(|c: char| c.is_alphabetic() && !matches!(c, 'x' | 'X'));
        let is_number = self.article.kind == ArticleKind::Standard && !is_isbn && written.contains(char::is_alphabetic);
        let taken = is_number && self.article.imprint.number.is_none();
        if taken {
            self.article.imprint.number = Some(latex::plain(written));
        }
        taken
    }

    fn is_of_cnki(&self) -> bool {
        self.entry.value("databaseprovider").is_some_and(|provider| provider.trim() == "CNKI")
    }
}
