//! Which records have an entry with which key: some tens of millions of pairs in few bytes each.
//!
//! A key is 40 bits of a hash: what two keys have in common by chance is found out when the entry itself is asked. A run
//! holds sorted pairs in 4096 rows, each the pairs of one bucket; what comes in small numbers waits in a table of its own
//! until a run is worth it, and runs are made one when there are many.
//!
//! ```text
//! row = run · 4096 + first 12 bits of the key       body = (28 bits of the key, less the one before · source)…, as varints
//! ```

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use xxhash_rust::xxh3::xxh3_64;

use super::{LibraryError, varints};

type Done<T> = Result<T, LibraryError>;

/// A key and the record that has an entry with it.
pub(super) type Wait = (i64, i64);

const KEY_BITS: u32 = 40;
const BUCKET_BITS: u32 = 12;
/// Parts in which all keys lie, from 0.
pub(super) const BUCKETS: i64 = 1 << BUCKET_BITS;
const REST_BITS: u32 = KEY_BITS - BUCKET_BITS;
/// Pairs outside runs from which on they become one.
const RECENT: i64 = 100_000;
/// Runs from which on they become one.
const RUNS: i64 = 16;

/// The key of a hash.
pub(super) fn key(hash: i64) -> i64 {
    hash >> (64 - KEY_BITS) & ((1 << KEY_BITS) - 1)
}

/// Adds a few pairs.
pub(super) fn add(connection: &Connection, waits: &mut Vec<Wait>) -> Done<()> {
    waits.sort_unstable();
    waits.dedup();
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO waits_recent (key, source) VALUES (?1, ?2)")?;
    let mut added = 0;
    for wait in waits.drain(..) {
        added += insert.execute(wait)?;
    }
    let recent = "UPDATE meta SET value = value + ?1 WHERE name = 'recent' RETURNING value";
    let recent: i64 = connection.prepare_cached(recent)?.query_row([super::signed(added as u64)], |row| row.get(0))?;
    if recent < RECENT {
        return Ok(());
    }
    let mut read = connection.prepare("SELECT key, source FROM waits_recent")?;
    let mut all: Vec<Wait> = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    add_run(connection, &mut all)?;
    connection.execute_batch("DELETE FROM waits_recent; UPDATE meta SET value = 0 WHERE name = 'recent'")?;
    Ok(())
}

/// Adds many pairs as a run.
pub(super) fn add_run(connection: &Connection, waits: &mut Vec<Wait>) -> Done<()> {
    if waits.is_empty() {
        return Ok(());
    }
    waits.sort_unstable();
    waits.dedup();
    let run = runs(connection)?;
    let mut insert = connection.prepare_cached("INSERT INTO waits (row, seal, body) VALUES (?1, ?2, ?3)")?;
    for pairs in waits.chunk_by(|a, b| bucket(a.0) == bucket(b.0)) {
        let Some((key, _)) = pairs.first() else { continue };
        let body = packed(pairs);
        insert.execute((run * BUCKETS + bucket(*key), seal(&body), body))?;
    }
    waits.clear();
    if run + 1 >= RUNS { unite(connection, run + 1) } else { Ok(()) }
}

/// Makes one run of all, bucket by bucket.
fn unite(connection: &Connection, runs: i64) -> Done<()> {
    let mut insert = connection.prepare_cached("INSERT INTO waits (row, seal, body) VALUES (?1, ?2, ?3)")?;
    let mut delete = connection.prepare_cached("DELETE FROM waits WHERE row = ?1")?;
    for bucket in 0..BUCKETS {
        let mut pairs = Vec::new();
        for run in 0..runs {
            read_bucket(connection, run, bucket, &mut pairs)?;
            delete.execute([run * BUCKETS + bucket])?;
        }
        pairs.sort_unstable();
        pairs.dedup();
        if !pairs.is_empty() {
            // The rows of run 0 of later buckets are still to be read, those of this one are gone.
            let body = packed(&pairs);
            insert.execute((bucket, seal(&body), body))?;
        }
    }
    Ok(())
}

/// How many runs there are.
fn runs(connection: &Connection) -> Done<i64> {
    let last: Option<i64> = connection.prepare_cached("SELECT max(row) FROM waits")?.query_row([], |row| row.get(0))?;
    Ok(last.map_or(0, |row| row / BUCKETS + 1))
}

/// Whether any pair is there.
pub(super) fn is_empty(connection: &Connection) -> Done<bool> {
    let recent: bool = connection.query_row("SELECT EXISTS (SELECT 1 FROM waits_recent)", [], |row| row.get(0))?;
    Ok(!recent && runs(connection)? == 0)
}

