//! Keeping what the model does not hold, so that a record read and written again has the lines that it had.
//!
//! Two lists in `raw` hold what is needed for that, each in the order of the source, as `[tag, value]`:
//!
//! * `raw["ris"]`: lines that have no place in the model. A pair without a tag is a line before the record.
//! * `raw["ris:as-written"]`: lines that have one, but that the model would write otherwise (`T1` for `TI`, `SP  - 1-8`).
//!   `[tag, true]` is a line whose value the model writes as it was, only under another tag; `[tag, null]` says that there
//!   was no such line, though the model knows the value from another.
//!
//! When the record is written, lines of the second list take the place of the model's own, unless the model says something
//! else by now; then all are put in the [`order`] in which they stood, which `raw["ris:order"]` has.

mod kept;
mod order;
mod pair;

use std::io::{self, Write};

use serde_json::Value;

use kept::{Kept, Standing, kept, pair_of};
use order::Put;
use pair::telling;

pub use pair::Pair;

use super::lines_of::{Line, Manner, lines};
use super::records::Record;
use super::sheet::{Sheet, language_line};
use super::table::{Kinds, Member, Shape, Sort, Table, kind_name, same};
use crate::formats::{Finding, concordance};
use crate::record::{Article, Doi};

/// A format that is read and written by one table.
pub struct Dialect {
    /// The key in `raw`.
    pub name: &'static str,
    /// The key in `raw` of lines as they were written.
    pub as_written: &'static str,
    /// The key in `raw` of the order of all lines, if the format is written at all.
    pub order: Option<&'static str>,
    pub table: &'static Table,
    pub kinds: &'static Kinds,
    /// The kind of a record whose kind is unknown or not said.
    pub default: fn(&[Pair<'_>]) -> Sort,
    /// The kind that another line of the record knows better than the one that says the kind.
    pub finer: fn(&[Pair<'_>], &str) -> Option<Sort>,
    pub manner: Manner,
    /// A tag's meaning where the table alone does not tell it.
    pub special: fn(&[Pair<'_>], Shape, &Pair<'_>, Option<Member>) -> Option<Member>,
    /// Writes one line.
    pub line: fn(&mut dyn Write, &str, &str) -> io::Result<()>,
    /// What stands behind a record.
    pub end: &'static str,
    /// Whether text begins with a tag: then it may not begin a line of a value.
    pub is_tagged: fn(&str) -> bool,
}

/// What became of a record's lines: for each the member that it filled.
struct Filed {
    sheet: Sheet,
    members: Vec<Option<Member>>,
    shape: Shape,
}

impl Dialect {
    /// Reads a record.
    pub fn read(&self, record: &Record) -> (Box<Article>, Vec<Finding>) {
        let pairs: Vec<Pair<'_>> = record.tokens().map(|token| Pair { tag: token.tag, value: token.value, line: token.line }).collect();
        self.read_pairs(&pairs, &record.preface)
    }

    pub fn read_pairs(&self, pairs: &[Pair<'_>], preface: &[String]) -> (Box<Article>, Vec<Finding>) {
        let Filed { sheet: Sheet { mut article, mut findings, .. }, members, shape } = self.file(pairs);
        for (pair, member) in pairs.iter().zip(&members) {
            let named = || self.table.member_of(pair.tag, shape);
            if member.is_none()
                && !pair.value.is_empty()
                && let Some(named @ (Member::Doi | Member::Year)) = named()
                && (named == Member::Doi || super::dates::parse(pair.value).year.is_none())
            {
                let value: String = pair.value.chars().take(60).collect();
                let what = match named {
                    Member::Doi if Doi::parse(pair.value).is_some() => "is another DOI than the record's",
                    Member::Doi => "is no DOI",
                    _ => "is no year",
                };
                findings.push(Finding::kept(format!("\"{value}\" {what}; it is kept as written")).at(pair.line).of(pair.tag));
            }
        }
        if article.title.is_empty()
            && let Some(first) = pairs.first()
        {
            findings.push(Finding::kept("the record has no title").at(first.line).of("title"));
        }
        let mut residue: Vec<Value> = Vec::with_capacity(preface.len() + members.iter().filter(|member| member.is_none()).count());
        residue.extend(preface.iter().map(|line| pair_of("", line)));
        residue.extend(pairs.iter().zip(&members).filter(|(_, member)| member.is_none()).map(|(pair, _)| pair_of(pair.tag, pair.value)));
        if !residue.is_empty() {
            article.raw.insert(self.name.to_owned(), Value::Array(residue));
        }
        let own = self.own_lines(&article);
        let written = self.as_written(&own, pairs, &members, shape);
        let order = self.order.filter(|_| own.len() != pairs.len() || !own.iter().zip(pairs).all(|(line, pair)| same(line.tag, pair.tag)));
        drop(own);
        if !written.is_empty() {
            article.raw.insert(self.as_written.to_owned(), Value::Array(written));
        }
        if let Some(order) = order {
            let lines = pairs.iter().zip(&members).map(|(pair, member)| (pair.tag, member.is_none()));
            article.raw.insert(order.to_owned(), Value::String(order::order(lines)));
        }
        (article, findings)
    }

    /// Files every line.
    fn file(&self, pairs: &[Pair<'_>]) -> Filed {
        let kind_line = pairs.iter().find(|pair| self.table.member_of(pair.tag, super::table::ALL) == Some(Member::Kind));
        let word = kind_line.map(|pair| pair.value.trim()).unwrap_or_default();
        let named = || self.kinds.iter().find(|(name, ..)| name.eq_ignore_ascii_case(word)).map(|(_, kind, shape)| (kind.clone(), *shape));
        let (kind, shape) = (self.finer)(pairs, word).or_else(named).unwrap_or_else(|| (self.default)(pairs));
        let telling = telling(pairs);
        // Lines of one tag mostly stand together: what it means is looked up once.
        let mut last: (&str, Option<Member>) = ("", None);
        let mut members: Vec<Option<Member>> = Vec::with_capacity(pairs.len());
        for pair in pairs {
            if !same(last.0, pair.tag) {
                last = (pair.tag, self.table.member_of(pair.tag, shape));
            }
            members.push((self.special)(&telling, shape, pair, last.1));
        }
        let lang = pairs.iter().zip(&members).find(|(_, member)| **member == Some(Member::Language));
        let lang = lang.map(|(pair, _)| language_line(pair.value)).unwrap_or_default();
        let mut sheet = Sheet::new(kind, lang);
        for (pair, _) in pairs.iter().zip(&members).filter(|(_, member)| **member == Some(Member::Database)) {
            sheet.is_pubmed |= is_pubmed(pair.value);
            sheet.is_scopus |= pair.value.starts_with("Scopus");
        }
        sheet.article.authors.reserve(members.iter().filter(|member| **member == Some(Member::Author)).count());
        for (pair, member) in pairs.iter().zip(&mut members) {
            if let Some(known) = *member
                && !sheet.file(known, pair.value)
            {
                *member = None;
            }
        }
        // A DOI may stand where a note, a type or a file should.
        if sheet.article.ids.doi.is_none() {
            for (pair, _) in pairs.iter().zip(&members).filter(|(_, member)| matches!(member, None | Some(Member::Note))) {
                let short = pair.value.len() < 256 && !pair.value.contains(char::is_whitespace);
                if short && pair.value.contains("10.") {
                    let parsed = crate::record::Doi::parse(pair.value);
                    sheet.article.ids.doi = sheet.article.ids.doi.take().or(parsed);
                }
            }
        }
        sheet.finish();
        Filed { sheet, members, shape }
    }

    /// Lines whose slot the model would write otherwise.
    fn as_written(&self, own: &[Line<'_>], pairs: &[Pair<'_>], members: &[Option<Member>], shape: Shape) -> Vec<Value> {
        let ours = by_slot(own.len(), own.iter().map(|line| Some(line.member)));
        let theirs = by_slot(members.len(), members.iter().copied());
        let mut fates: Vec<Option<Fate>> = vec![None; pairs.len()];
        let mut absent: Vec<usize> = Vec::new();
        let (mut our_next, mut their_next) = (0, 0);
        while let Some(slot) = [ours.get(our_next), theirs.get(their_next)].into_iter().flatten().map(|(slot, _)| *slot).min() {
            let (ours, theirs) = (of_slot(&ours, &mut our_next, slot), of_slot(&theirs, &mut their_next, slot));
            let wrote = || ours.iter().filter_map(|(_, at)| own.get(*at));
            let stood = || theirs.iter().filter_map(|(_, at)| pairs.get(*at));
            let same_values = wrote().map(|line| &*line.value).eq(stood().map(|pair| pair.value));
            if same_values && wrote().zip(stood()).all(|(line, pair)| same(line.tag, pair.tag)) {
                continue;
            }
            if theirs.is_empty() {
                absent.extend(ours.first().map(|(_, at)| *at));
                continue;
            }
            let named = |pair: &Pair<'_>| self.table.member_of(pair.tag, shape).map(Member::slot) == Some(slot);
            let fate = if same_values && stood().all(named) { Fate::Renamed } else { Fate::Differs };
            for (_, at) in theirs {
                if let Some(place) = fates.get_mut(*at) {
                    *place = Some(fate);
                }
            }
        }
        let mut written: Vec<Value> = Vec::with_capacity(fates.iter().flatten().count() + absent.len());
        for (pair, fate) in pairs.iter().zip(&fates) {
            written.extend(fate.map(|fate| match fate {
                Fate::Differs => pair_of(pair.tag, pair.value),
                Fate::Renamed => Value::Array(vec![Value::String(pair.tag.to_owned()), Value::Bool(true)]),
            }));
        }
        absent.sort_unstable();
        let absent = absent.into_iter().filter_map(|at| own.get(at));
        written.extend(absent.map(|line| Value::Array(vec![Value::String(line.tag.to_owned()), Value::Null])));
        written
    }

    /// The name of a record's kind, the finest that the format has, and its shape.
    fn kind_of(&self, article: &Article) -> (&'static str, Shape) {
        let finer = concordance::kind_word(article, self.name);
        let known = self.kinds.iter().find(|(name, kind, _)| Some(*name) == finer && *kind == article.kind);
        known.map_or_else(|| kind_name(self.kinds, article), |(name, _, shape)| (*name, *shape))
    }

    /// The lines of the model that the format can say, with their tags. The kind comes first.
    fn own_lines<'a>(&self, article: &'a Article) -> Vec<Line<'a>> {
        let (word, shape) = self.kind_of(article);
        let tag = |member: Member| {
            let host = || self.table.tag_of(Member::Journal, shape).filter(|_| member == Member::Proceedings);
            self.table.tag_of(member, shape).or_else(host)
        };
        let mut own = lines(article, word, &self.manner);
        let mut last: Option<(Member, Option<&'static str>)> = None;
        own.retain_mut(|line| {
            let tag = match last {
                Some((member, tag)) if member == line.member => tag,
                _ => tag(line.member),
            };
            last = Some((line.member, tag));
            line.tag = tag.unwrap_or_default();
            tag.is_some()
        });
        own
    }

    /// Writes records one after another.
    pub fn write(&self, out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
        for article in records {
            self.write_one(out, &concordance::lent(&article, self.name))?;
        }
        Ok(())
    }

    fn write_one(&self, out: &mut dyn Write, article: &Article) -> io::Result<()> {
        let residue = kept(article, self.name);
        let written = kept(article, self.as_written);
        for (_, value) in residue.iter().filter(|(tag, _)| tag.is_empty()) {
            if let Kept::Value(line) = value {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        let own = self.own_lines(article);
        let standing = self.still_right(article, &own, &residue, &written);
        let mut lines: Vec<Put<'_>> = Vec::with_capacity(own.len() + residue.len());
        let mut done: Vec<Member> = Vec::new();
        for line in &own {
            let slot = line.member.slot();
            match standing.iter().find(|standing| standing.slot == slot) {
                None => lines.push(Put { tag: line.tag, value: &line.value, is_kept: false }),
                Some(_) if done.contains(&slot) => {}
                Some(standing) => {
                    done.push(slot);
                    lines.extend(standing.put(&own));
                }
            }
        }
        for standing in standing.iter().filter(|standing| !done.contains(&standing.slot)) {
            lines.extend(standing.put(&own));
        }
        lines.extend(residue.iter().filter(|(tag, _)| !tag.is_empty()).filter_map(|(tag, value)| match value {
            Kept::Value(value) => Some(Put { tag, value, is_kept: true }),
            Kept::Renamed | Kept::Absent => None,
        }));
        if let Some(order) = self.order.and_then(|order| article.raw.get(order)).and_then(Value::as_str) {
            lines = order::in_order(order, lines);
        }
        for line in lines {
            self.put(out, line.tag, line.value)?;
        }
        writeln!(out, "{}", self.end)
    }

    /// Slots whose lines are to be written as they stood, because the model has not changed them since.
    fn still_right<'w>(
        &self,
        article: &Article,
        own: &'w [Line<'w>],
        residue: &[(&'w str, Kept<'w>)],
        written: &[(&'w str, Kept<'w>)],
    ) -> Vec<Standing<'w>> {
        if written.is_empty() {
            return Vec::new();
        }
        let mut filed = self.file(&self.again(article, own, residue, written));
        // What is written first of several languages depends on the record's.
        let lang = std::mem::replace(&mut filed.sheet.article.lang, article.lang.clone());
        let again = self.own_lines(&filed.sheet.article);
        let values = |lines: &[Line<'_>], slot: Member| -> Vec<String> {
            lines.iter().filter(|line| line.member.slot() == slot).map(|line| line.value.to_string()).collect()
        };
        let mut all: Vec<Standing<'w>> = Vec::new();
        let mut members = filed.members.iter();
        for (tag, value) in written {
            let slot = match value {
                Kept::Value(_) => members.next().copied().flatten(),
                _ => self.table.member_of(tag, filed.shape),
            };
            let Some(slot) = slot.map(Member::slot) else { continue };
            match all.iter_mut().find(|standing| standing.slot == slot) {
                Some(standing) => standing.lines.push((tag, *value)),
                None => all.push(Standing { slot, lines: vec![(tag, *value)] }),
            }
        }
        all.retain(|standing| {
            let slot = standing.slot;
            match standing.lines.first().map(|(_, value)| value) {
                Some(Kept::Renamed) => own.iter().filter(|line| line.member.slot() == slot).count() == standing.lines.len(),
                Some(Kept::Absent) => true,
                // Whether the language is said depends on the title, which may not be among these lines.
                _ if slot == Member::Language => article.lang == lang,
                _ => values(own, slot) == values(&again, slot),
            }
        });
        all
    }

    /// The record's lines as they stood: those that are kept, and those that are as the model writes them.
    fn again<'w>(
        &self,
        article: &Article,
        own: &'w [Line<'w>],
        residue: &[(&'w str, Kept<'w>)],
        written: &[(&'w str, Kept<'w>)],
    ) -> Vec<Pair<'w>> {
        let pair = |tag: &'w str, value: &'w str| Pair { tag, value, line: 0 };
        let mut pairs: Vec<Pair<'w>> = written
            .iter()
            .chain(residue)
            .filter_map(|(tag, value)| match value {
                Kept::Value(value) => Some(pair(tag, value)),
                _ => None,
            })
            .collect();
        let (_, shape) = self.kind_of(article);
        let slot_of = |tag: &str| self.table.member_of(tag, shape).map(Member::slot);
        let kept: Vec<Option<Member>> =
            written.iter().filter(|(_, value)| !matches!(value, Kept::Renamed)).map(|(tag, _)| slot_of(tag)).collect();
        let exact = own.iter().filter(|line| !kept.contains(&Some(line.member.slot())));
        pairs.extend(exact.map(|line| pair(line.tag, &line.value)));
        pairs
    }

    /// One line; lines of its value that would be read as tagged are joined to the one before.
    fn put(&self, out: &mut dyn Write, tag: &str, value: &str) -> io::Result<()> {
        let value = value.trim();
        if !value.contains(['\n', '\r']) {
            return (self.line)(out, tag, value);
        }
        let mut safe = String::with_capacity(value.len());
        for line in value.split(['\n', '\r']) {
            if !safe.is_empty() {
                safe.push(if (self.is_tagged)(line) { ' ' } else { '\n' });
            }
            safe.push_str(line);
        }
        (self.line)(out, tag, &safe)
    }
}

/// What the model does with a line that it would not write as it stood.
#[derive(Clone, Copy)]
enum Fate {
    Differs,
    Renamed,
}

/// The slots of lines and the places of those, slot by slot, each slot's in their order; without lines that fill none.
fn by_slot(most: usize, members: impl Iterator<Item = Option<Member>>) -> Vec<(Member, usize)> {
    let mut slots: Vec<(Member, usize)> = Vec::with_capacity(most);
    slots.extend(members.enumerate().filter_map(|(at, member)| member.map(|member| (member.slot(), at))));
    slots.sort_by_key(|(slot, _)| *slot);
    slots
}

/// Those of one slot, from a place that moves on behind them.
fn of_slot<'s>(all: &'s [(Member, usize)], at: &mut usize, slot: Member) -> &'s [(Member, usize)] {
    let from = *at;
    while all.get(*at).is_some_and(|(own, _)| *own == slot) {
        *at += 1;
    }
    all.get(from..*at).unwrap_or_default()
}

fn is_pubmed(database: &str) -> bool {
    // The names of most databases have no `m`.
    let may_be = database.bytes().any(|byte| matches!(byte, b'm' | b'M'));
    let lower = if may_be { database.to_lowercase() } else { return false };
    ["pubmed", "medline", "nlm", "national library of medicine"].iter().any(|name| lower.contains(name))
}
