//! `qikan doctor FILE…`: what is wrong in records, record by record, before they are imported or sent on.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use serde_json::json;

use super::lint::CHECKS;
use crate::cli::Failure;
use crate::cli::args::Common;
use crate::cli::out::Out;
use crate::cli::{input, source};
use crate::formats::printable;
use crate::record::{Article, Doi};
use crate::text;

/// Graphemes of a title by which a record is called, at most.
const CALLED: usize = 40;

/// Reads files without a library and tells what is wrong in their records.
///
/// # Errors
/// [`Failure::Nothing`] (1) when something was found, so that a script can tell; a file that cannot be read (3), after all
/// others were.
pub fn records(common: &Common, files: &[PathBuf], as_json: bool, out: &Out) -> Result<(), Failure> {
    let talk = Out::stderr();
    let mut seen = Seen::default();
    let (mut read, mut wrong, mut problems) = (0_u64, 0_u64, 0_u64);
    let mut failed = None;
    for input in input::inputs(files)? {
        let readings = match source::readings(common, &input) {
            Ok(readings) => readings,
            Err(failure) => {
                talk.say(&failure.sentence().unwrap_or_default());
                failed = Some(Failure::Unreadable(String::new()));
                continue;
            }
        };
        let mut number = 0_u64;
        for reading in readings {
            if out.is_broken() {
                break;
            }
            let article = match reading {
                Ok(article) => article,
                Err(finding) => {
                    problems += 1;
                    talk.say(&finding.told_of(&input.name()));
                    continue;
                }
            };
            number += 1;
            let place = format!("{}, record {number}", input.name());
            let mut found: Vec<(&str, String)> =
                CHECKS.iter().flat_map(|(name, check)| check(&article).into_iter().map(|sentence| (*name, sentence))).collect();
            found.extend(seen.before(&article, &place).map(|sentence| ("duplicate", sentence)));
            read += 1;
            wrong += u64::from(!found.is_empty());
            problems += found.len() as u64;
            for (check, sentence) in found {
                if as_json {
                    let about =
                        json!({ "file": input.name(), "record": number, "title": called(&article), "check": check, "sentence": sentence });
                    out.line(&printable::json(&about));
                } else {
                    out.line(&format!("{place} ({}): {check}: {sentence}", called(&article)));
                }
            }
        }
    }
    out.finish()?;
    match (problems, failed) {
        (_, Some(failure)) => Err(failure),
        (0, None) => {
            talk.say(&format!("{}; nothing wrong was found.", counted(read, "record")));
            Ok(())
        }
        (problems, None) => Err(Failure::Nothing(format!("{}, in {wrong} of {}", counted(problems, "finding"), counted(read, "record")))),
    }
}

/// `1 record`, `2 records`.
fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn called(article: &Article) -> String {
    let title = article.title.prefer(&article.lang).map(|title| text::plain(title)).unwrap_or_default();
    let title = text::clean_line(&title);
    if title.is_empty() { "no title".to_owned() } else { text::Measure::default().truncate(&title, CALLED) }
}

/// Where works were met first, by what makes two records one: the DOI; or title, year and first page together, because titles
/// recur (征稿简则).
#[derive(Default)]
struct Seen {
    dois: HashMap<String, String>,
    titles: HashMap<String, Vec<Met>>,
}

/// Works of one title, year and page that are remembered.
const REMEMBERED: usize = 16;

/// What tells works of one title, year and page apart.
struct Met {
    place: String,
    doi: Option<Doi>,
    issns: Vec<String>,
    journals: Vec<String>,
    numbers: [Option<String>; 2],
}

impl Met {
    fn of(article: &Article, place: &str) -> Self {
        let journal = &article.journal;
        Self {
            place: place.to_owned(),
            doi: article.ids.doi.clone(),
            issns: journal.issn.clone(),
            journals: journal.title.values().chain(journal.abbrev.values()).map(|name| text::key(name)).collect(),
            numbers: [article.volume.clone(), article.issue.clone()],
        }
    }

    /// Whether nothing says that the other is another work: two editorials stand in two issues, or have two DOIs.
    fn may_be(&self, other: &Self) -> bool {
        let fits = |one: &Option<String>, other: &Option<String>| one.is_none() || other.is_none() || one == other;
        let journal = if self.issns.iter().any(|issn| other.issns.contains(issn)) || self.journals.is_empty() || other.journals.is_empty() {
            true
        } else {
            self.journals.iter().any(|one| other.journals.iter().any(|other| is_short_for(one, other) || is_short_for(other, one)))
        };
        let dois = self.doi.is_none() || other.doi.is_none() || self.doi == other.doi;
        journal && dois && self.numbers.iter().zip(&other.numbers).all(|(one, other)| fits(one, other))
    }
}

/// Whether a name may abbreviate another: the same first letter, and the others in their order.
fn is_short_for(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().next() == long.chars().next() && short.chars().all(|c| letters.any(|letter| letter == c))
}

impl Seen {
    /// A sentence when the work was met before.
    fn before(&mut self, article: &Article, place: &str) -> Option<String> {
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
        for title in article.title.values().map(|title| text::key(title)).filter(|key| !key.is_empty()) {
            let known = self.titles.entry(format!("{title} {year} {page}")).or_default();
            let this = Met::of(article, place);
            match known.iter().find(|one| one.may_be(&this)) {
                Some(first) => met = met.or_else(|| Some(format!("it has the title, the year and the page of {}", first.place))),
                None if known.len() < REMEMBERED => known.push(this),
                None => {}
            }
        }
        met
    }
}
