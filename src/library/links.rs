//! What links are made of: the entries of a record's lists, the keys that a record has, and the names of journals.

use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;

use super::facts::Facts;
use super::spelled::Spelled;
use super::step::Step;
use super::words::{Kind, Listed, Word};
use super::{LibraryError, bulk, keys, ladder, packed, waits};
use crate::formats::gbt7714;
use crate::record::{Article, HowLinked, Reference, RelatedArticle};

type Done<T> = Result<T, LibraryError>;

/// Which list of a record an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum List {
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

impl ListEntry {
    /// The link that leads from it to a record.
    pub(super) fn leads(&self, source: i64, target: i64, step: Step) -> Link {
        Link { source, list: self.list, n: self.n, target, step }
    }
}

/// Which record an entry is, and by which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) source: i64,
    pub(super) list: List,
    pub(super) n: i64,
    pub(super) target: i64,
    pub(super) step: Step,
}

/// The lists of a record.
pub(super) struct Lists {
    pub(super) entries: Vec<ListEntry>,
}

impl Lists {
    pub(super) fn of(article: &Article) -> Self {
        Self::of_both(article.refs.as_deref(), article.related.as_deref())
    }

    fn of_both(references: Option<&[Reference]>, related: Option<&[RelatedArticle]>) -> Self {
        let references = references.into_iter().flatten().map(Facts::of_reference);
        let related = related.into_iter().flatten().map(Facts::of_related);
        let references = (0..).zip(references).map(|(n, facts)| ListEntry { list: List::References, n, facts });
        let related = (0..).zip(related).map(|(n, facts)| ListEntry { list: List::Related, n, facts });
        Self { entries: references.chain(related).collect() }
    }

    /// The keys under which its entries are looked for, sorted.
    pub(super) fn coarse(&self) -> Vec<i64> {
        let mut keys: Vec<i64> = self.entries.iter().flat_map(|entry| entry.facts.coarse(&entry.facts.names())).map(waits::key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// The lists of a record as they are printed, read without the rest of it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Printed {
    refs: Option<Vec<Reference>>,
    related: Option<Vec<RelatedArticle>>,
}

impl From<Article> for Printed {
    fn from(article: Article) -> Self {
        Self { refs: article.refs, related: article.related }
    }
}

impl Printed {
    /// The same as [`understand`].
    pub(super) fn understand(&mut self) {
        understand_both(&mut self.refs, &mut self.related);
    }

    pub(super) fn entries(&self) -> Lists {
        Lists::of_both(self.refs.as_deref(), self.related.as_deref())
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
    ladder::given_keys(&ladder::identifiers(article))
}

/// The order of words: the newest record first.
pub(super) fn newest(year: Option<i32>) -> i64 {
    -i64::from(year.unwrap_or(-100_000))
}

/// Stores the keys and the words of a record.
pub(super) fn remember(connection: &Connection, row: i64, keys: &[(Step, i64)], words: &[Word], newest: i64) -> Done<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO keys (hash, step, article) VALUES (?1, ?2, ?3)")?;
    for (step, hash) in keys {
        insert.execute((hash, step.number(), row))?;
    }
    list_words(connection, words.iter().filter_map(|word| Some((word.hash, word.listed.as_ref()?))))?;
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO terms (hash, newest, article) VALUES (?1, ?2, ?3)")?;
    for word in words {
        insert.execute((word.hash, newest, row))?;
    }
    Ok(())
}

/// Puts words into the lists of their kinds, as long as no record has them: those that one has are listed, as it spells them.
fn list_words<'a>(connection: &Connection, words: impl Iterator<Item = (i64, &'a Listed)>) -> Done<()> {
    let mut held = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM terms WHERE hash = ?1)")?;
    let mut new = Vec::new();
    for (hash, listed) in words {
        if !held.query_row([hash], |row| row.get::<_, bool>(0))? {
            new.push((listed.kind.number(), hash, packed::seal(&[&listed.label]), listed));
        }
    }
    new.sort_unstable_by(|(a, x, _, one), (b, y, _, other)| (a, &one.above, &one.sort, x).cmp(&(b, &other.above, &other.sort, y)));
    bulk::insert(connection, "words (kind, above, sort, hash, label, seal)", &new, |(kind, hash, seal, listed)| {
        [kind, &listed.above, &listed.sort, hash, &listed.label, seal]
    })?;
    let kinds = [Kind::Author, Kind::Keyword, Kind::Class];
    kinds.into_iter().try_for_each(|kind| count_words(connection, kind, new.iter().filter(|(.., listed)| listed.kind == kind).count()))
}

