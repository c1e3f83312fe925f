//! What Web of Science says of a work in fields of its own: its number, how often it is cited, what it cites. The fields are
//! kept too, so that they are written as they stood.

use super::Draft;
use crate::formats::tagged::citations;

impl Draft<'_, '_, '_> {
    /// Takes what a field without a place of its own says of citations.
    pub(super) fn citing(&mut self, name: &str, written: &str) {
        let bare = written.trim().trim_matches(['{', '}']).trim();
        match name {
            "unique-id" if bare.contains(':') && !bare.contains(char::is_whitespace) => {
                self.article.ids.rest.insert("wos".to_owned(), bare.into());
            }
            "times-cited" => self.article.metrics.cited = bare.parse().ok().or(self.article.metrics.cited),
            "cited-references" if self.article.refs.is_none() => {
                let lines = bare.lines().map(|line| line.trim().trim_end_matches('.')).filter(|line| !line.is_empty());
                self.article.refs = Some(lines.enumerate().map(citations::reference).collect());
            }
            _ => {}
        }
    }
}
