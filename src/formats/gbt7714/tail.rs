//! What can stand anywhere behind the title: addresses, identifiers, the date of access, the note on the language.

use super::draft::Draft;
use super::shadow::{Span, is_east_asian};
use crate::record::PartialDate;

/// Takes addresses, DOIs, other identifiers, the date of access and language notes out of the span and leaves blanks.
pub(super) fn take(draft: &mut Draft, span: Span) {
    addresses(draft, span);
    dois(draft, span);
    identifiers(draft, span);
    accessed(draft, span);
    language_notes(draft, span);
}

fn addresses(draft: &mut Draft, span: Span) {
    let mut place = span.from;
    while place < span.to {
        let shadow = &draft.shadow;
        let begins = matches!(shadow.at(place), 'h' | 'H' | 'f' | 'F' | 'w' | 'W')
            && !shadow.before(place).is_ascii_alphanumeric()
            && (["http://", "https://", "ftp://", "www.", "http:-"].iter().any(|head| shadow.word_at(place, head)));
        if !begins {
            place += 1;
            continue;
        }
        let mut to = place;
        while to < span.to {
            let c = shadow.at(to);
            let ours = shadow.is_narrow(to) || (is_east_asian(c) && matches!(shadow.before(to), '/' | '='));
            // A type marker or a date in brackets glued to the address is not a part of it.
            if !ours || matches!(c, '<' | '>' | '"') || (c == '[' && shadow.at(to + 1).is_ascii_alphanumeric()) {
                break;
            }
            to += 1;
        }
        loop {
            let last = shadow.before(to);
            let open = shadow.signs(Span::new(place, to)).iter().filter(|c| **c == '(').count();
            let closed = shadow.signs(Span::new(place, to)).iter().filter(|c| **c == ')').count();
            if to > place && (matches!(last, '.' | ',' | ';' | ']' | '\'' | ':') || (last == ')' && closed > open)) {
                to -= 1;
            } else {
                break;
            }
        }
        let url = draft.take(Span::new(place, to));
        if draft.citation.doi.is_none()
            && let Some(doi) = url.as_deref().and_then(|url| url.split_once("doi.org/")).map(|(_, doi)| doi)
            && doi.starts_with("10.")
        {
            draft.citation.doi = Some(doi.to_owned());
        }
        if draft.citation.url.is_none() {
            draft.citation.url = url;
        }
        let ahead = draft.shadow.trim(Span::new(span.from, place)).to;
        let from = label_before(draft, Span::new(span.from, ahead), &LABELS_OF_URLS).unwrap_or(place);
        draft.mark(Span::new(from, to));
        draft.shadow.blank(Span::new(from, to));
        place = to;
    }
}

/// What may be printed before an address; of two that begin alike the longer first.
const LABELS_OF_URLS: [&str; 10] =
    ["url:", "url", "available from:", "available at:", "available at", "available:", "retrieved from", "网址:", "来源:", "from:"];

/// Where the first of these labels begins that stands at the end of a span.
fn label_before(draft: &Draft, span: Span, labels: &[&str]) -> Option<usize> {
    labels.iter().find_map(|label| {
        let start = span.to.checked_sub(label.chars().count())?;
        (start >= span.from && draft.shadow.word_at(start, label)).then_some(start)
    })
}

