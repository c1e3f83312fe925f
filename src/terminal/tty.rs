//! The terminal's device: opened for ourselves alone, so that making it non-blocking harms nobody who shares it.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::termios::{isatty, tcgetwinsize, ttyname};

use crate::reader::Size;

/// The largest screen that is drawn; beyond it the rest stays blank.
const LARGEST: Size = Size { columns: 1000, rows: 500 };
/// What is drawn for when the terminal does not say its size.
const USUAL: Size = Size { columns: 80, rows: 24 };

#[derive(Debug)]
pub(super) struct Tty {
    device: OwnedFd,
}

/// How a write ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Whole,
    /// The terminal does not take more for now, and something else has to be done first.
    Interrupted,
    /// There is no terminal any more.
    Gone,
}

impl Tty {
    /// The terminal that standard output is. `None` if it is none.
    pub fn open() -> io::Result<Option<Self>> {
        let stdout = rustix::stdio::stdout();
        if !isatty(stdout) {
            return Ok(None);
        }
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let by_name = ttyname(stdout, Vec::new()).ok().and_then(|name| open(name.as_c_str(), flags, Mode::empty()).ok());
        let by_name = by_name.filter(|device| isatty(device));
        // After `su` the name may be closed to us while `/dev/tty` is not.
        let device = match by_name.or_else(|| open("/dev/tty", flags, Mode::empty()).ok().filter(|device| isatty(device))) {
            Some(device) => device,
            None => rustix::io::fcntl_dupfd_cloexec(stdout, 3)?,
        };
        Ok(Some(Self { device }))
    }

    /// Size in cells; 80×24 or what the environment says where the terminal says nothing (0×0).
    pub fn size(&self) -> Size {
        let said = tcgetwinsize(&self.device).map_or(Size { columns: 0, rows: 0 }, |size| Size { columns: size.ws_col, rows: size.ws_row });
        let or = |said: u16, name: &str, usual: u16, most: u16| {
            let stated = || std::env::var(name).ok().and_then(|text| text.parse().ok()).filter(|n| *n > 0);
            let said = if said > 0 { said } else { stated().unwrap_or(usual) };
            said.min(most)
        };
        Size {
            columns: or(said.columns, "COLUMNS", USUAL.columns, LARGEST.columns),
            rows: or(said.rows, "LINES", USUAL.rows, LARGEST.rows),
        }
    }

    /// Reads what waits. `Ok(0)` if nothing does; an error or `None` means that the terminal is gone.
    pub fn read(&self, bytes: &mut [u8]) -> Option<usize> {
        loop {
            match rustix::io::read(&self.device, &mut *bytes) {
                Ok(0) => return None,
                Ok(count) => return Some(count),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => return Some(0),
                Err(_) => return None,
            }
        }
    }

    /// Writes all, waiting while the terminal is slow but no longer than until `interrupt` can be read.
    pub fn write(&self, mut bytes: &[u8], interrupt: BorrowedFd<'_>) -> Written {
        while !bytes.is_empty() {
            match rustix::io::write(&self.device, bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    let mut waited = [PollFd::new(&self.device, PollFlags::OUT), PollFd::from_borrowed_fd(interrupt, PollFlags::IN)];
                    if let Err(error) = poll(&mut waited, None)
                        && error != Errno::INTR
                    {
                        return Written::Gone;
                    }
                    let [terminal, interrupt] = waited;
                    if interrupt.revents().intersects(PollFlags::IN) {
                        return Written::Interrupted;
                    }
                    if terminal.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                        return Written::Gone;
                    }
                }
                Err(_) => return Written::Gone,
            }
        }
        Written::Whole
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.device.as_fd()
    }
}
