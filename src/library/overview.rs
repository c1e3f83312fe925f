//! What is held, seen as a whole: what is counted, lists in an order, years with their issues, and gaps in their pages.

use serde::{Deserialize, Serialize};

use super::question::{ArticleKey, Node};
use crate::record::MultiText;

/// What is counted in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tallied {
    /// In the order of the tree.
    Journals,
    /// The newest first.
    Years,
    /// By their sound: Chinese names first, then all others.
    Authors,
    Keywords,
    /// Classes of the Chinese Library Classification directly below one; the tops below an empty code.
    Classes {
        above: String,
    },
    /// Works that are cited and not held, the most cited first. Counting these takes seconds: only whoever searches does it.
    Missing,
}

/// A line of such a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// A year (empty where none is known), a name, a key word or a code; nothing of a journal.
    pub label: String,
    /// Of a journal its title, of a class its name where it has one of its own in the built-in table.
    pub name: MultiText,
    /// Of a journal.
    pub node: Option<Node>,
    pub articles: u64,
    /// Other classes stand below this one.
    pub more: bool,
    /// Of a work that is not held: the reference that says most of it.
    pub work: Option<super::EntryKey>,
    /// The number is an estimate.
    pub about: bool,
}

/// Articles that stand together in a list, without anything being looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// All below a node of the tree; below the root, all.
    Below(Node),
    /// Those of a year, or of none.
    Year(Option<i32>),
    Author(String),
    Keyword(String),
    /// Those of a class of the Chinese Library Classification or of any class below it.
    Class(String),
    /// Those of the references of an article that the library holds, as they are printed, each once.
    References(ArticleKey),
    /// Those that cite an article, the newest first.
    CitedBy(ArticleKey),
    /// Those whose references have the work of an entry that leads to no record.
    Citing(super::EntryKey),
}

/// By what articles are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SortedBy {
    /// As the tree has them: journal by journal, the newest issue first, in an issue as printed.
    Printed,
    /// The date of publication.
    Date,
    /// By sound: Chinese names by their pinyin, then all others by their letters.
    FirstAuthor,
    /// By sound, as names are.
    Title,
    /// How many articles of the library cite it.
    Cited,
    /// Whether it was read: what was not comes first.
    Read,
    /// When the record came in or was changed last.
    Added,
}

impl SortedBy {
    /// The number under which the store keeps an order of all records, where it keeps one.
    pub(super) const fn number(self) -> Option<i64> {
        match self {
            Self::Title => Some(0),
            Self::FirstAuthor => Some(1),
            Self::Date => Some(2),
            Self::Printed | Self::Cited | Self::Read | Self::Added => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    /// The other way round.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// An order: by what, and from which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sorting {
    pub by: SortedBy,
    pub direction: Direction,
}

/// A volume of a journal in the grid of its issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridYear {
    pub year: Option<i32>,
    pub volume: Option<String>,
    /// In printed order.
    pub issues: Vec<GridIssue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridIssue {
    pub node: Node,
    pub issue: Option<String>,
    pub articles: u64,
    pub unread: u64,
}

/// Pages that are missing between two articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub after: ArticleKey,
    pub before: ArticleKey,
    pub after_title: MultiText,
    pub before_title: MultiText,
    pub first: u32,
    pub last: u32,
}

impl Gap {
    /// `page 46`, `pages 46–57`
    pub fn pages(&self) -> String {
        if self.first == self.last { format!("page {}", self.first) } else { format!("pages {}–{}", self.first, self.last) }
    }
}
