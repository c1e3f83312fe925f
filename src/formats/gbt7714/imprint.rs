//! The right side of books and all that is published like them: translators, edition, host, place, publisher, year, pages.

use super::draft::Draft;
use super::head::looks_like_authors;
use super::host::{notes_in_brackets, take_host};
use super::locator::date_end;
use super::names;
use super::notes::{is_edition, is_pages, take_pages};
use super::shadow::{Shadow, Span, is_east_asian, is_han};
use crate::record::PartialDate;

/// What the pieces before place and publisher are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Of the cited work itself: nothing that has a member.
    Own,
    /// Of the work it stands in: its editors and its title.
    Host,
}

/// Takes `徐超, 译.` or `Smith J, trans.` at the head of a span; what follows is returned.
pub(super) fn take_translators(draft: &mut Draft, span: Span) -> Span {
    let shadow = &draft.shadow;
    let end = stops(shadow, span).into_iter().next().unwrap_or(span.to);
    let Some(list) = translators_in(shadow, Span::new(span.from, end)) else { return span };
    draft.mark(Span::new(span.from, end));
    let people = names::read(draft.shadow, list).people;
    draft.citation.translators.extend(people.into_iter().map(|mut person| {
        person.role = Some("translator".to_owned());
        person
    }));
    draft.shadow.trim_signs(Span::new(end.min(span.to), span.to))
}

/// The names in a piece that ends with a translator's word.
pub(super) fn translators_in(shadow: &Shadow, piece: Span) -> Option<Span> {
    let piece = shadow.trim_signs(piece);
    if piece.len() < 3 || piece.len() > 120 {
        return None;
    }
    let text = shadow.folded(piece).to_lowercase();
    if let Some(kept) = ["translated by ", "trans. by ", "trans by "].iter().find(|head| text.starts_with(*head)) {
        return Some(Span::new(piece.from + kept.len(), piece.to));
    }
    let word = ["等译注", "译注", "编译", "译校", "校译", "译", "翻译", ", trans", " trans", ", translator", ", tran", ", translators"]
        .iter()
        .find(|word| text.trim_end_matches('.').ends_with(*word))?;
    let wide = word.chars().any(is_han);
    let list = Span::new(piece.from, piece.to - word.trim_start_matches('等').chars().count());
    (!wide || looks_like_authors(shadow, list)).then(|| shadow.trim_signs(list))
}

/// Full stops that divide a right side into pieces: not of initials, abbreviations, decimals.
pub(super) fn stops(shadow: &Shadow, span: Span) -> Vec<usize> {
    let mut found = Vec::new();
    for place in shadow.outside_brackets(span) {
        if shadow.at(place) != '.' {
            continue;
        }
        let next = shadow.at(place + 1);
        let after = shadow.skip_blanks(place + 1, span.to);
        let abbreviated = place >= 1 && {
            let word = (span.from..place).rev().take_while(|at| shadow.at(*at).is_ascii_alphabetic()).count();
            let text = shadow.folded(Span::new(place - word, place)).to_ascii_lowercase();
            (word == 1 && shadow.before(place).is_ascii_uppercase())
                || matches!(text.as_str(), "rev" | "vol" | "no" | "st" | "v" | "dr" | "jr" | "pp" | "p" | "approx" | "univ" | "dept")
        };
        // "Univ. of California"
        let linked = ["of ", "de ", "and ", "for ", "der ", "für "].iter().any(|word| shadow.word_at(after, word));
        let decimal = next.is_ascii_digit() && shadow.before(place).is_ascii_digit();
        let word_inside = next.is_ascii_lowercase() || matches!(next, ',' | ':' | ';' | ')');
        let goes_on = matches!(shadow.at(after), ',' | ':' | ';') || decimal || word_inside || abbreviated || linked;
        if after >= span.to || !goes_on {
            found.push(place);
        }
    }
    found
}

