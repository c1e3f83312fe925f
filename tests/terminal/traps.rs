//! The traps that terminals set, each by itself and by name.

use std::ffi::OsStr;

use qikan::terminal::painter::{Abilities, Colours, Painter};
use qikan::text::Measure;
use qikan::view::put_text;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};

use crate::kinds::{ColumnMargins, Kind, PLAIN, XTERM};
use crate::life::Terminal;
use crate::model::Screen;

/// A picture of these rows, each written from these columns on.
fn picture(columns: u16, rows: &[&[(u16, &str)]]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, u16::try_from(rows.len()).unwrap()));
    for (y, row) in rows.iter().enumerate() {
        for (x, text) in *row {
            let area = Rect::new(*x, u16::try_from(y).unwrap(), columns - x, 1);
            put_text(&mut buffer, area, text, Style::default(), Measure::default());
        }
    }
    buffer
}

/// Paints pictures one after the other on a strict screen; the bytes of the last.
fn painted(kind: Kind, pictures: &[&Buffer]) -> (Screen, String) {
    let area = pictures[0].area;
    let mut screen = Screen::new(usize::from(area.width), usize::from(area.height), kind);
    let mut painter = Painter::new(kind.abilities());
    let mut last = String::new();
    for picture in pictures {
        last = String::from_utf8(painter.paint(picture, None).to_vec()).unwrap();
        screen.feed(last.as_bytes());
        assert_eq!(screen.complaints, Vec::<String>::new(), "{last:?}");
    }
    (screen, last)
}

/// Behind the last column terminals differ on where the cursor is: nothing relative is sent from there, and nothing wraps.
#[test]
fn nothing_is_sent_from_behind_the_right_margin() {
    let first = picture(6, &[&[(0, "abcdef")], &[(0, "中文字")], &[(0, "x")]]);
    let then = picture(6, &[&[(0, "abcdeF")], &[(0, "中文末")], &[(5, "y")]]);
    let (screen, _) = painted(PLAIN, &[&first, &then]);
    assert_eq!(screen.text(), "abcdeF\n中文末\n     y");
}

/// Text over a right margin wraps there: none is written over one.
#[test]
fn no_text_is_written_over_a_right_margin() {
    let row = |n: usize| format!("left {n} 左边一些文字");
    let right = |n: usize| format!("第{n}行右边的文字还有很多");
    let draw = |top: usize| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 12));
        for y in 0..12 {
            let place = |x| Rect::new(x, y, 29, 1);
            put_text(&mut buffer, place(0), &row(usize::from(y)), Style::default(), Measure::default());
            put_text(&mut buffer, Rect::new(30, y, 1, 1), "|", Style::default(), Measure::default());
            put_text(&mut buffer, place(31), &right(top + usize::from(y)), Style::default(), Measure::default());
        }
        buffer
    };
    let (screen, wire) = painted(XTERM, &[&draw(0), &draw(1)]);
    assert!(wire.contains("\x1b[?69h\x1b["), "the right pane is shifted by itself: {wire:?}");
    assert!(wire.len() < 120, "{wire:?}");
    assert!(screen.text().ends_with(&right(12)), "{}", screen.text());
}

/// A wide sign over the edge of a band, or over that edge in the row below it, would be blanked by xterm.
#[test]
fn a_shift_that_would_cut_a_wide_sign_is_refused() {
    let draw = |top: usize, over_the_edge: Option<u16>| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 12));
        for y in 0..11 {
            let number = "一二三四五六七八九十百千万".chars().nth(top + usize::from(y)).unwrap();
            let text = format!("{number}行右边的文字还有很多很多");
            put_text(&mut buffer, Rect::new(0, y, 29, 1), &format!("left {y} 左边一些文字"), Style::default(), Measure::default());
            put_text(&mut buffer, Rect::new(31, y, 29, 1), &text, Style::default(), Measure::default());
        }
        if let Some(y) = over_the_edge {
            put_text(&mut buffer, Rect::new(30, y, 2, 1), "界", Style::default(), Measure::default());
        }
        buffer
    };
    let shifts = |wire: &str| wire.contains("\x1b[?69h");
    let (_, wire) = painted(XTERM, &[&draw(0, None), &draw(1, None)]);
    assert!(shifts(&wire), "nothing is in the way: {wire:?}");
    for y in [4, 11] {
        let (screen, wire) = painted(XTERM, &[&draw(0, Some(y)), &draw(1, Some(y))]);
        assert!(!shifts(&wire), "cut in row {y}: {wire:?}");
        assert!(screen.text().lines().nth(usize::from(y)).unwrap().contains('界'));
    }
}

