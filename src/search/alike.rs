//! What is near an article: what the library knows of both, what their texts have in common, and all of it in one order.
//!
//! The words of an article that are rarest in the index are looked for as a query ("more like this"), each weighed by how
//! often and where the article has it. A candidate's score is the sum of the strengths of its ties, each from 0 to 1, by the
//! weights below. Without an index (it is being built, or the article's shelf has none) the links alone decide.

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query as Asked, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::document::texts;
use super::error::SearchError;
use super::finder::Finder;
use super::query::Group;
use super::ranked::top;
use super::schema::{Fields, words};
use super::shared::{JOINING, Told, in_common};
use super::words::Units;
use crate::library::{ArticleCard, Near, Searched, Seed, Tie, Ties};
use crate::record::Article;

/// Suggestions given at most.
pub const MOST: usize = 20;
/// Candidates that are read before they are suggested.
const READ: usize = 40;
/// Articles that the words alone bring in.
const BY_WORDS: usize = 100;
/// Words looked for, and those of an article that are weighed against each other.
const WORDS: usize = 24;
const WEIGHED: usize = 600;
/// Words that more than one article in so many has say nothing; in a library of less than `SMALL` one in `COMMON_OF_FEW`.
const COMMON: u64 = 8;
const COMMON_OF_FEW: u64 = 3;
const SMALL: u64 = 50;
/// Articles of a library from which on words that no other article has are mistakes and names, and do not set an article apart.
const FEW: u64 = 1000;
/// Words that say nothing of a text's matter, however few articles a library has.
const EMPTY: [&str; 66] = [
    "the", "of", "an", "and", "in", "for", "on", "to", "with", "from", "by", "is", "are", "was", "were", "be", "this", "that", "which",
    "as", "at", "or", "it", "its", "we", "our", "not", "has", "have", "had", "been", "than", "their", "these", "those", "can", "may",
    "using", "used", "use", "based", "between", "into", "also", "more", "most", "what", "how", "when", "study", "studies", "results",
    "result", "paper", "abstract", "analysis", "research", "method", "methods", "made", "本文", "研究", "分析", "方法", "结果", "结论",
];
/// What is nearer than this by all ties together is suggested.
const FEWEST: f64 = 0.12;

/// Where words are looked for, and what one that stands there counts.
const WHERE: [(Group, f32); 3] = [(Group::Title, 3.0), (Group::Keyword, 2.0), (Group::Abstract, 1.0)];

/// What each tie counts. The first, third and last were chosen on the tuning half of `tests/suggest_gold.rs`, from a grid, for
/// what comes back among the first 10 and 20; the data there says nothing of the others, which are set beside them by hand.
const WEIGHTS: [(Tie, f64); 10] = [
    (Tie::References, 0.8),
    (Tie::CitedTogether, 1.5),
    (Tie::Beside, 1.5),
    (Tie::Through, 0.5),
    (Tie::Cites, 0.6),
    (Tie::CitedBy, 0.6),
    (Tie::Authors, 0.3),
    (Tie::Keywords, 0.4),
    (Tie::Class, 0.3),
    (Tie::Text, 1.2),
];

/// An article that is suggested.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub card: ArticleCard,
    /// The sum of its parts.
    pub score: f64,
    /// What each tie adds, the most first, and how it is said.
    pub parts: Vec<(Tie, f64, String)>,
    /// One line: the ties that add most.
    pub reason: String,
}

/// By which ties candidates are put in order. All of them unless one is measured alone.
#[derive(Clone, Copy, Debug)]
pub struct Alike<'a> {
    pub weights: &'a [(Tie, f64)],
    /// What is cited by the article, or cites it, may be suggested as well.
    pub with_linked: bool,
    pub most: usize,
}

impl Default for Alike<'_> {
    fn default() -> Self {
        Self { weights: &WEIGHTS, with_linked: false, most: MOST }
    }
}

