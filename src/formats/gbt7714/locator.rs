//! Year, volume, issue and pages: the numbers behind the name of a journal.

mod begins;

use super::draft::Draft;
use super::shadow::{Shadow, Span, is_east_asian, is_han};
use begins::{month, supplement, year_in_bracket};

pub(super) use begins::{begins, date_end};

/// Takes the numbers of a span from left to right. What is no number of a journal stops the reading and is left.
pub(super) fn read(draft: &mut Draft, span: Span) {
    let mut place = span.from;
    let mut colon = false;
    let mut labelled = Label::None;
    while place < span.to {
        let c = draft.shadow.at(place);
        if matches!(c, ' ' | ',' | '.' | ';' | ':' | '[' | ']' | '《' | '》' | '”' | '"') {
            // A year in square brackets is a guessed one; other brackets are not ours.
            if c == '[' && draft.shadow.year_at(place + 1).is_none() {
                return;
            }
            colon = (colon && c == ' ') || c == ':';
            place += 1;
            continue;
        }
        if let Some((label, length)) = label_at(draft.shadow, place) {
            draft.mark(Span::new(place, place + length));
            labelled = label;
            place += length;
            continue;
        }
        let next = match c {
            '(' => bracket(draft, place, span.to),
            _ if labelled == Label::Volume => number(draft, place, span, Slot::Volume),
            _ if labelled == Label::Issue => number(draft, place, span, Slot::Issue),
            _ if labelled == Label::Pages => number(draft, place, span, Slot::Pages),
            _ => plain(draft, place, span, colon),
        };
        let Some(next) = next else { return };
        labelled = Label::None;
        colon = false;
        place = next.max(place + 1);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    None,
    Volume,
    Issue,
    Pages,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Volume,
    Issue,
    Pages,
}

/// A word that says what the next number is, and its length.
fn label_at(shadow: &Shadow, place: usize) -> Option<(Label, usize)> {
    const LABELS: [(&str, Label); 15] = [
        ("volume", Label::Volume),
        ("vol.", Label::Volume),
        ("vol", Label::Volume),
        ("v.", Label::Volume),
        ("issue", Label::Issue),
        ("iss.", Label::Issue),
        ("number", Label::Issue),
        ("no.", Label::Issue),
        ("no ", Label::Issue),
        ("pages", Label::Pages),
        ("pp.", Label::Pages),
        ("pp", Label::Pages),
        ("pg.", Label::Pages),
        ("p.", Label::Pages),
        ("art.", Label::Pages),
    ];
    if shadow.before(place).is_ascii_alphabetic() {
        return None;
    }
    for (word, label) in LABELS {
        let length = word.len();
        if shadow.word_at(place, word) {
            let next = shadow.at(shadow.skip_blanks(place + length, place + length + 3));
            if next.is_ascii_digit() || (next.is_ascii_alphabetic() && next.is_uppercase() && label != Label::None && word.ends_with('.')) {
                return Some((label, length));
            }
        }
    }
    if shadow.at(place) == '第' && supplement(shadow, place + 1, place + 12).is_some() {
        return Some((Label::None, 1));
    }
    if matches!(shadow.at(place), '第' | '卷' | '期' | '页' | '總' | '总') {
        let start = if matches!(shadow.at(place), '总' | '總') && shadow.at(place + 1) == '第' { place + 2 } else { place + 1 };
        let mut digits = shadow.skip_blanks(start, start + 2);
        let first = digits;
        while is_number_sign(shadow.at(digits)) || (shadow.at(digits) == ' ' && shadow.at(digits + 1).is_ascii_digit()) {
            digits += 1;
        }
        if digits > first || shadow.at(place) != '第' {
            if digits == first {
                return None;
            }
            let label = match (shadow.at(place), shadow.at(digits)) {
                ('卷', _) | ('第', '卷') => Label::Volume,
                ('期', _) | ('第', '期' | '号' | '辑') => Label::Issue,
                ('页', _) | ('第', '页' | '版') => Label::Pages,
                _ => return None,
            };
            return Some((label, start - place));
        }
    }
    None
}

fn is_number_sign(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '/' | '+' | '、')
}

