//! A path of citations: the question where to, and the articles of the way, each after what the one before does to it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, cut, fill, from_column, put_text, row};
use crate::reader::path::{PathStep, PathTo, relation};
use crate::reader::{Reader, Role};
use crate::text::clean_line;

/// Cells before the articles of a path.
const RELATION: u16 = 13;

/// Draws the question; returns where the cursor stands in what is typed.
pub fn draw(asked: &PathTo, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = asked.typing.parts();
    let prompt = row(area, 0);
    let mut at = from_column(prompt, put_text(buffer, prompt, "> ", pen.style(Role::StatusKey), pen.measure));
    if asked.typing.is_empty() {
        let hint =
            if asked.rows().is_empty() { "type words of an article" } else { "Enter takes the chosen one; type words to find another" };
        put_text(buffer, at, &cut(hint, usize::from(at.width), pen), pen.style(Role::Dim), pen.measure);
    } else {
        at = from_column(at, put_text(buffer, at, before, pen.style(Role::Prompt), pen.measure));
        put_text(buffer, at, after, pen.style(Role::Prompt), pen.measure);
    }
    let cursor = Position::new(at.x.min(area.right().saturating_sub(1)), at.y);
    for screen in 1..usize::from(area.height) {
        let number = asked.cursor.top + screen - 1;
        let Some(end) = asked.rows().get(number) else { break };
        let place = row(area, screen);
        let chosen = number == asked.cursor.row;
        let role = |plain: Role| pen.style(if chosen { Role::Selected } else { plain });
        if chosen {
            fill(buffer, place, role(Role::Selected));
        }
        let width = pen.measure.width(&end.why);
        let room = usize::from(place.width).saturating_sub(if width > 0 { width + 2 } else { 0 });
        put_text(buffer, place, &cut(&clean_line(&end.title), room, pen), role(Role::Text), pen.measure);
        let column = u16::try_from(usize::from(area.width).saturating_sub(width)).unwrap_or(0);
        put_text(buffer, from_column(place, column), &end.why, role(Role::Dim), pen.measure);
    }
    if asked.is_in_vain() {
        put_text(buffer, from_column(row(area, 1), 2), "No article has these words.", pen.style(Role::Dim), pen.measure);
    }
    cursor
}

/// The same in words: the cursor is where one last was, in what is typed or on a row.
pub fn spoken(asked: &PathTo, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = asked.typing.parts();
    let question = "Words of the article: ";
    put_text(buffer, row(area, 0), &format!("{question}{before}{after}"), pen.style(Role::Prompt), pen.measure);
    for (screen, end) in asked.rows().iter().skip(asked.cursor.top).take(usize::from(area.height).saturating_sub(1)).enumerate() {
        let why = if end.why.is_empty() { String::new() } else { format!("{}: ", end.why) };
        let sentence = format!("{why}{}", clean_line(&end.title));
        put_text(buffer, row(area, screen + 1), &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
    }
    if asked.is_in_vain() {
        put_text(buffer, row(area, 1), "No article has these words.", pen.style(Role::Text), pen.measure);
    }
    let (place, cells) = if asked.stepped && area.height > 1 {
        (row(area, 1 + asked.cursor.row.saturating_sub(asked.cursor.top)), 0)
    } else {
        (row(area, 0), pen.measure.width(question) + pen.measure.width(before))
    };
    let cells = u16::try_from(cells).unwrap_or(u16::MAX);
    Position::new(place.x.saturating_add(cells).min(place.right().saturating_sub(1)), place.y)
}

/// One article of a path.
pub fn step(reader: &Reader, step: &PathStep, chosen: bool, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let role = |plain: Role| pen.style(if chosen { Role::Selected } else { plain });
    if chosen {
        fill(buffer, area, role(Role::Popup));
    }
    let word = relation(step);
    put_text(buffer, area, word, role(Role::Reason), pen.measure);
    let width = u16::try_from(word.len() + 1).unwrap_or(RELATION).max(RELATION);
    let rest = from_column(area, width);
    let (label, title) = reader.path_step(step);
    let label = cut(&label, usize::from(rest.width), pen);
    let taken = put_text(buffer, rest, &label, role(Role::Author), pen.measure);
    let rest = from_column(rest, taken.saturating_add(2));
    put_text(buffer, rest, &cut(&title, usize::from(rest.width), pen), role(Role::Text), pen.measure);
}

/// The same in words.
pub fn spoken_step(reader: &Reader, step: &PathStep, width: usize, pen: &Pen<'_>) -> String {
    let (label, title) = reader.path_step(step);
    cut(&format!("{} {label}. {title}", relation(step)), width, pen)
}
