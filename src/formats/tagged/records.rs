//! Cuts a stream of lines into records of tagged lines; what a tag looks like is the format's to say.

use super::lines::{Lines, Step};
use crate::formats::Finding;

/// The longest record, in bytes.
const LONGEST: usize = 16 << 20;

/// The most lines before a record that are kept with it, in bytes.
const LONGEST_PREFACE: usize = 64 << 10;

/// A tagged line: where its tag ends, and where its value begins. The tag begins at `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tagged {
    pub start: usize,
    pub end: usize,
    pub value: usize,
}

/// What a tag means for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Begins a record, and ends the one before.
    Begin,
    /// Ends the record.
    End,
    Inside,
    /// Belongs to the file and not to a record (`FN`, `VR`, `EF`).
    File,
}

/// How a format writes its lines.
#[derive(Clone, Copy)]
pub struct Grammar {
    /// Finds the tag of a line. The text is the record's so far: some files write their tags in a way of their own.
    pub tagged: fn(line: &str, so_far: &str) -> Option<Tagged>,
    pub part: fn(tag: &str) -> Part,
    /// What ends a record, for the finding when it is missing; empty where nothing does.
    pub end: &'static str,
    /// Whether a tagged line behind a blank line begins a record. The text is the record's so far.
    pub blank_parts: fn(so_far: &str, tag: &str) -> bool,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    tag: (usize, usize),
    value: (usize, usize),
    line: usize,
}

/// One tag and its value, as they stand in the file: lines that follow a tag without one of their own are part of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'r> {
    pub tag: &'r str,
    pub value: &'r str,
    pub line: usize,
}

/// Text without blanks around it. Nearly every value has one before it and none behind.
pub fn trimmed(value: &str) -> &str {
    match value.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => value,
        [b' ', first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => value.get(1..).unwrap_or(value),
        _ => value.trim(),
    }
}

/// A line from the mark on that begins records, where a script of the page that it was taken from stands before the first
/// (CNKI: `})();        ;{Reference Type}: Journal Article`).
pub fn behind_script<'l>(line: &'l str, so_far: &str, mark: &str) -> Option<&'l str> {
    let at = Some(line).filter(|_| so_far.is_empty())?.find(mark).filter(|at| *at > 0)?;
    let (script, head) = line.split_at_checked(at)?;
    script.trim_end().ends_with(';').then_some(head)
}

/// The lines of one record.
#[derive(Default)]
pub struct Record {
    text: String,
    spans: Vec<Span>,
    /// Lines that stood before the record and belong to none.
    pub preface: Vec<String>,
    pub line: usize,
    pub findings: Vec<Finding>,
}

impl Record {
    pub fn tokens(&self) -> impl Iterator<Item = Token<'_>> {
        let slice = |(from, to): (usize, usize)| self.text.get(from..to).unwrap_or_default();
        self.spans.iter().map(move |span| Token { tag: slice(span.tag), value: trimmed(slice(span.value)), line: span.line })
    }

    /// Makes capitals of the letters of tags, where the first tag has small ones.
    pub fn raise_tags(&mut self) {
        if !self.tokens().next().is_some_and(|first| first.tag.starts_with(|c: char| c.is_ascii_lowercase())) {
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        for span in &self.spans {
            if let Some(tag) = text.get_mut(span.tag.0..span.tag.1) {
                tag.make_ascii_uppercase();
            }
        }
        self.text = text;
    }

    fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    fn push(&mut self, text: &str, tagged: Tagged, line: usize) {
        if self.spans.is_empty() {
            self.line = line;
        }
        let base = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.text.push('\n');
        self.spans.push(Span { tag: (base + tagged.start, base + tagged.end), value: (base + tagged.value, end), line });
    }

    fn begins_with(&self, tag: &str) -> bool {
        self.tokens().next().is_some_and(|first| first.tag == tag)
    }

    /// A line without a tag is part of the value before it.
    fn continued(&mut self, text: &str) {
        self.text.push_str(text);
        if let Some(last) = self.spans.last_mut() {
            last.value.1 = self.text.len();
        }
        self.text.push('\n');
    }
}

/// The records of a file, one after another.
pub struct Records {
    pub lines: Lines,
    grammar: Grammar,
    /// A line that was read and begins the next record.
    held: Option<(String, Tagged)>,
    /// The record before, for the room that it has: the next is likely to be as long.
    spare: Record,
    done: bool,
}

impl Records {
    pub fn new(lines: Lines, grammar: Grammar) -> Self {
        Self { lines, grammar, held: None, spare: Record::default(), done: false }
    }

