//! Lines into cells: the only way text reaches the buffer. Never outside the area, never half a wide glyph.
//!
//! A wide glyph is its symbol in the left cell and a blank in the right, as in ratatui. Where our measure and ratatui's
//! differ (ambiguous characters of two cells, half-width voicing marks), the left cell says its width by
//! [`CellDiffOption::ForcedWidth`], which the painter obeys. Whoever writes over half a glyph turns the other half into a
//! blank: ratatui's own widgets leave it there, and a popup's border is lost beside it (ratatui #2526).

use std::num::NonZeroU16;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::Theme;
use crate::reader::{PageLine, Role, Sign, SignSet};
use crate::text::{Cluster, Emphasis, Measure};

/// What one draws with.
#[derive(Clone, Copy, Debug)]
pub struct Pen<'a> {
    pub theme: &'a Theme,
    pub measure: Measure,
    pub signs: SignSet,
    /// What all other roles are laid on: [`Role::Text`], or [`Role::Popup`] within a popup.
    pub ground: Role,
    /// A role laid over all others, to the end of the area: [`Role::Selected`] and its like.
    pub over: Option<Role>,
    /// A role that the first so many cells of a line have in place of their own: [`Role::Cursor`].
    pub mark: Option<(Role, usize)>,
}

impl<'a> Pen<'a> {
    pub const fn new(theme: &'a Theme, measure: Measure, signs: SignSet) -> Self {
        Self { theme, measure, signs, ground: Role::Text, over: None, mark: None }
    }

    /// The same pen on another ground.
    pub const fn on(self, ground: Role) -> Self {
        Self { ground, ..self }
    }

    /// The same pen with a role over all others.
    pub const fn over(self, role: Role) -> Self {
        Self { over: Some(role), ..self }
    }

    /// How a run of this role looks under this pen.
    pub fn style(&self, role: Role) -> Style {
        self.lay_over(self.theme.style(self.ground).patch(self.theme.style(role)))
    }

    fn emphasised(&self, role: Role, emphasis: Emphasis) -> Style {
        let mut style = self.theme.style(self.ground).patch(self.theme.style(role));
        if emphasis.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if emphasis.italic {
            style = style.add_modifier(Modifier::ITALIC);
        }
        self.lay_over(style)
    }

    fn lay_over(&self, style: Style) -> Style {
        self.over.map_or(style, |role| lay(style, self.theme.style(role)))
    }
}

/// One style over another. Reverse over reverse is not reverse, so that a lit match shows in a selected row.
fn lay(below: Style, above: Style) -> Style {
    let twice = below.add_modifier.contains(Modifier::REVERSED) && above.add_modifier.contains(Modifier::REVERSED);
    let style = below.patch(above);
    if twice { style.remove_modifier(Modifier::REVERSED) } else { style }
}

/// Draws a page line in the first row of the area; returns the cells it took, indent included.
pub fn put_line(buffer: &mut Buffer, area: Rect, line: &PageLine, pen: &Pen<'_>) -> u16 {
    put_line_lit(buffer, area, line, pen, &[], None)
}

/// The same with places lit: byte ranges of [`crate::reader::page::line_text`], in ascending order, of which one (by its
/// place in the list) may be the current one.
pub fn put_line_lit(
    buffer: &mut Buffer,
    area: Rect,
    line: &PageLine,
    pen: &Pen<'_>,
    matches: &[Range<usize>],
    current: Option<usize>,
) -> u16 {
    let mut pencil = Pencil::new(buffer, area);
    // One look for all of the mark: each other one would have to be sent too.
    let (mark, marked) = pen.mark.map_or((None, 0), |(role, cells)| {
        (Some(pen.theme.style(pen.ground).patch(pen.theme.style(role))), u16::try_from(cells).unwrap_or(u16::MAX))
    });
    let mark_at = |used: u16| mark.filter(|_| used < marked);
    for _ in 0..line.indent.min(usize::from(area.width)) {
        pencil.blanks(1, mark_at(pencil.used()).unwrap_or(pen.style(Role::Text)));
    }
    let mut byte = 0;
    let mut lit = matches.iter().enumerate().peekable();
    for run in &line.runs {
        let style = pen.emphasised(run.tag.role, run.emphasis);
        for cluster in pen.measure.clusters(&run.text) {
            let end = byte + cluster.text.len();
            while lit.next_if(|(_, range)| range.end <= byte).is_some() {}
            let style = match lit.peek() {
                Some((place, range)) if range.start < end => {
                    let role = if current == Some(*place) { Role::MatchCurrent } else { Role::Match };
                    lay(style, pen.theme.style(role))
                }
                _ => style,
            };
            let style = mark_at(pencil.used()).unwrap_or(style);
            if !pencil.cluster(cluster, style) {
                return pencil.used();
            }
            byte = end;
        }
    }
    let used = pencil.used();
    if pen.over.is_some() {
        pencil.blanks(usize::MAX, pen.style(Role::Text));
    }
    used
}

/// Draws one line of text in the first row of the area, cut at its right edge; returns the cells it took.
pub fn put_text(buffer: &mut Buffer, area: Rect, text: &str, style: Style, measure: Measure) -> u16 {
    let mut pencil = Pencil::new(buffer, area);
    for cluster in measure.clusters(text) {
        if !pencil.cluster(cluster, style) {
            break;
        }
    }
    pencil.used()
}

/// Fills the area with blanks in a style, mending wide glyphs that it cuts.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    for row in area.rows() {
        Pencil::new(buffer, row).blanks(usize::MAX, style);
    }
}

