//! The answer to a query: the first records by worth, how many there are, and by what they can be narrowed.
//!
//! Each shelf is a part: its index, and a small one in memory of what changed since. What lies in memory takes the place of
//! what the index on the disk still says of the same records.

use std::path::PathBuf;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as Asked};
use tantivy::{DocSet, Searcher, TERMINATED};

use super::clauses::{both, but_not, rows_query};
use super::error::SearchError;
use super::facets::{Facets, gather};
use super::index::Catalogue;
use super::meant::Remembered;
use super::part::{OfShelf, Part};
use super::plan::{self, Looseness, Planner};
use super::query::Query;
use super::ranked::{BLOCK, in_order, known, sample, top};
use crate::library::{ArticleKey, Count, Library, ShelfName};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub query: Query,
    /// Hits that are left out, from the first.
    pub from: usize,
    /// Hits that are wanted.
    pub limit: usize,
    /// Only these records, where a list is narrowed.
    pub within: Option<Vec<ArticleKey>>,
}

impl Order {
    /// The first `limit` hits of a query.
    pub fn new(query: Query, limit: usize) -> Self {
        Self { query, from: 0, limit, within: None }
    }
}

/// Why a record stands where it does. Records of an earlier kind come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Worth {
    /// Its title, or an author, is what was typed.
    Exact,
    /// It has the words.
    Words,
    /// It has some of the words in its reference list only.
    References,
    /// Nothing has all that was typed; it has about half of it.
    Near,
}

impl Worth {
    /// As it is called in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Words => "words",
            Self::References => "references",
            Self::Near => "near",
        }
    }
}

/// One record found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub key: ArticleKey,
    pub worth: Worth,
    /// Comparable within one answer only.
    pub score: f32,
}

/// Documents that are looked at, the newest first, for the best of a query that does not end early by itself.
const LOOKED_AT: u64 = 12_000;
/// Of those that have the words anywhere so many are enough, as those that have them where they are worth most are looked
/// at besides; and of those that have them in their reference lists, which are worth the same.
const ANYWHERE: u64 = 4_000;
const CITED: u64 = 1_000;

/// What is done with a planned query, by index; and whether it is a union of terms.
type Visit<'a> = dyn FnMut(Box<dyn Asked>, &Planner<'_>, ShelfName, bool) -> Result<(), SearchError> + 'a;

/// What is done with an index, and the rows that it is wrong about.
type Look<'a> = dyn FnMut(&Catalogue, &[i64]) -> Result<(), SearchError> + 'a;

/// Looks into every shelf of a library.
#[derive(Default)]
pub struct Finder {
    cache: Option<PathBuf>,
    parts: Vec<Part>,
    /// Documents that are looked at for the best of a query that does not end early by itself.
    looked_at: Option<u64>,
}

impl Finder {
    /// Looks into indexes below this folder (`$XDG_CACHE_HOME/qikan`); without one, everything is held in memory.
    pub fn new(cache: Option<PathBuf>) -> Self {
        Self { cache, parts: Vec::new(), looked_at: None }
    }

    /// Looks at so many documents, the newest first, for the best of a query of which it is not known beforehand where its
    /// best are (12,000 unless said). A greater number ranks more truly, a smaller one answers sooner.
    #[must_use]
    pub fn looking_at(self, documents: u64) -> Self {
        Self { looked_at: Some(documents), ..self }
    }

    /// Takes up what changed since: in the library, and in the index that another thread or process feeds.
    ///
    /// # Errors
    /// A library that cannot be read. An index that cannot be read counts as none.
    pub fn refresh(&mut self, library: &Library) -> Result<(), SearchError> {
        let shelves = library.searched()?;
        self.parts.retain(|part| shelves.iter().any(|shelf| shelf.name() == part.shelf));
        for shelf in &shelves {
            let at = self.parts.iter().position(|part| part.shelf == shelf.name());
            let old = at.map(|at| self.parts.swap_remove(at));
            self.parts.push(Part::refreshed(old, shelf, self.cache.as_deref())?);
        }
        self.parts.sort_by_key(|part| part.shelf);
        Ok(())
    }

    /// Lets the index's files go, and with them the pages of memory that they fill; the next search opens them again.
    pub fn rest(&mut self) {
        self.parts.retain(|part| part.disk.is_none());
    }

    /// Changes that cannot be found yet, because they are neither in the index nor held in memory.
    pub fn behind(&self) -> u64 {
        self.parts.iter().map(|part| part.behind).sum()
    }

