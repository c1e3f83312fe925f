//! Browsing at size: years, authors, key words and classes with their counts; all records in an order; the issues of a
//! journal at a glance; pages that are missing in an issue.
//!
//! Nothing here counts all records: counts are rows of an index, or stand beside what is counted.

use rusqlite::Connection;

use super::personal::{self, Level};
use super::words::Kind;
use super::writer::meta;
use super::{
    ArticleCard, ArticleKey, Direction, Gap, GridIssue, GridYear, LibraryError, Node, ShelfName, SortedBy, Tallied, Tally, cards, count,
    lists, packed, signed,
};
use crate::record::Pages;

type Done<T> = Result<T, LibraryError>;

/// Rows `from..to` of a list of what records have, and how many rows there are.
pub(super) fn tallies(connection: &Connection, of: &Tallied, from: u64, to: u64) -> Done<(u64, Vec<Tally>)> {
    let (kind, above) = match of {
        Tallied::Years => return years(connection, from, to),
        Tallied::Authors => (Kind::Author, ""),
        Tallied::Keywords => (Kind::Keyword, ""),
        Tallied::Classes { above } => (Kind::Class, above.as_str()),
    };
    let total = match kind {
        Kind::Author => meta(connection, "authors")?,
        Kind::Keyword => meta(connection, "keywords")?,
        Kind::Class => {
            let mut read = connection.prepare_cached("SELECT count(*) FROM words WHERE kind = ?1 AND above = ?2")?;
            read.query_row((kind.number(), above), |row| row.get(0))?
        }
    };
    let mut read = connection.prepare_cached(
        "SELECT w.label, (SELECT count(*) FROM terms t WHERE t.hash = w.hash), w.seal FROM words w
         WHERE w.kind = ?1 AND w.above = ?2 ORDER BY w.sort, w.hash LIMIT ?3 OFFSET ?4",
    )?;
    let mut rows = read.query((kind.number(), above, signed(to.saturating_sub(from)), signed(from)))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let label: String = row.get(0)?;
        let whole = packed::seal(&[&label]) == row.get::<_, i64>(2)?;
        let label = if whole { label } else { "(damaged: run \"qikan check\")".to_owned() };
        all.push(Tally { label, articles: count(row.get(1)?) });
    }
    Ok((count(total), all))
}

/// The years in which there are articles, the newest first; those without a year last, with an empty label.
fn years(connection: &Connection, from: u64, to: u64) -> Done<(u64, Vec<Tally>)> {
    let mut read = connection.prepare_cached("SELECT year, sum(articles) FROM volumes GROUP BY year ORDER BY year DESC NULLS LAST")?;
    let all: Vec<Tally> = read
        .query_map([], |row| {
            let year: Option<i64> = row.get(0)?;
            Ok(Tally { label: year.map(|year| year.to_string()).unwrap_or_default(), articles: count(row.get(1)?) })
        })?
        .collect::<Result<_, _>>()?;
    let total = all.len() as u64;
    Ok((total, (0..).zip(all).filter(|(at, _)| (from..to).contains(at)).map(|(_, tally)| tally).collect()))
}

/// The articles of a year, journal by journal in the order of the tree.
pub(super) fn of_year(connection: &Connection, shelf: ShelfName, year: Option<i32>, from: u64, to: u64) -> Done<(u64, Vec<ArticleCard>)> {
    let total = "SELECT coalesce(sum(articles), 0) FROM volumes WHERE year IS ?1";
    let total = count(connection.prepare_cached(total)?.query_row([year], |row| row.get(0))?);
    let query = format!(
        "SELECT {} FROM volumes v JOIN journals j ON j.row = v.journal JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row
         WHERE v.year IS ?1 ORDER BY j.sort, j.row, v.sort DESC, v.row, i.sort DESC, i.row, a.printed, a.row LIMIT ?2 OFFSET ?3",
        cards::CARD
    );
    Ok((total, lists::cards_of(connection, shelf, &query, (year, signed(to.saturating_sub(from)), signed(from)))?))
}

