//! A reference with a type marker: each type by its own grammar (GB/T 7714—2015, 4.1–4.8; 2025).

use super::draft::Draft;
use super::head;
use super::host;
use super::imprint;
use super::journal;
use super::marker::{self, Marker};
use super::names;
use super::notes;
use super::numbered;
use super::shadow::{Shadow, Span, is_east_asian};
use crate::record::ReferenceType;

pub(super) fn read(draft: &mut Draft, body: Span, marker: &Marker) {
    draft.mark(marker.span);
    draft.citation.kind = Some(marker.kind);
    draft.citation.carrier.clone_from(&marker.carrier);
    read_left(draft, Span::new(body.from, marker.span.from), marker.kind);
    let mut right = Span::new(marker.span.to, body.to);
    // The host of an article can bear a marker of its own: "[A]. In: … [M].", "[M]//… [M].".
    while let Some(second) = marker::find(draft.shadow, right) {
        let ahead = draft.shadow.trim(Span::new(right.from, second.span.from));
        if matches!(draft.shadow.before(ahead.to), '.' | ';' | '[' | '(') && ahead.len() > 4 {
            // A second rendering of which nothing but the marker and the numbers was known.
            right = Span::new(right.from, ahead.to - 1);
            break;
        }
        draft.mark(second.span);
        draft.shadow.blank(second.span);
    }
    right = draft.shadow.trim_of(right, |c| matches!(c, ' ' | '.' | ',' | ';' | ':'));
    match marker.kind {
        ReferenceType::J if host::host_sign(draft.shadow, right).is_none_or(|(at, _)| at == right.from) => journal::read(draft, right),
        ReferenceType::N => journal::read_newspaper(draft, right),
        _ => {
            let right = number_behind(draft, right, marker.kind);
            host::read_with_host(draft, right);
        }
    }
    if draft.citation.year.is_none() && marker.kind == ReferenceType::S {
        draft.citation.year = draft.citation.number.as_deref().and_then(numbered::year_of_number);
    }
}

/// Authors, the year of author-date lists, title, and the number that stands with the title.
pub(super) fn read_left(draft: &mut Draft, left: Span, kind: ReferenceType) {
    let mut head = head::split(draft.shadow, left);
    if kind == ReferenceType::S
        && let Some(end) = numbered::standard_number(draft.shadow, draft.shadow.trim_signs(left))
    {
        // "GB/T 3792—2021. 信息与文献[S]": no authors, the number comes first.
        let from = draft.shadow.trim_signs(left).from;
        if head.authors.is_empty() || end <= head.title.from {
            head = head::Head { authors: Span::new(from, from), year: None, title: left };
        }
    }
    take_head(draft, &head);
    let title = numbered_title(draft, head.title, kind);
    let title = translators_before(draft, title);
    let title = if kind == ReferenceType::CM { without_scale(draft, title) } else { title };
    draft.mark(title);
    draft.citation.title = draft.shadow.text(tidy(draft, title));
}

pub(super) fn take_head(draft: &mut Draft, head: &head::Head) {
    draft.mark(head.authors);
    let names = names::read(draft.shadow, in_brackets(draft.shadow, head.authors));
    draft.citation.authors = names.people;
    draft.citation.etal = names.etal;
    if let Some((span, from, year)) = head.year {
        draft.mark(span);
        let text = draft.shadow.trim_of(span, |c| matches!(c, '(' | ')' | ' ' | ',' | '.' | ':'));
        if super::tail::is_date(&draft.shadow.folded(text)) {
            draft.citation.date = draft.shadow.text(text);
        }
        draft.year(from, year);
    }
}

