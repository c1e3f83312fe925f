//! The box of keys that can follow those pressed half-way: what stands in it, and where it stands.

use super::layout::Area;
use super::popup::content;
use super::press::Letter;
use super::{Presentation, Reader};

/// The fewest cells of a key with what it does where several stand side by side.
const NARROWEST: usize = 30;

/// The box, above the status line at the right edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichKey {
    /// The frame included.
    pub area: Area,
    /// What was pressed.
    pub title: String,
    /// Each key, or keys, with what it does.
    pub lines: Vec<(String, String)>,
    /// Cells of the keys, the air behind them included.
    pub keys: u16,
    /// Lines stand one below the other, then beside: so many below each other, and so many cells for each.
    rows: u16,
    column: u16,
}

impl WhichKey {
    /// Where a line stands in the box: cells from its left, rows from its top; and the cells that it may take.
    pub fn place(&self, line: usize) -> (u16, u16, u16) {
        let line = u16::try_from(line).unwrap_or(u16::MAX);
        let rows = self.rows.max(1);
        ((line / rows).saturating_mul(self.column), line % rows, self.column)
    }

    /// The line at this place of the box.
    pub fn line(&self, column: u16, row: u16) -> Option<usize> {
        if row >= self.rows {
            return None;
        }
        let line = usize::from(column / self.column.max(1)) * usize::from(self.rows) + usize::from(row);
        (line < self.lines.len()).then_some(line)
    }
}

impl Reader {
    /// The box, if keys were pressed half-way and there is room for it.
    pub fn which_key(&self) -> Option<WhichKey> {
        let mut lines: Vec<(String, String)> =
            self.half.choices.iter().map(|choice| (choice.keys.clone(), choice.action.help().trim_end_matches('.').to_owned())).collect();
        if self.half.letter == Some(Letter::GoMark) {
            lines = self.trail.marks.iter().map(|(letter, stop)| (letter.to_string(), stop.title.clone())).collect();
        }
        let screen = self.arrangement.panes;
        if lines.is_empty() || screen.width < 20 || screen.height < 4 {
            return None;
        }
        let measure = self.settings.measure;
        let keys = lines.iter().map(|(keys, _)| measure.width(keys)).max().unwrap_or(0) + 2;
        let widest = lines.iter().map(|(_, text)| measure.width(text)).max().unwrap_or(0);
        let fit = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        // More lines than there are rows stand side by side, as long as a few words of each can be read.
        let room = usize::from(screen.height - 2);
        let columns = lines.len().div_ceil(room).min((usize::from(screen.width) - 4) / NARROWEST).max(1);
        let rows = lines.len().div_ceil(columns);
        let width = fit((keys + widest + 1) * columns + 3).min(screen.width);
        let height = fit(rows + 2).min(screen.height);
        let area = Area::new(screen.width - width, screen.height - height, width, height);
        let column = content(area, Presentation::Panes).width / fit(columns);
        Some(WhichKey { area, title: self.half.shown(), lines, keys: fit(keys), rows: fit(rows).min(height - 2), column })
    }
}
