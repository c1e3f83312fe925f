//! The right side of an article: journal or newspaper, and where in it the article stands.

use super::draft::Draft;
use super::imprint;
use super::locator;
use super::names;
use super::shadow::{Shadow, Span, is_east_asian};
use crate::record::Host;

/// Reads `[translators, 译.] journal, year, volume(issue): pages` and its house forms.
pub(super) fn read(draft: &mut Draft, right: Span) {
    let mut span = draft.shadow.trim_signs(right);
    span = imprint::take_translators(draft, span);
    span = skip_host_sign(draft, span);
    if let Some(cut) = numbers_begin(draft.shadow, span) {
        let name = Span::new(span.from, cut);
        take_name(draft, name);
        let (numbers, whole) = publisher_behind(draft.shadow, Span::new(cut, span.to));
        locator::read(draft, numbers);
        lone_number(draft);
        if let Some(whole) = whole {
            imprint::read(draft, whole, imprint::Place::Own);
        }
    } else {
        take_name(draft, span);
    }
}

/// A newspaper: as a journal, but the bracket behind the date is the edition.
pub(super) fn read_newspaper(draft: &mut Draft, right: Span) {
    read(draft, right);
    if draft.citation.issue.is_none()
        && let Some(pages) = draft.citation.pages.take()
    {
        draft.citation.issue = Some(pages);
    }
}

/// Chinese journals without volumes print "2010, 3: 225": a lone number up to twelve is the issue there.
fn lone_number(draft: &mut Draft) {
    let wide = draft.citation.host_title().is_some_and(|title| title.chars().any(is_east_asian));
    if wide
        && draft.citation.issue.is_none()
        && draft.citation.volume.as_deref().is_some_and(|volume| volume.parse().is_ok_and(|n: u8| n <= 12))
    {
        draft.citation.issue = draft.citation.volume.take();
    }
}

fn skip_host_sign(draft: &mut Draft, span: Span) -> Span {
    let shadow = &draft.shadow;
    let length = match () {
        () if shadow.word_at(span.from, "//") => 2,
        () if shadow.at(span.from) == '∥' => 1,
        () => 0,
    };
    draft.mark(Span::new(span.from, span.from + length));
    draft.shadow.trim_signs(Span::new(span.from + length, span.to))
}

/// A periodical cited as a whole has an imprint behind its numbers: `1984, 1(1)-. 武汉: 中华医学会, 1984`.
fn publisher_behind(shadow: &Shadow, span: Span) -> (Span, Option<Span>) {
    let stop = span.range().find(|place| {
        shadow.at(*place) == '.' && matches!(shadow.before(*place), '-' | ')') && {
            let next = shadow.skip_blanks(place + 1, span.to);
            next < span.to && shadow.at(next).is_alphabetic() && shadow.find(Span::new(next, span.to), ':').is_some()
        }
    });
    match stop {
        Some(stop) => (Span::new(span.from, stop), Some(Span::new(stop + 1, span.to))),
        None => (span, None),
    }
}

/// Where the name of the journal ends and its numbers begin.
fn numbers_begin(shadow: &Shadow, span: Span) -> Option<usize> {
    let mut place = span.from;
    if shadow.at(place) == '《'
        && let Some(close) = shadow.closing(place, span.to)
    {
        place = close + 1;
    }
    while place < span.to {
        let ahead = shadow.before(place);
        let bounded = place == span.from
            || matches!(ahead, ' ' | ',' | '.' | ':' | ';' | ')' | '》' | ']' | '"' | '”')
            || is_east_asian(ahead)
            || shadow.at(place) == '(';
        if bounded
            && locator::begins(shadow, place, span.to)
            && !(place == span.from && is_east_asian(shadow.at(place)) && shadow.at(place) != '第')
        {
            return Some(place);
        }
        if shadow.at(place) == '('
            && let Some(close) = shadow.closing(place, span.to)
        {
            place = close;
        }
        place += 1;
    }
    None
}

/// Takes the name of a journal: without the marks 《》 and separators around it.
pub(super) fn take_name(draft: &mut Draft, span: Span) {
    draft.mark(span);
    let mut name = draft.shadow.trim_of(span, |c| matches!(c, ' ' | ',' | ':' | ';'));
    let dots = draft.shadow.signs(name).iter().filter(|c| **c == '.').count();
    if dots == 1 || !draft.shadow.signs(name).iter().any(char::is_ascii_alphabetic) {
        name = draft.shadow.trim_signs(name);
    }
    if draft.shadow.at(name.from) == '《'
        && let Some(close) = draft.shadow.closing(name.from, name.to)
    {
        if close + 1 == name.to {
            name = Span::new(name.from + 1, close);
        } else if close + 8 < name.to {
            let more = draft.shadow.text(Span::new(close + 1, name.to));
            draft.kept.extend(more);
            name = Span::new(name.from + 1, close);
        }
    }
    let Some(title) = draft.shadow.text(name) else { return };
    draft.citation.host = Some(Host { title: Some(title), editors: Vec::new() });
}

/// Takes a list of names that stands before the title of a host.
pub(super) fn editors(draft: &mut Draft, span: Span) -> Vec<crate::record::Contributor> {
    draft.mark(span);
    let mut people = names::read(draft.shadow, span).people;
    for person in &mut people {
        person.role.get_or_insert_with(|| "editor".to_owned());
    }
    people
}
