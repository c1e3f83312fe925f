//! People of a record found by their names as databases write them: `Doe, Ann B.`, `Doe, AB`, `A.B. Doe`, `Doe A.B.`.

use std::collections::HashMap;

use super::people::inverted;
use crate::record::{Article, Language};

/// The places of people in the list of a record, by their names.
pub struct ByName {
    /// By the whole name, by family name and initials, by family name and first initial; nothing where two have it.
    places: HashMap<String, Option<usize>>,
}

impl ByName {
    /// All people of a record.
    pub fn of(article: &Article) -> Self {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, one) in article.authors.iter().enumerate() {
            let Some(name) = inverted(one, &Language::En) else { continue };
            let mut keys = keys(&name);
            keys.dedup();
            for key in keys {
                places.entry(key).and_modify(|known| *known = None).or_insert(Some(at));
            }
        }
        Self { places }
    }

    /// The place of whom a name means, if it can mean one alone.
    pub fn find(&self, name: &str) -> Option<usize> {
        keys(name.trim()).iter().find_map(|key| self.places.get(key)).copied().flatten()
    }
}

/// What a name is found by, what says most first.
fn keys(name: &str) -> Vec<String> {
    let mut keys = vec![name.to_lowercase()];
    if let Some((family, given)) = parts(name) {
        let family = family.to_lowercase();
        let initials = initials(given);
        let first: String = initials.chars().take(1).collect();
        keys.extend([initials, first].iter().filter(|letters| !letters.is_empty()).map(|letters| [&family, "|", letters].concat()));
    }
    keys
}

/// Family name and given names.
fn parts(name: &str) -> Option<(&str, &str)> {
    if let Some((family, given)) = name.split_once(',') {
        return Some((family.trim(), given.split(',').next().unwrap_or(given).trim()));
    }
    let is_short = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'.' | b'-')) && word.len() < 12;
    // `J. P. Doe`.
    let before = name.rsplit_once(". ").filter(|(given, _)| given.split(' ').all(is_short)).map(|(given, family)| (family, given));
    before.or_else(|| name.rsplit_once(' ').filter(|(_, given)| is_short(given)))
}

/// The initials of given names, small: of `Ann B.`, `A.B.` and `AB` `ab`.
fn initials(given: &str) -> String {
    let mut letters = String::new();
    for word in given.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let all = word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        letters.extend(word.chars().take(if all { 4 } else { 1 }).flat_map(char::to_lowercase));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tagged::people::people;

    #[test]
    fn people_are_found_by_every_form_of_their_names() {
        let article = Article { authors: people("Doe, Ann B.; de Gregorio, M.; Li, Wei; Li, Wen; Roe, C."), ..Article::default() };
        let by_name = ByName::of(&article);
        for (name, place) in [
            ("Doe, Ann B.", Some(0)),
            ("Doe, AB", Some(0)),
            ("A.B. Doe", Some(0)),
            ("Doe A.", Some(0)),
            ("Doe, C.", None),
            ("M. de Gregorio", Some(1)),
            ("De Gregorio M.", Some(1)),
            ("Li, Wei", Some(2)),
            ("Li, W.", None),
            ("World Card Society", None),
        ] {
            assert_eq!(by_name.find(name), place, "{name}");
        }
    }
}
