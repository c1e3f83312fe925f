//! Lists of authors, editors and translators as reference lists print them.

mod person;

use super::bodies::{ends_like_a_body, has_body_word, holds_body_word, is_body, is_company};
use super::shadow::{Shadow, Span, is_east_asian};
use super::surnames::is_plain_name;
pub(super) use crate::formats::names::is_particle;
use crate::record::Contributor;
use person::{inverted, person};

pub(super) use person::is_capitals;

/// A list of names, and whether `等` or `et al` stood behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    pub people: Vec<Contributor>,
    pub etal: bool,
}

/// Reads a list of names: `于潇, 刘义, 等`, `DES MARAIS D J, STRAUSS H, et al.`, `Smith, J. K., & Doe, A.`, `徐超，译`.
///
/// Han names keep their language `zh`, Latin ones `en`. A name is split into family and given name only where its form
/// decides that (initials, capitals, a comma, a Chinese surname); bodies are [`crate::record::ContributorKind::Collaboration`].
pub fn names(text: &str) -> Names {
    let shadow = Shadow::new(text);
    read(&shadow, shadow.whole())
}

/// Words that say what the people before them did, longest first.
const ROLES: [(&str, &str); 30] = [
    ("总主编", "editor"),
    ("主编", "editor"),
    ("编著", "author"),
    ("编译", "translator"),
    ("译注", "translator"),
    ("译校", "translator"),
    ("校注", "editor"),
    ("点校", "editor"),
    ("整理", "editor"),
    ("编纂", "editor"),
    ("编辑", "editor"),
    ("编", "editor"),
    ("译", "translator"),
    ("著", "author"),
    ("撰", "author"),
    ("校", "editor"),
    ("注", "editor"),
    ("辑", "editor"),
    ("translators", "translator"),
    ("translator", "translator"),
    ("translated", "translator"),
    ("trans.", "translator"),
    ("trans", "translator"),
    ("tran.", "translator"),
    ("editors", "editor"),
    ("editor", "editor"),
    ("eds.", "editor"),
    ("eds", "editor"),
    ("ed.", "editor"),
    ("ed", "editor"),
];

pub(super) fn role_of(word: &str) -> Option<&'static str> {
    let word = word.trim_matches(['(', ')', ' ', '[', ']']).to_lowercase();
    ROLES.iter().find(|(known, _)| *known == word || known.trim_end_matches('.') == word).map(|(_, role)| *role)
}

pub(super) fn read(shadow: &Shadow, span: Span) -> Names {
    let mut names = Names::default();
    let mut parts = components(shadow, shadow.trim_of(span, |c| matches!(c, ' ' | ',' | ':' | ';' | '、')));
    let mut people: Vec<Contributor> = Vec::with_capacity(parts.len());
    let mut roleless = 0;
    let paired = first_is_inverted(shadow, &parts);
    parts.reverse();
    let mut first = true;
    while let Some(part) = parts.pop() {
        let mut part = part;
        let (stripped, more) = without_etal(shadow, part);
        names.etal |= more;
        part = stripped;
        let (stripped, role) = without_role(shadow, part, people.len() == roleless);
        part = stripped;
        if !part.is_empty() {
            let given = parts.last().copied().filter(|next| paired && pairs(shadow, part, *next, first));
            if let Some(next) = given {
                parts.pop();
                let (next, more) = without_etal(shadow, next);
                names.etal |= more;
                people.push(inverted(shadow, part, next));
            } else if let Some(suffix) = generation(&shadow.folded(part))
                && let Some(last) = people.last_mut()
            {
                last.suffix = Some(suffix);
            } else {
                people.extend(person(shadow, part));
            }
            first = false;
        }
        if let Some(role) = role {
            for person in people.iter_mut().skip(roleless) {
                person.role = Some(role.to_owned()).filter(|role| role != "author");
            }
            roleless = people.len();
        }
    }
    names.etal |= shadow.signs(span).contains(&'…');
    names.people = people;
    names
}

/// The people at the beginning of a span that nothing but blanks divides: "Anderson K. Gaston K.J.", each a family name of
/// at most three words and initials with full stops.
pub(super) fn undivided(shadow: &Shadow, span: Span) -> Vec<Span> {
    let mut people = Vec::new();
    let (mut from, mut family, mut place) = (span.from, 0, span.from);
    while place < span.to {
        let to = (place..span.to).find(|at| matches!(shadow.at(*at), ' ' | '\u{a0}')).unwrap_or(span.to);
        let word = shadow.folded(Span::new(place, to));
        let letters = |sign: char| sign.is_alphabetic() || matches!(sign, '-' | '\'' | '’');
        if family > 0 && word.ends_with('.') && is_initials(&word) {
            people.push(Span::new(from, to));
            family = 0;
            from = shadow.skip_blanks(to, span.to);
        } else if word.chars().all(letters) && (word.starts_with(char::is_uppercase) || is_particle(&word)) && family < 3 {
            family += 1;
        } else {
            break;
        }
        place = shadow.skip_blanks(to, span.to);
    }
    people
}

