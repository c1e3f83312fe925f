//! Lists of what the library has (journals, years, authors, key words, classes), narrowed by what is typed; its journals and
//! issues at a glance.

use std::sync::Arc;

use super::desk::SearchDesk;
use super::error::SearchError;
use super::wishes::Told;
use crate::library::{Answer, FIGURES_OF, FiguresOf, Names, ProfileOf, Question, Tallied, Tally};

/// Rows of a list that have what was typed: for which list, what, and up to which change of the library that holds.
pub(super) type Having = (Tallied, String, i64, Arc<[Tally]>);

/// A long list that is typed into: its names, up to which change of the library they hold, and those that have what was typed last.
pub(super) struct Typed {
    of: Tallied,
    seq: i64,
    names: Names,
    found: Option<(String, Vec<usize>)>,
}

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

    /// Rows of a list of the shelf that is listed first; all of it where nothing was typed. With no row at all wished for, all
    /// is made ready to be typed into.
    pub(super) fn tallies(
        &mut self,
        of: &Tallied,
        having: &str,
        (from, most): (usize, usize),
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let long = matches!(of, Tallied::Authors | Tallied::Keywords);
        if long && (most == 0 || !having.is_empty()) {
            return self.names(of, having, (from, most), superseded);
        }
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

    /// Authors or key words that have what was typed. They are read into memory once; a read that is given up goes on where it
    /// was when it is taken up again, and what is typed behind a word is looked for among what had that word.
    fn names(
        &mut self,
        of: &Tallied,
        having: &str,
        (from, most): (usize, usize),
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let shelves = self.library.searched()?;
        let Some(shelf) = shelves.first() else { return Ok(Told::Tallies { total: 0, from, tallies: Vec::new() }) };
        let seq = shelf.standing()?.seq;
        let known = self.typed.take().filter(|typed| (&typed.of, typed.seq) == (of, seq));
        let typed = self.typed.insert(known.unwrap_or_else(|| Typed { of: of.clone(), seq, names: Names::new(of.clone()), found: None }));
        if !shelf.read_names(&mut typed.names, superseded)? {
            return Err(SearchError::Superseded);
        }
        if having.is_empty() {
            return Ok(Told::Tallies { total: 0, from, tallies: Vec::new() });
        }
        let found = match typed.found.take() {
            Some((before, found)) if before == having => found,
            Some((before, found)) if having.starts_with(&before) => typed.names.having(having, Some(&found)),
            _ => typed.names.having(having, None),
        };
        let mut tallies = Vec::new();
        for place in found.iter().skip(from).take(most) {
            let mut tally = Tally { label: typed.names.label(*place).to_owned(), ..Tally::default() };
            shelf.count_tally(of, &mut tally)?;
            tallies.push(tally);
        }
        let total = found.len() as u64;
        typed.found = Some((having.to_owned(), found));
        Ok(Told::Tallies { total, from, tallies })
    }
}
