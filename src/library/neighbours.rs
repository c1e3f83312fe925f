//! What stands before and behind an article: the next issue, and what is not read yet.

use rusqlite::{OptionalExtension, params};

use super::personal::Level;
use super::tree::Tree;
use super::{ArticleKey, Choice, LibraryError};

type Done<T> = Result<T, LibraryError>;

impl Tree<'_> {
    /// The first article of the issue that came before or after, in time, within the journal.
    pub(super) fn neighbour_issue(&self, row: i64, choice: Choice) -> Done<Option<ArticleKey>> {
        let query = match choice {
            Choice::Previous => {
                "SELECT n.row FROM articles a JOIN volumes v ON v.row = a.volume JOIN issues i ON i.row = a.issue
                 JOIN volumes w ON w.journal = a.journal JOIN issues n ON n.volume = w.row
                 WHERE a.row = ?1 AND (w.sort, w.row, n.sort, n.row) < (v.sort, v.row, i.sort, i.row)
                 ORDER BY w.sort DESC, w.row DESC, n.sort DESC, n.row DESC LIMIT 1"
            }
            Choice::Next => {
                "SELECT n.row FROM articles a JOIN volumes v ON v.row = a.volume JOIN issues i ON i.row = a.issue
                 JOIN volumes w ON w.journal = a.journal JOIN issues n ON n.volume = w.row
                 WHERE a.row = ?1 AND (w.sort, w.row, n.sort, n.row) > (v.sort, v.row, i.sort, i.row)
                 ORDER BY w.sort, w.row, n.sort, n.row LIMIT 1"
            }
        };
        let Some(issue) = self.connection.prepare_cached(query)?.query_row([row], |r| r.get::<_, i64>(0)).optional()? else {
            return Ok(None);
        };
        self.first_of(issue, Choice::Next, false)
    }

    /// The first (or last) article of an issue, of those unread if so wished.
    fn first_of(&self, issue: i64, choice: Choice, unread: bool) -> Done<Option<ArticleKey>> {
        // Every printed place is greater than no text, and less than this.
        let from = if choice == Choice::Next { "" } else { "~" };
        self.beside(issue, (from, 0), choice, unread)
    }

    /// The next or previous article of an issue from a printed place on.
    fn beside(&self, issue: i64, place: (&str, i64), choice: Choice, unread: bool) -> Done<Option<ArticleKey>> {
        let fresh = "NOT EXISTS (SELECT 1 FROM personal.read r WHERE r.id = a.id)";
        let condition = if unread { fresh } else { "1" };
        let (sign, order) = if choice == Choice::Next { (">", "ASC") } else { ("<", "DESC") };
        let query = format!(
            "SELECT a.row FROM articles a WHERE a.issue = ?1 AND (a.printed, a.row) {sign} (?2, ?3) AND {condition}
             ORDER BY a.printed {order}, a.row {order} LIMIT 1"
        );
        let found = self.connection.prepare_cached(&query)?.query_row((issue, place.0, place.1), |r| r.get(0)).optional()?;
        Ok(found.map(|row| ArticleKey { shelf: self.shelf, row }))
    }

    /// The next or previous unread article, in the order of the tree.
    pub(super) fn neighbour_unread(&self, row: i64, choice: Choice) -> Done<Option<ArticleKey>> {
        let mut read = self.connection.prepare_cached("SELECT issue, printed, volume, journal FROM articles WHERE row = ?1")?;
        let found: Option<(i64, String, i64, i64)> =
            read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).optional()?;
        let Some((issue, printed, volume, journal)) = found else { return Ok(None) };
        if let Some(key) = self.beside(issue, (&printed, row), choice, true)? {
            return Ok(Some(key));
        }
        let issue = match self.fresh_sibling(Level::Issue, issue, volume, choice)? {
            Some(issue) => Some(issue),
            None => match self.fresh_sibling(Level::Volume, volume, journal, choice)? {
                Some(volume) => self.fresh_end(Level::Issue, volume, choice)?,
                None => match self.fresh_sibling(Level::Journal, journal, 0, choice)? {
                    Some(journal) => match self.fresh_end(Level::Volume, journal, choice)? {
                        Some(volume) => self.fresh_end(Level::Issue, volume, choice)?,
                        None => None,
                    },
                    None => None,
                },
            },
        };
        issue.map_or(Ok(None), |issue| self.first_of(issue, choice, true))
    }

    /// The nearest row after (or before) this one under the same parent that has unread articles.
    fn fresh_sibling(&self, level: Level, row: i64, parent: i64, choice: Choice) -> Done<Option<i64>> {
        let (table, parents, order) = ordered(level, choice);
        // Rows are compared as they are listed: upwards for journals, newest first for volumes and issues.
        let after = (level == Level::Journal) == (choice == Choice::Next);
        let sign = if after { ">" } else { "<" };
        let tie = if choice == Choice::Next { ">" } else { "<" };
        let query = format!(
            "SELECT o.row FROM {table} h JOIN {table} o ON {parents}
             WHERE h.row = ?1 AND (o.sort {sign} h.sort OR (o.sort = h.sort AND o.row {tie} h.row))
               AND o.articles > coalesce((SELECT n FROM personal.read_counts WHERE level = ?3 AND row = o.row), 0)
             ORDER BY {order} LIMIT 1"
        );
        Ok(self.connection.prepare_cached(&query)?.query_row((row, parent, level.number()), |r| r.get(0)).optional()?)
    }

    /// The first (or last) row under a parent that has unread articles.
    fn fresh_end(&self, level: Level, parent: i64, choice: Choice) -> Done<Option<i64>> {
        let (table, parents, order) = ordered(level, choice);
        let query = format!(
            "SELECT o.row FROM {table} o WHERE {parents} AND o.articles > coalesce((SELECT n FROM personal.read_counts WHERE level = ?1 AND row = o.row), 0)
             ORDER BY {order} LIMIT 1"
        );
        Ok(self.connection.prepare_cached(&query)?.query_row(params![level.number(), parent], |r| r.get(0)).optional()?)
    }
}

/// The table of a level, how a row `o` is known to stand under the parent `?2`, and the order of its rows.
fn ordered(level: Level, choice: Choice) -> (&'static str, &'static str, &'static str) {
    let next = choice == Choice::Next;
    match level {
        Level::Volume => ("volumes", "o.journal = ?2", if next { "o.sort DESC, o.row" } else { "o.sort, o.row DESC" }),
        Level::Issue => ("issues", "o.volume = ?2", if next { "o.sort DESC, o.row" } else { "o.sort, o.row DESC" }),
        Level::Shelf | Level::Journal => ("journals", "?2 = ?2", if next { "o.sort, o.row" } else { "o.sort DESC, o.row DESC" }),
    }
}
