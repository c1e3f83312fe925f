//! The two rows that every record has: what lists show of it, and its body.

use rusqlite::{CachedStatement, Connection, params};

use super::LibraryError;
use super::cards::Columns;
use super::packed::Packed;
use super::prepared::Row;

type Done<T> = Result<T, LibraryError>;

/// Where a record stands in the tree, as rows.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) journal: i64,
    pub(super) volume: i64,
    pub(super) issue: i64,
}

/// The statements that store these rows. They stay at hand: to look one up for every record takes as long as a tenth of storing
/// its row.
pub(super) struct Inserts<'a> {
    article: CachedStatement<'a>,
    body: CachedStatement<'a>,
}

impl<'a> Inserts<'a> {
    pub(super) fn of(connection: &'a Connection) -> Done<Self> {
        Ok(Self {
            article: connection.prepare_cached(
                "INSERT INTO articles (id, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal, seq)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?,
            body: connection.prepare_cached("INSERT OR REPLACE INTO bodies (row, length, seal, body) VALUES (?1, ?2, ?3, ?4)")?,
        })
    }

    /// Stores what lists show of a new record, and gives its row.
    pub(super) fn article(&mut self, id: &str, Place { journal, volume, issue }: Place, row: &Row, seq: i64) -> Done<i64> {
        let Row { columns, printed, facts, seal } = row;
        let Columns { title, authors, heading, year, numbers, first } = columns;
        let values = params![id, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal, seq];
        Ok(self.article.insert(values)?)
    }

    /// Stores the body of a record, in the place of the one that it had.
    pub(super) fn body(&mut self, row: i64, packed: &Packed) -> Done<()> {
        self.body.execute((row, packed.length, packed.seal, &packed.body))?;
        Ok(())
    }
}
