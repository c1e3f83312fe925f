//! One transaction of changes: records put into their places in the tree, with their keys, words and links.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::facts::Facts;
use super::{LibraryError, cards, keys, links, packed, words};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// Changes to one store, all of which or none are kept.
pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    /// Issues whose order and counts are to be worked out anew.
    pub(super) touched: BTreeSet<i64>,
    /// Records whose lists of references are to be linked when all records of the batch are in.
    pending: Vec<(i64, links::Lists)>,
    /// Journals by the hash of a name, as found in this transaction.
    pub(super) named: HashMap<i64, Option<i64>>,
    /// All names of a journal.
    pub(super) names: HashMap<i64, Vec<i64>>,
    pub(super) volumes: HashMap<(i64, String), i64>,
    pub(super) issues: HashMap<(i64, String), i64>,
    open: bool,
}

/// Records whose links are worked out together.
const TOGETHER: usize = 256;
/// The page cache of an import, in KiB: as long as its changed pages fit, readers are not shut out before the commit.
const WIDE: u32 = 64 * 1024;
/// The page cache at all other times: a reader looks at little.
const NARROW: u32 = 4 * 1024;

impl<'a> Writer<'a> {
    /// Begins. The first statement writes to the library alone, so that only its lock is taken and not that of
    /// `personal.db`: someone may go on reading and marking while an import runs.
    pub(super) fn begin(connection: &'a Connection) -> Done<Self> {
        connection.execute_batch(&format!("PRAGMA cache_size=-{WIDE}; BEGIN"))?;
        let writer = Self {
            connection,
            touched: BTreeSet::new(),
            pending: Vec::new(),
            named: HashMap::new(),
            names: HashMap::new(),
            volumes: HashMap::new(),
            issues: HashMap::new(),
            open: true,
        };
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'", [])?;
        Ok(writer)
    }

    /// Works out what is still open, and makes all of it durable.
    pub(super) fn commit(mut self) -> Done<()> {
        self.link_pending()?;
        self.settle()?;
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
            "INSERT INTO articles (id, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let first = shown.first.as_deref();
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
            shown.seal()
        ])?;
        self.connection.prepare_cached("UPDATE meta SET value = value + 1 WHERE name = 'articles'")?.execute([])?;
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
        links::forget(self.connection, row, &links::keys_of(&was, before, old), &words::of(old))?;
        let journal = self.journal(&article.journal, &facts)?;
        let (volume, issue) = self.issue(journal, article)?;
        let shown = cards::Columns::of(article);
        let mut update = self.connection.prepare_cached(
            "UPDATE articles SET journal = ?2, volume = ?3, issue = ?4, printed = ?5, title = ?6, authors = ?7, heading = ?8, year = ?9,
             numbers = ?10, first = ?11, facts = ?12, seal = ?13 WHERE row = ?1",
        )?;
        let first = shown.first.as_deref();
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
            shown.seal()
        ])?;
        self.touched.extend([from, issue]);
        self.put_body(row, article)?;
        self.put_keys(row, journal, article, &facts)
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
        links::remember(self.connection, row, &links::keys_of(facts, journal, article), &words::of(article), article.year)?;
        for alias in super::ladder::identifiers(article) {
            self.connection.prepare_cached("INSERT OR IGNORE INTO aliases (id, article) VALUES (?1, ?2)")?.execute((alias, row))?;
        }
        let names = self.names_of(journal)?;
        links::satisfy(self.connection, row, facts, &names, article)?;
        self.pending.push((row, links::Lists::of(article)));
        if self.pending.len() >= TOGETHER { self.link_pending() } else { Ok(()) }
    }

    fn link_pending(&mut self) -> Done<()> {
        for (row, lists) in std::mem::take(&mut self.pending) {
            for entry in &lists.entries {
                let journals = self.cited_journals(&entry.facts.journals)?;
                links::put_entry(self.connection, row, entry, &journals)?;
            }
        }
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
