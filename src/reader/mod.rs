//! The state: one plain value with one door, [`Reader::update`]. No I/O, clock, thread or terminal in here.

mod effect;
mod event;
mod key;
pub mod page;
mod role;
mod signs;

pub use effect::{Copied, Effect, Ticket};
pub use event::{Event, Size};
pub use key::{Key, KeyCode};
pub use page::{Page, PageLine, PageOptions, Place, Row, Tag, Target};
pub use role::Role;
pub use signs::{Sign, SignSet};

/// The whole state of the program.
#[derive(Debug, Default)]
pub struct Reader {
    size: Size,
}

impl Reader {
    /// Takes one event and says what the world has to do.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Resize(size) => self.size = size,
            Event::Key(key) if key.code == KeyCode::Char('q') => return vec![Effect::Quit],
            _ => {}
        }
        Vec::new()
    }
}
