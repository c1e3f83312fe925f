//! BibTeX and BibLaTeX: a tolerant reader of `.bib` files, and a writer of both.
//!
//! ```text
//! bytes ─ window ─ tokens ─ inherit ─ record
//!         32 MiB   entries  crossref  names, dates, LaTeX → Article
//! ```
//!
//! A file is read in windows of [`WINDOW`] bytes, each ending before an entry. Within its window an entry inherits from any
//! other by `crossref` and `xdata`, be it before or behind; of a parent in another window nothing is inherited, and a finding
//! says so. So a file of any size takes the memory of one window, and records come in the order of the file. Strings
//! (`@string`) hold to the end of the file.
//!
//! Every entry becomes a record, `@xdata` and entries of one key twice too. `@comment` and what stands between entries is
//! passed over, as BibTeX does.

mod astronomy;
mod dates;
mod fields;
mod inherit;
mod keys;
mod macros;
mod names;
mod record;
mod tokens;
mod words;
mod write;

use std::collections::VecDeque;
use std::io::{self, Read};

pub use names::without_number;
pub(super) use record::main_title;
pub(super) use words::said;
pub(super) use write::{kind_of_entry, residue};
pub use write::{write, write_biblatex};

use inherit::Family;
use macros::Known;
use tokens::{Entry, Part, Trouble};

use super::{Confidence, Finding, Reading, Readings, Source, encoding, refusal};

/// How much of a file is in memory at a time, in bytes.
pub const WINDOW: usize = 32 << 20;

/// What is smaller, in bytes, takes little more memory than it needs; what is not has room for a whole window.
const SMALL: usize = 1 << 20;

/// How sure it is that text is BibTeX.
pub fn sniff(head: &str) -> Confidence {
    refusal::bibtex(head)
}

/// How sure it is that text is BibLaTeX: entries with fields that BibTeX does not have.
pub fn sniff_biblatex(head: &str) -> Confidence {
    let own = head.lines().take(400).any(|line| {
        let name = line.trim_start().split(['=', ' ', '\t']).next().unwrap_or_default();
        matches!(name, "journaltitle" | "date" | "langid" | "eprinttype" | "location" | "origdate" | "shortjournal") && line.contains('=')
    });
    if own && refusal::bibtex(head) > 0 { 81 } else { 0 }
}

/// Reads a `.bib` file of either dialect.
pub fn read(source: Source) -> Readings {
    Box::new(Entries {
        bytes: source.bytes,
        label: source.encoding,
        guessed: None,
        carry: Vec::new(),
        ended: false,
        text: String::new(),
        at: 0,
        line: 1,
        counted: 0,
        known: Known::new(0),
        family: Family::default(),
        waiting: VecDeque::new(),
    })
}

/// Records as their entries are reached.
struct Entries {
    bytes: Box<dyn std::io::BufRead + Send>,
    /// The encoding that the user gave.
    label: Option<String>,
    /// The encoding that the first window was found to have, where it is not UTF-8.
    guessed: Option<String>,
    /// Bytes read that belong to the next window.
    carry: Vec<u8>,
    ended: bool,
    text: String,
    /// How far the window is read, in bytes.
    at: usize,
    /// The line at `counted`.
    line: usize,
    counted: usize,
    known: Known,
    family: Family,
    waiting: VecDeque<Reading>,
}

impl Iterator for Entries {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(reading) = self.waiting.pop_front() {
                return Some(reading);
            }
            if !self.advance() && !self.refill() {
                return self.waiting.pop_front();
            }
        }
    }
}

impl Entries {
    /// Reads the next part of the window; false when there is none.
    fn advance(&mut self) -> bool {
        let text = std::mem::take(&mut self.text);
        let mut found = false;
        while !found && let Some(length) = text.as_bytes().get(self.at..).and_then(|rest| memchr::memchr(b'@', rest)) {
            let begin = self.at + length;
            let Some((part, end)) = tokens::part(&text, begin, &self.known) else {
                self.at = begin + 1;
                continue;
            };
            self.at = end.max(begin + 1);
            match part {
                Part::Comment => {}
                Part::Macro(name, value) => {
                    self.known.macros.insert(name, value);
                }
                Part::Preamble => {
                    let line = self.line_at(&text, begin);
                    let finding = Finding::kept("a @preamble is code for LaTeX and belongs to no record; it was passed over").at(line);
                    self.waiting.push_back(Err(finding));
                    found = true;
                }
                Part::Entry(entry) => {
                    self.entry(&text, entry);
                    found = true;
                }
            }
        }
        if !found {
            self.at = text.len();
        }
        self.text = text;
        found
    }

