//! One transaction of changes: records put into their places in the tree, with their keys, words and links.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use rusqlite::Connection;

use super::facts::Facts;
use super::fresh::{Fresh, Of};
use super::inserts::{Inserts, Place};
use super::issues::Placed;
use super::keyed::{Keyed, Read};
use super::known::Known;
use super::packed::{Dictionary, Packer};
use super::personal_links::{self, Decision};
use super::prepared::{Keys, Prepared};
use super::replacing::{Before, Replaced};
use super::step::Step;
use super::words::Word;
use super::{LibraryError, fresh_first, keys, ladder, links, store::meta};
use crate::record::Language;

type Done<T> = Result<T, LibraryError>;

/// Changes to one store, all of which or none are kept.
pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    /// Issues whose order and counts are to be worked out anew.
    pub(super) touched: BTreeSet<i64>,
    /// Records that are to be linked, both ways, when all records of the batch are in.
    pub(super) pending: Vec<Pending>,
    /// Entries of all of these.
    pub(super) pending_entries: usize,
    /// Records put so far.
    pub(super) put: u64,
    /// Those of them that came with identifiers: they are an export of a library, which held them as so many works.
    pub(super) identified: HashSet<i64>,
    /// Records taken away.
    gone: u64,
    /// The number of the last change of a record, and that up to which entries are linked.
    seq: i64,
    pub(super) linked: i64,
    /// The row of the first record put.
    pub(super) first_row: i64,
    /// The keys of all records, once so many come in that it is worth reading them.
    pub(super) known: Option<Known>,
    /// The same, of someone who reads them for several transactions.
    pub(super) all: Option<&'a Known>,
    /// Of an import of many: keys and words that are not stored yet. Its links are worked out when it is done.
    fresh: Option<Fresh>,
    /// What is remembered of records that were compared.
    pub(super) read: Read,
    /// The generation of the library that this transaction makes.
    generation: i64,
    pub(super) packer: Packer,
    pub(super) inserts: Inserts<'a>,
    /// Journals by the hash of a name, as found in this transaction.
    pub(super) named: HashMap<i64, Option<i64>>,
    /// All names of a journal.
    pub(super) names: HashMap<i64, Vec<i64>>,
    /// The languages in which a journal has a title.
    pub(super) titled: HashMap<i64, HashSet<Language>>,
    pub(super) volumes: HashMap<(i64, String), i64>,
    pub(super) issues: HashMap<(i64, String), i64>,
    /// The volume and the issue that were asked for last.
    pub(super) placed: Option<Placed>,
    /// Links that a person made or broke.
    by_hand: Vec<Decision>,
    open: bool,
}

/// What one transaction remembers of records for the next.
#[derive(Default)]
pub(super) struct Remembered {
    read: Read,
    /// The generation of the library that it remembers them of.
    generation: i64,
}

/// A record whose links are still to be worked out.
pub(super) struct Pending {
    pub(super) row: i64,
    pub(super) journal: i64,
    pub(super) facts: Facts,
    /// The identifiers of the record as keys.
    pub(super) identifiers: Vec<(Step, i64)>,
    pub(super) lists: links::Lists,
    pub(super) replaced: Replaced,
}

/// Records whose links are worked out together, and the entries of those: some tens of megabytes.
const TOGETHER: usize = 2048;
const ENTRIES_TOGETHER: usize = 32 * 1024;
/// Records of a batch from which on the keys of all records are read, unless they are more than so many times those that came in.
const MANY: usize = 200;
const FEW: u64 = 20;
/// Records up to which the keys of those that are stored are kept beside all keys: two megabytes.
const FEW_STORED: u64 = 100_000;
/// Keys that a record has about, for the size of the filter.
const KEYS: u64 = 8;
/// The page cache of an import, in KiB: as long as its changed pages fit, readers are not shut out before the commit.
const WIDE: u32 = 64 * 1024;
/// The page cache at all other times: a reader looks at little.
const NARROW: u32 = 4 * 1024;

