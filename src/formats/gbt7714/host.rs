//! The work that a cited part stands in: its sign, its editors, its title.

use super::bodies::has_body_word;
use super::draft::Draft;
use super::head::{author_stop, looks_like_authors};
use super::imprint::{Place, outside, read, stops, take_translators};
use super::journal::editors;
use super::locator;
use super::names;
use super::notes::{is_edition, is_pages, take_notes, take_pages, take_volume};
use super::shadow::{Shadow, Span, is_east_asian};
use super::surnames::is_plain_name;
use crate::record::Host;

/// Reads a right side whose host, where there is one, follows `//`, `∥` or `In:`.
pub(super) fn read_with_host(draft: &mut Draft, right: Span) {
    let right = edition_ahead(draft, right);
    // "姜海伦, 译. 见: …": the sign of the host stands behind the translators.
    let behind = take_translators_ahead(draft, right);
    let right = if behind.is_empty() { right } else { behind };
    let Some((sign, behind)) = host_sign(draft.shadow, right) else {
        read(draft, right, Place::Own);
        return;
    };
    let before = draft.shadow.trim_signs(Span::new(right.from, sign));
    if !before.is_empty() {
        let mut from = before.from;
        for stop in stops(draft.shadow, before).into_iter().chain([before.to]) {
            let piece = draft.shadow.trim_signs(Span::new(from, stop));
            from = stop + 1;
            let rest = take_translators(draft, piece);
            if !rest.is_empty() && looks_like_authors(draft.shadow, rest) {
                let editors = editors(draft, rest);
                draft.citation.host.get_or_insert_default().editors.extend(editors);
            }
        }
    }
    draft.mark(Span::new(sign, behind));
    let span = Span::new(behind, right.to);
    if let Some((open, close)) = title_in_marks(draft.shadow, span) {
        let list = draft.shadow.trim_signs(Span::new(span.from, open));
        let host = Host { title: draft.take(Span::new(open + 1, close)), editors: editors(draft, list) };
        draft.mark(Span::new(open, close + 1));
        let known = draft.citation.host.take().map(|host| host.editors).unwrap_or_default();
        draft.citation.host = Some(Host { editors: known.into_iter().chain(host.editors).collect(), ..host });
        let rest = Span::new(close + 1, span.to);
        notes_in_brackets(draft, rest);
        // "载《经济学（季刊）》2010年第10卷第1期": the host is a journal.
        let periodical = rest.range().any(|at| matches!(draft.shadow.at(at), '期' | '卷') && draft.shadow.before(at).is_ascii_digit());
        if periodical && draft.shadow.find_word(rest, "出版").is_none() {
            locator::read(draft, rest);
        } else {
            read(draft, rest, Place::Own);
        }
        return;
    }
    read(draft, span, Place::Host);
}

/// `[A](2 版). 见: …`: the edition, right behind the marker.
fn edition_ahead(draft: &mut Draft, right: Span) -> Span {
    let Some(close) = draft.shadow.closing(right.from, right.to).filter(|_| draft.shadow.at(right.from) == '(') else { return right };
    let note = draft.shadow.trim(Span::new(right.from + 1, close));
    if draft.citation.edition.is_some() || !is_edition(draft.shadow, note) {
        return right;
    }
    draft.citation.edition = draft.take(note);
    draft.mark(Span::new(right.from, close + 1));
    draft.shadow.trim_signs(Span::new(close + 1, right.to))
}

fn take_translators_ahead(draft: &mut Draft, right: Span) -> Span {
    let end = stops(draft.shadow, right).first().copied().unwrap_or(right.to);
    let behind = draft.shadow.trim_signs(Span::new(end, right.to));
    let sign_behind = host_sign(draft.shadow, behind).is_some_and(|(at, _)| at == behind.from);
    if sign_behind { take_translators(draft, right) } else { right }
}

/// `许厚泽、赵其国主编《长江流域洪涝灾害与科技对策》`: the host's title in marks, behind its editors or at the head.
fn title_in_marks(shadow: &Shadow, span: Span) -> Option<(usize, usize)> {
    let open = shadow.find(span, '《')?;
    let close = shadow.closing(open, span.to)?;
    let ahead = shadow.trim_signs(Span::new(span.from, open));
    let introduced =
        ahead.is_empty() || matches!(shadow.before(ahead.to), '编' | ')' | '著' | '译' | '.') || matches!(shadow.before(open), ',' | ':');
    // "//《苏颂研究》长春: 长春出版社": the place can follow at once.
    let place = (close + 1..span.to.min(close + 8)).find(|at| shadow.at(*at) == ':').is_some_and(|colon| colon > close + 2);
    let ends = !is_east_asian(shadow.at(close + 1)) || (ahead.is_empty() && place);
    (introduced && ends && ahead.len() < 80).then_some((open, close))
}

/// `(6th ed., pp. 457-472)`, `(32-36)`: edition and pages in brackets behind the title of a host.
pub(super) fn notes_in_brackets(draft: &mut Draft, span: Span) {
    let Some(open) = draft.shadow.find(span, '(') else { return };
    let Some(close) = draft.shadow.closing(open, span.to) else { return };
    let mut from = open + 1;
    let mut found = false;
    for cut in (open + 1..=close).filter(|at| matches!(draft.shadow.at(*at), ',' | ';') || *at == close).collect::<Vec<_>>() {
        let note = draft.shadow.trim_signs(Span::new(from, cut));
        from = cut + 1;
        if draft.citation.edition.is_none() && is_edition(draft.shadow, note) {
            draft.citation.edition = draft.take(note);
            found = true;
        } else if draft.citation.pages.is_none() && is_pages(draft.shadow, note) {
            take_pages(draft, note);
            found = true;
        }
    }
    if found {
        draft.mark(Span::new(open, close + 1));
        draft.shadow.blank(Span::new(open, close + 1));
    }
}

