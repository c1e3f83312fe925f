//! Terminals as they are: what each one can, and how wide it draws the signs on which terminals disagree.
//!
//! Each switch is a trait of a real terminal, measured or documented where it is set.

use qikan::terminal::painter::{Abilities, Colours};
use qikan::terminal::{Found, Works};
use qikan::text::Ambiguous;
use unicode_width::UnicodeWidthChar;

/// Whose table of widths a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Characters by Unicode 16 and later, each by itself: the trigrams are wide.
    Today,
    /// The same, but an emoji with a presentation selector, a skin tone or a joiner is one sign of two cells.
    Joining,
    /// Characters by an older Unicode, each by itself: trigrams and the newest emoji take one cell (xterm 379, tmux 3.3a, screen 4.9).
    Old,
    /// The Linux console up to 6.15: emoji take one cell, and so does a mark, which it shows as a box of its own.
    Console,
    /// Not known here: what the painter is not sure of may come out in any way.
    Unknown,
}

/// DECSLRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnMargins {
    Work,
    /// Mode 69 is answered by "yes", and setting margins does nothing (libvterm as in nvim 0.7).
    Claimed,
    Unknown,
}

#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a trait of a terminal of its own")]
pub struct Kind {
    pub name: &'static str,
    /// Cells of the ambiguous signs and letters, and of box drawing.
    pub ambiguous: u8,
    pub lines: u8,
    pub tables: Tables,
    pub column_margins: ColumnMargins,
    /// EL, ECH, ED, IL, DL and lines that scroll in take the background that is on.
    pub erase_with_colour: bool,
    /// Mode 2026.
    pub synchronized: bool,
    /// OSC 8.
    pub hyperlinks: bool,
    pub colours: Colours,
    /// It answers the probe.
    pub answers: bool,
}

pub const XTERM: Kind = Kind {
    name: "xterm",
    ambiguous: 1,
    lines: 1,
    tables: Tables::Old,
    column_margins: ColumnMargins::Work,
    erase_with_colour: true,
    synchronized: true,
    hyperlinks: true,
    colours: Colours::True,
    answers: true,
};

/// A terminal without anything that is not of 1980.
pub const PLAIN: Kind =
    Kind { name: "plain", tables: Tables::Today, column_margins: ColumnMargins::Unknown, synchronized: false, hyperlinks: false, ..XTERM };

/// All that the painter is tried on.
pub const KINDS: &[Kind] = &[
    XTERM,
    Kind { name: "xterm -cjk_width", ambiguous: 2, lines: 2, ..XTERM },
    Kind { name: "wide signs, narrow lines", ambiguous: 2, lines: 1, ..XTERM },
    Kind { name: "tmux 3.3a", column_margins: ColumnMargins::Unknown, synchronized: false, hyperlinks: false, ..XTERM },
    Kind {
        name: "screen 4.9",
        column_margins: ColumnMargins::Unknown,
        erase_with_colour: false,
        synchronized: false,
        hyperlinks: false,
        colours: Colours::Indexed,
        ..XTERM
    },
    Kind {
        name: "Linux console",
        tables: Tables::Console,
        column_margins: ColumnMargins::Unknown,
        synchronized: false,
        hyperlinks: false,
        colours: Colours::Eight,
        ..XTERM
    },
    Kind { name: "libvterm", column_margins: ColumnMargins::Claimed, synchronized: false, ..XTERM },
    Kind { name: "mute, narrow signs", answers: false, column_margins: ColumnMargins::Unknown, ..XTERM },
    Kind { name: "mute, wide signs", answers: false, column_margins: ColumnMargins::Unknown, ambiguous: 2, lines: 2, ..XTERM },
    Kind { name: "mute, today's tables", answers: false, tables: Tables::Today, column_margins: ColumnMargins::Unknown, ..XTERM },
    Kind { name: "joins emoji", tables: Tables::Joining, column_margins: ColumnMargins::Unknown, ..XTERM },
    PLAIN,
];

/// What of the tests' signs is East Asian Ambiguous (UAX #11), letters too: xterm draws them wide with `-cjk_width`.
const AMBIGUOUS: &str = "“”‘’—…·×°±①Ⅳ→■★●℃№αЯéà";
const LINES: &str = "─│┌┐└┘━┃█";

impl Kind {
    /// Cells of a character by itself.
    pub fn cells(&self, c: char) -> usize {
        // The bulk of all texts.
        match c {
            ' '..='~' => return 1,
            '\u{4e00}'..='\u{9fff}' => return 2,
            _ => {}
        }
        let cells = c.width().unwrap_or(0);
        if self.tables == Tables::Unknown {
            return qikan::text::Measure { ambiguous: self.laid_out() }.char(c);
        }
        if LINES.contains(c) {
            return usize::from(self.lines);
        }
        if AMBIGUOUS.contains(c) {
            return usize::from(self.ambiguous);
        }
        match self.tables {
            Tables::Old if matches!(c, '\u{2630}'..='\u{2637}' | '\u{1fa70}'..='\u{1faff}') => 1,
            Tables::Console if matches!(c, '\u{2000}'..='\u{2e7f}' | '\u{1f000}'..='\u{1faff}') => 1,
            Tables::Console if cells == 0 && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') => 1,
            _ => cells,
        }
    }

    /// Does it draw `c` into the sign before it?
    pub fn joins(&self, before: char, c: char) -> bool {
        let pictures = matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}');
        self.tables == Tables::Joining && ((before == '\u{200d}' && pictures) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}'))
    }

    /// Cells of a whole sign.
    pub fn cells_of(&self, sign: &str) -> usize {
        let mut before = ' ';
        let mut cells = 0;
        for c in sign.chars() {
            if c == '\u{fe0f}' && self.tables == Tables::Joining {
                cells = 2;
            } else if !self.joins(before, c) {
                cells += self.cells(c);
            }
            before = c;
        }
        cells
    }

    /// What the probe finds.
    pub fn found(&self) -> Found {
        if !self.answers {
            return Found::default();
        }
        let width = |cells: u8| Some(if cells == 2 { Ambiguous::Two } else { Ambiguous::One });
        let works = |yes: bool| Some(if yes { Works::Yes } else { Works::No });
        Found {
            ambiguous: width(self.ambiguous),
            lines: width(self.lines),
            column_margins: works(self.column_margins == ColumnMargins::Work),
            synchronized: works(self.synchronized),
            hyperlinks: works(self.hyperlinks),
            ..Found::default()
        }
    }

    /// What is relied on before it was asked: what its `TERM` says.
    pub fn unasked(&self) -> Abilities {
        Abilities {
            erase_with_colour: self.erase_with_colour,
            colours: self.colours,
            measure: Found::default().measure(),
            ..Abilities::default()
        }
    }

    /// What is relied on when it has answered, or has not.
    pub fn abilities(&self) -> Abilities {
        let found = self.found();
        Abilities {
            column_margins: found.column_margins == Some(Works::Yes),
            synchronized: found.synchronized == Some(Works::Yes),
            hyperlinks: found.hyperlinks == Some(Works::Yes),
            measure: found.measure(),
            ..self.unasked()
        }
    }

    /// The width that the layout goes by.
    pub fn laid_out(&self) -> Ambiguous {
        self.found().laid_out().unwrap_or_default()
    }
}
