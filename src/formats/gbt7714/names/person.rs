//! One name: turned round or not, its parts by its form.

use super::super::bodies::{ends_like_a_body, is_body};
use super::super::shadow::{Shadow, Span, is_east_asian, is_han, is_latin};
use super::super::surnames::{family_length, is_pinyin_surname};
use super::{generation, is_initials, is_particle, words};
use crate::record::{Contributor, ContributorKind, Language, MultiText};

pub(super) fn latin_name(whole: String, family: &str, given: &str) -> Contributor {
    let language = Language::of_text(&whole);
    let mut person = Contributor { name: MultiText::of(language.clone(), whole), ..Contributor::default() };
    let mut family = family.trim();
    if let Some((particle, rest)) = particle_of(family) {
        person.particle = Some(particle);
        family = rest;
    }
    if !family.is_empty() && !given.trim().is_empty() {
        person.family.insert(language.clone(), family.to_owned());
        person.given.insert(language, given.trim().to_owned());
    }
    person
}

/// The small words before a family name: `van der` of `van der Berg`.
fn particle_of(family: &str) -> Option<(String, &str)> {
    let mut at = 0;
    for word in family.split(' ') {
        if !is_particle(word) {
            break;
        }
        at += word.len() + 1;
    }
    let (particle, rest) = (family.get(..at)?, family.get(at..)?);
    (!particle.trim().is_empty() && !rest.trim().is_empty()).then(|| (particle.trim().to_owned(), rest.trim()))
}

pub(super) fn inverted(shadow: &Shadow, family: Span, given: Span) -> Contributor {
    let whole = shadow.text(Span::new(family.from, given.to)).unwrap_or_default();
    let (family, given) = (shadow.text(family).unwrap_or_default(), shadow.text(given).unwrap_or_default());
    let mut words = words(&given);
    let suffix = words.last().and_then(|word| generation(word));
    if suffix.is_some() {
        words.pop();
    }
    let mut person = latin_name(whole, &family, &words.join(" "));
    person.suffix = suffix;
    person
}

pub(super) fn person(shadow: &Shadow, span: Span) -> Option<Contributor> {
    let span = without_stop(shadow, without_country(shadow, span));
    let whole = shadow.text(span)?;
    let signs = shadow.signs(span);
    if !signs.iter().any(|c| c.is_alphanumeric()) {
        return None;
    }
    if signs.iter().any(|c| is_east_asian(*c)) {
        return Some(wide_name(signs, whole));
    }
    let folded = shadow.folded(span);
    if is_body(&folded) {
        let name = MultiText::of(Language::of_text(&whole), whole);
        return Some(Contributor { name, kind: ContributorKind::Collaboration, ..Contributor::default() });
    }
    Some(western(whole, &folded))
}

/// Without a full stop at its end, unless that belongs to an initial or to `Jr.`.
pub(super) fn without_stop(shadow: &Shadow, span: Span) -> Span {
    let last = shadow.rfind(span, ' ').map_or(span.from, |blank| blank + 1);
    let word = shadow.folded(Span::new(last, span.to));
    if word.ends_with('.') && !is_initials(&word) && generation(&word).is_none() { shadow.trim_signs(span) } else { span }
}

/// Without `[美]`, `(英)`, `〔日〕` before a translated name.
pub(super) fn without_country(shadow: &Shadow, span: Span) -> Span {
    if matches!(shadow.at(span.from), '[' | '(')
        && let Some(close) = shadow.closing(span.from, span.to)
        && close - span.from <= 6
        && shadow.signs(Span::new(span.from + 1, close)).iter().all(|c| is_han(*c) || *c == ' ')
    {
        return shadow.trim(Span::new(close + 1, span.to));
    }
    span
}

