//! Cuts records out of the answers of services: an object that is the record, that holds it, or that holds a list of them.

use std::io::{BufRead, Cursor, Read};

use super::json::{self, FromValue, by_line};
use super::values::{Bytes, Cut, LONGEST, Lines, begin, broken, take_value, text_of, unreadable};
use super::{Finding, Readings, Source};

/// How deep an answer may wrap what it gives.
const DEEPEST: usize = 8;

/// A text without blanks and mark before it, where it begins as JSON does.
pub fn json_of(head: &str) -> Option<&str> {
    Some(head.trim_start_matches('\u{FEFF}').trim_start()).filter(|start| start.starts_with(['{', '[']))
}

/// Reads an answer, an array of records or answers, or one of either a line. `doors` are the members of an answer behind
/// which records stand (`message`, `items`); what stands beside them is about the answer and is passed over.
pub fn read(mut source: Source, doors: &'static [&'static str], record: FromValue) -> Readings {
    let lines = source.bytes.fill_buf().is_ok_and(|head| {
        let head = String::from_utf8_lossy(head);
        each_whole(head.trim_start_matches('\u{FEFF}').trim_start())
    });
    if !lines {
        return json::records(Answers::new(source.bytes, source.encoding, doors), record);
    }
    let of_line = move |cut: Result<Cut, Finding>| -> Box<dyn Iterator<Item = Result<Cut, Finding>> + Send> {
        match cut {
            Err(finding) => Box::new(std::iter::once(Err(finding))),
            Ok(cut) => {
                let mut answers = Answers::new(Box::new(Cursor::new(cut.text.into_bytes())), None, doors);
                answers.line = cut.line;
                Box::new(answers)
            }
        }
    };
    json::records(Lines::new(source.bytes, source.encoding).flat_map(of_line), record)
}

/// Whether lines are values of their own. A list may have its elements on lines too, so one of the first two must be whole.
pub(super) fn each_whole(start: &str) -> bool {
    let is_whole = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    by_line(start) && start.lines().filter(|line| !line.trim().is_empty()).take(2).any(is_whole)
}

/// What the stream stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// A list of records.
    List,
    /// An object whose records are read: the rest of it is passed over.
    Done,
}

/// What one step gave.
enum Step {
    Cut(Cut),
    On,
    End,
}

/// Records behind doors, in the order of the stream.
struct Answers {
    bytes: Option<Result<Bytes, Finding>>,
    label: Option<String>,
    line: usize,
    doors: &'static [&'static str],
    inside: Vec<Inside>,
}

impl Answers {
    fn new(bytes: Bytes, label: Option<String>, doors: &'static [&'static str]) -> Self {
        let bytes = begin(bytes, label.as_deref());
        Self { bytes: Some(bytes), label, line: 1, doors, inside: Vec::new() }
    }

    /// The next byte that is no blank (and none of `also`), looked at but not taken.
    fn peek(&mut self, bytes: &mut Bytes, also: &[u8]) -> Result<Option<u8>, Finding> {
        loop {
            let byte = match bytes.fill_buf() {
                Ok([]) => return Ok(None),
                Ok([byte, ..]) => *byte,
                Err(error) => {
                    let finding = unreadable(&error);
                    *bytes = Box::new(std::io::empty());
                    self.inside.clear();
                    return Err(finding);
                }
            };
            if !byte.is_ascii_whitespace() && !also.contains(&byte) {
                return Ok(Some(byte));
            }
            self.line += usize::from(byte == b'\n');
            bytes.consume(1);
        }
    }

    fn step(&mut self, bytes: &mut Bytes) -> Result<Step, Finding> {
        if self.inside.last() == Some(&Inside::Done) {
            return self.pass_over(bytes);
        }
        let in_list = self.inside.last() == Some(&Inside::List);
        match self.peek(bytes, b",")? {
            None if in_list => {
                self.inside.clear();
                Err(Finding::skipped("the list is not closed; the file may have been cut").at(self.line))
            }
            None => Ok(Step::End),
            Some(b'{') => self.object(bytes),
            Some(b'[') if self.inside.is_empty() => {
                bytes.consume(1);
                self.inside.push(Inside::List);
                Ok(Step::On)
            }
            Some(b']') if in_list => {
                bytes.consume(1);
                self.inside.pop();
                Ok(Step::On)
            }
            Some(b']' | b'}') => {
                bytes.consume(1);
                Err(Finding::skipped("a bracket is closed that was not opened; what was before it is read").at(self.line))
            }
            Some(_) => {
                let line = self.line;
                let mut value = Vec::new();
                take_value(bytes, &mut self.line, &mut value, 0)?;
                self.cut(value, line)
            }
        }
    }

    fn cut(&self, value: Vec<u8>, line: usize) -> Result<Step, Finding> {
        text_of(value, self.label.as_deref()).map(|text| Step::Cut(Cut { text, line }))
    }

    /// Passes over the rest of the object that the records stood in, member by member, so that none is held.
    fn pass_over(&mut self, bytes: &mut Bytes) -> Result<Step, Finding> {
        let mut passed = Vec::new();
        loop {
            match self.peek(bytes, b",:")? {
                None => {
                    self.inside.clear();
                    return Err(Finding::kept("the answer is not closed; the file may have been cut").at(self.line));
                }
                Some(b'}' | b']') => {
                    bytes.consume(1);
                    self.inside.pop();
                    return Ok(Step::On);
                }
                Some(_) => {
                    passed.clear();
                    take_value(bytes, &mut self.line, &mut passed, 0)?;
                }
            }
        }
    }

    /// Reads an object member by member until one is a door; without any, the object is the record.
    fn object(&mut self, bytes: &mut Bytes) -> Result<Step, Finding> {
        let mut line = self.line;
        bytes.consume(1);
        let mut held = vec![b'{'];
        loop {
            match self.peek(bytes, b"")? {
                Some(b'}') => {
                    bytes.consume(1);
                    held.push(b'}');
                    return self.cut(held, line);
                }
                Some(b',') => {
                    bytes.consume(1);
                    held.push(b',');
                }
                Some(b'"') => {
                    let from = held.len();
                    self.string(bytes, &mut held)?;
                    if self.peek(bytes, b"")? != Some(b':') {
                        continue;
                    }
                    bytes.consume(1);
                    let door = self.is_door(held.get(from..).unwrap_or_default());
                    held.push(b':');
                    match self.peek(bytes, b"")? {
                        Some(b'[') if door => {
                            bytes.consume(1);
                            self.inside.extend([Inside::Done, Inside::List]);
                            return Ok(Step::On);
                        }
                        Some(b'{') if door => {
                            bytes.consume(1);
                            self.inside.push(Inside::Done);
                            (held, line) = (vec![b'{'], self.line);
                        }
                        _ => take_value(bytes, &mut self.line, &mut held, 0)?,
                    }
                }
                // No JSON, or cut short: whoever reads the record says so.
                _ => {
                    take_value(bytes, &mut self.line, &mut held, 1)?;
                    return self.cut(held, line);
                }
            }
            if held.len() > LONGEST {
                *bytes = Box::new(std::io::empty());
                return Err(Finding::skipped("this record is longer than 64 MiB; nothing behind it was read").at(line));
            }
        }
    }

    fn is_door(&self, key: &[u8]) -> bool {
        let name = key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\"")).unwrap_or_default();
        self.inside.len() < DEEPEST && self.doors.iter().any(|door| door.as_bytes() == name)
    }

    /// Takes a string with its quotes.
    fn string(&mut self, bytes: &mut Bytes, held: &mut Vec<u8>) -> Result<(), Finding> {
        let mut escaped = false;
        let mut opened = false;
        loop {
            let mut one = [0];
            let read = bytes.by_ref().take(1).read(&mut one);
            if read.map_err(|error| broken(bytes, &error))? == 0 || held.len() > LONGEST {
                return Ok(());
            }
            let [byte] = one;
            self.line += usize::from(byte == b'\n');
            held.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' if opened => return Ok(()),
                b'"' => opened = true,
                _ => {}
            }
        }
    }
}

