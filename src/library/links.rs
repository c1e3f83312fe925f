//! Links: which record an entry of a reference list or a related list is, found both ways.
//!
//! A record has keys, an entry waits for keys. Whoever comes second looks for the other: an entry that is stored looks
//! among the keys of records, a record that is stored looks among what entries wait for.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::facts::{Facts, Spelled, Step};
use super::known::Known;
use super::{LibraryError, keys, ladder, packed, writer};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// Which list of a record an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    References,
    Related,
}

impl List {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::References => 0,
            Self::Related => 1,
        }
    }
}

/// One entry with what is compared of it.
pub(super) struct ListEntry {
    pub(super) list: List,
    pub(super) n: i64,
    pub(super) facts: Facts,
}

/// The lists of a record.
pub(super) struct Lists {
    pub(super) entries: Vec<ListEntry>,
}

impl Lists {
    pub(super) fn of(article: &Article) -> Self {
        let references = article.refs.iter().flatten().map(Facts::of_reference);
        let related = article.related.iter().flatten().map(Facts::of_related);
        let references = (0..).zip(references).map(|(n, facts)| ListEntry { list: List::References, n, facts });
        let related = (0..).zip(related).map(|(n, facts)| ListEntry { list: List::Related, n, facts });
        Self { entries: references.chain(related).collect() }
    }
}

/// Every key of a record, its identifiers included.
pub(super) fn keys_of(facts: &Facts, journal: i64, article: &Article) -> Vec<(Step, i64)> {
    let mut all = facts.keys(&[journal]);
    all.extend(identifier_keys(article));
    all
}

/// The identifiers of a record as keys.
pub(super) fn identifier_keys(article: &Article) -> Vec<(Step, i64)> {
    ladder::identifiers(article).iter().map(|id| (Step::Given, keys::hash("id", &[id]))).collect()
}

/// Stores the keys and the words of a record.
pub(super) fn remember(connection: &Connection, row: i64, keys: &[(Step, i64)], words: &[i64], year: Option<i32>) -> Done<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO keys (hash, step, article) VALUES (?1, ?2, ?3)")?;
    for (step, hash) in keys {
        insert.execute((hash, step.number(), row))?;
    }
    let newest = -i64::from(year.unwrap_or(-100_000));
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO terms (hash, newest, article) VALUES (?1, ?2, ?3)")?;
    for word in words {
        insert.execute((word, newest, row))?;
    }
    Ok(())
}

/// Takes away all that [`remember`] and [`put_entry`] stored for a record.
pub(super) fn forget(connection: &Connection, row: i64, keys: &[(Step, i64)], words: &[i64]) -> Done<()> {
    let mut delete = connection.prepare_cached("DELETE FROM keys WHERE hash = ?1 AND step = ?2 AND article = ?3")?;
    for (step, hash) in keys {
        delete.execute((hash, step.number(), row))?;
    }
    let mut delete = connection.prepare_cached("DELETE FROM terms WHERE hash = ?1 AND article = ?2")?;
    for word in words {
        delete.execute((word, row))?;
    }
    let old = read_article(connection, row)?;
    let mut delete =
        connection.prepare_cached("DELETE FROM wants WHERE hash = ?1 AND step = ?2 AND source = ?3 AND list = ?4 AND n = ?5")?;
    for entry in &Lists::of(&old).entries {
        for (step, hash) in waits(&entry.facts) {
            delete.execute((hash, step.number(), row, entry.list.number(), entry.n))?;
        }
    }
    connection.prepare_cached("DELETE FROM cites WHERE source = ?1")?.execute([row])?;
    Ok(())
}

/// A record as stored.
pub(super) fn read_article(connection: &Connection, row: i64) -> Done<Article> {
    let mut read = connection
        .prepare_cached("SELECT a.id, b.length, b.seal, b.body FROM articles a JOIN bodies b ON b.row = a.row WHERE a.row = ?1")?;
    let found = read
        .query_row([row], |r| Ok((r.get::<_, String>(0)?, packed::Packed { length: r.get(1)?, seal: r.get(2)?, body: r.get(3)? })))
        .optional()?;
    let (id, packed) = found.ok_or_else(|| LibraryError::damage(format!("record {row} is missing")))?;
    packed::unpack(&id, &packed)
}

/// What an entry waits for: like the keys of a record, but by the names of journals.
fn waits(facts: &Facts) -> Vec<(Step, i64)> {
    let names: Vec<i64> = facts.journals.iter().map(|name| name.hash).collect();
    facts.keys(&names)
}

