//! The left side of a reference: authors, the year of author-date lists, and the title.

use super::bodies::{ends_like_a_body, has_body_word};
use super::names;
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
    if signs.iter().any(|c| is_wide_letter(*c)) { signs.len() >= 4 && ends_like_a_body(signs) } else { has_body_word(&shadow.folded(part)) }
}

/// What stands below a body: `数学研究所`, `Department of Civil Engineering`.
fn is_department(shadow: &Shadow, part: Span) -> bool {
    let signs = shadow.signs(part);
    if signs.iter().any(|c| is_wide_letter(*c)) {
        let below = signs.last().is_some_and(|c| "所院系室处部心组司厅局".contains(*c));
        return (3..=12).contains(&signs.len()) && below && signs.iter().all(|c| is_wide_letter(*c));
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

/// The first full stop that ends neither an initial, an abbreviation nor a decimal, outside brackets.
pub(super) fn first_stop(shadow: &Shadow, span: Span) -> Option<usize> {
    let mut component = span.from;
    let mut inverted = false;
    let mut undotted = false;
    for place in shadow.outside_brackets(span) {
        match shadow.at(place) {
            ',' | ';' | '、' | '&' => {
                let part = shadow.trim(Span::new(component, place));
                undotted |= ends_in_initials(shadow, part);
                inverted = !part.is_empty() && !shadow.signs(part).contains(&'.') && !ends_in_initials(shadow, part);
                component = place + 1;
            }
            '.' if ends_sentence(shadow, span, place, &List { component, inverted, undotted }) => return Some(place),
            _ => {}
        }
    }
    None
}

fn ends_in_initials(shadow: &Shadow, part: Span) -> bool {
    let last = shadow.rfind(part, ' ').map_or(part.from, |blank| blank + 1);
    last > part.from && part.to - last <= 3 && (last..part.to).all(|place| shadow.at(place).is_uppercase())
}

/// What is known of a list of authors before one of its full stops.
struct List {
    /// Where the name that is being read begins.
    component: usize,
    /// The name before it had no initials: it was a family name.
    inverted: bool,
    /// A name before it ended in initials without full stops: so a full stop behind an initial ends the list.
    undotted: bool,
}

fn ends_sentence(shadow: &Shadow, span: Span, place: usize, list: &List) -> bool {
    let component = list.component;
    let next = shadow.at(place + 1);
    if matches!(next, ',' | ';' | ')' | '-' | ':' | '、' | '&') && place + 1 < span.to {
        return false;
    }
    let word_from = (component..place).rev().take_while(|at| is_latin(shadow.at(*at))).last().unwrap_or(place);
    let letters = place - word_from;
    // "2.0", "No.3", but "Smith J.3D printing", "Organization.3D printing".
    let decimal = next.is_ascii_digit() && shadow.before(place).is_ascii_alphanumeric() && shadow.is_narrow(place);
    let behind_list = letters == 1 || letters > 4 || shadow.word_at(word_from, "al.");
    if next.is_ascii_lowercase() || (decimal && !behind_list) {
        return false;
    }
    let after = shadow.skip_blanks(place + 1, span.to);
    if after >= span.to {
        return false;
    }
    let role = shadow.at(after) == '('
        && shadow.closing(after, span.to).is_some_and(|close| super::names::role_of(&shadow.folded(Span::new(after, close + 1))).is_some());
    // "Sun H. B. [于潇、刘义]": the same names in the other script.
    let again = shadow.at(after) == '['
        && is_wide_letter(shadow.at(after + 1))
        && shadow.closing(after, span.to).is_some_and(|close| {
            let next = shadow.trim_of(Span::new(close + 1, span.to), |c| matches!(c, ' ' | '.')).from;
            matches!(shadow.at(next), '(' | ',') && shadow.year_at(next + 1).is_some()
        });
    if matches!(shadow.at(after), ',' | ';' | '&') || shadow.word_at(after, "and ") || role || again {
        return false;
    }
    let opens_word = !shadow.before(word_from).is_alphanumeric();
    if letters == 1 && shadow.at(word_from).is_uppercase() && (opens_word || shadow.before(word_from) == '.') {
        return ends_after_initial(shadow, span, after, word_from, list);
    }
    let word = shadow.folded(Span::new(word_from, place)).to_lowercase();
    // An abbreviated first name ("Yu. V."), and titles before a name.
    !matches!(word.as_str(), "st" | "dr" | "mr" | "mrs" | "vs" | "vol" | "no" | "prof" | "yu" | "ch" | "dept" | "univ")
        || is_wide_letter(shadow.at(after))
}

/// Whether what stands behind a year in brackets belongs to it: `, May 4`, `/1990`, the rest of a date; not `-2015`.
fn is_date_or_list(shadow: &Shadow, behind: Span, year: usize) -> bool {
    match shadow.at(behind.from) {
        ',' | ' ' | '/' => true,
        '-' => {
            let wide = is_wide_letter(shadow.before(shadow.trim_of(Span::new(0, year - 1), |c| matches!(c, ' ' | '.' | ')')).to));
            let range = wide && shadow.year_at(behind.from + 1).is_some_and(|last| last.to == behind.to) && shadow.at(behind.to + 1) == '.';
            range || super::tail::is_date(&shadow.folded(Span::new(year, behind.to)))
        }
        _ => false,
    }
}

/// Whether the list of authors ends with the initial before the full stop, by what stands behind it.
fn ends_after_initial(shadow: &Shadow, span: Span, after: usize, initial: usize, list: &List) -> bool {
    let inverted = list.inverted;
    let start = shadow.skip_blanks(list.component, span.to);
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
    let ahead = shadow.trim(Span::new(start, initial)).to;
    let undotted = list.undotted || (shadow.before(ahead).is_uppercase() && shadow.at(ahead.saturating_sub(2)) == ' ');
    if undotted && !given_first && !matches!(word.as_str(), "Jr" | "Sr" | "et") {
        return true;
    }
    if end - after == 1 && c.is_uppercase() {
        // Another initial, unless it is the article "A".
        // In a list whose initials have full stops, an "A" without is the article.
        if c == 'A' && behind == ' ' && !given_first {
            return true;
        }
        let mut chain = end;
        while shadow.at(chain) == '.' && shadow.at(chain + 1).is_uppercase() && shadow.at(chain + 2) == '.' {
            chain += 2;
        }
        // … or a word such as "C. elegans", "U.S. policy".
        let abbreviated = shadow.at(chain) == '.' && shadow.at(chain + 1) == ' ' && shadow.at(chain + 2).is_lowercase();
        let small_end = (chain + 2..span.to).find(|at| !is_latin(shadow.at(*at))).unwrap_or(span.to);
        let particle = names::is_particle(&shadow.folded(Span::new(chain + 2, small_end)));
        return !given_first && ((behind == ' ' && shadow.at(end + 1).is_lowercase()) || (abbreviated && !particle));
    }
    if matches!(word.as_str(), "van" | "von" | "de" | "der" | "la" | "del" | "di" | "da" | "ter" | "et" | "Jr" | "and") {
        return false;
    }
    let next = shadow.skip_blanks(end, span.to);
    let name_goes_on = joined_name(shadow, span, end) || shadow.at(next) == '(' || shadow.year_at(next).is_some();
    if given_first && !inverted {
        return false;
    }
    if name_goes_on && !(inverted && given_first) {
        return false;
    }
    !(behind == '.' && end + 1 < span.to && given_first)
}

/// Whether the word before `end` is a family name behind a middle initial ("Roger E. Summons, Harald Strauss, …"): what it is
/// joined to must be a name too, and a title must be left behind it. A title goes on in small letters ("Kinchy A. Seeds,
/// sciences, and struggle").
fn joined_name(shadow: &Shadow, span: Span, end: usize) -> bool {
    let next = shadow.skip_blanks(end, span.to);
    let from = match shadow.at(next) {
        ',' | ';' | '、' | '&' => next + 1,
        _ if shadow.word_at(next, "and ") => next + 4,
        _ if shadow.word_at(next, "et al") => return true,
        _ => return false,
    };
    let from = shadow.skip_blanks(from, span.to);
    let from = if shadow.word_at(from, "and ") || shadow.at(from) == '&' { shadow.skip_blanks(from + 4, span.to) } else { from };
    if shadow.word_at(from, "et al") || shadow.word_at(from, "jr") || shadow.year_at(from).is_some() {
        return true;
    }
    // A family name turned round: "Roger E. Summons, J. M. Hayes", "E. Summons, R.".
    let to = (from..span.to)
        .find(|at| {
            matches!(shadow.at(*at), ',' | ';' | '&' | ':' | '(')
                || (shadow.at(*at) == '.' && *at > from + 2 && shadow.before(*at).is_lowercase())
        })
        .unwrap_or(span.to);
    let (mut count, mut named) = (0, true);
    for word in shadow.signs(Span::new(from, to)).split(|c| *c == ' ').filter(|word| !word.is_empty()) {
        if *word == ['a', 'n', 'd'] || word.first().is_some_and(char::is_ascii_digit) {
            break;
        }
        let initial = word.len() == 2 && word.last() == Some(&'.');
        count += usize::from(!initial || count == 0);
        named &= word.first().is_some_and(|c| c.is_uppercase()) || names::is_particle(&word.iter().collect::<String>());
        if initial && count == 2 && named {
            break;
        }
    }
    let single_initials = count == 1 && shadow.at(from + 1) == '.';
    let title_left = (to..span.to).any(|at| matches!(shadow.at(at), '.' | '“' | '"'));
    named && ((2..=4).contains(&count) || single_initials) && title_left
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
        titled = is_wide_letter(c) && (titled || (c == '的' && run > 1));
        run = if is_wide_letter(c) { run + 1 } else { 0 };
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
    // "中国财税文化价值研究: “…”论文集": a title is no name.
    let named = shadow.signs(list).split(|c| matches!(c, ',' | '、' | ' ' | ';')).all(|name| {
        !name.iter().any(|c| is_wide_letter(*c))
            || name.len() <= 6
            || ends_like_a_body(name)
            || name.contains(&'·')
            || name.ends_with(&['编'])
    });
    (matches!(shadow.at(next), '《' | '“' | '"') && list.len() < 80 && named && looks_like_authors(shadow, list)).then_some(colon)
}
