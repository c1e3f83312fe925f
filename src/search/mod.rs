//! Finding in the library: the query language, and the index that answers it.

mod alike;
mod by_sound;
mod clauses;
mod desk;
mod document;
mod entries;
mod error;
mod facets;
mod finder;
mod index;
mod indexer;
mod listed;
mod lit;
mod narrow;
mod next;
mod plan;
pub mod query;
mod schema;
mod sounds;
mod tallied;
mod wishes;
mod words;
mod works;

pub use alike::{Alike, Suggestion};
pub use desk::{COUNTED, SearchDesk};
pub use error::SearchError;
pub use facets::Facets;
pub use finder::{Count, Finder, Hit, Order, Worth};
pub use index::{folder as index_folder, is_sound, remove};
pub use indexer::{Outcome, Progress, keep_up};
pub use lit::{Lit, lit};
pub use wishes::{Among, Behind, EntryList, FoundRow, Told, Want, Wish};
