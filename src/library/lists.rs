//! Lists of records that a record or a word leads to, and where entries lead that the library does not hold.

use rusqlite::{Connection, Params};

use super::step::Step;
use super::{ArticleCard, Count, LibraryError, Linked, ShelfName, cards, count, signed};
use crate::record::{Doi, HowLinked, RecordId, Reference, RelatedArticle};

type Done<T> = Result<T, LibraryError>;

/// Citing records that are counted while somebody waits.
const AT_HAND: u64 = 10_000;
/// The longest address that is offered for opening, in bytes.
const LONGEST_URL: usize = 2048;

/// Where the linked entries of a record lead: list, place in it, record, and how it was found.
pub(super) fn targets(connection: &Connection, row: i64) -> Done<Vec<(i64, i64, i64, HowLinked)>> {
    let mut read = connection.prepare_cached("SELECT list, n, target, step FROM cites WHERE source = ?1")?;
    let found = read.query_map([row], |r| {
        let how = Step::of_number(r.get(3)?).map_or(HowLinked::Hand, Step::how);
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, how))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn identifier(connection: &Connection, row: i64) -> Done<RecordId> {
    let mut read = connection.prepare_cached("SELECT id FROM articles WHERE row = ?1")?;
    Ok(RecordId::new(read.query_row([row], |r| r.get::<_, String>(0))?))
}

/// How many records cite this one.
pub(super) fn cited_by_count(connection: &Connection, row: i64) -> Done<u64> {
    let mut read = connection.prepare_cached("SELECT count(DISTINCT source) FROM cites WHERE target = ?1 AND list = 0")?;
    Ok(count(read.query_row([row], |r| r.get(0))?))
}

/// How many records cite this one, as far as they are counted while somebody waits: some milliseconds' worth.
pub(super) fn cited_by_at_hand(connection: &Connection, row: i64) -> Done<Count> {
    cited_by_at_most(connection, row, AT_HAND)
}

fn cited_by_at_most(connection: &Connection, row: i64, most: u64) -> Done<Count> {
    let query = "SELECT count(*) FROM (SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0 LIMIT ?2)";
    let counted = count(connection.prepare_cached(query)?.query_row((row, signed(most + 1)), |r| r.get(0))?);
    Ok(Count::of_at_most(counted, most))
}

/// The records that cite this one, newest first.
pub(super) fn cited_by(connection: &Connection, shelf: ShelfName, row: i64, from: u64, to: u64) -> Done<Vec<ArticleCard>> {
    let query = format!(
        "SELECT {} FROM articles a WHERE a.row IN (SELECT source FROM cites WHERE target = ?1 AND list = 0)
         ORDER BY a.year DESC, a.row LIMIT ?2 OFFSET ?3",
        cards::CARD
    );
    cards_of(connection, shelf, &query, (row, signed(to.saturating_sub(from)), signed(from)))
}

/// The records that have a key word, a class or an author; newest first.
pub(super) fn with_term(connection: &Connection, shelf: ShelfName, hash: i64, from: u64, to: u64) -> Done<Vec<ArticleCard>> {
    let query = format!(
        "SELECT {} FROM (SELECT newest, article FROM terms WHERE hash = ?1 ORDER BY newest, article LIMIT ?2 OFFSET ?3) t
         JOIN articles a ON a.row = t.article ORDER BY t.newest, t.article",
        cards::CARD
    );
    cards_of(connection, shelf, &query, (hash, signed(to.saturating_sub(from)), signed(from)))
}

pub(super) fn term_count(connection: &Connection, hash: i64) -> Done<u64> {
    let mut read = connection.prepare_cached("SELECT count(*) FROM terms WHERE hash = ?1")?;
    Ok(count(read.query_row([hash], |r| r.get(0))?))
}

/// Cards of these rows, in this order.
pub(super) fn cards_of_rows(connection: &Connection, shelf: ShelfName, rows: &[i64]) -> Done<Vec<ArticleCard>> {
    let query = format!("SELECT {} FROM articles a WHERE a.row = ?1", cards::CARD);
    let mut all = Vec::new();
    for row in rows {
        all.extend(cards_of(connection, shelf, &query, [row])?);
    }
    Ok(all)
}

pub(super) fn cards_of(connection: &Connection, shelf: ShelfName, query: &str, values: impl Params) -> Done<Vec<ArticleCard>> {
    let mut read = connection.prepare_cached(query)?;
    let mut rows = read.query(values)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(cards::card(connection, shelf, row)?);
    }
    Ok(all)
}

/// Where a reference leads outside the library.
pub(super) fn elsewhere_of_reference(reference: &Reference) -> Linked {
    let doi = reference.ids.doi.clone().or_else(|| reference.parts.iter().find_map(|part| Doi::parse(part.doi.as_deref()?)));
    let url = || reference.parts.iter().find_map(|part| address(part.url.as_deref()?));
    elsewhere(doi.map(|doi| doi.url()).or_else(url))
}

/// Where a related entry leads outside the library.
pub(super) fn elsewhere_of_related(related: &RelatedArticle) -> Linked {
    let Some(part) = &related.part else { return Linked::Unknown };
    let doi = part.doi.as_deref().and_then(Doi::parse).map(|doi| doi.url());
    elsewhere(doi.or_else(|| address(part.url.as_deref()?)))
}

fn elsewhere(url: Option<String>) -> Linked {
    url.map_or(Linked::Unknown, |url| Linked::Elsewhere { url })
}

/// An address that may be offered: `http` or `https`, one line, nothing but signs that an address has.
fn address(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let plain = written
        .chars()
        .all(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'));
    let direct =
        !written.chars().any(|c| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'));
    (plain && direct && !host.is_empty() && written.len() <= LONGEST_URL).then(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::store;

    #[test]
    fn citing_records_are_counted_as_far_as_anybody_waits_and_each_once() {
        let connection = store::memory().unwrap();
        // 1 is in the reference lists of 2 to 5, twice in that of 2; 6 only names it as related.
        for (source, list, n) in [(2, 0, 0), (2, 0, 1), (3, 0, 0), (4, 0, 7), (5, 0, 0), (6, 1, 0)] {
            let query = "INSERT INTO cites (source, list, n, target, step) VALUES (?1, ?2, ?3, 1, 1)";
            connection.execute(query, (source, list, n)).unwrap();
        }
        let counted = |most| cited_by_at_most(&connection, 1, most).unwrap();
        assert_eq!([counted(3), counted(4), counted(5)], [Count::MoreThan(3), Count::Exactly(4), Count::Exactly(4)]);
        assert_eq!(cited_by_at_hand(&connection, 1).unwrap(), Count::Exactly(4));
        assert_eq!(cited_by_count(&connection, 1).unwrap(), 4);
    }

    #[test]
    fn only_addresses_of_the_web_are_offered() {
        assert!(address("https://www.oecd.org/cfe/cities/smart-cities.htm").is_some());
        for refused in
            ["javascript:alert(1)", "file:///etc/passwd", "http://", "https://a b", "https://a\u{202E}b", "https://a\"; rm", "ftp://a/b"]
        {
            assert_eq!(address(refused), None, "{refused}");
        }
    }
}
