//! The answer to a query: the first records by worth, how many there are, and by what they can be narrowed.
//!
//! Each shelf is a part: its index, and a small one in memory of what changed since. What lies in memory takes the place of
//! what the index on the disk still says of the same records.

use std::path::{Path, PathBuf};

use tantivy::collector::{Collector, TopDocs};
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as Asked};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::clauses;
use super::document::document;
use super::error::SearchError;
use super::facets::{Facets, gather};
use super::index::{self, Catalogue};
use super::plan::{self, Looseness, Outside, Planner, Wanted};
use super::query::Query;
use crate::library::{ArticleKey, Library, Searched, ShelfName};

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

/// How many records there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exactly(u64),
    MoreThan(u64),
}

/// Hits are put in order by recency within blocks of so many, so that pages do not depend on their size.
const BLOCK: usize = 100;
/// How much a record of this year counts above one fifty years old.
const RECENT: f32 = 0.05;
/// Documents that are looked at for the best of a query that does not end early by itself.
const LOOKED_AT: u64 = 12_000;
/// Changes that are held in memory until they are in the index.
pub const FRESH: usize = 1000;
/// Records of a shelf in memory that are indexed.
const HELD: usize = 100_000;

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

struct Part {
    shelf: ShelfName,
    /// The index on the disk, where there is one.
    disk: Option<Catalogue>,
    /// What changed since, and up to which change.
    fresh: Option<Catalogue>,
    /// Rows that the index on the disk is wrong about, ascending.
    changed: Vec<i64>,
    seq: i64,
    identity: i64,
    /// Changes that neither has yet.
    behind: u64,
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
        let looked_at = self.looked_at.unwrap_or(LOOKED_AT).max(u64::try_from(most).unwrap_or(u64::MAX).saturating_mul(2));
        let mut hits: Vec<Hit> = Vec::new();
        for (worth, looseness) in [
            (Worth::Exact, Looseness::Strict),
            (Worth::Words, Looseness::Strict),
            (Worth::References, Looseness::References),
            (Worth::Near, Looseness::Loose),
        ] {
            if hits.len() >= wanted || (worth == Worth::Near && !hits.is_empty()) {
                break;
            }
            let mut ranked = Vec::new();
            let most = most + hits.len();
            let mut cut = false;
            self.each(order, library, looseness, false, &mut |asked, planner, shelf, flat| {
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
                self.each(order, library, Looseness::Head, false, &mut |asked, planner, shelf, _| {
                    let best = sample(planner.searcher, asked.as_ref(), most, looked_at, &mut false, superseded)?;
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
        let mut whole = true;
        self.each(order, library, Looseness::Strict, true, &mut |asked, planner, _, _| {
            let weight = asked.weight(EnableScoring::disabled_from_searcher(planner.searcher))?;
            for reader in planner.searcher.segment_readers() {
                if superseded() {
                    return Err(SearchError::Superseded);
                }
                let mut found = weight.scorer(reader, 1.0)?;
                let alive = reader.alive_bitset();
                let mut doc = found.doc();
                while doc != TERMINATED && whole {
                    counted += u64::from(alive.is_none_or(|alive| alive.is_alive(doc)));
                    whole = counted <= budget;
                    doc = found.advance();
                }
            }
            Ok(())
        })?;
        Ok(if whole { Count::Exactly(counted) } else { Count::MoreThan(budget) })
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
        self.each(order, library, Looseness::Strict, true, &mut |asked, planner, shelf, _| {
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
        self.each(order, library, Looseness::Strict, true, &mut |asked, planner, name, _| {
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
        visit: &mut Visit<'_>,
    ) -> Result<(), SearchError> {
        let shelves = library.searched()?;
        for part in &self.parts {
            let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == part.shelf) else { continue };
            for catalogue in part.disk.iter().chain(&part.fresh) {
                let searcher = catalogue.searcher();
                let outside = OfShelf(shelf);
                let planner = Planner::new(&catalogue.fields, &searcher, &outside, counting)?;
                let mut asked = planner.plan(&order.query, looseness)?;
                let mut flat = planner.is_flat(&order.query);
                if let Some(within) = &order.within {
                    let mut rows: Vec<i64> = within.iter().filter(|key| key.shelf == part.shelf).map(|key| key.row).collect();
                    rows.sort_unstable();
                    flat = false;
                    asked = both(asked, clauses::rows_query(&catalogue.fields, rows));
                }
                let on_disk = part.disk.as_ref().is_some_and(|disk| std::ptr::eq(disk, catalogue));
                if on_disk && !part.changed.is_empty() {
                    flat = false;
                    let stale = clauses::rows_query(&catalogue.fields, part.changed.clone());
                    asked = Box::new(BooleanQuery::new(vec![(Occur::Must, asked), (Occur::MustNot, stale)]));
                }
                visit(asked, &planner, part.shelf, flat)?;
            }
        }
        Ok(())
    }
}

impl Part {
    fn refreshed(old: Option<Self>, shelf: &Searched<'_>, cache: Option<&Path>) -> Result<Self, SearchError> {
        let standing = shelf.standing()?;
        let place = shelf.folder().zip(cache).map(|(library, cache)| index::folder(cache, library));
        let mut old = old.filter(|old| old.identity == standing.identity && old.seq <= standing.seq);
        let held = old.as_mut().and_then(|old| old.disk.take());
        let before = held.as_ref().map_or(0, |disk| disk.mark.seq);
        let held = held.and_then(|mut disk| disk.reload().is_ok().then_some(disk)).filter(|disk| disk.mark.seq >= before);
        let disk = held.or_else(|| Catalogue::open(place.as_deref()?, standing.identity)).filter(|disk| disk.mark.seq <= standing.seq);
        let known = disk.as_ref().map_or(0, |disk| disk.mark.seq);
        if let Some(old) = old
            && old.seq == standing.seq
            && before == known
        {
            return Ok(Self { disk, ..old });
        }
        let most = if place.is_some() { FRESH } else { HELD };
        let (mut changed, mut seq, mut records) = (Vec::new(), known, 0_u64);
        let fill = |fields: &super::schema::Fields, add: &mut dyn FnMut(_) -> Result<(), tantivy::TantivyError>| {
            while changed.len() < most {
                let changes = shelf.changes(seq, BATCH.min(most - changed.len()))?;
                let Some(last) = changes.last() else { break };
                seq = last.seq;
                for change in changes {
                    changed.push(change.row);
                    if let Some(article) = &change.article {
                        records += 1;
                        add(document(fields, u64::try_from(change.row).unwrap_or(0), article))?;
                    }
                }
            }
            Ok(())
        };
        let fresh = if known < standing.seq { Some(Catalogue::in_memory(fill)?) } else { None };
        changed.sort_unstable();
        changed.dedup();
        let behind = u64::try_from(standing.seq - seq).unwrap_or(0);
        let fresh = fresh.filter(|_| records > 0);
        Ok(Self { shelf: shelf.name(), disk, fresh, changed, seq: standing.seq, identity: standing.identity, behind })
    }
}

/// Records read together.
const BATCH: usize = 256;

/// What only the library knows of a shelf's records.
struct OfShelf<'a>(&'a Searched<'a>);

impl Outside for OfShelf<'_> {
    fn rows(&self, wanted: &Wanted) -> Result<Vec<i64>, SearchError> {
        let known = |rows: Option<Vec<i64>>| rows.unwrap_or_default();
        Ok(match wanted {
            Wanted::Read => self.0.rows_read()?,
            Wanted::Cites(id) => known(self.0.rows_citing(id)?),
            Wanted::CitedBy(id) => known(self.0.rows_cited_by(id)?),
        })
    }
}

fn both(one: Box<dyn Asked>, other: Box<dyn Asked>) -> Box<dyn Asked> {
    Box::new(BooleanQuery::intersection(vec![one, other]))
}

/// The best documents, segment by segment; whoever is no longer waited for stops between two.
pub(super) fn top(
    searcher: &Searcher,
    asked: &dyn Asked,
    most: usize,
    superseded: &dyn Fn() -> bool,
) -> Result<Vec<(f32, DocAddress)>, SearchError> {
    let collector = TopDocs::with_limit(most.max(1)).order_by_score();
    let weight = asked.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut fruits = Vec::new();
    for (at, reader) in (0..).zip(searcher.segment_readers()) {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        fruits.push(collector.collect_segment(weight.as_ref(), at, reader)?);
    }
    Ok(collector.merge_fruits(fruits)?)
}

/// The best of the first documents that match, newest first, as many as can be looked at while somebody types; `cut` says
/// that there were more.
fn sample(
    searcher: &Searcher,
    asked: &dyn Asked,
    most: usize,
    looked_at: u64,
    cut: &mut bool,
    superseded: &dyn Fn() -> bool,
) -> Result<Vec<(f32, DocAddress)>, SearchError> {
    let weight = asked.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let all = u64::from(searcher.segment_readers().iter().map(tantivy::SegmentReader::max_doc).sum::<u32>()).max(1);
    let mut best: Vec<(f32, DocAddress)> = Vec::new();
    for (at, reader) in (0..).zip(searcher.segment_readers()) {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        let share = (looked_at * u64::from(reader.max_doc())).div_ceil(all);
        let alive = reader.alive_bitset();
        let mut found = weight.scorer(reader, 1.0)?;
        let (mut doc, mut looked) = (found.doc(), 0);
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                if looked == share {
                    *cut = true;
                    break;
                }
                looked += 1;
                best.push((found.score(), DocAddress::new(at, doc)));
            }
            doc = found.advance();
        }
    }
    // What is equal stays in the order of the documents, so that a longer list begins with the shorter one.
    best.sort_by(|one, other| other.0.total_cmp(&one.0));
    best.truncate(most);
    Ok(best)
}

/// A document found: its score, its year and its key.
type Found = (f32, i64, ArticleKey);

/// What is known of the documents found.
fn known(searcher: &Searcher, best: &[(f32, DocAddress)], shelf: ShelfName) -> Result<Vec<Found>, SearchError> {
    let columns = searcher.segment_readers().iter().map(|reader| Ok((reader.fast_fields().u64("row")?, reader.fast_fields().i64("year")?)));
    let columns = columns.collect::<Result<Vec<_>, tantivy::TantivyError>>()?;
    let found = best.iter().filter_map(|(score, address)| {
        let (row, year) = columns.get(address.segment_ord as usize)?;
        let key = ArticleKey { shelf, row: i64::try_from(row.first(address.doc_id)?).ok()? };
        Some((*score, year.first(address.doc_id).unwrap_or(0), key))
    });
    Ok(found.collect())
}

/// Hits of several indexes in one order: by score, and block by block a little higher what is newer.
fn in_order(found: &mut [Found]) {
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    for block in found.chunks_mut(BLOCK) {
        for (score, year, _) in &mut *block {
            *score *= 1.0 + recency(*year);
        }
        block.sort_by(|one, other| other.0.total_cmp(&one.0));
    }
}

/// From 0 for a record of 1975 or before to [`RECENT`] for one of 2025 or later.
fn recency(year: i64) -> f32 {
    let years = u16::try_from((year - 1975).clamp(0, 50)).unwrap_or(0);
    RECENT * f32::from(years) / 50.0
}
