//! The one writer of the command line: whatever is printed goes through the cleaner first.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};

use super::Failure;
use crate::text::clean;

/// Columns of the terminal that standard output is, if it is one.
pub fn columns() -> Option<u16> {
    rustix::termios::tcgetwinsize(io::stdout()).ok().map(|size| size.ws_col).filter(|columns| *columns > 0)
}

/// Standard output or standard error, cleaned on the way. The first error of writing is kept and returned by [`Out::finish`].
pub struct Out {
    sink: RefCell<BufWriter<Box<dyn Write>>>,
    failed: RefCell<Option<io::Error>>,
}

impl Out {
    pub fn stdout() -> Self {
        Self::over(Box::new(io::stdout()))
    }

    pub fn stderr() -> Self {
        Self::over(Box::new(io::stderr()))
    }

    fn over(sink: Box<dyn Write>) -> Self {
        Self { sink: RefCell::new(BufWriter::new(sink)), failed: RefCell::new(None) }
    }

    /// Whether writing has failed, so that there is no use in going on.
    pub fn is_broken(&self) -> bool {
        self.failed.borrow().is_some()
    }

    /// Prints text as it is, but clean.
    pub fn print(&self, text: &str) {
        self.raw(clean(text).as_bytes());
    }

    /// Prints one line.
    pub fn line(&self, text: &str) {
        self.raw(crate::text::clean_line(text).as_bytes());
        self.raw(b"\n");
    }

    /// Prints a line at once: for talk on standard error.
    pub fn say(&self, text: &str) {
        self.line(text);
        let _ = self.flush();
    }

    /// Prints one line of fields with tabs between, so that a script can cut it.
    pub fn fields(&self, fields: &[&str]) {
        let clean: Vec<_> = fields.iter().map(|field| crate::text::clean_line(field)).collect();
        self.raw(clean.join("\t").as_bytes());
        self.raw(b"\n");
    }

    fn raw(&self, bytes: &[u8]) {
        if self.is_broken() {
            return;
        }
        if let Err(error) = self.sink.borrow_mut().write_all(bytes) {
            self.failed.replace(Some(error));
        }
    }

    fn flush(&self) -> io::Result<()> {
        self.sink.borrow_mut().flush()
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The first error of writing; a closed pipe is [`Failure::PipeClosed`].
    pub fn finish(&self) -> Result<(), Failure> {
        let outcome = match self.failed.take() {
            Some(error) => Err(error),
            None => self.flush(),
        };
        outcome.map_err(|error| Failure::writing("standard output", &error))
    }
}
