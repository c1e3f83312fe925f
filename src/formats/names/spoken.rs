//! Names that stand as they are spoken: given names first, the family last.

use super::{is_particle, is_suffix};
use crate::formats::{bodies, gbt7714};
use crate::record::{Contributor, ContributorKind, MultiText};
use crate::text::is_east_asian;

/// What says that given names stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing but an initial before the family.
    Initials,
    /// Such a one among the names of a list in which nobody has a comma.
    List,
    /// The kind of list.
    Kind,
    /// The other names of a list, of whatever country.
    Surely,
}

/// Words of the longest name that is split.
const LONGEST: usize = 8;

/// Degrees, and what in Portuguese belongs to the family name before it.
const NO_FAMILY: [&str; 8] = ["phd", "md", "msc", "esq", "filho", "neto", "junior", "júnior"];

/// What names of bodies begin with that looks like initials.
const COUNTRIES: [&str; 5] = ["U.S.", "U.S.A.", "U.K.", "U.N.", "E.U."];

/// Family names of Korea and Vietnam that stand first as Chinese ones do.
const EASTERN: [&str; 8] = ["choi", "kim", "nguyen", "park", "pham", "phan", "tran", "vu"];

/// Family names of Korea and Vietnam, beside which two letters may be a name, too (`KIM, HO`).
pub const OF_SYLLABLES: &[&str] = &[
    "KIM", "LEE", "YI", "PARK", "BAK", "CHOI", "CHOE", "JUNG", "JEONG", "CHUNG", "KANG", "CHO", "JO", "YOON", "YUN", "JANG", "LIM", "IM",
    "HAN", "OH", "SEO", "SHIN", "KWON", "HWANG", "AHN", "AN", "SONG", "HONG", "YOO", "YU", "KO", "MOON", "NGUYEN", "NGUYỄN", "TRAN",
    "TRẦN", "LE", "LÊ", "PHAM", "PHẠM", "HUYNH", "HOANG", "PHAN", "VU", "VO", "DANG", "BUI", "DO", "HO", "NGO", "DUONG", "LY",
];

/// Splits the name of a person that is not split yet, where it is such a name.
pub fn split(one: &mut Contributor, told: Told) {
    if one.kind != ContributorKind::Person || !one.family.is_empty() {
        return;
    }
    let Some((lang, name)) = one.name.iter().next().map(|(lang, name)| (lang.clone(), name.clone())) else { return };
    if let Some(parts) = parts(&name, told) {
        one.family = MultiText::of(lang.clone(), parts.family);
        one.given = MultiText::of(lang, parts.given);
        one.particle = parts.particle;
        one.suffix = one.suffix.take().or(parts.suffix);
    }
}