/// A key that an entry waits for: hash, step, and the entry (source, list, n). They are stored in this order.
pub(super) type Want = (i64, i64, i64, i64, i64);

/// Stores an entry, linked to the record that it is where there is one; adds what it waits for to `wants`.
pub(super) fn put_entry(
    connection: &Connection,
    known: Option<&Known>,
    source: i64,
    entry: &ListEntry,
    journals: &[i64],
    wants: &mut Vec<Want>,
) -> Done<()> {
    let found = ladder::find(connection, known, &entry.facts, journals, Some(source))?;
    let (target, step) = found.unzip();
    let mut insert =
        connection.prepare_cached("INSERT OR REPLACE INTO cites (source, list, n, work, target, step) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let list = entry.list.number();
    insert.execute((source, list, entry.n, entry.facts.work(), target, step.map(Step::number)))?;
    // What is found waits for better proof only: a link is never replaced by one of a later step.
    let better = waits(&entry.facts).into_iter().filter(|(better, _)| step.is_none_or(|step| *better < step));
    wants.extend(better.map(|(better, hash)| (hash, better.number(), source, list, entry.n)));
    Ok(())
}

/// Stores what entries wait for, in the order of the table: neighbours go to the same page.
pub(super) fn put_wants(connection: &Connection, wants: &mut Vec<Want>) -> Done<()> {
    wants.sort_unstable();
    wants.dedup();
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO wants (hash, step, source, list, n) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for want in wants.drain(..) {
        insert.execute(want)?;
    }
    Ok(())
}

/// An entry that waited for a key of a record: source, list, n, step, row of the record.
type Waiting = (i64, i64, i64, i64, i64);

/// A record that came in: its row, its facts, and what it is waited for under.
pub(super) type Arrived<'a> = (i64, &'a Facts, Vec<(Step, i64)>);

/// Links the entries that waited for one of these records.
pub(super) fn satisfy(connection: &Connection, records: &[Arrived<'_>]) -> Done<()> {
    let mut waiting = Vec::new();
    for (row, _, sought) in records {
        find_waiting(connection, *row, sought, &mut waiting)?;
    }
    // By entry, and of each entry the best proof first: every citing record is read once.
    waiting.sort_unstable();
    waiting.dedup();
    let by_row: HashMap<i64, &Facts> = records.iter().map(|(row, facts, _)| (*row, *facts)).collect();
    link_waiting(connection, &by_row, &waiting)
}

/// What a record is waited for under: its keys by the names of its journal, and the years beside its own.
pub(super) fn sought(facts: &Facts, names: &[i64], identifiers: &[(Step, i64)]) -> Vec<(Step, i64)> {
    let mut sought = facts.keys(names);
    sought.extend(facts.title_searches().into_iter().map(|hash| (Step::Title, hash)));
    sought.extend_from_slice(identifiers);
    sought.sort_by_key(|(step, hash)| (*step, *hash));
    sought.dedup();
    sought
}

/// The same for the place alone, when a journal has got new names.
pub(super) fn satisfy_places(connection: &Connection, row: i64, facts: &Facts, names: &[i64]) -> Done<()> {
    let sought: Vec<(Step, i64)> = names.iter().flat_map(|name| facts.places(*name)).collect();
    satisfy(connection, &[(row, facts, sought)])
}

fn find_waiting(connection: &Connection, row: i64, sought: &[(Step, i64)], waiting: &mut Vec<Waiting>) -> Done<()> {
    let mut find = connection.prepare_cached(
        "SELECT w.source, w.list, w.n FROM wants w JOIN cites c ON c.source = w.source AND c.list = w.list AND c.n = w.n
         WHERE w.hash = ?1 AND w.step = ?2 AND w.source <> ?3 AND (c.target IS NULL OR c.step > ?2)",
    )?;
    for (step, hash) in sought {
        let mut rows = find.query((hash, step.number(), row))?;
        while let Some(r) = rows.next()? {
            waiting.push((r.get(0)?, r.get(1)?, r.get(2)?, step.number(), row));
        }
    }
    Ok(())
}

fn link_waiting(connection: &Connection, records: &HashMap<i64, &Facts>, waiting: &[Waiting]) -> Done<()> {
    let mut link = connection.prepare_cached(
        "UPDATE cites SET target = ?4, step = ?5 WHERE source = ?1 AND list = ?2 AND n = ?3 AND (target IS NULL OR step > ?5)",
    )?;
    let mut citing: Option<(i64, Article)> = None;
    for &(source, list, n, number, row) in waiting {
        let (Some(step), Some(facts)) = (Step::of_number(number), records.get(&row)) else { continue };
        // A DOI or an address is proof enough; for the rest the entry itself is asked.
        if step > Step::Url {
            let article = match citing.take().filter(|(read, _)| *read == source) {
                Some((_, article)) => article,
                None => read_article(connection, source)?,
            };
            let agrees = entry_facts(&article, list, n).is_some_and(|entry| ladder::agree(step, &entry, facts, None));
            citing = Some((source, article));
            if !agrees {
                continue;
            }
        }
        link.execute((source, list, n, row, number))?;
    }
    Ok(())
}

/// The facts of one entry of a record, not of all: folding every title of a long list costs milliseconds.
fn entry_facts(citing: &Article, list: i64, n: i64) -> Option<Facts> {
    let at = usize::try_from(n).ok()?;
    if list == List::References.number() {
        citing.refs.as_ref()?.get(at).map(Facts::of_reference)
    } else {
        citing.related.as_ref()?.get(at).map(Facts::of_related)
    }
}

/// Moves the place keys of a record from one journal to another.
pub(super) fn rekey_places(connection: &Connection, row: i64, facts: &Facts, from: i64, into: i64) -> Done<()> {
    let mut delete = connection.prepare_cached("DELETE FROM keys WHERE hash = ?1 AND step = ?2 AND article = ?3")?;
    for (step, hash) in facts.places(from) {
        delete.execute((hash, step.number(), row))?;
    }
    remember(connection, row, &facts.places(into), &[], None)
}

/// How a journal was known by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Whole,
    /// By the word-prefix test of ISO 4.
    Abbreviated,
}

