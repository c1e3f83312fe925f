//! MARC as catalogues exchange it (ISO 2709): a leader, a directory of fields, and the fields, divided by control characters.
//!
//! Each record is written down as the `record` of MARCXML and read as that, so that both mean the same.

use std::fmt::Write as _;
use std::io::{BufRead, Read};

use super::ansel;
use crate::formats::values::unreadable;
use crate::formats::xml::{Tree, keep};
use crate::formats::{Finding, Reading, Readings, Source, encoding, rich};
use crate::record::{Article, Provenance};

/// The name under which what has no place is kept.
const NAME: &str = "marc";

/// Bytes of a leader.
const LEADER: usize = 24;

/// Bytes of an entry of the directory: a tag, a length and a place.
const ENTRY: usize = 12;

/// The longest record, in bytes. The standard's own bound is 99,999, which some programs do not keep.
const LONGEST: u64 = 4 << 20;

const END_OF_RECORD: u8 = 0x1D;
const END_OF_FIELD: u8 = 0x1E;
const SUBFIELD: u8 = 0x1F;

/// Whether a file begins with such a record: by what is the same in every leader, and the end of its directory.
pub fn is_marc(head: &[u8]) -> bool {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
    let Some(record) = head.get(start..).filter(|record| record.len() > LEADER + ENTRY) else { return false };
    let digits = |from: usize, to: usize| record.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let ends = record.iter().skip(LEADER).position(|byte| !byte.is_ascii_alphanumeric());
    digits(0, 5)
        && digits(12, 17)
        && record.get(10..12) == Some(b"22")
        && ends.is_some_and(|directory| directory >= ENTRY && record.get(LEADER + directory) == Some(&END_OF_FIELD))
}

/// Reads records. A finding names the record by its number, for there are no lines.
pub fn read(source: Source) -> Readings {
    Box::new(Records { source: Some(source), number: 0, waiting: Vec::new() })
}

struct Records {
    source: Option<Source>,
    number: usize,
    /// Readings that wait, last first.
    waiting: Vec<Reading>,
}

impl Iterator for Records {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(reading) = self.waiting.pop() {
                return Some(reading);
            }
            let mut bytes = Vec::new();
            let source = self.source.as_mut()?;
            if let Err(error) = source.bytes.by_ref().take(LONGEST).read_until(END_OF_RECORD, &mut bytes) {
                self.source = None;
                return Some(Err(unreadable(&error)));
            }
            if bytes.is_empty() {
                return None;
            }
            let is_whole = bytes.pop_if(|byte| *byte == END_OF_RECORD).is_some();
            let record = bytes.trim_ascii_start();
            if record.is_empty() || record.iter().all(|byte| matches!(byte, 0 | 0x1A)) {
                continue;
            }
            self.number += 1;
            self.waiting = readings(record, self.number, is_whole, source);
            self.waiting.reverse();
        }
    }
}

/// The record that bytes are, and what is to be said of it.
fn readings(bytes: &[u8], number: usize, is_whole: bool, source: &Source) -> Vec<Reading> {
    let mut findings = Vec::new();
    let article = match as_xml(bytes, source.encoding.as_deref(), &mut findings) {
        Ok(xml) => article(&xml, &mut findings),
        Err(finding) => {
            findings.push(finding);
            None
        }
    };
    if !is_whole {
        findings.push(Finding::kept("the file ends before the record does; what is there was read"));
    }
    for finding in &mut findings {
        finding.line = None;
        finding.sentence.insert_str(0, &format!("record {number}: "));
    }
    let warn = findings.iter().map(ToString::to_string).collect();
    let provenance = Provenance { src: NAME.to_owned(), name: source.name.clone(), warn, ..Provenance::default() };
    let article = article.map(|mut article| {
        article.prov.insert(0, provenance);
        Ok(Box::new(article))
    });
    article.into_iter().chain(findings.into_iter().map(Err)).collect()
}

/// The record of MARCXML, with what no member took.
fn article(xml: &str, findings: &mut Vec<Finding>) -> Option<Article> {
    let tree = Tree::within("", xml, 1);
    let root = tree.root()?;
    let (mut article, of_record) = super::record(root).pop()?;
    findings.extend(of_record);
    findings.extend(keep(root, NAME, &mut article));
    Some(article)
}

