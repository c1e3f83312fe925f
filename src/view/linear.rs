//! The linear presentation: plain lines over the whole width, and the cursor on the first cell of what is chosen.
//!
//! ```text
//! Issues, 12 rows
//! Annals of Marsh and Mist, open, 16 unread, level 1
//! 2025 Vol.20, open, 4 unread, level 2
//! Reedbeds as slow machines, unread, page 1, level 4     ◀ the cursor
//! Issues, row 3 of 12.
//! ```
//!
//! Nothing is lit and nothing is filled: a step by a row writes nothing but the cursor's new place.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{
    Pen, browse, citing, cut, graph, grid, issues, lists, overview, path, popups, put_line, put_text, rect, results, row, status, text,
};
use crate::reader::page::{self, PageOptions, RowShape, line_text};
use crate::reader::popup::{Choose, PageOnTop, Popup, RowsOf, RowsOnTop};
use crate::reader::{FindIn, Node, PageLine, Pane, Reader, Results, Role, Seen, Sign};
use crate::text::{clean_line, plain};

/// Draws the pane that has the focus, or what stands on top of it; returns where the cursor stands.
pub fn draw(reader: &Reader, buffer: &mut Buffer, pen: &Pen<'_>) -> Option<Position> {
    let (title, body) = places(reader);
    let title = rect(title, buffer);
    let shown = cut(&reader.linear_title(), usize::from(title.width), pen);
    put_text(buffer, title, &shown, pen.style(Role::PaneTitleFocused), pen.measure);
    let body = rect(body, buffer);
    let chosen = match reader.popups().last() {
        _ if body.is_empty() => None,
        Some(Popup::Page(on_top)) => page_on_top(on_top, buffer, body, pen),
        Some(Popup::Rows(list)) => rows_on_top(reader, list, buffer, body, pen),
        Some(Popup::Choose(choose)) => Some(choice(choose, buffer, body, pen)),
        Some(Popup::Grid(on_top)) => Some(grid::spoken(on_top, buffer, body, pen)),
        Some(Popup::Graph(on_top)) => Some(graph::spoken(on_top, buffer, body, pen)),
        Some(Popup::PathTo(on_top)) => Some(path::spoken(on_top, buffer, body, pen)),
        Some(Popup::Overview(on_top)) => Some(overview::spoken(on_top, buffer, body, pen)),
        Some(Popup::Citing(on_top)) => Some(citing::spoken(on_top, buffer, body, pen)),
        Some(Popup::Browse(on_top)) => Some(browse::spoken(reader, on_top, buffer, body, pen)),
        None => match reader.focus() {
            Pane::Issues => match reader.results() {
                Some(found) => results(reader, found, buffer, body, pen),
                None => tree(reader, buffer, body, pen),
            },
            Pane::Abstract => page_lines(reader, buffer, body, pen),
            Pane::Lists => list(reader, buffer, body, pen),
        },
    };
    // A cursor that is nowhere is lost to a braille display: then it waits at the beginning.
    status::draw(reader, buffer, pen).or(chosen).or_else(|| (!body.is_empty()).then(|| Position::new(body.x, body.y)))
}

/// Where the title and the lines stand.
fn places(reader: &Reader) -> (crate::reader::Area, crate::reader::Area) {
    if let Some(popup) = reader.popups().last() {
        let (whole, content) = (reader.popup_area(popup), reader.popup_content(popup));
        return (crate::reader::Area { height: whole.height - content.height, ..whole }, content);
    }
    let slot = reader.arrangement().slot(reader.focus());
    (slot.title, slot.body)
}

/// A cell of a row of the area, counted from its left edge.
fn cell(area: Rect, screen: usize, cells: usize) -> Position {
    let place = row(area, screen);
    let cells = u16::try_from(cells).unwrap_or(u16::MAX);
    Position::new(place.x.saturating_add(cells).min(place.right().saturating_sub(1)), place.y)
}

/// Cells before a byte of a line.
fn cells_before(line: &PageLine, byte: usize, pen: &Pen<'_>) -> usize {
    let text = line_text(line);
    line.indent + text.get(..byte).map_or(0, |before| pen.measure.width(before))
}

