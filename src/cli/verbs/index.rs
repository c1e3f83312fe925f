//! `qikan index`: the search index brought up to the library, or made anew.

use std::ops::ControlFlow;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Failure;
use crate::cli::args::{Common, Index};
use crate::cli::out::Out;
use crate::cli::{paths, source};
use crate::library::Library;
use crate::search::{self, Outcome, SearchError};

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self::Usage(error.to_string()),
            SearchError::Library(error) => error.into(),
            SearchError::Outside(sentence) => Self::Nothing(sentence),
            other => Self::Unwritable(other.to_string()),
        }
    }
}

/// Indexes what the library has and the index has not. An index that does not match its checksums is made anew.
///
/// # Errors
/// A library that cannot be read, an index that cannot be written, or another process that is at it.
pub fn index(common: &Common, verb: &Index, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    for shelf in library.searched()? {
        let Some(place) = shelf.folder() else { continue };
        let folder = search::index_folder(&cache()?, place);
        if verb.rebuild || !search::is_sound(&folder) {
            search::remove(&folder)?;
        }
    }
    match bring_up(&library, usize::from(verb.threads), verb.quiet)? {
        Outcome::Elsewhere => Err(Failure::Unwritable("another qikan is indexing this library; let it finish".to_owned())),
        Outcome::Complete(done) | Outcome::Stopped(done) => {
            if !verb.quiet {
                Out::stderr().say(&format!("{done} records indexed."));
            }
            out.finish()
        }
    }
}

fn cache() -> Result<PathBuf, Failure> {
    paths::cache().ok_or_else(|| Failure::Unwritable("there is no home folder for the search index; set HOME or XDG_CACHE_HOME".to_owned()))
}

/// Indexes the user's own library, with a bar where standard error is a terminal.
pub fn bring_up(library: &Library, threads: usize, quiet: bool) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Complete(0);
    for shelf in library.searched()? {
        let Some(place) = shelf.folder() else { continue };
        let folder = search::index_folder(&cache()?, place);
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(4) };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("indexing {human_pos} of {human_len} {wide_bar} {eta}") {
            bar.set_style(style);
        }
        outcome = search::keep_up(&shelf, &folder, threads, &mut |progress| {
            bar.set_length(u64::try_from(progress.of).unwrap_or(0));
            bar.set_position(u64::try_from(progress.seq).unwrap_or(0));
            ControlFlow::Continue(())
        })?;
        bar.finish_and_clear();
    }
    Ok(outcome)
}
