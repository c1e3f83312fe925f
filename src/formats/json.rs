//! qikan's own JSON: one object, an array, or one object a line; read as a stream, record by record.
//!
//! A record that is not JSON is a finding with its line, and reading goes on. A member of a wrong type does not lose its
//! record: what can be understood is (`"year": "2024"`), the rest is kept under `raw` and told.

mod members;
mod reading;
mod surrogates;
mod understood;

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::values::{Cut, Lines, Values};
use super::{Finding, Reading, Readings, Source, printable};
use crate::record::Article;
use reading::record;
use surrogates::mend_surrogates;

/// Reads one object or an array of objects.
pub fn read(source: Source) -> Readings {
    Box::new(Records { cuts: Values::new(source.bytes, source.encoding), waiting: Vec::new(), read: record })
}

/// Reads one object a line.
pub fn read_lines(source: Source) -> Readings {
    Box::new(Records { cuts: Lines::new(source.bytes, source.encoding), waiting: Vec::new(), read: record })
}

/// The record of one value of the schema's own JSON, and its findings behind it.
pub fn readings(text: &str, line: usize) -> Vec<Reading> {
    match record(text, line) {
        Ok((article, findings)) => std::iter::once(Ok(article)).chain(findings.into_iter().map(Err)).collect(),
        Err(finding) => vec![Err(finding)],
    }
}

/// How a JSON value becomes a record, with what was doubtful in it.
pub type FromValue = fn(&str, usize) -> Result<(Box<Article>, Vec<Finding>), Finding>;

/// Reads what `cuts` cuts out of a stream with another mapping than the schema's.
pub fn records(cuts: impl Iterator<Item = Result<Cut, Finding>> + Send + 'static, read: FromValue) -> Readings {
    Box::new(Records { cuts, waiting: Vec::new(), read })
}

/// Reads values with another mapping than the schema's.
pub fn read_with(source: Source, by_line: bool, read: FromValue) -> Readings {
    if by_line {
        Box::new(Records { cuts: Lines::new(source.bytes, source.encoding), waiting: Vec::new(), read })
    } else {
        Box::new(Records { cuts: Values::new(source.bytes, source.encoding), waiting: Vec::new(), read })
    }
}

/// Records as they are cut out of the stream.
struct Records<I> {
    cuts: I,
    /// Findings of the last record, last first.
    waiting: Vec<Finding>,
    read: FromValue,
}

impl<I: Iterator<Item = Result<Cut, Finding>>> Iterator for Records<I> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        if let Some(finding) = self.waiting.pop() {
            return Some(Err(finding));
        }
        let cut = match self.cuts.next()? {
            Ok(cut) => cut,
            Err(finding) => return Some(Err(finding)),
        };
        match (self.read)(&cut.text, cut.line) {
            Ok((article, mut findings)) => {
                findings.reverse();
                self.waiting = findings;
                Some(Ok(article))
            }
            Err(finding) => Some(Err(finding)),
        }
    }
}

/// Reads text as a JSON object; single halves of UTF-16 pairs are replaced, anything else that is not JSON is an error.
pub fn object(text: &str, line: usize) -> Result<(Map<String, Value>, Vec<Finding>), Finding> {
    let mut findings = Vec::new();
    let value = serde_json::from_str::<Value>(text).or_else(|error| {
        let Some(mended) = mend_surrogates(text) else { return Err(error) };
        findings.push(Finding::kept("half of a UTF-16 pair was replaced by U+FFFD").at(line));
        serde_json::from_str::<Value>(&mended)
    });
    match value {
        Ok(Value::Object(members)) => Ok((members, findings)),
        Ok(other) => Err(Finding::skipped(format!("a record is an object, but this is {}", kind_of(&other))).at(line)),
        Err(error) => {
            let at = line + error.line().saturating_sub(1);
            let what = if error.is_eof() { "the record is cut short".to_owned() } else { format!("this is not JSON: {error}") };
            Err(Finding::skipped(what).at(at))
        }
    }
}

/// What a value is, in words.
pub fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Writes one object a line.
pub fn write_lines(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    // A record has thousands of pieces: they are put together before anything is written.
    let mut line = Vec::new();
    for article in records {
        line.clear();
        printable::push_json(&mut line, &article)?;
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}

/// Writes an array of objects, each on lines of its own.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    write_array(out, &mut records.map(|article| serde_json::to_value(&article)))
}

/// Writes values as an array.
pub fn write_array(out: &mut dyn Write, values: &mut dyn Iterator<Item = serde_json::Result<Value>>) -> io::Result<()> {
    let mut before = "[\n";
    let mut piece = Vec::new();
    for value in values {
        piece.clear();
        piece.extend_from_slice(before.as_bytes());
        printable::push_json(&mut piece, &value?)?;
        out.write_all(&piece)?;
        before = ",\n";
    }
    out.write_all(if before == "[\n" { b"[]\n" } else { b"\n]\n" })
}

