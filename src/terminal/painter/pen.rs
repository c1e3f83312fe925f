//! The pen: where the terminal's cursor stands and what style is on, and the cheapest bytes from there to somewhere else.

use std::io::Write as _;

use super::links::CLOSE;
use super::style::{Look, PLAIN, change};

/// What is known of the cursor's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Unknown,
    /// The row is known, the column is not: a sign of doubtful width was written.
    Row(usize),
    /// `x` may be the number of columns: the last cell was written and the wrap is pending.
    At {
        y: usize,
        x: usize,
    },
}

/// Scroll margins: rows `top..bottom`, columns `left..right`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Margins {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

#[derive(Debug)]
pub(super) struct Pen {
    pub out: Vec<u8>,
    pub spot: Spot,
    pub columns: usize,
    pub rows: usize,
    look: Option<Look>,
    /// Number of the link that is open; 0 is none. None is ever left open at the end of a frame.
    link: u16,
    margins: Option<Margins>,
    cursor_seen: Option<bool>,
}

impl Default for Pen {
    fn default() -> Self {
        Self { out: Vec::new(), spot: Spot::Unknown, columns: 0, rows: 0, look: None, link: 0, margins: None, cursor_seen: None }
    }
}

/// A short sequence being compared with others.
type Way = ([u8; 24], usize);

impl Pen {
    /// A copy of what is known, to come back to.
    pub fn without_output(&self) -> Self {
        Self { out: Vec::new(), ..*self }
    }

    fn put(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing into a Vec cannot fail.
        let _ = self.out.write_fmt(arguments);
    }

    /// Begins from nothing: everything reset, the screen blank, the cursor hidden and at home.
    pub fn wipe(&mut self, column_margins: bool) {
        self.out.extend(b"\x1b[?25l\x1b[m");
        if column_margins {
            self.out.extend(b"\x1b[?69l");
        }
        self.out.extend(b"\x1b[r\x1b[H\x1b[2J");
        self.cursor_seen = Some(false);
        self.look = Some(PLAIN);
        self.margins = None;
        self.spot = Spot::At { y: 0, x: 0 };
    }

    /// Opens a link by these bytes, or with number 0 ends the one that is open.
    pub fn link(&mut self, to: u16, opening: &[u8]) {
        if self.link != to {
            self.out.extend(if to == 0 { CLOSE } else { opening });
            self.link = to;
        }
    }

    fn end_link(&mut self) {
        self.link(0, &[]);
    }

    pub fn look(&mut self, to: Look) {
        let to = to.unlinked();
        if self.look != Some(to) {
            change(&mut self.out, self.look, to);
            self.look = Some(to);
        }
    }

    /// The look for a blank: what is on will do if it shows the same.
    pub fn look_for_blank(&mut self, to: Look) {
        if !self.look.is_some_and(|on| on.serves_blank(to.unlinked())) {
            self.look(to);
        }
    }

    pub fn has_look(&self, look: Look) -> bool {
        self.link == look.link && self.look == Some(look.unlinked())
    }

    pub fn has_look_for_blank(&self, look: Look) -> bool {
        self.link == look.link && self.look.is_some_and(|on| on.serves_blank(look.unlinked()))
    }

    pub fn show_cursor(&mut self, seen: bool) {
        if self.cursor_seen != Some(seen) {
            self.out.extend(if seen { b"\x1b[?25h" } else { b"\x1b[?25l" });
            self.cursor_seen = Some(seen);
        }
    }

    pub fn margins(&self) -> Option<Margins> {
        self.margins
    }

    pub fn set_margins(&mut self, to: Option<Margins>) {
        if to == self.margins {
            return;
        }
        self.end_link();
        let narrow = |m: Option<Margins>, columns: usize| m.is_some_and(|m| m.left > 0 || m.right < columns);
        if narrow(self.margins, self.columns) && !narrow(to, self.columns) {
            self.out.extend(b"\x1b[?69l");
        }
        match to {
            None => self.out.extend(b"\x1b[r"),
            Some(m) => {
                self.put(format_args!("\x1b[{};{}r", m.top + 1, m.bottom));
                if narrow(to, self.columns) {
                    self.put(format_args!("\x1b[?69h\x1b[{};{}s", m.left + 1, m.right));
                }
            }
        }
        self.margins = to;
        // The cursor goes home, but terminals differ on what home is.
        self.spot = Spot::Unknown;
    }

    pub fn drop_column_margins(&mut self) {
        if self.margins.is_some_and(|m| m.left > 0 || m.right < self.columns) {
            self.set_margins(None);
        }
    }

    /// Bytes that a jump forward by `n` cells in a row costs.
    pub fn jump(n: usize) -> usize {
        match n {
            0 => 0,
            1 => 3,
            2..10 => 4,
            _ => 5,
        }
    }

