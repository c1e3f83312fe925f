//! The lists that a library is browsed by: the typed words, and below them each row with how many articles it has.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, cut, fill, from_column, put_text, row};
use crate::reader::{Browse, Reader, Role, Sign};
use crate::text::clean_line;

/// What a list says that has no rows.
const NOTHING: &str = "Nothing here has this.";

/// Draws the list; returns where the cursor stands in what is typed.
pub fn draw(reader: &Reader, browse: &Browse, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = browse.typing.parts();
    let prompt = row(area, 0);
    let mut at = from_column(prompt, put_text(buffer, prompt, "> ", pen.style(Role::StatusKey), pen.measure));
    if browse.typing.is_empty() {
        let hint = format!("type to narrow, {}{}", browse.enter(), if browse.is_tree() { ", Right goes below" } else { "" });
        put_text(buffer, at, &cut(&hint, usize::from(at.width), pen), pen.style(Role::Dim), pen.measure);
    } else {
        at = from_column(at, put_text(buffer, at, before, pen.style(Role::Prompt), pen.measure));
        put_text(buffer, at, after, pen.style(Role::Prompt), pen.measure);
    }
    let cursor = Position::new(at.x.min(area.right().saturating_sub(1)), at.y);
    for screen in 1..usize::from(area.height) {
        let number = browse.cursor.top + screen - 1;
        if number >= browse.len() {
            break;
        }
        let place = row(area, screen);
        let chosen = number == browse.cursor.row;
        let role = |plain: Role| pen.style(if chosen { Role::Selected } else { plain });
        if chosen {
            fill(buffer, place, role(Role::Selected));
        }
        let Some(tally) = browse.row(number) else {
            put_text(buffer, place, pen.signs.draw(Sign::Ellipsis), role(Role::Dim), pen.measure);
            continue;
        };
        let count = browse.counted(tally);
        let width = pen.measure.width(&count);
        let mut label = place;
        if browse.is_tree() {
            let sign = if tally.more { pen.signs.draw(Sign::Collapsed) } else { " " };
            put_text(buffer, place, sign, role(Role::Dim), pen.measure);
            label = from_column(place, 2);
        }
        let room = usize::from(label.width).saturating_sub(width + 1);
        let text = clean_line(&reader.tally_label(&browse.of, tally)).into_owned();
        put_text(buffer, label, &cut(&text, room, pen), role(Role::Text), pen.measure);
        let column = usize::from(area.width).saturating_sub(width);
        put_text(buffer, from_column(place, u16::try_from(column).unwrap_or(0)), &count, role(Role::Dim), pen.measure);
    }
    if browse.total == Some(0) {
        put_text(buffer, from_column(row(area, 1), 2), NOTHING, pen.style(Role::Dim), pen.measure);
    }
    cursor
}

/// The same in words: the cursor is where one last was, in what is typed or on a row.
pub fn spoken(reader: &Reader, browse: &Browse, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = browse.typing.parts();
    let asked = "Words to narrow by: ";
    put_text(buffer, row(area, 0), &format!("{asked}{before}{after}"), pen.style(Role::Prompt), pen.measure);
    for screen in 1..usize::from(area.height) {
        let number = browse.cursor.top + screen - 1;
        if number >= browse.len() {
            break;
        }
        let sentence = browse.row(number).map_or_else(
            || pen.signs.draw(Sign::Ellipsis).to_owned(),
            |tally| {
                let label = clean_line(&reader.tally_label(&browse.of, tally)).into_owned();
                let below = if browse.is_tree() && tally.more { ", has classes below" } else { "" };
                let end = format!(": {}{below}", browse.counted_in_words(tally));
                let room = usize::from(area.width).saturating_sub(pen.measure.width(&end));
                format!("{}{end}", cut(&label, room, pen))
            },
        );
        put_text(buffer, row(area, screen), &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
    }
    if browse.total == Some(0) {
        put_text(buffer, row(area, 1), NOTHING, pen.style(Role::Text), pen.measure);
    }
    let place = if browse.stepped && area.height > 1 {
        (row(area, 1 + browse.cursor.row.saturating_sub(browse.cursor.top)), 0)
    } else {
        (row(area, 0), pen.measure.width(asked) + pen.measure.width(before))
    };
    let cells = u16::try_from(place.1).unwrap_or(u16::MAX);
    Position::new(place.0.x.saturating_add(cells).min(place.0.right().saturating_sub(1)), place.0.y)
}
