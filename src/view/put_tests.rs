//! What holds of cells whatever is drawn over whatever.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Pen, cut, fill, frame, popup, put_line, put_line_lit, put_text};
use crate::reader::{PageLine, Role, SignSet, Tag};
use crate::text::{Ambiguous, Measure, Run};
use crate::view::Theme;

const WIDTH: u16 = 12;
const HEIGHT: u16 = 3;

/// A screen as simple as it can be: each cell shows the left half, the right half or the whole of something.
#[derive(Clone, Debug, PartialEq)]
enum Half {
    Whole(String),
    Left(String),
    Right,
}

struct Screen(Vec<Vec<Half>>);

impl Screen {
    fn blank(&mut self, x: usize, y: usize) {
        self.0[y][x] = Half::Whole(" ".into());
    }

    /// What a terminal does with a cell that is written over: the other half goes too.
    fn release(&mut self, x: usize, y: usize) {
        match self.0[y][x] {
            Half::Left(_) => self.blank(x + 1, y),
            Half::Right => self.blank(x - 1, y),
            Half::Whole(_) => {}
        }
    }

    fn write(&mut self, area: Rect, text: &str, measure: Measure) {
        if area.height == 0 || area.y >= HEIGHT {
            return;
        }
        let (mut x, y, end) = (usize::from(area.x), usize::from(area.y), usize::from(area.right().min(WIDTH)));
        for cluster in measure.clusters(text) {
            if x >= end {
                return;
            }
            let fits = x + cluster.cells <= end;
            for at in x..(x + cluster.cells).min(end) {
                self.release(at, y);
            }
            match (cluster.cells, fits) {
                (2, true) => {
                    self.0[y][x] = Half::Left(cluster.text.into());
                    self.0[y][x + 1] = Half::Right;
                }
                (_, false) => self.blank(x, y),
                _ => self.0[y][x] = Half::Whole(cluster.text.into()),
            }
            x += cluster.cells;
        }
    }
}

/// The buffer read as a painter reads it.
fn read(buffer: &Buffer) -> Vec<Vec<Half>> {
    (0..HEIGHT)
        .map(|y| {
            let mut row = Vec::new();
            let mut x = 0;
            while x < WIDTH {
                let cell = &buffer[(x, y)];
                if cell.cell_width() == 2 {
                    row.push(Half::Left(cell.symbol().into()));
                    if x + 1 < WIDTH {
                        let hidden = &buffer[(x + 1, y)];
                        assert_eq!((hidden.symbol(), hidden.diff_option), (" ", CellDiffOption::None), "half a glyph at {x},{y}");
                        row.push(Half::Right);
                    }
                    x += 2;
                } else {
                    row.push(Half::Whole(cell.symbol().into()));
                    x += 1;
                }
            }
            row
        })
        .collect()
}

proptest! {
    #[test]
    fn no_half_glyph_whatever_is_drawn_over_what(
        strokes in prop::collection::vec((0..WIDTH + 2, 0..HEIGHT + 1, 0..WIDTH + 2, "[a中“…ｱ国é ]{0,8}"), 1..12),
        two in any::<bool>(),
    ) {
        let measure = Measure { ambiguous: if two { Ambiguous::Two } else { Ambiguous::One } };
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        let mut screen = Screen(vec![vec![Half::Whole(" ".into()); usize::from(WIDTH)]; usize::from(HEIGHT)]);
        for (x, y, width, text) in strokes {
            let area = Rect { x, y, width, height: 1 };
            let used = put_text(&mut buffer, area, &text, Style::new(), measure);
            prop_assert!(used <= width);
            screen.write(area, &text, measure);
            prop_assert_eq!(&read(&buffer), &screen.0);
        }
    }

    #[test]
    fn filling_leaves_no_half_glyph(x in 0..WIDTH, y in 0..HEIGHT, width in 0..WIDTH, height in 0..HEIGHT) {
        let mut buffer = full();
        fill(&mut buffer, Rect { x, y, width, height }, Style::new());
        read(&buffer);
        popup(&mut buffer, Rect { x, y, width, height }, "弹窗", &pen(&Theme::plain()));
        read(&buffer);
    }
}

fn pen(theme: &Theme) -> Pen<'_> {
    Pen::new(theme, Measure::default(), SignSet::Unicode)
}

/// A screen full of Chinese.
fn full() -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for row in buffer.area.rows() {
        put_text(&mut buffer, row, "字字字字字字", Style::new(), Measure::default());
    }
    buffer
}

fn row(buffer: &Buffer, y: u16) -> String {
    (0..WIDTH).map(|x| buffer[(x, y)].symbol().to_owned()).collect()
}

