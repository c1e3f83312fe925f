//! Who searches for a reader: the worker over a library of its own, and the indexer in the background.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};

use crate::cli::{Failure, paths};
use crate::library::{Access, Library, LibraryError, Twin};
use crate::search::{Outcome, SearchDesk, Told, index_folder, keep_up};
use crate::terminal::{Grant, Indexing, Searching, Task};

/// Threads that index beside a reader.
const THREADS: usize = 1;

/// Starts both. The indexer, which is stopped with its value, is there only where the user has a library of their own.
///
/// # Errors
/// When there are no threads to be had, or no memory for a copy of the files that were read.
pub fn begin(library: &mut Library) -> Result<(Searching, Option<Indexing>), Failure> {
    let failed = |error: std::io::Error| Failure::Unwritable(format!("the search cannot be started: {error}"));
    let twin = library.twin()?;
    let folder = twin.folder().map(Path::to_owned);
    let cache = paths::cache();
    let (poke, poked) = channel();
    let searching = Searching::new(grant(twin, cache.clone(), poke.clone())).map_err(failed)?;
    let Some((folder, cache)) = folder.zip(cache) else { return Ok((searching, None)) };
    let bring_up = move |stopped: &dyn Fn() -> bool| bring_up(&folder, &cache, stopped).unwrap_or(false);
    let indexing = Indexing::new((poke, poked), Box::new(bring_up), searching.bell().map_err(failed)?).map_err(failed)?;
    indexing.poke();
    Ok((searching, Some(indexing)))
}

/// The work of the search worker. Its library is opened with the first wish.
fn grant(twin: Twin, cache: Option<PathBuf>, poke: Sender<()>) -> Grant {
    let mut twin = Some(twin);
    let mut desk: Option<SearchDesk> = None;
    let mut told_before = Vec::new();
    Box::new(move |task, superseded| {
        let wish = match (task, &mut desk) {
            (Task::Wish(wish), _) => wish,
            (Task::Tell(order), Some(desk)) => {
                let _ = desk.library_mut().tell(order.clone());
                return None;
            }
            (Task::Tell(order), None) => {
                told_before.push(order.clone());
                return None;
            }
            (Task::Rest, desk) => {
                desk.iter_mut().for_each(SearchDesk::rest);
                return None;
            }
        };
        if desk.is_none() {
            let mut library = match twin.take().map(Twin::open) {
                Some(Ok(library)) => library,
                Some(Err(error)) => return Some(Told::Failed(error.to_string())),
                None => return Some(Told::Failed("The library could not be opened for searching; start qikan again.".to_owned())),
            };
            for order in told_before.drain(..) {
                let _ = library.tell(order);
            }
            desk = Some(SearchDesk::new(library, cache.clone()));
        }
        let desk = desk.as_mut()?;
        let told = desk.grant(wish, superseded);
        if desk.behind() > 0 {
            let _ = poke.send(());
        }
        told
    })
}

/// Brings the index of the user's own library up. Whether anything was put in.
fn bring_up(folder: &Path, cache: &Path, stopped: &dyn Fn() -> bool) -> Result<bool, LibraryError> {
    let mut library = Library::new();
    library.open_own(folder, Access::ReadWrite)?;
    let mut more = false;
    for shelf in library.searched()? {
        let Some(place) = shelf.folder() else { continue };
        let stop = || if stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let outcome = keep_up(&shelf, &index_folder(cache, place), THREADS, &mut |_| stop());
        more |= matches!(outcome, Ok(Outcome::Complete(done)) if done > 0);
    }
    Ok(more)
}
