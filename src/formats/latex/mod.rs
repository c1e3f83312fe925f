//! LaTeX ⇄ Unicode for bibliographic text: what a title, a name or a formula in a `.bib` file says to a reader.
//!
//! [`rich()`] and [`plain`] read, [`written()`] writes; formulas are told in a line of text by `formula`.

mod accents;
mod apply;
mod commands;
mod letters;
mod signs;
pub mod symbols;
mod text;
#[cfg(test)]
mod text_tests;
mod written;

pub use super::formula::readable;
pub use accents::{accent, accented};
pub use text::{literal, plain, rich, rich_and_loss};
pub use written::{Capitals, balanced, escaped, written};
