//! The words by which records are looked up: key words, classes of a scheme, authors.

use super::keys;
use crate::record::Article;

/// Hashes of the key words, classes and authors of a record.
pub(super) fn of(article: &Article) -> Vec<i64> {
    let keywords = article.keywords.values().flatten().map(|word| keyword(word));
    let subjects = article.subjects.iter().map(|subject| subject_class(&subject.scheme, &subject.code));
    let authors = article.authors.iter().flat_map(|author| author.name.values()).map(|name| author_name(name));
    let mut hashes: Vec<i64> = keywords.chain(subjects).chain(authors).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

pub(super) fn keyword(word: &str) -> i64 {
    keys::hash("keyword", &[&keys::title(word)])
}

pub(super) fn subject_class(scheme: &str, code: &str) -> i64 {
    keys::hash("subject", &[&scheme.to_lowercase(), &code.split_whitespace().collect::<String>().to_uppercase()])
}

pub(super) fn author_name(name: &str) -> i64 {
    keys::hash("author", &[&keys::whole_name(name)])
}
