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

    /// Do columns bound what scrolls and where text wraps?
    pub fn is_narrow(&self) -> bool {
        self.margins.is_some_and(|m| self.narrows(m))
    }

    fn narrows(&self, m: Margins) -> bool {
        m.left > 0 || m.right < self.columns
    }

    /// Bytes that setting these margins costs, with dropping them again if they are narrow.
    pub fn price_of(&self, to: Margins) -> usize {
        let now = self.margins;
        let same_rows = now.is_some_and(|m| (m.top, m.bottom) == (to.top, to.bottom));
        let same_columns = now.is_some_and(|m| (m.left, m.right) == (to.left, to.right));
        let rows = if same_rows { 0 } else { 4 + digits(to.top + 1) + digits(to.bottom) };
        let columns = match (self.is_narrow(), self.narrows(to)) {
            (_, true) if same_columns => 0,
            (true, true) => 4 + digits(to.left + 1) + digits(to.right),
            (false, true) => 4 + digits(to.left + 1) + digits(to.right) + 12,
            (true, false) => 6,
            (false, false) => 0,
        };
        rows + columns
    }

    pub fn set_margins(&mut self, to: Option<Margins>) {
        let from = self.margins;
        if to == from {
            return;
        }
        self.end_link();
        let (was_narrow, narrow) = (self.is_narrow(), to.is_some_and(|m| self.narrows(m)));
        if was_narrow && !narrow {
            self.out.extend(b"\x1b[?69l");
        }
        match to {
            None => self.out.extend(b"\x1b[r"),
            Some(m) => {
                if from.is_none_or(|from| (from.top, from.bottom) != (m.top, m.bottom)) {
                    self.put(format_args!("\x1b[{};{}r", m.top + 1, m.bottom));
                }
                if narrow {
                    if !was_narrow {
                        self.out.extend(b"\x1b[?69h");
                    }
                    if !was_narrow || from.is_none_or(|from| (from.left, from.right) != (m.left, m.right)) {
                        self.put(format_args!("\x1b[{};{}s", m.left + 1, m.right));
                    }
                }
            }
        }
        self.margins = to;
        // The cursor goes home, but terminals differ on what home is.
        self.spot = Spot::Unknown;
    }

    /// Text would wrap at a right margin; margins of the full width may stay, they cost nothing and are often used again.
    pub fn drop_column_margins(&mut self) {
        if self.is_narrow() {
            let full = self.margins.map(|m| Margins { left: 0, right: self.columns, ..m });
            self.set_margins(full);
        }
    }

    /// Bytes that a jump forward by `n` cells in a row costs.
    pub fn jump(n: usize) -> usize {
        if n == 0 { 0 } else { jump_by(n) }
    }

    /// Brings the cursor to a cell by the shortest of the ways that every terminal knows.
    pub fn goto(&mut self, y: usize, x: usize) {
        if self.spot == (Spot::At { y, x }) {
            return;
        }
        self.end_link();
        match self.way(y, x) {
            (_, None) => match (y, x) {
                (0, 0) => self.out.extend(b"\x1b[H"),
                (_, 0) => self.put(format_args!("\x1b[{}H", y + 1)),
                _ => self.put(format_args!("\x1b[{};{}H", y + 1, x + 1)),
            },
            (_, Some((Climb::Level, along))) => self.along(along),
            (_, Some((Climb::To(y), _))) => self.put(format_args!("\x1b[{}d", y + 1)),
            (_, Some((Climb::Up, along))) => {
                self.out.extend(b"\x1bM");
                self.along(along);
            }
            (_, Some((Climb::Down(rows), along))) => {
                // While a wrap is pending terminals differ on the line feed, so the return comes first.
                let returns = matches!(along, Along::Start | Along::FromStart(_));
                if returns {
                    self.out.push(b'\r');
                }
                self.out.extend(std::iter::repeat_n(b'\n', rows));
                match along {
                    Along::Start => {}
                    Along::FromStart(x) => self.along(Along::Forward(x)),
                    other => self.along(other),
                }
            }
        }
        self.spot = Spot::At { y, x };
    }

    /// Bytes that [`Pen::goto`] would write.
    pub fn distance(&self, y: usize, x: usize) -> usize {
        if self.spot == (Spot::At { y, x }) { 0 } else { self.way(y, x).0 }
    }

    /// The cheapest way and its bytes; `None` stands for the absolute address.
    fn way(&self, y: usize, x: usize) -> (usize, Option<(Climb, Along)>) {
        let address = match (y, x) {
            (0, 0) => 3,
            (_, 0) => 3 + digits(y + 1),
            _ => 4 + digits(y + 1) + digits(x + 1),
        };
        let mut best = (address, None);
        let (from_y, from_x) = match self.spot {
            _ if self.is_narrow() => return best,
            Spot::Unknown => return best,
            Spot::Row(y) => (y, None),
            // While a wrap is pending terminals differ on relative moves.
            Spot::At { y, x } if x >= self.columns => (y, None),
            Spot::At { y, x } => (y, Some(x)),
        };
        let mut offer = |bytes: usize, climb: Climb, along: Along| {
            if bytes < best.0 {
                best = (bytes, Some((climb, along)));
            }
        };
        let (bytes, along) = shortest_along(x, from_x);
        let from_start = if x == 0 { (1, Along::Start) } else { (1 + jump_by(x), Along::FromStart(x)) };
        if from_y == y {
            offer(bytes, Climb::Level, along);
            offer(from_start.0, Climb::Level, from_start.1);
        } else if y > from_y && y - from_y <= 4 && (from_y..y).all(|row| self.falls(row)) {
            let down = y - from_y;
            if from_x.is_some() {
                offer(down + bytes, Climb::Down(down), along);
            }
            offer(down + from_start.0, Climb::Down(down), from_start.1);
        } else if y + 1 == from_y && self.rises(from_y) && from_x.is_some() {
            offer(2 + bytes, Climb::Up, along);
        }
        if from_x == Some(x) && from_y != y {
            offer(3 + digits(y + 1), Climb::To(y), Along::Stay);
        }
        best
    }

    fn along(&mut self, along: Along) {
        match along {
            Along::Stay => {}
            Along::Start => self.out.push(b'\r'),
            Along::FromStart(x) => {
                self.out.push(b'\r');
                self.along(Along::Forward(x));
            }
            Along::Column(x) => self.put(format_args!("\x1b[{}G", x + 1)),
            Along::Forward(1) => self.out.extend(b"\x1b[C"),
            Along::Forward(cells) => self.put(format_args!("\x1b[{cells}C")),
            Along::Back(cells) if cells <= 3 => self.out.extend(std::iter::repeat_n(8, cells)),
            Along::Back(cells) => self.put(format_args!("\x1b[{cells}D")),
        }
    }

    /// Does a reverse line feed in this row move up without scrolling anything?
    fn rises(&self, row: usize) -> bool {
        row > 0 && self.margins.is_none_or(|m| row != m.top)
    }

    /// Does a line feed in this row move down without scrolling anything?
    fn falls(&self, row: usize) -> bool {
        row + 1 < self.rows && self.margins.is_none_or(|m| row + 1 != m.bottom)
    }

    /// Would text from one column up to another come to a right margin that is set within the screen?
    pub fn crosses(&self, from: usize, to: usize) -> bool {
        self.margins.is_some_and(|m| m.right < self.columns && from < m.right && to >= m.right)
    }

    /// Says where the cursor is after `cells` cells were written at its place.
    pub fn advance(&mut self, cells: usize, sure: bool) {
        // At a right margin the wrap is pending, as it is at the end of a row: what is written there next would go elsewhere.
        let margin = self.margins.filter(|m| self.narrows(*m)).map(|m| m.right);
        self.spot = match self.spot {
            Spot::At { y, x } if sure && margin != Some(x + cells) => Spot::At { y, x: x + cells },
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

    /// Scrolls inside the margins that are set: `up` moves the rows towards the top. `column` is where the first row that comes in
    /// will be written.
    pub fn shift(&mut self, margins: Margins, by: usize, up: bool, column: usize) {
        let narrow = self.narrows(margins);
        if narrow && by > WORTH_COUNTING {
            // Who has column margins has these too; the cursor stays.
            self.put(format_args!("\x1b[{by}{}", if up { 'S' } else { 'T' }));
        } else if !narrow && by > if up { WORTH_COUNTING } else { WORTH_COUNTING / 2 } {
            self.goto(margins.top, 0);
            self.put(format_args!("\x1b[{by}{}", if up { 'M' } else { 'L' }));
        } else if up {
            // Known to every terminal, and the cursor is already where the new line goes.
            self.goto(margins.bottom - 1, column);
            self.out.extend(std::iter::repeat_n(b'\n', by));
        } else {
            self.goto(margins.top, column);
            self.out.extend(std::iter::repeat_n(*b"\x1bM", by).flatten());
        }
    }
}

/// More line feeds than a number is shorter than; of reverse ones, which take two bytes, half as many.
const WORTH_COUNTING: usize = 4;

/// How to come to another row.
#[derive(Clone, Copy, Debug)]
enum Climb {
    Level,
    /// RI.
    Up,
    /// So many line feeds.
    Down(usize),
    /// VPA.
    To(usize),
}

/// How to come to another column.
#[derive(Clone, Copy, Debug)]
enum Along {
    Stay,
    /// CR.
    Start,
    /// CR, then CUF.
    FromStart(usize),
    /// CHA.
    Column(usize),
    /// CUF.
    Forward(usize),
    /// BS or CUB.
    Back(usize),
}

/// The shortest way to a column of the same row, from a known column or from anywhere.
fn shortest_along(x: usize, from: Option<usize>) -> (usize, Along) {
    if from == Some(x) {
        return (0, Along::Stay);
    }
    if x == 0 {
        return (1, Along::Start);
    }
    let absolute = (3 + digits(x + 1), Along::Column(x));
    let relative = match from {
        Some(from) if from < x => (jump_by(x - from), Along::Forward(x - from)),
        Some(from) if from - x <= 3 => (from - x, Along::Back(from - x)),
        Some(from) => (3 + digits(from - x), Along::Back(from - x)),
        None => absolute,
    };
    if relative.0 < absolute.0 { relative } else { absolute }
}

/// Bytes of a jump forward.
fn jump_by(cells: usize) -> usize {
    if cells == 1 { 3 } else { 3 + digits(cells) }
}

/// Decimal digits of a number.
fn digits(n: usize) -> usize {
    n.checked_ilog10().map_or(1, |log| usize::try_from(log).unwrap_or(0) + 1)
}
