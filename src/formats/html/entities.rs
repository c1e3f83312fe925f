//! Character references of HTML, with and without their semicolon.

use crate::formats::characters;

/// Names that are also read without the semicolon.
const BARE: &[&str] = &["amp", "lt", "gt", "quot", "nbsp", "copy", "reg"];

/// Decodes character references; what is none stays.
pub fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        decoded.push_str(before);
        let body = reference.get(1..).unwrap_or_default();
        if let Some((c, len)) = number(body) {
            decoded.push(c);
            rest = body.get(len..).unwrap_or_default();
        } else if let Some((characters, len)) = name(body) {
            decoded.push_str(characters);
            rest = body.get(len..).unwrap_or_default();
        } else {
            decoded.push('&');
            rest = body;
        }
    }
    decoded.push_str(rest);
    decoded
}

/// `#8217;`, `#x2019;` and their length in bytes.
fn number(body: &str) -> Option<(char, usize)> {
    let digits = body.strip_prefix('#')?;
    let (radix, digits, head) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (16, hex, 2),
        None => (10, digits, 1),
    };
    let len = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
    // Numbers of the C1 range mean windows-1252 on the web (WHATWG HTML, numeric character reference end state).
    let c = match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9F) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next()?,
        _ => char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}'),
    };
    let semicolon = usize::from(digits.get(len..)?.starts_with(';'));
    Some((c, head + len + semicolon))
}

fn name(body: &str) -> Option<(&'static str, usize)> {
    let len = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let word = body.get(..len)?;
    if body.get(len..)?.starts_with(';') {
        return characters::named(word).map(|characters| (characters, len + 1));
    }
    // Without a semicolon only where no longer word goes on, so that an address's `&copyright=` stays.
    let bare = BARE.iter().find(|bare| word == **bare || (**bare == "nbsp" && word.starts_with("nbsp")))?;
    characters::named(bare).map(|characters| (characters, bare.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_with_and_without_semicolon() {
        assert_eq!(decode("a&nbsp;b&nbsp c&lt;&#8217;&#x4E2D;&#151;"), "a\u{A0}b\u{A0} c<’中—");
        assert_eq!(decode("R&D &unknown; ?a=1&id=2&#;"), "R&D &unknown; ?a=1&id=2&#;");
        assert_eq!(decode("&#0;&#xFFFFFFFF;"), "\u{FFFD}\u{FFFD}");
    }
}
