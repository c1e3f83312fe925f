//! What a record has in common with others of its shelf, as far as the library knows it: what reading is suggested by.
//!
//! ```text
//! ties     what ties two records, how strongly, and how that is said
//! linked   references in common, being cited together, what lies two links away
//! shared   authors, key words and classes in common
//! reading  what is no reading: notices, corrections, the same work once more
//! ```
//!
//! Nothing here puts anything in order: who searches adds what the texts have in common, and weighs all of it together.

pub(super) mod linked;
mod reading;
mod shared;
mod ties;

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::changes::Searched;
use super::facts::Facts;
use super::shelf::Shelf;
use super::store::meta;
use super::{LibraryError, count, links, personal};
use crate::record::Article;
pub use ties::{Tie, Ties};

type Done<T> = Result<T, LibraryError>;

/// Candidates of which all is looked up; of more, those that have most in common so far.
const KEPT: usize = 400;
/// Rows looked at for one record, whatever they say: hubs must not cost time.
const VISITS: usize = 150_000;
/// Citing records counted one by one.
const CITING: i64 = 1000;

/// A record that has something in common with another.
#[derive(Clone, Debug)]
pub struct Near {
    pub row: i64,
    pub ties: Ties,
}

/// A record for which others are sought.
pub struct Seed<'a> {
    shelf: &'a Shelf,
    row: i64,
    article: Article,
    facts: Facts,
    references: Vec<Facts>,
}

impl<'a> Searched<'a> {
    /// The record of a row, to look for what is near it.
    ///
    /// # Errors
    /// A damaged or missing record.
    pub fn seed(&self, row: i64) -> Done<Seed<'a>> {
        let shelf: &'a Shelf = self.shelf;
        let article = links::read_article(&shelf.connection, row).map_err(|error| shelf.said(error))?;
        let references = linked::references(&article);
        Ok(Seed { shelf, row, facts: Facts::of_article(&article), references, article })
    }

    /// Rows of the records that were read last, the last one first, at most so many.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn read_lately(&self, most: usize) -> Done<Vec<i64>> {
        read_lately(&self.shelf.connection, most).map_err(|error| self.shelf.said(error))
    }

    /// A number that changes with every order of the user.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn orders(&self) -> Done<i64> {
        let last = "SELECT coalesce(max(seq), 0) FROM personal.log";
        let orders = || -> Done<i64> { Ok(self.shelf.connection.prepare_cached(last)?.query_row([], |row| row.get(0))?) };
        orders().map_err(|error| self.shelf.said(error))
    }
}

fn read_lately(connection: &Connection, most: usize) -> Done<Vec<i64>> {
    personal::keep_up(connection)?;
    // What was read by an order that is no longer in the log counts as read long ago.
    let mut read = connection.prepare_cached(
        "SELECT a.row FROM personal.read r CROSS JOIN articles a ON a.id = r.id
         LEFT JOIN (SELECT id, max(seq) AS seq FROM personal.log WHERE op = 'read' GROUP BY id) l ON l.id = r.id
         ORDER BY l.seq DESC, a.row LIMIT ?1",
    )?;
    Ok(read.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

impl Seed<'_> {
    /// The record itself.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The records that have something in common with it, in no order, and those of `also`, whatever they have. What it
    /// cites, or is cited by, is among them only `with_linked`: it stands in lists of its own. Nothing when nobody waits for it any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn near(&self, also: &[i64], with_linked: bool, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<Near>>> {
        self.gathered(also, with_linked, superseded).map_err(|error| self.shelf.said(error))
    }

    fn gathered(&self, also: &[i64], with_linked: bool, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<Near>>> {
        let connection = &self.shelf.connection;
        let mut found = Gathered::of(connection, self.row)?;
        let direct = found.direct()?;
        found.coupled(&self.references)?;
        if superseded() {
            return Ok(None);
        }
        found.cited_together()?;
        found.two_links_away(&direct)?;
        if superseded() {
            return Ok(None);
        }
        let words = shared::words(&self.article);
        let frequent = found.sharing(&words)?;
        for row in also {
            found.all.entry(*row).or_default();
        }
        found.all.remove(&self.row);
        if !with_linked {
            found.all.retain(|row, _| !direct.all.contains(row));
        }
        found.keep(KEPT, also);
        if superseded() {
            return Ok(None);
        }
        let rows: Vec<i64> = found.all.keys().copied().collect();
        for row in rows {
            let Some(facts) = self.other_work(row)? else {
                found.all.remove(&row);
                continue;
            };
            found.look_for(row, facts.year, &words, &frequent)?;
            found.weigh_fame(row)?;
        }
        let mut near: Vec<Near> = found.all.into_iter().map(|(row, ties)| Near { row, ties }).collect();
        near.sort_unstable_by_key(|near| near.row);
        Ok(Some(near))
    }

    /// The facts of a record, if it is there and is not this work once more.
    fn other_work(&self, row: i64) -> Done<Option<Facts>> {
        let found = links::facts_of(&self.shelf.connection, row)?.map(|(facts, _)| facts);
        Ok(found.filter(|facts| !reading::is_same(&self.facts, facts)))
    }

    /// Reads the record of a candidate: nothing when it is gone, is a notice or a correction, or is this work in another
    /// language. How many references they share is now counted exactly.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn confirmed(&self, near: &mut Near) -> Done<Option<Article>> {
        self.looked_into(near).map_err(|error| self.shelf.said(error))
    }

    fn looked_into(&self, near: &mut Near) -> Done<Option<Article>> {
        let Some(other) = links::article_if_held(&self.shelf.connection, near.row)? else { return Ok(None) };
        if reading::is_notice(&other) {
            return Ok(None);
        }
        let theirs = linked::references(&other);
        let shared = linked::in_common(&self.references, &theirs);
        near.ties.recount(Tie::References, shared);
        let translated = reading::is_translation(&self.facts, &Facts::of_article(&other), shared, self.references.len(), theirs.len());
        Ok((!translated).then_some(other))
    }
}

