//! The rules with the panes' titles, and the lines between panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, fill, from_column, put_text, rect};
use crate::reader::{Pane, Reader, Role, Sign, titles};

/// Draws every title, and the lines between panes that stand side by side.
pub fn draw(reader: &Reader, buffer: &mut Buffer, pen: &Pen<'_>) {
    let arrangement = reader.arrangement();
    for pane in Pane::ALL {
        let area = rect(arrangement.slot(pane).title, buffer);
        if area.is_empty() {
            continue;
        }
        let focused = reader.focus() == pane;
        let border = pen.style(Role::Border);
        put_text(buffer, area, &pen.signs.draw(Sign::Horizontal).repeat(usize::from(area.width)), border, pen.measure);
        // The rule keeps its look: when the focus moves, only signs and titles are sent.
        if focused {
            put_text(buffer, area, pen.signs.draw(Sign::Focus), pen.style(Role::BorderFocused), pen.measure);
        }
        let mut at = from_column(area, titles::INDENT);
        for piece in reader.titles(pane) {
            at = from_column(at, put_text(buffer, at, &piece.text, pen.style(piece.role), pen.measure));
        }
    }
    for x in arrangement.lines.iter().flatten() {
        let line = rect(crate::reader::Area::new(*x, 0, 1, arrangement.panes.height), buffer);
        fill(buffer, line, pen.style(Role::Border));
        for y in 0..line.height {
            let sign = if y == 0 { Sign::TeeTop } else { Sign::Vertical };
            let cell = Rect::new(line.x, line.y + y, line.width, 1);
            put_text(buffer, cell, pen.signs.draw(sign), pen.style(Role::Border), pen.measure);
        }
    }
}
