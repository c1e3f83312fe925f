//! Tables, drawn with three rules as journals print them, columns fitted to the width.
//!
//! ```text
//! 表1  两个城市的比较
//! ────────────────────────────
//! 城市      人口     平台
//! ────────────────────────────
//! 甲        1 200    一网通办
//! 乙          950    城市大脑
//! ────────────────────────────
//! ```

use super::body::Numbers;
use super::builder::{Builder, PageRun, broken, clip, line_width, own, pause, runs_width};
use super::parts::{in_words, tables};
use super::{Page, PageLine, PageOptions, Tag, Target};
use crate::reader::{Role, Sign};
use crate::record::{Article, Table};
use crate::text::clean_line;

/// Cells between columns.
const BETWEEN: usize = 2;

/// A column narrower than this says nothing; a table that would need one is set as a list of rows instead.
const LEAST: usize = 4;

/// Places in a table count lines within rows, so many for each row, not bytes: rows are what a reader finds again in another
/// width. The first of a row's places is the rule before it.
const ROW: usize = 1000;

/// Sets a table with its caption: the `nth` of the article, from 0. The label of one that is wider than the page leads to it.
pub(super) fn put_table(builder: &mut Builder<'_>, table: &Table, nth: usize, references: &Numbers) {
    let options = *builder.options;
    let rows = set_rows(table, references);
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let natural = natural(&rows, columns, &options);
    // A voice has all of it in the list.
    let wider = natural.iter().sum::<usize>() + BETWEEN * columns.saturating_sub(1) > options.width && !options.spoken();
    builder.caption(&table.label, &table.caption);
    let mut caption: Vec<PageRun> = references.lit(table.label.trim(), Role::Label);
    if caption.is_empty() && wider {
        caption.push(own("Table", Role::Label));
    }
    if wider {
        for run in &mut caption {
            run.tag = Tag::leading(Role::Link, Target::Table(nth));
        }
    }
    if !caption.is_empty() && !table.caption.trim().is_empty() {
        caption.push(pause(&caption, &options));
    }
    caption.extend(references.lit(table.caption.trim(), Role::Dim));
    if !caption.is_empty() {
        builder.paragraph(&caption, 0, 2);
    }
    if columns == 0 {
        return;
    }
    let head = table.head.min(table.rows.len());
    // A voice reads along lines, never down columns.
    let whole = Whole::of(&rows, head, columns, &options);
    let fitted = fit(&natural, &whole, options.width).filter(|_| !options.spoken());
    let lines = match fitted {
        Some(widths) => grid(&rows, head, &widths, &options),
        None => list(&rows, head, &options),
    };
    builder.lines(lines, (table.rows.len() + 1) * ROW);
}

/// The cells of a table, each in its role.
fn set_rows(table: &Table, references: &Numbers) -> Vec<Vec<Vec<PageRun>>> {
    let rows = table.rows.iter().enumerate().map(|(nth, row)| {
        let role = if nth < table.head { Role::TableHead } else { Role::Text };
        row.iter().map(|cell| one_line(references.lit(cell.trim(), role))).collect()
    });
    rows.collect()
}

/// A table on a page of its own, of which the columns from this one on are shown beside the first, as many as there is room for.
#[derive(Clone, Debug)]
pub struct TablePage {
    pub title: String,
    pub page: Page,
    /// How far the first column that moves can be moved on.
    pub last: usize,
}

/// The page of the `nth` table of an article, moved on by so many columns. The first column, which names the rows, stays.
///
/// ```text
/// columns 1, 4–6 of 9
/// ──────────────────────────
/// 城市      平台     2020
/// ──────────────────────────
/// ```
pub fn table_page(article: &Article, nth: usize, moved: usize, options: &PageOptions) -> Option<TablePage> {
    let (_, table) = tables(article).nth(nth)?;
    let rows = set_rows(table, &Numbers::of(article));
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    // Two columns always stand beside each other.
    let most = (options.width.saturating_sub(BETWEEN) / 2).max(1);
    let widths: Vec<usize> = natural(&rows, columns, options).into_iter().map(|width| width.min(most)).collect();
    let stub = widths.first().copied().unwrap_or(0);
    // So many columns from this one on fit beside the first.
    let fitting = |from: usize| {
        let mut left = options.width.saturating_sub(stub);
        let fits = |width: &&usize| {
            let needed = **width + BETWEEN;
            let fits = needed <= left;
            left = left.saturating_sub(needed);
            fits
        };
        widths.iter().skip(from).take_while(fits).count().max(1)
    };
    let last = (1..columns).find(|from| from + fitting(*from) >= columns).unwrap_or(1) - 1;
    let from = 1 + moved.min(last);
    let shown: Vec<usize> = std::iter::once(0).chain((from..columns).take(fitting(from))).filter(|column| *column < columns).collect();
    let part: Vec<Vec<Vec<PageRun>>> =
        rows.iter().map(|row| shown.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()).collect();
    let shown_widths: Vec<usize> = shown.iter().filter_map(|column| widths.get(*column).copied()).collect();
    let mut builder = Builder::new(options);
    if last > 0 {
        let to = from + shown.len() - 1;
        let range = if to == from + 1 { to.to_string() } else { format!("{}–{to}", from + 1) };
        builder.paragraph(&[own(format!("columns 1, {range} of {columns}"), Role::Dim)], 0, 0);
    }
    if !shown.is_empty() {
        let mut lines = grid(&part, table.head.min(table.rows.len()), &shown_widths, options);
        for line in &mut lines {
            clip(line, options);
        }
        builder.lines(lines, (table.rows.len() + 1) * ROW);
    }
    let title = format!("{}  {}", in_words(&table.label), in_words(&table.caption)).trim().to_owned();
    Some(TablePage { title: if title.is_empty() { "Table".to_owned() } else { title }, page: builder.finish(), last })
}