impl<'a> Writer<'a> {
    /// Begins. The first statement writes to the library alone, so that only its lock is taken and not that of
    /// `personal.db`: someone may go on reading and marking while an import runs.
    pub(super) fn begin(connection: &'a Connection) -> Done<Self> {
        let by_hand = personal_links::all(connection)?;
        connection.execute_batch(&format!("PRAGMA cache_size=-{WIDE}; BEGIN"))?;
        let begun = Self::begun(connection, by_hand);
        if begun.is_err() {
            let _ = connection.execute_batch(&format!("ROLLBACK; PRAGMA cache_size=-{NARROW}"));
        }
        begun
    }

    fn begun(connection: &'a Connection, by_hand: Vec<Decision>) -> Done<Self> {
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'", [])?;
        Ok(Self {
            connection,
            touched: BTreeSet::new(),
            pending: Vec::new(),
            pending_entries: 0,
            put: 0,
            identified: HashSet::new(),
            gone: 0,
            seq: meta(connection, "seq")?,
            linked: meta(connection, "linked")?,
            first_row: i64::MAX,
            known: None,
            all: None,
            fresh: None,
            read: Read::default(),
            generation: meta(connection, "generation")?,
            packer: Packer::new(Dictionary::of_store(connection)?.as_ref())?,
            inserts: Inserts::of(connection)?,
            named: HashMap::new(),
            names: HashMap::new(),
            titled: HashMap::new(),
            volumes: HashMap::new(),
            issues: HashMap::new(),
            placed: None,
            by_hand,
            open: true,
        })
    }

    /// From now on many come: their keys and words are stored in large sorted parts, their links worked out at the end, and
    /// they are packed with a dictionary.
    pub(super) fn expect_many(&mut self, dictionary: Option<&Dictionary>) -> Done<()> {
        self.know_all()?;
        let before = super::count(meta(self.connection, "articles")?);
        self.fresh = Some(if before == 0 {
            fresh_first::take_out(self.connection, self.nothing_fresh())?
        } else {
            // Where little is stored, what is stored is known by itself too.
            self.nothing_fresh().beside(self.known.clone().filter(|_| before + self.put <= FEW_STORED))
        });
        // Those that came so far are linked with all the others.
        for pending in self.pending.drain(..).filter(|pending| pending.replaced.before != Before::Nothing) {
            links::forget_cited(self.connection, pending.row)?;
        }
        self.pending_entries = 0;
        if let Some(dictionary) = dictionary {
            dictionary.keep(self.connection)?;
            self.packer = Packer::new(Some(dictionary))?;
        }
        Ok(())
    }

    /// Works out what is still open, and makes all of it durable.
    pub(super) fn commit(mut self) -> Done<Remembered> {
        self.store_fresh()?;
        self.link_pending()?;
        personal_links::lay_over(self.connection, &self.by_hand)?;
        self.settle()?;
        let count = "UPDATE meta SET value = value + ?1 WHERE name = 'articles'";
        self.connection.execute(count, [super::signed(self.put) - super::signed(self.gone)])?;
        let mut note = self.connection.prepare("UPDATE meta SET value = ?2 WHERE name = ?1")?;
        // What an import of many left to be linked, this one did not link either.
        if self.fresh.is_none() && self.linked == meta(self.connection, "seq")? {
            note.execute(("linked", self.seq))?;
        }
        note.execute(("seq", self.seq))?;
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(self.remembered())
    }

    /// Makes what was linked durable: all entries of records up to a change of this number.
    pub(super) fn linked_up_to(mut self, seq: i64) -> Done<Remembered> {
        personal_links::lay_over(self.connection, &self.by_hand)?;
        self.connection.execute("UPDATE meta SET value = ?1 WHERE name = 'linked'", [seq])?;
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(self.remembered())
    }

    fn remembered(&mut self) -> Remembered {
        Remembered { read: std::mem::take(&mut self.read), generation: self.generation }
    }

