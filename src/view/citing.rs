//! The styles that a record can be cited in, and below them the citation in the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, cut, fill, from_column, put_line, put_text, row};
use crate::reader::{Citing, PageLine, Role, Sign, Tag};
use crate::text::{Emphasis, Run, WrapOptions, clean, wrap};

/// Draws the rows, a rule, and the citation.
pub fn draw(citing: &Citing, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let (rows, preview) = citing.shares(usize::from(area.height));
    for (screen, (number, style)) in citing.rows.iter().enumerate().skip(citing.cursor.top).take(rows).enumerate() {
        let over = (number == citing.cursor.row).then_some(Role::Selected);
        let pen = Pen { over, ..*pen };
        let place = row(area, screen);
        if over.is_some() {
            fill(buffer, place, pen.style(Role::Popup));
        }
        let sign = if style.of_settings { pen.signs.draw(Sign::Marked) } else { " " };
        let text = cut(&format!("{sign} {}", style.title), usize::from(area.width), &pen);
        put_text(buffer, place, &text, pen.style(Role::Text), pen.measure);
    }
    if preview > 0 {
        let rule = pen.signs.draw(Sign::Horizontal).repeat(usize::from(area.width));
        put_text(buffer, row(area, rows), &rule, pen.style(Role::Dim), pen.measure);
        below(citing, buffer, area, (rows + 1, preview), pen);
    }
}

/// The same in words: a line a style, and under them the citation.
pub fn spoken(citing: &Citing, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (rows, preview) = citing.shares(usize::from(area.height));
    for (screen, style) in citing.rows.iter().skip(citing.cursor.top).take(rows).enumerate() {
        let own = if style.of_settings { ", the one that yy copies in" } else { "" };
        let text = cut(&format!("{}{own}", style.title), usize::from(area.width), pen);
        put_text(buffer, row(area, screen), &text, pen.style(Role::Text), pen.measure);
    }
    below(citing, buffer, area, (rows + 1, preview), pen);
    let at = row(area, citing.cursor.row.saturating_sub(citing.cursor.top));
    Position::new(at.x, at.y)
}

/// The citation, or why there is none, from a line of the area on; what has no room is cut.
fn below(citing: &Citing, buffer: &mut Buffer, area: Rect, (from, height): (usize, usize), pen: &Pen<'_>) {
    let (text, role) = match citing.cited() {
        None => (pen.signs.draw(Sign::Ellipsis), Role::Dim),
        Some(Ok(text)) => (text.as_str(), Role::Text),
        Some(Err(why)) => (why.as_str(), Role::Error),
    };
    let run = Run { text: clean(text).into_owned(), emphasis: Emphasis::default(), tag: Tag::of(role) };
    let options = WrapOptions { width: usize::from(area.width), measure: pen.measure, first_indent: 0, indent: 0 };
    let lines: Vec<PageLine> = wrap(&[run], &options);
    for (number, line) in lines.iter().take(height).enumerate() {
        put_line(buffer, row(area, from + number), line, pen);
    }
    if lines.len() > height && height > 0 {
        let mark = pen.signs.draw(Sign::Ellipsis);
        let width = u16::try_from(pen.measure.width(mark)).unwrap_or(1);
        let end = from_column(row(area, from + height - 1), area.width.saturating_sub(width));
        put_text(buffer, end, mark, pen.style(Role::Dim), pen.measure);
    }
}
