//! A page of figures and lists on top: a row a line, the one under the cursor lit.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, fill, put_line, put_text, row};
use crate::reader::{Overview, Role, Sign};

/// Draws the rows that are seen.
pub fn draw(overview: &Overview, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    if overview.is_awaited() {
        put_text(buffer, row(area, 0), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Dim), pen.measure);
    }
    let rows = overview.rows.iter().enumerate().skip(overview.cursor.top);
    for (screen, (number, line)) in rows.take(usize::from(area.height)).enumerate() {
        let over = (number == overview.cursor.row).then_some(Role::Selected);
        let pen = Pen { over, ..*pen };
        if over.is_some() {
            fill(buffer, row(area, screen), pen.style(Role::Popup));
        }
        put_line(buffer, row(area, screen), &line.line, &pen);
    }
}

/// The same with nothing lit; where the cursor stands.
pub fn spoken(overview: &Overview, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    for (screen, line) in overview.rows.iter().skip(overview.cursor.top).take(usize::from(area.height)).enumerate() {
        put_line(buffer, row(area, screen), &line.line, pen);
    }
    let at = row(area, overview.cursor.row.saturating_sub(overview.cursor.top));
    Position::new(at.x, at.y)
}
