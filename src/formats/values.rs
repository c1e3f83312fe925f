//! Cuts JSON values out of a stream without understanding them: one a line, or the elements of an array.

use std::io::{BufRead, Read};

use encoding_rs::UTF_8;

use super::{Finding, encoding};

/// The text of one value and the line on which it begins.
pub struct Cut {
    pub text: String,
    pub line: usize,
}

/// The longest single value, in bytes.
pub(super) const LONGEST: usize = 64 << 20;

/// Bytes that are kept for the next line.
const KEPT: usize = 1 << 16;

/// A stream of bytes, turned into UTF-8 first when it is UTF-16.
pub(super) type Bytes = Box<dyn BufRead + Send>;

/// Takes a byte order mark away, and decodes a UTF-16 stream whole.
pub(super) fn begin(mut bytes: Bytes, label: Option<&str>) -> Result<Bytes, Finding> {
    let head = bytes.fill_buf().map_err(|error| unreadable(&error))?;
    if head.starts_with(b"\xEF\xBB\xBF") {
        bytes.consume(3);
    } else if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || head.iter().take(4).any(|b| *b == 0) {
        let mut whole = Vec::new();
        bytes.take(LONGEST as u64).read_to_end(&mut whole).map_err(|error| unreadable(&error))?;
        let text = encoding::decode(&whole, label)?.text;
        return Ok(Box::new(std::io::Cursor::new(text.into_bytes())));
    }
    Ok(bytes)
}

pub(super) fn unreadable(error: &std::io::Error) -> Finding {
    Finding::skipped(format!("the file could not be read to its end: {error}"))
}

/// A stream that failed once may fail for ever: it ends here.
pub(super) fn broken(bytes: &mut Bytes, error: &std::io::Error) -> Finding {
    *bytes = Box::new(std::io::empty());
    unreadable(error)
}

/// Text of a value's bytes: UTF-8, or whatever the ladder says.
pub(super) fn text_of(bytes: Vec<u8>, label: Option<&str>) -> Result<String, Finding> {
    match (label, String::from_utf8(bytes)) {
        (None, Ok(text)) => Ok(text),
        (label, Ok(text)) => Ok(encoding::decode(text.as_bytes(), label)?.text),
        (label, Err(error)) => Ok(encoding::decode(error.as_bytes(), label)?.text),
    }
}

/// The same of bytes that are used again.
fn copied_text(bytes: &[u8], label: Option<&str>) -> Result<String, Finding> {
    // This decoder looks at the wide registers of the processor for what is UTF-8, the standard library at a character at a time.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if label.is_none() => Ok(text.into_owned()),
        _ => Ok(encoding::decode(bytes, label)?.text),
    }
}

/// One value a line; blank lines are passed over.
pub struct Lines {
    bytes: Option<Result<Bytes, Finding>>,
    label: Option<String>,
    line: usize,
    /// The bytes of the line that was read last.
    read: Vec<u8>,
}

impl Lines {
    pub fn new(bytes: Bytes, label: Option<String>) -> Self {
        let bytes = begin(bytes, label.as_deref());
        Self { bytes: Some(bytes), label, line: 0, read: Vec::new() }
    }
}

impl Iterator for Lines {
    type Item = Result<Cut, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let bytes = match self.bytes.take()? {
                Ok(bytes) => self.bytes.insert(Ok(bytes)),
                Err(finding) => return Some(Err(finding)),
            };
            let Ok(bytes) = bytes else { return None };
            let line = &mut self.read;
            line.clear();
            line.shrink_to(KEPT);
            self.line += 1;
            let read = Read::take(&mut *bytes, LONGEST as u64).read_until(b'\n', line);
            match read {
                Err(error) => {
                    self.bytes = None;
                    return Some(Err(unreadable(&error).at(self.line)));
                }
                Ok(0) => {
                    self.bytes = None;
                    return None;
                }
                Ok(length) if length >= LONGEST => {
                    self.bytes = None;
                    return Some(Err(Finding::skipped("this line is longer than 64 MiB; nothing behind it was read").at(self.line)));
                }
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => {
                    let text = copied_text(line.trim_ascii_end(), self.label.as_deref());
                    return Some(text.map(|text| Cut { text, line: self.line }));
                }
            }
        }
    }
}

/// The elements of a top array, or top values one after another.
pub struct Values {
    bytes: Option<Result<Bytes, Finding>>,
    label: Option<String>,
    line: usize,
    in_array: bool,
    begun: bool,
}

impl Values {
    pub fn new(bytes: Bytes, label: Option<String>) -> Self {
        let bytes = begin(bytes, label.as_deref());
        Self { bytes: Some(bytes), label, line: 1, in_array: false, begun: false }
    }

