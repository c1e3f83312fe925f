//! A reference without a type marker: the shapes of Chinese house styles, Vancouver, APA, MLA and Chicago.

use super::draft::Draft;
use super::head::{self, Head};
use super::host;
use super::imprint;
use super::journal;
use super::locator;
use super::marked::take_head;
use super::names;
use super::notes;
use super::numbered;
use super::shadow::{Shadow, Span, is_east_asian};

pub(super) fn read(draft: &mut Draft, body: Span) {
    let found = quoted(draft.shadow, body).or_else(|| slanted(draft.shadow, body));
    let (head, after) = found.unwrap_or_else(|| stopped(draft.shadow, body));
    take_head(draft, &head);
    draft.mark(head.title);
    let title = numbered::out_of_unmarked(draft, head.title);
    let title = notes::take_notes(draft, title);
    let title = notes::take_volume(draft, title);
    let title = dated_title(draft, title);
    draft.citation.title = draft.shadow.text(title);
    let dated = draft.shadow.signs(title).iter().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | ' ' | '年' | '月' | '日'));
    if dated && !head.authors.is_empty() {
        if let Some(year) = draft.shadow.year_at(title.from) {
            draft.year(title.from, year);
        }
        draft.citation.title = None;
    }
    if draft.citation.title.is_none() && (head.year.is_some() || dated) {
        // "西黄丸. (2023-10-07).": what stands before the date is all there is.
        draft.citation.title = draft.shadow.text(head.authors);
        draft.citation.authors.clear();
    }
    let right = title_notes(draft, Span::new(after, body.to));
    read_right(draft, right);
    if draft.citation.year.is_none() {
        lone_year(draft, body);
    }
    if draft.citation.title.is_none() && draft.citation.host.is_none() && draft.citation.year.is_none() {
        draft.citation.authors.clear();
    }
}

/// "题名(2023-10-07)": takes the date of a page off its title.
fn dated_title(draft: &mut Draft, title: Span) -> Span {
    if draft.shadow.before(title.to) != ')' {
        return title;
    }
    let Some(open) = draft.shadow.rfind(title, '(') else { return title };
    let inner = Span::new(open + 1, title.to - 1);
    if !super::tail::is_date(&draft.shadow.folded(inner)) {
        return title;
    }
    draft.citation.date = draft.shadow.text(inner);
    if let Some(year) = draft.shadow.year_at(inner.from) {
        draft.year(inner.from, year);
    }
    draft.shadow.trim_signs(Span::new(title.from, open))
}

/// "作者：《题名》，…", "作者，2012，“题名”，…": the title stands in marks.
fn quoted(shadow: &Shadow, body: Span) -> Option<(Head, usize)> {
    let open = body.range().find(|place| matches!(shadow.at(*place), '《' | '“' | '"'))?;
    let close = shadow.closing(open, body.to)?;
    let ahead = shadow.trim(Span::new(body.from, open));
    // "《庄子》读不懂?": the marks are in the title, and not around it.
    let behind = shadow.at(close + 1);
    if is_east_asian(behind)
        && !matches!(behind, '载' | '见' | '第' | '译' | '编' | '收' | '刊' | '上' | '下')
        && ahead.is_empty() | matches!(shadow.before(ahead.to), '.')
    {
        return None;
    }
    let separated =
        ahead.is_empty() || matches!(shadow.before(ahead.to), ',' | ':' | '.' | ')') || shadow.before(ahead.to).is_ascii_digit();
    // The marks can open the name of the journal only: "题名. 《期刊》, 2012".
    let list = shadow.trim_of(ahead, |c| matches!(c, ' ' | ',' | ':' | '.'));
    if !separated || list.len() > 2000 {
        return None;
    }
    let (authors, year) = author_and_year(shadow, list);
    // "徐建委 (2025) 历史的起点: 《史记》…": these marks are in a title.
    if authors.range().any(|place| shadow.at(place) == '(' && shadow.year_at(place + 1).is_some()) {
        return None;
    }
    if !authors.is_empty() && (!head::looks_like_authors(shadow, authors) || head::first_stop(shadow, authors).is_some()) {
        return None;
    }
    Some((Head { authors, year, title: Span::new(open + 1, close) }, close + 1))
}

/// "Author, 2021, *Title*, Place: Publisher": the title of a book in italics right behind authors and year.
fn slanted(shadow: &Shadow, body: Span) -> Option<(Head, usize)> {
    let run = shadow.italics().iter().copied().find(|run| run.from >= body.from && run.to <= body.to && !run.is_empty())?;
    let list = shadow.trim_of(Span::new(body.from, run.from), |c| matches!(c, ' ' | ',' | ':' | '.' | '(' | ')'));
    let (authors, year) = author_and_year(shadow, list);
    let known =
        year.is_some() && !authors.is_empty() && head::looks_like_authors(shadow, authors) && head::first_stop(shadow, authors).is_none();
    known.then_some((Head { authors, year, title: run }, run.to))
}

