//! How a command can end badly, and with which exit code.

use std::io;

use crate::library::without_number;

/// Why a command did not do what it was asked. Each kind has its exit code.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nothing was found, or a check found something (1).
    #[error("{0}")]
    Nothing(String),
    /// The command line asks for something that there is not (2).
    #[error("{0}")]
    Usage(String),
    /// An input could not be read (3).
    #[error("{0}")]
    Unreadable(String),
    /// Something could not be written, or is in use by another (4).
    #[error("{0}")]
    Unwritable(String),
    /// The other end of the pipe is closed: the reader has seen enough (0).
    #[error("the pipe is closed")]
    PipeClosed,
    /// Ended by a signal (128 and its number).
    #[error("ended by signal {0}")]
    Signal(u8),
}

/// The exit codes as the manual names them.
pub const EXIT_CODES: [(&str, &str); 6] = [
    ("0", "Fine; also when the other end of a pipe was closed."),
    ("1", "Nothing was found, or a check found something."),
    ("2", "The command line asks for something that there is not."),
    ("3", "An input cannot be read."),
    ("4", "Something cannot be written, or another program holds it."),
    ("128 + N", "Ended by signal N."),
];

impl Failure {
    /// The exit code: 0 fine · 1 nothing found · 2 usage · 3 unreadable · 4 cannot write · 128 + n ended by signal n.
    pub fn code(&self) -> u8 {
        match self {
            Self::Nothing(_) => 1,
            Self::Usage(_) => 2,
            Self::Unreadable(_) => 3,
            Self::Unwritable(_) => 4,
            Self::PipeClosed => 0,
            Self::Signal(number) => 128_u8.saturating_add(*number),
        }
    }

    /// What to tell the person, where there is anything to tell.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::PipeClosed | Self::Signal(_) => None,
            Self::Nothing(text) | Self::Usage(text) | Self::Unreadable(text) | Self::Unwritable(text) if text.is_empty() => None,
            other => Some(other.to_string()),
        }
    }

    /// An error of writing to standard output or to a named file.
    pub fn writing(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            let folder = if error.kind() == io::ErrorKind::NotFound { ", or make the folder first" } else { "" };
            Self::Unwritable(format!("cannot write {name}: {}{folder}", why(error)))
        }
    }
}

/// What went wrong with a file, in words, and what can be done about it.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder; check the name".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not; choose another place, or change its permissions".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full; make room, or choose another disk".to_owned(),
        _ => without_number(error),
    }
}
