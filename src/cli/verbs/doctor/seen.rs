//! Which records of the files that are looked at are one work: the DOI says so; or title, year and first page together, where
//! nothing speaks against it, because titles recur (征稿简则, Editorial).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::library::{abbreviates, is_long_title, journal_words};
use crate::record::{Article, Doi};
use crate::text::{is_han, key, plain};

/// Works of one title, year and page that are remembered.
const REMEMBERED: usize = 64;
/// Names of a journal that are looked at.
const NAMES: usize = 4;

/// The works that were met, by what may make another one of them.
#[derive(Default)]
pub(super) struct Seen {
    dois: HashMap<String, String>,
    titles: HashMap<String, Vec<Met>>,
}

/// What tells works of one title, year and page apart.
#[derive(Clone)]
struct Met {
    place: String,
    doi: Option<Doi>,
    issns: Vec<String>,
    /// The words of each name of the journal.
    journals: Vec<Vec<String>>,
    author: Option<String>,
    volume: Option<u32>,
    issue: Option<u32>,
}

impl Met {
    fn of(article: &Article, place: &str) -> Self {
        let journal = &article.journal;
        let author = article.authors.iter().find(|one| one.role.is_none());
        let family = author.and_then(|one| one.family.values().next().or_else(|| one.name.values().next()));
        Self {
            place: place.to_owned(),
            doi: article.ids.doi.clone(),
            issns: journal.issn.clone(),
            journals: journal.title.values().chain(journal.abbrev.values()).take(NAMES).map(|name| journal_words(&plain(name))).collect(),
            author: family.map(|name| key(name)).filter(|key| !key.is_empty()),
            volume: article.volume.as_deref().and_then(number),
            issue: article.issue.as_deref().and_then(number),
        }
    }

    /// Whether nothing says that the other, which has the same title, is another work: two editorials stand in two issues.
    fn may_be(&self, other: &Self, long: bool) -> bool {
        let differ = |one: Option<u32>, other: Option<u32>| one.zip(other).is_some_and(|(one, other)| one != other);
        if differ(self.volume, other.volume) || differ(self.issue, other.issue) {
            return false;
        }
        let authors = self.author.as_ref().zip(other.author.as_ref());
        let (same, others) = authors.map_or((false, false), |(one, other)| {
            let same = one.contains(other.as_str()) || other.contains(one.as_str());
            (same, !same && is_in_han(one) == is_in_han(other))
        });
        // Two DOIs are two works, unless one author has one long title twice.
        let dois = self.doi.as_ref().zip(other.doi.as_ref()).is_some_and(|(one, other)| one != other);
        !others && (!dois || (same && long)) && self.same_journal(other)
    }

    /// Whether the journals may be one: by an ISSN, or by a name that abbreviates the other. Of a Chinese name and a Latin one
    /// nobody knows.
    fn same_journal(&self, other: &Self) -> bool {
        let nameless = self.journals.is_empty() || other.journals.is_empty();
        let alike = |one: &Vec<String>, other: &Vec<String>| {
            let han = |words: &[String]| words.iter().any(|word| is_in_han(word));
            han(one) != han(other) || one == other || abbreviates(one, other)
        };
        nameless
            || self.issns.iter().any(|issn| other.issns.contains(issn))
            || self.journals.iter().any(|one| other.journals.iter().any(|other| alike(one, other)))
    }
}

fn is_in_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// The first number of a volume or an issue: `03` is 3, `Vol. 12` is 12, `3-4` is 3.
fn number(written: &str) -> Option<u32> {
    let digits = written.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

impl Seen {
    /// A sentence when the work was met before.
    pub(super) fn before(&mut self, article: &Article, place: &str) -> Option<String> {
        let mut met = None;
        if let Some(doi) = &article.ids.doi {
            match self.dois.entry(doi.to_string()) {
                Entry::Occupied(first) => met = Some(format!("it has the DOI of {}", first.get())),
                Entry::Vacant(entry) => _ = entry.insert(place.to_owned()),
            }
        }
        let (Some(year), Some(page)) = (article.year, article.pages.first.as_ref().or(article.pages.article_number.as_ref())) else {
            return met;
        };
        let this = Met::of(article, place);
        for title in article.title.values().take(NAMES).map(|title| key(title)).filter(|key| !key.is_empty()) {
            let long = is_long_title(&title);
            let known = self.titles.entry(format!("{title} {year} {page}")).or_default();
            match known.iter().find(|one| one.place != place && one.may_be(&this, long)) {
                Some(first) => met = met.or_else(|| Some(format!("it has the title, the year and the page of {}", first.place))),
                None if known.len() < REMEMBERED => known.push(this.clone()),
                None => {}
            }
        }
        met
    }
}
