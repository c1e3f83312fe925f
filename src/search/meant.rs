//! What one typed word may mean: the words that it is the beginning of, and those that are spelled nearly so.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::rc::Rc;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::clauses::{LAST, beginning, constant_of};
use super::plan::{Planner, Ways};
use super::query::Group;
use super::schema::letter;
use super::words::{Kind, Units};

/// Words that one beginning, or one misspelt word, stands for: the most frequent ones.
const MEANT: usize = 24;
/// Records of those from which on the others do not matter for the first hits.
const FREQUENT: u64 = 5000;
/// Beginnings of so many letters are terms by themselves.
const SHORTEST: usize = 3;

/// From here on the dictionaries hold Han characters, and of these nearly all pairs that there are. No word of letters is
/// spelled nearly so; but the automaton sees that only when it has read the second character to its end.
const HAN: &str = "\u{2E80}";

/// Terms with the records that have them.
type Counted = Vec<(String, u64)>;

/// What the dictionaries were asked for one order, once: an order is planned several times, and to go through ten thousand
/// names takes longer than to find the first hits among them.
#[derive(Default)]
pub struct Remembered(RefCell<HashMap<Asked, Rc<Counted>>>);

/// Of which index, how akin to which word, and in which fields.
type Asked = (usize, Kin, String, Vec<Field>);

/// How terms are akin to a word.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kin {
    Beginning,
    Spelling,
}

/// By each misspelt word those that it may mean, the nearest first, and how many letters are other.
#[derive(Default)]
pub(super) struct Spelled(HashMap<String, Vec<(String, u8)>>);

impl Planner<'_> {
    /// Words that begin so. The word itself counts more than what it is the beginning of.
    pub(super) fn prefix(&self, group: Group, weight: f32, text: &str, ways: &mut Ways) {
        let field = self.fields.of(group);
        ways.term(self.fields, weight * 2.0, field, text);
        let letters = text.chars().count();
        if group == Group::Reference {
            // Of what few letters begin, nothing is to be told by lists that have nearly every beginning.
            if letters >= SHORTEST {
                self.beginning(field, weight, text, ways);
            }
        } else if letters <= SHORTEST {
            ways.term(self.fields, weight, self.fields.short, &format!("{}{text}", letter(group)));
        } else {
            self.beginning(field, weight, text, ways);
        }
    }

    /// Terms that begin so: as terms, as long as these are few or frequent enough that the rest does not matter for the
    /// first hits; all of them when they are counted.
    pub(super) fn beginning(&self, field: Field, weight: f32, text: &str, ways: &mut Ways) {
        let upper = format!("{text}{LAST}");
        let found = self.counted(Kin::Beginning, text, &[field], |terms, visit| {
            let mut found = terms.range().ge(text.as_bytes()).lt(upper.as_bytes()).into_stream()?;
            while found.advance() {
                visit(found.key(), found.value().doc_freq);
            }
            Ok(())
        });
        let whole = found.len() <= MEANT;
        let mut kept: Vec<&(String, u64)> = found.iter().collect();
        kept.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        kept.truncate(MEANT);
        let records: u64 = kept.iter().map(|(_, records)| records).sum();
        if whole || (!self.counting && records > FREQUENT) {
            for (each, _) in &kept {
                ways.term(self.fields, weight, field, each);
            }
        } else {
            ways.deep(weight, constant_of(beginning(field, text), 1.0));
        }
    }

    /// What the words of a text may mean that are not spelled right: the same in all groups that are looked into.
    pub(super) fn spelled(&self, units: &Units, groups: &[(Group, f32)]) -> Spelled {
        let fields: Vec<Field> = groups.iter().map(|(group, _)| self.fields.of(*group)).collect();
        let words = units.iter().filter(|(unit, _)| unit.kind == Kind::Word);
        Spelled(words.map(|(_, text)| (text.to_owned(), self.near(text, &fields))).collect())
    }

    /// Terms with one letter more, less, other or swapped; of a long word two, where few records have a nearer one. The nearest
    /// first, of those that are equally near the most frequent.
    fn near(&self, text: &str, fields: &[Field]) -> Vec<(String, u8)> {
        let (edits, Some(first)) = (edits(text), fields.first()) else { return Vec::new() };
        if edits == 0 {
            return Vec::new();
        }
        let Ok(automaton) = FuzzyTermQuery::new(Term::from_field_text(*first, text), edits, true).automaton() else { return Vec::new() };
        let found = self.counted(Kin::Spelling, text, fields, |terms, visit| {
            let mut found = match HAN.as_bytes() {
                han if text.as_bytes() < han => terms.search(&automaton).lt(han).into_stream()?,
                _ => terms.search(&automaton).into_stream()?,
            };
            while found.advance() {
                visit(found.key(), found.value().doc_freq);
            }
            Ok(())
        });
        let letters: Vec<char> = text.chars().collect();
        let mut found: Vec<(u8, u64, String)> =
            found.iter().map(|(each, records)| (apart(&letters, each), *records, each.clone())).filter(|(apart, ..)| *apart > 0).collect();
        found.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)).then_with(|| one.2.cmp(&other.2)));
        let nearer: u64 = found.iter().filter(|(apart, ..)| *apart == 1).map(|(_, records, _)| records).sum();
        found.retain(|(apart, ..)| *apart == 1 || nearer < FREQUENT);
        found.into_iter().take(MEANT).map(|(apart, _, each)| (each, apart)).collect()
    }

    /// A word as it is typed, and the words that it may mean.
    pub(super) fn alike(&self, field: Field, weight: f32, text: &str, spelled: &Spelled, ways: &mut Ways) {
        ways.term(self.fields, weight, field, text);
        for (each, apart) in spelled.0.get(text).into_iter().flatten() {
            if self.records(field, each) > 0 {
                ways.term(self.fields, weight * 0.5 / f32::from(*apart), field, each);
            }
        }
    }

    /// The terms of some fields that `stream` gives, each once, with the records that have them there.
    fn counted(
        &self,
        kin: Kin,
        text: &str,
        fields: &[Field],
        stream: impl Fn(&TermDictionary, &mut dyn FnMut(&[u8], u32)) -> io::Result<()>,
    ) -> Rc<Counted> {
        let asked = (self.index, kin, text.to_owned(), fields.to_vec());
        if let Some(known) = self.remembered.0.borrow().get(&asked) {
            return Rc::clone(known);
        }
        let mut counts: HashMap<String, u64> = HashMap::new();
        for index in self.indexes.iter().flat_map(|indexes| fields.iter().filter_map(|field| indexes.get(field))) {
            // A dictionary that cannot be read has no terms; the query itself will say so.
            let _ = stream(index.terms(), &mut |term, records| {
                if let Ok(text) = std::str::from_utf8(term) {
                    *counts.entry(text.to_owned()).or_default() += u64::from(records);
                }
            });
        }
        let found: Rc<Counted> = Rc::new(counts.into_iter().collect());
        self.remembered.0.borrow_mut().insert(asked, Rc::clone(&found));
        found
    }
}