/// The sign of a host and the place behind it.
pub(super) fn host_sign(shadow: &Shadow, span: Span) -> Option<(usize, usize)> {
    let start = shadow.trim_signs(span).from;
    for word in ["in:", "in ", "见:", "见 ", "载:", "载于", "收入:", "in《"] {
        if shadow.word_at(start, word) {
            return Some((start, start + word.chars().count() - usize::from(word.ends_with('《'))));
        }
    }
    if matches!(shadow.at(start), '见' | '载') && shadow.find(span, '《').is_some() {
        return Some((start, start + 1));
    }
    span.range().find_map(|place| match shadow.at(place) {
        '∥' => Some((place, place + 1)),
        '/' if shadow.at(place + 1) == '/' => Some((place, place + 2)),
        _ => None,
    })
}

/// Editors and title of the work that the cited one stands in.
pub(super) fn take_host(draft: &mut Draft, pieces: &[Span]) {
    let Some((first, last)) = pieces.first().zip(pieces.last()) else { return };
    let mut host = draft.citation.host.take().unwrap_or_default();
    let joined = Span::new(first.from, last.to);
    let stop = author_stop(draft.shadow, joined).filter(|stop| {
        // A list that ends with an initial: "GOTTENBERG W G. Symposium on …".
        let comma = draft.shadow.rfind(Span::new(joined.from, *stop), ',').map_or(joined.from, |comma| comma + 1);
        *stop < first.to && is_name(draft.shadow, draft.shadow.trim(Span::new(comma, *stop)))
    });
    let title = if let Some(stop) = stop {
        host.editors.extend(editors(draft, Span::new(first.from, stop)));
        Span::new(stop + 1, last.to)
    } else if pieces.len() > 1 && looks_like_authors(draft.shadow, *first) && draft.shadow.find(*first, ':').is_none() {
        host.editors.extend(editors(draft, *first));
        Span::new(pieces[1].from, last.to)
    } else {
        let whole = Span::new(first.from, last.to);
        let slanted = draft.shadow.italics().iter().copied().find(|run| run.from > whole.from && run.to <= whole.to && run.len() > 3);
        match slanted.map(|run| (run.from, run.from)).or_else(|| names_end(draft.shadow, whole)) {
            Some((end, start)) => {
                host.editors.extend(editors(draft, Span::new(whole.from, end)));
                Span::new(start, slanted.map_or(whole.to, |run| run.to))
            }
            None => whole,
        }
    };
    draft.mark(title);
    let title = draft.shadow.trim_signs(title);
    let title = match draft.shadow.closing(title.from, title.to) {
        Some(close) if close + 1 == title.to && draft.shadow.at(title.from) == '《' => Span::new(title.from + 1, close),
        _ => title,
    };
    // A volume's number in brackets is the only note that stands there: "船山全书(第1册)".
    let title = take_notes(draft, title);
    let title = take_volume(draft, title);
    host.title = draft.shadow.text(title);
    draft.citation.host = Some(host);
}

/// Editors joined to the host's title by a comma or a colon: "Dameri R P, Smart city implementation: …".
fn names_end(shadow: &Shadow, span: Span) -> Option<(usize, usize)> {
    let mut end = None;
    let mut from = span.from;
    for place in outside(shadow, span, ',').into_iter().chain(outside(shadow, span, ':').into_iter().take(1)) {
        let part = shadow.trim(Span::new(from, place));
        if !is_name(shadow, part) {
            break;
        }
        end = Some((place, place + 1));
        from = place + 1;
    }
    let (stop, start) = end?;
    // At least a few signs of a title must be left, and the names alone must not be all of a title's first words.
    let left = shadow.trim_signs(Span::new(start, span.to));
    (left.len() > 4).then_some((stop, start))
}

fn is_name(shadow: &Shadow, part: Span) -> bool {
    let signs = shadow.signs(part);
    if signs.iter().any(|c| is_east_asian(*c)) {
        let body = signs.len() > 4 && signs.last().is_some_and(|c| "会局院部所社组校处".contains(*c));
        return body || is_plain_name(signs) || signs.starts_with(&['等']);
    }
    let text = shadow.folded(part);
    let mut given = text.split(' ').filter(|word| !word.is_empty()).skip_while(|word| names::is_particle(word)).peekable();
    let family = given.next().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 1);
    // "DES MARAIS D J": a second word of the family.
    let second = given.peek().is_some_and(|word| word.chars().count() > 3 && word.chars().next().is_some_and(char::is_uppercase));
    if second {
        given.next();
    }
    let initials = given.peek().is_some()
        && given.all(|word| {
            matches!(word, "Jr" | "Jr.") || (word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-')) && word.chars().count() <= 4)
        });
    (family && initials)
        || has_body_word(&text)
        || matches!(text.trim_end_matches('.').to_lowercase().as_str(), "et al" | "eds" | "ed" | "editors" | "editor")
}
