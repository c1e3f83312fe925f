//! Names in one piece, as they are written and cited: whether it is a person's, and which word is the family name.
//!
//! A record keeps a name as its source prints it, and its readers split only what the form decides. Whoever writes a name has to
//! say more: BibTeX and CSL know a person in parts or a body. So all that write names ask here, and say the same of each.

use std::borrow::Cow;

use super::spoken::{self, Told};
use super::{OF_SYLLABLES, is_particle, pinyin_key};
use crate::formats::{bodies, gbt7714};
use crate::record::{Article, Contributor, ContributorKind, Language, MultiText};
use crate::text::is_east_asian;

/// The longest name that is looked at, in bytes: what is longer is no person's.
const LONGEST: usize = 120;

/// The commonest family names of China: of two syllables that may both be one (`Wei Zhang`), such a one is it.
const COMMON: [&str; 20] = [
    "chen", "gao", "guo", "he", "hu", "huang", "li", "lin", "liu", "luo", "ma", "sun", "wang", "wu", "xu", "yang", "zhang", "zhao", "zhou",
    "zhu",
];

/// Which of its names a list has first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Given,
    Family,
}

/// A record whose people are in parts as far as [`people_in_parts`] tells them.
pub fn in_parts(article: &Article) -> Cow<'_, Article> {
    match people_in_parts(&article.authors) {
        Cow::Borrowed(_) => Cow::Borrowed(article),
        Cow::Owned(authors) => Cow::Owned(Article { authors, ..article.clone() }),
    }
}

/// People with family and given name where a name in Latin letters (or others that are no East Asian ones) came in one piece and
/// is a person's. Bodies, and names of which nothing says where the family name stands (`Yang Li`), stay whole.
pub fn people_in_parts(people: &[Contributor]) -> Cow<'_, [Contributor]> {
    if !people.iter().any(|one| undecided(one).next().is_some()) {
        return Cow::Borrowed(people);
    }
    let first = first_of_list(people);
    let mut people = people.to_vec();
    for one in &mut people {
        let open: Vec<(Language, String)> = undecided(one).map(|(lang, name)| (lang.clone(), name.clone())).collect();
        for (lang, name) in open {
            if let Some(parts) = parts(one, &name, first) {
                for (place, texts) in [(&mut one.family, &parts.family), (&mut one.given, &parts.given)] {
                    if let Some(text) = texts.values().next() {
                        place.insert(lang.clone(), text.clone());
                    }
                }
                one.particle = one.particle.take().or(parts.particle);
                one.suffix = one.suffix.take().or(parts.suffix);
            }
        }
    }
    Cow::Owned(people)
}

/// The family name of somebody in a language, or in another; nothing of an East Asian name that is in one piece in that language,
/// though the other writing tells family and given name apart.
pub fn family<'c>(one: &'c Contributor, language: &Language) -> Option<&'c String> {
    let in_one_piece = one.family.get(language).is_none() && one.name.get(language).is_some_and(|name| name.chars().any(is_east_asian));
    one.family.prefer(language).filter(|_| !in_one_piece)
}

/// The names of somebody that are in one piece and may be a person's, by their language.
fn undecided(one: &Contributor) -> impl Iterator<Item = (&Language, &String)> {
    let is_person = one.kind == ContributorKind::Person;
    let open = move |(lang, name): &(&Language, &String)| {
        let whole = one.family.get(lang).is_none() && one.given.get(lang).is_none();
        is_person && whole && name.len() <= LONGEST && name.trim().contains(' ') && !name.chars().any(is_east_asian)
    };
    one.name.iter().filter(open)
}

/// The parts of a name.
fn parts(one: &Contributor, name: &str, first: Option<First>) -> Option<Contributor> {
    if bodies::may_be_body(name) || bodies::is_body(name) || name.contains(" and ") {
        return None;
    }
    // `Dos Santos` is a family name alone.
    if name.split_once(' ').is_some_and(|(small, rest)| is_particle(&small.to_lowercase()) && !rest.contains(' ')) {
        return None;
    }
    // The Chinese name says which word it is.
    let known: Vec<String> =
        one.family.values().filter(|family| family.chars().any(is_east_asian)).map(|family| pinyin_key(family)).collect();
    let is_known = |word: Option<&str>| word.is_some_and(|word| known.contains(&pinyin_key(word)));
    let (begin, end) = (name.split_once(' ').map(|(word, _)| word), name.rsplit_once(' ').map(|(_, word)| word));
    let first = match (is_known(begin), is_known(end)) {
        (true, false) => Some(First::Family),
        (false, true) => Some(First::Given),
        _ => first,
    };
    let mut whole = Contributor { name: MultiText::of(Language::En, name.to_owned()), ..Contributor::default() };
    match first {
        Some(First::Family) => return spoken::family_first(&mut whole).then_some(whole),
        Some(First::Given) => spoken::split(&mut whole, Told::Surely),
        None => {}
    }
    if whole.family.is_empty() {
        let read = gbt7714::names(name).people;
        let [read] = read.as_slice() else { return None };
        if read.kind == ContributorKind::Collaboration {
            return None;
        }
        if !read.family.is_empty() && !read.given.is_empty() {
            return Some(read.clone());
        }
        spoken::split(&mut whole, Told::Kind);
    }
    if whole.family.is_empty()
        && let Some((begin, end)) = name.split_once(' ')
        && gbt7714::is_pinyin_surname(begin)
        && gbt7714::is_pinyin_surname(end)
    {
        let common = |word: &str| COMMON.contains(&word.to_lowercase().as_str());
        match (common(begin), common(end)) {
            (true, false) => return spoken::family_first(&mut whole).then_some(whole),
            (false, true) => spoken::split(&mut whole, Told::Surely),
            _ => {}
        }
    }
    (!whole.family.is_empty()).then_some(whole)
}

