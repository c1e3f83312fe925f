//! Pictures of a reader full of made-up Chinese, and what the step from one to the next must cost at least.
//!
//! The test of the budget and the painter's benchmark both use them, so that what is timed is what is held to its bytes.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

const PHRASES: [&str; 16] = [
    "智慧城市建设中的",
    "协同治理",
    "研究表明，",
    "数据共享",
    "与公共服务的",
    "“以人为本”",
    "理念相结合；",
    "本文以",
    "若干城市为例，",
    "分析了",
    "其演进路径。",
    "港口群",
    "多元主体",
    "——",
    "的双重张力",
    "smart city ",
];

/// Lines of made-up text of so many cells; other text for another seed.
fn lines(count: usize, cells: usize, seed: u64) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut phrase = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        PHRASES[usize::try_from(state >> 33).unwrap_or(0) % PHRASES.len()]
    };
    let line = |_| {
        let mut line = String::new();
        loop {
            let next = phrase();
            if line.width() + next.width() > cells {
                return line;
            }
            line += next;
        }
    };
    (0..count).map(line).collect()
}

/// How the panes share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The text alone.
    One,
    /// List, text and references, one above the other.
    Stacked,
    Beside,
}

/// What happens between two pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    First,
    LineDown,
    LineUp,
    HalfPage,
    NextArticle,
    ListCursor,
    Unchanged,
}

pub struct Picture {
    pub layout: Layout,
    pub area: Rect,
    article: u64,
    top: usize,
    chosen: u16,
}

const LINES: usize = 400;
/// The place of the text among the panes.
const TEXT: usize = 1;

impl Picture {
    pub fn new(layout: Layout, width: u16, height: u16) -> Self {
        Self { layout, area: Rect::new(0, 0, width, height), article: 0, top: 20, chosen: 2 }
    }

    pub fn step(&mut self, step: Step) {
        match step {
            Step::First | Step::Unchanged => {}
            Step::LineDown => self.top += 1,
            Step::LineUp => self.top -= 1,
            Step::HalfPage => self.top += usize::from(self.panes()[TEXT].height) / 2,
            Step::NextArticle => {
                self.article += 1;
                self.top = 0;
                self.chosen += 1;
            }
            Step::ListCursor => self.chosen += 1,
        }
    }

    /// Where list, text and references stand, without their titles.
    fn panes(&self) -> [Rect; 3] {
        let Rect { width, height, .. } = self.area;
        let body = height - 1;
        match self.layout {
            Layout::One => [Rect::ZERO, Rect::new(0, 1, width, body - 1), Rect::ZERO],
            Layout::Stacked => {
                let part = body / 4;
                [Rect::new(0, 1, width, part), Rect::new(0, part + 2, width, body - 2 * part - 3), Rect::new(0, body - part, width, part)]
            }
            Layout::Beside => {
                let side = width / 4;
                [
                    Rect::new(0, 1, side, body - 1),
                    Rect::new(side + 1, 1, width - 2 * side - 2, body - 1),
                    Rect::new(width - side, 1, side, body - 1),
                ]
            }
        }
    }

