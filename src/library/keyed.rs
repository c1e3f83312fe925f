//! Which records have a key: those of the table, and those of an import that has not put its keys there yet.
//!
//! Keys are as good as chance, so that each one that is stored by itself changes a page of its own. An import of many
//! keeps the keys and words of its records in memory and stores them sorted, some millions at a time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use rusqlite::Connection;

use super::facts::Facts;
use super::known::Known;
use super::sketch::Sketch;
use super::step::Step;
use super::words::{Listed, Word};
use super::years::{self, Years};
use super::{LibraryError, bulk, links};

type Done<T> = Result<T, LibraryError>;

/// Keys that are kept in memory at most: about ten megabytes, and the words and orders of their records twice as much.
const MOST: usize = 350_000;
/// Words of lists that are kept in memory at most.
const MOST_LISTED: usize = 100_000;

/// The most records that are looked at for one key.
const LOOKED_AT: usize = 50;

/// Where keys are looked up.
#[derive(Clone, Copy)]
pub(super) struct Keyed<'a> {
    pub(super) connection: &'a Connection,
    pub(super) known: Option<&'a Known>,
    pub(super) fresh: Option<&'a Fresh>,
    pub(super) read: Option<&'a Read>,
}

/// What is remembered of records that were compared: facts of the last ones, sketches of many. Where thousands share a key
/// the same few are compared with each of them.
#[derive(Default)]
pub(super) struct Read {
    facts: RefCell<ByHash<Rc<(Facts, i64)>>>,
    sketches: RefCell<ByHash<Sketch>>,
    years: Years,
}

/// Records of which the facts are kept, and the sketches: some two megabytes, and twenty.
const MOST_READ: usize = 2048;
const MOST_SKETCHED: usize = 200_000;

impl Read {
    /// A record is in a journal's year now.
    pub(super) fn put(&self, row: i64, journal: i64, year: Option<i32>, facts: &Facts) {
        self.sketch(row, facts);
        self.years.put(row, journal, year, facts);
    }

    /// The facts of a record are at hand, so it is sketched. When there is no more room, those that are there stay: of records
    /// that share a key the oldest are looked at.
    fn sketch(&self, row: i64, facts: &Facts) {
        let mut sketches = self.sketches.borrow_mut();
        if sketches.len() < MOST_SKETCHED {
            sketches.insert(row, Sketch::of(facts));
        }
    }

    /// A record changed.
    pub(super) fn forget(&self, row: i64) {
        self.facts.borrow_mut().remove(&row);
        self.sketches.borrow_mut().remove(&row);
        self.years.forget(row);
    }

    /// The journals of many did.
    pub(super) fn forget_all(&self) {
        self.facts.borrow_mut().clear();
        self.years.forget_all();
    }

    fn read(&self, row: i64, found: &Rc<(Facts, i64)>) {
        let mut kept = self.facts.borrow_mut();
        if kept.len() >= MOST_READ {
            kept.clear();
        }
        kept.insert(row, found.clone());
        self.sketch(row, &found.0);
    }
}

impl<'a> Keyed<'a> {
    /// The table alone.
    pub(super) fn stored(connection: &'a Connection) -> Self {
        Self { connection, known: None, fresh: None, read: None }
    }

    /// The facts and the journal of a record.
    pub(super) fn facts_of(&self, row: i64) -> Done<Option<Rc<(Facts, i64)>>> {
        let kept = self.read.and_then(|read| read.facts.borrow().get(&row).cloned());
        if kept.is_some() {
            return Ok(kept);
        }
        let Some(found) = links::facts_of(self.connection, row)?.map(Rc::new) else { return Ok(None) };
        if let Some(read) = self.read {
            read.read(row, &found);
        }
        Ok(Some(found))
    }

    /// The records of a journal's year of which some title may be alike as much as asked.
    pub(super) fn alike(&self, year: (i64, i32), mine: &Sketch, level: f64) -> Done<Vec<i64>> {
        match self.read {
            Some(read) => read.years.alike(self.connection, year, mine, level),
            None => years::alike(self.connection, year, mine, level),
        }
    }

    /// Whether it is known without reading a record that it is another work, and nothing that a person has to decide. Nothing
    /// is known of most.
    pub(super) fn plainly_another(&self, mine: &Sketch, row: i64) -> bool {
        self.read.is_some_and(|read| read.sketches.borrow().get(&row).is_some_and(|theirs| mine.plainly_two(theirs)))
    }

