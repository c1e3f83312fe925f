//! Where a record has what was looked for: worked out from its text, for the few records that are shown.

use std::ops::Range;

use super::document::texts;
use super::finder::Worth;
use super::query::{Group, Manner, Query, Text};
use super::sounds;
use super::words::{Kind, Units};
use crate::record::Article;
use crate::text::edits;

/// A text of a record in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lit {
    pub group: Group,
    /// Without tags.
    pub text: String,
    /// What was found, in bytes of the text; in order, not overlapping.
    pub ranges: Vec<Range<usize>>,
}

impl Lit {
    /// A stretch of the text around the first thing found, at most so many characters, and the ranges within it.
    pub fn around(&self, most: usize) -> (String, Vec<Range<usize>>) {
        let first = self.ranges.first().map_or(0, |range| range.start);
        let starts: Vec<usize> = self.text.char_indices().map(|(at, _)| at).collect();
        if starts.len() <= most {
            return (self.text.clone(), self.ranges.clone());
        }
        let hit = starts.partition_point(|at| *at < first);
        let from = hit.saturating_sub(most / 4).min(starts.len() - most);
        let start = starts.get(from).copied().unwrap_or(0);
        let end = starts.get(from + most).copied().unwrap_or(self.text.len());
        let (before, behind) = (if start > 0 { "…" } else { "" }, if end < self.text.len() { "…" } else { "" });
        let piece = self.text.get(start..end).unwrap_or_default();
        let shift = |at: usize| at.clamp(start, end) - start + before.len();
        let ranges =
            self.ranges.iter().filter(|range| range.start < end && range.end > start).map(|range| shift(range.start)..shift(range.end));
        (format!("{before}{piece}{behind}"), ranges.collect())
    }
}

/// The first texts of a record in which a query finds something, at most so many, those of most worth first. The references,
/// which are longer than all the rest, come before all else where some word is found in these only; else they are looked into
/// where they are named, or where nothing else has anything. Where nothing has all of what was typed without blanks, its pairs
/// of characters are lit.
pub fn lit(query: &Query, article: &Article, worth: Worth, most: usize) -> Vec<Lit> {
    let patterns: Vec<Pattern<'_>> = query.texts().into_iter().map(Pattern::of).filter(|pattern| !pattern.units.is_empty()).collect();
    let found = all(&patterns, article, worth, most, false);
    if found.is_empty() { all(&patterns, article, worth, most, true) } else { found }
}

fn all(patterns: &[Pattern<'_>], article: &Article, worth: Worth, most: usize, in_pairs: bool) -> Vec<Lit> {
    let mut found = Vec::new();
    let mut units = Units::default();
    let mut groups = Group::ALL;
    groups.sort_by_key(|group| (*group == Group::Reference) != (worth == Worth::References));
    for group in groups {
        let here: Vec<&Pattern<'_>> = patterns.iter().filter(|pattern| pattern.text.group.is_none_or(|own| own == group)).collect();
        let named = || here.iter().any(|pattern| pattern.text.group.is_some());
        if here.is_empty() || (group == Group::Reference && !found.is_empty() && !named()) {
            continue;
        }
        for text in texts(article, group) {
            if found.len() == most {
                return found;
            }
            units.read(&text);
            let mut ranges: Vec<Range<usize>> = Vec::new();
            for pattern in &here {
                if in_pairs { pattern.pairs(&units, &mut ranges) } else { pattern.find(group, &text, &units, &mut ranges) }
            }
            if !ranges.is_empty() {
                found.push(Lit { group, ranges: joined(ranges), text });
            }
        }
    }
    found
}

/// Ranges in order, those that touch made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut all: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match all.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => all.push(range),
        }
    }
    all
}

/// Words as they are looked for.
struct Pattern<'a> {
    text: &'a Text,
    units: Units,
}

impl<'a> Pattern<'a> {
    fn of(text: &'a Text) -> Self {
        Self { text, units: Units::of(&text.words) }
    }

    fn find(&self, group: Group, text: &str, units: &Units, ranges: &mut Vec<Range<usize>>) {
        for at in 0..units.len() {
            if let Some(range) = self.at(units, at) {
                ranges.push(range);
            }
        }
        let (1, Some((unit, typed))) = (self.units.len(), self.units.at(0)) else { return };
        if !ranges.is_empty()
            || unit.kind != Kind::Word
            || self.text.manner == Manner::Alike
            || !typed.bytes().all(|b| b.is_ascii_lowercase())
        {
            return;
        }
        match group {
            Group::Author => {
                let (typed, open) = (sounds::typed(typed), self.text.manner == Manner::Prefix);
                if sounds::of_name(text).iter().any(|sound| *sound == typed || (open && sound.starts_with(&typed))) {
                    ranges.push(0..text.len());
                }
            }
            Group::Title => by_sound(typed, units, ranges),
            _ => {}
        }
    }

    /// The stretch of the text that matches from this unit on.
    fn at(&self, units: &Units, at: usize) -> Option<Range<usize>> {
        let last = self.units.len() - 1;
        let mut range: Option<Range<usize>> = None;
        for (by, (wanted, typed)) in self.units.iter().enumerate() {
            let (unit, found) = units.at(at + by)?;
            let same_kind =
                (wanted.kind == Kind::Word) == (unit.kind == Kind::Word) && (wanted.kind != Kind::Next || unit.kind == Kind::Next);
            let matches = match self.text.manner {
                Manner::Prefix if by == last && wanted.kind == Kind::Word => found.starts_with(typed),
                Manner::Alike if wanted.kind == Kind::Word => alike(typed, found),
                _ => found == typed,
            };
            if !(same_kind && matches) {
                return None;
            }
            range = Some(range.map_or(unit.from, |range| range.start)..unit.to);
        }
        range
    }

