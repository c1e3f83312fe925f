//! The lists of an article: its references, its related articles, what cites it and what is suggested, narrowed and put in order.

use std::collections::HashSet;

use super::desk::SearchDesk;
use super::error::SearchError;
use super::finder::{Order, Worth};
use super::narrow;
use super::query::Query;
use super::wishes::{Among, EntryList, Want, Wish};
use crate::library::{Answer, ArticleKey, Direction, Linked, Listing, Question, Shown, SortedBy, Sorting, sound};
use crate::record::{Article, MultiText};

/// Entries as the list has them: those that the library holds by their keys, and what was printed of each, where something was.
struct Entries {
    keys: Vec<Option<ArticleKey>>,
    texts: Vec<Article>,
}

/// By what an entry is put in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(i64),
    Sound(String),
}

impl SearchDesk {
    /// The articles of a list that no index of the library keeps, in the list's own order; nothing of any other list.
    pub(super) fn gathered(&self, of: &Listing) -> Result<Option<Vec<ArticleKey>>, SearchError> {
        match of {
            Listing::CitedBy(key) => {
                let rows = self.library.searched_shelf(key.shelf)?.newest_citing(key.row)?;
                Ok(Some(rows.into_iter().map(|row| ArticleKey { shelf: key.shelf, row }).collect()))
            }
            Listing::References(key) => {
                let mut keys = Vec::new();
                for linked in self.shown(*key)?.map(|shown| shown.references).unwrap_or_default() {
                    if let Linked::Held { key, .. } = linked
                        && !keys.contains(&key)
                    {
                        keys.push(key);
                    }
                }
                Ok(Some(keys))
            }
            _ => Ok(None),
        }
    }

    /// The places of the entries that a query finds, in the order that is wished for.
    pub(super) fn places(
        &mut self,
        wish: &Wish,
        of: ArticleKey,
        list: EntryList,
        superseded: &dyn Fn() -> bool,
    ) -> Result<Vec<usize>, SearchError> {
        let entries = self.entries(of, list, superseded)?;
        let mut places = if wish.query == Query::Everything {
            (0..entries.keys.len().max(entries.texts.len())).collect()
        } else {
            self.found(&wish.query, &entries, superseded)?
        };
        if let Some(order) = wish.order {
            self.put_in_order(&mut places, &entries, order, superseded)?;
        }
        Ok(places)
    }

    fn entries(&mut self, of: ArticleKey, list: EntryList, superseded: &dyn Fn() -> bool) -> Result<Entries, SearchError> {
        let held = |keys: Vec<ArticleKey>| Entries { keys: keys.into_iter().map(Some).collect(), texts: Vec::new() };
        match list {
            EntryList::CitedBy => {
                let all = Wish { among: Among::Listed(Listing::CitedBy(of)), ..Wish::of_library(0, Want::Rows { from: 0, most: 0 }) };
                Ok(held(self.in_order(&all, Order::default(), None, superseded)?.0.to_vec()))
            }
            EntryList::Suggested => Ok(held(self.suggested(of, superseded)?.iter().map(|suggestion| suggestion.card.key).collect())),
            EntryList::References | EntryList::Related => {
                let (keys, texts) = self.shown(of)?.map(|shown| narrow::entries(&shown, list)).unwrap_or_default();
                Ok(Entries { keys, texts })
            }
        }
    }

    fn shown(&self, key: ArticleKey) -> Result<Option<Box<Shown>>, SearchError> {
        match self.library.answer(&Question::Article(key)) {
            Answer::Article(shown) => Ok(Some(shown)),
            Answer::Failed(sentence) => Err(SearchError::Outside(sentence)),
            _ => Ok(None),
        }
    }

    /// The places of those that a query finds, by what is printed and by what the library knows of them; ascending.
    fn found(&self, query: &Query, entries: &Entries, superseded: &dyn Fn() -> bool) -> Result<Vec<usize>, SearchError> {
        let mut places = narrow::matching(query, &entries.texts)?;
        let held: Vec<ArticleKey> = entries.keys.iter().flatten().copied().collect();
        if !held.is_empty() {
            let order = Order { within: Some(held.clone()), ..Order::new(query.clone(), held.len()) };
            let hits = self.finder.find(&order, &self.library, superseded)?;
            let found: HashSet<ArticleKey> = hits.iter().filter(|hit| hit.worth <= Worth::Words).map(|hit| hit.key).collect();
            let places_held = (0..).zip(&entries.keys).filter(|(_, key)| key.is_some_and(|key| found.contains(&key)));
            places.extend(places_held.map(|(place, _)| place));
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }

    /// Puts places in order. Those of which the order knows nothing come last, whichever way round it is; those that are equal
    /// stay as the list has them.
    fn put_in_order(
        &self,
        places: &mut Vec<usize>,
        entries: &Entries,
        order: Sorting,
        superseded: &dyn Fn() -> bool,
    ) -> Result<(), SearchError> {
        if order.by == SortedBy::Printed {
            if order.direction == Direction::Descending {
                places.reverse();
            }
            return Ok(());
        }
        let mut ranked = Vec::with_capacity(places.len());
        for place in places.iter().copied() {
            if superseded() {
                return Err(SearchError::Superseded);
            }
            ranked.push((self.rank(place, entries, order.by)?, place));
        }
        ranked.sort_by(|(one, at), (other, beside)| {
            let by_rank = match (one, other) {
                (Some(one), Some(other)) if order.direction == Direction::Descending => other.cmp(one),
                (Some(one), Some(other)) => one.cmp(other),
                (one, other) => other.is_some().cmp(&one.is_some()),
            };
            by_rank.then(at.cmp(beside))
        });
        places.clear();
        places.extend(ranked.into_iter().map(|(_, place)| place));
        Ok(())
    }

    /// By what an entry is put in order: of one that the library holds by what it knows, else by what is printed.
    fn rank(&self, place: usize, entries: &Entries, by: SortedBy) -> Result<Option<Rank>, SearchError> {
        let first = |text: &MultiText| text.values().map(|text| text.trim()).find(|text| !text.is_empty()).map(sound);
        let Some(key) = entries.keys.get(place).copied().flatten() else {
            let Some(text) = entries.texts.get(place) else { return Ok(None) };
            return Ok(match by {
                SortedBy::Date => text.year.map(|year| Rank::Number(year.into())),
                SortedBy::Title => first(&text.title).map(Rank::Sound),
                SortedBy::FirstAuthor => text.authors.first().and_then(|author| first(&author.name)).map(Rank::Sound),
                _ => None,
            });
        };
        let shelf = self.library.searched_shelf(key.shelf)?;
        if by == SortedBy::Cited {
            return Ok(i64::try_from(shelf.times_cited(key.row)?).ok().map(Rank::Number));
        }
        let Some(card) = shelf.cards(&[key.row])?.pop() else { return Ok(None) };
        Ok(match by {
            SortedBy::Date => card.year.map(|year| Rank::Number(year.into())),
            SortedBy::Read => Some(Rank::Number(card.read.into())),
            SortedBy::Title => first(&card.title).map(Rank::Sound),
            SortedBy::FirstAuthor => first(&card.authors).map(Rank::Sound),
            SortedBy::Added => Some(Rank::Number(key.row)),
            SortedBy::Printed | SortedBy::Cited => None,
        })
    }
}
