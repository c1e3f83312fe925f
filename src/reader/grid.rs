//! The issues of a journal at a glance: a row a volume, a column an issue, each with how much of it is read, and what is not held.
//!
//! ```text
//!              1  2  3  4  5  6 S1
//! 2024 Vol.60  ●  ◐  ○  ·  ○  ·
//! 2023 Vol.59  ●  ●  ●  ●  ●  ●  ○
//! ```

use super::asking::Waiting;
use super::cursor::{Cursor, Window};
use super::layout::Pane;
use super::popup::{Popup, RowsOf, RowsOnTop};
use super::results::grouped;
use super::{Action, Reader, Sign};
use crate::library::{Gap, GridIssue, GridYear, Node};
use crate::search::{Want, Wish};
use crate::text::plain;

/// Numbers up to this are columns; a journal that counts its issues on and on has them by their places in the year.
const NUMBERS: usize = 60;
/// Years without an issue that are shown as missing, between two that have some.
const YEARS: i32 = 60;
/// Rows beside those of the issues: the numbers, what is under the cursor, and what the signs mean.
pub const BESIDE: usize = 3;
/// Cells of a column.
pub const COLUMN: usize = 3;

/// The grid on top.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub journal: String,
    /// Row and first row; the column stands beside it.
    pub cursor: Cursor,
    pub column: usize,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// Nothing before the answer.
    pub rows: Option<Vec<GridRow>>,
    /// The issue that was shown when it was opened.
    from: Option<Node>,
    /// What is missing in the issue under the cursor.
    gaps: Option<(Node, Vec<Gap>)>,
}

/// A volume, or a year of which nothing is held.
#[derive(Clone, Debug)]
pub struct GridRow {
    pub label: String,
    pub cells: Vec<Cell>,
}

/// What stands at a number of a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The number is of no issue that one would expect.
    Empty,
    /// The volumes beside it have an issue of this number.
    Missing,
    Held(GridIssue),
}

impl Cell {
    /// How much of it is read, or that it is not held.
    pub fn sign(&self) -> Option<Sign> {
        match self {
            Self::Empty => None,
            Self::Missing => Some(Sign::NotHeld),
            Self::Held(issue) if issue.unread == 0 => Some(Sign::AllRead),
            Self::Held(issue) if issue.unread < issue.articles => Some(Sign::PartRead),
            Self::Held(_) => Some(Sign::NoneRead),
        }
    }
}

/// The numbers that an issue has: `3`, `3-4`; none of a supplement.
fn numbers(issue: &GridIssue) -> Vec<usize> {
    let label = issue.issue.as_deref().unwrap_or_default().trim();
    let parts: Option<Vec<usize>> = label.split(['-', '–', '—', '/', '~', '～', '、', ',']).map(|part| part.trim().parse().ok()).collect();
    match parts.as_deref() {
        Some([one]) => vec![*one],
        Some([first, last]) if first < last && last - first < 12 => (*first..=*last).collect(),
        _ => Vec::new(),
    }
}

fn label(year: Option<i32>, volume: Option<&str>) -> String {
    match (year, volume.filter(|volume| !volume.is_empty())) {
        (Some(year), Some(volume)) => format!("{year} Vol.{volume}"),
        (Some(year), None) => year.to_string(),
        (None, Some(volume)) => format!("Vol.{volume}"),
        (None, None) => "no year".to_owned(),
    }
}

