//! `qikan doctor [FILE…]`: what is wrong in records, record by record: before they are imported or sent on, or in the library.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::lint::CHECKS;
use super::seen::Seen;
use crate::cli::Failure;
use crate::cli::args::Common;
use crate::cli::out::Out;
use crate::cli::{input, source};
use crate::formats::printable;
use crate::record::Article;
use crate::text;

/// Graphemes of a title by which a record is called, at most.
const CALLED: usize = 40;

/// Reads files without a library, or the library where no file is named, and tells what is wrong in the records.
///
/// # Errors
/// [`Failure::Nothing`] (1) when something was found, so that a script can tell, and when there is no record to look at; a file
/// that cannot be read (3), after all others were.
pub fn records(common: &Common, files: &[PathBuf], as_json: bool, out: &Out) -> Result<(), Failure> {
    let mut examined = Examined { out, as_json, seen: Seen::default(), read: 0, wrong: 0, problems: 0 };
    let failed = if files.is_empty() { examined.library(common)? } else { examined.files(common, files)? };
    out.finish()?;
    let Examined { read, wrong, problems, .. } = examined;
    match (problems, failed) {
        (_, Some(failure)) => Err(failure),
        (0, None) => {
            Out::stderr().say(&format!("{}; nothing wrong was found.", counted(read, "record")));
            Ok(())
        }
        (problems, None) => Err(Failure::Nothing(format!("{}, in {wrong} of {}", counted(problems, "finding"), counted(read, "record")))),
    }
}

/// Records that were looked at, and what was found.
struct Examined<'a> {
    out: &'a Out,
    as_json: bool,
    seen: Seen,
    read: u64,
    wrong: u64,
    problems: u64,
}

impl Examined<'_> {
    /// The records of files; the failure of the last one that could not be read.
    fn files(&mut self, common: &Common, files: &[PathBuf]) -> Result<Option<Failure>, Failure> {
        let talk = Out::stderr();
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
                if self.out.is_broken() {
                    break;
                }
                match reading {
                    Ok(article) => {
                        number += 1;
                        let place = format!("{}, record {number}", input.name());
                        self.look_at(&article, &place, &json!({ "file": input.name(), "record": number }));
                    }
                    Err(finding) => {
                        self.problems += 1;
                        talk.say(&finding.told_of(&input.name()));
                    }
                }
            }
        }
        Ok(failed)
    }

    /// The records of the library, by their identifiers.
    fn library(&mut self, common: &Common) -> Result<Option<Failure>, Failure> {
        let library = source::library(common)?;
        for article in library.records()? {
            if self.out.is_broken() {
                break;
            }
            let article = article?;
            let id = article.id.to_string();
            self.look_at(&article, &id, &json!({ "id": id }));
        }
        if self.read == 0 {
            return Err(Failure::Nothing("the library is empty; `qikan doctor FILE` looks at the records of a file".to_owned()));
        }
        Ok(None)
    }

    /// Tells what is wrong in a record, by its place in words and as members of an object.
    fn look_at(&mut self, article: &Article, place: &str, whose: &Value) {
        let mut found: Vec<(&str, String)> =
            CHECKS.iter().flat_map(|(name, check)| check(article).into_iter().map(|sentence| (*name, sentence))).collect();
        found.extend(self.seen.before(article, place).map(|sentence| ("duplicate", sentence)));
        self.read += 1;
        self.wrong += u64::from(!found.is_empty());
        self.problems += found.len() as u64;
        for (check, sentence) in found {
            if self.as_json {
                let mut about = whose.clone();
                let members = [("title", called(article)), ("check", check.to_owned()), ("sentence", sentence)];
                if let Value::Object(about) = &mut about {
                    about.extend(members.map(|(name, text)| (name.to_owned(), Value::String(text))));
                }
                self.out.line(&printable::json(&about));
            } else {
                self.out.line(&format!("{place} ({}): {check}: {sentence}", called(article)));
            }
        }
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
