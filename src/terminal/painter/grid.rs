//! The shadow: what every cell of the terminal shows, by true widths, in eight bytes a cell.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use super::hostile::hostile;
use super::links::{Link, opening};
use super::style::{Colours, Look, PLAIN, known_marks, reduce};
use super::{Abilities, Cells};

/// What one cell shows. Equal glyphs look equal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// A character, or a cluster's number with the highest bit set.
    symbol: u32,
    /// Number of the look.
    pub look: u16,
    pub part: Part,
    /// Whether every terminal of this kind gives it the same width.
    pub sure: bool,
}

/// Which part of a sign a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A sign of one cell.
    Narrow,
    /// The left half of a sign of two.
    Wide,
    /// The right half; it shows nothing of its own.
    Covered,
    /// Not known: whatever comes here is written.
    Unknown,
}

const CLUSTER: u32 = 1 << 31;
const SPACE: u32 = 0x20;
/// Numbers of looks and clusters: before a picture might need more, everything is forgotten and painted anew.
const MOST: usize = 1 << 16;

impl PartialEq for Glyph {
    /// Whether the width was in doubt when it was written makes no difference to what is seen.
    fn eq(&self, other: &Self) -> bool {
        self.symbol == other.symbol && self.look == other.look && self.part == other.part
    }
}

impl Eq for Glyph {}

impl Glyph {
    pub const BLANK: Self = Self { symbol: SPACE, look: 0, part: Part::Narrow, sure: true };
    pub const UNKNOWN: Self = Self { symbol: 0, look: 0, part: Part::Unknown, sure: true };

    pub fn is_blank(self) -> bool {
        self.symbol == SPACE && self.part == Part::Narrow
    }

    /// Cells from here to the next sign.
    pub fn cells(self) -> usize {
        if self.part == Part::Wide { 2 } else { 1 }
    }

    /// A number that differs where glyphs differ, for row hashes.
    pub fn bits(self) -> u64 {
        let part = match self.part {
            Part::Narrow => 0,
            Part::Wide => 1,
            Part::Covered => 2,
            Part::Unknown => 3,
        };
        u64::from(self.symbol) | u64::from(self.look) << 32 | part << 48
    }

    /// A sign that draws a vertical line between panes.
    pub fn is_upright(self) -> bool {
        // Most cells are ASCII or Han: those need no closer look.
        let may_be = self.symbol == u32::from('|') || (0x2500..0x25a0).contains(&self.symbol);
        may_be
            && self.part == Part::Narrow
            && matches!(char::from_u32(self.symbol), Some('|' | '│' | '┃' | '║' | '▏' | '▕' | '╎' | '╏' | '┆' | '┇' | '┊' | '┋'))
    }
}

/// Colours and attributes of a cell as they are asked for.
type Dress = (Color, Color, Modifier);

/// The numbers of a cell's look, if it holds a sign and if it is blank.
#[derive(Clone, Copy, Debug)]
struct Looks {
    sign: u16,
    blank: u16,
}

/// Looks and clusters that have a number.
#[derive(Debug)]
pub(super) struct Inks {
    looks: Vec<Look>,
    look_numbers: HashMap<Look, u16>,
    widths: Widths,
    clusters: Vec<String>,
    cluster_numbers: HashMap<String, u32>,
    /// What opens each link, by its number; what must not be sent opens nothing.
    links: Vec<Vec<u8>>,
    link_numbers: HashMap<String, u16>,
}

impl Default for Inks {
    fn default() -> Self {
        Self {
            looks: vec![PLAIN],
            look_numbers: HashMap::from([(PLAIN, 0)]),
            widths: Widths::default(),
            clusters: Vec::new(),
            cluster_numbers: HashMap::new(),
            links: vec![Vec::new()],
            link_numbers: HashMap::new(),
        }
    }
}

impl Inks {
    pub fn look(&self, glyph: Glyph) -> Look {
        self.looks.get(usize::from(glyph.look)).copied().unwrap_or(PLAIN)
    }

    /// The terminal is to be measured anew.
    pub fn forget_widths(&mut self) {
        self.widths = Widths::default();
    }

    /// Might a picture of so many cells need more numbers than there are left?
    pub fn is_full(&self, cells: usize) -> bool {
        let room = MOST - cells.min(MOST / 2);
        self.looks.len() > room || self.clusters.len() > room || self.links.len() > room
    }

    /// The text of a sign, appended.
    pub fn write(&self, glyph: Glyph, out: &mut Vec<u8>) {
        if glyph.symbol & CLUSTER == 0 {
            let c = char::from_u32(glyph.symbol).unwrap_or(' ');
            out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
        } else if let Some(cluster) = usize::try_from(glyph.symbol ^ CLUSTER).ok().and_then(|n| self.clusters.get(n)) {
            out.extend(cluster.as_bytes());
        } else {
            out.push(b' ');
        }
    }

