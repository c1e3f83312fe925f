//! Rows that were only scrolled: found by comparing rows, moved by the terminal itself.
//!
//! A shift is tried for the full width and, where the terminal has column margins, for the columns of each pane that changed.
//! Equal rows (by hash) say how far something may have moved; what a shift saves is then weighed row by row in bytes, with
//! the rows that come in blank and the price of the margins set against it. A list that is folded, a text that scrolls and a
//! popup that goes are all the same thing here.

use super::Painter;
use super::grid::{Glyph, Part};
use super::pen::Margins;
use super::style::PLAIN;

/// Bytes of change up to which no shift is looked for.
const LEAST: usize = 16;
/// Shifts in one frame: a list and a text may scroll together.
const SHIFTS: usize = 4;
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
    /// Bytes that it saves.
    gain: usize,
}

/// What the rows of a band cost, for weighing shifts of them. All by row of the screen.
struct Rows {
    band: Band,
    /// The rows that may take part: `from..to`.
    from: usize,
    to: usize,
    /// Bytes of the row as it stands.
    costs: Vec<usize>,
    /// Sums over the rows above of how much dearer each is if it comes in blank.
    bare: Vec<isize>,
}

impl Rows {
    /// How much dearer rows `from..to` are if they come in blank.
    fn lost(&self, from: usize, to: usize) -> isize {
        let at = |y: usize| self.bare.get(y).copied().unwrap_or(0);
        at(to) - at(from)
    }
}

impl Painter {
    /// Lets the terminal move what it can, and moves the shadow with it.
    pub(super) fn shift(&mut self) {
        if !self.abilities.row_margins || self.wanted.rows < 2 {
            return;
        }
        let mut weighed: Vec<(Band, Option<Shift>)> = self.bands().into_iter().map(|band| (band, self.best_shift(band))).collect();
        for _ in 0..SHIFTS {
            let Some(shift) = weighed.iter().filter_map(|(_, found)| *found).max_by_key(|shift| shift.gain) else { return };
            self.carry_out(shift);
            for (band, found) in &mut weighed {
                if band.left < shift.margins.right && shift.margins.left < band.right {
                    *found = self.best_shift(*band);
                }
            }
        }
    }

