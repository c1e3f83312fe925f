//! Many rows of one table, stored by few statements.
//!
//! A statement is set up, bound and ended for each row that it stores by itself, and finds its place in the table from the
//! root; one that stores many sorted rows goes on from the last.

use rusqlite::{Connection, ToSql};

use super::LibraryError;

/// Rows of one statement.
const ROWS: usize = 32;

/// Stores rows where they are not there yet; `into` names the table and its columns, `columns` gives what a row has in them.
pub(super) fn insert<T, const N: usize>(
    connection: &Connection,
    into: &str,
    rows: &[T],
    columns: impl Fn(&T) -> [&dyn ToSql; N],
) -> Result<(), LibraryError> {
    let statement = |rows: usize| {
        let row = format!("({})", ["?"; N].join(", "));
        format!("INSERT OR IGNORE INTO {into} VALUES {}", vec![row; rows].join(", "))
    };
    let (many, one) = (statement(ROWS), statement(1));
    let (whole, rest) = rows.as_chunks::<ROWS>();
    let parts = whole.iter().map(|rows| (&many, rows.as_slice())).chain(rest.chunks(1).map(|row| (&one, row)));
    for (statement, rows) in parts {
        let mut insert = connection.prepare_cached(statement)?;
        for (at, value) in (1..).zip(rows.iter().flat_map(&columns)) {
            insert.raw_bind_parameter(at, value)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn every_row_is_stored_once() {
        let connection = crate::library::store::memory().unwrap();
        let rows: Vec<(i64, i64, i64)> = (0..100).map(|n| (n, n % 7, n * 3)).collect();
        for _ in 0..2 {
            insert(&connection, "keys (hash, step, article)", &rows, |(hash, step, article)| [hash, step, article]).unwrap();
        }
        let mut read = connection.prepare("SELECT hash, step, article FROM keys ORDER BY hash").unwrap();
        let stored: Vec<(i64, i64, i64)> =
            read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(stored, rows);
    }
}
