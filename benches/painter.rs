//! What a frame of Chinese costs: time to paint, and bytes on the wire beside stock ratatui with crossterm.
//!
//! `cargo bench --bench painter` prints a table of bytes for the same pictures first, then the timings.
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;

use criterion::Criterion;
use qikan::terminal::painter::{Abilities, Painter};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use unicode_width::UnicodeWidthStr;

const PHRASES: [&str; 12] = [
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
    "smart city ",
];

/// Lines of made-up text of so many cells.
fn lines(count: usize, cells: usize) -> Vec<String> {
    let mut state = 12_345_u64;
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

#[derive(Clone, Copy)]
enum Layout {
    One,
    Stacked,
    Beside,
}

struct Picture {
    layout: Layout,
    area: Rect,
    texts: [Vec<String>; 3],
    tops: [usize; 3],
    lit: u16,
}

impl Picture {
    fn new(layout: Layout, width: u16, height: u16) -> Self {
        let wide = usize::from(width);
        let texts = match layout {
            Layout::Beside => [lines(200, wide / 4 - 2), lines(200, wide / 2 - 2), lines(200, wide / 4 - 2)],
            _ => [lines(200, wide - 2), lines(200, wide - 2), lines(200, wide - 2)],
        };
        Self { layout, area: Rect::new(0, 0, width, height), texts, tops: [0; 3], lit: 1 }
    }

    fn panes(&self) -> [Rect; 3] {
        let Rect { width, height, .. } = self.area;
        let body = height - 1;
        match self.layout {
            Layout::One => [Rect::ZERO, Rect::new(0, 0, width, body), Rect::ZERO],
            Layout::Stacked => {
                let third = body / 4;
                [
                    Rect::new(0, 0, width, third),
                    Rect::new(0, third + 1, width, body - 2 * third - 2),
                    Rect::new(0, body - third, width, third),
                ]
            }
            Layout::Beside => {
                let side = width / 4;
                [Rect::new(0, 0, side, body), Rect::new(side + 1, 0, width - 2 * side - 2, body), Rect::new(width - side, 0, side, body)]
            }
        }
    }

    fn draw(&self) -> Buffer {
        let mut buffer = Buffer::empty(self.area);
        for ((pane, text), top) in self.panes().into_iter().zip(&self.texts).zip(self.tops) {
            for (y, line) in (pane.y..pane.bottom()).zip(text.iter().skip(top)) {
                buffer.set_stringn(pane.x, y, line, usize::from(pane.width), Style::default());
            }
            if pane.x > 0 {
                for y in pane.y..pane.bottom() {
                    buffer.set_string(pane.x - 1, y, "│", Style::default().fg(Color::DarkGray));
                }
            }
        }
        let list = self.panes()[0];
        if !list.is_empty() {
            buffer.set_style(Rect { y: self.lit, height: 1, ..list }, Style::default().bg(Color::Indexed(238)));
        }
        let status = format!(" 期刊 › 2024 › 60(3) › 46-58   {} %", self.tops[1] * 100 / 200);
        buffer.set_string(0, self.area.height - 1, status, Style::default().fg(Color::Cyan));
        buffer
    }
}

/// Bytes of the step from one picture to the next as ratatui 0.30.2 with crossterm 0.29 writes it (read in its source): a move
/// whenever the column is not the last one plus one, which is so after every wide sign; both colours whenever one changes; the
/// resets and the hidden cursor of every frame.
fn stock(before: &Buffer, after: &Buffer) -> usize {
    let colour = |colour: Color| match colour {
        Color::Reset => "9".to_owned(),
        Color::DarkGray => "8;5;8".to_owned(),
        Color::Cyan => "8;5;6".to_owned(),
        Color::Indexed(n) => format!("8;5;{n}"),
        other => format!("8;5;{other}"),
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

/// What happens between two pictures.
type Change = fn(&mut Picture);

fn table() {
    let mut table = String::from("bytes on the wire           size     stock   painter   with column margins\n");
    for (width, height) in [(80, 24), (200, 50)] {
        for (name, layout) in [("one pane", Layout::One), ("stacked", Layout::Stacked), ("side by side", Layout::Beside)] {
            let steps: [(&str, Change); 5] = [
                ("first", |_| {}),
                ("line down", |p| p.tops[1] += 1),
                ("line up", |p| p.tops[1] -= 1),
                ("half page", |p| p.tops[1] += 11),
                ("list cursor", |p| p.lit += 1),
            ];
            let mut picture = Picture::new(layout, width, height);
            let mut plain = Painter::new(Abilities::default());
            let mut margins = Painter::new(Abilities { column_margins: true, ..Abilities::default() });
            let mut before = Buffer::empty(picture.area);
            // The first step down sets margins that later ones find set: show the usual one.
            for (step, change) in steps {
                let rounds = if step == "line down" { 3 } else { 1 };
                for round in 1..=rounds {
                    change(&mut picture);
                    let after = picture.draw();
                    let costs = (stock(&before, &after), plain.paint(&after, None).len(), margins.paint(&after, None).len());
                    before = after;
                    if round == rounds {
                        let _ = writeln!(table, "{name:13} {step:12} {width:>3}×{height} {:>8} {:>8} {:>8}", costs.0, costs.1, costs.2);
                    }
                }
            }
        }
    }
    let _ = std::io::stdout().write_all(table.as_bytes());
}

fn main() {
    table();
    let mut criterion = Criterion::default().configure_from_args();
    let mut picture = Picture::new(Layout::Beside, 200, 50);
    let frames: Vec<Buffer> = (0..20)
        .map(|_| {
            picture.tops[1] += 1;
            picture.draw()
        })
        .collect();
    for (name, column_margins) in [("a line down, side by side 200×50", false), ("the same with column margins", true)] {
        let mut painter = Painter::new(Abilities { column_margins, ..Abilities::default() });
        let mut turn = 0;
        criterion.bench_function(name, |bench| {
            bench.iter(|| {
                turn = (turn + 1) % frames.len();
                painter.paint(black_box(&frames[turn]), None).len()
            });
        });
    }
    let mut painter = Painter::new(Abilities::default());
    criterion.bench_function("a full frame 200×50", |bench| {
        bench.iter(|| {
            painter.invalidate();
            painter.paint(black_box(&frames[0]), None).len()
        });
    });
    criterion.bench_function("an unchanged frame 200×50", |bench| bench.iter(|| painter.paint(black_box(&frames[0]), None).len()));
    criterion.final_summary();
}
