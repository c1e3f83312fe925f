//! Lines between the records of a picture: the citations of the middle as one tree on either side, and beside them those
//! between records of neighbouring columns, as far as there are lanes for them.
//!
//! Lines of one record share their cells. Where two lines that do not belong together cross, the upright one is drawn and the
//! other goes on behind it: a branch (`┼ ├ ┬`) is always a branch.

use std::collections::BTreeMap;

use super::layout::{Layout, Placed};
use super::near::{Near, Side};
use crate::reader::Sign;

const UP: u8 = 1;
const RIGHT: u8 = 2;
const DOWN: u8 = 4;
const LEFT: u8 = 8;
const ACROSS: u8 = LEFT | RIGHT;
const UPRIGHT: u8 = UP | DOWN;

/// Which sign has which arms.
const SIGNS: [(u8, Sign); 11] = [
    (ACROSS, Sign::Horizontal),
    (UPRIGHT, Sign::Vertical),
    (DOWN | RIGHT, Sign::TopLeft),
    (DOWN | LEFT, Sign::TopRight),
    (UP | RIGHT, Sign::BottomLeft),
    (UP | LEFT, Sign::BottomRight),
    (UPRIGHT | RIGHT, Sign::TeeLeft),
    (UPRIGHT | LEFT, Sign::TeeRight),
    (ACROSS | DOWN, Sign::TeeTop),
    (ACROSS | UP, Sign::TeeBottom),
    (ACROSS | UPRIGHT, Sign::Cross),
];

/// A cell of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    pub x: usize,
    pub y: usize,
    pub sign: Sign,
    /// Of a citation of the middle.
    pub main: bool,
}

fn sign_of(arms: u8) -> Sign {
    let whole = match arms {
        LEFT | RIGHT => ACROSS,
        UP | DOWN => UPRIGHT,
        arms => arms,
    };
    SIGNS.iter().find(|(known, _)| *known == whole).map_or(Sign::Cross, |(_, sign)| *sign)
}

/// The lines that belong together: those of one record, in one gutter.
type Net = usize;
/// Those of the middle to the left and to the right.
const CITED: Net = 0;
const CITING: Net = 1;

#[derive(Clone, Copy, Debug)]
struct Cell {
    net: Net,
    arms: u8,
    /// Another line goes on behind this one.
    crossed: bool,
}

type Cells = BTreeMap<(usize, usize), Cell>;

/// Adds arms to a cell, whoever it belongs to.
fn add(cells: &mut Cells, net: Net, at: (usize, usize), arms: u8) {
    cells.entry(at).or_insert(Cell { net, arms: 0, crossed: false }).arms |= arms;
}

/// The strokes of a picture, and how many citations between two records that are seen have none.
pub(super) fn strokes(near: &Near, layout: &Layout, middle_row: usize) -> (Vec<Stroke>, usize) {
    let mut cells = Cells::new();
    let Some(middle) = layout.place_of(0) else { return (Vec::new(), 0) };
    for left in [true, false] {
        tree(near, layout, middle, left, middle_row, &mut cells);
    }
    let mut undrawn = 0;
    let mut net = CITING + 1;
    for gutter in 0..layout.columns.len().saturating_sub(1) {
        undrawn += between(near, layout, middle, gutter, &mut net, &mut cells);
    }
    undrawn += far(near, layout, 2 * middle_row, &mut net, &mut cells);
    let strokes = cells.into_iter().map(|((x, y), cell)| Stroke { x, y, sign: sign_of(cell.arms), main: cell.net <= CITING }).collect();
    (strokes, undrawn)
}

/// Whether a record's line to the middle leaves it at the right.
fn leaves_right(near: &Near, layout: &Layout, placed: &Placed) -> Option<bool> {
    let middle = layout.place_of(0)?.column;
    match (placed.column.cmp(&middle), near.side(placed.node)) {
        (_, Side::Middle | Side::Sharing | Side::Beside) => None,
        (std::cmp::Ordering::Less, _) => Some(true),
        (std::cmp::Ordering::Greater, _) => Some(false),
        // In the middle's own column what it cites hangs at the left, and what cites it at the right.
        (std::cmp::Ordering::Equal, side) => Some(side == Side::Citing),
    }
}

/// The lane in which the lines of a column's records to the middle come together.
fn lane(layout: &Layout, column: usize, right: bool) -> Option<usize> {
    let column = layout.columns.get(column)?;
    if right { Some(column.right() + 1) } else { column.x.checked_sub(2) }
}

