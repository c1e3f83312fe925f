//! JSON that may be printed: whatever could act on a terminal stands as an escape, and means the same to a program.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

/// Appends one value as compact JSON without line end. Control characters, C1, bidi and invisible characters are written
/// `\uXXXX` (RFC 8259 §7 allows every character to be escaped), so the bytes are safe on a terminal and nothing is lost.
///
/// # Errors
/// A map with a key that is no string, of which the schema has none.
pub fn push_json<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, value: &T) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(Bytes(bytes), Printable);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// The same as a string.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::new();
    match push_json(&mut bytes, value) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Bytes to which JSON is appended. Most of its pieces are single signs, which need no call to be put there.
struct Bytes<'b>(&'b mut Vec<u8>);

impl Write for Bytes<'_> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece).map(|()| piece.len())
    }

    #[inline]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        match piece {
            [sign] => self.0.push(*sign),
            _ => self.0.extend_from_slice(piece),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Compact JSON with every character that a terminal could act on escaped.
struct Printable;

impl Formatter for Printable {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if is_plain(fragment.as_bytes()) {
            return out.write_all(fragment.as_bytes());
        }
        let (mut from, mut at) = (0, 0);
        while let Some(step) = fragment.as_bytes().get(at..).and_then(|rest| rest.iter().position(|byte| MAY_ACT[usize::from(*byte)])) {
            at += step;
            let Some(c) = fragment.get(at..).and_then(|rest| rest.chars().next()) else { break };
            if acts(c) {
                CompactFormatter.write_string_fragment(out, fragment.get(from..at).unwrap_or_default())?;
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
                from = at + c.len_utf8();
            }
            at += c.len_utf8();
        }
        CompactFormatter.write_string_fragment(out, fragment.get(from..).unwrap_or_default())
    }
}

/// Whether no byte is DEL or beyond ASCII: of ASCII nothing else acts that JSON has not escaped. It is asked of eight bytes at a
/// time, as one added to DEL is the first that is beyond.
fn is_plain(bytes: &[u8]) -> bool {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (numbers, rest) = bytes.as_chunks();
    let seen = numbers.iter().map(|number| u64::from_ne_bytes(*number)).fold(0, |seen, number| seen | number | number.wrapping_add(ONES));
    seen & HIGH == 0 && rest.iter().all(|byte| *byte < 0x7F)
}

/// First bytes of characters of which some act: most text beyond ASCII has none of them and is passed over byte by byte.
const MAY_ACT: [bool; 256] = {
    let mut may = [false; 256];
    let firsts = [0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3];
    let mut at = 0;
    while at < firsts.len() {
        may[firsts[at]] = true;
        at += 1;
    }
    may
};

/// Whether a character is not for the eye: controls (C0 are escaped by JSON already), format characters, separators of lines.
fn acts(c: char) -> bool {
    matches!(c,
        '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn nothing_that_acts_is_printed_and_nothing_is_lost() {
        let hostile = "a\u{1b}]0;x\u{7}b\u{9b}31m\u{202e}c\u{200b}d\u{e0041}é中\u{2028}";
        let printed = json(hostile);
        assert!(!printed.chars().any(|c| c.is_control() || acts(c)), "{printed}");
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), hostile);
    }

    #[test]
    fn what_acts_is_found_wherever_it_stands() {
        let words = "plain words, as many as are looked at together, and then a few";
        for sign in ["\u{7f}", "\u{80}", "\u{ad}", "\u{2028}"] {
            for at in 0..=words.len() {
                let (head, tail) = words.split_at(at);
                let printed = json(&[head, sign, tail].concat());
                let escape = format!("\\u{:04x}", sign.chars().map(u32::from).sum::<u32>());
                assert_eq!(printed, format!("\"{head}{escape}{tail}\""));
            }
        }
        assert_eq!(json(words), format!("\"{words}\""));
    }

    #[test]
    fn whatever_acts_begins_with_a_byte_that_is_looked_at() {
        for c in ('\0'..=char::MAX).filter(|c| acts(*c)) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            assert!(MAY_ACT[usize::from(bytes[0])], "{c:?}");
        }
    }
}
