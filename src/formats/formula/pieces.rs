//! The pieces of a formula on one line: fractions, roots, scripts, accents.

use crate::text::Raised;

/// Whether a stretch of a formula needs brackets when something is done to it as a whole.
fn is_compound(text: &str) -> bool {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ' ' | '+' | '−' | '-' | '±' | '=' | '/' | '·' | '×' if depth == 0 && at > 0 => return true,
            _ => {}
        }
    }
    false
}

pub fn bracketed(text: &str) -> String {
    if is_compound(text) { format!("({text})") } else { text.to_owned() }
}

/// `a/b`, with brackets where they are needed.
pub fn fraction(above: &str, below: &str) -> String {
    format!("{}/{}", bracketed(above), bracketed(below))
}

/// `√x`, `³√x`.
pub fn root(inner: &str, degree: &str) -> String {
    let one = inner.chars().count() == 1;
    let mut text = String::new();
    if !degree.is_empty() && degree != "2" {
        text.push_str(&script(Raised::Above, degree));
    }
    text.push('√');
    if one {
        text.push_str(inner);
    } else {
        text.push_str(&format!("({inner})"));
    }
    text
}

/// A raised or lowered stretch: in raised characters where every one has a twin, else `^{…}` or `_{…}`.
pub fn script(place: Raised, text: &str) -> String {
    let mut tight: String = text.chars().filter(|c| *c != ' ').collect();
    if tight.chars().all(|c| matches!(c, '′' | '″' | '‴' | '*' | '†')) {
        return tight;
    }
    // A raised ring is a degree.
    if place == Raised::Above && tight == "∘" {
        return "°".to_owned();
    }
    place.show(&mut [&mut tight]);
    tight
}

/// A base with a sign above it: one letter takes a combining sign, more stand in brackets behind the sign's name.
pub fn accent(base: &str, sign: &str) -> String {
    let combining = match sign.trim() {
        "¯" | "ˉ" | "‾" | "_" | "\u{305}" | "―" => '\u{304}',
        "^" | "ˆ" | "\u{302}" => '\u{302}',
        "~" | "˜" | "∼" | "\u{303}" => '\u{303}',
        "→" | "⃗" | "⇀" => '\u{20D7}',
        "." | "˙" => '\u{307}',
        ".." | "¨" => '\u{308}',
        "˘" => '\u{306}',
        "ˇ" => '\u{30C}',
        "´" => '\u{301}',
        "`" => '\u{300}',
        "˚" | "°" => '\u{30A}',
        _ => return format!("{base}^{{{sign}}}"),
    };
    let mut text = String::new();
    for c in base.chars() {
        text.push(c);
        if c.is_alphanumeric() {
            text.push(combining);
        }
    }
    text
}
