//! Random frames through the painter onto the strict screen, compared cell by cell.
//!
//! The frames are what a reader of Chinese texts makes: panes that scroll, one above the other or side by side, highlights,
//! popups over wide signs, other sizes, scribble.

use std::num::NonZeroU16;

use qikan::terminal::painter::{Abilities, Cells, Colours, Frame, Link, Painter, PainterBackend};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::model::{Cell, Kind, Look, Screen};

/// xorshift64*: the same frames every time, named by their seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below.max(1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

const WORDS: &[&str] = &[
    "智慧城市",
    "治理",
    "研究",
    "，",
    "。",
    "the ",
    "governance ",
    "of ",
    "a ",
    "1998",
    "“",
    "”",
    "——",
    "…",
    "e\u{301}",
    "ｶ",
    "　",
    "한글",
    "      ",
    "×",
    "[12]",
    "α",
    "━",
    "ふりがな",
    "(3)",
    "            ",
];

fn words(dice: &mut Dice, count: usize) -> String {
    (0..count).map(|_| dice.pick(WORDS)).collect()
}

fn style(dice: &mut Dice) -> Style {
    let colour = |dice: &mut Dice| {
        dice.pick(&[Color::Reset, Color::Reset, Color::Reset, Color::Red, Color::LightBlue, Color::Indexed(236), Color::Rgb(10, 200, 30)])
    };
    let marks =
        [Modifier::empty(), Modifier::empty(), Modifier::BOLD, Modifier::DIM, Modifier::REVERSED, Modifier::UNDERLINED | Modifier::ITALIC];
    Style::default().fg(colour(dice)).bg(colour(dice)).add_modifier(dice.pick(&marks))
}

/// Cells of a grapheme on a terminal of this kind.
fn cells_of(grapheme: &str, ambiguous: u8) -> u16 {
    let cells = if ambiguous == 2 { grapheme.width().max(grapheme.width_cjk()) } else { grapheme.width() };
    u16::try_from(cells.min(2)).unwrap()
}

/// Puts text as the view does: by the terminal's widths, never a half sign.
fn put(buffer: &mut Buffer, x: u16, y: u16, right: u16, text: &str, style: Style, ambiguous: u8) {
    let mut at = x;
    for grapheme in text.graphemes(true) {
        let cells = cells_of(grapheme, ambiguous);
        if cells == 0 || at + cells > right.min(buffer.area.width) || y >= buffer.area.height {
            continue;
        }
        // What is covered in half disappears, as the view sees to it.
        for edge in [at, at + cells] {
            if edge > 0 && edge < buffer.area.width && wide_at(buffer, edge - 1, y, ambiguous) {
                buffer[(edge - 1, y)].set_symbol(" ").set_diff_option(CellDiffOption::None);
                buffer[(edge, y)].set_symbol(" ").set_diff_option(CellDiffOption::None);
            }
        }
        let cell = &mut buffer[(at, y)];
        cell.reset();
        cell.set_symbol(grapheme).set_style(style);
        if usize::from(cells) != grapheme.width() {
            cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::new(cells).unwrap()));
        }
        if cells == 2 {
            let covered = &mut buffer[(at + 1, y)];
            covered.reset();
            covered.set_style(style);
        }
        at += cells;
    }
}

fn wide_at(buffer: &Buffer, x: u16, y: u16, ambiguous: u8) -> bool {
    cells_of(buffer[(x, y)].symbol(), ambiguous) == 2
}

/// A pane: a text and how far it is scrolled.
struct Pane {
    lines: Vec<(String, Style)>,
    top: usize,
    /// Line, columns and target of what leads somewhere.
    links: Vec<(usize, std::ops::Range<u16>, &'static str)>,
}

const TARGETS: &[&str] = &["https://doi.org/10.5555/a", "https://example.org/?q=%E6%9C%9F;x", "http://example.org/1"];

impl Pane {
    fn new(dice: &mut Dice) -> Self {
        let lines = (0..60)
            .map(|_| {
                let count = dice.roll(9);
                let plain = dice.roll(3) > 0;
                (words(dice, count), if plain { Style::default() } else { style(dice) })
            })
            .collect();
        let links = (0..60)
            .filter(|line| line % 3 == 0)
            .map(|line| {
                let from = u16::try_from(dice.roll(20)).unwrap();
                (line, from..from + 1 + u16::try_from(dice.roll(16)).unwrap(), dice.pick(TARGETS))
            })
            .collect();
        Self { lines, top: 0, links }
    }

