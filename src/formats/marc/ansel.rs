//! MARC-8's Latin: ASCII and ANSEL (ANSI/NISO Z39.47), in which a mark stands before the letter that it belongs to.
//!
//! Source: Library of Congress, MARC 21 Specifications, code table "Extended Latin".

use unicode_normalization::UnicodeNormalization as _;

/// Letters and signs from 0xA1 on; a NUL where there is none.
const SIGNS: [&str; 3] = ["ŁØĐÞÆŒʹ·♭®±ƠƯʼ\0", "ʻłøđþæœʺı£ð\0ơư\0\0", "°ℓ℗©♯¿¡ß€"];

/// Marks from 0xE0 on.
const MARKS: [char; 31] = [
    '\u{309}', '\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{304}', '\u{306}', '\u{307}', '\u{308}', '\u{30C}', '\u{30A}', '\u{FE20}',
    '\u{FE21}', '\u{315}', '\u{30B}', '\u{310}', '\u{327}', '\u{328}', '\u{323}', '\u{324}', '\u{325}', '\u{333}', '\u{332}', '\u{326}',
    '\u{31C}', '\u{32E}', '\u{FE22}', '\u{FE23}', '\0', '\0', '\u{313}',
];

const ESCAPE: u8 = 0x1B;

/// The text of bytes in composed form (NFC), and whether some of it is of a set that is not read: Cyrillic, Greek, Hebrew,
/// Arabic, East Asian. Such a run is one U+FFFD.
pub fn decode(bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len());
    let mut marks = String::new();
    let mut unread = false;
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        match *byte {
            ESCAPE => {
                let (after, is_latin) = set(behind);
                rest = after;
                if !is_latin {
                    let end = rest.iter().position(|byte| *byte == ESCAPE).unwrap_or(rest.len());
                    rest = rest.get(end..).unwrap_or_default();
                    text.push('\u{FFFD}');
                    unread = true;
                }
            }
            mark @ 0xE0..=0xFE => marks.extend(MARKS.get(usize::from(mark - 0xE0)).filter(|mark| **mark != '\0')),
            ascii @ ..0x80 => {
                text.push(char::from(ascii));
                text.push_str(&marks);
                marks.clear();
            }
            other => {
                text.push(sign(other));
                text.push_str(&marks);
                marks.clear();
            }
        }
    }
    (text.nfc().collect(), unread)
}

fn sign(byte: u8) -> char {
    let (row, at) = match byte {
        0xA1..=0xAF => (0, byte - 0xA1),
        0xB0..=0xBF => (1, byte - 0xB0),
        0xC0..=0xC8 => (2, byte - 0xC0),
        _ => return '\u{FFFD}',
    };
    SIGNS.get(row).and_then(|row| row.chars().nth(usize::from(at))).filter(|sign| *sign != '\0').unwrap_or('\u{FFFD}')
}

/// Which set an escape chooses: what stands behind the escape, and whether it is Latin. `(B` and `s` are ASCII, `)E` and `)!E`
/// ANSEL; `g`, `b` and `p` are a few Greek letters, lowered and raised digits, which are read as the ASCII that stands there.
fn set(behind: &[u8]) -> (&[u8], bool) {
    let cut = |bytes: usize| behind.get(bytes..).unwrap_or_default();
    match behind {
        [b's' | b'g' | b'b' | b'p', ..] => (cut(1), true),
        [b'(' | b',' | b')' | b'-', b'!', set, ..] => (cut(3), *set == b'E'),
        [b'(' | b',' | b')' | b'-', set, ..] => (cut(2), matches!(set, b'B' | b'E')),
        [b'$', b'(' | b',' | b')' | b'-', _, ..] => (cut(3), false),
        [b'$', _, ..] => (cut(2), false),
        _ => (behind, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_behind_their_letters_and_compose() {
        for (bytes, text) in [
            (b"Gal\xE2e".as_slice(), "Galé"),
            (b"\xA5sir \xB2 \xC7", "Æsir ø ß"),
            (b"Vi\xF2\xE3et", "Việt"),
            (b"H\x1Bb2\x1BsO", "H2O"),
            (b"a\x1B(Bb\xE2", "ab"),
            (b"\xAF\xD0", "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(decode(bytes), (text.to_owned(), false));
        }
        assert_eq!(decode(b"a \x1B$1!0!\x1B(B b"), ("a \u{FFFD} b".to_owned(), true));
        assert_eq!(decode(b"\x1B(N"), ("\u{FFFD}".to_owned(), true));
    }
}
