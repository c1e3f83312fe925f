//! How a made-up list prints its references, and the dice that decide it.

use super::words::LATIN_PEOPLE;

/// A small generator of its own, so that a failure names the same work every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides.max(1)
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.roll(from.len());
        from.get(at).copied().unwrap_or_default()
    }
}

/// How a list prints its references.
#[expect(clippy::struct_excessive_bools, reason = "each is a coin of its own")]
pub(super) struct Style {
    pub author_date: bool,
    /// Of 2005 ("Smith J. 1992. Title") rather than of 2015 ("Smith J, 1992. Title").
    pub full_stop: bool,
    pub wide: bool,
    pub tight: bool,
    pub capitals: bool,
    pub dotted: bool,
    pub online: bool,
}

impl Style {
    pub fn throw(dice: &mut Dice) -> Self {
        Self {
            author_date: dice.one_in(3),
            full_stop: dice.one_in(2),
            wide: dice.one_in(3),
            tight: dice.one_in(3),
            capitals: dice.one_in(2),
            dotted: dice.one_in(4),
            online: dice.one_in(3),
        }
    }

    /// A separator in the width of the list.
    pub fn sign(&self, c: char, wide: bool) -> String {
        let full = match c {
            '.' => '．',
            ',' => '，',
            ':' => '：',
            ';' => '；',
            '(' => '（',
            ')' => '）',
            '[' => '［',
            ']' => '］',
            other => other,
        };
        if wide && self.wide {
            return full.to_string();
        }
        if matches!(c, '(' | ')' | '[' | ']') || (wide && self.tight) { c.to_string() } else { format!("{c} ") }
    }

    pub fn person(&self, dice: &mut Dice) -> String {
        let (family, given) = LATIN_PEOPLE[dice.roll(LATIN_PEOPLE.len())];
        let family = if self.capitals { family.to_uppercase() } else { family.to_owned() };
        if self.dotted {
            return format!("{family} {}.", given.replace(' ', ". "));
        }
        format!("{family} {given}")
    }
}
