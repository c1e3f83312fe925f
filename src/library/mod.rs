//! What the user owns: the store, merging, the links between records, and the shelves that a reader reads from.
//!
//! ```text
//! question ─→ shelves ─→ tree, cards, lists               what is asked, and read from the tables
//!                └─→ browse, tallies, listing                     what is held, and lists of it in any order
//!                └─→ graph: near, path, whole                      who cites whom
//!                └─→ suggest                           what a record has in common with others
//!    order ─→ personal                                    what the user did, durable
//! readings ─→ import ─→ ladder, merge                      records in, known again, joined
//!                └─→ writer ─→ journals, issues, links     put into the tree and linked, in one transaction (known: a filter;
//!                                                              sketch, brief: what is plainly another record, or plainly the
//!                                                              same; held: all keys in memory; climb: many entries
//!                                                              linked at once; replacing: a record that changes; inserts:
//!                                                              the two rows of each; fresh, aside: what many bring for
//!                                                              the other tables, stored in their order at the end)
//!             store, packed, check                        files, checksums, and the proof that they hold
//!             profiles ─→ people, company, looking         who writes, with whom, where and when: asked by the search worker
//!             figures                                     articles a year, references and their ages: the same
//!             image                                       the sample, made beforehand
//!             changes                                     what the search index has not seen yet
//! ```
//!
//! A shelf is one SQLite database with the same tables and code whether it lies in memory (files named on the command
//! line, the sample) or in a folder (the user's own).

mod answering;
mod aside;
mod brief;
mod browse;
mod bulk;
mod cards;
mod changes;
mod check;
mod climb;
mod company;
mod counted;
mod doubts;
mod error;
mod excerpt;
mod facts;
mod figures;
mod fresh;
mod fresh_first;
mod fresh_keys;
mod fresh_words;
mod graph;
mod graph_label;
mod graph_path;
mod graph_whole;
mod graph_works;
mod held;
mod image;
mod import;
mod inserts;
mod issues;
mod journals;
mod keyed;
mod keys;
mod known;
mod ladder;
mod linking;
mod links;
mod listing;
mod lists;
mod looking;
mod merge;
mod missing;
mod missing_count;
mod missing_keys;
mod names;
mod neighbours;
mod numbers;
mod overview;
mod packed;
mod parallel;
mod particulars;
mod people;
mod personal;
mod personal_links;
mod prepared;
mod profile;
mod profiles;
mod question;
mod readings;
mod records;
mod replacing;
mod runs;
mod saved;
mod shelf;
mod shelves;
mod sketch;
mod spelled;
mod step;
mod store;
mod suggest;
mod tallies;
mod tree;
mod trigrams;
mod twin;
mod understanding;
mod varints;
mod waits;
mod words;
mod works;
mod writer;
mod years;

pub use cards::sound;
pub use changes::{Change, Searched, Standing};
pub use check::Verdict;
pub use counted::Count;
pub use doubts::DoubtfulPair;
pub use error::{LibraryError, without_number};
pub use figures::{Ages, Bar, FIGURES_OF, Figures, FiguresOf, OwnFigures, RECENT};
pub use graph::{Edge, MOST_NEAR, Neighbour, Neighbourhood, Reach};
pub use graph_path::{Cited, PathStep, Paths};
pub use graph_works::SharedWork;
pub use import::{Progress, Report};
pub use keys::{abbreviates, is_long_title, journal_words};
pub use links::List;
pub use missing::MissingWork;
pub use missing_count::MissingCount;
pub use names::Names;
pub use overview::{Direction, Gap, GridIssue, GridYear, Listing, SortedBy, Sorting, Tallied, Tally};
pub use personal_links::Unlinked;
pub use profile::{AffiliationYears, Counted, Joined, NameForm, Profile, ProfileOf, ProfileWork, Shared, WORKS, YearCount};
pub use question::{Answer, ArticleCard, ArticleKey, Choice, IssuePlace, Linked, Node, Order, Question, ShelfName, Shown, TreeRow};
pub use records::Records;
pub use saved::SavedSearch;
pub use shelves::Library;
pub use store::Access;
pub use suggest::{Near, Seed, Tie, Ties};
pub use twin::Twin;
pub use works::{BestReference, EntryKey, Work};

/// A count of rows as the reader's words have it.
fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}

/// A number of rows as the store's words have it.
fn signed(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
