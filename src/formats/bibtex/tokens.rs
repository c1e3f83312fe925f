//! Cuts the text of a `.bib` file into entries, strings, comments and preambles; a broken entry costs no other.
//!
//! BibTeX counts every brace, escaped or not, and so does this reader first. Where that does not come out (the file ends, or
//! a new entry begins at the start of a line), the entry is read again *carefully*: a value then also ends where a line begins
//! with `name =`.

mod values;

use std::borrow::Cow;
use std::cell::Cell;

use super::macros::Known;

/// One value of an entry: its name in lower case, and what was written, strings and `#` put together.
pub type Field<'a> = (Cow<'a, str>, Cow<'a, str>);

/// What stands at one `@`.
#[derive(Debug)]
pub enum Part<'a> {
    Entry(Entry<'a>),
    /// `@string{name = "value"}`, the value put together.
    Macro(String, String),
    /// `@preamble`: LaTeX code for the typesetter.
    Preamble,
    Comment,
}

/// An entry as written.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// The word behind `@`, in lower case.
    pub kind: Cow<'a, str>,
    /// May be empty.
    pub key: &'a str,
    pub fields: Vec<Field<'a>>,
    /// Where its `@` stands in the text, in bytes.
    pub at: usize,
    /// What was wrong with it, and where, in bytes.
    pub troubles: Vec<(usize, Trouble)>,
}

impl Entry<'_> {
    /// The first value of this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_ref())
    }
}

/// What can be wrong with an entry that is read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The entry is not closed before the next begins.
    Open,
    /// A value is not closed; it was taken to end where the next field begins.
    OpenValue(String),
    /// A word without `=`.
    Stray(String),
    /// A string that no `@string` defines.
    UnknownMacro(String),
}

/// The longest string that is put into a value, in bytes.
const LONGEST_VALUE: usize = 1 << 16;

/// How many fields there is room for from the beginning: most entries have no more.
const USUAL_FIELDS: usize = 16;

/// Reads the part that begins with the `@` at `at`; nothing when no part begins there. Gives the place behind it too.
pub fn part<'a>(text: &'a str, at: usize, known: &Known) -> Option<(Part<'a>, usize)> {
    let mut cursor = Cursor { text, at: at + 1, known, careful: false, open_at: None, troubles: Vec::new() };
    cursor.blanks();
    let word = cursor.word();
    if word.is_empty() {
        return None;
    }
    let kind = lower(word);
    cursor.blanks();
    let close = match cursor.peek() {
        Some(b'{') => b'}',
        Some(b'(') => b')',
        _ if kind == "comment" => return Some((Part::Comment, cursor.at)),
        _ => return None,
    };
    cursor.at += 1;
    let body = cursor.at;
    match kind.as_ref() {
        "comment" => {
            // Without its end a comment is what BibTeX takes it for: the word alone.
            let end = if close == b'}' { balanced(text, body, &known.search) } else { line_end(text, body) };
            Some((Part::Comment, end.map_or(body, |end| end + 1)))
        }
        "preamble" => {
            cursor.value(close);
            cursor.close(close);
            Some((Part::Preamble, cursor.at))
        }
        "string" => {
            cursor.blanks();
            let name = lower(cursor.name()).into_owned();
            cursor.blanks();
            if cursor.peek() != Some(b'=') {
                return Some((Part::Comment, cursor.at));
            }
            cursor.at += 1;
            let value = cursor.value(close).into_owned();
            cursor.close(close);
            Some((Part::Macro(name, value), cursor.at))
        }
        _ => {
            let mut entry = Entry { kind, at, fields: Vec::with_capacity(USUAL_FIELDS), ..Entry::default() };
            cursor.entry(&mut entry, close);
            if cursor.troubles.iter().any(|(_, trouble)| *trouble == Trouble::Open) {
                let mut again = Cursor { at: body, careful: true, open_at: None, troubles: Vec::new(), ..cursor };
                entry.fields.clear();
                again.entry(&mut entry, close);
                cursor = again;
            }
            entry.troubles = cursor.troubles;
            Some((Part::Entry(entry), cursor.at))
        }
    }
}

/// A name in lower case, borrowed where it is so already.
fn lower(name: &str) -> Cow<'_, str> {
    match (name.is_ascii(), name.bytes().any(|byte| byte.is_ascii_uppercase())) {
        (true, false) => Cow::Borrowed(name),
        (true, true) => Cow::Owned(name.to_ascii_lowercase()),
        (false, _) => Cow::Owned(name.to_lowercase()),
    }
}

/// Where the brace stands that closes the one before `at`.
fn balanced(text: &str, at: usize, search: &Cell<usize>) -> Option<usize> {
    let mut depth = 1usize;
    let bytes = text.as_bytes();
    for (place, byte) in bytes.iter().enumerate().skip(at).take(search.get()) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(place);
                }
            }
            _ => {}
        }
    }
    search.set(search.get().saturating_sub(bytes.len() - at));
    None
}

fn line_end(text: &str, at: usize) -> Option<usize> {
    text.as_bytes().iter().skip(at).position(|byte| *byte == b'\n').map(|length| at + length)
}

/// Signs of a kind's name.
fn of_kind(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b':' | b'.' | b'*') || byte >= 0x80
}

/// Whether a word can be the kind of an entry.
pub fn is_kind(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(of_kind) && word == lower(word) && !matches!(word, "comment" | "string" | "preamble")
}

