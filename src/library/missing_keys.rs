//! The keys that are looked into for the works most cited that are not held: those that most records have, but for those of
//! records.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use rusqlite::Connection;

use super::{LibraryError, links, waits};

type Done<T> = Result<T, LibraryError>;

/// How much is looked into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Pairs of key and record up to which all records are read.
    pub(super) few: u64,
    /// Keys that are looked into: a work has three, about, and some have more.
    pub(super) keys: usize,
    /// Records that are read at most where not all are.
    pub(super) read: usize,
}

impl Limits {
    /// What is enough for so many works.
    pub(super) fn of(works: usize) -> Self {
        let keys = works.saturating_mul(10).clamp(1_000, 5_000);
        Self { few: 200_000, keys, read: keys }
    }
}

/// Records held, the most cited, of which the keys are known to mean nothing that is missing.
const HELD: i64 = 40_000;
/// Records of a key that are read: works whose titles begin alike share one, and two records may meet in one of them by chance.
const LOOKED_INTO: usize = 4;
/// What was chosen.
pub(super) struct Chosen {
    /// The records that are read.
    pub(super) records: BTreeSet<i64>,
    /// The keys that are looked into; of a small library all are.
    pub(super) keys: Option<HashSet<i64>>,
}

/// The choice of the keys that are looked into, and of the records that are read for them.
#[derive(Default)]
pub(super) struct Choosing {
    held: Option<Held>,
    /// The bucket of keys that is looked at next.
    bucket: i64,
    /// How many records have a key, the key, and some of these records.
    heaviest: BinaryHeap<Reverse<(usize, i64, [i64; LOOKED_INTO])>>,
    pairs: u64,
    /// All records, as long as there are few.
    every: BTreeSet<i64>,
}

impl Choosing {
    /// Looks at one bucket, or at one record that is held; whether that was the last.
    pub(super) fn next(&mut self, connection: &Connection, limits: Limits) -> Done<bool> {
        let held = match &mut self.held {
            Some(held) => held,
            none => none.insert(Held::most_cited(connection)?),
        };
        if held.next(connection)? {
            return Ok(false);
        }
        let (heaviest, pairs, every) = (&mut self.heaviest, &mut self.pairs, &mut self.every);
        waits::in_bucket(connection, self.bucket, &mut |key, sources| {
            *pairs += sources.len() as u64;
            if *pairs <= limits.few {
                every.extend(sources);
            }
            let lightest = heaviest.peek().map_or(0, |Reverse((count, ..))| *count);
            if (heaviest.len() < limits.keys || sources.len() > lightest) && !held.keys.contains(&key) {
                let some = std::array::from_fn(|at| sources.get(sources.len() * at / LOOKED_INTO).copied().unwrap_or_default());
                heaviest.push(Reverse((sources.len(), key, some)));
                if heaviest.len() > limits.keys {
                    heaviest.pop();
                }
            }
        })?;
        self.bucket += 1;
        Ok(self.bucket == waits::BUCKETS)
    }

    pub(super) fn chosen(self, limits: Limits) -> Chosen {
        if self.pairs <= limits.few {
            return Chosen { records: self.every, keys: None };
        }
        let (mut records, mut chosen) = (BTreeSet::new(), HashSet::new());
        for Reverse((_, key, sources)) in self.heaviest.into_sorted_vec() {
            if records.len() >= limits.read {
                break;
            }
            records.extend(sources);
            chosen.insert(key);
        }
        Chosen { records, keys: Some(chosen) }
    }
}

/// Keys of the records that are cited most: whoever cites these misses nothing.
struct Held {
    rows: std::vec::IntoIter<i64>,
    keys: HashSet<i64>,
    /// Hashes of the names of journals.
    names: HashMap<i64, Vec<i64>>,
}

impl Held {
    fn most_cited(connection: &Connection) -> Done<Self> {
        let mut read = connection.prepare_cached(
            "SELECT target FROM cites INDEXED BY cites_by_target WHERE list = 0 GROUP BY target ORDER BY count(*) DESC LIMIT ?1",
        )?;
        let rows: Vec<i64> = read.query_map([HELD], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Self { rows: rows.into_iter(), keys: HashSet::new(), names: HashMap::new() })
    }

    /// Takes the keys of the next record; whether there was one.
    fn next(&mut self, connection: &Connection) -> Done<bool> {
        let Some(row) = self.rows.next() else { return Ok(false) };
        let Some((facts, journal)) = links::facts_of(connection, row)? else { return Ok(true) };
        let names = match self.names.entry(journal) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                let mut read = connection.prepare_cached("SELECT hash FROM journal_names WHERE journal = ?1")?;
                new.insert(read.query_map([journal], |row| row.get(0))?.collect::<Result<_, _>>()?)
            }
        };
        self.keys.extend(facts.coarse_sought(names).into_iter().map(waits::key));
        Ok(true)
    }
}
