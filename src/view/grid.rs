//! The grid of a journal's issues: signs for what is read and what is not held, and in words what is under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, cut, from_column, put_text, row};
use crate::reader::grid::{BESIDE, COLUMN, Cell, Grid, GridRow};
use crate::reader::{Role, Sign};
use crate::text::clean_line;

/// The signs with their words, as the last line explains them.
const LEGEND: [Sign; 4] = [Sign::AllRead, Sign::PartRead, Sign::NoneRead, Sign::NotHeld];

fn place(area: Rect, screen: usize, cells: usize) -> Rect {
    from_column(row(area, screen), u16::try_from(cells).unwrap_or(u16::MAX))
}

/// Draws the grid, its rows from the cursor's window, its columns as many as fit around the cursor's.
pub fn draw(grid: &Grid, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    if grid.rows.is_none() {
        put_text(buffer, row(area, 0), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Dim), pen.measure);
        return;
    }
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let labels = grid.label_width();
    let seen = grid.columns_seen(width);
    let at = |column: usize| labels + (column - seen.start) * COLUMN;
    for column in seen.clone() {
        let head = cut(&clean_line(grid.columns.get(column).map(String::as_str).unwrap_or_default()), COLUMN, pen);
        let pad = COLUMN.saturating_sub(pen.measure.width(&head));
        let role = if column == grid.column { Role::Label } else { Role::Dim };
        put_text(buffer, place(area, 0, at(column) + pad), &head, pen.style(role), pen.measure);
    }
    if seen.start > 0 {
        put_text(buffer, place(area, 0, labels.saturating_sub(1)), pen.signs.draw(Sign::MoreLeft), pen.style(Role::Dim), pen.measure);
    }
    let rows = height.saturating_sub(BESIDE);
    for (screen, (number, line)) in (1..).zip(grid.rows().iter().enumerate().skip(grid.cursor.top).take(rows)) {
        let here = number == grid.cursor.row;
        let label = clean_line(&line.label).into_owned();
        put_text(buffer, row(area, screen), &label, pen.style(if here { Role::Label } else { Role::Text }), pen.measure);
        for column in seen.clone() {
            let Some(sign) = line.cells.get(column).map(Cell::sign) else { continue };
            let under_cursor = here && column == grid.column;
            let role = match sign {
                _ if under_cursor => Role::Selected,
                Some(Sign::NotHeld) | None => Role::Dim,
                Some(Sign::AllRead) => Role::Text,
                Some(_) => Role::Unread,
            };
            let drawn = format!(" {}", sign.map_or(" ", |sign| pen.signs.draw(sign)));
            put_text(buffer, place(area, screen, at(column) + 1), &drawn, pen.style(role), pen.measure);
        }
    }
    if height >= BESIDE {
        let sentence = cut(&clean_line(&grid.sentence()), width, pen);
        put_text(buffer, row(area, height - 2), &sentence, pen.style(Role::Text), pen.measure);
        let legend: Vec<String> = LEGEND.iter().map(|sign| format!("{} {}", pen.signs.draw(*sign), sign.word())).collect();
        put_text(buffer, row(area, height - 1), &cut(&legend.join("  "), width, pen), pen.style(Role::Dim), pen.measure);
    }
}

/// The same in words, a line a volume; the sentence of what is under the cursor stands in the last line.
pub fn spoken(grid: &Grid, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let height = usize::from(area.height);
    let rows = height.saturating_sub(BESIDE);
    for (screen, line) in grid.rows().iter().skip(grid.cursor.top).take(rows).enumerate() {
        let sentence = cut(&clean_line(&in_words(grid, line)), usize::from(area.width), pen);
        put_text(buffer, row(area, screen), &sentence, pen.style(Role::Text), pen.measure);
    }
    let at = row(area, grid.cursor.row.saturating_sub(grid.cursor.top));
    Position::new(at.x, at.y)
}

/// `2024 Vol.60: 3 issues, 1 all read, 1 part read, 1 unread, not held: 4, 6`
fn in_words(grid: &Grid, line: &GridRow) -> String {
    let of = |sign: Sign| line.cells.iter().filter(move |cell| cell.sign() == Some(sign)).count();
    let mut parts: Vec<String> = Vec::new();
    for sign in [Sign::AllRead, Sign::PartRead, Sign::NoneRead] {
        let count = of(sign);
        if count > 0 {
            parts.push(format!("{count} {}", sign.word()));
        }
    }
    let missing: Vec<&str> =
        line.cells.iter().zip(&grid.columns).filter(|(cell, _)| **cell == Cell::Missing).map(|(_, head)| head.as_str()).collect();
    if parts.is_empty() {
        parts.push("nothing held".to_owned());
    } else if !missing.is_empty() {
        parts.push(format!("not held: {}", missing.join(", ")));
    }
    format!("{}: {}", line.label, parts.join(", "))
}
