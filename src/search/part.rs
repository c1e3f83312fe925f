//! A shelf as it is searched: its index on the disk, and a small one in memory of what changed since.

use std::path::Path;

use super::document::document;
use super::error::SearchError;
use super::index::{self, Catalogue};
use super::plan::{Outside, Wanted};
use super::schema::Fields;
use crate::library::{Searched, ShelfName};

/// Changes that are held in memory until they are in the index.
const FRESH: usize = 1000;
/// Records of a shelf in memory that are indexed.
const HELD: usize = 100_000;
/// Records read together.
const BATCH: usize = 256;

/// A shelf with its index, and what changed since.
pub(super) struct Part {
    pub(super) shelf: ShelfName,
    /// The index on the disk, where there is one.
    pub(super) disk: Option<Catalogue>,
    /// What changed since, and up to which change.
    pub(super) fresh: Option<Catalogue>,
    /// Rows that the index on the disk is wrong about, ascending.
    pub(super) changed: Vec<i64>,
    seq: i64,
    identity: i64,
    /// Changes that neither has yet.
    pub(super) behind: u64,
}

impl Part {
    /// The part of a shelf as it is now; of what was known before stays what still holds.
    pub(super) fn refreshed(old: Option<Self>, shelf: &Searched<'_>, cache: Option<&Path>) -> Result<Self, SearchError> {
        let standing = shelf.standing()?;
        let place = shelf.folder().zip(cache).map(|(library, cache)| index::folder(cache, library));
        let mut old = old.filter(|old| old.identity == standing.identity && old.seq <= standing.seq);
        let held = old.as_mut().and_then(|old| old.disk.take());
        let before = held.as_ref().map_or(0, |disk| disk.mark.seq);
        let held = held.and_then(|mut disk| disk.reload().is_ok().then_some(disk)).filter(|disk| disk.mark.seq >= before);
        let disk = held.or_else(|| Catalogue::open(place.as_deref()?, standing.identity)).filter(|disk| disk.mark.seq <= standing.seq);
        let known = disk.as_ref().map_or(0, |disk| disk.mark.seq);
        if let Some(old) = old
            && old.seq == standing.seq
            && before == known
        {
            return Ok(Self { disk, ..old });
        }
        let most = if place.is_some() { FRESH } else { HELD };
        let (mut changed, mut seq, mut records) = (Vec::new(), known, 0_u64);
        let fill = |fields: &Fields, add: &mut dyn FnMut(_) -> Result<(), tantivy::TantivyError>| {
            while changed.len() < most {
                let changes = shelf.changes(seq, BATCH.min(most - changed.len()))?;
                let Some(last) = changes.last() else { break };
                seq = last.seq;
                for change in changes {
                    changed.push(change.row);
                    if let Some(article) = &change.article {
                        records += 1;
                        add(document(fields, u64::try_from(change.row).unwrap_or(0), article))?;
                    }
                }
            }
            Ok(())
        };
        let fresh = if known < standing.seq { Some(Catalogue::in_memory(fill)?) } else { None };
        changed.sort_unstable();
        changed.dedup();
        let behind = u64::try_from(standing.seq - seq).unwrap_or(0);
        let fresh = fresh.filter(|_| records > 0);
        Ok(Self { shelf: shelf.name(), disk, fresh, changed, seq: standing.seq, identity: standing.identity, behind })
    }
}

/// What only the library knows of a shelf's records.
pub(super) struct OfShelf<'a>(pub(super) &'a Searched<'a>);

impl Outside for OfShelf<'_> {
    fn rows(&self, wanted: &Wanted) -> Result<Vec<i64>, SearchError> {
        let known = |rows: Option<Vec<i64>>| rows.unwrap_or_default();
        Ok(match wanted {
            Wanted::Read => self.0.rows_read()?,
            Wanted::Cites(id) => known(self.0.rows_citing(id)?),
            Wanted::CitedBy(id) => known(self.0.rows_cited_by(id)?),
        })
    }
}
