//! What the command line may say.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::Failure;
use crate::formats;
use crate::formats::cite::MARKUPS;

mod graph;

pub use graph::{Authors, CitedBy, Clc, Graph, Link, Missing, Path, Refs, Related, Stats, Suggest, Unlink};

/// qikan (期刊): read journal records in the terminal.
///
/// Without a verb, qikan opens the files that are named, or your library, or the embedded sample journals.
#[derive(Debug, Parser)]
#[command(
    name = "qikan",
    version,
    subcommand_precedence_over_arg = true,
    args_conflicts_with_subcommands = false,
    disable_help_subcommand = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// Files, folders or - (standard input) to read without importing them; the content decides the format.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// What every verb understands.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct Common {
    /// The folder of the library [default: $QIKAN_LIBRARY, else $XDG_DATA_HOME/qikan]
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Read the input as this format instead of looking at its content (see `qikan formats`)
    #[arg(long, global = true, value_name = "FORMAT")]
    pub from: Option<String>,
    /// The encoding of the input (utf-8, gb18030, big5, …) instead of finding it out
    #[arg(long, global = true, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    pub color: String,
    /// Cells of East Asian ambiguous characters: auto, 1 or 2
    #[arg(long, global = true, value_name = "CELLS", value_parser = ["auto", "1", "2"])]
    pub ambiguous: Option<String>,
    /// For screen readers and braille: plain lines on the main screen, words for signs, the cursor on what is chosen
    #[arg(long, global = true)]
    pub linear: bool,
    /// Draw on the main screen, so that the last picture stays when qikan ends
    #[arg(long, global = true)]
    pub no_alt: bool,
    /// Read the embedded sample journals instead of your library
    #[arg(long, global = true)]
    pub sample: bool,
}

/// The format of reference strings, one a line: no records, which only `convert` reads.
pub const REFERENCES: &str = "references";

impl Common {
    /// Whether the words that every verb understands are such; `converts` says that reference strings are read, too.
    ///
    /// # Errors
    /// A format or an encoding that there is not, or a format that is only written.
    pub fn check(&self, converts: bool) -> Result<(), Failure> {
        match self.from.as_deref() {
            Some(REFERENCES) if converts => {}
            Some(REFERENCES) => return Err(Failure::Usage("reference strings are no records; qikan convert reads them".to_owned())),
            Some(name) => {
                let format = formats::named(name).map_err(Failure::Usage)?;
                if format.read.is_none() {
                    return Err(Failure::Usage(format!("{name} is written and not read; `qikan formats` lists what is")));
                }
            }
            None => {}
        }
        self.encoding.as_deref().map_or(Ok(()), formats::is_encoding).map_err(Failure::Usage)
    }
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read files, or the library, in the terminal
    Open(Open),
    /// Put records into the library
    Import(Import),
    /// List records, one a line
    List(List),
    /// Print records as a page, or as JSON
    Show(Show),
    /// Find records of the library (see `qikan help query`)
    Search(Search),
    /// List what to read next, or what is near an article, with the reasons
    Suggest(Suggest),
    /// List the related entries of an article and what is near it, with the reasons
    Related(Related),
    /// Bring the search index up to the library, or build it anew
    Index(Index),
    /// List the issues held, one a line, or the pages missing in them
    Issues(Issues),
    /// Print the reference list of a record, with where each entry leads
    Refs(Refs),
    /// List the records of the library that cite one
    CitedBy(CitedBy),
    /// Print the shortest chain of citations between two records
    Path(Path),
    /// Write the citations around a record, or of the whole library, for programs that draw graphs
    Graph(Graph),
    /// List the works that are cited most and not in the library
    Missing(Missing),
    /// Say which record a reference is; the link stays, whatever is found later
    Link(Link),
    /// Break the link of a reference for good, or take back what was said of it
    Unlink(Unlink),
    /// List the authors, or say what is known of one: works, co-authors, affiliations, years
    Authors(Authors),
    /// List the classes (CLC) one below the other, or say what is known of one
    Clc(Clc),
    /// Figures as charts: of the library, a journal or an article
    Stats(Stats),
    /// Print formatted references: GB/T 7714, APA, …, or by a CSL style file
    Cite(Cite),
    /// Turn one format into another; needs no library
    Convert(Convert),
    /// Write the whole library in a format
    Export(Export),
    /// Review records that may be one and the same
    Dedupe(Dedupe),
    /// Verify every record of the library against its checksum
    Check,
    /// Say what is wrong, and what to do about it
    Doctor(Doctor),
    /// Print the built-in settings
    Config,
    /// Print the keys
    Keys,
    /// Print the formats that are read and written
    Formats,
    /// Print the page for `man`, or write it and a page of each verb into a folder
    Man(Man),
    /// Print what a shell needs to complete verbs, options and the names of formats
    Completions(Completions),
    /// Explain a verb, or the language of the search (`query`)
    Help(Help),
}

