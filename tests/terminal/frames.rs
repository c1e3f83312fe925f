//! Random frames through the painter onto the strict screen, compared cell by cell, on every kind of terminal.

use std::num::NonZeroU16;

use qikan::terminal::painter::{Abilities, Colours, Frame, Link, Painter, PainterBackend};
use qikan::text::Measure;
use qikan::view::put_text;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Style};

use crate::kinds::{KINDS, Kind, PLAIN, Tables, XTERM};
use crate::model::Screen;
use crate::play::{Dice, Play, TARGETS, Turn, Way, measure, words};
use crate::wanted::wanted;

/// Frames that every kind of terminal is tried with, in sessions of so many. `QIKAN_FRAMES=10` tries ten times as many.
const FRAMES: usize = 10_000;
const SESSION: usize = 50;

fn sessions() -> u64 {
    let times: usize = std::env::var("QIKAN_FRAMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    u64::try_from(times * FRAMES / SESSION).unwrap()
}

/// A frame that came out wrong.
struct Wrong {
    frame: usize,
    what: String,
}

/// Where the screen does not show what it ought to.
fn differs(screen: &Screen, frame: &Frame<'_>, kind: &Kind, abilities: &Abilities) -> Option<String> {
    let columns = usize::from(frame.buffer.area.width);
    wanted(frame, kind, abilities).into_iter().enumerate().find_map(|(n, cell)| {
        let (y, x) = (n / columns, n % columns);
        let shown = screen.sheet.row(y)[x];
        let wrong = cell.is_some_and(|cell| cell != shown && cell.seen() != shown.seen());
        wrong.then(|| format!("row {y}, column {x}: shows {shown:?}, not {cell:?}"))
    })
}

/// Plays a session, of which the frames before `from` happen unseen; the bytes it took.
fn play(seed: u64, from: usize, kind: Kind) -> Result<usize, Wrong> {
    let mut play = Play::new(seed, kind.colours);
    let mut abilities = kind.unasked();
    // Every other session begins when the answers are already there.
    if seed.is_multiple_of(2) {
        abilities = kind.abilities();
        play.measure = measure(kind.laid_out());
    }
    let mut painter = Painter::new(abilities);
    let mut screen: Option<Screen> = None;
    let mut bytes = 0;
    for frame in 0..SESSION {
        let turn = play.step();
        let way = play.way();
        if turn == Turn::Learned {
            abilities = kind.abilities();
            painter.learn(abilities);
            play.measure = measure(kind.laid_out());
        }
        if frame < from {
            continue;
        }
        let (columns, rows) = (usize::from(play.columns.max(1)), usize::from(play.rows.max(1)));
        let screen = screen.get_or_insert_with(|| Screen::new(columns, rows, kind));
        match turn {
            Turn::Resized { told } => {
                screen.resize(columns, rows);
                if told {
                    painter.invalidate();
                }
            }
            Turn::Disturbed => {
                screen.scribble();
                painter.invalidate();
            }
            Turn::Learned | Turn::Nothing => {}
        }
        let (buffer, links) = (play.draw(), play.links());
        let picture = Frame { buffer: &buffer, cursor: play.cursor, links: &links };
        let wire = match way {
            Way::Whole => painter.paint_frame(&picture),
            Way::Within(limit) => match painter.paint_frame_within(&picture, limit) {
                Some(wire) if wire.len() <= limit => wire,
                Some(_) => return Err(Wrong { frame, what: "more bytes than there were to be".to_owned() }),
                None => continue,
            },
        };
        let wire = wire.to_vec();
        bytes += wire.len();
        screen.feed(&wire);
        let what = |what: String| {
            let size = format!("{}×{}", play.columns, play.rows);
            Wrong { frame, what: format!("{what}\n{turn:?}, {size}: {:?}", String::from_utf8_lossy(&wire)) }
        };
        if !screen.complaints.is_empty() {
            return Err(what(format!("{:?}", screen.complaints)));
        }
        if let Some(differs) = differs(screen, &picture, &kind, &abilities) {
            return Err(what(differs));
        }
        if buffer.area.is_empty() {
            continue;
        }
        let at = play.cursor.map(|cursor| (usize::from(cursor.x), usize::from(cursor.y)));
        let seen = screen.cursor_seen.then_some((screen.x, screen.y));
        if at != seen {
            return Err(what(format!("the cursor is at {seen:?}, not {at:?}")));
        }
        if screen.held || screen.link_is_open() {
            return Err(what("the frame or a link is not ended".to_owned()));
        }
        if frame % 4 == 0 && !painter.paint_frame(&picture).is_empty() {
            return Err(what("an unchanged frame costs bytes".to_owned()));
        }
    }
    Ok(bytes)
}

/// Plays a session; if a frame is wrong, finds the fewest frames that lead to it.
fn try_session(seed: u64, kind: Kind) -> usize {
    let wrong = match play(seed, 0, kind) {
        Ok(bytes) => return bytes,
        Err(wrong) => wrong,
    };
    let fewest = (0..=wrong.frame).rev().find_map(|from| play(seed, from, kind).err().map(|wrong| (from, wrong)));
    let (from, wrong) = fewest.unwrap_or((0, wrong));
    panic!("{}: seed {seed}, frame {}, painted from frame {from} on: {}", kind.name, wrong.frame, wrong.what);
}

fn try_kind(name: &str) {
    let kind = *KINDS.iter().find(|kind| kind.name == name).unwrap();
    let kind_seed = 1000 * u64::try_from(name.len()).unwrap();
    for seed in 0..sessions() {
        try_session(kind_seed + seed, kind);
    }
}

#[test]
fn every_frame_on_xterm() {
    try_kind("xterm");
}

#[test]
fn every_frame_on_xterm_with_wide_signs() {
    try_kind("xterm -cjk_width");
}

#[test]
fn every_frame_where_signs_are_wide_and_lines_narrow() {
    try_kind("wide signs, narrow lines");
}

#[test]
fn every_frame_in_tmux() {
    try_kind("tmux 3.3a");
}

#[test]
fn every_frame_in_screen() {
    try_kind("screen 4.9");
}

#[test]
fn every_frame_on_the_linux_console() {
    try_kind("Linux console");
}

#[test]
fn every_frame_in_libvterm() {
    try_kind("libvterm");
}

#[test]
fn every_frame_on_a_mute_terminal_with_narrow_signs() {
    try_kind("mute, narrow signs");
}

#[test]
fn every_frame_on_a_mute_terminal_with_wide_signs() {
    try_kind("mute, wide signs");
}

#[test]
fn every_frame_on_a_mute_terminal_of_today() {
    try_kind("mute, today's tables");
}

#[test]
fn every_frame_where_emoji_are_joined() {
    try_kind("joins emoji");
}

#[test]
fn every_frame_on_a_plain_terminal() {
    try_kind("plain");
}

#[test]
fn column_margins_save_bytes() {
    let without = Kind { column_margins: PLAIN.column_margins, ..XTERM };
    let bytes = |kind: Kind| -> usize { (0..20).map(|seed| try_session(2 * seed, kind)).sum() };
    let (with, without) = (bytes(XTERM), bytes(without));
    assert!(with < without, "{with} and {without} bytes");
}

/// The same pictures on the screen of the vt100 crate: a second opinion about the text.
#[test]
fn the_vt100_crate_agrees() {
    let kind = Kind { tables: Tables::Today, ..PLAIN };
    for seed in 0..20 {
        let mut play = Play::tame(seed, kind.colours);
        play.least = (4, 3);
        let size = |n: u16| NonZeroU16::new(n).unwrap();
        let mut parser = vt100::Parser::new(size(play.rows), size(play.columns), 0);
        let mut painter = Painter::new(kind.abilities());
        for frame in 0..SESSION {
            if let Turn::Resized { .. } = play.step() {
                parser.screen_mut().set_size(size(play.rows), size(play.columns));
            }
            let buffer = play.draw();
            parser.process(painter.paint(&buffer, play.cursor));
            for (n, cell) in wanted(&Frame { buffer: &buffer, cursor: None, links: &[] }, &kind, &kind.abilities()).into_iter().enumerate()
            {
                let (y, x) = (n / usize::from(play.columns), n % usize::from(play.columns));
                let shown = parser.screen().cell(u16::try_from(y).unwrap(), u16::try_from(x).unwrap()).unwrap();
                let text = if shown.has_contents() {
                    shown.contents()
                } else if shown.is_wide_continuation() {
                    ""
                } else {
                    " "
                };
                if let Some(cell) = cell {
                    assert_eq!(text, cell.text.to_string(), "seed {seed}, frame {frame}, row {y}, column {x}");
                }
            }
        }
    }
}

fn true_colour() -> Abilities {
    Abilities { colours: Colours::True, ..Abilities::default() }
}

#[test]
fn hostile_cells_never_reach_the_wire() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    for (x, symbol) in ["\u{1b}]0;x\u{7}", "a\u{202e}", "\u{9b}", "\u{200b}", "\n", "中\u{1b}[2J", "\u{7f}", "\u{e0041}", "\u{2028}", ""]
        .iter()
        .enumerate()
    {
        buffer[(u16::try_from(2 * x).unwrap(), 0)].set_symbol(symbol);
    }
    let mut screen = Screen::new(20, 1, PLAIN);
    let mut painter = Painter::new(true_colour());
    let wire = painter.paint(&buffer, None).to_vec();
    screen.feed(&wire);
    assert_eq!(screen.complaints, Vec::<String>::new(), "{:?}", String::from_utf8_lossy(&wire));
    assert!(!wire.windows(2).any(|w| w == b"\x1b]"));
}

