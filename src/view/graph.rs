//! The citations around an article: years as columns, names, lines between them, and what is under the cursor in words.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, cut, fill, from_column, put_text, row};
use crate::reader::graph::near::{Near, Side};
use crate::reader::graph::{BESIDE, Graph};
use crate::reader::{Reader, Role, Sign};

/// Cells of a row from a column on.
fn place(area: Rect, x: usize, y: usize, cells: usize) -> Rect {
    let place = from_column(row(area, y), u16::try_from(x).unwrap_or(u16::MAX));
    Rect { width: place.width.min(u16::try_from(cells).unwrap_or(u16::MAX)), ..place }
}

/// Draws the picture, and below it the sentence and the keys.
pub fn draw(reader: &Reader, graph: &Graph, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let Some(near) = &graph.near else {
        put_text(buffer, row(area, 0), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Dim), pen.measure);
        return;
    };
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let body = Rect { height: area.height.saturating_sub(u16::try_from(BESIDE).unwrap_or(0)), ..area };
    if graph.layout.list.is_some() {
        list(graph, near, buffer, body, pen);
    } else {
        picture(graph, near, buffer, body, pen);
    }
    if height >= BESIDE {
        put_text(buffer, row(area, height - 2), &cut(&graph.sentence(), width, pen), pen.style(Role::Text), pen.measure);
        put_text(buffer, row(area, height - 1), &cut(&reader.graph_keys(graph), width, pen), pen.style(Role::Dim), pen.measure);
    }
}

fn picture(graph: &Graph, near: &Near, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let layout = &graph.layout;
    for column in &layout.columns {
        let here = place(area, column.x + 1, 0, column.width);
        // The dash of a span of years has a twin as well.
        let head = if pen.signs.draw(Sign::Horizontal).is_ascii() { column.head.replace('–', "-") } else { column.head.clone() };
        put_text(buffer, here, &head, pen.style(Role::Label), pen.measure);
    }
    for stroke in &layout.strokes {
        let role = if stroke.main { Role::Border } else { Role::Dim };
        put_text(buffer, place(area, stroke.x, stroke.y, 1), pen.signs.draw(stroke.sign), pen.style(role), pen.measure);
    }
    for more in &layout.more {
        let text = format!("+{} more", more.count);
        put_text(buffer, place(area, more.x, more.y, text.len()), &text, pen.style(Role::Dim), pen.measure);
    }
    for placed in &layout.placed {
        let role = match near.side(placed.node) {
            _ if placed.node == graph.cursor => Role::Selected,
            Side::Middle => Role::Title,
            Side::Cited | Side::Citing | Side::Sharing if !near.is_work(placed.node) => Role::Text,
            _ => Role::Dim,
        };
        let text = if placed.node == 0 { format!("[{}]", placed.label) } else { format!(" {} ", placed.label) };
        put_text(buffer, place(area, placed.x, placed.y, placed.width), &text, pen.style(role), pen.measure);
    }
}

/// All in one list, where there is no room for columns.
fn list(graph: &Graph, near: &Near, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let words = if area.width < 60 { 9 } else { 15 };
    for (screen, (number, node)) in graph.rows().iter().enumerate().skip(graph.list.top).take(usize::from(area.height)).enumerate() {
        let here = number == graph.list.row;
        let role = |plain: Role| pen.style(if here { Role::Selected } else { plain });
        let line = row(area, screen);
        if here {
            fill(buffer, line, role(Role::Popup));
        }
        let word = match near.side(*node) {
            Side::Middle => "",
            Side::Cited if near.is_work(*node) => "not held",
            Side::Sharing => "sharing",
            Side::Cited => "cited",
            Side::Citing => "citing",
            Side::Beside => "beside",
        };
        put_text(buffer, line, word, role(Role::Dim), pen.measure);
        let label = from_column(line, words);
        let text = if *node == 0 { format!("[{}]", near.label(0)) } else { near.label(*node) };
        put_text(buffer, label, &cut(&text, usize::from(label.width), pen), role(Role::Text), pen.measure);
    }
}

/// The same in words, a line a record.
pub fn spoken(graph: &Graph, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let width = usize::from(area.width);
    for (screen, node) in graph.rows().iter().skip(graph.list.top).take(usize::from(area.height)).enumerate() {
        put_text(buffer, row(area, screen), &cut(&graph.spoken(*node), width, pen), pen.style(Role::Text), pen.measure);
    }
    let at = row(area, graph.list.row.saturating_sub(graph.list.top));
    Position::new(at.x, at.y)
}
