//! Signals as words, and the watcher that ends the program when the loop cannot.
//!
//! Signal handlers only set a flag and write a byte. Signals about the picture go to the loop. Signals that end the program,
//! and the loss of the terminal, go to a thread of its own: it tells the loop, gives it a moment to end in order, and else
//! gives the terminal back and leaves by itself, for the loop may be stuck in a write or in a long piece of work.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};

use super::screen::Loan;

/// Typed at the terminal, they go to whoever has it.
const TYPED: [i32; 2] = [SIGINT, SIGQUIT];
const DEADLY: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

/// How long the loop may take to end in order after it was told to.
const GRACE: Duration = Duration::from_millis(400);

/// Why the program has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Signal(i32),
    /// The terminal hung up.
    Gone,
}

impl Ending {
    /// The exit status by the shell's custom: 128 + the signal's number.
    pub fn code(self) -> i32 {
        match self {
            Self::Signal(number) => 128 + number,
            Self::Gone => 128 + SIGHUP,
        }
    }
}

const NOTHING: i32 = 0;
const GONE: i32 = -1;

/// The loop's end of it.
#[derive(Debug)]
pub(super) struct Signals {
    resized: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    wake: UnixStream,
    ending: Arc<AtomicI32>,
    end: UnixStream,
    /// The terminal is lent to another program.
    lent: Arc<AtomicBool>,
    typed: Vec<Arc<AtomicBool>>,
    /// Dropped when the loop has ended: the watcher then ends too.
    _done: UnixStream,
    registered: Vec<SigId>,
    /// Set when this is dropped: from then on deadly signals do what they do by default.
    over: Arc<AtomicBool>,
}

impl Signals {
    /// Installs the handlers and starts the watcher on this terminal.
    pub fn install(terminal: BorrowedFd<'_>, loan: Arc<Loan>) -> io::Result<Self> {
        let (wake, wake_in) = UnixStream::pair()?;
        let (end, end_in) = UnixStream::pair()?;
        let (done, done_seen) = UnixStream::pair()?;
        let (killed, killed_in) = UnixStream::pair()?;
        for stream in [&wake, &end, &killed] {
            stream.set_nonblocking(true)?;
        }
        let over = Arc::new(AtomicBool::new(false));
        for signal in DEADLY {
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&over))?;
        }
        let mut registered = Vec::new();
        let mut flag = |signal: i32, wake: &UnixStream| -> io::Result<Arc<AtomicBool>> {
            let flag = Arc::new(AtomicBool::new(false));
            // The flag first: who reads the byte must find it set.
            registered.push(signal_hook::flag::register(signal, Arc::clone(&flag))?);
            registered.push(signal_hook::low_level::pipe::register(signal, wake.try_clone()?)?);
            Ok(flag)
        };
        let resized = flag(SIGWINCH, &wake_in)?;
        let stop = flag(SIGTSTP, &wake_in)?;
        let continued = flag(SIGCONT, &wake_in)?;
        let lent = Arc::new(AtomicBool::new(false));
        let mut deadly = Vec::new();
        for signal in DEADLY {
            deadly.push((signal, flag(signal, &killed_in)?));
        }
        let ending = Arc::new(AtomicI32::new(NOTHING));
        let typed = deadly.iter().filter(|(signal, _)| TYPED.contains(signal)).map(|(_, flag)| Arc::clone(flag)).collect();
        let watcher = Watcher {
            terminal: rustix::io::fcntl_dupfd_cloexec(terminal, 3)?,
            killed,
            _killed_in: killed_in,
            deadly,
            lent: Arc::clone(&lent),
            ending: Arc::clone(&ending),
            end: end_in,
            done: done_seen,
            loan,
        };
        std::thread::Builder::new().name("watcher".to_owned()).stack_size(64 * 1024).spawn(move || watcher.watch())?;
        Ok(Self { resized, stop, continued, wake, ending, end, lent, typed, _done: done, registered, over })
    }

    /// Readable when one of `take_…` has something to say.
    pub fn wake(&self) -> BorrowedFd<'_> {
        self.wake.as_fd()
    }

    /// Readable, for ever, once the program has to end.
    pub fn end(&self) -> BorrowedFd<'_> {
        self.end.as_fd()
    }

    pub fn ending(&self) -> Option<Ending> {
        match self.ending.load(Ordering::SeqCst) {
            NOTHING => None,
            GONE => Some(Ending::Gone),
            number => Some(Ending::Signal(number)),
        }
    }

    /// From now on what is typed at the terminal to end a program is for another one.
    pub fn lend(&self) {
        self.lent.store(true, Ordering::SeqCst);
    }

    /// The terminal is ours again. Not before a key was read here: a signal typed for the other may come after it has ended.
    pub fn take_back(&self) {
        if self.lent.load(Ordering::SeqCst) {
            // What the watcher has not seen yet was still for the other.
            for flag in &self.typed {
                flag.store(false, Ordering::SeqCst);
            }
            self.lent.store(false, Ordering::SeqCst);
        }
    }

    /// Empties the pipe; call before the flags are taken.
    pub fn drain(&self) {
        let mut bytes = [0; 64];
        while matches!((&self.wake).read(&mut bytes), Ok(1..)) {}
    }

    pub fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::SeqCst)
    }

    pub fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::SeqCst)
    }

    pub fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::SeqCst)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        for id in self.registered.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}

