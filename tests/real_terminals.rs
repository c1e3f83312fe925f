//! The painter on real terminals, cell by cell: tmux, GNU screen and xterm, each only where it is installed.
//!
//! `QIKAN_FRAMES=10` plays ten times as many frames.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test says by a panic that it fails, and prints what it skips")]

#[expect(dead_code, reason = "shared with the tests on screen models")]
#[path = "terminal/kinds.rs"]
mod kinds;
#[expect(dead_code, reason = "shared with the tests on screen models")]
#[path = "terminal/play.rs"]
mod play;
#[path = "terminal/real.rs"]
mod real;
#[expect(dead_code, reason = "shared with the tests on screen models")]
#[path = "terminal/sheet.rs"]
mod sheet;

use std::collections::BTreeMap;

use qikan::terminal::painter::{Abilities, Colours, Painter};

use kinds::{ColumnMargins, Kind, PLAIN, Tables, XTERM};
use play::{Play, Turn, measure, wanted};
use real::{Inside, Real, has};
use sheet::{Cell, Look, Text};

/// What a program's picture tells beside the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Styles,
    Text,
    /// The last byte of each character.
    Bytes,
}

fn times() -> u64 {
    std::env::var("QIKAN_FRAMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The cells that this terminal gives to each character of the texts.
fn measured(real: &mut Real) -> BTreeMap<char, usize> {
    let mut cells = BTreeMap::new();
    for c in play::characters() {
        real.show(b"\r\x1b[K");
        // Behind another sign, since a mark goes with what is before it.
        let (_, column) = real.show(format!("a{c}").as_bytes());
        cells.insert(c, usize::from(column) - 1);
    }
    cells
}

/// Plays frames on a terminal and compares each with what it shows.
fn try_frames(real: &mut Real, kind: Kind, seed: u64, frames: usize, told: Told) {
    let widths = measured(real);
    let abilities = Abilities { synchronized: false, ..kind.abilities() };
    for (c, cells) in &widths {
        let taken = (abilities.measure)(&c.to_string());
        let claimed = taken.sure && taken.count > 0;
        assert!(!claimed || usize::from(taken.count) == *cells, "{}: {c:?} takes {cells} cells, not {}", kind.name, taken.count);
    }
    // screen's picture cannot be read where several characters share a cell.
    let mut play = if told == Told::Bytes { Play::tame(seed, kind.colours) } else { Play::new(seed, kind.colours) };
    (play.columns, play.rows, play.least) = (real.columns, real.rows, (10, 2));
    play.fixed = kind.name != "tmux";
    play.measure = measure(kind.laid_out());
    let mut painter = Painter::new(abilities);
    for frame in 0..frames {
        if let Turn::Resized { .. } = play.step() {
            real.resize(play.columns, play.rows);
            painter.invalidate();
        }
        let buffer = play.draw();
        let wire = painter.paint(&buffer, play.cursor).to_vec();
        let at = real.show(&wire);
        let what = || format!("{}: seed {seed}, frame {frame}, {}×{}: {:?}", kind.name, play.columns, play.rows, String::from_utf8_lossy(&wire));
        if let Some(cursor) = play.cursor {
            assert_eq!(at, (cursor.y, cursor.x), "the cursor, {}", what());
        }
        let picture = real.picture();
        let columns = usize::from(play.columns);
        let mut look = Look::default();
        let mut rows = picture.iter();
        for (y, row) in wanted(&buffer, &kind, &abilities).chunks(columns).enumerate() {
            let text = rows.next().map_or("", String::as_str);
            // tmux joins what follows a joiner, and shows it in one cell or in two.
            if text.contains('\u{200d}') {
                continue;
            }
            let width = |c: char| if told == Told::Bytes { Some(1) } else { widths.get(&c).copied() };
            let cells = real::cells(text, &mut look, width);
            for (x, cell) in row.iter().enumerate() {
                let Some(mut cell) = *cell else { continue };
                // Blanks behind the last sign are left out, whatever colour they have.
                let mut shown = cells.get(x).copied().unwrap_or(Cell::blank(cell.look));
                if told != Told::Styles {
                    (cell.look, shown.look) = Default::default();
                }
                if told == Told::Bytes && cell.width > 0 {
                    (cell.text, shown.text) = (last_byte(cell.text), last_byte(shown.text));
                }
                assert!(cell.seen() == shown.seen(), "row {y}, column {x}: {shown:?}, not {cell:?}: {picture:?}\n{}", what());
            }
        }
    }
}

fn last_byte(text: Text) -> Text {
    let byte = text.as_chars().first().map_or(0, |c| u32::from(*c) & 0xff);
    Text::of(char::from_u32(byte).unwrap())
}

const TMUX: Kind = Kind { name: "tmux", tables: Tables::Unknown, column_margins: ColumnMargins::Unknown, ..PLAIN };

#[test]
fn every_frame_in_tmux() {
    if !has("tmux") {
        return;
    }
    for (seed, (columns, rows)) in (0..times()).flat_map(|n| [(4 * n, (40, 12)), (4 * n + 1, (80, 24)), (4 * n + 2, (61, 17))]) {
        let mut real = Real::tmux(columns, rows, &Inside::Pipes);
        try_frames(&mut real, TMUX, seed, 100, Told::Styles);
    }
}

#[test]
fn every_frame_in_screen() {
    if !has("screen") {
        return;
    }
    let kind = Kind { name: "screen", erase_with_colour: false, colours: Colours::Indexed, ..TMUX };
    for (seed, (columns, rows)) in (0..times()).flat_map(|n| [(2 * n, (80, 24)), (2 * n + 1, (47, 13))]) {
        let mut real = Real::screen(columns, rows, &Inside::Pipes);
        try_frames(&mut real, kind, seed, 100, Told::Bytes);
    }
}

fn in_xterm(kind: Kind, options: &[&str]) {
    if !has("Xvfb") || !has("xterm") {
        return;
    }
    for (seed, (columns, rows)) in (0..times()).flat_map(|n| [(2 * n, (80, 24)), (2 * n + 1, (47, 13))]) {
        let mut real = Real::xterm(columns, rows, options, "C.UTF-8", &Inside::Pipes);
        try_frames(&mut real, kind, seed, 100, Told::Text);
    }
}

#[test]
fn every_frame_in_xterm() {
    in_xterm(Kind { name: "xterm", tables: Tables::Unknown, ..XTERM }, &[]);
}

#[test]
fn every_frame_in_xterm_with_wide_signs() {
    in_xterm(Kind { name: "xterm -cjk_width", tables: Tables::Unknown, ambiguous: 2, lines: 2, ..XTERM }, &["-cjk_width"]);
}
