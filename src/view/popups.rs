//! What stands on top of the panes: pages, lists, choices, and the box of keys that can follow.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Pen, empty, fill, from_column, put_line, put_line_lit, put_text, rect, row};
use crate::reader::popup::{Choose, ChooseOf, PageOnTop, Popup, RowsOf, RowsOnTop};
use crate::reader::{Area, FindIn, Presentation, Reader, Role, Sign, page};

/// What an empty list says.
pub const NOTHING: &str = "No article of the library has it.";

/// What an issue without missing pages says.
pub const NO_GAPS: &str = "No page is missing between two articles of this issue.";

/// Draws one popup; returns where the cursor stands if something is typed in it.
pub fn draw(reader: &Reader, popup: &Popup, buffer: &mut Buffer, pen: &Pen<'_>) -> Option<Position> {
    let pen = &pen.on(Role::Popup);
    let area = reader.popup_area(popup);
    let title = match popup {
        Popup::Page(on_top) => on_top.title.clone(),
        Popup::Rows(list) => list.title.clone(),
        Popup::Browse(browse) => browse.title(),
        Popup::Citing(citing) => citing.name(),
        Popup::Graph(graph) => graph.title(),
        Popup::PathTo(asked) => asked.title(),
        Popup::Overview(overview) => overview.title.clone(),
        Popup::Grid(grid) => format!("Issues of {}", grid.journal),
        Popup::Choose(choose) => match choose.of {
            ChooseOf::Help => format!("Keys: {}", choose.context.title()),
            ChooseOf::Palette => "Actions".to_owned(),
        },
    };
    let inside = open(buffer, area, reader.popup_content(popup), &title, pen);
    if inside.is_empty() {
        return None;
    }
    match popup {
        Popup::Page(on_top) => page_on_top(reader, on_top, buffer, inside, pen),
        Popup::Rows(list) => rows_on_top(reader, list, buffer, inside, pen),
        Popup::Choose(choose) => return Some(choice(choose, buffer, inside, pen)),
        Popup::Grid(grid) => super::grid::draw(grid, buffer, inside, pen),
        Popup::Graph(graph) => super::graph::draw(reader, graph, buffer, inside, pen),
        Popup::PathTo(asked) => return Some(super::path::draw(asked, buffer, inside, pen)),
        Popup::Overview(overview) => super::overview::draw(overview, buffer, inside, pen),
        Popup::Citing(on_top) => super::citing::draw(on_top, buffer, inside, pen),
        Popup::Browse(browse) => return Some(super::browse::draw(reader, browse, buffer, inside, pen)),
    }
    None
}

/// Clears the place of a popup and frames it where there is room; returns what is inside.
fn open(buffer: &mut Buffer, area: Area, content: Area, title: &str, pen: &Pen<'_>) -> Rect {
    let outer = rect(area, buffer);
    if content == area {
        fill(buffer, outer, pen.style(Role::Popup));
    } else {
        super::popup(buffer, outer, title, pen);
    }
    rect(content, buffer)
}

fn page_on_top(reader: &Reader, on_top: &PageOnTop, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    // What was found is on the topmost page.
    let topmost = matches!(reader.popups().last(), Some(Popup::Page(last)) if std::ptr::eq(last, on_top));
    let lines = on_top.page.lines.iter().enumerate().skip(on_top.top);
    for (screen, (number, line)) in lines.take(usize::from(area.height)).enumerate() {
        let found = reader.found().filter(|_| topmost);
        let (lit, current) = found.map(|found| found.lit(FindIn::OnTop, number, 0)).unwrap_or_default();
        put_line_lit(buffer, row(area, screen), line, pen, &lit, current);
    }
}

