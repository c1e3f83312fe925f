//! Reading a query: one pass from left to right, every error a sentence with its column.

use std::fmt;

use super::super::words::Units;
use super::fields::{self, Code, FIELDS, Group};
use super::{Manner, Query, Text};
use crate::record::Doi;
use crate::text::{is_east_asian, nearest};

/// Whether a query is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As it stands.
    Finished,
    /// Still being typed: the last word is the beginning of one, and what is not closed yet is no error.
    Typing,
}

/// What is wrong with a query, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Where, in bytes of the query.
    pub at: usize,
    /// Where, in characters from 1.
    pub column: usize,
    /// A sentence without the column.
    pub what: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.what)
    }
}

impl std::error::Error for QueryError {}

/// The longest query, in characters.
const LONGEST: usize = 4096;
/// The deepest parentheses.
const DEEPEST: usize = 32;

/// Reads a query.
///
/// # Errors
/// The first thing that cannot be meant, with its column and the right form.
pub fn parse(typed: &str, mode: Mode) -> Result<Query, QueryError> {
    let signs: Vec<(usize, char)> = typed.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let mut parser = Parser { signs, length: typed.len(), at: 0, depth: 0, mode };
    if parser.signs.len() > LONGEST {
        return Err(parser.wrong(LONGEST, format!("a query has at most {LONGEST} characters")));
    }
    let query = parser.either(None)?;
    match parser.peek() {
        None if query.is_none() && mode == Mode::Finished && parser.signs.iter().any(|(_, c)| *c != ' ') => {
            Err(parser.wrong(0, "signs alone are not searched; words are, and * finds everything".to_owned()))
        }
        None => Ok(query.unwrap_or_default()),
        Some(_) => Err(parser.wrong(parser.at, "this ) closes nothing; put it into quotes if it is meant".to_owned())),
    }
}

/// The twin on a keyboard of a sign that an input method types.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' => '"',
        '\u{2212}' => '-',
        '〜' => '~',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

pub(super) struct Parser {
    pub(super) signs: Vec<(usize, char)>,
    /// Bytes of the query.
    length: usize,
    pub(super) at: usize,
    depth: usize,
    mode: Mode,
}