/// The heads of the columns, and the rows.
fn laid_out(years: Vec<GridYear>) -> (Vec<String>, Vec<GridRow>) {
    let every = || years.iter().flat_map(|year| &year.issues);
    let most = every().flat_map(numbers).max().unwrap_or(0);
    if most > NUMBERS {
        let widest = years.iter().map(|year| year.issues.len()).max().unwrap_or(0);
        let row = |year: GridYear| {
            let mut cells: Vec<Cell> = year.issues.into_iter().map(Cell::Held).collect();
            cells.resize(widest, Cell::Empty);
            GridRow { label: label(year.year, year.volume.as_deref()), cells }
        };
        return ((1..=widest).map(|place| place.to_string()).collect(), years.into_iter().map(row).collect());
    }
    let mut other: Vec<String> =
        every().filter(|issue| numbers(issue).is_empty()).map(|issue| issue.issue.clone().unwrap_or_default()).collect();
    other.sort_unstable();
    other.dedup();
    let columns: Vec<String> = (1..=most).map(|number| number.to_string()).chain(other.iter().cloned()).collect();
    let missing = |label: String| GridRow {
        label,
        cells: (0..columns.len()).map(|place| if place < most { Cell::Missing } else { Cell::Empty }).collect(),
    };
    let mut rows = Vec::new();
    let mut above: Option<i32> = None;
    for year in years {
        if let (Some(above), Some(now)) = (above, year.year)
            && above - now <= YEARS
        {
            rows.extend((now + 1..above).rev().map(|year| missing(year.to_string())));
        }
        above = year.year.or(above);
        let mut row = missing(label(year.year, year.volume.as_deref()));
        for issue in year.issues {
            let of = numbers(&issue);
            let extra = other.iter().position(|label| *label == issue.issue.clone().unwrap_or_default()).map(|place| most + place);
            let places = of.iter().filter_map(|number| number.checked_sub(1)).chain(extra.filter(|_| of.is_empty()));
            for place in places {
                if let Some(cell) = row.cells.get_mut(place) {
                    *cell = Cell::Held(issue.clone());
                }
            }
        }
        rows.push(row);
    }
    (columns, rows)
}

