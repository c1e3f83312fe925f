//! `qikan doctor FILE…`: what is wrong in records, record by record, before they are imported or sent on.

use std::path::PathBuf;

use serde_json::json;

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
