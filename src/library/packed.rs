//! A record as the store keeps it: its JSON, packed, with a checksum; and the seals of what lists show.
//!
//! Records of one library are much alike, so that a dictionary made of some of them halves what the others take. It is
//! made when the first thousands come in together, kept in the store, and named by every body that was packed with it.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

use super::LibraryError;
use crate::record::{Article, MultiText};

/// The most that one record may unpack to, in bytes.
const LARGEST: usize = 256 * 1024 * 1024;

/// Without a dictionary level 1 packs at some hundred megabytes a second, and unpacks faster than a disk reads; with one,
/// level 3 is as quick and smaller.
const LEVEL: i32 = 1;
const LEVEL_WITH_DICTIONARY: i32 = 3;

/// Bytes of a dictionary; it is unpacked anew by every process that reads a record.
const DICTIONARY: usize = 112 * 1024;

/// Bytes that a packer keeps for the next record.
const KEPT: usize = 1 << 20;

thread_local! {
    /// The unpacker of this thread and the dictionary that it knows. It takes some hundred kilobytes to set up, which costs
    /// more than a record.
    static UNPACKER: RefCell<Option<(u32, Decompressor<'static>)>> = const { RefCell::new(None) };
}

/// What bodies are packed with, and unpacked.
#[derive(Clone)]
pub(super) struct Dictionary {
    id: u32,
    bytes: Arc<[u8]>,
}

impl Dictionary {
    /// Makes one of some records as JSON; nothing when they are too few or too much alike to make one.
    pub(super) fn of(samples: &[Vec<u8>]) -> Option<Self> {
        let bytes = zstd::dict::from_samples(samples, DICTIONARY).ok()?;
        let id = zstd_safe::get_dict_id_from_dict(&bytes)?.get();
        Some(Self { id, bytes: bytes.into() })
    }

    /// The one of a store, where it has one yet.
    pub(super) fn of_store(connection: &Connection) -> Result<Option<Self>, LibraryError> {
        let id: Option<u32> = connection.query_row("SELECT id FROM dictionaries LIMIT 1", [], |row| row.get(0)).optional()?;
        id.map(|id| Self::numbered(connection, id)).transpose()
    }

    fn numbered(connection: &Connection, id: u32) -> Result<Self, LibraryError> {
        let mut read = connection.prepare_cached("SELECT seal, bytes FROM dictionaries WHERE id = ?1")?;
        let found: Option<(i64, Vec<u8>)> = read.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (seal, bytes) = found.ok_or_else(|| LibraryError::damage("what its records were packed with is missing"))?;
        if seal != xxh3_64(&bytes).cast_signed() {
            return Err(LibraryError::damage("what its records were packed with does not match its checksum"));
        }
        Ok(Self { id, bytes: bytes.into() })
    }

    /// Stores it, before the first body that names it.
    pub(super) fn keep(&self, connection: &Connection) -> Result<(), LibraryError> {
        let seal = xxh3_64(&self.bytes).cast_signed();
        connection.execute("INSERT OR IGNORE INTO dictionaries (id, seal, bytes) VALUES (?1, ?2, ?3)", (self.id, seal, &*self.bytes))?;
        Ok(())
    }
}

/// One record, packed.
pub(super) struct Packed {
    /// Bytes of the JSON before packing.
    pub(super) length: i64,
    pub(super) seal: i64,
    pub(super) body: Vec<u8>,
}

/// Packs records; one for each thread.
pub(super) struct Packer {
    compressor: Compressor<'static>,
    /// The JSON of the record that was packed last.
    json: Vec<u8>,
    /// Where it was packed: room for what does not get smaller, of which a body keeps what it needs.
    room: Vec<u8>,
}

impl Packer {
    pub(super) fn new(dictionary: Option<&Dictionary>) -> Result<Self, LibraryError> {
        let made = match dictionary {
            Some(dictionary) => Compressor::with_dictionary(LEVEL_WITH_DICTIONARY, &dictionary.bytes),
            None => Compressor::new(LEVEL),
        };
        made.map(|compressor| Self { compressor, json: Vec::new(), room: Vec::new() })
            .map_err(|error| LibraryError::damage(format!("its records cannot be packed: {error}")))
    }

    /// Packs a record.
    pub(super) fn pack(&mut self, article: &Article) -> Result<Packed, LibraryError> {
        let refused = |what: String| LibraryError::Record { id: article.id.to_string(), what };
        for kept in [&mut self.json, &mut self.room] {
            kept.clear();
            kept.shrink_to(KEPT);
        }
        serde_json::to_writer(&mut self.json, article).map_err(|error| refused(error.to_string()))?;
        if self.json.len() > LARGEST {
            return Err(refused(format!("it has {} MB, and the most is {} MB", self.json.len() >> 20, LARGEST >> 20)));
        }
        self.room.reserve(zstd_safe::compress_bound(self.json.len()));
        self.compressor.compress_to_buffer(&self.json, &mut self.room).map_err(|error| refused(error.to_string()))?;
        let body = self.room.as_slice().to_owned();
        let length = i64::try_from(self.json.len()).unwrap_or(i64::MAX);
        Ok(Packed { length, seal: seal_body(length, article.id.as_str(), &body), body })
    }

    /// The digest of the record that was packed last.
    pub(super) fn digest(&self) -> i64 {
        xxh3_64(&self.json).cast_signed()
    }
}

/// Unpacks bodies, each with the dictionary that it names.
pub(super) trait Dictionaries {
    fn dictionary(&self, id: u32) -> Result<Dictionary, LibraryError>;
}

impl Dictionaries for Connection {
    fn dictionary(&self, id: u32) -> Result<Dictionary, LibraryError> {
        Dictionary::numbered(self, id)
    }
}

/// The one dictionary that a thread without a connection was given.
impl Dictionaries for Vec<Dictionary> {
    fn dictionary(&self, id: u32) -> Result<Dictionary, LibraryError> {
        let found = self.iter().find(|dictionary| dictionary.id == id).cloned();
        found.ok_or_else(|| LibraryError::damage("what its records were packed with is missing"))
    }
}

/// Every dictionary of a store, for threads without a connection.
pub(super) fn dictionaries(connection: &Connection) -> Result<Vec<Dictionary>, LibraryError> {
    let mut ids = connection.prepare("SELECT id FROM dictionaries")?;
    let ids: Vec<u32> = ids.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.into_iter().map(|id| Dictionary::numbered(connection, id)).collect()
}

/// Unpacks a record, or an excerpt of it, after checking that it is what was stored under this identifier.
pub(super) fn unpack<T: DeserializeOwned>(dictionaries: &dyn Dictionaries, id: &str, packed: &Packed) -> Result<T, LibraryError> {
    let damaged = |what: &str| LibraryError::damage(format!("the record \"{id}\" {what}"));
    if seal_body(packed.length, id, &packed.body) != packed.seal {
        return Err(damaged("does not match its checksum"));
    }
    let length = usize::try_from(packed.length).ok().filter(|length| *length <= LARGEST).ok_or_else(|| damaged("has a false length"))?;
    let json = loosen(dictionaries, &packed.body, length)?.ok_or_else(|| damaged("cannot be unpacked"))?;
    serde_json::from_slice(&json).map_err(|_| damaged("is not a record"))
}

fn loosen(dictionaries: &dyn Dictionaries, body: &[u8], length: usize) -> Result<Option<Vec<u8>>, LibraryError> {
    let id = zstd_safe::get_dict_id_from_frame(body).map_or(0, std::num::NonZero::get);
    UNPACKER.with_borrow_mut(|kept| {
        let unpacker = match kept.take() {
            Some((known, unpacker)) if known == id => unpacker,
            _ => match id {
                0 => Decompressor::new(),
                _ => Decompressor::with_dictionary(&dictionaries.dictionary(id)?.bytes),
            }
            .map_err(|error| LibraryError::damage(format!("its records cannot be unpacked: {error}")))?,
        };
        let (_, unpacker) = kept.insert((id, unpacker));
        Ok(unpacker.decompress(body, length).ok())
    })
}

fn seal_body(length: i64, id: &str, body: &[u8]) -> i64 {
    xxh3_64_with_seed(body, xxh3_64(id.as_bytes()) ^ length.cast_unsigned()).cast_signed()
}

/// The checksum of what a row shows.
pub(super) fn seal(shown: &[&str]) -> i64 {
    super::keys::hash("seal", shown)
}

/// Text in several languages as a column.
pub(super) fn column(text: &MultiText) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "{}".to_owned())
}

