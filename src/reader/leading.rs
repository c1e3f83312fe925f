//! What on the screen leads somewhere, and in which cells it stands.

use std::ops::Range;

use super::layout::{Area, Pane};
use super::page::{Page, Target};
use super::popup::PageOnTop;
use super::{Popup, Reader};
use crate::text::Measure;

/// Cells of one row of the screen that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leading<'a> {
    pub row: u16,
    pub columns: Range<u16>,
    pub target: &'a Target,
    /// Whether what is seen of the link begins here: one that is broken over rows continues in the next ones.
    pub begins: bool,
    /// The line of the page.
    pub line: usize,
}

impl Reader {
    /// What leads somewhere in the text pane, row by row; nothing where the pane is not on the screen.
    pub fn leading_in_text(&self) -> Vec<Leading<'_>> {
        let body = self.arrangement.slot(Pane::Abstract).body;
        let width = self.text_width(body.width);
        let area = Area { x: body.x + (body.width - width) / 2, width, ..body };
        leading(&self.text.page, self.text.top, area, self.settings.measure)
    }

    /// The same of a page that stands on top of the panes.
    pub fn leading_on_top<'a>(&self, popup: &Popup, on_top: &'a PageOnTop) -> Vec<Leading<'a>> {
        leading(&on_top.page, on_top.top, self.popup_content(popup), self.settings.measure)
    }
}

/// What leads somewhere in the lines of a page from `top` on, drawn in this area.
fn leading(page: &Page, top: usize, area: Area, measure: Measure) -> Vec<Leading<'_>> {
    let mut found: Vec<Leading<'_>> = Vec::new();
    // The target that the run before led to, if nothing but blanks stood between.
    let mut running: Option<&Target> = None;
    let column = |cells: usize| area.x + u16::try_from(cells).unwrap_or(u16::MAX).min(area.width);
    let lines = page.lines.iter().enumerate().skip(top);
    for ((number, line), row) in lines.zip(area.y..area.y + area.height) {
        let mut cell = line.indent;
        for run in &line.runs {
            let columns = column(cell)..column(cell + measure.width(&run.text));
            match &run.tag.target {
                Some(target) => {
                    let goes_on = running == Some(target);
                    match found.last_mut().filter(|last| goes_on && last.row == row) {
                        Some(last) => last.columns.end = columns.end,
                        None => found.push(Leading { row, columns, target, begins: !goes_on, line: number }),
                    }
                    running = Some(target);
                }
                None if run.text.trim().is_empty() => {}
                None => running = None,
            }
            cell += measure.width(&run.text);
        }
    }
    found.retain(|leading| !leading.columns.is_empty());
    found
}