/// Reads the pieces in order.
pub(super) fn read(draft: &mut Draft, span: Span, place: Place) {
    dates_in_brackets(draft, span);
    if place == Place::Host {
        notes_in_brackets(draft, span);
    }
    let mut pieces = Vec::new();
    let mut from = span.from;
    for stop in stops(draft.shadow, span).into_iter().chain([span.to]) {
        let piece = draft.shadow.trim_signs(Span::new(from, stop));
        if !piece.is_empty() {
            pieces.push(piece);
        }
        from = stop + 1;
    }
    let mut left = Vec::new();
    for piece in pieces {
        let translators = translators_in(draft.shadow, piece);
        if translators.is_some() {
            take_translators(draft, piece);
        } else if is_edition(draft.shadow, piece) && draft.citation.edition.is_none() {
            // "马克思恩格斯全集, 2 版": the edition behind the title it belongs to.
            let cut = piece.range().rev().find(|at| matches!(draft.shadow.at(*at), ',' | '》')).map_or(piece.from, |at| at + 1);
            draft.citation.edition = draft.take_trimmed(Span::new(cut, piece.to));
            let title = draft.shadow.trim_signs(Span::new(piece.from, cut));
            if !title.is_empty() {
                left.push(title);
            }
        } else {
            left.push(piece);
        }
    }
    let dated = left.iter().rposition(|piece| piece_year(draft.shadow, *piece).is_some());
    let colon = left.iter().rposition(|piece| has_place(draft.shadow, *piece)).filter(|at| place == Place::Own || *at > 0);
    let chosen = dated.or(colon);
    let mut before: Vec<Span> = Vec::new();
    for (at, piece) in left.iter().enumerate() {
        match chosen {
            Some(chosen) if at == chosen => {
                let whole = place == Place::Host && before.is_empty() && draft.citation.host_title().is_none();
                imprint_piece(draft, *piece, whole, &mut before);
            }
            Some(chosen) if at > chosen => {
                if is_pages(draft.shadow, *piece) && draft.citation.pages.is_none() {
                    take_pages(draft, *piece);
                }
            }
            _ if is_pages(draft.shadow, *piece) && draft.citation.pages.is_none() && (at > 0 || left.len() == 1) => {
                take_pages(draft, *piece);
            }
            _ => before.push(*piece),
        }
    }
    if place == Place::Host || (draft.citation.publisher.is_some() && holds_parts(draft)) {
        take_host(draft, &before);
    } else if let Some(publisher) = before.last()
        && draft.citation.publisher.is_none()
    {
        split_publisher(draft, *publisher);
    }
}

/// Whether a leftover before the imprint can be a host: some styles leave `//` out.
fn holds_parts(draft: &Draft) -> bool {
    use crate::record::ReferenceType::{A, C, G, M};
    matches!(draft.citation.kind, Some(M | C | G | A) | None)
}

/// `北京: 科学出版社, 2010: 35`, `科学出版社, 2010`, `2010: 35`, `2002-03-06: 8-9`, `北京: 科学出版社: 35`.
fn imprint_piece(draft: &mut Draft, piece: Span, title_first: bool, before: &mut Vec<Span>) {
    let mut span = piece;
    let colon = outside(draft.shadow, span, ':').into_iter().next_back();
    let comma = outside(draft.shadow, span, ',').into_iter().next_back();
    for cut in [colon, comma].into_iter().flatten() {
        let pages = draft.shadow.trim_signs(Span::new(cut + 1, span.to));
        let lone_year = draft.shadow.year_at(pages.from).is_some_and(|year| year.to == pages.to)
            && draft.citation.year.is_none()
            && piece_year(draft.shadow, Span::new(span.from, cut)).is_none();
        let named = is_pages(draft.shadow, pages)
            || (pages.len() <= 10
                && piece_year(draft.shadow, Span::new(span.from, cut)).is_some()
                && draft.shadow.signs(pages).iter().any(|c| is_han(*c)));
        let after_year =
            cut == comma.unwrap_or_default() && Some(cut) != colon && piece_year(draft.shadow, Span::new(span.from, cut)).is_none();
        if named && !lone_year && !after_year && draft.citation.pages.is_none() {
            take_pages(draft, pages);
            span = Span::new(span.from, cut);
            break;
        }
    }
    if let Some((from, to)) = piece_year(draft.shadow, span) {
        take_year(draft, from, to);
        span = Span::new(span.from, from);
    }
    let span = without_copyright(draft, span);
    let span = without_reign(draft, span);
    if span.is_empty() {
        return;
    }
    if title_first && place_colon(draft.shadow, span).is_none() {
        before.push(span);
    } else if title_first {
        // "host title, Cham: Springer": place and publisher behind a comma; else a host with a subtitle.
        let colon = outside(draft.shadow, span, ':').into_iter().next_back().unwrap_or(span.from);
        let comma = outside(draft.shadow, Span::new(span.from, colon), ',').into_iter().next_back();
        let town = comma.map(|comma| draft.shadow.trim(Span::new(comma + 1, colon)));
        match comma.zip(town) {
            Some((comma, town))
                if town.len() <= 25 && (draft.shadow.at(town.from).is_uppercase() || is_han(draft.shadow.at(town.from))) =>
            {
                before.push(Span::new(span.from, comma));
                split_publisher(draft, Span::new(comma + 1, span.to));
            }
            _ => before.push(span),
        }
    } else {
        split_publisher(draft, span);
    }
}

