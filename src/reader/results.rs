//! What a search found, as a list that stands in the place of the issues: loaded window by window, never as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use super::cursor::{Cursor, Window};
use super::find::FindIn;
use super::page::{FoundLine, PageOptions, found_lines, line_text};
use super::panes::lists::SeenRow;
use crate::library::{ArticleKey, Listing, Sorting};
use crate::search::query::Query;
use crate::search::{Among, Behind, Count, FoundRow, Wish, Worth};

/// Rows that one wish asks for: somewhat more than a tall screen shows, since each is lit while somebody types.
pub const CHUNK: usize = 32;

/// What is looked for, and what the list of it is called.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// What it is called, when it is not called by its query: a saved search, an issue that was narrowed.
    pub name: String,
    /// The query as it was typed; empty when an issue was narrowed.
    pub typed: String,
    /// What it was narrowed by, as typed.
    pub narrowed: String,
    /// Both.
    pub query: Query,
    pub among: Among,
    /// The list that it is, where nothing was typed to find it. The query then says the same for those who narrow it.
    pub listed: Option<Listing>,
    /// In which order, where one was chosen.
    pub order: Option<Sorting>,
    /// What is asked for when nothing has the last word: the beginning of one.
    pub instead: Option<(String, Query)>,
}

/// The list.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Tells one list from another while the program runs.
    pub id: u64,
    pub sought: Sought,
    pub cursor: Cursor,
    pub count: Option<Count>,
    pub behind: Behind,
    /// It is to be kept when another takes its place: it was looked at, not only typed past.
    pub settled: bool,
    /// The row behind the last, once it is known.
    end: Option<usize>,
    rows: BTreeMap<usize, FoundRow>,
    wished: BTreeSet<usize>,
}

impl Sought {
    /// Whether two lists would hold the same.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.query, &self.among, &self.narrowed) == (&other.query, &other.among, &other.narrowed)
            && (&self.listed, self.order) == (&other.listed, other.order)
    }

    /// Whether it is a list in which nothing was looked for.
    pub fn is_listed(&self) -> bool {
        (self.listed.is_some() || self.is_next()) && self.narrowed.is_empty()
    }

    /// Whether it is the list of what to read next, or that list narrowed.
    pub fn is_next(&self) -> bool {
        self.among == Among::NextToRead
    }

    /// What the list is called above it.
    pub fn title(&self) -> String {
        let query = if self.name.is_empty() { &self.typed } else { &self.name };
        if self.narrowed.is_empty() { query.clone() } else { format!("{query} & {}", self.narrowed) }
    }
}

/// Counts that are told to the last article although there may be more.
const FEW: u64 = 100;

impl Results {
    /// A list of which nothing is known yet.
    pub fn new(id: u64, sought: Sought) -> Self {
        Self { id, sought, ..Self::default() }
    }

