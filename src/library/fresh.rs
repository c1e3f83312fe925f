//! Keys, words and orders of records that an import of many has stored, until they go into their tables: each table is then
//! gone through once, in its order.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::thread;

use rusqlite::Connection;

use super::aside::{Aside, Ordered};
use super::fresh_keys::{FreshKeys, SEEN};
use super::fresh_words::FreshWords;
use super::known::Known;
use super::runs::Spool;
use super::step::Step;
use super::words::Word;
use super::{LibraryError, bulk, fresh_words, links};

type Done<T> = Result<T, LibraryError>;

/// What is kept in memory at most.
#[derive(Clone, Copy)]
struct Room {
    keys: usize,
    words: usize,
    terms: usize,
    orders: usize,
    /// Keys, words and orders that a record has no more: when so many are remembered, all is stored, and they are forgotten.
    gone: usize,
}

/// Some ten megabytes of each.
const ROOM: Room = Room { keys: 350_000, words: 75_000, terms: 350_000, orders: 100_000, gone: 200_000 };

/// Keys of places that are not known whole, of which it is known that they are there: a megabyte and a half.
const PARTIAL: u64 = 1 << 20;

/// Hash, newest, article: a row of `terms`.
type Term = (i64, i64, i64);

/// What is in no table yet.
pub(super) struct Fresh {
    /// Where it is put aside; in memory, where the library is kept there.
    folder: Option<PathBuf>,
    room: Room,
    spool: Option<Spool>,
    keys: FreshKeys,
    words: FreshWords,
    terms: Aside<Term>,
    orders: Aside<Ordered>,
    /// Words that a record has no more.
    unlisted: Vec<Word>,
    /// Records that were here before: these have both what is in the tables and what is not yet.
    changed: HashSet<i64>,
    /// The keys and digests that the tables have, where these are few.
    stored: Option<Known>,
    /// Keys of a place that is not known whole, of the records whose place is not.
    partial: Known,
}

/// What the tables have of a record besides its row and its body.
pub(super) struct Of {
    pub(super) row: i64,
    /// Whether it came in by this import; else it was here before.
    pub(super) new: bool,
    pub(super) keys: Vec<(Step, i64)>,
    pub(super) words: Vec<Word>,
    pub(super) orders: Vec<(i64, String)>,
    pub(super) newest: i64,
}