/// The record in MARCXML.
///
/// # Errors
/// A finding where it has no leader or no directory.
fn as_xml(record: &[u8], label: Option<&str>, findings: &mut Vec<Finding>) -> Result<String, Finding> {
    let no_record = || Finding::skipped("these bytes have no leader and directory as ISO 2709 wants them");
    let leader = record.get(..LEADER).ok_or_else(no_record)?;
    let directory = record.get(LEADER..).and_then(|rest| rest.split(|byte| *byte == END_OF_FIELD).next()).ok_or_else(no_record)?;
    if directory.len() < ENTRY || directory.iter().take(ENTRY).any(|byte| !byte.is_ascii_alphanumeric()) {
        return Err(no_record());
    }
    let data = record.get(LEADER + directory.len() + 1..).unwrap_or_default();
    let mut script = Script::of(data, leader.get(9) == Some(&b'a'), label, findings)?;
    let mut xml = String::from("<record><leader>");
    xml.push_str(&rich::escape(&String::from_utf8_lossy(leader)));
    xml.push_str("</leader>");
    let in_order: Vec<&[u8]> = data.split(|byte| *byte == END_OF_FIELD).collect();
    for (entry, next) in directory.chunks_exact(ENTRY).zip(in_order.iter().map(Some).chain(std::iter::repeat(None))) {
        let Some(tag) = entry.get(..3).filter(|tag| tag.iter().all(u8::is_ascii_alphanumeric)) else { continue };
        let Some(bytes) = at_place(data, entry).or(next.copied()) else { continue };
        field(&String::from_utf8_lossy(tag), bytes, &mut script, &mut xml);
    }
    xml.push_str("</record>");
    if script.unread {
        findings.push(Finding::kept("characters of MARC-8's sets beyond Latin could not be read; ask the catalogue for UTF-8"));
    }
    Ok(xml)
}

/// The field that an entry points at; nothing where no field begins and ends there: programs that turned records into UTF-8
/// often left lengths and places as they were.
fn at_place<'r>(data: &'r [u8], entry: &[u8]) -> Option<&'r [u8]> {
    let number = |from: usize, to: usize| std::str::from_utf8(entry.get(from..to)?).ok()?.parse::<usize>().ok();
    let (length, from) = (number(3, 7)?, number(7, 12)?);
    let field = data.get(from..from + length)?;
    let begins = from == 0 || data.get(from - 1) == Some(&END_OF_FIELD);
    let (last, field) = field.split_last()?;
    (begins && *last == END_OF_FIELD && !field.contains(&END_OF_FIELD)).then_some(field)
}

/// Writes a field: a controlled one is text, any other has two indicators and subfields.
fn field(tag: &str, bytes: &[u8], script: &mut Script, xml: &mut String) {
    let escaped = |text: &str| rich::escape(text).replace('"', "&quot;");
    if tag.starts_with("00") || !bytes.contains(&SUBFIELD) {
        let _ = write!(xml, "<controlfield tag=\"{tag}\">{}</controlfield>", escaped(&script.text(bytes)));
        return;
    }
    let mut parts = bytes.split(|byte| *byte == SUBFIELD);
    let indicators = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let mut indicators = indicators.chars().chain([' ', ' ']).map(|sign| escaped(&sign.to_string()));
    let (first, second) = (indicators.next().unwrap_or_default(), indicators.next().unwrap_or_default());
    let _ = write!(xml, "<datafield tag=\"{tag}\" ind1=\"{first}\" ind2=\"{second}\">");
    for part in parts {
        if let Some((code, text)) = part.split_first() {
            let code = escaped(&char::from(*code).to_string());
            let _ = write!(xml, "<subfield code=\"{code}\">{}</subfield>", escaped(&script.text(text)));
        }
    }
    xml.push_str("</datafield>");
}

/// How the text of a record is written.
struct Script {
    is_ansel: bool,
    label: Option<String>,
    /// Something of a set that is not known stood in it.
    unread: bool,
}

impl Script {
    /// UTF-8 where it says so or is so; else the encoding that was named, Chinese (CNMARC), or MARC-8.
    ///
    /// # Errors
    /// A finding when the label names no encoding.
    fn of(data: &[u8], is_utf8: bool, label: Option<&str>, findings: &mut Vec<Finding>) -> Result<Self, Finding> {
        let script = |is_ansel, label: Option<&str>| Self { is_ansel, label: label.map(str::to_owned), unread: false };
        if label.is_some() {
            encoding::decode(&[], label)?;
            return Ok(script(false, label));
        }
        // An escape begins another set of MARC-8, whose bytes are those of ASCII.
        if std::str::from_utf8(data).is_ok() && !data.contains(&0x1B) {
            return Ok(script(false, Some("utf-8")));
        }
        if is_utf8 {
            findings.push(Finding::kept("the record says that it is UTF-8, and some of its bytes are not"));
            return Ok(script(false, Some("utf-8")));
        }
        Ok(if is_chinese(data) { script(false, Some("gb18030")) } else { script(true, None) })
    }

