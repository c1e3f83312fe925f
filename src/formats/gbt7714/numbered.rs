//! Numbers of standards, patents, reports and archives, on whichever side of the title they stand.

use super::draft::Draft;
use super::shadow::{Shadow, Span, is_east_asian, is_han};
use crate::record::ReferenceType;

/// Signs of the longest number of a report, a patent or a file.
const LONGEST_NUMBER: usize = 48;

/// Takes the number out of a title such as `Guide: PB 91-194001`, `GB/T 3792-2021 信息与文献`, `装置: 中国, CN1338652A`;
/// what is left is the title.
pub(super) fn out_of_title(draft: &mut Draft, title: Span, kind: ReferenceType) -> Span {
    let title = draft.shadow.trim_signs(title);
    if kind == ReferenceType::S
        && let Some(end) = standard_number(draft.shadow, title)
    {
        draft.citation.number = draft.take_trimmed(Span::new(title.from, end));
        return without_number_again(draft, draft.shadow.trim_signs(Span::new(end, title.to)));
    }
    let mut cuts: Vec<usize> = title.range().filter(|place| matches!(draft.shadow.at(*place), ':' | '.' | ',')).collect();
    if matches!(kind, ReferenceType::P | ReferenceType::S) || kind == ReferenceType::R {
        cuts.extend(title.range().filter(|place| draft.shadow.at(*place) == ' '));
        cuts.sort_unstable();
    }
    // From the left, so that a number with a blank or a full stop inside stays whole.
    for cut in cuts {
        let number = draft.shadow.trim_signs(Span::new(cut + 1, title.to));
        let strong = draft.shadow.at(cut) == ':';
        let fits = match kind {
            ReferenceType::S => standard_number(draft.shadow, number) == Some(number.to) || (strong && is_code(draft.shadow, number)),
            ReferenceType::P => is_patent_number(draft.shadow, number),
            _ if strong && draft.shadow.text(number).is_some_and(|text| is_file_number(&text)) => true,
            _ => is_code(draft.shadow, number) && (strong || starts_with_capital(draft.shadow, number)),
        };
        if !fits || number.is_empty() {
            continue;
        }
        draft.citation.number = draft.take(number);
        let left = draft.shadow.trim_signs(Span::new(title.from, cut));
        return if kind == ReferenceType::P { without_country(draft, left) } else { left };
    }
    title
}

/// "GB/T 3792—2021 信息与文献: GB/T 3792—2021": a program printed the number before and behind the title.
fn without_number_again(draft: &mut Draft, title: Span) -> Span {
    let Some(number) = draft.citation.number.clone() else { return title };
    let from = title.to.saturating_sub(number.chars().count());
    let again = Span::new(from, title.to);
    if from <= title.from + 1 || draft.shadow.text(again).as_deref() != Some(number.as_str()) {
        return title;
    }
    draft.mark(again);
    draft.shadow.trim_signs(Span::new(title.from, from))
}

/// The same where no marker tells the type: only what can be nothing else, behind a colon.
pub(super) fn out_of_unmarked(draft: &mut Draft, title: Span) -> Span {
    let title = draft.shadow.trim_signs(title);
    // "GB/T 3792—2021 信息与文献"
    if let Some(end) = standard_number(draft.shadow, title)
        && end < title.to
        && year_of_number(&draft.shadow.folded(Span::new(title.from, end))).is_some()
    {
        draft.citation.number = draft.take_trimmed(Span::new(title.from, end));
        return without_number_again(draft, draft.shadow.trim_signs(Span::new(end, title.to)));
    }
    for cut in title.range().filter(|place| matches!(draft.shadow.at(*place), ':' | ' ')).collect::<Vec<_>>() {
        let number = draft.shadow.trim_signs(Span::new(cut + 1, title.to));
        if draft.shadow.at(cut) == ' ' || is_report_number(draft.shadow, number) {
            if is_report_number(draft.shadow, number) {
                draft.citation.number = draft.take(number);
                return draft.shadow.trim_signs(Span::new(title.from, cut));
            }
            continue;
        }
        if standard_number(draft.shadow, number) == Some(number.to)
            || (is_patent_number(draft.shadow, number) && starts_with_capital(draft.shadow, number))
        {
            draft.citation.number = draft.take(number);
            return without_country(draft, draft.shadow.trim_signs(Span::new(title.from, cut)));
        }
    }
    title
}

/// `RMRS-GTR-262`, `PB 91-194001`: what cannot be a word of a title.
fn is_report_number(shadow: &Shadow, span: Span) -> bool {
    if span.len() > LONGEST_NUMBER {
        return false;
    }
    let text = shadow.folded(span);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    starts_with_capital(shadow, span) && text.contains('-') && (digits >= 5 || text.matches('-').count() >= 2) && is_code(shadow, span)
        || (digits >= 8 && text.contains('-') && text.chars().any(|c| c.is_ascii_uppercase()) && is_code(shadow, span))
}