/// Rows `from..to` of all records in an order. It is walked from the nearer end.
pub(super) fn sorted(
    connection: &Connection,
    shelf: ShelfName,
    by: SortedBy,
    direction: Direction,
    from: u64,
    to: u64,
) -> Done<(u64, Vec<ArticleCard>)> {
    let total = count(meta(connection, "articles")?);
    let (from, to) = (from.min(total), to.min(total));
    let forward = direction == Direction::Ascending;
    let behind = total - to < from;
    let skip = if behind { total - to } else { from };
    let order = if forward == behind { "DESC" } else { "ASC" };
    let (table, kind) = match by {
        SortedBy::Added => ("SELECT row AS article FROM articles INDEXED BY articles_by_seq WHERE ?1 = ?1", 0),
        by => ("SELECT article FROM orders WHERE kind = ?1", by.number()),
    };
    let column = if by == SortedBy::Added { "seq" } else { "sort" };
    let query = format!("{table} ORDER BY {column} {order}, article {order} LIMIT ?2 OFFSET ?3");
    let mut read = connection.prepare_cached(&query)?;
    let mut rows: Vec<i64> = read.query_map((kind, signed(to - from), signed(skip)), |row| row.get(0))?.collect::<Result<_, _>>()?;
    if behind {
        rows.reverse();
    }
    Ok((total, lists::cards_of_rows(connection, shelf, &rows)?))
}

/// The volumes and issues of a journal, the newest first, with what is held and what of it is unread.
pub(super) fn grid(connection: &Connection, shelf: ShelfName, journal: i64) -> Done<Vec<GridYear>> {
    let mut volumes = connection.prepare_cached("SELECT row, year, volume FROM volumes WHERE journal = ?1 ORDER BY sort DESC, row")?;
    let mut issues = connection.prepare_cached("SELECT row, issue, articles FROM issues WHERE volume = ?1 ORDER BY sort, row")?;
    let mut rows = volumes.query([journal])?;
    let mut grid = Vec::new();
    while let Some(volume) = rows.next()? {
        let mut inner = issues.query([volume.get::<_, i64>(0)?])?;
        let mut held = Vec::new();
        while let Some(issue) = inner.next()? {
            let (row, articles): (i64, i64) = (issue.get(0)?, issue.get(2)?);
            let read = personal::read_below(connection, Level::Issue, row)?;
            held.push(GridIssue {
                node: Node::Issue { shelf, row },
                issue: issue.get(1)?,
                articles: count(articles),
                unread: count(articles - read),
            });
        }
        grid.push(GridYear { year: volume.get(1)?, volume: volume.get(2)?, issues: held });
    }
    Ok(grid)
}

/// Pages between the articles of an issue that no article has.
pub(super) fn gaps(connection: &Connection, shelf: ShelfName, issue: i64) -> Done<Vec<Gap>> {
    let mut read = connection.prepare_cached("SELECT row, numbers, title FROM articles WHERE issue = ?1 ORDER BY printed, row")?;
    let mut rows = read.query([issue])?;
    let mut gaps = Vec::new();
    let mut before: Option<(ArticleKey, u32, String)> = None;
    while let Some(row) = rows.next()? {
        let key = ArticleKey { shelf, row: row.get(0)? };
        let (_, _, pages): (Option<String>, Option<String>, Option<String>) =
            serde_json::from_str(&row.get::<_, String>(1)?).map_err(|_| LibraryError::damage("a row of a list is not what was stored"))?;
        let Some((first, last)) = pages.as_deref().and_then(page_numbers) else { continue };
        let title: String = row.get(2)?;
        if let Some((after, end, above)) = &before
            && first > end.saturating_add(1)
        {
            let (after_title, before_title) = (packed::read_column(above)?, packed::read_column(&title)?);
            gaps.push(Gap { after: *after, before: key, after_title, before_title, first: end + 1, last: first - 1 });
        }
        // Articles may share a page, and a short one may stand on the pages of a long one: what comes next follows the
        // one that ends last.
        if before.as_ref().is_none_or(|(_, end, _)| last >= *end) {
            before = Some((key, last, title));
        }
    }
    Ok(gaps)
}

/// The first and the last page as numbers, whatever was printed between.
fn page_numbers(raw: &str) -> Option<(u32, u32)> {
    let pages = Pages::parse(raw);
    let number = |page: &Option<String>| page.as_deref().and_then(|page| page.trim().parse::<u32>().ok());
    let first = number(&pages.first)?;
    Some((first, number(&pages.last).filter(|last| *last >= first).unwrap_or(first)))
}
