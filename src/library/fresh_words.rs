//! Words that an import of many has met, until they go into the lists: each as it was spelled first.

use std::cmp::Ordering;
use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::fresh_keys::ByHash;
use super::runs::{Entry, Runs, Spool, head};
use super::varints::{put_signed, put_text, take_signed, take_text};
use super::words::{Kind, Listed};
use super::{LibraryError, bulk, links, packed};

type Done<T> = Result<T, LibraryError>;

/// How a word was spelled when it was met first. Of two with the same hash none comes before the other.
struct Spelling {
    hash: i64,
    listed: Listed,
}

impl Ord for Spelling {
    fn cmp(&self, other: &Self) -> Ordering {
        self.hash.cmp(&other.hash)
    }
}

impl PartialOrd for Spelling {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Spelling {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Spelling {}

impl Entry for Spelling {
    fn head(&self) -> u64 {
        self.hash.cast_unsigned() ^ (1 << 63)
    }

    fn write(&self, into: &mut Vec<u8>) {
        let Listed { kind, above, sort, label } = &self.listed;
        into.extend_from_slice(&self.hash.to_le_bytes());
        put_signed(into, kind.number());
        for text in [above, sort, label] {
            put_text(into, text);
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let (hash, rest) = from.split_first_chunk()?;
        *from = rest;
        let kind = Kind::of_number(take_signed(from)?)?;
        let [above, sort, label] = [take_text(from)?, take_text(from)?, take_text(from)?];
        Some(Self { hash: i64::from_le_bytes(*hash), listed: Listed { kind, above, label, sort } })
    }
}

/// A row of `words` in the order of that table.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    kind: i64,
    above: String,
    sort: String,
    hash: i64,
    label: String,
    seal: i64,
}

impl Entry for Line {
    fn head(&self) -> u64 {
        head(self.kind, if self.kind == Kind::Class.number() { &self.above } else { &self.sort })
    }

    fn write(&self, into: &mut Vec<u8>) {
        let Self { kind, above, sort, hash, label, seal } = self;
        for text in [above, sort, label] {
            put_text(into, text);
        }
        for number in [kind, hash, seal] {
            put_signed(into, *number);
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let [above, sort, label] = [take_text(from)?, take_text(from)?, take_text(from)?];
        let [kind, hash, seal] = [take_signed(from)?, take_signed(from)?, take_signed(from)?];
        Some(Self { kind, above, sort, hash, label, seal })
    }
}

/// The words that records of the tables have; nothing when these are more than `most`.
pub(super) fn held(connection: &Connection, most: usize) -> Done<Option<HashSet<i64>>> {
    let mut read = connection.prepare("SELECT hash FROM terms LIMIT ?1")?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let (mut words, mut terms) = (HashSet::new(), 0);
    for hash in read.query_map([most], |row| row.get(0))? {
        words.insert(hash?);
        terms += 1;
    }
    Ok((terms < most).then_some(words))
}

/// Whether a record of the tables has a word.
pub(super) fn is_held(connection: &Connection, hash: i64) -> Done<bool> {
    let mut held = connection.prepare_cached("SELECT 1 FROM terms WHERE hash = ?1 LIMIT 1")?;
    Ok(held.query_row([hash], |_| Ok(())).optional()?.is_some())
}

/// Words that are in no list yet.
pub(super) struct FreshWords {
    listed: ByHash<Listed>,
    runs: Runs<Spelling>,
}

impl FreshWords {
    pub(super) fn new() -> Self {
        Self { listed: ByHash::default(), runs: Runs::new() }
    }

    pub(super) fn add(&mut self, hash: i64, listed: Listed) {
        self.listed.entry(hash).or_insert(listed);
    }

    pub(super) fn in_memory(&self) -> usize {
        self.listed.len()
    }

    /// Puts what is in memory aside as a run.
    pub(super) fn put_aside(&mut self, spool: &mut Spool) -> Done<()> {
        let mut spellings = self.drain();
        self.runs.add(spool, &mut spellings)
    }

    fn drain(&mut self) -> Vec<Spelling> {
        self.listed.drain().map(|(hash, listed)| Spelling { hash, listed }).collect()
    }

    /// All that no record has yet in the order of the lists, so many in memory at most; `held` says which words some record has.
    pub(super) fn in_lists(mut self, spool: Option<&mut Spool>, most: usize, held: impl Fn(i64) -> Done<bool>) -> Done<Lines> {
        let memory = self.drain();
        let mut lines = Lines { most, kept: Vec::new(), runs: Runs::new(), last: None };
        // What is read of one file is written behind it.
        let reader = spool.as_deref().map(Spool::same).transpose()?;
        let mut spool = spool;
        self.runs.in_order(reader.as_ref(), memory, |spellings| {
            spellings.into_iter().try_for_each(|one| lines.take(one, spool.as_deref_mut(), &held))
        })?;
        Ok(lines)
    }
}

/// Words that come in the order of their hashes, to go in that of their lists.
pub(super) struct Lines {
    /// Of lines that are kept in memory.
    most: usize,
    kept: Vec<Line>,
    runs: Runs<Line>,
    last: Option<i64>,
}

impl Lines {
    fn take(&mut self, Spelling { hash, listed }: Spelling, spool: Option<&mut Spool>, held: &impl Fn(i64) -> Done<bool>) -> Done<()> {
        if self.last.replace(hash) == Some(hash) || held(hash)? {
            return Ok(());
        }
        let Listed { kind, above, sort, label } = listed;
        let seal = packed::seal(&[&label]);
        self.kept.push(Line { kind: kind.number(), above, sort, hash, label, seal });
        match spool {
            Some(spool) if self.kept.len() >= self.most => self.runs.add(spool, &mut self.kept),
            _ => Ok(()),
        }
    }

    /// Stores all. The records that have them come after.
    pub(super) fn store(self, spool: Option<&Spool>, connection: &Connection) -> Done<()> {
        let Self { kept, runs, .. } = self;
        let mut added = [(Kind::Author, 0), (Kind::Keyword, 0)];
        runs.in_order(spool, kept, |lines| {
            for (kind, added) in &mut added {
                *added += lines.iter().filter(|line| line.kind == kind.number()).count();
            }
            bulk::insert(connection, "words (kind, above, sort, hash, label, seal)", &lines, |line| {
                [&line.kind, &line.above, &line.sort, &line.hash, &line.label, &line.seal]
            })
        })?;
        added.into_iter().try_for_each(|(kind, more)| links::count_words(connection, kind, more))
    }
}
