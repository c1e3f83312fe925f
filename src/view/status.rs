//! The line at the bottom.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{Pen, fill, from_column, put_line, rect};
use crate::reader::{Reader, Role};

/// Draws it; returns where the cursor stands while something is typed.
pub fn draw(reader: &Reader, buffer: &mut Buffer, pen: &Pen<'_>) -> Option<Position> {
    let area = rect(reader.arrangement().status, buffer);
    if area.is_empty() {
        return None;
    }
    if !reader.settings().is_linear() {
        fill(buffer, area, pen.style(Role::Status));
    }
    let line = reader.status_line();
    let left = put_line(buffer, area, &line.left, pen);
    let taken: usize = line.right.runs.iter().map(|run| pen.measure.width(&run.text)).sum();
    let taken = u16::try_from(taken).unwrap_or(u16::MAX);
    if taken > 0 && left.saturating_add(taken).saturating_add(1) <= area.width {
        put_line(buffer, from_column(area, area.width - taken), &line.right, pen);
    }
    line.cursor.map(|cells| Position::new(area.x + u16::try_from(cells).unwrap_or(0).min(area.width.saturating_sub(1)), area.y))
}
