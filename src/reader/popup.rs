//! What stands on top of the panes: a page, a list, or a choice narrowed by typing.

use super::cursor::Cursor;
use super::graph::Graph;
use super::grid::{self, Grid};
use super::layout::Area;
use super::page::{Page, PageOptions};
use super::panes::Cards;
use super::path::{PathRows, PathTo};
use super::typing::Typing;
use super::{Action, Browse, Citing, Context, Presentation, Reader, manual};
use crate::record::Article;
use crate::text::fold;

/// One thing on top.
#[derive(Clone, Debug)]
pub enum Popup {
    Page(PageOnTop),
    Rows(RowsOnTop),
    Choose(Choose),
    /// A list that the library is browsed by.
    Browse(Browse),
    /// The issues of a journal at a glance.
    Grid(Box<Grid>),
    /// The citations around an article.
    Graph(Box<Graph>),
    /// The question to which article a path shall lead.
    PathTo(Box<PathTo>),
    /// The styles that a record can be cited in.
    Citing(Box<Citing>),
    /// What is known of an author, a key word, a class; figures.
    Overview(Box<super::Overview>),
}

/// A page to be read without leaving.
#[derive(Clone, Debug)]
pub struct PageOnTop {
    pub title: String,
    pub of: PageOf,
    pub page: Page,
    pub top: usize,
    /// The line under the cursor, where there is one: in the linear presentation.
    pub line: usize,
    /// The work that it is of, where that is not held.
    pub work: Option<super::works::OfWork>,
    /// What the page was set with.
    set_for: Option<PageOptions>,
}

/// What the page shows, so that it can be set anew for another width.
#[derive(Clone, Debug)]
pub enum PageOf {
    /// A reference of the article shown.
    Reference(usize),
    Related(usize),
    /// A note of its full text.
    Note(usize),
    /// A part of its full text, by its number: a figure, a formula, a section.
    Part(usize),
    /// A table of its full text, moved on by so many columns.
    Table(usize, usize),
    Article(Box<Article>),
    Manual,
    /// What was copied last: on the whole screen, without a frame that the terminal's own selection would take along.
    Clip(super::Copied),
    /// The language of the search.
    QueryHelp,
    /// A work that is not held, of the list of these; in a line, until it is known.
    Work(String),
}

/// A list to choose a row of.
#[derive(Clone, Debug)]
pub struct RowsOnTop {
    pub title: String,
    pub of: RowsOf,
    pub cursor: Cursor,
}

/// What the rows are.
#[derive(Clone, Debug)]
pub enum RowsOf {
    /// The stops of the trail, the oldest first, with the present place among them.
    Trail,
    Cards(Cards),
    /// The sections of the page in the abstract pane.
    Sections,
    /// The figures and tables of the full text there.
    Captions,
    /// By what the results can be narrowed, once that is known.
    Facets(Option<Vec<super::FacetRow>>),
    /// In which orders a list can be put.
    Sorts(super::sorting::Sorts),
    /// Pages that are missing in an issue, once that is known.
    Gaps(Option<Vec<crate::library::Gap>>),
    /// The articles of a path.
    Path(Box<PathRows>),
}

/// Actions to choose from.
#[derive(Clone, Debug)]
pub struct Choose {
    pub of: ChooseOf,
    /// Whose keys are shown.
    pub context: Context,
    pub typing: Typing,
    pub cursor: Cursor,
    /// How many there are before words are typed.
    pub all: usize,
    /// The cursor was moved among the rows since something was typed.
    pub stepped: bool,
    /// What the typed words leave over.
    pub lines: Vec<ChooseLine>,
}

/// Which actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChooseOf {
    /// Those that have a key in the pane.
    Help,
    /// All.
    Palette,
}

/// One action with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseLine {
    pub keys: String,
    pub action: Action,
}

impl PageOnTop {
    /// Puts the cursor on a line, or on the last, and scrolls as little as shows it.
    pub(super) fn stand(&mut self, line: usize, height: usize) {
        let mut cursor = Cursor { row: self.line, top: self.top };
        cursor.go(line, super::cursor::Window { len: self.page.lines.len(), height, margin: 0 });
        (self.line, self.top) = (cursor.row, cursor.top);
    }
}

impl Popup {
    /// The cursor, where it has one.
    pub fn cursor(&self) -> Option<Cursor> {
        match self {
            Self::Page(_) => None,
            Self::Rows(list) => Some(list.cursor),
            Self::Choose(choose) => Some(choose.cursor),
            Self::Browse(browse) => Some(browse.cursor),
            Self::Grid(grid) => Some(grid.cursor),
            Self::Graph(graph) => Some(graph.list),
            Self::PathTo(asked) => Some(asked.cursor),
            Self::Citing(citing) => Some(citing.cursor),
            Self::Overview(overview) => Some(overview.cursor),
        }
    }

