//! Which keys some record has, in little memory: most entries of reference lists are no record of the library, and to find
//! that out each would be looked for by half a dozen keys.
//!
//! A Bloom filter: what it says is not there is not there; of what is not there it lets about one in fifty through.

use rusqlite::Connection;

use super::LibraryError;

/// Bits for each key.
const BITS: u64 = 12;
/// Words in which the bits of one key lie: as many as are fetched from memory at once.
const BLOCK: u64 = 8;
/// Keys that the smallest filter has room for.
const SMALLEST: u64 = 1 << 17;

/// The keys of all records of a store, as hashes.
#[derive(Clone)]
pub(super) struct Known {
    bits: Vec<u64>,
    room: u64,
    held: u64,
}

impl Known {
    /// One for so many keys.
    pub(super) fn with_room(room: u64) -> Self {
        let words = usize::try_from((room * BITS / 64 + 1).next_multiple_of(BLOCK)).unwrap_or(usize::MAX);
        Self { bits: vec![0; words], room, held: 0 }
    }

    /// Reads every key of a store once, and the digest of everything that was read in.
    pub(super) fn of(connection: &Connection, expected: u64) -> Result<Self, LibraryError> {
        let mut known = Self::with_room(expected.max(SMALLEST));
        for query in ["SELECT hash FROM keys", "SELECT digest FROM seen"] {
            let mut read = connection.prepare(query)?;
            let mut rows = read.query([])?;
            while let Some(row) = rows.next()? {
                known.add(row.get(0)?);
            }
        }
        Ok(known)
    }

    pub(super) fn add(&mut self, hash: i64) {
        for (word, bit) in self.places(hash) {
            if let Some(word) = self.bits.get_mut(word) {
                *word |= bit;
            }
        }
        self.held += 1;
    }

    /// Whether some record may have this key.
    pub(super) fn may_hold(&self, hash: i64) -> bool {
        self.places(hash).into_iter().all(|(word, bit)| self.bits.get(word).is_some_and(|word| word & bit != 0))
    }

    /// Whether it holds more than it was made for; it then lets more and more through.
    pub(super) fn is_full(&self) -> bool {
        self.held > self.room
    }

    /// Keys that it holds.
    pub(super) fn held(&self) -> u64 {
        self.held
    }

    /// The three bits of a key. All of them lie in eight words that follow each other: the filter of a large library is in no
    /// cache, and to fetch one part of it is enough. Hashes are as good as chance already, so parts of one are as many places.
    fn places(&self, hash: i64) -> [(usize, u64); 3] {
        let hash = hash.cast_unsigned();
        // The high bits choose the words, the low ones of another mixture the bits in them.
        let blocks = self.bits.len() as u64 / BLOCK;
        let block = u64::try_from((u128::from(hash) * u128::from(blocks)) >> 64).unwrap_or_default() * BLOCK;
        let mixed = hash.rotate_left(29).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        [mixed >> 55, mixed >> 46, mixed >> 37].map(|bit| {
            let word = block + bit / 64 % BLOCK;
            (usize::try_from(word).unwrap_or_default(), 1 << (bit % 64))
        })
    }
}

impl Extend<i64> for Known {
    fn extend<T: IntoIterator<Item = i64>>(&mut self, hashes: T) {
        hashes.into_iter().for_each(|hash| self.add(hash));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::{keys, store};

    #[test]
    fn what_is_there_is_let_through_and_little_else() {
        let connection = store::memory().unwrap();
        let hash = |n: u32| keys::hash("test", &[&n.to_string()]);
        connection.execute("INSERT INTO keys (hash, step, article) VALUES (?1, 1, 1)", [hash(0)]).unwrap();
        let mut known = Known::of(&connection, 0).unwrap();
        (1..100_000).for_each(|n| known.add(hash(n)));
        assert!((0..100_000).all(|n| known.may_hold(hash(n))) && !known.is_full());
        let through = (100_000..200_000).filter(|n| known.may_hold(hash(*n))).count();
        assert!(through < 4_000, "{through} of 100,000");
    }
}
