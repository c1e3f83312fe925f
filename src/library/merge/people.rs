//! The people of two records of one work: who is who, whatever the order and the script, and where they worked.

use super::super::company::spelled;
use super::super::{keys, trigrams};
use super::Object;
use crate::record::{Affiliation, Article, Contributor, Language};
use crate::text::han_name;

/// Below this, two addresses in one language are two places.
const OTHER_PLACE: f64 = 0.4;

/// The people and the affiliations of both; what those of `more` say otherwise goes to `lost`.
pub(super) fn united(base: &Article, more: &Article, lost: &mut Object) -> (Vec<Contributor>, Vec<Affiliation>) {
    // A list that is cut short gives way to one that goes on.
    let is_whole = base.etal && !more.etal && more.authors.len() > base.authors.len();
    let (base, more) = if is_whole { (more, base) } else { (base, more) };
    let (affiliations, tie) = places(&base.affiliations, &more.affiliations, lost);
    let mut people = base.authors.clone();
    if tie == Tie::More {
        for one in &mut people {
            one.aff.clear();
        }
    }
    let mut all = true;
    let mut roles: Vec<&str> = more.authors.iter().map(role).collect();
    roles.sort_unstable();
    roles.dedup();
    for wanted in roles {
        let of =
            |list: &[Contributor]| -> Vec<usize> { (0..).zip(list).filter(|(_, one)| role(one) == wanted).map(|(at, _)| at).collect() };
        let (mine, theirs) = (of(&people), of(&more.authors));
        let matched = if mine.is_empty() { vec![None; theirs.len()] } else { matches(&people, &mine, &more.authors, &theirs) };
        for (at, found) in theirs.iter().zip(matched) {
            let Some(other) = more.authors.get(*at) else { continue };
            match found.and_then(|place| Some((place, people.get_mut(place)?))) {
                Some((place, one)) => unite(one, other, tie, &format!("authors[{place}]"), lost),
                None if mine.is_empty() => people.push(Contributor { aff: tie.of(&other.aff), ..other.clone() }),
                None => all = false,
            }
        }
    }
    if !all {
        lost.insert("authors".to_owned(), serde_json::to_value(&more.authors).unwrap_or_default());
    }
    (people, affiliations)
}

/// Whether the names of a list are not all, in the record that two are together.
pub(super) fn is_cut(base: &Article, more: &Article) -> bool {
    match (base.etal, more.etal) {
        (true, false) => more.authors.len() <= base.authors.len(),
        (false, true) => base.authors.len() < more.authors.len(),
        (cut, _) => cut,
    }
}

/// To which list the affiliations of people point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// Both lists are one.
    Both,
    Base,
    More,
}

impl Tie {
    /// Places of the other record's list, as far as that is the list of both.
    fn of(self, places: &[usize]) -> Vec<usize> {
        if self == Self::Base { Vec::new() } else { places.to_vec() }
    }
}

fn role(one: &Contributor) -> &str {
    one.role.as_deref().unwrap_or("author")
}

fn places(base: &[Affiliation], more: &[Affiliation], lost: &mut Object) -> (Vec<Affiliation>, Tie) {
    if more.is_empty() {
        return (base.to_vec(), Tie::Base);
    }
    if base.is_empty() {
        return (more.to_vec(), Tie::More);
    }
    let differ = |a: &Option<String>, b: &Option<String>| a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a != b);
    let alike = |(one, other): (&Affiliation, &Affiliation)| {
        let texts = one.text.iter().filter_map(|(language, text)| Some((text, other.text.get(language)?)));
        !differ(&one.label, &other.label)
            && texts.into_iter().all(|(a, b)| trigrams::alike(&keys::title(a), &keys::title(b)) >= OTHER_PLACE)
    };
    if base.len() != more.len() || !base.iter().zip(more).all(alike) {
        lost.insert("affiliations".to_owned(), serde_json::to_value(more).unwrap_or_default());
        return (base.to_vec(), Tie::Base);
    }
    let mut all = base.to_vec();
    for (at, (one, other)) in all.iter_mut().zip(more).enumerate() {
        let path = format!("affiliations[{at}]");
        *one = super::united(one, other, &path, lost).unwrap_or_else(|| one.clone());
    }
    (all, Tie::Both)
}

/// Of the people `theirs`, whom among `mine` each is: by position where nothing speaks against it, else wherever one has the name.
fn matches(base: &[Contributor], mine: &[usize], more: &[Contributor], theirs: &[usize]) -> Vec<Option<usize>> {
    let same = |at: usize, other: usize| base.get(at).zip(more.get(other)).and_then(|(one, other)| is_same(one, other));
    let mut found: Vec<Option<usize>> = theirs
        .iter()
        .zip(mine.iter().map(Some).chain(std::iter::repeat(None)))
        .map(|(other, at)| at.copied().filter(|at| same(*at, *other) == Some(true)))
        .collect();
    for (nth, other) in theirs.iter().enumerate() {
        if found.get(nth).is_some_and(Option::is_some) {
            continue;
        }
        let mut free = mine.iter().copied().filter(|at| !found.contains(&Some(*at)) && same(*at, *other) == Some(true));
        let only = free.next().filter(|_| free.next().is_none());
        if let Some(place) = found.get_mut(nth) {
            *place = only;
        }
    }
    // Names that cannot be compared, and a few that are spelled otherwise, are those of whoever stands in their place.
    let left: Vec<usize> = (0..found.len()).filter(|nth| found.get(*nth).is_some_and(Option::is_none)).collect();
    let at = |nth: &usize| mine.get(*nth).copied().zip(theirs.get(*nth).copied());
    let unknown = left.iter().all(|nth| at(nth).is_some_and(|(at, other)| same(at, other).is_none()));
    if mine.len() == theirs.len() && (unknown || 2 * left.len() <= found.len()) {
        for nth in left {
            let place = mine.get(nth).copied().filter(|at| !found.contains(&Some(*at)));
            if let Some(found) = found.get_mut(nth) {
                *found = place;
            }
        }
    }
    found
}