#[derive(Debug, Args)]
pub struct Search {
    /// Words, fields and signs, best between quotes: '智慧城市 -综述'. Put -- before a query that begins with a dash
    #[arg(value_name = "QUERY", required_unless_present = "saved")]
    pub query: Vec<String>,
    /// Search by the query that is kept under this name; a QUERY beside it narrows it
    #[arg(long, value_name = "NAME", conflicts_with = "save")]
    pub saved: Option<String>,
    /// Keep the query under this name: it then stands among the issues, and --saved NAME asks for it again
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// One JSON object a line: id, score, field and text that matched
    #[arg(long)]
    pub json: bool,
    /// Print at most so many records
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Leave out so many of the first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip: usize,
    /// Print the number of records only
    #[arg(long, conflicts_with = "facets")]
    pub count: bool,
    /// Print the journals, years, authors and classes of the records only, with their numbers
    #[arg(long)]
    pub facets: bool,
}

#[derive(Debug, Args)]
pub struct Index {
    /// Throw the index away and build it anew
    #[arg(long)]
    pub rebuild: bool,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Threads that index
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=8))]
    pub threads: u8,
}

#[derive(Debug, Args)]
pub struct Issues {
    /// Only pages that no article has: journal, year, volume, issue, pages, and the titles before and after them
    #[arg(long)]
    pub gaps: bool,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Help {
    /// What is to be explained
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
}

#[derive(Debug, Args)]
pub struct Man {
    /// The verb whose page is wanted instead of that of the program
    #[arg(value_name = "VERB", conflicts_with = "write")]
    pub verb: Option<String>,
    /// Write all pages into this folder, such as ~/.local/share/man/man1
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct Open {
    /// Files, folders, - or ids of records of the library
    #[arg(value_name = "FILE|ID")]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders (with all below them) or -
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
    /// Say what would be new and what would be joined, file by file, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct Dedupe {
    /// Make one record of two: the first keeps its id, the other's leads to it
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "apart")]
    pub join: Vec<String>,
    /// Remember that two records are two works
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub apart: Vec<String>,
    /// One JSON object a pair
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct List {
    /// Files to list instead of the library
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Files, or ids of records of the library
    #[arg(value_name = "FILE|ID", required = true)]
    pub what: Vec<PathBuf>,
    /// One JSON object a record, in the schema
    #[arg(long)]
    pub json: bool,
    /// Which language: zh, en or both
    #[arg(long, value_name = "LANG", default_value = "both", value_parser = ["zh", "en", "both"])]
    pub language: String,
    /// Columns of the page [default: the terminal's, 80 at most]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<u16>,
}

#[derive(Debug, Args)]
pub struct Cite {
    /// Files, - or ids of records of the library
    #[arg(value_name = "FILE|ID", required_unless_present = "list")]
    pub what: Vec<PathBuf>,
    /// The style: a name (see --list), or a CSL style file [default: citation_style of config.toml]
    #[arg(long, value_name = "STYLE|FILE.csl")]
    pub style: Option<String>,
    /// Cite records of several languages in this one
    #[arg(long, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Write letters alone, or what goes into a document: with the italics, bold and raised letters of the style and of the
    /// titles, and with links. HTML is a paragraph a reference, a p of the class csl-entry; Markdown has a blank line between two
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = MARKUPS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), conflicts_with_all = ["explain", "json"])]
    pub format: String,
    /// Below each reference its pieces, each with the clause and the rule that made it (GB/T 7714)
    #[arg(long)]
    pub explain: bool,
    /// One JSON object a reference
    #[arg(long)]
    pub json: bool,
    /// Print the names of the styles that are built in
    #[arg(long)]
    pub list: bool,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// What to read; - is standard input
    #[arg(value_name = "IN", default_value = "-")]
    pub input: PathBuf,
    /// Where to write; - is standard output
    #[arg(value_name = "OUT", default_value = "-")]
    pub output: PathBuf,
    /// The format to write [default: by the name of OUT, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    pub to: Option<String>,
    /// Write no record; list what the format cannot hold, record by record and in sum
    #[arg(long)]
    pub report_loss: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Where to write; - is standard output
    #[arg(value_name = "OUT", default_value = "-")]
    pub output: PathBuf,
    /// The format to write [default: by the name of OUT, else jsonl]
    #[arg(long, visible_alias = "to", value_name = "FORMAT")]
    pub format: Option<String>,
    /// The same as OUT
    #[arg(long = "output", short = 'o', value_name = "OUT", conflicts_with = "output", hide = true)]
    pub named: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub struct Doctor {
    #[command(subcommand)]
    pub subject: Option<Subject>,
    /// Files, folders or - whose records are looked at (a file called "term" is ./term) [default: those of the library]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One JSON object a finding
    #[arg(long)]
    pub json: bool,
}

/// What the doctor looks at.
#[derive(Debug, Subcommand)]
pub enum Subject {
    /// The terminal: what it was asked, what it answered, what that costs
    Term(DoctorTerm),
}

#[derive(Debug, Args)]
pub struct DoctorTerm {
    /// Print what was found as one JSON object
    #[arg(long)]
    pub json: bool,
}