    /// Where keys are looked up while this is on top.
    pub const fn context(&self) -> Context {
        match self {
            Self::Page(_) => Context::Page,
            Self::Rows(_) | Self::Grid(_) | Self::Graph(_) | Self::Citing(_) | Self::Overview(_) => Context::Rows,
            Self::Choose(_) | Self::Browse(_) | Self::PathTo(_) => Context::Prompt,
        }
    }
}

/// What is left for the content inside a frame; small screens have no frame, and a linear one has a line with the title.
pub const fn content(area: Area, presentation: Presentation) -> Area {
    if matches!(presentation, Presentation::Linear) {
        let title = if area.height > 2 { 1 } else { 0 };
        return Area { y: area.y + title, height: area.height - title, ..area };
    }
    if area.width < 8 || area.height < 4 {
        return area;
    }
    let inside = area.inside();
    Area { x: inside.x + 1, width: inside.width - 2, ..inside }
}

impl Reader {
    /// Where a popup stands, its frame included.
    pub fn popup_area(&self, popup: &Popup) -> Area {
        let screen = self.arrangement.panes;
        if self.settings.is_linear() {
            return screen;
        }
        let text = self.settings.text_width.saturating_add(4);
        // Two rows are the least that have a frame, and with it a title that says of what they are.
        let rows = |len: usize| u16::try_from(len.max(2)).unwrap_or(u16::MAX).saturating_add(2);
        let air = if screen.width > 60 { 4 } else { 0 };
        let width = text.min(screen.width - air.min(screen.width));
        match popup {
            Popup::Page(PageOnTop { of: PageOf::Clip(_), .. }) | Popup::Graph(_) => screen,
            Popup::Page(page) => screen.centred(width, rows(page.page.lines.len())),
            Popup::Rows(list) => screen.centred(width, rows(self.rows_len(list))),
            Popup::Grid(grid) => {
                let cells = grid.label_width() + grid.columns.len() * grid::COLUMN + 5;
                let width = u16::try_from(cells).unwrap_or(u16::MAX).max(64).min(screen.width);
                screen.centred(width, rows(grid.len().max(1) + grid::BESIDE))
            }
            Popup::Citing(citing) => screen.centred(width, rows(citing.whole_height())),
            Popup::Browse(_) | Popup::PathTo(_) => screen.centred(width, screen.height),
            // Of one height while it is awaited and when it is there, unless it is shorter than the screen.
            Popup::Overview(overview) if overview.is_awaited() => screen.centred(width, screen.height),
            Popup::Overview(overview) => screen.centred(width, rows(overview.rows.len())),
            Popup::Choose(choose) => {
                // The height of the whole list, so that the box stands still while it is narrowed.
                screen.centred(width, rows(choose.all + 1))
            }
        }
    }

    /// Where the content of a popup stands, within its frame.
    pub fn popup_content(&self, popup: &Popup) -> Area {
        let area = self.popup_area(popup);
        match popup {
            Popup::Page(PageOnTop { of: PageOf::Clip(_), .. }) if self.settings.presentation == Presentation::Panes => area,
            _ => content(area, self.settings.presentation),
        }
    }

    /// Rows of a popup's content.
    pub(super) fn popup_height(&self, popup: &Popup) -> usize {
        usize::from(self.popup_content(popup).height)
    }

    pub(super) fn rows_len(&self, list: &RowsOnTop) -> usize {
        match &list.of {
            RowsOf::Trail => self.trail.behind.len() + 1 + self.trail.ahead.len(),
            RowsOf::Sections => self.text.page.sections.len(),
            RowsOf::Captions => self.text.page.captions.len(),
            RowsOf::Cards(cards) => cards.len(),
            RowsOf::Facets(rows) => rows.as_ref().map_or(0, Vec::len),
            RowsOf::Sorts(sorts) => sorts.rows.len(),
            RowsOf::Gaps(gaps) => gaps.as_ref().map_or(0, Vec::len),
            RowsOf::Path(path) => path.steps().len(),
        }
    }

    /// The actions of a choice that have all the typed words in their keys, name or sentence.
    pub(super) fn choices(&self, of: ChooseOf, context: Context, typed: &str) -> Vec<ChooseLine> {
        let typed = fold(typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        Action::ALL
            .iter()
            .filter_map(|line| {
                let keys = self.keymap.keys_of(context, line.action);
                if keys.is_empty() && (of == ChooseOf::Help || line.group == super::action::Group::Prompt) {
                    return None;
                }
                let keys = keys.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" ");
                let said = fold(&format!("{keys} {} {}", line.name, line.help));
                words.iter().all(|word| said.contains(word)).then_some(ChooseLine { keys, action: line.action })
            })
            .collect()
    }

    /// Sets the pages on top anew for the width they have now.
    pub(super) fn set_popups(&mut self) {
        let mut popups = std::mem::take(&mut self.popups);
        for popup in &mut popups {
            let width = usize::from(self.popup_content(popup).width);
            if let Popup::Overview(overview) = popup {
                overview.set(&PageOptions { width, ..self.text_options() });
                continue;
            }
            if let Popup::Page(on_top) = popup {
                let options = PageOptions { width, ..self.text_options() };
                if on_top.set_for == Some(options) {
                    continue;
                }
                on_top.page = self.page_on_top(on_top, &options);
                on_top.set_for = Some(options);
                on_top.top = on_top.top.min(on_top.page.lines.len().saturating_sub(1));
            }
        }
        self.popups = popups;
        if self.found.as_ref().is_some_and(|found| found.place == super::FindIn::OnTop) {
            self.find_again();
        }
    }