    /// Takes up what the transaction before this one remembered, if nobody else has changed the library since.
    pub(super) fn recall(&mut self, before: Remembered) -> bool {
        let current = before.generation + 1 == self.generation;
        if current {
            self.read = before.read;
        }
        current
    }

    /// Where the keys of records are looked up.
    pub(super) fn keyed(&self) -> Keyed<'_> {
        Keyed { connection: self.connection, known: self.all.or(self.known.as_ref()), fresh: self.fresh.as_ref(), read: Some(&self.read) }
    }

    /// What packs records outside the writer's thread.
    pub(super) fn packer(&mut self) -> &mut Packer {
        &mut self.packer
    }

    /// The row of a record by any of its identifiers.
    pub(super) fn row_of(&self, id: &str) -> Done<Option<i64>> {
        if self.keyed().may_hold(keys::hash("id", &[id])) { ladder::row_of(self.connection, id) } else { Ok(None) }
    }

    /// Whether a record goes by this identifier itself, and not by another that leads to it.
    pub(super) fn is_identifier_of(&self, id: &str, row: i64) -> Done<bool> {
        let mut own = self.connection.prepare_cached("SELECT 1 FROM articles WHERE row = ?1 AND id = ?2")?;
        Ok(own.exists((row, id))?)
    }

    /// Stores a record that is new. Its identifier must be free.
    pub(super) fn put(&mut self, prepared: Prepared) -> Done<i64> {
        let journal = self.journal(&prepared.journal, &prepared.facts)?;
        let (volume, issue) = self.issue_of(journal, prepared.year, prepared.volume.as_deref(), prepared.issue.as_deref())?;
        let seq = self.next_seq();
        let row = self.inserts.article(prepared.id.as_str(), Place { journal, volume, issue }, &prepared.row, seq)?;
        self.put += 1;
        self.first_row = self.first_row.min(row);
        self.touched.insert(issue);
        self.read.put(row, journal, prepared.year, &prepared.facts);
        self.inserts.body(row, &prepared.packed)?;
        self.put_keys(row, journal, prepared, Replaced::default())?;
        Ok(row)
    }

    /// Says that a record is no longer there.
    pub(super) fn taken_away(&mut self, row: i64, issue: i64) -> Done<()> {
        let seq = self.next_seq();
        self.connection.execute("INSERT INTO removed (seq, article) VALUES (?1, ?2)", (seq, row))?;
        self.gone += 1;
        self.touched.insert(issue);
        self.read.forget(row);
        Ok(())
    }

    /// The number of the change that is made now.
    pub(super) fn next_seq(&mut self) -> i64 {
        self.seq += 1;
        self.seq
    }

    /// Remembers that these very bytes have been read in.
    pub(super) fn saw(&mut self, digest: i64, row: i64) -> Done<()> {
        if let Some(known) = &mut self.known {
            known.add(digest);
        }
        if let Some(fresh) = &mut self.fresh {
            return fresh.saw(digest, row);
        }
        self.connection.prepare_cached("INSERT OR REPLACE INTO seen (digest, article) VALUES (?1, ?2)")?.execute((digest, row))?;
        Ok(())
    }

    pub(super) fn put_keys(&mut self, row: i64, journal: i64, mut prepared: Prepared, replaced: Replaced) -> Done<()> {
        let mut keys = prepared.keys_in(&[journal]);
        keys.extend_from_slice(&prepared.keys.by_identifier);
        self.make_known(&keys);
        for alias in prepared.keys.identifiers.iter().filter(|alias| *alias != prepared.id.as_str()) {
            self.connection.prepare_cached("INSERT OR IGNORE INTO aliases (id, article) VALUES (?1, ?2)")?.execute((alias, row))?;
        }
        let newest = links::newest(prepared.row.columns.year);
        if let Some(fresh) = &mut self.fresh {
            if replaced.before != Before::Nothing {
                links::forget_cited(self.connection, row)?;
            }
            fresh.add(Of { row, new: row >= self.first_row, keys, words: prepared.words, orders: prepared.orders, newest })?;
            return self.keep_known();
        }
        links::remember(self.connection, row, &keys, &prepared.words, newest)?;
        links::put_in_order(self.connection, row, &prepared.orders)?;
        let mut article = prepared.article(self.connection)?;
        links::understand(&mut article);
        let lists = links::Lists::of(&article);
        self.pending_entries += lists.entries.len();
        let Prepared { facts, keys: Keys { by_identifier: identifiers, .. }, .. } = prepared;
        self.pending.push(Pending { row, journal, facts, identifiers, lists, replaced });
        if self.pending.len() < TOGETHER && self.pending_entries < ENTRIES_TOGETHER { Ok(()) } else { self.link_pending() }
    }

    fn make_known(&mut self, keys: &[(Step, i64)]) {
        if let Some(known) = &mut self.known {
            known.extend(keys.iter().map(|(_, hash)| *hash));
        }
    }

    /// Takes away what is stored of a record, and what is still to be stored.
    pub(super) fn forget_keys(
        &mut self,
        row: i64,
        keys: Vec<(Step, i64)>,
        words: Vec<Word>,
        orders: Vec<(i64, String)>,
        newest: i64,
    ) -> Done<()> {
        links::forget(self.connection, row, &keys, &words, &orders)?;
        let Some(fresh) = &mut self.fresh else { return Ok(()) };
        fresh.forget(Of { row, new: row >= self.first_row, keys, words, orders, newest });
        if fresh.is_worn() { self.store_fresh() } else { Ok(()) }
    }

    /// Moves the place keys of a record from one journal to another.
    pub(super) fn rekey_places(&mut self, row: i64, facts: &Facts, from: i64, into: i64) -> Done<()> {
        self.forget_keys(row, facts.places(from), Vec::new(), Vec::new(), 0)?;
        let keys = facts.places(into);
        self.make_known(&keys);
        match &mut self.fresh {
            Some(fresh) => fresh.add(Of { row, new: row >= self.first_row, keys, words: Vec::new(), orders: Vec::new(), newest: 0 }),
            None => links::remember(self.connection, row, &keys, &[], 0),
        }
    }

    /// Stores what was put aside of the records that came in.
    fn store_fresh(&mut self) -> Done<()> {
        let nothing = self.nothing_fresh();
        if let Some(fresh) = self.fresh.as_mut() {
            std::mem::replace(fresh, nothing).store(self.connection)?;
        }
        Ok(())
    }

    /// What is put aside lies beside the library.
    fn nothing_fresh(&self) -> Fresh {
        Fresh::of(self.connection.path().filter(|path| !path.is_empty()).and_then(|path| Path::new(path).parent()))
    }

    /// Reads the keys of all records once more, where there are too many of them for the room that they have.
    fn keep_known(&mut self) -> Done<()> {
        if self.known.as_ref().is_some_and(Known::is_full) { self.know_all() } else { Ok(()) }
    }

    /// The records of one journal have become those of another.
    pub(super) fn moved(&mut self, from: i64, into: i64) {
        self.read.forget_all();
        for record in self.pending.iter_mut().filter(|record| record.journal == from) {
            record.journal = into;
        }
    }

    /// Reads the keys of all records when so many come in that not looking for what is not there pays for it.
    pub(super) fn know(&mut self, together: usize) -> Done<()> {
        if self.known.as_ref().is_some_and(|known| !known.is_full()) || (self.known.is_none() && together < MANY) {
            return Ok(());
        }
        let records = super::count(meta(self.connection, "articles")?) + self.put;
        if self.known.is_none() && records > self.put * FEW {
            return Ok(());
        }
        self.know_all()
    }

    /// Reads the keys of all records.
    fn know_all(&mut self) -> Done<()> {
        let records = super::count(meta(self.connection, "articles")?) + self.put;
        let expected = self.known.as_ref().map_or(0, Known::held).max(records * KEYS) * 3 / 2;
        let mut known = Known::of(self.connection, expected)?;
        if let Some(fresh) = &self.fresh {
            fresh.make_known(&mut known)?;
        }
        self.known = Some(known);
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
