//! Every record of a library, one after another, for export.

use super::shelf::Shelf;
use super::{LibraryError, ShelfName, count};
use crate::record::Article;

/// Records in the order of the tree, read in small parts, so that memory does not depend on their number.
///
/// Ends with an error when fewer records came than the library holds: a missing record is damage, not silence.
pub struct Records<'a> {
    shelves: std::vec::IntoIter<&'a Shelf>,
    now: Option<&'a Shelf>,
    from: u64,
    rows: std::vec::IntoIter<i64>,
}

/// Rows looked up together.
const TOGETHER: u64 = 1024;

impl<'a> Records<'a> {
    pub(super) fn of(shelves: Vec<&'a Shelf>) -> Self {
        Self { shelves: shelves.into_iter(), now: None, from: 0, rows: Vec::new().into_iter() }
    }

    fn more(&mut self) -> Result<bool, LibraryError> {
        loop {
            if let Some(shelf) = self.now {
                let rows = shelf.tree().walk(self.from, TOGETHER)?;
                self.from += rows.len() as u64;
                if !rows.is_empty() {
                    self.rows = rows.into_iter();
                    return Ok(true);
                }
                let held = shelf.tree().totals()?.0;
                self.now = None;
                if held != self.from {
                    let what = format!("{held} records were counted and {} found", self.from);
                    return Err(shelf.said(LibraryError::damage(what)));
                }
            }
            let Some(next) = self.shelves.next() else { return Ok(false) };
            self.now = Some(next);
            self.from = 0;
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Article, LibraryError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (Some(row), Some(shelf)) = (self.rows.next(), self.now) {
                return Some(shelf.article(row).map_err(|error| shelf.said(error)));
            }
            match self.more() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// How many records a shelf holds, and its name.
pub(super) fn held(shelf: &Shelf) -> Result<(ShelfName, u64), LibraryError> {
    let mut read = shelf.connection.prepare_cached("SELECT value FROM meta WHERE name = 'articles'")?;
    Ok((shelf.name, count(read.query_row([], |row| row.get(0))?)))
}