/// Half a sign is never erased: tmux keeps the other half, and loses the cell before it to whoever writes there.
#[test]
fn nothing_is_erased_up_to_the_middle_of_a_sign() {
    let first = picture(40, &[&[(0, "abcdefghijk中文字 and more")]]);
    let then = picture(40, &[&[(0, "a"), (12, "文文字 and more")]]);
    let (screen, wire) = painted(PLAIN, &[&first, &then]);
    assert!(wire.contains("\x1b[12X"), "one more than the eleven blanks: {wire:?}");
    assert_eq!(screen.text(), format!("a{}文文字 and more", " ".repeat(11)));
}

/// Nor is anything erased from the middle of a sign on: xterm may have kept the half, and blanks the cell before it too.
#[test]
fn nothing_is_erased_from_the_middle_of_a_sign_on() {
    let first = picture(40, &[&[(0, "ab中文字 and more")], &[(0, "ab中文字 and so much more than this")]]);
    let then = picture(40, &[&[(0, "abc")], &[(0, "abc"), (33, "s")]]);
    let (screen, wire) = painted(PLAIN, &[&first, &then]);
    assert!(wire.contains("c \x1b[K") && wire.contains("c \x1b["), "the half is written over first: {wire:?}");
    assert_eq!(screen.text(), format!("abc\nabc{}s", " ".repeat(30)));
}

/// A sign that a terminal may draw in more cells than two harms none of its neighbours, nor the next row.
#[test]
fn a_sign_of_unknown_width_harms_no_neighbour() {
    let family = "👨\u{200d}👩\u{200d}👧";
    for x in [0_u16, 3, 9, 10] {
        let draw = |text: &str| {
            let mut buffer = picture(12, &[&[(0, "............")], &[(0, "------------")]]);
            buffer[(x, 0)].set_symbol(text);
            buffer[(x + 1, 0)].set_symbol(" ");
            buffer
        };
        let (screen, wire) = painted(XTERM, &[&draw("中"), &draw(family)]);
        let row: Vec<String> = screen.sheet.row(0).iter().map(|cell| cell.text.to_string()).collect();
        for (at, text) in row.iter().enumerate().filter(|(at, _)| !(usize::from(x)..usize::from(x) + 2).contains(at)) {
            assert_eq!(text, ".", "column {at} beside {x}: {wire:?}");
        }
        assert!(screen.text().ends_with("------------"));
    }
}

/// A width that is forced against what is known of the terminal would shift the row: a widget left it there for another sign.
#[test]
fn a_forced_width_is_not_trusted() {
    let mut buffer = picture(20, &[&[(0, "ab中cd")]]);
    let forced = ratatui::buffer::CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN);
    buffer[(2, 0)].set_diff_option(forced);
    buffer[(3, 0)].set_symbol("x");
    let (screen, _) = painted(PLAIN, &[&buffer]);
    let shown: String = screen.sheet.row(0)[3..6].iter().map(|cell| cell.text.to_string()).collect();
    assert_eq!(shown, "xcd", "{:?}", screen.text());
}

