//! Which record has which key, all of it in memory: what most entries of many are they find out by it alone, without the
//! library being read.
//!
//! What is not certain by it is looked for in the library, step by step; so nothing is found here that would not be found
//! there.

use std::cell::OnceCell;
use std::sync::Arc;

use rusqlite::Connection;

use super::brief::{Brief, Briefs};
use super::facts::Facts;
use super::keyed::LOOKED_AT;
use super::links::{Link, ListEntry};
use super::step::Step;
use super::{LibraryError, ladder};

type Done<T> = Result<T, LibraryError>;

/// The most keys that are kept: two hundred megabytes. Behind them everything is looked for in the library.
const MOST: u64 = 16_000_000;
/// Keys that are read for each record that is to be linked, at most.
const WORTH: u64 = 200;
/// The same, for the briefs of all records that were there before to be read.
const WORTH_READING: u64 = 40;
/// Keys that begin with the same bits, about.
const TOGETHER: u64 = 4;

/// What the keys say of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// It is this record, by this step.
    Is(i64, Step),
    /// No record has one of its keys.
    Nothing,
    /// The records have to be asked.
    Perhaps,
}

/// The keys of all records, in order.
pub(super) struct Held {
    /// Where the keys begin that begin with the same bits.
    starts: Vec<u32>,
    bits: u32,
    hashes: Vec<u64>,
    rows: Vec<u32>,
    briefs: Arc<Briefs>,
}

impl Held {
    /// Reads every key of a store, where there are not too many, nor too many for so few records that are to be linked.
    pub(super) fn of(connection: &Connection, briefs: Arc<Briefs>, (keys, records): (u64, u64)) -> Done<Option<Self>> {
        if keys > MOST || keys > records * WORTH {
            return Ok(None);
        }
        let briefs = if keys > records * WORTH_READING { briefs } else { briefs.with_older(connection)? };
        let bits = (keys / TOGETHER).max(2).ilog2();
        let room = usize::try_from(keys).unwrap_or_default();
        let mut held = Self { starts: Vec::new(), bits, hashes: Vec::with_capacity(room), rows: Vec::with_capacity(room), briefs };
        let mut read = connection.prepare("SELECT hash, article FROM keys ORDER BY hash")?;
        let mut keys = read.query([])?;
        while let Some(key) = keys.next()? {
            let (hash, row): (i64, i64) = (key.get(0)?, key.get(1)?);
            let Ok(row) = u32::try_from(row) else { return Ok(None) };
            held.push(ordered(hash), row);
        }
        held.close();
        Ok(Some(held))
    }

    fn push(&mut self, hash: u64, row: u32) {
        self.begin(self.bucket(hash));
        self.hashes.push(hash);
        self.rows.push(row);
    }

    /// Where the bucket of this number begins is known now, and where all before it do.
    fn begin(&mut self, bucket: usize) {
        let at = u32::try_from(self.hashes.len()).unwrap_or(u32::MAX);
        if self.starts.len() <= bucket {
            self.starts.resize(bucket + 1, at);
        }
    }

    fn close(&mut self) {
        self.begin(1 << self.bits);
    }

    fn bucket(&self, hash: u64) -> usize {
        usize::try_from(hash >> (u64::BITS - self.bits)).unwrap_or_default()
    }

    /// Adds the records that have a key, the oldest first.
    fn holders(&self, hash: i64, found: &mut Vec<u32>) {
        let hash = ordered(hash);
        let bucket = self.bucket(hash);
        let start = |bucket: usize| self.starts.get(bucket).and_then(|start| usize::try_from(*start).ok()).unwrap_or_default();
        let here = start(bucket)..start(bucket + 1);
        let keys = self.hashes.get(here.clone()).unwrap_or_default().iter().zip(self.rows.get(here).unwrap_or_default());
        found.extend(keys.filter(|(other, _)| **other == hash).take(LOOKED_AT).map(|(_, row)| *row));
    }

    /// The link of an entry of `source`, where it is certain. Keys that no record has are taken out: there is no use in looking
    /// for them.
    pub(super) fn link(&self, source: i64, entry: &ListEntry, keys: &mut Vec<(Step, i64)>) -> Option<Link> {
        match self.says(source, &entry.facts, keys) {
            Said::Is(target, step) => return Some(entry.leads(source, target, step)),
            Said::Nothing => keys.clear(),
            Said::Perhaps => {}
        }
        None
    }

    /// What an entry of `source` is by its keys, which stand in the order of the steps: the same that
    /// [`ladder::find_among`] finds of them, as far as it can be told without reading a record.
    fn says(&self, source: i64, facts: &Facts, keys: &[(Step, i64)]) -> Said {
        let mut found: Vec<u32> = Vec::new();
        let brief = OnceCell::new();
        let brief = || *brief.get_or_init(|| Brief::of(facts));
        for keys in keys.chunk_by(|a, b| a.0 == b.0) {
            let Some((step, _)) = keys.first() else { continue };
            found.clear();
            for (_, hash) in keys {
                self.holders(*hash, &mut found);
            }
            let elsewhere = |row: u32| *step == Step::Partial && brief().stands_elsewhere(self.briefs.get(row.into()));
            found.retain(|row| i64::from(*row) != source && !elsewhere(*row));
            found.sort_unstable();
            found.dedup();
            match found.as_slice() {
                [] => {}
                [row] if ladder::is_certain(*step, 1) || self.is_plainly(i64::from(*row), *step, facts, brief) => {
                    return Said::Is(i64::from(*row), *step);
                }
                _ => return Said::Perhaps,
            }
        }
        Said::Nothing
    }