#[test]
fn a_scrolled_line_costs_the_line() {
    let mut dice = Dice::new(99);
    let lines: Vec<String> = (0..80).map(|_| words(&mut dice, 40)).collect();
    let mut painter = Painter::new(true_colour());
    let area = Rect::new(0, 0, 120, 40);
    let mut picture = |top: usize| {
        let mut buffer = Buffer::empty(area);
        for (y, line) in lines[top..top + 39].iter().enumerate() {
            let row = Rect { y: u16::try_from(y).unwrap(), height: 1, ..area };
            put_text(&mut buffer, row, line, Style::default(), Measure::default());
        }
        painter.paint(&buffer, None).len()
    };
    picture(10);
    for top in 11..20 {
        let line = lines[top + 38].len();
        let cost = picture(top);
        assert!(cost <= line.min(3 * 120) + 40, "{cost} bytes for a line of {line}");
    }
}

#[test]
fn colours_are_reduced_to_what_there_is() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
    buffer[(0, 0)].set_symbol("x").set_fg(Color::Rgb(250, 10, 10)).set_bg(Color::Indexed(21));
    for (colours, expected) in [
        (Colours::True, "38;2;250;10;10"),
        (Colours::Indexed, "38;5;196"),
        (Colours::Sixteen, "91;44"),
        (Colours::Eight, "31;44"),
        (Colours::None, ""),
    ] {
        let mut painter = Painter::new(Abilities { colours, ..Abilities::default() });
        let wire = String::from_utf8(painter.paint(&buffer, None).to_vec()).unwrap();
        assert!(wire.contains(expected), "{colours:?}: {wire:?}");
        assert_eq!(wire.contains("38;") || wire.contains('1'), colours != Colours::None, "{colours:?}: {wire:?}");
    }
}

