//! Errands outside: copies and openings, done by a thread of their own in the order they were sent, so that neither a slow tmux nor
//! a slow disk holds a key up. What came of each comes back to the loop.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::outside::{CameOf, Outside};
use crate::reader::Copied;

/// One errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    Copy(Copied),
    /// An address to be opened.
    Open(String),
}

/// The way back: what came of an errand, and a byte that wakes the loop.
#[derive(Debug)]
pub(super) struct Report {
    say: Sender<(Turn, CameOf)>,
    bell: UnixStream,
}

/// Whether a report ends its errand, or comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Last,
    Late,
}

impl Report {
    fn send(&self, turn: Turn, came: CameOf) {
        if self.say.send((turn, came)).is_ok() {
            // A full pipe wakes as well as one more byte would.
            let _ = (&self.bell).write(b"!");
        }
    }

    /// For what is found out only later: a program that was started and failed.
    pub fn late(&self, came: CameOf) {
        self.send(Turn::Late, came);
    }

    pub fn another(&self) -> io::Result<Self> {
        Ok(Self { say: self.say.clone(), bell: self.bell.try_clone()? })
    }
}

/// The thread, and what it has not reported yet.
#[derive(Debug)]
pub(super) struct Errands {
    orders: Sender<Errand>,
    done: Receiver<(Turn, CameOf)>,
    wake: UnixStream,
    under_way: usize,
}

impl Errands {
    /// Starts the thread; it ends with the value.
    pub fn new(outside: Outside) -> io::Result<Self> {
        let (orders, taken) = channel::<Errand>();
        let (say, done) = channel();
        let (wake, bell) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        bell.set_nonblocking(true)?;
        let report = Report { say, bell };
        std::thread::Builder::new().name("errands".to_owned()).spawn(move || {
            for errand in taken {
                let came = match errand {
                    Errand::Copy(copied) => outside.copy(copied),
                    Errand::Open(address) => outside.open(&address, &report),
                };
                report.send(Turn::Last, came);
            }
        })?;
        Ok(Self { orders, done, wake, under_way: 0 })
    }

    pub fn send(&mut self, errand: Errand) {
        if self.orders.send(errand).is_ok() {
            self.under_way += 1;
        }
    }

    /// Readable when a report waits.
    pub fn wake(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }

    /// Whether something was not reported yet.
    pub fn is_under_way(&self) -> bool {
        self.under_way > 0
    }

    /// All reports that wait.
    pub fn take(&mut self) -> Vec<CameOf> {
        let mut bytes = [0; 64];
        while matches!((&self.wake).read(&mut bytes), Ok(1..)) {}
        let mut all = Vec::new();
        for (turn, came) in self.done.try_iter() {
            self.under_way -= usize::from(turn == Turn::Last);
            all.push(came);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use rustix::event::{PollFd, PollFlags, poll};

    use super::*;
    use crate::terminal::Opener;

    fn until(errands: &mut Errands, count: usize) -> Vec<CameOf> {
        let mut all = Vec::new();
        while all.len() < count {
            poll(&mut [PollFd::from_borrowed_fd(errands.wake(), PollFlags::IN)], None).unwrap();
            all.extend(errands.take());
        }
        all
    }

    #[test]
    fn what_came_of_each_comes_back_in_order() {
        let mut errands = Errands::new(Outside::default()).unwrap();
        for text in ["one", "two", "three"] {
            errands.send(Errand::Copy(Copied { what: text.to_owned(), text: text.to_owned() }));
        }
        assert!(errands.is_under_way());
        let all = until(&mut errands, 3);
        let said: Vec<_> = all.iter().map(|came| came.said.split(':').next().unwrap_or_default()).collect();
        assert_eq!(said, ["one", "two", "three"]);
        assert!(!errands.is_under_way());
    }

    #[test]
    fn an_opener_that_fails_is_told_and_the_address_copied() {
        let opener = Opener::new(&["sh".to_owned(), "-c".to_owned(), "exit 3".to_owned(), "%u".to_owned()], false).unwrap();
        let mut errands = Errands::new(Outside { opener, ..Outside::default() }).unwrap();
        errands.send(Errand::Open("https://example.org/a".to_owned()));
        let all = until(&mut errands, 2);
        // The failure may be known before the loop has heard of the start.
        let failed = all.iter().find(|came| came.said.contains("status 3")).unwrap();
        assert!(failed.said.contains("https://example.org/a") && !failed.bytes.is_empty(), "{failed:?}");
        assert_eq!(failed.copied.as_ref().map(|copied| copied.text.as_str()), Some("https://example.org/a"));
        assert!(all.iter().any(|came| came.said == "Opening https://example.org/a"));
    }

    #[test]
    fn without_a_browser_the_address_is_shown_and_copied() {
        let mut errands = Errands::new(Outside::default()).unwrap();
        errands.send(Errand::Open("https://doi.org/10.1/x".to_owned()));
        errands.send(Errand::Open("file:///etc/\u{1b}[2Jpasswd".to_owned()));
        let all = until(&mut errands, 2);
        assert!(all[0].said.contains("https://doi.org/10.1/x") && !all[0].bytes.is_empty(), "{all:?}");
        assert!(all[1].said.starts_with("Not opened") && all[1].bytes.is_empty() && !all[1].said.contains('\u{1b}'), "{all:?}");
    }

    #[test]
    fn an_opener_that_is_not_there_is_told_and_the_address_copied() {
        let opener = Opener::new(&["/nowhere/browser".to_owned()], false).unwrap();
        let mut errands = Errands::new(Outside { opener, ..Outside::default() }).unwrap();
        errands.send(Errand::Open("https://example.org/a".to_owned()));
        let all = until(&mut errands, 1);
        assert!(all[0].said.starts_with("/nowhere/browser cannot be started") && !all[0].bytes.is_empty(), "{all:?}");
    }
}