/// Splits a name whose list has family names first: `Bedny Marina`, `van den Berg Jan`. Whether it is such a name.
pub fn family_first(one: &mut Contributor) -> bool {
    let Some((lang, name)) = one.name.iter().next().map(|(lang, name)| (lang.clone(), name.clone())) else { return false };
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let small = words.iter().take_while(|word| is_particle(word)).count();
    let (Some((particles, family)), Some(given)) = (words.get(..small).zip(words.get(small)), words.get(small + 1..)) else { return false };
    let latin = name.chars().all(|c| (c.is_alphabetic() && !is_east_asian(c)) || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let capital = |word: &&str| unhyphened(word).starts_with(char::is_uppercase);
    if given.is_empty() || !latin || words.len() > LONGEST || !is_family(family) || !given.iter().all(capital) {
        return false;
    }
    one.family = MultiText::of(lang.clone(), (*family).to_owned());
    one.given = MultiText::of(lang, given.join(" "));
    one.particle = Some(particles.join(" ")).filter(|particles| !particles.is_empty());
    true
}

/// Splits the names of a list in which nobody has a comma, where an initial of one says how they stand.
pub fn split_list(list: &mut [Contributor]) {
    let told = |one: &Contributor| one.name.values().next().is_some_and(|name| parts(name, Told::Initials).is_some());
    if list.iter().any(told) {
        for one in list {
            split(one, Told::List);
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    given: String,
    particle: Option<String>,
    family: String,
    suffix: Option<String>,
}

/// The parts of `John A. Smith Jr`, `T.W. van der Vaart`. A particle in small letters stands by itself, one with a capital is of the
/// family name: `A. De Roo`.
fn parts(name: &str, told: Told) -> Option<Parts> {
    let is_sign = |c: char| matches!(c, ' ' | '.' | '-' | '\u{2010}' | '\u{2011}' | '\'' | '’');
    let mut words: Vec<&str> = name.split(' ').collect();
    let bare = |word: &str| word.trim_end_matches('.').to_lowercase();
    // A letter alone is an initial.
    let suffix = words.pop_if(|word| is_suffix(word) && word.trim_end_matches('.').len() > 1);
    let (last, before) = words.split_last()?;
    let latin = name.chars().all(|c| (c.is_alphabetic() && !is_east_asian(c)) || is_sign(c));
    if !latin || words.len() > LONGEST || !is_family(last) || NO_FAMILY.contains(&bare(last).as_str()) {
        return None;
    }
    let is_small = |word: &&str| is_particle(&bare(word)) || matches!(bare(word).as_str(), "st" | "mac");
    let from = before.iter().rposition(|word| !is_small(word)).map_or(0, |at| at + 1);
    let (given, particles) = before.split_at(from);
    let capital = |word: &str| unhyphened(word).starts_with(char::is_uppercase);
    // `Coenen-de Roo`: the family begins within a word.
    let begins = |word: &str| word.rsplit_once('-').is_some_and(|(_, end)| is_particle(end));
    let (first, nearest) = (given.first()?, given.last()?);
    if !given.iter().all(|word| capital(word) && !begins(word)) || COUNTRIES.contains(first) {
        return None;
    }
    let eastern = |word: &str| gbt7714::is_pinyin_surname(&bare(word)) || EASTERN.contains(&bare(word).as_str());
    let spoken = match told {
        // `Zhang X. Wei` stands as it is spoken where it comes from.
        Told::Initials => is_initial(nearest) && !(eastern(first) && (eastern(last) || last.chars().count() < 4)),
        Told::List => (is_initial(nearest) || !given.iter().any(|word| eastern(word))) && !bodies::may_be_body(name),
        // `Kim van Loon`.
        Told::Kind => given.iter().any(|word| is_initial(word)) || !eastern(first) || particles.iter().any(|word| !capital(word)),
        Told::Surely => true,
    };
    if !spoken {
        return None;
    }
    let small = !particles.iter().any(|word| capital(word));
    let family = if small { (*last).to_owned() } else { [particles, &[*last]].concat().join(" ") };
    let particle = Some(particles.join(" ")).filter(|particle| small && !particle.is_empty());
    Some(Parts { given: given.join(" "), particle, family, suffix: suffix.map(str::to_owned) })
}

/// Whether a word may be a family name: `Smith`, `d'Angelo`, `al-Sayed`; no initial, and none in capitals.
fn is_family(word: &str) -> bool {
    let own = word.split_once(['\'', '’', '-']).filter(|(head, _)| !head.is_empty() && head.chars().all(char::is_lowercase));
    let own = own.map_or(word, |(_, own)| own);
    own.starts_with(char::is_uppercase) && own.chars().any(char::is_lowercase) && !own.ends_with('.')
}

/// The second of two initials that are printed apart: `J. -P.`.
fn unhyphened(word: &str) -> &str {
    word.trim_start_matches(['-', '\u{2010}', '\u{2011}'])
}

/// `J`, `J.`, `J.R.`, `J.-P.`.
pub(super) fn is_initial(word: &str) -> bool {
    let word = unhyphened(word);
    let dotted = word.contains('.') && word.split(['.', '-', '\u{2010}', '\u{2011}']).all(|part| part.chars().count() < 2);
    word.starts_with(char::is_uppercase) && (word.chars().count() == 1 || dotted)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::super::person;
    use super::*;

    fn said(name: &str, told: Told) -> Option<[String; 4]> {
        parts(name, told).map(|parts| [parts.given, parts.particle.unwrap_or_default(), parts.family, parts.suffix.unwrap_or_default()])
    }

    #[test]
    fn an_initial_before_the_family_tells_that_given_names_stand_first() {
        for (name, wanted) in [
            ("John A. Smith", ["John A.", "", "Smith", ""]),
            ("John A. Smith Jr.", ["John A.", "", "Smith", "Jr."]),
            ("T.W. van der Vaart", ["T.W.", "van der", "Vaart", ""]),
            ("Johanna A A G Damen", ["Johanna A A G", "", "Damen", ""]),
            ("A. De Roo", ["A.", "", "De Roo", ""]),
            ("J. Van den Berg", ["J.", "", "Van den Berg", ""]),
            ("J. St. Clair", ["J.", "", "St. Clair", ""]),
            ("J. d'Angelo", ["J.", "", "d'Angelo", ""]),
            ("A. al-Sayed", ["A.", "", "al-Sayed", ""]),
            ("J. Smith\u{2010}Jones", ["J.", "", "Smith\u{2010}Jones", ""]),
        ] {
            assert_eq!(said(name, Told::Initials).unwrap(), wanted, "{name}");
        }
        for name in [
            "Marie Curie",
            "Gabriel J. García Márquez",
            "José R. Silva Filho",
            "John A. Smith PhD",
            "Zhang X. Wei",
            "Kim J. Un",
            "U.S. Geological Survey",
            "Smith J.A.",
            "Tineke A. Coenen-de Roo",
            "Li Wei",
        ] {
            assert_eq!(said(name, Told::Initials), None, "{name}");
        }
    }

    #[test]
    fn one_of_a_list_tells_how_the_others_stand_that_are_no_bodies_and_not_chinese() {
        let families = |names: &[&str]| {
            let mut list: Vec<Contributor> = names.iter().map(|name| person(name)).collect();
            split_list(&mut list);
            list.iter().map(|one| one.family.values().next().cloned().unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(families(&["Marie Curie", "John A. Smith"]), ["Curie", "Smith"]);
        assert_eq!(families(&["Marie Curie", "Pierre Curie"]), ["", ""]);
        assert_eq!(families(&["Wang Xiaoming", "John A. Smith", "World Bank", "Green Party", "The Editors"]), ["", "Smith", "", "", ""]);
    }

    #[test]
    fn the_kind_of_list_tells_of_all_but_chinese_names() {
        assert_eq!(said("Marie Curie", Told::Kind).unwrap(), ["Marie", "", "Curie", ""]);
        assert_eq!(said("Wang Xiaoming", Told::Kind), None);
        assert_eq!(said("Wang X. Smith", Told::Kind).unwrap(), ["Wang X.", "", "Smith", ""]);
    }
}
