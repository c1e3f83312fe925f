//! The reader that is tried: the one that `QIKAN_READER` names, else whichever the bytes look like, as in the program.

#[path = "../formats/reading.rs"]
mod reading;

use std::env;
use std::sync::LazyLock;

pub use reading::{AllRead, read_as};

/// Its name among the formats.
pub static NAME: LazyLock<Option<String>> = LazyLock::new(|| env::var("QIKAN_READER").ok());

pub fn read(bytes: &[u8]) -> AllRead {
    read_as(bytes, NAME.as_deref())
}