    /// The cells that a sign can take at most, whatever the terminal takes its characters for: it may draw each by itself,
    /// and show a mark that it does not know as a box.
    pub fn most_cells(&self, glyph: Glyph) -> usize {
        if glyph.symbol & CLUSTER == 0 {
            return 2;
        }
        let cluster = usize::try_from(glyph.symbol ^ CLUSTER).ok().and_then(|n| self.clusters.get(n));
        cluster.map_or(2, |cluster| cluster.chars().map(|c| if c.width() == Some(0) { 1 } else { 2 }).sum())
    }

    /// Bytes of a sign's text.
    pub fn len(&self, glyph: Glyph) -> usize {
        if glyph.part == Part::Covered {
            return 0;
        }
        if glyph.symbol & CLUSTER == 0 {
            return char::from_u32(glyph.symbol).map_or(1, char::len_utf8);
        }
        usize::try_from(glyph.symbol ^ CLUSTER).ok().and_then(|n| self.clusters.get(n)).map_or(1, String::len)
    }

    /// The bytes that open a link of this number.
    pub fn opening(&self, link: u16) -> &[u8] {
        self.links.get(usize::from(link)).map_or(&[], Vec::as_slice)
    }

    /// The number of a link to this target; 0, which is no link, for a target that must not be sent.
    fn link_number(&mut self, target: &str) -> u16 {
        if let Some(&number) = self.link_numbers.get(target) {
            return number;
        }
        let number = match (opening(target), u16::try_from(self.links.len())) {
            (Some(bytes), Ok(number)) => {
                self.links.push(bytes);
                number
            }
            _ => 0,
        };
        self.link_numbers.insert(target.to_owned(), number);
        number
    }

    /// The numbers of a cell's look, for what the terminal can show of it.
    fn looks_of(&mut self, (ink, paper, marks): Dress, colours: Colours) -> Looks {
        let look = Look { ink: reduce(ink, colours), paper: reduce(paper, colours), marks: known_marks(marks), link: 0 };
        Looks { sign: self.look_number(look), blank: self.look_number(look.on_blank()) }
    }

    fn look_number(&mut self, look: Look) -> u16 {
        if let Some(&number) = self.look_numbers.get(&look) {
            return number;
        }
        let number = u16::try_from(self.looks.len()).unwrap_or(0);
        if number != 0 {
            self.looks.push(look);
            self.look_numbers.insert(look, number);
        }
        number
    }

    fn cluster_number(&mut self, cluster: &str) -> u32 {
        if let Some(&number) = self.cluster_numbers.get(cluster) {
            return number;
        }
        let number = u32::try_from(self.clusters.len()).unwrap_or(0) | CLUSTER;
        self.clusters.push(cluster.to_owned());
        self.cluster_numbers.insert(cluster.to_owned(), number);
        number
    }
}

/// Cells of the characters met last: a page of Chinese uses the same few hundred over and over.
#[derive(Debug)]
struct Widths {
    known: Vec<(char, Cells)>,
}

/// Characters of one script lie close together, so their last bits tell them apart.
const WIDTHS: usize = 1 << 12;

impl Default for Widths {
    fn default() -> Self {
        // No character is measured as NUL, which is hostile.
        Self { known: vec![('\0', Cells { count: 0, sure: true }); WIDTHS] }
    }
}

impl Widths {
    fn of(&mut self, c: char, text: &str, measure: fn(&str) -> Cells) -> Cells {
        let place = usize::try_from(u32::from(c)).unwrap_or(0) % WIDTHS;
        match self.known.get_mut(place) {
            Some((known, cells)) if *known == c => *cells,
            Some(slot) => {
                *slot = (c, measure(text));
                slot.1
            }
            None => measure(text),
        }
    }
}

/// A screen of glyphs, row after row.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub columns: usize,
    pub rows: usize,
    pub cells: Vec<Glyph>,
}

impl Grid {
    pub fn resize(&mut self, columns: usize, rows: usize) {
        self.columns = columns;
        self.rows = rows;
        self.clear();
    }

    pub fn clear(&mut self) {
        self.cells.clear();
        self.cells.resize(self.columns * self.rows, Glyph::BLANK);
    }

    pub fn row(&self, y: usize) -> &[Glyph] {
        self.cells.get(y * self.columns..(y + 1) * self.columns).unwrap_or_default()
    }

    pub fn at(&self, y: usize, x: usize) -> Glyph {
        self.row(y).get(x).copied().unwrap_or(Glyph::BLANK)
    }

    pub fn set(&mut self, y: usize, x: usize, glyph: Glyph) {
        if x < self.columns
            && let Some(cell) = self.cells.get_mut(y * self.columns + x)
        {
            *cell = glyph;
        }
    }

