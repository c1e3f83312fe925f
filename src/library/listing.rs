//! Lists of articles in an order: windows of the orders that the store keeps, and rows put in any other order.
//!
//! ```text
//!                     as listed    printed   title, author, date, added   cited            read
//! all                 printed      kept      kept                         the most cited   put in order
//! below a node, year  printed      kept      put in order …
//! author, word, class newest year  put in order …
//! citing an article   newest year  put in order …, whole
//! ```

use std::cmp::Reverse;
use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Params};

use super::store::meta;
use super::tree::Tree;
use super::{Direction, LibraryError, Listing, Node, SortedBy, Sorting, count, lists, signed, words};

type Done<T> = Result<T, LibraryError>;

/// Rows looked at between two questions whether anybody still waits.
const AT_ONCE: usize = 1024;

/// How many articles stand in a list.
pub(super) fn total(tree: &Tree<'_>, of: &Listing) -> Done<u64> {
    let connection = tree.connection;
    if let Some(hash) = term(of) {
        return lists::term_count(connection, hash);
    }
    let sum = |query: &str, row: Option<i64>| -> Done<u64> {
        Ok(count(connection.prepare_cached(query)?.query_row([row], |found| found.get(0)).optional()?.unwrap_or(0)))
    };
    match *of {
        Listing::Below(node) if node.shelf().is_some_and(|shelf| shelf != tree.shelf) => Ok(0),
        Listing::Below(Node::Root | Node::Shelf(_)) => Ok(count(meta(connection, "articles")?)),
        Listing::Below(Node::Journal { row, .. }) => sum("SELECT articles FROM journals WHERE row = ?1", Some(row)),
        Listing::Below(Node::Volume { row, .. }) => sum("SELECT articles FROM volumes WHERE row = ?1", Some(row)),
        Listing::Below(Node::Issue { row, .. }) => sum("SELECT articles FROM issues WHERE row = ?1", Some(row)),
        Listing::Year(year) => sum("SELECT coalesce(sum(articles), 0) FROM volumes WHERE year IS ?1", year.map(i64::from)),
        _ => Ok(0),
    }
}

/// Rows `from..to` of a list in an order that the store keeps, else nothing. It is walked from the nearer end.
pub(super) fn window(tree: &Tree<'_>, of: &Listing, order: Option<Sorting>, from: u64, to: u64) -> Done<Option<Vec<i64>>> {
    let total = total(tree, of)?;
    let (from, to) = (from.min(total), to.min(total));
    let most = signed(to.saturating_sub(from));
    if let Some(hash) = term(of) {
        let query = "SELECT article FROM terms WHERE hash = ?1 ORDER BY newest, article LIMIT ?2 OFFSET ?3";
        return if order.is_none() { read(tree.connection, query, (hash, most, signed(from))).map(Some) } else { Ok(None) };
    }
    let order = order.unwrap_or(Sorting { by: SortedBy::Printed, direction: Direction::Ascending });
    let all = matches!(of, Listing::Below(Node::Root | Node::Shelf(_)));
    if order.by != SortedBy::Printed {
        return if all { kept(tree.connection, order, (from, to), total) } else { Ok(None) };
    }
    if order.direction == Direction::Ascending {
        return printed(tree, of, from, most).map(Some);
    }
    let mut rows = printed(tree, of, total - to, most)?;
    rows.reverse();
    Ok(Some(rows))
}

/// A window of all records in an order that stands ready.
fn kept(connection: &Connection, order: Sorting, (from, to): (u64, u64), total: u64) -> Done<Option<Vec<i64>>> {
    let (table, column, kind) = match (order.by, order.by.number()) {
        (SortedBy::Added, _) => ("SELECT row AS article FROM articles INDEXED BY articles_by_seq WHERE ?1 = ?1", "seq", 0),
        (_, Some(kind)) => ("SELECT article FROM orders WHERE kind = ?1", "sort", kind),
        (_, None) => return Ok(None),
    };
    let behind = total - to < from;
    let skip = if behind { total - to } else { from };
    let way = if (order.direction == Direction::Ascending) == behind { "DESC" } else { "ASC" };
    let query = format!("{table} ORDER BY {column} {way}, article {way} LIMIT ?2 OFFSET ?3");
    let mut rows = read(connection, &query, (kind, signed(to - from), signed(skip)))?;
    if behind {
        rows.reverse();
    }
    Ok(Some(rows))
}

/// Rows in the order of the tree, from this one on.
fn printed(tree: &Tree<'_>, of: &Listing, from: u64, most: i64) -> Done<Vec<i64>> {
    let from_node = |above: &str, row: Option<i64>| {
        let query = format!(
            "SELECT a.row FROM volumes v JOIN journals j ON j.row = v.journal JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row
             WHERE {above} IS ?1 ORDER BY j.sort, j.row, v.sort DESC, v.row, i.sort DESC, i.row, a.printed, a.row LIMIT ?2 OFFSET ?3"
        );
        read(tree.connection, &query, (row, most, signed(from)))
    };
    match *of {
        Listing::Below(Node::Root | Node::Shelf(_)) => tree.walk(from, count(most)),
        Listing::Below(Node::Journal { row, .. }) => from_node("v.journal", Some(row)),
        Listing::Below(Node::Volume { row, .. }) => from_node("v.row", Some(row)),
        Listing::Below(Node::Issue { row, .. }) => {
            let query = "SELECT row FROM articles WHERE issue = ?1 ORDER BY printed, row LIMIT ?2 OFFSET ?3";
            read(tree.connection, query, (row, most, signed(from)))
        }
        Listing::Year(year) => from_node("v.year", year.map(i64::from)),
        _ => Ok(Vec::new()),
    }
}

