//! The tree of issues.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Pen, chosen, empty, from_column, put_line_lit, put_text, row, to_come};
use crate::reader::panes::issues::indent;
use crate::reader::{Count, FindIn, Node, PageLine, Pane, Reader, Role, Seen, ShelfName, Sign, Tag, grouped};
use crate::text::{Emphasis, Run, clean_line, plain};

/// What an empty library says.
pub const NOTHING: [&str; 3] = ["There is nothing here yet.", "Bring in articles: qikan import FILE…", "Or only read them: qikan FILE…"];

/// Draws the visible rows.
pub fn draw(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let issues = reader.issues();
    if issues.tree.roots() == Some(0) {
        empty(buffer, area, &NOTHING, pen);
        return;
    }
    let height = usize::from(area.height);
    let cursor = issues.index();
    let seen = issues.tree.seen(issues.top, issues.top + height);
    for (number, line) in seen.iter().enumerate() {
        let here = issues.top + number;
        let under_cursor = here == cursor && line.path == issues.at;
        draw_row(reader, buffer, row(area, number), line, here, under_cursor, pen);
    }
    hint(reader, buffer, area, seen.len(), pen);
}

/// One row: indent, sign, page, title, and at the right edge how many are unread.
///
/// ```text
/// - Journal                        12
///   - 2024, 60                      3
///     - (3)                         3
///         智慧城市
///       •  46 智慧城市建设中的智慧治理
/// ```
fn draw_row(reader: &Reader, buffer: &mut Buffer, area: Rect, seen: &Seen<'_>, index: usize, under_cursor: bool, pen: &Pen<'_>) {
    let Some(row) = seen.row else {
        to_come(buffer, area, &if under_cursor { chosen(reader, Pane::Issues, 1, pen) } else { *pen });
        return;
    };
    let depth = indent(&seen.path, area.width);
    let mut runs = Vec::new();
    let mut push = |text: &str, role: Role| runs.push(Run { text: text.to_owned(), emphasis: Emphasis::default(), tag: Tag::of(role) });
    let (role, unread) = match row.node {
        Node::Article(_) => {
            push(if row.unread > 0 { pen.signs.draw(Sign::Unread) } else { " " }, Role::Unread);
            push(" ", Role::Text);
            if let Some(page) = &row.page {
                push(&format!("{:>3} ", clean_line(page)), Role::Number);
            }
            (if row.unread > 0 { Role::Text } else { Role::Dim }, 0)
        }
        Node::Heading { .. } => {
            push("  ", Role::Text);
            (Role::Heading, 0)
        }
        Node::Search(_) => {
            push("  ", Role::Text);
            (Role::Text, 0)
        }
        _ => {
            let sign = if row.children == 0 {
                " "
            } else if seen.unfolded {
                pen.signs.draw(Sign::Expanded)
            } else {
                pen.signs.draw(Sign::Collapsed)
            };
            push(sign, Role::Dim);
            push(" ", Role::Text);
            let role = match row.node {
                Node::Journal { .. } | Node::Shelf(_) | Node::Root | Node::Searches => Role::Title,
                _ => Role::Text,
            };
            (role, row.unread)
        }
    };
    let taken = depth + runs.iter().map(|run| pen.measure.width(&run.text)).sum::<usize>();
    let pen = &if under_cursor { chosen(reader, Pane::Issues, taken, pen) } else { *pen };
    let count = match row.node {
        // A saved search says how many it finds.
        Node::Search(id) => reader.saved_count(id).map(found).unwrap_or_default(),
        _ if unread > 0 => format!(" {unread}"),
        _ => String::new(),
    };
    let room = usize::from(area.width).saturating_sub(taken + pen.measure.width(&count));
    // Matches count in bytes of the label as it is kept; titles with tags are rare enough to be lit a little beside.
    let label = plain(reader.tree_label(row));
    let shown = super::cut(&clean_line(&label), room, pen);
    let before: usize = runs.iter().map(|run| run.text.len()).sum();
    let (lit, current) = reader.found().map(|found| found.lit(FindIn::Issues, index, 0)).unwrap_or_default();
    let lit: Vec<_> = lit
        .into_iter()
        .filter(|range| range.start < shown.len())
        .map(|range| before + range.start..before + range.end.min(shown.len()))
        .collect();
    runs.push(Run { text: shown, emphasis: Emphasis::default(), tag: Tag::of(role) });
    let line = PageLine { indent: depth, runs, start: 0 };
    put_line_lit(buffer, area, &line, pen, &lit, current);
    if !count.is_empty() {
        let column = usize::from(area.width).saturating_sub(pen.measure.width(&count));
        let role = pen.over.unwrap_or(if matches!(row.node, Node::Search(_)) { Role::Dim } else { Role::Unread });
        let place = from_column(area, u16::try_from(column).unwrap_or(0));
        put_text(buffer, place, &count, pen.style(role), pen.measure);
    }
}

/// A count at the right edge.
pub fn found(count: Count) -> String {
    match count {
        Count::Exactly(count) => format!(" {}", grouped(count)),
        Count::MoreThan(count) => format!(" {}+", grouped(count)),
    }
}

/// While the sample is shown, the last line says how to bring in one's own articles, if it is free.
fn hint(reader: &Reader, buffer: &mut Buffer, area: Rect, rows: usize, pen: &Pen<'_>) {
    let sample = reader.shown().is_some_and(|shown| shown.key.shelf == ShelfName::Sample);
    let last = usize::from(area.height).saturating_sub(1);
    if sample && rows < last {
        let sentence = "This is the sample. Your own: qikan import FILE…";
        let short = "Yours: qikan import FILE…";
        let room = usize::from(area.width);
        let sentence = if pen.measure.width(sentence) <= room { sentence } else { short };
        put_text(buffer, row(area, last), &super::cut(sentence, room, pen), pen.style(Role::Dim), pen.measure);
    }
}
