//! The left side of a reference: authors, the year of author-date lists, and the title.

use super::shadow::{Shadow, Span, Year, is_latin, is_wide_letter};
use super::surnames::is_plain_name;

/// Where authors and title stand.
#[derive(Debug)]
pub(super) struct Head {
    pub authors: Span,
    /// The year between authors and title, and where it begins (with its bracket).
    pub year: Option<(Span, usize, Year)>,
    pub title: Span,
}

/// Splits authors from title: at the year of an author-date list, else at the first full stop that ends no initial.
pub(super) fn split(shadow: &Shadow, left: Span) -> Head {
    let mut head = split_plain(shadow, left);
    // The place of the year can hold a guess, or the word that there is none: "Author. [2025]. Title", "Author. n.d. Title".
    let title = shadow.trim_signs(head.title);
    if head.year.is_none() && !head.authors.is_empty() {
        let close = shadow.closing(title.from, title.to).filter(|close| shadow.at(title.from) == '[' && close + 1 < title.to);
        let guessed = shadow.year_at(title.from + 1).filter(|year| close == Some(year.to));
        if let Some((close, year)) = close.zip(guessed) {
            head.year = Some((Span::new(title.from, close + 1), title.from + 1, year));
            head.title = shadow.trim_signs(Span::new(close + 1, title.to));
        } else if let Some(word) =
            ["n.d.", "[no date]", "[日期不详]", "[n.d.]", "[无日期]"].iter().find(|word| shadow.word_at(title.from, word))
        {
            head.title = shadow.trim_signs(Span::new(title.from + word.chars().count(), title.to));
        }
    }
    head
}

fn split_plain(shadow: &Shadow, left: Span) -> Head {
    let left = shadow.trim_of(left, |c| matches!(c, ' ' | '.' | ',' | ';'));
    let stop = first_stop(shadow, left);
    if let Some(head) = author_date(shadow, left, stop) {
        return head;
    }
    if let Some(stop) = stop
        && looks_like_authors(shadow, Span::new(left.from, stop))
    {
        return Head { authors: Span::new(left.from, stop + 1), year: None, title: Span::new(stop + 1, left.to) };
    }
    if let Some(cut) = names_before_blank(shadow, left).or_else(|| names_before_colon(shadow, left)) {
        return Head { authors: Span::new(left.from, cut), year: None, title: Span::new(cut + 1, left.to) };
    }
    Head { authors: Span::new(left.from, left.from), year: None, title: left }
}

fn author_date(shadow: &Shadow, left: Span, stop: Option<usize>) -> Option<Head> {
    let limit = stop.map_or(left.to, |stop| (stop + 4).min(left.to));
    for place in left.from + 2..limit {
        let guessed = shadow.at(place) == '[' && shadow.before(shadow.trim(Span::new(left.from, place)).to) == ',';
        let open = shadow.at(place) == '(' || guessed;
        let from = if open { place + 1 } else { place };
        let Some(year) = shadow.year_at(from) else { continue };
        let authors = shadow.trim_of(Span::new(left.from, place), |c| matches!(c, ' ' | ','));
        let bare = shadow.trim_of(authors, |c| matches!(c, ' ' | ',' | '.'));
        if bare.is_empty() || !looks_like_authors(shadow, bare) {
            continue;
        }
        let end = if open {
            let Some(close) = shadow.closing(place, left.to) else { continue };
            if close > year.to && !matches!(shadow.at(year.to), ',' | ' ' | '/' | '-') {
                continue;
            }
            close + 1
        } else {
            let mut next = shadow.skip_blanks(year.to, left.to);
            let ahead = shadow.trim(Span::new(left.from, place)).to;
            let separated = matches!(shadow.before(ahead), ',' | '.' | ';') || is_wide_letter(shadow.before(ahead));
            let quoted = matches!(shadow.at(shadow.skip_blanks(next + 1, left.to)), '“' | '"' | '《');
            let goes_on = match shadow.at(next) {
                '.' | ':' => separated || quoted,
                ',' => matches!(shadow.before(ahead), ',') || quoted,
                '“' | '"' | '《' => {
                    next = next.saturating_sub(1);
                    true
                }
                // The full date in the year's place: "2002-03-06. Title".
                '-' if separated => {
                    while shadow.at(next).is_ascii_digit() || shadow.at(next) == '-' {
                        next += 1;
                    }
                    shadow.at(next) == '.'
                }
                _ => false,
            };
            if !goes_on || next >= left.to {
                continue;
            }
            next
        };
        let title = shadow.trim_of(Span::new(end, left.to), |c| matches!(c, ' ' | '.' | ',' | ':'));
        return Some(Head { authors, year: Some((Span::new(place, end), from, year)), title });
    }
    None
}