/// Whether two names are one person's; nothing where their scripts cannot be compared.
fn is_same(one: &Contributor, other: &Contributor) -> Option<bool> {
    if let (Some(mine), Some(theirs)) = (&one.orcid, &other.orcid) {
        return Some(mine == theirs);
    }
    let (mine, theirs) = (Names::of(one), Names::of(other));
    let compared = [mine.latin_as(&theirs), mine.han_as(&theirs), mine.sounds_as(&theirs), theirs.sounds_as(&mine)];
    compared.into_iter().flatten().reduce(|a, b| a || b)
}

/// The names of one person as they are compared.
struct Names {
    /// Keys of [`keys::people`] in Latin letters and in others that are no Han.
    latin: Vec<String>,
    han: Vec<String>,
    /// Words of each name without Han, in small letters.
    words: Vec<Vec<String>>,
}

impl Names {
    fn of(one: &Contributor) -> Self {
        let (han, latin) = keys::people(one).into_iter().partition(|key| keys::has_han(key));
        let words = |name: &str| name.split(|c: char| !c.is_alphabetic()).map(keys::letters).filter(|word| !word.is_empty()).collect();
        let words = one.name.values().filter(|name| !keys::has_han(name)).map(|name| words(name)).collect();
        Self { latin, han, words }
    }

    fn latin_as(&self, other: &Self) -> Option<bool> {
        // Some name the family alone; and which of two words is the family name is not always seen.
        let bare = |one: &str, other: &str| other.strip_prefix(one).is_some_and(|given| given.starts_with(' '));
        let key = |a: &String| other.latin.iter().any(|b| a == b || bare(a, b) || bare(b, a));
        let sorted = |words: &Vec<String>| {
            let mut words = words.clone();
            words.sort_unstable();
            words
        };
        let whole = |a: &Vec<String>| other.words.iter().any(|b| sorted(a) == sorted(b));
        let both = !self.latin.is_empty() && !other.latin.is_empty();
        both.then(|| self.latin.iter().any(key) || self.words.iter().any(whole))
    }

    fn han_as(&self, other: &Self) -> Option<bool> {
        let both = !self.han.is_empty() && !other.han.is_empty();
        both.then(|| self.han.iter().any(|name| other.han.contains(name)))
    }

    /// Whether a name in Han is read as one in Latin letters is written: whole in either order, or with initials.
    fn sounds_as(&self, other: &Self) -> Option<bool> {
        let both = self.latin.is_empty() && !self.han.is_empty() && other.han.is_empty() && !other.words.is_empty();
        both.then(|| self.han.iter().any(|han| other.words.iter().any(|words| is_read(han, words))))
    }
}

fn is_read(han: &str, words: &[String]) -> bool {
    let words: Vec<String> = words.iter().map(|word| spelled(word)).collect();
    han_name(han).into_iter().any(|(family, given)| {
        let (whole, initials) =
            (spelled(&[family.concat(), given.concat()].concat()), given.iter().filter_map(|sound| sound.chars().next()));
        let (family, initials) = (spelled(&family.concat()), initials.collect::<String>());
        let turned = |by: usize| {
            let (front, back) = words.split_at_checked(by)?;
            Some(back.concat() + &front.concat())
        };
        let rest = |at: usize| words.iter().enumerate().filter(|(nth, _)| *nth != at).map(|(_, word)| word.as_str()).collect::<String>();
        (0..words.len()).filter_map(turned).any(|spelled| spelled == whole)
            || words.iter().position(|word| *word == family).map(rest).is_some_and(|rest| !rest.is_empty() && initials.starts_with(&rest))
    })
}

/// Adds what `more` says of a person. A name is one in all its parts: a particle that stands within a family name here is none
/// beside it there.
fn unite(base: &mut Contributor, more: &Contributor, tie: Tie, path: &str, lost: &mut Object) {
    let mut other = more.clone();
    other.aff = tie.of(&other.aff);
    if tie == Tie::Base && !base.aff.is_empty() {
        other.marks.clear();
    }
    let shared = base.family.languages().filter(|language| other.family.get(language).is_some());
    let differs: Vec<Language> = shared.filter(|language| base.family.get(language) != other.family.get(language)).cloned().collect();
    if !differs.is_empty() {
        (other.particle, other.dropping_particle) = (None, None);
        for texts in [&mut other.family, &mut other.given] {
            let left = texts.iter().filter(|(language, _)| !differs.contains(language));
            *texts = left.map(|(language, text)| (language.clone(), text.clone())).collect();
        }
    }
    *base = super::united(base, &other, path, lost).unwrap_or_else(|| base.clone());
}
