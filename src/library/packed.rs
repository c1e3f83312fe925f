//! A record as the store keeps it: its JSON, packed, with a checksum; and the seals of what lists show.

use std::cell::RefCell;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::LibraryError;
use crate::record::{Article, MultiText};

/// The most that one record may unpack to, in bytes.
const LARGEST: usize = 256 * 1024 * 1024;

/// Level 1: packs at some hundred megabytes a second, and unpacks faster than a disk reads.
const LEVEL: i32 = 1;

thread_local! {
    /// The packer and the unpacker of this thread. Each takes some hundred kilobytes to set up, which costs more than a record.
    static PACKER: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { RefCell::new(None) };
}

fn squeeze(json: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|kept| match kept {
        Some(packer) => packer.compress(json),
        None => kept.insert(zstd::bulk::Compressor::new(LEVEL)?).compress(json),
    })
}

fn loosen(body: &[u8], length: usize) -> std::io::Result<Vec<u8>> {
    UNPACKER.with_borrow_mut(|kept| match kept {
        Some(unpacker) => unpacker.decompress(body, length),
        None => kept.insert(zstd::bulk::Decompressor::new()?).decompress(body, length),
    })
}

/// One record, packed.
pub(super) struct Packed {
    /// Bytes of the JSON before packing.
    pub(super) length: i64,
    pub(super) seal: i64,
    pub(super) body: Vec<u8>,
}

/// Packs a record.
pub(super) fn pack(article: &Article) -> Result<Packed, LibraryError> {
    let refused = |what: String| LibraryError::Record { id: article.id.to_string(), what };
    let json = serde_json::to_vec(article).map_err(|error| refused(error.to_string()))?;
    if json.len() > LARGEST {
        return Err(refused(format!("it has {} MB, and the most is {} MB", json.len() >> 20, LARGEST >> 20)));
    }
    let body = squeeze(&json).map_err(|error| refused(error.to_string()))?;
    let length = i64::try_from(json.len()).unwrap_or(i64::MAX);
    Ok(Packed { length, seal: seal_body(length, article.id.as_str(), &body), body })
}

/// Unpacks a record after checking that it is what was stored under this identifier.
pub(super) fn unpack(id: &str, packed: &Packed) -> Result<Article, LibraryError> {
    let damaged = |what: &str| LibraryError::damage(format!("the record \"{id}\" {what}"));
    if seal_body(packed.length, id, &packed.body) != packed.seal {
        return Err(damaged("does not match its checksum"));
    }
    let length = usize::try_from(packed.length).ok().filter(|length| *length <= LARGEST).ok_or_else(|| damaged("has a false length"))?;
    let json = loosen(&packed.body, length).map_err(|_| damaged("cannot be unpacked"))?;
    serde_json::from_slice(&json).map_err(|_| damaged("is not a record"))
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

    #[test]
    fn no_changed_byte_is_taken_for_the_record() {
        let title = MultiText::of(Language::En, "A title of which no letter may change unseen".to_owned());
        let article = Article { id: RecordId::new("h:1"), title, ..Article::default() };
        let packed = pack(&article).unwrap();
        assert_eq!(unpack("h:1", &packed).unwrap(), article);
        for at in 0..packed.body.len() {
            let mut body = packed.body.clone();
            body[at] ^= 1;
            assert!(unpack("h:1", &Packed { body, ..packed }).is_err(), "byte {at}");
        }
        assert!(unpack("h:2", &packed).is_err(), "the record of another row");
    }
}
