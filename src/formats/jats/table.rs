//! Tables: rows of cells with their spans resolved, of XHTML and of OASIS (CALS) form.

use super::body::{Text, id_of, joined};
use crate::formats::xml::Element;
use crate::record::{Block, Figure, Note, Table};

/// Cells of one table; a span never makes more.
const MOST_CELLS: usize = 100_000;

/// The widest span that is believed.
const WIDEST: usize = 512;

/// Reads a table with its label, caption and notes; a picture of one is a figure.
pub(super) fn read(text: &mut Text, element: Element<'_>, out: &mut Vec<Block>, depth: usize) {
    let (label, caption) = text.label_and_caption(element, out, depth);
    let mut behind = Vec::new();
    let grids: Vec<Element<'_>> = if matches!(element.name(), "table" | "tgroup" | "array") {
        vec![element]
    } else {
        element.descendants_but(&["table-wrap-foot", "tr"]).filter(|part| part.name() == "table").collect()
    };
    let mut read_any = false;
    for (at, grid) in grids.into_iter().enumerate() {
        let mut grown = Grid::default();
        grown.read(text, grid, &mut behind, depth);
        let (rows, head) = grown.finish();
        let first = at == 0;
        out.push(Block::Table(Table {
            id: id_of(element).filter(|_| first),
            label: if first { label.clone() } else { String::new() },
            caption: if first { caption.clone() } else { String::new() },
            rows,
            head,
        }));
        read_any = true;
    }
    if !read_any {
        let href = element.descendants().filter(|part| part.name() == "graphic").find_map(|part| part.attribute("href"));
        out.push(Block::Fig(Figure { id: id_of(element), label, caption, href: href.map(std::borrow::Cow::into_owned) }));
        for part in element.children().filter(|part| !matches!(part.name(), "graphic" | "alternatives" | "table-wrap-foot")) {
            text.block(part, out, depth + 1);
        }
    }
    out.append(&mut behind);
    for foot in element.all("table-wrap-foot") {
        for part in foot.children() {
            let mut notes = Vec::new();
            text.block(part, &mut notes, depth + 1);
            out.extend(notes.into_iter().map(|block| match block {
                Block::P(words) => Block::Note(Note { text: words, ..Note::default() }),
                other => other,
            }));
        }
    }
}

/// A table while its rows are read.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
    head: usize,
    cells: usize,
    /// For each column, how many rows below are still taken by a cell above.
    held: Vec<usize>,
    /// Names of columns (OASIS).
    columns: Vec<String>,
    /// Whether rows so far hold nothing but heads.
    heads_only: bool,
}

impl Grid {
    fn read(&mut self, text: &mut Text, grid: Element<'_>, behind: &mut Vec<Block>, depth: usize) {
        self.heads_only = true;
        for part in grid.descendants_but(&["tr", "row"]) {
            if part.name() == "colspec" {
                let name = part.attribute("colname").map_or_else(|| (self.columns.len() + 1).to_string(), std::borrow::Cow::into_owned);
                self.columns.push(name);
            }
        }
        let head = grid.descendants().find(|part| part.name() == "thead").map(|head| head.descendants().filter(|row| is_row(*row)).count());
        for row in grid.descendants_but(&["td", "th", "entry"]).filter(|row| is_row(*row)) {
            if self.cells >= MOST_CELLS {
                break;
            }
            self.row(text, row, behind, depth);
        }
        if let Some(head) = head {
            self.head = head.min(self.rows.len());
        }
    }

    fn row(&mut self, text: &mut Text, row: Element<'_>, behind: &mut Vec<Block>, depth: usize) {
        let mut cells: Vec<String> = Vec::new();
        let mut all_heads = true;
        let mut spans = Vec::new();
        for cell in row.children().filter(|cell| matches!(cell.name(), "td" | "th" | "entry")) {
            all_heads &= cell.name() == "th";
            // Places that a cell above still holds are empty here.
            while self.held.get(cells.len()).is_some_and(|rows| *rows > 0) && cells.len() < WIDEST {
                cells.push(String::new());
            }
            let from = cells.len();
            let (width, height) = if cell.attributes().next().is_none() { (1, 1) } else { (self.width(cell, from), height(cell)) };
            let mut blocks = Vec::new();
            let words = text.inline(cell, &mut blocks, depth + 1);
            let (apart, mut inside): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(|block| matches!(block, Block::Table(_)));
            behind.extend(apart);
            if !words.is_empty() {
                inside.push(Block::P(words));
            }
            cells.push(joined(inside));
            for _ in 1..width {
                cells.push(String::new());
            }
            if height > 1 {
                spans.push((from, width, height));
            }
            if cells.len() > WIDEST || self.cells + cells.len() > MOST_CELLS {
                break;
            }
        }
        for rows in &mut self.held {
            *rows = rows.saturating_sub(1);
        }
        for (from, width, height) in spans {
            if self.held.len() < from + width {
                self.held.resize(from + width, 0);
            }
            for rows in self.held.get_mut(from..from + width).unwrap_or_default() {
                *rows = height - 1;
            }
        }
        self.heads_only &= all_heads;
        self.cells += cells.len();
        self.rows.push(cells);
        if self.heads_only {
            self.head = self.rows.len();
        }
    }

    /// How many columns a cell takes: `colspan`, or from `namest` to `nameend`.
    fn width(&self, cell: Element<'_>, from: usize) -> usize {
        let place = |name: &str| cell.attribute(name).and_then(|name| self.columns.iter().position(|known| *known == name));
        let named = place("nameend").map(|end| end + 1 - place("namest").unwrap_or(from).min(end));
        named.or_else(|| number(cell, "colspan")).unwrap_or(1).clamp(1, WIDEST)
    }

    /// Rows of one length.
    fn finish(mut self) -> (Vec<Vec<String>>, usize) {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if self.rows.len().saturating_mul(width) <= MOST_CELLS * 4 {
            for row in &mut self.rows {
                row.resize(width, String::new());
            }
        }
        let head = if self.head == self.rows.len() { 0 } else { self.head };
        (self.rows, head)
    }
}

fn is_row(element: Element<'_>) -> bool {
    matches!(element.name(), "tr" | "row")
}

/// How many rows a cell takes.
fn height(cell: Element<'_>) -> usize {
    number(cell, "rowspan").unwrap_or(1).max(number(cell, "morerows").map_or(1, |more| more + 1))
}

fn number(cell: Element<'_>, name: &str) -> Option<usize> {
    cell.attribute(name)?.parse::<usize>().ok().map(|number| number.min(10_000))
}
