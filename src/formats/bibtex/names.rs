//! Lists of names: `von Last, Jr, First and First von Last and {{A Body}} and others` (BibTeX's grammar), and BibLaTeX's
//! `family=…, given=…`.

mod commas;
mod ends;

pub use commas::listed;
use commas::unparted;
use ends::without_others;
pub use ends::{DROPPING, all_drop, drops_prefixes, without_number};

use super::super::bodies::is_linked;
use super::super::{gbt7714, latex, names};
use crate::record::{Contributor, ContributorKind, Language, MultiText};

/// Names of one field, and whether it says that there are others. Options among them ([`is_option`]) are passed over.
pub fn list(written: &str, role: &str) -> (Vec<Contributor>, bool) {
    let mut others = false;
    let turned = commas::of_scopus(written.trim());
    let names = match turned.as_slice() {
        [] => listed(written).unwrap_or_else(|| separate(written)),
        turned => turned.iter().map(String::as_str).collect(),
    };
    let mut people = Vec::with_capacity(names.len());
    for name in names {
        let lower = name.trim_matches(['{', '}', '.', ' ']);
        if lower.eq_ignore_ascii_case("others") || lower.eq_ignore_ascii_case("et al") || lower == "等" {
            others = true;
        } else if !is_option(name)
            && let (name, number) = without_number(name)
            && let name = without_others(name, &mut others)
            && let Some(mut one) = person(name)
        {
            if let Some(number) = number {
                one.rest.insert("dblp-number".to_owned(), number.into());
            }
            one.role = (role != "author").then(|| role.to_owned());
            people.push(one);
        }
    }
    (people, others)
}

/// What biber reads from a list of names that is no name: `nosortothers=true`, `xdata=key-author-1`.
pub fn is_option(name: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase();
    name.split_once('=').is_some_and(|(key, value)| key.chars().all(word) && !key.is_empty() && !value.is_empty())
        && !name.contains(|c: char| c.is_whitespace() || "{},".contains(c))
        && !is_extended(name)
}

/// Options of a field, in their order.
pub fn options(written: &str) -> Vec<&str> {
    if written.contains('=') { separate(written).into_iter().filter(|name| is_option(name)).collect() } else { Vec::new() }
}

/// Whether a name looks like BibLaTeX's `family=…`.
pub fn is_extended(name: &str) -> bool {
    name.contains('=')
        && ["family", "given"].iter().any(|part| name.split_once(part).is_some_and(|(_, behind)| behind.trim_start().starts_with('=')))
}

/// Names of a list: between them stands ` and `; where it does not, semicolons or, between Han names, commas.
fn separate(written: &str) -> Vec<&str> {
    let names = split_at_words(written);
    let [whole] = names.as_slice() else { return names };
    let by_sign = |sign: fn(char) -> bool| top_level(whole, sign);
    let semicolons = by_sign(|c| matches!(c, ';' | '；'));
    if semicolons.len() > 1 {
        return semicolons;
    }
    let commas = by_sign(|c| matches!(c, ',' | '，' | '、'));
    let han = |name: &&str| {
        let name = name.trim();
        (2..=4).contains(&name.chars().count()) && name.chars().all(|c| Language::of_text(c.encode_utf8(&mut [0; 4])) == Language::Zh)
    };
    // `樋口, 直人` is one person: of two whole Chinese names the second begins with a family name as well.
    let by_commas = unparted(whole);
    if !by_commas.is_empty() {
        return by_commas;
    }
    let is_one = matches!(commas.as_slice(), [_, given] if !gbt7714::begins_with_surname(given.trim()));
    if commas.len() > 1 && commas.iter().all(han) && !is_one { commas } else { names }
}

