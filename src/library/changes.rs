//! What changed in a store after a number of its counter: for the search index, which follows the library.

use rusqlite::{Connection, OptionalExtension};

use super::shelf::Shelf;
use super::{LibraryError, Listing, ShelfName, SortedBy, Sorting, Tallied, Tally, listing, lists, packed, personal, tallies};
use crate::record::Article;

type Done<T> = Result<T, LibraryError>;

/// One record that was put in, changed or taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The number of the change; greater than that of every change before.
    pub seq: i64,
    pub row: i64,
    /// The record as it is now; nothing when it is gone, or damaged.
    pub article: Option<Box<Article>>,
}

/// Changes after `seq` in their order, at most `most` of them. None means that there are no more.
pub(super) fn after(connection: &Connection, seq: i64, most: usize) -> Done<Vec<Change>> {
    // No LIMIT: where one is bound, SQLite plans the statement anew every time, and this is asked with every key.
    let mut read = connection.prepare_cached(
        "SELECT a.seq, a.row, a.id, b.length, b.seal, b.body FROM articles a LEFT JOIN bodies b ON b.row = a.row
         WHERE a.seq > ?1 ORDER BY a.seq",
    )?;
    let mut rows = read.query([seq])?;
    let mut changes = Vec::new();
    while changes.len() < most
        && let Some(row) = rows.next()?
    {
        let id: String = row.get(2)?;
        let packed = match row.get::<_, Option<i64>>(3)? {
            Some(length) => Some(packed::Packed { length, seal: row.get(4)?, body: row.get(5)? }),
            None => None,
        };
        // A damaged record is the business of `check`; here it only cannot be found.
        let article = packed.and_then(|packed| packed::unpack(connection, &id, &packed).ok()).map(Box::new);
        changes.push(Change { seq: row.get(0)?, row: row.get(1)?, article });
    }
    // Of those that went away only what lies before the last of a full batch: the rest comes with the next.
    let last = if changes.len() == most { changes.last().map_or(i64::MAX, |change| change.seq) } else { i64::MAX };
    let mut read = connection.prepare_cached("SELECT seq, article FROM removed WHERE seq > ?1 AND seq <= ?2 ORDER BY seq")?;
    let gone = read.query_map((seq, last), |row| Ok(Change { seq: row.get(0)?, row: row.get(1)?, article: None }))?;
    let gone: Vec<Change> = gone.take(most).collect::<Result<_, _>>()?;
    let cut = if gone.len() == most { gone.last().map_or(i64::MAX, |change| change.seq) } else { i64::MAX };
    changes.extend(gone);
    changes.retain(|change| change.seq <= cut);
    changes.sort_by_key(|change| change.seq);
    Ok(changes)
}

/// The number of the last change, the count of records, and a number that tells this store from every other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub seq: i64,
    pub records: u64,
    pub identity: i64,
}

pub(super) fn standing(connection: &Connection) -> Done<Standing> {
    let mut read = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    let mut meta = |name: &str| read.query_row([name], |row| row.get::<_, i64>(0)).optional();
    let (seq, records, identity) = (meta("seq")?, meta("articles")?, meta("identity")?);
    Ok(Standing { seq: seq.unwrap_or(0), records: super::count(records.unwrap_or(0)), identity: identity.unwrap_or(0) })
}

/// Rows of the records that were read.
pub(super) fn rows_read(connection: &Connection) -> Done<Vec<i64>> {
    rows(connection, "SELECT a.row FROM personal.read r CROSS JOIN articles a ON a.id = r.id", [])
}

/// Rows of the records that cite this one.
pub(super) fn rows_citing(connection: &Connection, row: i64) -> Done<Vec<i64>> {
    rows(connection, "SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0", [row])
}

/// Rows of the records that this one cites.
pub(super) fn rows_cited_by(connection: &Connection, row: i64) -> Done<Vec<i64>> {
    rows(connection, "SELECT DISTINCT target FROM cites WHERE source = ?1 AND list = 0 AND target IS NOT NULL", [row])
}

fn rows(connection: &Connection, query: &str, values: impl rusqlite::Params) -> Done<Vec<i64>> {
    let mut read = connection.prepare_cached(query)?;
    let mut all = read.query_map(values, |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    all.sort_unstable();
    Ok(all)
}

/// A shelf as the search sees it.
pub struct Searched<'a> {
    pub(super) shelf: &'a Shelf,
}

/// While this lives, all that is read of a shelf is as it was at one moment, and its files are locked for reading once and not
/// with every statement. Writers wait for its end: it is for some milliseconds.
pub struct Moment<'a>(#[expect(dead_code, reason = "it ends with the value")] rusqlite::Transaction<'a>);

