//! Where the records of a neighbourhood stand: years from left to right, the middle one in the middle.
//!
//! ```text
//!  2009–12          2014                2017                2019        a column a year, or some years
//!  Caragliu 2011 ─┐ Kitchin ─┐                          ┌── Meijer
//!  Hollands 2008 ─┤ Neirotti ┤                          │
//!                 └──────────┼───────── [Dameri] ───────┼── Yigitcanlar
//!  +3 more                   └ Albino                   └── Hu
//! ```
//!
//! A function of the records, the size and how far each column is scrolled: the cursor moves and nothing else does.

use super::near::{Near, Side};
use super::routing::{self, Stroke};
use crate::reader::{Sign, SignSet};
use crate::text::Measure;

/// The least cells between two columns: a stub on either side, and a lane for each.
pub const GUTTER: usize = 4;
/// The most: lines that are longer are hard to follow.
const WIDEST_GUTTER: usize = 14;
/// The least cells of a column for which there is another one: a name, a year, and air.
const LEAST: usize = 13;
/// Below these there is a list instead.
const LEAST_WIDTH: usize = 3 * LEAST + 2 * GUTTER;
const LEAST_HEIGHT: usize = 8;

/// What names are measured and cut with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub measure: Measure,
    pub signs: SignSet,
}

/// A column: a year, or some years that stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// `2014`, `2009–12`.
    pub head: String,
    /// The first cell, and how many there are.
    pub x: usize,
    pub width: usize,
    /// All records of the column, from the top; those that do not fit are scrolled to.
    pub nodes: Vec<usize>,
    /// The first that is seen, and how many are.
    pub top: usize,
    pub shown: usize,
}

impl Column {
    /// The first cell behind it.
    pub fn right(&self) -> usize {
        self.x + self.width
    }
}

/// A record that is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub node: usize,
    pub column: usize,
    pub x: usize,
    pub y: usize,
    /// Cells, a blank or a bracket on either side included.
    pub width: usize,
    pub label: String,
}

/// How many records of a column are not seen, and where that is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct More {
    pub x: usize,
    pub y: usize,
    pub count: usize,
}

/// The picture: cells from the left, rows from the top; row 0 has the years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub columns: Vec<Column>,
    pub placed: Vec<Placed>,
    pub more: Vec<More>,
    pub strokes: Vec<Stroke>,
    /// Citations between two records that are seen for which there was no room.
    pub undrawn: usize,
    /// There is too little room for columns: all in one list.
    pub list: Option<Vec<usize>>,
}

impl Layout {
    /// The picture for so many cells and rows, each column scrolled to its top (columns that are not named, to their first).
    pub fn of(near: &Near, width: usize, height: usize, tops: &[usize], letters: Letters) -> Self {
        if width < LEAST_WIDTH || height < LEAST_HEIGHT {
            return Self { list: Some(near.listed()), ..Self::default() };
        }
        let mut columns = years(near, width);
        for column in &mut columns {
            column.nodes.sort_by_key(|node| near.weight(*node));
        }
        add_ties(near, &mut columns, height);
        spread(near, &mut columns, width, letters);
        let mut layout = Self::default();
        for (number, column) in columns.iter_mut().enumerate() {
            place(near, number, column, height, tops.get(number).copied().unwrap_or(0), letters, &mut layout);
        }
        layout.columns = columns;
        let (strokes, undrawn) = routing::strokes(near, &layout, middle_row(height));
        (layout.strokes, layout.undrawn) = (strokes, undrawn);
        layout
    }

    /// Where a record stands, if it is seen.
    pub fn place_of(&self, node: usize) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.node == node)
    }

    /// The column of a record, and its place in it.
    pub fn column_of(&self, node: usize) -> Option<(usize, usize)> {
        self.columns.iter().enumerate().find_map(|(number, column)| Some((number, column.nodes.iter().position(|known| *known == node)?)))
    }
}

/// The row on which the middle stands, and its lines to either side.
pub const fn middle_row(height: usize) -> usize {
    1 + (height - 1) / 2
}

