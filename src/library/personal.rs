//! What the user did: an append-only log by record identifier, and what follows from it.
//!
//! Every order is one transaction in `personal.db`, which an import never writes to, or a part of one that is [`begin`]un
//! before and kept later. The counts by which the tree knows how much is unread are worked out anew when the library's
//! generation has moved.

use rusqlite::{Connection, OptionalExtension};

use super::LibraryError;
use crate::record::RecordId;

type Done<T> = Result<T, LibraryError>;

/// What the log calls an opening.
const OPENED: &str = "opened";

/// The levels of the tree that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Shelf,
    Journal,
    Volume,
    Issue,
}

impl Level {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Shelf => 0,
            Self::Journal => 1,
            Self::Volume => 2,
            Self::Issue => 3,
        }
    }
}

/// Articles read below a row of the tree.
pub(super) fn read_below(connection: &Connection, level: Level, row: i64) -> Done<i64> {
    let mut read = connection.prepare_cached("SELECT n FROM personal.read_counts WHERE level = ?1 AND row = ?2")?;
    Ok(read.query_row((level.number(), row), |r| r.get(0)).optional()?.unwrap_or(0))
}

/// Whether a record has been read.
pub(super) fn is_read(connection: &Connection, id: &str) -> Done<bool> {
    let mut read = connection.prepare_cached("SELECT 1 FROM personal.read WHERE id = ?1")?;
    Ok(read.query_row([id], |_| Ok(())).optional()?.is_some())
}

/// Runs changes of the personal layer as one transaction, or as a part of the one that is open; all or nothing.
pub(super) fn together(connection: &Connection, changes: impl FnOnce() -> Done<()>) -> Done<()> {
    let (begin, end, undo) = if connection.is_autocommit() {
        ("BEGIN", "COMMIT", "ROLLBACK")
    } else {
        ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part; RELEASE part")
    };
    connection.execute_batch(begin)?;
    let done = changes().and_then(|()| Ok(connection.execute_batch(end)?));
    if done.is_err() {
        let _ = connection.execute_batch(undo);
    }
    done
}

/// Opens a transaction for changes that [`keep`] makes durable. Nothing is written to the disk until then; whoever asks by this
/// connection sees them.
pub(super) fn begin(connection: &Connection) -> Done<()> {
    if !connection.is_autocommit() {
        return Ok(());
    }
    connection.execute_batch("BEGIN")?;
    // The lock for writing first: who reads before, in the same transaction, is refused it at once where another holds it
    // (SQLite, `sqlite3_busy_handler`). `BEGIN IMMEDIATE` would want it on the library too, which an import holds for minutes.
    let locked = connection.execute("DELETE FROM personal.state WHERE name = ''", []);
    if locked.is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    locked?;
    Ok(())
}

/// Makes durable what was changed since [`begin`]; if that is not possible, none of it was changed.
pub(super) fn keep(connection: &Connection) -> Done<()> {
    if connection.is_autocommit() {
        return Ok(());
    }
    let kept = connection.execute_batch("COMMIT");
    if kept.is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    Ok(kept?)
}

/// Adds a line to the log.
pub(super) fn log(connection: &Connection, op: &str, id: &str) -> Done<()> {
    let at = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let mut log = connection.prepare_cached("INSERT INTO personal.log (at, op, id) VALUES (?1, ?2, ?3)")?;
    log.execute((i64::try_from(at).unwrap_or(i64::MAX), op, id))?;
    Ok(())
}

/// Marks a record as read or unread.
pub(super) fn mark(connection: &Connection, row: i64, read: bool) -> Done<()> {
    let mut find = connection.prepare_cached("SELECT id, journal, volume, issue FROM articles WHERE row = ?1")?;
    let found: Option<(String, i64, i64, i64)> = find.query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).optional()?;
    let Some((id, journal, volume, issue)) = found else {
        return Err(LibraryError::Record { id: row.to_string(), what: "there is no such record".to_owned() });
    };
    if is_read(connection, &id)? == read {
        return Ok(());
    }
    together(connection, || {
        log(connection, if read { "read" } else { "unread" }, &id)?;
        let change = if read { "INSERT OR IGNORE INTO personal.read (id) VALUES (?1)" } else { "DELETE FROM personal.read WHERE id = ?1" };
        connection.prepare_cached(change)?.execute([&id])?;
        let mut count = connection.prepare_cached(
            "INSERT INTO personal.read_counts (level, row, n) VALUES (?1, ?2, ?3) ON CONFLICT (level, row) DO UPDATE SET n = n + excluded.n",
        )?;
        let by = if read { 1 } else { -1 };
        for (level, row) in [(Level::Shelf, 0), (Level::Journal, journal), (Level::Volume, volume), (Level::Issue, issue)] {
            count.execute((level.number(), row, by))?;
        }
        Ok(())
    })
}