/// `(11)`, `(5/6)`, `(增刊1)`, `(Suppl. 1)`, `(2012)`, `(2012-05-01)`.
fn bracket(draft: &mut Draft, open: usize, end: usize) -> Option<usize> {
    let close = draft.shadow.closing(open, end)?;
    let inner = draft.shadow.trim(Span::new(open + 1, close));
    if inner.is_empty() || inner.len() > 24 {
        return None;
    }
    draft.mark(Span::new(open, close + 1));
    if let Some(year) = draft.shadow.year_at(inner.from)
        && year.to <= inner.to
        && (draft.citation.year.is_none_or(|known| known == year.value && year.to == inner.to)
            || super::tail::is_date(&draft.shadow.folded(inner)))
    {
        if year.to < inner.to {
            draft.citation.date = draft.shadow.text(inner);
        }
        draft.year(inner.from, year);
        return Some(close + 1);
    }
    let bare = bare_issue(draft.shadow, inner);
    if draft.citation.issue.is_none() {
        draft.citation.issue = draft.shadow.text(bare);
    } else {
        let more = draft.shadow.text(inner);
        draft.kept.extend(more);
    }
    Some(close + 1)
}

/// Without `第…期`, `No.`, `版`.
fn bare_issue(shadow: &Shadow, inner: Span) -> Span {
    let mut span = inner;
    if shadow.at(span.from) == '第' {
        span.from += 1;
    }
    if matches!(shadow.before(span.to), '期' | '版' | '号') && span.len() > 1 {
        span.to -= 1;
    }
    for word in ["no.", "no", "issue"] {
        if shadow.word_at(span.from, word) && shadow.at(shadow.skip_blanks(span.from + word.len(), span.to)).is_ascii_digit() {
            span.from += word.len();
            break;
        }
    }
    shadow.trim(span)
}

/// The end of a run that can be a volume, an issue or pages: no blank but around its signs.
fn number_end(shadow: &Shadow, from: usize, end: usize, pages: bool) -> usize {
    let mut to = from;
    while to < end {
        let c = shadow.at(to);
        let next = shadow.at(to + 1);
        let inside = c.is_ascii_alphanumeric()
            || matches!(c, '-' | '/' | '+')
            || (c == '.' && pages && shadow.before(to).is_ascii_digit() && next.is_ascii_digit())
            || (c == '.' && pages && shadow.word_at(to.saturating_sub(1), "e.") && next.is_ascii_digit())
            || (pages && (is_han(c) && !matches!(c, '页' | '版' | '卷' | '期' | '年' | '和' | '第')))
            || (pages && c == ',' && page_goes_on(shadow, shadow.skip_blanks(to + 1, end), end))
            || (pages && c == '、')
            || (c == ' '
                && (next == '-' || shadow.before(to) == '-' || (pages && shadow.before(to) == ','))
                && next != '\0'
                && next != ' '
                && (next.is_ascii_alphanumeric() || next == '-'));
        if !inside {
            break;
        }
        to += 1;
    }
    while to > from && matches!(shadow.before(to), ' ' | ',' | '/' | '+' | '-' | '、') {
        to -= 1;
    }
    to
}

/// Whether another page or range stands here, rather than a year.
fn page_goes_on(shadow: &Shadow, place: usize, end: usize) -> bool {
    let digits = (place..end).take_while(|at| shadow.at(*at).is_ascii_digit()).count();
    let behind = shadow.at(place + digits);
    digits > 0 && !behind.is_ascii_alphabetic() && behind != '(' && !(shadow.year_at(place).is_some() && behind != '-')
}

