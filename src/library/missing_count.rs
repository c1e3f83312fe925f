//! The count of the works most cited that are not held: one pass over the keys of all references, then a look at those that
//! many share.
//!
//! ```text
//! waits ─ pass ─▶ the keys most shared, without those of records ─▶ a few records each ─▶ their entries, put together ─▶ works
//! ```
//!
//! Of a small library every record is read, and every number is exact. Of a large one each key is looked into in two of its
//! records: what these say of it is taken to hold for the others, and the number is then said to be about right.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};

use rusqlite::Connection;

use super::links::{self, List, Lists};
use super::missing::MissingWork;
use super::works::{Compared, Gathered};
use super::{LibraryError, ShelfName, lists, waits};
use crate::record::Reference;

type Done<T> = Result<T, LibraryError>;

/// How much is looked into.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Pairs of key and record up to which all records are read.
    few: u64,
    /// Keys that are looked into: a work has three, about, and some have more.
    keys: usize,
    /// Records that are read at most where not all are.
    read: usize,
}

impl Limits {
    /// What is enough for so many works.
    fn of(works: usize) -> Self {
        let keys = works.saturating_mul(16).clamp(2_000, 40_000);
        Self { few: 200_000, keys, read: keys / 2 }
    }
}

/// Records held, the most cited, of which the keys are known to mean nothing that is missing.
const HELD: i64 = 40_000;
/// Works with the same key that are compared with a reference.
const COMPARED: usize = 32;

/// A count of the works that are missing, as far as it has got: one that is given up goes on from there.
pub struct MissingCount {
    most: usize,
    limits: Limits,
    stage: Stage,
}

enum Stage {
    Choosing(Choosing),
    Reading(Box<Reading>),
    Done(Vec<MissingWork>),
}

impl MissingCount {
    /// A count that has not begun, of at most so many works.
    pub fn new(most: usize) -> Self {
        Self::within(most, Limits::of(most))
    }

    fn within(most: usize, limits: Limits) -> Self {
        Self { most, limits, stage: Stage::Choosing(Choosing::default()) }
    }

    /// The works, the most cited first; none before the count is done.
    pub fn works(&self) -> &[MissingWork] {
        if let Stage::Done(works) = &self.stage { works } else { &[] }
    }

    /// Goes on to the end; no when `superseded` says in between that nobody waits any more.
    pub(super) fn go_on(&mut self, connection: &Connection, shelf: ShelfName, superseded: &dyn Fn() -> bool) -> Done<bool> {
        loop {
            let next = match &mut self.stage {
                Stage::Choosing(choosing) => {
                    let last = choosing.next(connection, self.limits)?;
                    last.then(|| Stage::Reading(Box::new(std::mem::take(choosing).chosen(self.limits))))
                }
                Stage::Reading(reading) => reading.next(connection)?.then(|| Stage::Done(reading.told(shelf, self.most))),
                Stage::Done(_) => return Ok(true),
            };
            match next {
                Some(next) => self.stage = next,
                None if superseded() => return Ok(false),
                None => {}
            }
        }
    }
}

/// The choice of the keys that are looked into, and of the records that are read for them.
#[derive(Default)]
struct Choosing {
    held: Option<Held>,
    /// The bucket of keys that is looked at next.
    bucket: i64,
    /// How many records have a key, the key, and two of these records.
    heaviest: BinaryHeap<Reverse<(usize, i64, [i64; 2])>>,
    pairs: u64,
    /// All records, as long as there are few.
    every: BTreeSet<i64>,
}

impl Choosing {
    /// Looks at one bucket, or at one record that is held; whether that was the last.
    fn next(&mut self, connection: &Connection, limits: Limits) -> Done<bool> {
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
            if (heaviest.len() < limits.keys || sources.len() > lightest)
                && !held.keys.contains(&key)
                && let (Some(first), Some(middle)) = (sources.first(), sources.get(sources.len() / 2))
            {
                heaviest.push(Reverse((sources.len(), key, [*first, *middle])));
                if heaviest.len() > limits.keys {
                    heaviest.pop();
                }
            }
        })?;
        self.bucket += 1;
        Ok(self.bucket == waits::BUCKETS)
    }

    fn chosen(self, limits: Limits) -> Reading {
        if self.pairs <= limits.few {
            return Reading::of(self.every, None);
        }
        let (mut records, mut shared) = (BTreeSet::new(), HashMap::new());
        for Reverse((count, key, sources)) in self.heaviest.into_sorted_vec() {
            if records.len() >= limits.read {
                break;
            }
            records.extend(sources);
            shared.insert(key, Shared { records: count as u64, seen: 0 });
        }
        Reading::of(records, Some(shared))
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

/// A key in the records that are read.
#[derive(Default)]
struct Shared {
    /// Records that have an entry with it.
    records: u64,
    /// Entries with it that were seen.
    seen: u64,
}

/// A work with the keys under which its references were found.
struct Candidate {
    work: Gathered,
    /// How many of its references have each.
    keys: Vec<(i64, u64)>,
}

impl Candidate {
    fn count(&mut self, key: i64, more: u64) {
        match self.keys.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += more,
            None => self.keys.push((key, more)),
        }
    }
}

