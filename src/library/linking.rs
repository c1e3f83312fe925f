//! Linking: which record an entry of a list is, found both ways.
//!
//! A record has keys; an entry has a few coarse ones. Whoever comes second looks for the other: an entry that is stored
//! looks among the keys of records, a record that is stored looks among those of entries and has them ask again. A few
//! records are linked in the transaction that stores them. Those of an import of many are linked when all of them are in,
//! a part at a time: each part is kept as it is done, and what was cut off is taken up again by the next import.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use rusqlite::Connection;

use super::brief::Briefs;
use super::climb::{self, Climber};
use super::held::Held;
use super::known::Known;
use super::links::{self, Link, ListEntry, Lists};
use super::packed::Packed;
use super::parallel::{self, AHEAD, Jobs, Results};
use super::replacing::Before;
use super::step::Step;
use super::store::meta;
use super::understanding::{Candidate, Understood, Unlinked, View, coarse};
use super::waits::{self, Wait};
use super::writer::{Pending, Remembered, Writer};
use super::{LibraryError, ladder};

type Done<T> = Result<T, LibraryError>;

/// Records that are linked in one transaction: their changed pages fit into the page cache.
const PART: u64 = 80_000;
/// Records that a thread takes at a time.
const TOGETHER: u64 = 64;
/// Entries that are looked for at once: a kilobyte each.
const CLIMBERS: usize = 20_000;
/// Results of threads that wait until the entries before them are found: a third of a megabyte each.
const WAITING: usize = 48;

impl Writer<'_> {
    /// Links the records of the batch: first those who waited for them, then what they themselves lead to.
    pub(super) fn link_pending(&mut self) -> Done<()> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        self.pending_entries = 0;
        self.know(pending.len())?;
        let mut sought = Vec::new();
        for Pending { journal, facts, identifiers, .. } in pending.iter().filter(|pending| pending.replaced.before != Before::Same) {
            let names = self.names_of(*journal)?;
            sought.extend(facts.coarse_sought(&names));
            sought.extend(identifiers.iter().map(|(_, hash)| *hash));
        }
        self.satisfy(sought, i64::MAX)?;
        let mut waits = Vec::new();
        for Pending { row, lists, replaced, .. } in &pending {
            let new = lists.coarse().into_iter().filter(|key| replaced.waits.binary_search(key).is_err());
            waits.extend(new.map(|key| (key, *row)));
            if replaced.before == Before::Nothing {
                lists.entries.iter().try_for_each(|entry| self.link(*row, entry))?;
            } else {
                self.link_anew(*row, lists)?;
            }
        }
        if waits.is_empty() { Ok(()) } else { waits::add(self.connection, &mut waits) }
    }

    /// Links the entries of a record that was here before, and writes no more than what has changed.
    fn link_anew(&mut self, row: i64, lists: &Lists) -> Done<()> {
        let mut read = self.connection.prepare_cached("SELECT list, n, target, step FROM cites WHERE source = ?1")?;
        let led = read.query_map([row], |found| Ok((found.get(0)?, found.get(1)?, found.get(2)?, found.get(3)?)))?;
        let led: Vec<(i64, i64, i64, i64)> = led.collect::<Result<_, _>>()?;
        let mut leads = Vec::new();
        for entry in &lists.entries {
            if let Some((target, step)) = self.find(row, entry)? {
                leads.push(((entry.list.number(), entry.n, target, step.number()), entry, step));
            }
        }
        let mut delete = self.connection.prepare_cached("DELETE FROM cites WHERE source = ?1 AND list = ?2 AND n = ?3")?;
        for (list, n, ..) in led.iter().filter(|led| !leads.iter().any(|(leads, ..)| leads == *led)) {
            delete.execute((row, list, n))?;
        }
        for (link, entry, step) in leads.iter().filter(|(leads, ..)| !led.contains(leads)) {
            self.cite(entry.leads(row, link.2, *step))?;
        }
        Ok(())
    }

    /// Has every entry that has one of these keys ask again which record it is.
    /// Only those of records up to a row are asked.
    pub(super) fn satisfy(&mut self, sought: Vec<i64>, up_to: i64) -> Done<()> {
        let sources = waits::sources(self.connection, sought.into_iter().map(waits::key))?;
        for (source, keys) in sources.into_iter().filter(|(source, _)| *source <= up_to) {
            // A record that was taken away leaves its keys behind.
            let Some(article) = links::article_if_held(self.connection, source)? else { continue };
            for entry in Lists::of(&article).entries {
                if coarse(&entry.facts).any(|key| keys.contains(&key)) {
                    self.link(source, &entry)?;
                }
            }
        }
        Ok(())
    }

    /// Links an entry to the record that it is, where there is one.
    fn link(&mut self, source: i64, entry: &ListEntry) -> Done<()> {
        let found = self.find(source, entry)?;
        found.map_or(Ok(()), |(target, step)| self.cite(entry.leads(source, target, step)))
    }

    /// The record that an entry is, and the step that found it.
    fn find(&mut self, source: i64, entry: &ListEntry) -> Done<Option<(i64, Step)>> {
        let journals = self.cited_journals(&entry.facts.journals)?;
        let sought = ladder::sought(self.keyed().known, &entry.facts, &journals);
        ladder::find_among(self.keyed(), &entry.facts, &journals, Some(source), &sought)
    }

    /// Says that an entry is a record: a link is replaced by one of better proof only.
    fn cite(&self, Link { source, list, n, target, step }: Link) -> Done<()> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO cites (source, list, n, target, step) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET target = excluded.target, step = excluded.step WHERE excluded.step < step",
        )?;
        insert.execute((source, list.number(), n, target, step.number()))?;
        Ok(())
    }

    /// Says so of many, in the order of those who are cited: that of those who cite is the one in which they came, so that its
    /// pages are at hand.
    fn cite_all(&self, mut links: Vec<Link>) -> Done<()> {
        links.sort_unstable_by_key(|link| (link.target, link.list, link.source, link.n));
        links.into_iter().try_for_each(|link| self.cite(link))
    }
}

