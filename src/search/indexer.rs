//! Feeding the index: what the library has that the index has not, in batches, in the order of the library's changes.
//!
//! Every commit carries how far it came, so an end at any point loses nothing but work.

use std::fs::{DirBuilder, File, TryLockError};
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use tantivy::merge_policy::LogMergePolicy;
use tantivy::{IndexWriter, Term};

use super::document::document;
use super::error::SearchError;
use super::index::{Catalogue, Mark};
use super::schema::VERSION;
use crate::library::Searched;

/// Records read together.
const BATCH: usize = 256;
/// Records of a commit: what a kill costs at most. A commit writes and syncs, and its segments have to be merged.
const COMMIT: u64 = 20_000;

/// Records from which on a segment is left as it is.
const LARGE: u32 = 60_000;
/// Segments that are put together: of a whole library many at once, as each time that a record is moved costs half of what it
/// cost to put it in; of what changes day by day few, as each is looked into by every search.
const MANY: usize = 64;
const FEW: usize = 8;

/// How far an indexer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records put in by this run.
    pub done: u64,
    /// Changes of the library that are in the index, and that there are.
    pub seq: i64,
    pub of: i64,
}

/// How an indexer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The index has all that the library had; so many records were put in.
    Complete(u64),
    /// It was told to stop; what was put in is kept.
    Stopped(u64),
    /// Another process is at it.
    Elsewhere,
}

/// Brings the index in a folder up to the library. One that is missing, damaged, of another version or library is made anew.
///
/// # Errors
/// When the index cannot be written or the library not read. What was committed before is kept.
pub fn keep_up(
    shelf: &Searched<'_>,
    folder: &Path,
    threads: usize,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Outcome, SearchError> {
    let Some(_alone) = alone(folder)? else { return Ok(Outcome::Elsewhere) };
    let standing = shelf.standing()?;
    let fresh = Mark { version: VERSION, identity: standing.identity, seq: 0, row: 0 };
    // An index that is ahead of its library was made from a later state of it.
    let catalogue = match Catalogue::open(folder, standing.identity).filter(|found| found.mark.seq <= standing.seq) {
        Some(found) => found,
        None => Catalogue::create(folder, fresh)?,
    };
    let mut mark = catalogue.mark;
    if mark.seq == standing.seq {
        return Ok(Outcome::Complete(0));
    }
    let Some(mut writer) = catalogue.writer(threads)? else { return Ok(Outcome::Elsewhere) };
    let bulk = u64::try_from(standing.seq - mark.seq).unwrap_or(0) > COMMIT;
    writer.set_merge_policy(Box::new(put_together(if bulk { MANY } else { FEW })));
    let mut done = 0;
    let mut waiting = 0;
    loop {
        let changes = shelf.changes(mark.seq, BATCH)?;
        let last = changes.is_empty();
        for change in changes {
            let row = u64::try_from(change.row).unwrap_or(0);
            // A row above all others was never put in, and to delete it would only cost.
            if change.row <= mark.row {
                writer.delete_term(Term::from_field_u64(catalogue.fields.row, row));
            }
            if let Some(article) = &change.article {
                writer.add_document(document(&catalogue.fields, row, article))?;
            }
            mark.row = mark.row.max(change.row);
            mark.seq = mark.seq.max(change.seq);
            done += 1;
            waiting += 1;
        }
        let stop = progress(Progress { done, seq: mark.seq, of: standing.seq.max(mark.seq) }).is_break();
        if last && bulk {
            // What is left small becomes one.
            writer.set_merge_policy(Box::new(put_together(2)));
        }
        if (last || stop || waiting >= COMMIT) && (waiting > 0 || (last && bulk)) {
            commit(&mut writer, mark)?;
            waiting = 0;
        }
        if last || stop {
            writer.wait_merging_threads()?;
            return Ok(if last { Outcome::Complete(done) } else { Outcome::Stopped(done) });
        }
    }
}

/// The lock of who writes an index, for as long as it is held: two would take each other's files away.
fn alone(folder: &Path) -> Result<Option<File>, SearchError> {
    let path = folder.with_extension("lock");
    let failed = |source| SearchError::Io { path: path.clone(), source };
    if let Some(above) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(above).map_err(failed)?;
    }
    let file = File::options().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// When segments are put together: as soon as there are so many small ones, or half of what is in one went away.
fn put_together(segments: usize) -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(segments);
    if segments != FEW {
        policy.set_min_layer_size(LARGE);
    }
    policy.set_max_docs_before_merge(LARGE as usize);
    policy.set_del_docs_ratio_before_merge(0.5);
    policy
}

fn commit(writer: &mut IndexWriter, mark: Mark) -> Result<(), SearchError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&serde_json::to_string(&mark).unwrap_or_default());
    prepared.commit()?;
    Ok(())
}
