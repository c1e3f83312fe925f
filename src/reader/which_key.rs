//! The box of keys that can follow those pressed half-way: what stands in it, and where it stands.

use super::Reader;
use super::layout::Area;
use super::press::Letter;

/// The box, above the status line at the right edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhichKey {
    /// The frame included.
    pub area: Area,
    /// What was pressed.
    pub title: String,
    /// Each key, or keys, with what it does.
    pub lines: Vec<(String, String)>,
    /// Cells of the column of keys, the air behind it included.
    pub keys: u16,
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
        let width = fit(keys + widest + 4).min(screen.width);
        let height = fit(lines.len() + 2).min(screen.height);
        let area = Area::new(screen.width - width, screen.height - height, width, height);
        Some(WhichKey { area, title: self.half.shown(), lines, keys: fit(keys) })
    }
}
