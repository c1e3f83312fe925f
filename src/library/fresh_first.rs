//! The first records of an import of many, where the library was new: taken out of the tables again and put to those that come
//! after them. A table that is empty is filled from its first page to its last; where a thousand records lie in it already, the
//! place of every row has to be looked for.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row};

use super::LibraryError;
use super::fresh::{Fresh, Of};
use super::known::Known;
use super::step::Step;
use super::words::{Kind, Listed, Word};

type Done<T> = Result<T, LibraryError>;

/// Empties the tables of keys, words and orders into `fresh`, all of them of records of this very import.
pub(super) fn take_out(connection: &Connection, fresh: Fresh) -> Done<Fresh> {
    let mut fresh = fresh.beside(Some(Known::with_room(0)));
    let mut records: BTreeMap<i64, Of> = BTreeMap::new();
    each(connection, "SELECT article, step, hash FROM keys", |(row, step, hash)| {
        let step = Step::of_number(step).ok_or_else(unknown)?;
        of(&mut records, row).keys.push((step, hash));
        Ok(())
    })?;
    let mut listed: HashMap<i64, Listed> = HashMap::new();
    each(connection, "SELECT hash, kind, above, label, sort FROM words", |(hash, kind, above, label, sort)| {
        let kind = Kind::of_number(kind).ok_or_else(unknown)?;
        listed.insert(hash, Listed { kind, above, label, sort });
        Ok(())
    })?;
    each(connection, "SELECT article, hash, newest FROM terms", |(row, hash, newest)| {
        let record = of(&mut records, row);
        record.newest = newest;
        // Whoever has it, it was spelled so first.
        record.words.push(Word { hash, listed: listed.remove(&hash) });
        Ok(())
    })?;
    each(connection, "SELECT article, kind, sort FROM orders", |(row, kind, sort)| {
        of(&mut records, row).orders.push((kind, sort));
        Ok(())
    })?;
    records.into_values().try_for_each(|record| fresh.add(record))?;
    each(connection, "SELECT digest, article FROM seen", |(digest, row)| fresh.saw(digest, row))?;
    connection.execute_batch(
        "DELETE FROM keys; DELETE FROM seen; DELETE FROM terms; DELETE FROM words; DELETE FROM orders;
         UPDATE meta SET value = 0 WHERE name IN ('authors', 'keywords');",
    )?;
    Ok(fresh)
}

fn of(records: &mut BTreeMap<i64, Of>, row: i64) -> &mut Of {
    let new = || Of { row, new: true, keys: Vec::new(), words: Vec::new(), orders: Vec::new(), newest: 0 };
    records.entry(row).or_insert_with(new)
}

fn unknown() -> LibraryError {
    LibraryError::damage("a table of the library has a number that means nothing")
}

/// Gives every row of a query to `visit`.
fn each<T>(connection: &Connection, query: &str, mut visit: impl FnMut(T) -> Done<()>) -> Done<()>
where
    for<'a> T: TryFrom<&'a Row<'a>, Error = rusqlite::Error>,
{
    let mut read = connection.prepare(query)?;
    read.query_and_then([], |row| visit(T::try_from(row)?))?.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::fresh::tests::{stores, tables};

    #[test]
    fn what_is_taken_out_comes_back() {
        let [expected, taken] = stores();
        for connection in [&expected, &taken] {
            connection.execute("INSERT OR IGNORE INTO seen (digest, article) SELECT hash, article FROM keys", []).unwrap();
        }
        let fresh = take_out(&taken, Fresh::of(None)).unwrap();
        assert!(tables(&taken).iter().all(|line| line.starts_with("meta ")) && !tables(&expected)[0].starts_with("meta "));
        fresh.store(&taken).unwrap();
        assert_eq!(tables(&taken), tables(&expected));
    }
}