/// The records that have an entry with one of some keys, each with those keys.
pub(super) fn sources(connection: &Connection, keys: impl IntoIterator<Item = i64>) -> Done<BTreeMap<i64, Vec<i64>>> {
    let mut keys: Vec<i64> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let runs = runs(connection)?;
    let mut pairs = Vec::new();
    for sought in keys.chunk_by(|a, b| bucket(*a) == bucket(*b)) {
        let Some(first) = sought.first() else { continue };
        for run in 0..runs {
            pairs.clear();
            read_bucket(connection, run, bucket(*first), &mut pairs)?;
            for key in sought {
                let from = pairs.partition_point(|(other, _)| other < key);
                for (_, source) in pairs.iter().skip(from).take_while(|(other, _)| other == key) {
                    found.entry(*source).or_default().push(*key);
                }
            }
        }
    }
    let mut recent = connection.prepare_cached("SELECT source FROM waits_recent WHERE key = ?1")?;
    for key in keys {
        for source in recent.query_map([key], |row| row.get(0))? {
            found.entry(source?).or_default().push(key);
        }
    }
    Ok(found)
}

/// Gives every key of a bucket with the records that have it, ascending, to `visit`.
pub(super) fn in_bucket(connection: &Connection, number: i64, visit: &mut dyn FnMut(i64, &[i64])) -> Done<()> {
    let mut pairs = Vec::new();
    for run in 0..runs(connection)? {
        read_bucket(connection, run, number, &mut pairs)?;
    }
    let mut recent = connection.prepare_cached("SELECT key, source FROM waits_recent WHERE key >= ?1 AND key < ?2")?;
    for pair in recent.query_map((number << REST_BITS, (number + 1) << REST_BITS), |row| Ok((row.get(0)?, row.get(1)?)))? {
        pairs.push(pair?);
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut sources = Vec::new();
    for shared in pairs.chunk_by(|a, b| a.0 == b.0) {
        let Some((key, _)) = shared.first() else { continue };
        sources.clear();
        sources.extend(shared.iter().map(|(_, source)| *source));
        visit(*key, &sources);
    }
    Ok(())
}

/// The records that have an entry with each of some keys, at most so many of each.
pub(super) fn sources_by_key(connection: &Connection, keys: impl IntoIterator<Item = i64>, most: usize) -> Done<BTreeMap<i64, Vec<i64>>> {
    let mut keys: Vec<i64> = keys.into_iter().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found: BTreeMap<i64, Vec<i64>> = keys.iter().map(|key| (*key, Vec::new())).collect();
    let runs = runs(connection)?;
    let mut pairs = Vec::new();
    for sought in keys.chunk_by(|a, b| bucket(*a) == bucket(*b)) {
        let Some(first) = sought.first() else { continue };
        for run in 0..runs {
            pairs.clear();
            read_bucket(connection, run, bucket(*first), &mut pairs)?;
            for key in sought {
                let from = pairs.partition_point(|(other, _)| other < key);
                let here = pairs.iter().skip(from).take_while(|(other, _)| other == key).map(|(_, source)| *source);
                if let Some(sources) = found.get_mut(key) {
                    sources.extend(here.take(most.saturating_sub(sources.len())));
                }
            }
        }
    }
    let mut recent = connection.prepare_cached("SELECT source FROM waits_recent WHERE key = ?1 LIMIT ?2")?;
    for (key, sources) in &mut found {
        let most = super::signed(most.saturating_sub(sources.len()) as u64);
        for source in recent.query_map((key, most), |row| row.get(0))? {
            sources.push(source?);
        }
    }
    Ok(found)
}

fn bucket(key: i64) -> i64 {
    key >> REST_BITS
}

fn packed(pairs: &[Wait]) -> Vec<u8> {
    let mut body = Vec::with_capacity(pairs.len() * 6);
    let mut before = 0;
    for (key, source) in pairs {
        let rest = key & ((1 << REST_BITS) - 1);
        varints::put(&mut body, (rest - before).cast_unsigned());
        varints::put(&mut body, source.cast_unsigned());
        before = rest;
    }
    body
}

fn read_bucket(connection: &Connection, run: i64, bucket: i64, pairs: &mut Vec<Wait>) -> Done<()> {
    let mut read = connection.prepare_cached("SELECT seal, body FROM waits WHERE row = ?1")?;
    let found: Option<(i64, Vec<u8>)> = read.query_row([run * BUCKETS + bucket], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((sealed, body)) = found else { return Ok(()) };
    let damaged = || LibraryError::damage("the keys that references have do not match their checksum");
    if sealed != seal(&body) {
        return Err(damaged());
    }
    let mut rest = body.as_slice();
    let take = |rest: &mut &[u8]| varints::take(rest).and_then(|number| i64::try_from(number).ok());
    let mut key = bucket << REST_BITS;
    while !rest.is_empty() {
        let (Some(more), Some(source)) = (take(&mut rest), take(&mut rest)) else { return Err(damaged()) };
        key = key.wrapping_add(more);
        pairs.push((key, source));
    }
    Ok(())
}

/// Reads every run: whether all is as it was stored.
pub(super) fn check(connection: &Connection) -> Done<()> {
    let mut pairs = Vec::new();
    for row in 0..runs(connection)? * BUCKETS {
        pairs.clear();
        read_bucket(connection, row / BUCKETS, row % BUCKETS, &mut pairs)?;
    }
    Ok(())
}

fn seal(body: &[u8]) -> i64 {
    xxh3_64(body).cast_signed()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::{keys, store};

    fn pair(n: i64) -> Wait {
        (key(keys::hash("test", &[&(n / 3).to_string()])), n)
    }

    fn found(connection: &Connection, n: i64) -> Vec<i64> {
        sources(connection, [pair(n).0]).unwrap().into_keys().collect()
    }

    #[test]
    fn a_pair_is_found_in_runs_and_outside_them_and_nothing_else_is() {
        let connection = store::memory().unwrap();
        assert!(is_empty(&connection).unwrap());
        for run in 0..20 {
            add_run(&connection, &mut (run * 3000..(run + 1) * 3000).map(pair).collect()).unwrap();
        }
        assert!(runs(&connection).unwrap() < RUNS, "many runs were made one");
        add(&connection, &mut (60_000..60_300).map(pair).collect()).unwrap();
        for n in [0, 3000, 29_999 / 3 * 3, 60_000, 60_297] {
            assert_eq!(found(&connection, n), [n, n + 1, n + 2]);
        }
        assert_eq!(found(&connection, 90_000), Vec::<i64>::new());
        // One key of two runs and of what came since.
        add_run(&connection, &mut vec![(pair(0).0, 70_000)]).unwrap();
        add(&connection, &mut vec![(pair(0).0, 70_001)]).unwrap();
        assert_eq!(found(&connection, 0), [0, 1, 2, 70_000, 70_001]);
    }

    #[test]
    fn every_key_is_gone_through_once_with_all_its_records() {
        let connection = store::memory().unwrap();
        for run in 0..3 {
            add_run(&connection, &mut (run * 100..run * 100 + 150).map(pair).collect()).unwrap();
        }
        add(&connection, &mut vec![pair(1), (pair(1).0, 9000), pair(400)]).unwrap();
        let mut met = BTreeMap::new();
        for number in 0..BUCKETS {
            in_bucket(&connection, number, &mut |key, sources| {
                assert_eq!(met.insert(key, sources.to_vec()), None, "no key comes twice");
            })
            .unwrap();
        }
        assert_eq!(met.len(), 350_usize.div_ceil(3) + 1);
        assert_eq!(met.get(&pair(0).0), Some(&vec![0, 1, 2, 9000]));
        assert_eq!(met.get(&pair(100).0), Some(&vec![99, 100, 101]), "of two runs");
        assert_eq!(met.get(&pair(400).0), Some(&vec![400]));
    }

    #[test]
    fn what_came_in_small_numbers_becomes_a_run() {
        let connection = store::memory().unwrap();
        add(&connection, &mut (0..RECENT - 1).map(pair).collect()).unwrap();
        assert_eq!(runs(&connection).unwrap(), 0);
        add(&connection, &mut vec![pair(RECENT)]).unwrap();
        assert_eq!(runs(&connection).unwrap(), 1);
        assert!(!connection.query_row("SELECT EXISTS (SELECT 1 FROM waits_recent)", [], |row| row.get::<_, bool>(0)).unwrap());
        assert_eq!(found(&connection, 3), [3, 4, 5]);
    }

    #[test]
    fn a_body_that_was_cut_or_changed_is_damage() {
        let connection = store::memory().unwrap();
        add_run(&connection, &mut (0..300_000).map(pair).collect()).unwrap();
        let (key, _) = pair(7);
        let whole: Vec<u8> = connection.query_row("SELECT body FROM waits WHERE row = ?1", [bucket(key)], |row| row.get(0)).unwrap();
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        for damaged in [changed.as_slice(), &whole[..whole.len() - 1]] {
            connection.execute("UPDATE waits SET body = ?2 WHERE row = ?1", (bucket(key), damaged)).unwrap();
            assert!(sources(&connection, [key]).is_err() && check(&connection).is_err());
        }
    }
}
