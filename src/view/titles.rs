//! The rules with the panes' titles, and the lines between panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, fill, from_column, put_text, rect};
use crate::reader::{Pane, Reader, Role, Sign, Tab};

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
        let mut at = area;
        // The rule keeps its look: when the focus moves, only signs and titles are sent.
        if focused {
            put_text(buffer, at, pen.signs.draw(Sign::Focus), pen.style(Role::BorderFocused), pen.measure);
        }
        at = from_column(at, 1);
        let room = usize::from(at.width);
        for (text, role) in titles(reader, pane, room, pen) {
            at = from_column(at, put_text(buffer, at, &text, pen.style(role), pen.measure));
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

/// The title of a pane in pieces: of the lists every tab with its count, shortened until it fits.
fn titles(reader: &Reader, pane: Pane, room: usize, pen: &Pen<'_>) -> Vec<(String, Role)> {
    let focused = reader.focus() == pane;
    let bright = if focused { Role::PaneTitleFocused } else { Role::PaneTitle };
    let fitting = |pieces: Vec<(String, Role)>| {
        let taken: usize = pieces.iter().map(|(text, _)| pen.measure.width(text)).sum();
        (taken <= room).then_some(pieces)
    };
    match pane {
        Pane::Issues => vec![(super::cut(" Issues ", room, pen), bright)],
        Pane::Abstract => {
            let parts = reader.text();
            let height = usize::from(reader.arrangement().slot(pane).body.height);
            let mut pieces = vec![(" Abstract ".to_owned(), bright)];
            if parts.len() > height {
                pieces.push((format!("{}% ", parts.top * 100 / (parts.len() - height)), Role::Text));
            }
            fitting(pieces).unwrap_or_else(|| vec![(super::cut(" Abstract ", room, pen), bright)])
        }
        Pane::Lists => {
            let now = reader.lists().tab;
            let with = |long: bool, others: bool| {
                let mut pieces = Vec::new();
                for tab in Tab::ALL.into_iter().filter(|tab| others || *tab == now) {
                    let count = reader.lists().count(tab).filter(|_| reader.shown().is_some());
                    let name = if long || tab == now { tab.titles().0 } else { tab.titles().1 };
                    let count = count.map(|count| format!(" {count}")).unwrap_or_default();
                    if !pieces.is_empty() {
                        pieces.push((pen.signs.draw(Sign::Between).trim().to_owned(), Role::Border));
                    }
                    pieces.push((format!(" {name}{count} "), if tab == now { bright } else { Role::Dim }));
                }
                pieces
            };
            fitting(with(true, true))
                .or_else(|| fitting(with(false, true)))
                .or_else(|| fitting(tight(reader, now, bright, pen)))
                .or_else(|| fitting(with(true, false)))
                .unwrap_or_else(|| vec![(super::cut(now.titles().1, room, pen), bright)])
        }
    }
}

/// The tabs that hold something, by their short names and without air.
fn tight(reader: &Reader, now: Tab, bright: Role, pen: &Pen<'_>) -> Vec<(String, Role)> {
    let mut pieces = vec![(" ".to_owned(), Role::Dim)];
    for tab in Tab::ALL {
        let count = reader.lists().count(tab).filter(|count| *count > 0);
        if tab != now && count.is_none() {
            continue;
        }
        if pieces.len() > 1 {
            pieces.push((pen.signs.draw(Sign::Between).trim().to_owned(), Role::Border));
        }
        let name = if tab == now { tab.titles().0 } else { tab.titles().1 };
        let count = count.map(|count| format!(" {count}")).unwrap_or_default();
        pieces.push((format!("{name}{count}"), if tab == now { bright } else { Role::Dim }));
    }
    pieces.push((" ".to_owned(), Role::Dim));
    pieces
}
