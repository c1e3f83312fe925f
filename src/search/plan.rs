//! A query as the index understands it.
//!
//! A bare word is looked for in every group of text at once; the weights say where it is worth most. What the index does
//! not know (what was read, what cites what) comes from outside as rows, and is exact.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery};
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::clauses::{Boxed, beginning, but_not, constant, constant_of, half, of_term, one_of, rows_query, term, union, year_range};
use super::document::{name_term, part_term};
use super::error::SearchError;
use super::meant::{Remembered, Spelled};
use super::query::{Code, Group, Manner, Query, State, Text};
use super::schema::{Fields, code_term, is_cited, letter, whole, words};
use super::sounds;
use super::words::{Kind, Units};

/// What bare words are looked for in, with its weight. References are asked last, and only when there is room.
const HEAD: &[(Group, f32)] = &[(Group::Title, 4.0), (Group::Author, 3.0), (Group::Keyword, 2.5), (Group::Journal, 1.0)];
const ANYWHERE: &[(Group, f32)] =
    &[(Group::Title, 4.0), (Group::Author, 3.0), (Group::Keyword, 2.5), (Group::Journal, 1.0), (Group::Abstract, 1.0), (Group::Note, 0.5)];
const REFERENCES: &[(Group, f32)] = &[(Group::Reference, 0.2)];
/// Units from which on half of the pairs of a text can be enough.
const LONG: usize = 4;

/// What only the library knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    Read,
    Cites(String),
    CitedBy(String),
}

/// Where rows come from that the index does not know.
pub trait Outside {
    /// The rows of the shelf's records that are meant, ascending.
    ///
    /// # Errors
    /// A sentence.
    fn rows(&self, wanted: &Wanted) -> Result<Vec<i64>, SearchError>;
}

type Planned = Result<Boxed, SearchError>;

/// How strictly words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looseness {
    /// As they are.
    Strict,
    /// The same, but not in abstracts and notes.
    Head,
    /// In the reference lists as well; where only one text is looked for, in these alone.
    References,
    /// Of a long run of Han characters typed without blanks, half of the pairs are enough.
    Loose,
}

/// Turns queries into what one index is asked.
pub struct Planner<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    outside: &'a dyn Outside,
    /// Which of the indexes that an order is planned for, and what they were asked.
    pub(super) index: usize,
    pub(super) remembered: &'a Remembered,
    /// Whether records are counted, and every one matters.
    pub(super) counting: bool,
    /// The dictionaries that are streamed through, segment by segment.
    pub(super) indexes: Vec<HashMap<Field, Arc<InvertedIndexReader>>>,
    /// Whether something was planned that is not a union of terms, which alone ends early by itself.
    deep: Cell<bool>,
    /// Texts of the query that may stand in any field.
    texts: Cell<usize>,
}

/// Ways to be found, any of which will do.
pub(super) struct Ways {
    pub(super) all: Vec<Boxed>,
    /// Whether all are terms that are stored with how often they stand where they do.
    flat: bool,
}

impl Default for Ways {
    fn default() -> Self {
        Self { all: Vec::new(), flat: true }
    }
}

impl Ways {
    /// A term of a field. Of a union of those that are stored with how often they stand where they do the best are found
    /// early; a single one of another kind, and all of them have to be looked at.
    pub(super) fn term(&mut self, fields: &Fields, weight: f32, field: Field, text: &str) {
        self.flat &= fields.is_ranked(field);
        self.put(weight, term(field, text));
    }

    pub(super) fn deep(&mut self, weight: f32, way: Boxed) {
        self.flat = false;
        self.put(weight, way);
    }

    fn put(&mut self, weight: f32, way: Boxed) {
        self.all.push(Box::new(BoostQuery::new(way, weight)));
    }
}

impl<'a> Planner<'a> {
    /// For one index, by its number among those that an order is planned for. Its dictionaries are opened here.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn new(
        fields: &'a Fields,
        searcher: &'a Searcher,
        outside: &'a dyn Outside,
        (index, remembered): (usize, &'a Remembered),
        counting: bool,
    ) -> Result<Self, SearchError> {
        let streamed = Group::ALL.map(|group| fields.of(group)).into_iter().chain([fields.code]);
        let streamed: Vec<Field> = streamed.collect();
        let of = |reader: &SegmentReader| -> Result<_, tantivy::TantivyError> {
            streamed.iter().map(|field| Ok((*field, reader.inverted_index(*field)?))).collect()
        };
        let indexes = searcher.segment_readers().iter().map(of).collect::<Result<_, _>>()?;
        Ok(Self { fields, searcher, outside, index, remembered, counting, indexes, deep: Cell::new(false), texts: Cell::new(0) })
    }

    /// Whether what was planned is a union of terms: the best of it are found without looking at all of it.
    pub fn is_flat(&self, query: &Query) -> bool {
        matches!(query, Query::Text(_)) && !self.deep.get()
    }

    /// The whole of a query.
    ///
    /// # Errors
    /// What the library could not answer.
    pub fn plan(&self, query: &Query, looseness: Looseness) -> Planned {
        self.texts.set(anywhere(query));
        self.part(query, looseness)
    }