impl Iterator for Answers {
    type Item = Result<Cut, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut bytes = match self.bytes.take()? {
                Ok(bytes) => bytes,
                Err(finding) => return Some(Err(finding)),
            };
            let step = self.step(&mut bytes);
            if !matches!(step, Ok(Step::End)) {
                self.bytes = Some(Ok(bytes));
            }
            match step {
                Ok(Step::Cut(cut)) => return Some(Ok(cut)),
                Ok(Step::On) => {}
                Ok(Step::End) => return None,
                Err(finding) => return Some(Err(finding)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> (Vec<(String, usize)>, Vec<Finding>) {
        let answers = Answers::new(Box::new(Cursor::new(text.as_bytes().to_vec())), None, &["message", "items"]);
        let (cuts, findings): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
        let cuts = cuts.into_iter().filter_map(Result::ok).map(|cut| (cut.text, cut.line)).collect();
        (cuts, findings.into_iter().filter_map(Result::err).collect())
    }

    fn one(text: &str, line: usize) -> (String, usize) {
        (text.to_owned(), line)
    }

    #[test]
    fn records_however_they_are_wrapped() {
        assert_eq!(cuts("{\"a\":1}").0, [one("{\"a\":1}", 1)]);
        assert_eq!(cuts("{\"b\":{\"items\":[7]}}").0, [one("{\"b\":{\"items\":[7]}}", 1)]);
        assert_eq!(cuts("{\"status\":\"ok\",\n\"message\": {\"a\":[1,{}]}, \"z\":0}").0, [one("{\"a\":[1,{}]}", 2)]);
        let list = "{\"message\":{\"total\":2,\"items\":[{\"a\":\"]}\\\"\"},\n{\"a\":2}],\"q\":{\"x\":[]}},\"s\":1}";
        assert_eq!(cuts(list), (vec![one("{\"a\":\"]}\\\"\"}", 1), one("{\"a\":2}", 2)], vec![]));
        assert_eq!(cuts(&format!("[{list},\n{{\"a\":3}}]")).0.len(), 3);
        assert_eq!(cuts(&format!("{list}\n{list}")).0.len(), 4);
        assert_eq!(cuts("{}").0, [one("{}", 1)]);
    }

    #[test]
    fn what_is_cut_short_is_told() {
        for (text, read) in
            [("{\"message\":{\"items\":[{\"a\":1},", 1), ("{\"message\":{\"items\":[{\"a\":1}]", 1), ("[{\"a\":1}", 1), ("]", 0)]
        {
            let (cuts, findings) = cuts(text);
            assert_eq!((cuts.len(), findings.len()), (read, 1), "{text}");
        }
        for text in ["{", "{\"a", "{\"a\"", "{\"a\":", "{a:1}", "{\"message\":{\"items\":[{\"a\":"] {
            assert!(!cuts(text).0.is_empty(), "{text}");
        }
        assert!(cuts(&"{\"message\":".repeat(50_000)).0.len() < 3);
        assert!(cuts(&"[".repeat(100_000)).0.len() < 3);
    }
}