fn split_publisher(draft: &mut Draft, span: Span) {
    match place_colon(draft.shadow, span) {
        Some(colon) => {
            draft.citation.place =
                draft.take(draft.shadow.trim_of(Span::new(span.from, colon), |c| matches!(c, ' ' | ',' | ';' | '[' | ']')));
            draft.citation.publisher = draft.take(unbracketed(draft.shadow, Span::new(colon + 1, span.to)));
        }
        None => draft.citation.publisher = draft.take(unbracketed(draft.shadow, span)),
    }
}

/// `[s.n.]`: what is not printed in the book itself stands in brackets.
fn unbracketed(shadow: &Shadow, span: Span) -> Span {
    let span = shadow.trim_signs(span);
    let whole = shadow.at(span.from) == '[' && shadow.before(span.to) == ']';
    if whole { Span::new(span.from + 1, span.to - 1) } else { with_abbreviation(shadow, span) }
}

/// With the full stop of `Inc.`, `Ltd.`, `Co.`.
fn with_abbreviation(shadow: &Shadow, span: Span) -> Span {
    let word = shadow.rfind(span, ' ').map_or(span.from, |blank| blank + 1);
    let word = shadow.folded(Span::new(word, span.to)).to_ascii_lowercase();
    let stop = matches!(word.as_str(), "inc" | "ltd" | "co" | "corp" | "pty") && shadow.at(span.to) == '.';
    Span::new(span.from, span.to + usize::from(stop))
}

/// Without the `c`, `©` or `[` of the year behind it.
fn without_copyright(draft: &mut Draft, span: Span) -> Span {
    let shadow = &draft.shadow;
    let span = shadow.trim_of(span, |c| matches!(c, ' ' | ','));
    let sign = matches!(shadow.before(span.to), '[' | '©')
        || (shadow.before(span.to) == 'c' && !shadow.at(span.to.saturating_sub(2)).is_alphanumeric());
    let left =
        shadow.trim_of(Span::new(span.from, span.to - usize::from(sign && !span.is_empty())), |c| matches!(c, ' ' | ',' | ':' | ';'));
    draft.mark(Span::new(left.to, span.to));
    left
}

/// Without `民国36年`, `昭和12年`, `清光绪七年` before the year in brackets.
fn without_reign(draft: &mut Draft, span: Span) -> Span {
    let Some(comma) = draft.shadow.rfind(span, ',') else { return span };
    let reign = draft.shadow.trim(Span::new(comma + 1, span.to));
    let named = ["民国", "清", "明", "昭和", "大正", "明治", "平成", "令和", "光绪", "宣统"]
        .iter()
        .any(|name| draft.shadow.word_at(reign.from, name));
    if !named || draft.shadow.before(reign.to) != '年' || reign.len() > 12 {
        return span;
    }
    let text = draft.take(reign);
    draft.kept.extend(text);
    draft.shadow.trim_signs(Span::new(span.from, comma))
}

fn place_colon(shadow: &Shadow, span: Span) -> Option<usize> {
    outside(shadow, span, ':').into_iter().next()
}

pub(super) fn outside(shadow: &Shadow, span: Span, sign: char) -> Vec<usize> {
    shadow.outside_brackets(span).into_iter().filter(|place| shadow.at(*place) == sign).collect()
}

fn has_place(shadow: &Shadow, piece: Span) -> bool {
    place_colon(shadow, piece).is_some_and(|colon| colon - piece.from <= 40 && colon + 1 < piece.to)
}

