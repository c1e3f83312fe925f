//! Keys of entries: the one that a record came with, or author, year and a word of the title; unique, and the same every time.

use std::collections::{HashMap, HashSet};

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

use super::super::rich;
use crate::record::Article;

/// The keys that were given.
#[derive(Debug, Default)]
pub struct Keys {
    given: HashSet<String>,
    /// How often each key was wished for again.
    again: HashMap<String, usize>,
}

impl Keys {
    /// A key for a record that nobody has yet: a second `hu2024smart` is `hu2024smarta`.
    pub fn give(&mut self, article: &Article, own: Option<&str>) -> String {
        let mut wished = own.map(safe).unwrap_or_default();
        if wished.is_empty() {
            wished = made(article);
        }
        if self.given.insert(wished.clone()) {
            return wished;
        }
        loop {
            let again = self.again.entry(wished.clone()).or_default();
            *again += 1;
            let key = format!("{wished}{}", letters(*again));
            if self.given.insert(key.clone()) {
                return key;
            }
        }
    }
}

/// a, b, … z, aa, ab, …
fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    while number > 0 {
        number -= 1;
        letters.insert(0, char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
    }
    letters
}

/// The key that a record came with, without the signs that end one or mean something to TeX: those that only BibLaTeX warns
/// of (`O'Hara1999`) stay, for it is cited by it.
fn safe(key: &str) -> String {
    key.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !"{}\"#%=~,\\@".contains(*c)).collect()
}

/// Words of titles that say nothing.
const SMALL: &[&str] = &["a", "an", "the", "on", "of", "in", "and", "for", "to", "der", "die", "das", "le", "la", "les", "el"];

fn made(article: &Article) -> String {
    let author = article.authors.iter().find(|one| one.role.is_none()).or_else(|| article.authors.first());
    let author = author.and_then(|one| one.family.prefer(&article.lang).or_else(|| one.name.prefer(&article.lang)));
    let author = author.map(|name| ascii(name.split_whitespace().next().unwrap_or_default(), 16)).unwrap_or_default();
    let title = article.title.prefer(&article.lang).map(|title| rich::plain(title)).unwrap_or_default();
    let mut words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let word = words.find(|word| !SMALL.contains(&word.to_lowercase().as_str())).map(|word| ascii(word, 2)).unwrap_or_default();
    let year = article.year.map(|year| year.to_string()).unwrap_or_default();
    let key = format!("{author}{year}{word}");
    if key.is_empty() { "entry".to_owned() } else { key }
}

/// Small letters and digits of ASCII: Han by its pinyin, of which `han` characters are taken, Latin without its marks.
fn ascii(word: &str, han: usize) -> String {
    let mut plain = String::new();
    let mut taken = 0;
    for c in word.chars() {
        if let Some(sound) = c.to_pinyin() {
            taken += 1;
            if taken <= han {
                plain.push_str(&sound.plain().replace('ü', "v"));
            }
            continue;
        }
        match c {
            'ß' => plain.push_str("ss"),
            'ø' | 'Ø' => plain.push('o'),
            'æ' | 'Æ' => plain.push_str("ae"),
            'ł' | 'Ł' => plain.push('l'),
            c => plain.extend(std::iter::once(c).nfkd().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase())),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Contributor, Language, MultiText};

    fn record(family: &str, year: i32, title: &str) -> Article {
        let lang = Language::of_text(title);
        Article {
            authors: vec![Contributor { family: MultiText::of(lang.clone(), family.to_owned()), ..Contributor::default() }],
            year: Some(year),
            title: MultiText::of(lang.clone(), title.to_owned()),
            lang,
            ..Article::default()
        }
    }

    #[test]
    fn keys_are_made_of_author_year_and_word() {
        let mut keys = Keys::default();
        assert_eq!(keys.give(&record("Hu", 2024, "The <i>Smart</i> city"), None), "hu2024smart");
        assert_eq!(keys.give(&record("胡", 2024, "智慧城市"), None), "hu2024zhihui");
        assert_eq!(keys.give(&record("Müller-Ößt", 1999, "Über"), None), "mullerosst1999uber");
        assert_eq!(keys.give(&Article::default(), None), "entry");
    }

    #[test]
    fn no_key_is_given_twice() {
        let mut keys = Keys::default();
        let one = Article::default();
        let given: Vec<String> = ["a b", "ab", "ab", "aba", "键{}"].iter().map(|own| keys.give(&one, Some(own))).collect();
        assert_eq!(given, ["ab", "aba", "abb", "abaa", "键"]);
        assert_eq!((letters(26), letters(27), letters(703)), ("z".to_owned(), "aa".to_owned(), "aaa".to_owned()));
    }
}