/// A cell is one paragraph.
fn one_line(mut runs: Vec<PageRun>) -> Vec<PageRun> {
    for run in &mut runs {
        if run.text.contains('\n') {
            run.text = clean_line(&run.text).into_owned();
        }
    }
    runs
}

/// The width of each column's widest cell.
fn natural(rows: &[Vec<Vec<PageRun>>], columns: usize, options: &PageOptions) -> Vec<usize> {
    let mut widths = vec![1; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(runs_width(cell, options));
        }
    }
    widths
}

/// The widest pieces of each column that had better not be broken.
#[derive(Default)]
struct Whole {
    /// Words of at most [`WORD`] cells.
    words: Vec<usize>,
    /// Cells that are numbers: half a number is another one.
    numbers: Vec<usize>,
}

/// A word of more cells than this is broken rather than given its room.
const WORD: usize = 14;

impl Whole {
    fn of(rows: &[Vec<Vec<PageRun>>], head: usize, columns: usize, options: &PageOptions) -> Self {
        let (mut words, mut numbers) = (vec![1; columns], vec![1; columns]);
        let numeric: Vec<bool> = (0..columns).map(|column| is_numeric(rows, head, column)).collect();
        for (nth, row) in rows.iter().enumerate() {
            let columns = row.iter().zip(&numeric).zip(words.iter_mut().zip(&mut numbers));
            for ((cell, numeric), (word, number)) in columns {
                let text: String = cell.iter().map(|run| run.text.as_str()).collect();
                // Between Han characters any line may end.
                let pieces = text.split(|c: char| c.is_whitespace() || crate::text::is_han(c));
                *word = pieces.map(|piece| options.measure.width(piece)).filter(|width| *width <= WORD).fold(*word, usize::max);
                if *numeric && nth >= head {
                    *number = (*number).max(options.measure.width(text.trim()));
                }
            }
        }
        Self { words, numbers }
    }
}

/// Column widths that fit: columns that need less than an equal share keep what they need, the others share the rest, so that
/// no word is broken, or where that cannot be, no number. Nothing when a column would fall below [`LEAST`].
fn fit(natural: &[usize], whole: &Whole, width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(BETWEEN * natural.len().saturating_sub(1))?;
    if natural.iter().sum::<usize>() <= room {
        return Some(natural.to_vec());
    }
    let words: Vec<usize> = whole.words.iter().zip(&whole.numbers).map(|(word, number)| *word.max(number)).collect();
    let plain = vec![1; natural.len()];
    [&words, &whole.numbers, &plain].into_iter().find_map(|least| shared(natural, least, room))
}

/// The same where no column gets less than it needs at least.
fn shared(natural: &[usize], least: &[usize], room: usize) -> Option<Vec<usize>> {
    let mut fitted: Vec<Option<usize>> = vec![None; natural.len()];
    let mut left = room;
    let mut open = natural.len();
    loop {
        let Some(share) = left.checked_div(open) else { return fitted.into_iter().collect() };
        let needs = |wanted: usize, least: usize| if wanted <= share { Some(wanted) } else { Some(least).filter(|least| *least > share) };
        let mut settled = false;
        for ((fitted, wanted), least) in fitted.iter_mut().zip(natural).zip(least) {
            if let (None, Some(width)) = (&*fitted, needs(*wanted, *least)) {
                *fitted = Some(width);
                left = left.checked_sub(width)?;
                open -= 1;
                settled = true;
            }
        }
        if !settled {
            if share < LEAST {
                return None;
            }
            let mut extra = left % open;
            return Some(
                fitted
                    .into_iter()
                    .map(|fitted| {
                        fitted.unwrap_or_else(|| {
                            let one = usize::from(extra > 0);
                            extra -= one;
                            share + one
                        })
                    })
                    .collect(),
            );
        }
    }
}

/// Whether every cell of the column below the head is a number, so that it is set to the right.
fn is_numeric(rows: &[Vec<Vec<PageRun>>], head: usize, column: usize) -> bool {
    let mut any = false;
    for cell in rows.iter().skip(head).filter_map(|row| row.get(column)) {
        let text: String = cell.iter().map(|run| run.text.as_str()).collect();
        let text = text.trim();
        if text.is_empty() || matches!(text, "-" | "—" | "–" | "/") {
            continue;
        }
        let number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '+' | '-' | '−' | ' ' | '*' | '(' | ')'));
        if !number || !text.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        any = true;
    }
    any
}

