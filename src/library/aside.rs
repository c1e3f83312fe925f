//! Rows of a table that an import of many has not stored yet, and those that a record has no more.

use std::collections::HashSet;
use std::hash::Hash;

use super::LibraryError;
use super::runs::{Entry, Runs, Spool, head};
use super::varints::{put_signed, put_text, take_signed, take_text};

type Done<T> = Result<T, LibraryError>;

/// Kind, sort, article: a row of `orders`.
pub(super) type Ordered = (i64, String, i64);

impl Entry for Ordered {
    fn head(&self) -> u64 {
        head(self.0, &self.1)
    }

    fn write(&self, into: &mut Vec<u8>) {
        put_signed(into, self.0);
        put_text(into, &self.1);
        put_signed(into, self.2);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        Some((take_signed(from)?, take_text(from)?, take_signed(from)?))
    }
}

/// Rows that were added, in memory and put aside, and rows that were taken away since.
pub(super) struct Aside<T> {
    rows: Vec<T>,
    runs: Runs<T>,
    gone: HashSet<T>,
}

impl<T: Entry + Hash> Aside<T> {
    pub(super) fn new() -> Self {
        Self { rows: Vec::new(), runs: Runs::new(), gone: HashSet::new() }
    }

    pub(super) fn add(&mut self, row: T) {
        if !self.gone.is_empty() {
            self.gone.remove(&row);
        }
        self.rows.push(row);
    }

    pub(super) fn forget(&mut self, row: T) {
        self.gone.insert(row);
    }

    /// Rows that are remembered to be gone.
    pub(super) fn forgotten(&self) -> usize {
        self.gone.len()
    }

    pub(super) fn in_memory(&self) -> usize {
        self.rows.len()
    }

    /// Puts what is in memory aside as a run.
    pub(super) fn put_aside(&mut self, spool: &mut Spool) -> Done<()> {
        self.runs.add(spool, &mut self.rows)
    }

    /// Gives all rows to `insert`, in the order of the table.
    pub(super) fn store(self, spool: Option<&Spool>, mut insert: impl FnMut(&[T]) -> Done<()>) -> Done<()> {
        let Self { rows, runs, gone } = self;
        runs.in_order(spool, rows, |mut rows| {
            rows.retain(|row| gone.is_empty() || !gone.contains(row));
            insert(&rows)
        })
    }
}