/// The spans between the separators of a list.
fn components(shadow: &Shadow, span: Span) -> Vec<Span> {
    let people = undivided(shadow, span);
    if let Some(last) = people.last().filter(|_| people.len() > 1) {
        let rest = shadow.trim(Span::new(last.to, span.to));
        if rest.is_empty() || shadow.word_at(rest.from, "et al") {
            return people.into_iter().chain(Some(rest).filter(|rest| !rest.is_empty())).collect();
        }
    }
    let mut parts = Vec::new();
    let mut from = span.from;
    let mut cut = |from: &mut usize, to: usize, next: usize| {
        let part = shadow.trim_of(Span::new(*from, to), |c| matches!(c, ' ' | ',' | ';' | '、' | '&' | '…'));
        if !part.is_empty() {
            parts.push(part);
        }
        *from = next;
    };
    for place in shadow.outside_brackets(span) {
        let c = shadow.at(place);
        match c {
            // "Online Computer Library Center, Inc"
            ',' if is_company(shadow, shadow.skip_blanks(place + 1, span.to), span.to) => {}
            ',' | ';' | '、' => cut(&mut from, place, place + 1),
            '&' if !holds_body_word(shadow, Span::new(from, span.to.min(place + 40))) => cut(&mut from, place, place + 1),
            ' ' if shadow.word_at(place, " and ") && !is_body(&shadow.folded(Span::new(from, place))) => cut(&mut from, place, place + 5),
            // Authors joined by 和 before the last: the sign can be a surname too, so both sides must be names.
            '和' | '与' | '及' if place > from && joins(shadow, Span::new(from, place), place, span.to) => {
                cut(&mut from, place, place + 1);
            }
            'a' if place == from && shadow.word_at(place, "and ") => from = place + 4,
            _ => {}
        }
    }
    cut(&mut from, span.to, span.to);
    parts
}

fn joins(shadow: &Shadow, left: Span, place: usize, end: usize) -> bool {
    let left = shadow.trim(left);
    let to = (place + 1..end).find(|at| matches!(shadow.at(*at), ',' | ';' | '、' | '.' | '(')).unwrap_or(end);
    let right = shadow.trim(Span::new(place + 1, to));
    let latin = |span: Span| shadow.signs(span).iter().all(|c| !is_east_asian(*c));
    let plain = |span: Span| is_plain_name(shadow.signs(span));
    // Translated names ("扬奎斯特和萨金特") are short on both sides; bodies end as bodies do on both.
    let short = |span: Span| (2..=5).contains(&span.len()) && !ends_like_a_body(shadow.signs(span));
    let body = |span: Span| span.len() >= 4 && ends_like_a_body(shadow.signs(span));
    let alike = (plain(left) && plain(right)) || (short(left) && short(right)) || (body(left) && body(right));
    !left.is_empty() && !right.is_empty() && (latin(left) || latin(right) || alike)
}

/// Without `等`, `et al.`, `and others` at its end.
fn without_etal(shadow: &Shadow, part: Span) -> (Span, bool) {
    let lower = shadow.folded(part).to_lowercase();
    let trimmed = lower.trim_end_matches([' ', '.', ',']);
    for tail in ["et al", "等人", "等", "and others", "et. al", "etal", "ほか", "他"] {
        if let Some(head) = trimmed.strip_suffix(tail) {
            let kept = head.trim_end().chars().count();
            // A word that merely ends like this ("Cetal", 他 in a name) is no such sign.
            let bounded = !tail.is_ascii() || head.is_empty() || head.ends_with(' ');
            if bounded && (kept == 0 || !matches!(tail, "他" | "ほか")) && kept != 1 {
                return (Span::new(part.from, part.from + kept), true);
            }
        }
    }
    (part, false)
}

/// Without a role word at its end: one of its own, in brackets, behind a blank, or glued to a Han name that stays one.
fn without_role(shadow: &Shadow, part: Span, alone: bool) -> (Span, Option<&'static str>) {
    let part = if shadow.folded(part).ends_with(").") { Span::new(part.from, part.to - 1) } else { part };
    let text = shadow.folded(part);
    if let Some(role) = role_of(&text) {
        return (Span::new(part.to, part.to), Some(role));
    }
    if text.ends_with(')')
        && let Some(open) = shadow.rfind(part, '(')
        && let Some(role) = role_of(&shadow.folded(Span::new(open, part.to)))
    {
        return (shadow.trim(Span::new(part.from, open)), Some(role));
    }
    if let Some(blank) = shadow.rfind(part, ' ')
        && let Some(role) = role_of(&shadow.folded(Span::new(blank, part.to)))
    {
        return (shadow.trim_signs(Span::new(part.from, blank)), Some(role));
    }
    for (word, role) in ROLES.iter().filter(|(word, _)| !word.is_ascii()) {
        let length = word.chars().count();
        let kept = part.len().saturating_sub(length);
        if text.ends_with(word) && kept >= if length > 1 { 2 } else { 3 } {
            return (Span::new(part.from, part.from + kept), Some(role));
        }
    }
    if let Some(head) = text.strip_suffix('译').or(text.strip_suffix('著'))
        && head.chars().count() == 2
        && alone
        && !is_plain_name(shadow.signs(part))
    {
        return (Span::new(part.from, part.to - 1), role_of(text.get(head.len()..).unwrap_or_default()));
    }
    (part, None)
}

