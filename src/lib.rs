//! qikan (期刊): a keyboard-driven terminal reader for journal records.
//!
//! This page is the map of the house. A room knows only the rooms below it; `tests/rooms.rs` reads the sources and
//! fails on any other arrow.
//!
//! ```text
//!            main
//!              │
//!             cli            the command line, one file a verb
//!              │
//!          terminal          THE WORLD: the loop, the painter, input, signals; the only room that waits
//!           │    │
//!           │   view         THE PICTURE: a function of `&Reader`; the only room that knows ratatui
//!           │    │
//!           │  reader        THE STATE: one value, one door (`Reader::update`); no I/O, no clock, no thread
//!           │    │
//!           └─ search         FINDING IN IT: the query language, the index that answers it, and what can be asked
//!                │
//!             library         WHAT THE USER OWNS: the store, merging, links, the shelves that are read from
//!              │
//!           formats          BYTES ⇄ RECORDS: one file a format, one line each in `FORMATS`
//!            │   │
//!         record text        WHAT A RECORD IS · HOW WORDS FILL CELLS
//! ```
//!
//! Arrows that exist: `formats → record, text` · `library → record, text, formats` · `search → record, text, library` ·
//! `reader → record, text, library, search (its words and the query language), formats (what is taken along: citations, and records as they are written; the names of classes)` ·
//! `view → reader, record, text` · `config → reader, view, text` ·
//! `terminal → config, view, reader, search, library, formats, record, text` · `cli, main → everything`.

pub mod cli;
pub mod config;
pub mod formats;
pub mod library;
pub mod reader;
pub mod record;
pub mod search;
pub mod terminal;
pub mod text;
pub mod view;

/// Where all rooms get their memory from, in the program as in its tests and benches.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
