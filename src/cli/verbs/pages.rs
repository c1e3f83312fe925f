//! What the system around qikan asks of a program: pages for `man`, completions for shells. Both are made of the definition
//! that the command line is parsed by, of the keymap and of the table of formats.

use std::io::{self, Write};
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man as Manual;
use clap_mangen::roff::{Roff, bold, italic, roman};

use crate::cli::args::{Arguments, Man, REFERENCES};
use crate::cli::failure::EXIT_CODES;
use crate::cli::out::Out;
use crate::cli::{Failure, input};
use crate::formats::FORMATS;
use crate::reader::action::{Action, Context, Group};
use crate::reader::keymap::Keymap;

/// What lies where, after the XDG base directory specification.
const FILES: [(&str, &str); 6] = [
    ("$XDG_CONFIG_HOME/qikan/config.toml", "Settings; qikan config prints every one with its built-in value."),
    ("$XDG_CONFIG_HOME/qikan/keymap.toml", "Keys that differ from those that qikan keys prints."),
    ("$XDG_CONFIG_HOME/qikan/themes/", "Themes of your own, NAME.toml each."),
    ("$XDG_DATA_HOME/qikan/", "The library: the records, and what you have read, marked and kept."),
    ("$XDG_STATE_HOME/qikan/", "Where the last session stood."),
    ("$XDG_CACHE_HOME/qikan/", "The search index and what was found out of terminals; may be deleted."),
];

/// What the environment may say.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("QIKAN_LIBRARY", "The folder of the library, where --library names none."),
    ("NO_COLOR", "No colour, where --color asks for none."),
    ("TERM, COLORTERM, LANG, LC_ALL", "What the terminal can; qikan doctor term says what was found out of them."),
];

/// `qikan man`: the page of the program; `qikan man VERB`: that of a verb; `--write DIR`: all of them as files.
///
/// # Errors
/// A verb that there is not; a folder that cannot be written to.
pub fn man(asked: &Man, out: &Out) -> Result<(), Failure> {
    let mut program = Arguments::command();
    program.build();
    if let Some(folder) = &asked.write {
        return write(&program, folder, out);
    }
    let page = match &asked.verb {
        None => of_program(program),
        Some(verb) => {
            let Some(command) = program.find_subcommand(verb) else {
                return Err(Failure::Usage(format!("there is no verb \"{verb}\" to have a page.{}", input::near_verb(verb))));
            };
            of_verb(command)
        }
    };
    out.print(&page.map_err(|error| Failure::writing("the page", &error))?);
    out.finish()
}

/// `qikan completions SHELL`.
///
/// # Errors
/// Of writing.
pub fn completions(shell: Shell, out: &Out) -> Result<(), Failure> {
    let mut program = with_names(Arguments::command());
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "qikan", &mut script);
    out.print(&String::from_utf8_lossy(&script));
    out.finish()
}

/// The program with the names of formats where one is wanted: shells complete them. The parser itself takes any word, so
/// that what is wrong about it is said in a sentence.
fn with_names(program: Command) -> Command {
    let read = || FORMATS.iter().filter(|format| format.read.is_some()).map(|format| format.name).chain([REFERENCES]);
    let written = || FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name);
    program
        .mut_arg("from", |option| option.value_parser(PossibleValuesParser::new(read())))
        .mut_subcommand("convert", |verb| verb.mut_arg("to", |option| option.value_parser(PossibleValuesParser::new(written()))))
        .mut_subcommand("export", |verb| verb.mut_arg("format", |option| option.value_parser(PossibleValuesParser::new(written()))))
        .mut_subcommand("man", |verb| verb.mut_arg("verb", |word| word.value_parser(PossibleValuesParser::new(super::NAMES))))
        .mut_subcommand("help", |verb| {
            verb.mut_arg("topic", |word| word.value_parser(PossibleValuesParser::new(super::NAMES.into_iter().chain(["query"]))))
        })
}

fn of_verb(command: &Command) -> io::Result<String> {
    let mut page = Vec::new();
    Manual::new(command.clone()).manual("qikan").render(&mut page)?;
    Ok(text(&page))
}

/// The page of the program: the usual sections, then keys, formats, files, environment and exit codes.
fn of_program(program: Command) -> io::Result<String> {
    // The name of the page says the name already.
    let manual = Manual::new(program.about("read journal records in the terminal")).manual("qikan");
    let mut page = Vec::new();
    manual.render_title(&mut page)?;
    manual.render_name_section(&mut page)?;
    manual.render_synopsis_section(&mut page)?;
    manual.render_description_section(&mut page)?;
    manual.render_subcommands_section(&mut page)?;
    manual.render_options_section(&mut page)?;
    own_sections().to_writer(&mut page)?;
    manual.render_version_section(&mut page)?;
    Ok(text(&page))
}

fn own_sections() -> Roff {
    let mut page = Roff::new();
    page.control("SH", ["KEYS"]);
    let keymap = Keymap::built_in();
    for (group, title) in Group::ALL {
        page.control("SS", [title]);
        for line in Action::ALL.iter().filter(|line| line.group == group) {
            let keys = keys_of(&keymap, line.action);
            if !keys.is_empty() {
                term(&mut page, &keys.join(", "), line.help);
            }
        }
    }
    page.control("SH", ["FORMATS"]);
    for format in FORMATS.iter().filter(|format| format.read.is_some() || format.write.is_some()) {
        let only = match (format.read.is_some(), format.write.is_some()) {
            (true, false) => " (read only)",
            (false, true) => " (written only)",
            _ => "",
        };
        term(&mut page, format.name, &format!("{}{only}", format.title));
    }
    page.control("SH", ["FILES"]);
    for (path, what) in FILES {
        page.control("TP", []).text([italic(path)]).text([roman(what)]);
    }
    page.control("SH", ["ENVIRONMENT"]);
    for (name, what) in ENVIRONMENT {
        term(&mut page, name, what);
    }
    page.control("SH", ["EXIT STATUS"]);
    for (code, what) in EXIT_CODES {
        term(&mut page, code, what);
    }
    page
}

/// The keys of an action wherever it has some, each once.
fn keys_of(keymap: &Keymap, action: Action) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (context, ..) in Context::ALL {
        for (keys, bound) in keymap.written(context) {
            if bound == action && !found.contains(&keys) {
                found.push(keys);
            }
        }
    }
    found
}

fn term(page: &mut Roff, name: &str, what: &str) {
    page.control("TP", []).text([bold(name)]).text([roman(what)]);
}

/// Every page as a file `qikan.1`, `qikan-VERB.1` of a folder, which is made if it is not there.
fn write(program: &Command, folder: &Path, out: &Out) -> Result<(), Failure> {
    let put = |name: &str, page: io::Result<String>| {
        let path = folder.join(format!("{name}.1"));
        page.and_then(|page| std::fs::File::create(&path)?.write_all(page.as_bytes()))
            .map_err(|error| Failure::writing(&path.display().to_string(), &error))
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::writing(&folder.display().to_string(), &error))?;
    put("qikan", of_program(program.clone()))?;
    for verb in program.get_subcommands() {
        put(&format!("qikan-{}", verb.get_name()), of_verb(verb))?;
    }
    let count = program.get_subcommands().count().saturating_add(1);
    out.line(&format!("{count} pages written to {}", folder.display()));
    out.finish()
}

fn text(page: &[u8]) -> String {
    String::from_utf8_lossy(page).into_owned()
}
