//! The proof that a library holds what was stored: every checksum and every count.

use std::fmt;
use std::path::Path;

use rusqlite::Connection;

use super::cards::Columns;
use super::{LibraryError, count, links, packed, waits};

type Done<T> = Result<T, LibraryError>;

/// Sentences kept of one check.
const MOST: usize = 100;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Records looked at.
    pub records: u64,
    /// One sentence for each thing that does not hold, at most a hundred.
    pub troubles: Vec<String>,
    /// Troubles beyond those.
    pub more: u64,
}

impl Verdict {
    /// Whether all holds.
    pub fn is_sound(&self) -> bool {
        self.troubles.is_empty()
    }

    fn trouble(&mut self, sentence: impl Into<String>) {
        if self.troubles.len() < MOST {
            self.troubles.push(sentence.into());
        } else {
            self.more += 1;
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_sound() {
            return write!(f, "{} records, all as they were stored.", self.records);
        }
        writeln!(f, "{} records looked at; {} things do not hold:", self.records, self.troubles.len() as u64 + self.more)?;
        for trouble in &self.troubles {
            writeln!(f, "  {trouble}.")?;
        }
        f.write_str("The files are left as they are. Restore a copy, or import the sources again into another --library.")
    }
}

/// Reads everything and compares it with its checksums and counts.
pub(super) fn run(connection: &Connection, folder: Option<&Path>) -> Done<Verdict> {
    let mut verdict = Verdict::default();
    let place = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
    let mut quick = connection.prepare("PRAGMA quick_check(20)")?;
    let mut rows = quick.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            verdict.trouble(format!("{place}: the database says: {said}"));
        }
    }
    let rows: Vec<i64> =
        connection.prepare("SELECT row FROM articles ORDER BY row")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut columns = connection.prepare("SELECT title, authors, heading, year, numbers, first, seal, id FROM articles WHERE row = ?1")?;
    for row in &rows {
        verdict.records += 1;
        match links::read_article(connection, *row) {
            Ok(_) => {}
            Err(LibraryError::Damaged { what, .. }) => verdict.trouble(what),
            Err(other) => return Err(other),
        }
        let shown = columns.query_row([row], |r| Ok((Columns::read(r, 0)?, r.get::<_, String>(7)?)));
        match shown {
            Ok((Some(_), _)) => {}
            Ok((None, id)) => verdict.trouble(format!("what lists show of \"{id}\" does not match its checksum")),
            Err(error) => verdict.trouble(format!("record {row} cannot be read ({error})")),
        }
    }
    for looked_at in [waits::check(connection), packed::dictionaries(connection).map(drop)] {
        match looked_at {
            Ok(()) => {}
            Err(LibraryError::Damaged { what, .. }) => verdict.trouble(what),
            Err(other) => return Err(other),
        }
    }
    let counted = count(connection.query_row("SELECT value FROM meta WHERE name = 'articles'", [], |row| row.get(0))?);
    if counted != verdict.records {
        verdict.trouble(format!("{counted} records were stored and {} are there", verdict.records));
    }
    for (what, query) in COUNTS {
        let wrong = count(connection.query_row(query, [], |row| row.get(0))?);
        if wrong > 0 {
            verdict.trouble(format!("{wrong} {what}"));
        }
    }
    Ok(verdict)
}

/// Counts that must be 0, and what is wrong when they are not.
const COUNTS: [(&str, &str); 6] = [
    (
        "issues have another number of articles than was counted",
        "SELECT count(*) FROM issues i WHERE articles <> (SELECT count(*) FROM articles WHERE issue = i.row)",
    ),
    (
        "volumes have another number of issues than was counted",
        "SELECT count(*) FROM volumes v WHERE issues <> (SELECT count(*) FROM issues WHERE volume = v.row)",
    ),
    (
        "journals have another number of volumes than was counted",
        "SELECT count(*) FROM journals j WHERE volumes <> (SELECT count(*) FROM volumes WHERE journal = j.row)",
    ),
    ("articles have no issue", "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM issues WHERE row = a.issue)"),
    (
        "references lead to articles that are not there",
        "SELECT count(*) FROM cites c WHERE NOT EXISTS (SELECT 1 FROM articles WHERE row = c.target)",
    ),
    ("bodies belong to no article", "SELECT count(*) FROM bodies b WHERE NOT EXISTS (SELECT 1 FROM articles WHERE row = b.row)"),
];
