//! The indexer in the background: a thread of low priority that brings the search index up to the library when it is asked to.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::courtesy::give_way;
use super::searching::Bell;
use crate::reader::Event;

/// Brings the index up; the argument says whether to stop. Whether anything was put in.
pub type BringUp = Box<dyn FnMut(&dyn Fn() -> bool) -> bool + Send>;

/// At the end, what was put in is given so long to be committed. Later than that it is lost, and only that.
const PATIENCE: Duration = Duration::from_secs(3);
/// How much it gives way to other programs (nice values; 19 is the most).
const NICENESS: i32 = 10;

/// The indexer as the program sees it. It is stopped with the value.
#[derive(Debug)]
pub struct Indexing {
    poke: Sender<()>,
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

impl Indexing {
    /// Starts the thread, which waits to be poked through this channel.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn new((poke, poked): (Sender<()>, Receiver<()>), mut bring_up: BringUp, mut bell: Bell) -> io::Result<Self> {
        let (end, ended) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        std::thread::Builder::new().name("index".to_owned()).spawn(move || {
            give_way(NICENESS);
            while poked.recv().is_ok() && !told.load(Ordering::SeqCst) {
                // However often it was poked meanwhile: one look at the library is enough.
                while poked.try_recv().is_ok() {}
                if bring_up(&|| told.load(Ordering::SeqCst)) && !bell.ring(Event::Indexed) {
                    break;
                }
            }
            let _ = end.send(());
        })?;
        Ok(Self { poke, stop, ended })
    }

    /// Asks for a look at what is new.
    pub fn poke(&self) {
        let _ = self.poke.send(());
    }
}

impl Drop for Indexing {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.poke();
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use super::super::searching::Searching;
    use super::*;

    #[test]
    fn it_works_when_poked_and_stops_between_two_batches() {
        let searching = Searching::new(Box::new(|_, _| None)).unwrap();
        let (began, begun) = channel();
        let (done, batches) = channel();
        let indexing = Indexing::new(
            channel(),
            Box::new(move |stopped| {
                began.send(()).unwrap();
                let mut batch = 0;
                while !stopped() {
                    batch += 1;
                    std::thread::yield_now();
                }
                done.send(batch).unwrap();
                true
            }),
            searching.bell().unwrap(),
        )
        .unwrap();
        assert!(begun.try_recv().is_err(), "nothing was asked for yet");
        indexing.poke();
        begun.recv().unwrap();
        drop(indexing);
        assert!(batches.try_recv().is_ok(), "it ended what it had begun before the value was gone");
        assert!(matches!(searching.take().as_slice(), [Event::Indexed]));
    }
}
