//! Full stops: which of them ends the authors or the title, and which an initial, an abbreviation or a number.

use super::super::shadow::{Shadow, Span, is_east_asian, is_latin};
use super::super::{names, tail};

/// The first full stop that ends neither an initial, an abbreviation nor a decimal, outside brackets.
pub fn first_stop(shadow: &Shadow, span: Span) -> Option<usize> {
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
        && is_east_asian(shadow.at(after + 1))
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
        || is_east_asian(shadow.at(after))
}

/// Whether what stands behind a year in brackets belongs to it: `, May 4`, `/1990`, the rest of a date; not `-2015`.
pub fn is_date_or_list(shadow: &Shadow, behind: Span, year: usize) -> bool {
    match shadow.at(behind.from) {
        ',' | ' ' | '/' => true,
        '-' => {
            let wide = is_east_asian(shadow.before(shadow.trim_of(Span::new(0, year - 1), |c| matches!(c, ' ' | '.' | ')')).to));
            let range = wide && shadow.year_at(behind.from + 1).is_some_and(|last| last.to == behind.to) && shadow.at(behind.to + 1) == '.';
            range || tail::is_date(&shadow.folded(Span::new(year, behind.to)))
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
    if is_east_asian(c) {
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
