//! A reference followed by its rendering in the other language: where the second begins.

use super::marker;
use super::shadow::{Shadow, Span, is_east_asian, is_latin};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    Wide,
    Latin,
}

/// One span, or two where the string holds the same work twice (Han then Latin, or the other way round).
pub(super) fn split(shadow: &Shadow, whole: Span) -> Vec<Span> {
    let body = super::behind_number(shadow, whole);
    if let Some(inner) = behind_a_stub(shadow, body) {
        return vec![inner];
    }
    let Some(first) = script_at(shadow, body) else { return vec![whole] };
    for place in whole.from + 12..whole.to {
        let Some((start, end)) = opening(shadow, place, whole) else { continue };
        if script_at(shadow, Span::new(start, end)).is_none_or(|second| second == first) {
            continue;
        }
        let (left, right) = (Span::new(whole.from, place), Span::new(start, end));
        let enclosed = matches!(shadow.before(start), '(' | '[');
        if stands_alone(shadow, left) && stands_alone(shadow, right) && same_shape(shadow, left, right, enclosed) {
            return vec![shadow.trim(left), shadow.trim_of(right, |c| matches!(c, ' ' | ';'))];
        }
    }
    vec![whole]
}

/// A reference in brackets behind a few numbers: what a bilingual style prints where the other language is missing.
fn behind_a_stub(shadow: &Shadow, body: Span) -> Option<Span> {
    // "作者 (2012) (in Chinese) [作者 (2012) 题名. …]": the names were all that could be said in English.
    if let Some(note) = shadow.find_word(body, "(in chinese")
        && script_at(shadow, Span::new(body.from, note)) != Some(Script::Latin)
        && let Some(close) = shadow.closing(note, body.to)
    {
        let open = shadow.trim_of(Span::new(close + 1, body.to), |c| matches!(c, ' ' | '.')).from;
        if let Some((start, end)) = opening(shadow, open, body)
            && shadow.at(open) == '['
        {
            return Some(shadow.trim(Span::new(start, end)));
        }
    }
    let mut letters = 0;
    for place in body.range().take(60) {
        if place > body.from + 3
            && matches!(shadow.at(place), '(' | '[')
            && shadow.before(place) != '.'
            && let Some((start, end)) = opening(shadow, place, body)
        {
            let inner = Span::new(start, end);
            let named = shadow.signs(inner).iter().filter(|c| c.is_alphabetic()).count() >= 12;
            if named && stands_alone(shadow, inner) && end - start > 30 && marker::read(shadow, place, body.to).is_none() {
                return Some(shadow.trim(inner));
            }
        }
        if shadow.at(place) == '(' && shadow.word_at(place + 1, "in chinese") {
            letters -= 9;
        }
        letters += i32::from(shadow.at(place).is_alphabetic());
        if letters > 8 {
            return None;
        }
    }
    None
}

/// Where a second rendering would begin and end if the first ended at `place`.
fn opening(shadow: &Shadow, place: usize, whole: Span) -> Option<(usize, usize)> {
    let c = shadow.at(place);
    let ahead = shadow.trim(Span::new(whole.from, place)).to;
    let ended = |at: usize| {
        let c = shadow.before(at);
        c.is_ascii_digit() || matches!(c, ')' | ']' | '.' | ';' | '/') || matches!(c, '页' | '期' | '年')
    };
    if matches!(c, '(' | '[') && ended(ahead) {
        // In brackets up to the end of the string.
        let tail = shadow.trim_of(whole, |c| matches!(c, ' ' | '.'));
        let start = shadow.skip_blanks(place + 1, whole.to);
        let letter = shadow.at(start).is_alphabetic() || matches!(shadow.at(start), '[' | '《' | '“');
        return (letter && encloses(shadow, place, tail.to)).then(|| (start, tail.to - 1));
    }
    let start = shadow.skip_blanks(place, whole.to);
    let next = shadow.at(start);
    let glued = shadow.before(place).is_ascii_digit() && next.is_uppercase() && start == place && shadow.at(place + 1).is_lowercase();
    let separated = start > place && ended(place) && (is_latin(next) || is_east_asian(next));
    (glued || separated || (shadow.before(place) == '.' && start == place && is_latin(next) && ended(place - 1) && next.is_uppercase()))
        .then_some((start, whole.to))
}

/// Whether the bracket that opens here closes at the very end.
fn encloses(shadow: &Shadow, open: usize, end: usize) -> bool {
    let (left, right) = if shadow.at(open) == '(' { ('(', ')') } else { ('[', ']') };
    let mut depth = 0_usize;
    for place in open..end {
        let c = shadow.at(place);
        if c == left {
            depth += 1;
        } else if c == right {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return place + 1 == end;
            }
        }
    }
    false
}

/// The script of the first letters of a span: five signs' worth, digits and signs skipped.
fn script_at(shadow: &Shadow, span: Span) -> Option<Script> {
    let mut latin = 0;
    for place in span.range().take(60) {
        let c = shadow.at(place);
        if is_east_asian(c) {
            return (latin < 3).then_some(Script::Wide);
        }
        if is_latin(c) {
            latin += 1;
        }
        if latin >= 14 {
            break;
        }
    }
    (latin >= 5).then_some(Script::Latin)
}

/// Whether a part holds a year and enough letters to be a reference.
fn stands_alone(shadow: &Shadow, part: Span) -> bool {
    let letters = shadow.signs(part).iter().filter(|c| c.is_alphabetic()).count();
    letters >= 10 && part.range().any(|place| shadow.at(place).is_ascii_digit() && shadow.year_at(place).is_some())
}

/// Both with a type marker; or none before brackets; or both with pages and numbers.
fn same_shape(shadow: &Shadow, left: Span, right: Span, enclosed: bool) -> bool {
    let marks = |span| marker::find(shadow, span).is_some();
    match (marks(left), marks(right)) {
        (true, true) => true,
        (false, false) => {
            let words = shadow.signs(right).split(|c| *c == ' ').count();
            let wide = shadow.signs(right).iter().filter(|c| is_east_asian(**c)).count();
            let commas = shadow.signs(right).iter().filter(|c| matches!(c, ',' | '.' | ':')).count();
            (words >= 8 || wide >= 12) && commas >= 3 && (enclosed || numbers(shadow, left) >= 2 && numbers(shadow, right) >= 2)
        }
        _ => false,
    }
}

fn numbers(shadow: &Shadow, span: Span) -> usize {
    span.range().filter(|place| shadow.at(*place).is_ascii_digit() && !shadow.before(*place).is_ascii_digit()).count()
}
