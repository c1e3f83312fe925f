//! What can go wrong with a search, in sentences.

use std::path::PathBuf;

use super::query::QueryError;
use crate::library::LibraryError;

/// Why a search could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    #[error("{0}")]
    Query(#[from] QueryError),
    #[error("{0}")]
    Library(#[from] LibraryError),
    /// The index cannot be read or written. It can be rebuilt at any time.
    #[error("the search index cannot be used: {0}. It holds nothing of its own: \"qikan index --rebuild\" makes it anew.")]
    Index(#[from] tantivy::TantivyError),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    /// A condition that the library was asked for and could not answer.
    #[error("{0}")]
    Outside(String),
    /// A newer order came; nobody waits for this one.
    #[error("a newer search took the place of this one")]
    Superseded,
}
