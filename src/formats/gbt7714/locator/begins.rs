//! What a locator may begin with: dates, months, supplements, numbers of a journal.

use super::super::super::months;
use super::super::shadow::{Shadow, Span, is_east_asian};
use super::super::tail;
use super::{label_at, number_end};

/// The end of a date that begins with a year ending at `to`: `2024-05-09`, `2024年5月9日`, `2024/5/9`.
pub fn date_end(shadow: &Shadow, from: usize, to: usize, end: usize) -> Option<usize> {
    if !matches!(shadow.at(to), '-' | '/' | '年' | '.') || !shadow.at(to + 1).is_ascii_digit() {
        return None;
    }
    let mut at = to;
    while at < end && (shadow.at(at).is_ascii_digit() || matches!(shadow.at(at), '-' | '/' | '年' | '月' | '日' | '.')) {
        at += 1;
    }
    while at > to && matches!(shadow.before(at), '-' | '/' | '.') {
        at -= 1;
    }
    let text = shadow.folded(Span::new(from, at));
    (tail::is_date(&text) && crate::record::PartialDate::parse(&text).is_some_and(|date| date.month.is_some())).then_some(at)
}

/// The end of `S1`, `Z1`, `增刊1`, `Suppl. 1`, `特刊` outside brackets.
pub fn supplement(shadow: &Shadow, place: usize, end: usize) -> Option<usize> {
    let mut to = ["supplement", "suppl.", "suppl", "supp.", "supp", "增刊", "特刊", "专刊", "副刊", "special issue"]
        .iter()
        .find(|word| shadow.word_at(place, word))
        .map(|word| place + word.chars().count())?;
    let digits = shadow.skip_blanks(to, end);
    if shadow.at(digits).is_ascii_digit() {
        to = digits;
        while shadow.at(to).is_ascii_digit() {
            to += 1;
        }
    }
    Some(to)
}

/// The end of a month's name and of the day behind it.
pub fn month(shadow: &Shadow, place: usize, end: usize) -> Option<usize> {
    if !months::ENGLISH.iter().any(|month| shadow.word_at(place, month)) || shadow.before(place).is_alphabetic() {
        return None;
    }
    let mut to = place;
    while to < end && shadow.at(to).is_ascii_alphabetic() {
        to += 1;
    }
    if to - place > 9 {
        return None;
    }
    if shadow.at(to) == '.' {
        to += 1;
    }
    let day = shadow.skip_blanks(to, end);
    let digits = (day..end).take_while(|at| shadow.at(*at).is_ascii_digit()).count();
    if (1..=2).contains(&digits) && matches!(shadow.at(day + digits), ';' | ',') {
        to = day + digits;
    }
    Some(to)
}

/// Whether the numbers of a journal can begin here (see [`super::read`]).
pub fn begins(shadow: &Shadow, place: usize, end: usize) -> bool {
    let c = shadow.at(place);
    if label_at(shadow, place).is_some() || supplement(shadow, place, end).is_some() && !shadow.before(place).is_alphabetic() {
        return true;
    }
    if c == '(' {
        let Some(close) = shadow.closing(place, end) else { return false };
        let inner = shadow.trim(Span::new(place + 1, close));
        let first = shadow.at(inner.from);
        let digits = shadow.signs(inner).iter().filter(|c| c.is_ascii_digit()).count();
        return inner.len() <= 14
            && (first.is_ascii_digit() && !shadow.signs(inner).iter().any(|c| is_latin_small(*c))
                || first == '第'
                || (matches!(first, 'S' | 'Z' | 's' | 'z' | 'H') && digits > 0)
                || supplement(shadow, inner.from, inner.to).is_some()
                || (shadow.word_at(inner.from, "no") && digits > 0));
    }
    if c == '[' || c == 'c' {
        return shadow.year_at(place + 1).is_some();
    }
    if !c.is_ascii_digit() {
        let lettered = c.is_ascii_uppercase() && shadow.at(place + 1).is_ascii_digit() && matches!(shadow.before(place), ' ' | ',');
        return lettered && number_end(shadow, place, end, false) - place <= 6;
    }
    if shadow.before(place).is_alphanumeric() && !is_east_asian(shadow.before(place)) {
        return false;
    }
    let to = number_end(shadow, place, end, false);
    if is_east_asian(shadow.at(to)) && !matches!(shadow.at(to), '年' | '卷' | '期') {
        return false;
    }
    let next = shadow.skip_blanks(to, end);
    next >= end
        || matches!(shadow.at(next), ',' | '.' | ':' | ';' | '(' | ')' | ']' | '[' | '年' | '卷' | '期')
        || shadow.at(next).is_ascii_digit()
        || label_at(shadow, next).is_some()
        || month(shadow, next, end).is_some()
}

pub fn year_in_bracket(shadow: &Shadow, from: usize, end: usize) -> bool {
    let open = shadow.skip_blanks(from, end);
    shadow.at(open) == '(' && shadow.year_at(open + 1).is_some()
}

fn is_latin_small(c: char) -> bool {
    c.is_ascii_lowercase()
}