    /// Brings the cursor to a cell by the shortest of the ways that every terminal knows.
    pub fn goto(&mut self, y: usize, x: usize) {
        if self.spot == (Spot::At { y, x }) {
            return;
        }
        self.end_link();
        let mut best = way(|w| match (y, x) {
            (0, 0) => w.write_all(b"\x1b[H"),
            (_, 0) => write!(w, "\x1b[{}H", y + 1),
            _ => write!(w, "\x1b[{};{}H", y + 1, x + 1),
        });
        let mut offer = |offered: Way| {
            if offered.1 < best.1 {
                best = offered;
            }
        };
        let (from_y, from_x) = match self.spot {
            Spot::Unknown => (None, None),
            Spot::Row(y) => (Some(y), None),
            // While a wrap is pending terminals differ on relative moves.
            Spot::At { y, x } if x >= self.columns => (Some(y), None),
            Spot::At { y, x } => (Some(y), Some(x)),
        };
        let free = self.margins.is_none_or(|m| m.left == 0 && m.right == self.columns);
        if free && let Some(from_y) = from_y {
            if from_y == y {
                ways_along(x, from_x, &mut offer);
            } else if y > from_y && y - from_y <= 4 && (from_y..y).all(|row| self.falls(row)) {
                let down = y - from_y;
                if x == 0 {
                    offer(way(|w| w.write_all(b"\r").and_then(|()| repeat(w, b'\n', down))));
                }
                match from_x {
                    Some(from) if from == x => offer(way(|w| repeat(w, b'\n', down))),
                    Some(from) if from > x && from - x <= 3 => offer(way(|w| repeat(w, 8, from - x).and_then(|()| repeat(w, b'\n', down)))),
                    _ => {}
                }
            }
            if from_x == Some(x) && from_y != y {
                offer(way(|w| write!(w, "\x1b[{}d", y + 1)));
            }
        }
        self.out.extend(best.0.iter().take(best.1));
        self.spot = Spot::At { y, x };
    }

    /// Does a line feed in this row move down without scrolling anything?
    fn falls(&self, row: usize) -> bool {
        row + 1 < self.rows && self.margins.is_none_or(|m| row + 1 != m.bottom)
    }

    /// Says where the cursor is after `cells` cells were written at its place.
    pub fn advance(&mut self, cells: usize, sure: bool) {
        self.spot = match self.spot {
            Spot::At { y, x } if sure => Spot::At { y, x: x + cells },
            Spot::At { y, .. } | Spot::Row(y) => Spot::Row(y),
            Spot::Unknown => Spot::Unknown,
        };
    }

    pub fn erase_to_end(&mut self) {
        self.end_link();
        self.out.extend(b"\x1b[K");
    }

    pub fn erase(&mut self, cells: usize) {
        self.end_link();
        self.put(format_args!("\x1b[{cells}X"));
    }

    /// Scrolls inside the margins that are set: `up` moves the rows towards the top.
    pub fn shift(&mut self, margins: Margins, by: usize, up: bool) {
        let full_width = margins.left == 0 && margins.right == self.columns;
        if up {
            if by > 4 && full_width {
                self.goto(margins.top, 0);
                self.put(format_args!("\x1b[{by}M"));
            } else {
                // Known to every terminal, and the cursor is already where the new line goes.
                self.goto(margins.bottom - 1, margins.left);
                self.out.extend(std::iter::repeat_n(b'\n', by));
            }
        } else {
            self.goto(margins.top, margins.left);
            if by > 1 && full_width {
                self.put(format_args!("\x1b[{by}L"));
            } else {
                for _ in 0..by {
                    self.out.extend(b"\x1bM");
                }
            }
        }
    }
}

/// The ways to a column of the same row.
fn ways_along(x: usize, from_x: Option<usize>, offer: &mut impl FnMut(Way)) {
    if x == 0 {
        offer(way(|w| w.write_all(b"\r")));
    }
    offer(way(|w| if x == 0 { w.write_all(b"\x1b[G") } else { write!(w, "\x1b[{}G", x + 1) }));
    let Some(from) = from_x else { return };
    if x == from + 1 {
        offer(way(|w| w.write_all(b"\x1b[C")));
    } else if x > from {
        offer(way(|w| write!(w, "\x1b[{}C", x - from)));
    } else if from - x <= 3 {
        offer(way(|w| repeat(w, 8, from - x)));
    } else {
        offer(way(|w| write!(w, "\x1b[{}D", from - x)));
    }
}

fn way(fill: impl FnOnce(&mut std::io::Cursor<&mut [u8]>) -> std::io::Result<()>) -> Way {
    let mut bytes = [0; 24];
    let mut cursor = std::io::Cursor::new(&mut bytes[..]);
    let whole = fill(&mut cursor).is_ok();
    let len = usize::try_from(cursor.position()).unwrap_or(0);
    // What did not fit is no way at all.
    (bytes, if whole { len } else { usize::MAX })
}

fn repeat(w: &mut impl std::io::Write, byte: u8, times: usize) -> std::io::Result<()> {
    (0..times).try_for_each(|_| w.write_all(&[byte]))
}
