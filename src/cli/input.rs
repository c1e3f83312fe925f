//! Files, folders and standard input as sources of records.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Common;
use super::failure::why;
use crate::formats::Source;

/// How deep folders are followed.
const DEPTH: usize = 64;

/// One input that was found on the command line or below a folder of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Opens it for a reader of a format.
    ///
    /// # Errors
    /// A sentence with the name.
    pub fn open(&self, common: &Common) -> Result<Source, Failure> {
        let encoding = common.encoding.clone();
        match self {
            Self::Stdin => Ok(Source { bytes: Box::new(BufReader::with_capacity(1 << 16, io::stdin())), name: None, encoding }),
            Self::File(path) => {
                let file =
                    File::open(path).map_err(|error| Failure::Unreadable(format!("cannot read {}: {}", path.display(), why(&error))))?;
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                Ok(Source { bytes: Box::new(BufReader::with_capacity(1 << 16, file)), name, encoding })
            }
        }
    }
}

/// What the command line names: files as they are, folders with every file below them in the order of their names. Hidden
/// files and folders below a named folder are left out, and links to folders are not followed.
///
/// # Errors
/// A name that is not there, or is neither a file, a folder nor `-`.
pub fn inputs(named: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut found = Vec::new();
    for path in named {
        if path.as_os_str() == "-" {
            found.push(Input::Stdin);
            continue;
        }
        let about = fs::metadata(path).map_err(|error| Failure::Unreadable(missing(path, &error)))?;
        let kind = about.file_type();
        if kind.is_dir() {
            below(path, 0, &mut found);
        } else if kind.is_file() || is_descriptor(path) {
            found.push(Input::File(path.clone()));
        } else {
            let shown = path.display();
            return Err(Failure::Unreadable(if kind.is_fifo() {
                format!("{shown} is a named pipe, not a file; read it by: qikan … - < {shown}")
            } else {
                format!("{shown} is a {}, not a file", if kind.is_socket() { "socket" } else { "device" })
            }));
        }
    }
    Ok(found)
}

/// What the shell hands over by `<(command)`.
fn is_descriptor(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

/// The verb that somebody may have meant who wrote this.
pub fn verb_meant(word: &str) -> Option<&'static str> {
    crate::text::nearest(word, super::verbs::NAMES.iter().copied())
}

/// The question whether a near verb was meant, to be put behind a sentence; nothing where none is near.
pub fn near_verb(word: &str) -> String {
    verb_meant(word).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default()
}

fn missing(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let guess = path.to_str().and_then(verb_meant);
        return match guess {
            Some(verb) => format!("there is no file \"{shown}\". Did you mean the verb \"{verb}\"?"),
            None => format!("there is no file \"{shown}\"; check the name, and the folder that you are in"),
        };
    }
    format!("cannot read {shown}: {}", why(error))
}

fn below(folder: &Path, depth: usize, found: &mut Vec<Input>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let Ok(kind) = fs::symlink_metadata(&path).map(|about| about.file_type()) else { continue };
        if hidden {
            continue;
        }
        if kind.is_dir() {
            if depth < DEPTH {
                below(&path, depth + 1, found);
            }
        } else if kind.is_file() || (kind.is_symlink() && path.is_file()) {
            found.push(Input::File(path));
        }
    }
}
