//! The works most cited that are not held, in words.

use super::changes::Searched;
use super::missing_count::MissingCount;
use super::works::{Best, entry_key};
use super::{EntryKey, LibraryError, ShelfName};
use crate::record::{Citation, Contributor, Language, Reference};
use crate::text::{fold, plain};

type Done<T> = Result<T, LibraryError>;

/// A work that is cited and not held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingWork {
    /// The reference that says most of it.
    pub entry: EntryKey,
    /// How many articles of the library cite it.
    pub citing: u64,
    /// That number is an estimate.
    pub about: bool,
    /// Author, year, title and source, as the reference gives them.
    pub line: String,
    pub doi: Option<String>,
}

impl MissingWork {
    /// Whether it has all of these words, folded.
    pub fn has(&self, words: &[String]) -> bool {
        let line = fold(&self.line);
        let doi = self.doi.as_deref().unwrap_or_default();
        words.iter().all(|word| line.contains(word.as_str()) || doi.contains(word.as_str()))
    }
}

impl MissingWork {
    /// The work of its reference that says most.
    pub(super) fn told(shelf: ShelfName, best: &Best, citing: u64, about: bool) -> Self {
        let entry = entry_key(shelf, best.row, best.n);
        Self { entry, citing, about, line: line(&best.reference), doi: doi(&best.reference) }
    }
}

/// `Dameri 2017  Smart city definition, goals and performance  Government Information Quarterly 35(4)`, else as printed.
pub(super) fn line(reference: &Reference) -> String {
    let Some((part, title)) = reference.parts.iter().find_map(|part| Some((part, part.title.as_deref()?))) else {
        let printed = plain(&reference.raw);
        return if printed.trim().is_empty() { doi(reference).unwrap_or_default() } else { printed.trim().to_owned() };
    };
    // A Han name is short enough to stand whole, and its family name alone names nobody.
    let han = |author: &Contributor| author.name.values().find(|name| Language::of_text(name) == Language::Zh).cloned();
    let name = |author: &Contributor| han(author).or_else(|| author.family.values().chain(author.name.values()).next().cloned());
    let year = part.year.map(|year| year.to_string());
    let who: Vec<String> = part.authors.first().and_then(name).into_iter().chain(year).collect();
    let pieces = [who.join(" "), title.to_owned(), place(part)];
    let said: Vec<String> = pieces.iter().map(|piece| plain(piece).trim().to_owned()).filter(|piece| !piece.is_empty()).collect();
    said.join("  ")
}

/// `Government Information Quarterly 35(4)`
fn place(part: &Citation) -> String {
    let mut place = part.host_title().or(part.publisher.as_deref()).unwrap_or_default().to_owned();
    let numbers = format!(
        "{}{}",
        part.volume.as_deref().unwrap_or_default(),
        part.issue.as_ref().map(|issue| format!("({issue})")).unwrap_or_default()
    );
    if !numbers.is_empty() {
        place = format!("{place} {numbers}");
    }
    place
}

fn doi(reference: &Reference) -> Option<String> {
    let of_part = |part: &Citation| crate::record::Doi::parse(part.doi.as_deref()?);
    reference.ids.doi.clone().or_else(|| reference.parts.iter().find_map(of_part)).map(|doi| doi.to_string())
}

impl Searched<'_> {
    /// The works most cited that this shelf does not hold, at most so many, the most cited first. It takes seconds where there
    /// are many records: nothing comes when `superseded` says in between that nobody waits for it any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn missing(&self, most: usize, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<MissingWork>>> {
        let mut count = MissingCount::new(most);
        Ok(self.count_missing(&mut count, superseded)?.then(|| count.works().to_vec()))
    }

    /// Goes on with a count of these works; no when `superseded` says in between that nobody waits any more. What was counted
    /// is kept, and every call brings it on by a little at least.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn count_missing(&self, count: &mut MissingCount, superseded: &dyn Fn() -> bool) -> Done<bool> {
        count.go_on(&self.shelf.connection, self.shelf.name, superseded).map_err(|error| self.shelf.said(error))
    }
}
