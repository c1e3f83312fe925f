//! What a screen shows, cell by cell, and what becomes of signs that are cut: a mark that no picture has.

use std::fmt;
use std::ops::Range;

use qikan::terminal::painter::Colours;

/// Colour as the wire says it: the number of the sixteen or 256, or 0x1RRGGBB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub ink: Option<u32>,
    pub paper: Option<u32>,
    /// Bit n for SGR n.
    pub marks: u16,
}

impl Look {
    /// Takes the numbers of an SGR on; which colours they need, or the number that is not known.
    pub fn take(&mut self, plain: &str) -> Result<Colours, u32> {
        let numbers: Vec<u32> = plain.split([';', ':']).map(|n| n.parse().unwrap_or(0)).collect();
        let mut needs = Colours::None;
        let mut at = 0;
        while let Some(&n) = numbers.get(at) {
            at += 1;
            needs = needs.max(match n {
                30..=37 | 40..=47 => Colours::Eight,
                90..=97 | 100..=107 => Colours::Sixteen,
                38 | 48 if numbers.get(at) == Some(&5) => Colours::Indexed,
                38 | 48 => Colours::True,
                _ => Colours::None,
            });
            match n {
                0 => *self = Self::default(),
                1..=9 => self.marks |= 1 << n,
                22 => self.marks &= !(1 << 1 | 1 << 2),
                23..=29 => self.marks &= !(1 << (n - 20)),
                30..=37 => self.ink = Some(n - 30),
                40..=47 => self.paper = Some(n - 40),
                90..=97 => self.ink = Some(n - 82),
                100..=107 => self.paper = Some(n - 92),
                39 => self.ink = None,
                49 => self.paper = None,
                38 | 48 => {
                    let colour = match numbers.get(at) {
                        Some(5) => {
                            at += 2;
                            numbers.get(at - 1).copied()
                        }
                        Some(2) => {
                            at += 4;
                            numbers.get(at - 3..at).map(|rgb| 1 << 24 | rgb[0] << 16 | rgb[1] << 8 | rgb[2])
                        }
                        _ => None,
                    };
                    if n == 38 { self.ink = colour } else { self.paper = colour }
                }
                _ => return Err(n),
            }
        }
        Ok(needs)
    }
}

/// Underlined, blinking, reversed, crossed out: seen on a blank.
const ON_BLANK: u16 = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 9;

/// The characters of one cell.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Text {
    chars: [char; 6],
    len: u8,
}

impl Text {
    pub fn of(c: char) -> Self {
        let mut text = Self::default();
        text.push(c);
        text
    }

    pub fn push(&mut self, c: char) {
        if let Some(place) = self.chars.get_mut(usize::from(self.len)) {
            *place = c;
            self.len += 1;
        }
    }

    pub fn as_chars(&self) -> &[char] {
        &self.chars[..usize::from(self.len)]
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_chars().iter().try_for_each(|c| write!(f, "{c}"))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: Text,
    /// 2, 1, or 0 for the right half of a wide sign.
    pub width: u8,
    pub look: Look,
    /// Where it leads by OSC 8: a number for the target, 0 for none.
    pub link: u64,
}

/// The number that stands for a link's target.
pub fn link_number(target: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    target.hash(&mut hasher);
    hasher.finish().max(1)
}

impl Cell {
    pub fn blank(look: Look) -> Self {
        Self { text: Text::of(' '), width: 1, look, link: 0 }
    }

    pub fn covered(look: Look) -> Self {
        Self { text: Text::default(), width: 0, look, link: 0 }
    }

    /// What is left of a sign of which the other half went. Real terminals show a blank, or half the sign, or keep its colour.
    fn torn() -> Self {
        Self { text: Text::of('\u{fffd}'), width: 1, look: Look { ink: Some(5), paper: Some(6), marks: 0 }, link: 0 }
    }

