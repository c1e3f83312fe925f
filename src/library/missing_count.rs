//! The count of the works most cited that are not held: one pass over the keys of all references, then a look at those that
//! many share.
//!
//! ```text
//! waits ─ pass ─▶ the keys most shared, without those of records ─▶ a few records each ─▶ their entries, put together ─▶ works
//!       └ pass ─▶ how many records have each key of these works ──────────────────────────────────────────────────────────┘
//! ```
//!
//! Of a small library every record is read, and every number is exact. Of a large one each key is looked into in a few of its
//! records: what these say of it is taken to hold for the others, and the number is then said to be about right.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::links::{self, List, Lists};
use super::missing::MissingWork;
use super::missing_keys::{Choosing, Chosen, Limits};
use super::works::{Compared, Gathered};
use super::{LibraryError, ShelfName, lists, waits};
use crate::record::Reference;

type Done<T> = Result<T, LibraryError>;

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
    Weighing(Box<Weighing>),
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
                    last.then(|| Stage::Reading(Box::new(Reading::of(std::mem::take(choosing).chosen(self.limits)))))
                }
                Stage::Reading(reading) => {
                    let last = reading.next(connection)?;
                    last.then(|| Stage::Weighing(Box::new(Weighing::of(std::mem::take(&mut **reading)))))
                }
                Stage::Weighing(weighing) => weighing.next(connection)?.then(|| Stage::Done(weighing.told(shelf, self.most))),
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
#[derive(Default)]
struct Reading {
    rows: std::collections::btree_set::IntoIter<i64>,
    /// The keys that are looked into; of a small library all are.
    chosen: Option<HashSet<i64>>,
    /// How many of the entries read have each key.
    seen: HashMap<i64, u64>,
    works: Vec<Option<Candidate>>,
    by_key: HashMap<i64, Vec<usize>>,
}

impl Reading {
    fn of(chosen: Chosen) -> Self {
        Self { rows: chosen.records.into_iter(), chosen: chosen.keys, ..Self::default() }
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
            keys.sort_unstable();
            keys.dedup();
            if self.chosen.is_some() {
                for key in &keys {
                    *self.seen.entry(*key).or_default() += 1;
                }
            }
            let looked_into = self.chosen.as_ref().is_none_or(|chosen| keys.iter().any(|key| chosen.contains(key)));
            // A list that names its own article misses nothing by it.
            let own = article.ids.doi.as_ref().is_some_and(|doi| entry.facts.doi.as_deref() == Some(doi.as_str()));
            if own || linked.contains(&entry.n) || keys.is_empty() || !looked_into {
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
}

/// The look at how many records have each key of the works that were found.
struct Weighing {
    reading: Reading,
    records: HashMap<i64, u64>,
    /// The bucket of keys that is looked at next.
    bucket: i64,
}

impl Weighing {
    fn of(reading: Reading) -> Self {
        let keys = reading.works.iter().flatten().flat_map(|work| work.keys.iter().map(|(key, _)| (*key, 0)));
        // Where all was read nothing is estimated.
        let (records, bucket) = if reading.chosen.is_some() { (keys.collect(), 0) } else { (HashMap::new(), waits::BUCKETS) };
        Self { reading, records, bucket }
    }

    /// Looks at one bucket; whether there was none left.
    fn next(&mut self, connection: &Connection) -> Done<bool> {
        if self.bucket == waits::BUCKETS {
            return Ok(true);
        }
        waits::in_bucket(connection, self.bucket, &mut |key, sources| {
            if let Some(records) = self.records.get_mut(&key) {
                *records = sources.len() as u64;
            }
        })?;
        self.bucket += 1;
        Ok(false)
    }

    /// The works in words, the most cited first.
    fn told(&self, shelf: ShelfName, most: usize) -> Vec<MissingWork> {
        let works = self.reading.works.iter().flatten();
        let mut counted: Vec<(u64, bool, &Candidate)> = works.map(|work| self.counted(work)).collect();
        counted.sort_by_key(|(citing, ..)| std::cmp::Reverse(*citing));
        // Of those that are cited as often as the last one, those that come first in the list are told.
        let last = most.checked_sub(1).and_then(|last| counted.get(last)).map_or(0, |(citing, ..)| *citing);
        let told = counted.into_iter().take_while(|(citing, ..)| *citing >= last);
        let mut all: Vec<MissingWork> =
            told.filter_map(|(citing, about, work)| Some(MissingWork::told(shelf, work.work.best()?, citing, about))).collect();
        all.sort_by(|a, b| b.citing.cmp(&a.citing).then_with(|| a.line.cmp(&b.line)).then_with(|| a.entry.cmp(&b.entry)));
        all.truncate(most);
        all
    }

    /// How many cite a work, and whether that is an estimate.
    fn counted<'a>(&self, candidate: &'a Candidate) -> (u64, bool, &'a Candidate) {
        let read = candidate.work.rows().len() as u64;
        let weighed = candidate.keys.iter().filter_map(|(key, mine)| {
            let (records, seen) = (*self.records.get(key)?, *self.reading.seen.get(key)?);
            Some((*mine, seen.max(1), records))
        });
        // The key that other works have least says most of this one; of several, the one that most records have.
        let best = weighed.max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)).then(a.2.cmp(&b.2)));
        // What holds for the entries read of a key holds for the others.
        let estimated = best.map_or(0, |(mine, seen, records)| records * mine / seen);
        (read.max(estimated), estimated > read, candidate)
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
    fn of_a_large_library_some_records_of_each_key_tell_of_all_others() {
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
