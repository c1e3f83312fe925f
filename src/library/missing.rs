//! The works most cited that are not held: one pass over the keys of all references, then a look at those that many share.
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

use super::changes::Searched;
use super::facts::Facts;
use super::links::{self, List, Lists};
use super::works::{Gathered, entry_key};
use super::{EntryKey, LibraryError, ShelfName, lists, waits};
use crate::record::{Citation, Contributor, Reference};
use crate::text::{fold, plain};

type Done<T> = Result<T, LibraryError>;

/// How much is looked into.
#[derive(Clone, Copy)]
struct Limits {
    /// Pairs of key and record up to which all records are read.
    few: u64,
    /// Keys that are looked into: a work has three, about.
    keys: usize,
    /// Records that are read at most where not all are: some seconds' worth.
    read: usize,
}

const LIMITS: Limits = Limits { few: 200_000, keys: 40_000, read: 20_000 };
/// Records held, the most cited, of which the keys are known to mean nothing that is missing.
const HELD: i64 = 40_000;
/// Keys or records between two questions whether anybody still waits.
const AT_ONCE: usize = 256;
/// Works with the same key that are compared with a reference.
const COMPARED: usize = 32;

/// A work that is cited and not held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingWork {
    /// The reference that says most of it.
    pub entry: EntryKey,
    /// How many articles of the library cite it.
    pub citing: u64,
    /// That number is an estimate.
    pub about: bool,
    /// Author, year, title and source, as the reference gives them.
    pub line: String,
    pub doi: Option<String>,
}

impl MissingWork {
    /// Whether it has all of these words, folded.
    pub fn has(&self, words: &[String]) -> bool {
        let line = fold(&self.line);
        let doi = self.doi.as_deref().unwrap_or_default();
        words.iter().all(|word| line.contains(word.as_str()) || doi.contains(word.as_str()))
    }
}

/// What is to be read: of each record the keys that its entries are looked up by, and how many records have each.
#[derive(Default)]
struct Plan {
    records: BTreeSet<i64>,
    shared: HashMap<i64, Shared>,
    /// Every record with references is read.
    whole: bool,
}

/// A key in the records that were read.
#[derive(Default)]
struct Shared {
    /// Records that have an entry with it.
    records: u64,
    /// Entries with it that were seen.
    seen: u64,
}

/// The works most cited that are not held, at most so many, the most cited first; nothing when nobody waits for it any more.
pub(super) fn most_cited(
    connection: &Connection,
    shelf: ShelfName,
    most: usize,
    superseded: &dyn Fn() -> bool,
) -> Done<Option<Vec<MissingWork>>> {
    within(connection, shelf, most, LIMITS, superseded)
}

fn within(
    connection: &Connection,
    shelf: ShelfName,
    most: usize,
    limits: Limits,
    superseded: &dyn Fn() -> bool,
) -> Done<Option<Vec<MissingWork>>> {
    let Some(mut plan) = plan(connection, limits, superseded)? else { return Ok(None) };
    let Some(works) = works_of(connection, &mut plan, superseded)? else { return Ok(None) };
    let mut all: Vec<MissingWork> = works.iter().filter_map(|work| work.told(shelf, &plan)).collect();
    all.sort_by(|a, b| b.citing.cmp(&a.citing).then_with(|| a.line.cmp(&b.line)).then_with(|| a.entry.cmp(&b.entry)));
    all.truncate(most);
    Ok(Some(all))
}

/// Chooses the keys that are looked into, and the records that are read for them.
fn plan(connection: &Connection, limits: Limits, superseded: &dyn Fn() -> bool) -> Done<Option<Plan>> {
    let held = keys_of_held(connection)?;
    let mut heaviest: BinaryHeap<Reverse<(usize, i64, [i64; 2])>> = BinaryHeap::new();
    let (mut pairs, mut looked, mut given_up) = (0_u64, 0_usize, false);
    let mut every: BTreeSet<i64> = BTreeSet::new();
    waits::each(connection, &mut |key, sources| {
        looked += 1;
        if looked.is_multiple_of(AT_ONCE) && superseded() {
            given_up = true;
            return false;
        }
        pairs += sources.len() as u64;
        if pairs <= limits.few {
            every.extend(sources);
        }
        let lightest = heaviest.peek().map_or(0, |Reverse((count, ..))| *count);
        if (heaviest.len() < limits.keys || sources.len() > lightest)
            && !held.contains(&key)
            && let (Some(first), Some(middle)) = (sources.first(), sources.get(sources.len() / 2))
        {
            heaviest.push(Reverse((sources.len(), key, [*first, *middle])));
            if heaviest.len() > limits.keys {
                heaviest.pop();
            }
        }
        true
    })?;
    if given_up {
        return Ok(None);
    }
    if pairs <= limits.few {
        return Ok(Some(Plan { records: every, whole: true, ..Plan::default() }));
    }
    let mut plan = Plan::default();
    for Reverse((count, key, sources)) in heaviest.into_sorted_vec() {
        if plan.records.len() >= limits.read {
            break;
        }
        plan.records.extend(sources);
        plan.shared.insert(key, Shared { records: count as u64, seen: 0 });
    }
    Ok(Some(plan))
}

