//! Records cut out of a file of XML: a small file is taken whole, of a large one never more than a record is held.

use std::io::{BufRead, Read};

use memchr::memmem;

use super::hunt::Hunt;
use super::{Element, Tree, keep};
use crate::formats::document::{Document, LARGEST, Yield};
use crate::formats::{Finding, Reading, Readings, Source, encoding};
use crate::record::Provenance;

/// Files up to this size are read whole: one decision on the encoding, and a digest.
const WHOLE: u64 = 8 << 20;

/// How a record's element becomes a record, or several (an article and its answers).
pub type ReadElement = fn(Element<'_>) -> Yield;

/// Reads the elements of these names as records of a format.
pub fn read_records(source: Source, names: &'static [&'static str], format: &'static str, read: ReadElement) -> Readings {
    let mut waiting = Vec::new();
    let cutter = Cutter::new(source, names, &mut waiting);
    waiting.reverse();
    Box::new(Records { cutter, waiting, format, read, any: false })
}

/// Records, one after another, with their findings.
pub struct Records {
    cutter: Option<Cutter>,
    /// Readings that wait, last first.
    waiting: Vec<Reading>,
    format: &'static str,
    read: ReadElement,
    any: bool,
}

impl Iterator for Records {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(reading) = self.waiting.pop() {
                return Some(reading);
            }
            let cutter = self.cutter.as_mut()?;
            match cutter.cut() {
                Ok(Some(line)) => {
                    self.any = true;
                    self.waiting = readings(cutter, line, self.format, self.read);
                    self.waiting.reverse();
                }
                Ok(None) => {
                    self.waiting.extend(std::mem::take(&mut cutter.findings).into_iter().map(Err));
                    if !self.any {
                        let names: Vec<String> = cutter.names.iter().map(|name| format!("<{name}>")).collect();
                        let sentence = format!("no record is in this file: {} was looked for", names.join(" or "));
                        self.waiting.push(Err(Finding::skipped(sentence)));
                    }
                    self.cutter = None;
                }
                Err(finding) => {
                    self.cutter = None;
                    self.waiting = vec![Err(finding)];
                }
            }
        }
    }
}

fn readings(cutter: &Cutter, line: usize, format: &'static str, read: ReadElement) -> Vec<Reading> {
    let tree = Tree::within(cutter.prologue(), cutter.record(), line);
    let Some(root) = tree.root() else {
        let cut = Finding::skipped("the file ends within a tag, before anything of the record could be read").at(line);
        return vec![Err(cut)];
    };
    let mut records = read(root);
    // What was left stands with the first record of an element: it is the whole element's.
    if let Some((first, findings)) = records.first_mut() {
        findings.extend(keep(root, format, first));
    }
    let of_tree = tree.findings.iter().map(ToString::to_string);
    let mut readings = Vec::new();
    let mut of_tree: Vec<String> = of_tree.collect();
    for (mut article, findings) in records {
        let mut provenance = cutter.provenance(format);
        provenance.warn = std::mem::take(&mut of_tree);
        provenance.warn.extend(findings.iter().map(ToString::to_string));
        article.prov.insert(0, provenance);
        readings.push(Ok(Box::new(article)));
        readings.extend(findings.into_iter().map(Err));
    }
    readings.extend(tree.findings.iter().cloned().map(Err));
    readings
}

/// Cuts elements out of a stream of bytes.
pub struct Cutter {
    names: &'static [&'static str],
    bytes: Box<dyn BufRead + Send>,
    /// What is read and not yet passed of a large file.
    held: Vec<u8>,
    /// The whole text of a small file; of a large one the current record.
    text: String,
    whole: Option<Document>,
    ended: bool,
    /// Where the search goes on in what is held.
    at: usize,
    /// Lines before `at`.
    line: usize,
    /// The current record, in `text`.
    record: (usize, usize),
    /// Where the text before the first record ends.
    before_first: Option<usize>,
    declared: Option<String>,
    label: Option<String>,
    name: Option<String>,
    pub findings: Vec<Finding>,
}

