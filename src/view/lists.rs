//! References, related, cited by, suggested: the tab that is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, chosen, empty, put_line_lit, row, to_come};
use crate::reader::{FindIn, Pane, Reader, Tab};

/// Draws the visible rows.
pub fn draw(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let lists = reader.lists();
    let tab = lists.tab;
    let len = lists.len(tab);
    if len == 0 {
        if let Some(sentence) = nothing(reader) {
            empty(buffer, area, &[sentence], pen);
        }
        return;
    }
    let cursor = lists.cursor();
    for seen in lists.seen(usize::from(area.height)) {
        let number = seen.row;
        let Some(lines) = lists.row(tab, number) else {
            let pen = if number == cursor.row { chosen(reader, Pane::Lists, 1, pen) } else { *pen };
            to_come(buffer, row(area, seen.screen), &pen);
            continue;
        };
        let pen = if number == cursor.row { chosen(reader, Pane::Lists, lines.gutter, pen) } else { *pen };
        for (place, line) in lines.lines.iter().take(seen.lines).enumerate() {
            let (lit, current) = reader.found().map(|found| found.lit(FindIn::List(tab), number, place)).unwrap_or_default();
            put_line_lit(buffer, row(area, seen.screen + place), line, &pen, &lit, current);
        }
    }
}

/// Why the tab is empty, once that is known.
pub fn nothing(reader: &Reader) -> Option<&'static str> {
    let shown = reader.shown()?;
    let tab = reader.lists().tab;
    let known = reader.lists().cards(tab).is_none_or(|cards| cards.total.is_some());
    known.then_some(match tab {
        _ if reader.lists().narrowed(tab).is_some() => "Nothing in this list has it.",
        Tab::References if shown.article.refs.is_some() => "This article has no references.",
        Tab::References => "The source of this record does not give its references.",
        Tab::Related => "The source of this record names no related articles. gs shows suggestions.",
        Tab::CitedBy => "Nothing in the library cites this article.",
        Tab::Suggested => "Nothing in the library is near enough to suggest.",
    })
}
