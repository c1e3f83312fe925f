//! The names of journals as references and records spell them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::keys;

/// A journal's name as spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) hash: i64,
    pub(super) words: Arc<[String]>,
}

/// Names that a thread remembers: a field has some thousands of journals, and every list names the same few.
const REMEMBERED: usize = 4096;
/// Bytes of a name that is remembered at most.
const LONGEST: usize = 200;

thread_local! {
    static NAMES: RefCell<HashMap<String, Spelled>> = RefCell::default();
}

impl Spelled {
    /// A name; nothing when there is no word in it.
    pub(super) fn name(written: &str) -> Option<Self> {
        NAMES.with_borrow_mut(|names| {
            if let Some(known) = names.get(written) {
                return Some(known.clone());
            }
            let words = keys::journal_words(written);
            let name = (!words.is_empty()).then(|| Self { hash: keys::hash("journal", &[&words.concat()]), words: words.into() })?;
            if written.len() <= LONGEST {
                if names.len() >= REMEMBERED {
                    names.clear();
                }
                names.insert(written.to_owned(), name.clone());
            }
            Some(name)
        })
    }

    pub(super) fn issn(written: &str) -> Option<Self> {
        keys::issn(written).map(|issn| Self { hash: keys::hash("issn", &[&issn]), words: Arc::default() })
    }
}
