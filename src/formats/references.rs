//! References as plain text, one a line, and their parts as JSON Lines.

use std::io::{self, BufRead, Write};

use super::gbt7714;
use crate::record::Reference;

/// Reads one line (without its end) as one reference: `raw` is the line as it is, a printed number included.
pub fn read_line(line: &str) -> Reference {
    gbt7714::reference(None, line)
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
    let mut count = 0;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        serde_json::to_writer(&mut output, &read_line(&String::from_utf8_lossy(bytes))).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
        count += 1;
    }
    output.flush()?;
    Ok(count)
}