    /// The full width first, then the columns that changed, as they are and widened to the lines that enclose them.
    fn bands(&self) -> Vec<Band> {
        let columns = self.wanted.columns;
        let mut bands = vec![Band { left: 0, right: columns }];
        if !self.abilities.column_margins {
            return bands;
        }
        let rows = self.wanted.rows;
        let mut changed = vec![0_usize; columns];
        let mut upright = vec![0_usize; columns];
        for y in 0..rows {
            let (wanted, shown) = (self.wanted.row(y), self.shown.row(y));
            let same = wanted == shown;
            for (((new, old), changed), upright) in wanted.iter().zip(shown).zip(&mut changed).zip(&mut upright) {
                if !same && new != old {
                    *changed += 1;
                } else if new.is_upright() {
                    *upright += 1;
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
        for &right in walls.iter().chain([&columns]) {
            if changed.get(left..right).is_some_and(|columns| columns.iter().any(|n| *n >= 2)) {
                add(Band { left, right });
            }
            left = right + 1;
        }
        // Panes without lines: the columns from the first to the last that changed in several rows.
        let busy = |n: &usize| *n >= 2;
        if walls.is_empty()
            && let (Some(left), Some(right)) = (changed.iter().position(busy), changed.iter().rposition(busy))
        {
            add(Band { left, right: right + 1 });
            if left > 0 {
                add(Band { left, right: columns });
            }
        }
        bands
    }

    fn best_shift(&self, band: Band) -> Option<Shift> {
        let all = self.wanted.rows;
        let differs = |y: &usize| self.shown_in(band, *y) != self.wanted_in(band, *y);
        let (first, last) = ((0..all).find(differs)?, (0..all).rfind(differs)?);
        let votes = self.votes(band, first, last);
        if votes.is_empty() {
            return None;
        }
        let mut costs = vec![0; all];
        for (y, cost) in costs.iter_mut().enumerate().take(last + 1).skip(first) {
            *cost = self.cost(self.shown_in(band, y), self.wanted_in(band, y));
        }
        if costs.iter().sum::<usize>() <= LEAST {
            return None;
        }
        // The rows that moved lie among those that differ; only margins that stand already may reach further.
        let (mut from, mut to) = (first, last + 1);
        if let Some(standing) = self.pen.margins()
            && (standing.left, standing.right) == (band.left, band.right)
        {
            (from, to) = (from.min(standing.top), to.max(standing.bottom));
        }
        let mut bare = vec![0; all + 1];
        for y in 0..all {
            let dearer = if (from..to).contains(&y) { signed(self.cost_from_blank(self.wanted_in(band, y))) - signed(costs[y]) } else { 0 };
            bare[y + 1] = bare[y] + dearer;
        }
        let rows = Rows { band, from, to, costs, bare };
        let mut best: Option<Shift> = None;
        for (by, up) in votes {
            if let Some(found) = self.weigh(&rows, by, up)
                && best.is_none_or(|best| found.gain > best.gain)
            {
                best = Some(found);
            }
        }
        best
    }

    /// Each row that stands elsewhere speaks for that distance with its signs. The distances most spoken for, and whether upwards.
    fn votes(&self, band: Band, first: usize, last: usize) -> Vec<(usize, bool)> {
        let hash =
            |row: &[Glyph]| row.iter().fold(0_u64, |hash, glyph| (hash.rotate_left(5) ^ glyph.bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let old: Vec<u64> = (first..=last).map(|y| hash(self.shown_in(band, y))).collect();
        let span = old.len();
        let mut votes = vec![0_usize; 2 * span + 1];
        for y in 0..span {
            let row = self.wanted_in(band, first + y);
            let new = hash(row);
            if old[y] == new || !old.contains(&new) {
                continue;
            }
            let signs = 1 + row.iter().filter(|glyph| !glyph.is_blank()).count();
            for from in (0..span).filter(|&from| from != y && old[from] == new) {
                votes[from + span - y] += signs;
            }
        }
        let mut named = Vec::with_capacity(DISTANCES);
        while named.len() < DISTANCES {
            let Some((index, vote)) = votes.iter().copied().enumerate().max_by_key(|(_, vote)| *vote) else { break };
            if vote <= LEAST / 2 {
                break;
            }
            votes[index] = 0;
            named.push((index.abs_diff(span), index > span));
        }
        named
    }

    /// The rows for which moving by this distance saves most, and how much that is.
    fn weigh(&self, rows: &Rows, by: usize, up: bool) -> Option<Shift> {
        let band = rows.band;
        let count = (rows.to - rows.from).checked_sub(by)?;
        // Pair i: one of the rows i and i + by, counted from the first, receives what the other shows. Going up the rows left
        // bare are those behind the last pair; going down, those before the first.
        let mut gains = vec![0; count + 1];
        let begins = |i: usize| if up { 0 } else { -rows.lost(rows.from + i, rows.from + i + by) };
        let ends = |i: usize| if up { -rows.lost(rows.from + i, rows.from + i + by) } else { 0 };
        let (mut start, mut sum) = (0, begins(0));
        let mut best: Option<(usize, usize, isize)> = None;
        for i in 0..count {
            let (near, far) = (rows.from + i, rows.from + i + by);
            let (from, to) = if up { (far, near) } else { (near, far) };
            let (old, new) = (self.shown_in(band, from), self.wanted_in(band, to));
            let gain = signed(rows.costs[to]) - signed(if old == new { 0 } else { self.cost(old, new) });
            gains[i + 1] = gains[i] + gain;
            if sum <= begins(i) {
                (start, sum) = (i, begins(i));
            }
            sum += gain;
            let value = sum + ends(i + 1);
            if value > best.map_or(0, |(_, _, best)| best) {
                best = Some((start, i + 1, value));
            }
        }
        let (start, end, value) = best?;
        let margins = Margins { top: rows.from + start, bottom: rows.from + end + by, left: band.left, right: band.right };
        let price = |margins: Margins| signed(self.pen.price_of(margins) + 6 + by.min(4));
        let mut found = (margins, value - price(margins));
        // Margins that stand already are cheaper, even if they reach too far.
        if let Some(standing) = self.pen.margins()
            && (standing.left, standing.right) == (band.left, band.right)
            && standing.top <= margins.top
            && margins.bottom <= standing.bottom
        {
            let (start, end) = (standing.top - rows.from, standing.bottom - by - rows.from);
            let value = begins(start) + gains[end] - gains[start] + ends(end) - price(standing);
            if value >= found.1 {
                found = (standing, value);
            }
        }
        let (margins, gain) = found;
        if gain <= 0 || margins.bottom < margins.top + 2 || self.cuts(margins) {
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
        let column = self.first_sign(margins, if up { margins.bottom - 1 } else { margins.top });
        self.pen.shift(margins, by, up, column);
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

    /// Where a row that comes in begins to show something. The start of the row where that is cheaper to go to.
    fn first_sign(&self, m: Margins, y: usize) -> usize {
        let row = self.wanted.row(y).get(m.left..m.right).unwrap_or_default();
        let blanks = row.iter().take_while(|glyph| **glyph == Glyph::BLANK).count();
        // `CSI row H` and two blanks are no longer than `CSI row ; column H`.
        if blanks == row.len() || (m.left == 0 && blanks <= 2) { m.left } else { m.left + blanks }
    }

    fn shown_in(&self, band: Band, y: usize) -> &[Glyph] {
        self.shown.row(y).get(band.left..band.right).unwrap_or_default()
    }

    fn wanted_in(&self, band: Band, y: usize) -> &[Glyph] {
        self.wanted.row(y).get(band.left..band.right).unwrap_or_default()
    }

    /// About how many bytes it takes to write `new` over `old`.
    fn cost(&self, old: &[Glyph], new: &[Glyph]) -> usize {
        let mut tally = Tally::default();
        for (old, new) in old.iter().zip(new) {
            if old == new {
                tally.apart += 1;
            } else {
                tally.add(*new, self.inks.len(*new));
            }
        }
        tally.bytes
    }

    fn cost_from_blank(&self, new: &[Glyph]) -> usize {
        let mut tally = Tally::default();
        for new in new {
            if *new == Glyph::BLANK {
                tally.apart += 1;
            } else {
                tally.add(*new, self.inks.len(*new));
            }
        }
        tally.bytes
    }
}

/// Adds up what cells cost that are written one after another.
struct Tally {
    bytes: usize,
    blanks: usize,
    /// Cells since the last that was written.
    apart: usize,
    look: Option<u16>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { bytes: 0, blanks: 0, apart: FAR, look: None }
    }
}

/// Bytes of a usual move.
const FAR: usize = 6;

impl Tally {
    fn add(&mut self, glyph: Glyph, bytes: usize) {
        // A new run begins with a move.
        self.bytes += self.apart.min(FAR);
        self.apart = 0;
        if glyph.is_blank() {
            self.blanks += 1;
            if self.blanks <= 5 {
                self.bytes += 1;
            }
            return;
        }
        self.blanks = 0;
        self.bytes += bytes;
        if self.look != Some(glyph.look) {
            if self.look.is_some() {
                self.bytes += 4;
            }
            self.look = Some(glyph.look);
        }
    }
}

fn signed(bytes: usize) -> isize {
    isize::try_from(bytes).unwrap_or(isize::MAX)
}
