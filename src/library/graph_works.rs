//! What a record has in common with others that is not held: works that it cites, as these do (bibliographic coupling).
//!
//! M. M. Kessler, "Bibliographic coupling between scientific papers", American Documentation 14 (1963) 10–25.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::facts::Facts;
use super::graph::Walk;
use super::suggest::linked;
use super::{EntryKey, LibraryError, ShelfName, links, waits, works};
use crate::record::Reference;

type Done<T> = Result<T, LibraryError>;

/// References of the middle that are looked at.
const REFERENCES: usize = 200;
/// Records that have the same reference and are looked at; of what more cite it says little that two have it in common.
const HAVING: usize = 400;
/// Records that are read for what they share: some tens of milliseconds' worth.
const READ: usize = 80;
/// Records that are told though nothing else ties them to the middle.
const SHARING: usize = 12;
/// Of so many sharing a single work is enough to be told; where there are more, two.
const FEW: usize = 6;
/// Works that are told.
const WORKS: usize = 15;

/// A work that the middle of a neighbourhood cites, as others of it do, and that the library does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedWork {
    /// The entry of the middle.
    pub entry: EntryKey,
    pub reference: Reference,
    /// Places in the neighbourhood of the records that cite it; the middle's is not among them.
    pub citing: Vec<usize>,
}

/// The same before the places are known.
pub(super) struct Shared {
    middle: i64,
    n: usize,
    reference: Reference,
    citing: Vec<i64>,
}

/// Works that the middle and others cite, those that most cite first. Those others that are not among the rows are added to them,
/// two citations away. Nothing when nobody waits any more.
pub(super) fn shared(walk: &Walk<'_>, middle: i64, rows: &mut Vec<(i64, u32)>) -> Done<Option<Vec<Shared>>> {
    let Some(article) = links::article_if_held(walk.connection, middle)? else { return Ok(Some(Vec::new())) };
    let open: Vec<(usize, Facts)> = works::unlinked(walk.connection, middle, &article)?.into_iter().take(REFERENCES).collect();
    let (places, mine): (Vec<usize>, Vec<Facts>) = open.into_iter().unzip();
    let mut known: HashSet<i64> = rows.iter().map(|(row, _)| *row).collect();
    let mut citing: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
    let mut found = Vec::new();
    for row in likely(walk, middle, &mine)? {
        if (walk.superseded)() {
            return Ok(None);
        }
        let Some(other) = links::article_if_held(walk.connection, row)? else { continue };
        let shared = linked::shared_places(&mine, &linked::references(&other));
        if !shared.is_empty() {
            found.push((row, shared));
        }
    }
    found.sort_by_key(|(row, shared)| (std::cmp::Reverse(shared.len()), *row));
    let least = if found.len() > FEW { 2 } else { 1 };
    let mut new = 0;
    for (row, shared) in found {
        if !known.contains(&row) {
            if new == SHARING || shared.len() < least {
                continue;
            }
            new += 1;
            known.insert(row);
            rows.push((row, 2));
        }
        for place in shared {
            citing.entry(place).or_default().push(row);
        }
    }
    let references = article.refs.as_deref().unwrap_or_default();
    let work = |(place, citing): (usize, Vec<i64>)| {
        let n = *places.get(place)?;
        Some(Shared { middle, n, reference: references.get(n)?.clone(), citing })
    };
    let mut works: Vec<Shared> = citing.into_iter().filter_map(work).collect();
    works.sort_by_key(|work| (std::cmp::Reverse(work.citing.len()), work.n));
    works.truncate(WORKS);
    Ok(Some(works))
}

/// Records that seem to have most of some references, by the keys of these; the rarer ones count for more.
fn likely(walk: &Walk<'_>, middle: i64, references: &[Facts]) -> Done<Vec<i64>> {
    let keys: Vec<Vec<i64>> = references.iter().map(|facts| facts.coarse(&facts.names()).into_iter().map(waits::key).collect()).collect();
    let having = waits::sources_by_key(walk.connection, keys.iter().flatten().copied(), HAVING)?;
    let mut weights: HashMap<i64, f64> = HashMap::new();
    for keys in keys {
        let sources: HashSet<i64> = keys.iter().filter_map(|key| having.get(key)).flatten().copied().collect();
        let weight = 1.0 / f64::from(u32::try_from(sources.len().max(2)).unwrap_or(u32::MAX)).ln();
        for source in sources.into_iter().filter(|source| *source != middle) {
            *weights.entry(source).or_default() += weight;
        }
    }
    let mut likely: Vec<(f64, i64)> = weights.into_iter().map(|(row, weight)| (weight, row)).collect();
    likely.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(likely.into_iter().take(READ).map(|(_, row)| row).collect())
}

/// The works with the places of the records that cite them.
pub(super) fn placed(shelf: ShelfName, shared: Vec<Shared>, places: &HashMap<i64, usize>) -> Vec<SharedWork> {
    let work = |work: Shared| {
        let mut citing: Vec<usize> = work.citing.iter().filter_map(|row| places.get(row)).copied().collect();
        citing.sort_unstable();
        SharedWork { entry: works::entry_key(shelf, work.middle, work.n), reference: work.reference, citing }
    };
    shared.into_iter().map(work).filter(|work| !work.citing.is_empty()).collect()
}
