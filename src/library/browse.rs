//! The issues of a journal at a glance, and the pages that are missing in an issue.

use rusqlite::Connection;

use super::personal::{self, Level};
use super::{ArticleKey, Gap, GridIssue, GridYear, LibraryError, Node, ShelfName, count, packed};
use crate::record::Pages;

type Done<T> = Result<T, LibraryError>;

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

/// Pages between the articles of an issue that no article has. Where of most articles neither a last page is written nor the first one
/// follows the article before, the numbers are those of articles, which are no pages.
pub(super) fn gaps(connection: &Connection, shelf: ShelfName, issue: i64) -> Done<Vec<Gap>> {
    let mut read = connection.prepare_cached("SELECT row, numbers, title FROM articles WHERE issue = ?1 ORDER BY printed, row")?;
    let mut rows = read.query([issue])?;
    let mut paged: Vec<(ArticleKey, u32, u32, String)> = Vec::new();
    let mut in_pages = 0;
    while let Some(row) = rows.next()? {
        let key = ArticleKey { shelf, row: row.get(0)? };
        let (_, _, pages): (Option<String>, Option<String>, Option<String>) =
            serde_json::from_str(&row.get::<_, String>(1)?).map_err(|_| LibraryError::damage("a row of a list is not what was stored"))?;
        let Some((first, last, both)) = pages.as_deref().and_then(page_numbers) else { continue };
        let follows = paged.last().is_some_and(|(_, _, end, _)| first <= end.saturating_add(1));
        in_pages += usize::from(both || follows);
        paged.push((key, first, last, row.get::<_, String>(2)?));
    }
    if in_pages * 2 < paged.len() {
        return Ok(Vec::new());
    }
    let mut gaps = Vec::new();
    let mut before: Option<(ArticleKey, u32, String)> = None;
    for (key, first, last, title) in paged {
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

/// The first and the last page as numbers, whatever was printed between, and whether both were.
fn page_numbers(raw: &str) -> Option<(u32, u32, bool)> {
    let pages = Pages::parse(raw);
    let number = |page: &Option<String>| page.as_deref().and_then(|page| page.trim().parse::<u32>().ok());
    let first = number(&pages.first)?;
    let last = number(&pages.last).filter(|last| *last >= first);
    Some((first, last.unwrap_or(first), last.is_some() && raw.trim().contains(|c: char| !c.is_ascii_digit())))
}
