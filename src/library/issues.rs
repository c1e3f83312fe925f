//! Volumes and issues of the tree: found, made, and put in order when their articles have changed.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

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
        let key = format!("{dated:06} {number}");
        let known = self.volumes.get(&(journal, key.clone())).copied();
        let volume_row = match known {
            Some(row) => row,
            None => self.volume_row(journal, &key, || {
                let seal = packed::seal(&[&year.map(|year| year.to_string()).unwrap_or_default(), volume.unwrap_or_default()]);
                (year, volume.map(str::to_owned), format!("{dated:06} {}", keys::natural(&number)), seal)
            })?,
        };
        self.volumes.insert((journal, key), volume_row);
        let key = issue.and_then(keys::numbering).unwrap_or_default();
        let known = self.issues.get(&(volume_row, key.clone())).copied();
        let issue_row = match known {
            Some(row) => row,
            None => self.issue_row(journal, volume_row, &key, issue)?,
        };
        self.issues.insert((volume_row, key), issue_row);
        Ok((volume_row, issue_row))
    }

    fn volume_row(&self, journal: i64, key: &str, new: impl FnOnce() -> (Option<i32>, Option<String>, String, i64)) -> Done<i64> {
        let mut find = self.connection.prepare_cached("SELECT row FROM volumes WHERE journal = ?1 AND key = ?2")?;
        if let Some(row) = find.query_row((journal, key), |row| row.get(0)).optional()? {
            return Ok(row);
        }
        let (year, volume, sort, seal) = new();
        let insert = "INSERT INTO volumes (journal, year, volume, key, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        Ok(self.connection.prepare_cached(insert)?.insert((journal, year, volume, key, sort, seal))?)
    }

    fn issue_row(&self, journal: i64, volume: i64, key: &str, issue: Option<&str>) -> Done<i64> {
        let mut find = self.connection.prepare_cached("SELECT row FROM issues WHERE volume = ?1 AND key = ?2")?;
        if let Some(row) = find.query_row((volume, key), |row| row.get(0)).optional()? {
            return Ok(row);
        }
        let seal = packed::seal(&[issue.unwrap_or_default()]);
        let insert = "INSERT INTO issues (journal, volume, issue, key, sort, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        Ok(self.connection.prepare_cached(insert)?.insert((journal, volume, issue, key, keys::natural(key), seal))?)
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
            let above = "SELECT volume FROM issues WHERE row = ?1";
            volumes.insert(self.connection.prepare_cached(above)?.query_row([issue], |row| row.get::<_, i64>(0))?);
            self.settle_issue(issue)?;
            delete("issues", issue)?;
        }
        let mut journals = BTreeSet::new();
        for volume in volumes {
            journals.insert(
                self.connection
                    .prepare_cached("SELECT journal FROM volumes WHERE row = ?1")?
                    .query_row([volume], |row| row.get::<_, i64>(0))?,
            );
            let mut sum = self.connection.prepare_cached(
                "UPDATE volumes SET (articles, issues) = (SELECT coalesce(sum(articles), 0), count(*) FROM issues WHERE volume = ?1) WHERE row = ?1",
            )?;
            sum.execute([volume])?;
            delete("volumes", volume)?;
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

    /// Finds the headings of an issue, each of which takes a line of its own above its first article, and counts.
    fn settle_issue(&self, issue: i64) -> Done<()> {
        self.connection.prepare_cached("DELETE FROM headings WHERE issue = ?1")?.execute([issue])?;
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
        Ok(())
    }
}
