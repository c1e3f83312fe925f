//! The people of two records of one work: who is who, whatever the order and the script, and where they worked.

use std::collections::{HashMap, HashSet};

use super::super::company::spelled;
use super::super::keys;
use super::affiliations::{Tie, signs};
use super::{Lost, affiliations, better};
use crate::record::{Affiliation, Article, Contributor, Language};
use crate::text::han_name;

/// The people and the affiliations of both; what those of `more` say otherwise goes to `lost`.
pub(super) fn united(base: &Article, more: &Article, lost: &mut Lost) -> (Vec<Contributor>, Vec<Affiliation>) {
    // A list that is cut short gives way to one that goes on.
    if base.etal && !more.etal && more.authors.len() > base.authors.len() {
        lost.turned();
        let whole = joined(more, base, lost);
        lost.turned();
        return whole;
    }
    joined(base, more, lost)
}

fn joined(base: &Article, more: &Article, lost: &mut Lost) -> (Vec<Contributor>, Vec<Affiliation>) {
    let (places, tie) = affiliations::united(base, more, lost);
    let mut people = base.authors.clone();
    if tie == Tie::More {
        for one in &mut people {
            one.aff.clear();
            one.marks = signs(&one.marks);
        }
    }
    let compared = Compared { mine: base.authors.iter().map(Names::of).collect(), theirs: more.authors.iter().map(Names::of).collect() };
    let of = |list: &[Contributor], wanted: &str| -> Vec<usize> {
        (0..).zip(list).filter(|(_, one)| one.role_name() == wanted).map(|(at, _)| at).collect()
    };
    let mut roles: Vec<&str> = more.authors.iter().map(Contributor::role_name).collect();
    roles.sort_unstable();
    roles.dedup();
    let (known, new): (Vec<&str>, Vec<&str>) =
        roles.into_iter().partition(|wanted| base.authors.iter().any(|one| one.role_name() == *wanted));
    let (mut all, mut listed) = (true, HashSet::new());
    for wanted in known {
        let (mine, theirs) = (of(&base.authors, wanted), of(&more.authors, wanted));
        for (at, found) in theirs.iter().zip(compared.matches(&mine, &theirs)) {
            let Some(other) = more.authors.get(*at) else { continue };
            match found.and_then(|place| Some((place, people.get_mut(place)?))) {
                Some((place, one)) => {
                    listed.insert(place);
                    unite(one, other, &tie, &format!("authors[{place}]"), lost);
                }
                None => all = false,
            }
        }
    }
    // Who is an editor to one and an author to the other is not two people, unless the other has both.
    let everybody: Vec<usize> = (0..base.authors.len()).collect();
    for wanted in new {
        let theirs = of(&more.authors, wanted);
        for (at, found) in theirs.iter().zip(compared.by_name(&everybody, &theirs)) {
            match more.authors.get(*at).filter(|_| found.is_none_or(|place| listed.contains(&place))) {
                Some(other) => people.push(tie.newcomer(other)),
                None => all = false,
            }
        }
    }
    if !all {
        lost.more.insert("authors".to_owned(), serde_json::to_value(&more.authors).unwrap_or_default());
    }
    (people, places)
}

/// Whether the names of a list are not all, in the record that two are together.
pub(super) fn is_cut(base: &Article, more: &Article) -> bool {
    match (base.etal, more.etal) {
        (true, false) => more.authors.len() <= base.authors.len(),
        (false, true) => base.authors.len() < more.authors.len(),
        (cut, _) => cut,
    }
}

/// Lists of more people than this are compared by what their names are keyed by, and no longer by how Han names sound.
const MANY: usize = 200;

/// The people of two records, as they are compared.
struct Compared {
    mine: Vec<Names>,
    theirs: Vec<Names>,
}

impl Compared {
    /// Of the people `theirs`, whom among `mine` each is: whoever has the very name, whoever stands in the same place and nothing
    /// speaks against it, whoever else may have the name.
    fn matches(&self, mine: &[usize], theirs: &[usize]) -> Vec<Option<usize>> {
        let mut found = self.by_name(mine, theirs);
        let mut taken: HashSet<usize> = found.iter().flatten().copied().collect();
        // Names that cannot be compared, and a few that are spelled otherwise, are those of whoever stands in their place.
        let left: Vec<usize> = (0..found.len()).filter(|nth| found.get(*nth).is_some_and(Option::is_none)).collect();
        let at = |nth: &usize| mine.get(*nth).copied().zip(theirs.get(*nth).copied());
        let said = |nth: &usize| at(nth).and_then(|(at, other)| self.is_same(at, other));
        let unknown = left.iter().all(|nth| at(nth).is_some() && said(nth).is_none());
        if mine.len() == theirs.len() && (unknown || 2 * left.len() < found.len()) {
            for nth in left.into_iter().filter(|nth| !self.has_other_orcid(at(nth))) {
                let place = mine.get(nth).copied().filter(|at| taken.insert(*at));
                if let Some(found) = found.get_mut(nth) {
                    *found = place;
                }
            }
        }
        found
    }