    /// The first hits, best first.
    ///
    /// # Errors
    /// [`SearchError::Superseded`] when `superseded` says so between two segments; what the index or the library says.
    pub fn find(&self, order: &Order, library: &Library, superseded: &dyn Fn() -> bool) -> Result<Vec<Hit>, SearchError> {
        let wanted = order.from + order.limit;
        let most = wanted.div_ceil(BLOCK) * BLOCK;
        // No fewer than are wanted: the last page has to be found as well.
        let least = u64::try_from(most).unwrap_or(u64::MAX).saturating_mul(2);
        let looking_at = |documents: u64| self.looked_at.unwrap_or(documents).max(least);
        let mut hits: Vec<Hit> = Vec::new();
        let remembered = Remembered::default();
        for (worth, looseness) in [
            (Worth::Exact, Looseness::Strict),
            (Worth::Words, Looseness::Strict),
            (Worth::References, Looseness::References),
            (Worth::Near, Looseness::Loose),
        ] {
            if hits.len() >= wanted || (worth == Worth::Near && !(hits.is_empty() && plan::can_be_loose(&order.query))) {
                break;
            }
            let looked_at = looking_at(match worth {
                Worth::Exact | Worth::Near => LOOKED_AT,
                Worth::Words => ANYWHERE,
                Worth::References => CITED,
            });
            let mut ranked = Vec::new();
            let most = most + hits.len();
            let mut cut = false;
            self.each(order, library, looseness, false, &remembered, &mut |asked, planner, shelf, flat| {
                let asked = match worth {
                    Worth::Exact => match plan::exact(planner.fields, &order.query) {
                        Some(exact) => both(exact, asked),
                        None => return Ok(()),
                    },
                    _ => asked,
                };
                let best = if flat && worth != Worth::Exact {
                    top(planner.searcher, asked.as_ref(), most, superseded)?
                } else {
                    sample(planner.searcher, asked.as_ref(), most, looked_at, &mut cut, superseded)?
                };
                ranked.extend(known(planner.searcher, &best, shelf)?);
                Ok(())
            })?;
            // Not all were looked at: those that have the words where they are worth most must not be missed.
            if cut && worth == Worth::Words {
                self.each(order, library, Looseness::Head, false, &remembered, &mut |asked, planner, shelf, _| {
                    let best = sample(planner.searcher, asked.as_ref(), most, looking_at(LOOKED_AT), &mut false, superseded)?;
                    for found in known(planner.searcher, &best, shelf)? {
                        match ranked.iter_mut().find(|(_, _, key)| *key == found.2) {
                            Some(same) => same.0 = same.0.max(found.0),
                            None => ranked.push(found),
                        }
                    }
                    Ok(())
                })?;
            }
            ranked.retain(|(_, _, key)| !hits.iter().any(|hit| hit.key == *key));
            in_order(&mut ranked);
            for (score, _, key) in ranked {
                hits.push(Hit { key, worth, score });
            }
        }
        hits.truncate(wanted);
        Ok(hits.split_off(order.from.min(hits.len())))
    }