/// Keys of the records that are cited most: whoever cites these misses nothing.
fn keys_of_held(connection: &Connection) -> Done<HashSet<i64>> {
    let mut names: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut read_names = connection.prepare_cached("SELECT hash FROM journal_names WHERE journal = ?1")?;
    let mut read = connection.prepare_cached(
        "SELECT target FROM cites INDEXED BY cites_by_target WHERE list = 0 GROUP BY target ORDER BY count(*) DESC LIMIT ?1",
    )?;
    let mut held = HashSet::new();
    for row in read.query_map([HELD], |row| row.get(0))? {
        let Some((facts, journal)) = links::facts_of(connection, row?)? else { continue };
        let names = match names.entry(journal) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(read_names.query_map([journal], |row| row.get(0))?.collect::<Result<_, _>>()?)
            }
        };
        held.extend(facts.coarse_sought(names).into_iter().map(waits::key));
    }
    Ok(held)
}

/// A work with the keys under which its references were found.
struct Candidate {
    work: Gathered,
    /// How many of its references have each.
    keys: HashMap<i64, u64>,
}

impl Candidate {
    /// The work in words; nothing without a reference.
    fn told(&self, shelf: ShelfName, plan: &Plan) -> Option<MissingWork> {
        let best = self.work.best()?;
        let read = self.work.rows().len() as u64;
        // What holds for the references read of a key holds for the others.
        let estimate = |(key, mine): (&i64, &u64)| plan.shared.get(key).map(|shared| shared.records * mine / shared.seen.max(1));
        let estimated = if plan.whole { 0 } else { self.keys.iter().filter_map(estimate).max().unwrap_or(0) };
        Some(MissingWork {
            entry: entry_key(shelf, best.row, best.n),
            citing: read.max(estimated),
            about: estimated > read,
            line: line(&best.reference),
            doi: doi(&best.reference),
        })
    }
}

