//! A query as the index understands it.
//!
//! A bare word is looked for in every group of text at once; the weights say where it is worth most. What the index does
//! not know (what was read, what cites what) comes from outside as rows, and is exact.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, DfaWrapper, FuzzyTermQuery, Occur, PhraseQuery};
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::clauses::{Boxed, LAST, beginning, but_not, constant, constant_of, half, of_term, rows_query, term, union, year_range};
use super::document::{name_term, part_term};
use super::error::SearchError;
use super::query::{Code, Group, Manner, Query, State, Text};
use super::schema::{Fields, code_term, letter, whole};
use super::sounds;
use super::words::{Kind, Units};

/// What bare words are looked for in, with its weight. References are asked last, and only when there is room.
const HEAD: &[(Group, f32)] = &[(Group::Title, 4.0), (Group::Author, 3.0), (Group::Keyword, 2.5), (Group::Journal, 1.0)];
const ANYWHERE: &[(Group, f32)] =
    &[(Group::Title, 4.0), (Group::Author, 3.0), (Group::Keyword, 2.5), (Group::Journal, 1.0), (Group::Abstract, 1.0), (Group::Note, 0.5)];
const REFERENCES: &[(Group, f32)] = &[(Group::Reference, 0.2)];
/// Words that one beginning, or one misspelt word, stands for: the most frequent ones.
const MEANT: usize = 24;
/// Records of those from which on the others do not matter for the first hits.
const FREQUENT: u64 = 5000;
/// Beginnings of so many letters are terms by themselves.
const SHORTEST: usize = 3;

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
    /// In the reference lists as well.
    References,
    /// Of a long run of Han characters typed without blanks, half of the pairs are enough.
    Loose,
}

/// Turns queries into what one index is asked.
pub struct Planner<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    outside: &'a dyn Outside,
    /// Whether records are counted, and every one matters.
    counting: bool,
    /// The dictionaries that are streamed through, segment by segment.
    indexes: Vec<HashMap<Field, Arc<InvertedIndexReader>>>,
    automata: RefCell<HashMap<String, DfaWrapper>>,
    /// Whether something was planned that is not a union of terms, which alone ends early by itself.
    deep: Cell<bool>,
}

/// Ways to be found, any of which will do.
pub(super) struct Ways {
    all: Vec<Boxed>,
    /// Whether all are terms.
    flat: bool,
}

impl Default for Ways {
    fn default() -> Self {
        Self { all: Vec::new(), flat: true }
    }
}

impl Ways {
    pub(super) fn term(&mut self, weight: f32, way: Boxed) {
        self.all.push(Box::new(BoostQuery::new(way, weight)));
    }

    pub(super) fn deep(&mut self, weight: f32, way: Boxed) {
        self.flat = false;
        self.term(weight, way);
    }
}

