//! Ties by what both records are filed under: authors, key words, classes.

use super::{Done, Gathered, Tie};
use crate::library::words;
use crate::record::Article;

/// Words of one record that are looked at.
const WORDS: usize = 120;
/// Records that one word may bring in, the newest; whether the others have it is asked one by one.
const BRINGS: i64 = 200;
/// Records that have a word are counted up to this many.
const COUNTED: i64 = 20_000;

/// A word of a record: one of the names of an author, a key word in one language, a class or one above it.
pub(super) struct Word {
    hash: i64,
    tie: Tie,
    /// What is said: one name for one author, in whatever language it was found.
    said: String,
}

/// A word that more records have than it may bring in, and what it is worth.
pub(super) struct Frequent {
    at: usize,
    rarity: f64,
}

/// What a record is filed under. Names of one author, and a key word with its translations, are said alike.
pub(super) fn words(article: &Article) -> Vec<Word> {
    let mut all = Vec::new();
    for author in &article.authors {
        let Some(said) = author.name.values().next() else { continue };
        all.extend(author.name.values().map(|name| Word { hash: words::author_name(name), tie: Tie::Authors, said: said.clone() }));
    }
    let first = article.keywords.values().next();
    for keywords in article.keywords.values() {
        // Lists of the same length are translations of each other.
        let twins = first.filter(|first| first.len() == keywords.len());
        for (at, word) in keywords.iter().enumerate() {
            let said = twins.and_then(|twins| twins.get(at)).unwrap_or(word);
            all.push(Word { hash: words::keyword(word), tie: Tie::Keywords, said: said.clone() });
        }
    }
    for subject in &article.subjects {
        if subject.scheme.eq_ignore_ascii_case("clc") {
            // One sign is a branch of learning, two are half of one.
            let branches = words::branches(&subject.code).into_iter().filter(|code| code.chars().count() > 2);
            all.extend(branches.map(|code| Word { hash: words::branch(&code), tie: Tie::Class, said: code }));
        } else {
            all.push(Word { hash: words::subject_class(&subject.scheme, &subject.code), tie: Tie::Class, said: subject.code.clone() });
        }
    }
    all.truncate(WORDS);
    all
}

impl Gathered<'_> {
    /// Records that have one of these words; told are the words that too many have.
    pub(super) fn sharing(&mut self, words: &[Word]) -> Done<Vec<Frequent>> {
        let mut frequent = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let query = "SELECT count(*) FROM (SELECT 1 FROM terms WHERE hash = ?1 LIMIT ?2)";
            let having = self.number(query, (word.hash, COUNTED))?.unwrap_or(0);
            let rarity = self.rarity(usize::try_from(having).unwrap_or(1));
            if having > BRINGS {
                frequent.push(Frequent { at, rarity });
            }
            let query = "SELECT article FROM terms WHERE hash = ?1 ORDER BY newest, article LIMIT ?2";
            for row in self.rows(query, (word.hash, BRINGS))? {
                self.visits = self.visits.saturating_sub(1);
                word.tie_to(self.all.entry(row).or_default(), rarity);
            }
        }
        Ok(frequent)
    }

    /// Whether a candidate has the words that too many have for all of them to be candidates.
    pub(super) fn look_for(&mut self, row: i64, year: Option<i32>, words: &[Word], frequent: &[Frequent]) -> Done<()> {
        let newest = crate::library::links::newest(year);
        for Frequent { at, rarity } in frequent {
            let Some(word) = words.get(*at) else { continue };
            let query = "SELECT 1 FROM terms WHERE hash = ?1 AND newest = ?2 AND article = ?3";
            if self.number(query, (word.hash, newest, row))?.is_some()
                && let Some(ties) = self.all.get_mut(&row)
            {
                word.tie_to(ties, *rarity);
            }
        }
        Ok(())
    }
}

impl Word {
    fn tie_to(&self, ties: &mut super::Ties, rarity: f64) {
        match self.tie {
            Tie::Class => ties.set_class(rarity, &self.said),
            tie => ties.add_named(tie, rarity, &self.said),
        }
    }
}