#[test]
fn a_popup_cuts_wide_glyphs_cleanly_on_both_edges() {
    let mut buffer = full();
    let theme = Theme::plain();
    let inside = popup(&mut buffer, Rect::new(3, 0, 6, 3), "", &pen(&theme));
    assert_eq!(inside, Rect::new(4, 1, 4, 1));
    assert_eq!(row(&buffer, 0), "字  ┌────┐ 字 ");
    assert_eq!(row(&buffer, 1), "字  │    │ 字 ");
}

#[test]
fn a_frame_shows_as_much_of_its_title_as_fits() {
    let theme = Theme::plain();
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    let area = buffer.area;
    frame(&mut buffer, area, "参考文献 21", Role::Border, Role::PaneTitle, &pen(&theme));
    assert_eq!(row(&buffer, 0), "┌ 参 考 文 … ─┐");
    let mut small = Buffer::empty(Rect::new(0, 0, 2, 2));
    let area = small.area;
    assert_eq!(frame(&mut small, area, "参考", Role::Border, Role::PaneTitle, &pen(&theme)), area);
    assert_eq!(small, Buffer::empty(area));
}

fn line(text: &str) -> PageLine {
    PageLine { indent: 1, runs: vec![Run { text: text.into(), tag: Tag::of(Role::Title), ..Run::default() }], start: 0 }
}

/// The cells of the first row that have a modifier.
fn with(buffer: &Buffer, modifier: Modifier) -> String {
    (0..WIDTH).map(|x| if buffer[(x, 0)].modifier.contains(modifier) { '^' } else { '.' }).collect()
}

#[test]
fn a_selected_row_is_filled_to_its_end_and_no_further() {
    let theme = Theme::plain();
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    let used = put_line(&mut buffer, Rect::new(1, 0, 8, 1), &line("中a"), &pen(&theme).over(Role::Selected));
    assert_eq!((used, with(&buffer, Modifier::REVERSED).as_str()), (4, ".^^^^^^^^..."));
    assert_eq!(with(&buffer, Modifier::BOLD), "..^^^.......", "the title is still a title");
}

#[test]
fn a_mark_covers_the_first_cells_in_one_look_and_leaves_the_words() {
    let theme = Theme::plain();
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    let indented = PageLine { indent: 2, ..line("中a") };
    put_line(&mut buffer, Rect::new(1, 0, 8, 1), &indented, &Pen { mark: Some((Role::Cursor, 4)), ..pen(&theme) });
    assert_eq!(with(&buffer, Modifier::REVERSED), ".^^^^.......");
    assert_eq!(with(&buffer, Modifier::BOLD), ".....^......", "a title has its look only behind the mark");
}

#[test]
fn matches_are_lit_by_bytes_and_seen_in_a_selected_row() {
    let theme = Theme::plain();
    let found = |pen: &Pen<'_>| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        put_line_lit(&mut buffer, Rect::new(0, 0, WIDTH, 1), &line("ab中国cd"), pen, &[1..2, 5..9], Some(1));
        buffer
    };
    let plain = found(&pen(&theme));
    assert_eq!(with(&plain, Modifier::UNDERLINED), "..^.........", "one match");
    assert_eq!(with(&plain, Modifier::REVERSED), ".....^^^....", "the current one");
    let selected = found(&pen(&theme).over(Role::Selected));
    assert_eq!(with(&selected, Modifier::REVERSED), "^^^^^...^^^^");
}

#[test]
fn what_was_in_a_cell_does_not_shine_through() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    let area = Rect::new(0, 0, WIDTH, 1);
    put_text(&mut buffer, area, "“abc", Style::new().bold(), Measure { ambiguous: Ambiguous::Two });
    put_text(&mut buffer, area, "xyzuv", Style::new(), Measure::default());
    assert_eq!(row(&buffer, 0).trim_end(), "xyzuv");
    assert!(buffer.content.iter().all(|cell| cell.modifier.is_empty() && cell.diff_option == CellDiffOption::None));
}

#[test]
fn control_characters_never_reach_a_cell() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    put_text(&mut buffer, Rect::new(0, 0, WIDTH, 1), "a\u{1b}[2J\u{9b}b\r\n", Style::new(), Measure::default());
    assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(char::is_control)));
}

#[test]
fn text_is_cut_by_cells() {
    let theme = Theme::plain();
    let ascii = Pen::new(&theme, Measure { ambiguous: Ambiguous::Two }, SignSet::Ascii);
    assert_eq!(cut("智慧治理", 8, &pen(&theme)), "智慧治理");
    assert_eq!(cut("智慧治理", 7, &pen(&theme)), "智慧治…");
    assert_eq!(cut("智慧治理", 6, &pen(&theme)), "智慧…");
    assert_eq!(cut("智慧治理", 6, &ascii), "智...");
    assert_eq!(cut("智慧治理", 0, &pen(&theme)), "");
}
