//! The painter on real terminals, cell by cell: tmux, GNU screen and xterm, each only where it is installed.
//!
//! `QIKAN_FRAMES=10` plays ten times as many frames.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says by a panic that it fails, and prints what it skips"
)]

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
#[path = "terminal/wanted.rs"]
mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use qikan::library::Library;
use qikan::reader::{Effect, Event, Keymap, Reader, Settings, Size, Start};
use qikan::terminal::painter::{Abilities, Colours, Frame, Painter};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use kinds::{ColumnMargins, Kind, PLAIN, Tables, XTERM};
use play::{Play, Turn, measure};
use real::{Display, Guest, Real, has};
use sheet::{Cell, Look, Text};
use wanted::wanted;

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

/// Every character that a text of a play can have.
fn characters() -> BTreeSet<char> {
    let words = play::WORDS.iter().chain(play::TRICKY).chain(play::FOREIGN);
    words.flat_map(|word| word.chars()).chain("期刊›#|0123456789".chars()).filter(|c| *c != ' ').collect()
}

/// The cells that this terminal gives to each character of the texts.
fn measured(real: &mut Real) -> BTreeMap<char, usize> {
    let mut cells = BTreeMap::new();
    for c in characters() {
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
    let abilities = Abilities { synchronized: false, hyperlinks: false, ..kind.abilities() };
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
    let mut before = Vec::new();
    for frame in 0..frames {
        if let Turn::Resized { .. } = play.step() {
            real.resize(play.columns, play.rows);
            painter.invalidate();
        }
        let buffer = play.draw();
        let wire = painter.paint(&buffer, play.cursor).to_vec();
        let at = real.show(&wire);
        let what =
            || format!("{}: seed {seed}, frame {frame}, {}×{}: {:?}", kind.name, play.columns, play.rows, String::from_utf8_lossy(&wire));
        if let Some(cursor) = play.cursor {
            assert_eq!(at, (cursor.y, cursor.x), "the cursor, {}", what());
        }
        let picture = real.picture();
        if let Err(wrong) = compare(&picture, &buffer, &kind, told, |c| widths.get(&c).copied()) {
            panic!("{wrong}\n{picture:?}\nbefore: {before:?}\n{}", what());
        }
        before = picture;
    }
}

/// Compares what a terminal shows with a picture, as far as it tells.
fn compare(shown: &[String], buffer: &Buffer, kind: &Kind, told: Told, width: impl Fn(char) -> Option<usize>) -> Result<(), String> {
    let columns = usize::from(buffer.area.width);
    let abilities = kind.abilities();
    let mut look = Look::default();
    let mut rows = shown.iter();
    for (y, row) in wanted(&Frame { buffer, cursor: None, links: &[] }, kind, &abilities).chunks(columns).enumerate() {
        let text = rows.next().map_or("", String::as_str);
        // tmux joins what follows a joiner, and shows it in one cell or in two.
        if text.contains('\u{200d}') {
            continue;
        }
        let cells = real::cells(text, &mut look, |c| if told == Told::Bytes { Some(1) } else { width(c) });
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
            if cell.seen() != shown.seen() {
                return Err(format!("row {y}, column {x}: {shown:?}, not {cell:?}"));
            }
        }
    }
    Ok(())
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
        let mut real = Real::tmux(columns, rows);
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
        let mut real = Real::screen(columns, rows);
        try_frames(&mut real, kind, seed, 100, Told::Bytes);
    }
}