    /// Every pair of characters that the text has.
    fn pairs(&self, units: &Units, ranges: &mut Vec<Range<usize>>) {
        for wanted in (0..self.units.len()).filter_map(|at| self.units.pair(at)) {
            let found = (0..units.len()).filter_map(|at| units.pair(at)).filter(|(_, _, pair)| *pair == wanted.2);
            ranges.extend(found.map(|(one, next, _)| one.from..next.to));
        }
    }
}

/// As many edits as the index allows.
fn alike(typed: &str, found: &str) -> bool {
    let letters = typed.chars().count();
    let most = match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    found.chars().count().abs_diff(letters) <= most && edits(typed, found) <= most
}

/// Where a title sounds as typed, by syllables or by initials.
fn by_sound(typed: &str, units: &Units, ranges: &mut Vec<Range<usize>>) {
    let heard: Vec<Option<String>> = units
        .iter()
        .map(|(unit, text)| if unit.kind == Kind::Word { None } else { text.chars().next().and_then(crate::text::syllable) })
        .collect();
    let cuts = sounds::cut(typed);
    let initials: Vec<String> = typed.chars().map(String::from).collect();
    let ways = cuts.iter().filter(|cut| cut.len() > 1).map(|cut| (cut.as_slice(), false));
    let short = (cuts.is_empty() && typed.len() > 2).then_some((initials.as_slice(), true));
    for (way, open) in ways.chain(short) {
        for (at, window) in heard.windows(way.len()).enumerate() {
            let same = window.iter().zip(way).all(|(heard, typed)| {
                heard.as_deref().is_some_and(|heard| if open { heard.starts_with(typed.as_str()) } else { heard == typed })
            });
            if let (true, Some((first, _)), Some((last, _))) = (same, units.at(at), units.at(at + way.len() - 1)) {
                ranges.push(first.from..last.to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::super::query::{Mode, parse};
    use super::*;

    fn article() -> Article {
        serde_json::from_value(json!({
            "title": {"zh": "智慧城市的<i>治理</i>", "en": "Governing Smart Cities"}, "lang": "zh",
            "authors": [{"name": {"zh": "张成岗", "en": "ZHANG Cheng-gang"}}],
            "abstract": {"zh": [{"head": null, "text": "本文讨论大数据时代的城市。"}]}
        }))
        .unwrap()
    }

    fn found(query: &str) -> Vec<String> {
        let lit = lit(&parse(query, Mode::Finished).unwrap(), &article(), Worth::Words, 9);
        lit.iter().flat_map(|lit| lit.ranges.iter().map(|range| lit.text.get(range.clone()).unwrap().to_owned())).collect()
    }

    #[test]
    fn what_was_found_is_lit_where_it_stands() {
        for (query, lit) in [
            ("城市", vec!["城市", "城市"]),
            ("城市的治理", vec!["城市的治理"]),
            ("title:治", vec!["治"]),
            ("govern*", vec!["Governing"]),
            ("\"smart cities\"", vec!["Smart Cities"]),
            ("citeis~", vec!["Cities"]),
            ("zcg", vec!["张成岗", "ZHANG Cheng-gang"]),
            ("zhihuichengshi", vec!["智慧城市"]),
            ("zhcs", vec!["智慧城市"]),
            ("张成崗", vec!["张成岗"]),
            ("城市 大数据", vec!["城市", "大数据", "城市"]),
            ("-城市 smart", vec!["Smart"]),
            ("智慧时代", vec!["智慧", "时代"]),
            ("nothing", vec![]),
        ] {
            assert_eq!(found(query), lit, "{query}");
        }
    }

    #[test]
    fn what_is_in_the_references_only_is_shown_first_where_it_is_why_a_record_was_found() {
        let mut article = article();
        article.refs = serde_json::from_value(json!([{"raw": "Luhmann N. Soziale Systeme[M]. 1984."}])).unwrap();
        let groups = |query: &str, worth, most| {
            let lit = lit(&parse(query, Mode::Finished).unwrap(), &article, worth, most);
            lit.iter().map(|lit| lit.group).collect::<Vec<_>>()
        };
        assert_eq!(groups("smart luhmann", Worth::Words, 9), [Group::Title]);
        assert_eq!(groups("smart luhmann", Worth::References, 9), [Group::Reference, Group::Title]);
        assert_eq!(groups("smart luhmann", Worth::References, 1), [Group::Reference]);
        assert_eq!(groups("luhmann", Worth::Words, 9), [Group::Reference]);
        assert_eq!(groups("smart ref:luhmann", Worth::Words, 9), [Group::Title, Group::Reference]);
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_found() {
        let text = format!("{}针{}", "草".repeat(200), "草".repeat(200));
        let lit = Lit { group: Group::Abstract, ranges: std::iter::once(600..603).collect(), text };
        let (piece, ranges) = lit.around(40);
        assert_eq!(piece.chars().count(), 42);
        assert_eq!(ranges.iter().map(|range| piece.get(range.clone()).unwrap()).collect::<Vec<_>>(), ["针"]);
    }
}
