//! What queries of the index are put together from: terms, beginnings, conditions, rows.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, Query as Asked, RangeQuery, TermQuery,
    TermSetQuery,
    doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::query::Years;
use super::schema::{Fields, words};
use super::several::Several;
use super::words::Units;

/// Nothing in UTF-8 sorts behind this.
pub(super) const LAST: char = '\u{10FFFF}';
/// More rows than so many are looked up by column, fewer by term.
const FEW: usize = 512;

/// A query of the index.
pub(super) type Boxed = Box<dyn Asked>;

/// Half of the terms, anywhere in the group.
pub(super) fn half(field: Field, units: &Units) -> Boxed {
    let mut terms: Vec<Boxed> = Vec::new();
    words(units, &mut |text, _, _| terms.push(term(field, text)));
    let least = terms.len().div_ceil(2);
    if terms.len() < 2 {
        return union(terms);
    }
    Box::new(Several::at_least(least, terms))
}

/// Records of these rows (ascending).
pub(super) fn rows_query(fields: &Fields, rows: Vec<i64>) -> Boxed {
    let rows: Vec<u64> = rows.into_iter().filter_map(|row| u64::try_from(row).ok()).collect();
    if rows.is_empty() {
        return Box::new(EmptyQuery);
    }
    if rows.len() <= FEW {
        return Box::new(TermSetQuery::new(rows.into_iter().map(|row| Term::from_field_u64(fields.row, row))));
    }
    let rows: Arc<[u64]> = rows.into();
    let predicate = FunctionPredicate::from(move |reader: &SegmentReader| {
        let column = reader.fast_fields().u64("row")?.first_or_default_col(u64::MAX);
        let rows = Arc::clone(&rows);
        Ok(move |doc| rows.binary_search(&column.get_val(doc)).is_ok())
    });
    Box::new(DocPredicateQuery::from(predicate))
}

pub(super) fn year_range(fields: &Fields, years: Years) -> RangeQuery {
    let end = |year: Option<i32>| year.map_or(Bound::Unbounded, |year| Bound::Included(Term::from_field_i64(fields.year, i64::from(year))));
    RangeQuery::new(end(years.from), end(years.to))
}

/// What both have.
pub(super) fn both(one: Boxed, other: Boxed) -> Boxed {
    Box::new(BooleanQuery::intersection(vec![one, other]))
}

/// All but these.
pub(super) fn but_not(excluded: Boxed) -> Boxed {
    Box::new(BooleanQuery::new(vec![(Occur::Must, constant(Box::new(AllQuery))), (Occur::MustNot, excluded)]))
}

/// A condition: it decides, and counts for nothing.
pub(super) fn constant(query: Boxed) -> Boxed {
    constant_of(query, 0.0)
}

pub(super) fn constant_of(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(super) fn union(mut ways: Vec<Boxed>) -> Boxed {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(BooleanQuery::union(ways)),
    }
}

/// What is found in one of these ways, where it is one condition of several.
pub(super) fn one_of(mut ways: Vec<Boxed>) -> Boxed {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(Several::of(ways)),
    }
}

pub(super) fn term(field: Field, text: &str) -> Boxed {
    of_term(Term::from_field_text(field, text))
}

pub(super) fn of_term(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Terms that begin so.
pub(super) fn beginning(field: Field, text: &str) -> Boxed {
    let from = Bound::Included(Term::from_field_text(field, text));
    let to = Bound::Excluded(Term::from_field_text(field, &format!("{text}{LAST}")));
    Box::new(InvertedIndexRangeQuery::new(from, to))
}
