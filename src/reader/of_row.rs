//! What is wanted of an article that is only a row yet, of the results or of the tree: it is asked for first.

use super::asking::Waiting;
use super::layout::Pane;
use super::page::numbering;
use super::{Action, Reader};
use crate::library::{ArticleKey, Node, Question, Shown};
use crate::text::plain;

impl Reader {
    /// Asks for the article under the cursor, to do this with it; whether there is one, and it is not the one shown.
    pub(super) fn ask_of_row(&mut self, action: Action) -> bool {
        let here = self.shown.as_ref().map(|shown| shown.key);
        let Some(key) = self.article_at_row().filter(|key| here != Some(*key)) else { return false };
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::OfRow(_)));
        self.ask(Question::Article(key), Waiting::OfRow(action));
        true
    }

    fn article_at_row(&self) -> Option<ArticleKey> {
        if self.focus != Pane::Issues || !self.popups.is_empty() {
            return None;
        }
        match (&self.results, self.issues.row().map(|row| row.node)) {
            (Some(_), _) => self.found_row().map(|found| found.card.key),
            (None, Some(Node::Article(key))) => Some(key),
            _ => None,
        }
    }

    /// The article is at hand.
    pub(super) fn take_row(&mut self, action: Action, shown: &Shown) {
        match action {
            Action::Grid => self.show_grid_of(shown),
            Action::Gaps => self.show_gaps_of(shown),
            Action::ShowProfile => self.show_first_author_of(shown),
            _ => {}
        }
    }

    /// The grid of the journal of an article.
    fn show_grid_of(&mut self, shown: &Shown) {
        match self.journal_of(shown) {
            Some(journal) => self.put_grid(journal, shown.place.issue),
            None => self.say("This article stands in no journal."),
        }
    }

    pub(super) fn journal_of(&self, shown: &Shown) -> Option<(Node, String)> {
        Some((shown.place.journal?, plain(self.prefer(&shown.article.journal.title))))
    }

    /// The pages that are missing in the issue of an article.
    fn show_gaps_of(&mut self, shown: &Shown) {
        match self.issue_of(shown) {
            Some(issue) => self.put_gaps(issue),
            None => self.say("This article stands in no issue."),
        }
    }

    pub(super) fn issue_of(&self, shown: &Shown) -> Option<(Node, String)> {
        let number = numbering(shown.article.year, shown.article.volume.as_deref(), shown.article.issue.as_deref());
        let journal = plain(self.prefer(&shown.article.journal.title));
        Some((shown.place.issue?, format!("{journal} {}", number.unwrap_or_default())))
    }
}