/// Reads the records of the plan, and puts their entries together that mean one work.
fn works_of(connection: &Connection, plan: &mut Plan, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<Candidate>>> {
    let mut works: Vec<Option<Candidate>> = Vec::new();
    let mut by_key: HashMap<i64, Vec<usize>> = HashMap::new();
    for (number, row) in std::mem::take(&mut plan.records).into_iter().enumerate() {
        if number.is_multiple_of(AT_ONCE) && superseded() {
            return Ok(None);
        }
        // What is damaged is the business of `check`; here it only cannot be counted.
        let Ok(Some(article)) = links::article_if_held(connection, row) else { continue };
        let linked: HashSet<i64> =
            lists::targets(connection, row)?.into_iter().filter(|(list, ..)| *list == 0).map(|(_, n, ..)| n).collect();
        for entry in Lists::of(&article).entries.into_iter().filter(|entry| entry.list == List::References) {
            let mut keys: Vec<i64> = entry.facts.coarse(&entry.facts.names()).into_iter().map(waits::key).collect();
            if !plan.whole {
                keys.retain(|key| plan.shared.get_mut(key).map(|shared| shared.seen += 1).is_some());
            }
            // A list that names its own article misses nothing by it.
            let own = article.ids.doi.as_ref().map(ToString::to_string).filter(|doi| entry.facts.doi.as_ref() == Some(doi)).is_some();
            if own || linked.contains(&entry.n) || keys.is_empty() {
                continue;
            }
            let place = usize::try_from(entry.n).unwrap_or(usize::MAX);
            let Some(reference) = article.refs.as_ref().and_then(|refs| refs.get(place)) else { continue };
            put(&mut works, &mut by_key, (row, place), &keys, &entry.facts, reference);
        }
    }
    Ok(Some(works.into_iter().flatten().collect()))
}

/// Puts a reference to the works that it means, which are one by that; else it is a work of its own.
fn put(
    works: &mut Vec<Option<Candidate>>,
    by_key: &mut HashMap<i64, Vec<usize>>,
    (row, n): (i64, usize),
    keys: &[i64],
    facts: &Facts,
    reference: &Reference,
) {
    let near = facts.coarse_sought(&facts.names()).into_iter().map(waits::key);
    let mut met: Vec<usize> = near.filter_map(|key| by_key.get(&key)).flatten().copied().collect();
    met.sort_unstable();
    met.dedup();
    met.truncate(COMPARED);
    met.retain(|at| works.get(*at).and_then(Option::as_ref).is_some_and(|other| other.work.is(facts)));
    let mut met = met.into_iter();
    let at = met.next().unwrap_or_else(|| {
        works.push(Some(Candidate { work: Gathered::of(facts.clone()), keys: HashMap::new() }));
        works.len() - 1
    });
    let others: Vec<Candidate> = met.filter_map(|other| works.get_mut(other).and_then(Option::take)).collect();
    let Some(Some(mine)) = works.get_mut(at) else { return };
    mine.work.take(row, n, facts, reference);
    for key in keys {
        *mine.keys.entry(*key).or_default() += 1;
    }
    for other in others {
        mine.work.join(other.work);
        for (key, count) in other.keys {
            *mine.keys.entry(key).or_default() += count;
        }
    }
    for key in mine.keys.keys() {
        let holders = by_key.entry(*key).or_default();
        if !holders.contains(&at) {
            holders.push(at);
        }
    }
}

/// `Dameri 2017  Smart city definition, goals and performance  Government Information Quarterly 35(4)`, else as printed.
pub(super) fn line(reference: &Reference) -> String {
    let Some((part, title)) = reference.parts.iter().find_map(|part| Some((part, part.title.as_deref()?))) else {
        let printed = plain(&reference.raw);
        return if printed.trim().is_empty() { doi(reference).unwrap_or_default() } else { printed.trim().to_owned() };
    };
    let name = |author: &Contributor| author.family.values().chain(author.name.values()).next().cloned();
    let year = part.year.map(|year| year.to_string());
    let who: Vec<String> = part.authors.first().and_then(name).into_iter().chain(year).collect();
    let pieces = [who.join(" "), title.to_owned(), place(part)];
    let said: Vec<String> = pieces.iter().map(|piece| plain(piece).trim().to_owned()).filter(|piece| !piece.is_empty()).collect();
    said.join("  ")
}

/// `Government Information Quarterly 35(4)`
fn place(part: &Citation) -> String {
    let mut place = part.host_title().or(part.publisher.as_deref()).unwrap_or_default().to_owned();
    let numbers = format!(
        "{}{}",
        part.volume.as_deref().unwrap_or_default(),
        part.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default()
    );
    if !numbers.is_empty() {
        place = format!("{place} {numbers}");
    }
    place
}

fn doi(reference: &Reference) -> Option<String> {
    let of_part = |part: &Citation| crate::record::Doi::parse(part.doi.as_deref()?);
    reference.ids.doi.clone().or_else(|| reference.parts.iter().find_map(of_part)).map(|doi| doi.to_string())
}

impl Searched<'_> {
    /// The works most cited that this shelf does not hold, at most so many, the most cited first. It takes seconds: nothing comes
    /// when `superseded` says in between that nobody waits for it any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn missing(&self, most: usize, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<MissingWork>>> {
        most_cited(&self.shelf.connection, self.shelf.name, most, superseded).map_err(|error| self.shelf.said(error))
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
        let works = within(&shelf.connection, shelf.name, 10, limits, &|| false).unwrap().unwrap();
        works.into_iter().map(|work| (work.line, work.citing, work.about, work.doi)).collect()
    }

    #[test]
    fn works_that_are_not_held_are_listed_by_how_many_cite_them() {
        let book = "Alder 1987  Rivers that return at night  Marsh Press".to_owned();
        let tides = ("2001  On the tides of still water".to_owned(), 6, false, Some("10.5555/tides".to_owned()));
        assert_eq!(told(LIMITS), [(book, 12, false, None), tides], "what is held is not missing");
    }

    #[test]
    fn of_a_large_library_two_records_of_each_key_tell_of_all_others() {
        let book = "Alder 1987  Rivers that return at night  Marsh Press".to_owned();
        let tides = ("2001  On the tides of still water".to_owned(), 6, true, Some("10.5555/tides".to_owned()));
        assert_eq!(told(Limits { few: 0, ..LIMITS }), [(book, 12, true, None), tides]);
    }

    #[test]
    fn it_is_given_up_when_nobody_waits() {
        let library = library();
        let shelf = library.files.as_ref().unwrap();
        assert_eq!(within(&shelf.connection, shelf.name, 10, LIMITS, &|| true).unwrap(), None);
    }
}
