//! A record that was found as the lines of a row, with the place where it has what was looked for.

use std::ops::Range;

use super::article::{blank, numbering};
use super::builder::{own, rich_line};
use super::reference::shaped;
use super::{PageLine, PageOptions, RowShape, Tag};
use crate::reader::{Role, Sign};
use crate::search::FoundRow;
use crate::text::{clean_line, plain};

/// A line of a row, and what is lit in it: bytes of its text, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLine {
    pub line: PageLine,
    pub lit: Vec<Range<usize>>,
    /// Which of these a search in the pane stands on.
    pub current: Option<usize>,
}

/// Columns from which on a row says all of a record on one line.
const WIDE: usize = 60;

/// A line as it is being put together, in cells.
struct Builder<'a> {
    options: &'a PageOptions,
    line: FoundLine,
    bytes: usize,
    cells: usize,
}

impl<'a> Builder<'a> {
    fn new(options: &'a PageOptions, indent: usize) -> Self {
        let line = FoundLine { line: PageLine { indent, ..PageLine::default() }, ..FoundLine::default() };
        Self { options, line, bytes: 0, cells: indent }
    }

    fn room(&self) -> usize {
        self.options.width.saturating_sub(self.cells)
    }

    /// Puts a text, cut to so many cells, and lights what of it is to be lit; whether any of that is seen.
    fn put(&mut self, text: &str, role: Role, cells: usize, lit: &[Range<usize>]) -> bool {
        let measure = self.options.measure;
        let cells = cells.min(self.room());
        let cut = measure.width(text) > cells;
        let ellipsis = self.options.signs.draw(Sign::Ellipsis);
        let kept = if cut { measure.head(text, cells.saturating_sub(measure.width(ellipsis))).0.trim_end() } else { text };
        let mut seen = false;
        for range in lit.iter().filter(|range| range.start < kept.len()) {
            self.line.lit.push(self.bytes + range.start..self.bytes + range.end.min(kept.len()));
            seen = true;
        }
        let shown = if cut && cells > measure.width(ellipsis) { format!("{kept}{ellipsis}") } else { kept.to_owned() };
        self.bytes += shown.len();
        self.cells += measure.width(&shown);
        self.line.line.runs.push(own(shown, role));
        seen
    }

    /// Puts blanks up to a column.
    fn pad(&mut self, column: usize) {
        let blanks = column.min(self.options.width).saturating_sub(self.cells);
        if blanks > 0 {
            self.put(&" ".repeat(blanks), Role::Text, blanks, &[]);
        }
    }
}

/// The lines of a row: who, when, what and where on one where there is room for them, else on two; and below them what
/// matched, where that is not yet to be seen.
///
/// ```text
/// • 张成岗 2018 人工智能时代：技术发展、风险挑战与秩序重构    南京社会科学 2018, (5)
///     abs: …技术治理是现代社会的重要特征…
/// ```
pub fn found_lines(found: &FoundRow, options: &PageOptions) -> Vec<FoundLine> {
    let card = &found.card;
    let chosen = |texts: &crate::record::MultiText| -> String {
        options.language.shown(texts, blank).first().map(|(.., text)| plain(clean_line(text).trim())).unwrap_or_default()
    };
    let (title, authors, journal) = (chosen(&card.title), chosen(&card.authors), chosen(&card.journal));
    let lit_in = |text: &str| -> Vec<Range<usize>> {
        let whole = found.lit.iter().find(|lit| lit.text == text);
        let within = || found.lit.iter().find_map(|lit| Some((text.find(lit.text.as_str()).filter(|_| !lit.text.is_empty())?, lit)));
        match (whole, within()) {
            (Some(lit), _) => lit.ranges.clone(),
            (None, Some((at, lit))) => lit.ranges.iter().map(|range| at + range.start..at + range.end).collect(),
            (None, None) => Vec::new(),
        }
    };
    let year = card.year.map(|year| year.to_string()).unwrap_or_default();
    let measure = options.measure;
    let spoken = options.spoken();
    let wide = options.width >= WIDE && !spoken;
    let role = if card.read { Role::Text } else { Role::Unread };
    let mut first = Builder::new(options, 0);
    let sign = match (card.read, spoken) {
        (true, true) => String::new(),
        (true, false) => "  ".to_owned(),
        (false, true) => format!("{}: ", options.signs.draw(Sign::Unread)),
        (false, false) => format!("{} ", options.signs.draw(Sign::Unread)),
    };
    first.put(&sign, Role::Unread, options.width, &[]);
    let mut seen = false;
    let mut lines = Vec::new();
    if wide {
        let mut place = journal;
        if let Some(number) = numbering(card.year, card.volume.as_deref(), card.issue.as_deref()).filter(|number| *number != year) {
            let number = clean_line(&number).into_owned();
            place = if place.is_empty() { number } else { format!("{place} {number}") };
        }
        if !authors.is_empty() {
            seen |= first.put(&authors, Role::Author, options.width / 5, &lit_in(&authors));
            first.put(" ", Role::Text, 1, &[]);
        }
        if !year.is_empty() {
            first.put(&year, Role::Number, 4, &[]);
            first.put(" ", Role::Text, 1, &[]);
        }
        let behind = if place.is_empty() { 0 } else { measure.width(&place).min(options.width / 4) + 2 };
        let room = first.room().saturating_sub(behind);
        seen |= first.put(&title, role, room, &lit_in(&title));
        if behind > 0 {
            let column = options.width.saturating_sub(behind - 2);
            first.pad(column);
            seen |= first.put(&place, Role::Dim, behind, &lit_in(&place));
        }
        lines.push(first.line);
    } else {
        let room = first.room();
        seen |= first.put(&title, role, room, &lit_in(&title));
        lines.push(first.line);
        let mut second = Builder::new(options, if spoken { 0 } else { 2 });
        let parts = [(authors, Role::Author, options.width / 2), (year, Role::Number, 4), (journal, Role::Dim, options.width)];
        for (text, role, cells) in parts.into_iter().filter(|(text, ..)| !text.is_empty()) {
            if second.bytes > 0 {
                second.put(" ", Role::Text, 1, &[]);
            }
            seen |= second.put(&text, role, cells, &lit_in(&text));
        }
        if second.bytes > 0 {
            lines.push(second.line);
        }
    }
    if let Some(reason) = found.reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
        let below = if spoken { Vec::new() } else { vec![own(if wide { "    " } else { "  " }, Role::Text)] };
        let options = PageOptions { shape: RowShape::Whole, ..*options };
        let said = shaped(below, &rich_line(reason.trim(), &Tag::of(Role::Reason)), &options);
        lines.extend(said.into_iter().map(|line| FoundLine { line, ..FoundLine::default() }));
    }
    if !seen && let Some(lit) = found.lit.first() {
        let indent = match (wide, spoken) {
            (true, _) => 4,
            (false, false) => 2,
            (false, true) => 0,
        };
        let mut line = Builder::new(options, indent);
        line.put(&format!("{}: ", lit.group.name()), Role::Label, options.width, &[]);
        // As many characters as are sure to fit: Han ones take two cells.
        let room = line.room();
        let wide_ones = lit.text.chars().any(|c| measure.char(c) > 1);
        let (text, ranges) = lit.around(if wide_ones { room / 2 } else { room.saturating_sub(2) });
        line.put(&text, Role::Dim, room, &ranges);
        lines.push(line.line);
    }
    lines
}
