//! Ties by citation: references in common, being cited together, and what lies two links away.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Direct, Done, Gathered, Tie};
use crate::library::facts::Facts;
use crate::library::waits;
use crate::record::Article;

/// References of one record that are looked at.
const REFERENCES: usize = 400;
/// Records that a reference in common may bring in. What more have only adds to what others brought in.
const BRINGS: usize = 1000;
/// Records that have the same reference and are looked at.
const HAVING: usize = 20_000;
/// Citing records looked at, and what each of them cites.
const CITING: usize = 300;
const CITED: usize = 300;
/// Records with most references in common of which it is asked what they cite.
const ALIKE: usize = 60;
/// Records one link away of which the next link is looked at, and how many such links.
const STEPS: usize = 60;
const NEXT: usize = 100;

const CITED_BY_ROW: &str = "SELECT DISTINCT target FROM cites WHERE source = ?1 AND list = 0 LIMIT ?2";
const CITING_ROW: &str = "SELECT DISTINCT source FROM cites WHERE target = ?1 AND list = 0 LIMIT ?2";

/// The references of a record of which enough is known to tell them from others.
pub(in crate::library) fn references(article: &Article) -> Vec<Facts> {
    let all = article.refs.iter().flatten().take(REFERENCES).map(Facts::of_reference);
    all.filter(|facts| !facts.coarse(&facts.names()).is_empty()).collect()
}

/// How many works two lists have in common.
pub(super) fn in_common(mine: &[Facts], theirs: &[Facts]) -> u32 {
    u32::try_from(shared_places(mine, theirs).len()).unwrap_or(u32::MAX)
}

/// The places in the first list of the works that the second one has as well: entries that share a key and of which nothing
/// says that they are two works.
pub(in crate::library) fn shared_places(mine: &[Facts], theirs: &[Facts]) -> Vec<usize> {
    let mut by_key: HashMap<i64, Vec<usize>> = HashMap::new();
    for (at, facts) in theirs.iter().enumerate() {
        for key in facts.coarse(&facts.names()) {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut taken = HashSet::new();
    let mut shared = Vec::new();
    for (place, facts) in mine.iter().enumerate() {
        let keys = facts.coarse(&facts.names());
        let mut alike = keys.iter().filter_map(|key| by_key.get(key)).flatten();
        let same = alike.find(|at| !taken.contains(*at) && theirs.get(**at).is_some_and(|other| may_be_one(facts, other)));
        if let Some(at) = same {
            taken.insert(*at);
            shared.push(place);
        }
    }
    shared
}

fn may_be_one(one: &Facts, other: &Facts) -> bool {
    let same_doi = one.doi.is_some() && one.doi == other.doi;
    let same_title = one.work().is_some() && one.work() == other.work();
    same_doi || same_title || !(one.doi_differs(other) || one.year_differs(other) || one.numbers_differ(other) || one.people_differ(other))
}

impl Gathered<'_> {
    /// What it cites, what cites it, and its related entries.
    pub(super) fn direct(&mut self) -> Done<Direct> {
        let most = i64::try_from(HAVING).unwrap_or(i64::MAX);
        let cited = self.rows(CITED_BY_ROW, (self.row, most))?;
        let citing = self.rows(CITING_ROW, (self.row, most))?;
        let related = self.rows(
            "SELECT target FROM cites WHERE source = ?1 AND list = 1 UNION SELECT source FROM cites WHERE target = ?1 AND list = 1",
            [self.row],
        )?;
        for row in cited.iter().take(CITED) {
            self.add(*row, Tie::CitedBy, 1.0, true);
        }
        for row in citing.iter().take(CITING) {
            self.add(*row, Tie::Cites, 1.0, true);
        }
        let all = cited.iter().chain(&citing).chain(&related).copied().collect();
        Ok(Direct { cited, citing, all })
    }

    /// Bibliographic coupling: records that cite what this one cites, whether that is held or not; and what those records cite.
    pub(super) fn coupled(&mut self, references: &[Facts]) -> Done<()> {
        let keys: Vec<Vec<i64>> =
            references.iter().map(|facts| facts.coarse(&facts.names()).into_iter().map(waits::key).collect()).collect();
        let having = waits::sources_by_key(self.connection, keys.iter().flatten().copied(), HAVING)?;
        let mut by_reference: Vec<Vec<i64>> = keys.iter().map(|keys| united(keys, &having)).collect();
        // The rarest first: what everybody cites adds to those that the rare ones brought in.
        by_reference.sort_by_key(Vec::len);
        for sources in by_reference {
            if self.visits < sources.len() {
                break;
            }
            let rarity = self.rarity(sources.len());
            let (own, new) = (self.row, sources.len() <= BRINGS);
            for source in sources.into_iter().filter(|source| *source != own) {
                self.add(source, Tie::References, rarity, new);
            }
        }
        self.beside()
    }

    /// What is cited by the records that share most references.
    fn beside(&mut self) -> Done<()> {
        let mut alike: Vec<(f64, i64)> =
            self.all.iter().filter(|(_, ties)| ties.has(Tie::References)).map(|(row, ties)| (ties.weight(Tie::References), *row)).collect();
        alike.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        alike.truncate(ALIKE);
        for (_, row) in alike {
            let strength = self.all.get(&row).map_or(0.0, |ties| ties.strength(Tie::References));
            for target in self.rows(CITED_BY_ROW, (row, i64::try_from(CITED).unwrap_or(i64::MAX)))? {
                self.add(target, Tie::Beside, strength, true);
            }
        }
        Ok(())
    }

    /// Co-citation: what stands beside it in the reference lists of others.
    pub(super) fn cited_together(&mut self) -> Done<()> {
        for citing in self.rows(CITING_ROW, (self.row, i64::try_from(CITING).unwrap_or(i64::MAX)))? {
            let beside = self.rows(CITED_BY_ROW, (citing, i64::try_from(CITED).unwrap_or(i64::MAX)))?;
            if self.visits < beside.len() {
                break;
            }
            let weight = 1.0 / (1.0 + super::natural(beside.len().max(1) as u64));
            for other in beside {
                self.add(other, Tie::CitedTogether, weight, true);
            }
        }
        Ok(())
    }

    /// What is cited by what it cites, and what cites what cites it.
    pub(super) fn two_links_away(&mut self, direct: &Direct) -> Done<()> {
        for (rows, query) in [(&direct.cited, CITED_BY_ROW), (&direct.citing, CITING_ROW)] {
            for row in rows.iter().take(STEPS) {
                let next = self.rows(query, (*row, i64::try_from(NEXT).unwrap_or(i64::MAX)))?;
                let weight = 1.0 / (1.0 + super::natural(next.len().max(1) as u64));
                for other in next {
                    self.add(other, Tie::Through, weight, true);
                }
            }
        }
        Ok(())
    }
}

/// The records that have an entry with one of some keys.
fn united(keys: &[i64], having: &BTreeMap<i64, Vec<i64>>) -> Vec<i64> {
    let mut all: Vec<i64> = keys.iter().filter_map(|key| having.get(key)).flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
