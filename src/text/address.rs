//! Web addresses and DOIs inside a text.

use std::ops::Range;

/// Where addresses stand in a text, in bytes, ascending: what begins with a scheme and `://`, with `www.` or with the `10.`
/// of a DOI (ISO 26324), and has a `/`. The signs of the sentence behind an address are not part of it.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(slash) = bytes.iter().skip(from).position(|&byte| byte == b'/').map(|at| from + at) {
        let before = bytes.get(from..slash).unwrap_or_default();
        let stretch = slash - before.iter().rev().take_while(|&&byte| is_address_byte(byte)).count();
        let end = slash + bytes.iter().skip(slash).take_while(|&&byte| is_address_byte(byte)).count();
        if let Some(start) = address_start(bytes.get(stretch..end).unwrap_or_default()).map(|start| stretch + start) {
            let body = bytes.get(start..end).unwrap_or_default();
            found.push(start..start + body.len() - sentence_signs(body));
        }
        from = end;
    }
    found
}

/// RFC 3986 characters, and those real addresses have besides.
fn is_address_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
}

/// Where in a stretch without blanks the address begins.
fn address_start(stretch: &[u8]) -> Option<usize> {
    let scheme = find(stretch, b"://").and_then(|colon| {
        let letters = stretch.get(..colon)?.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        (letters > 0).then_some(colon - letters)
    });
    scheme.or_else(|| find(stretch, b"www.")).or_else(|| doi_start(stretch))
}

/// `10.`, four to nine digits (with subdivisions), `/`; not as the end of a longer number.
fn doi_start(stretch: &[u8]) -> Option<usize> {
    let at = find(stretch, b"10.")?;
    let number_before = at.checked_sub(1).and_then(|before| stretch.get(before)).is_some_and(u8::is_ascii_digit);
    let mut registrant = stretch.iter().skip(at + 3).skip_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    let digits = stretch.iter().skip(at + 3).take_while(|byte| byte.is_ascii_digit()).count();
    (!number_before && (4..=9).contains(&digits) && registrant.next() == Some(&b'/')).then_some(at)
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

/// How many signs at the end belong to the sentence; a closing bracket does unless it was opened in the address.
fn sentence_signs(address: &[u8]) -> usize {
    // Whether every closing bracket has its opening one.
    let open =
        |opening: u8, closing: u8| address.iter().map(|&byte| i64::from(byte == opening) - i64::from(byte == closing)).sum::<i64>() >= 0;
    let (round, square) = (open(b'(', b')'), open(b'[', b']'));
    let belongs = |byte: u8| match byte {
        b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' => true,
        b')' => !round,
        b']' => !square,
        _ => false,
    };
    address.iter().rev().take_while(|&&byte| belongs(byte)).count()
}