fn dois(draft: &mut Draft, span: Span) {
    let mut place = span.from;
    while place < span.to {
        let shadow = &draft.shadow;
        if shadow.at(place) != '1'
            || !shadow.word_at(place, "10.")
            || shadow.before(place).is_ascii_alphanumeric()
            || shadow.before(place) == '.'
        {
            place += 1;
            continue;
        }
        let mut digits = shadow.skip_blanks(place + 3, span.to);
        let registrant = digits;
        while shadow.at(digits).is_ascii_digit() || (shadow.at(digits) == '.' && shadow.at(digits + 1).is_ascii_digit()) {
            digits += 1;
        }
        if digits - registrant < 4 || shadow.at(digits) != '/' {
            place += 3;
            continue;
        }
        let mut to = digits + 1;
        while to < span.to && shadow.is_narrow(to) && !(shadow.at(to) == '[' && shadow.at(to + 1).is_ascii_digit()) {
            to += 1;
        }
        let mut open = 0_usize;
        for at in place..to {
            match shadow.at(at) {
                '(' => open += 1,
                ')' => {
                    if open == 0 {
                        to = at;
                        break;
                    }
                    open -= 1;
                }
                _ => {}
            }
        }
        while to > digits && matches!(shadow.before(to), '.' | ',' | ';' | ']' | '"' | '\'') {
            to -= 1;
        }
        let doi = draft.take(Span::new(place, to));
        if draft.citation.doi.is_none() {
            draft.citation.doi = doi;
        }
        let ahead = draft.shadow.trim_of(Span::new(span.from, place), |c| matches!(c, ' ' | ':' | '/'));
        let ahead = if draft.shadow.before(ahead.to) == '.' && ahead.to > 3 { Span::new(ahead.from, ahead.to - 1) } else { ahead };
        let from = label_before(draft, Span::new(span.from, ahead.to), &["dx.doi.org", "doi.org", "doi"]).unwrap_or(place);
        draft.mark(Span::new(from, to));
        draft.shadow.blank(Span::new(from, to));
        place = to;
    }
}

fn identifiers(draft: &mut Draft, span: Span) {
    for label in ["cstr:", "pmid:", "pmcid:", "arxiv:", "isbn:", "isbn ", "issn:"] {
        while let Some(from) = draft.shadow.find_word(span, label) {
            if draft.shadow.before(from).is_ascii_alphanumeric() {
                break;
            }
            let start = draft.shadow.skip_blanks(from + label.len(), span.to);
            let mut to = start;
            let ends = |c: char| matches!(c, ',' | ';' | '[' | ']' | ')') || (label == "arxiv:" && c == '(');
            // Behind a number of arXiv stands its day: `arXiv:2101.00001(2021-01-01)`.
            while to < span.to && draft.shadow.at(to).is_ascii_graphic() && !ends(draft.shadow.at(to)) {
                to += 1;
            }
            while to > start && draft.shadow.before(to) == '.' {
                to -= 1;
            }
            if to == start {
                break;
            }
            let whole = Span::new(from, to);
            let text = draft.take(whole);
            draft.kept.extend(text);
            draft.shadow.blank(whole);
        }
    }
}

/// Whether the signs are a date of at least a year and a month, and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    // 03/06/2002, as some programs write it whatever the language.
    let shape: String = text.trim().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape == "00/00/0000" {
        return true;
    }
    let only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ' ' | '年' | '月' | '日'));
    only && text.trim().chars().count() >= 6 && PartialDate::parse(text.trim()).is_some_and(|date| date.month.is_some())
}