    fn page_on_top(&self, on_top: &PageOnTop, options: &PageOptions) -> Page {
        let shown = self.shown.as_ref();
        let work = on_top.work.as_ref().and_then(|of| of.told.as_deref());
        match &on_top.of {
            PageOf::Reference(place) => shown
                .and_then(|shown| {
                    Some((shown.article.refs.as_ref()?.get(*place)?, shown.references.get(*place).cloned().unwrap_or_default()))
                })
                .map(|(reference, linked)| super::page::reference_page(reference, &linked, work, options))
                .unwrap_or_default(),
            PageOf::Related(place) => shown
                .and_then(|shown| {
                    Some((shown.article.related.as_ref()?.get(*place)?, shown.related.get(*place).cloned().unwrap_or_default()))
                })
                .map(|(related, linked)| super::page::related_page(related, &linked, work, options))
                .unwrap_or_default(),
            PageOf::Note(nth) => {
                shown.and_then(|shown| super::page::note_page(&shown.article, *nth, options)).map(|(_, page)| page).unwrap_or_default()
            }
            PageOf::Part(number) => {
                shown.and_then(|shown| super::page::part_page(&shown.article, *number, options)).map(|(_, page)| page).unwrap_or_default()
            }
            PageOf::Table(nth, moved) => shown
                .and_then(|shown| super::page::table_page(&shown.article, *nth, *moved, options))
                .map(|table| table.page)
                .unwrap_or_default(),
            PageOf::Article(article) => super::page::article_page(article, options),
            PageOf::Clip(clip) => super::clip::page(clip, options),
            PageOf::Manual => manual::page(&self.keymap, options),
            PageOf::QueryHelp => manual::query_page(options),
            PageOf::Work(line) => work.map_or_else(|| super::page::line_page(line, options), |work| super::page::work_page(work, options)),
        }
    }

    /// The page that stands on top of all.
    pub(super) fn page_on_top_now(&self) -> Option<&PageOnTop> {
        if let Some(Popup::Page(on_top)) = self.popups.last() { Some(on_top) } else { None }
    }

    /// Scrolls the page on top as little as shows a line of it.
    pub(super) fn show_line_on_top(&mut self, line: usize) {
        let Some(height) = self.popups.last().map(|popup| self.popup_height(popup)) else { return };
        if let Some(Popup::Page(on_top)) = self.popups.last_mut() {
            on_top.line = on_top.line.clamp(on_top.top, (on_top.top + height).saturating_sub(1).max(on_top.top));
            on_top.stand(line, height);
        }
    }

    /// A page on top has got something new to show.
    pub(super) fn set_page_anew(&mut self, change: impl FnOnce(&mut PageOnTop)) {
        if let Some(Popup::Page(on_top)) = self.popups.last_mut() {
            change(on_top);
            on_top.set_for = None;
            self.set_popups();
        }
    }

    /// Puts a page on top.
    pub(super) fn show_page(&mut self, title: String, of: PageOf) {
        self.find_on_top_ends();
        self.popups.push(Popup::Page(PageOnTop { title, of, page: Page::default(), top: 0, line: 0, work: None, set_for: None }));
        self.set_popups();
    }

    /// Moves the table on top by a column; whether there is one.
    pub(super) fn move_in_table(&mut self, columns: isize) -> bool {
        let Some(popup @ Popup::Page(PageOnTop { of: PageOf::Table(nth, moved), .. })) = self.popups.last() else { return false };
        let options = PageOptions { width: usize::from(self.popup_content(popup).width), ..self.text_options() };
        let table = self.shown.as_ref().and_then(|shown| super::page::table_page(&shown.article, *nth, *moved, &options));
        let last = table.map_or(0, |table| table.last);
        let wanted = moved.checked_add_signed(columns).filter(|wanted| *wanted <= last);
        match (wanted, self.popups.last_mut()) {
            (Some(wanted), Some(Popup::Page(PageOnTop { of: PageOf::Table(_, moved), set_for, .. }))) => {
                *moved = wanted;
                *set_for = None;
                self.set_popups();
            }
            _ => self.say(if columns > 0 { "This is the last column of the table." } else { "This is the first column of the table." }),
        }
        true
    }

    /// Puts a choice of actions on top.
    pub(super) fn show_choice(&mut self, of: ChooseOf) {
        let context = self.context();
        let lines = self.choices(of, context, "");
        self.popups.push(Popup::Choose(Choose {
            of,
            context,
            typing: Typing::default(),
            cursor: Cursor::default(),
            all: lines.len(),
            stepped: false,
            lines,
        }));
    }
}