pub(super) type Read = Result<Option<Query>, QueryError>;

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<char> {
        self.signs.get(self.at + by).map(|(_, c)| *c)
    }

    pub(super) fn typing(&self) -> bool {
        self.mode == Mode::Typing
    }

    pub(super) fn wrong(&self, at: usize, what: String) -> QueryError {
        QueryError { at: self.signs.get(at).map_or(self.length, |(byte, _)| *byte), column: at + 1, what }
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
    }

    /// Whether a word stands here alone, in capitals.
    fn at_word(&self, word: &str) -> bool {
        let same = word.chars().enumerate().all(|(by, c)| self.ahead(by) == Some(c));
        same && self.ahead(word.chars().count()).is_none_or(|c| matches!(c, ' ' | '(' | ')' | '"'))
    }

    /// `both { "OR" both }`
    fn either(&mut self, group: Option<Group>) -> Read {
        let mut parts = Vec::new();
        let mut open: Option<usize> = None;
        loop {
            let part = self.both(group)?;
            let or = self.at_word("OR").then_some(self.at);
            match part {
                Some(part) => parts.push(part),
                None => {
                    // Nothing between two ORs, before the first or behind the last.
                    if let Some(at) = or.or(open).filter(|_| !self.typing()) {
                        return Err(
                            self.wrong(at, "OR stands between two words, as in 自然 OR nature; \"OR\" in quotes is the word".to_owned())
                        );
                    }
                }
            }
            let Some(at) = or else { break };
            open = Some(at);
            self.at += 2;
        }
        Ok((!parts.is_empty()).then(|| Query::any(parts)))
    }

    /// `item { item }`
    fn both(&mut self, group: Option<Group>) -> Read {
        let mut parts = Vec::new();
        let mut any = false;
        loop {
            self.skip_blanks();
            if self.at_word("AND") {
                self.at += 3;
                continue;
            }
            if self.peek().is_none_or(|c| c == ')') || self.at_word("OR") {
                break;
            }
            if let Some(part) = self.item(group)? {
                any = true;
                parts.push(part);
            }
        }
        Ok(any.then(|| Query::all(parts)))
    }

    fn item(&mut self, group: Option<Group>) -> Read {
        let start = self.at;
        let negated = if self.at_word("NOT") {
            self.at += 3;
            self.skip_blanks();
            true
        } else if self.peek() == Some('-') {
            self.at += 1;
            true
        } else {
            false
        };
        if !negated {
            return self.positive(group);
        }
        // A dash that stands alone is a dash.
        if self.peek().is_none_or(|c| c == ' ' || c == ')') {
            return Ok(None);
        }
        self.deeper(start)?;
        let inner = self.item(group)?;
        self.depth -= 1;
        Ok(inner.map(|inner| Query::Not(Box::new(inner))))
    }

    fn deeper(&mut self, at: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(at, format!("a query is at most {DEEPEST} parentheses deep")));
        }
        Ok(())
    }

    fn positive(&mut self, group: Option<Group>) -> Read {
        match self.peek() {
            Some('(') => self.parentheses(group),
            Some('"') => self.phrase(group),
            _ => self.word_or_field(group),
        }
    }

    pub(super) fn parentheses(&mut self, group: Option<Group>) -> Read {
        let start = self.at;
        self.deeper(start)?;
        self.at += 1;
        let inner = self.either(group)?;
        self.depth -= 1;
        if self.peek() == Some(')') {
            self.at += 1;
        } else if !self.typing() {
            return Err(self.wrong(start, "this ( is not closed; a ) is missing".to_owned()));
        }
        if inner.is_none() && !self.typing() {
            return Err(self.wrong(start, "there is nothing between these parentheses".to_owned()));
        }
        Ok(inner)
    }

    /// What stands between quotation marks, and whether they are closed.
    pub(super) fn quoted(&mut self) -> Result<(String, bool), QueryError> {
        let start = self.at;
        self.at += 1;
        let mut words = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == '"' {
                return Ok((words.trim().to_owned(), true));
            }
            words.push(c);
        }
        if self.typing() {
            Ok((words.trim_start().to_owned(), false))
        } else {
            Err(self.wrong(start, "this \" is not closed; another \" is missing".to_owned()))
        }
    }

    pub(super) fn phrase(&mut self, group: Option<Group>) -> Read {
        let (words, closed) = self.quoted()?;
        if closed && matches!(self.peek(), Some('*' | '~')) {
            let at = self.at;
            let sign = self.peek().unwrap_or_default();
            return Err(self.wrong(at, format!("{sign} stands behind a word, not behind a phrase")));
        }
        // The last word of an open phrase is not whole yet, so it says nothing of the phrase.
        let whole = words.rsplit_once(' ').map(|(whole, _)| whole.trim()).filter(|whole| !whole.is_empty());
        let words = match whole {
            Some(whole) if !closed && words.chars().next_back().is_some_and(|c| !is_east_asian(c)) => whole.to_owned(),
            _ => words.trim().to_owned(),
        };
        Ok(is_searched(&words).then_some(Query::Text(Text { group, words, manner: Manner::Phrase })))
    }

    /// Signs up to a blank, a parenthesis or a quotation mark.
    pub(super) fn word_end(&self) -> usize {
        let rest = self.signs.iter().skip(self.at);
        self.at + rest.take_while(|(_, c)| !matches!(c, ' ' | '(' | ')' | '"')).count()
    }

    pub(super) fn text_of(&self, from: usize, to: usize) -> String {
        self.signs.iter().take(to).skip(from).map(|(_, c)| *c).collect()
    }

    fn word_or_field(&mut self, group: Option<Group>) -> Read {
        let start = self.at;
        let end = self.word_end();
        let colon = (start..end).find(|at| self.signs.get(*at).is_some_and(|(_, c)| *c == ':'));
        let Some(colon) = colon else { return self.word(group, start, end) };
        let name = self.text_of(start, colon);
        if let Some(line) = fields::field(&name) {
            self.at = colon + 1;
            return self.value(line.field, line.name, line.example);
        }
        if colon + 1 == end || !name.chars().all(|c| c.is_ascii_alphabetic()) || name.is_empty() {
            return self.word(group, start, end);
        }
        if matches!(name.to_lowercase().as_str(), "http" | "https") {
            return self.address(group);
        }
        let near = nearest(&name, FIELDS.iter().map(|line| line.name));
        let hint = near.map_or_else(
            || format!("the fields are {}.", FIELDS.iter().map(|line| line.name).collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean \"{near}:\"?"),
        );
        let word = self.text_of(start, end);
        Err(self.wrong(start, format!("there is no field \"{name}\"; {hint} To find the words themselves: \"{word}\"")))
    }

    /// The address of a DOI finds its record; any other address is text.
    fn address(&mut self, group: Option<Group>) -> Read {
        let start = self.at;
        let end = self.solid_end();
        let written = self.text_of(start, end);
        if let Some(doi) = Doi::parse(&written) {
            self.at = end;
            Ok(Some(Query::Code { code: Code::Doi, value: doi.to_string(), open: false }))
        } else {
            let end = self.word_end();
            self.word(group, start, end)
        }
    }

    /// Signs up to a blank, or a parenthesis that closes none of these.
    pub(super) fn solid_end(&self) -> usize {
        let mut depth = 0_usize;
        let mut at = self.at;
        while let Some((_, c)) = self.signs.get(at) {
            match c {
                ' ' | '"' => break,
                '(' => depth += 1,
                ')' if depth == 0 => break,
                ')' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        at
    }

    pub(super) fn word(&mut self, group: Option<Group>, start: usize, end: usize) -> Read {
        let mut words = self.text_of(start, end);
        if group.is_none() && words.starts_with("10.") {
            self.at = self.solid_end();
            if let Some(doi) = Doi::parse(&self.text_of(start, self.at)).filter(|_| !words.ends_with('*')) {
                return Ok(Some(Query::Code { code: Code::Doi, value: doi.to_string(), open: false }));
            }
        }
        self.at = end;
        let mut manner = Manner::Word;
        if let Some(shorter) = words.strip_suffix('*') {
            (words, manner) = (shorter.to_owned(), Manner::Prefix);
        } else if let Some(shorter) = words.strip_suffix('~') {
            (words, manner) = (shorter.to_owned(), Manner::Alike);
        } else if self.typing() && end == self.signs.len() && words.chars().next_back().is_some_and(|c| !is_east_asian(c)) {
            manner = Manner::Prefix;
        }
        if let Some(by) = words.chars().position(|c| c == '*') {
            return Err(self.wrong(start + by, "* stands at the end of a word, as in govern*".to_owned()));
        }
        let words = words.trim_end_matches([':', '~']).to_owned();
        if words.is_empty() {
            return Ok((manner == Manner::Prefix && group.is_none()).then_some(Query::Everything));
        }
        if manner == Manner::Alike && !words.chars().any(|c| c.is_alphabetic() && !is_east_asian(c)) {
            return Err(self.wrong(
                end - 1,
                format!("~ finds Latin words spelled a little differently, as in governence~; \"{words}\" has no Latin letter"),
            ));
        }
        if manner == Manner::Word && matches!(words.as_str(), "OR" | "AND" | "NOT") {
            manner = Manner::Phrase;
        }
        Ok(is_searched(&words).then_some(Query::Text(Text { group, words, manner })))
    }
}

/// Whether a text has anything that an index knows: of signs alone it has nothing, and they would find every record.
fn is_searched(words: &str) -> bool {
    !Units::of(words).is_empty()
}
