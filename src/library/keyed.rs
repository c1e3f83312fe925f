//! Which records have a key: those of the table, and those of an import that has not put its keys there yet.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::brief::{Brief, Briefs};
use super::facts::Facts;
use super::fresh::Fresh;
use super::fresh_keys::ByHash;
use super::known::Known;
use super::particulars::{self, Particulars};
use super::sketch::Sketch;
use super::step::Step;
use super::years::{self, Years};
use super::{LibraryError, links};

type Done<T> = Result<T, LibraryError>;

/// The most records that are looked at for one key.
pub(super) const LOOKED_AT: usize = 50;

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
    briefs: RefCell<Arc<Briefs>>,
}

/// Records of which the facts are kept, and the sketches: some two megabytes, and twenty.
const MOST_READ: usize = 2048;
const MOST_SKETCHED: usize = 200_000;

impl Read {
    /// A record is in a journal's year now.
    pub(super) fn put(&self, row: i64, journal: i64, year: Option<i32>, facts: &Facts) {
        self.sketch(row, facts);
        self.years.put(row, journal, year, facts);
        Arc::make_mut(&mut self.briefs.borrow_mut()).put(row, facts);
    }

    /// The facts of a record are at hand, so it is sketched. When there is no more room, those that are there stay: of records
    /// that share a key the oldest are looked at.
    fn sketch(&self, row: i64, facts: &Facts) {
        let mut sketches = self.sketches.borrow_mut();
        if sketches.len() < MOST_SKETCHED {
            sketches.insert(row, Sketch::of(facts));
        }
    }

    /// A record is no longer what it was in that journal and year; only these are gone through.
    pub(super) fn change(&self, row: i64, (journal, year): (i64, Option<i32>)) {
        self.facts.borrow_mut().remove(&row);
        self.sketches.borrow_mut().remove(&row);
        self.years.take(row, journal, year);
        Arc::make_mut(&mut self.briefs.borrow_mut()).forget(row);
    }

    /// A record is no longer there.
    pub(super) fn forget(&self, row: i64) {
        self.facts.borrow_mut().remove(&row);
        self.sketches.borrow_mut().remove(&row);
        self.years.forget(row);
        Arc::make_mut(&mut self.briefs.borrow_mut()).forget(row);
    }

    /// The journals of many did.
    pub(super) fn forget_all(&self) {
        self.facts.borrow_mut().clear();
        self.years.forget_all();
    }

    /// The briefs of the records put, for threads to look at. To put another while they do copies all of them.
    pub(super) fn briefs(&self) -> Arc<Briefs> {
        self.briefs.borrow().clone()
    }

    fn keep(&self, row: i64, found: &Rc<(Facts, i64)>) {
        let mut kept = self.facts.borrow_mut();
        if kept.len() >= MOST_READ && !kept.contains_key(&row) {
            kept.clear();
        }
        kept.entry(row).or_insert_with(|| found.clone());
    }
}

impl<'a> Keyed<'a> {
    /// The table alone.
    pub(super) fn stored(connection: &'a Connection) -> Self {
        Self { connection, known: None, fresh: None, read: None }
    }

    /// The facts and the journal of a record.
    pub(super) fn facts_of(&self, row: i64) -> Done<Option<Rc<(Facts, i64)>>> {
        let found = self.facts_once(row)?;
        if let (Some(read), Some(found)) = (self.read, &found) {
            read.keep(row, found);
        }
        Ok(found)
    }

    /// The same of one among many, of which hardly any is asked for again.
    pub(super) fn facts_once(&self, row: i64) -> Done<Option<Rc<(Facts, i64)>>> {
        let kept = self.read.and_then(|read| read.facts.borrow().get(&row).cloned());
        if kept.is_some() {
            return Ok(kept);
        }
        let found = links::facts_of(self.connection, row)?;
        if let (Some(read), Some((facts, _))) = (self.read, &found) {
            read.sketch(row, facts);
        }
        Ok(found.map(Rc::new))
    }

    /// What a record is, besides what it is called and where it stands.
    pub(super) fn particulars_of(&self, row: i64) -> Done<Option<Particulars>> {
        Ok(links::excerpt::<particulars::Excerpt>(self.connection, row)?.map(Particulars::from))
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

    /// Whether it is known without reading a record that it stands in another volume or issue. Of most nothing is known.
    pub(super) fn stands_elsewhere(&self, mine: Brief, row: i64) -> bool {
        self.read.is_some_and(|read| mine.stands_elsewhere(read.briefs.borrow().get(row)))
    }

    /// Whether these very bytes have been read in.
    pub(super) fn has_seen(&self, digest: i64) -> Done<bool> {
        if !self.may_hold(digest) {
            return Ok(false);
        }
        let stored = self.may_be_stored(digest) && {
            let mut seen = self.connection.prepare_cached("SELECT 1 FROM seen WHERE digest = ?1")?;
            seen.query_row([digest], |_| Ok(())).optional()?.is_some()
        };
        Ok(stored || self.fresh.map_or(Ok(false), |fresh| fresh.has_seen(digest))?)
    }

    /// Whether some record may have this key: a no is certain.
    pub(super) fn may_hold(&self, hash: i64) -> bool {
        self.known.is_none_or(|known| known.may_hold(hash))
    }

    /// Whether the tables themselves may have this key or digest.
    fn may_be_stored(&self, hash: i64) -> bool {
        self.fresh.is_none_or(|fresh| fresh.may_be_stored(hash))
    }

    /// Takes out keys under which nothing need be looked for where the place of a record is known whole.
    pub(super) fn without_parts(&self, sought: &mut Vec<(Step, i64)>) {
        if let Some(fresh) = self.fresh.filter(|_| sought.iter().any(|(step, _)| *step == Step::Place)) {
            sought.retain(|(step, hash)| *step != Step::Partial || fresh.may_be_partial(*hash));
        }
    }

    /// Adds the records that have a key, the oldest first.
    pub(super) fn holders(&self, step: Step, hash: i64, found: &mut Vec<i64>) -> Done<()> {
        let most = found.len() + LOOKED_AT;
        if self.may_be_stored(hash) {
            // No LIMIT: a statement that is stepped no further looks for no more.
            let mut by_key = self.connection.prepare_cached("SELECT article FROM keys WHERE hash = ?1 AND step = ?2")?;
            for row in by_key.query_map((hash, step.number()), |row| row.get(0))?.take(LOOKED_AT) {
                found.push(row?);
            }
        }
        if let Some(fresh) = self.fresh {
            fresh.holders(step, hash, most, found)?;
        }
        Ok(())
    }
}