/// The year or date at which a piece ends, or behind which only pages stand: where it begins and ends.
fn piece_year(shadow: &Shadow, piece: Span) -> Option<(usize, usize)> {
    let mut place = piece.to;
    while place > piece.from {
        place -= 1;
        if !shadow.at(place).is_ascii_digit() || shadow.before(place).is_ascii_digit() {
            continue;
        }
        if shadow.before(place) == '-' && shadow.before(place.saturating_sub(1)).is_ascii_digit() {
            continue;
        }
        let us_date = us_date_end(shadow, place, piece.to);
        let Some(to) = shadow.year_at(place).map(|year| date_end(shadow, place, year.to, piece.to).unwrap_or(year.to)).or(us_date) else {
            continue;
        };
        let ahead = shadow.trim_of(Span::new(piece.from, place), |c| matches!(c, ' ' | '[' | 'c' | '©'));
        let opens = ahead.is_empty()
            || (is_east_asian(shadow.before(place)) && shadow.at(to) == '年')
            || matches!(shadow.before(ahead.to), ',' | '.' | ':' | '-');
        let mut end = to;
        // A range of years, a calendar in brackets, the sign of the year.
        if shadow.at(end) == '-' {
            let again = shadow.trim_of(Span::new(end, piece.to), |c| matches!(c, '-' | '[' | ' ')).from;
            // A periodical that still appears has none: `地质出版社, 1936-`.
            let is_open = again >= piece.to && shadow.at(end + 1) != '-';
            end = shadow.year_at(again).map_or(end + usize::from(is_open), |year| year.to);
        }
        if shadow.at(end) == '年' {
            end += 1;
        }
        if shadow.at(end) == '('
            && let Some(close) = shadow.closing(end, piece.to)
        {
            end = close + 1;
        }
        let behind = shadow.trim_of(Span::new(end, piece.to), |c| matches!(c, ' ' | ']' | '.' | '版'));
        let pages = matches!(shadow.at(behind.from), ':' | ',') && behind.len() <= 24;
        if opens && (behind.is_empty() || pages) {
            return Some((place, end));
        }
    }
    None
}

/// `03/06/2002`.
fn us_date_end(shadow: &Shadow, place: usize, end: usize) -> Option<usize> {
    let shape: String =
        shadow.signs(Span::new(place, (place + 10).min(end))).iter().map(|c| if c.is_ascii_digit() { '0' } else { *c }).collect();
    (shape == "00/00/0000").then_some(place + 10)
}

fn take_year(draft: &mut Draft, from: usize, to: usize) {
    let span = Span::new(from, to);
    if let Some(year) = draft.shadow.year_at(from) {
        draft.year(from, year);
    } else if let Some(year) = draft.shadow.year_at(to.saturating_sub(4)) {
        draft.citation.year = draft.citation.year.or(Some(year.value));
    } else {
        // The year of `03/06/2002` follows a slash.
        let digits: String = draft.shadow.signs(Span::new(to.saturating_sub(4), to)).iter().collect();
        draft.citation.year = draft.citation.year.or(digits.parse().ok());
    }
    let text = draft.take(span);
    let whole = text.as_deref().and_then(PartialDate::parse).is_some_and(|date| date.month.is_some());
    if (whole || us_date_end(draft.shadow, from, to).is_some()) && draft.citation.date.is_none() {
        draft.citation.date = text;
    }
}

/// `(2021-04-21)`, `(2012)`: the date of publication or of the last change.
fn dates_in_brackets(draft: &mut Draft, span: Span) {
    let mut place = span.from;
    while place < span.to {
        if draft.shadow.at(place) == '('
            && let Some(close) = draft.shadow.closing(place, span.to)
        {
            let inner = draft.shadow.trim(Span::new(place + 1, close));
            let text = draft.shadow.folded(inner);
            let year = draft.shadow.year_at(inner.from);
            let whole = super::tail::is_date(&text) || us_date_end(draft.shadow, inner.from, inner.to) == Some(inner.to);
            if whole || year.is_some_and(|year| year.to == inner.to) {
                draft.mark(Span::new(place, close + 1));
                if whole && draft.citation.date.is_none() {
                    draft.citation.date = draft.shadow.text(inner);
                }
                if let Some(year) = year {
                    draft.year(inner.from, year);
                } else {
                    take_year(draft, inner.from, inner.to);
                }
                draft.shadow.blank(Span::new(place, close + 1));
            }
            place = close;
        }
        place += 1;
    }
}
