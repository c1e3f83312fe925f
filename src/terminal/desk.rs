//! Who carries out what the reader wishes, how a run ended, and why one could not begin.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::jobs::Jobs;
use super::painter::Link;
use super::probe::Found;
use super::searching::Searching;
use super::signals::Ending;
use crate::library::{Answer, Order, Question};
use crate::reader::{Effect, Event, Reader};

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The reader wished it.
    Quit,
    /// By this signal.
    Signal(i32),
    /// The terminal went away.
    Gone,
}

impl Exit {
    /// The exit status: 0, or 128 + the signal's number by the shell's custom.
    pub fn code(self) -> i32 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => Ending::Signal(number).code(),
            Self::Gone => Ending::Gone.code(),
        }
    }
}

/// Why it could not begin.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    #[error("standard output is no terminal; `qikan show` and `qikan list` print plain text")]
    NoTerminal,
    #[error("the terminal says that it is `{0}`, which cannot place text; set TERM, or use `qikan show` and `qikan list`")]
    Dumb(String),
    #[error("the terminal cannot be used: {0}")]
    Device(#[from] std::io::Error),
}

type Update<'a, S> = Box<dyn FnMut(&mut S, Event) -> Vec<Effect> + 'a>;
type Draw<'a, S> = Box<dyn FnMut(&S, &mut Buffer) -> Option<Position> + 'a>;
type Links<'a, S> = Box<dyn FnMut(&S) -> Vec<Link> + 'a>;
type Learn<'a, S> = Box<dyn FnMut(&mut S, &Found) -> Vec<Effect> + 'a>;

/// Who carries out what the reader wishes: the loop knows neither the library nor the picture.
pub struct Desk<'a, S = Reader> {
    pub update: Update<'a, S>,
    pub draw: Draw<'a, S>,
    /// The cells of the same picture that are hyperlinks; asked only where the terminal knows them.
    pub links: Links<'a, S>,
    /// Answers a question at once, in a few milliseconds.
    pub answer: Box<dyn FnMut(&Question) -> Answer + 'a>,
    /// Carries an order out, for whoever asks here next; an error is a sentence for the status line.
    pub tell: Box<dyn FnMut(Order) -> Result<(), String> + 'a>,
    /// Makes durable what was told, and shows it to whoever works elsewhere: called once the picture is out.
    pub keep: Box<dyn FnMut() -> Result<(), String> + 'a>,
    /// What was found out about the terminal, once; may change the state (widths, colours). A terminal that says nothing within
    /// the time is told as [`Found::is_mute`]; if it speaks later, this comes again.
    pub learn: Learn<'a, S>,
    /// Questions for which `slow` is true go to this worker.
    pub jobs: Option<Jobs>,
    pub slow: fn(&Question) -> bool,
    /// Whoever searches. Without one every wish fails.
    pub searching: Option<Searching>,
}

impl<'a> Desk<'a, Reader> {
    /// The desk of the reader: drawn by the view, answered by a library.
    pub fn new(answer: impl FnMut(&Question) -> Answer + 'a, tell: impl FnMut(Order) -> Result<(), String> + 'a) -> Self {
        Self {
            update: Box::new(Reader::update),
            draw: Box::new(crate::view::draw),
            links: Box::new(|reader| crate::view::links(reader).into_iter().map(painted).collect()),
            answer: Box::new(answer),
            tell: Box::new(tell),
            keep: Box::new(|| Ok(())),
            learn: Box::new(|_, _| Vec::new()),
            jobs: None,
            slow: |_| false,
            searching: None,
        }
    }
}

fn painted(link: crate::view::WebLink) -> Link {
    Link { row: link.row, columns: link.columns, target: link.target }
}