fn in_xterm(kind: Kind, options: &[&str]) {
    if !has("Xvfb") || !has("xterm") {
        return;
    }
    let display = Display::open();
    for (seed, (columns, rows)) in (0..times()).flat_map(|n| [(2 * n, (80, 24)), (2 * n + 1, (47, 13))]) {
        let mut left = 4;
        loop {
            let mut real = Real::xterm(&display, columns, rows, options, "C.UTF-8");
            let tried = catch_unwind(AssertUnwindSafe(|| try_frames(&mut real, kind, seed, 100, Told::Text)));
            match tried {
                Ok(()) => break,
                Err(_) if left > 0 && real.waits_for_a_child() => println!("xterm hangs in its printing; the same frames again"),
                Err(panic) => resume_unwind(panic),
            }
            left -= 1;
        }
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

const SAMPLE: &[u8] = include_bytes!("../assets/sample/sample.db.zst");

/// The reader's picture of the sample after some keys, drawn here.
fn drawn(columns: u16, rows: u16, kind: &Kind, keys: &str, slow: bool) -> Buffer {
    let library = Library::new().with_sample(SAMPLE);
    let settings = Settings { measure: measure(kind.laid_out()), ..Settings::default() };
    let mut reader = Reader::new(Start { settings, keymap: Keymap::built_in(), keep_session: true, ..Start::default() });
    let mut events = std::collections::VecDeque::from([Event::Resize(Size { columns, rows })]);
    events.extend(keys.chars().map(|c| Event::Key(qikan::reader::Key::parse_all(&c.to_string()).unwrap()[0])));
    events.extend(slow.then_some(Event::SlowLine));
    while let Some(event) = events.pop_front() {
        // Answers come before the next key.
        for effect in reader.update(event).into_iter().rev() {
            if let Effect::Ask(ticket, question) = effect {
                events.push_front(Event::Answer(ticket, library.answer(&question)));
            }
        }
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    qikan::view::draw(&reader, &mut buffer);
    buffer
}

/// Starts the program in a terminal, presses keys, and compares; what it wrote.
fn try_program(real: &mut Real, kind: &Kind, told: Told, environment: &[(&str, &str)]) -> Guest {
    let mut guest = Guest::start(real, env!("CARGO_BIN_EXE_qikan"), &["--sample"], environment);
    let mut pressed = String::new();
    for keys in ["", "jj", "l", "jjjj", "k", "l", "jj"] {
        guest.type_in(keys);
        pressed += keys;
        let [buffer, slow] = [false, true].map(|slow| drawn(real.columns, real.rows, kind, &pressed, slow));
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            guest.relay(real);
            let picture = real.picture();
            // On a machine that is busy the program may find the terminal slow, and says so.
            let expected = if picture.iter().any(|row| row.contains("This line is slow")) { &slow } else { &buffer };
            let compared = compare(&picture, expected, kind, told, |c| Some(measure(kind.laid_out()).char(c)));
            let Err(wrong) = compared else { break };
            assert!(std::time::Instant::now() < end, "{}, after {pressed:?}: {wrong}\n{}", kind.name, picture.join("\n"));
        }
    }
    guest
}

const COLUMN_MARGINS: &str = "\x1b[?69h";
const SYNCHRONIZED: &str = "\x1b[?2026h";

#[test]
fn the_program_in_tmux() {
    if !has("tmux") {
        return;
    }
    let mut real = Real::tmux(160, 40);
    let guest = try_program(&mut real, &TMUX, Told::Text, &[("TERM", "tmux-256color"), ("TMUX", "there,1,0"), ("LC_ALL", "C.UTF-8")]);
    assert_eq!(guest.wrote(COLUMN_MARGINS), 1, "only the probe tries column margins");
    assert_eq!(guest.wrote(SYNCHRONIZED), 0);
}

#[test]
fn the_program_in_screen() {
    if !has("screen") {
        return;
    }
    let mut real = Real::screen(120, 30);
    let guest = try_program(&mut real, &TMUX, Told::Bytes, &[("TERM", "screen-256color"), ("STY", "there"), ("LC_ALL", "C.UTF-8")]);
    assert_eq!(guest.wrote(COLUMN_MARGINS), 1, "only the probe tries column margins");
    assert_eq!(guest.wrote(SYNCHRONIZED), 0);
}

#[test]
fn the_program_in_xterm() {
    if !has("Xvfb") || !has("xterm") {
        return;
    }
    let display = Display::open();
    for (ambiguous, options) in [(1, &[][..]), (2, &["-cjk_width"])] {
        let kind = Kind { tables: Tables::Unknown, ambiguous, lines: ambiguous, ..XTERM };
        let mut real = Real::xterm(&display, 160, 40, options, "C.UTF-8");
        let guest = try_program(&mut real, &kind, Told::Text, &[("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8")]);
        assert!(guest.wrote(COLUMN_MARGINS) > 1, "column margins are found and used");
    }
}

#[test]
fn the_program_in_an_xterm_of_latin_1_says_so() {
    if !has("Xvfb") || !has("xterm") {
        return;
    }
    let display = Display::open();
    let mut real = Real::xterm(&display, 120, 30, &["+u8"], "C");
    let mut guest = Guest::start(&real, env!("CARGO_BIN_EXE_qikan"), &["--sample"], &[("TERM", "xterm"), ("LC_ALL", "C")]);
    real.within("the warning", |real| {
        guest.relay(real);
        real.picture().iter().any(|row| row.contains("does not show UTF-8")).then_some(())
    });
}
