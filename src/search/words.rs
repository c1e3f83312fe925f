//! Text taken apart for searching: words of letters and figures, and single Han characters, each with its place.
//!
//! Folded on the way, as [`crate::text::fold()`] folds, and traditional characters to simplified ones. Records and queries
//! go through the same door, so that they meet.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{fold, is_east_asian, simplified};

/// The longest word, in characters; what is longer (an address, a formula) is cut.
const LONGEST: usize = 40;

/// One word, or one character of a script that is written without blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Bytes of the original text.
    pub from: usize,
    pub to: usize,
    /// Bytes of the folded text.
    start: usize,
    end: usize,
    pub kind: Kind,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A character that begins a run of its script.
    First,
    /// A character that follows another of its run.
    Next,
}

/// The units of a text, in order. Made once and filled many times, so that its memory is used again.
#[derive(Clone, Debug, Default)]
pub struct Units {
    folded: String,
    places: Vec<Unit>,
    /// Characters of the word that is being read.
    letters: usize,
    /// What the next character does.
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing goes on.
    #[default]
    Apart,
    /// A word goes on.
    InWord,
    /// A run of characters goes on.
    InRun,
}

/// What a folded character is to a search.
enum Sign {
    Letter,
    Han,
    /// Within a word it is nothing (`Xi'an`), and within a run as well.
    Apostrophe,
    /// Ends a word; within a run it is nothing (quotation marks, blanks, the middle dot of names).
    Blank,
    /// Ends both.
    Stop,
}

impl Units {
    /// The units of a text.
    pub fn of(text: &str) -> Self {
        let mut units = Self::default();
        units.read(text);
        units
    }