#[test]
fn the_backend_draws_through_ratatui() {
    let backend = PainterBackend::new(Vec::new(), Size::new(20, 3), true_colour());
    let mut terminal = ratatui::Terminal::new(backend).unwrap();
    for text in ["期刊 one", "期 two", ""] {
        terminal
            .draw(|frame| {
                frame.buffer_mut().set_string(0, 1, text, Style::default());
            })
            .unwrap();
    }
    terminal
        .draw(|frame| {
            frame.buffer_mut().set_string(1, 1, "期刊", Style::default());
        })
        .unwrap();
    let mut screen = Screen::new(20, 3, PLAIN);
    let backend = std::mem::replace(terminal.backend_mut(), PainterBackend::new(Vec::new(), Size::new(1, 1), true_colour()));
    screen.feed(&backend.into_inner());
    assert_eq!(screen.complaints, Vec::<String>::new());
    assert_eq!(screen.text(), "\n 期刊\n");
}

/// On a slow line a picture comes in parts, and may change before it is through: in the end the screen shows the newest one.
#[test]
fn parts_of_changing_pictures_end_in_the_last_one() {
    for seed in 900..930 {
        let mut play = Play::new(seed, XTERM.colours);
        let mut dice = Dice::new(seed + 7);
        let mut screen = Screen::new(usize::from(play.columns), usize::from(play.rows), XTERM);
        let mut painter = Painter::new(XTERM.abilities());
        play.least = (1, 1);
        for frame in 0..40 {
            if let Turn::Resized { .. } = play.step() {
                screen.resize(usize::from(play.columns), usize::from(play.rows));
            }
            let buffer = play.draw();
            for part in 0..1000 {
                let enough = 1 + dice.roll(300);
                let (bytes, whole) = painter.paint_part(&buffer, play.cursor, enough);
                assert!(whole || !bytes.is_empty(), "seed {seed}, frame {frame}: a part of nothing");
                screen.feed(bytes);
                assert_eq!(screen.complaints, Vec::<String>::new(), "seed {seed}, frame {frame}, part {part}");
                if whole {
                    let shown = Frame { buffer: &buffer, cursor: None, links: &[] };
                    let differs = differs(&screen, &shown, &XTERM, &XTERM.abilities());
                    assert_eq!(differs, None, "seed {seed}, frame {frame}, part {part}");
                    break;
                }
                // Every third part another picture comes before this one is through.
                if dice.one_in(3) {
                    break;
                }
            }
        }
    }
}