    /// The next record; nothing at the end of the file.
    pub fn next_record(&mut self) -> Option<Result<Record, Finding>> {
        let mut record = std::mem::take(&mut self.spare);
        let (mut blank, mut skipping, mut dropped, mut kept) = (false, false, false, 0usize);
        if let Some((text, tagged)) = self.held.take() {
            record.push(&text, tagged, self.lines.number);
        }
        if self.done && record.is_empty() {
            return None;
        }
        let mut ended = false;
        while !ended {
            let step = if self.done { Step::End } else { self.lines.advance() };
            if step == Step::End {
                self.done = true;
                break;
            }
            let line = self.lines.text();
            let number = self.lines.number;
            skipping |= step == Step::Cut || record.text.len() + line.len() > LONGEST;
            let tagged = (self.grammar.tagged)(line, &record.text);
            let Some(tagged) = tagged else {
                if line.trim().is_empty() {
                    blank = true;
                }
                if skipping {
                    continue;
                }
                if !record.is_empty() {
                    if blank && line.trim().is_empty() {
                        record.text.push('\n');
                    } else {
                        record.continued(line);
                        blank = false;
                    }
                } else if !line.trim().is_empty() {
                    kept += line.len() + 32;
                    if kept <= LONGEST_PREFACE {
                        record.preface.push(line.to_owned());
                    } else if !std::mem::replace(&mut dropped, true) {
                        record
                            .findings
                            .push(Finding::skipped("lines from here to the next record have no tag and belong to none").at(number));
                    }
                }
                continue;
            };
            let tag = line.get(tagged.start..tagged.end).unwrap_or_default();
            match (self.grammar.part)(tag) {
                Part::File => {
                    if record.is_empty() && !skipping && kept <= LONGEST_PREFACE {
                        kept += line.len() + 32;
                        record.preface.push(line.to_owned());
                    } else if tag == "EF" {
                        ended = true;
                    }
                }
                Part::End if record.is_empty() && !skipping => {
                    record.findings.push(Finding::kept(format!("{tag} ends a record that was not begun")).at(number));
                }
                Part::End => ended = true,
                part => {
                    // Two types of one record, one below the other, begin it once; and it may stand in the middle, where
                    // programs put tags in order of their letters.
                    let again = part == Part::Begin
                        && !blank
                        && !record.is_empty()
                        && if record.begins_with(tag) { record.spans.len() == 1 } else { !self.has_begun(&record) };
                    let begins = (part == Part::Begin && !again) || (blank && (self.grammar.blank_parts)(&record.text, tag));
                    if begins && (!record.is_empty() || skipping) {
                        self.held = Some((line.to_owned(), tagged));
                        break;
                    }
                    if !skipping {
                        let script = line.get(..tagged.start).map(|before| before.strip_suffix('{').unwrap_or(before)).unwrap_or_default();
                        if record.is_empty() && script.trim_end().ends_with(';') && kept <= LONGEST_PREFACE {
                            kept += script.len() + 32;
                            record.preface.push(script.to_owned());
                        }
                        record.push(line, tagged, number);
                    }
                    blank = false;
                }
            }
        }
        self.judged(record, skipping, ended)
    }

    /// Whether a record has the tag that begins one.
    fn has_begun(&self, record: &Record) -> bool {
        record.tokens().any(|token| (self.grammar.part)(token.tag) == Part::Begin)
    }

    /// Takes back a record that is done with.
    pub fn take_back(&mut self, mut record: Record) {
        record.text.clear();
        record.text.shrink_to(LONGEST_PREFACE);
        record.spans.clear();
        record.spans.shrink_to(LONGEST_PREFACE / 64);
        self.spare = Record { text: record.text, spans: record.spans, ..Record::default() };
    }

    fn judged(&self, mut record: Record, skipping: bool, ended: bool) -> Option<Result<Record, Finding>> {
        if skipping {
            let sentence = "this record is longer than 16 MiB or has a line that is; it was not read";
            return Some(Err(Finding::skipped(sentence).at(record.line.max(1))));
        }
        if record.is_empty() {
            let first = record.preface.first()?;
            let shown: String = first.chars().take(40).collect();
            let sentence = format!("{} line(s) at the end belong to no record (\"{shown}\")", record.preface.len());
            return Some(Err(Finding::kept(sentence).at(self.lines.number))).filter(|_| !self.only_marks(&record));
        }
        if !ended && !self.grammar.end.is_empty() {
            record.findings.push(
                Finding::kept(format!("the record has no {} line; it was read to where the next begins", self.grammar.end)).at(record.line),
            );
        }
        Some(Ok(record))
    }

    /// Whether nothing but the file's own marks is left (`EF`).
    fn only_marks(&self, record: &Record) -> bool {
        record.preface.iter().all(|line| (self.grammar.tagged)(line, "").is_some())
    }
}