/// Counts so many more words of a kind.
pub(super) fn count_words(connection: &Connection, kind: Kind, more: usize) -> Done<()> {
    let name = match kind {
        Kind::Author => "authors",
        Kind::Keyword => "keywords",
        Kind::Class => return Ok(()),
    };
    if more > 0 {
        let mut add = connection.prepare_cached("UPDATE meta SET value = value + ?2 WHERE name = ?1")?;
        add.execute((name, super::signed(more as u64)))?;
    }
    Ok(())
}

/// Takes words out of the lists that no record has any more.
pub(super) fn unlist_words(connection: &Connection, words: &[Word]) -> Done<()> {
    let mut held = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM terms WHERE hash = ?1)")?;
    let mut delete = connection.prepare_cached("DELETE FROM words WHERE kind = ?1 AND above = ?2 AND sort = ?3 AND hash = ?4")?;
    // Another record, which is gone, may have spelled it otherwise.
    let mut elsewhere = connection.prepare_cached("DELETE FROM words WHERE kind = ?1 AND above = ?2 AND hash = ?3")?;
    let mut less = connection.prepare_cached("UPDATE meta SET value = value - 1 WHERE name = ?1")?;
    for (hash, listed) in words.iter().filter_map(|word| Some((word.hash, word.listed.as_ref()?))) {
        if held.query_row([hash], |row| row.get::<_, bool>(0))? {
            continue;
        }
        let Listed { kind, above, sort, .. } = listed;
        let number = kind.number();
        if delete.execute((number, above, sort, hash))? > 0 || elsewhere.execute((number, above, hash))? > 0 {
            match kind {
                Kind::Author => less.execute(["authors"])?,
                Kind::Keyword => less.execute(["keywords"])?,
                Kind::Class => 0,
            };
        }
    }
    Ok(())
}

/// Puts a record into the orders of all records.
pub(super) fn put_in_order(connection: &Connection, row: i64, orders: &[(i64, String)]) -> Done<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO orders (kind, sort, article) VALUES (?1, ?2, ?3)")?;
    for (kind, sort) in orders {
        insert.execute((kind, sort, row))?;
    }
    Ok(())
}

/// Takes away what [`remember`] and [`put_in_order`] stored for a record.
pub(super) fn forget(connection: &Connection, row: i64, keys: &[(Step, i64)], words: &[Word], orders: &[(i64, String)]) -> Done<()> {
    let mut delete = connection.prepare_cached("DELETE FROM keys WHERE hash = ?1 AND step = ?2 AND article = ?3")?;
    for (step, hash) in keys {
        delete.execute((hash, step.number(), row))?;
    }
    let mut delete = connection.prepare_cached("DELETE FROM terms WHERE hash = ?1 AND article = ?2")?;
    for word in words {
        delete.execute((word.hash, row))?;
    }
    unlist_words(connection, words)?;
    let mut delete = connection.prepare_cached("DELETE FROM orders WHERE kind = ?1 AND sort = ?2 AND article = ?3")?;
    for (kind, sort) in orders {
        delete.execute((kind, sort, row))?;
    }
    Ok(())
}

/// Takes away where the entries of a record lead.
pub(super) fn forget_cited(connection: &Connection, row: i64) -> Done<()> {
    connection.prepare_cached("DELETE FROM cites WHERE source = ?1")?.execute([row])?;
    Ok(())
}

/// A record as stored, every printed reference read into its parts.
pub(super) fn read_article(connection: &Connection, row: i64) -> Done<Article> {
    article_if_held(connection, row)?.ok_or_else(|| LibraryError::damage(format!("record {row} is missing")))
}

/// The same of a record that may have been taken away.
pub(super) fn article_if_held(connection: &Connection, row: i64) -> Done<Option<Article>> {
    let Some((id, packed)) = read_packed(connection, row)? else { return Ok(None) };
    let mut article = packed::unpack(connection, &id, &packed)?;
    understand(&mut article);
    Ok(Some(article))
}

/// A part of a record that may have been taken away, without what is understood of its references.
pub(super) fn excerpt<T: serde::de::DeserializeOwned>(connection: &Connection, row: i64) -> Done<Option<T>> {
    read_packed(connection, row)?.map(|(id, packed)| packed::unpack(connection, &id, &packed)).transpose()
}

