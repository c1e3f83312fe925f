//! `qikan import`: records into the library, a file at a time, all of a file or none of it.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::{Common, Import};
use crate::cli::findings::Findings;
use crate::cli::input::{self, Input};
use crate::cli::out::Out;
use crate::cli::{paths, source};
use crate::formats::printable;
use crate::library::{Access, Library, Progress, Report};
use crate::text;

/// Records from which on it is said how long they took to store and to link.
const MANY: u64 = 10_000;

/// Imports what is named. When this returns well, every record is on the disk.
///
/// # Errors
/// A library that cannot be written (4); an input that could not be read (3), after all others were.
pub fn import(common: &Common, verb: &Import, out: &Out) -> Result<(), Failure> {
    let talk = Out::stderr();
    let inputs = input::inputs(&verb.files)?;
    if inputs.is_empty() {
        return Err(Failure::Nothing("there is no file in what was named".to_owned()));
    }
    let mut library = Library::new();
    let folder = paths::library(common)?;
    // What changes nothing makes no library either.
    if !verb.dry_run || folder.symlink_metadata().is_ok() {
        library.open_own(&folder, Access::ReadWrite)?;
    }
    for note in library.notes() {
        talk.say(note);
    }
    let mut total = Report::default();
    let mut unreadable = None;
    let bar = bar(&inputs, verb.quiet);
    for input in &inputs {
        bar.set_message(text::clean_line(&input.name()).into_owned());
        let mut readings = match source::readings(common, input) {
            Ok(readings) => readings,
            Err(failure) => {
                let sentence = failure.sentence().unwrap_or_default();
                bar.suspend(|| talk.say(&sentence));
                total.unreadable(sentence);
                unreadable = Some(Failure::Unreadable(String::new()));
                bar.inc(1);
                continue;
            }
        };
        let begun = Instant::now();
        let (mut read, mut stored) = (0, None);
        let mut told = |progress: Progress| match progress {
            Progress::Read(records) => {
                read = records;
                bar.set_message(format!("{}: {records} records read", text::clean_line(&input.name())));
                bar.tick();
            }
            Progress::Linked { done, of } => {
                // Whoever stops it from here on loses no record: what is not linked is linked by the next import.
                if stored.is_none() && of >= MANY && !verb.quiet {
                    let seconds = begun.elapsed().as_secs_f32();
                    bar.suspend(|| talk.say(&format!("{read} records stored in {seconds:.1} s. Linking their references.")));
                }
                stored.get_or_insert_with(Instant::now);
                bar.set_message(format!("{}: {done} of {of} records linked", text::clean_line(&input.name())));
                bar.tick();
                if done == of && of >= MANY && !verb.quiet {
                    let seconds = stored.map_or(0.0, |since| since.elapsed().as_secs_f32());
                    bar.suspend(|| talk.say(&format!("Their references were linked in {seconds:.1} s.")));
                }
            }
        };
        let report = if verb.dry_run { library.would_import(&mut readings, &mut told) } else { library.import(&mut readings, &mut told) };
        let report = report.inspect_err(|_| {
            bar.finish_and_clear();
            stopped(&total, &text::clean_line(&input.name()), &talk);
        })?;
        if !verb.quiet {
            bar.suspend(|| {
                let mut findings = Findings::of(input.name(), &talk);
                report.findings.iter().for_each(|finding| findings.say(finding));
                findings.end(report.more_findings);
            });
        }
        total.add(report);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if verb.json {
        out.line(&printable::json(&json!({
            "files": inputs.len(), "read": total.read, "new": total.new, "doubtful": total.doubtful, "joined": total.joined,
            "unchanged": total.unchanged, "not_read": total.not_read, "dry_run": verb.dry_run,
            "findings": total.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })));
    } else if !verb.quiet {
        let why = if total.not_read > 0 && total.only_reason().is_none() { " Above stands why each was not read." } else { "" };
        let next = match total.doubtful {
            _ if verb.dry_run => " Nothing was changed.",
            0 => "",
            _ => " `qikan dedupe` lists the doubtful ones.",
        };
        talk.say(&format!("{total}{why}{next}"));
    }
    out.finish()?;
    unreadable.map_or(Ok(()), Err)
}

/// Says what of an import is kept that stops at a file: what was named before it.
fn stopped(before: &Report, at: &str, talk: &Out) {
    if before.new + before.joined > 0 {
        talk.say(&format!("Of the files before {at} all is kept: {before} Of this one and those behind it nothing is."));
    }
}

/// A bar over the files, drawn only where standard error is a terminal.
fn bar(inputs: &[Input], quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(8) };
    let bar = ProgressBar::with_draw_target(Some(inputs.len() as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}