impl Grid {
    pub fn len(&self) -> usize {
        self.rows.as_ref().map_or(0, Vec::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows as far as they are known.
    pub fn rows(&self) -> &[GridRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    /// The cell under the cursor.
    pub fn cell(&self) -> Option<&Cell> {
        self.rows().get(self.cursor.row)?.cells.get(self.column)
    }

    fn issue(&self) -> Option<Node> {
        match self.cell() {
            Some(Cell::Held(issue)) => Some(issue.node),
            _ => None,
        }
    }

    /// Cells of the column of volumes, the air behind it included.
    pub fn label_width(&self) -> usize {
        self.rows().iter().map(|row| row.label.chars().count()).max().unwrap_or(0) + 1
    }

    /// The first column that is shown where so many cells are to be had, and how many are.
    pub fn columns_seen(&self, width: usize) -> std::ops::Range<usize> {
        let fit = (width.saturating_sub(self.label_width()) / COLUMN).max(1);
        let first = (self.column + 1).saturating_sub(fit);
        first..(first + fit).min(self.columns.len())
    }

    fn take(&mut self, years: Vec<GridYear>) {
        let (columns, rows) = laid_out(years);
        let held = |cell: &Cell, node| matches!(cell, Cell::Held(issue) if node == Some(issue.node));
        let here = (0..).zip(&rows).find_map(|(at, row)| Some((at, row.cells.iter().position(|cell| held(cell, self.from))?)));
        let first = || (0..).zip(&rows).find_map(|(at, row)| Some((at, row.cells.iter().rposition(|cell| matches!(cell, Cell::Held(_)))?)));
        if let Some((row, column)) = here.or_else(first) {
            (self.cursor.row, self.column) = (row, column);
        }
        (self.columns, self.rows) = (columns, Some(rows));
    }

    /// What is under the cursor, in a sentence.
    pub fn sentence(&self) -> String {
        let Some(row) = self.rows().get(self.cursor.row) else { return String::new() };
        match row.cells.get(self.column) {
            Some(Cell::Held(issue)) => {
                let number =
                    issue.issue.as_deref().filter(|issue| !issue.is_empty()).map_or_else(String::new, |issue| format!(" ({issue})"));
                let articles = if issue.articles == 1 { "1 article".to_owned() } else { format!("{} articles", grouped(issue.articles)) };
                let read = match issue.unread {
                    0 => ", all read".to_owned(),
                    unread if unread == issue.articles => ", none read".to_owned(),
                    unread => format!(", {} unread", grouped(unread)),
                };
                let gaps = self.gaps.as_ref().filter(|(node, gaps)| *node == issue.node && !gaps.is_empty());
                let gaps = gaps.map(|(_, gaps)| format!("; lacks {}", pages_of(gaps))).unwrap_or_default();
                format!("{}{number}: {articles}{read}{gaps}", row.label)
            }
            Some(Cell::Missing) => {
                let number = self.columns.get(self.column).map(String::as_str).unwrap_or_default();
                format!("{} ({number}): not held", row.label)
            }
            Some(Cell::Empty) | None => row.label.clone(),
        }
    }
}

/// `pages 21–23 and page 40`, of many only the first.
fn pages_of(gaps: &[Gap]) -> String {
    let mut named: Vec<String> = gaps.iter().take(2).map(Gap::pages).collect();
    let more = gaps.len().saturating_sub(named.len());
    if more > 0 {
        named.push(format!("{more} more"));
    }
    named.join(", ")
}

impl Reader {
    /// Puts the grid of a journal on top: of the one under the tree's cursor or of the article under that of the results, else of
    /// the one of the article shown.
    pub(super) fn show_grid(&mut self) {
        let under_cursor = if self.focus == Pane::Issues && self.results.is_none() { self.journal_at() } else { None };
        if under_cursor.is_none() && self.ask_of_row(Action::Grid) {
            return;
        }
        let shown = self.shown.as_ref();
        let from = shown.and_then(|shown| shown.place.issue);
        match under_cursor.or_else(|| self.journal_of(shown?)) {
            Some(journal) => self.put_grid(journal, from),
            None => self.say("Put the cursor on a journal to see its issues."),
        }
    }

    pub(super) fn put_grid(&mut self, (node, journal): (Node, String), from: Option<Node>) {
        self.popups.clear();
        self.drop_popup_questions();
        self.begin_round();
        self.popups.push(Popup::Grid(Box::new(Grid { journal, from, ..Grid::default() })));
        self.wish(Wish::of_library(self.search.round(), Want::Grid(node)), Waiting::Grid);
    }

    /// The journal that the tree's cursor stands on or below.
    fn journal_at(&self) -> Option<(Node, String)> {
        (1..=self.issues.at.len()).find_map(|depth| {
            let row = self.issues.tree.row(self.issues.at.get(..depth)?)?;
            matches!(row.node, Node::Journal { .. }).then(|| (row.node, plain(self.tree_label(row))))
        })
    }

    pub(super) fn take_grid(&mut self, years: Vec<GridYear>) {
        if let Some(Popup::Grid(grid)) = self.popups.last_mut() {
            grid.take(years);
        }
    }

    /// Goes so many columns to the right, or to the left when negative; whether the grid is on top.
    pub(super) fn move_in_grid(&mut self, columns: isize) -> bool {
        let Some(Popup::Grid(grid)) = self.popups.last_mut() else { return false };
        grid.column = grid.column.saturating_add_signed(columns).min(grid.columns.len().saturating_sub(1));
        let sentence = grid.sentence();
        if self.settings.is_linear() {
            self.say(sentence);
        }
        true
    }

    pub(super) fn settle_grid(grid: &mut Grid, height: usize) {
        let window = Window { len: grid.len(), height: height.saturating_sub(BESIDE), margin: 1 };
        if grid.rows.is_some() {
            grid.cursor.settle(window, |_| 1);
        }
    }

    /// Asks what is missing in the issue under the cursor, or in the issue whose gaps are listed.
    pub(super) fn wish_for_gaps(&mut self) {
        let Some(Popup::Grid(grid)) = self.popups.last() else { return };
        let Some(node) = grid.issue().filter(|node| grid.gaps.as_ref().is_none_or(|(known, _)| known != node)) else { return };
        if self.waiting.values().any(|waiting| matches!(waiting, Waiting::Gaps(known) if *known == node)) {
            return;
        }
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Gaps(_)));
        self.wish(Wish::of_library(self.search.round(), Want::Gaps(node)), Waiting::Gaps(node));
    }

    pub(super) fn take_gaps(&mut self, node: Node, gaps: Vec<Gap>) {
        match self.popups.last_mut() {
            Some(Popup::Grid(grid)) => grid.gaps = Some((node, gaps)),
            Some(Popup::Rows(list)) => {
                if let RowsOf::Gaps(rows) = &mut list.of {
                    *rows = Some(gaps);
                }
            }
            _ => {}
        }
    }

    /// Opens the issue under the cursor, in the tree.
    pub(super) fn open_in_grid(&mut self) {
        let Some(Popup::Grid(grid)) = self.popups.last() else { return };
        let Some(node) = grid.issue() else { return self.say("The library does not hold this issue.") };
        self.popups.clear();
        self.drop_popup_questions();
        self.leave();
        self.restore_results(None);
        self.focus = Pane::Issues;
        self.reveal(node, None);
    }

    /// Lists the pages that no article of an issue has: of the one under the cursor, else of the one of the article shown.
    pub(super) fn show_gaps(&mut self) {
        let in_grid = match self.popups.last() {
            Some(Popup::Grid(grid)) => grid.issue().map(|node| (node, grid.sentence())),
            _ => None,
        };
        let in_tree = || self.listed_node().filter(|(node, _)| matches!(node, Node::Issue { .. }));
        let at_cursor = if self.focus == Pane::Issues && self.results.is_none() { in_tree() } else { None };
        let known = in_grid.or(at_cursor);
        if known.is_none() && self.ask_of_row(Action::Gaps) {
            return;
        }
        match known.or_else(|| self.issue_of(self.shown.as_ref()?)) {
            Some(issue) => self.put_gaps(issue),
            None => self.say("Put the cursor on an issue to see which pages are missing in it."),
        }
    }

    pub(super) fn put_gaps(&mut self, (node, name): (Node, String)) {
        self.popups.push(Popup::Rows(RowsOnTop {
            title: format!("Missing pages: {name}"),
            of: RowsOf::Gaps(None),
            cursor: Cursor::default(),
        }));
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Gaps(_)));
        self.wish(Wish::of_library(self.search.round(), Want::Gaps(node)), Waiting::Gaps(node));
    }

    /// What stands on either side of missing pages, in the language that is shown first.
    pub fn gap_sides(&self, gap: &Gap) -> (String, String) {
        (plain(self.prefer(&gap.after_title)), plain(self.prefer(&gap.before_title)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::ShelfName;

    fn year(year: i32, issues: &[&str]) -> GridYear {
        let issue = |(row, label): (i64, &&str)| GridIssue {
            node: Node::Issue { shelf: ShelfName::Own, row },
            issue: Some((*label).to_owned()),
            articles: 4,
            unread: u64::try_from(row).unwrap_or(0) * 2,
        };
        GridYear { year: Some(year), volume: None, issues: (0..).zip(issues).map(issue).collect() }
    }

    fn drawn(years: Vec<GridYear>) -> Vec<String> {
        let (columns, rows) = laid_out(years);
        let mut lines = vec![columns.join(" ")];
        for row in rows {
            let signs = row.cells.iter().map(|cell| match cell.sign() {
                None => '_',
                Some(Sign::NotHeld) => '.',
                Some(Sign::AllRead) => 'r',
                Some(Sign::PartRead) => 'p',
                _ => 'u',
            });
            lines.push(format!("{} {}", row.label, signs.collect::<String>()));
        }
        lines
    }

    #[test]
    fn numbers_are_columns_and_what_lies_between_is_missing() {
        let seen = drawn(vec![year(2024, &["1", "3", "4"]), year(2021, &["2-3", "S1", "6"])]);
        assert_eq!(seen, ["1 2 3 4 5 6 S1", "2024 r.pu.._", "2023 ......_", "2022 ......_", "2021 .rr..up"]);
    }

    #[test]
    fn numbers_that_run_on_stand_by_their_places() {
        assert_eq!(drawn(vec![year(2024, &["901", "903"]), year(2023, &["880"])]), ["1 2", "2024 rp", "2023 r_"]);
    }
}