fn wide_name(signs: &[char], whole: String) -> Contributor {
    let letters: Vec<char> = signs.iter().copied().filter(|c| *c != ' ').collect();
    let language = Language::of_text(&whole);
    let mut person = Contributor { name: MultiText::of(language.clone(), whole.clone()), ..Contributor::default() };
    let plain = letters.iter().all(|c| is_han(*c));
    let foreign = letters.iter().any(|c| matches!(c, '·' | '•' | '・' | '.' | '-')) || letters.iter().any(|c| is_latin(*c));
    let body = (letters.len() >= 4 && ends_like_a_body(&letters) && family_length(&letters).is_none())
        || (letters.len() > 6 && !foreign)
        || whole.contains(['（', '(', '《']);
    if body {
        person.kind = ContributorKind::Collaboration;
    } else if plain && let Some(length) = family_length(&letters) {
        person.family.insert(language.clone(), letters.iter().take(length).collect());
        person.given.insert(language, letters.iter().skip(length).collect());
    }
    person
}

fn western(whole: String, folded: &str) -> Contributor {
    let mut parts = words(folded);
    let suffix = parts.iter().skip(1).find_map(|word| generation(word));
    if suffix.is_some() {
        parts.retain(|word| generation(word).is_none());
    }
    // "Veen P H van der": the particle stands behind the initials.
    let mut particle = Vec::new();
    while parts.len() > 2 && parts.last().is_some_and(|word| is_particle(word)) {
        particle.splice(0..0, parts.pop());
    }
    let initials_behind = parts.iter().rev().take_while(|word| is_initials(word)).count();
    let initials_ahead = parts.iter().take_while(|word| is_initials(word) && !is_short_surname(word)).count();
    let capitals = parts.iter().take_while(|word| is_capitals(word) || is_particle(word)).count();
    let (family, given) =
        if initials_behind > 0 && initials_behind < parts.len() && (initials_ahead == 0 || initials_behind > initials_ahead) {
            let cut = parts.len() - initials_behind;
            // "Summons Roger E.": the family is the first word only where nothing else stands before the initials.
            let middle =
                cut > 1 && parts.last().is_some_and(|word| word.ends_with('.')) && !parts.iter().take(cut).any(|word| is_particle(word));
            if middle && initials_behind == 1 && !parts.iter().take(cut).all(|word| is_capitals(word)) && cut == 2 {
                (parts[0].to_owned(), parts.get(1..).unwrap_or_default().join(" "))
            } else {
                (parts.get(..cut).unwrap_or_default().join(" "), parts.get(cut..).unwrap_or_default().join(" "))
            }
        } else if initials_ahead > 0 && initials_ahead < parts.len() {
            (parts.get(initials_ahead..).unwrap_or_default().join(" "), parts.get(..initials_ahead).unwrap_or_default().join(" "))
        } else if capitals > 0 && capitals < parts.len() {
            (parts.get(..capitals).unwrap_or_default().join(" "), parts.get(capitals..).unwrap_or_default().join(" "))
        } else if parts.len() > 1 && parts.last().is_some_and(|word| is_capitals(word)) {
            let cut = parts.len() - 1;
            (parts[cut].to_owned(), parts.get(..cut).unwrap_or_default().join(" "))
        } else if parts.len() == 2 && is_pinyin_surname(parts[0]) && !is_pinyin_surname(parts[1]) {
            (parts[0].to_owned(), parts[1].to_owned())
        } else if parts.len() == 2 && is_pinyin_surname(parts[1]) && !is_pinyin_surname(parts[0]) {
            (parts[1].to_owned(), parts[0].to_owned())
        } else {
            (String::new(), String::new())
        };
    let mut person = latin_name(whole, &family, &given);
    if !particle.is_empty() {
        person.particle = Some(particle.join(" "));
    }
    person.suffix = suffix;
    person
}

/// A family name in capitals, as the standard prints them: `YU`, `DES`, not `J`.
pub fn is_capitals(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase) && !word.contains('.')
}

/// `YU`, `LI`: two or three capitals that are a surname rather than initials.
fn is_short_surname(word: &str) -> bool {
    !word.contains(['.', '-']) && word.chars().count() > 1 && is_pinyin_surname(word)
}
