//! The screen's life: taken over at the start, given back whatever happens.

use std::io::{self, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::{Attribute, Print, SetAttribute};
use crossterm::terminal::{EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

use super::painter::END_OF_LINK;
use super::tty::Tty;

/// Which screen is drawn on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Canvas {
    /// The alternate screen: what was there before comes back at the end.
    #[default]
    Alternate,
    /// The main screen: the last picture stays.
    Main,
}

/// The terminal in our hands. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Screen {
    pub tty: Tty,
    loan: Arc<Loan>,
}

/// What was borrowed from the terminal, and how to give it back from anywhere: the loop, the watcher, a panic.
#[derive(Debug)]
pub(super) struct Loan {
    device: OwnedFd,
    before: Termios,
    canvas: Canvas,
    /// [`OURS`] or [`THEIRS`].
    whose: AtomicU8,
    /// Hyperlinks are written.
    links: AtomicBool,
    /// Whether the mouse was asked for since the terminal was taken over.
    mouse: AtomicBool,
}

/// DECLRMM off and DECSTBM without margins (DEC STD 070); crossterm has no words for these.
const MARGINS_OFF: &str = "\x1b[?69l\x1b[r";
/// ST (ECMA-48 §8.3.143).
const STRING_END: &[u8] = b"\x1b\\";
/// Button reports (xterm's mode 1000) in SGR form (1006), which counts columns without end. crossterm's words would ask for
/// every motion as well, and a byte for each cell that the pointer crosses.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// Beyond every screen: the terminal stops at its own last row.
const LAST_ROW: u16 = 998;

const THEIRS: u8 = 0;
const OURS: u8 = 1;

impl Screen {
    /// Prepares to take the terminal over; nothing is changed yet.
    pub fn new(tty: Tty, canvas: Canvas) -> io::Result<Self> {
        let before = tcgetattr(&tty)?;
        let device = rustix::io::fcntl_dupfd_cloexec(&tty, 3)?;
        let loan =
            Loan { device, before, canvas, whose: AtomicU8::new(THEIRS), links: AtomicBool::new(false), mouse: AtomicBool::new(false) };
        let loan = Arc::new(loan);
        Ok(Self { tty, loan })
    }

    pub fn loan(&self) -> Arc<Loan> {
        Arc::clone(&self.loan)
    }

    /// Raw mode; returns the bytes that switch the terminal's own modes on, to be sent before the first frame.
    pub fn enter(&self) -> io::Result<Vec<u8>> {
        let mut raw = self.loan.before.clone();
        raw.make_raw();
        self.loan.whose.store(OURS, Ordering::SeqCst);
        // A terminal that went away is found out by the loop.
        match tcsetattr(&self.tty, OptionalActions::Now, &raw) {
            Ok(()) | Err(Errno::IO) => {}
            Err(error) => return Err(error.into()),
        }
        let mut bytes = Vec::new();
        if self.loan.canvas == Canvas::Alternate {
            queue!(bytes, EnterAlternateScreen)?;
        } else {
            // What stands on the main screen goes up into the scroll-back instead of being painted over.
            let rows = usize::from(self.tty.size().rows);
            queue!(bytes, MoveTo(0, LAST_ROW), Print("\n".repeat(rows)))?;
        }
        queue!(bytes, EnableBracketedPaste)?;
        Ok(bytes)
    }

    /// From now on a link may be open when the terminal is given back.
    pub fn expect_links(&self) {
        self.loan.links.store(true, Ordering::SeqCst);
    }

    /// The bytes that ask for mouse reports, or that give the mouse back.
    pub fn mouse(&self, on: bool) -> &'static str {
        if on {
            self.loan.mouse.store(true, Ordering::SeqCst);
            MOUSE_ON
        } else {
            MOUSE_OFF
        }
    }

    pub fn leave(&self) {
        self.loan.give_back();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.loan.give_back();
    }
}

impl Loan {
    /// Gives the terminal back as it was. Never waits for it: if it does not read, what it has not read is thrown away.
    /// Only the first call does anything until [`Screen::enter`].
    pub fn give_back(&self) {
        if self.whose.swap(THEIRS, Ordering::SeqCst) == THEIRS {
            return;
        }
        let bytes = self.parting().unwrap_or_default();
        if let Ok(flags) = fcntl_getfl(&self.device) {
            let _ = fcntl_setfl(&self.device, flags | OFlags::NONBLOCK);
            self.write_at_once(&bytes);
            let _ = tcsetattr(&self.device, OptionalActions::Now, &self.before);
            let _ = fcntl_setfl(&self.device, flags);
        }
    }

    /// Style, frames in progress, wrap, margins, mouse, paste marks, cursor, screen. A terminal that does not know a mode ignores it.
    fn parting(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if self.links.load(Ordering::SeqCst) {
            // The string that was perhaps cut off first; where there is none, this does nothing.
            bytes.extend(STRING_END);
            bytes.extend(END_OF_LINK);
        }
        queue!(bytes, SetAttribute(Attribute::Reset), EndSynchronizedUpdate, EnableLineWrap, Print(MARGINS_OFF))?;
        if self.mouse.swap(false, Ordering::SeqCst) {
            queue!(bytes, Print(MOUSE_OFF))?;
        }
        if self.canvas == Canvas::Main {
            queue!(bytes, MoveTo(0, LAST_ROW), Print("\r\n"))?;
        }
        queue!(bytes, DisableBracketedPaste, Show)?;
        if self.canvas == Canvas::Alternate {
            queue!(bytes, LeaveAlternateScreen)?;
        }
        Ok(bytes)
    }

    fn write_at_once(&self, mut bytes: &[u8]) {
        let mut flushed = false;
        while !bytes.is_empty() {
            match rustix::io::write(&self.device, bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if !flushed => {
                    flushed = true;
                    let _ = tcflush(&self.device, QueueSelector::OFlush);
                }
                Err(_) => return,
            }
        }
    }
}

impl AsFd for Screen {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.tty.as_fd()
    }
}

type Hook = Box<dyn Fn(&std::panic::PanicHookInfo<'_>) + Send + Sync + 'static>;

/// While it lives, a panic of this thread first gives the screen back and then says what happened, on the main screen.
pub(super) struct PanicGuard {
    before: Option<Arc<Hook>>,
}

impl PanicGuard {
    pub fn install(loan: Arc<Loan>) -> Self {
        let owner = std::thread::current().id();
        let before: Arc<Hook> = Arc::new(std::panic::take_hook());
        let fallback = Arc::clone(&before);
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() != owner {
                // A worker's panic becomes a failed answer; the screen goes on. See `jobs`.
                if loan.whose.load(Ordering::SeqCst) == THEIRS {
                    fallback(panic);
                }
                return;
            }
            loan.give_back();
            let payload = panic.payload();
            let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let text = text.unwrap_or("without a word");
            let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
            // One clean line: a message may quote a record.
            let text: String = text.chars().map(|c| if super::painter::hostile(c) { ' ' } else { c }).collect();
            let _ = writeln!(
                io::stderr(),
                "qikan stopped by a mistake of its own: {text}{place}\nNothing that was saved is lost. Please report these two lines and the \
                 last key you pressed where you got qikan from; `qikan {}`.",
                env!("CARGO_PKG_VERSION"),
            );
        }));
        Self { before: Some(before) }
    }
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        // Inside a panic the hook must not be touched.
        if std::thread::panicking() {
            return;
        }
        if let Some(before) = self.before.take() {
            std::panic::set_hook(Box::new(move |panic| before(panic)));
        }
    }
}
