//! The values of an entry: in braces, in quotes, bare, put together by `#`, and those that are broken.

use std::borrow::Cow;

use super::{Cursor, LONGEST_VALUE, Trouble, begins_entry, lower};

impl<'a> Cursor<'a, '_> {
    /// Pieces put together by `#`.
    pub(super) fn value(&mut self, close: u8) -> Cow<'a, str> {
        let mut whole = self.piece(close);
        loop {
            let before = self.at;
            self.blanks();
            if self.peek() != Some(b'#') {
                self.at = if self.peek() == Some(b',') { self.at } else { before };
                return whole;
            }
            self.at += 1;
            let next = self.piece(close);
            if next.len() <= LONGEST_VALUE && (whole.len() <= LONGEST_VALUE || matches!(next, Cow::Borrowed(_))) {
                whole.to_mut().push_str(&next);
            }
        }
    }

    fn piece(&mut self, close: u8) -> Cow<'a, str> {
        self.blanks();
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                Cow::Borrowed(self.braced())
            }
            Some(b'"') => {
                self.at += 1;
                Cow::Borrowed(self.quoted(close))
            }
            _ => self.bare(close),
        }
    }

    /// What stands up to the brace that closes the value; stands behind that brace then.
    fn braced(&mut self) -> &'a str {
        let begin = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 1usize;
        while let Some(&byte) = bytes.get(self.next_sign()) {
            match byte {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return self.text.get(begin..self.at - 1).unwrap_or_default();
                    }
                }
                byte if self.breaks_off(byte) => return self.broken(begin),
                _ => {}
            }
            self.at += 1;
        }
        self.broken(begin)
    }

    /// Goes to the next sign that means something in a value in braces, or to the end, and gives its place.
    fn next_sign(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let next = if self.careful {
            rest.iter().position(|byte| matches!(byte, b'{' | b'}' | b'@' | b'\n'))
        } else {
            memchr::memchr3(b'{', b'}', b'@', rest)
        };
        self.at += next.unwrap_or(rest.len());
        self.at
    }

    /// A quote ends a value outside braces, and only before what can follow a value: `"G\"odel"` is one.
    fn quoted(&mut self, close: u8) -> &'a str {
        let begin = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0usize;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'"' if depth == 0 && self.quote_ends(close) => {
                    self.at += 1;
                    return self.text.get(begin..self.at - 1).unwrap_or_default();
                }
                byte if self.breaks_off(byte) => return self.broken(begin),
                _ => {}
            }
            self.at += 1;
        }
        self.broken(begin)
    }

    /// Whether a value that is still open ends here: before a line that is a field, or before an entry.
    fn breaks_off(&self, byte: u8) -> bool {
        match byte {
            b'\n' => self.careful && self.line_is_field(self.at + 1),
            b'@' => begins_entry(self.text, self.at),
            _ => false,
        }
    }

    fn quote_ends(&self, close: u8) -> bool {
        let bytes = self.text.as_bytes();
        let behind = bytes.iter().skip(self.at + 1).take(64).find(|byte| !byte.is_ascii_whitespace());
        let ends = behind.is_none_or(|byte| matches!(byte, b',' | b'#' | b'@') || *byte == close);
        ends || bytes.get(self.at + 1).is_some_and(u8::is_ascii_whitespace) && bytes.get(self.at - 1) != Some(&b'\\')
    }

    /// Gives what stands before the next field, or before the next entry when that comes first.
    fn broken(&mut self, begin: usize) -> &'a str {
        self.open_at = Some(begin);
        if !self.careful {
            // The entry is read again; until then the value may be anything.
            self.troubles.push((begin, Trouble::Open));
            return self.text.get(begin..self.at).unwrap_or_default();
        }
        let value = self.text.get(begin..self.at).unwrap_or_default().trim_end();
        let value = value.strip_suffix(',').unwrap_or(value).trim_end();
        let more = |open: char, close: char| value.matches(close).count() > value.matches(open).count();
        let value = if more('{', '}') || value.matches('}').count() > 0 && value.ends_with('}') && !value.contains('{') {
            value.strip_suffix('}').unwrap_or(value)
        } else {
            value.strip_suffix('"').unwrap_or(value)
        };
        value.trim_end()
    }

    /// Whether the line that begins here is `name = value`, or only the end of the entry.
    fn line_is_field(&self, at: usize) -> bool {
        let Some(line) = self.text.get(at..).and_then(|rest| rest.split('\n').next()) else { return false };
        let line = line.trim_start();
        let name = line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+')).count();
        let value = line.get(name..).map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        let begins = value.is_some_and(|value| value.trim_start().starts_with(|c: char| c == '{' || c == '"' || c.is_alphanumeric()));
        (name > 1 && begins) || line.trim_end() == "}"
    }

    /// A number or the name of a string, up to the end of the value.
    fn bare(&mut self, close: u8) -> Cow<'a, str> {
        let begin = self.at;
        let word = self.take(|byte| !matches!(byte, b',' | b'#' | b'\n' | b'\r' | b'{' | b'"') && byte != close && byte != b'}').trim();
        let mut rest_of_line = word;
        if matches!(self.peek(), Some(b'{' | b'"')) && !word.is_empty() {
            // Text without its delimiter: `title = On {DNA},`.
            self.take(|byte| !matches!(byte, b',' | b'\n'));
            rest_of_line = self.text.get(begin..self.at).unwrap_or_default().trim();
        }
        if rest_of_line.bytes().all(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(rest_of_line);
        }
        if let Some(value) = self.known.value(&lower(rest_of_line)) {
            return value;
        }
        if !rest_of_line.contains(char::is_whitespace) {
            self.doubt(begin, Trouble::UnknownMacro(rest_of_line.to_owned()));
        }
        Cow::Borrowed(rest_of_line)
    }
}
