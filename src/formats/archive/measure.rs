//! How much has come out of how little: the guard against archives made to swell.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that may come out of an archive, however little went in.
const FREE: u64 = 64 << 20;

/// How many bytes may come out beyond that for one that went in. Text packs to a tenth, tables of numbers to a fiftieth.
const MOST: u64 = 200;

/// Counts the bytes that were read of the outermost archive and those that were unpacked from it, at any depth, over all of
/// its members. When more than 64 MiB and two hundred times the first have come out, reading ends with an error that says so.
#[derive(Clone, Default)]
pub struct Measure {
    taken: Arc<AtomicU64>,
    given: Arc<AtomicU64>,
}

impl Measure {
    /// Bytes that are counted as going in.
    pub fn taken(&self, bytes: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
        Box::new(BufReader::with_capacity(super::CHUNK, Counted { bytes, count: Arc::clone(&self.taken), measure: None, failed: false }))
    }

    /// Bytes that are counted as coming out.
    pub fn given<R: Read + Send>(&self, bytes: R) -> impl Read + Send + use<R> {
        Counted { bytes, count: Arc::clone(&self.given), measure: Some(self.clone()), failed: false }
    }

    pub fn is_exceeded(&self) -> bool {
        let given = self.given.load(Ordering::Relaxed);
        given > FREE && given > self.taken.load(Ordering::Relaxed).saturating_mul(MOST)
    }

    /// The error of a measure that is exceeded.
    pub fn exceeded() -> io::Error {
        io::Error::other(format!(
            "more than {MOST} times as much comes out of this archive as is in it, so it is taken for one made to do harm; unpack it yourself if you trust it"
        ))
    }
}

/// Bytes that are counted. An error is given once and is the end: decompressors give theirs for ever, and a reader that goes
/// on behind errors would never come to an end.
struct Counted<R> {
    bytes: R,
    count: Arc<AtomicU64>,
    measure: Option<Measure>,
    failed: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(0);
        }
        let exceeded = self.measure.as_ref().is_some_and(Measure::is_exceeded);
        let read = if exceeded { Err(Measure::exceeded()) } else { self.bytes.read(into) };
        self.failed = read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        let read = read?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
