//! The citation graph around a record: who cites whom, as far as one asks.
//!
//! Every walk has a bound: reference lists are short, but a record may be cited by a hundred thousand others.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::graph_works::{self, SharedWork};
use super::step::Step;
use super::{ArticleCard, ArticleKey, Library, LibraryError, ShelfName, changes, count, lists};
use crate::record::{HowLinked, RecordId};

type Done<T> = Result<T, LibraryError>;

/// Records that one record is cited by and that are taken up at once: those that came into the library last.
const CITING: usize = 400;
/// Neighbours of a first neighbour that are looked at for what ties several of them together.
const BESIDE: usize = 200;
/// Second neighbours that are told.
const TYING: usize = 60;
/// The most records of a neighbourhood.
pub const MOST_NEAR: usize = 20_000;

/// A record of a neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    pub card: ArticleCard,
    /// Citations between it and the middle: 0 of the middle itself.
    pub away: u32,
}

/// A citation between two records of a neighbourhood, by their places in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub citing: usize,
    pub cited: usize,
    /// The first step of the ladder by which it was found.
    pub how: HowLinked,
}

/// The records around one, and who cites whom among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbourhood {
    /// The middle first, then the nearer ones before the farther.
    pub nodes: Vec<Neighbour>,
    pub edges: Vec<Edge>,
    /// What the middle cites and the library does not hold, where others of them cite the same.
    pub works: Vec<SharedWork>,
    /// How many records of the library the middle cites, and is cited by: more than are among the nodes, if it is cited
    /// by very many.
    pub cites: u64,
    pub cited_by: u64,
    /// Some within reach were left out.
    pub cut: bool,
}

/// How far a neighbourhood goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What the middle cites and is cited by, those second neighbours that tie several of them together, and those that share
    /// references with it.
    Tied,
    /// All within so many citations, in either direction.
    Within(u32),
}

impl Library {
    /// The records around one; nothing when `superseded` says in between that nobody waits for it any more.
    ///
    /// # Errors
    /// A shelf that is not open, or a damaged library.
    pub fn neighbourhood(&self, key: ArticleKey, reach: Reach, superseded: &dyn Fn() -> bool) -> Done<Option<Neighbourhood>> {
        let shelf = self.shelf(key.shelf)?;
        let walk = Walk { connection: &shelf.connection, superseded };
        neighbourhood(&walk, shelf.name, key.row, reach).map_err(|error| shelf.said(error))
    }

    /// The identifier that outlives the program.
    ///
    /// # Errors
    /// A record that is not there, or a damaged library.
    pub fn identifier(&self, key: ArticleKey) -> Done<RecordId> {
        let shelf = self.shelf(key.shelf)?;
        lists::identifier(&shelf.connection, key.row).map_err(|error| shelf.said(error))
    }

    /// One card.
    ///
    /// # Errors
    /// A shelf that is not open, or a damaged library.
    pub fn card(&self, key: ArticleKey) -> Done<Option<ArticleCard>> {
        let shelf = self.shelf(key.shelf)?;
        lists::cards_of_rows(&shelf.connection, shelf.name, &[key.row]).map(|mut cards| cards.pop()).map_err(|error| shelf.said(error))
    }
}

/// A walk over citations that may be given up.
pub(super) struct Walk<'a> {
    pub(super) connection: &'a Connection,
    pub(super) superseded: &'a dyn Fn() -> bool,
}

/// Rows are counted so far before it is asked again whether anybody waits.
const ASKED_EVERY: usize = 1024;

impl Walk<'_> {
    /// Rows of the records that a record cites; none twice.
    pub(super) fn cited(&self, row: i64) -> Done<Vec<i64>> {
        changes::rows_cited_by(self.connection, row)
    }

    /// Rows of the records that cite a record, those that came in last first, at most so many; nothing when nobody waits.
    pub(super) fn citing(&self, row: i64, most: usize) -> Done<Option<Vec<i64>>> {
        let mut read = self
            .connection
            .prepare_cached("SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0 ORDER BY source DESC LIMIT ?2")?;
        let mut rows = read.query((row, i64::try_from(most).unwrap_or(i64::MAX)))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            if all.len() % ASKED_EVERY == 0 && (self.superseded)() {
                return Ok(None);
            }
            all.push(row.get(0)?);
        }
        Ok(Some(all))
    }

    /// What a record cites, each with the first step by which it was found.
    fn cited_how(&self, row: i64) -> Done<Vec<(i64, HowLinked)>> {
        let mut read =
            self.connection.prepare_cached("SELECT target, min(step) FROM cites WHERE source = ?1 AND list = 0 GROUP BY target")?;
        let found = read.query_map([row], |r| Ok((r.get(0)?, how(r.get(1)?))))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn totals(&self, row: i64) -> Done<(u64, u64)> {
        let mut read = self.connection.prepare_cached("SELECT count(DISTINCT target) FROM cites WHERE source = ?1 AND list = 0")?;
        Ok((count(read.query_row([row], |r| r.get(0))?), lists::cited_by_count(self.connection, row)?))
    }
}

