//! What the reader wants from the world, in words.

use super::Cite;
use crate::library::{Order, Question};
use crate::search::Wish;

/// The number under which an answer comes back. An answer whose ticket nobody waits for is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Something copied: what it is called, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub what: String,
    pub text: String,
}

/// One wish. The terminal room carries it out; the answer, if there is one, comes back as an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Ask(Ticket, Question),
    /// Search; what is found comes as an event under the ticket, unless a wish of a higher round takes its place.
    Search(Ticket, Wish),
    /// Cite a record in a style; the citation comes as an event under the ticket.
    Cite(Ticket, Cite),
    Tell(Order),
    Copy(Copied),
    /// An address to be opened outside.
    Open(String),
    /// A text to be printed on the bare screen, until a key goes back.
    Print(String),
    /// Report clicks and the wheel from now on, or leave them to the terminal.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop, as ^Z does, and come back.
    Suspend,
    Quit,
}
