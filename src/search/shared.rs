//! The words that two articles have in common, as a person would name them.
//!
//! An index of Chinese looks for pairs of neighbouring characters, and most of these are no words. Named is what one of the
//! articles itself sets apart: a key word, or what stands in a title between two signs or joining characters; and what is long
//! in both. Pairs of which nothing longer is known are not named.
//!
//! ```text
//! 数字政府的治理 · 治理，数字政府 → 数字政府, 治理     (and not 字政)
//! ```

use std::cell::LazyCell;
use std::collections::HashSet;

use super::document::texts;
use super::query::Group;
use super::words::{Kind, Units};
use crate::record::Article;
use crate::text::is_east_asian;

/// Words that are named.
const NAMED: usize = 3;
/// Characters from which on what stands in both titles or abstracts is a word, or several.
const LONG: usize = 4;
/// The longest that is named, in characters.
const LONGEST: usize = 12;
/// Characters that join words: what has one of them lies across two words.
pub(super) const JOINING: [char; 14] = ['的', '与', '和', '在', '了', '是', '对', '于', '及', '以', '等', '其', '并', '或'];

/// An article as it is compared: its texts folded, the words that it sets apart, and its Han characters between two that join.
pub(super) struct Told {
    folded: Vec<String>,
    apart: Vec<String>,
    pieces: Vec<String>,
    /// Every [`LONG`] neighbours of the pieces: what is long in two articles is found by these in one walk.
    windows: HashSet<[char; LONG]>,
    latin: HashSet<String>,
}

impl Told {
    pub(super) fn of(article: &Article) -> Self {
        let (folded, apart, pieces) = (Vec::new(), Vec::new(), Vec::new());
        let mut told = Self { folded, apart, pieces, windows: HashSet::new(), latin: HashSet::new() };
        let mut units = Units::default();
        for group in [Group::Keyword, Group::Title, Group::Abstract] {
            for text in texts(article, group) {
                units.read(&text);
                let runs = told.take(&units);
                let pieces: Vec<String> = runs.iter().flat_map(|run| run.split(JOINING)).map(str::to_owned).collect();
                // What an abstract sets apart is a clause, and its end no end of a word.
                if group != Group::Abstract {
                    told.apart.extend(pieces.iter().cloned());
                    told.apart.extend((group == Group::Keyword).then_some(runs).into_iter().flatten());
                }
                told.pieces.extend(pieces);
                told.folded.push(units.folded().to_owned());
            }
        }
        told.apart.retain(|word| (2..=LONGEST).contains(&word.chars().count()));
        let of_piece = |piece: &String| windows(&piece.chars().collect::<Vec<char>>()).collect::<Vec<_>>();
        told.windows = told.pieces.iter().flat_map(of_piece).collect();
        told
    }

    /// Takes the words of letters of a text, and gives its runs of Han characters.
    fn take(&mut self, units: &Units) -> Vec<String> {
        let mut runs: Vec<String> = Vec::new();
        for (unit, text) in units.iter() {
            match unit.kind {
                Kind::Word => {
                    self.latin.insert(text.to_owned());
                }
                Kind::First => runs.push(text.to_owned()),
                Kind::Next => {
                    if let Some(run) = runs.last_mut() {
                        run.push_str(text);
                    }
                }
            }
        }
        runs
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
    let long = LazyCell::new(|| long_in_both(one, other));
    let mut named: Vec<String> = Vec::new();
    for term in sought {
        if named.len() == NAMED {
            break;
        }
        let is_han = term.chars().all(is_east_asian);
        if is_han && named.iter().any(|word| word.contains(term.as_str())) {
            continue;
        }
        let word = if is_han {
            // The shortest that is set apart is the word itself; what is only long may be several.
            let apart = set_apart.iter().rev().find(|word| word.contains(term.as_str())).map(|word| (*word).to_owned());
            apart.or_else(|| around(term, &long))
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

/// Every [`LONG`] neighbours.
fn windows(chars: &[char]) -> impl Iterator<Item = [char; LONG]> + '_ {
    chars.windows(LONG).filter_map(|window| <[char; LONG]>::try_from(window).ok())
}

/// The longest around a pair, where that is of a word's length.
fn around(pair: &str, long: &[String]) -> Option<String> {
    let longest = long.iter().filter(|text| text.contains(pair)).max_by_key(|text| text.len())?;
    (longest.chars().count() <= LONGEST).then(|| longest.clone())
}

/// What of one article stands in the other as well and is [`LONG`] at least, as far as it goes. Time grows with the texts, not
/// with their product.
fn long_in_both(one: &Told, other: &Told) -> Vec<String> {
    let stands = |text: &str| other.pieces.iter().any(|piece| piece.contains(text));
    let mut found: Vec<String> = Vec::new();
    for piece in &one.pieces {
        let chars: Vec<char> = piece.chars().collect();
        // Whether the window before this one belongs to the text that was found last.
        let mut going_on = false;
        for window in windows(&chars) {
            if !other.windows.contains(&window) {
                going_on = false;
                continue;
            }
            if let (true, Some(text), Some(next)) = (going_on, found.last_mut(), window.last()) {
                text.push(*next);
                if stands(text) {
                    continue;
                }
                text.pop();
            }
            found.push(window.iter().collect());
            going_on = true;
        }
    }
    found
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