/// The reading of records, of which the entries are put together that mean one work.
struct Reading {
    rows: std::collections::btree_set::IntoIter<i64>,
    /// The keys that are looked into, with how many records have each; of a small library all are.
    shared: Option<HashMap<i64, Shared>>,
    works: Vec<Option<Candidate>>,
    by_key: HashMap<i64, Vec<usize>>,
}

impl Reading {
    fn of(records: BTreeSet<i64>, shared: Option<HashMap<i64, Shared>>) -> Self {
        Self { rows: records.into_iter(), shared, works: Vec::new(), by_key: HashMap::new() }
    }

    /// Reads the next record; whether there was none.
    fn next(&mut self, connection: &Connection) -> Done<bool> {
        let Some(row) = self.rows.next() else { return Ok(true) };
        // What is damaged is the business of `check`; here it only cannot be counted.
        let Ok(Some(article)) = links::article_if_held(connection, row) else { return Ok(false) };
        let linked: HashSet<i64> =
            lists::targets(connection, row)?.into_iter().filter(|(list, ..)| *list == 0).map(|(_, n, ..)| n).collect();
        for entry in Lists::of(&article).entries.into_iter().filter(|entry| entry.list == List::References) {
            let mut keys: Vec<i64> = entry.facts.coarse(&entry.facts.names()).into_iter().map(waits::key).collect();
            if let Some(shared) = &mut self.shared {
                keys.retain(|key| shared.get_mut(key).map(|shared| shared.seen += 1).is_some());
            }
            // A list that names its own article misses nothing by it.
            let own = article.ids.doi.as_ref().is_some_and(|doi| entry.facts.doi.as_deref() == Some(doi.as_str()));
            if own || linked.contains(&entry.n) || keys.is_empty() {
                continue;
            }
            let place = usize::try_from(entry.n).unwrap_or(usize::MAX);
            let Some(reference) = article.refs.as_ref().and_then(|refs| refs.get(place)) else { continue };
            self.put((row, place), &keys, Compared::of(entry.facts), reference);
        }
        Ok(false)
    }

    /// Puts a reference to the works that it means, which are one by that; else it is a work of its own.
    fn put(&mut self, (row, n): (i64, usize), keys: &[i64], compared: Compared, reference: &Reference) {
        let near = compared.near().iter();
        let mut met: Vec<usize> = near.filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        met.sort_unstable();
        met.dedup();
        met.retain(|at| self.works.get(*at).is_some_and(Option::is_some));
        met.truncate(COMPARED);
        met.retain(|at| self.works.get(*at).and_then(Option::as_ref).is_some_and(|other| other.work.is(&compared)));
        let mut met = met.into_iter();
        let at = met.next().unwrap_or_else(|| {
            self.works.push(Some(Candidate { work: Gathered::of(compared.clone()), keys: Vec::new() }));
            self.works.len() - 1
        });
        let others: Vec<Candidate> = met.filter_map(|other| self.works.get_mut(other).and_then(Option::take)).collect();
        let Some(Some(mine)) = self.works.get_mut(at) else { return };
        mine.work.take(row, n, &compared, reference);
        for key in keys {
            mine.count(*key, 1);
        }
        for other in others {
            mine.work.join(other.work);
            for (key, count) in other.keys {
                mine.count(key, count);
            }
        }
        for (key, _) in &mine.keys {
            let holders = self.by_key.entry(*key).or_default();
            if !holders.contains(&at) {
                holders.push(at);
            }
        }
    }

    /// The works in words, the most cited first.
    fn told(&self, shelf: ShelfName, most: usize) -> Vec<MissingWork> {
        let mut all: Vec<MissingWork> = self.works.iter().flatten().filter_map(|work| self.in_words(shelf, work)).collect();
        all.sort_by(|a, b| b.citing.cmp(&a.citing).then_with(|| a.line.cmp(&b.line)).then_with(|| a.entry.cmp(&b.entry)));
        all.truncate(most);
        all
    }

