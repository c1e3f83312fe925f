//! The index as it lies in a folder: opened, made, told from another version's, and made anew when it is damaged.
//!
//! It holds nothing of its own: whatever happens to it, it is built again from the library.

use std::fs::{self, DirBuilder};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Searcher, TantivyError};
use xxhash_rust::xxh3::xxh3_64;

use super::error::SearchError;
use super::schema::{Fields, VERSION, tokenizers};

/// What a commit says of itself: how far in the library's changes the index has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The version of fields and terms.
    pub version: u32,
    /// The library that it was made from.
    pub identity: i64,
    /// The last change that is in it.
    pub seq: i64,
    /// The greatest row that is in it: what lies above has never been put in.
    pub row: i64,
}

/// An index with its fields and a reader.
pub struct Catalogue {
    pub index: Index,
    pub fields: Fields,
    reader: IndexReader,
    pub mark: Mark,
    /// What the reader was opened on, as the index writes it.
    read: String,
}

/// The folder of a library's index below the cache folder: by the place of the library, and by version.
pub fn folder(cache: &Path, library: &Path) -> PathBuf {
    let whole = fs::canonicalize(library).unwrap_or_else(|_| library.to_owned());
    cache.join("index").join(format!("{:016x}-v{VERSION}", xxh3_64(whole.as_os_str().as_encoded_bytes())))
}

impl Catalogue {
    /// The index in a folder, when there is one of this version, of this library, that can be read.
    pub fn open(folder: &Path, identity: i64) -> Option<Self> {
        let directory = MmapDirectory::open(folder).ok()?;
        let index = Index::open(directory).ok()?;
        let (schema, fields) = Fields::new();
        if index.schema() != schema || !ends_well(folder, &index) {
            return None;
        }
        Self::of(index, fields).ok().filter(|found| found.mark.version == VERSION && found.mark.identity == identity)
    }

    /// An index in memory of these documents.
    pub fn in_memory(
        fill: impl FnOnce(&Fields, &mut dyn FnMut(tantivy::TantivyDocument) -> Result<(), TantivyError>) -> Result<(), SearchError>,
    ) -> Result<Self, SearchError> {
        let (schema, fields) = Fields::new();
        let builder = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers());
        let mut writer = builder.single_segment_index_writer(tantivy::directory::RamDirectory::create(), MEMORY)?;
        fill(&fields, &mut |document| writer.add_document(document))?;
        let mut index = writer.finalize()?;
        index.set_tokenizers(tokenizers());
        Ok(Self::of(index, fields)?)
    }

    fn of(mut index: Index, fields: Fields) -> Result<Self, TantivyError> {
        index.set_tokenizers(tokenizers());
        let (mark, read) = standing(&index)?;
        // Reloaded when asked: a watcher would wake up for nothing.
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, fields, reader, mark, read })
    }

    /// Makes an empty index in a folder; what lay there is taken away.
    pub fn create(folder: &Path, mark: Mark) -> Result<Self, SearchError> {
        remove(folder)?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|source| SearchError::Io { path: folder.to_owned(), source })?;
        let (schema, fields) = Fields::new();
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        let index = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers()).open_or_create(directory)?;
        let mut made = Self::of(index, fields)?;
        made.mark = mark;
        Ok(made)
    }

    /// Takes up what was committed since. Where nothing was, the dictionaries that were opened stay open.
    pub fn reload(&mut self) -> Result<(), SearchError> {
        // The mark before the reader: what is committed in between is then read twice rather than never.
        let (mark, read) = standing(&self.index)?;
        if read != self.read {
            self.reader.reload()?;
            (self.mark, self.read) = (mark, read);
        }
        Ok(())
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The one writer, when no other process has it.
    pub fn writer(&self, threads: usize) -> Result<Option<IndexWriter>, SearchError> {
        let options =
            IndexWriterOptions::builder().num_worker_threads(threads).memory_budget_per_thread(MEMORY).num_merge_threads(1).build();
        match self.index.writer_with_options(options) {
            Ok(writer) => Ok(Some(writer)),
            Err(TantivyError::LockFailure(..)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// How far an index has come, and all that it says of its segments.
fn standing(index: &Index) -> Result<(Mark, String), TantivyError> {
    let metas = index.load_metas()?;
    let read = serde_json::to_string(&metas).map_err(|error| TantivyError::InternalError(error.to_string()))?;
    let mark = metas.payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default();
    Ok((mark, read))
}

/// Memory of one thread that indexes, in bytes; then its terms are written out as a segment.
const MEMORY: usize = 40_000_000;

/// How every file of an index ends: the length of its footer, and this number.
const MAGIC: u32 = 1337;

/// Whether every file of the index ends as files of an index do. One that was cut off does not, and would not even be
/// refused in good order when it is read.
fn ends_well(folder: &Path, index: &Index) -> bool {
    let Ok(metas) = index.load_metas() else { return false };
    let ends = |path: PathBuf| {
        let mut file = match fs::File::open(path) {
            Ok(file) => file,
            // What is not there may not have to be; the reader knows.
            Err(error) => return error.kind() == io::ErrorKind::NotFound,
        };
        let mut end = [0; 8];
        let length = file.seek(SeekFrom::End(-8)).unwrap_or(0);
        let read = file.read_exact(&mut end).is_ok();
        let (footer, magic) = end.split_at(4);
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
        read && number(magic) == MAGIC && u64::from(number(footer)) <= length
    };
    metas.list_segment_files().into_iter().all(|file| ends(folder.join(file)))
}

/// Whether every file of the index in a folder has its checksum: all of it is read. An index that is not there is sound.
pub fn is_sound(folder: &Path) -> bool {
    let Ok(index) = MmapDirectory::open(folder).map_err(|_| ()).and_then(|directory| Index::open(directory).map_err(|_| ())) else {
        return !folder.join("meta.json").exists();
    };
    ends_well(folder, &index) && index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
}

fn settings() -> IndexSettings {
    // Newest first: where not all can be looked at, and where scores are equal.
    let newest = IndexSortByField { field: "year".to_owned(), order: Order::Desc };
    IndexSettings { docstore_compress_dedicated_thread: false, sort_by_field: Some(newest), ..IndexSettings::default() }
}

/// Takes an index away, and those of other versions beside it.
pub fn remove(folder: &Path) -> Result<(), SearchError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(SearchError::Io { path: folder.to_owned(), source: error }),
        _ => Ok(()),
    }
}
