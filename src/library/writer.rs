//! One transaction of changes: records put into their places in the tree, with their keys, words and links.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};

use super::facts::{Facts, Spelled};
use super::{LibraryError, cards, keys, links, packed};
use crate::record::{Article, Journal, Language, MultiText};

type Done<T> = Result<T, LibraryError>;

/// Changes to one store, all of which or none are kept.
pub(super) struct Writer<'a> {
    pub(super) connection: &'a Connection,
    /// Issues whose order and counts are to be worked out anew.
    touched: BTreeSet<i64>,
    /// Records whose lists of references are to be linked when all records of the batch are in.
    pending: Vec<(i64, links::Lists)>,
    /// Journals by the hash of a name, as found in this transaction.
    named: HashMap<i64, Option<i64>>,
    /// All names of a journal.
    names: HashMap<i64, Vec<i64>>,
    volumes: HashMap<(i64, String), i64>,
    issues: HashMap<(i64, String), i64>,
    open: bool,
}

/// Records whose links are worked out together.
const TOGETHER: usize = 256;

impl<'a> Writer<'a> {
    /// Begins. The first statement writes to the library alone, so that only its lock is taken and not that of
    /// `personal.db`: someone may go on reading and marking while an import runs.
    pub(super) fn begin(connection: &'a Connection) -> Done<Self> {
        connection.execute_batch("BEGIN")?;
        let writer = Self {
            connection,
            touched: BTreeSet::new(),
            pending: Vec::new(),
            named: HashMap::new(),
            names: HashMap::new(),
            volumes: HashMap::new(),
            issues: HashMap::new(),
            open: true,
        };
        connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'", [])?;
        Ok(writer)
    }

    /// Works out what is still open, and makes all of it durable.
    pub(super) fn commit(mut self) -> Done<()> {
        self.link_pending()?;
        self.settle()?;
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        Ok(())
    }

