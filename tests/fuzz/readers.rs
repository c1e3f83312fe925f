//! Bytes into records, with a bounded answer whatever the bytes are.
#![no_main]

mod reader;

use libfuzzer_sys::fuzz_target;
use qikan::formats::printable;
use qikan::record::Article;
use reader::{NAME, read};

/// What is in archives is more than their bytes, by so much at most.
const ARCHIVES: [&str; 4] = ["gz", "zst", "zip", "tar"];
const SWELLING: usize = 1000;

/// Readings that bytes may yield for each of them, and some more.
const READINGS_A_BYTE: usize = 2;

/// Bytes of the records, as they are written, for each byte that was read.
const WRITTEN_A_BYTE: usize = 256;

/// Bytes of a sentence about what was read.
const LONGEST_SENTENCE: usize = 1 << 10;

fuzz_target!(|bytes: &[u8]| {
    let (_, records, findings) = read(bytes);
    let size = bytes.len() * if NAME.as_deref().is_some_and(|name| ARCHIVES.contains(&name)) { SWELLING } else { 1 };
    assert!(records.len() + findings.len() <= READINGS_A_BYTE * size + 100, "more readings than bytes");
    // What is in a library must be a record again.
    for record in &records {
        let json = serde_json::to_string(record).unwrap();
        let again: Article = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        assert!(again == *record, "it is another record when it is read again: {json}");
    }
    let written: usize = records.iter().map(|record| printable::json(record).len()).sum();
    assert!(written <= WRITTEN_A_BYTE * size + (1 << 16), "{written} bytes are written of {size}");
    for finding in findings {
        assert!(finding.sentence.len() <= LONGEST_SENTENCE, "{} bytes about it: {finding}", finding.sentence.len());
    }
});
