//! How the panes share the screen: worked out from its size, never from what is drawn.

use serde::{Deserialize, Serialize};

use super::{LayoutChoice, Size};

/// A rectangle of the screen, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// Whether the cell lies in it.
    pub const fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x && column - self.x < self.width && row >= self.y && row - self.y < self.height
    }

    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// The area without its outermost cells on every side.
    #[must_use]
    pub const fn inside(self) -> Self {
        Self {
            x: self.x.saturating_add(1),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    /// An area of at most this size in the middle of this one.
    #[must_use]
    pub const fn centred(self, width: u16, height: u16) -> Self {
        let width = if width < self.width { width } else { self.width };
        let height = if height < self.height { height } else { self.height };
        Self { x: self.x + (self.width - width) / 2, y: self.y + (self.height - height) / 2, width, height }
    }
}

/// One of the three panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pane {
    #[default]
    Issues,
    Abstract,
    Lists,
}

impl Pane {
    pub const ALL: [Self; 3] = [Self::Issues, Self::Abstract, Self::Lists];
}

/// How much a person moved the borders, in steps from the built-in shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// Steps of four columns.
    pub columns: [i16; 3],
    /// Steps of one row.
    pub rows: [i16; 3],
}

/// Which of the three layouts stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    SideBySide,
    Stacked,
    #[default]
    Single,
}

/// Where one pane stands: a rule with its title above what it shows. In [`Layout::Single`] there is no rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    pub title: Area,
    pub body: Area,
}

/// Where everything stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    pub layout: Layout,
    /// By [`Pane`]; empty where the pane is not on the screen.
    pub slots: [Slot; 3],
    /// The columns of the lines between panes that stand side by side.
    pub lines: [Option<u16>; 2],
    /// Everything but the status line.
    pub panes: Area,
    pub status: Area,
}

impl Arrangement {
    pub fn slot(&self, pane: Pane) -> Slot {
        self.slots[pane as usize]
    }

    /// Whether any of the pane can be seen.
    pub fn shows(&self, pane: Pane) -> bool {
        !self.slot(pane).body.is_empty()
    }
}

/// Fewest columns at which panes stand side by side, and at which they are stacked.
pub const SIDE_BY_SIDE: u16 = 120;
pub const STACKED: u16 = 80;
/// Fewest rows at which panes are stacked.
pub const STACKED_ROWS: u16 = 16;

/// Splits the screen. The status line stands at the bottom and the text begins in row 0 wherever there is one pane, so
/// that a terminal can scroll it.
///
/// ```text
/// side by side, 120 columns and more          stacked, 80 to 119                one pane
/// ─ Issues ───┬─ Abstract ────┬─ Refer… 21 ─  ─ Issues ───────────────────────  智慧城市建设中的…
/// - Journal   │ 智慧城市建设… │ ● 1 Dameri…   - 2024, 60                        HU Ye-fei¹
///   - 2024    │ HU Ye-fei¹    │   2 Chong …   ─ Abstract ─────────────────────
///     ● 46 …  │ Abstract …    │ ○ 3 OECD …    智慧城市建设中的…                 Abstract …
///             │               │               ─ References 21 · Related 15 ───
///             │               │               ● 1 Dameri 2017 …
/// Journal › 2024 › 60(3)            ? help    Journal › 2024 › 60(3)    ? help  …60(3)  Abstract 12%
/// ```
pub fn arrange(size: Size, choice: LayoutChoice, zoomed: bool, focus: Pane, shares: &Shares) -> Arrangement {
    let Size { columns, rows } = size;
    // A screen of one row shows the pane, not the status.
    let status_rows = u16::from(rows > 1);
    let panes = Area::new(0, 0, columns, rows - status_rows);
    let status = Area::new(0, panes.height, columns, status_rows);
    let layout = match choice {
        _ if zoomed => Layout::Single,
        LayoutChoice::Auto if columns >= SIDE_BY_SIDE && rows >= 4 => Layout::SideBySide,
        LayoutChoice::Auto if columns >= STACKED && rows >= STACKED_ROWS => Layout::Stacked,
        LayoutChoice::SideBySide if columns >= 48 && rows >= 4 => Layout::SideBySide,
        LayoutChoice::Stacked if columns >= 16 && rows >= 10 => Layout::Stacked,
        _ => Layout::Single,
    };
    let mut arrangement = Arrangement { layout, panes, status, ..Arrangement::default() };
    match layout {
        Layout::Single => arrangement.slots[focus as usize].body = panes,
        Layout::Stacked => {
            let heights = split(panes.height - 3, [26, 43, 31], [2, 3, 2], shares.rows, 1);
            let mut y = 0;
            for (slot, height) in arrangement.slots.iter_mut().zip(heights) {
                slot.title = Area::new(0, y, columns, 1);
                slot.body = Area::new(0, y + 1, columns, height);
                y += height + 1;
            }
        }
        Layout::SideBySide => {
            let mut widths = split(columns - 2, [25, 44, 31], [12, 16, 12], shares.columns, 4);
            // Text needs no more than its measure with some air; what is over goes to the lists.
            let ample = 100;
            if let [issues, text, lists] = &mut widths
                && shares.columns == [0; 3]
                && *text > ample
            {
                let over = *text - ample;
                *text = ample;
                *issues += over / 2;
                *lists += over - over / 2;
            }
            let mut x = 0;
            for (place, (slot, width)) in arrangement.slots.iter_mut().zip(widths).enumerate() {
                slot.title = Area::new(x, 0, width, 1);
                slot.body = Area::new(x, 1, width, panes.height.saturating_sub(1));
                x += width;
                if let Some(line) = arrangement.lines.get_mut(place) {
                    *line = Some(x);
                }
                x += 1;
            }
        }
    }
    arrangement
}

