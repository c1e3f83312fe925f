//! The best of what one index finds, and the order of what several found.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tantivy::collector::{Collector, TopDocs};
use tantivy::query::{EnableScoring, Query as Asked};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::error::SearchError;
use crate::library::{ArticleKey, ShelfName};

/// Hits are put in order by recency within blocks of so many, so that pages do not depend on their size.
pub(super) const BLOCK: usize = 100;
/// How much a record of this year counts above one fifty years old.
const RECENT: f32 = 0.05;

/// The best documents, segment by segment; whoever is no longer waited for stops between two.
pub(super) fn top(
    searcher: &Searcher,
    asked: &dyn Asked,
    most: usize,
    superseded: &dyn Fn() -> bool,
) -> Result<Vec<(f32, DocAddress)>, SearchError> {
    let collector = TopDocs::with_limit(most.max(1)).order_by_score();
    let weight = asked.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut fruits = Vec::new();
    for (at, reader) in (0..).zip(searcher.segment_readers()) {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        fruits.push(collector.collect_segment(weight.as_ref(), at, reader)?);
    }
    Ok(collector.merge_fruits(fruits)?)
}

/// The best of the first documents that match, newest first, as many as can be looked at while somebody types; `cut` says
/// that there were more.
pub(super) fn sample(
    searcher: &Searcher,
    asked: &dyn Asked,
    most: usize,
    looked_at: u64,
    cut: &mut bool,
    superseded: &dyn Fn() -> bool,
) -> Result<Vec<(f32, DocAddress)>, SearchError> {
    let weight = asked.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let all = u64::from(searcher.segment_readers().iter().map(tantivy::SegmentReader::max_doc).sum::<u32>()).max(1);
    let mut best: Vec<(f32, DocAddress)> = Vec::new();
    for (at, reader) in (0..).zip(searcher.segment_readers()) {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        let share = (looked_at * u64::from(reader.max_doc())).div_ceil(all);
        let alive = reader.alive_bitset();
        let mut found = weight.scorer(reader, 1.0)?;
        let (mut doc, mut looked) = (found.doc(), 0);
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                if looked == share {
                    *cut = true;
                    break;
                }
                looked += 1;
                best.push((found.score(), DocAddress::new(at, doc)));
            }
            doc = found.advance();
        }
    }
    // What is equal stays in the order of the documents, so that a longer list begins with the shorter one.
    best.sort_by(|one, other| other.0.total_cmp(&one.0));
    best.truncate(most);
    Ok(best)
}

/// A document found: its score, its year and its key.
pub(super) type Found = (f32, i64, ArticleKey);

/// What is known of the documents found.
pub(super) fn known(searcher: &Searcher, best: &[(f32, DocAddress)], shelf: ShelfName) -> Result<Vec<Found>, SearchError> {
    // The columns of a segment are opened only where something was found in it.
    let mut columns = HashMap::new();
    for (_, address) in best {
        if let Entry::Vacant(place) = columns.entry(address.segment_ord) {
            let columns = searcher.segment_reader(address.segment_ord).fast_fields();
            place.insert((columns.u64("row")?, columns.i64("year")?));
        }
    }
    let found = best.iter().filter_map(|(score, address)| {
        let (row, year) = columns.get(&address.segment_ord)?;
        let key = ArticleKey { shelf, row: i64::try_from(row.first(address.doc_id)?).ok()? };
        Some((*score, year.first(address.doc_id).unwrap_or(0), key))
    });
    Ok(found.collect())
}

/// Hits of several indexes in one order: by score, and block by block a little higher what is newer.
pub(super) fn in_order(found: &mut [Found]) {
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    for block in found.chunks_mut(BLOCK) {
        for (score, year, _) in &mut *block {
            *score *= 1.0 + recency(*year);
        }
        block.sort_by(|one, other| other.0.total_cmp(&one.0));
    }
}

/// From 0 for a record of 1975 or before to [`RECENT`] for one of 2025 or later.
fn recency(year: i64) -> f32 {
    let years = u16::try_from((year - 1975).clamp(0, 50)).unwrap_or(0);
    RECENT * f32::from(years) / 50.0
}
