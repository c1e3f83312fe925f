//! The words that two articles have in common, as a person would name them.
//!
//! An index of Chinese looks for pairs of neighbouring characters, and most of these are no words. Named is what one of the
//! articles itself sets apart: a key word, or what stands in a title between two signs or joining characters; and what is long
//! in both. Pairs of which nothing longer is known are not named.
//!
//! ```text
//! 数字政府的治理 · 治理，数字政府 → 数字政府, 治理     (and not 字政)
//! ```

use std::collections::HashSet;

use super::document::texts;
use super::query::Group;
use super::words::{Kind, Units, is_han};
use crate::record::Article;

/// Words that are named.
const NAMED: usize = 3;
/// Characters from which on what stands in both titles or abstracts is a word, or several.
const LONG: usize = 4;
/// The longest that is named, in characters.
const LONGEST: usize = 12;
/// Characters that join words: what has one of them lies across two words.
pub(super) const JOINING: [char; 14] = ['的', '与', '和', '在', '了', '是', '对', '于', '及', '以', '等', '其', '并', '或'];

/// An article as it is compared: its texts folded, the words that it sets apart, and its runs of Han characters.
pub(super) struct Told {
    folded: Vec<String>,
    apart: Vec<String>,
    runs: Vec<String>,
    latin: HashSet<String>,
}

impl Told {
    pub(super) fn of(article: &Article) -> Self {
        let mut told = Self { folded: Vec::new(), apart: Vec::new(), runs: Vec::new(), latin: HashSet::new() };
        let mut units = Units::default();
        for group in [Group::Keyword, Group::Title, Group::Abstract] {
            for text in texts(article, group) {
                units.read(&text);
                let from = told.runs.len();
                told.take(&units);
                // What an abstract sets apart is a clause, and its end no end of a word.
                if group != Group::Abstract {
                    let runs: Vec<String> = told.runs.get(from..).unwrap_or_default().to_vec();
                    told.apart.extend(runs.iter().flat_map(|run| run.split(JOINING)).map(str::to_owned));
                    told.apart.extend((group == Group::Keyword).then_some(runs).into_iter().flatten());
                }
                told.folded.push(units.folded().to_owned());
            }
        }
        told.apart.retain(|word| (2..=LONGEST).contains(&word.chars().count()));
        told
    }

    /// Takes the runs of Han characters and the words of letters of a text.
    fn take(&mut self, units: &Units) {
        for (unit, text) in units.iter() {
            match unit.kind {
                Kind::Word => {
                    self.latin.insert(text.to_owned());
                }
                Kind::First => self.runs.push(text.to_owned()),
                Kind::Next => {
                    if let Some(run) = self.runs.last_mut() {
                        run.push_str(text);
                    }
                }
            }
        }
    }

    fn has(&self, word: &str) -> bool {
        self.folded.iter().any(|text| text.contains(word))
    }
}

/// The words that two articles share, of those that were looked for (the weightiest first): whole words, the weightiest first.
pub(super) fn in_common(sought: &[String], one: &Told, other: &Told) -> Vec<String> {
    let mut set_apart: Vec<&str> = one.apart.iter().chain(&other.apart).map(String::as_str).collect();
    set_apart.retain(|word| one.has(word) && other.has(word));
    set_apart.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    set_apart.dedup();
    let mut named: Vec<String> = Vec::new();
    for term in sought {
        if named.len() == NAMED {
            break;
        }
        let is_han = term.chars().all(is_han);
        if is_han && named.iter().any(|word| word.contains(term.as_str())) {
            continue;
        }
        let word = if is_han {
            // The shortest that is set apart is the word itself; what is only long may be several.
            let apart = set_apart.iter().rev().find(|word| word.contains(term.as_str())).map(|word| (*word).to_owned());
            apart.or_else(|| long(term, one, other))
        } else {
            (one.latin.contains(term) && other.latin.contains(term)).then(|| term.clone())
        };
        if let Some(word) = word {
            named.retain(|known| !is_han || !word.contains(known.as_str()));
            named.push(word);
        }
    }
    named
}

/// The longest around a pair that stands in both, where that is long enough to be a word.
fn long(pair: &str, one: &Told, other: &Told) -> Option<String> {
    let mut best: Option<Vec<char>> = None;
    for run in one.runs.iter().filter(|run| run.contains(pair)) {
        for piece in run.split(JOINING).filter(|piece| piece.contains(pair)) {
            let chars: Vec<char> = piece.chars().collect();
            let stands = |from: usize, to: usize| {
                let text: String = chars.get(from..to).unwrap_or_default().iter().collect();
                other.runs.iter().any(|run| run.contains(&text))
            };
            let starts =
                (0..chars.len()).filter(|at| chars.get(*at..).is_some_and(|rest| rest.iter().collect::<String>().starts_with(pair)));
            for start in starts {
                let (mut from, mut to) = (start, start + pair.chars().count());
                if !stands(from, to) {
                    continue;
                }
                while from > 0 && stands(from - 1, to) {
                    from -= 1;
                }
                while to < chars.len() && stands(from, to + 1) {
                    to += 1;
                }
                if best.as_ref().is_none_or(|best| best.len() < to - from) {
                    best = chars.get(from..to).map(<[char]>::to_vec);
                }
            }
        }
    }
    best.filter(|best| (LONG..=LONGEST).contains(&best.len())).map(|best| best.into_iter().collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::super::schema::words;
    use super::*;

    /// Every term of a text, as an index has them.
    fn terms(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(&Units::of(text), &mut |term, _, _| all.push(term.to_owned()));
        all
    }

    fn told(title: &str, keywords: &[&str], text: &str) -> Told {
        let article = json!({"title": {"zh": title}, "keywords": {"zh": keywords}, "abstract": {"zh": [{"head": null, "text": text}]}});
        Told::of(&serde_json::from_value(article).unwrap())
    }

    fn shared(one: &Told, other: &Told, sought: &str) -> Vec<String> {
        in_common(&terms(sought), one, other)
    }

    #[test]
    fn pairs_of_characters_that_are_no_words_are_not_named() {
        let one = told("数字政府的治理", &["智慧城市"], "本文讨论数字政府如何推进治理。");
        let other = told("智慧城市与数字政府", &["治理"], "政府数字化。");
        assert_eq!(shared(&one, &other, "字政慧城治理"), ["数字政府", "智慧城市", "治理"]);
        let other = told("论文字政策", &[], "其他文字政策。");
        assert_eq!(shared(&one, &other, "字政"), [] as [&str; 0], "two words meet in both");
    }

    #[test]
    fn what_is_long_in_both_abstracts_is_named_without_the_characters_that_join_it() {
        let one = told("甲", &[], "我们考察了城市大脑建设的进程。");
        let other = told("乙", &[], "随后城市大脑建设与评估展开。");
        assert_eq!(shared(&one, &other, "市大"), ["城市大脑建设"]);
    }

    #[test]
    fn words_of_letters_are_named_as_they_are_and_no_more_than_three() {
        let one = told("Smart city governance by platform", &[], "");
        let other = told("Platform governance of a smart city", &[], "");
        assert_eq!(shared(&one, &other, "platform governance smart city"), ["platform", "governance", "smart"]);
    }
}
