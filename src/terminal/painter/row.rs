//! Writing one row: what differs, with the shortest way over what does not.

use super::Painter;
use super::grid::{Glyph, Part};
use super::pen::{Pen, Spot};
use super::style::PLAIN;

/// Blanks in a row from which erasing them and jumping over them is shorter than writing them.
const WORTH_ERASING: usize = 11;
/// The same if nothing is to be written behind them.
const WORTH_ERASING_LAST: usize = 5;
/// Blanks at the end of a row from which `EL` is shorter.
const WORTH_CUTTING: usize = 4;
/// Rows of a line between panes to be drawn from which it pays to go pane by pane.
const MANY_ROWS: usize = 8;
/// Cells over which no move is dearer than writing them.
const FAR: usize = 8;
/// Column margins are left on while no more than so many rows and blanks are to be written: without them erasing and moving
/// are cheaper.
const FEW_ROWS: usize = 4;
const FEW_BLANKS: usize = 12;

/// Columns `from..to`, whose rows are written one below the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strip {
    pub from: usize,
    pub to: usize,
}

impl Painter {
    /// The order in which a picture is written: row by row; but where a line between panes is to be drawn, pane by pane, so that the
    /// look of the line does not come between those of the panes, and it is drawn downwards, at five bytes a row. Where it stands
    /// already, a jump over it is shorter than a return to the next row.
    pub(super) fn strips(&self) -> Vec<Strip> {
        let (columns, rows) = (self.wanted.columns, self.wanted.rows);
        let mut strips = vec![Strip { from: 0, to: columns }];
        let is_new =
            |x: usize| (0..rows).filter(|&y| self.wanted.at(y, x).is_upright() && !self.shows(y, x)).take(MANY_ROWS).count() == MANY_ROWS;
        let upright = |x: usize| (0..rows).filter(|&y| self.wanted.at(y, x).is_upright()).count() * 4 >= rows * 3;
        // A doubtful sign in the last column may harm the one before it, so these two are written together.
        for x in (0..columns.saturating_sub(2)).filter(|&x| self.wanted.at(rows / 2, x).is_upright() && is_new(x) && upright(x)) {
            if let Some(last) = strips.last_mut() {
                last.to = x;
            }
            strips.extend([Strip { from: x, to: x + 1 }, Strip { from: x + 1, to: columns }]);
        }
        strips
    }

    /// Brings a strip of row `y` of the terminal to what is wanted, and the shadow with it.
    pub(super) fn write_row(&mut self, y: usize, strip: Strip) {
        // A doubtful sign at the margin may have spoiled what was already written before it: once more then, and no more.
        for _ in 0..2 {
            if self.shown.row(y).get(strip.from..strip.to) == self.wanted.row(y).get(strip.from..strip.to) {
                return;
            }
            self.write_row_once(y, strip);
        }
        // What was right stays as it was written: it may have been in doubt then.
        for x in strip.from..strip.to {
            if !self.shows(y, x) {
                self.shown.set(y, x, self.wanted.at(y, x));
                self.guessed = true;
            }
        }
    }

    /// Can all that is still to be written be written while column margins are on? Text that crosses the right one would wrap, and
    /// terminals differ on erasing.
    pub(super) fn fits_between_margins(&self) -> bool {
        let Some(margins) = self.pen.margins() else { return true };
        let (mut rows, mut blanks) = (0, 0);
        (0..self.wanted.rows).all(|y| {
            let (new, old) = (self.wanted.row(y), self.shown.row(y));
            let differs = |(new, old): (&Glyph, &Glyph)| new != old;
            let Some(first) = new.iter().zip(old).position(differs) else { return true };
            // A wide sign is written whole, even if its right half was the right half of another before.
            let last = new.iter().zip(old).rposition(differs).map_or(first, |last| last + new.get(last).map_or(1, |sign| sign.cells()) - 1);
            let written = new.get(first..=last).unwrap_or_default();
            rows += 1;
            blanks += written.iter().filter(|glyph| glyph.is_blank()).count();
            let beside = last < margins.left || (first >= margins.left && last < margins.right) || first >= margins.right;
            beside && rows <= FEW_ROWS && blanks <= FEW_BLANKS && written.iter().all(|glyph| glyph.sure)
        })
    }

