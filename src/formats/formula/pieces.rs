//! The pieces of a formula on one line: fractions, roots, scripts, accents, rows of cells.

use super::spacing::{FACTOR, is_side, relates};
use crate::text::{Raised, is_raised_char};
use unicode_normalization::char::is_combining_mark;

/// Whether a stretch of a formula needs brackets when something is done to it as a whole.
fn is_compound(text: &str) -> bool {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ' ' | '+' | '−' | '-' | '±' | '=' | '/' | '·' | '×' | '⋅' if depth == 0 && at > 0 => return true,
            _ => {}
        }
    }
    false
}

pub fn bracketed(text: &str) -> String {
    if is_compound(text) { format!("({text})") } else { text.to_owned() }
}

/// Whether a stretch stays whole behind a stroke without brackets: a number, a letter with its scripts, a differential
/// (`dx`, `∂xᵢ`), a root, a function of one thing (`f(x)`), or what has brackets already.
fn is_factor(text: &str) -> bool {
    let mut rest = text.chars().peekable();
    let mut letters = 0usize;
    let mut digits = 0usize;
    let mut differential = false;
    while let Some(c) = rest.next() {
        match c {
            c if is_raised_char(c) || is_combining_mark(c) => {}
            '′' | '″' | '*' | '†' | '!' => {}
            '_' | '^' => {
                if rest.next() == Some('{') {
                    skip_group(&mut rest, '{', '}');
                }
            }
            '(' if rest.clone().any(|c| c == ')') => {
                let inner = skip_group(&mut rest, '(', ')');
                let ends = rest.clone().all(|c| is_raised_char(c) || c == '′');
                return ends && (letters + digits == 0 || (letters == 1 && digits == 0 && !is_compound(&inner.replace(", ", ","))));
            }
            '√' if letters + digits == 0 => {
                let brackets = rest.next() == Some('(');
                let inner = if brackets { skip_group(&mut rest, '(', ')') } else { String::new() };
                return brackets != inner.is_empty() && rest.all(is_combining_mark);
            }
            '.' | '0'..='9' => digits += 1,
            'd' | '∂' | 'δ' | 'Δ' if letters == 0 => {
                differential = true;
                letters += 1;
            }
            c if c.is_alphabetic() || c == '∞' => letters += 1,
            _ => return false,
        }
    }
    (letters == 0) || (digits == 0 && (letters == 1 || (letters == 2 && differential)))
}

/// Takes what stands in a group whose opening sign is taken, and its closing sign.
fn skip_group(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, open: char, close: char) -> String {
    let mut depth = 1usize;
    let mut inner = String::new();
    for c in rest.by_ref() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                break;
            }
        }
        inner.push(c);
    }
    inner
}

/// `a/b`, with brackets where they are needed: `a/(bc)`, which is not `(a/b)c`.
pub fn fraction(above: &str, below: &str) -> String {
    let below = if is_factor(below) { below.to_owned() } else { format!("({below})") };
    format!("{}/{below}", bracketed(above))
}

/// Writes a fraction, apart from the factors around it.
pub fn push_fraction(out: &mut String, whole: &str) {
    out.push(FACTOR);
    out.push_str(whole);
    out.push(FACTOR);
}

/// `√x`, `³√x`.
pub fn root(inner: &str, degree: &str) -> String {
    let one = inner.chars().filter(|c| !is_combining_mark(*c)).count() == 1;
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

/// A raised or lowered stretch, in which blanks are settled: in raised characters where every one has a twin, else `^{…}` or
/// `_{…}`.
pub fn script(place: Raised, text: &str) -> String {
    let mut text = text.replace('∗', "*");
    if place == Raised::Above {
        if text.chars().all(|c| matches!(c, '′' | '″' | '‴' | '*' | '†')) {
            return text;
        }
        // A raised ring is a degree.
        if text == "∘" {
            return "°".to_owned();
        }
    }
    place.show(&mut [&mut text]);
    text
}

/// The combining sign for a sign that is drawn over a letter.
pub fn mark_over(sign: &str) -> Option<char> {
    let mut signs = sign.trim().chars();
    let first = signs.next()?;
    let mark = match (first, signs.as_str()) {
        ('.', ".") => '\u{308}',
        ('.', "..") => '\u{20DB}',
        ('.', "...") => '\u{20DC}',
        (_, more) if !more.is_empty() => return None,
        ('¯' | 'ˉ' | '‾' | '_' | '―' | '\u{305}', _) => '\u{304}',
        ('^' | 'ˆ', _) => '\u{302}',
        ('~' | '˜' | '∼', _) => '\u{303}',
        ('→' | '⇀' | '⟶', _) => '\u{20D7}',
        ('←' | '↼', _) => '\u{20D6}',
        ('↔', _) => '\u{20E1}',
        ('.' | '˙' | '⋅' | '·', _) => '\u{307}',
        ('¨', _) => '\u{308}',
        ('⃛' | '⃜', _) => first,
        ('˝', _) => '\u{30B}',
        ('˘', _) => '\u{306}',
        ('ˇ', _) => '\u{30C}',
        ('´' | 'ˊ', _) => '\u{301}',
        ('`' | 'ˋ', _) => '\u{300}',
        ('˚' | '°', _) => '\u{30A}',
        (mark, _) if is_combining_mark(mark) => mark,
        _ => return None,
    };
    Some(mark)
}

/// A base with a combining sign on each of its letters.
pub fn accent(base: &str, mark: char) -> String {
    let mut text = String::new();
    let mut letters = base.chars().peekable();
    while let Some(c) = letters.next() {
        text.push(c);
        if c.is_alphanumeric() && !is_raised_char(c) {
            while let Some(lower) = letters.next_if(|c| is_combining_mark(*c)) {
                text.push(lower);
            }
            text.push(mark);
        }
    }
    text
}

/// Rows of cells: cells with commas, rows with semicolons. Cells that are the sides of equations have blanks between them;
/// `sides` says that they are if there is an equation.
pub fn rows(rows: &[Vec<String>], sides: bool) -> String {
    let sides = (sides && rows.iter().flatten().any(|cell| relates(cell))) || rows.iter().flatten().any(|cell| is_side(cell));
    let mut out = String::new();
    for row in rows {
        let mut cells = row.iter().filter(|cell| !sides || !cell.is_empty()).peekable();
        if row.iter().all(String::is_empty) {
            continue;
        }
        if !out.is_empty() {
            out.truncate(out.trim_end_matches([',', ';', ' ']).len());
            out.push_str("; ");
        }
        while let Some(cell) = cells.next() {
            out.push_str(cell);
            if cells.peek().is_some() {
                out.push_str(if sides || cell.ends_with(',') { " " } else { ", " });
            }
        }
    }
    out
}