/// How many letters of a word may be other.
fn edits(text: &str) -> u8 {
    match text.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// How many letters more, less, other or swapped with their neighbour make one word of another (optimal string alignment);
/// at most 255.
fn apart(one: &[char], other: &str) -> u8 {
    let mut before: Vec<u8> = Vec::new();
    let mut row: Vec<u8> = (0..=u8::try_from(one.len()).unwrap_or(u8::MAX)).collect();
    let mut last = None;
    for c in other.chars() {
        let mut next = vec![row.first().map_or(0, |first| first.saturating_add(1))];
        for (at, own) in one.iter().enumerate() {
            let of = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
            let mut least = of(&row, at).saturating_add(u8::from(*own != c));
            least = least.min(of(&row, at + 1).saturating_add(1)).min(of(&next, at).saturating_add(1));
            if at > 0 && Some(*own) == last && one.get(at - 1) == Some(&c) {
                least = least.min(of(&before, at - 1).saturating_add(1));
            }
            next.push(least);
        }
        last = Some(c);
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_make_one_word_of_another_are_counted() {
        let apart = |one: &str, other: &str| apart(&one.chars().collect::<Vec<_>>(), other);
        for (one, other, letters) in [
            ("city", "city", 0),
            ("city", "cities", 3),
            ("governence", "governance", 1),
            ("goverment", "government", 1),
            ("teh", "the", 1),
            ("smrat", "smart", 1),
            ("ca", "abc", 3),
            ("", "ab", 2),
            ("数据", "数居", 1),
        ] {
            assert_eq!(apart(one, other), letters, "{one} {other}");
            assert_eq!(apart(other, one), letters, "{other} {one}");
        }
    }
}
