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
    if let (Some(error), true) = (reader.query_error_line(), area.y > buffer.area.y) {
        let above = ratatui::layout::Rect { y: area.y - 1, ..area };
        if !reader.settings().is_linear() {
            fill(buffer, above, pen.style(Role::Status));
        }
        put_line(buffer, above, &error, pen);
    }
    if !reader.settings().is_linear() {
        fill(buffer, area, pen.style(Role::Status));
    }
    let said = reader.said_lines();
    if !said.is_empty() {
        for (text, y) in said.iter().rev().zip((buffer.area.y..=area.y).rev()) {
            let row = ratatui::layout::Rect { y, ..area };
            fill(buffer, row, pen.style(Role::Status));
            put_line(buffer, row, text, pen);
        }
        return None;
    }
    let line = reader.status_line();
    put_line(buffer, area, &line.left, pen);
    if let Some(column) = line.right_column(usize::from(area.width), pen.measure) {
        put_line(buffer, from_column(area, u16::try_from(column).unwrap_or(u16::MAX)), &line.right, pen);
    }
    line.cursor.map(|cells| Position::new(area.x + u16::try_from(cells).unwrap_or(0).min(area.width.saturating_sub(1)), area.y))
}