/// The lines of the middle on one side: a trunk along its row, a lane at every column, a stub to every record.
fn tree(near: &Near, layout: &Layout, middle: &Placed, left: bool, row: usize, cells: &mut Cells) {
    let net = if left { CITED } else { CITING };
    let end = if left { middle.x.checked_sub(1) } else { Some(middle.x + middle.width) };
    let Some(end) = end else { return };
    let mut reach = None;
    for number in 0..layout.columns.len() {
        let in_middle = number == middle.column;
        // Columns at the left have their stubs at the right; in the middle's own it is the other way round.
        let right = left != in_middle;
        let of_side = |placed: &&Placed| {
            placed.column == number && leaves_right(near, layout, placed) == Some(right) && {
                let at_left = number < middle.column || (in_middle && !right);
                at_left == left
            }
        };
        let rows: Vec<&Placed> = layout.placed.iter().filter(of_side).collect();
        let Some(lane) = lane(layout, number, right).filter(|_| !rows.is_empty()) else { continue };
        for placed in &rows {
            let (from, to) = if right { (placed.x + placed.width, lane) } else { (lane + 1, placed.x) };
            for x in from..to {
                add(cells, net, (x, placed.y), ACROSS);
            }
            add(cells, net, (lane, placed.y), if right { LEFT } else { RIGHT });
            upright(cells, net, lane, placed.y, row);
        }
        let farther = |known: usize| if left { lane.min(known) } else { lane.max(known) };
        reach = Some(reach.map_or(lane, farther));
    }
    let Some(reach) = reach else { return };
    let (from, to) = (reach.min(end), reach.max(end));
    for x in from..=to {
        let toward = if x == reach && reach != end { if left { RIGHT } else { LEFT } } else { ACROSS };
        add(cells, net, (x, row), toward);
    }
}

/// A line up or down in one lane, its ends open only towards each other.
fn upright(cells: &mut Cells, net: Net, x: usize, one: usize, other: usize) {
    let (top, bottom) = (one.min(other), one.max(other));
    for y in top..=bottom {
        let arms = if y > top { UP } else { 0 } | if y < bottom { DOWN } else { 0 };
        add(cells, net, (x, y), arms);
    }
}

/// The citations between the records of two neighbouring columns, by the one with most of them first; how many were left out.
fn between(near: &Near, layout: &Layout, middle: &Placed, gutter: usize, net: &mut Net, cells: &mut Cells) -> usize {
    let of = |column: usize| layout.placed.iter().filter(move |placed| placed.column == column && placed.node != middle.node);
    let mut left: Vec<(&Placed, &Placed)> = of(gutter)
        .flat_map(|one| of(gutter + 1).map(move |other| (one, other)))
        .filter(|(one, other)| near.joined(one.node, other.node))
        .collect();
    let (Some(before), Some(behind)) = (layout.columns.get(gutter), layout.columns.get(gutter + 1)) else { return 0 };
    let lanes: Vec<usize> = (before.right() + 1..behind.x.saturating_sub(1)).collect();
    let mut undrawn = 0;
    while !left.is_empty() {
        let count = |node: usize| left.iter().filter(|(one, other)| one.node == node || other.node == node).count();
        let hub = left.iter().flat_map(|(one, other)| [one.node, other.node]).max_by_key(|node| (count(*node), std::cmp::Reverse(*node)));
        let Some(hub) = hub else { break };
        let (mut lines, rest): (Vec<_>, Vec<_>) = left.iter().partition(|(one, other)| one.node == hub || other.node == hub);
        left = rest;
        // Of the lanes the one that takes most of the lines.
        let drawn = |lane: usize| {
            let mut tried = cells.clone();
            let taken: Vec<_> =
                lines.iter().copied().filter(|(one, other)| draw(near, layout, (one, other), lane, *net, &mut tried)).collect();
            (taken.len(), tried)
        };
        let best = lanes.iter().map(|lane| drawn(*lane)).reduce(|best, next| if next.0 > best.0 { next } else { best });
        match best {
            Some((taken, tried)) if taken > 0 => {
                undrawn += lines.len() - taken;
                *cells = tried;
                *net += 1;
            }
            _ => undrawn += lines.len(),
        }
        lines.clear();
    }
    undrawn
}

/// Ways that are tried for all far lines of a picture together: it is made between two keys.
const TRIES: usize = 600;
/// Lanes of a gutter, and rows between two, that are tried for one of them.
const LANES: usize = 5;
const ROWS: usize = 8;

/// The lines of what shares references with the middle to the works that stand farther away than in the next column; how many
/// were left out. Without them it would hang in the air.
fn far(near: &Near, layout: &Layout, rows: usize, net: &mut Net, cells: &mut Cells) -> usize {
    let (mut undrawn, mut tries) = (0, TRIES);
    for sharing in layout.placed.iter().filter(|placed| near.side(placed.node) == Side::Sharing) {
        let works = layout.placed.iter().filter(|work| near.is_work(work.node) && near.cites(sharing.node, work.node));
        for work in works.filter(|work| work.column.abs_diff(sharing.column) != 1) {
            let ends = if work.column < sharing.column { (work, sharing) } else { (sharing, work) };
            let drawn = ways(layout, ends, rows).into_iter().any(|way| {
                tries = tries.saturating_sub(1);
                tries > 0 && draw_over(near, layout, ends, way, *net, cells)
            });
            undrawn += usize::from(!drawn);
        }
        *net += 1;
    }
    undrawn
}

