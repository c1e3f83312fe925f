//! Lines into cells: the only way text reaches the buffer. Never outside the area, never half a wide glyph.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Theme;
use crate::reader::{PageLine, Role, SignSet};
use crate::text::Measure;

/// What one draws with.
#[derive(Clone, Copy, Debug)]
pub struct Pen<'a> {
    pub theme: &'a Theme,
    pub measure: Measure,
    pub signs: SignSet,
    /// A role laid over all others, to the end of the area: [`Role::Selected`] and its like.
    pub over: Option<Role>,
}

/// Draws a page line in the first row of the area; returns the cells it took, indent included.
pub fn put_line(buffer: &mut Buffer, area: Rect, line: &PageLine, pen: &Pen<'_>) -> u16 {
    put_line_lit(buffer, area, line, pen, &[], None)
}

/// The same with places lit: byte ranges of [`crate::reader::page::line_text`], in ascending order, of which one may be
/// the current one.
pub fn put_line_lit(
    buffer: &mut Buffer,
    area: Rect,
    line: &PageLine,
    pen: &Pen<'_>,
    matches: &[Range<usize>],
    current: Option<usize>,
) -> u16 {
    let _ = (buffer, area, line, pen, matches, current);
    0
}

/// Draws one line of text in the first row of the area, cut at its right edge; returns the cells it took.
pub fn put_text(buffer: &mut Buffer, area: Rect, text: &str, style: Style, measure: Measure) -> u16 {
    let _ = (buffer, area, text, style, measure);
    0
}

/// Fills the area with blanks in a style, mending wide glyphs that it cuts.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    let _ = (buffer, area, style);
}

/// Draws a frame along the area's edge with a title in its top line; returns what is inside.
pub fn frame(buffer: &mut Buffer, area: Rect, title: &str, border: Role, title_role: Role, pen: &Pen<'_>) -> Rect {
    let _ = (buffer, title, border, title_role, pen);
    area
}

/// Clears the area for a popup and draws its frame; returns what is inside.
pub fn popup(buffer: &mut Buffer, area: Rect, title: &str, pen: &Pen<'_>) -> Rect {
    fill(buffer, area, pen.theme.style(Role::Popup));
    frame(buffer, area, title, Role::BorderFocused, Role::PaneTitleFocused, pen)
}