/// Cuts at the word `and` outside braces.
pub fn split_at_words(written: &str) -> Vec<&str> {
    let bytes = written.as_bytes();
    let mut names = Vec::new();
    let mut depth = 0usize;
    let mut begin = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            byte if byte.is_ascii_whitespace() && depth == 0 => {
                let is_and = bytes.get(at + 1..at + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"and"));
                if is_and && bytes.get(at + 4).is_some_and(u8::is_ascii_whitespace) {
                    names.push(written.get(begin..at).unwrap_or_default().trim());
                    at += 4;
                    begin = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    let last = written.get(begin..).unwrap_or_default().trim();
    // A list that ends in its middle: `Smith, J. and`.
    names.push(last.strip_suffix(" and").unwrap_or(last).trim_end());
    names.retain(|name| !name.is_empty());
    names
}

/// Cuts at signs outside braces.
pub fn top_level(text: &str, sign: impl Fn(char) -> bool) -> Vec<&str> {
    if text.is_ascii() { cut(text, text.bytes().map(char::from).enumerate(), sign) } else { cut(text, text.char_indices(), sign) }
}

/// The same of a text and its characters, each with its place.
fn cut(text: &str, characters: impl Iterator<Item = (usize, char)>, sign: impl Fn(char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0usize;
    let mut begin = 0;
    let mut escaped = false;
    for (at, c) in characters {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 && sign(c) => {
                pieces.push(text.get(begin..at).unwrap_or_default());
                begin = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(text.get(begin..).unwrap_or_default());
    pieces
}

/// A name's parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    given: String,
    particle: String,
    family: String,
    suffix: String,
    /// `useprefix=false`: the particle is no part of the family name.
    drops: bool,
}

fn person(name: &str) -> Option<Contributor> {
    // In a name without either its words are its parts.
    let is_parted = name.bytes().any(|byte| matches!(byte, b',' | b'='));
    let unparted = if is_parted { Vec::new() } else { words(name) };
    let a_body = is_linked(&unparted) || unparted.iter().skip(1).any(|word| *word == "&");
    if let Some(body) = if a_body { Some(latex::plain(name)) } else { body(name) } {
        let lang = Language::of_text(&body);
        return (!body.is_empty()).then(|| Contributor {
            name: MultiText::of(lang, body),
            kind: ContributorKind::Collaboration,
            ..Contributor::default()
        });
    }
    let mut parts = if is_parted { extended(name).unwrap_or_else(|| parted(name)) } else { given_first(&unparted) };
    if parts.family.is_empty() {
        parts.family = std::mem::take(&mut parts.given);
    }
    if parts.family.is_empty() {
        return None;
    }
    let whole_han = |text: &str| Language::of_text(text) == Language::Zh;
    if whole_han(&parts.family) && parts.particle.is_empty() && !is_parted {
        // Without a comma a Han name has its family name first, with a blank or without.
        let written = format!("{} {}", parts.given, parts.family);
        return Some(names::person(written.trim()));
    }
    let lang = Language::of_text(if parts.family.is_empty() { &parts.given } else { &parts.family });
    let whole = if lang == Language::Zh || names::are_eastern(&parts.family, &parts.given) {
        format!("{}{}", parts.family, parts.given)
    } else {
        spaced([&parts.given, &parts.particle, &parts.family])
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let mut one = Contributor {
        name: MultiText::of(lang.clone(), whole),
        family: some(parts.family).map(|text| MultiText::of(lang.clone(), text)).unwrap_or_default(),
        given: some(parts.given).map(|text| MultiText::of(lang, text)).unwrap_or_default(),
        particle: some(parts.particle),
        suffix: some(parts.suffix),
        ..Contributor::default()
    };
    if parts.drops {
        drop_prefix(&mut one);
    }
    Some(one)
}

/// Takes the particle of somebody as no part of the family name: CSL's `dropping-particle`.
pub fn drop_prefix(one: &mut Contributor) {
    one.dropping_particle = one.particle.take().or(one.dropping_particle.take());
}

/// Parts with a blank between them, without those that are empty.
fn spaced(parts: [&str; 3]) -> String {
    let mut whole = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !whole.is_empty() {
            whole.push(' ');
        }
        whole.push_str(part);
    }
    whole
}

/// A name with commas, if any stands outside braces.
fn parted(name: &str) -> Parts {
    match top_level(name, |c| c == ',').as_slice() {
        [whole] => given_first(&words(whole)),
        [family, given] => family_first(family, "", given),
        [family, suffix, given @ ..] if is_suffix(suffix) => family_first(family, suffix, &given.join(",")),
        [family, given @ ..] => family_first(family, "", &given.join(" ")),
        [] => Parts::default(),
    }
}

/// Whether the second of three parts is what BibTeX calls `Jr`; else it is a part of the given name (`Merle, J., C.`).
fn is_suffix(part: &str) -> bool {
    let bare = latex::plain(part).to_lowercase().replace('.', "");
    let known = ["jr", "sr", "junior", "senior", "phd", "md", "esq", "fils", "père", "ii", "iii", "iv", "v", "vi", "2nd", "3rd", "4th"];
    known.contains(&bare.trim())
}

/// A name wholly in braces is a body's: `{{Org, Inc.}}`.
fn body(name: &str) -> Option<String> {
    let inner = name.strip_prefix('{')?;
    if inner.starts_with('\\') {
        return None;
    }
    let mut depth = 1usize;
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return (at + 1 == inner.len()).then(|| latex::plain(name));
                }
            }
            _ => {}
        }
    }
    None
}