/// Whether an entry begins at this `@`: only blanks before it on its line, a word and a brace behind it, and what a key can be.
pub fn begins_entry(text: &str, at: usize) -> bool {
    let (Some(before), Some(rest)) = (text.as_bytes().get(..at), text.get(at + 1..)) else { return false };
    let indent = before.iter().rev().take(64).find(|byte| !matches!(byte, b' ' | b'\t'));
    if indent.is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
        return false;
    }
    let word = rest.bytes().take(64).take_while(|byte| of_kind(*byte)).count();
    let Some(behind) = rest.get(word..) else { return false };
    let Some(inner) = behind.trim_start_matches([' ', '\t']).strip_prefix(['{', '(']) else { return false };
    word > 0 && inner.bytes().take(256).find(|byte| matches!(byte, b',' | b'{' | b'=' | b'"' | b'\n')).is_some_and(|byte| byte != b'{')
}

/// How many troubles of one entry are told.
const MOST_TROUBLES: usize = 16;

struct Cursor<'a, 'k> {
    text: &'a str,
    at: usize,
    known: &'k Known,
    /// Whether a value also ends before a line that begins with `name =`.
    careful: bool,
    /// Where the first value began that was not closed.
    open_at: Option<usize>,
    troubles: Vec<(usize, Trouble)>,
}

impl<'a> Cursor<'a, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        self.skip(|byte| byte.is_ascii_whitespace());
        // NBSP and the order mark are blanks that editors leave behind.
        while self.peek().is_some_and(|byte| !byte.is_ascii())
            && let Some(rest) = self.text.get(self.at..)
            && let Some(c) = rest.chars().next().filter(|c| matches!(c, '\u{A0}' | '\u{FEFF}' | '\u{3000}'))
        {
            self.at += c.len_utf8();
            self.skip(|byte| byte.is_ascii_whitespace());
        }
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let begin = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        self.text.get(begin..self.at).unwrap_or_default()
    }

    /// Notes what is wrong, but not without end.
    fn doubt(&mut self, at: usize, trouble: Trouble) {
        if self.troubles.len() < MOST_TROUBLES {
            self.troubles.push((at, trouble));
        }
    }

    fn word(&mut self) -> &'a str {
        self.take(of_kind)
    }

    fn name(&mut self) -> &'a str {
        self.take(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'{' | b'}' | b'(' | b')' | b',' | b'"' | b'#' | b'@'))
    }

    /// Passes the closing sign of a `@string` or `@preamble`, if it stands here.
    fn close(&mut self, close: u8) {
        self.blanks();
        if self.peek() == Some(close) {
            self.at += 1;
        }
    }

    fn entry(&mut self, entry: &mut Entry<'a>, close: u8) {
        self.key(entry, close);
        loop {
            self.skip(|byte| byte.is_ascii_whitespace() || byte == b',');
            self.blanks();
            match self.peek() {
                None => {
                    self.troubles.push((entry.at, Trouble::Open));
                    return;
                }
                Some(byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                Some(b'@') if begins_entry(self.text, self.at) => {
                    self.troubles.push((entry.at, Trouble::Open));
                    return;
                }
                Some(_) => self.field(entry, close),
            }
        }
    }

    /// The key ends at a comma, the closing sign or the end of the line; before a field it is left out.
    fn key(&mut self, entry: &mut Entry<'a>, close: u8) {
        self.blanks();
        let begin = self.at;
        let written = self.take(|byte| !matches!(byte, b',' | b'=' | b'\n' | b'"') && byte != close && byte != b'{');
        match self.peek() {
            Some(b'=') => {
                // `{author = …` has no key; `{key author = …` has one.
                let name = written.trim_end();
                let split = name.rfind(|c: char| c.is_whitespace()).map_or(0, |at| at + 1);
                entry.key = name.get(..split).unwrap_or_default().trim();
                self.at = begin + split;
            }
            // A brace within a key is a part of it: `{DBLP:{x}}`.
            Some(b'{' | b'"') => {
                self.take(|byte| !matches!(byte, b',' | b'\n'));
                entry.key = self.text.get(begin..self.at).unwrap_or_default().trim().trim_end_matches('}');
            }
            _ => entry.key = written.trim(),
        }
    }

    fn field(&mut self, entry: &mut Entry<'a>, close: u8) {
        let begin = self.at;
        let name = self.name();
        let whole = self.spaced(name);
        self.blanks();
        if self.peek() != Some(b'=') || name.is_empty() {
            if name.is_empty() {
                self.at += self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            }
            let stray = self.text.get(begin..self.at).unwrap_or_default().trim();
            // A semicolon or a full stop behind a value is only a slip of the hand.
            if stray.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
                self.doubt(begin, Trouble::Stray(stray.to_owned()));
            }
            return;
        }
        self.at += 1;
        self.open_at = None;
        let value = self.value(close);
        if let Some(at) = self.open_at {
            self.doubt(at, Trouble::OpenValue(name.to_owned()));
        }
        entry.fields.push((whole.map_or_else(|| lower(name), Cow::Owned), value));
    }

    /// A name of several words, of which databases have a few and BibTeX none: `funding_text 1=` of Scopus, `Early Access Date =`
    /// of the Web of Science. It is written without blanks.
    fn spaced(&mut self, name: &str) -> Option<String> {
        let rest = self.text.get(self.at..).filter(|rest| rest.starts_with(' '))?;
        let end = rest.bytes().take(24).position(|byte| byte == b'=')?;
        let more = rest.get(..end)?.trim();
        let whole = match more {
            "Access Date" if name == "Early" => "earlyaccessdate".to_owned(),
            number if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => [&lower(name), "_", number].concat(),
            _ => return None,
        };
        self.at += end;
        Some(whole)
    }
}