    fn text(&mut self, bytes: &[u8]) -> String {
        if self.is_ansel {
            let (text, unread) = ansel::decode(bytes);
            self.unread |= unread;
            return text;
        }
        encoding::decode(bytes, self.label.as_deref()).map(|decoded| decoded.text).unwrap_or_default()
    }
}

/// Whether bytes beyond ASCII come in pairs as in GB 2312; in MARC-8 a mark stands alone before its letter.
fn is_chinese(data: &[u8]) -> bool {
    let mut rest = data.iter().copied();
    let (mut pairs, mut alone) = (0usize, 0usize);
    while let Some(byte) = rest.next() {
        if byte >= 0xA1 {
            match rest.next() {
                Some(second) if second >= 0xA1 => pairs += 1,
                _ => alone += 1,
            }
        }
    }
    pairs > 3 * alone
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use std::io::Cursor;

    use super::*;
    use crate::record::Language;

    /// A record of fields, as the standard builds it; `shift` makes its places wrong.
    fn built(leader: &str, fields: &[(&str, &[u8])], shift: usize) -> Vec<u8> {
        let (mut directory, mut data) = (String::new(), Vec::new());
        for (tag, bytes) in fields {
            write!(directory, "{tag}{:04}{:05}", bytes.len() + 1, data.len() + shift).unwrap();
            data.extend_from_slice(bytes);
            data.push(END_OF_FIELD);
        }
        let base = LEADER + directory.len() + 1;
        let mut record = format!("{:05}{leader}22{base:05}   4500{directory}", base + data.len() + 1).into_bytes();
        record.push(END_OF_FIELD);
        record.extend(data);
        record.push(END_OF_RECORD);
        record
    }

    fn all(bytes: Vec<u8>) -> (Vec<Article>, Vec<String>) {
        let readings = read(Source { bytes: Box::new(Cursor::new(bytes)), name: None, encoding: None });
        let (articles, findings): (Vec<_>, Vec<_>) = readings.partition(Result::is_ok);
        let findings = findings.into_iter().filter_map(Result::err).map(|finding| finding.to_string()).collect();
        (articles.into_iter().map(|article| *article.unwrap()).collect(), findings)
    }

    const AUTHOR: &[u8] = b"1 \x1FaDvo\xE9r\xE2ak, Anton\xE2in,\x1Fd1841-1904.";
    const TITLE: &[u8] = b"10\x1FaRoots & figs /\x1Fcby A. Dvorak.";

    #[test]
    fn marc8_with_its_marks_before_letters() {
        for shift in [0, 7] {
            let bytes = built("cam  ", &[("001", b"1"), ("100", AUTHOR), ("245", TITLE)], shift);
            assert!(is_marc(&bytes) && is_marc(&[b"\r\n", bytes.as_slice()].concat()));
            let (articles, findings) = all([bytes.as_slice(), b"\n", bytes.as_slice(), b"\x1A"].concat());
            assert_eq!((articles.len(), findings.len()), (2, 0), "{findings:?}");
            let author = articles[1].authors[0].family.values().next().unwrap();
            assert_eq!(author, "Dvo\u{159}ák");
            assert_eq!(articles[1].title.get(&Language::En).unwrap(), "Roots &amp; figs");
        }
    }

    #[test]
    fn chinese_of_gb2312_and_utf8() {
        let title = "1 \u{1F}a榕树的生长\u{1F}f张三著";
        let (gbk, _, _) = encoding_rs::GB18030.encode(title);
        for (leader, bytes) in [("cam  ", gbk.as_ref()), ("cam a", title.as_bytes()), ("cam  ", title.as_bytes())] {
            let (articles, findings) = all(built(leader, &[("001", b"1"), ("200", bytes)], 0));
            assert_eq!(articles[0].title.get(&Language::Zh).unwrap(), "榕树的生长", "{findings:?}");
        }
    }

    #[test]
    fn what_is_broken_is_told_with_its_number_and_costs_no_other() {
        let good = built("cam  ", &[("245", TITLE)], 0);
        let (articles, findings) = all([good.as_slice(), b"no record\x1D", &good[..good.len() - 1]].concat());
        assert_eq!(articles.len(), 2);
        assert!(findings[0].starts_with("record 2: "), "{findings:?}");
        assert!(findings[1].starts_with("record 3: the file ends"), "{findings:?}");
        let cyrillic = all(built("cam  ", &[("245", b"10\x1Fa\x1B(NOBK\x1B(B and more")], 0));
        assert_eq!((cyrillic.0.len(), cyrillic.1.len()), (1, 1), "{cyrillic:?}");
        assert!(cyrillic.0[0].prov[0].warn[0].starts_with("record 1: "), "{cyrillic:?}");
        for cut in 0..good.len() {
            all(good[..cut].to_vec());
        }
    }
}
