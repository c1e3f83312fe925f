//! Doubtful pairs: records that may be one work, and that the ladder left two. A person decides, and the decision is kept.

use std::collections::HashSet;

use rusqlite::Connection;

use super::brief::Brief;
use super::facts::Facts;
use super::keyed::Keyed;
use super::particulars::Contrary;
use super::replacing::Before;
use super::sketch::{ALIKE, Sketch};
use super::step::Step;
use super::writer::Writer;
use super::{ArticleCard, LibraryError, ShelfName, links, lists, merge, prepared, words};
use crate::record::RecordId;

type Done<T> = Result<T, LibraryError>;

/// The most pairs of one record.
const MOST: usize = 5;

/// Why two records were left two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    TwoDois,
    OtherAuthors,
    Several,
    OneDoi,
    OtherInstitution,
    OtherYear,
    Untold,
}

impl Why {
    const ALL: [(Self, &'static str); 7] = [
        (Self::TwoDois, "nearly the same title within a year, but two DOIs"),
        (Self::OtherAuthors, "the same title within a year, but other authors"),
        (Self::Several, "it fits several records equally well"),
        (Self::OneDoi, "one DOI, but another title and other authors or pages"),
        (Self::OtherInstitution, "the same title and authors within a year, but another institution"),
        (Self::OtherYear, "the same title and authors, but another year, as yearbooks have"),
        (Self::Untold, "the same title, but neither says a year, people or a page"),
    ];

    fn number(self) -> i64 {
        (0..).zip(Self::ALL).find(|(_, (why, _))| *why == self).map_or(0, |(number, _)| number)
    }

    fn sentence(number: i64) -> &'static str {
        (0..).zip(Self::ALL).find(|(n, _)| *n == number).map_or("", |(_, (_, sentence))| sentence)
    }
}

/// Two records that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubtfulPair {
    pub one: (RecordId, ArticleCard),
    pub other: (RecordId, ArticleCard),
    /// What speaks for and against it, in words.
    pub why: &'static str,
}

/// The records that one that was taken for new may be, by the keys under which it was looked for.
pub(super) fn of(keyed: Keyed<'_>, facts: &Facts, sought: &[(Step, i64)]) -> Done<Vec<(i64, i64)>> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    if sought.is_empty() {
        return Ok(found);
    }
    let mut held = Vec::new();
    let (brief, mut sketch) = (Brief::of(facts), None);
    for (step, hash) in sought.iter().copied() {
        if !matches!(step, Step::Doi | Step::Place | Step::Partial | Step::Title | Step::Prefix) {
            continue;
        }
        held.clear();
        keyed.holders(step, hash, &mut held)?;
        if step == Step::Doi {
            // The ladder left the two: one pair says so, though a book have forty chapters.
            found.extend(held.first().map(|row| (*row, Why::OneDoi.number())));
            continue;
        }
        for row in &held {
            if found.len() == MOST || found.iter().any(|(other, _)| other == row) {
                continue;
            }
            let mine = || Sketch::of(facts);
            if keyed.stands_elsewhere(brief, *row) || keyed.plainly_another(sketch.get_or_insert_with(mine), *row) {
                continue;
            }
            let Some(theirs) = keyed.facts_of(*row)? else { continue };
            let Some(why) = doubt(facts, &theirs.0) else { continue };
            let contrary = match why {
                Why::TwoDois | Why::OneDoi => None,
                _ => keyed.particulars_of(*row)?.and_then(|particulars| facts.contrary(&theirs.0, &particulars)),
            };
            let why = match (contrary, why) {
                (None, why) => why,
                // A university goes by many names.
                (Some(Contrary::Institution), Why::Several) => Why::OtherInstitution,
                (Some(Contrary::Year), Why::Several) => Why::OtherYear,
                (Some(Contrary::Untold), Why::Several) => Why::Untold,
                (Some(_), _) => continue,
            };
            found.push((*row, why.number()));
        }
    }
    Ok(found)
}

/// What speaks against taking two works for one, of which much speaks for it. Nothing when they are plainly two.
fn doubt(mine: &Facts, theirs: &Facts) -> Option<Why> {
    // Parts I and II, and notices that each volume prints, are two.
    if mine.numbers_differ(theirs) || mine.place_differs(theirs) || mine.year_differs(theirs) {
        return None;
    }
    let alike = mine.titles_alike(theirs).filter(|alike| *alike >= ALIKE)?;
    match (mine.doi_differs(theirs), mine.people_differ(theirs)) {
        // Editorials, and letters about a manuscript: journals give each its DOI, and one title to all.
        (true, _) => mine.title_is_backed(theirs).then_some(Why::TwoDois),
        (false, true) => (alike >= 1.0).then_some(Why::OtherAuthors),
        (false, false) => Some(Why::Several),
    }
}

