//! Lines of a stream: any line end, any encoding, bounded memory.

use std::io::{BufRead, Cursor, Read};

use crate::formats::document::LARGEST;
use crate::formats::{Finding, Source, encoding};

type Bytes = Box<dyn BufRead + Send>;

/// How much is looked at to choose between a stream of UTF-8 and a file that is decoded whole, in bytes.
const HEAD: u64 = 64 << 10;

/// The longest single line, in bytes.
pub const LONGEST_LINE: usize = 16 << 20;

/// A stream of lines without their ends.
pub struct Lines {
    bytes: Bytes,
    /// The last line. It is checked once, when it is whole.
    text: String,
    /// The encoding of the first line that was not UTF-8; the others are taken to be in it too.
    fallback: Option<String>,
    /// The name of the encoding when it is not UTF-8.
    pub encoding: Option<String>,
    /// Lines read so far.
    pub number: usize,
    /// The last byte was CR: a LF that follows belongs to it.
    after_cr: bool,
    /// What is to be told before the next record.
    pub findings: Vec<Finding>,
}

/// What became of the reading of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Line,
    /// A line longer than [`LONGEST_LINE`]; only its beginning is kept.
    Cut,
    End,
}

impl Lines {
    pub fn new(source: Source) -> Self {
        let mut lines = Self {
            bytes: Box::new(std::io::empty()),
            text: String::new(),
            fallback: None,
            encoding: None,
            number: 0,
            after_cr: false,
            findings: Vec::new(),
        };
        if let Err(finding) = lines.begin(source) {
            lines.findings.push(finding);
        }
        lines
    }

    /// UTF-8 is read as a stream; whatever else the head shows is decoded whole.
    fn begin(&mut self, mut source: Source) -> Result<(), Finding> {
        let mut head = Vec::new();
        self.take(&mut source, HEAD, &mut head);
        let foreign =
            source.encoding.as_deref().is_some_and(|label| !matches!(label.trim().to_ascii_lowercase().as_str(), "utf-8" | "utf8"));
        let sound = std::str::from_utf8(&head).map_or_else(|error| error.error_len().is_none(), |_| true);
        if sound && !foreign && !head.contains(&0) {
            let start = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
            let mut head = Cursor::new(head);
            head.set_position(start);
            self.bytes = Box::new(head.chain(source.bytes));
            return Ok(());
        }
        let mut whole = head;
        self.take(&mut source, LARGEST, &mut whole);
        if whole.len() as u64 > LARGEST {
            whole.truncate(usize::try_from(LARGEST).unwrap_or(usize::MAX));
            self.findings.push(Finding::skipped(
                "only the first 64 MiB of a file that is not UTF-8 are read; convert it to UTF-8 (iconv) to read all of it",
            ));
        }
        let decoded = encoding::decode(&whole, source.encoding.as_deref())?;
        self.findings.extend(decoded.findings);
        self.encoding = Some(decoded.encoding).filter(|name| name != "utf-8");
        self.bytes = Box::new(Cursor::new(decoded.text.into_bytes()));
        Ok(())
    }

    /// Takes bytes of the source. What was read before an error is worth reading; behind it nothing is asked for.
    fn take(&mut self, source: &mut Source, most: u64, into: &mut Vec<u8>) {
        if let Err(error) = source.bytes.by_ref().take(most).read_to_end(into) {
            self.findings.push(unreadable(&error));
            source.bytes = Box::new(std::io::empty());
        }
    }

    /// Goes to the next line.
    pub fn advance(&mut self) -> Step {
        let mut line = std::mem::take(&mut self.text).into_bytes();
        line.clear();
        let mut any = false;
        let mut cut = false;
        loop {
            let buffer = match self.bytes.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.findings.push(unreadable(&error).at(self.number + 1));
                    self.bytes = Box::new(std::io::empty());
                    break;
                }
            };
            if buffer.is_empty() {
                break;
            }
            if std::mem::take(&mut self.after_cr) && buffer.first() == Some(&b'\n') {
                self.bytes.consume(1);
                continue;
            }
            any = true;
            let end = memchr::memchr2(b'\n', b'\r', buffer);
            let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
            let room = LONGEST_LINE - line.len();
            cut |= piece.len() > room;
            line.extend_from_slice(piece.get(..room).unwrap_or(piece));
            self.after_cr = end.is_some_and(|at| buffer.get(at) == Some(&b'\r'));
            let taken = end.map_or(buffer.len(), |at| at + 1);
            self.bytes.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Step::End;
        }
        self.number += 1;
        match String::from_utf8(line) {
            Ok(text) => self.text = text,
            Err(error) => self.decode(&error.into_bytes()),
        }
        if cut { Step::Cut } else { Step::Line }
    }

    /// The line that was last gone to.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Decodes a line that is not UTF-8 within a file that was so far.
    fn decode(&mut self, line: &[u8]) {
        let first = self.fallback.is_none();
        if let Ok(decoded) = encoding::decode(line, self.fallback.as_deref()) {
            if first {
                self.findings.push(
                    Finding::kept(format!(
                        "from here on lines are not all UTF-8; those that are not were read as {} (--encoding decides otherwise)",
                        decoded.encoding
                    ))
                    .at(self.number),
                );
            }
            self.text = decoded.text;
            self.fallback = Some(decoded.encoding);
        }
    }
}

fn unreadable(error: &std::io::Error) -> Finding {
    Finding::skipped(format!("the file could not be read to its end: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> (Vec<String>, Vec<Finding>) {
        let source = Source { bytes: Box::new(Cursor::new(bytes.to_vec())), name: None, encoding: None };
        let mut lines = Lines::new(source);
        let mut all = Vec::new();
        while lines.advance() != Step::End {
            all.push(lines.text().to_owned());
        }
        (all, lines.findings)
    }

    #[test]
    fn every_line_end_and_order_mark() {
        let wanted = ["TY  - JOUR", "", "期刊", "ER  - "];
        for end in ["\n", "\r\n", "\r"] {
            let text = wanted.join(end);
            assert_eq!(lines(text.as_bytes()).0, wanted, "{end:?}");
            assert_eq!(lines(format!("\u{FEFF}{text}{end}").as_bytes()).0, wanted, "{end:?}");
            let utf16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(lines(&utf16).0, wanted, "{end:?}");
        }
    }

    #[test]
    fn a_late_line_in_another_encoding_is_read_and_told() {
        let mut bytes = "a\n".repeat(40_000).into_bytes();
        let (gb, _, _) = encoding_rs::GB18030.encode("TI  - 智慧城市建设中的智慧治理：赋能机制与实现路径");
        bytes.extend_from_slice(&gb);
        let (all, findings) = lines(&bytes);
        assert_eq!(all.last().map(String::as_str), Some("TI  - 智慧城市建设中的智慧治理：赋能机制与实现路径"));
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(40_001)]);
    }
}