/// The journal that a name means: by its key, else the only one that it abbreviates.
pub(super) fn journal_named(connection: &Connection, name: &Spelled) -> Done<Option<(i64, Spelling)>> {
    let mut by_hash = connection.prepare_cached("SELECT journal FROM journal_names WHERE hash = ?1")?;
    if let Some(row) = by_hash.query_row([name.hash], |row| row.get(0)).optional()? {
        return Ok(Some((row, Spelling::Whole)));
    }
    if name.words.len() < 2 {
        return Ok(None);
    }
    let mut alike = connection.prepare_cached("SELECT DISTINCT journal, words FROM journal_names WHERE initials = ?1 LIMIT 200")?;
    let found: Vec<(i64, String)> =
        alike.query_map([keys::initials(&name.words)], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut journals: Vec<i64> =
        found.iter().filter(|(_, words)| keys::abbreviates(&split(words), &name.words)).map(|(row, _)| *row).collect();
    journals.sort_unstable();
    journals.dedup();
    Ok(if let [one] = journals.as_slice() { Some((*one, Spelling::Abbreviated)) } else { None })
}

fn split(words: &str) -> Vec<String> {
    words.split(' ').map(str::to_owned).collect()
}

pub(super) fn insert_name(connection: &Connection, journal: i64, name: &Spelled) -> Done<()> {
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO journal_names (hash, journal, words, initials) VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute((name.hash, journal, name.words.join(" "), keys::initials(&name.words)))?;
    Ok(())
}

/// Remembers a name that references give to a journal that is not here.
pub(super) fn cite_name(connection: &Connection, name: &Spelled) -> Done<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO cited_names (hash, words, initials) VALUES (?1, ?2, ?3)")?;
    insert.execute((name.hash, name.words.join(" "), keys::initials(&name.words)))?;
    Ok(())
}

/// Names in references that abbreviate this one.
pub(super) fn cited_abbreviations(connection: &Connection, name: &Spelled) -> Done<Vec<Spelled>> {
    if name.words.len() < 2 {
        return Ok(Vec::new());
    }
    let mut alike = connection.prepare_cached(
        "SELECT c.hash, c.words FROM cited_names c WHERE c.initials = ?1 AND NOT EXISTS (SELECT 1 FROM journal_names j WHERE j.hash = c.hash) LIMIT 200",
    )?;
    let found: Vec<(i64, String)> =
        alike.query_map([keys::initials(&name.words)], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let spelled = found.into_iter().map(|(hash, words)| Spelled { hash, words: split(&words) });
    Ok(spelled.filter(|short| short.hash != name.hash && keys::abbreviates(&short.words, &name.words)).collect())
}

/// The facts and the journal of a record.
pub(super) fn facts_of(connection: &Connection, row: i64) -> Done<Option<(Facts, i64)>> {
    let mut read = connection.prepare_cached("SELECT facts, journal FROM articles WHERE row = ?1")?;
    let found: Option<(String, i64)> = read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    found.map(|(facts, journal)| Ok((writer::read_facts(&facts)?, journal))).transpose()
}