/// Splits a year off the end of a list of authors.
fn author_and_year(shadow: &Shadow, list: Span) -> (Span, Option<(Span, usize, super::shadow::Year)>) {
    let found = list.range().rev().take(12).find_map(|place| shadow.year_at(place).map(|year| (place, year)));
    match found {
        // Digits that go on behind the list are none of it.
        Some((place, year)) if list.to.checked_sub(year.to).is_some_and(|rest| rest <= 1) => {
            let authors = shadow.trim_of(Span::new(list.from, place), |c| matches!(c, ' ' | ',' | '.' | '('));
            (authors, Some((Span::new(authors.to, list.to), place, year)))
        }
        _ => (list, None),
    }
}

/// "Authors. Title. Right", "Authors (2012). Title. Right", "Authors, 2012: Title. Right".
fn stopped(shadow: &Shadow, body: Span) -> (Head, usize) {
    let mut head = head::split(shadow, body);
    // "大黄//国家药典委员会. 药典": a part without authors.
    if let Some((sign, _)) = host::host_sign(shadow, head.authors)
        && sign > head.authors.from
    {
        let title = Span::new(body.from, sign);
        return (Head { authors: Span::new(body.from, body.from), year: None, title }, sign);
    }
    if head.year.is_none() && !head.authors.is_empty() && head.title.is_empty() {
        // "Library of Congress. (n.d.)": what stands before the date is all there is.
        let nobody = Span::new(body.from, body.from);
        return (Head { authors: nobody, year: None, title: head.authors }, body.to);
    }
    if head.authors.is_empty()
        && let Some(year) = year_between_blanks(shadow, body)
    {
        head = year;
    }
    if matches!(shadow.at(head.title.from), '“' | '"')
        && head.year.is_some()
        && let Some(close) = shadow.closing(head.title.from, head.title.to)
        && matches!(shadow.at(close + 1), ' ' | ',' | '.')
    {
        let title = shadow.trim_of(Span::new(head.title.from + 1, close), |c| matches!(c, ' ' | '.' | ','));
        return (Head { title, ..head }, close + 1);
    }
    let end = title_end(shadow, head.title);
    let end = if head.year.is_some() && end == head.title.to { before_place(shadow, head.title).unwrap_or(end) } else { end };
    let title = Span::new(head.title.from, end);
    (Head { title, ..head }, end)
}

/// "Yu X, Liu Y 2012 Title": physics prints the year between blanks.
fn year_between_blanks(shadow: &Shadow, body: Span) -> Option<Head> {
    let place = body
        .range()
        .skip(2)
        .find(|place| shadow.before(*place) == ' ' && shadow.year_at(*place).is_some_and(|year| shadow.at(year.to) == ' '))?;
    let year = shadow.year_at(place)?;
    let authors = shadow.trim(Span::new(body.from, place));
    (authors.len() < 2000 && head::looks_like_authors(shadow, authors)).then(|| Head {
        authors,
        year: Some((Span::new(place, year.to), place, year)),
        title: shadow.trim_signs(Span::new(year.to, body.to)),
    })
}

/// Where the title ends: at the first full stop (or question) behind which something else begins.
fn title_end(shadow: &Shadow, span: Span) -> usize {
    for place in shadow.outside_brackets(span) {
        let c = shadow.at(place);
        // The sign of a host, or the pages of a book, end a title without a full stop.
        let pages = c == ',' && (shadow.word_at(place, ", p. ") || shadow.word_at(place, ", pp. "));
        if c == '∥' || (c == '/' && shadow.at(place + 1) == '/') || pages {
            return place;
        }
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let next = shadow.at(place + 1);
        let after = shadow.skip_blanks(place + 1, span.to);
        if after >= span.to {
            break;
        }
        let single = shadow.before(place).is_ascii_uppercase() && !shadow.before(place.saturating_sub(1)).is_ascii_alphanumeric();
        let inside = next.is_ascii_lowercase()
            || (next.is_ascii_digit() && !is_east_asian(shadow.before(place)) && shadow.is_narrow(place))
            || (shadow.at(after).is_ascii_digit() && abbreviation(shadow, span.from, place))
            || matches!(next, ',' | ':' | '-' | ')' | '.');
        let opens = next == ' ' || is_east_asian(next) || next.is_ascii_uppercase() || next == '《' || next.is_ascii_digit();
        if inside || single || !opens {
            continue;
        }
        // A question inside a title goes on with a dash or small letters.
        if c != '.' && (shadow.at(after).is_lowercase() || shadow.at(after) == '-' || next != ' ') {
            continue;
        }
        return if c == '.' { place } else { place + 1 };
    }
    span.to
}

