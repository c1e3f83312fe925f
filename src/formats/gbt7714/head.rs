//! The left side of a reference: authors, the year of author-date lists, and the title.

mod stops;

use super::bodies::{ends_like_a_body, has_body_word};
use super::names;
use super::shadow::{Shadow, Span, Year, is_east_asian, is_latin};
use super::surnames::is_plain_name;
use stops::is_date_or_list;

pub(super) use stops::first_stop;

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
        } else if let Some(word) = ["n.d.", "(n.d.)", "[n.d.]", "[no date]", "[日期不详]", "[无日期]", "(无日期)", "(不详)", "无日期"]
            .iter()
            .find(|word| shadow.word_at(title.from, word))
        {
            head.title = shadow.trim_signs(Span::new(title.from + word.chars().count(), title.to));
        }
    }
    head
}

fn split_plain(shadow: &Shadow, left: Span) -> Head {
    let left = shadow.trim_of(left, |c| matches!(c, ' ' | '.' | ',' | ';'));
    let stop = author_stop(shadow, left);
    if let Some(head) = undivided(shadow, left).or_else(|| author_date(shadow, left, stop)) {
        return head;
    }
    if let Some(stop) = stop
        && looks_like_authors(shadow, Span::new(left.from, stop))
    {
        return Head { authors: Span::new(left.from, list_end(shadow, left.from, stop)), year: None, title: Span::new(stop + 1, left.to) };
    }
    if let Some(cut) = names_before_blank(shadow, left).or_else(|| names_before_colon(shadow, left)) {
        return Head { authors: Span::new(left.from, cut), year: None, title: Span::new(cut + 1, left.to) };
    }
    Head { authors: Span::new(left.from, left.from), year: None, title: left }
}

/// The end of a list that stops at `stop`: the full stop belongs to an initial only where others of the list have theirs.
fn list_end(shadow: &Shadow, from: usize, stop: usize) -> usize {
    let dotted =
        (from..stop).any(|place| shadow.at(place) == '.' && !matches!(shadow.at(place + 1), ' ') || is_dotted_initial(shadow, place));
    if dotted { stop + 1 } else { stop }
}

fn is_dotted_initial(shadow: &Shadow, place: usize) -> bool {
    shadow.at(place) == '.' && shadow.before(place).is_uppercase()
}

/// "Anderson K. Gaston K.J. 2013. Title": nothing but blanks between the names, each of which ends in its initials.
fn undivided(shadow: &Shadow, left: Span) -> Option<Head> {
    let people = names::undivided(shadow, left);
    let last = people.last().filter(|_| people.len() > 1)?.to;
    let mut place = shadow.skip_blanks(last, left.to);
    if shadow.word_at(place, "et al.") {
        place = shadow.skip_blanks(place + "et al.".len(), left.to);
    }
    let from = if shadow.at(place) == '(' { place + 1 } else { place };
    let year = shadow.year_at(from)?;
    let end = if from > place { shadow.closing(place, left.to)? + 1 } else { year.to };
    let title = shadow.trim_of(Span::new(end, left.to), |c| matches!(c, ' ' | '.' | ',' | ':'));
    Some(Head { authors: shadow.trim(Span::new(left.from, place)), year: Some((Span::new(place, end), from, year)), title })
}

