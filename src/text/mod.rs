//! How words fill cells: widths, line breaks, folding, emphasis, and what may reach a terminal at all.
//!
//! Three units never mix: *bytes* index a `str`, *graphemes* are what a cursor steps over, *cells* are columns of a terminal.

mod address;
mod ambiguous;
pub mod breaks;
pub mod clean;
pub mod fold;
mod hans;
pub mod nearest;
mod raised;
mod rich;
pub mod runs;
mod script;
mod surnames;
mod web;
pub mod width;
pub mod wrap;

pub use address::addresses;
pub use clean::{clean, clean_line, is_clean};
pub use fold::{find_all, fold, key};
pub use hans::simplified;
pub use nearest::{edits, nearest};
pub use raised::{Raised, is_raised_char};
pub use runs::{Emphasis, Mark, Run, escape, parse_on_the_line, parse_rich, parse_rich_with, plain, raise};
pub use script::{is_east_asian, is_han, is_hangul};
pub use surnames::{SURNAMES, han_name, name_sound, syllable};
pub use web::web_address;
pub use width::{Ambiguous, Cluster, Measure};
pub use wrap::{Line, WrapOptions, wrap};
