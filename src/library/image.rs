//! A shelf as an image: the bytes of its database, packed, for the sample that the program carries with it.
//!
//! Reading the sample's records in takes longer than a first screen may; its image is unpacked and used as it is.

use rusqlite::{Connection, MAIN_DB};

use super::{LibraryError, store};

type Done<T> = Result<T, LibraryError>;

/// The image is made once and unpacked at every start, so it is packed hard.
const LEVEL: i32 = 19;

/// The most that an image may unpack to, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The image of a store in memory. The same records read in the same order give the same bytes.
pub(super) fn of(mut connection: Connection) -> Done<Vec<u8>> {
    store::sign(&connection)?;
    connection.execute_batch("VACUUM main")?;
    let bytes = connection.serialize(MAIN_DB)?;
    zstd::bulk::compress(&bytes, LEVEL).map_err(|error| LibraryError::damage(format!("the image cannot be packed: {error}")))
}

/// The store of an image, in memory and writable.
///
/// # Errors
/// Bytes that are no image, or one of another version.
pub(super) fn open(image: &[u8]) -> Done<Connection> {
    let damaged = || LibraryError::damage("the image of the sample cannot be unpacked");
    let length = zstd::zstd_safe::get_frame_content_size(image).ok().flatten().filter(|length| *length <= LARGEST);
    let length = length.and_then(|length| usize::try_from(length).ok()).ok_or_else(damaged)?;
    let bytes = zstd::bulk::decompress(image, length).map_err(|_| damaged())?;
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), false)?;
    store::receive(&connection)?;
    Ok(connection)
}
