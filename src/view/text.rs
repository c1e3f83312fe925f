//! The abstract and the full text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, empty, from_column, put_line_lit, row};
use crate::reader::{FindIn, Reader};

/// What stands here before an article was chosen.
pub const NOTHING: &str = "Choose an article in the issues and press Enter.";

/// Draws the visible lines, centred where the pane is wider than the text.
pub fn draw(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let text = reader.text();
    if text.is_empty() {
        if reader.issues().tree.roots().is_some_and(|roots| roots > 0) {
            empty(buffer, area, &[NOTHING], pen);
        }
        return;
    }
    let left = reader.text_column(area.width);
    let lines = text.page.lines.iter().enumerate().skip(text.top).take(usize::from(area.height));
    for (screen, (number, line)) in lines.enumerate() {
        let (mut lit, mut current) = reader.found().map(|found| found.lit(FindIn::Text, number, 0)).unwrap_or_default();
        if let Some(link) = text.chosen().filter(|link| link.line == number) {
            // The chosen link is lit like the current match; matches that it covers give way.
            lit.retain(|range| range.end <= link.range.start || range.start >= link.range.end);
            let place = lit.partition_point(|range| range.start < link.range.start);
            lit.insert(place, link.range.clone());
            current = Some(place);
        }
        let aimed = line.runs.first().filter(|_| text.aim == Some(number) && lit.is_empty());
        if let Some(first) = aimed {
            lit.push(0..first.text.trim_end().len());
            current = Some(0);
        }
        let place = from_column(row(area, screen), left);
        put_line_lit(buffer, place, line, pen, &lit, current);
    }
}
