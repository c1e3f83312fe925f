//! The shortest chain of citations between two records, in either direction of each citation.
//!
//! ```text
//!  from ─ ● ─ ● ┐       ┌ ● ─ to      two searches in breadth, each step of the smaller one,
//!       └ ● ─ ● ┴─ met ─┴ ● ┘         until a record is known to both: all such stand on a shortest path
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::graph::Walk;
use super::{ArticleCard, ArticleKey, Library, LibraryError, ShelfName, lists};

type Done<T> = Result<T, LibraryError>;

/// Citations that are looked at before a search is given up: some 40 MB, and one or two seconds.
const LOOKED_AT: usize = 1_000_000;
/// A path that is longer says nothing to anybody.
const LONGEST: u32 = 60;

/// What a record of a path does to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cited {
    /// The one before cites it.
    ByOneBefore,
    /// It cites the one before.
    CitesOneBefore,
    /// Each cites the other.
    Both,
}

impl Cited {
    /// What the one before does to it: `cites`, `is cited by`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ByOneBefore => "cites",
            Self::CitesOneBefore => "is cited by",
            Self::Both => "cites and is cited by",
        }
    }
}

/// A record of a path, and how it hangs together with the one before; nothing of the first.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStep {
    pub card: ArticleCard,
    pub cited: Option<Cited>,
}

/// The paths between two records.
#[derive(Clone, Debug, PartialEq)]
pub enum Paths {
    /// The first of so many equally short ones.
    Found { paths: Vec<Vec<PathStep>>, of: u64 },
    /// No chain of citations leads from one to the other.
    Apart,
    /// None was found among so many citations, or within so many steps.
    NotWithin { citations: usize, steps: u32 },
}

impl Library {
    /// The shortest paths between two records, at most so many; nothing when `superseded` says in between that nobody waits.
    /// Records of different shelves are apart.
    ///
    /// # Errors
    /// A shelf that is not open, or a damaged library.
    pub fn paths(&self, from: ArticleKey, to: ArticleKey, most: usize, superseded: &dyn Fn() -> bool) -> Done<Option<Paths>> {
        if from.shelf != to.shelf {
            return Ok(Some(Paths::Apart));
        }
        let shelf = self.shelf(from.shelf)?;
        let walk = Walk { connection: &shelf.connection, superseded };
        paths(&walk, shelf.name, (from.row, to.row), most).map_err(|error| shelf.said(error))
    }
}

/// One of the two searches.
struct Side {
    /// Steps from where it began.
    known: HashMap<i64, u32>,
    /// Every step of a shortest way: the record, and the one before it.
    steps: Vec<(i64, i64)>,
    edge: Vec<i64>,
    depth: u32,
}

/// How a round of a search ended.
enum Round {
    Done,
    Superseded,
    TooMany,
}

impl Side {
    fn new(row: i64) -> Self {
        Self { known: HashMap::from([(row, 0)]), steps: Vec::new(), edge: vec![row], depth: 0 }
    }

    /// Goes one step on from every record of the edge.
    fn step(&mut self, walk: &Walk<'_>, left: &mut usize) -> Done<Round> {
        self.depth += 1;
        let mut edge = Vec::new();
        for row in std::mem::take(&mut self.edge) {
            let Some(citing) = walk.citing(row, *left + 1)? else { return Ok(Round::Superseded) };
            for other in walk.cited(row)?.into_iter().chain(citing) {
                let Some(less) = left.checked_sub(1) else { return Ok(Round::TooMany) };
                *left = less;
                let at = *self.known.entry(other).or_insert_with(|| {
                    edge.push(other);
                    self.depth
                });
                if at == self.depth {
                    self.steps.push((other, row));
                }
            }
        }
        self.edge = edge;
        Ok(Round::Done)
    }

    /// The steps that lead to these records, all the way from where the search began.
    fn ways(&mut self, to: &[i64]) -> Vec<(i64, i64)> {
        self.steps.sort_unstable();
        self.steps.dedup();
        let (mut ways, mut seen, mut left) = (Vec::new(), BTreeSet::new(), to.to_vec());
        while let Some(row) = left.pop() {
            if !seen.insert(row) {
                continue;
            }
            let first = self.steps.partition_point(|(record, _)| *record < row);
            let of_row = self.steps.iter().skip(first).take_while(|(record, _)| *record == row);
            for step in of_row {
                ways.push(*step);
                left.push(step.1);
            }
        }
        ways
    }
}

