//! What the user owns: the store, merging, the links between records, and the shelves that a reader reads from.

mod question;

pub use question::{Answer, ArticleCard, ArticleKey, Choice, IssuePlace, Linked, Node, Order, Question, ShelfName, Shown, TreeRow};
