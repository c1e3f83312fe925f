//! One transaction of changes: records put into their places in the tree, with their keys, words and links.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::facts::{Facts, Step};
use super::known::Known;
use super::{LibraryError, cards, keys, links, packed, words};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// Changes to one store, all of which or none are kept.
pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    /// Issues whose order and counts are to be worked out anew.
    pub(super) touched: BTreeSet<i64>,
    /// Records that are to be linked, both ways, when all records of the batch are in.
    pending: Vec<Pending>,
    /// Entries of all of these.
    pending_entries: usize,
    /// Records put so far.
    put: u64,
    /// The number of the last change of a record.
    seq: i64,
    /// The keys of all records, once so many come in that it is worth reading them.
    pub(super) known: Option<Known>,
    /// Journals by the hash of a name, as found in this transaction.
    pub(super) named: HashMap<i64, Option<i64>>,
    /// All names of a journal.
    pub(super) names: HashMap<i64, Vec<i64>>,
    pub(super) volumes: HashMap<(i64, String), i64>,
    pub(super) issues: HashMap<(i64, String), i64>,
    open: bool,
}

/// A record whose links are still to be worked out.
struct Pending {
    row: i64,
    journal: i64,
    facts: Facts,
    /// The identifiers of the record as keys.
    identifiers: Vec<(Step, i64)>,
    lists: links::Lists,
}

/// Records whose links are worked out together, and the entries of those: some tens of megabytes.
const TOGETHER: usize = 2048;
const ENTRIES_TOGETHER: usize = 32 * 1024;
/// Records of a batch from which on the keys of all records are read, unless they are more than so many times those that came in.
const MANY: usize = 200;
const FEW: u64 = 20;
/// Keys that a record has about, for the size of the filter.
const KEYS: u64 = 10;
/// The page cache of an import, in KiB: as long as its changed pages fit, readers are not shut out before the commit.
const WIDE: u32 = 128 * 1024;
/// The page cache at all other times: a reader looks at little.
const NARROW: u32 = 4 * 1024;

impl<'a> Writer<'a> {
    /// Begins. The first statement writes to the library alone, so that only its lock is taken and not that of
    /// `personal.db`: someone may go on reading and marking while an import runs.
    pub(super) fn begin(connection: &'a Connection) -> Done<Self> {
        connection.execute_batch(&format!("PRAGMA cache_size=-{WIDE}; BEGIN"))?;
        let mut writer = Self {
            connection,
            touched: BTreeSet::new(),
            pending: Vec::new(),
            pending_entries: 0,
            put: 0,
            seq: 0,
            known: None,
            named: HashMap::new(),
            names: HashMap::new(),
            volumes: HashMap::new(),
            issues: HashMap::new(),
            open: true,
        };
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'", [])?;
        writer.seq = connection.query_row("SELECT value FROM meta WHERE name = 'seq'", [], |row| row.get(0))?;
        Ok(writer)
    }

    /// Works out what is still open, and makes all of it durable.
    pub(super) fn commit(mut self) -> Done<()> {
        self.link_pending()?;
        self.settle()?;
        let count = "UPDATE meta SET value = value + ?1 WHERE name = 'articles'";
        self.connection.execute(count, [super::signed(self.put)])?;
        self.connection.execute("UPDATE meta SET value = ?1 WHERE name = 'seq'", [self.seq])?;
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(())
    }