impl Alike<'_> {
    /// What is near the article of a row, the nearest first.
    ///
    /// # Errors
    /// A damaged or missing record; [`SearchError::Superseded`] when nobody waits for it any more.
    pub fn to(
        &self,
        row: i64,
        shelf: &Searched<'_>,
        finder: &Finder,
        superseded: &dyn Fn() -> bool,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let seed = shelf.seed(row)?;
        let (sought, alike) = self.by_words(&seed, row, shelf, finder, superseded)?;
        let also: Vec<i64> = alike.keys().copied().collect();
        let Some(mut near) = seed.near(&also, self.with_linked, superseded)? else { return Err(SearchError::Superseded) };
        for near in &mut near {
            if let Some(alike) = alike.get(&near.row) {
                near.ties.set_text(*alike, Vec::new());
            }
        }
        let mut ranked: Vec<(f64, Near)> = near.into_iter().map(|near| (self.score(&near.ties), near)).collect();
        in_order(&mut ranked);
        let own = Told::of(seed.article());
        let mut read = Vec::new();
        for (_, mut near) in ranked.into_iter().take(READ.max(self.most)) {
            if superseded() {
                return Err(SearchError::Superseded);
            }
            let Some(article) = seed.confirmed(&mut near)? else { continue };
            near.ties.name_text(in_common(&sought, &own, &Told::of(&article)));
            let score = self.score(&near.ties);
            if score >= FEWEST {
                read.push((score, near));
            }
        }
        in_order(&mut read);
        read.truncate(self.most);
        let mut suggestions = Vec::with_capacity(read.len());
        for (score, near) in read {
            let Some(card) = shelf.cards(&[near.row])?.pop() else { continue };
            let parts = self.parts(&near.ties);
            suggestions.push(Suggestion { card, score, reason: reason(&parts), parts });
        }
        Ok(suggestions)
    }

    fn score(&self, ties: &Ties) -> f64 {
        self.weights.iter().map(|(tie, weight)| weight * ties.strength(*tie)).sum()
    }

    fn parts(&self, ties: &Ties) -> Vec<(Tie, f64, String)> {
        let parts = self.weights.iter().filter_map(|(tie, weight)| Some((*tie, weight * ties.strength(*tie), ties.phrase(*tie)?)));
        let mut parts: Vec<_> = parts.filter(|(_, adds, _)| *adds > 0.0).collect();
        parts.sort_by(|one, other| other.1.total_cmp(&one.1));
        parts
    }

    /// The words that were looked for, the weightiest first; and by row how alike the texts are: 1 for the article itself.
    fn by_words(
        &self,
        seed: &Seed<'_>,
        row: i64,
        shelf: &Searched<'_>,
        finder: &Finder,
        superseded: &dyn Fn() -> bool,
    ) -> Result<(Vec<String>, HashMap<i64, f64>), SearchError> {
        let (mut sought, mut part): (Vec<(String, f32)>, f32) = (Vec::new(), 1.0);
        let mut scores: HashMap<i64, f32> = HashMap::new();
        if self.weights.iter().all(|(tie, weight)| *tie != Tie::Text || *weight <= 0.0) {
            return Ok((Vec::new(), HashMap::new()));
        }
        let mut own = counted(seed.article());
        own.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        own.truncate(WEIGHED);
        finder.each_of(shelf.name(), &mut |catalogue, stale| {
            let searcher = catalogue.searcher();
            // The words that tell most are found by the first index: that on the disk, where there is one.
            if sought.is_empty() {
                (sought, part) = rarest(&own, &catalogue.fields, &searcher)?;
            }
            if sought.is_empty() {
                return Ok(());
            }
            let found = top(&searcher, asked(&sought, &catalogue.fields).as_ref(), BY_WORDS, superseded)?;
            for (score, address) in found {
                let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("row")?;
                let Some(row) = column.first(address.doc_id).and_then(|row| i64::try_from(row).ok()) else { continue };
                if stale.binary_search(&row).is_err() {
                    scores.insert(row, score);
                }
            }
            Ok(())
        })?;
        let whole = scores.get(&row).copied().or_else(|| scores.values().copied().reduce(f32::max)).unwrap_or(1.0).max(f32::MIN_POSITIVE);
        scores.remove(&row);
        let alike = scores.into_iter().map(|(row, score)| (row, f64::from(part * score / whole).min(1.0))).collect();
        Ok((sought.into_iter().map(|(word, _)| word).collect(), alike))
    }
}

