//! What a reader asks of the search and what it is told, in plain words.
//!
//! The reader knows neither index nor thread: it wishes for rows, a count or facets, under a number of its own, and is told.

use super::alike::Suggestion;
use super::facets::Facets;
use super::finder::Worth;
use super::lit::Lit;
use super::query::Query;
use crate::library::{
    ArticleCard, ArticleKey, Count, EntryKey, Figures, FiguresOf, Gap, GridYear, Listing, Neighbourhood, Node, Paths, Profile, ProfileOf,
    Sorting, Tallied, Tally, Work,
};

/// Among what is looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Everything that is listed.
    #[default]
    Library,
    /// The articles below a node of the tree; rows come in the tree's order.
    Below(Node),
    /// The articles of a list, in the list's order. With a query they are those that it finds among all that are listed.
    Listed(Listing),
    /// What is suggested by the articles that were read last, unread ones only.
    NextToRead,
    /// The entries of a list of an article; told are their places, in the order that is wished for.
    Entries { of: ArticleKey, list: EntryList },
}

/// Which list of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryList {
    References,
    Related,
    CitedBy,
    Suggested,
}

/// What is wanted of what is found, or of the library as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// So many rows from this one on.
    Rows {
        from: usize,
        most: usize,
    },
    Count,
    Facets,
    /// So many rows of a list of what the library has, of those that have what was typed.
    Tallies {
        of: Tallied,
        having: String,
        from: usize,
        most: usize,
    },
    /// The issues of a journal at a glance.
    Grid(Node),
    /// The pages that are missing in an issue.
    Gaps(Node),
    /// The work of an entry that leads to no record.
    Work(EntryKey),
    /// The records around one, and who cites whom among them.
    Neighbourhood(ArticleKey),
    /// The shortest chains of citations between two records.
    Path {
        from: ArticleKey,
        to: ArticleKey,
    },
    /// What is near an article, and why.
    Suggested(ArticleKey),
    /// What is known of an author, a key word or a class as a whole.
    Profile(ProfileOf),
    /// Figures of the library, a journal, a volume, an issue or an article.
    Figures(FiguresOf),
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Wishes of one round stand beside each other; a higher round takes the place of all lower ones. Those of round 0 are in
    /// no hurry: they are granted when nothing else waits, and nothing takes their place.
    pub round: u64,
    pub query: Query,
    pub among: Among,
    /// In which order rows come; by themselves the best first, or as the list has them.
    pub order: Option<Sorting>,
    pub want: Want,
}

impl Wish {
    /// A wish for which nothing is looked for.
    pub const fn of_library(round: u64, want: Want) -> Self {
        Self { round, query: Query::Everything, among: Among::Library, order: None, want }
    }
}

/// A record found, as a row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRow {
    pub card: ArticleCard,
    pub worth: Worth,
    /// Where it has what was looked for, of most worth first: cut to a few hundred characters each.
    pub lit: Vec<Lit>,
    /// Why it stands in a list of suggestions.
    pub reason: Option<String>,
}

/// How far the index is behind the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Records that cannot be found yet.
    pub records: u64,
    pub of: u64,
}

impl Behind {
    /// What can be found, of a hundred.
    pub fn percent(self) -> u64 {
        (self.of.saturating_sub(self.records) * 100).checked_div(self.of).unwrap_or(100)
    }
}

/// What a wish brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Rows {
        from: usize,
        rows: Vec<FoundRow>,
        /// Nothing comes behind these.
        last: bool,
        behind: Behind,
        /// There are more than can be gone through: these are of the first so many.
        cut: Option<usize>,
    },
    Count(Count),
    Facets(Box<Facets>),
    /// Rows `from..` of `total`.
    Tallies {
        total: u64,
        from: usize,
        tallies: Vec<Tally>,
    },
    Grid(Vec<GridYear>),
    Gaps(Vec<Gap>),
    Work(Box<Work>),
    Neighbourhood(Box<Neighbourhood>),
    Paths(Paths),
    /// What is near an article, the nearest first.
    Suggested(Vec<Suggestion>),
    Profile(Box<Profile>),
    Figures(Box<Figures>),
    /// The entries that match, by their places in the list: ascending, or in the order that was wished for.
    Places(Vec<usize>),
    /// A sentence.
    Failed(String),
}