impl<'a> Planner<'a> {
    /// For one index. Its dictionaries are opened here, once for a query.
    ///
    /// # Errors
    /// An index that cannot be read.
    pub fn new(fields: &'a Fields, searcher: &'a Searcher, outside: &'a dyn Outside, counting: bool) -> Result<Self, SearchError> {
        let streamed = Group::ALL.map(|group| fields.of(group)).into_iter().chain([fields.code]);
        let streamed: Vec<Field> = streamed.collect();
        let of = |reader: &SegmentReader| -> Result<_, tantivy::TantivyError> {
            streamed.iter().map(|field| Ok((*field, reader.inverted_index(*field)?))).collect()
        };
        let indexes = searcher.segment_readers().iter().map(of).collect::<Result<_, _>>()?;
        Ok(Self { fields, searcher, outside, counting, indexes, automata: RefCell::default(), deep: Cell::new(false) })
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
        Ok(match query {
            Query::Everything => constant(Box::new(AllQuery)),
            Query::All(parts) => self.all(parts, looseness)?,
            Query::Any(parts) => {
                let planned = parts.iter().map(|part| Ok((Occur::Should, self.plan(part, looseness)?)));
                Box::new(BooleanQuery::new(planned.collect::<Result<_, SearchError>>()?))
            }
            Query::Not(_) => self.all(std::slice::from_ref(query), looseness)?,
            Query::Text(text) => self.text(text, looseness),
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
            clauses.push(match part {
                // What is excluded is excluded as it stands, whatever else is loosened.
                Query::Not(inner) => (Occur::MustNot, self.plan(inner, Looseness::Strict)?),
                other => (Occur::Must, self.plan(other, looseness)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, constant(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
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

    fn text(&self, text: &Text, looseness: Looseness) -> Boxed {
        let units = Units::of(&text.words);
        if units.is_empty() {
            return constant(Box::new(AllQuery));
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
        for (group, weight) in groups.iter().chain(if cited { REFERENCES } else { &[] }) {
            self.in_group(*group, *weight, &units, text.manner, looseness, &mut ways);
        }
        if text.manner != Manner::Alike {
            self.by_sound(text, &units, &mut ways);
        }
        if !ways.flat {
            self.deep.set(true);
        }
        union(ways.all)
    }

    /// Words in one group of text.
    fn in_group(&self, group: Group, weight: f32, units: &Units, manner: Manner, looseness: Looseness, ways: &mut Ways) {
        let field = self.fields.of(group);
        if let (1, Some((unit, text))) = (units.len(), units.at(0)) {
            return match (unit.kind, manner) {
                (Kind::Word, Manner::Prefix) => self.prefix(group, weight, text, ways),
                (Kind::Word, Manner::Alike) => self.alike(field, weight, text, ways),
                (Kind::Word, _) => ways.term(weight, term(field, text)),
                _ if group == Group::Reference => ways.deep(weight, beginning(field, text)),
                _ => ways.term(weight, term(self.fields.short, &format!("{}{text}", letter(group)))),
            };
        }
        if looseness == Looseness::Loose && manner != Manner::Phrase && units.len() >= 4 {
            return ways.deep(weight, half(field, units));
        }
        ways.deep(weight, self.phrase(group, units, manner));
    }

    /// Several words, or several characters, side by side.
    fn phrase(&self, group: Group, units: &Units, manner: Manner) -> Boxed {
        let field = self.fields.of(group);
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let mut terms: Vec<(usize, Term)> = Vec::new();
        let last = units.len() - 1;
        for (at, (unit, text)) in units.iter().enumerate() {
            let edge = at == 0 || at == last;
            if unit.kind == Kind::Word {
                let mut ways = Ways::default();
                match manner {
                    Manner::Prefix if at == last => self.prefix(group, 1.0, text, &mut ways),
                    Manner::Alike => self.alike(field, 1.0, text, &mut ways),
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

    /// Words that begin so. The word itself counts more than what it is the beginning of.
    fn prefix(&self, group: Group, weight: f32, text: &str, ways: &mut Ways) {
        let field = self.fields.of(group);
        ways.term(weight * 2.0, term(field, text));
        if text.chars().count() <= SHORTEST && group != Group::Reference {
            ways.term(weight, term(self.fields.short, &format!("{}{text}", letter(group))));
        } else {
            self.beginning(field, weight, text, ways);
        }
    }

    /// Terms that begin so: as terms, as long as these are few or frequent enough that the rest does not matter for the
    /// first hits; all of them when they are counted.
    pub(super) fn beginning(&self, field: Field, weight: f32, text: &str, ways: &mut Ways) {
        let upper = format!("{text}{LAST}");
        let (kept, whole) = self.meant(field, |terms, visit| {
            let mut found = terms.range().ge(text.as_bytes()).lt(upper.as_bytes()).into_stream()?;
            while found.advance() {
                visit(found.key(), found.value().doc_freq);
            }
            Ok(())
        });
        let records: u64 = kept.iter().map(|(_, records)| records).sum();
        if whole || (!self.counting && records > FREQUENT) {
            for (each, _) in &kept {
                ways.term(weight, term(field, each));
            }
        } else {
            ways.deep(weight, constant_of(beginning(field, text), 1.0));
        }
    }

    /// Terms with one letter more, less, other or swapped; of a long word two.
    fn alike(&self, field: Field, weight: f32, text: &str, ways: &mut Ways) {
        ways.term(weight, term(field, text));
        let edits = match text.chars().count() {
            0..=3 => return,
            4..=6 => 1,
            _ => 2,
        };
        let query = FuzzyTermQuery::new(Term::from_field_text(field, text), edits, true);
        let mut automata = self.automata.borrow_mut();
        // Made once for all fields and segments: to make one takes longer than to use it.
        if !automata.contains_key(text) {
            let Ok(automaton) = query.automaton() else { return };
            automata.insert(text.to_owned(), automaton);
        }
        let Some(automaton) = automata.get(text) else { return };
        let (kept, whole) = self.meant(field, |terms, visit| {
            let mut found = terms.search(automaton).into_stream()?;
            while found.advance() {
                visit(found.key(), found.value().doc_freq);
            }
            Ok(())
        });
        if whole || !self.counting {
            for (each, _) in kept.iter().filter(|(each, _)| each != text) {
                ways.term(weight * 0.5, term(field, each));
            }
        } else {
            ways.deep(weight * 0.5, Box::new(query));
        }
    }

    /// The most frequent terms of those that `stream` gives, with the records that have them; and whether these are all.
    fn meant(
        &self,
        field: Field,
        stream: impl Fn(&TermDictionary, &mut dyn FnMut(&[u8], u32)) -> io::Result<()>,
    ) -> (Vec<(String, u64)>, bool) {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for index in self.indexes.iter().filter_map(|fields| fields.get(&field)) {
            // A dictionary that cannot be read has no terms; the query itself will say so.
            let _ = stream(index.terms(), &mut |term, records| {
                if let Ok(text) = std::str::from_utf8(term) {
                    *counts.entry(text.to_owned()).or_default() += u64::from(records);
                }
            });
        }
        let mut all: Vec<(String, u64)> = counts.into_iter().collect();
        let whole = all.len() <= MEANT;
        all.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        all.truncate(MEANT);
        (all, whole)
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