    /// Whether some record may have this key: a no is certain.
    pub(super) fn may_hold(&self, hash: i64) -> bool {
        self.known.is_none_or(|known| known.may_hold(hash))
    }

    /// Adds the records that have a key.
    pub(super) fn holders(&self, step: Step, hash: i64, found: &mut Vec<i64>) -> Done<()> {
        // No LIMIT: where one is bound, SQLite plans the statement anew every time.
        let mut by_key = self.connection.prepare_cached("SELECT article FROM keys WHERE hash = ?1 AND step = ?2")?;
        for row in by_key.query_map((hash, step.number()), |row| row.get(0))?.take(LOOKED_AT) {
            found.push(row?);
        }
        if let Some(fresh) = self.fresh {
            fresh.holders(step, hash, found);
        }
        Ok(())
    }
}

/// Hashes are as good as chance already.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_i64(&mut self, hash: i64) {
        self.0 = hash.cast_unsigned();
    }
}

type ByHash<T> = HashMap<i64, T, BuildHasherDefault<AsIs>>;

/// A record under a step.
type Holder = (i64, i64);

/// Keys and words of records that are in the store already, but whose keys are not.
pub(super) struct Fresh {
    first: ByHash<Holder>,
    /// Other records with the same key.
    more: ByHash<Vec<Holder>>,
    /// Hash, newest, article: the rows of `terms`.
    terms: Vec<(i64, i64, i64)>,
    listed: ByHash<Listed>,
    /// Kind, sort, article: the rows of `orders`.
    orders: Vec<(i64, String, i64)>,
}

impl Fresh {
    pub(super) fn new() -> Self {
        Self { first: ByHash::default(), more: ByHash::default(), terms: Vec::new(), listed: ByHash::default(), orders: Vec::new() }
    }

    pub(super) fn add(&mut self, row: i64, keys: &[(Step, i64)], words: Vec<Word>, orders: Vec<(i64, String)>, newest: i64) {
        for (step, hash) in keys {
            let holder = (step.number(), row);
            if *self.first.entry(*hash).or_insert(holder) != holder {
                self.more.entry(*hash).or_default().push(holder);
            }
        }
        for Word { hash, listed } in words {
            self.terms.push((hash, newest, row));
            if let Some(listed) = listed {
                self.listed.entry(hash).or_insert(listed);
            }
        }
        self.orders.extend(orders.into_iter().map(|(kind, sort)| (kind, sort, row)));
    }

    pub(super) fn is_full(&self) -> bool {
        self.first.len() >= MOST || self.listed.len() >= MOST_LISTED
    }

    fn holders(&self, step: Step, hash: i64, found: &mut Vec<i64>) {
        let all = self.first.get(&hash).into_iter().chain(self.more.get(&hash).into_iter().flatten());
        found.extend(all.filter(|(number, _)| *number == step.number()).map(|(_, row)| *row).take(LOOKED_AT));
    }

    /// Stores all, in the order of the tables, and forgets it.
    pub(super) fn flush(&mut self, connection: &Connection) -> Done<()> {
        let more = std::mem::take(&mut self.more).into_iter().flat_map(|(hash, holders)| holders.into_iter().map(move |one| (hash, one)));
        let all = self.first.drain().chain(more);
        let mut keys: Vec<(i64, i64, i64)> = all.map(|(hash, (step, row))| (hash, step, row)).collect();
        keys.sort_unstable();
        bulk::insert(connection, "keys (hash, step, article)", &keys, |(hash, step, row)| [hash, step, row])?;
        drop(keys);
        // Words are listed before records have them: one that no record has is a new one.
        let mut listed: Vec<(i64, Listed)> = self.listed.drain().collect();
        listed.sort_unstable_by_key(|(hash, _)| *hash);
        links::list_words(connection, listed.iter().map(|(hash, listed)| (*hash, listed)))?;
        drop(listed);
        self.terms.sort_unstable();
        bulk::insert(connection, "terms (hash, newest, article)", &self.terms, |(hash, newest, row)| [hash, newest, row])?;
        self.terms.clear();
        self.orders.sort_unstable();
        bulk::insert(connection, "orders (kind, sort, article)", &self.orders, |(kind, sort, row)| [kind, sort, row])?;
        self.orders.clear();
        Ok(())
    }
}