fn grid(rows: &[Vec<Vec<PageRun>>], head: usize, widths: &[usize], options: &PageOptions) -> Vec<PageLine> {
    let whole = widths.iter().sum::<usize>() + BETWEEN * (widths.len() - 1);
    let rule = |start: usize| PageLine { indent: 0, runs: vec![own(options.signs.draw(Sign::Horizontal).repeat(whole), Role::Dim)], start };
    let numeric: Vec<bool> = (0..widths.len()).map(|column| is_numeric(rows, head, column)).collect();
    let mut lines = vec![rule(0)];
    for (nth, row) in rows.iter().enumerate() {
        let place = nth * ROW;
        if nth == head && head > 0 {
            lines.push(rule(place));
        }
        let cells: Vec<Vec<PageLine>> = widths
            .iter()
            .enumerate()
            .map(|(column, width)| {
                let inner = PageOptions { width: *width, ..*options };
                row.get(column).map(|cell| broken(cell, 0, 0, &inner)).unwrap_or_default()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for depth in 0..height {
            let mut runs: Vec<PageRun> = Vec::new();
            let mut owed = 0;
            for (column, width) in widths.iter().enumerate() {
                if column > 0 {
                    owed += BETWEEN;
                }
                let Some(line) = cells.get(column).and_then(|lines| lines.get(depth)) else {
                    owed += width;
                    continue;
                };
                let blanks = width.saturating_sub(line_width(line, options));
                let (before, behind) = if numeric.get(column) == Some(&true) { (blanks, 0) } else { (0, blanks) };
                if owed + before > 0 {
                    runs.push(own(" ".repeat(owed + before), Role::Text));
                }
                runs.extend(line.runs.iter().cloned());
                owed = behind;
            }
            let mut line = PageLine { indent: 0, runs, start: place + (depth + 1).min(ROW - 1) };
            clip(&mut line, options);
            lines.push(line);
        }
    }
    lines.push(rule(rows.len() * ROW));
    lines
}

/// A table too wide for the page: each row as a paragraph of `head: cell` pairs.
fn list(rows: &[Vec<Vec<PageRun>>], head: usize, options: &PageOptions) -> Vec<PageLine> {
    let bullet = format!("{} ", options.signs.draw(Sign::Bullet));
    let mut lines = Vec::new();
    let names = head.checked_sub(1).and_then(|last| rows.get(last));
    for (nth, row) in rows.iter().enumerate().skip(head.min(rows.len().saturating_sub(1))) {
        let mut runs: Vec<PageRun> = Vec::new();
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            if !runs.is_empty() {
                runs.push(own("; ", Role::Dim));
            }
            if let Some(name) = names.and_then(|names| names.get(column)).filter(|name| !name.is_empty() && nth >= head) {
                runs.extend(name.iter().cloned());
                runs.push(own(": ", Role::TableHead));
            }
            runs.extend(cell.iter().cloned());
        }
        let mut set = super::builder::hang(vec![own(bullet.clone(), Role::Dim)], &runs, options);
        for (depth, line) in set.iter_mut().enumerate() {
            line.start = nth * ROW + (depth + 1).min(ROW - 1);
        }
        lines.extend(set);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Whole, fit};

    #[test]
    fn columns_that_need_little_keep_it_and_the_others_share() {
        let plain = |natural: &[usize], width| {
            let whole = Whole { words: vec![1; natural.len()], numbers: vec![1; natural.len()] };
            fit(natural, &whole, width)
        };
        assert_eq!(plain(&[3, 4], 20), Some(vec![3, 4]));
        assert_eq!(plain(&[3, 40, 40], 30), Some(vec![3, 12, 11]));
        assert_eq!(plain(&[40, 40, 40], 10), None);
        assert_eq!(plain(&[], 10), Some(vec![]));
        assert_eq!(plain(&[1; 9], 10), None);
    }

    #[test]
    fn numbers_are_not_broken_nor_words_where_there_is_room() {
        let fit = |words: &[usize], numbers: &[usize], width| {
            fit(&[40, 40, 40], &Whole { words: words.to_vec(), numbers: numbers.to_vec() }, width)
        };
        // Eight cells for each, and one for the first.
        assert_eq!(fit(&[1, 1, 1], &[1, 1, 1], 29), Some(vec![9, 8, 8]));
        assert_eq!(fit(&[1, 1, 12], &[1, 1, 1], 29), Some(vec![7, 6, 12]));
        assert_eq!(fit(&[20, 1, 12], &[10, 1, 1], 29), Some(vec![10, 8, 7]), "no room for the words, but for the number");
        assert_eq!(fit(&[20, 1, 12], &[24, 1, 1], 29), Some(vec![9, 8, 8]), "nor for the number");
    }
}