fn author_date(shadow: &Shadow, left: Span, stop: Option<usize>) -> Option<Head> {
    let limit = stop.map_or(left.to, |stop| (stop + 4).min(left.to));
    for place in left.from + 2..limit {
        let guessed = shadow.at(place) == '[' && shadow.before(shadow.trim(Span::new(left.from, place)).to) == ',';
        let open = shadow.at(place) == '(' || guessed;
        let from = if open { place + 1 } else { place };
        let authors = shadow.trim_of(Span::new(left.from, place), |c| matches!(c, ' ' | ','));
        let undated = ["n.d.)", "不详)", "日期不详)", "无日期)", "年份不详)"].iter().find(|word| open && shadow.word_at(from, word));
        if let Some(word) = undated
            && looks_like_authors(shadow, authors)
        {
            return Some(Head { authors, year: None, title: shadow.trim_signs(Span::new(from + word.chars().count(), left.to)) });
        }
        let Some(year) = shadow.year_at(from) else { continue };
        let bare = shadow.trim_of(authors, |c| matches!(c, ' ' | ',' | '.'));
        if bare.is_empty() || !looks_like_authors(shadow, bare) {
            continue;
        }
        let end = if open {
            let Some(close) = shadow.closing(place, left.to) else { continue };
            if close > year.to && !is_date_or_list(shadow, Span::new(year.to, close), place + 1) {
                continue;
            }
            close + 1
        } else {
            let mut next = shadow.skip_blanks(year.to, left.to);
            let ahead = shadow.trim(Span::new(left.from, place)).to;
            let separated = matches!(shadow.before(ahead), ',' | '.' | ';') || is_east_asian(shadow.before(ahead));
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
        let dot = shadow.before(authors.to) == '.';
        let authors = if dot { Span::new(authors.from, list_end(shadow, authors.from, authors.to - 1)) } else { authors };
        return Some(Head { authors, year: Some((Span::new(place, end), from, year)), title });
    }
    None
}

/// The full stop behind the authors: where a body is named with its department ("Stanford University. Department of Civil
/// Engineering. Title"), the one behind that.
pub(super) fn author_stop(shadow: &Shadow, left: Span) -> Option<usize> {
    let stop = first_stop(shadow, left)?;
    let body = shadow.trim_signs(Span::new(left.from, stop));
    let rest = shadow.trim_of(Span::new(stop + 1, left.to), |c| c == ' ');
    let end = (rest.from..rest.to.min(rest.from + 80)).find(|place| matches!(shadow.at(*place), '.' | ',' | ':' | '('));
    let department = end.map(|end| Span::new(rest.from, end)).filter(|part| is_department(shadow, *part));
    match department {
        Some(part) if is_body_name(shadow, body) => match shadow.at(part.to) {
            '.' if shadow.at(shadow.skip_blanks(part.to + 1, left.to)).is_alphanumeric()
                || matches!(shadow.at(shadow.skip_blanks(part.to + 1, left.to)), '“' | '《' | '"') =>
            {
                Some(part.to)
            }
            // "…, 1992. Title"
            ',' => first_stop(shadow, Span::new(part.from, left.to)),
            _ => Some(stop),
        },
        _ => Some(stop),
    }
}

fn is_body_name(shadow: &Shadow, part: Span) -> bool {
    let signs = shadow.signs(part);
    if signs.iter().any(|c| is_east_asian(*c)) { signs.len() >= 4 && ends_like_a_body(signs) } else { has_body_word(&shadow.folded(part)) }
}

/// What stands below a body: `数学研究所`, `Department of Civil Engineering`.
fn is_department(shadow: &Shadow, part: Span) -> bool {
    let signs = shadow.signs(part);
    if signs.iter().any(|c| is_east_asian(*c)) {
        let below = signs.last().is_some_and(|c| "所院系室处部心组司厅局".contains(*c));
        return (3..=12).contains(&signs.len()) && below && signs.iter().all(|c| is_east_asian(*c));
    }
    [
        "department of ",
        "division of ",
        "office of ",
        "bureau of ",
        "faculty of ",
        "school of ",
        "institute of ",
        "institute for ",
        "committee on ",
    ]
    .iter()
    .any(|head| shadow.word_at(part.from, head))
        || [" Division", " Department", " Section", " Subcommittee"].iter().any(|tail| shadow.folded(part).ends_with(tail))
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
    // "台湾光复初期的经济": a particle is in no name.
    let mut titled = false;
    let mut from = span.from;
    for place in span.from..=span.to {
        let c = if place == span.to { ' ' } else { shadow.at(place) };
        titled = is_east_asian(c) && (titled || (c == '的' && run > 1));
        run = if is_east_asian(c) { run + 1 } else { 0 };
        if run > 40 || (titled && run > 6) {
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
        .find(|place| shadow.at(*place) == ' ' && is_east_asian(shadow.before(*place)) && is_east_asian(shadow.at(place + 1)))?;
    let list = Span::new(left.from, blank);
    let known = shadow.signs(list).split(|c| matches!(c, ',' | '、' | ' ' | ';')).filter(|name| !name.is_empty()).all(is_plain_name);
    (known && left.to - blank > 5).then_some(blank)
}

/// "于潇等：《…》": names, a colon, and a title in marks.
fn names_before_colon(shadow: &Shadow, left: Span) -> Option<usize> {
    let colon = shadow.find(left, ':')?;
    let next = shadow.skip_blanks(colon + 1, left.to);
    let list = Span::new(left.from, colon);
    // "中国财税文化价值研究: “…”论文集": a title is no name.
    let named = shadow.signs(list).split(|c| matches!(c, ',' | '、' | ' ' | ';')).all(|name| {
        !name.iter().any(|c| is_east_asian(*c))
            || name.len() <= 6
            || ends_like_a_body(name)
            || name.contains(&'·')
            || name.ends_with(&['编'])
    });
    (matches!(shadow.at(next), '《' | '“' | '"') && list.len() < 80 && named && looks_like_authors(shadow, list)).then_some(colon)
}
