//! The letters of link hints, over the first cells of what they lead to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, put_text};
use crate::reader::{Reader, Role};

/// Draws the letters still to be typed.
pub fn draw(reader: &Reader, buffer: &mut Buffer, pen: &Pen<'_>) {
    let Some(hints) = reader.hints() else { return };
    for (row, column, letters) in hints.shown() {
        let width = u16::try_from(letters.len()).unwrap_or(u16::MAX);
        let place = Rect::new(column, row, width, 1).intersection(buffer.area);
        put_text(buffer, place, letters, pen.style(Role::Hint), pen.measure);
    }
}