/// The first full stop that ends neither an initial, an abbreviation nor a decimal, outside brackets.
pub(super) fn first_stop(shadow: &Shadow, span: Span) -> Option<usize> {
    let mut component = span.from;
    let mut inverted = false;
    for place in shadow.outside_brackets(span) {
        match shadow.at(place) {
            ',' | ';' | '、' | '&' => {
                let part = shadow.trim(Span::new(component, place));
                inverted = !part.is_empty() && !shadow.signs(part).contains(&'.') && !ends_in_initials(shadow, part);
                component = place + 1;
            }
            '.' if ends_sentence(shadow, span, place, component, inverted) => return Some(place),
            _ => {}
        }
    }
    None
}

fn ends_in_initials(shadow: &Shadow, part: Span) -> bool {
    let last = shadow.rfind(part, ' ').map_or(part.from, |blank| blank + 1);
    last > part.from && (last..part.to).all(|place| shadow.at(place).is_uppercase())
}

fn ends_sentence(shadow: &Shadow, span: Span, place: usize, component: usize, inverted: bool) -> bool {
    let next = shadow.at(place + 1);
    if matches!(next, ',' | ';' | ')' | '-' | ':' | '、' | '&') && place + 1 < span.to {
        return false;
    }
    if next.is_ascii_lowercase() || (next.is_ascii_digit() && shadow.before(place).is_ascii_alphanumeric()) {
        return false;
    }
    let after = shadow.skip_blanks(place + 1, span.to);
    if after >= span.to {
        return false;
    }
    let role = shadow.at(after) == '('
        && shadow.closing(after, span.to).is_some_and(|close| super::names::role_of(&shadow.folded(Span::new(after, close + 1))).is_some());
    if matches!(shadow.at(after), ',' | ';' | '&') || shadow.word_at(after, "and ") || role {
        return false;
    }
    let word_from = (component..place).rev().take_while(|at| is_latin(shadow.at(*at))).last().unwrap_or(place);
    let letters = place - word_from;
    let opens_word = !shadow.before(word_from).is_alphanumeric();
    if letters == 1 && shadow.at(word_from).is_uppercase() && (opens_word || shadow.before(word_from) == '.') {
        return ends_after_initial(shadow, span, after, component, inverted);
    }
    let word = shadow.folded(Span::new(word_from, place)).to_lowercase();
    // An abbreviated first name ("Yu. V."), and titles before a name.
    !matches!(word.as_str(), "st" | "dr" | "mr" | "mrs" | "vs" | "vol" | "no" | "prof" | "yu" | "ch" | "dept" | "univ")
        || is_wide_letter(shadow.at(after))
}