pub(super) fn words(text: &str) -> Vec<&str> {
    text.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect()
}

/// `J.`, `J. K.`, `JK`, `J-R`, `Yu.`: capitals with dots, three letters at most in a run.
pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let shape = word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\'' | '’') || (c.is_lowercase() && word.ends_with('.')));
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    word.chars().next().is_some_and(char::is_uppercase)
        && shape
        && letters > 0
        && (letters <= 3 || word.matches('.').count() >= 2)
        && (capitals == letters || (letters == 2 && word.ends_with('.')))
}

fn generation(word: &str) -> Option<String> {
    let bare = word.trim().trim_end_matches('.');
    matches!(bare, "Jr" | "Sr" | "JR" | "II" | "III" | "IV").then(|| bare.to_owned())
}

fn all_initials(text: &str) -> bool {
    let words = words(text);
    !words.is_empty()
        && words.iter().all(|word| is_initials(word) || generation(word).is_some() || is_particle(word))
        && words.first().is_some_and(|word| is_initials(word))
}

/// Whether the first name of a list is printed `Family, Given`.
fn first_is_inverted(shadow: &Shadow, parts: &[Span]) -> bool {
    let [first, second, ..] = parts else { return false };
    pairs(shadow, *first, *second, true)
}

fn pairs(shadow: &Shadow, family: Span, given: Span, first: bool) -> bool {
    let (family, given) = (shadow.folded(family), shadow.folded(without_etal(shadow, given).0));
    if family.chars().chain(given.chars()).any(is_east_asian) || given.is_empty() {
        return false;
    }
    let bare = words(&family).len() <= 3 && !words(&family).iter().any(|word| is_initials(word));
    // "PETERS, S": capitals that are followed by initials are no acronym.
    let bare = bare && (!is_body(&family) || (words(&family).len() == 1 && !has_body_word(&family) && all_initials(&given)));
    if bare && all_initials(&given) {
        return true;
    }
    // A whole given name: only the first of a list is turned round then ("Marais, David J., Harald Strauss").
    let given_words = words(&given);
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let whole_given = given_words.len() <= 4
        && !is_body(&given)
        && given_words.first().is_some_and(|word| capital(word) && word.chars().any(char::is_lowercase))
        && given_words.iter().skip(1).all(|word| (is_initials(word) && word.ends_with('.')) || is_particle(word));
    let one_word = words(&family).len() == 1 && family.chars().any(char::is_lowercase);
    first && bare && whole_given && (one_word || given_words.len() > 1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that finds nothing must fail")]
    use super::*;
    use crate::record::{ContributorKind, Language, MultiText};

    fn split(text: &str) -> Vec<(String, String)> {
        let part = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
        names(text).people.iter().map(|person| (part(&person.family), part(&person.given))).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(family, given)| ((*family).to_owned(), (*given).to_owned())).collect()
    }

    #[test]
    fn the_family_is_told_by_the_form() {
        assert_eq!(split("于潇, 欧阳 静, 等"), pairs(&[("于", "潇"), ("欧阳", "静")]));
        assert_eq!(split("DES MARAIS D J, STRAUSS H, et al"), pairs(&[("DES MARAIS", "D J"), ("STRAUSS", "H")]));
        assert_eq!(
            split("Marais, D. J., Strauss, H., & Hayes, J. M."),
            pairs(&[("Marais", "D. J."), ("Strauss", "H."), ("Hayes", "J. M.")])
        );
        assert_eq!(split("HU Ye-fei, Zhang YM, J. K. Rowling"), pairs(&[("HU", "Ye-fei"), ("Zhang", "YM"), ("Rowling", "J. K.")]));
        assert!(names("于潇等").etal && names("Smith J, et al.").etal && !names("Smith J").etal);
    }

    #[test]
    fn bodies_roles_and_countries() {
        let body = names("Organisation for Economic Co-operation and Development (OECD)");
        assert_eq!(body.people.len(), 1);
        assert_eq!(body.people.first().unwrap().kind, ContributorKind::Collaboration);
        let translators = names("杨斌，王忠玉，等，译");
        assert!(translators.etal);
        assert!(translators.people.iter().all(|person| person.role.as_deref() == Some("translator")));
        assert_eq!(translators.people.len(), 2);
        assert_eq!(names("[美]哈里森").people.first().unwrap().name.get(&Language::Zh).map(String::as_str), Some("哈里森"));
    }
}