/// `京政办发〔2005〕37号`: the number of an office's document, its year in brackets.
fn is_file_number(text: &str) -> bool {
    let whole = |part: &str, longest: usize| (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let opens = ['〔', '［', '[', '(', '（'];
    let closes = ['〕', '］', ']', ')', '）'];
    text.strip_suffix('号').and_then(|text| text.split_once(opens)).is_some_and(|(office, rest)| {
        let (year, number) = rest.split_once(closes).unwrap_or_default();
        (2..=16).contains(&office.chars().count()) && office.chars().all(is_han) && whole(year, 4) && whole(number, 6)
    })
}

fn starts_with_capital(shadow: &Shadow, span: Span) -> bool {
    shadow.at(span.from).is_ascii_uppercase() && shadow.at(span.from + 1).is_ascii_uppercase()
}

/// The end of a standard's number at the head of a span: capitals, then figures, up to a year or up to the title.
pub(super) fn standard_number(shadow: &Shadow, span: Span) -> Option<usize> {
    if !shadow.at(span.from).is_ascii_uppercase() {
        return None;
    }
    let mut place = span.from;
    let mut digits = 0;
    let mut year = None;
    for _ in 0..5 {
        // One word.
        let from = place;
        while place < span.to && !matches!(shadow.at(place), ' ' | ',') && !is_east_asian(shadow.at(place)) {
            if shadow.at(place) == '.' && !shadow.at(place + 1).is_ascii_alphanumeric() {
                break;
            }
            if shadow.at(place).is_ascii_digit() {
                digits += 1;
                if matches!(shadow.before(place), '-' | ':') && shadow.year_at(place).is_some() {
                    year = Some(place);
                }
            }
            place += 1;
        }
        let word = shadow.folded(Span::new(from, place));
        // "Web 2.0": the letters before the number are capitals.
        if from == span.from && word.chars().any(|c| c.is_ascii_lowercase()) {
            return None;
        }
        let small = word.chars().filter(char::is_ascii_lowercase).count();
        if year.is_some() {
            return Some(place);
        }
        if place == from || (small > 2 && !word.contains('/')) {
            return None;
        }
        let next = shadow.skip_blanks(place, span.to);
        if digits > 0 && (next >= span.to || is_east_asian(shadow.at(next)) || matches!(shadow.at(next), ',' | '.')) {
            return (digits > 1).then_some(place);
        }
        place = next;
    }
    None
}

/// The year at the end of a standard's number.
pub(super) fn year_of_number(number: &str) -> Option<i32> {
    let shadow = Shadow::new(number);
    let span = shadow.whole();
    span.range().rev().find_map(|place| {
        (matches!(shadow.before(shadow.trim(Span::new(0, place)).to), '-' | ':'))
            .then(|| shadow.year_at(place))
            .flatten()
            .map(|year| year.value)
    })
}

/// `CN200610171314.3`, `US 2002/0061118 A1`, `ZL 2015 1 0123456.7`.
pub(super) fn is_patent_number(shadow: &Shadow, span: Span) -> bool {
    if span.len() > LONGEST_NUMBER {
        return false;
    }
    let text = shadow.folded(span);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    digits >= 5
        && letters <= 5
        && text.chars().count() <= 30
        && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '.' | '/' | '-' | ' ' | ','))
        && (letters > 0 || digits >= 7)
}

/// The number of a report or a file: figures with capitals or hyphens, no word, no year alone.
pub(super) fn is_code(shadow: &Shadow, span: Span) -> bool {
    if span.len() > LONGEST_NUMBER {
        return false;
    }
    let text = shadow.folded(span);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let marked = text.chars().any(|c| c.is_ascii_uppercase()) || text.contains('-');
    let shape = text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '.' | '/' | '-' | ' ' | '(' | ')' | '_'));
    let range = text.chars().all(|c| c.is_ascii_digit() || c == '-') && text.chars().count() == 9 && text.matches('-').count() == 1;
    digits >= 3 && marked && shape && !range && text.chars().count() <= 48
}

/// `装置: 中国, CN…`: the country before a patent's number is no part of the title.
fn without_country(draft: &mut Draft, title: Span) -> Span {
    let cut = title.range().rev().find(|place| matches!(draft.shadow.at(*place), ':' | '.' | ',' | ' '));
    if let Some(cut) = cut {
        let country = draft.shadow.trim(Span::new(cut + 1, title.to));
        let text = draft.shadow.folded(country);
        let named = ["中国", "美国", "日本", "德国", "英国", "法国", "韩国", "欧洲", "世界", "国际", "加拿大", "澳大利亚", "俄罗斯"]
            .iter()
            .any(|name| text.starts_with(name));
        if (named && text.chars().count() <= 8 && text.chars().all(is_han))
            || matches!(text.as_str(), "CN" | "US" | "JP" | "EP" | "WO" | "China" | "USA")
        {
            let text = draft.take(country);
            draft.kept.extend(text);
            return draft.shadow.trim_signs(Span::new(title.from, cut));
        }
    }
    title
}
