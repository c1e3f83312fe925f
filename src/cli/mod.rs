//! The command line: one file a verb, one writer for everything that is printed.

mod args;
mod cards;
mod drawn;
mod failure;
mod findings;
mod input;
mod out;
mod paths;
mod source;
mod verbs;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

pub use failure::Failure;

use args::{Arguments, Verb};
use out::Out;

/// Runs the program as the command line says; the exit code tells how it went (see [`Failure::code`]).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let out = Out::stdout();
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => act(arguments, &out),
        Err(error) => return usage(&error, &out),
    };
    ended(outcome)
}

/// Says what went wrong, and tells it by the exit code.
fn ended(outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                Out::stderr().say(&format!("qikan: {sentence}"));
            }
            ExitCode::from(failure.code())
        }
    }
}

fn act(arguments: Arguments, out: &Out) -> Result<(), Failure> {
    let common = arguments.common;
    common.check(matches!(arguments.verb, Some(Verb::Convert(_))))?;
    match arguments.verb {
        None => verbs::open::open(&common, &arguments.files, out),
        Some(Verb::Open(verb)) => verbs::open::open(&common, &verb.files, out),
        Some(Verb::Import(verb)) => verbs::import::import(&common, &verb, out),
        Some(Verb::List(verb)) => verbs::list::list(&common, &verb, out),
        Some(Verb::Show(verb)) => verbs::show::show(&common, &verb, out),
        Some(Verb::Search(verb)) => verbs::search::search(&common, &verb, out),
        Some(Verb::Suggest(verb)) => verbs::suggest::suggest(&common, &verb, out),
        Some(Verb::Related(verb)) => verbs::related::related(&common, &verb, out),
        Some(Verb::Index(verb)) => verbs::index::index(&common, &verb, out),
        Some(Verb::Issues(verb)) => verbs::issues::issues(&common, &verb, out),
        Some(Verb::Missing(verb)) => verbs::missing::missing(&common, &verb, out),
        Some(Verb::Link(verb)) => verbs::link::link(&common, &verb, out),
        Some(Verb::Unlink(verb)) => verbs::link::unlink(&common, &verb, out),
        Some(Verb::Authors(verb)) => verbs::authors::authors(&common, &verb, out),
        Some(Verb::Clc(verb)) => verbs::clc::clc(&common, &verb, out),
        Some(Verb::Stats(verb)) => verbs::stats::stats(&common, &verb, out),
        Some(Verb::Cite(verb)) => verbs::cite::cite(&common, &verb, out),
        Some(Verb::Convert(verb)) => verbs::convert::convert(&common, &verb, out),
        Some(Verb::Export(verb)) => verbs::export::export(&common, &verb, out),
        Some(Verb::Refs(verb)) => verbs::refs::refs(&common, &verb, out),
        Some(Verb::CitedBy(verb)) => verbs::cited_by::cited_by(&common, &verb, out),
        Some(Verb::Path(verb)) => verbs::path::path(&common, &verb, out),
        Some(Verb::Graph(verb)) => verbs::graph::graph(&common, &verb, out),
        Some(Verb::Dedupe(verb)) => verbs::dedupe::dedupe(&common, &verb, out),
        Some(Verb::Check) => verbs::check::check(&common, out),
        Some(Verb::Doctor(verb)) => verbs::doctor::doctor(&common, &verb, out),
        Some(Verb::Config) => verbs::manual::config(out),
        Some(Verb::Keys) => verbs::manual::keys(out),
        Some(Verb::Formats) => verbs::manual::formats(out),
        Some(Verb::Man(verb)) => verbs::pages::man(&verb, out),
        Some(Verb::Completions(verb)) => verbs::pages::completions(verb.shell, out),
        Some(Verb::Help(verb)) => verbs::manual::help(verb.topic.as_deref(), out),
    }
}

/// Help and version are answers on stdout; a wrong command line is a sentence on stderr.
fn usage(error: &clap::Error, out: &Out) -> ExitCode {
    let text = error.render().to_string();
    if error.use_stderr() {
        Out::stderr().print(&text);
        ExitCode::from(2)
    } else {
        out.print(&text);
        ended(out.finish())
    }
}
