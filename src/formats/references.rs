//! References as plain text, one a line, and their parts as JSON Lines.

use std::io::{self, BufRead, Write};

use super::tagged::citations;
use super::{gbt7714, printable};
use crate::record::Reference;

/// Reads one line (without its end) as one reference: `raw` is the line as it is, a printed number included.
pub fn read_line(line: &str) -> Reference {
    let reference = gbt7714::reference(None, line);
    match citations::line_of_scopus(line) {
        Some(part) => Reference { parts: vec![part], ..reference },
        None => reference,
    }
}

/// Reads references, one a line, and writes each as one line of JSON, in order; an empty line too. Returns how many lines
/// were read.
///
/// Bytes that are no UTF-8 are replaced before reading, and `raw` holds what then stands there.
///
/// # Errors
/// Whatever reading or writing reports.
pub fn convert(mut input: impl BufRead, mut output: impl Write) -> io::Result<u64> {
    let mut line = Vec::new();
    let mut json = Vec::new();
    let mut count = 0;
    loop {
        line.clear();
        json.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        printable::push_json(&mut json, &read_line(&String::from_utf8_lossy(bytes)))?;
        json.push(b'\n');
        output.write_all(&json)?;
        count += 1;
    }
    output.flush()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot write must fail")]
    use super::*;

    #[test]
    fn every_line_gives_a_line() {
        let mut output = Vec::new();
        let count = convert(&b"[1] A B. C[J]. D, 2001, 1(2): 3.\r\n\nhopeless \xff\n  last"[..], &mut output).unwrap();
        let lines: Vec<Reference> =
            output.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_slice(line).unwrap()).collect();
        assert_eq!((count, lines.len()), (4, 4));
        let raws: Vec<&str> = lines.iter().map(|line| line.raw.as_str()).collect();
        assert_eq!(raws, ["[1] A B. C[J]. D, 2001, 1(2): 3.", "", "hopeless \u{FFFD}", "  last"]);
        assert!(lines.iter().all(|line| !line.parts.is_empty()));
    }
}