    /// Whether nothing can speak against an entry being the only record at its place: see [`ladder::agrees`]. Both have one
    /// title, which is the same, and no DOI differs.
    fn is_plainly(&self, row: i64, step: Step, facts: &Facts, brief: impl FnOnce() -> Brief) -> bool {
        let placed = match step {
            Step::Place => true,
            // Where the entry says both and not both are those of the record, one of them differs, or is not said.
            Step::Partial => facts.volume.is_none() || facts.issue.is_none(),
            _ => false,
        };
        placed && facts.doi.is_none() && brief().has_title_of(self.briefs.get(row))
    }
}

/// A number that is greater where the table's is: what is negative there comes first.
fn ordered(hash: i64) -> u64 {
    hash.cast_unsigned() ^ (1 << 63)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::library::import::{self, Feed, Keep};
    use crate::library::keyed::Keyed;
    use crate::library::store;
    use crate::record::{Article, Reference};

    /// Records of one journal, each of whose issues begins at page 1; every eleventh has the title of another.
    fn articles() -> impl Iterator<Item = Article> {
        (0..400_u32).map(|n| {
            let mut json = serde_json::json!({
                "title": {"en": format!("On the {} ways of counting bitterns in spring", n - n % 11 / 10)},
                "journal": {"title": {"en": "Journal of Marsh Logic"}}, "year": 1990 + n / 200, "volume": (10 + n / 200).to_string(),
                "pages": {"raw": "", "first": (n % 10 * 9 + 1).to_string()}, "authors": [{"name": {"en": "Ashby A"}}],
            });
            if n % 7 > 0 {
                json["issue"] = (n / 10 % 20 + 1).to_string().into();
            }
            if n % 3 == 0 {
                json["ids"] = serde_json::json!({"doi": format!("10.5555/m.{n}")});
            }
            serde_json::from_value(json).unwrap()
        })
    }

    /// What a list may say of a record: all, less than that, or something else.
    fn entries(article: &Article, n: usize) -> Vec<Facts> {
        let title = article.title.values().next().unwrap();
        let (year, volume, issue) = (article.year.unwrap(), article.volume.as_deref().unwrap(), article.issue.as_deref().unwrap_or("1"));
        let page = article.pages.first.as_deref().unwrap();
        let lines = [
            format!("Ashby A. {title}[J]. Journal of Marsh Logic, {year}, {volume}({issue}): {page}."),
            format!("Ashby A. {title}[J]. Journal of Marsh Logic, {year}, {volume}: {page}."),
            format!("Ashby A. {title}[J]. Journal of Marsh Logic, {year}({issue}): {page}."),
            format!("Ashby A. {title}[J]. Journal of Marsh Logic, {year}, 99({issue}): {page}."),
            format!("Other O. Another thing altogether[J]. Journal of Marsh Logic, {year}, {volume}({issue}): {page}."),
            format!("Ashby A. {title}[J]. Journal of Marsh Logic, {year}."),
            format!("Other O. Another thing altogether[J]. Journal of Marsh Logic, {year}. doi:10.5555/m.{n}"),
            format!("Other O. {title}[J]. Journal of Marsh Logic, {year}, {volume}({issue}): {page}. doi:10.5555/other.{n}"),
            format!("Other O. {title}[J]. Journal of Marsh Logic, {year}."),
            format!("Other O. What is not here[J]. Elsewhere, {year}, {volume}({issue}): {page}."),
        ];
        let reference = |raw: String| {
            let parts = crate::formats::gbt7714::parse(&raw);
            Facts::of_reference(&Reference { raw, parts, ..Reference::default() })
        };
        lines.map(reference).into()
    }

    #[test]
    fn what_the_keys_say_is_what_the_library_finds() {
        let connection = store::memory().unwrap();
        let mut readings = articles().map(|article| Ok(Box::new(article)));
        import::run(&connection, None, Feed::Here(&mut readings), Keep::All, &mut |_| {}).unwrap();
        let mut briefs = Briefs::default();
        let mut rows = connection.prepare("SELECT row FROM articles").unwrap();
        let rows: Vec<i64> = rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        let facts = |row: i64| crate::library::links::facts_of(&connection, row).unwrap().unwrap().0;
        for row in &rows {
            briefs.put(*row, &facts(*row));
        }
        let held = Held::of(&connection, Arc::new(briefs), (400 * 8, 400)).unwrap().unwrap();
        let mut said = [0; 3];
        for (n, article) in articles().enumerate().step_by(2) {
            for (way, entry) in entries(&article, n).iter().enumerate() {
                let journals: Vec<i64> = if way == 9 { Vec::new() } else { vec![1] };
                let source = rows[(n + way * 50) % rows.len()];
                let sought = ladder::sought(None, entry, &journals);
                let found = ladder::find_among(Keyed::stored(&connection), entry, &journals, Some(source), &sought).unwrap();
                match held.says(source, entry, &sought) {
                    Said::Is(row, step) => {
                        assert_eq!(Some((row, step)), found, "{n} {way}");
                        said[0] += 1;
                    }
                    Said::Nothing => {
                        assert!(found.is_none_or(|(_, step)| step == Step::Alike), "{n} {way}: {found:?}");
                        said[1] += 1;
                    }
                    Said::Perhaps => said[2] += 1,
                }
            }
        }
        assert!(said[0] > 200 && said[1] > 250, "{said:?}");
        assert!(Held::of(&connection, Arc::default(), (400 * 8, 4)).unwrap().is_none(), "not worth it");
    }
}