    /// Stores a record that is new. Its identifier must be filled and free.
    pub(super) fn put(&mut self, article: &Article, facts: &Facts) -> Done<i64> {
        let journal = self.journal(&article.journal, facts)?;
        let (volume, issue) = self.issue(journal, article)?;
        let shown = cards::Columns::of(article);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO articles (id, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let first = shown.first.as_deref();
        let row = insert.insert(params![
            article.id.as_str(),
            journal,
            volume,
            issue,
            keys::printed(first),
            shown.title,
            shown.authors,
            shown.heading,
            article.year,
            shown.numbers,
            first,
            facts_column(facts),
            shown.seal()
        ])?;
        self.connection.prepare_cached("UPDATE meta SET value = value + 1 WHERE name = 'articles'")?.execute([])?;
        self.touched.insert(issue);
        self.put_body(row, article)?;
        self.put_keys(row, journal, article, facts)?;
        Ok(row)
    }

    /// Replaces what is stored of a record; its identifier and row stay.
    pub(super) fn replace(&mut self, row: i64, old: &Article, article: &Article) -> Done<()> {
        let (was, facts) = (Facts::of_article(old), Facts::of_article(article));
        let place = "SELECT journal, issue FROM articles WHERE row = ?1";
        let (before, from): (i64, i64) = self.connection.prepare_cached(place)?.query_row([row], |r| Ok((r.get(0)?, r.get(1)?)))?;
        links::forget(self.connection, row, &links::keys_of(&was, before, old), &words(old))?;
        let journal = self.journal(&article.journal, &facts)?;
        let (volume, issue) = self.issue(journal, article)?;
        let shown = cards::Columns::of(article);
        let mut update = self.connection.prepare_cached(
            "UPDATE articles SET journal = ?2, volume = ?3, issue = ?4, printed = ?5, title = ?6, authors = ?7, heading = ?8, year = ?9,
             numbers = ?10, first = ?11, facts = ?12, seal = ?13 WHERE row = ?1",
        )?;
        let first = shown.first.as_deref();
        update.execute(params![
            row,
            journal,
            volume,
            issue,
            keys::printed(first),
            shown.title,
            shown.authors,
            shown.heading,
            article.year,
            shown.numbers,
            first,
            facts_column(&facts),
            shown.seal()
        ])?;
        self.touched.extend([from, issue]);
        self.put_body(row, article)?;
        self.put_keys(row, journal, article, &facts)
    }

    /// Remembers that these very bytes have been read in.
    pub(super) fn saw(&self, digest: i64, row: i64) -> Done<()> {
        self.connection.prepare_cached("INSERT OR REPLACE INTO seen (digest, article) VALUES (?1, ?2)")?.execute((digest, row))?;
        Ok(())
    }

    fn put_body(&self, row: i64, article: &Article) -> Done<()> {
        let packed = packed::pack(article)?;
        let mut insert =
            self.connection.prepare_cached("INSERT OR REPLACE INTO bodies (row, length, seal, body) VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute((row, packed.length, packed.seal, packed.body))?;
        Ok(())
    }

    fn put_keys(&mut self, row: i64, journal: i64, article: &Article, facts: &Facts) -> Done<()> {
        links::remember(self.connection, row, &links::keys_of(facts, journal, article), &words(article), article.year)?;
        for alias in super::ladder::identifiers(article) {
            self.connection.prepare_cached("INSERT OR IGNORE INTO aliases (id, article) VALUES (?1, ?2)")?.execute((alias, row))?;
        }
        let names = self.names_of(journal)?;
        links::satisfy(self.connection, row, facts, &names, article)?;
        self.pending.push((row, links::Lists::of(article)));
        if self.pending.len() >= TOGETHER { self.link_pending() } else { Ok(()) }
    }

    fn link_pending(&mut self) -> Done<()> {
        for (row, lists) in std::mem::take(&mut self.pending) {
            for entry in &lists.entries {
                let journals = self.cited_journals(&entry.facts.journals)?;
                links::put_entry(self.connection, row, entry, &journals)?;
            }
        }
        Ok(())
    }

    /// The journals that an entry's names mean; a name met for the first time is remembered for journals to come.
    fn cited_journals(&mut self, spelled: &[Spelled]) -> Done<Vec<i64>> {
        let mut rows = Vec::new();
        for name in spelled {
            let known = match self.named.get(&name.hash) {
                Some(known) => *known,
                None => {
                    let known = links::journal_named(self.connection, name)?;
                    match known {
                        Some((row, links::Spelling::Abbreviated)) => self.add_name(row, name)?,
                        Some(_) => {}
                        None => links::cite_name(self.connection, name)?,
                    }
                    let row = known.map(|(row, _)| row);
                    self.named.insert(name.hash, row);
                    row
                }
            };
            rows.extend(known);
        }
        rows.dedup();
        Ok(rows)
    }

    /// The row of a record's journal; made where there is none, united where its names were those of several.
    fn journal(&mut self, journal: &Journal, facts: &Facts) -> Done<i64> {
        let names: Vec<Spelled> = if facts.journals.is_empty() {
            vec![Spelled { hash: keys::hash("journal", &[""]), words: Vec::new() }]
        } else {
            facts.journals.clone()
        };
        let mut rows: Vec<i64> = Vec::new();
        let mut unknown: Vec<&Spelled> = Vec::new();
        for name in &names {
            let mut by_hash = self.connection.prepare_cached("SELECT journal FROM journal_names WHERE hash = ?1")?;
            match by_hash.query_row([name.hash], |row| row.get(0)).optional()? {
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

    fn new_journal(&mut self, journal: &Journal) -> Done<i64> {
        let title = journal_title(journal);
        let column = packed::column(&title);
        let seal = packed::seal(&[&column]);
        let mut insert = self.connection.prepare_cached("INSERT INTO journals (sort, title, seal) VALUES (?1, ?2, ?3)")?;
        Ok(insert.insert((cards::sort_key(&title, journal), column, seal))?)
    }

    /// Adds titles in languages that the journal had none in.
    fn more_titles(&mut self, row: i64, journal: &Journal) -> Done<()> {
        let mut read = self.connection.prepare_cached("SELECT title FROM journals WHERE row = ?1")?;
        let mut title = packed::read_column(&read.query_row([row], |r| r.get::<_, String>(0))?)?;
        let before = title.len();
        for (language, more) in journal.title.iter() {
            if title.get(language).is_none() {
                title.insert(language.clone(), more.clone());
            }
        }
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
            "SELECT a.row, a.facts FROM volumes v JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row WHERE v.journal = ?1",
        )?;
        let mut rows = held.query([journal])?;
        while let Some(found) = rows.next()? {
            let facts = read_facts(&found.get::<_, String>(1)?)?;
            links::satisfy_places(self.connection, found.get(0)?, &facts, &hashes)?;
        }
        Ok(())
    }

    fn names_of(&mut self, journal: i64) -> Done<Vec<i64>> {
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
            let facts = read_facts(&facts)?;
            links::rekey_places(self.connection, row, &facts, from, into)?;
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
        self.named.clear();
        self.names.clear();
        Ok(())
    }

    fn issue(&mut self, journal: i64, article: &Article) -> Done<(i64, i64)> {
        let year = article.year.or_else(|| article.dates.published.map(|date| date.year));
        self.issue_of(journal, year, article.volume.as_deref(), article.issue.as_deref())
    }

    /// The rows of a volume and of an issue in it; made where there are none.
    fn issue_of(&mut self, journal: i64, year: Option<i32>, volume: Option<&str>, issue: Option<&str>) -> Done<(i64, i64)> {
        let number = volume.and_then(keys::numbering).unwrap_or_default();
        let dated = year.map(|year| (i64::from(year) + 100_000).clamp(0, 999_999)).unwrap_or_default();
        let key = format!("{dated:06} {number}");
        let volume_row = match self.volumes.get(&(journal, key.clone())) {
            Some(row) => *row,
            None => {
                let mut find = self.connection.prepare_cached("SELECT row FROM volumes WHERE journal = ?1 AND key = ?2")?;
                let row = match find.query_row((journal, &key), |row| row.get(0)).optional()? {
                    Some(row) => row,
                    None => {
                        let seal = packed::seal(&[&year.map(|year| year.to_string()).unwrap_or_default(), volume.unwrap_or_default()]);
                        let sort = format!("{dated:06} {}", keys::natural(&number));
                        let insert = "INSERT INTO volumes (journal, year, volume, key, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                        self.connection.prepare_cached(insert)?.insert((journal, year, volume, &key, sort, seal))?
                    }
                };
                self.volumes.insert((journal, key), row);
                row
            }
        };
        let key = issue.and_then(keys::numbering).unwrap_or_default();
        let issue_row = match self.issues.get(&(volume_row, key.clone())) {
            Some(row) => *row,
            None => {
                let mut find = self.connection.prepare_cached("SELECT row FROM issues WHERE volume = ?1 AND key = ?2")?;
                let row = match find.query_row((volume_row, &key), |row| row.get(0)).optional()? {
                    Some(row) => row,
                    None => {
                        let seal = packed::seal(&[issue.unwrap_or_default()]);
                        let sort = keys::natural(&key);
                        let insert = "INSERT INTO issues (journal, volume, issue, key, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                        self.connection.prepare_cached(insert)?.insert((journal, volume_row, issue, &key, sort, seal))?
                    }
                };
                self.issues.insert((volume_row, key), row);
                row
            }
        };
        Ok((volume_row, issue_row))
    }

    /// Works out order, headings and counts of every touched issue, then of what stands above.
    fn settle(&mut self) -> Done<()> {
        let mut volumes = BTreeSet::new();
        for issue in std::mem::take(&mut self.touched) {
            let above = "SELECT volume FROM issues WHERE row = ?1";
            volumes.insert(self.connection.prepare_cached(above)?.query_row([issue], |row| row.get::<_, i64>(0))?);
            self.settle_issue(issue)?;
        }
        self.connection.execute("DELETE FROM issues WHERE articles = 0", [])?;
        let mut journals = BTreeSet::new();
        for volume in volumes {
            journals.insert(
                self.connection
                    .prepare_cached("SELECT journal FROM volumes WHERE row = ?1")?
                    .query_row([volume], |row| row.get::<_, i64>(0))?,
            );
            let mut sum = self.connection.prepare_cached(
                "UPDATE volumes SET (articles, issues) = (SELECT coalesce(sum(articles), 0), count(*) FROM issues WHERE volume = ?1) WHERE row = ?1",
            )?;
            sum.execute([volume])?;
        }
        self.connection.execute("DELETE FROM volumes WHERE articles = 0", [])?;
        for journal in journals {
            let mut sum = self.connection.prepare_cached(
                "UPDATE journals SET (articles, volumes) = (SELECT coalesce(sum(articles), 0), count(*) FROM volumes WHERE journal = ?1) WHERE row = ?1",
            )?;
            sum.execute([journal])?;
        }
        self.connection.execute("DELETE FROM journals WHERE articles = 0", [])?;
        self.volumes.clear();
        self.issues.clear();
        Ok(())
    }

    /// Numbers the articles of an issue in printed order; a heading takes a line of its own above its first article.
    fn settle_issue(&self, issue: i64) -> Done<()> {
        self.connection.prepare_cached("DELETE FROM headings WHERE issue = ?1")?.execute([issue])?;
        let articles: Vec<(i64, i64, i64, String)> = {
            let mut read =
                self.connection.prepare_cached("SELECT row, rank, line, heading FROM articles WHERE issue = ?1 ORDER BY printed, row")?;
            read.query_map([issue], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect::<Result<_, _>>()?
        };
        let mut update = self.connection.prepare_cached("UPDATE articles SET rank = ?2, line = ?3 WHERE row = ?1")?;
        let mut headings: Vec<(i64, String, i64)> = Vec::new();
        let mut above = "{}".to_owned();
        let mut line = 0;
        for (rank, (row, old_rank, old_line, heading)) in (0_i64..).zip(&articles) {
            if *heading != above && !cards::same_heading(heading, &above) {
                if heading != "{}" {
                    headings.push((line, heading.clone(), 0));
                    line += 1;
                }
                above.clone_from(heading);
            }
            if let Some((_, _, below)) = headings.last_mut().filter(|_| above != "{}") {
                *below += 1;
            }
            if (rank, line) != (*old_rank, *old_line) {
                update.execute((row, rank, line))?;
            }
            line += 1;
        }
        let mut insert =
            self.connection.prepare_cached("INSERT INTO headings (issue, line, idx, label, articles) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (index, (line, label, below)) in (0_i64..).zip(&headings) {
            insert.execute((issue, line, index, label, below))?;
        }
        let (count, headed) = (articles.len(), headings.len());
        let mut count_up = self.connection.prepare_cached("UPDATE issues SET articles = ?2, headings = ?3 WHERE row = ?1")?;
        count_up.execute((issue, i64::try_from(count).unwrap_or(i64::MAX), i64::try_from(headed).unwrap_or(i64::MAX)))?;
        Ok(())
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

fn facts_column(facts: &Facts) -> String {
    serde_json::to_string(facts).unwrap_or_else(|_| "{}".to_owned())
}

pub(super) fn read_facts(column: &str) -> Done<Facts> {
    serde_json::from_str(column).map_err(|_| LibraryError::damage("the facts of a record are not what was stored"))
}

/// Hashes of the key words, classes and authors of a record.
fn words(article: &Article) -> Vec<i64> {
    let keywords = article.keywords.values().flatten().map(|word| keyword(word));
    let subjects = article.subjects.iter().map(|subject| subject_class(&subject.scheme, &subject.code));
    let authors = article.authors.iter().flat_map(|author| author.name.values()).map(|name| author_name(name));
    let mut hashes: Vec<i64> = keywords.chain(subjects).chain(authors).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

pub(super) fn keyword(word: &str) -> i64 {
    keys::hash("keyword", &[&keys::title(word)])
}

pub(super) fn subject_class(scheme: &str, code: &str) -> i64 {
    keys::hash("subject", &[&scheme.to_lowercase(), &code.split_whitespace().collect::<String>().to_uppercase()])
}

pub(super) fn author_name(name: &str) -> i64 {
    keys::hash("author", &[&keys::whole_name(name)])
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
    [(Language::Zh, "（无刊名）".to_owned()), (Language::En, "(no journal)".to_owned())].into_iter().collect()
}
