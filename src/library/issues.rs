//! Volumes and issues of the tree: found, made, and put in order when their articles have changed.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Params;

use super::writer::Writer;
use super::{LibraryError, cards, keys, packed};

type Done<T> = Result<T, LibraryError>;

/// A volume and an issue as a record says them, and their rows. Most records stand where the one before them does.
pub(super) struct Placed {
    journal: i64,
    year: Option<i32>,
    volume: Option<String>,
    issue: Option<String>,
    rows: (i64, i64),
}

/// Volumes and issues each that are remembered: some megabytes. Records that come in order need few, and of a million
/// without any order a memory of all would take more than it spares.
const REMEMBERED: usize = 32 * 1024;

fn remember(rows: &mut HashMap<(i64, String), i64>, place: (i64, String), row: i64) -> i64 {
    if rows.len() >= REMEMBERED {
        rows.clear();
    }
    rows.insert(place, row);
    row
}

impl Writer<'_> {
    /// The rows of a volume and of an issue in it; made where there are none.
    pub(super) fn issue_of(&mut self, journal: i64, year: Option<i32>, volume: Option<&str>, issue: Option<&str>) -> Done<(i64, i64)> {
        let is_there = |placed: &&Placed| {
            (placed.journal, placed.year, placed.volume.as_deref(), placed.issue.as_deref()) == (journal, year, volume, issue)
        };
        if let Some(placed) = self.placed.as_ref().filter(is_there) {
            return Ok(placed.rows);
        }
        let rows = self.place_of(journal, year, volume, issue)?;
        self.placed = Some(Placed { journal, year, volume: volume.map(str::to_owned), issue: issue.map(str::to_owned), rows });
        Ok(rows)
    }

    fn place_of(&mut self, journal: i64, year: Option<i32>, volume: Option<&str>, issue: Option<&str>) -> Done<(i64, i64)> {
        let number = volume.and_then(keys::numbering).unwrap_or_default();
        let dated = year.map(|year| (i64::from(year) + 100_000).clamp(0, 999_999)).unwrap_or_default();
        let key = (journal, format!("{dated:06} {number}"));
        let volume_row = if let Some(row) = self.volumes.get(&key) {
            *row
        } else {
            let seal = packed::seal(&[&year.map(|year| year.to_string()).unwrap_or_default(), volume.unwrap_or_default()]);
            let sort = format!("{dated:06} {}", keys::natural(&number));
            let row = self.row_of_place(
                "INSERT OR IGNORE INTO volumes (journal, key, year, volume, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (key.0, &key.1, year, volume, sort, seal),
                "SELECT row FROM volumes WHERE journal = ?1 AND key = ?2",
                (key.0, &key.1),
            )?;
            remember(&mut self.volumes, key, row)
        };
        let key = (volume_row, issue.and_then(keys::numbering).unwrap_or_default());
        if let Some(row) = self.issues.get(&key) {
            return Ok((volume_row, *row));
        }
        let seal = packed::seal(&[issue.unwrap_or_default()]);
        let row = self.row_of_place(
            "INSERT OR IGNORE INTO issues (volume, key, journal, issue, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (key.0, &key.1, journal, issue, keys::natural(&key.1), seal),
            "SELECT row FROM issues WHERE volume = ?1 AND key = ?2",
            (key.0, &key.1),
        )?;
        Ok((volume_row, remember(&mut self.issues, key, row)))
    }

    /// The row of a place that may be new. It is made first and looked for only where it is there: of records in no order most
    /// places that are not remembered are new.
    fn row_of_place(&self, make: &str, new: impl Params, find: &str, known: impl Params) -> Done<i64> {
        if self.connection.prepare_cached(make)?.execute(new)? > 0 {
            return Ok(self.connection.last_insert_rowid());
        }
        Ok(self.connection.prepare_cached(find)?.query_row(known, |row| row.get(0))?)
    }

    /// Works out order, headings and counts of every touched issue, then of what stands above.
    pub(super) fn settle(&mut self) -> Done<()> {
        // Only what was touched can have lost its last article: the tables of a large library are not gone through.
        let delete = |table: &str, row: i64| {
            self.connection.prepare_cached(&format!("DELETE FROM {table} WHERE row = ?1 AND articles = 0"))?.execute([row])
        };
        let mut volumes = BTreeSet::new();
        for issue in &self.touched {
            let issue = *issue;
            let known = "SELECT volume, headings FROM issues WHERE row = ?1";
            let (volume, headings): (i64, i64) =
                self.connection.prepare_cached(known)?.query_row([issue], |row| Ok((row.get(0)?, row.get(1)?)))?;
            volumes.insert(volume);
            if self.settle_issue(issue, headings)? == 0 {
                delete("issues", issue)?;
            }
        }
        let mut journals = BTreeSet::new();
        for volume in volumes {
            let sum = "SELECT coalesce(sum(articles), 0), count(*) FROM issues WHERE volume = ?1";
            let (articles, issues): (i64, i64) =
                self.connection.prepare_cached(sum)?.query_row([volume], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let put = "UPDATE volumes SET articles = ?2, issues = ?3 WHERE row = ?1 RETURNING journal";
            journals.insert(self.connection.prepare_cached(put)?.query_row((volume, articles, issues), |row| row.get::<_, i64>(0))?);
            if articles == 0 {
                delete("volumes", volume)?;
            }
        }
        let mut gone = 0;
        for journal in journals {
            let mut sum = self.connection.prepare_cached(
                "UPDATE journals SET (articles, volumes) = (SELECT coalesce(sum(articles), 0), count(*) FROM volumes WHERE journal = ?1) WHERE row = ?1",
            )?;
            sum.execute([journal])?;
            gone += delete("journals", journal)?;
        }
        self.touched.clear();
        if gone > 0 {
            // A name that outlived its journal would lead the next record nowhere, or to a journal that got the row since.
            self.connection.execute("DELETE FROM journal_names WHERE journal NOT IN (SELECT row FROM journals)", [])?;
            self.forget_names();
        }
        self.volumes.clear();
        self.issues.clear();
        self.placed = None;
        Ok(())
    }

    /// Finds the headings of an issue, each of which takes a line of its own above its first article, and counts; how many
    /// articles it has. It had so many headings before.
    fn settle_issue(&self, issue: i64, before: i64) -> Done<i64> {
        if before > 0 {
            self.connection.prepare_cached("DELETE FROM headings WHERE issue = ?1")?.execute([issue])?;
        }
        let mut read = self.connection.prepare_cached("SELECT heading FROM articles WHERE issue = ?1 ORDER BY printed, row")?;
        let mut rows = read.query([issue])?;
        let mut headings: Vec<(i64, String, i64)> = Vec::new();
        let mut above = "{}".to_owned();
        let (mut line, mut count) = (0_i64, 0_i64);
        while let Some(row) = rows.next()? {
            let heading = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if heading != above && !cards::same_heading(heading, &above) {
                if heading != "{}" {
                    headings.push((line, heading.to_owned(), 0));
                    line += 1;
                }
                heading.clone_into(&mut above);
            }
            if let Some((_, _, below)) = headings.last_mut().filter(|_| above != "{}") {
                *below += 1;
            }
            line += 1;
            count += 1;
        }
        let mut insert =
            self.connection.prepare_cached("INSERT INTO headings (issue, line, idx, label, articles) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (index, (line, label, below)) in (0_i64..).zip(&headings) {
            insert.execute((issue, line, index, label, below))?;
        }
        let mut count_up = self.connection.prepare_cached("UPDATE issues SET articles = ?2, headings = ?3 WHERE row = ?1")?;
        count_up.execute((issue, count, i64::try_from(headings.len()).unwrap_or(i64::MAX)))?;
        Ok(count)
    }
}
