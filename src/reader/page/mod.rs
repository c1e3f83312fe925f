//! How an article becomes the lines of a page, and a reference the lines of a row: pure functions of a record and a width.

mod article;
mod body;
mod builder;
mod card;
pub mod chart;
mod fields;
mod found;
mod label;
mod marks;
mod overview;
mod parts;
mod place;
mod reference;
mod table;
mod work;

use crate::text::{Line, Measure};

use super::{Role, SignSet};

pub use article::article_page;
pub(super) use article::numbering;
pub use body::note_page;
pub use card::{card_page, card_row};
pub use found::{FoundLine, found_lines};
pub use overview::{Lead, OverviewRow, ages_said, counted, figures_rows, figures_title, profile_rows};
pub use parts::{line_of_part, part_of_table, part_page, table_of_part};
pub use place::{Place, line_of, place_of};
pub use reference::{reference_page, reference_rows, related_page, related_rows};
pub use table::table_page;
pub use work::{line_page, work_page};

/// What a stretch of a page leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The articles that have this key word.
    Keyword(String),
    /// The articles of this class.
    Subject { scheme: String, code: String },
    /// The articles of this author, by the name as printed.
    Author(String),
    /// A DOI, normalised.
    Doi(String),
    /// An address.
    Url(String),
    /// The reference of this place in the article's list, from 0.
    Reference(usize),
    /// The note of this place among those of the full text, from 0.
    Note(usize),
    /// The table of this place among those of the full text, from 0, where it is wider than the page.
    Table(usize),
    /// The part of the full text of this number, from 1: a section, a figure, a table, a formula.
    Part(usize),
    /// The issue that the article stands in.
    Issue,
    /// The volume, or year, that the article stands in.
    Volume,
    /// The journal that the article stands in.
    Journal,
    /// What a word of the status line does.
    Action(super::Action),
}

/// What a run of a page means and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    pub role: Role,
    pub target: Option<Target>,
}

impl Tag {
    pub const fn of(role: Role) -> Self {
        Self { role, target: None }
    }

    pub const fn leading(role: Role, target: Target) -> Self {
        Self { role, target: Some(target) }
    }
}

/// A line of a page or a row, ready to draw.
pub type PageLine = Line<Tag>;

/// The text of a line as it stands on the screen, without its indent: what a search in the pane looks through, and what
/// the byte ranges of matches count in.
pub fn line_text(line: &PageLine) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// Where the cell of a line leads; cells count from the left of the page, the line's indent included.
pub fn target_at(line: &PageLine, cell: usize, measure: Measure) -> Option<&Target> {
    let mut from = line.indent;
    line.runs.iter().find_map(|run| {
        let to = from + measure.width(&run.text);
        let here = (from..to).contains(&cell);
        from = to;
        run.tag.target.as_ref().filter(|_| here)
    })
}

/// Which language a bilingual article is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LanguageChoice {
    /// Chinese where there is Chinese, else what there is.
    Zh,
    /// English where there is English, else what there is.
    En,
    /// Each part in Chinese, then in English.
    #[default]
    Both,
}

impl LanguageChoice {
    /// The choice that one key press leads to: zh → en → both.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Both,
            Self::Both => Self::Zh,
        }
    }
}

/// Lines of a row in [`RowShape::Short`]: enough for a title, too few to push the list off the screen.
pub const SHORT: usize = 3;

/// How many lines a row of a list may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RowShape {
    /// As many as it needs, with a hanging indent.
    #[default]
    Whole,
    /// As many as it needs up to [`SHORT`], with a hanging indent, cut with an ellipsis.
    Short,
    /// One, cut with an ellipsis.
    Single,
}

/// How a page or a row is to be set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// Cells in a line: the measure, chosen by the caller.
    pub width: usize,
    pub measure: Measure,
    pub language: LanguageChoice,
    pub signs: SignSet,
    /// Of rows only.
    pub shape: RowShape,
}

impl PageOptions {
    /// Whether the lines are for a voice or a braille display: then nothing is ruled, hung or filled with blanks.
    pub fn spoken(&self) -> bool {
        self.signs == SignSet::Words
    }
}

/// An article, a reference or a card, set in lines of a width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<PageLine>,
    /// For each line what it is the beginning of, in ascending order: see [`place_of`] and [`line_of`].
    pub anchors: Vec<Place>,
    /// What a reader can jump to: name of the part, level (1 is the outermost), first line.
    pub sections: Vec<PageSection>,
    /// The figures and tables of the full text, by label and caption.
    pub captions: Vec<PageCaption>,
}

/// A part of a page that a reader can jump to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageSection {
    pub title: String,
    /// 1 is the outermost.
    pub level: u8,
    /// The line it begins on, from 0.
    pub line: usize,
}

/// A figure or a table of a page that a reader can jump to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageCaption {
    pub label: String,
    pub caption: String,
    /// 1; of what is a part of the one before, 2.
    pub level: u8,
    /// The line it begins on, from 0.
    pub line: usize,
}

/// Something on a page that leads somewhere, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    pub line: usize,
    /// From the left of the page, in cells.
    pub cell: usize,
    pub target: &'a Target,
}

impl Page {
    /// Whatever leads somewhere in these lines, in reading order, each once where it begins.
    pub fn spots(&self, lines: std::ops::Range<usize>, measure: Measure) -> Vec<Spot<'_>> {
        let mut spots: Vec<Spot<'_>> = Vec::new();
        let mut last: Option<&Target> = None;
        for (number, line) in self.lines.iter().enumerate().skip(lines.start).take(lines.len()) {
            let mut cell = line.indent;
            for run in &line.runs {
                if let Some(target) = &run.tag.target {
                    if last != Some(target) {
                        spots.push(Spot { line: number, cell, target });
                    }
                    last = Some(target);
                } else if !run.text.trim().is_empty() {
                    last = None;
                }
                cell += measure.width(&run.text);
            }
        }
        spots
    }
}

/// A row of a list: one line or more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub lines: Vec<PageLine>,
    /// Cells before the words, for number and signs; the cursor is marked there.
    pub gutter: usize,
}
