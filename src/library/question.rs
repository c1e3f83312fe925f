//! What a reader may ask of the library, and what it may tell it: plain words, so that the reader needs no database.

use super::Count;
use super::overview::{Gap, GridYear, Tallied, Tally};
use crate::record::{Article, HowLinked, MultiText, RecordId};

/// The collections that stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ShelfName {
    /// Files named on the command line, read without importing them; in memory only.
    Files,
    /// The user's own library.
    Own,
    /// The embedded sample journals, read-only.
    Sample,
}

/// A record of a shelf. Stable while the program runs; [`crate::record::RecordId`] is the key that outlives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey {
    pub shelf: ShelfName,
    pub row: i64,
}

/// A node of the issue tree. `row` values are keys of the store's own tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// All shelves. Its children are journals when only one shelf is open, else shelves.
    Root,
    /// The saved searches; the first row below the root, where there are any.
    Searches,
    /// A saved search, by its id.
    Search(i64),
    Shelf(ShelfName),
    Journal {
        shelf: ShelfName,
        row: i64,
    },
    /// One year and volume of a journal.
    Volume {
        shelf: ShelfName,
        row: i64,
    },
    Issue {
        shelf: ShelfName,
        row: i64,
    },
    /// 栏目: a heading within an issue; it has no children, it stands above its articles.
    Heading {
        shelf: ShelfName,
        issue: i64,
        index: i64,
    },
    Article(ArticleKey),
}

impl Node {
    /// The shelf that a node stands on; the root and the searches stand on none.
    pub const fn shelf(self) -> Option<ShelfName> {
        match self {
            Self::Root | Self::Searches | Self::Search(_) => None,
            Self::Shelf(shelf)
            | Self::Journal { shelf, .. }
            | Self::Volume { shelf, .. }
            | Self::Issue { shelf, .. }
            | Self::Heading { shelf, .. } => Some(shelf),
            Self::Article(key) => Some(key.shelf),
        }
    }
}

/// One visible row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeRow {
    pub node: Node,
    /// Shelf or journal title, `2024 Vol.60`, `(3)`, heading, article title; per language where there are several.
    pub label: MultiText,
    /// First page or article number, of an article.
    pub page: Option<String>,
    /// Articles below (of an article: 0).
    pub articles: u64,
    /// Of these, not yet read (of an article: 1 or 0).
    pub unread: u64,
    /// Rows directly below.
    pub children: u64,
}

/// An article as one line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCard {
    pub key: ArticleKey,
    pub title: MultiText,
    /// First authors as printed, joined, with `等` / `et al.` where there are more.
    pub authors: MultiText,
    pub journal: MultiText,
    pub year: Option<i32>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    pub read: bool,
}

/// Where a reference or a related entry leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Linked {
    /// In the library, found by this step of the ladder.
    Held { key: ArticleKey, how: HowLinked },
    /// Not in the library, but a DOI or an address is known.
    Elsewhere { url: String },
    #[default]
    Unknown,
}

/// Where an article stands in its issue, for the crumb and for previous / next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuePlace {
    pub journal: Option<Node>,
    pub volume: Option<Node>,
    pub issue: Option<Node>,
    /// From 0.
    pub index: u64,
    pub of: u64,
    pub unread: u64,
    pub previous: Option<ArticleKey>,
    pub next: Option<ArticleKey>,
}

/// An article with all that the panes show of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub key: ArticleKey,
    pub article: Box<Article>,
    /// One for each entry of `article.refs`, in order.
    pub references: Vec<Linked>,
    /// One for each entry of `article.related`, in order.
    pub related: Vec<Linked>,
    /// How many records of the library cite this one: of very many, at least.
    pub cited_by: Count,
    pub place: IssuePlace,
    pub read: bool,
}

/// Which of several neighbours is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    Previous,
    Next,
}

/// What a reader asks. Every question is answered in well under 5 ms from indexed look-ups; `from..to` windows are rows. Only
/// tallies and the grid of a journal may take longer: the reader has those from whoever searches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Rows `from..to` of the children of a node.
    Children {
        node: Node,
        from: u64,
        to: u64,
    },
    /// The parent of a node and the node's row among its siblings: what the tree needs to reveal an article.
    Place {
        node: Node,
    },
    Article(ArticleKey),
    /// The saved searches.
    Searches,
    /// By stable identifier, from a session or the command line.
    Find {
        id: String,
    },
    CitedBy {
        key: ArticleKey,
        from: u64,
        to: u64,
    },
    /// The first article of the previous or next issue of the journal.
    NeighbourIssue {
        key: ArticleKey,
        choice: Choice,
    },
    /// The previous or next unread article in printed order.
    NeighbourUnread {
        key: ArticleKey,
        choice: Choice,
    },
    /// Articles that have this key word, or this class, or this author.
    WithKeyword {
        keyword: String,
        from: u64,
        to: u64,
    },
    WithSubject {
        scheme: String,
        code: String,
        from: u64,
        to: u64,
    },
    WithAuthor {
        name: String,
        from: u64,
        to: u64,
    },
    /// Rows of the list of all journals, years, authors, key words or classes of a shelf, with how many articles each has.
    Tallies {
        shelf: ShelfName,
        of: Tallied,
        from: u64,
        to: u64,
    },
    /// The volumes and issues of a journal at a glance.
    Grid {
        journal: Node,
    },
    /// Pages of an issue that no article has.
    Gaps {
        issue: Node,
    },
}

/// What the library answers; the variant follows from the question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Children {
        node: Node,
        total: u64,
        from: u64,
        rows: Vec<TreeRow>,
    },
    /// From the root down to the node itself, each with its row among its siblings.
    Place {
        node: Node,
        path: Vec<(Node, u64)>,
    },
    Article(Box<Shown>),
    /// A list of articles: rows `from..` of `total`. `reasons` has one sentence a row, or none.
    Cards {
        total: u64,
        from: u64,
        cards: Vec<ArticleCard>,
        reasons: Vec<String>,
    },
    Searches(Vec<super::SavedSearch>),
    /// Rows `from..` of `total` of a list of years, authors, key words or classes.
    Tallies {
        total: u64,
        from: u64,
        tallies: Vec<Tally>,
    },
    Grid(Vec<GridYear>),
    Gaps(Vec<Gap>),
    /// A neighbour or a found article.
    Key(Option<ArticleKey>),
    /// The question could not be answered; a sentence with the next step.
    Failed(String),
}

/// What the reader tells the library: durable when [`super::Library::tell`] returns, or, told soon, with [`super::Library::keep`]; a
/// read-only shelf keeps it for this run only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    Read {
        key: ArticleKey,
        read: bool,
    },
    /// This record is what the entry means; without one, the link of the entry is broken, or what was said of it taken back.
    Link {
        entry: super::EntryKey,
        target: Option<ArticleKey>,
    },
    /// Keep a query under a name; without a query, forget the name.
    Search {
        name: String,
        query: Option<String>,
    },
    /// The trail, marks and places of the session as JSON text, kept for the next start; and the records that were opened on
    /// purpose since it was kept last, to be counted.
    Session {
        state: String,
        opened: Vec<RecordId>,
    },
}
