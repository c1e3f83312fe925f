//! Where the records of a verb come from: the library, files, or single records by their ids.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::Common;
use super::findings::Findings;
use super::input::{self, Input};
use super::out::Out;
use super::paths;
use crate::formats;
use crate::library::{Access, Answer, ArticleKey, Library, LibraryError, Question};
use crate::record::Article;

/// The embedded sample journals: the image of a shelf made of `assets/sample/*.jsonl` (a test of the sample makes it and
/// proves that it is up to date).
pub const SAMPLE: &[u8] = include_bytes!("../../assets/sample/sample.db.zst");

/// What a verb was asked for.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    Library,
    Files(&'a [PathBuf]),
    /// Each a file if there is one of that name, else the id of a record of the library.
    FilesOrIds(&'a [PathBuf]),
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        let sentence = error.to_string();
        match error {
            LibraryError::Damaged { .. } | LibraryError::Foreign { .. } | LibraryError::Newer { .. } | LibraryError::Older { .. } => {
                Self::Unreadable(sentence)
            }
            _ => Self::Unwritable(sentence),
        }
    }
}

/// The library to read from: the user's own where there is one, the sample where it is asked for or there is no other.
///
/// # Errors
/// A library that cannot be opened; it is left as it is.
pub fn library(common: &Common) -> Result<Library, Failure> {
    if common.sample {
        return Ok(Library::new().with_sample(SAMPLE));
    }
    let folder = paths::library(common)?;
    let mut library = Library::new();
    if folder.symlink_metadata().is_ok() {
        library.open_own(&folder, Access::ReadOnly)?;
    } else if common.library.is_some() {
        // Who names a folder means what is in it; without a name there need be no library yet.
        let shown = folder.display();
        return Err(Failure::Nothing(format!("there is no library in {shown}; make one with: qikan import --library {shown} FILE")));
    }
    Ok(library)
}

/// Gives every wanted record to `visit` until it says no. An input that cannot be read does not stop the others: its failure
/// is said at once, and the last one is returned.
///
/// # Errors
/// What makes the whole question unanswerable: no such file or id, no library.
pub fn each(common: &Common, wanted: Wanted<'_>, visit: &mut dyn FnMut(Article) -> bool) -> Result<Option<Failure>, Failure> {
    match wanted {
        Wanted::Library => {
            for record in library(common)?.records()? {
                if !visit(record?) {
                    break;
                }
            }
            Ok(None)
        }
        Wanted::Files(files) => each_of_files(common, files, visit),
        Wanted::FilesOrIds(named) => {
            let mut failed = None;
            for name in named {
                let file = name.as_os_str() == "-" || name.symlink_metadata().is_ok();
                let outcome = if file { each_of_files(common, std::slice::from_ref(name), visit)? } else { by_id(common, name, visit)? };
                failed = outcome.or(failed);
            }
            Ok(failed)
        }
    }
}

fn by_id(common: &Common, name: &Path, visit: &mut dyn FnMut(Article) -> bool) -> Result<Option<Failure>, Failure> {
    let id = name.to_string_lossy();
    match library(common)?.article_by_id(&id)? {
        Some(article) => {
            visit(article);
            Ok(None)
        }
        None => Err(neither(&id)),
    }
}

/// What a name means: the library that it stands in, and the records.
pub struct Named {
    pub library: Library,
    pub keys: Vec<ArticleKey>,
    /// What was said of a file of which not everything could be read.
    pub failed: Option<Failure>,
}

/// The records of a file if there is one of that name, else the record of the library that has it as its id.
///
/// # Errors
/// No such file or id, no library, or no record in the file.
pub fn named(common: &Common, name: &Path) -> Result<Named, Failure> {
    if name.as_os_str() == "-" || name.symlink_metadata().is_ok() {
        let (library, failed) = shelf_of_files(common, &[name.to_owned()])?;
        let keys = library.cards(0, library.len()?)?.into_iter().map(|card| card.key).collect();
        return Ok(Named { library, keys, failed });
    }
    let library = library(common)?;
    let id = name.to_string_lossy();
    match library.answer(&Question::Find { id: id.to_string() }) {
        Answer::Key(Some(key)) => Ok(Named { library, keys: vec![key], failed: None }),
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        _ => Err(neither(&id)),
    }
}

/// That a name is neither a file nor the id of a record. An id has its scheme before a colon; what has none may be either.
fn neither(name: &str) -> Failure {
    if name.contains(':') {
        return no_record(name);
    }
    Failure::Unreadable(match input::verb_meant(name) {
        Some(verb) => format!("there is no file \"{name}\". Did you mean the verb \"{verb}\"?"),
        None => format!("there is neither a file nor a record \"{name}\"; `qikan list` prints the ids of records"),
    })
}

/// That there is no such record.
pub fn no_record(id: &str) -> Failure {
    Failure::Nothing(format!("there is no record \"{id}\"; `qikan list` prints the ids"))
}

/// Files read without a library. The relations among them are worked out as in a library, so a record printed has its id
/// and its links.
fn each_of_files(common: &Common, files: &[PathBuf], visit: &mut dyn FnMut(Article) -> bool) -> Result<Option<Failure>, Failure> {
    let (library, failed) = shelf_of_files(common, files)?;
    for record in library.records()? {
        if !visit(record?) {
            break;
        }
    }
    Ok(failed)
}

/// A library that holds the records of these files, and the last failure among them.
///
/// # Errors
/// A name that is not there; or, when no record at all was read, why.
pub fn shelf_of_files(common: &Common, files: &[PathBuf]) -> Result<(Library, Option<Failure>), Failure> {
    let talk = Out::stderr();
    let mut library = Library::new();
    let mut failed = None;
    let mut read = 0_u64;
    for input in input::inputs(files)? {
        let mut findings = Findings::of(input.name(), &talk);
        match readings(common, &input) {
            Ok(readings) => {
                let records = readings.filter_map(|reading| reading.map_err(|finding| findings.say(&finding)).ok().map(|article| *article));
                let records: Vec<Article> = records.inspect(|_| read += 1).collect();
                library.add_files(records)?;
                findings.end(0);
            }
            Err(failure) => {
                if let Some(sentence) = failure.sentence() {
                    talk.say(&sentence);
                }
                failed = Some(match failure {
                    Failure::Unreadable(_) => Failure::Unreadable(String::new()),
                    other => other,
                });
            }
        }
    }
    match (read, failed) {
        (0, Some(failure)) => Err(failure),
        (0, None) => Err(Failure::Nothing("there is no record in what was named".to_owned())),
        (_, failed) => Ok((library, failed)),
    }
}

/// The records of one input as a stream.
///
/// # Errors
/// When no format takes the bytes: a sentence with the name.
pub fn readings(common: &Common, input: &Input) -> Result<formats::Readings, Failure> {
    let source = input.open(common)?;
    match formats::read(source, common.from.as_deref()) {
        Ok((_, readings)) => Ok(readings),
        Err(finding) => Err(Failure::Unreadable(finding.told_of(&input.name()))),
    }
}