/// The rows of a list, at most so many; of all records the most cited, where that is asked.
pub(super) fn rows(tree: &Tree<'_>, of: &Listing, by: SortedBy, most: u64) -> Done<Vec<i64>> {
    if by == SortedBy::Cited && matches!(of, Listing::Below(Node::Root | Node::Shelf(_))) && total(tree, of)? > most {
        let query = "SELECT target FROM cites INDEXED BY cites_by_target WHERE list = 0 GROUP BY target ORDER BY count(DISTINCT source) DESC LIMIT ?1";
        return read(tree.connection, query, [signed(most)]);
    }
    Ok(window(tree, of, None, 0, most)?.unwrap_or_default())
}

/// Puts rows in an order; nothing when nobody waits for it any more. Those of which the order knows nothing come last.
pub(super) fn in_order(connection: &Connection, rows: &[i64], order: Sorting, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<i64>>> {
    let sorted = match order.by {
        SortedBy::Title | SortedBy::FirstAuthor | SortedBy::Date => walked(connection, rows, order.by, superseded)?,
        SortedBy::Added => keyed(connection, rows, superseded, "SELECT seq FROM articles WHERE row = ?1", |found| found.get::<_, i64>(0))?,
        SortedBy::Cited => {
            let query = "SELECT count(DISTINCT source) FROM cites WHERE target = ?1 AND list = 0";
            keyed(connection, rows, superseded, query, |found| found.get::<_, i64>(0))?
        }
        SortedBy::Read => {
            let query = "SELECT EXISTS (SELECT 1 FROM personal.read r WHERE r.id = a.id) FROM articles a WHERE a.row = ?1";
            keyed(connection, rows, superseded, query, |found| found.get::<_, i64>(0))?
        }
        SortedBy::Printed => {
            let query = "SELECT j.sort, j.row, v.sort, v.row, i.sort, i.row, a.printed FROM articles a JOIN journals j ON j.row = a.journal
                         JOIN volumes v ON v.row = a.volume JOIN issues i ON i.row = a.issue WHERE a.row = ?1";
            keyed(connection, rows, superseded, query, |found| {
                let text = |at: usize| found.get::<_, String>(at);
                let number = |at: usize| found.get::<_, i64>(at);
                Ok((text(0)?, number(1)?, Reverse(text(2)?), number(3)?, Reverse(text(4)?), number(5)?, text(6)?))
            })?
        }
    };
    Ok(sorted.map(|mut sorted| {
        if order.direction == Direction::Descending {
            sorted.reverse();
        }
        sorted
    }))
}

/// The rows of the records that cite this one, the newest first.
pub(super) fn citing(connection: &Connection, row: i64) -> Done<Vec<i64>> {
    let query =
        "SELECT a.row FROM (SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0) c CROSS JOIN articles a ON a.row = c.source
                 ORDER BY a.year DESC, a.row";
    read(connection, query, [row])
}

/// Rows as they are come upon in an order of all records.
fn walked(connection: &Connection, rows: &[i64], by: SortedBy, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<i64>>> {
    let mut left: HashSet<i64> = rows.iter().copied().collect();
    let mut sorted = Vec::with_capacity(rows.len());
    let mut walk = connection.prepare_cached("SELECT article FROM orders WHERE kind = ?1 ORDER BY sort, article")?;
    let mut found = walk.query([by.number()])?;
    let mut looked = 0;
    while !left.is_empty()
        && let Some(row) = found.next()?
    {
        let row = row.get(0)?;
        if left.remove(&row) {
            sorted.push(row);
        }
        looked += 1;
        if usize::is_multiple_of(looked, AT_ONCE) && superseded() {
            return Ok(None);
        }
    }
    sorted.extend(rows.iter().filter(|row| left.contains(row)));
    Ok(Some(sorted))
}

/// Rows by what a query says of each; those that are equal by their rows.
fn keyed<K: Ord>(
    connection: &Connection,
    rows: &[i64],
    superseded: &dyn Fn() -> bool,
    query: &str,
    key: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<K>,
) -> Done<Option<Vec<i64>>> {
    let mut ask = connection.prepare_cached(query)?;
    let mut found = Vec::with_capacity(rows.len());
    for part in rows.chunks(AT_ONCE) {
        if superseded() {
            return Ok(None);
        }
        for row in part {
            let key = ask.query_row([row], &key).optional()?;
            found.push((key.is_none(), key, *row));
        }
    }
    found.sort_unstable();
    Ok(Some(found.into_iter().map(|(.., row)| row).collect()))
}

/// The hash by which the articles of a list are looked up, where they are listed by a word of theirs.
fn term(of: &Listing) -> Option<i64> {
    match of {
        Listing::Author(name) => Some(words::author_name(name)),
        Listing::Keyword(keyword) => Some(words::keyword(keyword)),
        Listing::Class(code) => Some(words::branch(code)),
        Listing::Below(_) | Listing::Year(_) | Listing::References(_) | Listing::CitedBy(_) | Listing::Citing(_) => None,
    }
}

fn read(connection: &Connection, query: &str, values: impl Params) -> Done<Vec<i64>> {
    let mut read = connection.prepare_cached(query)?;
    Ok(read.query_map(values, |row| row.get(0))?.collect::<Result<_, _>>()?)
}
