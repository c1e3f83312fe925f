//! What the verbs of the citation graph and of its figures understand.

use std::path::PathBuf;

use clap::Args;

use crate::cli::drawn::Form;

#[derive(Debug, Args)]
pub struct Suggest {
    /// An id of a record, or a DOI; without one, what to read next by the articles read last
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// Below each article the parts of its score
    #[arg(long)]
    pub why: bool,
    /// One JSON object a line, with the parts of the score
    #[arg(long)]
    pub json: bool,
    /// Print at most so many articles
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct Related {
    /// An id of a record, or a DOI
    #[arg(value_name = "ID")]
    pub id: String,
    /// Below each article that was worked out the parts of its score
    #[arg(long)]
    pub why: bool,
    /// One JSON object a line, with the parts of the score
    #[arg(long)]
    pub json: bool,
    /// Print at most so many articles that were worked out
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// In which form a graph is written.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct GraphForm {
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// A graph for Graphviz
    #[arg(long)]
    pub dot: bool,
    /// A graph for Gephi, yEd, NetworkX
    #[arg(long)]
    pub graphml: bool,
}

impl GraphForm {
    /// The one that was asked for.
    pub fn form(&self) -> Option<Form> {
        [(self.json, Form::Json), (self.dot, Form::Dot), (self.graphml, Form::GraphMl)]
            .into_iter()
            .find(|(on, _)| *on)
            .map(|(_, form)| form)
    }
}

#[derive(Debug, Args)]
pub struct Refs {
    /// The id of a record of the library, or a file
    #[arg(value_name = "ID|FILE")]
    pub what: PathBuf,
    #[command(flatten)]
    pub form: GraphForm,
}

#[derive(Debug, Args)]
pub struct CitedBy {
    /// The id of a record of the library, or a file
    #[arg(value_name = "ID|FILE")]
    pub what: PathBuf,
    /// One JSON object a record
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Path {
    /// The id of the record to begin with
    #[arg(value_name = "A")]
    pub one: String,
    /// The id of the record to come to
    #[arg(value_name = "B")]
    pub other: String,
    /// Print so many of several paths that are equally short
    #[arg(long, value_name = "N")]
    pub all: Option<usize>,
    #[command(flatten)]
    pub form: GraphForm,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("written").args(["json", "dot", "graphml"]).required(true))]
pub struct Graph {
    /// The id of a record of the library, or a file
    #[arg(value_name = "ID|FILE", required_unless_present = "all", conflicts_with = "all")]
    pub what: Option<PathBuf>,
    /// Every record and every citation of the library
    #[arg(long)]
    pub all: bool,
    /// Records within so many citations, in either direction
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=6), conflicts_with = "all")]
    pub depth: u32,
    #[command(flatten)]
    pub form: GraphForm,
}

#[derive(Debug, Args)]
pub struct Missing {
    /// Print at most so many works
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,
    /// Print only the DOIs, one a line, to fetch the works by; works without one are left out
    #[arg(long, conflicts_with = "json")]
    pub dois: bool,
    /// One JSON object a work: how many cite it, its DOI, and the reference that says most of it
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Link {
    /// The record that has the reference
    #[arg(value_name = "ID")]
    pub id: String,
    /// The number of the reference, as it is shown
    #[arg(value_name = "N")]
    pub number: String,
    /// The record that the reference is
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// N is a number of the related articles, not of the references
    #[arg(long)]
    pub related: bool,
}

#[derive(Debug, Args)]
pub struct Unlink {
    /// The record that has the reference
    #[arg(value_name = "ID")]
    pub id: String,
    /// The number of the reference, as it is shown
    #[arg(value_name = "N")]
    pub number: String,
    /// N is a number of the related articles, not of the references
    #[arg(long)]
    pub related: bool,
}

#[derive(Debug, Args)]
pub struct Authors {
    /// An author, by any spelling of the name: 胡业飞, "HU Ye-fei" or "Hu, Yefei"
    #[arg(value_name = "NAME")]
    pub name: Vec<String>,
    /// One JSON object a line; of one author, one object
    #[arg(long)]
    pub json: bool,
    /// Print at most so many authors, or rows of each list of an author's page
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Clc {
    /// A class: D63
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// One JSON object a line; of one class, one object
    #[arg(long)]
    pub json: bool,
    /// Print so many steps of the tree
    #[arg(long, value_name = "N", conflicts_with = "code")]
    pub depth: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Stats {
    /// The id of a record, or the title of a journal [default: the whole library]
    #[arg(value_name = "ID|JOURNAL")]
    pub of: Vec<String>,
    /// A key word: its articles a year, the key words and authors beside it
    #[arg(long, value_name = "WORD", conflicts_with_all = ["of", "look_into"])]
    pub keyword: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
    /// Look into the references of at most so many articles, the newest [default: 1000]
    #[arg(long, value_name = "N")]
    pub look_into: Option<usize>,
}