impl Fresh {
    /// What will be put aside beside the library of this folder.
    pub(super) fn of(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_owned),
            room: ROOM,
            spool: None,
            keys: FreshKeys::new(),
            words: FreshWords::new(),
            terms: Aside::new(),
            orders: Aside::new(),
            unlisted: Vec::new(),
            changed: HashSet::new(),
            stored: None,
            partial: Known::with_room(PARTIAL),
        }
    }

    /// The same, where it is known which keys and digests the tables have, if that is worth knowing.
    pub(super) fn beside(self, stored: Option<Known>) -> Self {
        Self { stored, ..self }
    }

    /// Whether the tables may have this key or digest: a no is certain.
    pub(super) fn may_be_stored(&self, hash: i64) -> bool {
        self.stored.as_ref().is_none_or(|stored| stored.may_hold(hash))
    }

    /// Whether some record may be found by a part of its place, and by nothing else of it. Where every issue begins at page 1,
    /// dozens of records have volume and page of another; but those whose place is known whole are found by all of it, or
    /// stand in another issue.
    pub(super) fn may_be_partial(&self, hash: i64) -> bool {
        self.may_be_stored(hash) || self.partial.may_hold(hash)
    }

    /// Adds what is known of a record.
    pub(super) fn add(&mut self, Of { row, new, keys, words, orders, newest }: Of) -> Done<()> {
        if !new {
            self.changed.insert(row);
        }
        let whole = keys.iter().any(|(step, _)| *step == Step::Place);
        for (step, hash) in keys {
            if step == Step::Partial && !whole {
                self.partial.add(hash);
            }
            self.keys.add(step.number(), hash, row);
        }
        for Word { hash, listed } in words {
            self.terms.add((hash, newest, row));
            if let Some(listed) = listed {
                self.words.add(hash, listed);
            }
        }
        for (kind, sort) in orders {
            self.orders.add((kind, sort, row));
        }
        self.put_aside()
    }

    /// Adds that these very bytes have been read in.
    pub(super) fn saw(&mut self, digest: i64, row: i64) -> Done<()> {
        self.keys.add(SEEN, digest, row);
        self.put_aside()
    }

    /// Whether these very bytes have been read in.
    pub(super) fn has_seen(&self, digest: i64) -> Done<bool> {
        let mut found = Vec::new();
        self.keys.holders(self.spool.as_ref(), (SEEN, digest), 1, &mut found)?;
        Ok(!found.is_empty())
    }

    /// Takes away what was added of a record.
    pub(super) fn forget(&mut self, Of { row, new, keys, words, orders, newest }: Of) {
        if !new && !self.changed.contains(&row) {
            return;
        }
        for (step, hash) in keys {
            self.keys.forget(step.number(), hash, row);
        }
        for word in words {
            self.terms.forget((word.hash, newest, row));
            self.unlisted.push(word);
        }
        for (kind, sort) in orders {
            self.orders.forget((kind, sort, row));
        }
    }

    /// Whether it is time to store all: so much has been taken away again.
    pub(super) fn is_worn(&self) -> bool {
        self.keys.forgotten() + self.terms.forgotten() + self.orders.forgotten() + self.unlisted.len() >= self.room.gone
    }

    /// Adds the records that have a key, the oldest first, until there are so many.
    pub(super) fn holders(&self, step: Step, hash: i64, most: usize, found: &mut Vec<i64>) -> Done<()> {
        self.keys.holders(self.spool.as_ref(), (step.number(), hash), most, found)
    }

    /// Lets every key and digest be known.
    pub(super) fn make_known(&self, known: &mut Known) -> Done<()> {
        self.keys.each(self.spool.as_ref(), &mut |hash| known.add(hash))
    }

    /// Puts aside what is too much for memory.
    fn put_aside(&mut self) -> Done<()> {
        let full = [
            self.keys.in_memory() >= self.room.keys,
            self.words.in_memory() >= self.room.words,
            self.terms.in_memory() >= self.room.terms,
            self.orders.in_memory() >= self.room.orders,
        ];
        let Some(folder) = self.folder.as_deref().filter(|_| full.contains(&true)) else { return Ok(()) };
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(Spool::beside(folder)?),
        };
        let [keys, words, terms, orders] = full;
        if keys {
            self.keys.put_aside(spool)?;
        }
        if words {
            self.words.put_aside(spool)?;
        }
        if terms {
            self.terms.put_aside(spool)?;
        }
        if orders {
            self.orders.put_aside(spool)?;
        }
        Ok(())
    }

    /// Stores all, in the order of the tables.
    pub(super) fn store(self, connection: &Connection) -> Done<()> {
        let Self { room, mut spool, keys, words, terms, orders, unlisted, .. } = self;
        // Words are listed before records have them: one that no record has is a new one.
        let lines = if let Some(held) = fresh_words::held(connection, room.words)? {
            // Nobody need be asked: the lists are put in order beside the keys.
            let (reader, spool) = (spool.as_ref().map(Spool::same).transpose()?, spool.as_mut());
            thread::scope(|scope| {
                let lines = scope.spawn(|| words.in_lists(spool, room.words, |hash| Ok(held.contains(&hash))));
                keys.store(reader.as_ref(), connection)?;
                lines.join().unwrap_or_else(|_| Err(LibraryError::damage("words that came in cannot be put in order")))
            })?
        } else {
            keys.store(spool.as_ref(), connection)?;
            words.in_lists(spool.as_mut(), room.words, |hash| fresh_words::is_held(connection, hash))?
        };
        let spool = spool.as_ref();
        lines.store(spool, connection)?;
        terms.store(spool, |rows| {
            bulk::insert(connection, "terms (hash, newest, article)", rows, |(hash, newest, row)| [hash, newest, row])
        })?;
        orders
            .store(spool, |rows| bulk::insert(connection, "orders (kind, sort, article)", rows, |(kind, sort, row)| [kind, sort, row]))?;
        links::unlist_words(connection, &unlisted)
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::words::{Kind, Listed};
    use crate::library::{keys, store};

    const SMALL: Room = Room { keys: 40, words: 10, terms: 30, orders: 20, gone: 100 };

    /// Records that share keys, words and places with each other, each a little otherwise the second time.
    fn of(row: i64, time: i64) -> Of {
        let hash = |kind: &str, n: i64| keys::hash(kind, &[&n.to_string()]);
        let word = |kind, n: i64| {
            let label = format!("word {n} as {} has it", if n % 5 == 0 { row } else { 0 });
            Listed { kind, above: String::new(), sort: label.to_uppercase(), label }
        };
        // Every fifth word is spelled otherwise by each, and no record loses one of those.
        let numbers = [row % 40 * 5, row / 7 + time * 1000 + i64::from((row / 7 + time * 1000) % 5 == 0)];
        let words = numbers.map(|n| {
            let kind = if n % 2 == 0 { Kind::Author } else { Kind::Keyword };
            Word { hash: hash("word", n), listed: (n % 3 > 0).then(|| word(kind, n)) }
        });
        Of {
            row,
            new: row >= 50,
            keys: vec![(Step::Doi, hash("doi", row)), (Step::Place, hash("place", row / 9)), (Step::Title, hash("title", row + time * 31))],
            words: words.into(),
            orders: vec![(0, format!("title {}", hash("title", row + time) % 50)), (1, format!("author {}", row / 20))],
            newest: -(row % 13),
        }
    }

    pub(in crate::library) fn tables(connection: &Connection) -> Vec<String> {
        let columns = [
            ("keys", "hash || ' ' || step || ' ' || article"),
            ("seen", "digest || ' ' || article"),
            ("terms", "hash || ' ' || newest || ' ' || article"),
            ("orders", "kind || ' ' || sort || ' ' || article"),
            ("words", "kind || ' ' || above || ' ' || sort || ' ' || hash || ' ' || label || ' ' || seal"),
            ("meta", "name || ' ' || value"),
        ];
        let all = columns.map(|(table, columns)| format!("SELECT '{table} ' || {columns} AS line FROM {table}")).join(" UNION ALL ");
        let mut read = connection.prepare(&format!("{all} ORDER BY line")).unwrap();
        read.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// A store that had records before, and what is done with it in an import.
    pub(in crate::library) fn stores() -> [Connection; 2] {
        [(), ()].map(|()| {
            let connection = store::memory().unwrap();
            for row in 0..50 {
                put(&connection, of(row, 0));
            }
            connection
        })
    }

    fn put(connection: &Connection, Of { row, keys, words, orders, newest, .. }: Of) {
        links::remember(connection, row, &keys, &words, newest).unwrap();
        links::put_in_order(connection, row, &orders).unwrap();
    }

    #[test]
    fn the_tables_are_those_that_rows_stored_one_by_one_make() {
        tables_are_the_same(SMALL);
        // The words that were there are few enough to be known.
        tables_are_the_same(Room { words: 150, ..SMALL });
    }

    fn tables_are_the_same(room: Room) {
        let folder = tempfile::tempdir().unwrap();
        let [one_by_one, together] = stores();
        let mut fresh = Fresh { room, ..Fresh::of(Some(folder.path())) };
        let mut worn = 0;
        let add = |fresh: &mut Fresh, row: i64, time: i64| {
            put(&one_by_one, of(row, time));
            one_by_one.execute("INSERT INTO seen (digest, article) VALUES (?1, ?2)", (row * 7919 + time, row)).unwrap();
            fresh.add(of(row, time)).unwrap();
            fresh.saw(row * 7919 + time, row).unwrap();
        };
        // What stays is not taken away.
        let forget = |fresh: &mut Fresh, row: i64, [time, next]: [i64; 2]| {
            let (mut gone, next) = (of(row, time), of(row, next));
            gone.keys.retain(|key| !next.keys.contains(key));
            gone.words.retain(|word| !next.words.contains(word));
            gone.orders.retain(|order| !next.orders.contains(order));
            for connection in [&one_by_one, &together] {
                links::forget(connection, row, &gone.keys, &gone.words, &gone.orders).unwrap();
            }
            fresh.forget(gone);
        };
        for row in 50..600 {
            add(&mut fresh, row, 0);
            // One that was here before, one of this import, and one of either that changes a second time and back again.
            for (changed, time) in [(row - 50, 1), (row - 20, 2)] {
                if changed % 4 == 0 && changed < 580 && time == 1 {
                    forget(&mut fresh, changed, [0, 1]);
                    add(&mut fresh, changed, 1);
                }
                if changed % 8 == 4 && (30..560).contains(&changed) && time == 2 {
                    forget(&mut fresh, changed, [0, 2]);
                    add(&mut fresh, changed, 2);
                    forget(&mut fresh, changed, [2, 0]);
                    put(&one_by_one, of(changed, 0));
                    fresh.add(of(changed, 0)).unwrap();
                }
            }
            if fresh.is_worn() {
                worn += 1;
                let next = Fresh { room, ..Fresh::of(Some(folder.path())) };
                std::mem::replace(&mut fresh, next).store(&together).unwrap();
            }
        }
        assert!(worn > 1 && fresh.spool.is_some());
        fresh.store(&together).unwrap();
        let (expected, found) = (tables(&one_by_one), tables(&together));
        assert!(expected.len() > 4000);
        for (expected, found) in expected.iter().zip(&found) {
            assert_eq!(expected, found);
        }
        assert_eq!(expected.len(), found.len());
    }

    #[test]
    fn a_key_is_found_wherever_it_was_put() {
        let folder = tempfile::tempdir().unwrap();
        let mut fresh = Fresh { room: Room { keys: 1000, ..ROOM }, ..Fresh::of(Some(folder.path())) };
        let shared = keys::hash("shared", &[]);
        let mut known = Known::with_room(20_000);
        let only = |row, keys| Of { row, new: true, keys, words: Vec::new(), orders: Vec::new(), newest: 0 };
        for row in 0..4500 {
            let own = keys::hash("own", &[&row.to_string()]);
            fresh.add(only(row, vec![(Step::Doi, own), (Step::Place, shared)])).unwrap();
            fresh.saw(row, row).unwrap();
        }
        let holders = |fresh: &Fresh, step, hash, most| {
            let mut found = Vec::new();
            fresh.holders(step, hash, most, &mut found).unwrap();
            found
        };
        for row in 0..4500 {
            let own = keys::hash("own", &[&row.to_string()]);
            assert_eq!(holders(&fresh, Step::Doi, own, 50), [row]);
            assert_eq!(holders(&fresh, Step::Url, own, 50), [0_i64; 0], "under another step");
            assert!(fresh.has_seen(row).unwrap() && !fresh.has_seen(row + 4500).unwrap());
        }
        assert_eq!(holders(&fresh, Step::Place, shared, 3000), (0..3000).collect::<Vec<_>>(), "the oldest first");
        for row in [7, 4499] {
            fresh.forget(only(row, vec![(Step::Place, shared)]));
        }
        let left: Vec<i64> = (0..4499).filter(|row| *row != 7).collect();
        assert_eq!(holders(&fresh, Step::Place, shared, 9000), left);
        fresh.make_known(&mut known).unwrap();
        assert!((0..4500).all(|row| known.may_hold(row) && known.may_hold(keys::hash("own", &[&row.to_string()]))));
    }
}