/// BibLaTeX's `family=Hu, given=Ye-fei, prefix=…, suffix=…`.
fn extended(name: &str) -> Option<Parts> {
    if !is_extended(name) {
        return None;
    }
    let mut parts = Parts::default();
    for piece in top_level(name, |c| c == ',') {
        let (key, value) = piece.split_once('=')?;
        let value = latex::plain(value.trim().trim_matches('"'));
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => parts.family = value,
            "given" => parts.given = value,
            "prefix" => parts.particle = value,
            "suffix" => parts.suffix = value,
            "useprefix" => parts.drops = value == "false",
            key if key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {}
            _ => return None,
        }
    }
    Some(parts).filter(|parts| !parts.family.is_empty() || !parts.given.is_empty())
}

/// Words of a name, outside braces; `~` is a blank.
fn words(text: &str) -> Vec<&str> {
    let mut words = top_level(text, |c| c.is_whitespace() || c == '~');
    words.retain(|word| !word.is_empty());
    words
}

fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => latex::plain(word),
        words => latex::plain(&words.join(" ")),
    }
}

/// `First von Last`: the particle is the first run of small words that a word follows.
fn given_first(words: &[&str]) -> Parts {
    let Some(last) = words.len().checked_sub(1) else { return Parts::default() };
    let before = words.get(..last).unwrap_or_default();
    let Some(from) = before.iter().position(|word| is_small(word)) else {
        return Parts { given: joined(before), family: joined(words.get(last..).unwrap_or_default()), ..Parts::default() };
    };
    // `Ludwig van Beethoven`, but `jean de la fontaine` has no given name in capitals: the first word is its given name.
    let all_small = words.iter().all(|word| is_small(word));
    if all_small {
        return Parts { given: joined(before), family: joined(words.get(last..).unwrap_or_default()), ..Parts::default() };
    }
    let to = before.iter().rposition(|word| is_small(word)).unwrap_or(from);
    Parts {
        given: joined(words.get(..from).unwrap_or_default()),
        particle: joined(words.get(from..=to).unwrap_or_default()),
        family: joined(words.get(to + 1..).unwrap_or_default()),
        ..Parts::default()
    }
}

/// `von Last, Jr, First`.
fn family_first(family: &str, suffix: &str, given: &str) -> Parts {
    let (given, suffix) = (latex::plain(given.trim()), latex::plain(suffix.trim()));
    // Most family names are one word.
    if family.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'~') {
        return Parts { given, family: latex::plain(family), suffix, ..Parts::default() };
    }
    let words = words(family);
    let last = words.len().saturating_sub(1);
    let to = words
        .get(..last)
        .unwrap_or_default()
        .iter()
        .rposition(|word| is_small(word))
        .filter(|_| words.first().is_some_and(|word| is_small(word)));
    let (particle, family) = words.split_at(to.map_or(0, |to| to + 1));
    Parts { given, particle: joined(particle), family: joined(family), suffix, ..Parts::default() }
}

/// Whether a word begins with a small letter: in braces only behind a command (`{\'e}`), as BibTeX sees it.
fn is_small(word: &str) -> bool {
    let mut rest = word;
    if let Some(inner) = word.strip_prefix('{') {
        if !inner.starts_with('\\') {
            return false;
        }
        rest = inner;
    }
    let plain;
    if rest.starts_with('\\') {
        plain = latex::plain(word);
        rest = &plain;
    }
    rest.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
