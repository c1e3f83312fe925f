//! The references of an article and the articles that cite it, as lists of their own in the place of the issues.

use super::asking::Waiting;
use super::layout::Pane;
use super::panes::CardsOf;
use super::popup::{PageOf, Popup, RowsOf};
use super::results::Sought;
use super::{Action, Reader};
use crate::library::{ArticleKey, Count, Linked, Listing, Node, Question, Shown};
use crate::search::query::Query;
use crate::search::{Among, Want, Wish};
use crate::text::plain;

/// Which list of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Those of its references that the library holds.
    References,
    CitedBy,
}

impl Reader {
    /// Asks how many cite an article of which the library only said that they are very many.
    pub(super) fn wish_for_cited_by_count(&mut self, key: ArticleKey) {
        let among = Among::Listed(Listing::CitedBy(key));
        self.wish(Wish { among, ..Wish::of_library(0, Want::Count) }, Waiting::CitedByCount(key));
    }

    /// Takes how many cite the article shown.
    pub(super) fn take_cited_by_count(&mut self, key: ArticleKey, counted: Count) {
        if let Some(cards) = self.lists.cited_by.as_mut().filter(|cards| cards.of == CardsOf::CitedBy(key)) {
            (cards.total, cards.has_more) = (Some(counted.least()), counted.has_more());
        }
    }

    /// Opens a list of the article under the cursor, or else of the one that is shown.
    pub(super) fn list_of_article(&mut self, kind: ListKind) {
        let shown = self.shown.as_ref().map(|shown| shown.key);
        let Some(key) = self.article_under().or(shown) else {
            return self.say("Put the cursor on an article to list what it cites, or what cites it.");
        };
        self.waiting.retain(|_, waiting| !waiting.leads_to_an_article());
        self.ask(Question::Article(key), Waiting::ListOf(kind));
    }

    /// The article under the cursor: of what is on top, of the results, of the tree.
    fn article_under(&self) -> Option<ArticleKey> {
        match self.popups.last() {
            Some(Popup::Page(on_top)) if matches!(on_top.of, PageOf::Article(_)) => self.peeked,
            Some(Popup::Rows(list)) => match &list.of {
                RowsOf::Cards(cards) => cards.row(list.cursor.row).map(|(card, _)| card.key),
                _ => None,
            },
            Some(_) => None,
            None if self.focus != Pane::Issues => None,
            None if self.results.is_some() => self.results.as_ref().and_then(super::Results::key),
            None => match self.issues.row()?.node {
                Node::Article(key) => Some(key),
                _ => None,
            },
        }
    }

    /// Opens a list of an article, or says why there is none.
    pub(super) fn open_list_of(&mut self, kind: ListKind, of: &Shown) {
        let title = plain(self.prefer(&of.article.title));
        let id = of.article.id.as_str().to_owned();
        let held = of.references.iter().filter(|linked| matches!(linked, Linked::Held { .. })).count();
        let (name, listed, query) = match (kind, &of.article.refs) {
            (ListKind::References, None) => return self.say("The source of this record does not give its references."),
            (ListKind::References, Some(refs)) if refs.is_empty() => return self.say("This article has no references."),
            (ListKind::References, Some(refs)) if held == 0 => {
                let key = self.key_of(Action::GoReferences);
                return self.say(format!("The library holds none of its {} references; {key} shows them.", refs.len()));
            }
            (ListKind::CitedBy, _) if of.cited_by == Count::Exactly(0) => return self.say("Nothing in the library cites this article."),
            // Their query says the same to those who narrow the list, save it, or come back to it another day.
            (ListKind::References, _) => (format!("References of {title}"), Listing::References(of.key), Query::CitedBy(id)),
            (ListKind::CitedBy, _) => (format!("Citing {title}"), Listing::CitedBy(of.key), Query::Cites(id)),
        };
        self.leave();
        self.open_list(Sought { name, typed: query.to_string(), query, listed: Some(listed), ..Sought::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{IssuePlace, ShelfName};
    use crate::reader::going::Arrival;
    use crate::reader::{Effect, Event, Keymap, Size, Start, Ticket};
    use crate::record::Article;
    use crate::search::Told;

    /// A reader that shows an article which so many cite, and what it wished for.
    fn showing(cited_by: Count) -> (Reader, Vec<(Ticket, Wish)>) {
        let mut reader = Reader::new(Start { keymap: Keymap::built_in(), ..Start::default() });
        reader.update(Event::Resize(Size { columns: 80, rows: 24 }));
        let key = ArticleKey { shelf: ShelfName::Own, row: 1 };
        let (article, place) = (Box::new(Article::default()), IssuePlace::default());
        let shown = Shown { key, article, references: Vec::new(), related: Vec::new(), cited_by, place, read: false };
        reader.take_article(shown, Arrival::Follow);
        let wished = reader.update(Event::Resize(Size { columns: 80, rows: 24 })).into_iter().filter_map(|effect| match effect {
            Effect::Search(ticket, wish) => Some((ticket, wish)),
            _ => None,
        });
        let wished = wished.collect();
        (reader, wished)
    }

    fn tab(reader: &Reader) -> Option<String> {
        let titles = reader.titles(Pane::Lists);
        titles.into_iter().find(|piece| piece.tab == Some(super::super::Tab::CitedBy)).map(|piece| piece.text.trim().to_owned())
    }

    #[test]
    fn the_tab_of_what_very_many_cite_says_so_until_they_are_counted() {
        let (mut reader, wished) = showing(Count::MoreThan(10_000));
        assert_eq!(tab(&reader).as_deref(), Some("Cited by 10000+"));
        let counting = wished.iter().find(|(_, wish)| wish.want == Want::Count).map(|(ticket, _)| *ticket);
        assert!(counting.is_some(), "{wished:?}");
        reader.update(Event::Told(counting.unwrap_or_default(), Told::Count(Count::Exactly(12_345))));
        assert_eq!(tab(&reader).as_deref(), Some("Cited by 12345"));
    }

    #[test]
    fn what_was_counted_at_once_is_not_counted_again() {
        let (reader, wished) = showing(Count::Exactly(10_000));
        assert_eq!(tab(&reader).as_deref(), Some("Cited by 10000"));
        assert!(wished.iter().all(|(_, wish)| wish.want != Want::Count), "{wished:?}");
    }
}