impl Cutter {
    fn new(mut source: Source, names: &'static [&'static str], waiting: &mut Vec<Reading>) -> Option<Self> {
        // Who holds all of a file shows all of it: room for it is made once.
        let shown = source.bytes.fill_buf().map_or(0, <[u8]>::len);
        let mut head = Vec::with_capacity(shown.min(usize::try_from(WHOLE).unwrap_or(usize::MAX)) + 1);
        let read = source.bytes.by_ref().take(WHOLE + 1).read_to_end(&mut head);
        if let Err(error) = read {
            waiting.push(Err(Finding::skipped(format!("the file could not be read to its end: {error}"))));
        }
        let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || head.iter().take(4).any(|byte| *byte == 0);
        if head.len() as u64 > WHOLE && wide {
            let more = source.bytes.by_ref().take(LARGEST).read_to_end(&mut head);
            waiting.extend(more.err().map(|error| Err(Finding::skipped(format!("the file could not be read to its end: {error}")))));
        }
        let mut cutter = Self {
            names,
            bytes: source.bytes,
            held: Vec::new(),
            text: String::new(),
            whole: None,
            ended: false,
            at: 0,
            line: 1,
            record: (0, 0),
            before_first: None,
            declared: None,
            label: source.encoding,
            name: source.name,
            findings: Vec::new(),
        };
        if head.len() as u64 > WHOLE && !wide {
            let start: String = head.iter().take(200).map(|byte| char::from(*byte)).collect();
            cutter.declared =
                start.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next().map(str::to_owned));
            cutter.held = head;
            return Some(cutter);
        }
        match Document::of_bytes(head, cutter.name.clone(), cutter.label.as_deref()) {
            Ok(mut document) => {
                cutter.findings = std::mem::take(&mut document.findings);
                cutter.text = std::mem::take(&mut document.text);
                cutter.whole = Some(document);
                cutter.ended = true;
                Some(cutter)
            }
            Err(finding) => {
                waiting.push(Err(finding));
                None
            }
        }
    }

    fn provenance(&self, format: &str) -> Provenance {
        match &self.whole {
            Some(document) => document.provenance(format),
            None => Provenance { src: format.to_owned(), name: self.name.clone(), ..Provenance::default() },
        }
    }

    /// What is read and not yet passed, in bytes.
    fn held(&self) -> &[u8] {
        if self.whole.is_some() { self.text.as_bytes() } else { &self.held }
    }

    fn record(&self) -> &str {
        if self.whole.is_some() { self.text.get(self.record.0..self.record.1).unwrap_or_default() } else { &self.text }
    }

    /// What stands before the first record: the declaration and the document type.
    fn prologue(&self) -> &str {
        let end = self.before_first.filter(|_| self.whole.is_some()).unwrap_or(0);
        self.text.get(..end).unwrap_or_default()
    }

    /// Goes to the next record; gives the line on which it begins, or nothing at the end.
    fn cut(&mut self) -> Result<Option<usize>, Finding> {
        self.drop_passed();
        let Some((begin, name)) = self.find_start()? else { return Ok(None) };
        self.before_first.get_or_insert(begin);
        self.pass(begin);
        let line = self.line;
        let end = self.find_end(begin, &name)?;
        self.pass(end);
        if self.whole.is_some() {
            self.record = (begin, end);
        } else {
            let bytes = self.held.get(begin..end).unwrap_or_default();
            match (&self.label, std::str::from_utf8(bytes)) {
                (None, Ok(text)) => {
                    self.text.clear();
                    self.text.push_str(text);
                }
                (label, _) => {
                    let decoded = encoding::decode(bytes, label.as_deref().or(self.declared.as_deref()))?;
                    self.findings.extend(decoded.findings.into_iter().map(|finding| Finding { line: Some(line), ..finding }));
                    self.text = decoded.text;
                }
            }
        }
        Ok(Some(line))
    }

    /// Moves on, counting lines.
    fn pass(&mut self, to: usize) {
        let passed = self.held().get(self.at..to).unwrap_or_default();
        self.line += super::tree::lines(passed);
        self.at = to;
    }

    /// Lets go of what is passed, where the file is not held whole, and says how much that was. What is left moves, so it
    /// is done when the larger part is passed.
    fn drop_passed(&mut self) -> usize {
        if self.whole.is_some() || self.at < self.held.len() / 2 {
            return 0;
        }
        self.held.drain(..self.at);
        std::mem::take(&mut self.at)
    }

    /// Reads more into `held`; says whether there was more.
    fn more(&mut self, line: usize) -> Result<bool, Finding> {
        if self.ended {
            return Ok(false);
        }
        if (self.held().len() - self.at.min(self.held().len())) as u64 > LARGEST {
            self.ended = true;
            return Err(Finding::skipped("a record is larger than 64 MiB; nothing behind it was read").at(line));
        }
        let step = 1 << 18;
        let read = self.bytes.by_ref().take(step).read_to_end(&mut self.held);
        match read {
            Ok(0) => self.ended = true,
            Ok(_) => return Ok(true),
            Err(error) => {
                self.ended = true;
                return Err(Finding::skipped(format!("the file could not be read to its end: {error}")).at(line));
            }
        }
        Ok(false)
    }

    /// The next `<` at or after a place; what is held may grow.
    fn next_tag(&mut self, from: usize) -> Result<Option<usize>, Finding> {
        let mut from = from;
        loop {
            if let Some(at) = self.held().get(from..).and_then(|rest| memchr::memchr(b'<', rest)) {
                // A tag that is cut by the end of what is held is read on.
                let at = from + at;
                if self.held().len() - at > 256 || !self.more(self.line)? {
                    return Ok(Some(at));
                }
                continue;
            }
            from = self.held().len();
            if !self.more(self.line)? {
                return Ok(None);
            }
        }
    }

    /// Behind a comment or a CDATA section that begins at a place; the end when it is not closed.
    fn behind(&mut self, at: usize, close: &[u8]) -> Result<usize, Finding> {
        let mut from = at;
        loop {
            let found = self.held().get(from..).and_then(|rest| memmem::find(rest, close));
            if let Some(found) = found {
                return Ok(from + found + close.len());
            }
            from = self.held().len().saturating_sub(close.len() - 1).max(at);
            if !self.more(self.line)? {
                return Ok(self.held().len());
            }
        }
    }

    /// The place behind what is no tag at a place (a comment, a CDATA section), if it is such.
    fn no_tag(&mut self, at: usize) -> Result<Option<usize>, Finding> {
        let here = self.held().get(at..).unwrap_or_default();
        if here.get(1) != Some(&b'!') {
            return Ok(None);
        }
        if here.starts_with(b"<!--") {
            return self.behind(at + 4, b"-->").map(Some);
        }
        if here.starts_with(b"<![CDATA[") {
            return self.behind(at + 9, b"]]>").map(Some);
        }
        Ok(None)
    }

    /// The next start tag of a record: its place and its name as written.
    fn find_start(&mut self) -> Result<Option<(usize, Vec<u8>)>, Finding> {
        let mut from = self.at;
        while let Some(at) = self.next_tag(from)? {
            from = at + 1;
            if let Some(behind) = self.no_tag(at)? {
                from = behind;
            } else if let Some(name) = self.wanted(at + 1) {
                return Ok(Some((at, name)));
            }
            // Text between records is passed and let go, however long it is.
            if self.whole.is_none() && from - self.at > 1 << 20 {
                self.pass(from);
                from -= self.drop_passed();
            }
        }
        Ok(None)
    }

    /// The name as written at a place, if it is one of a record.
    fn wanted(&self, at: usize) -> Option<Vec<u8>> {
        let rest = self.held().get(at..)?;
        let end = rest.iter().take(256).position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))?;
        let name = rest.get(..end)?;
        let local = name.iter().rposition(|byte| *byte == b':').and_then(|colon| name.get(colon + 1..)).unwrap_or(name);
        self.names.iter().any(|known| known.as_bytes() == local).then(|| name.to_vec())
    }

    /// Where a record that begins at a place ends: behind its end tag, before the next record, or at the end of the file.
    ///
    /// Only its own tags, comments and CDATA sections are looked at: all others are passed over without a look.
    fn find_end(&mut self, begin: usize, name: &[u8]) -> Result<usize, Finding> {
        let mut opening = Hunt::new(&[b"<", name].concat());
        let mut closing = Hunt::new(&[b"</", name].concat());
        let mut declared = Hunt::new(b"<!");
        let mut from = begin + 1;
        let mut depth = 1usize;
        loop {
            let close = closing.next(self.held(), from, self.held().len());
            if close.is_none() && self.more(self.line)? {
                continue;
            }
            let upto = close.unwrap_or(self.held().len());
            let silent = declared.next(self.held(), from, upto);
            let Some(at) = opening.next(self.held(), from, silent.unwrap_or(upto)).or(silent).or(close) else { break };
            // What is cut by the end of what is held is read on.
            while self.held().len() - at <= 256 && self.more(self.line)? {}
            from = at + 1;
            if let Some(behind) = self.no_tag(at)? {
                from = behind;
                continue;
            }
            let rest = self.held().get(at + 1..).unwrap_or_default();
            let (closing, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
            let same = rest
                .strip_prefix(name)
                .is_some_and(|rest| rest.first().is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')));
            if !same {
                continue;
            }
            if closing {
                depth -= 1;
            } else {
                let tag_end = rest.iter().position(|byte| *byte == b'>');
                let empty = tag_end.and_then(|end| rest.get(end.wrapping_sub(1))).is_some_and(|byte| *byte == b'/');
                depth += usize::from(!empty);
            }
            if depth == 0 {
                return self.behind(at, b">");
            }
        }
        Ok(self.held().len())
    }
}
