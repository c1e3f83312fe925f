//! Rows that were only scrolled: found by comparing rows, moved by the terminal itself.
//!
//! A shift is tried for the full width and, where the terminal has column margins, for the columns of the pane that changed.
//! Candidates come from equal rows (by hash), weighed by the exact bytes that a shift saves.

use super::Painter;
use super::grid::{Glyph, Part};
use super::pen::Margins;
use super::style::PLAIN;

/// Bytes that setting margins, going there and scrolling costs, beyond which a shift pays.
const PRICE: usize = 20;
const PRICE_WITH_COLUMNS: usize = 36;
/// Shifts in one frame: a list and a text may scroll together.
const SHIFTS: usize = 3;
/// Distances that are weighed exactly.
const DISTANCES: usize = 3;

/// Columns `left..right`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Band {
    left: usize,
    right: usize,
}

#[derive(Clone, Copy, Debug)]
struct Shift {
    margins: Margins,
    by: usize,
    up: bool,
    gain: usize,
}

impl Painter {
    /// Lets the terminal move what it can, and moves the shadow with it.
    pub(super) fn shift(&mut self) {
        if !self.abilities.row_margins || self.wanted.rows < 2 {
            return;
        }
        for _ in 0..SHIFTS {
            let mut best: Option<Shift> = None;
            for band in self.bands() {
                if let Some(found) = self.best_shift(band)
                    && best.is_none_or(|best| found.gain > best.gain)
                {
                    best = Some(found);
                }
            }
            let Some(shift) = best else { return };
            self.carry_out(shift);
        }
    }

    /// The full width first, then the columns that changed, as they are and widened to the lines that enclose them.
    fn bands(&self) -> Vec<Band> {
        let columns = self.wanted.columns;
        let full = Band { left: 0, right: columns };
        let mut bands = vec![full];
        if !self.abilities.column_margins {
            return bands;
        }
        let rows = self.wanted.rows;
        let mut changed = vec![0_usize; columns];
        let mut upright = vec![0_usize; columns];
        for y in 0..rows {
            for (x, (new, old)) in self.wanted.row(y).iter().zip(self.shown.row(y)).enumerate() {
                if new != old {
                    changed[x] += 1;
                } else if new.is_upright() {
                    upright[x] += 1;
                }
            }
        }
        let walls: Vec<usize> = (0..columns).filter(|&x| upright[x] >= 3 && upright[x] * 4 >= rows).collect();
        let mut add = |band: Band| {
            if band.right >= band.left + 2 && !bands.contains(&band) {
                bands.push(band);
            }
        };
        // Panes between upright lines, where something changed in several rows.
        let mut left = 0;
        for right in walls.into_iter().chain([columns]) {
            if changed.get(left..right).is_some_and(|columns| columns.iter().any(|n| *n >= 2)) {
                add(Band { left, right });
            }
            left = right + 1;
        }
        // Panes without lines: the columns from the first to the last that changed in several rows.
        let busy = |n: &usize| *n >= 2;
        if let (Some(left), Some(right)) = (changed.iter().position(busy), changed.iter().rposition(busy)) {
            add(Band { left, right: right + 1 });
            if left > 0 {
                add(Band { left, right: columns });
            }
        }
        bands
    }