    fn entry(&mut self, text: &str, mut entry: Entry<'_>) {
        let line = self.line_at(text, entry.at);
        let mut findings = Vec::new();
        for (at, trouble) in std::mem::take(&mut entry.troubles) {
            findings.push(told(trouble).at(line + lines_between(text, entry.at, at)));
        }
        self.family.inherit(text, &mut entry, &self.known, &mut findings, line);
        let article = record::article(&entry, self.guessed.as_deref(), line, &mut findings);
        self.waiting.push_back(Ok(article));
        self.waiting.extend(findings.into_iter().map(Err));
    }

    /// The line of a place that is not before the last one asked for.
    fn line_at(&mut self, text: &str, at: usize) -> usize {
        self.line += lines_between(text, self.counted, at);
        self.counted = self.counted.max(at);
        self.line
    }

    /// Takes the next window; false at the end of the file.
    fn refill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        let text = std::mem::take(&mut self.text);
        self.line_at(&text, text.len());
        // The room of the window that is done with is the next one's.
        let mut bytes = text.into_bytes();
        bytes.clear();
        bytes.append(&mut self.carry);
        if let Err(error) = self.fill(&mut bytes) {
            self.ended = true;
            self.waiting.push_back(Err(Finding::skipped(format!("the file could not be read to its end: {error}")).at(self.line)));
        }
        if bytes.len() < WINDOW {
            self.ended = true;
        } else if let Some(cut) = last_entry(&bytes) {
            self.carry = bytes.split_off(cut);
        }
        self.text = self.decode(bytes);
        (self.at, self.counted) = (0, 0);
        self.known.begin(self.text.len());
        self.family = Family::of(&self.text, &self.known);
        true
    }

    /// Reads up to the end of a window. Once it is not [`SMALL`], there is room for all of it: to find more room again and again
    /// is to copy it again and again.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let missing = |size: usize, bytes: &[u8]| size.saturating_sub(bytes.len());
        self.bytes.by_ref().take(missing(SMALL, bytes) as u64).read_to_end(bytes)?;
        if bytes.len() >= SMALL {
            bytes.reserve_exact(missing(WINDOW, bytes));
            self.bytes.by_ref().take(missing(WINDOW, bytes) as u64).read_to_end(bytes)?;
        }
        Ok(())
    }

    fn decode(&mut self, bytes: Vec<u8>) -> String {
        let bytes = match (&self.label, &self.guessed, String::from_utf8(bytes)) {
            (None, None, Ok(text)) if !text.starts_with('\0') && !text.get(..2).is_some_and(|head| head.ends_with('\0')) => return text,
            (_, _, Ok(text)) => text.into_bytes(),
            (_, _, Err(error)) => error.into_bytes(),
        };
        let label = self.label.as_deref().or(self.guessed.as_deref());
        match encoding::decode(&bytes, label) {
            Ok(decoded) => {
                self.waiting.extend(decoded.findings.into_iter().map(Err));
                if decoded.encoding != "utf-8" {
                    self.guessed = Some(decoded.encoding);
                }
                decoded.text
            }
            Err(finding) => {
                self.ended = true;
                self.waiting.push_back(Err(finding));
                String::new()
            }
        }
    }
}

/// Where the last entry begins that a line of these bytes begins with.
fn last_entry(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).rposition(|pair| matches!(pair, [b'\n' | b'\r', b'@'])).map(|at| at + 1).filter(|at| *at > 1)
}

fn lines_between(text: &str, from: usize, to: usize) -> usize {
    text.as_bytes().get(from..to).map_or(0, |bytes| {
        let count = |sign: u8| memchr::memchr_iter(sign, bytes).count();
        let lines = count(b'\n');
        if lines == 0 { count(b'\r') } else { lines }
    })
}

/// A trouble as a sentence.
fn told(trouble: Trouble) -> Finding {
    match trouble {
        Trouble::Open => Finding::kept("this entry is not closed; it was read up to the next one. Look for a missing } or \""),
        Trouble::OpenValue(name) => {
            Finding::kept("this value is not closed; it was read up to the next field. Look for a missing } or \"").of(name)
        }
        Trouble::Stray(word) => Finding::kept(format!("\"{}\" is no field: it has no =; it was passed over", short(&word))),
        Trouble::UnknownMacro(name) => {
            Finding::kept(format!("no @string defines \"{}\"; the word itself was taken. Put it in braces if it is text", short(&name)))
        }
    }
}

/// The beginning of a text, for a sentence.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
