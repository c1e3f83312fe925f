//! Bytes ⇄ records: one file a format, one line each in [`FORMATS`]. Pure functions; nothing here opens a file or a socket.

mod finding;
pub mod gbt7714;
pub mod references;

use std::io::{self, BufRead, Write};

pub use finding::{Finding, Severity};

use crate::record::Article;

/// What a reader of a format yields: records as they come, and findings between them (those of a record follow it).
pub type Reading = Result<Box<Article>, Finding>;

/// Records as a stream.
pub type Readings = Box<dyn Iterator<Item = Reading> + Send>;

/// Bytes to be read, and what is known of them. The name is a hint only: the content decides.
pub struct Source {
    pub bytes: Box<dyn BufRead + Send>,
    /// A file's name without its folder, for messages and provenance.
    pub name: Option<String>,
    /// An encoding label given by the user (`gb18030`), which then is not guessed.
    pub encoding: Option<String>,
}

/// Writes records, one after another, until there are no more.
pub type WriteAll = fn(&mut dyn Write, &mut dyn Iterator<Item = Article>) -> io::Result<()>;

/// How sure a format is that bytes are its own: 0 (not at all) to 100.
pub type Confidence = u8;

/// One format: a line of the table.
pub struct Format {
    /// The name used on the command line.
    pub name: &'static str,
    /// What it is, in a phrase.
    pub title: &'static str,
    pub extensions: &'static [&'static str],
    /// Looks at the first bytes (64 KiB at most, decoded as far as possible).
    pub sniff: fn(&str) -> Confidence,
    pub read: Option<fn(Source) -> Readings>,
    pub write: Option<WriteAll>,
}

/// Every format that qikan knows.
pub static FORMATS: &[Format] = &[];

/// Looks at the bytes, chooses the format and reads. `wanted` names a format of the table and overrides the choice.
///
/// # Errors
/// A finding that says what the bytes look like when no format takes them.
pub fn read(source: Source, wanted: Option<&str>) -> Result<(&'static Format, Readings), Finding> {
    let _ = (source, wanted);
    Err(Finding::skipped("no format takes these bytes"))
}
