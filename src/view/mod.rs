//! The picture: a function of `&Reader`. The only room that knows ratatui.

pub mod put;
#[cfg(test)]
mod put_tests;
pub mod theme;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::reader::Reader;

pub use theme::{Theme, ThemeError};

/// Draws the reader's state; returns where the terminal's cursor should stand, if it should be seen.
pub fn draw(reader: &Reader, buffer: &mut Buffer) -> Option<Position> {
    let _ = (reader, buffer);
    None
}