/// Which records a record is linked with.
#[derive(Default)]
struct Direct {
    cited: Vec<i64>,
    citing: Vec<i64>,
    /// These, and those of its related entries.
    all: HashSet<i64>,
}

/// Candidates as they are being gathered.
struct Gathered<'a> {
    connection: &'a Connection,
    row: i64,
    all: HashMap<i64, Ties>,
    /// The natural logarithm of the number of records.
    size: f64,
    /// Rows that may still be looked at.
    visits: usize,
}

impl<'a> Gathered<'a> {
    fn of(connection: &'a Connection, row: i64) -> Done<Self> {
        let records = count(meta(connection, "articles")?).max(2);
        Ok(Self { connection, row, all: HashMap::new(), size: natural(records), visits: VISITS })
    }

    /// What something is worth that so many records have: 1 when one alone has it, 0 when all have it.
    fn rarity(&self, having: usize) -> f64 {
        (1.0 - natural(having.max(1) as u64) / self.size).max(0.0)
    }

    /// Adds to what ties a record; where it is not yet among the candidates only if `new` ones may come.
    fn add(&mut self, row: i64, tie: Tie, strength: f64, new: bool) {
        self.visits = self.visits.saturating_sub(1);
        if new {
            self.all.entry(row).or_default().add(tie, strength);
        } else if let Some(ties) = self.all.get_mut(&row) {
            ties.add(tie, strength);
        }
    }

    /// Keeps the candidates that have most in common, and those of `also`.
    fn keep(&mut self, most: usize, also: &[i64]) {
        if self.all.len() <= most {
            return;
        }
        let mut worth: Vec<(f64, i64)> = self.all.iter().map(|(row, ties)| (ties.sum(), *row)).collect();
        worth.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let kept: HashSet<i64> = worth.into_iter().take(most).map(|(_, row)| row).chain(also.iter().copied()).collect();
        self.all.retain(|row, _| kept.contains(row));
    }

    /// To be cited together with a work that everybody cites says little.
    fn weigh_fame(&mut self, row: i64) -> Done<()> {
        let Some(ties) = self.all.get(&row).filter(|ties| ties.has(Tie::CitedTogether) || ties.has(Tie::Beside)) else { return Ok(()) };
        let mut ties = ties.clone();
        let query = "SELECT count(*) FROM (SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0 LIMIT ?2)";
        let citing: i64 = self.connection.prepare_cached(query)?.query_row((row, CITING), |found| found.get(0))?;
        let rarity = self.rarity(usize::try_from(citing).unwrap_or(1));
        ties.scale(Tie::CitedTogether, rarity);
        ties.scale(Tie::Beside, rarity);
        self.all.insert(row, ties);
        Ok(())
    }

    fn rows(&self, query: &str, values: impl rusqlite::Params) -> Done<Vec<i64>> {
        let mut read = self.connection.prepare_cached(query)?;
        Ok(read.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn number(&self, query: &str, values: impl rusqlite::Params) -> Done<Option<i64>> {
        Ok(self.connection.prepare_cached(query)?.query_row(values, |row| row.get(0)).optional()?)
    }
}

/// The natural logarithm of a count.
fn natural(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)).ln()
}