fn accessed(draft: &mut Draft, span: Span) {
    const LABELS: [&str; 9] = ["accessed on", "accessed", "cited", "访问日期", "访问时间", "引用日期", "检索日期", "访问于", "retrieved"];
    let mut place = span.from;
    while place < span.to {
        if matches!(draft.shadow.at(place), '[' | '(')
            && let Some(close) = draft.shadow.closing(place, span.to)
            && close - place < 40
        {
            let inner = draft.shadow.folded(Span::new(place + 1, close)).to_ascii_lowercase();
            let bare = LABELS.iter().find_map(|label| inner.trim_start().strip_prefix(label));
            let square = draft.shadow.at(place) == '[';
            if bare.is_some() || (square && is_date(&inner)) {
                let skip = bare.map_or(0, |bare| inner.chars().count() - bare.trim_start_matches([' ', ':', '.']).chars().count());
                let date = draft.take(Span::new(place + 1 + skip, close));
                draft.citation.accessed = draft.citation.accessed.take().or(date);
                draft.mark(Span::new(place, close + 1));
                draft.shadow.blank(Span::new(place, close + 1));
                place = close;
            }
        }
        place += 1;
    }
    if draft.citation.accessed.is_some() {
        return;
    }
    accessed_in_words(draft, span);
    if draft.citation.accessed.is_some() {
        return;
    }
    for label in LABELS {
        let Some(from) = draft.shadow.find_word(span, label) else { continue };
        let start = draft.shadow.trim_of(Span::new(from + label.chars().count(), span.to), |c| matches!(c, ' ' | ':' | '.')).from;
        let mut to = start;
        while to < span.to && (draft.shadow.at(to).is_ascii_digit() || matches!(draft.shadow.at(to), '-' | '/' | '年' | '月' | '日')) {
            to += 1;
        }
        if is_date(&draft.shadow.folded(Span::new(start, to))) {
            draft.citation.accessed = draft.take(Span::new(start, to));
            draft.mark(Span::new(from, to));
            draft.shadow.blank(Span::new(from, to));
            return;
        }
    }
}

/// `Retrieved June 12, 2020, from`, `取读于 2025年6月21日, 从`, `2025年6月21日访问`.
fn accessed_in_words(draft: &mut Draft, span: Span) {
    let shadow = &draft.shadow;
    let labelled = ["retrieved ", "accessed ", "取读于", "检索于", "读取于"]
        .iter()
        .find_map(|label| shadow.find_word(span, label).map(|from| (from, from + label.chars().count())));
    let found = match labelled {
        Some((from, start)) => {
            let start = shadow.skip_blanks(start, span.to);
            let day_first = shadow.at(start).is_ascii_digit();
            let year = (start..span.to.min(start + 20)).find_map(|place| shadow.year_at(place));
            year.filter(|_| day_first || shadow.at(start).is_uppercase()).map(|year| {
                let mut to = year.to;
                while matches!(shadow.at(to), '年' | '月' | '日' | '-') || shadow.at(to).is_ascii_digit() {
                    to += 1;
                }
                let behind = shadow.trim_of(Span::new(to, span.to), |c| matches!(c, ' ' | ',')).from;
                let word = ["from", "从"].iter().find(|word| shadow.word_at(behind, word)).map_or(to, |word| behind + word.chars().count());
                (from, Span::new(start, to), word)
            })
        }
        None => ["日访问", "日读取", "日检索", "日引用"].iter().find_map(|word| shadow.find_word(span, word)).and_then(|last| {
            let digits = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | ' ');
            let length = (span.from..last).rev().take_while(|place| digits(shadow.at(*place))).count();
            let date = shadow.trim(Span::new(last - length, last + 1));
            let open = matches!(shadow.before(date.from), '(' | '[');
            let close = open && matches!(shadow.at(last + 3), ')' | ']');
            is_date(&shadow.folded(date)).then_some((date.from - usize::from(open), date, last + 3 + usize::from(close)))
        }),
    };
    if let Some((from, date, to)) = found {
        draft.citation.accessed = draft.take(date);
        draft.mark(Span::new(from, to));
        draft.shadow.blank(Span::new(from, to));
    }
}

fn language_notes(draft: &mut Draft, span: Span) {
    for place in span.range() {
        if matches!(draft.shadow.at(place), '(' | '[')
            && (draft.shadow.word_at(place + 1, "in chinese")
                || draft.shadow.word_at(place + 1, "in japanese")
                || draft.shadow.word_at(place + 1, "in english"))
            && let Some(close) = draft.shadow.closing(place, span.to)
        {
            draft.mark(Span::new(place, close + 1));
            let note = draft.shadow.text(Span::new(place + 1, close));
            draft.kept.extend(note);
            draft.shadow.blank(Span::new(place, close + 1));
        }
    }
}