    fn write_row_once(&mut self, y: usize, strip: Strip) {
        let columns = self.wanted.columns;
        let end = if strip.to == columns { self.end_of_text(y).max(strip.from) } else { strip.to };
        let mut x = strip.from;
        while x < end {
            if self.shows(y, x) {
                x += 1;
                continue;
            }
            x = self.write_from(y, x, end);
        }
        if strip.to == columns && end < columns && (end..columns).any(|x| !self.shows(y, x)) {
            let blank = self.wanted.at(y, end);
            let mut from = end;
            while from < columns && self.is_half(y, from) {
                self.write_glyph(y, from, blank);
                from += 1;
            }
            if from < columns {
                self.pen.goto(y, from);
                self.pen.look_for_blank(self.inks.look(blank));
                self.pen.erase_to_end();
            }
            for x in end..columns {
                self.shown.set(y, x, blank);
            }
        }
    }

    fn shows(&self, y: usize, x: usize) -> bool {
        self.shown.at(y, x) == self.wanted.at(y, x)
    }

    /// Does a right half stand here of which the sign was written over? xterm sometimes keeps it: erasing from there on takes the
    /// cell before along, writing over it does not.
    fn is_half(&self, y: usize, x: usize) -> bool {
        matches!(self.shown.at(y, x).part, Part::Covered | Part::Unknown)
    }

    /// How many cells to erase of so many blanks: never half a sign, since tmux keeps the other half, and whoever writes over
    /// that loses the cell before it. The right half behind the blanks is written anew anyway. A doubtful sign in the last column
    /// may stand over the cell before it: that is left to be written.
    fn without_halves(&self, y: usize, x: usize, blanks: usize) -> usize {
        let cuts = |cells: usize| self.shown.at(y, x + cells).part == Part::Covered;
        let last = self.wanted.columns - 1;
        let cells = if cuts(blanks) { blanks + 1 } else { blanks };
        if x + cells != last || self.shown.at(y, last).sure {
            return cells;
        }
        (1..blanks).rev().find(|&fewer| !cuts(fewer)).unwrap_or(1)
    }

    /// Where the blanks begin that `EL` shall clear; the number of columns if it shall not.
    fn end_of_text(&self, y: usize) -> usize {
        let row = self.wanted.row(y);
        let columns = row.len();
        let Some(&last) = row.last() else { return columns };
        if self.pen.is_narrow() || !last.is_blank() || !self.may_erase_to(last) {
            return columns;
        }
        let tail = columns - row.iter().rev().take_while(|glyph| **glyph == last).count();
        let unlike = (tail..columns).filter(|&x| !self.shows(y, x)).count();
        if unlike >= WORTH_CUTTING { tail } else { columns }
    }

    /// Does erasing leave exactly this blank?
    fn may_erase_to(&self, blank: Glyph) -> bool {
        let look = self.inks.look(blank);
        look == PLAIN
            || (self.abilities.erase_with_colour
                && look.link == 0
                && look == look.on_blank()
                && look.serves_blank(look)
                && !has_seen_marks(look))
    }

    /// Writes from a cell that differs up to a gap that is cheaper to jump over; returns where to go on.
    fn write_from(&mut self, y: usize, mut x: usize, end: usize) -> usize {
        self.reach(y, x);
        while x < end {
            let glyph = self.wanted.at(y, x);
            if !self.shows(y, x) {
                let may_erase = self.abilities.erase && !self.pen.is_narrow() && !self.is_half(y, x);
                if glyph.is_blank() && may_erase && self.may_erase_to(glyph) {
                    let blanks = (x..end).take_while(|&i| self.wanted.at(y, i) == glyph).count();
                    let last = blanks >= WORTH_ERASING_LAST && (x + blanks..end).all(|i| self.shows(y, i));
                    if blanks >= WORTH_ERASING || last {
                        self.pen.goto(y, x);
                        self.pen.look_for_blank(self.inks.look(glyph));
                        let erased = self.without_halves(y, x, blanks);
                        self.pen.erase(erased);
                        for i in x..x + erased {
                            self.shown.set(y, i, glyph);
                        }
                        // The cursor is still before the blanks.
                        return x + erased.min(blanks);
                    }
                }
                self.write_glyph(y, x, glyph);
                x += glyph.cells();
                continue;
            }
            let gap = (x..end).take_while(|&i| self.shows(y, i)).count();
            if x + gap >= end || !self.is_cheap(y, x, gap, Pen::jump(gap)) {
                return x + gap;
            }
            let over = x + gap;
            while x < over {
                let glyph = self.wanted.at(y, x);
                self.write_glyph(y, x, glyph);
                x += glyph.cells();
            }
        }
        x
    }