    /// How many records have what was asked for (in reference lists not counted): exactly, as long as that takes no more
    /// than looking at `budget` of them.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn count(&self, order: &Order, budget: u64, library: &Library, superseded: &dyn Fn() -> bool) -> Result<Count, SearchError> {
        let mut counted = 0;
        self.each(order, library, Looseness::Strict, true, &Remembered::default(), &mut |asked, planner, _, _| {
            tally(asked.as_ref(), planner.searcher, &mut counted, budget, superseded)
        })?;
        Ok(if counted <= budget { Count::Exactly(counted) } else { Count::MoreThan(budget) })
    }

    /// How many records [`Finder::find`] gives to whoever asks for all of them: those that have it in their reference lists too,
    /// and where nobody has it those that nearly do.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn count_all(&self, order: &Order, library: &Library, superseded: &dyn Fn() -> bool) -> Result<u64, SearchError> {
        let remembered = Remembered::default();
        let mut counted = 0;
        for looseness in [Looseness::Strict, Looseness::References, Looseness::Loose] {
            if looseness == Looseness::Loose && (counted > 0 || !plan::can_be_loose(&order.query)) {
                break;
            }
            self.each(order, library, looseness, true, &remembered, &mut |asked, planner, _, _| {
                let asked = match looseness {
                    Looseness::References => both(asked, but_not(planner.plan(&order.query, Looseness::Strict)?)),
                    _ => asked,
                };
                tally(asked.as_ref(), planner.searcher, &mut counted, u64::MAX, superseded)
            })?;
        }
        Ok(counted)
    }

    /// All records that have what was asked for (in reference lists not counted), at most so many, and whether there are more.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn every(
        &self,
        order: &Order,
        most: usize,
        library: &Library,
        superseded: &dyn Fn() -> bool,
    ) -> Result<(Vec<ArticleKey>, bool), SearchError> {
        let (mut keys, mut more) = (Vec::new(), false);
        self.each(order, library, Looseness::Strict, true, &Remembered::default(), &mut |asked, planner, shelf, _| {
            let weight = asked.weight(EnableScoring::disabled_from_searcher(planner.searcher))?;
            for reader in planner.searcher.segment_readers() {
                if superseded() {
                    return Err(SearchError::Superseded);
                }
                let rows = reader.fast_fields().u64("row")?;
                let mut found = weight.scorer(reader, 1.0)?;
                while found.doc() != TERMINATED && !more {
                    if reader.alive_bitset().is_none_or(|alive| alive.is_alive(found.doc()))
                        && let Some(row) = rows.first(found.doc()).and_then(|row| i64::try_from(row).ok())
                    {
                        more = keys.len() == most;
                        keys.extend((!more).then_some(ArticleKey { shelf, row }));
                    }
                    found.advance();
                }
            }
            Ok(())
        })?;
        Ok((keys, more))
    }

    /// By what the records found can be narrowed: their journals, years, authors, classes, and how many were read.
    ///
    /// # Errors
    /// As [`Finder::find`].
    pub fn facets(&self, order: &Order, most: usize, library: &Library, superseded: &dyn Fn() -> bool) -> Result<Facets, SearchError> {
        let mut facets = Facets::default();
        let shelves = library.searched()?;
        self.each(order, library, Looseness::Strict, true, &Remembered::default(), &mut |asked, planner, name, _| {
            let read = match shelves.iter().find(|shelf| shelf.name() == name) {
                Some(shelf) => shelf.rows_read()?,
                None => Vec::new(),
            };
            gather(&mut facets, asked.as_ref(), planner.searcher, &read, superseded)
        })?;
        facets.cut(most);
        Ok(facets)
    }

    /// Gives every index of a shelf to `visit`, with the rows that it is wrong about, ascending.
    ///
    /// # Errors
    /// What `visit` says.
    pub(super) fn each_of(&self, shelf: ShelfName, visit: &mut Look<'_>) -> Result<(), SearchError> {
        for part in self.parts.iter().filter(|part| part.shelf == shelf) {
            if let Some(disk) = &part.disk {
                visit(disk, &part.changed)?;
            }
            if let Some(fresh) = &part.fresh {
                visit(fresh, &[])?;
            }
        }
        Ok(())
    }

    /// Plans a query for every index, and gives each to `visit`.
    fn each(
        &self,
        order: &Order,
        library: &Library,
        looseness: Looseness,
        counting: bool,
        remembered: &Remembered,
        visit: &mut Visit<'_>,
    ) -> Result<(), SearchError> {
        let shelves = library.searched()?;
        let mut index = 0;
        for part in &self.parts {
            let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == part.shelf) else { continue };
            for catalogue in part.disk.iter().chain(&part.fresh) {
                let searcher = catalogue.searcher();
                let outside = OfShelf(shelf);
                let planner = Planner::new(&catalogue.fields, &searcher, &outside, (index, remembered), counting)?;
                index += 1;
                let mut asked = planner.plan(&order.query, looseness)?;
                let mut flat = planner.is_flat(&order.query);
                if let Some(within) = &order.within {
                    let mut rows: Vec<i64> = within.iter().filter(|key| key.shelf == part.shelf).map(|key| key.row).collect();
                    rows.sort_unstable();
                    flat = false;
                    asked = both(asked, rows_query(&catalogue.fields, rows));
                }
                let on_disk = part.disk.as_ref().is_some_and(|disk| std::ptr::eq(disk, catalogue));
                if on_disk && !part.changed.is_empty() {
                    flat = false;
                    let stale = rows_query(&catalogue.fields, part.changed.clone());
                    asked = Box::new(BooleanQuery::new(vec![(Occur::Must, asked), (Occur::MustNot, stale)]));
                }
                visit(asked, &planner, part.shelf, flat)?;
            }
        }
        Ok(())
    }
}

/// Counts documents, until there are more than `budget`.
fn tally(asked: &dyn Asked, searcher: &Searcher, counted: &mut u64, budget: u64, superseded: &dyn Fn() -> bool) -> Result<(), SearchError> {
    let weight = asked.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for reader in searcher.segment_readers() {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        let mut found = weight.scorer(reader, 1.0)?;
        let alive = reader.alive_bitset();
        let mut doc = found.doc();
        while doc != TERMINATED && *counted <= budget {
            *counted += u64::from(alive.is_none_or(|alive| alive.is_alive(doc)));
            doc = found.advance();
        }
    }
    Ok(())
}