/// Links every record that is not linked yet, in parts; `progress` hears how many were linked, of how many. What the import
/// remembered of records need not be read again.
///
/// # Errors
/// What is done stays done; the rest is taken up again the next time.
pub(super) fn link_rest(connection: &Connection, remembered: Remembered, progress: &mut dyn FnMut(u64, u64)) -> Done<()> {
    link_in_parts(connection, remembered, PART, progress)
}

fn link_in_parts(connection: &Connection, mut remembered: Remembered, most: u64, progress: &mut dyn FnMut(u64, u64)) -> Done<()> {
    let (mut linked, last) = (meta(connection, "linked")?, meta(connection, "seq")?);
    if linked >= last {
        return Ok(());
    }
    let of = super::count(connection.query_row("SELECT count(*) FROM articles WHERE seq > ?1", [linked], |row| row.get(0))?);
    progress(0, of);
    // Entries of these records were here before the others came; all others find what they are by themselves.
    let before: Option<i64> = connection.query_row("SELECT max(row) FROM articles WHERE seq <= ?1", [linked], |row| row.get(0))?;
    let before = before.filter(|_| waits::is_empty(connection).is_ok_and(|empty| !empty));
    let mut tables: Option<Tables> = None;
    let mut done = 0;
    while linked < last {
        let mut writer = Writer::begin(connection)?;
        if !writer.recall(std::mem::take(&mut remembered)) {
            // Somebody else wrote before this part: there are keys that were not read, and all may be linked by now.
            tables = None;
            linked = linked.max(writer.linked);
            if linked >= last {
                progress(of, of);
                break;
            }
        }
        let Tables { known, held } = match &mut tables {
            Some(tables) => tables,
            none => none.insert(Tables::of(connection, writer.read.briefs(), of.saturating_sub(done))?),
        };
        writer.all = Some(known);
        let view = View::of(connection, (known, held.as_ref()), before.is_some())?;
        let mut part = Part { most, linked, held: held.as_ref(), ..Part::default() };
        // That all are linked is said when it is so.
        parallel::beside(
            HashSet::new,
            |met, unlinked: Vec<Unlinked>| unlinked.iter().map(|one| view.understand(met, one)).collect::<Done<Vec<_>>>(),
            |jobs, results| part.link(&mut writer, jobs, results, &mut |linked| progress((done + linked).min(of.saturating_sub(1)), of)),
        )?;
        if let Some(before) = before {
            writer.satisfy(std::mem::take(&mut part.sought), before)?;
        }
        waits::add_run(connection, &mut part.waits)?;
        linked = if part.records < most { last } else { part.linked };
        remembered = writer.linked_up_to(linked)?;
        done += part.records;
        progress(done, of);
    }
    Ok(())
}

/// What says where records are found.
struct Tables {
    known: Known,
    held: Option<Held>,
}

impl Tables {
    /// Those of a store of which so many records are to be linked.
    fn of(connection: &Connection, briefs: Arc<Briefs>, records: u64) -> Done<Self> {
        let keys = super::count(connection.query_row("SELECT count(*) FROM keys", [], |row| row.get(0))?);
        Ok(Self { known: Known::of(connection, keys * 3 / 2)?, held: Held::of(connection, briefs, (keys, records))? })
    }
}

/// One transaction's worth of linking.
#[derive(Default)]
struct Part<'a> {
    /// Records of the part, at most.
    most: u64,
    held: Option<&'a Held>,
    records: u64,
    linked: i64,
    sought: Vec<i64>,
    waits: Vec<Wait>,
    /// Entries that are not looked for yet.
    climbers: Vec<Climber>,
    /// Entries that are found, and not stored yet.
    links: Vec<Link>,
}