    /// Becomes a copy, in the room it has.
    pub fn take_from(&mut self, other: &Self) {
        (self.columns, self.rows) = (other.columns, other.rows);
        self.cells.clone_from(&other.cells);
    }

    /// Makes the signs that lie in these cells part of a link. A sign of which only the right half lies there is not.
    pub fn link(&mut self, link: &Link, inks: &mut Inks) {
        let number = inks.link_number(&link.target);
        let y = usize::from(link.row);
        let columns = usize::from(link.columns.start)..usize::from(link.columns.end).min(self.columns);
        if number == 0 || y >= self.rows {
            return;
        }
        for x in columns {
            let glyph = self.at(y, x);
            if glyph.part == Part::Covered {
                continue;
            }
            let look = inks.look_number(Look { link: number, ..inks.look(glyph) });
            for part in x..x + glyph.cells() {
                self.set(y, part, Glyph { look, ..self.at(y, part) });
            }
        }
    }

    /// Takes a finished buffer over, cell by cell, as the terminal will show it.
    pub fn load(&mut self, buffer: &Buffer, inks: &mut Inks, abilities: &Abilities) {
        let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
        if (columns, rows) != (self.columns, self.rows) {
            self.resize(columns, rows);
        }
        let mut last: Option<(Dress, Looks)> = None;
        for y in 0..rows {
            let Some(row) = buffer.content.get(y * columns..(y + 1) * columns) else { return };
            let mut x = 0;
            while let Some(cell) = row.get(x) {
                let dress = (cell.fg, cell.bg, cell.modifier);
                let looks = match last {
                    Some((known, looks)) if known == dress => looks,
                    _ => inks.looks_of(dress, abilities.colours),
                };
                last = Some((dress, looks));
                let (symbol, cells) = sign(cell, inks, abilities);
                let wide = cells.count == 2 && row.get(x + 1).is_some_and(|next| may_cover(cell, next));
                if wide {
                    let look = looks.sign;
                    self.set(y, x, Glyph { symbol, look, part: Part::Wide, sure: cells.sure });
                    self.set(y, x + 1, Glyph { symbol: 0, look, part: Part::Covered, sure: true });
                    x += 2;
                } else {
                    // A wide sign without room for its right half is not drawn at all.
                    let symbol = if cells.count == 1 { symbol } else { SPACE };
                    let blank = symbol == SPACE;
                    let look = if blank { looks.blank } else { looks.sign };
                    self.set(y, x, Glyph { symbol, look, part: Part::Narrow, sure: blank || cells.sure });
                    x += 1;
                }
            }
        }
    }
}

/// A wide sign may lie over the next cell unless something else was drawn there later.
fn may_cover(cell: &Cell, next: &Cell) -> bool {
    matches!(next.symbol(), "" | " ") && (next.bg == Color::Reset || next.bg == cell.bg)
}

/// A mark, a joiner, a skin tone: without a base of its own it goes into whatever stands before it (UAX #29).
fn extends(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}') || (c > '\u{2ff}' && c.width() == Some(0))
}

/// The sign of a cell without anything hostile, and its cells.
fn sign(cell: &Cell, inks: &mut Inks, abilities: &Abilities) -> (u32, Cells) {
    let text = cell.symbol();
    if let [byte @ b' '..=b'~'] = text.as_bytes() {
        return (u32::from(*byte), Cells { count: 1, sure: true });
    }
    let forced = match cell.diff_option {
        CellDiffOption::ForcedWidth(cells) => u8::try_from(cells.get()).ok(),
        _ => None,
    };
    // What the terminal is known to do is stronger than what the text was laid out for: a sign laid out for two cells that
    // takes one leaves a gap.
    let with = |cells: Cells| if cells.sure { cells } else { Cells { count: forced.unwrap_or(cells.count), ..cells } };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => (SPACE, Cells { count: 1, sure: true }),
        (Some(c), None) if !hostile(c) && !extends(c) => (u32::from(c), with(inks.widths.of(c, text, abilities.measure))),
        _ => {
            let clean: String = text.chars().filter(|c| !hostile(*c)).collect();
            // A joiner at an end joins with a neighbour: tmux draws the next sign into this one, wherever that is put.
            let clean = clean.trim_matches('\u{200d}').to_owned();
            if clean.is_empty() || clean.len() > 64 || clean.starts_with(extends) {
                return (SPACE, Cells { count: 1, sure: true });
            }
            let cells = (abilities.measure)(&clean);
            if cells.count == 0 {
                return (SPACE, Cells { count: 1, sure: true });
            }
            let mut chars = clean.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => (u32::from(c), with(cells)),
                _ => (inks.cluster_number(&clean), with(cells)),
            }
        }
    }
}