impl Writer<'_> {
    /// Keeps what a new record may be.
    pub(super) fn doubt(&self, row: i64, doubts: &[(i64, i64)]) -> Done<()> {
        if doubts.is_empty() {
            return Ok(());
        }
        let mut insert = self.connection.prepare_cached("INSERT OR IGNORE INTO doubts (one, other, why) VALUES (?1, ?2, ?3)")?;
        for (other, why) in doubts {
            insert.execute((other.min(&row), other.max(&row), why))?;
        }
        Ok(())
    }

    /// Makes one record of two. The first keeps its row and identifier; the other's identifiers lead to it from now on.
    pub(super) fn join(&mut self, into: i64, from: i64) -> Done<()> {
        let (held, other) = (links::read_article(self.connection, into)?, links::read_article(self.connection, from)?);
        let joined = merge::joined(&held, &other)?;
        let place = "SELECT journal, issue FROM articles WHERE row = ?1";
        let (journal, issue): (i64, i64) = self.connection.query_row(place, [from], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let keys = links::keys_of(&Facts::of_article(&other), journal, &other);
        self.connection.execute("DELETE FROM articles WHERE row = ?1", [from])?;
        self.connection.execute("DELETE FROM bodies WHERE row = ?1", [from])?;
        links::forget(self.connection, from, &keys, &words::of(&other), &prepared::orders(&other))?;
        links::forget_cited(self.connection, from)?;
        self.connection.execute("DELETE FROM doubts WHERE one = ?1 OR other = ?1", [from])?;
        self.connection.execute("UPDATE aliases SET article = ?1 WHERE article = ?2", [into, from])?;
        self.connection.execute("INSERT OR REPLACE INTO aliases (id, article) VALUES (?1, ?2)", (other.id.as_str(), into))?;
        self.connection.execute("UPDATE seen SET article = ?1 WHERE article = ?2", [into, from])?;
        self.connection.execute("DELETE FROM cites WHERE source = ?1 AND target = ?2", [into, from])?;
        self.connection.execute("UPDATE cites SET target = ?1 WHERE target = ?2", [into, from])?;
        self.taken_away(from, issue)?;
        // An entry to which two records were one too many may be this one now.
        self.replace(into, &held, joined, Before::Another)
    }
}

/// Pairs that nobody has decided about, rows `from..to`, and how many there are.
pub(super) fn pairs(connection: &Connection, shelf: ShelfName, from: u64, to: u64) -> Done<(u64, Vec<DoubtfulPair>)> {
    let apart = apart(connection)?;
    let mut read = connection.prepare_cached(
        "SELECT d.one, a.id, d.other, b.id, d.why FROM doubts d JOIN articles a ON a.row = d.one JOIN articles b ON b.row = d.other ORDER BY d.one, d.other",
    )?;
    let mut rows = read.query([])?;
    let mut total = 0;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        let (one, other): (String, String) = (row.get(1)?, row.get(3)?);
        if apart.contains(&pair(&one, &other)) {
            continue;
        }
        if (from..to).contains(&total) {
            let mut cards = lists::cards_of_rows(connection, shelf, &[row.get(0)?, row.get(2)?])?.into_iter();
            if let (Some(first), Some(second)) = (cards.next(), cards.next()) {
                let why = Why::sentence(row.get(4)?);
                pairs.push(DoubtfulPair { one: (RecordId::new(one), first), other: (RecordId::new(other), second), why });
            }
        }
        total += 1;
    }
    Ok((total, pairs))
}

/// Two identifiers as one word of the log, whichever was named first.
fn pair(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("{first}\t{second}")
}

/// The pairs that were said to be two.
fn apart(connection: &Connection) -> Done<HashSet<String>> {
    let mut read = connection.prepare_cached("SELECT id FROM personal.log WHERE op = 'apart'")?;
    Ok(read.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Keeps a decision. Of two that became one, what was read of either counts.
pub(super) fn decided(connection: &Connection, op: &str, one: &str, other: &str) -> Done<()> {
    super::personal::together(connection, || {
        super::personal::log(connection, op, &pair(one, other))?;
        if op == "join" {
            let also = "INSERT OR IGNORE INTO personal.read (id) SELECT ?1 WHERE EXISTS (SELECT 1 FROM personal.read WHERE id = ?2)";
            connection.execute(also, [one, other])?;
            connection.execute("DELETE FROM personal.read WHERE id = ?1", [other])?;
            // The counts are worked out anew when the library has changed, which it has.
        }
        Ok(())
    })
}