/// What the others of a list say of how its names stand: an initial, or family names of China and Korea that are no given names.
fn first_of_list(people: &[Contributor]) -> Option<First> {
    let (mut given, mut family) = (0usize, 0usize);
    for one in people.iter().filter(|one| one.kind == ContributorKind::Person) {
        let Some(name) = one.name.values().next() else { continue };
        match first_of(name) {
            Some(First::Given) => given += 1,
            Some(First::Family) => family += 1,
            None => {}
        }
    }
    match (given, family) {
        (0, 2..) => Some(First::Family),
        (2.., 0) => Some(First::Given),
        _ => None,
    }
}

/// How one name stands, as far as it says so.
fn first_of(name: &str) -> Option<First> {
    if name.len() > LONGEST || name.chars().any(|c| is_east_asian(c) || c == ',') {
        return None;
    }
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let [begin, .., end] = words.as_slice() else { return None };
    let full = |word: &str| word.starts_with(char::is_uppercase) && word.chars().filter(|c| c.is_lowercase()).count() > 1;
    if words.len() > 2 && full(begin) && spoken::is_initial(end) {
        return Some(First::Family);
    }
    let eastern = |word: &str| gbt7714::is_pinyin_surname(word) || OF_SYLLABLES.contains(&word.to_uppercase().as_str());
    match (eastern(begin), eastern(end)) {
        (true, false) if full(end) => Some(First::Family),
        (false, true) if full(begin) => Some(First::Given),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::person;
    use super::*;

    fn families(names: &[&str]) -> Vec<String> {
        let list: Vec<Contributor> = names.iter().map(|name| person(name)).collect();
        people_in_parts(&list).iter().map(|one| one.family.values().next().cloned().unwrap_or_default()).collect()
    }

    #[test]
    fn a_name_in_one_piece_is_a_persons_or_a_bodys() {
        for (name, family) in [
            ("Tatsuya Daikoku", "Daikoku"),
            ("Ludwig van Beethoven", "Beethoven"),
            ("Xiaoming Wang", "Wang"),
            ("Mary Ann Li", "Li"),
            ("Kim van Loon", "Loon"),
            ("Dos Santos", ""),
            ("Museo De La Plata", ""),
            ("Иван Петров", "Петров"),
            ("Wei Zhang", "Zhang"),
            ("Li Wei", "Li"),
            // Nothing says which is the family.
            ("Yang Li", ""),
            ("Mei Wei", ""),
            ("Nguyen Van Ha", ""),
            ("Plato", ""),
            ("WHO", ""),
            ("World Health Organization", ""),
            ("INT EROSION CONTROL ASSOC", ""),
            ("407 Scientist Signatories", ""),
            ("The Green Party", ""),
            ("Smith and Sons", ""),
            ("胡业飞", "胡"),
        ] {
            assert_eq!(families(&[name]), [family], "{name}");
        }
    }

    #[test]
    fn a_list_says_which_name_stands_first() {
        assert_eq!(families(&["Kim Donghyeon", "Lee Jinhyuk", "Bedny Marina"]), ["Kim", "Lee", "Bedny"]);
        assert_eq!(families(&["Elli Giulia V", "Lee Jinhyuk", "van Daikoku Tatsuya"]), ["Elli", "Lee", "Daikoku"]);
        assert_eq!(families(&["Marina Kim", "Tatsuya Kang", "Yang Li"]), ["Kim", "Kang", "Li"]);
        assert_eq!(families(&["Kim Kardashian", "Tatsuya Daikoku"]), ["", "Daikoku"]);
    }

    #[test]
    fn the_chinese_name_says_which_word_is_the_family() {
        let mut one = person("张伟");
        one.name.insert(Language::En, "Li Zhang".to_owned());
        let list = [one];
        let told = people_in_parts(&list);
        assert_eq!(told.first().and_then(|one| one.family.get(&Language::En)).map(String::as_str), Some("Zhang"));
        assert_eq!(told.first().and_then(|one| one.family.get(&Language::Zh)).map(String::as_str), Some("张"));
    }
}
