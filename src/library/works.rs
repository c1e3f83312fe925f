//! Works that the library does not hold, as the references to them say: which references mean the same one.
//!
//! References that share a coarse key of [`super::waits`] may mean one work; whether they do, the entries themselves say, by
//! the same steps of the ladder by which a record is known again. What one of them leaves out another may have (a DOI, the
//! page), so the facts of all that were found are put together, and looked for once more by what was learnt.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::changes::Searched;
use super::facts::Facts;
use super::links::{self, List, Lists};
use super::shelf::Shelf;
use super::step::Step;
use super::store::meta;
use super::{ArticleCard, ArticleKey, Count, LibraryError, Linked, ShelfName, ladder, lists, waits};
use crate::record::{Article, Citation, Reference};

type Done<T> = Result<T, LibraryError>;

/// How often the look-up is repeated with what was learnt by the one before.
const ROUNDS: usize = 3;
/// References that are compared one by one with others; beyond these what all say together is.
const FACES: usize = 6;
/// The most records that are read for one work: some seconds' worth.
const MOST: usize = 10_000;
/// Citing articles that are told with a work, for a glance.
const AT_A_GLANCE: usize = 8;

/// An entry of a list of a record: which record, which of its lists, and its place there from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey {
    pub of: ArticleKey,
    pub list: List,
    pub n: usize,
}

/// A work that is cited and not held.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Nothing when no reference list of the library has it.
    pub best: Option<BestReference>,
    /// Articles whose references have it: where too many would have to be read, at least.
    pub citing: Count,
    /// The newest of these.
    pub newest: Vec<ArticleCard>,
}

/// The reference that says most of a work.
#[derive(Clone, Debug, PartialEq)]
pub struct BestReference {
    pub entry: EntryKey,
    pub reference: Reference,
    pub linked: Linked,
}

/// What a reference says, with the keys by which it is compared with others: these are worked out once.
#[derive(Clone)]
pub(super) struct Compared {
    pub(super) facts: Facts,
    /// Hashes of the names of its journal.
    names: Vec<i64>,
    /// Hashes under which it is known, ascending.
    keys: Vec<i64>,
    /// Hashes under which it is looked for, by the steps of the ladder.
    sought: Vec<(Step, i64)>,
    /// Coarse keys under which others are found that may mean the same.
    near: Vec<i64>,
}

impl Compared {
    pub(super) fn of(facts: Facts) -> Self {
        let names = facts.names();
        let mut sought = facts.keys(&names);
        let mut keys: Vec<i64> = sought.iter().map(|(_, hash)| *hash).collect();
        keys.sort_unstable();
        sought.extend(facts.title_searches().into_iter().map(|hash| (Step::Title, hash)));
        sought.sort_unstable();
        let near = facts.coarse_sought(&names).into_iter().map(waits::key).collect();
        Self { facts, names, keys, sought, near }
    }

    /// Coarse keys under which others are found that may mean the same work.
    pub(super) fn near(&self) -> &[i64] {
        &self.near
    }

    /// Whether two references mean one work: they share a key of the ladder, and nothing speaks against it.
    pub(super) fn same_work(&self, other: &Self) -> bool {
        if self.facts.doi.is_some() && self.facts.doi == other.facts.doi {
            return true;
        }
        // Another spelling of a journal's name is not another journal: only the same one says anything.
        let same_journal = self.names.iter().any(|name| other.names.contains(name)).then_some(true);
        self.sought.chunk_by(|a, b| a.0 == b.0).any(|step| {
            step.iter().any(|(_, hash)| other.keys.binary_search(hash).is_ok())
                && step.first().is_some_and(|(step, _)| ladder::agree(*step, &self.facts, &other.facts, same_journal))
                && !self.facts.are_cited_as_two(&other.facts)
        })
    }
}

/// References that mean one work, as they are found.
pub(super) struct Gathered {
    /// The first, and others that have keys of their own: of a work that is printed with two years, both are right.
    faces: Vec<Compared>,
    /// What all of them say together, where that is more than the first says.
    together: Option<Box<Compared>>,
    /// Keys under which more of its references may be found, ascending.
    keys: Vec<i64>,
    /// Record and place in its references of each, ascending.
    members: Vec<(i64, usize)>,
    /// Whether more records may have it than were read.
    cut: bool,
    best: Option<Best>,
}

/// The reference that says most.
pub(super) struct Best {
    pub(super) row: i64,
    pub(super) n: usize,
    pub(super) reference: Reference,
    telling: usize,
}

impl Gathered {
    pub(super) fn of(first: Compared) -> Self {
        let mut keys = first.near.clone();
        keys.sort_unstable();
        keys.dedup();
        Self { faces: vec![first], together: None, keys, members: Vec::new(), cut: false, best: None }
    }

    fn learn(&mut self, other: &Compared) {
        let known = match (&self.together, self.faces.first()) {
            (Some(together), _) => together.facts.clone(),
            (None, Some(first)) => Facts::default().learnt(&first.facts),
            (None, None) => Facts::default(),
        };
        let learnt = known.clone().learnt(&other.facts);
        let before = self.keys.len();
        self.look_for(&other.near);
        if self.keys.len() > before && self.faces.len() < FACES {
            self.faces.push(other.clone());
        }
        if learnt != known {
            let together = Compared::of(learnt);
            self.look_for(&together.near);
            self.together = Some(Box::new(together));
        }
    }