fn number(draft: &mut Draft, place: usize, span: Span, slot: Slot) -> Option<usize> {
    let mut to = number_end(draft.shadow, place, span.to, slot == Slot::Pages);
    if to == place {
        return None;
    }
    let text = draft.take(Span::new(place, to));
    let member = match slot {
        Slot::Volume => &mut draft.citation.volume,
        Slot::Issue => &mut draft.citation.issue,
        Slot::Pages => &mut draft.citation.pages,
    };
    if member.is_none() {
        *member = text;
    } else {
        draft.kept.extend(text);
    }
    if matches!(draft.shadow.at(to), '卷' | '期' | '页' | '版' | '号' | '辑') {
        draft.mark(Span::new(to, to + 1));
        to += 1;
    }
    Some(to)
}

fn plain(draft: &mut Draft, place: usize, span: Span, colon: bool) -> Option<usize> {
    let c = draft.shadow.at(place);
    if let Some(to) = supplement(draft.shadow, place, span.to) {
        let text = draft.take(Span::new(place, to));
        if draft.citation.issue.is_none() {
            draft.citation.issue = text;
        } else {
            draft.kept.extend(text);
        }
        return Some(to);
    }
    if let Some(to) = month(draft.shadow, place, span.to) {
        draft.mark(Span::new(place, to));
        return Some(to);
    }
    let guessed = usize::from(c == 'c' && draft.shadow.year_at(place + 1).is_some());
    if let Some(year) = draft.shadow.year_at(place + guessed)
        && is_year_here(draft, place, year.to, year.value, colon)
    {
        draft.year(place, year);
        let mut to = year.to;
        if let Some(end) = date_end(draft.shadow, place, to, span.to) {
            draft.citation.date = draft.take(Span::new(place, end));
            to = end;
        }
        if draft.shadow.at(to) == '年' {
            draft.mark(Span::new(to, to + 1));
            to += 1;
        }
        return Some(to);
    }
    let known = draft.citation.volume.is_some() || draft.citation.issue.is_some();
    if colon || (known && draft.citation.pages.is_none() && !c.is_ascii_digit()) {
        if c.is_ascii_alphanumeric() || is_east_asian(c) {
            return number(draft, place, span, Slot::Pages);
        }
        return None;
    }
    if !c.is_ascii_digit() {
        let lettered = c.is_ascii_alphabetic() && draft.shadow.at(place + 1).is_ascii_digit();
        let slot = if draft.citation.year.is_some() && draft.shadow.at(number_end(draft.shadow, place, span.to, false)) == '(' {
            Slot::Volume
        } else {
            Slot::Pages
        };
        return if lettered { number(draft, place, span, slot) } else { None };
    }
    let to = number_end(draft.shadow, place, span.to, false);
    let behind = draft.shadow.at(draft.shadow.skip_blanks(to, span.to));
    let range = draft.shadow.signs(Span::new(place, to)).contains(&'-');
    // "337. 1/2 (2014): 112": volume, issue, and the year in brackets; but "486, 75–174 (2010)" are pages.
    let open = draft.shadow.skip_blanks(to, span.to);
    let goes_on =
        draft.shadow.closing(open, span.to).is_some_and(|close| !draft.shadow.trim_signs(Span::new(close + 1, span.to)).is_empty());
    let dated = behind == '('
        && year_in_bracket(draft.shadow, to, span.to)
        && draft.citation.volume.is_some()
        && draft.citation.issue.is_none()
        && (!range || goes_on);
    let slot = if dated {
        Slot::Issue
    } else if known || (range && !matches!(behind, '(' | ':')) {
        Slot::Pages
    } else {
        Slot::Volume
    };
    if to < span.to && matches!(draft.shadow.at(to), '卷') {
        return number(draft, place, span, Slot::Volume);
    }
    if matches!(draft.shadow.at(to), '期') {
        return number(draft, place, span, Slot::Issue);
    }
    number(draft, place, span, slot)
}

/// A number of four digits is the year unless the year is known and this is another, or it stands in a page's place.
fn is_year_here(draft: &Draft, place: usize, to: usize, value: i32, colon: bool) -> bool {
    let behind = draft.shadow.at(to);
    if let Some(known) = draft.citation.year {
        return known == value && !colon && draft.citation.pages.is_none();
    }
    let range = behind == '-' && draft.shadow.before(place) != '[';
    draft.citation.volume.is_none() || !(colon || range)
}