    /// Is writing these unchanged cells again shorter than jumping over them?
    fn is_cheap(&self, y: usize, x: usize, gap: usize, limit: usize) -> bool {
        if !matches!(self.pen.spot, Spot::At { .. }) {
            return false;
        }
        let mut cost = 0;
        for i in x..x + gap {
            let glyph = self.wanted.at(y, i);
            let look = self.inks.look(glyph);
            let at_hand = if glyph.is_blank() { self.pen.has_look_for_blank(look) } else { self.pen.has_look(look) };
            // A gap that begins or ends inside a wide sign cannot be written by itself.
            if !at_hand || !glyph.sure || glyph.part == Part::Unknown || (i == x && glyph.part == Part::Covered) {
                return false;
            }
            cost += self.inks.len(glyph);
            if cost > limit {
                return false;
            }
        }
        self.wanted.at(y, x + gap).part != Part::Covered
    }

    /// Goes to a cell of which all before it in the row are right, over them if that is shorter than a jump.
    fn reach(&mut self, y: usize, x: usize) {
        let Spot::At { y: row, x: mut from } = self.pen.spot else { return };
        if row != y || from >= x || x - from > FAR || self.pen.crosses(from, x) || !(from..x).all(|i| self.shows(y, i)) {
            return;
        }
        // Text that crosses a margin would wrap there.
        let side = |x: usize| self.pen.margins().map(|m| (x >= m.left, x >= m.right));
        if self.pen.is_narrow() && side(from) != side(x) {
            return;
        }
        if self.is_cheap(y, from, x - from, self.pen.distance(y, x)) {
            while from < x {
                let glyph = self.wanted.at(y, from);
                self.write_glyph(y, from, glyph);
                from += glyph.cells();
            }
        }
    }

    fn write_glyph(&mut self, y: usize, x: usize, glyph: Glyph) {
        if glyph.part == Part::Covered || glyph.part == Part::Unknown {
            return;
        }
        self.pen.goto(y, x);
        let look = self.inks.look(glyph);
        self.pen.link(look.link, self.inks.opening(look.link));
        if glyph.is_blank() {
            self.pen.look_for_blank(look);
        } else {
            self.pen.look(look);
        }
        let cells = glyph.cells();
        if glyph.sure {
            self.inks.write(glyph, &mut self.pen.out);
            self.pen.advance(cells, true);
        } else {
            self.write_doubtful(y, x, glyph);
        }
        self.shown.set(y, x, glyph);
        if cells == 2 {
            self.shown.set(y, x + 1, self.wanted.at(y, x + 1));
        }
    }

    /// A sign that the terminal may take for more cells or fewer: no guess may harm its neighbours.
    fn write_doubtful(&mut self, y: usize, x: usize, glyph: Glyph) {
        let cells = glyph.cells();
        let columns = self.wanted.columns;
        let most = x + self.inks.most_cells(glyph);
        if cells == 2 {
            // If it takes one cell only, the other must not keep what it showed.
            self.pen.out.extend(b"  ");
            self.pen.advance(2, true);
            self.pen.goto(y, x);
            let link = self.inks.look(glyph).link;
            self.pen.link(link, self.inks.opening(link));
        }
        let may_wrap = most > columns;
        if may_wrap {
            self.pen.out.extend(b"\x1b[?7l");
        }
        self.inks.write(glyph, &mut self.pen.out);
        if may_wrap {
            self.pen.out.extend(b"\x1b[?7h");
        }
        self.pen.advance(cells, false);
        // What it has covered if it takes more cells; in the last column a wide one is put over the cell before.
        for covered in x + cells..most.min(columns) {
            self.shown.set(y, covered, Glyph::UNKNOWN);
        }
        if x + 1 == columns && x > 0 {
            let before = if self.wanted.at(y, x - 1).part == Part::Covered { x - 2 } else { x - 1 };
            self.shown.set(y, before, Glyph::UNKNOWN);
        }
    }
}

fn has_seen_marks(look: super::style::Look) -> bool {
    look.marks.intersects(super::style::SEEN_ON_BLANK)
}