    /// Stores a record that is new. Its identifier must be filled and free.
    pub(super) fn put(&mut self, article: &Article, facts: &Facts) -> Done<i64> {
        let journal = self.journal(&article.journal, facts)?;
        let (volume, issue) = self.issue(journal, article)?;
        let shown = cards::Columns::of(article);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO articles (id, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        let first = shown.first.as_deref();
        let seq = self.next_seq();
        let row = insert.insert(params![
            article.id.as_str(),
            journal,
            volume,
            issue,
            keys::printed(first),
            shown.title,
            shown.authors,
            shown.heading,
            article.year,
            shown.numbers,
            first,
            facts_column(facts),
            shown.seal(),
            seq
        ])?;
        self.put += 1;
        self.touched.insert(issue);
        self.put_body(row, article)?;
        self.put_keys(row, journal, article, facts)?;
        Ok(row)
    }

    /// Replaces what is stored of a record; its identifier and row stay.
    pub(super) fn replace(&mut self, row: i64, old: &Article, article: &Article) -> Done<()> {
        let (was, facts) = (Facts::of_article(old), Facts::of_article(article));
        let place = "SELECT journal, issue FROM articles WHERE row = ?1";
        let (before, from): (i64, i64) = self.connection.prepare_cached(place)?.query_row([row], |r| Ok((r.get(0)?, r.get(1)?)))?;
        self.pending.retain(|pending| pending.row != row);
        links::forget(self.connection, row, &links::keys_of(&was, before, old), &words::of(old))?;
        let journal = self.journal(&article.journal, &facts)?;
        let (volume, issue) = self.issue(journal, article)?;
        let shown = cards::Columns::of(article);
        let mut update = self.connection.prepare_cached(
            "UPDATE articles SET journal = ?2, volume = ?3, issue = ?4, printed = ?5, title = ?6, authors = ?7, heading = ?8, year = ?9,
             numbers = ?10, first = ?11, facts = ?12, seal = ?13, seq = ?14 WHERE row = ?1",
        )?;
        let first = shown.first.as_deref();
        let seq = self.next_seq();
        update.execute(params![
            row,
            journal,
            volume,
            issue,
            keys::printed(first),
            shown.title,
            shown.authors,
            shown.heading,
            article.year,
            shown.numbers,
            first,
            facts_column(&facts),
            shown.seal(),
            seq
        ])?;
        self.touched.extend([from, issue]);
        self.put_body(row, article)?;
        self.put_keys(row, journal, article, &facts)
    }

    /// The number of the change that is made now.
    fn next_seq(&mut self) -> i64 {
        self.seq += 1;
        self.seq
    }

    /// Remembers that these very bytes have been read in.
    pub(super) fn saw(&self, digest: i64, row: i64) -> Done<()> {
        self.connection.prepare_cached("INSERT OR REPLACE INTO seen (digest, article) VALUES (?1, ?2)")?.execute((digest, row))?;
        Ok(())
    }

    fn put_body(&self, row: i64, article: &Article) -> Done<()> {
        let packed = packed::pack(article)?;
        let mut insert =
            self.connection.prepare_cached("INSERT OR REPLACE INTO bodies (row, length, seal, body) VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute((row, packed.length, packed.seal, packed.body))?;
        Ok(())
    }

    fn put_keys(&mut self, row: i64, journal: i64, article: &Article, facts: &Facts) -> Done<()> {
        let keys = links::keys_of(facts, journal, article);
        if let Some(known) = &mut self.known {
            for (_, hash) in &keys {
                known.add(*hash);
            }
        }
        links::remember(self.connection, row, &keys, &words::of(article), article.year)?;
        for alias in super::ladder::identifiers(article).iter().filter(|alias| *alias != article.id.as_str()) {
            self.connection.prepare_cached("INSERT OR IGNORE INTO aliases (id, article) VALUES (?1, ?2)")?.execute((alias, row))?;
        }
        let lists = links::Lists::of(article);
        self.pending_entries += lists.entries.len();
        let identifiers = links::identifier_keys(article);
        self.pending.push(Pending { row, journal, facts: facts.clone(), identifiers, lists });
        if self.pending.len() < TOGETHER && self.pending_entries < ENTRIES_TOGETHER { Ok(()) } else { self.link_pending() }
    }

    /// Links the records of the batch: first those who waited for them, then what they themselves lead to.
    fn link_pending(&mut self) -> Done<()> {
        let pending = std::mem::take(&mut self.pending);
        self.pending_entries = 0;
        let mut records = Vec::with_capacity(pending.len());
        for record in &pending {
            let names = self.names_of(record.journal)?;
            records.push((record.row, &record.facts, links::sought(&record.facts, &names, &record.identifiers)));
        }
        links::satisfy(self.connection, &records)?;
        drop(records);
        self.know(pending.len())?;
        let mut wants = Vec::new();
        for Pending { row, lists, .. } in &pending {
            for entry in &lists.entries {
                let journals = self.cited_journals(&entry.facts.journals)?;
                links::put_entry(self.connection, self.known.as_ref(), *row, entry, &journals, &mut wants)?;
            }
        }
        links::put_wants(self.connection, &mut wants)
    }

    /// A record has got the keys of its place in another journal.
    pub(super) fn know_places(&mut self, facts: &Facts, journal: i64) {
        if let Some(known) = &mut self.known {
            for (_, hash) in facts.places(journal) {
                known.add(hash);
            }
        }
    }

    /// The records of one journal have become those of another.
    pub(super) fn moved(&mut self, from: i64, into: i64) {
        for record in self.pending.iter_mut().filter(|record| record.journal == from) {
            record.journal = into;
        }
    }

    /// Reads the keys of all records when so many come in that not looking for what is not there pays for it.
    fn know(&mut self, together: usize) -> Done<()> {
        if self.known.as_ref().is_some_and(|known| !known.is_full()) || (self.known.is_none() && together < MANY) {
            return Ok(());
        }
        let held: i64 = self.connection.query_row("SELECT value FROM meta WHERE name = 'articles'", [], |row| row.get(0))?;
        let records = super::count(held) + self.put;
        if self.known.is_none() && records > self.put * FEW {
            return Ok(());
        }
        let expected = self.known.as_ref().map_or(0, Known::held).max(records * KEYS) * 2;
        self.known = Some(Known::of(self.connection, expected)?);
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        let _ = self.connection.execute_batch(&format!("PRAGMA cache_size=-{NARROW}"));
    }
}

fn facts_column(facts: &Facts) -> String {
    serde_json::to_string(facts).unwrap_or_else(|_| "{}".to_owned())
}

pub(super) fn read_facts(column: &str) -> Done<Facts> {
    serde_json::from_str(column).map_err(|_| LibraryError::damage("the facts of a record are not what was stored"))
}
