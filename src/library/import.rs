//! Records in: known again by the ladder, joined or new, all of them in one transaction.

use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use xxhash_rust::xxh3::xxh3_64;

use super::facts::Facts;
use super::store::WriterMark;
use super::writer::Writer;
use super::{LibraryError, ladder, links, merge};
use crate::formats::{Finding, Reading, Severity, gbt7714};
use crate::record::{Article, HowLinked};

type Done<T> = Result<T, LibraryError>;

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records read so far.
    pub read: u64,
}

/// Findings that a report keeps word for word; the rest is counted.
const KEPT_FINDINGS: usize = 1000;

/// What became of the records of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that were read.
    pub read: u64,
    pub new: u64,
    /// Joined with a record that was there, which got richer by it.
    pub joined: u64,
    /// There already, to the last member.
    pub unchanged: u64,
    /// Not read at all.
    pub not_read: u64,
    /// What the readers had to say, at most a thousand.
    pub findings: Vec<Finding>,
    /// Findings beyond those.
    pub more_findings: u64,
}

impl Report {
    /// Adds the report of another file.
    pub fn add(&mut self, other: Self) {
        self.read += other.read;
        self.new += other.new;
        self.joined += other.joined;
        self.unchanged += other.unchanged;
        self.not_read += other.not_read;
        self.more_findings += other.more_findings;
        for finding in other.findings {
            self.find(finding);
        }
    }

    fn find(&mut self, finding: Finding) {
        if self.findings.len() < KEPT_FINDINGS {
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
        for (number, word) in [(self.new, "new"), (self.joined, "joined"), (self.unchanged, "unchanged"), (self.not_read, "not read")] {
            if number > 0 {
                write!(f, ", {number} {word}")?;
            }
        }
        if let Some(first) = self.findings.iter().find(|finding| finding.severity == Severity::Skipped).filter(|_| self.not_read > 0) {
            write!(f, ": {first}")?;
        }
        f.write_str(".")
    }
}

/// Reads all in, as one transaction: an import that is cut off leaves nothing.
pub(super) fn run(
    connection: &Connection,
    folder: Option<&Path>,
    readings: &mut dyn Iterator<Item = Reading>,
    progress: &mut dyn FnMut(Progress),
) -> Done<Report> {
    let mut report = Report::default();
    // The first reading is taken before the lock: a pipe that gives nothing for an hour must not hold others up.
    let Some(first) = readings.next() else { return Ok(report) };
    let mut writer = Writer::begin(connection)?;
    // Only who has the lock may leave its mark.
    let _mark = folder.and_then(WriterMark::leave);
    for reading in std::iter::once(first).chain(readings) {
        match reading {
            Ok(article) => {
                report.read += 1;
                match take(&mut writer, *article)? {
                    Taken::New => report.new += 1,
                    Taken::Joined => report.joined += 1,
                    Taken::Unchanged => report.unchanged += 1,
                }
                progress(Progress { read: report.read });
            }
            Err(finding) => {
                report.not_read += u64::from(finding.severity == Severity::Skipped);
                report.find(finding);
            }
        }
    }
    if report.new + report.joined > 0 {
        writer.commit()?;
    }
    Ok(report)
}

enum Taken {
    New,
    Joined,
    Unchanged,
}

fn take(writer: &mut Writer<'_>, mut article: Article) -> Done<Taken> {
    let digest = digest(&mut article)?;
    let connection = writer.connection;
    let mut seen = connection.prepare_cached("SELECT article FROM seen WHERE digest = ?1")?;
    if seen.query_row([digest], |row| row.get::<_, i64>(0)).optional()?.is_some() {
        return Ok(Taken::Unchanged);
    }
    understand(&mut article);
    let facts = Facts::of_article(&article);
    let same = match known(connection, &article, &facts)? {
        Some(row) => Some(row),
        None => ladder::find(connection, writer.known.as_ref(), &facts, &journals(connection, &facts)?, None)?.map(|(row, _)| row),
    };
    let Some(row) = same else {
        if article.id.is_empty() || ladder::row_of(connection, article.id.as_str())?.is_some() {
            article.id = ladder::new_identifier(connection, &article, &facts)?;
        }
        let row = writer.put(&article, &facts)?;
        writer.saw(digest, row)?;
        return Ok(Taken::New);
    };
    let held = links::read_article(connection, row)?;
    forget_links(&mut article);
    let joined = merge::joined(&held, &article)?;
    if joined == held {
        writer.saw(digest, row)?;
        return Ok(Taken::Unchanged);
    }
    writer.replace(row, &held, &joined)?;
    writer.saw(digest, row)?;
    Ok(Taken::Joined)
}

/// Reads the parts of every reference and related entry that came as printed text alone, so that it can be linked.
fn understand(article: &mut Article) {
    for reference in article.refs.iter_mut().flatten().filter(|reference| reference.parts.is_empty() && is_text(&reference.raw)) {
        reference.parts = gbt7714::parse(&reference.raw);
    }
    for related in article.related.iter_mut().flatten().filter(|related| related.part.is_none() && is_text(&related.raw)) {
        related.part = gbt7714::parse(&related.raw).into_iter().next();
    }
}

fn is_text(raw: &str) -> bool {
    raw.contains(char::is_alphanumeric)
}

/// Takes away the links that a library worked out and wrote out: this one works them out itself, and what was written out
/// says nothing new.
fn forget_links(article: &mut Article) {
    let worked_out = |how: &Option<HowLinked>| how.is_some_and(|how| how != HowLinked::Hand);
    for reference in article.refs.iter_mut().flatten().filter(|reference| worked_out(&reference.how)) {
        (reference.link, reference.how) = (None, None);
    }
    for related in article.related.iter_mut().flatten().filter(|related| worked_out(&related.how)) {
        (related.link, related.how) = (None, None);
    }
}

/// The record that has this identifier already, when nothing contradicts: an export read in again.
fn known(connection: &Connection, article: &Article, facts: &Facts) -> Done<Option<i64>> {
    if article.id.is_empty() {
        return Ok(None);
    }
    let Some(row) = ladder::row_of(connection, article.id.as_str())? else { return Ok(None) };
    let Some((held, _)) = links::facts_of(connection, row)? else { return Ok(None) };
    let same_title = held.titles_alike(facts).is_none_or(|alike| alike > 0.5);
    Ok((same_title && !held.doi_differs(facts)).then_some(row))
}

/// The journals that a record's names and ISSNs mean, as far as they are known.
fn journals(connection: &Connection, facts: &Facts) -> Done<Vec<i64>> {
    let mut rows = Vec::new();
    let mut by_hash = connection.prepare_cached("SELECT journal FROM journal_names WHERE hash = ?1")?;
    for name in &facts.journals {
        rows.extend(by_hash.query_row([name.hash], |row| row.get::<_, i64>(0)).optional()?);
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

/// A digest of all that a record says, except when it was read.
fn digest(article: &mut Article) -> Done<i64> {
    let times: Vec<_> = article.prov.iter_mut().map(|provenance| provenance.at.take()).collect();
    let json = serde_json::to_vec(article);
    for (provenance, at) in article.prov.iter_mut().zip(times) {
        provenance.at = at;
    }
    let json = json.map_err(|error| LibraryError::Record { id: article.id.to_string(), what: error.to_string() })?;
    Ok(xxh3_64(&json).cast_signed())
}