/// The step of the ladder that is stored under a number.
pub(super) fn how(number: i64) -> HowLinked {
    Step::of_number(number).map_or(HowLinked::Hand, Step::how)
}

fn neighbourhood(walk: &Walk<'_>, shelf: ShelfName, middle: i64, reach: Reach) -> Done<Option<Neighbourhood>> {
    let mut rows = vec![(middle, 0)];
    let depth = if let Reach::Within(depth) = reach { depth } else { 1 };
    let Some(cut) = spread(walk, &mut rows, depth)? else { return Ok(None) };
    let mut shared = Vec::new();
    if reach == Reach::Tied {
        let Some(tying) = tying(walk, &rows)? else { return Ok(None) };
        rows.extend(tying.into_iter().map(|row| (row, 2)));
        let Some(found) = graph_works::shared(walk, middle, &mut rows)? else { return Ok(None) };
        shared = found;
    }
    let (cites, cited_by) = walk.totals(middle)?;
    let mut nodes = Vec::with_capacity(rows.len());
    let mut places = HashMap::with_capacity(rows.len());
    for (row, away) in &rows {
        if (walk.superseded)() {
            return Ok(None);
        }
        // One that was taken away meanwhile is left out.
        let Some(card) = lists::cards_of_rows(walk.connection, shelf, &[*row])?.pop() else { continue };
        places.insert(*row, nodes.len());
        nodes.push(Neighbour { card, away: *away });
    }
    let mut edges = Vec::new();
    for (row, citing) in &places {
        if (walk.superseded)() {
            return Ok(None);
        }
        for (target, how) in walk.cited_how(*row)? {
            if let Some(cited) = places.get(&target).filter(|cited| *cited != citing) {
                edges.push(Edge { citing: *citing, cited: *cited, how });
            }
        }
    }
    edges.sort_unstable();
    let works = graph_works::placed(shelf, shared, &places);
    Ok(Some(Neighbourhood { nodes, edges, works, cites, cited_by, cut }))
}

/// Adds all within so many citations to the rows, each with its distance; whether some were left out.
fn spread(walk: &Walk<'_>, rows: &mut Vec<(i64, u32)>, depth: u32) -> Done<Option<bool>> {
    let mut known: std::collections::HashSet<i64> = rows.iter().map(|(row, _)| *row).collect();
    let mut cut = false;
    let mut next = 0;
    while let Some((row, away)) = rows.get(next).copied().filter(|(_, away)| *away < depth) {
        next += 1;
        let Some(citing) = walk.citing(row, CITING + 1)? else { return Ok(None) };
        cut |= citing.len() > CITING;
        for neighbour in walk.cited(row)?.into_iter().chain(citing.into_iter().take(CITING)) {
            if rows.len() >= MOST_NEAR {
                return Ok(Some(true));
            }
            if known.insert(neighbour) {
                rows.push((neighbour, away + 1));
            }
        }
    }
    Ok(Some(cut))
}

/// Records that cite, or are cited by, at least two of the first neighbours, those that tie most together first.
fn tying(walk: &Walk<'_>, rows: &[(i64, u32)]) -> Done<Option<Vec<i64>>> {
    let mut ties: BTreeMap<i64, usize> = BTreeMap::new();
    for (row, _) in rows.iter().filter(|(_, away)| *away == 1).take(CITING) {
        let Some(citing) = walk.citing(*row, BESIDE)? else { return Ok(None) };
        for other in walk.cited(*row)?.into_iter().take(BESIDE).chain(citing) {
            *ties.entry(other).or_default() += 1;
        }
    }
    for (row, _) in rows {
        ties.remove(row);
    }
    let mut tying: Vec<(usize, i64)> = ties.into_iter().filter(|(_, ties)| *ties > 1).map(|(row, ties)| (ties, row)).collect();
    tying.sort_unstable_by_key(|(ties, row)| (std::cmp::Reverse(*ties), *row));
    Ok(Some(tying.into_iter().take(TYING).map(|(_, row)| row).collect()))
}
