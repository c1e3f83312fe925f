//! The search worker: a thread of its own with a library of its own, for which only the newest wish counts.
//!
//! ```text
//! ask ─▶ newest round ┐          ┌▶ those of the newest round, in order ─▶ grant ─▶ told, bell
//!     └▶ queue ───────┴─ drained ┴▶ older rounds are dropped; one under way stops between two segments
//! ```

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::courtesy::give_way;
use crate::library::Order;
use crate::reader::{Event, Ticket};
use crate::search::{Told, Wish};

/// What the worker is given.
#[derive(Clone, Debug)]
pub enum Task {
    Wish(Wish),
    /// What was done to a record of a shelf in memory: the worker has shelves of its own.
    Tell(Order),
    /// Nothing was asked for a while: what is held only for speed may go.
    Rest,
}

/// Does the work. Of a wish nothing comes when the second argument says, in between, that nobody waits for it any more.
pub type Grant = Box<dyn FnMut(&Task, &dyn Fn() -> bool) -> Option<Told> + Send>;

/// After so long without a wish the worker rests, once.
const REST: Duration = Duration::from_secs(20);

/// How much it gives way (a nice value): where two processors are all there is, whoever draws has one, and whoever takes the
/// echo of a key to the screen is not to wait for the other until a search is done.
const NICENESS: i32 = 5;

/// The worker as the loop sees it. It ends with the value.
#[derive(Debug)]
pub struct Searching {
    tasks: Sender<(Ticket, Task)>,
    newest: Arc<AtomicU64>,
    heard: Receiver<Event>,
    wake: UnixStream,
    bell: Bell,
}

/// Gives the loop an event from another thread, and wakes it.
#[derive(Debug)]
pub struct Bell {
    give: Sender<Event>,
    rope: UnixStream,
}

impl Bell {
    /// Whether anybody still listens.
    pub fn ring(&mut self, event: Event) -> bool {
        let heard = self.give.send(event).is_ok();
        // A full pipe wakes as well as one more byte would.
        let _ = self.rope.write(b"!");
        heard
    }
}

impl Searching {
    /// Starts the worker.
    ///
    /// # Errors
    /// When there is no thread or no pipe to be had.
    pub fn new(grant: Grant) -> io::Result<Self> {
        let (tasks, taken) = channel();
        let (give, heard) = channel();
        let (wake, rope) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        rope.set_nonblocking(true)?;
        let newest = Arc::new(AtomicU64::new(0));
        let (bell, seen) = (Bell { give: give.clone(), rope: rope.try_clone()? }, Arc::clone(&newest));
        let mut worker = Worker { grant, newest: seen, bell: Bell { give, rope }, queue: Queue::default() };
        std::thread::Builder::new().name("search".to_owned()).spawn(move || {
            give_way(NICENESS);
            worker.run(&taken);
        })?;
        Ok(Self { tasks, newest, heard, wake, bell })
    }

    /// Hands a wish over; what it brings comes under its ticket, if no higher round takes its place.
    pub fn ask(&self, ticket: Ticket, wish: Wish) {
        // Before the wish itself, so that one under way stops at once.
        self.newest.fetch_max(wish.round, Ordering::SeqCst);
        let _ = self.tasks.send((ticket, Task::Wish(wish)));
    }

    /// Tells the worker's own library.
    pub fn tell(&self, order: Order) {
        let _ = self.tasks.send((Ticket::default(), Task::Tell(order)));
    }

    /// A bell for another thread.
    ///
    /// # Errors
    /// When there are no more file descriptors.
    pub fn bell(&self) -> io::Result<Bell> {
        Ok(Bell { give: self.bell.give.clone(), rope: self.bell.rope.try_clone()? })
    }

    /// Readable when something waits.
    pub fn wake(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }

    /// All that waits.
    pub fn take(&self) -> Vec<Event> {
        let mut bytes = [0; 64];
        while matches!((&self.wake).read(&mut bytes), Ok(1..)) {}
        self.heard.try_iter().collect()
    }
}

/// What waits to be done.
#[derive(Debug, Default)]
struct Queue {
    told: VecDeque<Task>,
    /// Of one round, the newest.
    now: VecDeque<(Ticket, Wish)>,
    /// Of round 0.
    later: VecDeque<(Ticket, Wish)>,
}

impl Queue {
    fn put(&mut self, ticket: Ticket, task: Task) {
        match task {
            Task::Wish(wish) if wish.round == 0 => self.later.push_back((ticket, wish)),
            Task::Wish(wish) => {
                self.now.retain(|(_, waiting)| waiting.round >= wish.round);
                self.now.push_back((ticket, wish));
            }
            task => self.told.push_back(task),
        }
    }

    fn next(&mut self) -> Option<(Ticket, Task)> {
        if let Some(task) = self.told.pop_front() {
            return Some((Ticket::default(), task));
        }
        let (ticket, wish) = self.now.pop_front().or_else(|| self.later.pop_front())?;
        Some((ticket, Task::Wish(wish)))
    }
}

struct Worker {
    grant: Grant,
    newest: Arc<AtomicU64>,
    bell: Bell,
    queue: Queue,
}

