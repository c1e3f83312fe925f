//! Records in: known again by the ladder, joined or new, all of them in one transaction.

use std::fmt;
use std::path::Path;

use rusqlite::Connection;

use super::facts::Facts;
use super::packed::{Dictionary, Packer};
use super::prepared::{Prepared, prepare};
use super::replacing::Before;
use super::step::Step;
use super::store::WriterMark;
use super::writer::{Remembered, Writer};
use super::{LibraryError, doubts, ladder, linking, links, merge, parallel};
use crate::formats::{Finding, Reading, Severity};

type Done<T> = Result<T, LibraryError>;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many records were read; none of them is kept yet.
    Read(u64),
    /// All records are kept; of those that are to be linked, so many are.
    Linked { done: u64, of: u64 },
}

/// Findings that a report keeps word for word; the rest is counted.
const KEPT_FINDINGS: usize = 1000;

/// What became of the records of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that were read.
    pub read: u64,
    pub new: u64,
    /// Of the new ones: those that may be a record that was there, see `qikan dedupe`.
    pub doubtful: u64,
    /// Joined with a record that was there, which got richer by it.
    pub joined: u64,
    /// There already, to the last member.
    pub unchanged: u64,
    /// Not read at all: records, and whole files.
    pub not_read: u64,
    /// What the readers had to say: at most a thousand, and as many of what was not read.
    pub findings: Vec<Finding>,
    /// Findings beyond those.
    pub more_findings: u64,
}

impl Report {
    /// Adds the report of another file.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.new += other.new;
        self.doubtful += other.doubtful;
        self.joined += other.joined;
        self.unchanged += other.unchanged;
        self.not_read += other.not_read;
        self.more_findings += other.more_findings;
        for finding in other.findings {
            self.find(finding);
        }
    }

    /// A whole file that could not be read, or is in no known format; `why` names it.
    pub fn unreadable(&mut self, why: String) {
        self.not_read += 1;
        self.find(Finding::skipped(why));
    }

    /// Why something was not read, where one finding tells it of all that was not.
    pub fn only_reason(&self) -> Option<&Finding> {
        let mut reasons = self.findings.iter().filter(|finding| finding.severity == Severity::Skipped);
        let first = reasons.next().filter(|_| self.not_read > 0)?;
        reasons.all(|other| other == first).then_some(first)
    }

    fn find(&mut self, finding: Finding) {
        // What was not read is kept though there be a thousand others before it.
        let most = if finding.severity == Severity::Skipped { 2 * KEPT_FINDINGS } else { KEPT_FINDINGS };
        if self.findings.len() < most {
            self.findings.push(finding);
        } else {
            self.more_findings += 1;
        }
    }
}

impl fmt::Display for Report {
    /// `412 read, 398 new, 12 joined, 2 not read: line 88: it has no title.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} read", self.read)?;
        for (number, word) in [
            (self.new, "new"),
            (self.doubtful, "of these doubtful"),
            (self.joined, "joined"),
            (self.unchanged, "unchanged"),
            (self.not_read, "not read"),
        ] {
            if number > 0 {
                write!(f, ", {number} {word}")?;
            }
        }
        if let Some(why) = self.only_reason() {
            write!(f, ": {why}")?;
        }
        f.write_str(".")
    }
}

/// Where records come from.
pub(super) enum Feed<'a> {
    /// They are read as they are stored.
    Here(&'a mut dyn Iterator<Item = Reading>),
    /// When many come they may be read ahead, by other threads.
    Ahead(&'a mut (dyn Iterator<Item = Reading> + Send)),
}

/// What becomes of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    All,
    /// It is only to be known what would become of the records: the transaction is taken back.
    Nothing,
}

/// Records after which more are taken for many.
const FEW: u64 = 1024;
/// Records that a thread reads and makes ready at a time: so few that they are still in its cache when they are made ready.
const TOGETHER: usize = 16;
/// Records after which it is told how far the import has come.
const TOLD: u64 = 64;
/// Bytes of records as JSON that a dictionary is made of.
const SAMPLES: usize = 8 << 20;

/// Reads all in, as one transaction: an import that is cut off leaves nothing. Links between many records are worked out
/// after it, see [`linking::link_rest`].
pub(super) fn run(
    connection: &Connection,
    folder: Option<&Path>,
    feed: Feed<'_>,
    keep: Keep,
    progress: &mut dyn FnMut(Progress),
) -> Done<Report> {
    let mut import = Import { report: Report::default(), keep, progress };
    let (remembered, _mark) = match feed {
        Feed::Here(readings) => match import.begin(connection, folder, readings)? {
            None => (Remembered::default(), None),
            Some((mut writer, mark)) => {
                import.here(&mut writer, readings, u64::MAX)?;
                (import.end(writer)?, mark)
            }
        },
        Feed::Ahead(readings) => match import.begin(connection, folder, readings)? {
            None => (Remembered::default(), None),
            Some((mut writer, mark)) => {
                import.ahead(&mut writer, readings)?;
                (import.end(writer)?, mark)
            }
        },
    };
    let Import { mut report, progress, .. } = import;
    if keep == Keep::Nothing {
        return Ok(report);
    }
    // The records are in. What cannot be linked now is linked by the next import.
    if let Err(error) = linking::link_rest(connection, remembered, &mut |done, of| progress(Progress::Linked { done, of })) {
        report.find(Finding::kept(format!("the records are in; not all of their references are linked yet: {error}")));
    }
    Ok(report)
}

