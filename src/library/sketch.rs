//! A sketch of a record: what tells in some sixty bytes that two records are plainly two.
//!
//! Where volumes begin at the same page, hundreds of records share a place, and each new one would be compared with all of them.
//! Nearly all of those have another DOI and another title, which a sketch says without their facts being read.

use super::facts::Facts;
use super::{keys, trigrams};

/// Bits that the trigrams of a title are spread over.
const BITS: u64 = 256;
/// Words of these bits.
const WORDS: usize = 4;
/// Below this two titles are not nearly the same, whatever is asked of them: what a doubtful pair has at least.
pub(super) const ALIKE: f64 = 0.8;

/// What is told of a record without reading it.
pub(super) struct Sketch {
    /// The key of its DOI.
    doi: Option<i64>,
    titles: Vec<Title>,
}

/// A title by its trigrams.
struct Title {
    language: i64,
    trigrams: u32,
    bits: [u64; WORDS],
}

impl Sketch {
    pub(super) fn of(facts: &Facts) -> Self {
        let title = |(language, title): &(crate::record::Language, String)| {
            let mut sketch = Title { language: keys::hash("language", &[language.as_str()]), trigrams: 0, bits: [0; WORDS] };
            for gram in trigrams::grams(title) {
                let bit = gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32 & (BITS - 1);
                if let Some(word) = usize::try_from(bit / 64).ok().and_then(|word| sketch.bits.get_mut(word)) {
                    *word |= 1 << (bit % 64);
                }
                sketch.trigrams += 1;
            }
            sketch
        };
        Self { doi: facts.doi.as_ref().map(|doi| keys::hash("doi", &[doi])), titles: facts.titles.iter().map(title).collect() }
    }

    /// Whether two records are two and no doubtful pair: two DOIs, and no title that is nearly the same.
    pub(super) fn plainly_two(&self, other: &Self) -> bool {
        let dois = matches!((self.doi, other.doi), (Some(a), Some(b)) if a != b);
        dois && !self.may_be_alike(other, ALIKE)
    }

    /// Whether some title of one may be as alike as asked to one of the other in the same language (0 to 1): a no is certain.
    pub(super) fn may_be_alike(&self, other: &Self, level: f64) -> bool {
        self.titles.iter().any(|mine| other.titles.iter().any(|theirs| mine.may_be_alike(theirs, level)))
    }
}

impl Title {
    /// Whether so many trigrams may be shared. A bit that one has and the other has not is a trigram, at least, that is not
    /// shared.
    fn may_be_alike(&self, other: &Self, level: f64) -> bool {
        let alone = |one: &Self, other: &Self| one.bits.iter().zip(&other.bits).map(|(a, b)| (a & !b).count_ones()).sum::<u32>();
        let shared = (self.trigrams.saturating_sub(alone(self, other))).min(other.trigrams.saturating_sub(alone(other, self)));
        let all = self.trigrams + other.trigrams;
        // Titles of fewer than three letters have none: they are the same or not.
        self.language == other.language && (all == 0 || 2.0 * f64::from(shared) >= level * f64::from(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Article, Language, MultiText};

    fn facts(doi: Option<&str>, title: &str) -> Facts {
        let mut article = Article { title: MultiText::of(Language::En, title.to_owned()), ..Article::default() };
        article.ids.doi = doi.and_then(crate::record::Doi::parse);
        Facts::of_article(&article)
    }

    #[test]
    fn what_a_sketch_takes_for_two_is_never_alike() {
        let words = ["robust", "steering", "of", "cities", "marsh", "mist", "logic", "and", "the", "water", "law", "in"];
        let titles: Vec<String> =
            (0..60_usize).map(|n| (0..7).map(|at| words[(n * n + at * (n % 5 + 1)) % words.len()]).collect::<Vec<_>>().join(" ")).collect();
        let (mut two, mut all) = (0, 0);
        for (n, one) in titles.iter().enumerate() {
            for other in titles.iter().skip(n + 1) {
                let (a, b) = (facts(Some("10.1000/a"), one), facts(Some("10.1000/b"), other));
                let plainly = Sketch::of(&a).plainly_two(&Sketch::of(&b));
                assert!(!plainly || a.titles_alike(&b).is_none_or(|alike| alike < ALIKE), "{one} / {other}");
                two += usize::from(plainly);
                all += 1;
            }
        }
        assert!(two * 2 > all, "{two} of {all} are told apart");
    }

    #[test]
    fn one_doi_or_none_tells_nothing() {
        let sketch = |doi| Sketch::of(&facts(doi, "Steering with robustness"));
        let other = |doi| Sketch::of(&facts(doi, "A marsh in the mist"));
        assert!(sketch(Some("10.1000/a")).plainly_two(&other(Some("10.1000/b"))));
        assert!(!sketch(Some("10.1000/a")).plainly_two(&other(Some("10.1000/a"))));
        assert!(!sketch(None).plainly_two(&other(Some("10.1000/b"))));
        assert!(!sketch(Some("10.1000/a")).plainly_two(&sketch(Some("10.1000/b"))), "the same title");
        let short = |doi| Sketch::of(&facts(Some(doi), "A"));
        assert!(!short("10.1000/a").plainly_two(&short("10.1000/b")));
    }
}
