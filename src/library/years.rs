//! The titles of a journal's year as sketches: one that is nearly the same is found without all of them being read each time.
//!
//! What has no pages is looked for among all of its journal's year. Proceedings have a thousand papers without pages, each of
//! which would be compared with all of the others, and a reference list cites the same proceedings again and again.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::Connection;

use super::LibraryError;
use super::facts::Facts;
use super::sketch::Sketch;

type Done<T> = Result<T, LibraryError>;

/// The most records of a journal's year that are looked at: some three milliseconds when they are read for the first time.
const MOST_IN_YEAR: usize = 1000;
/// The same where nothing is kept and someone waits for every entry of a list.
const FEW_IN_YEAR: usize = 70;
/// Sketches that are kept: some ten megabytes.
const MOST: usize = 100_000;

/// A journal and a year.
type Year = (i64, i32);

/// The years of journals that were looked through last. Whoever changes records says so.
#[derive(Default)]
pub(super) struct Years {
    kept: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    years: HashMap<Year, Vec<(i64, Sketch)>>,
    sketches: usize,
}

impl Years {
    /// The records of a journal's year of which some title may be alike as much as asked, see [`Sketch::may_be_alike`].
    pub(super) fn alike(&self, connection: &Connection, year: Year, mine: &Sketch, level: f64) -> Done<Vec<i64>> {
        let mut kept = self.kept.borrow_mut();
        if kept.sketches > MOST {
            *kept = Kept::default();
        }
        if !kept.years.contains_key(&year) {
            let read = read(connection, year, MOST_IN_YEAR)?;
            kept.sketches += read.len();
            kept.years.insert(year, read);
        }
        Ok(among(kept.years.get(&year).map(Vec::as_slice).unwrap_or_default(), mine, level))
    }

    /// A record is in a journal's year now.
    pub(super) fn put(&self, row: i64, journal: i64, year: Option<i32>, facts: &Facts) {
        let mut kept = self.kept.borrow_mut();
        let Some(rows) = year.and_then(|year| kept.years.get_mut(&(journal, year))) else { return };
        if rows.len() < MOST_IN_YEAR {
            rows.push((row, Sketch::of(facts)));
            kept.sketches += 1;
        }
    }

    /// A record is no longer in a journal's year.
    pub(super) fn take(&self, row: i64, journal: i64, year: Option<i32>) {
        let mut kept = self.kept.borrow_mut();
        if let Some(rows) = year.and_then(|year| kept.years.get_mut(&(journal, year))) {
            rows.retain(|(other, _)| *other != row);
        }
    }

    /// A record is no longer there.
    pub(super) fn forget(&self, row: i64) {
        for rows in self.kept.borrow_mut().years.values_mut() {
            rows.retain(|(other, _)| *other != row);
        }
    }

    /// Journals are no longer what they were.
    pub(super) fn forget_all(&self) {
        *self.kept.borrow_mut() = Kept::default();
    }
}

/// The same where nothing is kept, among fewer.
pub(super) fn alike(connection: &Connection, year: Year, mine: &Sketch, level: f64) -> Done<Vec<i64>> {
    Ok(among(&read(connection, year, FEW_IN_YEAR)?, mine, level))
}

fn among(all: &[(i64, Sketch)], mine: &Sketch, level: f64) -> Vec<i64> {
    all.iter().filter(|(_, theirs)| mine.may_be_alike(theirs, level)).map(|(row, _)| *row).collect()
}

fn read(connection: &Connection, (journal, year): Year, most: usize) -> Done<Vec<(i64, Sketch)>> {
    let mut read = connection.prepare_cached(
        "SELECT a.row, a.facts, a.title FROM volumes v JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row
         WHERE v.journal = ?1 AND v.year = ?2",
    )?;
    let found = read.query_map((journal, year), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.take(most);
    let found: Vec<(i64, String, String)> = found.collect::<Result<_, _>>()?;
    found.into_iter().map(|(row, column, title)| Ok((row, Sketch::of(&Facts::stored(&column, &title)?)))).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::store;
    use crate::record::{Article, Language, MultiText};

    #[test]
    fn a_changed_record_is_looked_for_where_it_is_now() {
        let connection = store::memory().unwrap();
        let title =
            |title: &str| Facts::of_article(&Article { title: MultiText::of(Language::En, title.to_owned()), ..Article::default() });
        let (marsh, mist) = (title("Where the marsh ends"), title("Steering in the mist"));
        let years = Years::default();
        let found = |year, facts: &Facts| years.alike(&connection, (7, year), &Sketch::of(facts), 0.9).unwrap();
        assert!(found(2020, &marsh).is_empty() && found(2021, &marsh).is_empty());
        years.put(1, 7, Some(2020), &marsh);
        years.put(2, 7, Some(2020), &mist);
        assert_eq!((found(2020, &marsh), found(2020, &mist)), (vec![1], vec![2]));
        years.take(1, 7, Some(2020));
        years.put(1, 7, Some(2021), &mist);
        assert_eq!((found(2020, &marsh), found(2020, &mist), found(2021, &mist)), (vec![], vec![2], vec![1]));
        years.forget(2);
        assert_eq!((found(2020, &mist), found(2021, &mist)), (vec![], vec![1]));
    }
}