/// An import under way.
struct Import<'a> {
    report: Report,
    keep: Keep,
    progress: &'a mut dyn FnMut(Progress),
}

impl Import<'_> {
    /// Begins with the first reading, and says to others who is writing. Nothing when there is none.
    fn begin<'a, I: Iterator<Item = Reading> + ?Sized>(
        &mut self,
        connection: &'a Connection,
        folder: Option<&Path>,
        readings: &mut I,
    ) -> Done<Option<(Writer<'a>, Option<WriterMark>)>> {
        // The first reading is taken before the lock: a pipe that gives nothing for an hour must not hold others up.
        let Some(first) = readings.next() else { return Ok(None) };
        let mut writer = Writer::begin(connection)?;
        // Only who has the lock may leave its mark.
        let mark = folder.and_then(WriterMark::leave);
        self.here(&mut writer, &mut std::iter::once(first), 1)?;
        Ok(Some((writer, mark)))
    }

    /// Makes all durable, where anything changed.
    fn end(&self, writer: Writer<'_>) -> Done<Remembered> {
        let changed = self.report.new + self.report.joined > 0;
        if changed && self.keep == Keep::All { writer.commit() } else { Ok(Remembered::default()) }
    }

    /// Stores records as they are read, so many at most.
    fn here<I: Iterator<Item = Reading> + ?Sized>(&mut self, writer: &mut Writer<'_>, readings: &mut I, most: u64) -> Done<()> {
        let mut taken = 0;
        while taken < most
            && let Some(reading) = readings.next()
        {
            taken += 1;
            let reading = reading.map(|article| prepare(article, writer.packer()));
            self.take(writer, reading)?;
        }
        Ok(())
    }

    /// Stores a few as they are read, and many with the help of threads, which read and make ready in turns; this one stores.
    fn ahead(&mut self, writer: &mut Writer<'_>, readings: &mut (dyn Iterator<Item = Reading> + Send)) -> Done<()> {
        self.here(writer, readings, FEW)?;
        let Some(next) = readings.next() else { return Ok(()) };
        let dictionary = match Dictionary::of_store(writer.connection)? {
            Some(dictionary) => Some(dictionary),
            None => Dictionary::of(&samples(writer.connection)?),
        };
        writer.expect_many(dictionary.as_ref())?;
        let mut all = std::iter::once(next).chain(readings);
        let chunks = std::iter::from_fn(move || {
            let chunk: Vec<Reading> = all.by_ref().take(TOGETHER).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        parallel::taking_turns(
            chunks,
            || Packer::new(dictionary.as_ref()),
            |packer, chunk| -> Done<Vec<Result<Done<Prepared>, Finding>>> {
                let packer = packer.as_mut().map_err(|error| LibraryError::damage(error.to_string()))?;
                Ok(chunk.into_iter().map(|reading| reading.map(|article| prepare(article, packer).map(Prepared::put_away))).collect())
            },
            |mut results| {
                while let Some(chunk) = results.take() {
                    for reading in chunk? {
                        self.take(writer, reading)?;
                    }
                }
                Ok(())
            },
        )
    }

    fn take(&mut self, writer: &mut Writer<'_>, reading: Result<Done<Prepared>, Finding>) -> Done<()> {
        match reading {
            Ok(prepared) => {
                self.report.read += 1;
                match take(writer, prepared?)? {
                    Taken::New => self.report.new += 1,
                    Taken::Doubtful => {
                        self.report.new += 1;
                        self.report.doubtful += 1;
                    }
                    Taken::Joined => self.report.joined += 1,
                    Taken::Unchanged => self.report.unchanged += 1,
                }
                if self.report.read.is_multiple_of(TOLD) {
                    (self.progress)(Progress::Read(self.report.read));
                }
            }
            Err(finding) => {
                self.report.not_read += u64::from(finding.severity == Severity::Skipped);
                self.report.find(finding);
            }
        }
        Ok(())
    }
}

/// Records of the store as JSON, the newest, to make a dictionary of.
fn samples(connection: &Connection) -> Done<Vec<Vec<u8>>> {
    let mut newest = connection.prepare("SELECT row FROM articles ORDER BY seq DESC LIMIT ?1")?;
    let mut samples = Vec::new();
    let mut size = 0;
    for row in newest.query_map([super::signed(FEW)], |row| row.get(0))? {
        let json = links::read_json(connection, row?)?;
        size += json.len();
        samples.push(json);
        if size > SAMPLES {
            break;
        }
    }
    Ok(samples)
}

enum Taken {
    New,
    /// New, and perhaps one that is there.
    Doubtful,
    Joined,
    Unchanged,
}

fn take(writer: &mut Writer<'_>, mut prepared: Prepared) -> Done<Taken> {
    let connection = writer.connection;
    let digest = prepared.digest;
    if writer.keyed().has_seen(digest)? {
        return Ok(Taken::Unchanged);
    }
    let journals = journals(writer, &prepared.facts)?;
    let mut wanted: Vec<(Step, i64)> = prepared.keys_in(&journals).into_iter().chain(prepared.keys.searches.iter().copied()).collect();
    writer.keyed().without_parts(&mut wanted);
    let sought = ladder::may_be_held(writer.keyed().known, wanted);
    let known = known(writer, &prepared)?;
    let same = match known {
        Some(row) => Some(row),
        None => ladder::find_among(writer.keyed(), &prepared.facts, &journals, None, &sought)?.map(|(row, _)| row),
    };
    // Whose identifiers they are had them as two.
    let same = same.filter(|row| known.is_some() || !prepared.identified || !writer.identified.contains(row));
    let Some(row) = same else {
        let leads_to = writer.row_of(prepared.id.as_str())?;
        // An identifier that came with a record stays, though it lead to another one whose DOI it is: its own goes first.
        let taken = leads_to
            .map_or(Ok(false), |row| Ok::<_, LibraryError>(!prepared.identified || writer.is_identifier_of(prepared.id.as_str(), row)?))?;
        if taken {
            let mut article = prepared.article(connection)?;
            article.id = ladder::new_identifier(connection, &article, &prepared.facts)?;
            prepared = prepare(article, writer.packer())?;
        }
        let doubts = doubts::of(writer.keyed(), &prepared.facts, &sought)?;
        let identified = prepared.identified;
        let row = writer.put(prepared)?;
        if identified {
            writer.identified.insert(row);
        }
        writer.doubt(row, &doubts)?;
        writer.saw(digest, row)?;
        return Ok(if doubts.is_empty() { Taken::New } else { Taken::Doubtful });
    };
    let mut article = prepared.article(connection)?;
    let held = links::read_article(connection, row)?;
    links::understand(&mut article);
    links::forget_worked_out(&mut article);
    let joined = merge::joined(&held, &article)?;
    if joined == held {
        writer.saw(digest, row)?;
        return Ok(Taken::Unchanged);
    }
    writer.replace(row, &held, joined, Before::Same)?;
    writer.saw(digest, row)?;
    Ok(Taken::Joined)
}

/// The record that has this identifier already, when nothing contradicts: an export read in again.
fn known(writer: &Writer<'_>, prepared: &Prepared) -> Done<Option<i64>> {
    if !prepared.identified {
        return Ok(None);
    }
    let Some(row) = writer.row_of(prepared.id.as_str())? else { return Ok(None) };
    let Some((held, _)) = links::facts_of(writer.connection, row)? else { return Ok(None) };
    let same_title = held.titles_alike(&prepared.facts).is_none_or(|alike| alike > 0.5);
    if !same_title || held.doi_differs(&prepared.facts) {
        return Ok(None);
    }
    // Theses of two universities are given one identifier by two libraries, of which each holds one.
    let worked_out = prepared.id.as_str().starts_with(ladder::WORKED_OUT);
    let theirs = if worked_out { writer.keyed().particulars_of(row)? } else { None };
    Ok(theirs.is_none_or(|theirs| prepared.facts.contrary(&held, &theirs).is_none()).then_some(row))
}

/// The journals that a record's names and ISSNs mean, as far as they are known.
fn journals(writer: &mut Writer<'_>, facts: &Facts) -> Done<Vec<i64>> {
    let mut rows = Vec::new();
    for name in &facts.journals {
        rows.extend(writer.journal_of(name.hash)?);
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reason_does_not_stand_for_all_that_was_not_read() {
        let mut report = Report { read: 3, new: 3, ..Report::default() };
        report.unreadable("a.png: it is no list of records".to_owned());
        assert_eq!(report.to_string(), "3 read, 3 new, 1 not read: a.png: it is no list of records.");
        report.unreadable("b.html: it holds no article".to_owned());
        assert_eq!(report.to_string(), "3 read, 3 new, 2 not read.");
    }

    #[test]
    fn what_was_not_read_is_kept_behind_a_thousand_others() {
        let mut report = Report::default();
        (0..=KEPT_FINDINGS).for_each(|_| report.find(Finding::kept("this was a string")));
        report.find(Finding::skipped("this is no record"));
        assert_eq!((report.findings.len(), report.more_findings), (KEPT_FINDINGS + 1, 1));
        assert!(report.findings.last().is_some_and(|finding| finding.severity == Severity::Skipped));
    }
}
