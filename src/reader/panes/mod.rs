//! What the panes hold: the tree of issues, the text, the lists.

pub mod cards;
pub mod issues;
pub mod lists;
pub mod text;
pub mod tree;

pub use cards::{Asked, Cards, CardsOf};
pub use issues::IssuesPane;
pub use lists::{Lists, Tab};
pub use text::TextPane;
pub use tree::Tree;
