//! Names and titles of records, found by their sound.

use tantivy::query::{BooleanQuery, Occur};

use super::clauses::{Boxed, beginning, constant_of, term};
use super::document::{BEGUN, begun_term, name_term};
use super::plan::{Planner, Ways};
use super::query::{Group, Manner, Text};
use super::sounds;
use super::words::{Kind, Units};

/// The weight of a name by its sound, and of a title by its sound.
const NAME: f32 = 1.5;
const SOUND: f32 = 3.0;

impl Planner<'_> {
    /// Names and titles by pinyin and initials.
    pub(super) fn by_sound(&self, text: &Text, units: &Units, ways: &mut Ways) {
        let (1, Some((unit, typed))) = (units.len(), units.at(0)) else { return };
        let letters = typed.len() > 1 && typed.bytes().all(|b| b.is_ascii_lowercase());
        if unit.kind != Kind::Word || !letters || text.manner == Manner::Phrase {
            return;
        }
        let open = text.manner == Manner::Prefix;
        if matches!(text.group, None | Some(Group::Author)) {
            let typed_so = sounds::typed(typed);
            let known = name_term(&typed_so);
            // A family name alone is a name among many; all of it, or its initials, is one.
            let weight = if sounds::cut(typed).first().is_some_and(|way| way.len() == 1) { NAME / 4.0 } else { NAME };
            if self.records(self.fields.code, &known) > 0 {
                ways.term(self.fields, weight, self.fields.code, &known);
            }
            match begun_term(&typed_so) {
                Some(begun) if open && typed_so.len() == BEGUN => ways.term(self.fields, weight, self.fields.code, &begun),
                Some(_) if open => self.beginning(self.fields.code, weight, &known, ways),
                _ => {}
            }
        }
        if matches!(text.group, None | Some(Group::Title)) {
            self.title_by_sound(typed, open, ways);
        }
    }

    fn title_by_sound(&self, typed: &str, open: bool, ways: &mut Ways) {
        let sound = self.fields.sound;
        let mut cuts = sounds::cut(typed);
        // The last syllable may be half typed.
        let mut shorter = typed;
        while open && cuts.is_empty() && shorter.len() > 4 && typed.len() - shorter.len() < 5 {
            shorter = shorter.get(..shorter.len() - 1).unwrap_or_default();
            cuts = sounds::cut(shorter);
        }
        for cut in cuts.iter().filter(|cut| cut.len() > 1) {
            let last = cut.len() - 2;
            let mut pairs: Vec<(Occur, Boxed)> = Vec::new();
            for (at, pair) in cut.windows(2).enumerate() {
                let pair = pair.join("'");
                if open && at == last && shorter.len() == typed.len() {
                    pairs.push((Occur::Must, beginning(sound, &pair)));
                } else if self.records(sound, &pair) > 0 {
                    pairs.push((Occur::Must, term(sound, &pair)));
                }
            }
            // Most English words that can be cut so are not in any title.
            if pairs.len() == cut.len() - 1 {
                ways.deep(1.0, constant_of(Box::new(BooleanQuery::new(pairs)), SOUND));
            }
        }
        // Initials look like any word (gdp, dna): they are meant where no record has the word.
        if cuts.is_empty() && (3..=8).contains(&typed.len()) && !self.is_word(typed) {
            let letters: Vec<char> = typed.chars().collect();
            let threes: Vec<String> = letters.windows(3).map(|three| three.iter().collect()).collect();
            if threes.iter().all(|three| self.records(sound, three) > 0) {
                let threes = threes.iter().map(|three| (Occur::Must, term(sound, three)));
                ways.deep(1.0, constant_of(Box::new(BooleanQuery::new(threes.collect())), SOUND / 2.0));
            }
        }
    }
}
