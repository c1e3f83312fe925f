//! LaTeX ⇄ Unicode for bibliographic text: what a title, a name or a formula in a `.bib` file says to a reader.

pub mod symbols;