fn sentences(buffer: &mut Buffer, area: Rect, said: &[&str], pen: &Pen<'_>) {
    for (screen, sentence) in said.iter().enumerate() {
        put_text(buffer, row(area, screen), &cut(sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
    }
}

fn tree(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    let pane = reader.issues();
    if pane.tree.roots() == Some(0) {
        sentences(buffer, area, &issues::NOTHING, pen);
        return None;
    }
    let mut cursor = None;
    for (screen, seen) in pane.tree.seen(pane.top, pane.top + usize::from(area.height)).iter().enumerate() {
        let label = tree_row(reader, seen, usize::from(area.width), pen);
        put_text(buffer, row(area, screen), &label, pen.style(Role::Text), pen.measure);
        if seen.path == pane.at {
            let matched = reader.found().and_then(|found| found.at(FindIn::Issues)).filter(|piece| piece.row == pane.top + screen);
            let before = matched.and_then(|piece| label.get(..piece.range.start)).map_or(0, |before| pen.measure.width(before));
            cursor = Some(cell(area, screen, before));
        }
    }
    cursor
}

/// `2025 Vol.20, open, 4 unread, level 2`: a long label is cut, so that what is said of it is heard.
fn tree_row(reader: &Reader, seen: &Seen<'_>, width: usize, pen: &Pen<'_>) -> String {
    let Some(row) = seen.row else { return pen.signs.draw(Sign::Ellipsis).to_owned() };
    let mut words: Vec<String> = Vec::new();
    match row.node {
        Node::Article(_) => {
            words.extend((row.unread > 0).then(|| pen.signs.draw(Sign::Unread).to_owned()));
            words.extend(row.page.as_ref().map(|page| format!("page {}", clean_line(page))));
        }
        Node::Heading { .. } => words.push("heading".to_owned()),
        Node::Search(id) => words.extend(reader.saved_count(id).map(|count| issues::found(count).trim().to_owned())),
        _ => {
            let fold = if seen.unfolded { Sign::Expanded } else { Sign::Collapsed };
            words.extend((row.children > 0).then(|| pen.signs.draw(fold).to_owned()));
            words.extend((row.unread > 0).then(|| format!("{} {}", row.unread, pen.signs.draw(Sign::Unread))));
        }
    }
    words.push(format!("level {}", seen.path.len()));
    // On a narrow screen whole words give way before the label does.
    let most = width - width / 3;
    let words = words.iter().fold(String::new(), |said, word| {
        let longer = format!("{said}, {word}");
        if pen.measure.width(&longer) <= most { longer } else { said }
    });
    let room = width.saturating_sub(pen.measure.width(&words));
    format!("{}{words}", cut(&clean_line(&plain(reader.tree_label(row))), room, pen))
}

fn results(reader: &Reader, list: &Results, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    if list.is_empty() {
        sentences(buffer, area, if list.is_known() { results::nothing(reader, list) } else { &[] }, pen);
        return None;
    }
    let options = reader.found_options();
    let mut cursor = None;
    for seen in list.seen(usize::from(area.height), &options) {
        if seen.row == list.cursor.row {
            cursor = Some(cell(area, seen.screen, 0));
        }
        let Some(lines) = list.lines(seen.row, &options, None) else {
            put_text(buffer, row(area, seen.screen), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Text), pen.measure);
            continue;
        };
        let matched = reader.found().and_then(|found| found.at(FindIn::Results)).filter(|piece| piece.row == seen.row);
        for (place, found) in lines.iter().take(seen.lines).enumerate() {
            put_line(buffer, row(area, seen.screen + place), &found.line, pen);
            if let Some(piece) = matched.filter(|piece| piece.line == place && seen.row == list.cursor.row) {
                cursor = Some(cell(area, seen.screen + place, cells_before(&found.line, piece.range.start, pen)));
            }
        }
    }
    cursor
}

fn page_lines(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    let pane = reader.text();
    if pane.is_empty() {
        sentences(buffer, area, &[text::NOTHING], pen);
        return None;
    }
    for (screen, line) in pane.page.lines.iter().skip(pane.top).take(usize::from(area.height)).enumerate() {
        put_line(buffer, row(area, screen), line, pen);
    }
    let line = pane.page.lines.get(pane.line)?;
    let link = pane.chosen().filter(|link| link.line == pane.line).map(|link| link.range.start);
    let matched = || reader.found()?.at(FindIn::Text).filter(|piece| piece.row == pane.line).map(|piece| piece.range.start);
    let before = link.or_else(matched).map_or(0, |byte| cells_before(line, byte, pen));
    Some(cell(area, pane.line.checked_sub(pane.top)?, before))
}

fn list(reader: &Reader, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    let pane = reader.lists();
    let (tab, at) = (pane.tab, pane.cursor());
    if pane.len(tab) == 0 {
        sentences(buffer, area, lists::nothing(reader).as_slice(), pen);
        return None;
    }
    let mut cursor = None;
    let mut screen = 0;
    for number in at.top..pane.len(tab) {
        if screen >= usize::from(area.height) {
            break;
        }
        if number == at.row {
            cursor = Some(cell(area, screen, 0));
        }
        let Some(lines) = pane.row(tab, number) else {
            put_text(buffer, row(area, screen), pen.signs.draw(Sign::Ellipsis), pen.style(Role::Text), pen.measure);
            screen += 1;
            continue;
        };
        let matched = reader.found().and_then(|found| found.at(FindIn::List(tab))).filter(|piece| piece.row == at.row && number == at.row);
        for (place, line) in lines.lines.iter().enumerate() {
            put_line(buffer, row(area, screen + place), line, pen);
            if let Some(piece) = matched.filter(|piece| piece.line == place && screen + place < usize::from(area.height)) {
                cursor = Some(cell(area, screen + place, cells_before(line, piece.range.start, pen)));
            }
        }
        screen += lines.lines.len().max(1);
    }
    cursor
}

fn page_on_top(on_top: &PageOnTop, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    for (screen, line) in on_top.page.lines.iter().skip(on_top.top).take(usize::from(area.height)).enumerate() {
        put_line(buffer, row(area, screen), line, pen);
    }
    Some(cell(area, on_top.line.checked_sub(on_top.top)?, 0))
}

fn rows_on_top(reader: &Reader, list: &RowsOnTop, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Option<Position> {
    let options = PageOptions { width: usize::from(area.width), shape: RowShape::Single, ..*reader.lists().options() };
    for screen in 0..usize::from(area.height) {
        let (place, number) = (row(area, screen), list.cursor.top + screen);
        match &list.of {
            RowsOf::Cards(cards) if cards.total == Some(0) => {
                sentences(buffer, area, &[popups::NOTHING], pen);
                return None;
            }
            RowsOf::Cards(cards) => {
                if let Some((card, reason)) = cards.row(number)
                    && let Some(line) = page::card_row(card, reason, &options).lines.first()
                {
                    put_line(buffer, place, line, pen);
                }
            }
            RowsOf::Path(way) => {
                let Some(step) = way.steps().get(number) else { break };
                let sentence = path::spoken_step(reader, step, usize::from(area.width), pen);
                put_text(buffer, place, &sentence, pen.style(Role::Text), pen.measure);
            }
            RowsOf::Facets(rows) => {
                let Some(facet) = rows.iter().flatten().nth(number) else { break };
                let sentence = format!("{} {}: {}", facet.kind, facet.value, facet.count);
                put_text(buffer, place, &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Gaps(gaps) => {
                if gaps.as_ref().is_some_and(Vec::is_empty) {
                    sentences(buffer, area, &[popups::NO_GAPS], pen);
                    return None;
                }
                let Some(gap) = gaps.iter().flatten().nth(number) else { break };
                let (after, before) = reader.gap_sides(gap);
                let sentence = clean_line(&format!("{} between {after} and {before}", gap.pages())).into_owned();
                put_text(buffer, place, &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Sorts(sorts) => {
                let Some(sort) = sorts.rows.get(number) else { break };
                let now = if sort.now { ", chosen now" } else { "" };
                let way = if sort.way.is_empty() { String::new() } else { format!(", {}", sort.way) };
                let sentence = format!("{}{way}{now}", sort.name);
                put_text(buffer, place, &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Sections => {
                let Some(section) = reader.text().page.sections.get(number) else { break };
                let level = if section.level > 1 { format!("level {}: ", section.level) } else { String::new() };
                let sentence = format!("{level}{}", section.title);
                put_text(buffer, place, &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Captions => {
                let Some(caption) = reader.text().page.captions.get(number) else { break };
                let sentence = format!("{} {}", caption.label, caption.caption);
                put_text(buffer, place, &cut(sentence.trim(), usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
            RowsOf::Trail => {
                let Some((title, at)) = popups::trail_row(reader, number) else { break };
                put_text(buffer, place, &cut(&format!("{at}: {title}"), usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
            }
        }
    }
    Some(cell(area, list.cursor.row.checked_sub(list.cursor.top)?, 0))
}

/// The typed words, and below them each action with its keys. The cursor is where one last was: in the words or on a row.
fn choice(choose: &Choose, buffer: &mut Buffer, area: Rect, pen: &Pen<'_>) -> Position {
    let (before, after) = choose.typing.parts();
    let asked = "Words to narrow by: ";
    put_text(buffer, row(area, 0), &format!("{asked}{before}{after}"), pen.style(Role::Prompt), pen.measure);
    let shown = choose.lines.iter().skip(choose.cursor.top).take(usize::from(area.height).saturating_sub(1));
    for (number, line) in shown.enumerate() {
        let keys = if line.keys.is_empty() { "no key" } else { &line.keys };
        let sentence = format!("{keys}: {}", line.action.help());
        put_text(buffer, row(area, number + 1), &cut(&sentence, usize::from(area.width), pen), pen.style(Role::Text), pen.measure);
    }
    if choose.lines.is_empty() {
        put_text(buffer, row(area, 1), "Nothing has these words.", pen.style(Role::Text), pen.measure);
    }
    if choose.stepped && area.height > 1 {
        cell(area, 1 + choose.cursor.row.saturating_sub(choose.cursor.top), 0)
    } else {
        cell(area, 0, pen.measure.width(asked) + pen.measure.width(before))
    }
}
