//! Members of a tar archive, as they stream by.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::{Broken, Finding};
use super::Member;

/// Bytes of a header, and what members are padded to.
const BLOCK: u64 = 512;

/// Members up to this size are read at once, in bytes: most are, and each copy on the way is felt.
const AT_ONCE: u64 = 8 << 20;

/// Whether bytes begin with a header of tar: its sum of itself is right.
pub(super) fn is_header(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else { return false };
    let Some((before, rest)) = block.split_at_checked(148) else { return false };
    let Some((sum, behind)) = rest.split_at_checked(8) else { return false };
    let written = std::str::from_utf8(sum).map(|sum| sum.trim_matches([' ', '\0'])).ok();
    let Some(written) = written.and_then(|sum| u64::from_str_radix(sum, 8).ok()) else { return false };
    let counted: u64 = before.iter().chain(behind).map(|byte| u64::from(*byte)).sum::<u64>() + 8 * u64::from(b' ');
    block.first() != Some(&0) && written == counted
}

/// The stream, and where in it the member is that is being read.
struct Stream {
    bytes: Box<dyn BufRead + Send>,
    /// Bytes read so far.
    at: u64,
    /// Bytes of the current member that are not read yet.
    left: u64,
    /// The current member, by its number.
    number: u64,
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// The stream is lent to the reader of each member in turn, which owns what it reads; nobody ever waits for the lock.
type Shared = Arc<Mutex<Stream>>;

/// Iterates over the members.
pub(super) struct Members {
    stream: Shared,
    ended: bool,
}

impl Members {
    pub(super) fn new(bytes: Box<dyn BufRead + Send>) -> Self {
        Self { stream: Arc::new(Mutex::new(Stream { bytes, at: 0, left: 0, number: 0 })), ended: false }
    }

    /// Passes over what is left of the current member, and finds the next file.
    fn next_file(&mut self) -> Option<Result<(String, u64), Finding>> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let padding = (BLOCK - (stream.at + stream.left) % BLOCK) % BLOCK;
            let rest = std::mem::take(&mut stream.left) + padding;
            if let Err(error) = io::copy(&mut (&mut *stream).take(rest), &mut io::sink()) {
                self.ended = true;
                return Some(Err(unreadable(&error)));
            }
            // An archive of its own from each header on: so that no member borrows it.
            let mut archive = tar::Archive::new(&mut *stream);
            let entry = archive.entries().and_then(|mut entries| entries.next().transpose());
            let (name, size, kind) = match entry {
                Ok(Some(entry)) => {
                    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                    (name, entry.size(), entry.header().entry_type())
                }
                Ok(None) => {
                    self.ended = true;
                    return None;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(unreadable(&error)));
                }
            };
            stream.left = size;
            stream.number += 1;
            if kind.is_gnu_sparse() {
                self.ended = true;
                return Some(Err(Finding::skipped("this file has holes, which are not read; nothing behind it was read").within(&name)));
            }
            if kind.is_file() || kind.is_contiguous() {
                return Some(Ok((name, size)));
            }
        }
    }
}

fn unreadable(error: &io::Error) -> Finding {
    Finding::skipped(format!("the tar archive cannot be read any further: {error}"))
}

impl Iterator for Members {
    type Item = Result<Member, Finding>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let (name, size) = match self.next_file()? {
            Ok(file) => file,
            Err(finding) => return Some(Err(finding)),
        };
        let number = self.stream.lock().unwrap_or_else(PoisonError::into_inner).number;
        let lent = Lent { stream: Arc::clone(&self.stream), number };
        let bytes = if size <= AT_ONCE { at_once(lent, size) } else { Box::new(BufReader::with_capacity(super::CHUNK, lent)) };
        Some(Ok(Member { name, bytes, findings: Vec::new() }))
    }
}

/// The bytes of a member of a size, read. An error on the way comes behind what was read before it.
fn at_once(mut lent: Lent, size: u64) -> Box<dyn BufRead + Send> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    let read = (&mut lent).take(size).read_to_end(&mut bytes);
    let bytes = Cursor::new(bytes);
    match read {
        Ok(_) => Box::new(bytes),
        Err(error) => Box::new(bytes.chain(BufReader::new(Broken(Some(error))))),
    }
}

/// The bytes of one member, as long as it is the current one.
struct Lent {
    stream: Shared,
    number: u64,
}

impl Read for Lent {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        if stream.number != self.number || stream.left == 0 {
            return Ok(0);
        }
        let left = stream.left;
        let read = (&mut *stream).take(left).read(into)?;
        if read == 0 && !into.is_empty() {
            stream.left = 0;
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive ends in the middle of this file"));
        }
        stream.left -= read as u64;
        Ok(read)
    }
}
