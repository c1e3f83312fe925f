//! Sessions of random frames, named by their seeds: what a reader of Chinese texts makes, and what is nastier than that.
//!
//! Panes that scroll, one above the other or side by side, rows put in and taken out, highlights, popups over wide signs, other
//! sizes, other programs' output, scribble.

use qikan::terminal::painter::{Colours, Link};
use qikan::text::{Ambiguous, Measure};
use qikan::view::put_text;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

/// xorshift64*: the same frames every time, named by their seed.
pub struct Dice {
    state: u64,
    /// Whether texts have signs in them that are not of one width everywhere.
    tricky: bool,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, tricky: true }
    }

    pub fn roll(&mut self, below: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        usize::try_from(self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below.max(1)
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.roll(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    fn number(&mut self, below: u16) -> u16 {
        u16::try_from(self.roll(usize::from(below))).unwrap()
    }
}

/// What texts are made of.
pub const WORDS: &[&str] = &[
    "智慧城市",
    "治理",
    "研究",
    "的",
    "，",
    "。",
    "《图书馆》",
    "the ",
    "governance ",
    "of ",
    "a ",
    "1998",
    "      ",
    "            ",
    "“",
    "”",
    "——",
    "…",
    "×",
    "[12]",
    "(3)",
    "①",
    "→",
    "α",
    "é",
    "━",
    "│",
    "　",
    "ふりがな",
    "ｶﾀｶﾅ",
    "한글",
    "𠮷",
];

/// Signs of several characters, and such as are not of one width everywhere.
pub const TRICKY: &[&str] = &[
    "e\u{301}",
    "中\u{302}",
    "ｶﾞ",
    "か\u{3099}",
    "\u{1112}\u{1161}\u{11ab}",
    "क्ष",
    "❤\u{fe0f}",
    "⚡\u{fe0e}",
    "1\u{fe0f}\u{20e3}",
    "👍🏽",
    "👨\u{200d}👩\u{200d}👧",
    "🇨🇳",
    "😀",
    "🫨",
    "☰",
    "⚡",
];

/// Texts that ratatui itself draws.
pub const FOREIGN: &[&str] = &["中文 abc", "“q”", "字", "é α", "\u{301}x", "末"];

/// Words of a text; tricky signs in one of three texts.
pub fn words(dice: &mut Dice, count: usize) -> String {
    let tricky = dice.one_in(3) && dice.tricky;
    (0..count).map(|_| if tricky && dice.one_in(4) { dice.pick(TRICKY) } else { dice.pick(WORDS) }).collect()
}

fn style(dice: &mut Dice, colours: Colours) -> Style {
    let all = [Color::Red, Color::Blue, Color::LightBlue, Color::DarkGray, Color::Indexed(236), Color::Rgb(10, 200, 30)];
    let known = match colours {
        Colours::None => 0,
        Colours::Eight => 2,
        Colours::Sixteen => 4,
        Colours::Indexed => 5,
        Colours::True => 6,
    };
    let mut colour = || if dice.roll(2) == 0 || known == 0 { Color::Reset } else { dice.pick(&all[..known]) };
    let (ink, paper) = (colour(), colour());
    let marks = [
        Modifier::empty(),
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM | Modifier::BOLD,
        Modifier::REVERSED,
        Modifier::UNDERLINED | Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::CROSSED_OUT,
    ];
    Style::default().fg(ink).bg(paper).add_modifier(dice.pick(&marks))
}

pub const TARGETS: &[&str] = &["https://doi.org/10.5555/a", "https://example.org/?q=%E6%9C%9F;x", "http://example.org/1"];

/// A pane: a text and how far it is scrolled.
struct Pane {
    lines: Vec<(String, Style)>,
    top: usize,
    /// Line, columns and target of what leads somewhere.
    links: Vec<(usize, std::ops::Range<u16>, &'static str)>,
}

impl Pane {
    fn new(dice: &mut Dice, colours: Colours) -> Self {
        let lines = (0..60).map(|_| line(dice, colours)).collect();
        let links = (0..60).step_by(3).map(|line| {
            let from = dice.number(20);
            (line, from..from + 1 + dice.number(16), dice.pick(TARGETS))
        });
        Self { lines, top: 0, links: links.collect() }
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

    fn draw(&self, buffer: &mut Buffer, area: Rect, measure: Measure) {
        for y in 0..area.height {
            if let Some((text, style)) = self.lines.get(self.top + usize::from(y)) {
                put_text(buffer, Rect { y: area.y + y, height: 1, ..area }, text, *style, measure);
            }
        }
    }
}

fn line(dice: &mut Dice, colours: Colours) -> (String, Style) {
    let count = if dice.one_in(4) { dice.roll(3) } else { dice.roll(24) };
    let plain = dice.roll(3) > 0;
    (words(dice, count), if plain { Style::default() } else { style(dice, colours) })
}

/// A size at which a frame takes little time; one in six is larger.
fn middling(dice: &mut Dice) -> (u16, u16) {
    if dice.one_in(6) { (20 + dice.number(41), 6 + dice.number(13)) } else { (12 + dice.number(30), 3 + dice.number(10)) }
}

#[derive(Clone, Copy)]
enum Layout {
    One,
    Stacked,
    Beside,
    /// Side by side without a line between.
    Touching,
    /// In a frame to the edges of the screen, of signs that are ambiguous.
    Framed,
}

/// What befalls the terminal before a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Nothing,
    /// The size changed; does the painter hear of it otherwise than by the size of the next picture?
    Resized {
        told: bool,
    },
    /// Another program wrote on it.
    Disturbed,
    /// It answered the probe.
    Learned,
}

/// How a frame is to be painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Whole,
    /// If it takes no more bytes than this.
    Within(usize),
}

/// A session of random frames.
pub struct Play {
    dice: Dice,
    panes: [Pane; 2],
    layout: Layout,
    pub columns: u16,
    pub rows: u16,
    pub cursor: Option<Position>,
    /// The width that ambiguous signs are laid out with.
    pub measure: Measure,
    scribble: Vec<(u16, u16, String, Style)>,
    /// Text drawn by ratatui itself, which knows nothing of this terminal.
    foreign: Option<(u16, u16, String)>,
    popup: Option<(Rect, String)>,
    lit: Option<u16>,
    colours: Colours,
    learned: bool,
    /// Never smaller than this, for terminals that refuse to be.
    pub least: (u16, u16),
    /// The size stays as it is.
    pub fixed: bool,
}

impl Play {
    pub fn new(seed: u64, colours: Colours) -> Self {
        Self::with(Dice::new(seed), seed, colours)
    }

    /// A session without signs of several characters.
    pub fn tame(seed: u64, colours: Colours) -> Self {
        Self::with(Dice { tricky: false, ..Dice::new(seed) }, seed, colours)
    }

    fn with(mut dice: Dice, seed: u64, colours: Colours) -> Self {
        let panes = [Pane::new(&mut dice, colours), Pane::new(&mut dice, colours)];
        let (columns, rows) = match seed % 100 {
            99 => (200, 50),
            9 | 19 | 29 | 39 => (80, 24),
            _ => middling(&mut dice),
        };
        Self {
            dice,
            panes,
            layout: Layout::One,
            columns,
            rows,
            cursor: None,
            measure: Measure::default(),
            scribble: Vec::new(),
            foreign: None,
            popup: None,
            lit: None,
            colours,
            learned: false,
            least: (0, 0),
            fixed: false,
        }
    }

    fn place(&mut self) -> (u16, u16) {
        (self.dice.number(self.columns.max(1)), self.dice.number(self.rows.max(1)))
    }

    /// How the next frame is painted.
    pub fn way(&mut self) -> Way {
        if self.dice.one_in(12) { Way::Within(self.dice.pick(&[0, 40, 400])) } else { Way::Whole }
    }

    /// Something happens, or two things.
    pub fn step(&mut self) -> Turn {
        let turn = self.happen();
        if turn == Turn::Nothing && self.dice.one_in(3) { self.happen() } else { turn }
    }

    fn happen(&mut self) -> Turn {
        let pane = self.dice.roll(2);
        let most = if self.dice.one_in(4) { 9 } else { 3 };
        let by = 1 + self.dice.roll(most);
        match self.dice.roll(40) {
            0..=8 => self.panes[pane].top = (self.panes[pane].top + by).min(58),
            9..=14 => self.panes[pane].top = self.panes[pane].top.saturating_sub(by),
            15 | 16 => {
                for pane in &mut self.panes {
                    pane.top = (pane.top + by).min(58);
                }
            }
            17 => self.panes[pane].top = self.dice.roll(55),
            18 | 19 => {
                let at = self.panes[pane].top + self.dice.roll(8);
                let line = line(&mut self.dice, self.colours);
                self.panes[pane].lines.insert(at.min(50), line);
            }
            20 | 21 => {
                let at = self.panes[pane].top + self.dice.roll(8);
                if self.panes[pane].lines.len() > 40 {
                    self.panes[pane].lines.remove(at.min(38));
                }
            }
            22 => self.layout = self.dice.pick(&[Layout::One, Layout::Stacked, Layout::Beside, Layout::Touching, Layout::Framed]),
            23..=25 => self.lit = if self.dice.one_in(3) { None } else { Some(self.place().1) },
            26..=28 => {
                let count = 1 + self.dice.roll(4);
                let text = words(&mut self.dice, count);
                let (x, y) = self.place();
                self.scribble.push((x, y, text, style(&mut self.dice, self.colours)));
                if self.scribble.len() > 4 {
                    self.scribble.clear();
                }
            }
            29 => {
                let (x, y) = self.place();
                let text = self.dice.pick(FOREIGN).to_owned();
                self.foreign = if self.foreign.is_some() { None } else { Some((x, y, text)) };
            }
            30 | 31 => {
                let (x, y) = self.place();
                let area = Rect::new(x, y, 1 + self.dice.number(30), 1 + self.dice.number(8));
                let text = words(&mut self.dice, 12);
                self.popup =
                    if self.popup.is_some() { None } else { Some((area.intersection(Rect::new(0, 0, self.columns, self.rows)), text)) };
            }
            32..=34 => {
                let (x, y) = self.place();
                self.cursor = if self.cursor.is_some() { None } else { Some(Position::new(x, y)) };
            }
            35 => self.panes[pane] = Pane::new(&mut self.dice, self.colours),
            36 if self.dice.one_in(2) && !self.fixed => {
                let before = (self.columns, self.rows);
                (self.columns, self.rows) = match self.dice.roll(12) {
                    0 => (1, 1),
                    1 => (0, 0),
                    2 => (1 + self.dice.number(5), 1 + self.dice.number(3)),
                    3 => (80, 24),
                    _ => middling(&mut self.dice),
                };
                (self.columns, self.rows) = (self.columns.max(self.least.0), self.rows.max(self.least.1));
                self.popup = None;
                self.cursor = None;
                if before != (self.columns, self.rows) {
                    return Turn::Resized { told: self.dice.one_in(2) || self.columns == 0 || before.0 == 0 };
                }
            }
            37 if self.dice.one_in(4) => return Turn::Disturbed,
            38 if !self.learned && self.dice.one_in(2) => {
                self.learned = true;
                return Turn::Learned;
            }
            _ => {}
        }
        Turn::Nothing
    }

    /// What of the first pane leads somewhere.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        let body = Rect::new(0, 0, self.columns, self.rows.saturating_sub(1));
        if matches!(self.layout, Layout::One | Layout::Beside) {
            self.panes[0].links(body, &mut links);
        }
        links
    }

    pub fn draw(&self) -> Buffer {
        let area = Rect::new(0, 0, self.columns, self.rows);
        let mut buffer = Buffer::empty(area);
        let m = self.measure;
        let body = Rect { height: self.rows.saturating_sub(1), ..area };
        let half = body.height / 2;
        let wall = body.width / 2;
        match self.layout {
            Layout::One => self.panes[0].draw(&mut buffer, body, m),
            Layout::Stacked => {
                self.panes[0].draw(&mut buffer, Rect { height: half, ..body }, m);
                self.panes[1].draw(&mut buffer, Rect { y: half, height: body.height - half, ..body }, m);
            }
            Layout::Beside => {
                self.panes[0].draw(&mut buffer, Rect { width: wall, ..body }, m);
                self.panes[1].draw(&mut buffer, Rect { x: wall + 1, width: (body.width - wall).saturating_sub(1), ..body }, m);
                for y in 0..body.height {
                    put_text(&mut buffer, Rect::new(wall, y, 1, 1), "|", Style::default(), m);
                }
            }
            Layout::Framed => {
                let inside = Rect { x: 1, width: body.width.saturating_sub(2), ..body };
                self.panes[0].draw(&mut buffer, inside, m);
                for (x, y) in (0..body.height).flat_map(|y| [(0, y), (wall, y), (body.width.saturating_sub(1), y)]) {
                    put_text(&mut buffer, Rect::new(x, y, 1, 1), "│", Style::default(), m);
                }
            }
            Layout::Touching => {
                self.panes[0].draw(&mut buffer, Rect { width: wall, ..body }, m);
                self.panes[1].draw(&mut buffer, Rect { x: wall, width: body.width - wall, ..body }, m);
            }
        }
        for (x, y, text, style) in &self.scribble {
            put_text(&mut buffer, Rect::new(*x, *y, self.columns.saturating_sub(*x), 1), text, *style, m);
        }
        let foot = Rect { y: body.height, height: self.rows.min(1), ..area };
        put_text(&mut buffer, foot, &format!("期刊 › {} {}", self.panes[0].top, self.panes[1].top), Style::default(), m);
        if let Some(y) = self.lit.filter(|y| *y < self.rows) {
            let lit = if self.colours > Colours::Sixteen { Color::Indexed(238) } else { Color::Blue };
            buffer.set_style(Rect::new(0, y, self.columns, 1), Style::default().bg(lit));
        }
        if let Some((x, y, text)) = &self.foreign
            && *x < self.columns
            && *y < self.rows
        {
            buffer.set_string(*x, *y, text, Style::default());
        }
        if let Some((popup, text)) = &self.popup {
            for y in popup.y..popup.bottom() {
                let row = Rect { y, height: 1, ..*popup };
                put_text(&mut buffer, row, &"#".repeat(usize::from(popup.width)), Style::default().fg(Color::Red), m);
                let inside = Rect { x: popup.x + 1, width: popup.width.saturating_sub(2), ..row };
                put_text(&mut buffer, inside, text, Style::default(), m);
            }
        }
        buffer
    }
}

/// The measure that a layout goes by.
pub fn measure(ambiguous: Ambiguous) -> Measure {
    Measure { ambiguous }
}
