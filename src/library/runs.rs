//! Entries put in order outside memory: sorted runs in a file that has no name, read together when all are there.
//!
//! The pages of a table that lies in the order of hashes are all touched by any few thousand new rows. So an import of many
//! puts its rows aside until the last of them is there, and then goes through each table once, from its first page to its
//! last. What is put aside is nobody else's business: the file goes with the process that made it, however that ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::{File, OpenOptions};
use std::io;
use std::marker::PhantomData;
use std::ops::Range;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use rustix::fs::OFlags;

use super::{LibraryError, varints};

type Done<T> = Result<T, LibraryError>;

/// Bytes that are written at a time, and read at a time of each run.
const PIECE: usize = 64 << 10;
/// Bytes after which an entry begins a block.
const BLOCK: usize = 4096;
/// Entries that are handed on together, and how many such parts wait to be taken.
const TOGETHER: usize = 2048;
const AHEAD: usize = 4;

/// What can be put in order and written down.
pub(super) trait Entry: Ord + Send + Sized {
    /// A number that tells most of them apart without a look at their texts: never greater than that of what comes later.
    fn head(&self) -> u64;

    fn write(&self, into: &mut Vec<u8>);

    /// The entry that these bytes begin with, which it takes off them; nothing when they end before it does.
    fn read(from: &mut &[u8]) -> Option<Self>;
}

/// Three numbers, the first as good as chance.
impl Entry for (i64, i64, i64) {
    fn head(&self) -> u64 {
        self.0.cast_unsigned() ^ (1 << 63)
    }

    fn write(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.0.to_le_bytes());
        varints::put_signed(into, self.1);
        varints::put_signed(into, self.2);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let (first, rest) = from.split_first_chunk()?;
        *from = rest;
        Some((i64::from_le_bytes(*first), varints::take_signed(from)?, varints::take_signed(from)?))
    }
}

/// The head of an entry that begins with a small number and a text.
pub(super) fn head(first: i64, text: &str) -> u64 {
    let mut head = [0; 8];
    for (place, byte) in head.iter_mut().zip(std::iter::once(u8::try_from(first).unwrap_or(u8::MAX)).chain(text.bytes())) {
        *place = byte;
    }
    u64::from_be_bytes(head)
}

/// Puts entries in order; what is the same to [`Ord`] stays in its order.
fn sort<T: Entry>(entries: &mut Vec<T>) {
    let mut headed: Vec<(u64, T)> = entries.drain(..).map(|entry| (entry.head(), entry)).collect();
    headed.sort();
    entries.extend(headed.into_iter().map(|(_, entry)| entry));
}

/// The file in which runs are kept.
pub(super) struct Spool {
    folder: PathBuf,
    file: File,
    end: u64,
}

impl Spool {
    /// Makes one beside the library, where there is room for what becomes of it.
    ///
    /// # Errors
    /// A folder in which no file can be made.
    pub(super) fn beside(folder: &Path) -> Done<Self> {
        let open = |path: &Path, flags: OFlags, new: bool| {
            let flags = i32::try_from(flags.bits()).unwrap_or_default();
            OpenOptions::new().read(true).write(true).create_new(new).mode(0o600).custom_flags(flags).open(path)
        };
        // Where the file system has no files without names, it loses its name at once.
        let named = || {
            let path = folder.join(format!("sorting-{}", std::process::id()));
            let file = open(&path, OFlags::NOFOLLOW, true)?;
            std::fs::remove_file(&path)?;
            Ok(file)
        };
        let file = open(folder, OFlags::TMPFILE, false).or_else(|_| named());
        let file = file.map_err(|error| failed(folder, error))?;
        Ok(Self { folder: folder.to_owned(), file, end: 0 })
    }

    /// Writes a run of sorted entries; `begins` hears where blocks begin, and with which entry.
    ///
    /// # Errors
    /// A disk that is full or says no.
    pub(super) fn add<T: Entry>(&mut self, sorted: &[T], mut begins: impl FnMut(&T, u64)) -> Done<Range<u64>> {
        let from = self.end;
        let mut piece = Vec::with_capacity(PIECE + BLOCK);
        let mut block = None;
        for entry in sorted {
            let at = self.end + piece.len() as u64;
            if block.is_none_or(|block| at - block >= BLOCK as u64) {
                begins(entry, at);
                block = Some(at);
            }
            entry.write(&mut piece);
            if piece.len() >= PIECE {
                self.append(&mut piece)?;
            }
        }
        self.append(&mut piece)?;
        Ok(from..self.end)
    }

