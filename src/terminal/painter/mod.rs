//! The painter: puts a finished [`Buffer`] on the wire with few bytes, one write a frame, and true widths.
//!
//! It knows nothing of the program around it. It compares the finished buffer with a shadow of what the terminal shows (so it
//! needs no diff from ratatui, which hides the right halves of wide cells), moves rows that were only scrolled, writes
//! what is left with the cheapest moves and the smallest changes of style, and sends nothing for an unchanged frame.
//!
//! ```text
//! Buffer ──load──▶ wanted ─┐
//!                          ├─ shift rows ─ write rows ─ place the cursor ─▶ bytes for one write(2)
//!                  shown  ─┘
//! ```
//!
//! Only sequences that every terminal of the last thirty years knows are sent, and those named in [`Abilities`].

mod backend;
mod grid;
mod hostile;
mod links;
mod pen;
mod row;
mod shift;
mod style;

pub use backend::PainterBackend;
pub use hostile::hostile;
pub(super) use links::CLOSE as END_OF_LINK;
pub use links::Link;
pub use style::Colours;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use unicode_width::UnicodeWidthStr;

use grid::{Grid, Inks};
use pen::{Pen, Spot};
use row::Strip;

/// The cells that a sign takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// 0, 1 or 2.
    pub count: u8,
    /// Whether the terminal is known to agree. Where it is not, the cursor is placed anew behind the sign, so that a wrong
    /// guess damages that sign only.
    pub sure: bool,
}

/// What the terminal can do. The default is what every terminal can.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent ability of the terminal, found or not found by itself")]
pub struct Abilities {
    /// DECSTBM: scrolling between rows.
    pub row_margins: bool,
    /// DECSLRM: scrolling between columns too. Believe only a test of the function.
    pub column_margins: bool,
    /// ECH: erasing cells in the middle of a row.
    pub erase: bool,
    /// Erased cells take the background colour that is on ("bce").
    pub erase_with_colour: bool,
    /// Mode 2026. Never inside tmux, where it costs a repaint of the whole pane.
    pub synchronized: bool,
    /// OSC 8: cells can lead to an address.
    pub hyperlinks: bool,
    pub colours: Colours,
    /// Cells of one grapheme cluster, for this terminal.
    pub measure: fn(&str) -> Cells,
}

impl Default for Abilities {
    fn default() -> Self {
        Self {
            row_margins: true,
            column_margins: false,
            erase: true,
            erase_with_colour: true,
            synchronized: false,
            hyperlinks: false,
            colours: Colours::Indexed,
            measure: |text| Cells { count: u8::try_from(text.width().min(2)).unwrap_or(2), sure: true },
        }
    }
}

/// Frames shorter than this many bytes arrive in one piece anyway.
const WORTH_SYNCHRONIZING: usize = 1000;

/// One finished picture.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    pub buffer: &'a Buffer,
    /// Where the terminal's cursor is to be seen, in cells.
    pub cursor: Option<Position>,
    /// Cells that lead somewhere; of two for the same cell the later counts.
    pub links: &'a [Link],
}

/// Keeps the shadow of the screen and turns frames into bytes.
#[derive(Debug)]
pub struct Painter {
    abilities: Abilities,
    shown: Grid,
    wanted: Grid,
    /// What was shown before a frame that may turn out too large.
    before: Grid,
    inks: Inks,
    pen: Pen,
    known: Known,
    /// Two doubtful signs stand side by side at the margin, and which of them is seen depends on widths that nobody knows yet.
    guessed: bool,
}

/// Is the shadow what the terminal shows?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    No,
    Yes,
}

impl Painter {
    pub fn new(abilities: Abilities) -> Self {
        Self {
            abilities,
            shown: Grid::default(),
            wanted: Grid::default(),
            before: Grid::default(),
            inks: Inks::default(),
            pen: Pen::default(),
            known: Known::No,
            guessed: false,
        }
    }

    /// Forgets what the terminal shows: after a resize, a stop, `^L`, or the output of another program.
    pub fn invalidate(&mut self) {
        self.known = Known::No;
    }

    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    /// Takes on what was learned about the terminal. Only the signs that are measured or coloured otherwise are written again.
    pub fn learn(&mut self, abilities: Abilities) {
        if self.guessed || self.abilities.column_margins && !abilities.column_margins {
            self.known = Known::No;
        }
        self.abilities = abilities;
        self.inks.forget_widths();
    }

    /// The bytes that bring the terminal from what it shows to this picture, for one write; none if it shows it already.
    /// `cursor` is where the terminal's cursor is to be seen, in cells.
    pub fn paint(&mut self, buffer: &Buffer, cursor: Option<Position>) -> &[u8] {
        self.paint_frame(&Frame { buffer, cursor, links: &[] })
    }

    /// The same for a picture with links.
    pub fn paint_frame(&mut self, frame: &Frame<'_>) -> &[u8] {
        self.bring(frame, usize::MAX);
        self.hold_together();
        &self.pen.out
    }

