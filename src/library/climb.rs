//! The ladder climbed by many entries at once: each finds what it would find alone, in the order of the tables.
//!
//! Keys are as good as chance, and so are the rows that they lead to. In a library of a million an entry that climbs alone
//! reads another page of the disk for every key and every record, most of which have left the page cache when the next
//! entry asks for them. Of many that climb together those that ask for neighbours follow each other.

use rusqlite::Connection;

use super::LibraryError;
use super::keyed::Keyed;
use super::ladder::{self, Mine};
use super::links::ListEntry;
use super::step::Step;

type Done<T> = Result<T, LibraryError>;

/// An entry that may be a record, and where it is looked for.
pub(super) struct Climber {
    /// The record that has the entry: it is not what it cites.
    pub(super) source: i64,
    pub(super) entry: ListEntry,
    /// What the names of its journals mean, as rows.
    pub(super) journals: Vec<i64>,
    /// Keys in the order of the steps.
    pub(super) keys: Vec<(Step, i64)>,
}

/// Keys and records that are looked up before it is seen to what else is to be done.
const TOGETHER: usize = 64;

/// What each of them found, in their order: see [`ladder::find_among`]. It takes a while, so that every now and then
/// `meanwhile` is done.
pub(super) fn climb(
    keyed: Keyed<'_>,
    climbers: &[Climber],
    meanwhile: &mut dyn FnMut(&Connection) -> Done<()>,
) -> Done<Vec<Option<(i64, Step)>>> {
    let mut found = vec![None; climbers.len()];
    for step in Step::all() {
        let mut climb = Climb { keyed, step, climbers, found: &mut found };
        let held = climb.look_up(meanwhile)?;
        let met = climb.meet(held);
        let agreeing = climb.compare(met, meanwhile)?;
        climb.choose(agreeing);
    }
    let mut left: Vec<(usize, &Climber)> =
        climbers.iter().enumerate().filter(|(at, _)| found.get(*at).is_some_and(Option::is_none)).collect();
    left.sort_by(|(_, a), (_, b)| (&a.journals, a.entry.facts.year).cmp(&(&b.journals, b.entry.facts.year)));
    for (at, climber) in left {
        let row = ladder::alike(keyed, &climber.entry.facts, &climber.journals, Some(climber.source))?;
        if let (Some(row), Some(found)) = (row, found.get_mut(at)) {
            *found = Some((row, Step::Alike));
        }
    }
    Ok(found)
}

/// One step of the ladder for all who have not found anything yet. They are named by their places.
struct Climb<'a> {
    keyed: Keyed<'a>,
    step: Step,
    climbers: &'a [Climber],
    found: &'a mut [Option<(i64, Step)>],
}

impl Climb<'_> {
    /// Who has a key that a record has, and that record.
    fn look_up(&self, meanwhile: &mut dyn FnMut(&Connection) -> Done<()>) -> Done<Vec<(usize, i64)>> {
        let mut asked: Vec<(i64, usize)> = Vec::new();
        for (at, (climber, found)) in self.climbers.iter().zip(&*self.found).enumerate() {
            if found.is_none() {
                asked.extend(climber.keys.iter().filter(|(step, _)| *step == self.step).map(|(_, hash)| (*hash, at)));
            }
        }
        asked.sort_unstable();
        let (mut held, mut rows) = (Vec::new(), Vec::new());
        for (number, same) in asked.chunk_by(|a, b| a.0 == b.0).enumerate() {
            let Some((hash, _)) = same.first() else { continue };
            if number % TOGETHER == 0 {
                meanwhile(self.keyed.connection)?;
            }
            rows.clear();
            self.keyed.holders(self.step, *hash, &mut rows)?;
            held.extend(same.iter().flat_map(|(_, at)| rows.iter().map(|row| (*at, *row))));
        }
        held.sort_unstable();
        held.dedup();
        held.retain(|(at, row)| self.climbers.get(*at).is_some_and(|climber| climber.source != *row));
        Ok(held)
    }

    /// The records that are to be read, and who is to be compared with each. Whoever need not be has found what it is.
    fn meet(&mut self, held: Vec<(usize, i64)>) -> Vec<(i64, usize)> {
        let mut met = Vec::new();
        for same in held.chunk_by(|a, b| a.0 == b.0) {
            let Some((at, row)) = same.first() else { continue };
            let (Some(climber), Some(found)) = (self.climbers.get(*at), self.found.get_mut(*at)) else { continue };
            if ladder::is_certain(self.step, same.len()) {
                *found = Some((*row, self.step));
                continue;
            }
            let mine = Mine::of(&climber.entry.facts);
            let rows = same.iter().map(|(_, row)| *row).filter(|row| mine.may_meet(self.keyed, self.step, *row));
            met.extend(rows.map(|row| (row, *at)));
        }
        met.sort_unstable();
        met
    }

    /// Who meets a record that nothing speaks against, with how alike their titles are.
    fn compare(&self, met: Vec<(i64, usize)>, meanwhile: &mut dyn FnMut(&Connection) -> Done<()>) -> Done<Vec<(usize, i64, f64)>> {
        let mut agreeing = Vec::new();
        for (number, same) in met.chunk_by(|a, b| a.0 == b.0).enumerate() {
            let Some((row, _)) = same.first() else { continue };
            if number % TOGETHER == 0 {
                meanwhile(self.keyed.connection)?;
            }
            let Some(theirs) = self.keyed.facts_once(*row)? else { continue };
            for at in same.iter().map(|(_, at)| *at) {
                let Some(climber) = self.climbers.get(at) else { continue };
                let facts = &climber.entry.facts;
                let Some(alike) = ladder::agrees(self.step, facts, &climber.journals, &theirs) else { continue };
                if !ladder::is_contrary(self.keyed, self.step, facts, (*row, &theirs.0))? {
                    agreeing.push((at, *row, alike));
                }
            }
        }
        Ok(agreeing)
    }

    fn choose(&mut self, mut agreeing: Vec<(usize, i64, f64)>) {
        agreeing.sort_unstable_by_key(|(at, row, _)| (*at, *row));
        let mut records = Vec::new();
        for same in agreeing.chunk_by(|a, b| a.0 == b.0) {
            let Some((at, ..)) = same.first() else { continue };
            records.clear();
            records.extend(same.iter().map(|(_, row, alike)| (*row, *alike)));
            if let (Some(row), Some(found)) = (ladder::best(self.step, &mut records), self.found.get_mut(*at)) {
                *found = Some((row, self.step));
            }
        }
    }
}
