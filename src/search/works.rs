//! Works that are cited and not held: who cites one, and which are missed most. The library works them out from its references,
//! which takes seconds of a large one; so they are kept until the library changes.

use super::desk::SearchDesk;
use super::error::SearchError;
use super::finder::Worth;
use super::wishes::{Told, Want, Wish};
use crate::library::{ArticleKey, Count, EntryKey, MissingCount, MissingWork, Tally};
use crate::text::fold;

/// Works that the list of those missing has at most.
pub const MISSING: usize = 10_000;

/// The articles that cite the work of an entry, up to which change of the library that holds, and how many there are.
pub(super) type Citing = (EntryKey, i64, Vec<ArticleKey>, Count);

/// The works that are missing, as far as they have been counted, and up to which change of the library that holds.
pub(super) type Missing = (i64, MissingCount);

impl SearchDesk {
    /// The work of an entry.
    pub(super) fn work(&self, entry: EntryKey, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        let shelf = self.library.searched_shelf(entry.of.shelf)?;
        match shelf.work(entry, superseded)? {
            Some(work) => Ok(Told::Work(Box::new(work))),
            None if superseded() => Err(SearchError::Superseded),
            None => Ok(Told::Failed("The library no longer has this reference; show the article anew.".to_owned())),
        }
    }

    /// The articles that cite the work of an entry, the newest first; and how many there are.
    pub(super) fn citing(&mut self, entry: EntryKey, superseded: &dyn Fn() -> bool) -> Result<(Vec<ArticleKey>, Count), SearchError> {
        let shelf = self.library.searched_shelf(entry.of.shelf)?;
        let changed = shelf.links_changed()?;
        if let Some((known, then, keys, counted)) = &self.citing
            && (*known, *then) == (entry, changed)
        {
            return Ok((keys.clone(), *counted));
        }
        let (rows, counted) = match shelf.citing(entry, superseded)? {
            Some(found) => found,
            None if superseded() => return Err(SearchError::Superseded),
            None => (Vec::new(), Count::Exactly(0)),
        };
        let keys: Vec<ArticleKey> = rows.into_iter().map(|row| ArticleKey { shelf: entry.of.shelf, row }).collect();
        self.citing = Some((entry, changed, keys.clone(), counted));
        Ok((keys, counted))
    }

    /// Grants a wish for the list of these articles.
    pub(super) fn listed_citing(&mut self, wish: &Wish, entry: EntryKey, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        let (keys, counted) = self.citing(entry, superseded)?;
        let Want::Rows { from, most } = wish.want else { return Ok(Told::Count(counted)) };
        let rows: Vec<i64> = keys.iter().map(|key| key.row).collect();
        let rows = match wish.order {
            Some(sorting) => {
                let shelf = self.library.searched_shelf(entry.of.shelf)?;
                shelf.in_order(&rows, sorting, superseded)?.ok_or(SearchError::Superseded)?
            }
            None => rows,
        };
        let window = rows.iter().skip(from).take(most);
        let hits = window.map(|row| (ArticleKey { shelf: entry.of.shelf, row: *row }, Worth::Words)).collect();
        self.told(wish, from, hits, from + most >= rows.len(), None, superseded)
    }

    /// Rows of the list of works that are missing, of those that have all the words typed. A count that is given up, since somebody
    /// types on or goes, is taken up again where it was.
    pub(super) fn missing(
        &mut self,
        having: &str,
        (from, most): (usize, usize),
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let shelves = self.library.searched()?;
        let Some(shelf) = shelves.first() else { return Ok(Told::Tallies { total: 0, from, tallies: Vec::new() }) };
        let changed = shelf.links_changed()?;
        let known = self.missing.take().filter(|(then, _)| *then == changed);
        let (_, count) = self.missing.insert(known.unwrap_or_else(|| (changed, MissingCount::new(MISSING))));
        if !shelf.count_missing(count, superseded)? {
            return Err(SearchError::Superseded);
        }
        let all = count.works();
        let words: Vec<String> = fold(having).split_whitespace().map(str::to_owned).collect();
        let found: Vec<&MissingWork> = all.iter().filter(|work| work.has(&words)).collect();
        let row = |work: &&MissingWork| Tally {
            label: work.line.clone(),
            articles: work.citing,
            work: Some(work.entry),
            about: work.about,
            ..Tally::default()
        };
        Ok(Told::Tallies { total: found.len() as u64, from, tallies: found.iter().skip(from).take(most).map(row).collect() })
    }
}
