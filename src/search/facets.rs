//! By what an answer can be narrowed: counts of its journals, years, authors and classes.

use std::collections::HashMap;

use tantivy::query::{EnableScoring, Query as Asked};
use tantivy::{DocSet, Searcher, TERMINATED};

use super::error::SearchError;

/// Counts of the records found, most first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub journals: Vec<(String, u64)>,
    /// Newest first.
    pub years: Vec<(i64, u64)>,
    pub authors: Vec<(String, u64)>,
    pub classes: Vec<(String, u64)>,
    pub read: u64,
    pub unread: u64,
}

impl Facets {
    /// Keeps the first of each list.
    pub(super) fn cut(&mut self, most: usize) {
        for list in [&mut self.journals, &mut self.authors, &mut self.classes] {
            list.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            list.truncate(most);
        }
        self.years.sort_unstable_by_key(|(year, _)| std::cmp::Reverse(*year));
    }
}

/// Counts what the documents found have in their columns.
pub(super) fn gather(
    facets: &mut Facets,
    asked: &dyn Asked,
    searcher: &Searcher,
    read: &[i64],
    superseded: &dyn Fn() -> bool,
) -> Result<(), SearchError> {
    let weight = asked.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut years: HashMap<i64, u64> = facets.years.drain(..).collect();
    for reader in searcher.segment_readers() {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        let mut docs = Vec::new();
        let mut found = weight.scorer(reader, 1.0)?;
        while found.doc() != TERMINATED {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(found.doc())) {
                docs.push(found.doc());
            }
            found.advance();
        }
        let columns = reader.fast_fields();
        for (name, list) in [("journal_name", &mut facets.journals), ("author_name", &mut facets.authors), ("class", &mut facets.classes)] {
            let Some(column) = columns.str(name)? else { continue };
            let mut counts = vec![0_u64; column.num_terms()];
            for doc in &docs {
                for ord in column.term_ords(*doc) {
                    if let Some(count) = usize::try_from(ord).ok().and_then(|ord| counts.get_mut(ord)) {
                        *count += 1;
                    }
                }
            }
            let mut all: HashMap<String, u64> = list.drain(..).collect();
            let mut word = String::new();
            for (ord, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
                word.clear();
                column.ord_to_str(ord, &mut word).map_err(tantivy::TantivyError::from)?;
                *all.entry(word.clone()).or_default() += count;
            }
            list.extend(all);
        }
        let (year, row) = (columns.i64("year")?, columns.u64("row")?);
        for doc in &docs {
            if let Some(year) = year.first(*doc) {
                *years.entry(year).or_default() += 1;
            }
            let row = row.first(*doc).and_then(|row| i64::try_from(row).ok());
            let seen = row.is_some_and(|row| read.binary_search(&row).is_ok());
            facets.read += u64::from(seen);
            facets.unread += u64::from(!seen);
        }
    }
    facets.years = years.into_iter().collect();
    Ok(())
}
