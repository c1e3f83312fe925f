//! Writing one row: what differs, with the shortest way over what does not.

use super::Painter;
use super::grid::{Glyph, Part};
use super::pen::{Pen, Spot};
use super::style::PLAIN;

/// Blanks in a row from which erasing them is shorter than writing them.
const WORTH_ERASING: usize = 9;
/// Blanks at the end of a row from which `EL` is shorter.
const WORTH_CUTTING: usize = 4;

impl Painter {
    /// Brings row `y` of the terminal to what is wanted, and the shadow with it.
    pub(super) fn write_row(&mut self, y: usize) {
        // A doubtful sign at the margin may have spoiled what was already written before it: once more then, and no more.
        for _ in 0..2 {
            if self.shown.row(y) == self.wanted.row(y) {
                return;
            }
            self.write_row_once(y);
        }
        self.shown.copy_row(y, &self.wanted);
    }

    fn write_row_once(&mut self, y: usize) {
        let end = self.end_of_text(y);
        let columns = self.wanted.columns;
        let mut x = 0;
        while x < end {
            if self.shows(y, x) {
                x += 1;
                continue;
            }
            x = self.write_from(y, x, end);
        }
        if end < columns && (end..columns).any(|x| !self.shows(y, x)) {
            let blank = self.wanted.at(y, end);
            self.pen.goto(y, end);
            self.pen.look_for_blank(self.inks.look(blank));
            self.pen.erase_to_end();
            for x in end..columns {
                self.shown.set(y, x, blank);
            }
        }
    }

    fn shows(&self, y: usize, x: usize) -> bool {
        self.shown.at(y, x) == self.wanted.at(y, x)
    }

    /// Where the blanks begin that `EL` shall clear; the number of columns if it shall not.
    fn end_of_text(&self, y: usize) -> usize {
        let row = self.wanted.row(y);
        let columns = row.len();
        let Some(&last) = row.last() else { return columns };
        if !last.is_blank() || !self.may_erase_to(last) {
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
        self.pen.goto(y, x);
        while x < end {
            let glyph = self.wanted.at(y, x);
            if !self.shows(y, x) {
                if glyph.is_blank() && self.abilities.erase && self.may_erase_to(glyph) {
                    let blanks = (x..end).take_while(|&i| self.wanted.at(y, i) == glyph).count();
                    if blanks >= WORTH_ERASING {
                        self.place(y, x);
                        self.pen.look_for_blank(self.inks.look(glyph));
                        self.pen.erase(blanks);
                        for i in x..x + blanks {
                            self.shown.set(y, i, glyph);
                        }
                        // The cursor is still before the blanks.
                        return x + blanks;
                    }
                }
                self.write_glyph(y, x, glyph);
                x += glyph.cells();
                continue;
            }
            let gap = (x..end).take_while(|&i| self.shows(y, i)).count();
            if x + gap >= end || !self.is_cheap(y, x, gap) {
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
    fn is_cheap(&self, y: usize, x: usize, gap: usize) -> bool {
        if !matches!(self.pen.spot, Spot::At { .. }) {
            return false;
        }
        let limit = Pen::jump(gap);
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

    /// Makes sure that the cursor is known to stand here.
    fn place(&mut self, y: usize, x: usize) {
        self.pen.goto(y, x);
    }

    fn write_glyph(&mut self, y: usize, x: usize, glyph: Glyph) {
        if glyph.part == Part::Covered || glyph.part == Part::Unknown {
            return;
        }
        self.place(y, x);
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

    /// A sign that the terminal may take for one cell or for two: neither guess may harm its neighbours.
    fn write_doubtful(&mut self, y: usize, x: usize, glyph: Glyph) {
        let cells = glyph.cells();
        if cells == 2 {
            // If it takes one cell only, the other must not keep what it showed.
            self.pen.out.extend(b"  ");
            self.pen.advance(2, true);
            self.pen.goto(y, x);
            let link = self.inks.look(glyph).link;
            self.pen.link(link, self.inks.opening(link));
        }
        let at_margin = x + 2 > self.wanted.columns - 1;
        if at_margin {
            self.pen.out.extend(b"\x1b[?7l");
        }
        self.inks.write(glyph, &mut self.pen.out);
        if at_margin {
            self.pen.out.extend(b"\x1b[?7h");
        }
        self.pen.advance(cells, false);
        if cells == 1 {
            // If it takes two cells, it has covered the next one, or at the margin perhaps the one before.
            self.shown.set(y, x + 1, Glyph::UNKNOWN);
            if at_margin && x > 0 {
                let before = if self.wanted.at(y, x - 1).part == Part::Covered { x - 2 } else { x - 1 };
                self.shown.set(y, before, Glyph::UNKNOWN);
            }
        }
    }
}

fn has_seen_marks(look: super::style::Look) -> bool {
    look.marks.intersects(super::style::SEEN_ON_BLANK)
}