    /// Rows as far as they are known: those counted, those loaded, at most those there are.
    pub fn len(&self) -> usize {
        let counted = match self.count {
            Some(Count::Exactly(count) | Count::MoreThan(count)) => usize::try_from(count).unwrap_or(usize::MAX),
            None => 0,
        };
        let loaded = self.rows.last_key_value().map_or(0, |(row, _)| row + 1);
        self.end.unwrap_or_else(|| counted.max(loaded))
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the first rows have come, so that an empty list is one in which nothing was found.
    pub fn is_known(&self) -> bool {
        self.end.is_some() || !self.rows.is_empty()
    }

    /// A row, if it is loaded.
    pub fn row(&self, row: usize) -> Option<&FoundRow> {
        self.rows.get(&row)
    }

    /// The rows that are loaded, in order.
    pub fn loaded(&self) -> impl DoubleEndedIterator<Item = (usize, &FoundRow)> {
        self.rows.iter().map(|(row, found)| (*row, found))
    }

    /// The record under the cursor, if it is loaded.
    pub fn key(&self) -> Option<ArticleKey> {
        self.row(self.cursor.row).map(|found| found.card.key)
    }

    /// The first rows of the windows missing among rows `from..to` and of the one that follows, now noted as wished for.
    pub fn missing(&mut self, from: usize, to: usize) -> Vec<usize> {
        let end = self.end.unwrap_or(usize::MAX);
        let mut windows = Vec::new();
        let mut first = from / CHUNK * CHUNK;
        while first < to.max(from + 1).min(end) {
            let whole = (first..(first + CHUNK).min(end)).all(|row| self.rows.contains_key(&row));
            if !whole && self.wished.insert(first) {
                windows.push(first);
            }
            first += CHUNK;
        }
        windows
    }

    /// Wishes under way will not be granted any more: what they were for has to be wished for again.
    pub fn forget_wishes(&mut self) {
        let rows = &self.rows;
        self.wished.retain(|first| rows.contains_key(first));
    }

    /// Throws the rows away, to be wished for again.
    pub fn forget_rows(&mut self) {
        self.rows.clear();
        self.wished.clear();
        self.end = None;
    }

    /// Takes rows; `last` says that nothing comes behind them.
    pub fn take(&mut self, from: usize, rows: Vec<FoundRow>, last: bool, behind: Behind) {
        let changed = self.is_known() && self.behind.of != behind.of;
        self.behind = behind;
        if changed {
            // The library has changed between two windows: what is loaded is of another list.
            self.forget_rows();
        }
        if rows.is_empty() && from > 0 && self.rows.is_empty() {
            // The list has become so short that nothing is where one stood; it is asked for from its beginning.
            self.cursor = Cursor::default();
            return;
        }
        if last {
            // A window behind the end says only that the end lies before it.
            self.end = Some(if rows.is_empty() { self.len().min(from) } else { from + rows.len() });
        }
        self.rows.extend((from..).zip(rows));
    }

    /// The wish for the rows of a window.
    pub fn wish(&self, round: u64, want: crate::search::Want) -> Wish {
        let (mut query, mut among) = (self.sought.query.clone(), self.sought.among.clone());
        if let Some(of) = self.sought.listed.as_ref().filter(|_| self.sought.is_listed() && want != crate::search::Want::Facets) {
            (query, among) = (Query::Everything, Among::Listed(of.clone()));
        }
        Wish { round, query, among, order: self.sought.order, want }
    }

    /// Notes that an article was read, or is unread again. Whether it is in the list.
    pub fn note_read(&mut self, key: ArticleKey, read: bool) -> bool {
        let Some(found) = self.rows.values_mut().find(|found| found.card.key == key) else { return false };
        found.card.read = read;
        true
    }

    /// Screen rows of a row: one while it is not loaded.
    pub fn height_of(&self, row: usize, options: &PageOptions) -> usize {
        self.row(row).map_or(1, |found| found_lines(found, options).len())
    }

    /// The rows that a pane of this height shows; of the last maybe only the first lines.
    pub fn seen(&self, height: usize, options: &PageOptions) -> Vec<SeenRow> {
        SeenRow::down(self.cursor.top..self.len(), height, |row| self.height_of(row, options))
    }

    /// The lines of a row, with what was looked for lit; where the pane is being searched, what was found there instead.
    pub fn lines(&self, row: usize, options: &PageOptions, found: Option<&Found>) -> Option<Vec<FoundLine>> {
        let mut lines = found_lines(self.row(row)?, options);
        if let Some(found) = found.filter(|found| found.place == FindIn::Results && !found.needle.is_empty()) {
            for (number, line) in lines.iter_mut().enumerate() {
                (line.lit, line.current) = found.lit(FindIn::Results, row, number);
            }
        }
        Some(lines)
    }

    /// The text of each line of the loaded rows, for a search in the pane.
    pub fn texts<'a>(&'a self, options: &'a PageOptions) -> impl Iterator<Item = (usize, usize, String)> + 'a {
        self.loaded().flat_map(move |(row, found)| {
            let lines = found_lines(found, options).into_iter().enumerate();
            lines.map(move |(number, line)| (row, number, line_text(&line.line)))
        })
    }

    /// Makes the cursor one of the list and its row seen; nothing while the list is not known.
    pub fn settle(&mut self, height: usize, margin: usize, options: &PageOptions) {
        if !self.is_known() {
            return;
        }
        let mut cursor = self.cursor;
        cursor.settle(Window { len: self.len(), height, margin }, |row| self.height_of(row, options));
        self.cursor = cursor;
    }

    /// How many were found, as a phrase.
    pub fn counted(&self) -> Option<String> {
        match self.count? {
            Count::Exactly(count) if self.sought.is_listed() => {
                Some(if count == 1 { "1 article".to_owned() } else { format!("{} articles", grouped(count)) })
            }
            Count::Exactly(0) if !self.is_empty() => Some("nothing, but near it".to_owned()),
            Count::Exactly(count) => {
                // Those that have the words in their reference lists only come behind the others, and are not counted among them.
                let more = match self.end.map(|end| (end as u64).saturating_sub(count)) {
                    Some(0) => String::new(),
                    Some(more) => format!(", {} by references", grouped(more)),
                    None if self.loaded().any(|(_, row)| row.worth == Worth::References) => ", more by references".to_owned(),
                    None => String::new(),
                };
                Some(format!("{} found{more}", grouped(count)))
            }
            // Few of what was gone through, which was not all: "more than 0" says nothing to anybody.
            Count::MoreThan(count) if count < FEW => Some(format!("at least {} found", grouped(count + 1))),
            Count::MoreThan(count) => Some(format!("more than {} found", grouped(count))),
        }
    }
}

/// A number with its thousands parted.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A row of the user's own shelf, for tests.
#[cfg(test)]
pub(super) fn found_row(row: usize, title: &str) -> FoundRow {
    use crate::library::{ArticleCard, ShelfName};
    use crate::record::{Language, MultiText};

    let card = ArticleCard {
        key: ArticleKey { shelf: ShelfName::Own, row: i64::try_from(row).unwrap_or(0) },
        title: MultiText::of(Language::En, title.to_owned()),
        authors: MultiText::default(),
        journal: MultiText::default(),
        year: None,
        volume: None,
        issue: None,
        pages: None,
        read: false,
    };
    FoundRow { card, worth: Worth::Words, lit: Vec::new(), reason: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(from: usize, count: usize) -> Vec<FoundRow> {
        (from..from + count).map(|row| found_row(row, "")).collect()
    }

    #[test]
    fn few_of_what_was_not_gone_through_whole_are_counted_to_the_last() {
        let counted = |count| Results { count: Some(Count::MoreThan(count)), ..Results::default() }.counted();
        assert_eq!(
            [0, 99, 100].map(counted),
            ["at least 1 found", "at least 100 found", "more than 100 found"].map(|said| Some(said.into()))
        );
    }

    #[test]
    fn windows_are_wished_for_once_and_the_end_is_found() {
        let mut results = Results::default();
        assert!(!results.is_known());
        assert_eq!(results.missing(0, 10), [0]);
        assert_eq!(results.missing(0, 10), [] as [usize; 0]);
        results.take(0, rows(0, CHUNK), false, Behind::default());
        assert_eq!(results.len(), 32);
        results.count = Some(Count::Exactly(120));
        assert_eq!(results.len(), 120, "what was counted can be gone to before it is loaded");
        assert_eq!(results.missing(20, 45), [32]);
        assert_eq!(results.missing(110, 120), [96]);
        results.take(96, rows(96, 34), true, Behind::default());
        assert_eq!(results.len(), 130, "those that have the words in their references come behind those counted");
        assert_eq!(results.missing(125, 140), [] as [usize; 0]);
        results.forget_wishes();
        assert_eq!(results.missing(20, 45), [32], "a wish that was dropped is made again");
    }

    #[test]
    fn what_is_found_in_references_only_is_told_apart_from_what_is_counted() {
        let mut results = Results { count: Some(Count::Exactly(1)), ..Results::default() };
        let mut found = rows(0, CHUNK);
        results.take(0, found.clone(), false, Behind::default());
        assert_eq!(results.counted().as_deref(), Some("1 found"));
        found.iter_mut().skip(1).for_each(|row| row.worth = Worth::References);
        results.take(0, found, false, Behind::default());
        assert_eq!(results.counted().as_deref(), Some("1 found, more by references"));
        results.take(CHUNK, rows(CHUNK, 1), true, Behind::default());
        assert_eq!(results.counted().as_deref(), Some("1 found, 32 by references"));
    }

    #[test]
    fn rows_of_a_library_that_has_changed_are_not_mixed_with_those_of_before() {
        let at = |of| Behind { records: 0, of };
        let mut results = Results::default();
        results.missing(0, 60);
        results.take(0, rows(0, CHUNK), false, at(1));
        results.take(32, rows(32, 7), true, at(1));
        assert_eq!(results.len(), 39);
        results.take(32, rows(32, 9), true, at(2));
        assert_eq!((results.len(), results.row(3)), (41, None));
        assert_eq!(results.missing(0, 10), [0], "what was thrown away is wished for again");
    }

    #[test]
    fn a_list_that_has_become_short_is_shown_from_its_beginning() {
        let mut results = Results { cursor: Cursor { row: 120, top: 110 }, ..Results::default() };
        assert_eq!(results.missing(110, 111), [96]);
        results.take(96, Vec::new(), true, Behind::default());
        assert!(!results.is_known(), "it may hold something before that");
        assert_eq!(results.cursor, Cursor::default());
        assert_eq!(results.missing(0, 10), [0]);
        results.take(0, Vec::new(), true, Behind::default());
        assert!(results.is_known() && results.is_empty());
    }

    #[test]
    fn numbers_are_parted_in_thousands() {
        assert_eq!(
            ["7", "312", "1,000", "10,000", "1,234,567"],
            [7, 312, 1_000, 10_000, 1_234_567].map(grouped).map(String::leak).map(|text| &*text)
        );
    }
}
