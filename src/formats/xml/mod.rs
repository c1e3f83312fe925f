//! XML as journals and databases write it: read without complaint, as small trees of bounded depth, record by record.
//!
//! ```text
//! bytes ── cut ──> text of one record ── tree ──> elements ── a format ──> record
//!                                                          └─ kept ──> what no member took, for `raw`
//! ```

mod builder;
mod cut;
mod element;
mod entities;
mod hunt;
mod kept;
mod names;
mod parts;
mod pieces;
mod tree;

pub use builder::{Builder, collapse};
pub use cut::read_records;
pub use element::{Element, Piece};
pub use kept::keep;
pub use names::{Written, body, person};
pub use parts::{address, date, doi, first_element, is_xml, list_language, numbered_date, place_of, said_once, written_date};
pub use tree::Tree;
