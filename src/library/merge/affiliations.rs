//! Where the people of two records of one work were: two lists of affiliations made one, and how people and marks point into it.

use std::collections::HashSet;

use super::super::{keys, trigrams};
use super::Lost;
use crate::record::{Affiliation, Article, Contributor, Language};

/// Below this, two addresses in one language are two places.
const OTHER_PLACE: f64 = 0.4;

/// To which list the affiliations of people point.
#[derive(PartialEq, Eq)]
pub(super) enum Tie {
    /// Both lists are one.
    Both,
    Base,
    More,
    /// Where each affiliation of the other record stands in the list of this one.
    At(Vec<usize>),
}

impl Tie {
    /// Places of the other record's list, as far as that is the list of both.
    pub(super) fn of(&self, places: &[usize]) -> Vec<usize> {
        match self {
            Self::Base => Vec::new(),
            Self::At(held) => places.iter().filter_map(|place| held.get(*place).copied()).collect(),
            Self::Both | Self::More => places.to_vec(),
        }
    }

    /// Somebody whom only the other record has, with the affiliations and marks that mean something here.
    pub(super) fn newcomer(&self, other: &Contributor) -> Contributor {
        let marks = if matches!(self, Self::At(_)) { signs(&other.marks) } else { other.marks.clone() };
        Contributor { aff: self.of(&other.aff), marks, ..other.clone() }
    }
}

/// The marks behind a name without those that point into a list of affiliations: `*` of `1*`.
pub(super) fn signs(marks: &[String]) -> Vec<String> {
    let sign = |mark: &String| mark.chars().filter(|c| !c.is_alphanumeric() && *c != ',').collect::<String>();
    marks.iter().map(sign).filter(|mark| !mark.trim().is_empty()).collect()
}

/// The affiliations of two records: united one by one where both lists are plainly the same places; one behind the other where
/// no language is in both; else those that are told better (`Peking University First Hospital` before `Peking Univ, Hosp 1`).
pub(super) fn united(base: &Article, more: &Article, lost: &mut Lost) -> (Vec<Affiliation>, Tie) {
    let (mine, theirs) = (&base.affiliations, &more.affiliations);
    if theirs.is_empty() {
        return (mine.clone(), Tie::Base);
    }
    if mine.is_empty() {
        return (theirs.clone(), Tie::More);
    }
    let differ = |a: &Option<String>, b: &Option<String>| a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a != b);
    let alike = |(one, other): (&Affiliation, &Affiliation)| {
        let texts = one.text.iter().filter_map(|(language, text)| Some((text, other.text.get(language)?)));
        !differ(&one.label, &other.label)
            && texts.into_iter().all(|(a, b)| trigrams::alike(&keys::title(a), &keys::title(b)) >= OTHER_PLACE)
    };
    if mine.len() == theirs.len() && mine.iter().zip(theirs).all(alike) {
        let mut all = mine.clone();
        for (at, (one, other)) in all.iter_mut().zip(theirs).enumerate() {
            let path = format!("affiliations[{at}]");
            *one = super::united(one, other, &path, lost).unwrap_or_else(|| one.clone());
        }
        return (all, Tie::Both);
    }
    // The record comes again, of which the other is made in part.
    let place =
        |one: &Affiliation| mine.iter().position(|held| one.text.iter().all(|(language, text)| held.text.get(language) == Some(text)));
    if let Some(held) = theirs.iter().map(place).collect() {
        return (mine.clone(), Tie::At(held));
    }
    let languages = |list: &[Affiliation]| -> HashSet<Language> { list.iter().flat_map(|one| one.text.languages().cloned()).collect() };
    if languages(mine).is_disjoint(&languages(theirs)) {
        // A mark is that of one list.
        let behind = theirs.iter().map(|one| Affiliation { label: None, ..one.clone() });
        return (mine.iter().cloned().chain(behind).collect(), Tie::At((mine.len()..mine.len().saturating_add(theirs.len())).collect()));
    }
    if !lost.as_is && has_better_places(more, base) {
        lost.base.insert("affiliations".to_owned(), serde_json::to_value(mine).unwrap_or_default());
        return (theirs.clone(), Tie::More);
    }
    lost.more.insert("affiliations".to_owned(), serde_json::to_value(theirs).unwrap_or_default());
    (mine.clone(), Tie::Base)
}

/// Whether the affiliations of `more` are told at greater length; a list that says whose they are counts before one that does
/// not, unless it has fewer.
fn has_better_places(more: &Article, base: &Article) -> bool {
    let letters = |article: &Article| -> usize {
        article.affiliations.iter().flat_map(|one| one.text.values()).map(|text| text.chars().count()).sum()
    };
    let tied = |article: &Article| article.authors.iter().any(|one| !one.aff.is_empty());
    match (tied(more), tied(base)) {
        (true, false) if more.affiliations.len() >= base.affiliations.len() => true,
        (false, true) if base.affiliations.len() >= more.affiliations.len() => false,
        _ => letters(more) > letters(base),
    }
}
