//! All authors, or all key words, of a shelf in memory, for as long as somebody types into the list of them.
//!
//! To look at every row of the store takes a second where there are a million, and that with every key; here it is a tenth of
//! that, and what follows a first letter is looked for among what had that letter. A name takes some 50 bytes.

use rusqlite::Connection;

use super::LibraryError;
use super::Tallied;
use super::packed;
use super::tallies::{DAMAGED, Wanted, kind_of};
use crate::text::fold;

type Done<T> = Result<T, LibraryError>;

/// Rows read between two questions whether anybody still waits.
const AT_ONCE: usize = 4096;

/// Parts the three texts of a name: none of them has it.
const PART: char = '\u{0}';

/// The names of a list in its order, as far as they have been read.
#[derive(Clone, Debug)]
pub struct Names {
    of: Tallied,
    /// Of each name how it is looked for, how it is spoken, how it is written.
    text: String,
    /// Where each begins, in bytes.
    starts: Vec<usize>,
    /// What was read last, to go on behind it.
    last: (String, i64),
    whole: bool,
}

impl Names {
    /// A list of which nothing has been read.
    pub fn new(of: Tallied) -> Self {
        Self { of, text: String::new(), starts: Vec::new(), last: (String::new(), i64::MIN), whole: false }
    }

    /// Reads on to the end; no when `superseded` says in between that nobody waits any more. What was read is kept.
    pub(super) fn read_on(&mut self, connection: &Connection, superseded: &dyn Fn() -> bool) -> Done<bool> {
        if self.whole {
            return Ok(true);
        }
        let (kind, above) = kind_of(&self.of);
        let mut read = connection.prepare_cached(
            "SELECT label, seal, sort, hash FROM words WHERE kind = ?1 AND above = ?2 AND (sort, hash) > (?3, ?4) ORDER BY sort, hash",
        )?;
        let (sort, hash) = self.last.clone();
        let mut rows = read.query((kind.number(), above, sort, hash))?;
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            let mut label: String = row.get(0)?;
            if packed::seal(&[&label]) != row.get::<_, i64>(1)? {
                DAMAGED.clone_into(&mut label);
            }
            self.last = (row.get(2)?, row.get(3)?);
            self.starts.push(self.text.len());
            for part in [fold(&label).as_str(), self.last.0.as_str(), label.as_str()] {
                self.text.extend(part.chars().filter(|c| *c != PART));
                self.text.push(PART);
            }
            looked += 1;
            if usize::is_multiple_of(looked, AT_ONCE) && superseded() {
                return Ok(false);
            }
        }
        self.whole = true;
        Ok(true)
    }

    /// The places of the names that have what was typed, ascending, of all or of these.
    pub fn having(&self, typed: &str, among: Option<&[usize]>) -> Vec<usize> {
        let wanted = Wanted::of(typed);
        let fits = |place: &usize| {
            let [folded, spoken, _] = self.parts(*place);
            wanted.is_in_folded(folded) || wanted.is_spoken(spoken)
        };
        match among {
            Some(places) => places.iter().copied().filter(fits).collect(),
            None => (0..self.starts.len()).filter(fits).collect(),
        }
    }

    /// A name as it is written.
    pub fn label(&self, place: usize) -> &str {
        self.parts(place)[2]
    }

    fn parts(&self, place: usize) -> [&str; 3] {
        let text = self.starts.get(place).and_then(|start| self.text.get(*start..)).unwrap_or_default();
        let mut parts = text.splitn(4, PART);
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }
}
