//! Links that a person made or broke: they stay, whatever the ladder finds later.
//!
//! A decision is kept in the personal layer by the identifier of the record and by what the entry says (its printed text, its
//! DOI, its title and year), so that it outlives an import of the same record with another order of references. The table of
//! links follows from the decisions: they are laid over it whenever records or links were written.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::keyed::Keyed;
use super::links::{self, List, Lists};
use super::personal::{log, together};
use super::shelf::Shelf;
use super::step::Step;
use super::{Access, EntryKey, Library, LibraryError, ShelfName, keys, ladder, lists, signed};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// Before the names, among what the personal layer holds as its state.
const KEY: &str = "link/";
/// Behind all of these names.
const END: &str = "link0";

/// What a person said of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Decision {
    /// The record that has the entry.
    source: String,
    /// Of the related ones, not of the references.
    related: bool,
    /// The place of the entry, and the number of the change of the record up to which that is sure to hold.
    n: usize,
    seq: i64,
    /// What the entry is known by.
    says: Vec<String>,
    /// The record that it is; none of the library, where a link was broken.
    target: Option<String>,
}

/// What became of a link that was to be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlinked {
    /// The entry leads to no record from now on.
    Broken,
    /// What was decided before is forgotten: the entry leads where the ladder finds it.
    Undone,
    /// It led nowhere, and nothing had been decided.
    Nothing,
}

impl Decision {
    fn list(&self) -> List {
        if self.related { List::Related } else { List::References }
    }

    /// The name under which it is kept.
    fn name(&self) -> String {
        let entry = self.says.first().map(String::as_str).unwrap_or_default();
        format!("{KEY}{}\t{}\t{entry}", self.source, self.list().number())
    }

    fn is_of(&self, list: List, says: &[String]) -> bool {
        self.list() == list && self.says.iter().any(|one| says.contains(one))
    }

    fn keep(&self, connection: &Connection) -> Done<()> {
        let value = serde_json::to_string(self).map_err(|_| LibraryError::damage("a link cannot be written down"))?;
        let mut keep = connection.prepare_cached("INSERT OR REPLACE INTO personal.state (name, value) VALUES (?1, ?2)")?;
        keep.execute([self.name(), value])?;
        Ok(())
    }

    fn forget(&self, connection: &Connection) -> Done<()> {
        connection.prepare_cached("DELETE FROM personal.state WHERE name = ?1")?.execute([self.name()])?;
        Ok(())
    }
}

/// What an entry is known by: its printed text, its DOI, its title and year.
fn says(article: &Article, list: List, n: usize, facts: &Facts) -> Vec<String> {
    let raw = match list {
        List::References => article.refs.as_ref().and_then(|refs| refs.get(n)).map(|reference| reference.raw.as_str()),
        List::Related => article.related.as_ref().and_then(|related| related.get(n)).map(|related| related.raw.as_str()),
    };
    let printed = raw.map(keys::title).filter(|letters| !letters.is_empty());
    let hashed = |kind: &str, hash: i64| format!("{kind}:{:016x}", hash.cast_unsigned());
    let mut says: Vec<String> = printed.map(|letters| hashed("raw", keys::hash("raw", &[&letters]))).into_iter().collect();
    says.extend(facts.doi.as_ref().map(|doi| format!("doi:{doi}")));
    says.extend(facts.work().map(|work| hashed("work", work)));
    if says.is_empty() {
        says.push(format!("n:{n}"));
    }
    says
}

/// All decisions. Read before a transaction begins, so that a long one does not hold the personal layer.
pub(super) fn all(connection: &Connection) -> Done<Vec<Decision>> {
    read(connection, KEY, END)
}

fn of_record(connection: &Connection, id: &str) -> Done<Vec<Decision>> {
    read(connection, &format!("{KEY}{id}\t"), &format!("{KEY}{id}\n"))
}