/// Numbers of colours and signs run out after so many; then the picture is painted anew, also when the frame is put off.
#[test]
fn more_looks_than_there_are_numbers() {
    let (columns, rows) = (200_u16, 50_u16);
    let abilities = Abilities { colours: Colours::True, ..XTERM.abilities() };
    // Every cell is of a colour of its own in every turn; but of the upper rows one a turn leaves the colours of the first, so
    // that in the turn in which all is numbered anew something old stands where the same numbers mean something else.
    let colour = |turn: u32, n: u32| match n / 200 {
        row @ 0..10 if row > turn => n,
        row @ 0..10 => row * 10_000 + n,
        _ => turn * 10_000 + n,
    };
    let draw = |turn: u32| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        for (n, cell) in (0_u32..).zip(&mut buffer.content) {
            let [_, r, g, b] = colour(turn, n).to_be_bytes();
            cell.set_symbol("x").set_fg(Color::Rgb(r, g, b));
        }
        buffer
    };
    let mut screen = Screen::new(usize::from(columns), usize::from(rows), XTERM);
    let mut painter = Painter::new(abilities);
    for turn in 0..9 {
        let buffer = draw(turn);
        // Every other turn, so that one of them finds the numbers used up, the frame is first tried as one that is too long.
        if turn % 2 == 1 {
            assert!(painter.paint_within(&buffer, Some(Position::ORIGIN), 10).is_none());
        }
        screen.feed(painter.paint(&buffer, None));
        for (n, cell) in (0_u32..).zip((0..usize::from(rows)).flat_map(|y| screen.sheet.row(y).to_vec())) {
            assert_eq!(cell.look.ink, Some(1 << 24 | colour(turn, n)), "turn {turn}, cell {n}");
        }
    }
}

/// Presses these keys and waits for what they show, then for the help, which says that nothing is on its way any more: a half
/// picture is another picture too, and two keys that undo each other are no picture at all where they are drawn at once.
fn press(terminal: &mut Terminal, keys: &str) {
    let before = terminal.screen.text();
    terminal.type_in(keys.as_bytes());
    terminal.until("another picture", |screen| screen.text() != before);
    terminal.type_in(b"?");
    terminal.until("the help", |screen| screen.text().contains("Keys: "));
    terminal.type_in(b"\x1b");
    terminal.until("the help to go", |screen| !screen.text().contains("Keys: "));
}

/// The program on a terminal of this kind, after some scrolling.
fn after_scrolling(kind: Kind, environment: &[(&str, &OsStr)]) -> Terminal {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::staged(kind, (160, 40), env!("CARGO_BIN_EXE_qikan"), &["--sample"], home.path(), environment);
    terminal.until("the sample", |screen| screen.text().contains("Abstract"));
    // The page ends within half a page, so one step down is followed by one up. Ctrl-L writes all anew: a long frame.
    for keys in ["ld", "u", "d", "\x0cu"] {
        press(&mut terminal, keys);
    }
    terminal
}

#[test]
fn frames_are_held_together_by_mode_2026() {
    let mut terminal = after_scrolling(XTERM, &[]);
    for key in ["d", "u"].into_iter().cycle().take(20) {
        if terminal.screen.times_narrowed > 1 {
            break;
        }
        press(&mut terminal, key);
    }
    assert!(terminal.screen.times_narrowed > 1, "the probe's test of column margins is believed");
    // Ctrl-L writes all anew: a long frame.
    terminal.type_in(b"\x0c");
    terminal.until("a frame that is held together", |screen| screen.times_held > 0);
}

#[test]
fn mode_2026_is_never_sent_inside_tmux_even_if_it_is_known_there() {
    let terminal = after_scrolling(XTERM, &[("TMUX", OsStr::new("/tmp/tmux-0/default,1,0"))]);
    assert_eq!(terminal.screen.times_held, 0);
}

/// libvterm says that it knows mode 69. Only the probe's own test of it may set margins.
#[test]
fn column_margins_that_are_only_claimed_are_not_used() {
    let kind = Kind { column_margins: ColumnMargins::Claimed, ..XTERM };
    let terminal = after_scrolling(kind, &[]);

    assert_eq!(terminal.screen.times_narrowed, 1);
}