    /// What is seen: the ink of a blank is not.
    pub fn seen(mut self) -> Self {
        if self.text.as_chars() == [' '] && self.look.marks & ON_BLANK == 0 {
            self.look = Look { paper: self.look.paper, ..Look::default() };
        }
        self
    }
}

/// The right half of a sign whose left half was written over.
const LEFT_OVER: char = '\u{fffc}';

/// Rows of cells.
pub struct Sheet {
    pub columns: usize,
    pub rows: usize,
    cells: Vec<Cell>,
}

/// Rows and columns of a sheet.
#[derive(Clone)]
pub struct Block {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
}

impl Sheet {
    pub fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![Cell::blank(Look::default()); columns * rows] }
    }

    pub fn row(&self, y: usize) -> &[Cell] {
        &self.cells[y * self.columns..(y + 1) * self.columns]
    }

    pub fn row_mut(&mut self, y: usize) -> &mut [Cell] {
        &mut self.cells[y * self.columns..(y + 1) * self.columns]
    }

    /// As a terminal does that keeps what fits.
    pub fn resize(&mut self, columns: usize, rows: usize) {
        let before = std::mem::replace(self, Self::new(columns, rows));
        for y in 0..rows.min(before.rows) {
            let kept = columns.min(before.columns);
            self.row_mut(y)[..kept].copy_from_slice(&before.row(y)[..kept]);
            if kept > 0 && self.row(y)[kept - 1].width == 2 {
                self.row_mut(y)[kept - 1] = Cell::torn();
            }
        }
    }

    /// A sign is written over whatever is here.
    pub fn put(&mut self, y: usize, x: usize, text: Text, width: usize, (look, link): (Look, u64)) {
        self.free(y, x..x + width);
        self.row_mut(y)[x] = Cell { text, width: u8::try_from(width).unwrap(), look, link };
        if width == 2 {
            self.row_mut(y)[x + 1] = Cell { link, ..Cell::covered(look) };
        }
    }

    pub fn erase(&mut self, y: usize, columns: Range<usize>, blank: Cell) {
        let row = self.row_mut(y);
        if columns.start > 0 && row[columns.start].width == 0 {
            row[columns.start - 1] = Cell::torn();
        }
        // tmux 3.3a leaves the right half where it is, as half a sign: what is written over it also hits the cell before.
        if let Some(next) = row.get_mut(columns.end)
            && next.width == 0
        {
            next.text = Cell::torn().text;
        }
        row[columns].fill(blank);
    }

    pub fn fill(&mut self, cell: Cell) {
        self.cells.fill(cell);
    }

    /// Cells are about to be written over: signs that stand over their edges are torn. xterm 379 sometimes leaves the right half
    /// where it is; it may be written over, but what erases from there on also hits the cell before.
    fn free(&mut self, y: usize, columns: Range<usize>) {
        let row = self.row_mut(y);
        if columns.start > 0 && row[columns.start].width == 0 && row[columns.start].text != Text::of(LEFT_OVER) {
            row[columns.start - 1] = Cell::torn();
        }
        if let Some(next) = row.get_mut(columns.end)
            && next.width == 0
        {
            next.text = Text::of(LEFT_OVER);
        }
    }

    /// Moves the rows of a block by so many towards the top, or the bottom.
    pub fn scroll(&mut self, block: &Block, by: usize, up: bool, blank: Cell) {
        let (rows, columns) = (block.rows.clone(), block.columns.clone());
        // xterm 379 also tears a sign that stands over the edge in the row just below.
        for y in rows.start..(rows.end + 1).min(self.rows) {
            for edge in [columns.start, columns.end] {
                if edge > 0 && edge < self.columns && self.row(y)[edge].width == 0 {
                    self.row_mut(y)[edge - 1] = Cell::torn();
                    self.row_mut(y)[edge] = Cell::torn();
                }
            }
        }
        let height = rows.len();
        for i in 0..height {
            let to = if up { rows.start + i } else { rows.end - 1 - i };
            let from = if up { Some(to + by) } else { to.checked_sub(by) };
            match from.filter(|from| rows.contains(from)) {
                Some(from) => {
                    let source = from * self.columns + columns.start..from * self.columns + columns.end;
                    self.cells.copy_within(source, to * self.columns + columns.start);
                }
                None => self.row_mut(to)[columns.clone()].fill(blank),
            }
        }
    }
}
