//! LaTeX ⇄ Unicode for bibliographic text: what a title, a name or a formula in a `.bib` file says to a reader.
//!
//! [`rich`] and [`plain`] read, [`written`] writes; [`readable`] tells a formula in a line of text.

mod accents;
mod apply;
mod commands;
mod formula;
pub mod symbols;
mod text;
#[cfg(test)]
mod text_tests;
mod written;

pub use formula::readable;
pub use text::{literal, plain, rich, rich_and_loss};
pub use written::{Capitals, balanced, escaped, written};
