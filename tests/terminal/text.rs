//! Text on its way through the view's `put_text` and the painter to the screen: nothing outside its area, nothing cut in half.

use proptest::prelude::*;
use qikan::terminal::painter::Painter;
use qikan::text::{Ambiguous, Measure};
use qikan::view::put_text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::kinds::{Kind, XTERM};
use crate::model::Screen;
use crate::sheet::{Cell, Look, Text};

const COLUMNS: u16 = 24;
const ROWS: u16 = 4;

/// A character, of which text is made; marks come behind others.
fn characters() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec![
        "a",
        "中",
        "“",
        "—",
        "…",
        "é",
        "α",
        "ｶ",
        "한",
        "　",
        " ",
        "①",
        "│",
        "は",
        "𠮷",
        "e\u{301}",
        "は\u{3099}",
    ]);
    prop::collection::vec(base, 0..20).prop_map(|signs| signs.concat())
}

/// Where the text ought to stand: sign after sign by the terminal's own widths, a wide one that no longer fits left out.
fn laid(kind: &Kind, text: &str, area: Rect, row: &mut [Cell], look: Look) {
    let (mut x, end) = (usize::from(area.x), usize::from(area.right().min(COLUMNS)));
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut sign = Text::of(c);
        while let Some(mark) = chars.next_if(|c| kind.cells(*c) == 0) {
            sign.push(mark);
        }
        let cells = kind.cells(c);
        if x + cells > end {
            row[x..end].fill(Cell::blank(look));
            return;
        }
        row[x] = Cell { text: sign, width: u8::try_from(cells).unwrap(), ..Cell::blank(look) };
        if cells == 2 {
            row[x + 1] = Cell::covered(look);
        }
        x += cells;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn text_stays_in_its_area_and_is_never_cut_in_half(
        wide in any::<bool>(),
        strokes in prop::collection::vec((0..COLUMNS, 0..ROWS, 0..COLUMNS, characters(), any::<bool>()), 1..8),
    ) {
        let (ambiguous, cells) = if wide { (Ambiguous::Two, 2) } else { (Ambiguous::One, 1) };
        let kind = Kind { ambiguous: cells, lines: cells, ..XTERM };
        let mut painter = Painter::new(kind.abilities());
        let mut screen = Screen::new(usize::from(COLUMNS), usize::from(ROWS), kind);
        let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        // Ground of dots, so that a cell that was touched shows.
        for row in buffer.area.rows() {
            put_text(&mut buffer, row, &".".repeat(usize::from(COLUMNS)), Style::default(), Measure { ambiguous });
        }
        for (x, y, width, text, red) in strokes {
            screen.feed(painter.paint(&buffer, None));
            let before: Vec<Vec<Cell>> = (0..usize::from(ROWS)).map(|y| screen.sheet.row(y).to_vec()).collect();
            let area = Rect::new(x, y, width, 1);
            let style = if red { Style::default().fg(Color::Red) } else { Style::default() };
            put_text(&mut buffer, area, &text, style, Measure { ambiguous });
            screen.feed(painter.paint(&buffer, None));
            let mut wanted = before[usize::from(y)].clone();
            laid(&kind, &text, area, &mut wanted, Look { ink: red.then_some(1), ..Look::default() });
            for (y, before) in before.iter().enumerate() {
                let shown = screen.sheet.row(y);
                let wanted = if y == usize::from(area.y) { &wanted } else { before };
                for x in 0..wanted.len() {
                    // A sign of which half was covered from outside is gone whole.
                    let torn = match wanted[x].width {
                        2 => wanted.get(x + 1).is_none_or(|next| next.width != 0),
                        0 => wanted[x - 1].width != 2,
                        _ => false,
                    };
                    if torn {
                        prop_assert_eq!(shown[x].text, Text::of(' '), "row {}, column {}", y, x);
                    } else {
                        prop_assert_eq!(shown[x].seen(), wanted[x].seen(), "row {}, column {}, {:?}", y, x, text);
                    }
                }
            }
            prop_assert_eq!(&screen.complaints, &Vec::<String>::new());
        }
    }
}