/// The columns with the first neighbours in them, without places yet.
fn years(near: &Near, width: usize) -> Vec<Column> {
    let most = (width + GUTTER) / (LEAST + GUTTER);
    let on = |side: Side| -> Vec<(i32, usize)> {
        let mut all: Vec<(i32, usize)> =
            (0..near.nodes.len()).filter(|node| near.column_side(*node) == Some(side)).map(|node| (near.year(node), node)).collect();
        all.sort_unstable();
        all
    };
    let (before, behind) = (on(Side::Cited), on(Side::Citing));
    let distinct = |all: &[(i32, usize)]| all.chunk_by(|one, other| one.0 == other.0).count();
    let (left, right) = shares(distinct(&before), distinct(&behind), most.saturating_sub(1));
    let mut middle = Column { head: near.year_text(0), ..Column::default() };
    middle.nodes = on(Side::Middle).into_iter().map(|(_, node)| node).collect();
    bins(&before, left).into_iter().chain([middle]).chain(bins(&behind, right)).collect()
}

/// How many columns each side gets: as many as it has years, of fewer in proportion, and one at least.
fn shares(left: usize, right: usize, most: usize) -> (usize, usize) {
    if left + right <= most {
        return (left, right);
    }
    let fair = (most * left + usize::midpoint(left, right)) / (left + right);
    let fair = fair.clamp(usize::from(left > 0), most - usize::from(right > 0)).min(left);
    let right_gets = (most - fair).min(right);
    ((most - right_gets).min(left), right_gets)
}

/// Years that stand together, so that the columns have about as many records each.
fn bins(all: &[(i32, usize)], columns: usize) -> Vec<Column> {
    let mut years: std::collections::VecDeque<&[(i32, usize)]> = all.chunk_by(|one, other| one.0 == other.0).collect();
    let mut left = all.len();
    let mut made = Vec::new();
    for columns_left in (1..=columns).rev() {
        let fair = left.div_ceil(columns_left);
        let mut nodes = Vec::new();
        let (mut first, mut last) = (None, None);
        while let Some(year) = years.front().copied() {
            // Every column that comes has a year of its own at least.
            let enough = !nodes.is_empty() && (nodes.len() + year.len() / 2 >= fair || years.len() < columns_left);
            if enough && columns_left > 1 {
                break;
            }
            years.pop_front();
            let number = year.first().map(|(year, _)| *year);
            (first, last) = (first.or(number), number);
            nodes.extend(year.iter().map(|(_, node)| *node));
        }
        left -= nodes.len();
        made.push(Column { head: head(first, last), nodes, ..Column::default() });
    }
    made
}

/// `2014`, `2009–12`, `1998–2004`
fn head(first: Option<i32>, last: Option<i32>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) if first / 100 == last / 100 => format!("{first}–{:02}", last % 100),
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => String::new(),
    }
}

/// Rows of a column for records, its own row at the middle left out: every other one where that is enough.
fn rows(column_of_middle: bool, count: usize, height: usize) -> Vec<usize> {
    let middle = middle_row(height);
    let wide: Vec<usize> = (1..height).filter(|row| *row != middle && (row.abs_diff(middle) % 2 == 0) == column_of_middle).collect();
    if count <= wide.len() { wide } else { (1..height).filter(|row| *row != middle).collect() }
}

/// Second neighbours that tie at least two records of the columns beside theirs together, where there are rows to spare.
fn add_ties(near: &Near, columns: &mut [Column], height: usize) {
    let middle = near.year(0);
    let ranges: Vec<(i32, i32)> = columns
        .iter()
        .map(|column| {
            let years = column.nodes.iter().map(|node| near.year(*node));
            (years.clone().min().unwrap_or(middle), years.max().unwrap_or(middle))
        })
        .collect();
    for node in (0..near.nodes.len()).filter(|node| near.side(*node) == Side::Beside) {
        let year = near.year(node);
        let away = |(from, to): (i32, i32)| (from - year).max(year - to).max(0);
        let Some(number) = (0..columns.len()).min_by_key(|number| ranges.get(*number).map_or(i32::MAX, |range| away(*range))) else {
            continue;
        };
        let beside = [number.checked_sub(1), Some(number + 1)].into_iter().flatten().filter_map(|number| columns.get(number));
        let tied = beside.flat_map(|column| &column.nodes).filter(|other| **other != 0 && near.joined(node, **other)).count();
        let is_middle = columns.get(number).is_some_and(|column| column.nodes.contains(&0));
        let Some(column) = columns.get_mut(number) else { continue };
        let count = column.nodes.len() - usize::from(is_middle);
        if tied > 1 && count < rows(is_middle, count + 1, height).len().saturating_sub(2) {
            column.nodes.push(node);
        }
    }
}