    /// The same by names alone.
    fn by_name(&self, mine: &[usize], theirs: &[usize]) -> Vec<Option<usize>> {
        let mut found = vec![None; theirs.len()];
        let mut taken = HashSet::new();
        let passes: [(Keys, bool); 4] = [
            (|one| one.orcid.iter().cloned().collect(), false),
            (|one| one.whole.clone(), false),
            (Names::keys, true),
            (Names::keys, false),
        ];
        for (keys, in_place) in passes {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for at in mine.iter().copied().filter(|at| !taken.contains(at)) {
                for key in self.mine.get(at).map(keys).unwrap_or_default() {
                    places.entry(key).or_default().push(at);
                }
            }
            for (nth, other) in
                theirs.iter().copied().enumerate().filter(|(nth, _)| found.get(*nth).is_some_and(Option::is_none)).collect::<Vec<_>>()
            {
                let keys = self.theirs.get(other).map(keys).unwrap_or_default();
                let holds = |at: &usize| !taken.contains(at) && !self.has_other_orcid(Some((*at, other)));
                let mut held: Vec<usize> = keys
                    .iter()
                    .filter_map(|key| places.get(key))
                    .flat_map(|places| places.iter().take(FEW))
                    .copied()
                    .filter(holds)
                    .collect();
                held.sort_unstable();
                held.dedup();
                let place = if in_place {
                    mine.get(nth).copied().filter(|at| held.contains(at))
                } else {
                    <[usize; 1]>::try_from(held).ok().map(|[only]| only)
                };
                if let (Some(place), Some(found)) = (place, found.get_mut(nth)) {
                    taken.insert(place);
                    *found = Some(place);
                }
            }
        }
        if mine.len().max(theirs.len()) <= MANY {
            self.by_sound(mine, theirs, &mut found, &mut taken);
        }
        found
    }

    /// The rest by how a Han name sounds: in its place before elsewhere.
    fn by_sound(&self, mine: &[usize], theirs: &[usize], found: &mut [Option<usize>], taken: &mut HashSet<usize>) {
        for in_place in [true, false] {
            for (nth, (found, other)) in found.iter_mut().zip(theirs).enumerate().filter(|(_, (found, _))| found.is_none()) {
                let same = |at: &usize| !taken.contains(at) && self.is_same(*at, *other) == Some(true);
                let here = mine.get(nth).copied().filter(|_| in_place).filter(same);
                let mut anywhere = mine.iter().copied().filter(|_| !in_place).filter(same);
                let only = anywhere.next().filter(|_| anywhere.next().is_none());
                if let Some(place) = here.or(only) {
                    taken.insert(place);
                    *found = Some(place);
                }
            }
        }
    }

    /// Whether two names are one person's; nothing where their scripts cannot be compared.
    fn is_same(&self, at: usize, other: usize) -> Option<bool> {
        let (mine, theirs) = (self.mine.get(at)?, self.theirs.get(other)?);
        if let (Some(mine), Some(theirs)) = (&mine.orcid, &theirs.orcid) {
            return Some(mine == theirs);
        }
        let shares =
            |one: &[String], other: &[String]| (!one.is_empty() && !other.is_empty()).then(|| one.iter().any(|key| other.contains(key)));
        let compared = [shares(&mine.latin, &theirs.latin), shares(&mine.han, &theirs.han), mine.sounds_as(theirs), theirs.sounds_as(mine)];
        compared.into_iter().flatten().reduce(|a, b| a || b)
    }

    fn has_other_orcid(&self, pair: Option<(usize, usize)>) -> bool {
        let orcids = pair.and_then(|(at, other)| Some((self.mine.get(at)?.orcid.as_ref()?, self.theirs.get(other)?.orcid.as_ref()?)));
        orcids.is_some_and(|(mine, theirs)| mine != theirs)
    }
}

/// By what a person is looked up.
type Keys = fn(&Names) -> Vec<String>;

/// People of one key that are looked at.
const FEW: usize = 8;

/// The names of one person as they are compared.
struct Names {
    orcid: Option<String>,
    /// Whole names, folded, their words in order.
    whole: Vec<String>,
    /// Keys of [`keys::people`] in Latin letters and in others that are no Han; and the words of names without Han in the order of
    /// letters, as which of them is the family name is not always seen.
    latin: Vec<String>,
    han: Vec<String>,
    /// Words of each name without Han, in small letters.
    words: Vec<Vec<String>>,
}