    /// The first part of these bytes: whole rows, from the top, until they are about `enough` bytes, the row with the cursor before all
    /// others. With it, whether the terminal shows the whole picture then. For a slow line on which the picture may change again
    /// before it is through: what is left is worked out anew from what the terminal shows by then.
    pub fn paint_part(&mut self, buffer: &Buffer, cursor: Option<Position>, enough: usize) -> (&[u8], bool) {
        self.paint_frame_part(&Frame { buffer, cursor, links: &[] }, enough)
    }

    /// The same for a picture with links.
    pub fn paint_frame_part(&mut self, frame: &Frame<'_>, enough: usize) -> (&[u8], bool) {
        let whole = self.bring(frame, enough);
        self.hold_together();
        (&self.pen.out, whole)
    }

    /// Mode 2026 around what was written, if it is long enough to arrive in pieces.
    fn hold_together(&mut self) {
        if self.abilities.synchronized && self.pen.out.len() > WORTH_SYNCHRONIZING {
            self.pen.out.splice(0..0, *b"\x1b[?2026h");
            self.pen.out.extend(b"\x1b[?2026l");
        }
    }

    /// Brings the terminal to this picture, until `enough` bytes are written; true if it shows all of it.
    fn bring(&mut self, frame: &Frame<'_>, enough: usize) -> bool {
        self.pen.out.clear();
        self.renew_inks(frame.buffer);
        self.wanted.load(frame.buffer, &mut self.inks, &self.abilities);
        if self.abilities.hyperlinks {
            for link in frame.links {
                self.wanted.link(link, &mut self.inks);
            }
        }
        let (columns, rows) = (self.wanted.columns, self.wanted.rows);
        if columns == 0 || rows == 0 {
            return true;
        }
        if (columns, rows) != (self.shown.columns, self.shown.rows) {
            self.shown.resize(columns, rows);
            self.known = Known::No;
        }
        self.pen.columns = columns;
        self.pen.rows = rows;
        if self.known == Known::No {
            self.pen.wipe(self.abilities.column_margins);
            self.shown.clear();
            self.known = Known::Yes;
            self.guessed = false;
        }
        let mut whole = true;
        if self.shown.cells != self.wanted.cells {
            self.shift();
            if self.pen.is_narrow() && !self.fits_between_margins() {
                self.pen.drop_column_margins();
            }
            // The row where something is typed first; else that in which the cursor stands, often the one that a shift brought in.
            let typed = frame.cursor.map(|at| usize::from(at.y));
            let first = match self.pen.spot {
                _ if typed.is_some() => typed,
                Spot::At { y, .. } | Spot::Row(y) => Some(y),
                Spot::Unknown => None,
            };
            let mut first = first.filter(|y| *y < rows);
            let strips = if enough == usize::MAX { self.strips() } else { vec![Strip { from: 0, to: columns }] };
            let mut last = 0;
            'all: for strip in strips {
                for y in first.take().into_iter().chain(0..rows) {
                    let before = self.pen.out.len();
                    // The next row will be about as long as the last one: as near to what is enough as whole rows come.
                    if before > 0 && before.saturating_add(last / 2) >= enough && self.shown.row(y) != self.wanted.row(y) {
                        whole = false;
                        break 'all;
                    }
                    self.write_row(y, strip);
                    if self.pen.out.len() > before {
                        last = self.pen.out.len() - before;
                    }
                }
            }
        }
        self.pen.link(0, &[]);
        match frame.cursor {
            Some(at) => {
                self.pen.goto(usize::from(at.y).min(rows - 1), usize::from(at.x).min(columns - 1));
                self.pen.show_cursor(true);
            }
            None => self.pen.show_cursor(false),
        }
        whole
    }

    /// The same if it takes at most `limit` bytes; else nothing, and everything is as if it had not been tried. For a line that
    /// has not yet taken what was sent before.
    pub fn paint_within(&mut self, buffer: &Buffer, cursor: Option<Position>, limit: usize) -> Option<&[u8]> {
        self.paint_frame_within(&Frame { buffer, cursor, links: &[] }, limit)
    }

    /// The same for a picture with links.
    pub fn paint_frame_within(&mut self, frame: &Frame<'_>, limit: usize) -> Option<&[u8]> {
        // The shadow that is kept must not be of numbers that are forgotten on the way.
        self.renew_inks(frame.buffer);
        let known = self.known;
        self.before.take_from(&self.shown);
        let pen = self.pen.without_output();
        self.paint_frame(frame);
        if self.pen.out.len() > limit {
            std::mem::swap(&mut self.shown, &mut self.before);
            self.pen = pen;
            self.known = known;
            return None;
        }
        Some(&self.pen.out)
    }

    fn renew_inks(&mut self, buffer: &Buffer) {
        if self.inks.is_full(buffer.content.len()) {
            self.inks = Inks::default();
            self.known = Known::No;
        }
    }
}