    /// The work in words; nothing without a reference.
    fn in_words(&self, shelf: ShelfName, candidate: &Candidate) -> Option<MissingWork> {
        let read = candidate.work.rows().len() as u64;
        // What holds for the references read of a key holds for the others.
        let estimate = |(key, mine): &(i64, u64)| {
            let shared = self.shared.as_ref()?.get(key)?;
            Some(shared.records * mine / shared.seen.max(1))
        };
        let estimated = candidate.keys.iter().filter_map(estimate).max().unwrap_or(0);
        Some(MissingWork::told(shelf, candidate.work.best()?, read.max(estimated), estimated > read))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::*;
    use crate::library::Library;
    use crate::record::Article;

    /// Twelve articles: all cite one book of which the library has nothing, half of them an article by its DOI, and each the
    /// first of the twelve.
    fn library() -> Library {
        let article = |n: u32| -> Article {
            let mut refs = vec![
                json!({"raw": "Alder O. Rivers that return at night. Fenwick: Marsh Press, 1987.",
                       "parts": [{"title": "Rivers that return at night", "year": 1987, "publisher": "Marsh Press", "authors": [{"family": {"en": "Alder"}, "given": {"en": "O"}}]}]}),
                json!({"raw": "First of all the twelve articles", "parts": [{"title": "First of all the twelve articles", "doi": "10.5555/held.0"}]}),
            ];
            if n.is_multiple_of(2) {
                refs.push(json!({"raw": "", "parts": [{"title": "On the tides of still water", "year": 2001, "doi": "10.5555/Tides"}]}));
            }
            serde_json::from_value(json!({
                "title": {"en": if n == 0 { "First of all the twelve articles".to_owned() } else { format!("Article number {n} of twelve") }},
                "lang": "en", "journal": {"title": {"en": "Journal of Tides"}}, "year": 2010 + n, "volume": "1", "issue": "1",
                "pages": {"raw": n.to_string(), "first": n.to_string()}, "ids": {"doi": format!("10.5555/held.{n}")}, "refs": refs
            }))
            .unwrap()
        };
        let mut library = Library::new();
        library.add_files((0..12).map(article)).unwrap();
        library
    }

    fn told(limits: Limits) -> Vec<(String, u64, bool, Option<String>)> {
        let library = library();
        let shelf = library.files.as_ref().unwrap();
        let mut count = MissingCount::within(10, limits);
        assert!(count.go_on(&shelf.connection, shelf.name, &|| false).unwrap());
        count.works().iter().map(|work| (work.line.clone(), work.citing, work.about, work.doi.clone())).collect()
    }

    #[test]
    fn works_that_are_not_held_are_listed_by_how_many_cite_them() {
        let book = "Alder 1987  Rivers that return at night  Marsh Press".to_owned();
        let tides = ("2001  On the tides of still water".to_owned(), 6, false, Some("10.5555/tides".to_owned()));
        assert_eq!(told(Limits::of(10)), [(book, 12, false, None), tides], "what is held is not missing");
    }

    #[test]
    fn of_a_large_library_two_records_of_each_key_tell_of_all_others() {
        let book = "Alder 1987  Rivers that return at night  Marsh Press".to_owned();
        let tides = ("2001  On the tides of still water".to_owned(), 6, true, Some("10.5555/tides".to_owned()));
        assert_eq!(told(Limits { few: 0, ..Limits::of(10) }), [(book, 12, true, None), tides]);
    }

    #[test]
    fn a_count_that_is_given_up_goes_on_where_it_was() {
        let library = library();
        let shelf = library.files.as_ref().unwrap();
        let mut count = MissingCount::within(10, Limits::of(10));
        let mut calls = 1;
        while !count.go_on(&shelf.connection, shelf.name, &|| true).unwrap() {
            assert!(count.works().is_empty(), "nothing is told that is not counted to the end");
            calls += 1;
        }
        assert!(calls > 12, "every record by itself: {calls}");
        assert_eq!(count.works().iter().map(|work| work.citing).collect::<Vec<_>>(), [12, 6]);
        let asked = std::cell::Cell::new(false);
        assert!(count.go_on(&shelf.connection, shelf.name, &|| asked.replace(true)).unwrap());
        assert!(!asked.get(), "what is done is done");
    }
}