    /// The next byte, looked at but not taken.
    fn peek(bytes: &mut Bytes) -> Result<Option<u8>, Finding> {
        match bytes.fill_buf() {
            Ok(buffer) => Ok(buffer.first().copied()),
            Err(error) => Err(broken(bytes, &error)),
        }
    }

    /// Passes blanks and commas; enters the array; stops before a value.
    fn advance(&mut self, bytes: &mut Bytes) -> Result<bool, Finding> {
        while let Some(byte) = Self::peek(bytes)? {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' | b',' => {}
                b'[' if !self.begun => self.in_array = true,
                b']' if self.in_array => {
                    self.in_array = false;
                    self.begun = true;
                }
                b'}' | b']' => {
                    bytes.consume(1);
                    return Err(Finding::skipped("a bracket is closed that was not opened; what was before it is read").at(self.line));
                }
                _ => return Ok(true),
            }
            self.begun = true;
            bytes.consume(1);
        }
        Ok(false)
    }

    /// Takes one value: to its closing bracket, or to the next comma.
    fn value(&mut self, bytes: &mut Bytes) -> Result<Cut, Finding> {
        let line = self.line;
        self.begun = true;
        let mut value = Vec::new();
        take_value(bytes, &mut self.line, &mut value, 0)?;
        text_of(value, self.label.as_deref()).map(|text| Cut { text, line })
    }
}

/// Takes one value, or the rest of one in which so many brackets are `open`: to its closing bracket, or to the next comma.
pub(super) fn take_value(bytes: &mut Bytes, line: &mut usize, value: &mut Vec<u8>, open: usize) -> Result<(), Finding> {
    let begun = *line;
    let mut depth = open;
    let (mut in_string, mut escaped) = (false, false);
    loop {
        let buffer = match bytes.fill_buf() {
            Ok([]) => return Ok(()),
            Ok(buffer) => buffer,
            Err(error) => {
                let finding = unreadable(&error);
                *bytes = Box::new(std::io::empty());
                return Err(finding);
            }
        };
        let mut taken = 0;
        let mut ended = false;
        while let Some(&byte) = buffer.get(taken) {
            if in_string {
                // Most of what is taken are the words of strings: nothing in them is looked at.
                if std::mem::take(&mut escaped) {
                    taken += 1;
                    continue;
                }
                let rest = buffer.get(taken..).unwrap_or_default();
                let Some(at) = memchr::memchr2(b'"', b'\\', rest) else {
                    taken = buffer.len();
                    break;
                };
                escaped = rest.get(at) == Some(&b'\\');
                in_string = escaped;
                taken += at + 1;
                continue;
            }
            if depth == 0 && matches!(byte, b',' | b']' | b'}') {
                ended = true;
                break;
            }
            taken += 1;
            match byte {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        ended = true;
                        break;
                    }
                }
                _ => {}
            }
        }
        let some = buffer.get(..taken).unwrap_or_default();
        *line += memchr::memchr_iter(b'\n', some).count();
        value.extend_from_slice(some);
        bytes.consume(taken);
        if ended {
            return Ok(());
        }
        if value.len() > LONGEST {
            *bytes = Box::new(std::io::empty());
            return Err(Finding::skipped("this value is longer than 64 MiB; nothing behind it was read").at(begun));
        }
    }
}

impl Iterator for Values {
    type Item = Result<Cut, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = match self.bytes.take()? {
            Ok(bytes) => bytes,
            Err(finding) => return Some(Err(finding)),
        };
        let cut = match self.advance(&mut bytes) {
            Ok(true) => self.value(&mut bytes),
            Ok(false) if self.in_array => {
                return Some(Err(Finding::skipped("the array is not closed; the file may have been cut").at(self.line)));
            }
            Ok(false) => return None,
            Err(finding) => Err(finding),
        };
        self.bytes = Some(Ok(bytes));
        Some(cut)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use std::io::{BufReader, Cursor};

    use super::*;

    #[test]
    fn a_value_ends_where_it_ends_however_it_is_cut_up() {
        let values = [r#"{"a":"]}\\","b":["\"",{"c":"\\\""}]}"#, r#""\\""#, "12", "{\n\"d\": \"\n\"\n}", r#"["期,刊"]"#];
        let text = format!("[{}]", values.join(",\n"));
        for room in 1..24 {
            let bytes = BufReader::with_capacity(room, Cursor::new(text.clone().into_bytes()));
            let cuts: Vec<(String, usize)> =
                Values::new(Box::new(bytes), None).map(|cut| cut.unwrap()).map(|cut| (cut.text, cut.line)).collect();
            let wanted: Vec<(String, usize)> = values.iter().map(|text| (*text).to_owned()).zip([1, 2, 3, 4, 8]).collect();
            assert_eq!(cuts, wanted, "{room}");
        }
    }
}