impl Worker {
    fn run(&mut self, taken: &Receiver<(Ticket, Task)>) {
        let mut rested = true;
        loop {
            for (ticket, task) in taken.try_iter() {
                self.queue.put(ticket, task);
            }
            let Some((ticket, task)) = self.queue.next() else {
                let more = if rested { taken.recv().map_err(|_| RecvTimeoutError::Disconnected) } else { taken.recv_timeout(REST) };
                match more {
                    Ok((ticket, task)) => self.queue.put(ticket, task),
                    Err(RecvTimeoutError::Timeout) => {
                        rested = true;
                        self.one(Ticket::default(), &Task::Rest);
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                continue;
            };
            rested = false;
            if !self.one(ticket, &task) {
                return;
            }
        }
    }

    /// Does one task; whether anybody still listens.
    fn one(&mut self, ticket: Ticket, task: &Task) -> bool {
        let newest = Arc::clone(&self.newest);
        let before = newest.load(Ordering::SeqCst);
        let round = match task {
            Task::Wish(wish) if wish.round > 0 => wish.round,
            // What is in no hurry gives way to whatever comes, and is taken up again.
            _ => before,
        };
        let superseded = move || newest.load(Ordering::SeqCst) > round;
        let grant = &mut self.grant;
        let told = catch_unwind(AssertUnwindSafe(|| grant(task, &superseded))).unwrap_or_else(|_| {
            Some(Told::Failed("This could not be searched because of a mistake in qikan; the rest goes on. Please report it.".to_owned()))
        });
        match (told, task) {
            (Some(told), Task::Wish(_)) => self.bell.ring(Event::Told(ticket, told)),
            (None, Task::Wish(wish)) if wish.round == 0 => {
                self.queue.later.push_front((ticket, wish.clone()));
                true
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test says by a panic that it fails")]

    use super::*;
    use crate::search::query::Query;
    use crate::search::{Among, Count, Want};
    use rustix::event::{PollFd, PollFlags, poll};

    fn wish(round: u64) -> Wish {
        Wish { round, query: Query::Everything, among: Among::Library, order: None, want: Want::Count }
    }

    fn heard(searching: &Searching, count: usize) -> Vec<(Ticket, Told)> {
        let mut told = Vec::new();
        while told.len() < count {
            poll(&mut [PollFd::from_borrowed_fd(searching.wake(), PollFlags::IN)], None).unwrap();
            told.extend(searching.take().into_iter().map(|event| match event {
                Event::Told(ticket, told) => (ticket, told),
                other => panic!("{other:?}"),
            }));
        }
        told
    }

    /// A worker that says which round it begins, waits to be let go on, and says whether it was to stop.
    struct Held {
        searching: Searching,
        begun: Receiver<u64>,
        go_on: Sender<()>,
        stopped: Receiver<bool>,
    }

    fn held() -> Held {
        let (began, begun) = channel();
        let (go_on, held) = channel();
        let (tell, stopped) = channel();
        let grant: Grant = Box::new(move |task, superseded| {
            let Task::Wish(wish) = task else { return None };
            began.send(wish.round).unwrap();
            held.recv().unwrap();
            let stops = superseded();
            tell.send(stops).unwrap();
            (!stops).then_some(Told::Count(Count::Exactly(wish.round)))
        });
        Held { searching: Searching::new(grant).unwrap(), begun, go_on, stopped }
    }

    #[test]
    fn the_newest_round_wins_and_the_one_under_way_stops() {
        let Held { searching, begun, go_on, stopped } = held();
        searching.ask(Ticket(1), wish(1));
        assert_eq!(begun.recv().unwrap(), 1);
        // While the first is under way three more come; of the newest round there are two.
        for (ticket, round) in [(2, 2), (3, 3), (4, 4), (5, 4)] {
            searching.ask(Ticket(ticket), wish(round));
        }
        for _ in 0..3 {
            go_on.send(()).unwrap();
        }
        assert_eq!(
            heard(&searching, 2),
            [(Ticket(4), Told::Count(Count::Exactly(4))), (Ticket(5), Told::Count(Count::Exactly(4)))],
            "only the newest round is told of"
        );
        assert_eq!(begun.try_iter().collect::<Vec<_>>(), [4, 4], "rounds 2 and 3 are never begun");
        assert_eq!(stopped.try_iter().collect::<Vec<_>>(), [true, false, false], "the first one hears that nobody waits for it");
    }

    #[test]
    fn what_is_in_no_hurry_gives_way_and_is_done_in_the_end() {
        let Held { searching, begun, go_on, stopped: _stopped } = held();
        searching.ask(Ticket(1), wish(0));
        assert_eq!(begun.recv().unwrap(), 0);
        searching.ask(Ticket(2), wish(1));
        for _ in 0..3 {
            go_on.send(()).unwrap();
        }
        let told = heard(&searching, 2);
        assert_eq!(told.iter().map(|(ticket, _)| ticket.0).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(begun.try_iter().collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_panic_is_told_as_a_sentence_and_the_next_wish_is_granted() {
        let searching = Searching::new(Box::new(|task, _| match task {
            Task::Wish(wish) if wish.round == 1 => panic!("on purpose"),
            _ => Some(Told::Count(Count::Exactly(0))),
        }))
        .unwrap();
        searching.ask(Ticket(1), wish(1));
        assert!(matches!(heard(&searching, 1).as_slice(), [(Ticket(1), Told::Failed(_))]));
        searching.ask(Ticket(2), wish(2));
        assert!(matches!(heard(&searching, 1).as_slice(), [(Ticket(2), Told::Count(_))]));
    }
}