/// Lanes and a row by which a line may go past the columns between two, the shorter ways first.
fn ways(layout: &Layout, (one, other): (&Placed, &Placed), rows: usize) -> Vec<(usize, Option<usize>, usize)> {
    if one.column == other.column {
        return Vec::new();
    }
    let lanes = |gutter: usize| match (layout.columns.get(gutter), layout.columns.get(gutter + 1)) {
        (Some(before), Some(behind)) => (before.right() + 1..behind.x.saturating_sub(1)).take(LANES).collect(),
        _ => Vec::new(),
    };
    let between = one.column + 1..other.column;
    let taken = |row: usize| {
        let named = layout.placed.iter().any(|placed| between.contains(&placed.column) && placed.y == row);
        let told = |more: &super::layout::More| more.y == row && (one.x + one.width..other.x).contains(&more.x);
        named || layout.more.iter().any(told)
    };
    let mut free: Vec<usize> = (1..rows).filter(|row| !taken(*row)).collect();
    free.sort_by_key(|row| (row.abs_diff(one.y) + row.abs_diff(other.y), *row));
    let (first, last): (Vec<usize>, Vec<usize>) = (lanes(one.column), lanes(other.column - 1));
    let of_row = |row: usize| {
        let last = &last;
        first.iter().flat_map(move |first| last.iter().map(move |last| (*first, Some(row), *last)))
    };
    free.into_iter().take(ROWS).flat_map(of_row).collect()
}

/// Draws one citation in a lane, if no other line is in its way; whether it did.
fn draw(near: &Near, layout: &Layout, ends: (&Placed, &Placed), lane: usize, net: Net, cells: &mut Cells) -> bool {
    draw_over(near, layout, ends, (lane, None, lane), net, cells)
}

/// The same in the lanes of two gutters, and from the one to the other along a row.
fn draw_over(
    near: &Near,
    layout: &Layout,
    (one, other): (&Placed, &Placed),
    (first, row, last): (usize, Option<usize>, usize),
    net: Net,
    cells: &mut Cells,
) -> bool {
    // A record whose line to the middle is in the way already has it branch off there.
    let branch = |placed: &Placed, right: bool| {
        if leaves_right(near, layout, placed) == Some(right) { self::lane(layout, placed.column, right) } else { None }
    };
    let (from, to) = (branch(one, true), branch(other, false));
    if from.is_some_and(|from| first <= from) || to.is_some_and(|to| last >= to) {
        return false;
    }
    let row = row.unwrap_or(other.y);
    let start = (from.map_or(one.x + one.width, |lane| lane + 1), one.y);
    let end = (to.unwrap_or(other.x) - 1, other.y);
    let wanted = path(&[start, (first, one.y), (first, row), (last, row), (last, other.y), end]);
    let fits = |(at, arms): (&(usize, usize), &u8)| match cells.get(at) {
        None => true,
        Some(cell) if cell.net == net => !cell.crossed,
        Some(cell) => !cell.crossed && matches!((cell.arms, *arms), (ACROSS, UPRIGHT) | (UPRIGHT, ACROSS)),
    };
    if !wanted.iter().all(fits) {
        return false;
    }
    for (at, arms) in wanted {
        match cells.get_mut(&at) {
            Some(cell) if cell.net != net => (cell.arms, cell.crossed) = (UPRIGHT, true),
            _ => add(cells, net, at, arms),
        }
    }
    for (lane, placed, arm) in [(from, one, RIGHT), (to, other, LEFT)] {
        if let Some(lane) = lane {
            add(cells, net, (lane, placed.y), arm);
        }
    }
    true
}

/// The cells of a line through some corners, each with its arms; it comes in from the left and goes out at the right.
fn path(corners: &[(usize, usize)]) -> BTreeMap<(usize, usize), u8> {
    let mut wanted: BTreeMap<(usize, usize), u8> = BTreeMap::new();
    let mut want = |at: (usize, usize), arms: u8| *wanted.entry(at).or_default() |= arms;
    for (one, other) in corners.iter().zip(corners.iter().skip(1)) {
        for x in one.0..other.0 {
            want((x, one.1), RIGHT);
            want((x + 1, one.1), LEFT);
        }
        for y in one.1.min(other.1)..one.1.max(other.1) {
            want((one.0, y), DOWN);
            want((one.0, y + 1), UP);
        }
    }
    if let (Some(first), Some(last)) = (corners.first(), corners.last()) {
        want(*first, LEFT);
        want(*last, RIGHT);
    }
    wanted
}