    fn best_shift(&self, band: Band) -> Option<Shift> {
        let rows = self.wanted.rows;
        let full = band.left == 0 && band.right == self.wanted.columns;
        let hash = |row: &[Glyph]| {
            row.iter()
                .fold(0xcbf2_9ce4_8422_2325_u64, |hash, glyph| (hash ^ glyph.bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
        };
        let old: Vec<u64> = (0..rows).map(|y| hash(self.shown_in(band, y))).collect();
        let new: Vec<u64> = (0..rows).map(|y| hash(self.wanted_in(band, y))).collect();
        // What each row costs as it stands.
        let costs: Vec<usize> =
            (0..rows).map(|y| if old[y] == new[y] { 0 } else { self.cost(self.shown_in(band, y), self.wanted_in(band, y)) }).collect();
        if costs.iter().sum::<usize>() <= PRICE {
            return None;
        }
        // Each row that stands elsewhere speaks for that distance. Index: distance + rows.
        let mut votes = vec![0_usize; 2 * rows + 1];
        for y in (0..rows).filter(|&y| costs[y] > 0) {
            for from in (0..rows).filter(|&from| old[from] == new[y]) {
                votes[from + rows - y] += costs[y];
            }
        }
        let mut best: Option<Shift> = None;
        for _ in 0..DISTANCES {
            let Some((index, vote)) = votes.iter().copied().enumerate().max_by_key(|(_, vote)| *vote) else { break };
            if vote <= PRICE {
                break;
            }
            votes[index] = 0;
            let (by, up) = if index > rows { (index - rows, true) } else { (rows - index, false) };
            if by > 0
                && let Some(found) = self.weigh(band, &costs, by, up, full)
                && best.is_none_or(|best| found.gain > best.gain)
            {
                best = Some(found);
            }
        }
        best
    }

    /// The rows for which moving by this distance saves most, and how much that is.
    fn weigh(&self, band: Band, costs: &[usize], by: usize, up: bool, full: bool) -> Option<Shift> {
        let rows = self.wanted.rows;
        // Rows that receive another row: `first..last`. Row y receives y + by, or y - by.
        let (first, last) = if up { (0, rows.checked_sub(by)?) } else { (by, rows) };
        let signed = |bytes: usize| isize::try_from(bytes).unwrap_or(isize::MAX);
        let mut run: Option<(usize, isize)> = None;
        let mut best: Option<(usize, usize, isize)> = None;
        for (y, cost) in costs.iter().enumerate().take(last).skip(first) {
            let from = if up { y + by } else { y - by };
            let after = self.cost(self.shown_in(band, from), self.wanted_in(band, y));
            let gain = signed(*cost) - signed(after);
            let (start, sum) = match run {
                Some((start, sum)) if sum > 0 => (start, sum + gain),
                _ => (y, gain),
            };
            run = Some((start, sum));
            if sum > best.map_or(0, |(_, _, best)| best) {
                best = Some((start, y + 1, sum));
            }
        }
        let (start, end, sum) = best?;
        let (top, bottom) = if up { (start, end + by) } else { (start - by, end) };
        // The rows that come in blank may have been right as they were.
        let bare = if up { end..bottom } else { top..start };
        let blank = vec![Glyph::BLANK; band.right - band.left];
        let lost: isize = bare
            .map(|y| {
                let after = self.cost(&blank, self.wanted_in(band, y));
                signed(after) - signed(costs[y])
            })
            .sum();
        let margins = Margins { top, bottom, left: band.left, right: band.right };
        let standing = self.pen.margins() == Some(margins);
        let price = if standing {
            8
        } else if full {
            PRICE
        } else {
            PRICE_WITH_COLUMNS
        } + by.min(4);
        let gain = sum - lost - signed(price);
        if gain <= 0 || bottom < top + 2 || self.cuts(margins) {
            return None;
        }
        Some(Shift { margins, by, up, gain: usize::try_from(gain).unwrap_or(0) })
    }

    /// Would the band's edges cut a wide sign? Some terminals also blank one that lies in the row just outside the band.
    fn cuts(&self, m: Margins) -> bool {
        (m.top.saturating_sub(1)..(m.bottom + 1).min(self.shown.rows)).any(|y| {
            (m.left > 0 && self.shown.at(y, m.left).part == Part::Covered)
                || (m.right < self.shown.columns && self.shown.at(y, m.right).part == Part::Covered)
        })
    }

    fn carry_out(&mut self, shift: Shift) {
        let Shift { margins, by, up, .. } = shift;
        // Lines that come in take the background that is on.
        self.pen.look_for_blank(PLAIN);
        self.pen.set_margins(Some(margins));
        self.pen.shift(margins, by, up);
        let columns = self.shown.columns;
        let height = margins.bottom - margins.top;
        for i in 0..height {
            let y = if up { margins.top + i } else { margins.bottom - 1 - i };
            let from = if up { y + by } else { y.wrapping_sub(by) };
            let here = y * columns + margins.left;
            if (margins.top..margins.bottom).contains(&from) {
                let source = from * columns + margins.left..from * columns + margins.right;
                self.shown.cells.copy_within(source, here);
            } else {
                self.shown.cells[here..here + margins.right - margins.left].fill(Glyph::BLANK);
            }
        }
    }

    fn shown_in(&self, band: Band, y: usize) -> &[Glyph] {
        self.shown.row(y).get(band.left..band.right).unwrap_or_default()
    }

    fn wanted_in(&self, band: Band, y: usize) -> &[Glyph] {
        self.wanted.row(y).get(band.left..band.right).unwrap_or_default()
    }

    /// About how many bytes it takes to write `new` over `old`.
    fn cost(&self, old: &[Glyph], new: &[Glyph]) -> usize {
        let mut bytes = 0;
        let mut blanks = 0;
        let mut apart = 6;
        for (old, new) in old.iter().zip(new) {
            if old == new {
                apart += 1;
                continue;
            }
            // A new run begins with a move.
            bytes += apart.min(6);
            apart = 0;
            if new.is_blank() {
                blanks += 1;
                if blanks <= 5 {
                    bytes += 1;
                }
            } else {
                blanks = 0;
                bytes += self.inks.len(*new);
            }
        }
        bytes
    }
}