    fn append(&mut self, piece: &mut Vec<u8>) -> Done<()> {
        self.file.write_all_at(piece, self.end).map_err(|error| failed(&self.folder, error))?;
        self.end += piece.len() as u64;
        piece.clear();
        Ok(())
    }

    /// The bytes of a part.
    ///
    /// # Errors
    /// A disk that says no.
    pub(super) fn read(&self, part: Range<u64>) -> Done<Vec<u8>> {
        let length = usize::try_from(part.end.saturating_sub(part.start)).unwrap_or_default();
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, part.start).map_err(|error| failed(&self.folder, error))?;
        Ok(bytes)
    }

    /// The same file once more, to be read while runs are added to it.
    ///
    /// # Errors
    /// Too many files that are open.
    pub(super) fn same(&self) -> Done<Self> {
        let file = self.file.try_clone().map_err(|error| failed(&self.folder, error))?;
        Ok(Self { folder: self.folder.clone(), file, end: self.end })
    }
}

fn failed(folder: &Path, source: io::Error) -> LibraryError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => LibraryError::Full { place: folder.display().to_string() },
        _ => LibraryError::Io { path: folder.to_owned(), source },
    }
}

/// Reads one run from its beginning to its end.
struct Reader<'a, T> {
    spool: &'a Spool,
    rest: Range<u64>,
    bytes: Vec<u8>,
    at: usize,
    entry: PhantomData<T>,
}

impl<'a, T: Entry> Reader<'a, T> {
    fn of(spool: &'a Spool, part: &Range<u64>) -> Self {
        Self { spool, rest: part.clone(), bytes: Vec::new(), at: 0, entry: PhantomData }
    }

    fn next(&mut self) -> Done<Option<T>> {
        loop {
            let mut left = self.bytes.get(self.at..).unwrap_or_default();
            let before = left.len();
            if let Some(entry) = T::read(&mut left) {
                self.at += before - left.len();
                return Ok(Some(entry));
            }
            if self.rest.is_empty() {
                let whole = before == 0;
                return if whole { Ok(None) } else { Err(LibraryError::damage("what was put aside cannot be read again")) };
            }
            let to = self.rest.end.min(self.rest.start + PIECE as u64);
            self.bytes.drain(..self.at);
            self.at = 0;
            self.bytes.extend(self.spool.read(self.rest.start..to)?);
            self.rest.start = to;
        }
    }
}

/// Runs of one kind.
pub(super) struct Runs<T> {
    pub(super) parts: Vec<Range<u64>>,
    entry: PhantomData<T>,
}

impl<T: Entry> Runs<T> {
    pub(super) fn new() -> Self {
        Self { parts: Vec::new(), entry: PhantomData }
    }

    /// Adds a run; what is the same to [`Ord`] stays in its order.
    ///
    /// # Errors
    /// As [`Spool::add`].
    pub(super) fn add(&mut self, spool: &mut Spool, entries: &mut Vec<T>) -> Done<()> {
        sort(entries);
        let part = spool.add(entries, |_, _| ())?;
        self.parts.push(part);
        entries.clear();
        Ok(())
    }

    /// Gives every entry of all runs to `visit`, one run after the other.
    ///
    /// # Errors
    /// A disk that says no.
    pub(super) fn each(&self, spool: Option<&Spool>, mut visit: impl FnMut(T)) -> Done<()> {
        let Some(spool) = spool else { return Ok(()) };
        for part in &self.parts {
            let mut run = Reader::of(spool, part);
            while let Some(entry) = run.next()? {
                visit(entry);
            }
        }
        Ok(())
    }

