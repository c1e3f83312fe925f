//! The picture: a function of `&Reader`. The only room that knows ratatui.

mod browse;
mod citing;
mod graph;
mod grid;
mod hints;
mod issues;
mod linear;
mod links;
mod lists;
mod overview;
mod path;
mod popups;
mod put;
mod results;
mod status;
mod text;
mod theme;
mod titles;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

pub use links::{WebLink, links};
pub use put::{Pen, cut, fill, frame, popup, put_line, put_line_lit, put_text};
pub use theme::{BUILT_IN as BUILT_IN_THEMES, Theme, ThemeError, Themes};

use crate::reader::{Area, PageLine, Pane, Reader, Role, Selection, Sign, Tag};
use crate::text::{Emphasis, Run, WrapOptions, wrap};

/// Draws the reader's state in the theme that its settings name; returns where the terminal's cursor should stand, if it
/// should be seen.
pub fn draw(reader: &Reader, buffer: &mut Buffer) -> Option<Position> {
    let theme = Theme::built_in(reader.settings().theme_drawn()).or_else(|| Theme::built_in("plain"))?;
    draw_in(reader, &theme, buffer)
}

/// The same in a theme of the caller's choice. The buffer may be of another size than the reader thinks: only what is
/// inside both is drawn.
pub fn draw_in(reader: &Reader, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let pen = Pen::new(theme, reader.settings().measure, reader.settings().signs());
    let whole = buffer.area;
    fill(buffer, whole, theme.style(Role::Text));
    if reader.settings().is_linear() {
        return linear::draw(reader, buffer, &pen);
    }
    let arrangement = reader.arrangement();
    titles::draw(reader, buffer, &pen);
    for pane in Pane::ALL {
        let area = rect(arrangement.slot(pane).body, buffer);
        if !area.is_empty() {
            match pane {
                Pane::Issues => match reader.results() {
                    Some(results) => results::draw(reader, results, buffer, area, &pen),
                    None => issues::draw(reader, buffer, area, &pen),
                },
                Pane::Abstract => text::draw(reader, buffer, area, &pen),
                Pane::Lists => lists::draw(reader, buffer, area, &pen),
            }
        }
    }
    let mut cursor = None;
    for popup in reader.popups() {
        cursor = popups::draw(reader, popup, buffer, &pen);
    }
    hints::draw(reader, buffer, &pen);
    popups::which_key(reader, buffer, &pen);
    status::draw(reader, buffer, &pen).or(cursor)
}

/// An area of the reader as far as it lies within the buffer.
fn rect(area: Area, buffer: &Buffer) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height).intersection(buffer.area)
}

/// One row of an area; empty when the area is not that high.
fn row(area: Rect, row: usize) -> Rect {
    let row = u16::try_from(row).unwrap_or(u16::MAX);
    if row >= area.height { Rect::new(area.x, area.y, 0, 0) } else { Rect::new(area.x, area.y + row, area.width, 1) }
}

/// The area without its first columns.
fn from_column(area: Rect, column: u16) -> Rect {
    let column = column.min(area.width);
    Rect::new(area.x + column, area.y, area.width - column, area.height)
}

/// The pen for the row under the cursor, which has so many cells before its words.
fn chosen<'a>(reader: &Reader, pane: Pane, gutter: usize, pen: &Pen<'a>) -> Pen<'a> {
    let focused = reader.focus() == pane;
    match reader.settings().selection {
        Selection::Bar => pen.over(if focused { Role::Selected } else { Role::SelectedUnfocused }),
        Selection::Mark => {
            let role = if focused { Role::Cursor } else { Role::CursorUnfocused };
            // A blank stays between the mark and the words, unless the mark would be too small to be found.
            Pen { mark: Some((role, gutter.saturating_sub(1).max(2))), ..*pen }
        }
    }
}

/// A row that is not loaded yet.
fn to_come(buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let run = Run { text: pen.signs.draw(Sign::Ellipsis).to_owned(), emphasis: Emphasis::default(), tag: Tag::of(Role::Dim) };
    put_line(buffer, area, &PageLine { runs: vec![run], ..PageLine::default() }, pen);
}

/// Sentences for a pane that has nothing to show, centred a little above the middle, each wrapped to the width.
fn empty(buffer: &mut Buffer, area: Rect, sentences: &[&str], pen: &Pen<'_>) {
    let width = usize::from(area.width.saturating_sub(2)).clamp(1, 60);
    let options = WrapOptions { width, measure: pen.measure, first_indent: 0, indent: 0 };
    let lines: Vec<PageLine> = sentences
        .iter()
        .flat_map(|sentence| {
            wrap(&[Run { text: (*sentence).to_owned(), emphasis: Emphasis::default(), tag: Tag::of(Role::Dim) }], &options)
        })
        .collect();
    let top = usize::from(area.height).saturating_sub(lines.len()) / 3;
    for (number, line) in lines.iter().enumerate() {
        let taken: usize = line.runs.iter().map(|run| pen.measure.width(&run.text)).sum();
        let left = usize::from(area.width).saturating_sub(taken) / 2;
        let place = from_column(row(area, top + number), u16::try_from(left).unwrap_or(0));
        put_line(buffer, place, line, pen);
    }
}