    /// Adds keys under which more references may be found.
    fn look_for(&mut self, near: &[i64]) {
        for key in near {
            if let Err(place) = self.keys.binary_search(key) {
                self.keys.insert(place, *key);
            }
        }
    }

    /// Whether a reference means the same work.
    pub(super) fn is(&self, other: &Compared) -> bool {
        self.faces.iter().chain(self.together.as_deref()).any(|mine| mine.same_work(other))
    }

    /// Takes a reference that means it.
    pub(super) fn take(&mut self, row: i64, n: usize, compared: &Compared, reference: &Reference) {
        let Err(place) = self.members.binary_search(&(row, n)) else { return };
        self.members.insert(place, (row, n));
        self.learn(compared);
        let telling = telling(reference);
        if self.best.as_ref().is_none_or(|best| best.telling < telling) {
            self.best = Some(Best { row, n, reference: reference.clone(), telling });
        }
    }

    /// Takes what another gathered, when both turn out to be one work.
    pub(super) fn join(&mut self, other: Self) {
        for face in &other.faces {
            self.learn(face);
        }
        self.members.extend(other.members);
        self.members.sort_unstable();
        self.members.dedup();
        let better = |best: &Best| self.best.as_ref().is_none_or(|mine| mine.telling < best.telling);
        if other.best.as_ref().is_some_and(better) {
            self.best = other.best;
        }
    }

    /// How many records have it, when so many were found: where not all were read, one less is surely exceeded.
    fn counted(&self, found: u64) -> Count {
        if self.cut { Count::MoreThan(found.saturating_sub(1)) } else { Count::Exactly(found) }
    }

    pub(super) fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }

    /// The records whose references have it, each once, ascending.
    pub(super) fn rows(&self) -> Vec<i64> {
        let mut rows: Vec<i64> = self.members.iter().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }
}

/// How much a reference says: its parts that are not empty, those most that lead to the work.
fn telling(reference: &Reference) -> usize {
    let has_doi = reference.ids.doi.is_some() || reference.parts.iter().any(|part| part.doi.is_some());
    let of_part = |part: &Citation| {
        let words = [&part.title, &part.volume, &part.issue, &part.pages, &part.publisher, &part.url];
        let said = words.into_iter().flatten().filter(|word| !word.trim().is_empty()).count();
        said + usize::from(part.title.is_some()) * 2
            + usize::from(part.year.is_some())
            + usize::from(part.host_title().is_some())
            + usize::from(!part.authors.is_empty())
    };
    reference.parts.iter().map(of_part).sum::<usize>() + usize::from(has_doi) * 4 + usize::from(!reference.raw.trim().is_empty())
}

/// The entries of a record's references that lead to no record, each with its place.
pub(super) fn unlinked(connection: &Connection, row: i64, article: &Article) -> Done<Vec<(usize, Facts)>> {
    let linked: BTreeSet<i64> =
        lists::targets(connection, row)?.into_iter().filter(|(list, ..)| *list == List::References.number()).map(|(_, n, ..)| n).collect();
    let entries = Lists::of(article).entries.into_iter();
    let open = entries.filter(|entry| entry.list == List::References && !linked.contains(&entry.n));
    Ok(open.filter_map(|entry| Some((usize::try_from(entry.n).ok()?, entry.facts))).collect())
}

/// All references of the library that mean the work of an entry; nothing when there is no such entry, or when nobody waits any
/// more.
pub(super) fn gather(connection: &Connection, entry: (i64, List, usize), superseded: &dyn Fn() -> bool) -> Done<Option<Gathered>> {
    gather_of(connection, entry, MOST, superseded)
}

/// The same, of which no more than `most` records are read.
fn gather_of(
    connection: &Connection,
    (row, list, n): (i64, List, usize),
    most: usize,
    superseded: &dyn Fn() -> bool,
) -> Done<Option<Gathered>> {
    let Some(article) = links::article_if_held(connection, row)? else { return Ok(None) };
    let place = i64::try_from(n).unwrap_or(i64::MAX);
    let Some(entry) = Lists::of(&article).entries.into_iter().find(|entry| entry.list == list && entry.n == place) else {
        return Ok(None);
    };
    let asked_for = Compared::of(entry.facts);
    let mut work = Gathered::of(asked_for.clone());
    if let (List::References, Some(reference)) = (list, article.refs.as_ref().and_then(|refs| refs.get(n))) {
        work.take(row, n, &asked_for, reference);
    }
    let (mut asked, mut read) = (BTreeSet::new(), 0);
    for _ in 0..ROUNDS {
        let new: Vec<i64> = work.keys.iter().copied().filter(|key| asked.insert(*key)).collect();
        let sources: BTreeMap<i64, Vec<i64>> = if new.is_empty() { BTreeMap::new() } else { waits::sources(connection, new)? };
        for (source, keys) in sources {
            if read == most {
                work.cut = true;
                break;
            }
            read += 1;
            if superseded() {
                return Ok(None);
            }
            let Some(article) = links::article_if_held(connection, source)? else { continue };
            for (n, facts) in unlinked(connection, source, &article)? {
                let met = facts.coarse(&facts.names()).into_iter().map(waits::key).any(|key| keys.contains(&key));
                if !met {
                    continue;
                }
                let compared = Compared::of(facts);
                if let (true, Some(reference)) = (work.is(&compared), article.refs.as_ref().and_then(|refs| refs.get(n))) {
                    work.take(source, n, &compared, reference);
                }
            }
        }
    }
    Ok(Some(work))
}