impl Searched<'_> {
    /// Begins such a moment.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn moment(&self) -> Done<Moment<'_>> {
        self.shelf.connection.unchecked_transaction().map(Moment).map_err(|error| self.shelf.said(error.into()))
    }

    pub fn name(&self) -> ShelfName {
        self.shelf.name
    }

    /// The folder of the user's own library; other shelves lie in memory.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.shelf.folder.as_deref()
    }

    /// Where the shelf stands now.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn standing(&self) -> Done<Standing> {
        standing(&self.shelf.connection).map_err(|error| self.shelf.said(error))
    }

    /// Changes after a number, in their order, at most `most`; an empty list when there are none.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn changes(&self, after_seq: i64, most: usize) -> Done<Vec<Change>> {
        after(&self.shelf.connection, after_seq, most).map_err(|error| self.shelf.said(error))
    }

    /// Cards of these rows, in this order; rows that are gone are left out.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn cards(&self, rows: &[i64]) -> Done<Vec<super::ArticleCard>> {
        lists::cards_of_rows(&self.shelf.connection, self.shelf.name, rows).map_err(|error| self.shelf.said(error))
    }

    /// How many articles of this shelf stand in a list.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn listed(&self, of: &Listing) -> Done<u64> {
        listing::total(&self.shelf.tree(), of).map_err(|error| self.shelf.said(error))
    }

    /// Rows `from..to` of a list in an order that the store keeps (without one, in the list's own); nothing where it keeps
    /// none such.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn listed_window(&self, of: &Listing, order: Option<Sorting>, from: u64, to: u64) -> Done<Option<Vec<i64>>> {
        listing::window(&self.shelf.tree(), of, order, from, to).map_err(|error| self.shelf.said(error))
    }

    /// The rows of a list, at most so many: those that come first when it is put in order by this, where that can be known
    /// without putting all in order.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn listed_rows(&self, of: &Listing, by: SortedBy, most: u64) -> Done<Vec<i64>> {
        listing::rows(&self.shelf.tree(), of, by, most).map_err(|error| self.shelf.said(error))
    }

    /// Puts rows in an order; nothing when `superseded` says in between that nobody waits for it any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn in_order(&self, rows: &[i64], order: Sorting, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<i64>>> {
        listing::in_order(&self.shelf.connection, rows, order, superseded).map_err(|error| self.shelf.said(error))
    }

    /// The rows of the records that cite this one, the newest first.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn newest_citing(&self, row: i64) -> Done<Vec<i64>> {
        listing::citing(&self.shelf.connection, row).map_err(|error| self.shelf.said(error))
    }

    /// How many records of this shelf cite this one.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn times_cited(&self, row: i64) -> Done<u64> {
        lists::cited_by_count(&self.shelf.connection, row).map_err(|error| self.shelf.said(error))
    }

    /// Rows `from..to` of a list of what this shelf has, and how many rows there are.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn tallies(&self, of: &Tallied, from: u64, to: u64) -> Done<(u64, Vec<Tally>)> {
        tallies::window(&self.shelf.connection, self.shelf.name, of, from, to).map_err(|error| self.shelf.said(error))
    }

    /// All rows of such a list that have what was typed, not yet counted; nothing when `superseded` says in between that nobody
    /// waits for them any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn tallies_having(&self, of: &Tallied, typed: &str, superseded: &dyn Fn() -> bool) -> Done<Option<Vec<Tally>>> {
        tallies::having(&self.shelf.connection, self.shelf.name, of, typed, superseded).map_err(|error| self.shelf.said(error))
    }

    /// Reads the names of a list of this shelf on to the end; no when `superseded` says in between that nobody waits any more.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn read_names(&self, names: &mut super::Names, superseded: &dyn Fn() -> bool) -> Done<bool> {
        names.read_on(&self.shelf.connection, superseded).map_err(|error| self.shelf.said(error))
    }

    /// Counts the articles of such a row.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn count_tally(&self, of: &Tallied, tally: &mut Tally) -> Done<()> {
        tallies::count_articles(&self.shelf.connection, of, tally).map_err(|error| self.shelf.said(error))
    }

    /// A record by its row, as stored.
    ///
    /// # Errors
    /// A damaged or missing record.
    pub fn article(&self, row: i64) -> Done<Article> {
        super::links::read_article(&self.shelf.connection, row).map_err(|error| self.shelf.said(error))
    }

    /// The same without its references being read into their parts, which takes as long again; nothing when it is no longer
    /// there.
    ///
    /// # Errors
    /// A damaged record.
    pub fn printed(&self, row: i64) -> Done<Option<Article>> {
        super::links::excerpt(&self.shelf.connection, row).map_err(|error| self.shelf.said(error))
    }

    /// Rows of the records that were read, ascending.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn rows_read(&self) -> Done<Vec<i64>> {
        let keep_up = personal::keep_up(&self.shelf.connection);
        keep_up.and_then(|()| rows_read(&self.shelf.connection)).map_err(|error| self.shelf.said(error))
    }

    /// Rows of the records that cite the record of an identifier, ascending; nothing when there is no such record here.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn rows_citing(&self, id: &str) -> Done<Option<Vec<i64>>> {
        self.of_record(id, rows_citing)
    }

    /// Rows of the records that the record of an identifier cites, ascending; nothing when there is no such record here.
    ///
    /// # Errors
    /// A damaged or busy library.
    pub fn rows_cited_by(&self, id: &str) -> Done<Option<Vec<i64>>> {
        self.of_record(id, rows_cited_by)
    }

    fn of_record(&self, id: &str, rows: impl Fn(&Connection, i64) -> Done<Vec<i64>>) -> Done<Option<Vec<i64>>> {
        let doi = crate::record::Doi::parse(id).map(|doi| format!("doi:{doi}"));
        for id in std::iter::once(id.trim()).chain(doi.as_deref()) {
            if let Some(key) = self.shelf.find(id).map_err(|error| self.shelf.said(error))? {
                return rows(&self.shelf.connection, key.row).map(Some).map_err(|error| self.shelf.said(error));
            }
        }
        Ok(None)
    }
}
