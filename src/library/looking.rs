//! Looking through the articles that have a word, over several shelves, the newest first.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::excerpt::People;
use super::shelf::Shelf;
use super::{LibraryError, YearCount, count, links, lists, signed};

type Done<T> = Result<T, LibraryError>;

/// Articles that are looked into, at most, for one word: some sixty milliseconds.
pub(super) const LOOKED_INTO: usize = 1_000;

/// Articles read between two questions whether anybody still waits.
const AT_ONCE: usize = 32;

/// The shelves, and whether anybody still waits.
pub(super) struct Looking<'a> {
    pub(super) shelves: Vec<&'a Shelf>,
    superseded: &'a dyn Fn() -> bool,
    given_up: Cell<bool>,
    looked: Cell<usize>,
}

/// An article that has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// By which articles are in order: the newest is the least.
    pub(super) newest: i64,
    pub(super) shelf: usize,
    pub(super) row: i64,
}

impl At {
    pub(super) fn year(self) -> Option<i32> {
        year_of(self.newest)
    }
}

/// The year that an order of words stands for.
fn year_of(newest: i64) -> Option<i32> {
    if newest == links::newest(None) { None } else { i32::try_from(-newest).ok() }
}

impl<'a> Looking<'a> {
    pub(super) fn new(shelves: Vec<&'a Shelf>, superseded: &'a dyn Fn() -> bool) -> Self {
        Self { shelves, superseded, given_up: Cell::new(false), looked: Cell::new(0) }
    }

    /// Whether nobody waits any more: then what was found so far is not to be shown.
    pub(super) fn given_up(&self) -> bool {
        self.given_up.get()
    }

    pub(super) fn stops(&self) -> bool {
        self.looked.set(self.looked.get() + 1);
        if self.looked.get().is_multiple_of(AT_ONCE) && (self.superseded)() {
            self.given_up.set(true);
        }
        self.given_up.get()
    }

    /// How many articles have a word.
    pub(super) fn total(&self, hash: i64) -> Done<u64> {
        self.shelves.iter().map(|shelf| lists::term_count(&shelf.connection, hash).map_err(|error| shelf.said(error))).sum()
    }

    /// How many of them there are in each year, the oldest first, those without a year last.
    pub(super) fn years(&self, hash: i64) -> Done<BTreeMap<YearOrNone, u64>> {
        let mut years = BTreeMap::new();
        for shelf in &self.shelves {
            let one = |connection: &rusqlite::Connection| -> Done<Vec<(i64, i64)>> {
                let mut read = connection.prepare_cached("SELECT newest, count(*) FROM terms WHERE hash = ?1 GROUP BY newest")?;
                Ok(read.query_map([hash], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
            };
            for (newest, articles) in one(&shelf.connection).map_err(|error| shelf.said(error))? {
                *years.entry(YearOrNone::of(year_of(newest))).or_default() += count(articles);
            }
        }
        Ok(years)
    }

    /// The newest of them, at most so many.
    pub(super) fn newest(&self, hash: i64, most: usize) -> Done<Vec<At>> {
        let mut all = Vec::new();
        for (shelf, of) in self.shelves.iter().enumerate() {
            let one = |connection: &rusqlite::Connection| -> Done<Vec<At>> {
                let query = "SELECT newest, article FROM terms WHERE hash = ?1 ORDER BY newest, article LIMIT ?2";
                let mut read = connection.prepare_cached(query)?;
                let found = read.query_map((hash, signed(most as u64)), |row| Ok(At { newest: row.get(0)?, shelf, row: row.get(1)? }))?;
                Ok(found.collect::<Result<_, _>>()?)
            };
            all.extend(one(&of.connection).map_err(|error| of.said(error))?);
        }
        all.sort_unstable();
        all.truncate(most);
        Ok(all)
    }

    /// Reads what is needed of an article; nothing of a damaged one (that is the business of `check`), or when nobody waits.
    pub(super) fn people(&self, at: At) -> Option<People> {
        if self.stops() {
            return None;
        }
        links::excerpt(&self.shelves.get(at.shelf)?.connection, at.row).ok().flatten()
    }
}

/// A year, or none, which stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct YearOrNone(bool, i32);

impl YearOrNone {
    pub(super) fn of(year: Option<i32>) -> Self {
        Self(year.is_none(), year.unwrap_or(0))
    }

    fn year(self) -> Option<i32> {
        (!self.0).then_some(self.1)
    }
}

/// Counted years in their order.
pub(super) fn timeline(years: BTreeMap<YearOrNone, u64>) -> Vec<YearCount> {
    years.into_iter().map(|(year, articles)| YearCount { year: year.year(), articles }).collect()
}