    /// The links on the screen, where the pane stands.
    fn links(&self, area: Rect, found: &mut Vec<Link>) {
        for (line, columns, target) in &self.links {
            let y = line.checked_sub(self.top).and_then(|y| u16::try_from(y).ok()).filter(|y| *y < area.height);
            let columns = area.x + columns.start..(area.x + columns.end).min(area.right());
            if let Some(y) = y
                && !columns.is_empty()
            {
                found.push(Link { row: area.y + y, columns, target: (*target).to_owned() });
            }
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, ambiguous: u8) {
        for y in 0..area.height {
            if let Some((text, style)) = self.lines.get(self.top + usize::from(y)) {
                put(buffer, area.x, area.y + y, area.right(), text, *style, ambiguous);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Layout {
    One,
    Stacked,
    Beside,
}

/// A session of random frames.
struct Play {
    dice: Dice,
    panes: [Pane; 2],
    layout: Layout,
    columns: u16,
    rows: u16,
    cursor: Option<Position>,
    scribble: Vec<(u16, u16, String, Style)>,
    popup: Option<Rect>,
    lit: Option<u16>,
    ambiguous: u8,
}

impl Play {
    fn new(seed: u64, ambiguous: u8) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let panes = [Pane::new(&mut dice), Pane::new(&mut dice)];
        let (columns, rows) = (1 + u16::try_from(dice.roll(44)).unwrap(), 1 + u16::try_from(dice.roll(14)).unwrap());
        Self { dice, panes, layout: Layout::One, columns, rows, cursor: None, scribble: Vec::new(), popup: None, lit: None, ambiguous }
    }

    fn any(&mut self, below: u16) -> u16 {
        u16::try_from(self.dice.roll(usize::from(below))).unwrap()
    }

    /// Something happens; true if the size changed.
    fn step(&mut self) -> bool {
        let pane = self.dice.roll(2);
        match self.dice.roll(16) {
            0..=4 => self.panes[pane].top = (self.panes[pane].top + 1 + self.dice.roll(2)).min(58),
            5..=7 => self.panes[pane].top = self.panes[pane].top.saturating_sub(1 + self.dice.roll(2)),
            8 => self.panes[pane].top = self.dice.roll(55),
            9 => self.layout = self.dice.pick(&[Layout::One, Layout::Stacked, Layout::Beside]),
            10 => self.lit = if self.dice.roll(3) == 0 { None } else { Some(self.any(self.rows)) },
            11 => {
                let count = 1 + self.dice.roll(4);
                let text = words(&mut self.dice, count);
                let place = (self.any(self.columns), self.any(self.rows), text, style(&mut self.dice));
                self.scribble.push(place);
                if self.scribble.len() > 4 {
                    self.scribble.clear();
                }
            }
            12 => {
                let area = Rect::new(self.any(self.columns), self.any(self.rows), 2 + self.any(12), 1 + self.any(5));
                self.popup = if self.popup.is_some() { None } else { Some(area.intersection(Rect::new(0, 0, self.columns, self.rows))) };
            }
            13 => self.cursor = if self.cursor.is_some() { None } else { Some(Position::new(self.any(self.columns), self.any(self.rows))) },
            14 if self.dice.roll(3) == 0 => {
                (self.columns, self.rows) = (1 + self.any(44), 1 + self.any(14));
                self.popup = None;
                self.cursor = None;
                return true;
            }
            _ => {}
        }
        false
    }

    /// Where the panes stand, and the line between them.
    fn places(&self) -> (Vec<Rect>, Option<u16>) {
        let body = Rect::new(0, 0, self.columns, self.rows.saturating_sub(1));
        match self.layout {
            Layout::One => (vec![body], None),
            Layout::Stacked => {
                let half = body.height / 2;
                (vec![Rect { height: half, ..body }, Rect { y: half, height: body.height - half, ..body }], None)
            }
            Layout::Beside => {
                let wall = body.width / 2;
                let right = Rect { x: wall + 1, width: (body.width - wall).saturating_sub(1), ..body };
                (vec![Rect { width: wall, ..body }, right], Some(wall))
            }
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (pane, area) in self.panes.iter().zip(self.places().0) {
            pane.links(area, &mut links);
        }
        links
    }

    fn draw(&self) -> Buffer {
        let area = Rect::new(0, 0, self.columns, self.rows);
        let mut buffer = Buffer::empty(area);
        let a = self.ambiguous;
        let (places, wall) = self.places();
        for (pane, area) in self.panes.iter().zip(places) {
            pane.draw(&mut buffer, area, a);
        }
        if let Some(wall) = wall {
            for y in 0..self.rows - 1 {
                put(&mut buffer, wall, y, self.columns, "|", Style::default(), a);
            }
        }
        for (x, y, text, style) in &self.scribble {
            put(&mut buffer, *x, *y, self.columns, text, *style, a);
        }
        put(
            &mut buffer,
            0,
            self.rows - 1,
            self.columns,
            &format!("期刊 › {} {}", self.panes[0].top, self.panes[1].top),
            Style::default(),
            a,
        );
        if let Some(y) = self.lit.filter(|y| *y < self.rows) {
            buffer.set_style(Rect::new(0, y, self.columns, 1), Style::default().bg(Color::Indexed(238)));
        }
        if let Some(popup) = self.popup {
            for y in popup.y..popup.bottom() {
                let text = "#".repeat(usize::from(popup.width));
                put(&mut buffer, popup.x, y, popup.right(), &text, Style::default().fg(Color::Yellow), a);
            }
        }
        buffer
    }
}

fn look(cell: &ratatui::buffer::Cell) -> Look {
    let colour = |colour: Color| match colour {
        Color::Reset => None,
        Color::Red => Some(1),
        Color::Yellow => Some(3),
        Color::LightBlue => Some(12),
        Color::Indexed(n) => Some(u32::from(n)),
        Color::Rgb(r, g, b) => Some(1 << 24 | u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
        other => panic!("{other:?} is not in the palette of this test"),
    };
    let marks = [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::ITALIC, 3), (Modifier::UNDERLINED, 4), (Modifier::REVERSED, 7)];
    let marks = marks.iter().filter(|(mark, _)| cell.modifier.contains(*mark)).map(|(_, n)| 1 << n).sum();
    Look { ink: colour(cell.fg), paper: colour(cell.bg), marks }
}

/// What the screen ought to show.
fn expected(buffer: &Buffer, ambiguous: u8) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut row: Vec<Cell> = Vec::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let width = u8::try_from(cells_of(cell.symbol(), ambiguous)).unwrap();
            row.push(Cell { text: cell.symbol().to_owned(), width, look: look(cell), link: None }.seen());
            if width == 2 {
                row.push(Cell { text: String::new(), width: 0, look: look(cell), link: None });
            }
            x += u16::from(width);
        }
        rows.push(row);
    }
    rows
}

/// Says of the cells which of them lead somewhere: a sign does when its first cell does.
fn linked(mut rows: Vec<Vec<Cell>>, links: &[Link]) -> Vec<Vec<Cell>> {
    for link in links {
        let Some(row) = rows.get_mut(usize::from(link.row)) else { continue };
        for x in usize::from(link.columns.start)..usize::from(link.columns.end).min(row.len()) {
            let width = usize::from(row[x].width);
            row[x..x + width].iter_mut().for_each(|cell| cell.link = Some(link.target.clone()));
        }
    }
    rows
}

fn measure_wide(text: &str) -> Cells {
    Cells { count: u8::try_from(cells_of(text, 2)).unwrap(), sure: true }
}

fn measure_in_doubt(text: &str) -> Cells {
    let count = u8::try_from(text.width().min(2)).unwrap();
    Cells { count, sure: text.width() == text.width_cjk() && !matches!(text, "한" | "글") }
}

/// Plays frames and compares; the bytes of all frames.
fn play(seed: u64, frames: usize, kind: Kind, abilities: Abilities) -> usize {
    let mut play = Play::new(seed, kind.ambiguous);
    let mut screen = Screen::new(usize::from(play.columns), usize::from(play.rows), kind);
    let mut painter = Painter::new(abilities);
    let mut bytes = 0;
    for frame in 0..frames {
        if play.step() {
            screen.resize(usize::from(play.columns), usize::from(play.rows));
            painter.invalidate();
        }
        let buffer = play.draw();
        let links = if abilities.hyperlinks { play.links() } else { Vec::new() };
        let picture = Frame { buffer: &buffer, cursor: play.cursor, links: &links };
        let wire = painter.paint_frame(&picture).to_vec();
        bytes += wire.len();
        screen.feed(&wire);
        let what = || format!("seed {seed}, frame {frame}, {}×{}: {:?}", play.columns, play.rows, String::from_utf8_lossy(&wire));
        assert!(screen.complaints.is_empty(), "{:?}\n{}", screen.complaints, what());
        for (y, row) in linked(expected(&buffer, kind.ambiguous), &links).iter().enumerate() {
            let shown: Vec<Cell> = screen.cells[y].iter().map(Cell::seen).collect();
            if let Some(x) = (0..row.len()).find(|x| shown[*x] != row[*x]) {
                panic!("row {y}, column {x}: shows {:?}, not {:?}\n{}", shown[x], row[x], what());
            }
        }
        assert_eq!(screen.cursor_seen, play.cursor.is_some(), "{}", what());
        if let Some(cursor) = play.cursor {
            assert_eq!((screen.x, screen.y), (usize::from(cursor.x), usize::from(cursor.y)), "{}", what());
        }
        assert!(!screen.link_is_open(), "a link stays open: {}", what());
        assert!(painter.paint_frame(&picture).is_empty(), "an unchanged frame costs bytes: {}", what());
    }
    bytes
}

const STRICT: Kind = Kind { ambiguous: 1, column_margins: false, erase_with_colour: true, strict: true };

fn true_colour() -> Abilities {
    Abilities { colours: Colours::True, ..Abilities::default() }
}

#[test]
fn every_frame_on_a_plain_terminal() {
    for seed in 0..40 {
        play(seed, 60, STRICT, true_colour());
    }
}

#[test]
fn every_frame_with_column_margins() {
    let abilities = Abilities { column_margins: true, synchronized: true, ..true_colour() };
    let mut with = 0;
    let mut without = 0;
    for seed in 100..180 {
        with += play(seed, 60, Kind { column_margins: true, ..STRICT }, abilities);
        without += play(seed, 60, STRICT, true_colour());
    }
    assert!(with < without, "column margins must save something: {with} and {without} bytes");
}

#[test]
fn every_frame_with_links() {
    let abilities = Abilities { hyperlinks: true, ..true_colour() };
    for seed in 600..640 {
        play(seed, 60, STRICT, abilities);
        play(seed, 60, Kind { column_margins: true, ..STRICT }, Abilities { column_margins: true, ..abilities });
    }
    let abilities = Abilities { measure: measure_wide, erase_with_colour: false, ..abilities };
    for seed in 640..660 {
        play(seed, 60, Kind { ambiguous: 2, erase_with_colour: false, ..STRICT }, abilities);
    }
    // Signs of doubtful width are placed anew, within their link.
    let abilities = Abilities { measure: measure_in_doubt, ..abilities };
    for seed in 660..680 {
        play(seed, 60, Kind { erase_with_colour: false, strict: false, ..STRICT }, abilities);
    }
}

#[test]
fn a_link_that_only_scrolled_costs_nothing() {
    let mut dice = Dice(5);
    let mut pane = Pane { lines: (0..80).map(|_| (words(&mut dice, 40), Style::default())).collect(), top: 10, links: Vec::new() };
    pane.links = vec![(20, 4..40, TARGETS[0]), (21, 2..9, TARGETS[1])];
    let area = Rect::new(0, 0, 120, 40);
    let cost = |pane: &Pane, painter: &mut Painter| {
        let mut buffer = Buffer::empty(area);
        pane.draw(&mut buffer, area, 1);
        let mut links = Vec::new();
        pane.links(area, &mut links);
        painter.paint_frame(&Frame { buffer: &buffer, cursor: None, links: &links }).to_vec()
    };
    let [mut with, mut without] = [true, false].map(|hyperlinks| Painter::new(Abilities { hyperlinks, ..true_colour() }));
    assert!(cost(&pane, &mut with).len() > cost(&pane, &mut without).len());
    for _ in 0..5 {
        pane.top += 1;
        assert_eq!(cost(&pane, &mut with), cost(&pane, &mut without));
    }
    // A link that goes away is written again, in its cells only.
    pane.links.pop();
    let wire = cost(&pane, &mut with);
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

#[test]
fn every_frame_where_ambiguous_signs_are_wide() {
    let abilities = Abilities { measure: measure_wide, column_margins: true, ..true_colour() };
    for seed in 200..240 {
        play(seed, 60, Kind { ambiguous: 2, column_margins: true, ..STRICT }, abilities);
    }
}

#[test]
fn every_frame_where_erasing_forgets_the_colour() {
    let abilities = Abilities { erase_with_colour: false, ..true_colour() };
    for seed in 300..320 {
        play(seed, 60, Kind { erase_with_colour: false, ..STRICT }, abilities);
    }
}

/// The same pictures on the screen of the vt100 crate: a second opinion about the text.
#[test]
fn the_vt100_crate_agrees() {
    for seed in 400..415 {
        let mut play = Play::new(seed, 1);
        (play.columns, play.rows) = (play.columns.max(4), play.rows.max(3));
        let mut parser = vt100::Parser::new(NonZeroU16::new(play.rows).unwrap(), NonZeroU16::new(play.columns).unwrap(), 0);
        let mut painter = Painter::new(true_colour());
        for frame in 0..60 {
            if play.step() {
                (play.columns, play.rows) = (play.columns.max(4), play.rows.max(3));
                parser.screen_mut().set_size(NonZeroU16::new(play.rows).unwrap(), NonZeroU16::new(play.columns).unwrap());
                painter.invalidate();
            }
            let buffer = play.draw();
            parser.process(painter.paint(&buffer, play.cursor));
            for (y, row) in expected(&buffer, 1).iter().enumerate() {
                for (x, cell) in row.iter().enumerate() {
                    let shown = parser.screen().cell(u16::try_from(y).unwrap(), u16::try_from(x).unwrap()).unwrap();
                    let text = if shown.has_contents() {
                        shown.contents()
                    } else if shown.is_wide_continuation() {
                        ""
                    } else {
                        " "
                    };
                    assert_eq!(text, cell.text, "seed {seed}, frame {frame}, row {y}, column {x}");
                }
            }
        }
    }
}

/// Where widths are in doubt a wrong guess may spoil the doubtful sign, and nothing else.
#[test]
fn a_wrong_guess_spoils_one_sign_only() {
    let kind = Kind { ambiguous: 2, column_margins: false, erase_with_colour: true, strict: false };
    for seed in 500..530 {
        // Laid out for narrow signs; the screen makes them wide.
        let mut play = Play::new(seed, 1);
        let mut screen = Screen::new(usize::from(play.columns), usize::from(play.rows), kind);
        let mut painter = Painter::new(Abilities { measure: measure_in_doubt, ..true_colour() });
        for frame in 0..60 {
            if play.step() {
                screen.resize(usize::from(play.columns), usize::from(play.rows));
                painter.invalidate();
            }
            let buffer = play.draw();
            screen.feed(painter.paint(&buffer, play.cursor));
            for (y, row) in expected(&buffer, 1).iter().enumerate() {
                for (x, cell) in row.iter().enumerate() {
                    let near = |x: usize| row.get(x).is_some_and(|cell| cells_of(&cell.text, 1) != cells_of(&cell.text, 2));
                    if near(x) || (x > 0 && near(x - 1)) || near(x + 1) {
                        continue;
                    }
                    assert_eq!(screen.cells[y][x].seen().text, cell.text, "seed {seed}, frame {frame}, row {y}, column {x}");
                }
            }
        }
    }
}

#[test]
fn a_held_frame_leaves_everything_as_it_was() {
    let mut play = Play::new(7, 1);
    let mut screen = Screen::new(usize::from(play.columns), usize::from(play.rows), STRICT);
    let mut painter = Painter::new(true_colour());
    for frame in 0..200 {
        if play.step() {
            screen.resize(usize::from(play.columns), usize::from(play.rows));
            painter.invalidate();
        }
        let buffer = play.draw();
        if let Some(wire) = painter.paint_within(&buffer, None, 40) {
            assert!(wire.len() <= 40);
            screen.feed(wire);
        } else if frame % 3 == 0 {
            screen.feed(painter.paint(&buffer, None));
        } else {
            continue;
        }
        assert_eq!(screen.complaints, Vec::<String>::new());
        for (y, row) in expected(&buffer, 1).iter().enumerate() {
            assert_eq!(&screen.cells[y].iter().map(Cell::seen).collect::<Vec<_>>(), row, "frame {frame}, row {y}");
        }
    }
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
    let mut screen = Screen::new(20, 1, STRICT);
    let mut painter = Painter::new(true_colour());
    let wire = painter.paint(&buffer, None).to_vec();
    screen.feed(&wire);
    assert_eq!(screen.complaints, Vec::<String>::new(), "{:?}", String::from_utf8_lossy(&wire));
    assert!(!wire.windows(2).any(|w| w == b"\x1b]"));
}

#[test]
fn a_scrolled_line_costs_the_line() {
    let mut dice = Dice(99);
    let mut pane = Pane { lines: (0..80).map(|_| (words(&mut dice, 40), Style::default())).collect(), top: 10, links: Vec::new() };
    let mut painter = Painter::new(true_colour());
    let area = Rect::new(0, 0, 120, 40);
    let mut picture = |pane: &Pane| {
        let mut buffer = Buffer::empty(area);
        pane.draw(&mut buffer, Rect { height: 39, ..area }, 1);
        painter.paint(&buffer, None).len()
    };
    picture(&pane);
    for _ in 0..10 {
        pane.top += 1;
        let line = pane.lines[pane.top + 38].0.len();
        let cost = picture(&pane);
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
    let mut screen = Screen::new(20, 3, STRICT);
    let backend = std::mem::replace(terminal.backend_mut(), PainterBackend::new(Vec::new(), Size::new(1, 1), true_colour()));
    screen.feed(&backend.into_inner());
    assert_eq!(screen.complaints, Vec::<String>::new());
    assert_eq!(screen.text(), "\n 期刊\n");
}

/// On a slow line a picture comes in parts, and may change before it is through: in the end the screen shows the newest one.
#[test]
fn parts_of_changing_pictures_end_in_the_last_one() {
    let kind = Kind { column_margins: true, ..STRICT };
    for seed in 900..930 {
        let mut play = Play::new(seed, 1);
        let mut dice = Dice(seed + 7);
        let mut screen = Screen::new(usize::from(play.columns), usize::from(play.rows), kind);
        let mut painter = Painter::new(Abilities { column_margins: true, ..true_colour() });
        for frame in 0..40 {
            if play.step() {
                screen.resize(usize::from(play.columns), usize::from(play.rows));
                painter.invalidate();
            }
            let buffer = play.draw();
            for part in 0..1000 {
                let enough = 1 + dice.roll(300);
                let (bytes, whole) = painter.paint_part(&buffer, play.cursor, enough);
                assert!(whole || !bytes.is_empty(), "seed {seed}, frame {frame}: a part of nothing");
                screen.feed(bytes);
                if whole {
                    for (y, row) in expected(&buffer, 1).iter().enumerate() {
                        let shown: Vec<Cell> = screen.cells[y].iter().map(Cell::seen).collect();
                        assert_eq!(&shown, row, "seed {seed}, frame {frame}, part {part}, row {y}");
                    }
                    break;
                }
                // Every third part another picture comes before this one is through.
                if dice.roll(3) == 0 {
                    break;
                }
            }
        }
    }
}

/// Text is laid out for wide ambiguous signs, but this one the terminal draws in one cell: box drawing, on some.
#[test]
fn a_sign_narrower_than_it_was_laid_out_leaves_a_gap() {
    let mut screen = Screen::new(8, 2, STRICT);
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