fn paths(walk: &Walk<'_>, shelf: ShelfName, (from, to): (i64, i64), most: usize) -> Done<Option<Paths>> {
    let (mut near, mut far) = (Side::new(from), Side::new(to));
    let mut left = LOOKED_AT;
    let mut met = if from == to { vec![from] } else { Vec::new() };
    while met.is_empty() {
        if near.depth + far.depth >= LONGEST {
            return Ok(Some(Paths::NotWithin { citations: LOOKED_AT - left, steps: LONGEST }));
        }
        let (side, other) = if near.edge.len() <= far.edge.len() { (&mut near, &far) } else { (&mut far, &near) };
        match side.step(walk, &mut left)? {
            Round::Done if side.edge.is_empty() => return Ok(Some(Paths::Apart)),
            Round::Done => met.extend(side.edge.iter().filter(|row| other.known.contains_key(row))),
            Round::Superseded => return Ok(None),
            Round::TooMany => return Ok(Some(Paths::NotWithin { citations: LOOKED_AT, steps: near.depth + far.depth })),
        }
    }
    let mut onward: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (row, before) in near.ways(&met) {
        onward.entry(before).or_default().insert(row);
    }
    for (row, behind) in far.ways(&met) {
        onward.entry(row).or_default().insert(behind);
    }
    let total = near.depth + far.depth;
    let step_of = |row: i64| {
        let behind = || far.known.get(&row).map_or(total, |steps| total - steps);
        near.known.get(&row).copied().filter(|steps| *steps <= near.depth).unwrap_or_else(behind)
    };
    let ways = Ways::new(&onward, to, step_of);
    let of = ways.from(from);
    let mut paths = Vec::new();
    for number in 0..of.min(most as u64) {
        paths.push(told(walk, shelf, &ways.path(from, number))?);
    }
    Ok(Some(Paths::Found { paths, of }))
}

/// All shortest ways to a record, counted.
struct Ways<'a> {
    onward: &'a BTreeMap<i64, BTreeSet<i64>>,
    /// How many ways lead from a record to the end; a number that does not fit is the greatest one.
    counts: HashMap<i64, u64>,
}

impl<'a> Ways<'a> {
    fn new(onward: &'a BTreeMap<i64, BTreeSet<i64>>, to: i64, step_of: impl Fn(i64) -> u32) -> Self {
        let mut rows: Vec<i64> = onward.keys().copied().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(step_of(*row)));
        let mut counts = HashMap::from([(to, 1_u64)]);
        for row in rows.into_iter().filter(|row| *row != to) {
            let of =
                onward.get(&row).into_iter().flatten().filter_map(|next| counts.get(next)).fold(0_u64, |all, one| all.saturating_add(*one));
            counts.insert(row, of);
        }
        Self { onward, counts }
    }

    fn from(&self, row: i64) -> u64 {
        self.counts.get(&row).copied().unwrap_or(0)
    }

    /// The way of this number, counted from 0 in the order of rows.
    fn path(&self, from: i64, mut number: u64) -> Vec<i64> {
        let mut path = vec![from];
        let mut here = from;
        while let Some(next) = self.onward.get(&here) {
            let Some(chosen) = next.iter().find(|row| {
                let of = self.from(**row);
                let here = number < of;
                number = if here { number } else { number - of };
                here
            }) else {
                break;
            };
            here = *chosen;
            path.push(here);
        }
        path
    }
}

/// The records of a path, each with how it hangs together with the one before.
fn told(walk: &Walk<'_>, shelf: ShelfName, rows: &[i64]) -> Done<Vec<PathStep>> {
    let cites = |citing: i64, cited: i64| -> Done<bool> { Ok(walk.cited(citing)?.binary_search(&cited).is_ok()) };
    let mut steps = Vec::with_capacity(rows.len());
    let mut before = None;
    for row in rows {
        let Some(card) = lists::cards_of_rows(walk.connection, shelf, &[*row])?.pop() else { continue };
        let cited = match before {
            None => None,
            Some(before) => Some(match (cites(before, *row)?, cites(*row, before)?) {
                (true, true) => Cited::Both,
                (true, false) => Cited::ByOneBefore,
                _ => Cited::CitesOneBefore,
            }),
        };
        before = Some(*row);
        steps.push(PathStep { card, cited });
    }
    Ok(steps)
}