/// The same read back; a column that is no such text was damaged.
pub(super) fn read_column(column: &str) -> Result<MultiText, LibraryError> {
    serde_json::from_str(column).map_err(|_| LibraryError::damage("a row of a list is not what was stored"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::record::{Language, RecordId};

    fn article(n: u32) -> Article {
        let title = MultiText::of(Language::En, format!("A title of which no letter may change unseen, the {n} of many"));
        Article { id: RecordId::new("h:1"), title, volume: Some((u64::from(n) * 7919 % 97).to_string()), ..Article::default() }
    }

    fn no_changed_byte_is_taken_for_the_record(dictionary: Option<&Dictionary>) {
        let known: Vec<Dictionary> = dictionary.into_iter().cloned().collect();
        let article = article(1_000_000);
        let packed = Packer::new(dictionary).unwrap().pack(&article).unwrap();
        assert_eq!(unpack::<Article>(&known, "h:1", &packed).unwrap(), article);
        for at in 0..packed.body.len() {
            let mut body = packed.body.clone();
            body[at] ^= 1;
            assert!(unpack::<Article>(&known, "h:1", &Packed { body, ..packed }).is_err(), "byte {at}");
        }
        assert!(unpack::<Article>(&known, "h:2", &packed).is_err(), "the record of another row");
    }

    #[test]
    fn a_body_is_the_record_or_an_error() {
        no_changed_byte_is_taken_for_the_record(None);
        let samples: Vec<Vec<u8>> = (0..3000).map(|n| serde_json::to_vec(&article(n)).unwrap()).collect();
        let dictionary = Dictionary::of(&samples).unwrap();
        no_changed_byte_is_taken_for_the_record(Some(&dictionary));
        let packed = |dictionary| Packer::new(dictionary).unwrap().pack(&article(5000)).unwrap().body.len();
        assert!(packed(Some(&dictionary)) * 2 < packed(None), "a dictionary makes bodies much smaller");
    }

    #[test]
    fn a_changed_dictionary_is_damage_and_not_another_record() {
        let connection = crate::library::store::memory().unwrap();
        let samples: Vec<Vec<u8>> = (0..3000).map(|n| serde_json::to_vec(&article(n)).unwrap()).collect();
        let dictionary = Dictionary::of(&samples).unwrap();
        dictionary.keep(&connection).unwrap();
        let packed = Packer::new(Some(&dictionary)).unwrap().pack(&article(4000)).unwrap();
        connection
            .execute("UPDATE dictionaries SET bytes = CAST(substr(bytes, 1, 500) || x'00' || substr(bytes, 502) AS BLOB)", [])
            .unwrap();
        assert!(unpack::<Article>(&connection, "h:1", &packed).unwrap_err().to_string().contains("packed with"));
    }
}