/// `[于潇、刘义]`, `Yu X., & Liu Y. [于潇、刘义]`: names as they are printed in the work stand in brackets.
fn in_brackets(shadow: &Shadow, authors: Span) -> Span {
    let list = shadow.trim_signs(authors);
    let Some(open) = shadow.find(list, '[').filter(|open| is_east_asian(shadow.at(open + 1))) else { return authors };
    match shadow.closing(open, list.to) {
        Some(close)
            if close + 1 == list.to && close - open > 2 && !shadow.signs(Span::new(list.from, open)).iter().any(|c| is_east_asian(*c)) =>
        {
            Span::new(open + 1, close)
        }
        _ => authors,
    }
}

fn numbered_title(draft: &mut Draft, title: Span, kind: ReferenceType) -> Span {
    match kind {
        ReferenceType::S | ReferenceType::P | ReferenceType::R | ReferenceType::A => numbered::out_of_title(draft, title, kind),
        ReferenceType::M | ReferenceType::C | ReferenceType::G | ReferenceType::K | ReferenceType::CM => {
            let title = notes::take_notes(draft, draft.shadow.trim_signs(title));
            notes::take_volume(draft, title)
        }
        _ => notes::take_notes(draft, title),
    }
}

/// `扬奎斯特. 杨斌, 等, 译. 递归宏观经济理论[M]`: some styles print the translators before the title.
fn translators_before(draft: &mut Draft, title: Span) -> Span {
    // "论语译注": without a title behind it, it is one.
    if imprint::stops(draft.shadow, title).first().is_none_or(|stop| draft.shadow.trim_signs(Span::new(*stop, title.to)).is_empty()) {
        return title;
    }
    let shorter = imprint::take_translators(draft, title);
    if shorter.is_empty() { title } else { shorter }
}

/// `中国地形图. 1:25000[CM]`: the scale of a map is no part of its title.
fn without_scale(draft: &mut Draft, title: Span) -> Span {
    let title = draft.shadow.trim_signs(title);
    let Some(stop) = draft.shadow.rfind(title, '.') else { return title };
    let scale = draft.shadow.trim(Span::new(stop + 1, title.to));
    let shape = draft.shadow.signs(scale).iter().all(|c| c.is_ascii_digit() || matches!(c, ':' | ' ' | ','));
    if scale.is_empty() || !shape || !draft.shadow.word_at(scale.from, "1:") {
        return title;
    }
    let text = draft.take(scale);
    draft.kept.extend(text);
    draft.shadow.trim_signs(Span::new(title.from, stop))
}

/// A title without the signs that belong to the list: separators at its ends, but not its own `?`, `!` or brackets.
pub(super) fn tidy(draft: &Draft, title: Span) -> Span {
    draft.shadow.trim_signs(title)
}

/// `[R].PB 91-194001, Springfield: …`: the number of a report, patent or standard behind the marker.
fn number_behind(draft: &mut Draft, right: Span, kind: ReferenceType) -> Span {
    if draft.citation.number.is_some() || !matches!(kind, ReferenceType::R | ReferenceType::S | ReferenceType::P) {
        return right;
    }
    let Some(cut) = right.range().find(|place| {
        draft.shadow.at(*place) == ',' || (draft.shadow.at(*place) == '.' && (draft.shadow.at(place + 1) == ' ' || place + 1 == right.to))
    }) else {
        return right;
    };
    let mut number = draft.shadow.trim_signs(Span::new(right.from, cut));
    // "[P]. 中国专利: CN101234567A, 2008": the country goes before it.
    if kind == ReferenceType::P
        && let Some(colon) = draft.shadow.find(number, ':')
        && colon - number.from <= 8
    {
        number = draft.shadow.trim_signs(Span::new(colon + 1, number.to));
        if numbered::is_code(draft.shadow, number) || numbered::is_patent_number(draft.shadow, number) {
            draft.mark(Span::new(right.from, colon));
            draft.citation.number = draft.take(number);
            return draft.shadow.trim_signs(Span::new(cut, right.to));
        }
    }
    if numbered::is_code(draft.shadow, number) && !super::tail::is_date(&draft.shadow.folded(number)) {
        draft.citation.number = draft.take(number);
        return draft.shadow.trim_signs(Span::new(cut, right.to));
    }
    right
}
