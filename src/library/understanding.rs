//! What threads find out of records whose entries are to be linked: the entries, and which of them may be records.
//!
//! All that they look at stays as it is while they work, so that none waits for another.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::facts::Facts;
use super::held::Held;
use super::known::Known;
use super::links::{self, Link, ListEntry};
use super::packed::{self, Dictionary, Packed};
use super::spelled::Spelled;
use super::step::Step;
use super::{LibraryError, ladder, waits};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// The keys under which an entry is looked for.
pub(super) fn coarse(facts: &Facts) -> impl Iterator<Item = i64> {
    facts.coarse(&facts.names()).into_iter().map(waits::key)
}

/// A record whose entries are to be linked, as the store has it.
pub(super) struct Unlinked {
    pub(super) row: i64,
    pub(super) seq: i64,
    pub(super) journal: i64,
    pub(super) id: String,
    pub(super) packed: Packed,
}

/// What a thread found out about it.
#[derive(Default)]
pub(super) struct Understood {
    pub(super) row: i64,
    pub(super) seq: i64,
    /// Coarse keys of the record, under which entries that were here before wait for it.
    pub(super) sought: Vec<i64>,
    /// Keys of its entries.
    pub(super) waits: Vec<i64>,
    /// Names of journals that nobody has met yet.
    pub(super) names: Vec<Spelled>,
    /// Entries that are records, for certain.
    pub(super) found: Vec<Link>,
    /// Entries that may be records.
    pub(super) entries: Vec<Candidate>,
}

/// An entry that may be a record, and where it is looked for.
pub(super) struct Candidate {
    pub(super) entry: ListEntry,
    /// What the names of its journals mean, as rows: of those that are known.
    pub(super) journals: Vec<i64>,
    pub(super) keys: Vec<(Step, i64)>,
    pub(super) all_known: bool,
}

/// What the threads look at: all of it stays as it is while they work.
pub(super) struct View<'a> {
    known: &'a Known,
    held: Option<&'a Held>,
    dictionaries: Vec<Dictionary>,
    /// Journals by the hashes of their names, and the other way round.
    journals: HashMap<i64, i64>,
    names: HashMap<i64, Vec<i64>>,
    /// Whether entries were here before.
    inverse: bool,
}

impl<'a> View<'a> {
    pub(super) fn of(connection: &Connection, (known, held): (&'a Known, Option<&'a Held>), inverse: bool) -> Done<Self> {
        let mut read = connection.prepare("SELECT hash, journal FROM journal_names")?;
        let journals: HashMap<i64, i64> = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut names: HashMap<i64, Vec<i64>> = HashMap::new();
        for (name, journal) in &journals {
            names.entry(*journal).or_default().push(*name);
        }
        Ok(Self { known, held, dictionaries: packed::dictionaries(connection)?, journals, names, inverse })
    }

    pub(super) fn understand(&self, met: &mut HashSet<i64>, unlinked: &Unlinked) -> Done<Understood> {
        let Unlinked { row, seq, journal, id, packed } = unlinked;
        let (sought, mut lists): (_, links::Printed) = if self.inverse {
            let article: Article = packed::unpack(&self.dictionaries, id, packed)?;
            (self.sought(*journal, &article), article.into())
        } else {
            (Vec::new(), packed::unpack(&self.dictionaries, id, packed)?)
        };
        lists.understand();
        let mut understood = Understood { row: *row, seq: *seq, sought, ..Understood::default() };
        for entry in lists.entries().entries {
            understood.waits.extend(coarse(&entry.facts));
            let mut journals = Vec::new();
            let mut may_abbreviate = false;
            let mut all_known = true;
            for name in &entry.facts.journals {
                if let Some(journal) = self.journals.get(&name.hash) {
                    journals.push(*journal);
                    continue;
                }
                all_known = false;
                may_abbreviate |= name.words.len() > 1 && entry.facts.has_place();
                if met.insert(name.hash) {
                    understood.names.push(name.clone());
                }
            }
            journals.dedup();
            let mut keys = ladder::sought(Some(self.known), &entry.facts, &journals);
            // A name that is still to be understood may lead to other keys.
            let held = self.held.filter(|_| all_known || !may_abbreviate);
            if let Some(link) = held.and_then(|held| held.link(*row, &entry, &mut keys)) {
                understood.found.push(link);
                continue;
            }
            if may_abbreviate || ladder::may_find(&keys, &entry.facts, &journals) {
                understood.entries.push(Candidate { entry, journals, keys, all_known });
            }
        }
        Ok(understood)
    }

    /// Keys under which entries that were here before wait for a record.
    fn sought(&self, journal: i64, article: &Article) -> Vec<i64> {
        let names = self.names.get(&journal).map(Vec::as_slice).unwrap_or_default();
        let identifiers = links::identifier_keys(article).into_iter().map(|(_, hash)| hash);
        Facts::of_article(article).coarse_sought(names).into_iter().chain(identifiers).collect()
    }
}