    /// Gives the entries of all runs and those of memory, which came last, to `visit`: in order, many at a time. Of entries that
    /// are the same to [`Ord`] those that came first are first.
    ///
    /// # Errors
    /// What `visit` said, and a disk that says no.
    pub(super) fn in_order(&self, spool: Option<&Spool>, mut memory: Vec<T>, mut visit: impl FnMut(Vec<T>) -> Done<()>) -> Done<()> {
        sort(&mut memory);
        let Some(spool) = spool.filter(|_| !self.parts.is_empty()) else {
            let mut memory = memory.into_iter();
            loop {
                let part: Vec<T> = memory.by_ref().take(TOGETHER).collect();
                if part.is_empty() {
                    return Ok(());
                }
                visit(part)?;
            }
        };
        // Whoever takes them has enough to do with storing them.
        thread::scope(|scope| {
            let (give, parts) = sync_channel(AHEAD);
            let runs = self.parts.as_slice();
            scope.spawn(move || {
                let mut merge = match Merge::of(spool, runs, memory) {
                    Ok(merge) => merge,
                    Err(error) => {
                        let _ = give.send(Err(error));
                        return;
                    }
                };
                loop {
                    let part = merge.next();
                    let last = part.as_ref().map_or(true, Vec::is_empty);
                    if give.send(part).is_err() || last {
                        break;
                    }
                }
            });
            for part in parts {
                visit(part?)?;
            }
            Ok(())
        })
    }
}

/// Several sorted sources read as one.
struct Merge<'a, T> {
    readers: Vec<Reader<'a, T>>,
    memory: std::vec::IntoIter<T>,
    /// The next entry of each source behind its head, and which source that is.
    next: BinaryHeap<Reverse<(u64, T, usize)>>,
}

impl<'a, T: Entry> Merge<'a, T> {
    fn of(spool: &'a Spool, parts: &[Range<u64>], memory: Vec<T>) -> Done<Self> {
        let readers = parts.iter().map(|part| Reader::of(spool, part)).collect();
        let mut merge = Self { readers, memory: memory.into_iter(), next: BinaryHeap::new() };
        for source in 0..=merge.readers.len() {
            let entry = merge.read(source)?;
            merge.next.extend(entry.map(|entry| Reverse((entry.head(), entry, source))));
        }
        Ok(merge)
    }

    fn read(&mut self, source: usize) -> Done<Option<T>> {
        match self.readers.get_mut(source) {
            Some(reader) => reader.next(),
            None => Ok(self.memory.next()),
        }
    }

    /// The next entries, none when there are no more.
    fn next(&mut self) -> Done<Vec<T>> {
        let mut part = Vec::with_capacity(TOGETHER);
        while part.len() < TOGETHER
            && let Some(source) = self.next.peek().map(|Reverse((.., source))| *source)
        {
            let after = self.read(source)?;
            let Some(mut first) = self.next.peek_mut() else { break };
            let Reverse((_, entry, _)) = match after {
                Some(after) => std::mem::replace(&mut *first, Reverse((after.head(), after, source))),
                None => PeekMut::pop(first),
            };
            part.push(entry);
        }
        Ok(part)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn what_was_put_aside_comes_back_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::beside(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nobody else sees it");
        let hash = |n: i64| n.wrapping_mul(0x1E37_79B9_7F4A_7C15);
        let mut runs = Runs::new();
        for run in 0..5 {
            runs.add(&mut spool, &mut (run * 9000..(run + 1) * 9000).map(|n| (hash(n / 2), n, -n)).collect()).unwrap();
        }
        let mut expected: Vec<(i64, i64, i64)> = (0..50_000).map(|n| (hash(n / 2), n, -n)).collect();
        expected.sort_unstable();
        let mut read = Vec::new();
        let memory: Vec<_> = (45_000..50_000).map(|n| (hash(n / 2), n, -n)).collect();
        let all = |part: Vec<_>| {
            read.extend(part);
            Ok(())
        };
        runs.in_order(Some(&spool), memory, all).unwrap();
        assert_eq!(read, expected);
        let refused = runs.in_order(Some(&spool), Vec::new(), |_| Err(LibraryError::damage("no")));
        assert!(refused.is_err(), "whoever takes no more is not waited for");
        spool.file.set_len(1 << 16).unwrap();
        assert!(runs.in_order(Some(&spool), Vec::new(), |_| Ok(())).is_err(), "what is gone is not taken for nothing");
    }
}