fn read_packed(connection: &Connection, row: i64) -> Done<Option<(String, packed::Packed)>> {
    let mut read = connection
        .prepare_cached("SELECT a.id, b.length, b.seal, b.body FROM articles a LEFT JOIN bodies b ON b.row = a.row WHERE a.row = ?1")?;
    let found = read.query_row([row], |r| {
        let length: Option<i64> = r.get(1)?;
        let packed =
            length.map(|length| Ok::<_, rusqlite::Error>(packed::Packed { length, seal: r.get(2)?, body: r.get(3)? })).transpose()?;
        Ok((r.get(0)?, packed))
    });
    match found.optional()? {
        None => Ok(None),
        Some((id, Some(packed))) => Ok(Some((id, packed))),
        Some((id, None)) => Err(LibraryError::damage(format!("the body of the record \"{id}\" is missing"))),
    }
}

/// A record as stored, as JSON.
pub(super) fn read_json(connection: &Connection, row: i64) -> Done<Vec<u8>> {
    let refused = |error: serde_json::Error| LibraryError::Record { id: row.to_string(), what: error.to_string() };
    let Some((id, packed)) = read_packed(connection, row)? else { return Ok(Vec::new()) };
    serde_json::to_vec(&packed::unpack::<Article>(connection, &id, &packed)?).map_err(refused)
}

/// Reads the parts of every reference and related entry that came as printed text alone, so that it can be linked. They are
/// stored as they came: what is understood of them takes more room than they do, and gets better.
pub(super) fn understand(article: &mut Article) {
    understand_both(&mut article.refs, &mut article.related);
}

fn understand_both(references: &mut Option<Vec<Reference>>, related: &mut Option<Vec<RelatedArticle>>) {
    for reference in references.iter_mut().flatten().filter(|reference| reference.parts.is_empty() && is_text(&reference.raw)) {
        reference.parts = gbt7714::parse(&reference.raw);
    }
    for related in related.iter_mut().flatten().filter(|related| related.part.is_none() && is_text(&related.raw)) {
        related.part = gbt7714::parse(&related.raw).into_iter().next();
    }
}

fn is_text(raw: &str) -> bool {
    raw.contains(char::is_alphanumeric)
}

/// Takes away the links that a library worked out and wrote out: this one works them out itself, and what was written out
/// says nothing new.
pub(super) fn forget_worked_out(article: &mut Article) {
    let worked_out = |how: &Option<HowLinked>| how.is_some_and(|how| how != HowLinked::Hand);
    for reference in article.refs.iter_mut().flatten().filter(|reference| worked_out(&reference.how)) {
        (reference.link, reference.how) = (None, None);
    }
    for related in article.related.iter_mut().flatten().filter(|related| worked_out(&related.how)) {
        (related.link, related.how) = (None, None);
    }
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
    let spelled = found.into_iter().map(|(hash, words)| Spelled { hash, words: split(&words).into() });
    Ok(spelled.filter(|short| short.hash != name.hash && keys::abbreviates(&short.words, &name.words)).collect())
}

/// The facts and the journal of a record.
pub(super) fn facts_of(connection: &Connection, row: i64) -> Done<Option<(Facts, i64)>> {
    let mut read = connection.prepare_cached("SELECT facts, title, journal FROM articles WHERE row = ?1")?;
    let found: Option<(String, String, i64)> = read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
    found.map(|(facts, title, journal)| Ok((Facts::stored(&facts, &title)?, journal))).transpose()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::{store, words};

    #[test]
    fn a_word_is_listed_as_it_was_spelled_first_for_as_long_as_any_record_has_it() {
        let connection = store::memory().unwrap();
        let spelled = |word: &str| {
            let json = serde_json::json!({ "keywords": { "en": [word] } });
            words::of(&serde_json::from_value::<Article>(json).unwrap())
        };
        let (one, other) = (spelled("Smart-city"), spelled("Smart city"));
        assert_eq!(one[0].hash, other[0].hash);
        assert_ne!(one[0].listed.as_ref().unwrap().sort, other[0].listed.as_ref().unwrap().sort);
        let listed = || {
            let mut read = connection.prepare("SELECT label FROM words").unwrap();
            let labels: Vec<String> = read.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
            let many: i64 = connection.query_row("SELECT value FROM meta WHERE name = 'keywords'", [], |row| row.get(0)).unwrap();
            assert_eq!(crate::library::count(many), labels.len() as u64);
            labels
        };
        remember(&connection, 1, &[], &one, 0).unwrap();
        remember(&connection, 2, &[], &other, 0).unwrap();
        assert_eq!(listed(), ["Smart-city"]);
        forget(&connection, 1, &[], &one, &[]).unwrap();
        assert_eq!(listed(), ["Smart-city"], "the other has it");
        forget(&connection, 2, &[], &other, &[]).unwrap();
        assert_eq!(listed(), Vec::<String>::new());
    }
}
