//! Journals by their names: found, made, united, and linked with those who waited for them.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::facts::Facts;
use super::spelled::Spelled;
use super::writer::Writer;
use super::{LibraryError, cards, keys, links, packed};
use crate::record::{Journal, Language, MultiText};

type Done<T> = Result<T, LibraryError>;

impl Writer<'_> {
    /// The journals that an entry's names mean; a name met for the first time is remembered for journals to come.
    pub(super) fn cited_journals(&mut self, spelled: &[Spelled]) -> Done<Vec<i64>> {
        let mut rows = Vec::new();
        for name in spelled {
            if let Some(known) = self.named.get(&name.hash) {
                rows.extend(*known);
                continue;
            }
            let known = links::journal_named(self.connection, name)?;
            match known {
                Some((row, links::Spelling::Abbreviated)) => self.add_name(row, name)?,
                Some(_) => {}
                None => links::cite_name(self.connection, name)?,
            }
            let row = known.map(|(row, _)| row);
            self.named.insert(name.hash, row);
            rows.extend(row);
        }
        rows.dedup();
        Ok(rows)
    }

    /// The row of a record's journal; made where there is none, united where its names were those of several.
    pub(super) fn journal(&mut self, journal: &Journal, facts: &Facts) -> Done<i64> {
        let names: Vec<Spelled> = if facts.journals.is_empty() {
            vec![Spelled { hash: keys::hash("journal", &[""]), words: Arc::default() }]
        } else {
            facts.journals.clone()
        };
        let mut rows: Vec<i64> = Vec::new();
        let mut unknown: Vec<&Spelled> = Vec::new();
        for name in &names {
            match self.journal_of(name.hash)? {
                Some(row) => rows.push(row),
                None => unknown.push(name),
            }
        }
        rows.sort_unstable();
        rows.dedup();
        let row = match rows.as_slice() {
            [] => self.new_journal(journal)?,
            [first, others @ ..] => {
                for other in others {
                    self.unite(*first, *other)?;
                }
                self.more_titles(*first, journal)?;
                *first
            }
        };
        for name in unknown {
            self.add_name(row, name)?;
        }
        Ok(row)
    }

    /// The journal of the hash of a name.
    pub(super) fn journal_of(&mut self, hash: i64) -> Done<Option<i64>> {
        if let Some(Some(row)) = self.named.get(&hash) {
            return Ok(Some(*row));
        }
        let mut by_hash = self.connection.prepare_cached("SELECT journal FROM journal_names WHERE hash = ?1")?;
        let found = by_hash.query_row([hash], |row| row.get(0)).optional()?;
        if found.is_some() {
            self.named.insert(hash, found);
        }
        Ok(found)
    }

    fn new_journal(&mut self, journal: &Journal) -> Done<i64> {
        let title = journal_title(journal);
        let column = packed::column(&title);
        let seal = packed::seal(&[&column]);
        let mut insert = self.connection.prepare_cached("INSERT INTO journals (sort, title, seal) VALUES (?1, ?2, ?3)")?;
        Ok(insert.insert((cards::sort_key(&title, journal), column, seal))?)
    }

    /// Adds titles in languages that the journal had none in.
    fn more_titles(&mut self, row: i64, journal: &Journal) -> Done<()> {
        if self.titled.get(&row).is_some_and(|known| journal.title.languages().all(|language| known.contains(language))) {
            return Ok(());
        }
        let mut read = self.connection.prepare_cached("SELECT title FROM journals WHERE row = ?1")?;
        let mut title = packed::read_column(&read.query_row([row], |r| r.get::<_, String>(0))?)?;
        let before = title.len();
        for (language, more) in journal.title.iter() {
            if title.get(language).is_none() {
                title.insert(language.clone(), more.clone());
            }
        }
        self.titled.insert(row, title.languages().cloned().collect());
        if title.len() > before {
            let column = packed::column(&title);
            let seal = packed::seal(&[&column]);
            let mut update = self.connection.prepare_cached("UPDATE journals SET title = ?2, sort = ?3, seal = ?4 WHERE row = ?1")?;
            update.execute((row, column, cards::sort_key(&title, journal), seal))?;
        }
        Ok(())
    }

    /// Gives a journal one more name, and links what waited for it under that name or an abbreviation of it.
    fn add_name(&mut self, journal: i64, name: &Spelled) -> Done<()> {
        let mut hashes = vec![name.hash];
        links::insert_name(self.connection, journal, name)?;
        for short in links::cited_abbreviations(self.connection, name)? {
            links::insert_name(self.connection, journal, &short)?;
            hashes.push(short.hash);
        }
        for hash in &hashes {
            self.named.insert(*hash, Some(journal));
        }
        self.names.remove(&journal);
        let mut held = self.connection.prepare_cached(
            "SELECT a.facts FROM volumes v JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row WHERE v.journal = ?1",
        )?;
        let mut rows = held.query([journal])?;
        let mut sought = Vec::new();
        while let Some(found) = rows.next()? {
            sought.extend(Facts::stored(&found.get::<_, String>(0)?, "{}")?.coarse_places(&hashes));
        }
        self.satisfy(sought, i64::MAX)
    }

    pub(super) fn names_of(&mut self, journal: i64) -> Done<Vec<i64>> {
        if let Some(names) = self.names.get(&journal) {
            return Ok(names.clone());
        }
        let mut read = self.connection.prepare_cached("SELECT hash FROM journal_names WHERE journal = ?1")?;
        let names: Vec<i64> = read.query_map([journal], |row| row.get(0))?.collect::<Result<_, _>>()?;
        self.names.insert(journal, names.clone());
        Ok(names)
    }

    /// Makes one journal of two that turned out to be the same.
    fn unite(&mut self, into: i64, from: i64) -> Done<()> {
        let articles: Vec<(i64, String, i64, String)> = {
            let mut read = self.connection.prepare_cached(
                "SELECT a.row, a.facts, a.issue, v.key FROM volumes v JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row WHERE v.journal = ?1",
            )?;
            read.query_map([from], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect::<Result<_, _>>()?
        };
        for (row, facts, issue, _) in articles {
            let facts = Facts::stored(&facts, "{}")?;
            self.rekey_places(row, &facts, from, into)?;
            let (year, volume, number): (Option<i32>, Option<String>, Option<String>) = self.connection.query_row(
                "SELECT v.year, v.volume, i.issue FROM issues i JOIN volumes v ON v.row = i.volume WHERE i.row = ?1",
                [issue],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?;
            let (volume, to) = self.issue_of(into, year, volume.as_deref(), number.as_deref())?;
            let mut update = self.connection.prepare_cached("UPDATE articles SET journal = ?2, volume = ?3, issue = ?4 WHERE row = ?1")?;
            update.execute((row, into, volume, to))?;
            self.touched.extend([issue, to]);
        }
        self.connection.execute("UPDATE journal_names SET journal = ?1 WHERE journal = ?2", [into, from])?;
        let title: String = self.connection.query_row("SELECT title FROM journals WHERE row = ?1", [from], |row| row.get(0))?;
        self.more_titles(into, &Journal { title: packed::read_column(&title)?, ..Journal::default() })?;
        self.moved(from, into);
        self.forget_names();
        Ok(())
    }

    /// What is remembered of names is looked up anew.
    pub(super) fn forget_names(&mut self) {
        self.named.clear();
        self.names.clear();
        self.titled.clear();
    }
}

/// What a journal is called in the tree.
fn journal_title(journal: &Journal) -> MultiText {
    let named = if journal.title.is_empty() { &journal.abbrev } else { &journal.title };
    if !named.is_empty() {
        return named.clone();
    }
    if let Some(issn) = journal.issn.first() {
        return MultiText::of(Language::Und, format!("ISSN {issn}"));
    }
    NAMELESS.into_iter().map(|(language, label)| (language, label.to_owned())).collect()
}

/// What stands in the tree above records that have no journal.
const NAMELESS: [(Language, &str); 2] = [(Language::Zh, "（无刊名）"), (Language::En, "(no journal)")];

/// Whether this is what stands in the tree above records that have no journal: beside a record it says nothing.
pub(super) fn is_nameless(title: &MultiText) -> bool {
    NAMELESS.iter().all(|(language, label)| title.get(language).is_some_and(|title| title == label))
}