    /// Takes a text apart; what was here before is gone.
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.places.clear();
        self.state = State::Apart;
        if text.chars().all(is_simple) {
            for (at, c) in text.char_indices() {
                self.take(simple(c), at, at + c.len_utf8());
            }
            return;
        }
        for (at, grapheme) in text.grapheme_indices(true) {
            let end = at + grapheme.len();
            let mut chars = grapheme.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if is_simple(c) => self.take(simple(c), at, end),
                _ => fold(grapheme).chars().for_each(|c| self.take(simplified(c), at, end)),
            }
        }
    }

    fn take(&mut self, c: char, from: usize, to: usize) {
        match sign(c) {
            Sign::Letter if self.state == State::InWord => {
                if let Some(word) = self.places.last_mut() {
                    word.to = to;
                    if self.letters < LONGEST {
                        self.folded.push(c);
                        word.end = self.folded.len();
                        self.letters += 1;
                    }
                }
            }
            Sign::Letter => {
                self.push(c, from, to, Kind::Word);
                self.letters = 1;
                self.state = State::InWord;
            }
            Sign::Han => {
                let kind = if self.state == State::InRun { Kind::Next } else { Kind::First };
                self.push(c, from, to, kind);
                self.state = State::InRun;
            }
            Sign::Apostrophe => {}
            Sign::Blank if self.state == State::InRun => {}
            Sign::Blank | Sign::Stop => self.state = State::Apart,
        }
    }

    fn push(&mut self, c: char, from: usize, to: usize, kind: Kind) {
        let start = self.folded.len();
        self.folded.push(c);
        self.places.push(Unit { from, to, start, end: self.folded.len(), kind });
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The unit at a place and its folded text.
    pub fn at(&self, at: usize) -> Option<(Unit, &str)> {
        let unit = *self.places.get(at)?;
        Some((unit, self.folded.get(unit.start..unit.end)?))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Unit, &str)> {
        (0..self.places.len()).filter_map(|at| self.at(at))
    }

    /// The folded text of the unit at a place together with that of the next, when these are neighbours of one run.
    pub fn pair(&self, at: usize) -> Option<(Unit, Unit, &str)> {
        let (one, next) = (*self.places.get(at)?, *self.places.get(at + 1)?);
        let pair = one.kind != Kind::Word && next.kind == Kind::Next;
        if pair { Some((one, next, self.folded.get(one.start..next.end)?)) } else { None }
    }

    /// All that is left of a text when blanks and signs do not count.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

/// Characters that need no table: most of all text.
fn is_simple(c: char) -> bool {
    matches!(c, '\0'..='~' | '\u{4E00}'..='\u{9FFF}' | '·' | '\u{2010}'..='\u{201D}' | '\u{3001}'..='\u{3003}' | '〈'..='】' | '！'..='／' | '：'..='＠')
}

fn simple(c: char) -> char {
    match c {
        '\0'..='~' => c.to_ascii_lowercase(),
        '\u{2018}'..='\u{201B}' | '＇' => '\'',
        '“' | '”' | '＂' | '〈' | '〉' | '《' | '》' | '「' | '」' | '『' | '』' => '"',
        '\u{4E00}'..='\u{9FFF}' => simplified(c),
        c => c,
    }
}

fn sign(c: char) -> Sign {
    match c {
        'a'..='z' | '0'..='9' => Sign::Letter,
        '\u{4E00}'..='\u{9FFF}' => Sign::Han,
        '\'' | '`' => Sign::Apostrophe,
        '"' | '·' => Sign::Blank,
        c if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                Sign::Blank
            } else {
                Sign::Stop
            }
        }
        c if is_east_asian(c) => Sign::Han,
        c if c.is_alphanumeric() => Sign::Letter,
        c if c.is_whitespace() => Sign::Blank,
        _ => Sign::Stop,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "the places are what is tested")]

    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        Units::of(text).iter().map(|(_, word)| word.to_owned()).collect()
    }

    fn pairs(text: &str) -> Vec<String> {
        let units = Units::of(text);
        (0..units.len()).filter_map(|at| units.pair(at)).map(|(_, _, pair)| pair.to_owned()).collect()
    }

    #[test]
    fn words_and_characters() {
        assert_eq!(words("Smart-City: 基于AI的治理, Xi’an’s Ca²⁺"), ["smart", "city", "基", "于", "ai", "的", "治", "理", "xians", "ca2"]);
        assert_eq!(words("Ｍüller ＆ MULLER"), ["muller", "muller"]);
        assert_eq!(words("e\u{301}tude"), ["etude"]);
    }

    #[test]
    fn pairs_go_over_quotation_marks_and_blanks_but_not_over_stops() {
        assert_eq!(pairs("“智慧”城市"), ["智慧", "慧城", "城市"]);
        assert_eq!(pairs("余 涛"), ["余涛"]);
        assert_eq!(pairs("买买提·沙吾提"), ["买买", "买提", "提沙", "沙吾", "吾提"]);
        assert_eq!(pairs("治理，城市。AI城市"), ["治理", "城市", "城市"]);
    }

    #[test]
    fn traditional_full_width_and_accented_text_folds() {
        assert_eq!(words("張成崗"), words("张成岗"));
        assert_eq!(words("ＳＭＡＲＴ　Café"), ["smart", "cafe"]);
        assert_eq!(words("ﾃﾞｰﾀ"), words("データ"));
    }

    #[test]
    fn a_very_long_word_is_cut_and_still_one() {
        let units = Units::of(&format!("{} b", "a".repeat(300)));
        assert_eq!(units.len(), 2);
        assert_eq!(units.at(0).map(|(unit, word)| (unit.to, word.len())), Some((300, LONGEST)));
    }

    proptest! {
        #[test]
        fn what_needs_no_table_folds_as_by_the_table(text in "[ -~一-龥·‐-”、-〃〈-】！-／：-＠]{0,24}") {
            let fast = Units::of(&text);
            let mut slow = Units::default();
            for (at, grapheme) in text.grapheme_indices(true) {
                fold(grapheme).chars().for_each(|c| slow.take(simplified(c), at, at + grapheme.len()));
            }
            prop_assert_eq!(fast.iter().map(|(unit, word)| (unit.from, unit.to, word.to_owned())).collect::<Vec<_>>(),
                slow.iter().map(|(unit, word)| (unit.from, unit.to, word.to_owned())).collect::<Vec<_>>());
        }

        #[test]
        fn places_are_of_the_original(text in "(\\PC|[a-zÀ-ſ\u{300}-\u{303}智慧ｱ-ﾟ]){0,20}") {
            let mut end = 0;
            for (unit, word) in Units::of(&text).iter() {
                prop_assert!(unit.from <= unit.to && unit.to <= text.len());
                prop_assert!(!text[unit.from..unit.to].is_empty() && !word.is_empty());
                prop_assert!(end <= unit.to);
                end = unit.to;
            }
        }
    }
}