/// The records whose references have the work of an entry, the newest first; and how many there are.
pub(super) fn citing(connection: &Connection, entry: (i64, List, usize), superseded: &dyn Fn() -> bool) -> Done<Option<(Vec<i64>, Count)>> {
    let Some(work) = gather(connection, entry, superseded)? else { return Ok(None) };
    let rows = newest_first(connection, &work.rows())?;
    let counted = work.counted(rows.len() as u64);
    Ok(Some((rows, counted)))
}

fn newest_first(connection: &Connection, rows: &[i64]) -> Done<Vec<i64>> {
    let mut read = connection.prepare_cached("SELECT year FROM articles WHERE row = ?1")?;
    let mut dated = Vec::with_capacity(rows.len());
    for row in rows {
        dated.push((links::newest(read.query_row([row], |found| found.get(0))?), *row));
    }
    dated.sort_unstable();
    Ok(dated.into_iter().map(|(_, row)| row).collect())
}

impl Shelf {
    /// The work of an entry.
    fn work(&self, entry: (i64, List, usize), superseded: &dyn Fn() -> bool) -> Done<Option<Work>> {
        let Some(work) = gather(&self.connection, entry, superseded)? else { return Ok(None) };
        let rows = newest_first(&self.connection, &work.rows())?;
        let citing = work.counted(rows.len() as u64);
        let newest = rows.get(..AT_A_GLANCE.min(rows.len())).unwrap_or_default();
        let newest = lists::cards_of_rows(&self.connection, self.name, newest)?;
        let best = work.best.map(|best| BestReference {
            entry: entry_key(self.name, best.row, best.n),
            linked: lists::elsewhere_of_reference(&best.reference),
            reference: best.reference,
        });
        Ok(Some(Work { best, citing, newest }))
    }
}

/// The key of a reference.
pub(super) fn entry_key(shelf: ShelfName, row: i64, n: usize) -> EntryKey {
    EntryKey { of: ArticleKey { shelf, row }, list: List::References, n }
}

impl Searched<'_> {
    /// The work of an entry that leads to no record; nothing when there is no such entry, or when `superseded` says in between
    /// that nobody waits for it any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn work(&self, entry: EntryKey, superseded: &dyn Fn() -> bool) -> Done<Option<Work>> {
        self.shelf.work((entry.of.row, entry.list, entry.n), superseded).map_err(|error| self.shelf.said(error))
    }

    /// A number that is another one whenever records or links have changed.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn links_changed(&self) -> Done<i64> {
        meta(&self.shelf.connection, "generation").map_err(|error| self.shelf.said(error))
    }

    /// Rows of the articles whose references have the work of an entry, the newest first; of very many, those that were read
    /// first. And how many there are.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn citing(&self, entry: EntryKey, superseded: &dyn Fn() -> bool) -> Done<Option<(Vec<i64>, Count)>> {
        citing(&self.shelf.connection, (entry.of.row, entry.list, entry.n), superseded).map_err(|error| self.shelf.said(error))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::*;
    use crate::library::Library;

    #[test]
    fn where_not_all_that_may_cite_a_work_are_read_more_than_were_found_cite_it() {
        let citing = |n: u32| -> Article {
            let cited = json!([{"raw": "", "parts": [{"title": "Counting herons by ear", "year": 1999}]}]);
            serde_json::from_value(json!({
                "title": {"en": format!("Study {n}")}, "lang": "en", "journal": {"title": {"en": "Annals of Tests"}}, "year": 2000 + n,
                "volume": "1", "issue": "1", "pages": {"raw": n.to_string(), "first": n.to_string()}, "refs": cited
            }))
            .unwrap()
        };
        let mut library = Library::new();
        library.add_files((1..=5).map(citing)).unwrap();
        let shelves = library.searched().unwrap();
        let shelf = shelves.first().unwrap().shelf;
        let found = |most| {
            let row: i64 = shelf.connection.query_row("SELECT min(row) FROM articles", [], |r| r.get(0)).unwrap();
            let work = gather_of(&shelf.connection, (row, List::References, 0), most, &|| false).unwrap().unwrap();
            let rows = work.rows().len();
            (rows, work.counted(rows as u64))
        };
        assert_eq!(found(MOST), (5, Count::Exactly(5)));
        assert_eq!(found(5), (5, Count::Exactly(5)), "all were read");
        assert_eq!(found(4), (4, Count::MoreThan(3)), "a fifth may have it, or not: four have it surely");
    }
}