/// Draws a frame along the area's edge with a title in its top line, cut with an ellipsis; returns what is inside. An
/// area without an inside gets no frame.
pub fn frame(buffer: &mut Buffer, area: Rect, title: &str, border: Role, title_role: Role, pen: &Pen<'_>) -> Rect {
    let area = area.intersection(buffer.area);
    if area.width < 3 || area.height < 3 {
        return area;
    }
    let style = pen.style(border);
    let inside = usize::from(area.width) - 2;
    let (top, bottom) = (area.y, area.bottom() - 1);
    let row = |y| Rect { x: area.x, y, width: area.width, height: 1 };
    for (y, left, right) in [(top, Sign::TopLeft, Sign::TopRight), (bottom, Sign::BottomLeft, Sign::BottomRight)] {
        let edge = format!("{}{}{}", pen.signs.draw(left), pen.signs.draw(Sign::Horizontal).repeat(inside), pen.signs.draw(right));
        put_text(buffer, row(y), &edge, style, pen.measure);
    }
    for y in top + 1..bottom {
        for x in [area.x, area.right() - 1] {
            put_text(buffer, Rect { x, y, width: 1, height: 1 }, pen.signs.draw(Sign::Vertical), style, pen.measure);
        }
    }
    if !title.is_empty() && inside >= 4 {
        let shown = format!(" {} ", cut(title, inside - 2, pen));
        put_text(buffer, Rect { x: area.x + 1, width: area.width - 2, ..row(top) }, &shown, pen.style(title_role), pen.measure);
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

/// Clears the area for a popup and draws its frame; returns what is inside. Draw in it with `pen.on(Role::Popup)`.
pub fn popup(buffer: &mut Buffer, area: Rect, title: &str, pen: &Pen<'_>) -> Rect {
    let pen = pen.on(Role::Popup);
    fill(buffer, area, pen.style(Role::Popup));
    frame(buffer, area, title, Role::BorderFocused, Role::PaneTitleFocused, &pen)
}

/// The text, or as much of it as fits in so many cells with the pen's ellipsis behind it.
pub fn cut(text: &str, cells: usize, pen: &Pen<'_>) -> String {
    if pen.measure.width(text) <= cells {
        return text.to_owned();
    }
    let ellipsis = pen.signs.draw(Sign::Ellipsis);
    let (ellipsis, taken) = pen.measure.head(ellipsis, cells);
    let (head, _) = pen.measure.head(text, cells - taken);
    format!("{}{ellipsis}", head.trim_end())
}

/// Writes clusters one after another into one row of the buffer.
struct Pencil<'a> {
    buffer: &'a mut Buffer,
    y: u16,
    from: u16,
    x: u16,
    /// The first column that may not be written.
    end: u16,
}

impl<'a> Pencil<'a> {
    fn new(buffer: &'a mut Buffer, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        let end = if area.height == 0 { area.x } else { area.right() };
        Self { buffer, y: area.y, from: area.x, x: area.x, end }
    }

    fn used(&self) -> u16 {
        self.x - self.from
    }

    /// Writes one cluster; false when the row is full. A wide one that no longer fits becomes a blank.
    fn cluster(&mut self, cluster: Cluster<'_>, style: Style) -> bool {
        if self.x >= self.end {
            return false;
        }
        if cluster.cells == 0 {
            // Marks without a base, and control characters: text comes here cleaned, this is the second lock on the door.
            return true;
        }
        if cluster.cells == 1 {
            self.cell(cluster.text, 1, style);
            return true;
        }
        if self.end - self.x >= 2 {
            self.cell(cluster.text, 2, style);
            return true;
        }
        self.cell(" ", 1, style);
        false
    }

    fn blanks(&mut self, count: usize, style: Style) {
        let count = count.min(usize::from(self.end.saturating_sub(self.x)));
        for _ in 0..count {
            self.cell(" ", 1, style);
        }
    }

    /// Writes a symbol of one or two cells, for which the row has room. A wide glyph that loses its right half becomes a
    /// blank; one that loses its left half already has a blank in the other.
    fn cell(&mut self, symbol: &str, width: u16, style: Style) {
        let (x, y) = (self.x, self.y);
        let last = x + width - 1;
        if let Some(left) = x.checked_sub(1)
            && let Some(cut) = self.buffer.cell_mut((left, y))
            && is_wide(cut)
        {
            cut.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol);
            dress(cell, style);
            if symbol.len() > 1 && symbol.cell_width() != width {
                cell.set_diff_option(NonZeroU16::new(width).map_or(CellDiffOption::None, CellDiffOption::ForcedWidth));
            }
        }
        if width == 2
            && let Some(hidden) = self.buffer.cell_mut((last, y))
        {
            hidden.set_symbol(" ");
            dress(hidden, style);
        }
        self.x += width;
    }
}

/// Whether the cell's glyph covers the next cell too.
fn is_wide(cell: &Cell) -> bool {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => width.get() > 1,
        _ => cell.symbol().len() > 1 && cell.symbol().cell_width() > 1,
    }
}

/// Gives a cell this style and none of what it had.
fn dress(cell: &mut Cell, style: Style) {
    cell.fg = style.fg.unwrap_or(Color::Reset);
    cell.bg = style.bg.unwrap_or(Color::Reset);
    cell.modifier = style.add_modifier.difference(style.sub_modifier);
    cell.diff_option = CellDiffOption::None;
}

#[cfg(test)]
#[path = "put_tests.rs"]
mod tests;