impl Names {
    fn of(one: &Contributor) -> Self {
        let (han, mut latin): (Vec<String>, Vec<String>) = keys::people(one).into_iter().partition(|key| keys::has_han(key));
        let words = |name: &str| name.split(|c: char| !c.is_alphabetic()).map(keys::letters).filter(|word| !word.is_empty()).collect();
        let words: Vec<Vec<String>> = one.name.values().filter(|name| !keys::has_han(name)).map(|name| words(name)).collect();
        let whole: Vec<String> = words.iter().map(|words| words.join(" ")).chain(han.iter().cloned()).collect();
        for words in &words {
            let mut sorted = words.clone();
            sorted.sort_unstable();
            latin.push(sorted.join("+"));
        }
        Self { orcid: one.orcid.clone(), whole, latin, han, words }
    }

    fn keys(&self) -> Vec<String> {
        self.latin.iter().chain(&self.han).cloned().collect()
    }

    /// Whether a name in Han is read as one in Latin letters is written: whole in either order, or with initials.
    fn sounds_as(&self, other: &Self) -> Option<bool> {
        let both = self.words.is_empty() && !self.han.is_empty() && other.han.is_empty() && !other.words.is_empty();
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
fn unite(base: &mut Contributor, more: &Contributor, tie: &Tie, path: &str, lost: &mut Lost) {
    let mut other = more.clone();
    other.aff = tie.of(&other.aff);
    match tie {
        Tie::Base if !base.aff.is_empty() => other.marks.clear(),
        Tie::More => {
            let own = signs(&base.marks);
            base.marks = std::mem::take(&mut other.marks);
            base.marks.extend(own.into_iter().filter(|mark| !base.marks.iter().any(|held| held.contains(mark))).collect::<Vec<_>>());
        }
        Tie::At(_) => {
            let known = |place: &usize| !base.aff.contains(place);
            let new: Vec<usize> = std::mem::take(&mut other.aff).into_iter().filter(known).collect();
            other.marks = if base.marks.is_empty() { signs(&other.marks) } else { Vec::new() };
            // Where marks are printed, what stands behind the list has the number of its place.
            if base.marks.iter().any(|mark| mark.contains(char::is_alphanumeric)) {
                let numbers = new.iter().map(|place| place.saturating_add(1).to_string());
                let behind = base.marks.iter().position(|mark| !mark.contains(char::is_alphanumeric)).unwrap_or(base.marks.len());
                base.marks.splice(behind..behind, numbers);
            }
            base.aff.extend(new);
        }
        _ => {}
    }
    take_fuller_names(base, &other, path, lost);
    let shared = base.family.languages().filter(|language| other.family.get(language).is_some());
    let differs: Vec<Language> = shared.filter(|language| base.family.get(language) != other.family.get(language)).cloned().collect();
    if !differs.is_empty() {
        // Where the whole name is the same this tells how it is parted there.
        let parted = serde_json::json!({ "family": other.family, "given": other.given, "particle": other.particle });
        lost.more.insert(format!("{path}.family"), parted);
        (other.particle, other.dropping_particle) = (None, None);
        for texts in [&mut other.family, &mut other.given] {
            let left = texts.iter().filter(|(language, _)| !differs.contains(language));
            *texts = left.map(|(language, text)| (language.clone(), text.clone())).collect();
        }
    }
    *base = super::united(base, &other, path, lost).unwrap_or_else(|| base.clone());
}

/// Gives a person the given names that the other record has in full, where this one has their initials.
fn take_fuller_names(base: &mut Contributor, other: &Contributor, path: &str, lost: &mut Lost) {
    let same_family = |language: &&Language| base.family.get(language) == other.family.get(language);
    let fuller = |language: &&Language| {
        let given = other.given.get(language).zip(base.given.get(language));
        given.is_some_and(|(more, base)| better::is_fuller_name(more, base))
    };
    let languages: Vec<Language> = base.given.languages().filter(|_| !lost.as_is).filter(same_family).filter(fuller).cloned().collect();
    for language in languages {
        for (part, mine, theirs) in [("given", &mut base.given, &other.given), ("name", &mut base.name, &other.name)] {
            let (Some(old), Some(new)) = (mine.get(&language).cloned(), theirs.get(&language).cloned()) else { continue };
            mine.insert(language.clone(), new);
            lost.base.insert(format!("{path}.{part}.{language}"), serde_json::Value::String(old));
        }
    }
}
