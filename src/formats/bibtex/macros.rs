//! What is known while a file is read: its strings, and how much may still be done.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use crate::formats::months;

/// What is known while parts are read.
#[derive(Debug)]
pub struct Known {
    /// Strings by their name in lower case.
    pub macros: HashMap<String, String>,
    /// Bytes that strings may still add to what was written: one may name another twice, and so on.
    pub growth: Cell<usize>,
    /// Bytes that may still be looked at in vain for the ends of comments: a file full of `@comment{` is read in a time in
    /// proportion to its length.
    pub search: Cell<usize>,
}

impl Known {
    pub fn new(length: usize) -> Self {
        let known = Self { macros: HashMap::new(), growth: Cell::new(0), search: Cell::new(0) };
        known.begin(length);
        known
    }

    /// Sets the bounds for a text of this length, in bytes.
    pub fn begin(&self, length: usize) {
        self.growth.set(16 * length + (1 << 20));
        self.search.set(4 * length);
    }

    pub fn value(&self, name: &str) -> Option<Cow<'static, str>> {
        if let Some(value) = self.macros.get(name) {
            let left = self.growth.get().checked_sub(value.len())?;
            self.growth.set(left);
            return Some(Cow::Owned(value.clone()));
        }
        // The months that BibTeX's styles define; a date is read from the number.
        months::ENGLISH.iter().find(|month| **month == name).map(|month| Cow::Borrowed(*month))
    }
}