    fn part(&self, query: &Query, looseness: Looseness) -> Planned {
        Ok(match query {
            Query::Everything => constant(Box::new(AllQuery)),
            Query::All(parts) => self.all(parts, looseness)?,
            Query::Any(parts) => {
                let planned = parts.iter().map(|part| Ok((Occur::Should, self.part(part, looseness)?)));
                Box::new(BooleanQuery::new(planned.collect::<Result<_, SearchError>>()?))
            }
            Query::Not(_) => self.all(std::slice::from_ref(query), looseness)?,
            Query::Text(text) => union(self.text(text, looseness)),
            Query::Years(years) => constant(Box::new(year_range(self.fields, *years))),
            Query::Code { code, value, open } => self.code(*code, value, *open),
            Query::Is(State::Read) => self.rows(&Wanted::Read)?,
            Query::Is(State::Unread) => but_not(self.rows(&Wanted::Read)?),
            Query::Has(part) => constant(term(self.fields.code, &part_term(*part))),
            Query::Cites(id) => self.rows(&Wanted::Cites(id.clone()))?,
            Query::CitedBy(id) => self.rows(&Wanted::CitedBy(id.clone()))?,
        })
    }

    fn all(&self, parts: &[Query], looseness: Looseness) -> Planned {
        let mut clauses = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            if let Query::Text(text) = part
                && let Some(terms) = self.terms_of(text, looseness)
            {
                clauses.push((Occur::Must, terms));
            }
            clauses.push(match part {
                // What is excluded is excluded as it stands, whatever else is loosened.
                Query::Not(inner) => (Occur::MustNot, self.part(inner, Looseness::Strict)?),
                Query::Text(text) => (Occur::Must, one_of(self.text(text, looseness))),
                other => (Occur::Must, self.part(other, looseness)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, constant(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// What has all terms of a phrase in one field. With it records are left out before the places of their words are compared:
    /// every record of a journal has its name, and only some have the word that is looked for there.
    fn terms_of(&self, text: &Text, looseness: Looseness) -> Option<Boxed> {
        let group = text.group.filter(|group| *group != Group::Reference)?;
        let as_it_is = text.manner == Manner::Phrase || (text.manner == Manner::Word && looseness != Looseness::Loose);
        let units = Units::of(&text.words);
        let mut terms: Vec<Boxed> = Vec::new();
        words(&units, &mut |each, at, length| {
            // A character alone may go on in the record.
            if length > 1 || units.at(at).is_some_and(|(unit, _)| unit.kind == Kind::Word) {
                terms.push(term(self.fields.of(group), each));
            }
        });
        (as_it_is && terms.len() > 1).then(|| constant(Box::new(BooleanQuery::intersection(terms))))
    }

    fn rows(&self, wanted: &Wanted) -> Planned {
        let rows = self.outside.rows(wanted)?;
        Ok(constant(rows_query(self.fields, rows)))
    }

    fn code(&self, code: Code, value: &str, open: bool) -> Boxed {
        let field = if code == Code::Clc { self.fields.class } else { self.fields.code };
        let known = code_term(code, value);
        let planned = if open { beginning(field, &known) } else { term(field, &known) };
        constant(planned)
    }

    /// The ways in which a text is found.
    fn text(&self, text: &Text, looseness: Looseness) -> Vec<Boxed> {
        let units = Units::of(&text.words);
        if units.is_empty() {
            return vec![constant(Box::new(AllQuery))];
        }
        let own;
        let groups: &[(Group, f32)] = match text.group {
            Some(group) => {
                own = [(group, 1.0)];
                &own
            }
            None if looseness == Looseness::Head => HEAD,
            None => ANYWHERE,
        };
        let alone = units.len() == 1 && units.at(0).is_some_and(|(unit, _)| unit.kind != Kind::Word);
        let cited = looseness == Looseness::References && text.group.is_none() && !alone;
        let mut ways = Ways::default();
        // What has the one text that is looked for elsewhere is found already.
        let only = cited && self.texts.get() == 1;
        let groups = if only { &[] } else { groups };
        let groups: Vec<(Group, f32)> = groups.iter().chain(if cited { REFERENCES } else { &[] }).copied().collect();
        let spelled = if text.manner == Manner::Alike { self.spelled(&units, &groups) } else { Spelled::default() };
        for (group, weight) in groups {
            self.in_group((group, weight), &units, (text.manner, &spelled), looseness, &mut ways);
        }
        if text.manner != Manner::Alike && !only {
            self.by_sound(text, &units, &mut ways);
        }
        if !ways.flat {
            self.deep.set(true);
        }
        ways.all
    }

    /// Words in one group of text.
    fn in_group(&self, (group, weight): (Group, f32), units: &Units, how: (Manner, &Spelled), looseness: Looseness, ways: &mut Ways) {
        let field = self.fields.of(group);
        let (manner, spelled) = how;
        if let (1, Some((unit, text))) = (units.len(), units.at(0)) {
            return match (unit.kind, manner) {
                _ if group == Group::Reference && !is_cited(text) => {}
                (Kind::Word, Manner::Prefix) => self.prefix(group, weight, text, ways),
                (Kind::Word, Manner::Alike) => self.alike(field, weight, text, spelled, ways),
                (Kind::Word, _) => ways.term(self.fields, weight, field, text),
                _ if group == Group::Reference => ways.deep(weight, beginning(field, text)),
                _ => ways.term(self.fields, weight, self.fields.short, &format!("{}{text}", letter(group))),
            };
        }
        if looseness == Looseness::Loose && manner != Manner::Phrase && units.len() >= LONG {
            return ways.deep(weight, half(field, units));
        }
        ways.deep(weight, self.phrase(group, units, how));
    }

    /// Several words, or several characters, side by side.
    fn phrase(&self, group: Group, units: &Units, (manner, spelled): (Manner, &Spelled)) -> Boxed {
        let field = self.fields.of(group);
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let mut terms: Vec<(usize, Term)> = Vec::new();
        let last = units.len() - 1;
        for (at, (unit, text)) in units.iter().enumerate() {
            let edge = at == 0 || at == last;
            if group == Group::Reference && !is_cited(text) {
                continue;
            }
            if unit.kind == Kind::Word {
                let mut ways = Ways::default();
                match manner {
                    Manner::Prefix if at == last => self.prefix(group, 1.0, text, &mut ways),
                    Manner::Alike => self.alike(field, 1.0, text, spelled, &mut ways),
                    _ => terms.push((at, Term::from_field_text(field, text))),
                }
                if !ways.all.is_empty() {
                    clauses.push((Occur::Must, union(ways.all)));
                }
            } else if let Some((_, _, pair)) = units.pair(at) {
                terms.push((at, Term::from_field_text(field, pair)));
            } else if unit.kind == Kind::First {
                // A character alone: within the phrase it is one in the record as well; at its edge it may go on there.
                if edge && group != Group::Reference {
                    clauses.push((Occur::Must, term(self.fields.short, &format!("{}{text}", letter(group)))));
                } else if !edge {
                    terms.push((at, Term::from_field_text(field, text)));
                }
            }
        }
        if terms.len() > 1 && group != Group::Reference {
            clauses.push((Occur::Must, Box::new(PhraseQuery::new_with_offset(terms))));
        } else {
            clauses.extend(terms.into_iter().map(|(_, each)| (Occur::Must, of_term(each))));
        }
        match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }

    pub(super) fn records(&self, field: Field, text: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(field, text)).unwrap_or(0)
    }

    /// Whether some record has this very word.
    pub(super) fn is_word(&self, word: &str) -> bool {
        let fields = [self.fields.title, self.fields.keyword, self.fields.abstracts];
        fields.into_iter().any(|field| self.records(field, word) > 0)
    }
}

/// How many texts of a query may stand in any field, those not counted that are excluded.
fn anywhere(query: &Query) -> usize {
    match query {
        Query::Text(text) => usize::from(text.group.is_none()),
        Query::All(parts) | Query::Any(parts) => parts.iter().map(anywhere).sum(),
        _ => 0,
    }
}

/// Whether something of a query can be taken more loosely.
pub fn can_be_loose(query: &Query) -> bool {
    match query {
        Query::Text(text) => text.manner != Manner::Phrase && Units::of(&text.words).len() >= LONG,
        Query::All(parts) | Query::Any(parts) => parts.iter().any(can_be_loose),
        _ => false,
    }
}

/// Records whose whole title or one of whose authors is what was typed: the texts of a query that is nothing but bare words
/// (or words of the same field) and conditions.
pub fn exact(fields: &Fields, query: &Query) -> Option<Boxed> {
    let parts = match query {
        Query::All(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut typed = String::new();
    let mut group = None;
    let mut first = true;
    for part in parts {
        match part {
            Query::Text(text) if text.manner != Manner::Alike => {
                if !first && text.group != group {
                    return None;
                }
                (first, group) = (false, text.group);
                typed.push_str(&text.words);
                typed.push(' ');
            }
            Query::Text(_) | Query::Any(_) => return None,
            _ => {}
        }
    }
    let units = Units::of(&typed);
    if units.len() < 2 && units.at(0).is_none_or(|(unit, _)| unit.kind != Kind::Word) {
        return None;
    }
    let mut ways: Vec<Boxed> = Vec::new();
    let folded = units.folded();
    for (wanted, weight) in [(Group::Title, 2.0), (Group::Author, 1.0)] {
        if group.is_none_or(|group| group == wanted) {
            let hash = Term::from_field_u64(fields.whole, whole(wanted, folded));
            ways.push(constant_of(of_term(hash), weight));
        }
    }
    if group.is_none_or(|group| group == Group::Author) && folded.bytes().all(|b| b.is_ascii_lowercase()) && !folded.is_empty() {
        // A family name alone is no whole name.
        if units.len() > 1 || sounds::cut(folded).first().is_none_or(|way| way.len() > 1) {
            ways.push(constant_of(term(fields.code, &name_term(&sounds::typed(folded))), 1.0));
        }
    }
    if ways.is_empty() { None } else { Some(union(ways)) }
}
