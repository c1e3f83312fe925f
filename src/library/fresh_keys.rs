//! The keys of records that an import of many has stored, until they go into their table: looked up in memory and in sorted
//! runs, and stored in the order of the table.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use rusqlite::Connection;

use super::known::Known;
use super::runs::{Entry, Runs, Spool};
use super::{LibraryError, bulk};

type Done<T> = Result<T, LibraryError>;

/// The number that stands for a step where the hash is the digest of what was read in.
pub(super) const SEEN: i64 = 255;

/// Hashes are as good as chance already. Rows are not: taken as they are, all have the same first bits, and whoever is not in a
/// table of them is looked for past all that are. One multiplication by an odd number makes both good enough.
#[derive(Default)]
pub(super) struct Spread(u64);

/// 2⁶⁴ divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4: multiplicative hashing).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_i64(&mut self, hash: i64) {
        self.0 = hash.cast_unsigned().wrapping_mul(GOLDEN);
    }
}

pub(super) type ByHash<T> = HashMap<i64, T, BuildHasherDefault<Spread>>;

/// A record under a step.
type Holder = (i64, i64);
/// Hash, step, article: a row of `keys`.
type Key = (i64, i64, i64);

/// Keys that are in no table yet.
pub(super) struct FreshKeys {
    first: ByHash<Holder>,
    /// Other records with the same key.
    more: ByHash<Vec<Holder>>,
    runs: Runs<Key>,
    /// How each run is looked through.
    indexes: Vec<Index>,
    /// Keys that a record has no more.
    gone: HashSet<Key>,
}

/// Where in a run a hash is, if it is there.
struct Index {
    known: Known,
    /// The first hash of every block, and where it begins.
    blocks: Vec<(i64, u64)>,
    end: u64,
}

impl Index {
    /// The part of the file in which all keys of this hash are.
    fn part(&self, hash: i64) -> Range<u64> {
        let place = |at: usize| self.blocks.get(at).map_or(self.end, |(_, place)| *place);
        let from = self.blocks.partition_point(|(first, _)| *first < hash);
        let to = self.blocks.partition_point(|(first, _)| *first <= hash);
        // The block before may end with it.
        place(from.saturating_sub(1))..place(to)
    }
}

impl FreshKeys {
    pub(super) fn new() -> Self {
        Self { first: ByHash::default(), more: ByHash::default(), runs: Runs::new(), indexes: Vec::new(), gone: HashSet::new() }
    }

    pub(super) fn add(&mut self, step: i64, hash: i64, row: i64) {
        let holder = (step, row);
        if *self.first.entry(hash).or_insert(holder) != holder {
            self.more.entry(hash).or_default().push(holder);
        }
        if !self.gone.is_empty() {
            self.gone.remove(&(hash, step, row));
        }
    }

    pub(super) fn forget(&mut self, step: i64, hash: i64, row: i64) {
        self.gone.insert((hash, step, row));
    }

    /// Keys that are remembered to be gone.
    pub(super) fn forgotten(&self) -> usize {
        self.gone.len()
    }

    pub(super) fn in_memory(&self) -> usize {
        self.first.len()
    }

    /// Adds the records that have a key, the oldest first, until there are so many.
    pub(super) fn holders(&self, spool: Option<&Spool>, (step, hash): (i64, i64), most: usize, found: &mut Vec<i64>) -> Done<()> {
        let is_it = |key: &Key| key.0 == hash && key.1 == step && (self.gone.is_empty() || !self.gone.contains(key));
        for index in self.indexes.iter().filter(|index| index.known.may_hold(hash)) {
            let Some(spool) = spool.filter(|_| found.len() < most) else { break };
            let bytes = spool.read(index.part(hash))?;
            let mut rest = bytes.as_slice();
            let keys = std::iter::from_fn(|| Key::read(&mut rest)).skip_while(|key| key.0 < hash).take_while(|key| key.0 == hash);
            found.extend(keys.filter(is_it).map(|(.., row)| row).take(most - found.len()));
        }
        let all = self.first.get(&hash).into_iter().chain(self.more.get(&hash).into_iter().flatten());
        let all = all.map(|(step, row)| (hash, *step, *row)).filter(is_it);
        found.extend(all.map(|(.., row)| row).take(most.saturating_sub(found.len())));
        Ok(())
    }

    /// Gives every hash to `visit`.
    pub(super) fn each(&self, spool: Option<&Spool>, visit: &mut dyn FnMut(i64)) -> Done<()> {
        for hash in self.first.keys() {
            visit(*hash);
        }
        self.runs.each(spool, |(hash, ..)| visit(hash))
    }

    /// Puts what is in memory aside as a run.
    pub(super) fn put_aside(&mut self, spool: &mut Spool) -> Done<()> {
        let mut keys = self.drain();
        keys.sort_unstable();
        let mut index = Index { known: Known::with_room(keys.len() as u64), blocks: Vec::new(), end: 0 };
        for (hash, ..) in &keys {
            index.known.add(*hash);
        }
        let part = spool.add(&keys, |(hash, ..), place| index.blocks.push((*hash, place)))?;
        index.end = part.end;
        self.indexes.push(index);
        self.runs.parts.push(part);
        Ok(())
    }

    /// Stores all.
    pub(super) fn store(mut self, spool: Option<&Spool>, connection: &Connection) -> Done<()> {
        let memory = self.drain();
        let Self { runs, gone, .. } = self;
        runs.in_order(spool, memory, |mut keys| {
            keys.retain(|key| gone.is_empty() || !gone.contains(key));
            let seen: Vec<Key> = keys.iter().filter(|(_, step, _)| *step == SEEN).copied().collect();
            keys.retain(|(_, step, _)| *step != SEEN);
            bulk::insert(connection, "keys (hash, step, article)", &keys, |(hash, step, row)| [hash, step, row])?;
            bulk::insert(connection, "seen (digest, article)", &seen, |(digest, _, row)| [digest, row])
        })
    }

    fn drain(&mut self) -> Vec<Key> {
        let more = std::mem::take(&mut self.more).into_iter().flat_map(|(hash, holders)| holders.into_iter().map(move |one| (hash, one)));
        self.first.drain().chain(more).map(|(hash, (step, row))| (hash, step, row)).collect()
    }
}