/// Text is laid out for wide ambiguous signs, but this one the terminal draws in one cell: box drawing, on some.
#[test]
fn a_sign_narrower_than_it_was_laid_out_leaves_a_gap() {
    let mut screen = Screen::new(8, 2, PLAIN);
    let mut painter = Painter::new(Abilities::default());
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
    buffer.set_string(0, 0, "abcdefgh", Style::default());
    screen.feed(painter.paint(&buffer, None));
    buffer[(2, 0)].set_symbol("─").set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::new(2).unwrap()));
    buffer[(3, 0)].set_symbol(" ");
    screen.feed(painter.paint(&buffer, None));
    assert_eq!(screen.text().lines().next(), Some("ab─ efgh"));
    assert!(screen.complaints.is_empty(), "{:?}", screen.complaints);
}

#[test]
fn a_link_that_only_scrolled_costs_nothing() {
    let mut dice = Dice::new(5);
    let lines: Vec<String> = (0..80).map(|_| words(&mut dice, 40)).collect();
    let area = Rect::new(0, 0, 120, 40);
    let all = [(20, 4..40, TARGETS[0]), (21, 2..9, TARGETS[1])];
    let cost = |top: u16, links: &[(u16, std::ops::Range<u16>, &str)], painter: &mut Painter| {
        let mut buffer = Buffer::empty(area);
        for (row, line) in area.rows().zip(&lines[usize::from(top)..]) {
            put_text(&mut buffer, row, line, Style::default(), Measure::default());
        }
        let link = |(line, columns, target): &(u16, std::ops::Range<u16>, &str)| Link {
            row: line - top,
            columns: columns.clone(),
            target: (*target).to_owned(),
        };
        let links: Vec<Link> = links.iter().map(link).collect();
        painter.paint_frame(&Frame { buffer: &buffer, cursor: None, links: &links }).to_vec()
    };
    let [mut with, mut without] = [true, false].map(|hyperlinks| Painter::new(Abilities { hyperlinks, ..true_colour() }));
    assert!(cost(10, &all, &mut with).len() > cost(10, &all, &mut without).len());
    for top in 11..16 {
        assert_eq!(cost(top, &all, &mut with), cost(top, &all, &mut without));
    }
    // A link that goes away is written again, in its cells only.
    let wire = cost(15, &all[..1], &mut with);
    assert!((1..60).contains(&wire.len()) && !wire.windows(4).any(|w| w == b"\x1b]8;"), "{:?}", String::from_utf8_lossy(&wire));
}

#[test]
fn a_hostile_target_is_painted_as_no_link() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    buffer.set_string(0, 0, "a link", Style::default());
    for target in ["https://a/\u{1b}]8;;\u{7}", "https://a/\u{1b}\\\u{1b}[2J", "file:///a", "https://a/\u{202e}", "https://a b"] {
        let mut painter = Painter::new(Abilities { hyperlinks: true, ..true_colour() });
        let links = [Link { row: 0, columns: 0..6, target: target.to_owned() }];
        let wire = painter.paint_frame(&Frame { buffer: &buffer, cursor: None, links: &links });
        assert!(!wire.windows(2).any(|w| w == b"\x1b]"), "{target:?}: {:?}", String::from_utf8_lossy(wire));
    }
}