/// Whether the list of authors ends with the initial before the full stop, by what stands behind it.
fn ends_after_initial(shadow: &Shadow, span: Span, after: usize, component: usize, inverted: bool) -> bool {
    let start = shadow.skip_blanks(component, span.to);
    let start = if shadow.word_at(start, "and ") { shadow.skip_blanks(start + 4, span.to) } else { start };
    let given_first =
        is_latin(shadow.at(start)) && (shadow.at(start + 1) == '.' || (shadow.at(start + 1) == '-' && shadow.at(start + 3) == '.'));
    let c = shadow.at(after);
    if is_wide_letter(c) {
        return !given_first;
    }
    if !is_latin(c) {
        return true;
    }
    let mut end = after;
    while is_latin(shadow.at(end)) || matches!(shadow.at(end), '\'' | '’' | '-') {
        end += 1;
    }
    let word = shadow.folded(Span::new(after, end));
    let behind = shadow.at(end);
    if end - after == 1 && c.is_uppercase() {
        // Another initial, unless it is the article "A".
        return behind == ' ' && shadow.at(end + 1).is_lowercase() && !given_first;
    }
    if matches!(word.as_str(), "van" | "von" | "de" | "der" | "la" | "del" | "di" | "da" | "ter" | "et" | "Jr" | "and") {
        return false;
    }
    let next = shadow.skip_blanks(end, span.to);
    let name_goes_on = matches!(behind, ',' | ';' | '、')
        || shadow.at(next) == '&'
        || shadow.word_at(next, "and ")
        || shadow.word_at(next, "et al")
        || shadow.at(next) == '('
        || shadow.year_at(next).is_some();
    if given_first && !inverted {
        return false;
    }
    if name_goes_on && !(inverted && given_first) {
        return false;
    }
    !(behind == '.' && end + 1 < span.to && given_first)
}

/// Whether a stretch can be a list of names: no question, few small words, no sentence.
pub(super) fn looks_like_authors(shadow: &Shadow, span: Span) -> bool {
    const SMALL: [&str; 40] = [
        "et", "al", "of", "the", "for", "and", "in", "on", "van", "der", "von", "de", "la", "le", "da", "di", "du", "des", "del", "dos",
        "el", "bin", "und", "für", "zu", "ed", "eds", "trans", "others", "ter", "den", "ten", "al-", "y", "e", "to", "at", "für", "ibn",
        "do",
    ];
    if shadow.is_blank(span) || shadow.signs(span).iter().any(|c| matches!(c, '?' | '!' | ':')) {
        return false;
    }
    let mut small = 0;
    let mut run = 0;
    let mut from = span.from;
    for place in span.from..=span.to {
        let c = if place == span.to { ' ' } else { shadow.at(place) };
        run = if is_wide_letter(c) { run + 1 } else { 0 };
        if run > 40 {
            return false;
        }
        if !is_latin(c) {
            if shadow.at(from).is_lowercase() && place > from + 1 {
                let word = shadow.folded(Span::new(from, place));
                if !SMALL.contains(&word.as_str()) && !matches!(shadow.before(from), '-' | '\'' | '’') {
                    small += 1;
                }
            }
            from = place + 1;
        }
    }
    small < 2
}

/// "张成岗 新技术演进…": known Chinese names, a blank, and no full stop at all.
fn names_before_blank(shadow: &Shadow, left: Span) -> Option<usize> {
    let blank = left
        .range()
        .find(|place| shadow.at(*place) == ' ' && is_wide_letter(shadow.before(*place)) && is_wide_letter(shadow.at(place + 1)))?;
    let list = Span::new(left.from, blank);
    let known = shadow.signs(list).split(|c| matches!(c, ',' | '、' | ' ' | ';')).filter(|name| !name.is_empty()).all(is_plain_name);
    (known && left.to - blank > 5).then_some(blank)
}

/// "于潇等：《…》": names, a colon, and a title in marks.
fn names_before_colon(shadow: &Shadow, left: Span) -> Option<usize> {
    let colon = shadow.find(left, ':')?;
    let next = shadow.skip_blanks(colon + 1, left.to);
    let list = Span::new(left.from, colon);
    (matches!(shadow.at(next), '《' | '“' | '"') && list.len() < 80 && looks_like_authors(shadow, list)).then_some(colon)
}