impl Part<'_> {
    /// Reads records and has threads understand them, and links those that they are through with.
    fn link(
        &mut self,
        writer: &mut Writer<'_>,
        jobs: Jobs<Vec<Unlinked>>,
        results: Results<Done<Vec<Understood>>>,
        progress: &mut dyn FnMut(u64),
    ) -> Done<()> {
        let mut threads =
            Threads { jobs, results, given: 0, ready: VecDeque::new(), read: 0, most: self.most, from: self.linked, more: true };
        while let Some(understood) = threads.next(writer.connection)? {
            for one in understood {
                self.take(writer, one)?;
                if self.climbers.len() >= CLIMBERS {
                    self.look_for_all(writer, &mut threads)?;
                }
            }
            progress(self.records);
        }
        self.look_for_all(writer, &mut threads)?;
        writer.cite_all(std::mem::take(&mut self.links))
    }

    fn take(&mut self, writer: &mut Writer<'_>, understood: Understood) -> Done<()> {
        writer.cited_journals(&understood.names)?;
        for Candidate { entry, mut journals, mut keys, all_known } in understood.entries {
            if !all_known {
                let now = writer.cited_journals(&entry.facts.journals)?;
                if now != journals {
                    keys = ladder::sought(writer.keyed().known, &entry.facts, &now);
                    journals = now;
                }
                if let Some(link) = self.held.and_then(|held| held.link(understood.row, &entry, &mut keys)) {
                    self.links.push(link);
                    continue;
                }
            }
            if ladder::may_find(&keys, &entry.facts, &journals) {
                self.climbers.push(Climber { source: understood.row, entry, journals, keys });
            }
        }
        self.links.extend(understood.found);
        self.waits.extend(understood.waits.into_iter().map(|key| (key, understood.row)));
        self.sought.extend(understood.sought);
        self.linked = understood.seq;
        self.records += 1;
        Ok(())
    }

    fn look_for_all(&mut self, writer: &Writer<'_>, threads: &mut Threads) -> Done<()> {
        let climbers = std::mem::take(&mut self.climbers);
        let found = climb::climb(writer.keyed(), &climbers, &mut |connection| threads.keep_busy(connection))?;
        let found = climbers.iter().zip(found).filter_map(|(climber, found)| Some((climber, found?)));
        self.links.extend(found.map(|(Climber { source, entry, .. }, (target, step))| entry.leads(*source, target, step)));
        Ok(())
    }
}

/// Records of a part that threads understand, and those that they have understood.
struct Threads {
    jobs: Jobs<Vec<Unlinked>>,
    results: Results<Done<Vec<Understood>>>,
    /// Jobs of which the result has not come.
    given: usize,
    /// Results that nobody has asked for yet.
    ready: VecDeque<Done<Vec<Understood>>>,
    /// Records that were read, of so many at most, and the change of the last of them.
    read: u64,
    most: u64,
    from: i64,
    /// Whether any are left to be read.
    more: bool,
}

impl Threads {
    /// Takes what they are through with and gives them more, without waiting for them.
    fn keep_busy(&mut self, connection: &Connection) -> Done<()> {
        while let Some(result) = self.results.ready() {
            self.given -= 1;
            self.ready.push_back(result);
        }
        // No more are given than wait without anybody taking them: whoever gives must never wait.
        while self.more && self.given < AHEAD && self.ready.len() < WAITING {
            let unlinked = unlinked(connection, self.from, TOGETHER.min(self.most - self.read))?;
            self.read += unlinked.len() as u64;
            self.from = unlinked.last().map_or(self.from, |last| last.seq);
            self.more = !unlinked.is_empty() && self.read < self.most;
            if !unlinked.is_empty() && self.jobs.give(unlinked) {
                self.given += 1;
            }
        }
        Ok(())
    }

    /// The next records in their order; nothing when all of the part are understood.
    fn next(&mut self, connection: &Connection) -> Done<Option<Vec<Understood>>> {
        self.keep_busy(connection)?;
        if let Some(understood) = self.ready.pop_front() {
            return understood.map(Some);
        }
        if self.given == 0 {
            return Ok(None);
        }
        self.given -= 1;
        self.results.take().transpose()
    }
}

/// The next records that are not linked.
fn unlinked(connection: &Connection, from: i64, most: u64) -> Done<Vec<Unlinked>> {
    let mut read = connection.prepare_cached(
        "SELECT a.row, a.seq, a.journal, a.id, b.length, b.seal, b.body FROM articles a JOIN bodies b ON b.row = a.row
         WHERE a.seq > ?1 ORDER BY a.seq",
    )?;
    let found = read.query_map([from], |r| {
        let packed = Packed { length: r.get(4)?, seal: r.get(5)?, body: r.get(6)? };
        Ok(Unlinked { row: r.get(0)?, seq: r.get(1)?, journal: r.get(2)?, id: r.get(3)?, packed })
    })?;
    Ok(found.take(usize::try_from(most).unwrap_or(usize::MAX)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
#[path = "linking_tests.rs"]
mod tests;