fn read(connection: &Connection, from: &str, to: &str) -> Done<Vec<Decision>> {
    let mut read = connection.prepare_cached("SELECT value FROM personal.state WHERE name >= ?1 AND name < ?2")?;
    let values: Vec<String> = read.query_map([from, to], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // One that another version wrote otherwise is left as it is.
    Ok(values.iter().filter_map(|value| serde_json::from_str(value).ok()).collect())
}

/// Lays decisions over the table of links.
pub(super) fn lay_over(connection: &Connection, decisions: &[Decision]) -> Done<()> {
    for decision in decisions {
        let Some(row) = ladder::row_of(connection, &decision.source)? else { continue };
        let mut seq = connection.prepare_cached("SELECT seq FROM articles WHERE row = ?1")?;
        let now: Option<i64> = seq.query_row([row], |found| found.get(0)).optional()?;
        let n = if now == Some(decision.seq) { Some(decision.n) } else { place_of(connection, row, decision)? };
        if let Some(n) = n {
            lay(connection, (row, decision.list(), n), decision.target.as_deref())?;
        }
    }
    Ok(())
}

/// Where the entry of a decision stands now: the one that has most of what it said, the nearest of several.
fn place_of(connection: &Connection, row: i64, decision: &Decision) -> Done<Option<usize>> {
    let Some(article) = links::article_if_held(connection, row)? else { return Ok(None) };
    let entries = Lists::of(&article).entries.into_iter().filter(|entry| entry.list == decision.list());
    let common = entries.filter_map(|entry| {
        let n = usize::try_from(entry.n).ok()?;
        let says = says(&article, entry.list, n, &entry.facts);
        let common = says.iter().filter(|one| decision.says.contains(one)).count();
        (common > 0).then_some((common, std::cmp::Reverse(n.abs_diff(decision.n)), n))
    });
    Ok(common.max().map(|(.., n)| n))
}

/// Makes the link of an entry what was decided. A record that is not here (yet) leaves it as it is.
fn lay(connection: &Connection, (row, list, n): (i64, List, usize), target: Option<&str>) -> Done<()> {
    let entry = (row, list.number(), signed(n as u64));
    let Some(target) = target else {
        connection.prepare_cached("DELETE FROM cites WHERE source = ?1 AND list = ?2 AND n = ?3")?.execute(entry)?;
        return Ok(());
    };
    if let Some(target) = ladder::row_of(connection, target)?.filter(|target| *target != row) {
        let mut insert =
            connection.prepare_cached("INSERT OR REPLACE INTO cites (source, list, n, target, step) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        insert.execute((entry.0, entry.1, entry.2, target, Step::Given.number()))?;
    }
    Ok(())
}

/// An entry as a decision is made about it.
struct Said {
    row: i64,
    list: List,
    n: usize,
    facts: Facts,
    /// What was decided of it before.
    before: Option<Decision>,
    /// What is decided, if it is.
    decision: Decision,
}

impl Shelf {
    fn said_of(&self, entry: EntryKey) -> Done<Said> {
        if self.access == Access::ReadOnly || self.name == ShelfName::Sample {
            return Err(LibraryError::ReadOnly { place: self.place() });
        }
        let connection = &self.connection;
        let gone = || LibraryError::Record { id: entry.of.row.to_string(), what: "it has no such reference any more".to_owned() };
        let article = links::article_if_held(connection, entry.of.row)?.ok_or_else(gone)?;
        let place = signed(entry.n as u64);
        let found = Lists::of(&article).entries.into_iter().find(|one| one.list == entry.list && one.n == place).ok_or_else(gone)?;
        let says = says(&article, entry.list, entry.n, &found.facts);
        let source = lists::identifier(connection, entry.of.row)?.to_string();
        let before = of_record(connection, &source)?.into_iter().find(|one| one.is_of(entry.list, &says));
        let seq = connection.query_row("SELECT seq FROM articles WHERE row = ?1", [entry.of.row], |row| row.get(0))?;
        let related = entry.list == List::Related;
        let decision = Decision { source, related, n: entry.n, seq, says, target: None };
        Ok(Said { row: entry.of.row, list: entry.list, n: entry.n, facts: found.facts, before, decision })
    }

    /// Keeps what is decided, and makes the link follow.
    fn decide_link(&self, said: &Said, op: &str, decision: Option<&Decision>) -> Done<()> {
        let connection = &self.connection;
        let target = decision.and_then(|decision| decision.target.as_deref());
        let line = serde_json::json!([said.decision.source, said.list.number(), said.n, said.decision.says, target]).to_string();
        together(connection, || {
            // Whatever was worked out from the links is to be worked out anew.
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'", [])?;
            if let Some(before) = &said.before {
                before.forget(connection)?;
            }
            lay(connection, (said.row, said.list, said.n), None)?;
            match decision {
                Some(decision) => {
                    decision.keep(connection)?;
                    lay(connection, (said.row, said.list, said.n), target)?;
                }
                None => self.link_again(said)?,
            }
            log(connection, op, &line)
        })
    }

    /// The link that the ladder finds.
    fn link_again(&self, said: &Said) -> Done<()> {
        let connection = &self.connection;
        let mut journals = Vec::new();
        for name in &said.facts.journals {
            journals.extend(links::journal_named(connection, name)?.map(|(row, _)| row));
        }
        if let Some((target, step)) = ladder::find(Keyed::stored(connection), &said.facts, &journals, Some(said.row))? {
            let mut insert =
                connection.prepare_cached("INSERT OR REPLACE INTO cites (source, list, n, target, step) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            insert.execute((said.row, said.list.number(), signed(said.n as u64), target, step.number()))?;
        }
        Ok(())
    }

    fn is_linked(&self, said: &Said) -> Done<bool> {
        let mut read = self.connection.prepare_cached("SELECT 1 FROM cites WHERE source = ?1 AND list = ?2 AND n = ?3")?;
        Ok(read.query_row((said.row, said.list.number(), signed(said.n as u64)), |_| Ok(())).optional()?.is_some())
    }

    fn link(&self, entry: EntryKey, target: i64) -> Done<()> {
        let said = self.said_of(entry)?;
        if target == said.row {
            let id = said.decision.source;
            return Err(LibraryError::Record { id, what: "a record does not cite itself".to_owned() });
        }
        let mut decision = said.decision.clone();
        decision.target = Some(lists::identifier(&self.connection, target)?.to_string());
        self.decide_link(&said, "link", Some(&decision))
    }

    fn unlink(&self, entry: EntryKey) -> Done<Unlinked> {
        let said = self.said_of(entry)?;
        if said.before.is_some() {
            self.decide_link(&said, "forget-link", None)?;
            return Ok(Unlinked::Undone);
        }
        if !self.is_linked(&said)? {
            return Ok(Unlinked::Nothing);
        }
        self.decide_link(&said, "unlink", Some(&said.decision))?;
        Ok(Unlinked::Broken)
    }
}

impl Library {
    /// Says which record an entry is: that stays, through every import. Durable when this returns; of files that are only read
    /// it holds for this run.
    ///
    /// # Errors
    /// A read-only (the sample is one), full, damaged or busy library; a record of another shelf; then nothing was changed.
    pub fn link_by_hand(&mut self, entry: EntryKey, target: super::ArticleKey) -> Done<()> {
        let shelf = self.shelf(entry.of.shelf)?;
        if target.shelf != entry.of.shelf {
            let what = "it stands on another shelf than the reference; import it first".to_owned();
            return Err(LibraryError::Record { id: target.row.to_string(), what });
        }
        shelf.link(entry, target.row).map_err(|error| shelf.said(error))
    }

    /// Breaks the link of an entry, which then stays broken; or takes back what was decided of it before.
    ///
    /// # Errors
    /// A read-only (the sample is one), full, damaged or busy library; then nothing was changed.
    pub fn unlink(&mut self, entry: EntryKey) -> Done<Unlinked> {
        let shelf = self.shelf(entry.of.shelf)?;
        shelf.unlink(entry).map_err(|error| shelf.said(error))
    }
}