struct Watcher {
    terminal: std::os::fd::OwnedFd,
    killed: UnixStream,
    /// Kept so that the pipe does not end when the handlers are taken away.
    _killed_in: UnixStream,
    deadly: Vec<(i32, Arc<AtomicBool>)>,
    lent: Arc<AtomicBool>,
    ending: Arc<AtomicI32>,
    end: UnixStream,
    done: UnixStream,
    loan: Arc<Loan>,
}

impl Watcher {
    fn watch(mut self) {
        let Some(ending) = self.wait() else { return };
        let code = match ending {
            Ending::Signal(number) => number,
            Ending::Gone => GONE,
        };
        self.ending.store(code, Ordering::SeqCst);
        let _ = self.end.write_all(b"!");
        let mut waited = [PollFd::new(&self.done, PollFlags::IN)];
        let grace = Timespec::try_from(GRACE).ok();
        if matches!(poll(&mut waited, grace.as_ref()), Ok(0)) {
            self.loan.give_back();
            // Not `std::process::exit`: that waits for locks which the stuck loop may hold.
            signal_hook::low_level::exit(ending.code());
        }
    }

    /// Sleeps until the program has to end; `None` if it ended by itself.
    fn wait(&mut self) -> Option<Ending> {
        loop {
            let mut waited = [
                PollFd::new(&self.killed, PollFlags::IN),
                PollFd::new(&self.done, PollFlags::IN),
                // Nothing is asked: hangups and errors are always told.
                PollFd::new(&self.terminal, PollFlags::empty()),
            ];
            if poll(&mut waited, None).is_err() {
                continue;
            }
            let [killed, done, terminal] = waited.map(|fd| !fd.revents().is_empty());
            if done {
                return None;
            }
            if killed {
                let mut bytes = [0; 64];
                while matches!(self.killed.read(&mut bytes), Ok(1..)) {}
                if self.lent.load(Ordering::SeqCst) {
                    for (_, flag) in self.deadly.iter().filter(|(signal, _)| TYPED.contains(signal)) {
                        flag.store(false, Ordering::SeqCst);
                    }
                }
                if let Some((signal, _)) = self.deadly.iter().find(|(_, flag)| flag.load(Ordering::SeqCst)) {
                    return Some(Ending::Signal(*signal));
                }
            }
            if terminal {
                return Some(Ending::Gone);
            }
        }
    }
}
