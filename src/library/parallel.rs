//! Work handed to a few threads and taken back in the order in which it was given.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Jobs that wait for a thread, and results that wait to be taken.
pub(super) const AHEAD: usize = 3;
/// Results that wait to be taken where threads come by their jobs themselves: whoever takes them may have something else to do
/// for a twentieth of a second, and the others need not stand still.
const WAITING: usize = 32;

/// Threads that do the work: as many as there are processors, at most four. Whoever gives and takes does little beside them.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).clamp(1, 4)
}

/// Where jobs are given. When nobody takes results any more, it says so.
pub(super) struct Jobs<T> {
    queue: SyncSender<(u64, T)>,
    given: u64,
}

impl<T> Jobs<T> {
    /// Gives a job, and waits while [`AHEAD`] others wait for a thread; whether there is any use in giving more.
    pub(super) fn give(&mut self, job: T) -> bool {
        let number = self.given;
        self.given += 1;
        self.queue.send((number, job)).is_ok()
    }
}

/// Where results are taken.
pub(super) struct Results<U> {
    done: Receiver<(u64, U)>,
    early: BTreeMap<u64, U>,
    taken: u64,
}

impl<U> Results<U> {
    /// The next result, where it is there already.
    pub(super) fn ready(&mut self) -> Option<U> {
        self.early.extend(self.done.try_iter());
        let result = self.early.remove(&self.taken)?;
        self.taken += 1;
        Some(result)
    }

    /// The next result, in the order of the jobs; nothing when there are no more jobs.
    pub(super) fn take(&mut self) -> Option<U> {
        loop {
            if let Some(result) = self.early.remove(&self.taken) {
                self.taken += 1;
                return Some(result);
            }
            let (number, result) = self.done.recv().ok()?;
            self.early.insert(number, result);
        }
    }
}

/// Runs `drive` beside threads that do the work, each with something of its own that `start` makes.
pub(super) fn beside<O, T: Send, U: Send, R>(
    start: impl Fn() -> O + Sync,
    work: impl Fn(&mut O, T) -> U + Sync,
    drive: impl FnOnce(Jobs<T>, Results<U>) -> R,
) -> R {
    let (queue, jobs) = sync_channel(AHEAD);
    let (give, done) = sync_channel(AHEAD);
    let jobs = Mutex::new(jobs);
    // The receiver belongs to the threads: when the last of them has gone, giving fails instead of waiting for ever.
    let jobs = std::sync::Arc::new(jobs);
    thread::scope(|scope| {
        for _ in 0..threads() {
            let (jobs, give) = (jobs.clone(), give.clone());
            let (start, work) = (&start, &work);
            scope.spawn(move || {
                let mut own = start();
                loop {
                    let next = jobs.lock().ok().and_then(|jobs| jobs.recv().ok());
                    let Some((number, job)) = next else { break };
                    if give.send((number, work(&mut own, job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop((jobs, give));
        drive(Jobs { queue, given: 0 }, Results { done, early: BTreeMap::new(), taken: 0 })
    })
}

/// The same for jobs that it is work to come by: whichever thread is free takes the next one from `jobs` itself, one at a time, so
/// that what a job consists of is made, used and let go of in one thread.
pub(super) fn taking_turns<O, T, U: Send, R>(
    jobs: impl Iterator<Item = T> + Send,
    start: impl Fn() -> O + Sync,
    work: impl Fn(&mut O, T) -> U + Sync,
    drive: impl FnOnce(Results<U>) -> R,
) -> R {
    let (give, done) = sync_channel(WAITING);
    let jobs = Mutex::new((0..).zip(jobs));
    thread::scope(|scope| {
        // One more than work at a time: one of them may wait for its turn.
        for _ in 0..=threads() {
            let (jobs, start, work, give) = (&jobs, &start, &work, give.clone());
            scope.spawn(move || {
                let mut own = start();
                loop {
                    let next = jobs.lock().ok().and_then(|mut jobs| jobs.next());
                    let Some((number, job)) = next else { break };
                    if give.send((number, work(&mut own, job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(give);
        drive(Results { done, early: BTreeMap::new(), taken: 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let slower_at_first = |(): &mut (), job: u64| {
            (0..(200 - job) * 1000).for_each(|n| _ = std::hint::black_box(n));
            job
        };
        let found: Vec<u64> = beside(
            || (),
            slower_at_first,
            |mut jobs, mut results| {
                thread::scope(|scope| {
                    scope.spawn(move || (0..200).all(|job| jobs.give(job)));
                    std::iter::from_fn(|| results.take()).collect()
                })
            },
        );
        assert_eq!(found, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn jobs_that_are_taken_in_turns_come_back_in_order() {
        let slower_at_first = |(): &mut (), job: u64| {
            (0..(200 - job) * 1000).for_each(|n| _ = std::hint::black_box(n));
            job
        };
        let found: Vec<u64> = taking_turns(0..200, || (), slower_at_first, |mut results| std::iter::from_fn(|| results.take()).collect());
        assert_eq!(found, (0..200).collect::<Vec<_>>());
        // Who takes no more is not waited for, though there is no end of jobs.
        let first = taking_turns(0..u64::MAX, || (), |(), job| job, |mut results| results.take());
        assert_eq!(first, Some(0));
    }

    #[test]
    fn what_is_ready_is_taken_in_order_and_nothing_is_waited_for() {
        let found: Vec<u64> = beside(
            || (),
            |(), job: u64| job,
            |mut jobs, mut results| {
                thread::scope(|scope| {
                    scope.spawn(move || (0..200).all(|job| jobs.give(job)));
                    let mut found = Vec::new();
                    while found.len() < 200 {
                        found.extend(std::iter::from_fn(|| results.ready()));
                        found.extend(results.take());
                    }
                    assert!(results.take().is_none() && results.ready().is_none());
                    found
                })
            },
        );
        assert_eq!(found, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn who_gives_is_told_when_nobody_takes() {
        let told = beside(
            || (),
            |(), job: u32| job,
            |mut jobs, results| {
                drop(results);
                (0..1000).any(|job| !jobs.give(job))
            },
        );
        assert!(told);
    }
}
