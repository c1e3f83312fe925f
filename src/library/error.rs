//! What can go wrong with a library, in sentences with the place and the next step.

use std::path::PathBuf;

/// Why a library could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// A file is not what was written there.
    #[error("{place} is damaged ({what}); it is left as it is. Run \"qikan check\", or restore a copy and keep the damaged file aside.")]
    Damaged { place: String, what: String },
    /// A file with the store's name that is no store of ours.
    #[error("{} is not a qikan library ({what}). Choose another folder with --library.", path.display())]
    Foreign { path: PathBuf, what: String },
    /// Written by a later version.
    #[error("{} was written by a newer qikan (schema {found}, this one reads up to {known}). Use that version, or another --library.", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// Written by an earlier version, in a shape that this one does not read.
    #[error("{} was written by an earlier qikan (schema {found}, this one reads {known}). Write it out with that version (qikan export), and import that into another --library.", path.display())]
    Older { path: PathBuf, found: i64, known: i64 },
    /// A symbolic link, or a folder of another user.
    #[error("{} is not used: {why}.", path.display())]
    Refused { path: PathBuf, why: String },
    /// Another process is writing.
    #[error("{place} is in use by another qikan{}; nothing was changed. Try again when it has finished.", pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default())]
    InUse { place: String, pid: Option<u32> },
    /// Nothing can be written there.
    #[error("{place} is read-only; nothing was changed. Give --library a folder of your own.")]
    ReadOnly { place: String },
    /// The disk or the quota is full.
    #[error("there is no room left for {place}; nothing was changed. Make room and do the same again.")]
    Full { place: String },
    /// The file system said no.
    #[error("{}: {}. Nothing was changed.", path.display(), without_number(source))]
    Io { path: PathBuf, source: std::io::Error },
    /// The database said no for a reason of its own.
    #[error("{place}: {source}. Nothing was changed.")]
    Database { place: String, source: rusqlite::Error },
    /// A record could not be written as the schema.
    #[error("the record \"{id}\" cannot be stored: {what}")]
    Record { id: String, what: String },
}

impl LibraryError {
    /// The same error said of a place: the words of the database become sentences of ours.
    #[must_use]
    pub(super) fn of(self, place: &str) -> Self {
        use rusqlite::ErrorCode as Code;
        match self {
            Self::Database { source, .. } => {
                let place = place.to_owned();
                match source.sqlite_error_code() {
                    Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged { place, what: source.to_string() },
                    Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::InUse { place, pid: None },
                    Some(Code::ReadOnly) => Self::ReadOnly { place },
                    Some(Code::DiskFull) => Self::Full { place },
                    _ if damaged(&source) => Self::Damaged { place, what: source.to_string() },
                    _ => Self::Database { place, source },
                }
            }
            other => other,
        }
    }

    /// Whether it only says that nothing can be written: no room, no leave, or a disk that takes nothing (a quota).
    pub(super) fn forbids_writing(&self) -> bool {
        use rusqlite::ErrorCode as Code;
        match self {
            Self::Full { .. } | Self::ReadOnly { .. } => true,
            Self::Database { source, .. } => {
                matches!(source.sqlite_error_code(), Some(Code::DiskFull | Code::ReadOnly | Code::SystemIoFailure | Code::CannotOpen))
            }
            _ => false,
        }
    }

    pub(super) fn damage(what: impl Into<String>) -> Self {
        Self::Damaged { place: "the library".to_owned(), what: what.into() }
    }
}

/// Values of another type than the schema's, or rows that must be there and are not: only damage makes those.
fn damaged(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        error,
        Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..) | Error::FromSqlConversionFailure(..) | Error::Utf8Error(..)
    ) || matches!(error, Error::QueryReturnedNoRows)
}

impl From<rusqlite::Error> for LibraryError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database { place: "the library".to_owned(), source }.of("the library")
    }
}

/// What the system says of a mistake, without its number, which says nothing to the person.
pub fn without_number(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_owned()
}
