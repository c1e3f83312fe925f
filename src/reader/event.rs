//! What can happen to the reader.

use super::{Cited, Copied, Key, Mouse, Ticket};
use crate::library::Answer;
use crate::search::Told;
use crate::text::Ambiguous;

/// Size of the screen in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Event {
    Key(Key),
    /// A click, or a notch of the wheel.
    Mouse(Mouse),
    /// Text pasted between brackets: typed into a prompt, ignored elsewhere.
    Paste(String),
    Resize(Size),
    /// The library's answer to the question asked under this ticket.
    Answer(Ticket, Answer),
    /// What the search wished for under this ticket brings.
    Told(Ticket, Told),
    /// The citation wished for under this ticket.
    Cited(Ticket, Cited),
    /// The search index has been brought up to the library in the background.
    Indexed,
    /// What the terminal said of itself; nothing where it did not say, or where the person has chosen.
    Learned {
        ambiguous: Option<Ambiguous>,
        light: Option<bool>,
    },
    /// This was copied, whoever wished it.
    Copied(Copied),
    /// The line to the terminal was seen to be slow, and the terminal cannot scroll one pane beside another.
    SlowLine,
    /// The program ends without having been asked to: a signal came, or the terminal is gone.
    Ending,
    /// The world has something to say for the status line: where a copy went, why a link was not opened.
    Said(String),
}
