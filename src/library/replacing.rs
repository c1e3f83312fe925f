//! A record that replaces what is stored of it: what is the same stays, what is not is written.
//!
//! A changed note is no reason to look for anything anew, nor to write a hundred rows that say what they said before: what is
//! not written need not be made durable either.

use rusqlite::params;

use super::cards::Columns;
use super::facts::Facts;
use super::prepared::{self, Row};
use super::writer::Writer;
use super::{LibraryError, links, words};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// What is known of a record that another one replaces.
#[derive(Default)]
pub(super) struct Replaced {
    pub(super) before: Before,
    /// Keys of its entries that are stored.
    pub(super) waits: Vec<i64>,
}

/// What a record that is to be linked was before. Where it was anything, its entries lead where they led.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Before {
    /// It is new.
    #[default]
    Nothing,
    /// Another by something that is compared: entries that are this record may not know it yet.
    Another,
    /// The same as far as it is compared: entries that are this record have found it.
    Same,
}

impl Writer<'_> {
    /// Replaces what is stored of a record; its identifier and row stay. `so_far` says what it was to entries that may be this
    /// record, if nothing changes that is compared.
    pub(super) fn replace(&mut self, row: i64, old: &Article, article: Article, so_far: Before) -> Done<()> {
        let was = Facts::of_article(old);
        let place = "SELECT journal, issue, seq FROM articles WHERE row = ?1";
        let mut place = self.connection.prepare_cached(place)?;
        let (before, from, changed): (i64, i64, i64) = place.query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let waiting = self.pending.iter().position(|pending| pending.row == row).map(|at| self.pending.remove(at).replaced.before);
        let prepared = prepared::prepare(Box::new(article), &mut self.packer)?;
        let journal = self.journal(&prepared.journal, &prepared.facts)?;
        let (volume, issue) = self.issue_of(journal, prepared.year, prepared.volume.as_deref(), prepared.issue.as_deref())?;
        let mut update = self.connection.prepare_cached(
            "UPDATE articles SET journal = ?2, volume = ?3, issue = ?4, printed = ?5, title = ?6, authors = ?7, heading = ?8, year = ?9,
             numbers = ?10, first = ?11, facts = ?12, seal = ?13, seq = ?14 WHERE row = ?1",
        )?;
        let seq = self.next_seq();
        let Row { columns, printed, facts, seal } = &prepared.row;
        let Columns { title, authors, heading, year, numbers, first } = columns;
        update.execute(params![row, journal, volume, issue, printed, title, authors, heading, year, numbers, first, facts, seal, seq])?;
        self.touched.extend([from, issue]);
        self.read.change(row, (before, was.year));
        self.read.put(row, journal, prepared.year, &prepared.facts);
        self.inserts.body(row, &prepared.packed)?;
        let known = changed <= self.linked;
        let same = journal == before && was == prepared.facts && links::identifier_keys(old) == prepared.keys.by_identifier;
        let old_one = Replaced {
            before: waiting.unwrap_or(if known && same { so_far } else { Before::Another }),
            waits: if known { links::Lists::of(old).coarse() } else { Vec::new() },
        };
        // Most of what is stored of it stays as it is: what is not written need not be made durable.
        let mut keys = links::keys_of(&was, before, old);
        let (stay, now) = (prepared.keys_in(&[journal]), &prepared.keys.by_identifier);
        keys.retain(|key| !stay.contains(key) && !now.contains(key));
        let (mut words, mut orders) = (words::of(old), prepared::orders(old));
        if old.year == prepared.row.columns.year {
            words.retain(|word| !prepared.words.contains(word));
        }
        orders.retain(|order| !prepared.orders.contains(order));
        self.forget_keys(row, keys, words, orders, links::newest(old.year))?;
        self.put_keys(row, journal, prepared, old_one)
    }
}