/// "2012, Why Nations Fail, New York: Crown Business": where no full stop ends the title, the comma before the place does.
fn before_place(shadow: &Shadow, title: Span) -> Option<usize> {
    let colon = shadow.outside_brackets(title).into_iter().rev().find(|place| shadow.at(*place) == ':')?;
    let comma = shadow.rfind(Span::new(title.from, colon), ',')?;
    let town = shadow.trim(Span::new(comma + 1, colon));
    let named = shadow.at(town.from).is_uppercase() || is_east_asian(shadow.at(town.from));
    let many = shadow.signs(town).iter().filter(|c| **c == ' ').count() > 2;
    (named && !many && (2..=24).contains(&town.len()) && shadow.at(shadow.skip_blanks(colon + 1, title.to)).is_alphabetic())
        .then_some(comma)
}

/// "Vol. 1", "No. 2", "Part. 3": a full stop before a number.
fn abbreviation(shadow: &Shadow, from: usize, stop: usize) -> bool {
    ["vol", "no", "pt", "part", "ser", "v"].iter().any(|word| {
        let start = stop.saturating_sub(word.len());
        start >= from && shadow.word_at(start, word) && !shadow.before(start).is_alphanumeric()
    })
}

/// What some styles print between title and host: the note on the edition, the translators, the title in the other language.
fn title_notes(draft: &mut Draft, right: Span) -> Span {
    let mut right = draft.shadow.trim_signs(right);
    while matches!(draft.shadow.at(right.from), '(' | '[')
        && let Some(close) = draft.shadow.closing(right.from, right.to)
        && !locator::begins(draft.shadow, right.from, right.to)
    {
        let inner = Span::new(right.from + 1, close);
        if draft.shadow.trim_signs(inner).is_empty() {
            break;
        }
        let rest = imprint::take_translators(draft, inner);
        if !rest.is_empty() {
            let text = draft.shadow.text(rest);
            if draft.shadow.before(close) == '版' || text.as_deref().is_some_and(|text| text.ends_with("ed.") || text.ends_with("edition"))
            {
                draft.citation.edition = text;
                draft.mark(inner);
            }
        }
        right = draft.shadow.trim_signs(Span::new(close + 1, right.to));
    }
    // "顾幼静译，《…》"
    if let Some(cut) = draft.shadow.find(right, ',')
        && cut - right.from < 60
        && draft.shadow.before(cut) == '译'
    {
        let list = Span::new(right.from, cut - 1);
        if head::looks_like_authors(draft.shadow, list) {
            draft.mark(Span::new(right.from, cut));
            draft.citation.translators = names::read(draft.shadow, list).people;
            right = draft.shadow.trim_signs(Span::new(cut, right.to));
        }
    }
    right
}

fn read_right(draft: &mut Draft, right: Span) {
    let right = draft.shadow.trim_signs(right);
    if right.is_empty() {
        return;
    }
    if host::host_sign(draft.shadow, right).is_some() || is_imprint(draft.shadow, right) {
        host::read_with_host(draft, right);
    } else {
        journal::read(draft, right);
    }
}

/// Whether the right side is place and publisher: a colon with words behind it and before the year, or a publisher's word.
fn is_imprint(shadow: &Shadow, right: Span) -> bool {
    if shadow.at(right.from) == '《' {
        return false;
    }
    // "Sensors and Actuators B: Chemical, 98(11)": only a periodical has an issue in brackets behind a number.
    let issue = right.range().any(|place| {
        shadow.at(place) == '(' && shadow.before(place).is_ascii_digit() && {
            let digits = (place + 1..right.to).take_while(|at| shadow.at(*at).is_ascii_digit()).count();
            digits > 0 && digits < 4 && shadow.at(place + 1 + digits) == ')'
        }
    });
    if issue {
        return false;
    }
    let colon = shadow.outside_brackets(right).into_iter().find(|place| shadow.at(*place) == ':');
    let named = colon.is_some_and(|colon| {
        let after = shadow.skip_blanks(colon + 1, right.to);
        let digits = right.range().take_while(|place| *place < colon).any(|place| shadow.at(place).is_ascii_digit());
        shadow.at(after).is_alphabetic() && !digits && !(shadow.at(after + 1).is_ascii_digit())
    });
    named || ["出版社", "书局", "印书馆", "书店"].iter().any(|word| shadow.find_word(right, word).is_some())
}

fn lone_year(draft: &mut Draft, body: Span) {
    let found = body.range().rev().find_map(|place| draft.shadow.year_at(place).map(|year| (place, year)));
    if let Some((place, year)) = found
        && (1800..2100).contains(&year.value)
    {
        draft.year(place, year);
    }
}
