//! What a screen ought to show of a finished picture, by the terminal's own widths.

use qikan::terminal::painter::{Abilities, Frame};
use ratatui::buffer::CellDiffOption;
use ratatui::style::{Color, Modifier};

use crate::kinds::{Kind, Tables};
use crate::sheet::{Cell, Look, Text, link_number};

/// What a cell ought to show; `None` where a sign stands whose width was in doubt, and the doubt was right.
pub type Wanted = Option<Cell>;

/// What the screen ought to show, row after row. A sign leads where its first cell does.
pub fn wanted(frame: &Frame<'_>, kind: &Kind, abilities: &Abilities) -> Vec<Wanted> {
    let columns = usize::from(frame.buffer.area.width);
    let mut cells = Vec::with_capacity(frame.buffer.content.len());
    for (y, row) in (0_u16..).zip(frame.buffer.content.chunks(columns.max(1))) {
        let mut leads = vec![0; columns];
        for link in frame.links.iter().filter(|link| abilities.hyperlinks && link.row == y) {
            let to = usize::from(link.columns.end).min(columns);
            leads[usize::from(link.columns.start).min(to)..to].fill(link_number(&link.target));
        }
        wanted_row(row, &leads, kind, abilities, &mut cells);
    }
    cells
}

fn wanted_row(row: &[ratatui::buffer::Cell], leads: &[u64], kind: &Kind, abilities: &Abilities, out: &mut Vec<Wanted>) {
    let begin = out.len();
    // Where a doubtful sign begins that turns out as it was thought to: a neighbour that does not may yet spoil it.
    let mut doubtful_before = None;
    let mut last = ' ';
    let mut x = 0;
    while let Some(cell) = row.get(x) {
        let look = look(cell);
        let link = leads[x];
        let blank = Some(Cell { link, ..Cell::blank(look).seen() });
        // The painter sends no joiner that joins nothing.
        let symbol = cell.symbol().trim_matches('\u{200d}');
        let first = symbol.chars().next().unwrap_or(' ');
        let joined = kind.joins(last, first);
        last = symbol.chars().last().unwrap_or(' ');
        if symbol == " " || symbol.is_empty() {
            out.push(blank);
            doubtful_before = None;
            x += 1;
            continue;
        }
        let measured = (abilities.measure)(symbol);
        let cells = match cell.diff_option {
            // What is known of the terminal is stronger.
            CellDiffOption::ForcedWidth(cells) if !measured.sure => usize::from(cells.get()),
            _ => usize::from(measured.count),
        };
        let covers =
            row.get(x + 1).is_some_and(|next| matches!(next.symbol(), "" | " ") && (next.bg == Color::Reset || next.bg == cell.bg));
        let lone_tone = matches!(first, '\u{1f3fb}'..='\u{1f3ff}');
        if lone_tone || measured.count == 0 || !(cells == 1 || (cells == 2 && covers)) {
            out.push(blank);
            doubtful_before = None;
            x += 1;
            continue;
        }
        let sure = measured.sure;
        // What was once drawn into a sign, or over it at the margin, stays until that sign is another.
        let marked = matches!(kind.tables, Tables::Unknown | Tables::Joining) || x + cells + 1 == row.len();
        if (kind.cells_of(symbol) == cells && !joined && !marked) || sure {
            doubtful_before = (!sure).then_some(out.len());
            signs(symbol, kind, look, out);
            out.truncate(begin + x + cells);
            out[begin + x..].iter_mut().flatten().for_each(|cell| cell.link = link);
        } else {
            if let Some(before) = doubtful_before {
                out[before..].fill(None);
            }
            out.extend(std::iter::repeat_n(None, cells));
            doubtful_before = Some(out.len() - cells);
        }
        x += cells;
    }
}

/// The cells of a sign whose characters the terminal may draw apart.
fn signs(symbol: &str, kind: &Kind, look: Look, out: &mut Vec<Wanted>) {
    let begin = out.len();
    let mut before = ' ';
    for c in symbol.chars() {
        let cells = kind.cells(c);
        let first = out.get(begin..).and_then(|cells| cells.iter().rposition(|cell| cell.is_some_and(|cell| cell.width > 0)));
        if let Some(Some(Some(cell))) = first.map(|at| out.get_mut(begin + at))
            && (cells == 0 || kind.joins(before, c))
        {
            cell.text.push(c);
            if c == '\u{fe0f}' && kind.tables == Tables::Joining && cell.width == 1 {
                cell.width = 2;
                out.push(Some(Cell::covered(look)));
            }
        } else {
            out.push(Some(Cell { text: Text::of(c), width: u8::try_from(cells).unwrap(), look, link: 0 }));
            if cells == 2 {
                out.push(Some(Cell::covered(look)));
            }
        }
        before = c;
    }
}

fn look(cell: &ratatui::buffer::Cell) -> Look {
    let colour = |colour: Color| match colour {
        Color::Reset => None,
        Color::Black => Some(0),
        Color::Red => Some(1),
        Color::Green => Some(2),
        Color::Yellow => Some(3),
        Color::Blue => Some(4),
        Color::Magenta => Some(5),
        Color::Cyan => Some(6),
        Color::Gray => Some(7),
        Color::DarkGray => Some(8),
        Color::LightRed => Some(9),
        Color::LightGreen => Some(10),
        Color::LightYellow => Some(11),
        Color::LightBlue => Some(12),
        Color::LightMagenta => Some(13),
        Color::LightCyan => Some(14),
        Color::White => Some(15),
        Color::Indexed(n) => Some(u32::from(n)),
        Color::Rgb(r, g, b) => Some(1 << 24 | u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b)),
    };
    let marks = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
        (Modifier::CROSSED_OUT, 9),
    ];
    let marks = marks.iter().filter(|(mark, _)| cell.modifier.contains(*mark)).map(|(_, n)| 1 << n).sum();
    Look { ink: colour(cell.fg), paper: colour(cell.bg), marks }
}
