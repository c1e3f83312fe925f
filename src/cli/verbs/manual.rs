//! What the program says of itself: settings, keys, formats.

use clap::CommandFactory;

use crate::cli::args::{Arguments, REFERENCES};
use crate::cli::out::Out;
use crate::cli::{Failure, input};
use crate::config;
use crate::formats::FORMATS;

/// `qikan help query`: the language of the search; `qikan help VERB`: what a verb does. Without a topic: the verbs.
///
/// # Errors
/// A topic that there is not.
pub fn help(topic: Option<&str>, out: &Out) -> Result<(), Failure> {
    let mut program = Arguments::command();
    // So that a verb's help names the program, and the options of every verb.
    program.build();
    match topic {
        Some("query") => out.print(&crate::search::query::help()),
        None => out.print(&program.render_long_help().to_string()),
        Some(verb) => {
            let Some(command) = program.find_subcommand_mut(verb) else {
                let near = input::near_verb(verb);
                return Err(Failure::Usage(format!("there is no help on \"{verb}\".{near} There is `qikan help query`, and of each verb")));
            };
            out.print(&command.render_long_help().to_string());
        }
    }
    out.finish()
}

/// `qikan config`: the built-in settings, to be copied and changed.
pub fn config(out: &Out) -> Result<(), Failure> {
    out.print(config::BUILT_IN);
    out.finish()
}

/// `qikan keys`: the built-in keymap, to be copied and changed.
pub fn keys(out: &Out) -> Result<(), Failure> {
    out.print(crate::reader::keymap::BUILT_IN);
    out.finish()
}

/// `qikan formats`: the table.
pub fn formats(out: &Out) -> Result<(), Failure> {
    out.line(&format!("{:<14} {:<5} {:<5} {}", "format", "read", "write", "what it is"));
    let mark = |yes: bool| if yes { "yes" } else { "-" };
    for format in FORMATS.iter().filter(|format| format.read.is_some() || format.write.is_some()) {
        out.line(&format!("{:<14} {:<5} {:<5} {}", format.name, mark(format.read.is_some()), mark(format.write.is_some()), format.title));
    }
    out.line(&format!(
        "{:<14} {:<5} {:<5} {}",
        REFERENCES, "yes", "-", "reference strings, one a line (GB/T 7714 and relatives); convert --to jsonl only"
    ));
    out.finish()
}
