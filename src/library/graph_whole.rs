//! The citation graph of all that is listed, part by part, so that memory does not depend on its size.

use super::graph::how;
use super::{ArticleCard, ArticleKey, Library, LibraryError, cards};
use crate::record::{HowLinked, RecordId};

type Done<T> = Result<T, LibraryError>;

/// Citing row, cited row and step, of the records up to a row.
type Part = (i64, Vec<(i64, i64, i64)>);

/// Records read together.
const TOGETHER: i64 = 512;

impl Library {
    /// Gives every record that is listed to `visit`, with its identifier, until it says no.
    ///
    /// # Errors
    /// A damaged library.
    pub fn each_node(&self, visit: &mut dyn FnMut(&RecordId, &ArticleCard) -> bool) -> Done<()> {
        let query = format!("SELECT {}, a.id FROM articles a WHERE a.row > ?1 ORDER BY a.row LIMIT ?2", cards::CARD);
        for shelf in self.listed_shelves()? {
            let mut after = -1;
            loop {
                let read = || -> Done<Vec<(RecordId, ArticleCard)>> {
                    let mut read = shelf.connection.prepare_cached(&query)?;
                    let mut rows = read.query((after, TOGETHER))?;
                    let mut all = Vec::new();
                    while let Some(row) = rows.next()? {
                        all.push((RecordId::new(row.get::<_, String>(11)?), cards::card(&shelf.connection, shelf.name, row)?));
                    }
                    Ok(all)
                };
                let all = read().map_err(|error| shelf.said(error))?;
                let Some((_, last)) = all.last() else { break };
                after = last.key.row;
                if !all.iter().all(|(id, card)| visit(id, card)) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Gives every citation among those records to `visit`, none twice, until it says no.
    ///
    /// # Errors
    /// A damaged library.
    pub fn each_edge(&self, visit: &mut dyn FnMut(ArticleKey, ArticleKey, HowLinked) -> bool) -> Done<()> {
        for shelf in self.listed_shelves()? {
            let mut after = -1;
            loop {
                let read = || -> Done<Option<Part>> {
                    let mut last = shelf.connection.prepare_cached(
                        "SELECT max(source) FROM (SELECT DISTINCT source FROM cites WHERE source > ?1 ORDER BY source LIMIT ?2)",
                    )?;
                    let Some(last) = last.query_row((after, TOGETHER), |row| row.get::<_, Option<i64>>(0))? else { return Ok(None) };
                    let mut read = shelf.connection.prepare_cached(
                        "SELECT source, target, min(step) FROM cites WHERE source > ?1 AND source <= ?2 AND list = 0 GROUP BY source, target",
                    )?;
                    let found = read.query_map((after, last), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
                    Ok(Some((last, found.collect::<Result<_, _>>()?)))
                };
                let Some((last, all)) = read().map_err(|error| shelf.said(error))? else { break };
                after = last;
                let key = |row| ArticleKey { shelf: shelf.name, row };
                if !all.into_iter().all(|(citing, cited, step)| visit(key(citing), key(cited), how(step))) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