/// What a record is called where its column has one year, or several.
fn label(near: &Near, node: usize, column: &Column, cells: usize, letters: Letters) -> String {
    let Letters { measure, signs } = letters;
    let held = if near.is_work(node) { signs.draw(Sign::Elsewhere) } else { "" };
    let between = if held.is_empty() { "" } else { " " };
    let name = &format!("{held}{between}{}", near.name(node));
    let one_year = column.head == near.year_text(node) && !column.head.is_empty();
    let year = if one_year { String::new() } else { near.year_text(node) };
    let whole = if year.is_empty() { name.clone() } else { format!("{name} {year}") };
    if measure.width(&whole) <= cells {
        return whole;
    }
    // The year says more than the end of a name.
    let behind = if year.is_empty() { String::new() } else { format!(" {year}") };
    let ellipsis = signs.draw(Sign::Ellipsis);
    let room = cells.saturating_sub(measure.width(&behind) + measure.width(ellipsis));
    let (head, _) = measure.head(name, room);
    let text = format!("{}{ellipsis}{behind}", head.trim_end());
    measure.head(&text, cells).0.to_owned()
}

/// Gives every column its cells, and shares out what is left between them.
fn spread(near: &Near, columns: &mut [Column], width: usize, letters: Letters) {
    let between = columns.len().saturating_sub(1);
    let most = (width - (GUTTER * between).min(width)) / columns.len().max(1);
    for column in columns.iter_mut() {
        let widest = column.nodes.iter().map(|node| letters.measure.width(&label(near, *node, column, usize::MAX, letters))).max();
        column.width = (widest.unwrap_or(0) + 2).max(column.head.chars().count() + 2).min(most);
    }
    let taken: usize = columns.iter().map(|column| column.width).sum();
    let gutter = (width.saturating_sub(taken)).checked_div(between).unwrap_or(0).clamp(GUTTER, WIDEST_GUTTER);
    let mut x = width.saturating_sub(taken + gutter * between) / 2;
    for column in columns.iter_mut() {
        column.x = x;
        x += column.width + gutter;
    }
}

/// Places the records of a column around the middle row.
fn place(near: &Near, number: usize, column: &mut Column, height: usize, top: usize, letters: Letters, layout: &mut Layout) {
    let middle = middle_row(height);
    let cells = column.width.saturating_sub(2);
    let mut put = |node: usize, y: usize, column: &Column| {
        let label = label(near, node, column, cells, letters);
        let width = letters.measure.width(&label) + 2;
        layout.placed.push(Placed { node, column: number, x: column.x, y, width, label });
    };
    let holds_middle = column.nodes.contains(&0);
    if holds_middle {
        // The middle stands at the head of its column's list, wherever it stands in the picture.
        column.nodes.retain(|node| *node != 0);
        put(0, middle, column);
    }
    let rows = rows(holds_middle, column.nodes.len(), height);
    let count = column.nodes.len();
    let above = rows.iter().filter(|row| **row < middle).count();
    if count <= rows.len() {
        let below = rows.len() - above;
        let up = count.div_ceil(2).clamp(count - below.min(count), above);
        (column.top, column.shown) = (0, count);
        for (node, row) in column.nodes.iter().zip(rows.iter().skip(above - up)) {
            put(*node, *row, column);
        }
    } else {
        column.shown = rows.len() - 2;
        column.top = top.min(count - column.shown);
        for (node, row) in column.nodes.iter().skip(column.top).zip(rows.iter().skip(1).take(column.shown)) {
            put(*node, *row, column);
        }
        let (before, behind) = (column.top, count - column.top - column.shown);
        for (count, row) in [(before, rows.first()), (behind, rows.last())] {
            if let Some(row) = row.filter(|_| count > 0) {
                layout.more.push(More { x: column.x + 1, y: *row, count });
            }
        }
    }
    if holds_middle {
        let at = rows_above(&layout.placed, number, middle);
        column.nodes.insert(column.top + at, 0);
    }
}

/// How many records of a column stand above the middle.
fn rows_above(placed: &[Placed], column: usize, middle: usize) -> usize {
    placed.iter().filter(|placed| placed.column == column && placed.y < middle).count()
}
