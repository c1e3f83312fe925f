//! Folding for search and matching: what a person means by "the same word".
//!
//! Compatibility forms (NFKC: full-width letters, half-width kana, ligatures, raised figures), letter case, accents of Latin
//! and Greek letters, kinds of quotation marks, dashes and blanks do not count. Simplified and traditional
//! characters stay two.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::runs::plain;

/// The form under which text is compared. Folding clean text twice changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        fold_grapheme(grapheme, &mut folded);
    }
    folded
}

/// Every place of `needle` (folded by the callee) in `text`, as byte ranges of `text`, left to right, not overlapping.
///
/// Ranges begin and end between graphemes: `f` is found in `ﬁ`, but all of `ﬁ` is what was found.
pub fn find_all(text: &str, needle: &str) -> Vec<Range<usize>> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.text.match_indices(&needle) {
        let range = folded.origin(at, at + needle.len(), text.len());
        if found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}

/// The key under which a title is looked up: folded, and nothing left of it but letters, figures and ideographs. Tags,
/// marks, punctuation and blanks do not count. A title of signs alone keeps them.
pub fn key(text: &str) -> String {
    let folded = fold(&plain(text));
    let key: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if key.is_empty() { folded.split_whitespace().collect() } else { key }
}

/// A folded text that remembers where it came from.
struct Folded {
    text: String,
    /// Where each grapheme begins: in the folded text, and in the original. Graphemes that fold to nothing share the
    /// place of the next.
    starts: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), starts: Vec::with_capacity(text.len() / 2) };
        for (at, grapheme) in text.grapheme_indices(true) {
            folded.starts.push((folded.text.len(), at));
            fold_grapheme(grapheme, &mut folded.text);
        }
        folded
    }

    /// The range of the original whose graphemes make up (and perhaps more than) this range of the folded text.
    fn origin(&self, start: usize, end: usize, length: usize) -> Range<usize> {
        let first = self.starts.partition_point(|&(folded, _)| folded <= start).saturating_sub(1);
        let behind = self.starts.partition_point(|&(folded, _)| folded < end);
        let place = |at: usize| self.starts.get(at).map_or(length, |&(_, original)| original);
        place(first)..place(behind)
    }
}

/// Folds one grapheme. Each by itself, so that a place in the folded text leads back to one.
fn fold_grapheme(grapheme: &str, folded: &mut String) {
    let mut chars = grapheme.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        match c {
            ' '..='~' if !matches!(c, '`') => return folded.push(c.to_ascii_lowercase()),
            // Ideographs; and jamo that stand alone, whose compatibility forms would join with their neighbours.
            '\u{4e00}'..='\u{9fff}' | '\u{3131}'..='\u{318e}' | '\u{ffa0}'..='\u{ffdc}' => return folded.push(c),
            _ => {}
        }
    }
    // Compatibility first, then case, then case's own compatibility forms (İ gives i and a dot) taken apart.
    let lowered = grapheme.nfkc().flat_map(char::to_lowercase).nfd();
    let mut accented = false;
    let mut letters = String::new();
    for c in lowered {
        if is_combining_mark(c) {
            // Marks on kana and in Indic scripts are letters of their own; on Latin and Greek ones, accents.
            if !accented {
                letters.push(c);
            }
            continue;
        }
        push_unified(c, &mut letters);
        accented = letters.chars().next_back().is_some_and(takes_accents);
    }
    folded.extend(letters.nfc());
}

/// Letters whose marks do not count, blanks and signs included, so that no mark stands alone.
fn takes_accents(c: char) -> bool {
    matches!(c, '\0'..='\u{3ff}' | '\u{1d00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

/// One character, or what stands for all its kind.
fn push_unified(c: char, folded: &mut String) {
    let one = match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | '\u{2bc}' | '\u{2b9}' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '〝' | '〞' | '〟' => '"',
        '\u{2010}'..='\u{2015}' | '−' | '─' | '╴' | '⁃' => '-',
        '〜' | '∼' | '˜' => '~',
        '・' | '•' | '∙' | '⋅' | '‧' | '●' | '．' => '·',
        '⋯' => return folded.push_str("..."),
        'ς' => 'σ',
        'ı' => 'i',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ß' => return folded.push_str("ss"),
        'æ' => return folded.push_str("ae"),
        'œ' => return folded.push_str("oe"),
        // Not in clean text, but a search box is typed into.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => return,
        c if c.is_whitespace() => ' ',
        c => c,
    };
    folded.push(one);
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "the ranges found are what is tested")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_the_same_word_folds_alike() {
        for (one, other) in [
            ("Ｓｍａｒｔ　Ｃｉｔｙ", "smart city"),
            ("Café Zürich", "cafe zurich"),
            ("ﾃﾞｰﾀ", "データ"),
            ("“数字”——治理", "\"数字\"--治理"),
            ("Xi’an", "XI'AN"),
            ("ﬁne Ca²⁺", "FINE CA2+"),
            ("LÜ Łódź Straße", "lu lodz strasse"),
            ("ΛΌΓΟΣ", "λογος"),
            ("İstanbul", "istanbul"),
            ("买买提•沙吾提", "买买提·沙吾提"),
            ("，！（）", ",!()"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("がく"), fold("かく"));
        assert_ne!(fold("край"), fold("краи"));
        assert_ne!(fold("智慧"), fold("智能"));
    }

    #[test]
    fn found_places_are_of_the_original() {
        let text = "Ｓｍａｒｔ cafés, Smart CAFE\u{301} ﬁx";
        let found = |needle| find_all(text, needle).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("smart"), ["Ｓｍａｒｔ", "Smart"]);
        assert_eq!(found("CAFÉ"), ["café", "CAFE\u{301}"]);
        assert_eq!(found("f"), ["f", "F", "ﬁ"]);
        assert_eq!(found("ix"), ["ﬁx"]);
        assert_eq!(found(""), Vec::<&str>::new());
        assert_eq!(find_all("智慧智慧智", "智慧智"), vec![0..9]);
        assert_eq!(find_all("㍿㍿", "式"), vec![0..3, 3..6]);
    }

    #[test]
    fn titles_meet_under_one_key() {
        let keys = ["<i>Smart</i> Governance: Ca<sup>2+</sup>", "SMART GOVERNANCE—Ca2+", "Ｓｍａｒｔ governance Ca²⁺"].map(key);
        assert_eq!(keys, ["smartgovernanceca2"; 3].map(str::to_owned));
        assert_eq!(key("《智慧城市——基于“数字”的治理》"), "智慧城市基于数字的治理");
        assert_eq!(key("？！"), "?!");
    }

    proptest! {
        #[test]
        fn folding_is_done_once(text in "(\\PC|[a-zÀ-ſ\u{300}-\u{303}ｱ-ﾟがＡ-Ｚ]){0,20}") {
            let once = fold(&crate::text::clean(&text));
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn places_found_are_whole_and_in_order(
            text in "([abAé]|e\u{301}|ﬁ|ﾃﾞ|㍿|智|慧|[ -~]){0,30}", needle in "([abAéfi]|智|慧|式|会|e){1,2}",
        ) {
            let mut end = 0;
            for range in find_all(&text, &needle) {
                prop_assert!(end <= range.start && range.start < range.end);
                prop_assert!(fold(&text[range.clone()]).contains(&fold(&needle)));
                end = range.end;
            }
            prop_assert_eq!(find_all(&text, &needle).is_empty(), !fold(&text).contains(&fold(&needle)));
        }
    }
}