fn rows_on_top(reader: &Reader, list: &RowsOnTop, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) {
    let cursor = list.cursor;
    let options = page::PageOptions { width: usize::from(area.width), shape: page::RowShape::Single, ..*reader.lists().options() };
    for screen in 0..usize::from(area.height) {
        let number = cursor.top + screen;
        let over = (number == cursor.row).then_some(Role::Selected);
        let pen = Pen { over, ..*pen };
        let place = row(area, screen);
        match &list.of {
            RowsOf::Cards(cards) => {
                if cards.total == Some(0) && screen == 0 {
                    empty(buffer, area, &[NOTHING], &Pen { over: None, ..pen });
                    return;
                }
                if let Some((card, reason)) = cards.row(number) {
                    if let Some(line) = page::card_row(card, reason, &options).lines.first() {
                        put_line(buffer, place, line, &pen);
                    }
                } else if number < cards.len() {
                    put_text(buffer, place, pen.signs.draw(Sign::Ellipsis), pen.style(Role::Dim), pen.measure);
                }
            }
            RowsOf::Path(path) => {
                let Some(step) = path.steps().get(number) else { return };
                super::path::step(reader, step, number == cursor.row, buffer, place, &Pen { over: None, ..pen });
            }
            RowsOf::Facets(rows) => {
                let Some(facet) = rows.iter().flatten().nth(number) else { return };
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                // The kind stands before the first of its rows that is seen.
                let again = screen > 0 && rows.iter().flatten().nth(number - 1).is_some_and(|before| before.kind == facet.kind);
                if !again {
                    put_text(buffer, place, facet.kind, pen.style(Role::Label), pen.measure);
                }
                let width = pen.measure.width(&facet.count);
                let value = from_column(place, 9);
                let room = usize::from(value.width).saturating_sub(width + 1);
                put_text(buffer, value, &super::cut(&facet.value, room, &pen), pen.style(Role::Text), pen.measure);
                let column = usize::from(area.width).saturating_sub(width);
                put_text(buffer, from_column(place, u16::try_from(column).unwrap_or(0)), &facet.count, pen.style(Role::Dim), pen.measure);
            }
            RowsOf::Gaps(gaps) => {
                if gaps.as_ref().is_some_and(Vec::is_empty) {
                    empty(buffer, area, &[NO_GAPS], &Pen { over: None, ..pen });
                    return;
                }
                let Some(gap) = gaps.iter().flatten().nth(number) else { return };
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                let pages = gap.pages();
                put_text(buffer, place, &pages, pen.style(Role::Number), pen.measure);
                let sides = from_column(place, u16::try_from(pen.measure.width(&pages) + 2).unwrap_or(0).max(15));
                // Both sides share the room: the shorter one leaves the rest to the other.
                let ((after, before), room) = (reader.gap_sides(gap), usize::from(sides.width));
                let half = room.saturating_sub(pen.measure.width(pen.signs.draw(Sign::Ellipsis)) + 2) / 2;
                let first = room.saturating_sub(pen.measure.width(&before).min(half) + 4);
                let text = format!("{} | {before}", super::cut(&crate::text::clean_line(&after), first, &pen));
                put_text(buffer, sides, &super::cut(&crate::text::clean_line(&text), room, &pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Sorts(sorts) => {
                let Some(sort) = sorts.rows.get(number) else { return };
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                let sign = if sort.now { pen.signs.draw(Sign::Marked) } else { " " };
                put_text(buffer, place, &format!("{sign} {}", sort.name), pen.style(Role::Text), pen.measure);
                let way = if sort.now && sort.turns { format!("{} (Enter turns it round)", sort.way) } else { sort.way.to_owned() };
                let way_at = from_column(place, 17);
                put_text(buffer, way_at, &super::cut(&way, usize::from(way_at.width), &pen), pen.style(Role::Dim), pen.measure);
            }
            RowsOf::Sections => {
                let Some(section) = reader.text().page.sections.get(number) else { return };
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                let inner = from_column(place, section_indent(section));
                let role = if section.level > 1 { Role::Text } else { Role::Heading };
                put_text(buffer, inner, &super::cut(&section.title, usize::from(inner.width), &pen), pen.style(role), pen.measure);
            }
            RowsOf::Captions => {
                let Some(caption) = reader.text().page.captions.get(number) else { return };
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                let inner = from_column(place, 2 * u16::from(caption.level.saturating_sub(1)));
                let label = super::cut(&caption.label, usize::from(inner.width), &pen);
                let taken = put_text(buffer, inner, &label, pen.style(Role::Label), pen.measure);
                let words = from_column(inner, taken + if label.is_empty() { 0 } else { 2 });
                put_text(buffer, words, &super::cut(&caption.caption, usize::from(words.width), &pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Trail => {
                let Some((title, at)) = trail_row(reader, number) else { return };
                let sign = if number == reader.trail().behind.len() { pen.signs.draw(Sign::MoreRight) } else { " " };
                let title = format!("{sign} {title}");
                let room = usize::from(area.width).saturating_sub(pen.measure.width(&at) + 2);
                if over.is_some() {
                    fill(buffer, place, pen.style(Role::Popup));
                }
                put_text(buffer, place, &super::cut(&title, room, &pen), pen.style(Role::Text), pen.measure);
                let column = usize::from(area.width).saturating_sub(pen.measure.width(&at));
                put_text(buffer, from_column(place, u16::try_from(column).unwrap_or(0)), &at, pen.style(Role::Dim), pen.measure);
            }
        }
    }
}

/// Cells before a section's title: two for each section that it is within, as far as titles keep room.
fn section_indent(section: &page::PageSection) -> u16 {
    u16::from(section.level.saturating_sub(1).min(5)) * 2
}

/// A row of the trail: the article's title, and where in it one stood.
pub fn trail_row(reader: &Reader, number: usize) -> Option<(String, String)> {
    let trail = reader.trail();
    let behind = trail.behind.len();
    let all = behind + 1 + trail.ahead.len();
    let stop = match number.cmp(&behind) {
        std::cmp::Ordering::Less => trail.behind.get(number),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(trail.ahead.get(all.checked_sub(number + 1)?)?),
    };
    let here = reader.shown().map(|shown| reader.prefer(&shown.article.title)).unwrap_or_default();
    let title = crate::text::plain(stop.map_or(here, |stop| stop.title.as_str()));
    Some((title, stop.map_or_else(|| "here".to_owned(), crate::reader::trail::Stop::place)))
}

/// The typed words, and below them each action with its keys.
fn choice(choose: &Choose, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = choose.typing.parts();
    let prompt = row(area, 0);
    let mut at = from_column(prompt, put_text(buffer, prompt, "> ", pen.style(Role::StatusKey), pen.measure));
    if choose.typing.is_empty() {
        put_text(buffer, at, "type to narrow, Enter does it", pen.style(Role::Dim), pen.measure);
    } else {
        at = from_column(at, put_text(buffer, at, before, pen.style(Role::Prompt), pen.measure));
        put_text(buffer, at, after, pen.style(Role::Prompt), pen.measure);
    }
    let cursor = Position::new(at.x.min(area.right().saturating_sub(1)), at.y);
    let keys = (area.width / 4).clamp(4, 16);
    for screen in 1..usize::from(area.height) {
        let number = choose.cursor.top + screen - 1;
        let Some(line) = choose.lines.get(number) else { break };
        let place = row(area, screen);
        let chosen = number == choose.cursor.row;
        let role = |plain: Role| pen.style(if chosen { Role::Selected } else { plain });
        if chosen {
            fill(buffer, place, role(Role::Selected));
        }
        let shown = super::cut(&line.keys, usize::from(keys.saturating_sub(1)), pen);
        put_text(buffer, place, &shown, role(Role::StatusKey), pen.measure);
        let place = from_column(place, keys);
        let help = super::cut(line.action.help(), usize::from(place.width), pen);
        put_text(buffer, place, &help, role(Role::Text), pen.measure);
    }
    if choose.lines.is_empty() {
        let nothing = from_column(row(area, 1), 2);
        put_text(buffer, nothing, "Nothing has these words.", pen.style(Role::Dim), pen.measure);
    }
    cursor
}

/// The keys that can follow those pressed half-way, above the status line.
pub fn which_key(reader: &Reader, buffer: &mut Buffer, pen: &Pen<'_>) {
    let pen = &pen.on(Role::Popup);
    let Some(box_of_keys) = reader.which_key() else { return };
    let inside =
        open(buffer, box_of_keys.area, crate::reader::popup::content(box_of_keys.area, Presentation::Panes), &box_of_keys.title, pen);
    for (number, (key, text)) in box_of_keys.lines.iter().enumerate() {
        let (column, line, width) = box_of_keys.place(number);
        if column >= inside.width || line >= inside.height {
            break;
        }
        let place = from_column(row(inside, usize::from(line)), column);
        // A blank between two columns.
        let air = u16::from(column + width < inside.width);
        let place = Rect { width: place.width.min(width - air.min(width)), ..place };
        put_text(buffer, place, key, pen.style(Role::StatusKey), pen.measure);
        let place = from_column(place, box_of_keys.keys);
        let text = super::cut(&crate::text::plain(text), usize::from(place.width), pen);
        put_text(buffer, place, &text, pen.style(Role::Popup), pen.measure);
    }
}