    pub fn draw(&self) -> Buffer {
        let mut buffer = Buffer::empty(self.area);
        let dim = Style::default().add_modifier(Modifier::DIM);
        let percent = self.top * 100 / LINES;
        for (pane, title) in self.panes().into_iter().zip([" 期次 ", &format!(" 摘要 {percent}% "), " 参考文献 40 "]) {
            if pane.is_empty() {
                continue;
            }
            buffer.set_stringn(pane.x, pane.y - 1, "─".repeat(usize::from(pane.width)), usize::from(pane.width), dim);
            buffer.set_stringn(pane.x + 1, pane.y - 1, title, usize::from(pane.width) - 1, Style::default());
            if pane.x > 0 {
                for y in 0..pane.bottom() {
                    buffer.set_string(pane.x - 1, y, "│", dim);
                }
            }
        }
        let [list, text, references] = self.panes();
        for (y, line) in (list.y..list.bottom()).zip(lines(LINES, usize::from(list.width).saturating_sub(10), 7)) {
            buffer.set_string(list.x + 4, y, format!("• {:>3}", y * 7 % 900), dim);
            buffer.set_stringn(list.x + 10, y, line, usize::from(list.width) - 10, Style::default());
        }
        if !list.is_empty() {
            let mark = Rect { y: self.chosen.min(list.bottom() - 1), height: 1, width: 9, ..list };
            buffer.set_style(mark, Style::reset().add_modifier(Modifier::REVERSED));
        }
        let words = lines(LINES, usize::from(text.width).saturating_sub(3), 100 + self.article);
        for (y, line) in (text.y..text.bottom()).zip(words.iter().skip(self.top)) {
            buffer.set_stringn(text.x + 1, y, line, usize::from(text.width) - 1, Style::default());
        }
        let words = lines(LINES, usize::from(references.width).saturating_sub(17), 200 + self.article);
        for (y, line) in (references.y..references.bottom()).zip(words) {
            buffer.set_string(references.x, y, format!("{:>2}   ", y - references.y + 1), dim);
            buffer.set_string(references.x + 5, y, "王明，李华", Style::default().fg(Color::Cyan));
            buffer.set_stringn(references.x + 16, y, line, usize::from(references.width) - 16, Style::default());
        }
        let status = format!(" 期刊 › 2024 › 60(3) › {}-58", 46 + self.article);
        buffer.set_string(0, self.area.height - 1, status, Style::default());
        buffer
    }

    /// The fewest bytes that the step can cost: the signs that change, one move, and one byte where the terminal can scroll.
    pub fn limit(&self, before: &Buffer, after: &Buffer, step: Step, column_margins: bool) -> usize {
        let text = self.panes()[TEXT];
        let by = match step {
            Step::LineDown => 1,
            Step::LineUp => -1,
            Step::HalfPage => i32::from(text.height) / 2,
            _ => 0,
        };
        let plain = signs(before, after);
        let scrolled = if by != 0 && (self.layout != Layout::Beside || column_margins) {
            let mut moved = before.clone();
            for y in text.y..text.bottom() {
                let from = i32::from(y) + by;
                for x in text.x..text.right() {
                    let inside = i32::from(text.y) <= from && from < i32::from(text.bottom());
                    let cell = u16::try_from(from).ok().filter(|_| inside).map(|from| before[(x, from)].clone());
                    moved[(x, y)] = cell.unwrap_or_default();
                }
            }
            signs(&moved, after) + 1
        } else {
            usize::MAX
        };
        let least = plain.min(scrolled);
        if before == after { 0 } else { least + 6 }
    }
}

/// The bytes of the signs that are not the same.
fn signs(before: &Buffer, after: &Buffer) -> usize {
    let differs = |(old, new): &(&ratatui::buffer::Cell, &ratatui::buffer::Cell)| old != new;
    let bytes = |(_, new): (_, &ratatui::buffer::Cell)| if new.symbol() == " " { 0 } else { new.symbol().len() };
    before.content.iter().zip(&after.content).filter(differs).map(bytes).sum()
}

/// Bytes of the step from one picture to the next as ratatui 0.30.2 with crossterm 0.29 writes it (read in its source): a move
/// whenever the column is not the last one plus one, which is so after every wide sign; both colours whenever one changes; the
/// resets and the hidden cursor of every frame. Attributes are left out, in its favour.
pub fn stock(before: &Buffer, after: &Buffer) -> usize {
    let colour = |colour: Color| match colour {
        Color::Cyan => "8;5;6",
        _ => "9",
    };
    let mut wire = String::new();
    let (mut last, mut on) = (None, (Color::Reset, Color::Reset));
    for (x, y, cell) in before.diff(after) {
        if last != Some((x, y)) {
            let _ = write!(wire, "\x1b[{};{}H", y + 1, x + 1);
        }
        last = Some((x + 1, y));
        if on != (cell.fg, cell.bg) {
            on = (cell.fg, cell.bg);
            let _ = write!(wire, "\x1b[3{};4{}m", colour(cell.fg), colour(cell.bg));
        }
        wire += cell.symbol();
    }
    wire += "\x1b[39m\x1b[49m\x1b[0m\x1b[?25l";
    wire.len()
}
