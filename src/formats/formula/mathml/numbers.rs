//! Numbers in a row of MathML: those that commas part into thousands, and those that are a list.

use std::ops::Range;

use crate::formats::xml::Element;

/// The children from `at` on that are one number with commas between its thousands: `1,234,567.8`. Before the first comma
/// stand one to three digits, never a zero first, and behind each comma three. What fills a pair of brackets is a list
/// (`(100, 200)`). Where it is no such number the range is empty, and ends behind what was looked at; `fenced` says that
/// brackets stand around the row.
pub fn with_commas(row: &[Element<'_>], at: usize, fenced: bool) -> Range<usize> {
    let number = |at: usize| row.get(at).filter(|part| part.name() == "mn").map(|part| part.verbatim().trim().to_owned());
    let sign = |at: usize| row.get(at).filter(|part| part.name() == "mo").map(|part| part.verbatim().trim().to_owned());
    let Some(first) = number(at) else { return at + 1..at + 1 };
    let mut end = at + 1;
    let mut thousands = (1..=3).contains(&first.len()) && !first.starts_with('0') && first.bytes().all(|byte| byte.is_ascii_digit());
    while sign(end).is_some_and(|sign| sign == ",")
        && let Some(group) = number(end + 1)
    {
        let (digits, ends) = group.split_once('.').map_or((group.as_str(), false), |(digits, _)| (digits, true));
        thousands &= digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        end += 2;
        // Behind a decimal part begins another number.
        if ends {
            break;
        }
    }
    let is_bracket = |place: Option<usize>, brackets: [&str; 3]| match place.filter(|place| *place < row.len()) {
        Some(place) => sign(place).is_some_and(|sign| brackets.contains(&sign.as_str())),
        None => fenced,
    };
    let fills = is_bracket(at.checked_sub(1), ["(", "[", "{"]) && is_bracket(Some(end), [")", "]", "}"]);
    if thousands && end > at + 1 && !fills { at..end } else { end..end }
}

/// Whether the children of a fence are numbers and fractions of numbers that nobody multiplies: a fraction or a zero stands
/// first, or the brackets are those of an interval. `(2 1/2)` is one number.
pub fn is_list(fence: Element<'_>, open: &str) -> bool {
    let is_number = |part: Element<'_>| part.name() == "mn" || (part.name() == "mfrac" && part.children().all(|part| part.name() == "mn"));
    let mut parts = fence.children();
    let Some(first) = parts.next() else { return false };
    let parted = first.name() == "mfrac" || first.verbatim().trim() == "0" || matches!(open, "[" | "]");
    parted && is_number(first) && parts.all(is_number)
}
