//! Lists of what the library has (journals, years, authors, key words, classes), narrowed by what is typed; its journals and
//! issues at a glance.

use std::sync::Arc;

use super::desk::SearchDesk;
use super::error::SearchError;
use super::wishes::Told;
use crate::library::{Answer, FIGURES_OF, FiguresOf, ProfileOf, Question, Tallied, Tally};

/// Rows of a list that have what was typed: for which list, what, and up to which change of the library that holds.
pub(super) type Having = (Tallied, String, i64, Arc<[Tally]>);

impl SearchDesk {
    /// What the library answers about a journal or an issue.
    pub(super) fn asked(&self, question: &Question) -> Told {
        match self.library.answer(question) {
            Answer::Grid(years) => Told::Grid(years),
            Answer::Gaps(gaps) => Told::Gaps(gaps),
            Answer::Failed(sentence) => Told::Failed(sentence),
            _ => Told::Failed("The library answered something else than was asked; this is an error of qikan itself.".to_owned()),
        }
    }

    /// What the library knows of an author, a key word or a class.
    pub(super) fn profile(&self, of: &ProfileOf, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        let profile = self.library.profile(of, superseded)?.ok_or(SearchError::Superseded)?;
        Ok(Told::Profile(Box::new(profile)))
    }

    /// The figures of a part of the library.
    pub(super) fn figures(&self, of: FiguresOf, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        let figures = self.library.figures(of, FIGURES_OF, superseded)?.ok_or(SearchError::Superseded)?;
        Ok(Told::Figures(Box::new(figures)))
    }

    /// Rows of a list of the shelf that is listed first; all of it where nothing was typed.
    pub(super) fn tallies(
        &mut self,
        of: &Tallied,
        having: &str,
        (from, most): (usize, usize),
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let shelves = self.library.searched()?;
        let Some(shelf) = shelves.first() else { return Ok(Told::Tallies { total: 0, from, tallies: Vec::new() }) };
        if having.is_empty() {
            let (total, tallies) = shelf.tallies(of, from as u64, (from + most) as u64)?;
            return Ok(Told::Tallies { total, from, tallies });
        }
        let seq = shelf.standing()?.seq;
        let known = self.having.as_ref().filter(|known| (&known.0, known.1.as_str(), known.2) == (of, having, seq));
        let found = match known {
            Some(known) => Arc::clone(&known.3),
            None => shelf.tallies_having(of, having, superseded)?.ok_or(SearchError::Superseded)?.into(),
        };
        let mut tallies: Vec<Tally> = found.iter().skip(from).take(most).cloned().collect();
        for tally in &mut tallies {
            if superseded() {
                return Err(SearchError::Superseded);
            }
            shelf.count_tally(of, tally)?;
        }
        drop(shelves);
        let total = found.len() as u64;
        self.having = Some((of.clone(), having.to_owned(), seq, found));
        Ok(Told::Tallies { total, from, tallies })
    }
}