fn in_order(ranked: &mut [(f64, Near)]) {
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.row.cmp(&other.1.row)));
}

/// The phrases of the parts that add most, behind one another.
fn reason(parts: &[(Tie, f64, String)]) -> String {
    parts.iter().take(4).map(|(.., said)| said.as_str()).collect::<Vec<_>>().join("; ")
}

/// The words of an article, each with how often it stands where it counts.
fn counted(article: &Article) -> Vec<(String, f32)> {
    let mut counts: HashMap<String, f32> = HashMap::new();
    let mut units = Units::default();
    for (group, counts_there) in WHERE {
        for text in texts(article, group) {
            units.read(&text);
            words(&units, &mut |word, _, _| {
                // A letter or a number by itself tells nothing.
                let telling = word.chars().count() > 1
                    && !word.chars().all(|c| c.is_ascii_digit())
                    && !EMPTY.contains(&word)
                    && !word.contains(JOINING);
                if telling {
                    *counts.entry(word.to_owned()).or_default() += counts_there;
                }
            });
        }
    }
    // What stands often counts more, but not as many times more.
    counts.into_iter().map(|(word, count)| (word, 1.0 + count.ln_1p())).collect()
}

/// The words that tell most: those that an article has often, and few other articles have at all. How few have a word is
/// weighed by the index itself when it is looked for, and not once more by us: else one word that hardly any other has
/// outweighs all of what two articles are about.
///
/// And what part of all that tells most they are: words that no other article has find none, but in a library of few an article
/// that has many of them is like none.
fn rarest(own: &[(String, f32)], fields: &Fields, searcher: &Searcher) -> Result<(Vec<(String, f32)>, f32), SearchError> {
    let all = searcher.num_docs();
    let common = if all < SMALL { COMMON_OF_FEW } else { COMMON };
    // The word, how often the article has it, and what it tells.
    let mut weighed: Vec<(&str, f32, f32)> = Vec::new();
    let mut weights: Vec<f32> = Vec::new();
    for (word, count) in own {
        let mut having = 0;
        for (group, _) in WHERE {
            having = having.max(searcher.doc_freq(&Term::from_field_text(fields.of(group), word))?);
        }
        if having * common > all {
            continue;
        }
        let weight = count * (as_float(all + 1) / as_float(having.max(1))).ln();
        weights.push(weight);
        if having > 1 {
            weighed.push((word, *count, weight));
        }
    }
    weighed.sort_by(|one, other| other.2.total_cmp(&one.2).then_with(|| one.0.cmp(other.0)));
    weighed.truncate(WORDS);
    weights.sort_by(|one, other| other.total_cmp(one));
    let most: f32 = weights.into_iter().take(WORDS).sum();
    let found: f32 = weighed.iter().map(|(.., weight)| weight).sum();
    let sought = weighed.into_iter().map(|(word, count, _)| (word.to_owned(), count)).collect();
    let part = if all < FEW && most > 0.0 { (found / most).min(1.0) } else { 1.0 };
    Ok((sought, part))
}

fn as_float(number: u64) -> f32 {
    u16::try_from(number).map_or_else(|_| f32::from(u16::try_from(number >> 16).unwrap_or(u16::MAX)) * 65_536.0, f32::from)
}

/// Any of the words, wherever it counts: a union of terms, whose best are found without looking at all of it.
fn asked(sought: &[(String, f32)], fields: &Fields) -> Box<dyn Asked> {
    let clauses = sought.iter().flat_map(|(word, weight)| {
        WHERE.into_iter().map(move |(group, counts)| {
            let term = TermQuery::new(Term::from_field_text(fields.of(group), word), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(term), weight * counts)) as Box<dyn Asked>)
        })
    });
    Box::new(BooleanQuery::new(clauses.collect()))
}
