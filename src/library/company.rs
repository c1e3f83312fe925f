//! In whose company an author stands: co-authors and affiliations, counted, and compared to tell whether two names are one person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::excerpt::{People, bare_han};
use super::{AffiliationYears, Counted, Shared, keys};
use crate::record::MultiText;
use crate::text::{han_name, plain};

/// The keys by which a Han name is looked up when it is written in pinyin: `hu yefei`, and `yefei hu` where no capitals told
/// which is the family name. Every reading of the family name; ü as it is typed (`lu`, `lv`, `lyu`).
pub(super) fn pinyin_keys(han: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (family, given) in han_name(&bare_han(han)) {
        let (family, given) = (family.concat(), given.concat());
        if family.is_empty() || given.is_empty() {
            continue;
        }
        for key in [format!("{family} {given}"), format!("{given} {family}")] {
            for u in ["v", "yu"] {
                let typed = key.replace("lu", &format!("l{u}")).replace("nu", &format!("n{u}"));
                if typed != key {
                    found.push(typed);
                }
            }
            found.push(key);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Letters as they sound in pinyin, ü in one spelling.
pub(super) fn spelled(letters: &str) -> String {
    letters.replace('ü', "u").replace("lyu", "lu").replace("nyu", "nu").replace("lv", "lu").replace("nv", "nu")
}

/// How names are compared where one may be Han and the other pinyin.
fn sound_of(name: &str) -> Option<String> {
    if keys::has_han(name) {
        let (family, given) = han_name(&bare_han(name)).into_iter().next()?;
        return Some(format!("{} {}", family.concat(), given.concat()));
    }
    let key = spelled(&keys::whole_name(name));
    key.contains(' ').then_some(key)
}

/// Who stands beside an author, and where the author works.
#[derive(Debug, Default)]
pub(super) struct Company {
    people: BTreeMap<String, String>,
    places: BTreeMap<String, String>,
}

impl Company {
    /// Adds those of an article of which the author stands at this place.
    pub(super) fn add(&mut self, people: &People, author: usize) {
        for (sound, name) in beside(people, author) {
            self.people.entry(sound).or_insert(name);
        }
        for (key, place) in institutions(people, author) {
            self.places.entry(key).or_insert(place);
        }
    }

    /// What an article has in common with it: a co-author, else an affiliation.
    pub(super) fn shares(&self, people: &People, author: usize) -> Option<Shared> {
        let person = beside(people, author).into_iter().find_map(|(sound, _)| self.people.get(&sound));
        let place = || institutions(people, author).into_iter().find_map(|(key, _)| self.places.get(&key));
        person.map(|name| Shared::CoAuthor(name.clone())).or_else(|| place().map(|place| Shared::Affiliation(place.clone())))
    }
}

/// The other authors by their sounds.
fn beside(people: &People, author: usize) -> Vec<(String, String)> {
    let others = people.authors.iter().enumerate().filter(|(at, _)| *at != author);
    others.flat_map(|(_, person)| person.names()).filter_map(|name| Some((sound_of(&name)?, name))).collect()
}

/// Words that an institution is known by: a city or a department alone is no evidence.
const INSTITUTIONS: [&str; 14] = [
    "大学",
    "学院",
    "研究院",
    "研究所",
    "医院",
    "实验室",
    "univ",
    "institut",
    "academ",
    "college",
    "hospital",
    "laborator",
    "observator",
    "centre",
];

/// The institutions of an author by their keys: the parts of an affiliation that name one.
fn institutions(people: &People, author: usize) -> Vec<(String, String)> {
    let parts = people.places_of(author).into_iter().flat_map(MultiText::values).flat_map(|text| {
        let text = plain(text);
        text.split([',', '，', ';', '；']).map(|part| part.trim().to_owned()).collect::<Vec<_>>()
    });
    let named = |part: &String| {
        let low = part.to_lowercase();
        INSTITUTIONS.iter().any(|word| low.contains(word))
    };
    parts.filter(named).map(|part| (keys::title(&part), part)).collect()
}

/// Counts names or words.
#[derive(Debug, Default)]
pub(super) struct Counter {
    all: HashMap<String, Counted>,
}

impl Counter {
    /// Counts every author of an article but the one left out. A record that has a name in both writings joins them.
    pub(super) fn add_authors(&mut self, people: &People, without: &[usize]) {
        let mut seen = BTreeSet::new();
        for (at, person) in people.authors.iter().enumerate() {
            if without.contains(&at) || !person.is_author() {
                continue;
            }
            let (han, latin) = person.writings();
            let (label, also) = match (han, latin) {
                (Some(han), latin) => (han, latin),
                (None, Some(latin)) => (latin, None),
                (None, None) => continue,
            };
            let key = keys::whole_name(&label);
            if seen.insert(key.clone()) {
                self.add(key, label, also);
            }
        }
    }

    /// Counts a word.
    pub(super) fn add(&mut self, key: String, label: String, also: Option<String>) {
        let counted = self.all.entry(key).or_insert(Counted { label, also: None, articles: 0 });
        counted.articles += 1;
        counted.also = counted.also.take().or(also);
    }

    /// Joins names in letters to the one Han name that is written so.
    fn join_writings(&mut self) {
        let mut written: HashMap<String, BTreeSet<String>> = HashMap::new();
        for (key, counted) in self.all.iter().filter(|(key, _)| keys::has_han(key)) {
            let also = counted.also.as_deref().map(keys::whole_name);
            for latin in also.into_iter().chain(pinyin_keys(&counted.label)) {
                written.entry(latin).or_default().insert(key.clone());
            }
        }
        let latin: Vec<String> = self.all.keys().filter(|key| !keys::has_han(key)).cloned().collect();
        for key in latin {
            let Some(han) = written.get(&key).filter(|han| han.len() == 1).and_then(BTreeSet::first).cloned() else { continue };
            let Some(joined) = self.all.remove(&key) else { continue };
            if let Some(counted) = self.all.get_mut(&han) {
                counted.articles += joined.articles;
                counted.also.get_or_insert(joined.label);
            }
        }
    }

    /// Those of most articles first, at most so many, and how many there are in all.
    pub(super) fn most(mut self, most: usize) -> (Vec<Counted>, u64) {
        self.join_writings();
        let mut all: Vec<Counted> = self.all.into_values().collect();
        let total = all.len() as u64;
        all.sort_by(|one, other| other.articles.cmp(&one.articles).then_with(|| one.label.cmp(&other.label)));
        all.truncate(most);
        (all, total)
    }
}

/// Affiliations with the years in which they were printed.
#[derive(Debug, Default)]
pub(super) struct Affiliations {
    all: HashMap<String, AffiliationYears>,
}

impl Affiliations {
    /// Adds those of an article of which the author stands at this place.
    pub(super) fn add(&mut self, people: &People, author: usize) {
        for texts in people.places_of(author) {
            let Some(text) = texts.values().map(|text| plain(text).trim().to_owned()).find(|text| !text.is_empty()) else { continue };
            let year = people.year;
            let entry = self.all.entry(keys::title(&text)).or_insert(AffiliationYears { text, first: year, last: year, articles: 0 });
            entry.articles += 1;
            // `None < Some`, so the later of two is the greater; the earlier is asked for among those that are known.
            entry.last = entry.last.max(year);
            entry.first = [entry.first, year].into_iter().flatten().min();
        }
    }

    /// The newest first, at most so many.
    pub(super) fn newest(self, most: usize) -> Vec<AffiliationYears> {
        let mut all: Vec<AffiliationYears> = self.all.into_values().collect();
        all.sort_by(|one, other| (other.last, other.first, &one.text).cmp(&(one.last, one.first, &other.text)));
        all.truncate(most);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_han_name_is_looked_up_by_every_way_its_pinyin_is_written() {
        assert_eq!(pinyin_keys("胡业飞"), ["hu yefei", "yefei hu"]);
        assert_eq!(pinyin_keys("胡 業飛"), ["hu yefei", "yefei hu"]);
        assert!(pinyin_keys("欧阳静").contains(&"ouyang jing".to_owned()));
        assert!(pinyin_keys("曾志").contains(&"zeng zhi".to_owned()));
        assert!(["lu wei", "lv wei", "lyu wei"].iter().all(|key| pinyin_keys("吕伟").contains(&(*key).to_owned())));
        assert!(pinyin_keys("编辑部").contains(&"bian jibu".to_owned()), "a body is no person, but nobody is written so");
        assert!(pinyin_keys("王").is_empty());
    }
}