/// How sure it is that text is one object or an array.
pub fn sniff(head: &str) -> u8 {
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    let sure = if is_own(start) { OWN } else { 60 };
    if start.starts_with('[') && start.trim_start_matches('[').trim_start().starts_with(['{', ']']) {
        return sure;
    }
    if looks_like_object(start) && !by_line(start) { sure } else { 0 }
}

/// How sure it is that text is one object a line.
pub fn sniff_lines(head: &str) -> u8 {
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    let sure = if is_own(start) { OWN } else { 65 };
    if looks_like_object(start) && by_line(start) { sure } else { 0 }
}

/// How sure it is of a record that qikan wrote, whatever it keeps of other formats under `raw`.
const OWN: u8 = 95;

/// Whether the first record begins with the version of the schema, as those do that qikan writes.
fn is_own(start: &str) -> bool {
    let version = start.trim_start_matches('[').trim_start().strip_prefix("{\"v\":");
    version.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

fn looks_like_object(start: &str) -> bool {
    start.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// Whether objects follow each other line by line: the second line begins another, or the first is whole and more follows.
pub fn by_line(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    match lines.next() {
        Some(second) => second.starts_with('{') || serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok(),
        // One line: a whole object is both; a head that was cut is one very long line.
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::reading::KEPT_UNDER;
    use super::*;
    use crate::formats::Source;
    use crate::record::DOI_AS_WRITTEN;
    use crate::record::Language;

    fn source(text: &str) -> Source {
        Source { bytes: Box::new(io::Cursor::new(text.as_bytes().to_vec())), name: None, encoding: None }
    }

    fn split(readings: Readings) -> (Vec<Article>, Vec<Finding>) {
        let mut records = Vec::new();
        let mut findings = Vec::new();
        for reading in readings {
            match reading {
                Ok(article) => records.push(*article),
                Err(finding) => findings.push(finding),
            }
        }
        (records, findings)
    }

    #[test]
    fn a_cut_line_is_told_and_the_others_are_read() {
        let text = "{\"title\":{\"en\":\"A\"}}\n{\"title\":{\"en\":\"B\n\n{\"title\":{\"en\":\"C\"}}";
        let (records, findings) = split(read_lines(source(text)));
        assert_eq!(records.len(), 2);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, Some(2));
    }

    #[test]
    fn an_array_goes_on_behind_a_bad_element() {
        let text = "[{\"year\": 2024},\n{\"year\": NaN},\n7,\n{\"title\":{\"zh\":\"a]}\\\"\"}}]";
        let (records, findings) = split(read(source(text)));
        assert_eq!(records.len(), 2);
        assert_eq!(findings.iter().map(|f| f.line).collect::<Vec<_>>(), [Some(2), Some(3)]);
    }

    #[test]
    fn a_member_of_a_wrong_type_does_not_lose_its_record() {
        let text = r#"{"title":"Plain","year":"2024","volume":60,"dates":7,"tags":["a",1],"mine":{"x":1}}"#;
        let (records, findings) = split(read(source(text)));
        let article = &records[0];
        assert_eq!(article.title.get(&Language::En).unwrap(), "Plain");
        assert_eq!(article.year, Some(2024));
        assert_eq!(article.volume.as_deref(), Some("60"));
        assert_eq!(article.tags, ["a"]);
        assert_eq!(article.raw[KEPT_UNDER]["dates"], 7);
        assert_eq!(article.raw[KEPT_UNDER]["tags"], serde_json::json!([1]));
        assert_eq!(article.rest["mine"]["x"], 1);
        assert_eq!(findings.len(), 5);
    }

    #[test]
    fn plain_records_of_other_programs_are_understood() {
        let text = r#"{"title":"智慧治理","authors":["胡业飞"],"journal":"学报","abstract":"摘要","keywords":["城市","city"],"doi":"10.5555/x","references":["[3] A. B[J]. C, 2020.","D"]}"#;
        let (records, _) = split(read(source(text)));
        let article = &records[0];
        assert_eq!(article.journal.title.get(&Language::Zh).unwrap(), "学报");
        assert_eq!(article.abstracts.get(&Language::Zh).unwrap()[0].text, "摘要");
        assert_eq!((article.keywords.get(&Language::Zh).unwrap().len(), article.keywords.get(&Language::En).unwrap().len()), (1, 1));
        assert_eq!(article.ids.doi.as_ref().unwrap().to_string(), "10.5555/x");
        let references = article.refs.as_ref().unwrap();
        assert_eq!((references[0].n.as_deref(), references[0].raw.as_str()), (Some("3"), "[3] A. B[J]. C, 2020."));
        assert_eq!((references[1].n.as_deref(), references[1].raw.as_str()), (None, "D"));
        assert!(article.rest.is_empty() && article.raw.is_empty(), "{:?} {:?}", article.rest, article.raw);
    }

    #[test]
    fn what_does_not_fit_is_kept_in_its_order_and_the_others_are_read() {
        let text = r#"{"year":"soon","title":"T","authors":["A",1],"x":[null],"refs":"none","tags":[1,2],"volume":7,"affiliations":[{},3],"v":"1"}"#;
        let (records, findings) = split(read(source(text)));
        let article = &records[0];
        assert_eq!((article.title.get(&Language::En).unwrap(), article.volume.as_deref(), article.v), (&"T".to_owned(), Some("7"), 1));
        assert!(article.year.is_none() && article.authors.is_empty() && article.tags.is_empty() && article.refs.is_none());
        let kept = serde_json::json!({ "year": "soon", "authors": ["A", 1], "refs": "none", "tags": [1, 2], "affiliations": [{}, 3] });
        assert_eq!(article.raw[KEPT_UNDER], kept);
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&article.raw[KEPT_UNDER]), names(&kept));
        assert_eq!(article.rest["x"], serde_json::json!([null]));
        let told: Vec<&str> = findings.iter().map(|finding| finding.field.as_deref().unwrap()).collect();
        assert_eq!(told, ["year", "title", "authors", "refs", "tags", "volume", "affiliations", "v"]);
    }

    #[test]
    fn a_doi_that_is_none_is_kept_and_told_once() {
        let (records, findings) = split(read(source(
            "{\"volume\":\"1\"}\n{\"year\":\"1\",\"ids\":{\"doi\":\"none\"}}\n{\"volume\":\"1\",\"ids\":{\"doi\":\" \"}}",
        )));
        assert_eq!((records[1].ids.doi.as_ref(), &records[1].ids.rest[DOI_AS_WRITTEN]), (None, &Value::from("none")));
        assert!(records[2].ids.is_empty());
        let told: Vec<_> = findings.iter().map(|finding| (finding.line, finding.sentence.contains("not a DOI"))).collect();
        // Of the first and the last nothing else is known, which is told too.
        assert_eq!(told, [(Some(1), false), (Some(2), false), (Some(2), true), (Some(3), false)]);
        let mut lines = Vec::new();
        write_lines(&mut lines, &mut records.clone().into_iter()).unwrap();
        assert_eq!(split(read_lines(source(std::str::from_utf8(&lines).unwrap()))), (records, Vec::new()));
        let (records, findings) = split(read(source("{\"ids\":{\"doi\":\"n/a\",\"pmid\":\"7\"}}")));
        assert_eq!((records[0].ids.pmid.as_deref(), findings.len()), (Some("7"), 1));
        let (records, findings) = split(read(source("{\"ids\":{\"doi\":7}}")));
        assert_eq!((&records[0].raw[KEPT_UNDER]["ids"]["doi"], findings.len()), (&Value::from(7), 1));
    }

    #[test]
    fn strange_json_is_read_or_refused() {
        let (records, findings) = split(read(source(r#"{"title":{"en":"a\ud800b"}}"#)));
        assert_eq!(records[0].title.get(&Language::En).unwrap(), "a\u{FFFD}b");
        assert_eq!(findings.len(), 1);
        let (records, _) = split(read(source(r#"{"year":1,"year":2}"#)));
        assert_eq!(records[0].year, Some(2));
        for bad in ["[1e400]", "{\"year\":1e400}", "[", "{", "[[[[", "{]", "\"x\"", "[{}}"] {
            let (_, findings) = split(read(source(bad)));
            assert!(!findings.is_empty(), "{bad}");
        }
        let deep = "[".repeat(100_000);
        assert!(split(read(source(&deep))).0.is_empty());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"v":1,"type":"review","title":{"zh":"题"},"mine":[1,{"a":null}],"refs":[]}"#;
        let (records, _) = split(read(source(text)));
        let mut lines = Vec::new();
        write_lines(&mut lines, &mut records.clone().into_iter()).unwrap();
        let mut array = Vec::new();
        write(&mut array, &mut records.clone().into_iter()).unwrap();
        assert_eq!(split(read_lines(source(std::str::from_utf8(&lines).unwrap()))).0, records);
        assert_eq!(split(read(source(std::str::from_utf8(&array).unwrap()))).0, records);
    }
}
