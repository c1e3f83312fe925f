//! The words by which records are looked up: key words, classes of a scheme, authors; and how each is listed.

use super::{cards, keys};
use crate::record::Article;

/// A word of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) hash: i64,
    /// How it stands in a list of its kind, where it stands in one.
    pub(super) listed: Option<Listed>,
}

/// A line of the list of all authors, of all key words or of the classes below one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) kind: Kind,
    /// Of a class: the one above it.
    pub(super) above: String,
    pub(super) label: String,
    /// Where it stands among the others. Classes stand by their signs, which is their order.
    pub(super) sort: String,
}

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Author,
    Keyword,
    Class,
}

impl Kind {
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Author => 0,
            Self::Keyword => 1,
            Self::Class => 2,
        }
    }

    pub(super) fn of_number(number: i64) -> Option<Self> {
        [Self::Author, Self::Keyword, Self::Class].into_iter().find(|kind| kind.number() == number)
    }
}

impl Listed {
    fn spoken(kind: Kind, label: &str) -> Self {
        Self { kind, above: String::new(), label: label.to_owned(), sort: cards::sound(label) }
    }
}

/// The key words, classes and authors of a record.
pub(super) fn of(article: &Article) -> Vec<Word> {
    let listed = |hash, kind, label: &str| Word { hash, listed: Some(Listed::spoken(kind, label.trim())) };
    let mut words: Vec<Word> = article.keywords.values().flatten().map(|word| listed(keyword(word), Kind::Keyword, word)).collect();
    words.extend(article.authors.iter().flat_map(|author| author.name.values()).map(|name| listed(author_name(name), Kind::Author, name)));
    for subject in &article.subjects {
        words.push(Word { hash: subject_class(&subject.scheme, &subject.code), listed: None });
        if subject.scheme.eq_ignore_ascii_case("clc") {
            let mut above = String::new();
            for code in branches(&subject.code) {
                let listed = Listed { kind: Kind::Class, above, label: code.clone(), sort: code.clone() };
                words.push(Word { hash: branch(&code), listed: Some(listed) });
                above = code;
            }
        }
    }
    words.sort_unstable_by_key(|word| word.hash);
    words.dedup_by_key(|word| word.hash);
    words
}

pub(super) fn keyword(word: &str) -> i64 {
    keys::hash("keyword", &[&keys::title(word)])
}

pub(super) fn subject_class(scheme: &str, code: &str) -> i64 {
    keys::hash("subject", &[&scheme.to_lowercase(), &bare(code)])
}

/// A class of the Chinese Library Classification with all below it.
pub(super) fn branch(code: &str) -> i64 {
    keys::hash("branch", &[&bare(code)])
}

pub(super) fn author_name(name: &str) -> i64 {
    author_key(&keys::whole_name(name))
}

/// An author by the key of a name.
pub(super) fn author_key(key: &str) -> i64 {
    keys::hash("author", &[key])
}

pub(super) fn bare(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_uppercase()
}

/// A class and all above it, from the top: `D`, `D6`, `D63`, `D630`, `D630.1`. Every sign is a step down, the dot is none;
/// what stands behind the number (`-53`, `(2)`, `=6`) is one step.
pub(super) fn branches(code: &str) -> Vec<String> {
    let code = bare(code);
    let plain = code.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(code.len());
    let mut found: Vec<String> = Vec::new();
    let mut so_far = String::new();
    for c in code.chars().take(code.get(..plain).map_or(0, |plain| plain.chars().count())) {
        so_far.push(c);
        if c != '.' {
            found.push(so_far.clone());
        }
    }
    if plain < code.len() && !found.is_empty() {
        found.push(code);
    }
    found.retain(|code| code.starts_with(|c: char| c.is_ascii_uppercase()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_stands_below_every_beginning_of_its_number() {
        assert_eq!(branches("D630.1"), ["D", "D6", "D63", "D630", "D630.1"]);
        assert_eq!(branches("tm711"), ["T", "TM", "TM7", "TM71", "TM711"]);
        assert_eq!(branches("G25-53"), ["G", "G2", "G25", "G25-53"]);
        assert_eq!(branches("[D]"), Vec::<String>::new());
        assert_eq!(branches("630"), Vec::<String>::new());
    }
}