/// Works the counts out anew when the library has changed since. Where nothing can be written, they stay those of before:
/// on a full disk a library can be read.
pub(super) fn keep_up(connection: &Connection) -> Done<()> {
    match count_anew(connection) {
        Err(error) if error.forbids_writing() => Ok(()),
        done => done,
    }
}

fn count_anew(connection: &Connection) -> Done<()> {
    let mut read = connection.prepare_cached("SELECT value FROM meta WHERE name = 'generation'")?;
    let now: i64 = read.query_row([], |row| row.get(0))?;
    let mut read = connection.prepare_cached("SELECT value FROM personal.state WHERE name = 'generation'")?;
    let then: Option<String> = read.query_row([], |row| row.get(0)).optional()?;
    if then.as_deref() == Some(now.to_string().as_str()) {
        return Ok(());
    }
    together(connection, || {
        connection.execute("DELETE FROM personal.read_counts", [])?;
        for (level, column) in [(Level::Shelf, "0"), (Level::Journal, "a.journal"), (Level::Volume, "a.volume"), (Level::Issue, "a.issue")]
        {
            connection.execute(
                &format!(
                    "INSERT INTO personal.read_counts (level, row, n)
                     SELECT ?1, {column}, count(*) FROM personal.read r CROSS JOIN articles a ON a.id = r.id GROUP BY 2"
                ),
                [level.number()],
            )?;
        }
        connection.execute("INSERT OR REPLACE INTO personal.state (name, value) VALUES ('generation', ?1)", [now.to_string()])?;
        Ok(())
    })
}

/// Keeps the session for the next start, and in the log which records were opened since it was kept last: one write for both.
pub(super) fn keep_session(connection: &Connection, state: &str, opened: &[RecordId]) -> Done<()> {
    together(connection, || {
        for id in opened {
            log(connection, OPENED, id.as_str())?;
        }
        connection.prepare_cached("INSERT OR REPLACE INTO personal.state (name, value) VALUES ('session', ?1)")?.execute([state])?;
        Ok(())
    })
}

/// How often a record was opened on purpose, under any of its identifiers. Reads the whole log: some milliseconds for each ten
/// thousand lines, so it is for whoever waits, not for the loop.
pub(super) fn opened(connection: &Connection, id: &str) -> Done<u64> {
    let mut read = connection.prepare_cached(
        "SELECT count(*) FROM personal.log WHERE op = ?1 AND (id = ?2 OR id IN
         (SELECT x.id FROM aliases x JOIN articles a ON a.row = x.article WHERE a.id = ?2))",
    )?;
    Ok(super::count(read.query_row((OPENED, id), |row| row.get(0))?))
}

/// The session as it was kept last.
pub(super) fn session(connection: &Connection) -> Done<Option<String>> {
    let mut read = connection.prepare_cached("SELECT value FROM personal.state WHERE name = 'session'")?;
    Ok(read.query_row([], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use super::super::ShelfName;
    use super::super::shelf::Shelf;
    use super::*;

    #[test]
    fn a_part_that_fails_takes_nothing_else_back() {
        let shelf = Shelf::in_memory(ShelfName::Files).unwrap();
        let connection = &shelf.connection;
        begin(connection).unwrap();
        let part = |op: &str, end: Done<()>| together(connection, || log(connection, op, "h:1").and(end));
        part("one", Ok(())).unwrap();
        part("two", Err(LibraryError::Full { place: String::new() })).unwrap_err();
        part("three", Ok(())).unwrap();
        keep(connection).unwrap();
        let mut read = connection.prepare("SELECT op FROM personal.log").unwrap();
        let ops: Vec<String> = read.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(ops, ["one", "three"]);
    }
    #[test]
    fn what_cannot_be_written_can_be_read() {
        let shelf = Shelf::in_memory(ShelfName::Files).unwrap();
        let connection = &shelf.connection;
        connection.execute_batch("UPDATE meta SET value = 7 WHERE name = 'generation'; PRAGMA query_only=ON").unwrap();
        assert!(together(connection, || log(connection, "one", "h:1")).is_err(), "nothing can be written");
        keep_up(connection).unwrap();
        assert_eq!(read_below(connection, Level::Shelf, 0).unwrap(), 0);
        connection.execute_batch("PRAGMA query_only=OFF").unwrap();
        keep_up(connection).unwrap();
        let kept: String =
            connection.query_row("SELECT value FROM personal.state WHERE name = 'generation'", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "7", "as soon as there is room the counts are worked out");
    }
}