/// One pane over the whole width, its title as the first line: what the linear presentation is laid out in.
///
/// ```text
/// References, 21 rows
/// 1, in library: Dameri 2017 …
/// 2: Chong 2018 …
/// References, row 1 of 21: 智慧城市建设中的…
/// ```
pub fn arrange_linear(size: Size, focus: Pane) -> Arrangement {
    let Size { columns, rows } = size;
    let status_rows = u16::from(rows > 1);
    let panes = Area::new(0, 0, columns, rows - status_rows);
    let title_rows = u16::from(panes.height > 2);
    let mut arrangement = Arrangement { panes, status: Area::new(0, panes.height, columns, status_rows), ..Arrangement::default() };
    arrangement.slots[focus as usize] =
        Slot { title: Area::new(0, 0, columns, title_rows), body: Area::new(0, title_rows, columns, panes.height - title_rows) };
    arrangement
}

/// Shares `whole` out by hundredths, moved by a person's steps, none below its least as far as that can be. What one pane
/// wins the abstract loses; what the abstract wins the lists lose.
fn split(whole: u16, hundredths: [i32; 3], least: [i32; 3], steps: [i16; 3], step: i32) -> [u16; 3] {
    let whole = i32::from(whole);
    let mut parts = hundredths.map(|share| whole * share / 100);
    parts[1] += whole - parts.iter().sum::<i32>();
    for place in [0, 2, 1] {
        let giver = if place == 1 { 2 } else { 1 };
        let wanted = i32::from(steps[place]) * step;
        let most = (parts[giver] - least[giver]).max(0);
        let fewest = (least[place] - parts[place]).min(0);
        let moved = wanted.clamp(fewest, most);
        parts[place] += moved;
        parts[giver] -= moved;
    }
    parts.map(|part| u16::try_from(part.max(0)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(arrangement: &Arrangement, size: Size) -> Vec<u8> {
        let mut cells = vec![0; usize::from(size.columns) * usize::from(size.rows)];
        let mut areas = vec![arrangement.status];
        areas.extend(arrangement.slots.iter().flat_map(|slot| [slot.title, slot.body]));
        areas.extend(arrangement.lines.iter().flatten().map(|x| Area::new(*x, 0, 1, arrangement.panes.height)));
        for area in areas {
            for y in area.y..area.y + area.height {
                for x in area.x..area.x + area.width {
                    cells[usize::from(y) * usize::from(size.columns) + usize::from(x)] += 1;
                }
            }
        }
        cells
    }

    #[test]
    fn every_cell_belongs_to_one_part_at_every_size() {
        for columns in 0..=210 {
            for rows in 0..=52 {
                let size = Size { columns, rows };
                for focus in Pane::ALL {
                    let arrangement = arrange_linear(size, focus);
                    assert!(covered(&arrangement, size).iter().all(|times| *times == 1), "{size:?}: {arrangement:?}");
                }
                for choice in [LayoutChoice::Auto, LayoutChoice::SideBySide, LayoutChoice::Stacked, LayoutChoice::Single] {
                    for steps in [-20, 0, 20] {
                        let shares = Shares { columns: [steps, 0, -steps], rows: [0, steps, steps] };
                        let arrangement = arrange(size, choice, false, Pane::Abstract, &shares);
                        let cells = covered(&arrangement, size);
                        assert!(cells.iter().all(|times| *times == 1), "{size:?} {choice:?} {steps}: {arrangement:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_layout_follows_the_size() {
        let layout = |columns, rows| arrange(Size { columns, rows }, LayoutChoice::Auto, false, Pane::Issues, &Shares::default()).layout;
        assert_eq!(layout(120, 40), Layout::SideBySide);
        assert_eq!(layout(119, 40), Layout::Stacked);
        assert_eq!(layout(80, 24), Layout::Stacked);
        assert_eq!(layout(80, 12), Layout::Single);
        assert_eq!(layout(79, 24), Layout::Single);
    }
}
