//! What ties two records together, how strongly, and how that is said.

use std::collections::BTreeMap;

/// A kind of tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tie {
    /// Both cite the same works: bibliographic coupling (Kessler, "Bibliographic coupling between scientific papers",
    /// American Documentation 14, 1963). A work weighs by its rarity.
    References,
    /// Both are cited by the same works: co-citation (Small, "Co-citation in the scientific literature", JASIS 24, 1973). A citing
    /// work weighs the less the more it cites.
    CitedTogether,
    /// Works that share references with the one cite the other.
    Beside,
    /// One cites a work that cites the other.
    Through,
    Cites,
    CitedBy,
    Authors,
    Keywords,
    /// The longest beginning of a class of the Chinese Library Classification that both have; or the same class of another scheme.
    Class,
    /// Rare words of title, abstract and key words in common, as the search index weighs them.
    Text,
}

impl Tie {
    /// Every kind with its name in JSON.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::References, "references"),
        (Self::CitedTogether, "cited_together"),
        (Self::Beside, "beside"),
        (Self::Through, "through"),
        (Self::Cites, "cites"),
        (Self::CitedBy, "cited_by"),
        (Self::Authors, "authors"),
        (Self::Keywords, "keywords"),
        (Self::Class, "class"),
        (Self::Text, "text"),
    ];

    /// Whether what is added up has no upper bound, and more of it is worth less and less.
    const fn adds_up(self) -> bool {
        !matches!(self, Self::Cites | Self::CitedBy | Self::Class | Self::Text)
    }
}

/// How many things tie, what they weigh, and which they are.
#[derive(Clone, Debug, Default, PartialEq)]
struct Held {
    count: u32,
    weight: f64,
    words: Vec<String>,
}

/// All that ties one record to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ties(BTreeMap<Tie, Held>);

impl Ties {
    /// One more tie of a kind.
    pub(super) fn add(&mut self, tie: Tie, weight: f64) {
        let held = self.0.entry(tie).or_default();
        held.count += 1;
        held.weight += weight;
    }

    /// One more that has a name: an author, a key word, a class.
    pub(super) fn add_named(&mut self, tie: Tie, weight: f64, name: &str) {
        let held = self.0.entry(tie).or_default();
        if !held.words.iter().any(|known| known == name) {
            held.words.push(name.to_owned());
            held.count += 1;
            held.weight += weight;
        }
    }

    /// The one class in common, in the place of a shorter one.
    pub(super) fn set_class(&mut self, weight: f64, code: &str) {
        let held = self.0.entry(Tie::Class).or_default();
        if held.weight < weight {
            *held = Held { count: 1, weight, words: vec![code.to_owned()] };
        }
    }

    /// How alike the texts are, from 0 to 1, and the rarest words that both have.
    pub fn set_text(&mut self, alike: f64, words: Vec<String>) {
        let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
        self.0.insert(Tie::Text, Held { count, weight: alike, words });
    }

    /// The words that make up the text tie.
    pub fn name_text(&mut self, words: Vec<String>) {
        if let Some(held) = self.0.get_mut(&Tie::Text) {
            held.count = u32::try_from(words.len()).unwrap_or(u32::MAX);
            held.words = words;
        }
    }

    /// What was counted by keys, counted exactly.
    pub(super) fn recount(&mut self, tie: Tie, exactly: u32) {
        let Some(held) = self.0.get_mut(&tie) else { return };
        if exactly == 0 {
            self.0.remove(&tie);
        } else {
            held.weight *= f64::from(exactly) / f64::from(held.count.max(1));
            held.count = exactly;
        }
    }

    pub(super) fn scale(&mut self, tie: Tie, by: f64) {
        if let Some(held) = self.0.get_mut(&tie) {
            held.weight *= by;
        }
    }

    pub(super) fn has(&self, tie: Tie) -> bool {
        self.0.contains_key(&tie)
    }

    /// How many things tie in this way.
    pub fn count(&self, tie: Tie) -> u32 {
        self.0.get(&tie).map_or(0, |held| held.count)
    }

    /// How strongly this ties, from 0 to 1.
    pub fn strength(&self, tie: Tie) -> f64 {
        let weight = self.0.get(&tie).map_or(0.0, |held| held.weight);
        if tie.adds_up() { weight / (weight + 1.0) } else { weight.clamp(0.0, 1.0) }
    }

    pub(super) fn weight(&self, tie: Tie) -> f64 {
        self.0.get(&tie).map_or(0.0, |held| held.weight)
    }

    /// All strengths together, every kind alike.
    pub(super) fn sum(&self) -> f64 {
        self.0.keys().map(|tie| self.strength(*tie)).sum()
    }

    /// One tie as a phrase: `shares 7 references`, `same class D630`.
    pub fn phrase(&self, tie: Tie) -> Option<String> {
        let held = self.0.get(&tie)?;
        let n = held.count;
        let named = |one: &str, many: &str| {
            let words = held.words.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
            (!words.is_empty()).then(|| format!("{}: {words}", if held.words.len() == 1 { one } else { many }))
        };
        match tie {
            Tie::References if n == 1 => Some("shares a reference".to_owned()),
            Tie::References => Some(format!("shares {n} references")),
            Tie::CitedTogether => Some(format!("cited with it by {n}")),
            Tie::Beside => Some(format!("cited by {n} that {} its references", if n == 1 { "shares" } else { "share" })),
            Tie::Through if n == 1 => Some("two citations away".to_owned()),
            Tie::Through => Some(format!("two citations away by {n} ways")),
            Tie::Cites => Some("cites it".to_owned()),
            Tie::CitedBy => Some("cited by it".to_owned()),
            Tie::Authors => named("same author", "same authors"),
            Tie::Keywords => named("same key word", "same key words"),
            Tie::Class => held.words.first().map(|code| format!("same class {code}")),
            Tie::Text => named("same word", "same words").or_else(|| Some("much the same words".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_said_in_words() {
        let mut ties = Ties::default();
        for _ in 0..7 {
            ties.add(Tie::References, 0.5);
        }
        ties.add_named(Tie::Keywords, 0.5, "智慧城市");
        ties.add_named(Tie::Keywords, 0.5, "智慧城市");
        ties.set_class(0.6, "D630");
        ties.set_class(0.4, "D63");
        let said: Vec<String> = Tie::ALL.iter().filter_map(|(tie, _)| ties.phrase(*tie)).collect();
        assert_eq!(said, ["shares 7 references", "same key word: 智慧城市", "same class D630"]);
        ties.recount(Tie::References, 1);
        assert_eq!(ties.phrase(Tie::References).as_deref(), Some("shares a reference"));
        assert!((ties.strength(Tie::References) - 1.0 / 3.0).abs() < 1e-9, "half of a weight of one");
        ties.recount(Tie::References, 0);
        assert_eq!(ties.phrase(Tie::References), None);
    }

    #[test]
    fn more_of_one_kind_is_worth_less_and_less() {
        let mut ties = Ties::default();
        let mut before = (0.0, f64::MAX);
        for _ in 0..20 {
            ties.add(Tie::CitedTogether, 1.0);
            let now = ties.strength(Tie::CitedTogether);
            assert!(now > before.0 && now < 1.0 && now - before.0 < before.1);
            before = (now, now - before.0);
        }
    }
}
