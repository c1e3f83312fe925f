//! What a search found, in the place of the issues.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, empty, put_line_lit, put_text, row};
use crate::reader::{Pane, Reader, Results, Role, Sign};

/// What is said when there are none.
pub fn nothing(reader: &Reader, results: &Results) -> &'static [&'static str] {
    if results.sought.is_listed() && results.sought.is_next() {
        &["Nothing to suggest yet.", "What you have read decides; read something first."]
    } else if results.sought.narrowed.is_empty() && reader.has_sample_beside() {
        &["Nothing in the library has this.", "The sample is searched by itself: qikan --sample."]
    } else if results.sought.narrowed.is_empty() {
        &["Nothing in the library has this.", "? in an empty prompt explains the language of the search."]
    } else {
        &["Nothing in this list has it."]
    }
}

/// Draws the visible rows.
pub fn draw(reader: &Reader, results: &Results, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    if results.is_empty() {
        if results.is_known() {
            empty(buffer, area, nothing(reader, results), pen);
        }
        return;
    }
    let options = reader.found_options();
    for seen in results.seen(usize::from(area.height), &options) {
        let chosen = seen.row == results.cursor.row;
        let over = chosen.then_some(if reader.focus() == Pane::Issues { Role::Selected } else { Role::SelectedUnfocused });
        let pen = Pen { over, ..*pen };
        let Some(lines) = results.lines(seen.row, &options, reader.found()) else {
            put_text(buffer, row(area, seen.screen), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Dim), pen.measure);
            continue;
        };
        for (place, found) in lines.iter().take(seen.lines).enumerate() {
            put_line_lit(buffer, row(area, seen.screen + place), &found.line, &pen, &found.lit, found.current);
        }
    }
}
