//! After every event: what depends on the size, the language or the article is brought up to date.

use super::cursor::Window;
use super::layout::{Arrangement, Layout, Pane, arrange, arrange_linear};
use super::mouse::Pointed;
use super::page::{PageOptions, RowShape, article_page};
use super::popup::Popup;
use super::{LayoutChoice, Reader, Tab};

impl Reader {
    pub(super) fn arrange(&mut self) {
        self.arrangement = self.arranged(self.settings.layout);
    }

    /// Where everything would stand by this choice.
    pub(super) fn arranged(&self, choice: LayoutChoice) -> Arrangement {
        if self.settings.is_linear() {
            return arrange_linear(self.size, self.focus);
        }
        let shares = &self.shares_now();
        let by_size = arrange(self.size, choice, self.zoomed, self.focus, shares);
        if choice == LayoutChoice::Auto && self.settings.slow_line && by_size.layout == Layout::SideBySide {
            return arrange(self.size, LayoutChoice::Stacked, self.zoomed, self.focus, shares);
        }
        by_size
    }

    /// The borders as the person moved them; while results are shown their pane has more room, for they say more than issues.
    fn shares_now(&self) -> super::Shares {
        let mut shares = self.shares;
        if self.results.is_some() {
            let more = |cells: u16| i16::try_from(cells).unwrap_or(0);
            shares.rows[0] = shares.rows[0].saturating_add(more(self.size.rows / 5));
            shares.rows[2] = shares.rows[2].saturating_sub(more(self.size.rows / 12));
            shares.columns[0] = shares.columns[0].saturating_add(more(self.size.columns / 40));
        }
        shares
    }

    /// Brings everything up to date, and asks for what is missing.
    pub(super) fn settle(&mut self) {
        // Before the size is known there is nothing to lay out, and a question asked now would go unanswered.
        if !self.started {
            return;
        }
        self.arrange();
        self.set_pages();
        self.settle_cursors();
        self.settle_graph();
        self.ask_for_rows();
        self.follow_now();
        self.go_on();
        let stale = self.found.as_ref().is_some_and(|found| found.place == super::FindIn::Issues);
        if stale {
            self.find_again();
        }
    }

    fn options(&self, width: u16, shape: RowShape) -> PageOptions {
        PageOptions {
            width: usize::from(width),
            measure: self.settings.measure,
            language: self.settings.language,
            signs: self.settings.signs(),
            shape,
        }
    }

    fn body_width(&self, pane: Pane) -> u16 {
        let body = self.arrangement.slot(pane).body;
        if body.is_empty() { self.arrangement.panes.width } else { body.width }
    }

    /// How the text is set: as wide as is comfortable, with a column of air on each side where there is room for it.
    pub(super) fn text_options(&self) -> PageOptions {
        self.options(self.text_width(self.body_width(Pane::Abstract)), RowShape::Whole)
    }

    /// Cells of text in a pane of so many columns.
    pub fn text_width(&self, columns: u16) -> u16 {
        if self.settings.is_linear() {
            return columns;
        }
        let air = if columns > 30 { 2 } else { 0 };
        (columns - air).min(self.settings.text_width.max(1))
    }

    /// Where the text begins in a pane of so many columns: it is centred.
    pub fn text_column(&self, columns: u16) -> u16 {
        (columns - self.text_width(columns)) / 2
    }

    /// How rows of lists are set: on one line each where panes share the height, short where the list has a whole column,
    /// whole where it has the screen to itself.
    pub(super) fn list_options(&self) -> PageOptions {
        let width = self.body_width(Pane::Lists);
        let shape = match self.arrangement.layout {
            Layout::Stacked => RowShape::Single,
            Layout::SideBySide => RowShape::Short,
            Layout::Single => RowShape::Whole,
        };
        let width =
            if shape == RowShape::Whole && !self.settings.is_linear() { width.min(self.settings.text_width.max(1) + 20) } else { width };
        self.options(width, shape)
    }

    /// How rows of results are set: whole, whatever the layout; they are short.
    pub fn found_options(&self) -> PageOptions {
        self.options(self.body_width(Pane::Issues), RowShape::Whole)
    }

    /// The row of results under the cursor.
    pub(super) fn found_row(&self) -> Option<&crate::search::FoundRow> {
        self.results.as_ref().and_then(|results| results.row(results.cursor.row))
    }

    /// Sets the text and the lists anew where their width, language or signs are no longer those they were set for.
    pub(super) fn set_pages(&mut self) {
        let Some((text, lists)) = self.set_for else { return };
        let Some(shown) = &self.shown else { return };
        let mut set = (text, lists);
        let mut changed = false;
        if self.arrangement.shows(Pane::Abstract) && self.text_options() != text {
            set.0 = self.text_options();
            self.text.set(article_page(&shown.article, &set.0), set.0.width);
            changed = true;
        }
        if self.arrangement.shows(Pane::Lists) && self.list_options() != lists {
            set.1 = self.list_options();
            self.lists.set(shown, &set.1);
            changed = true;
        }
        if changed {
            self.set_for = Some(set);
            self.set_popups();
            self.find_again();
        } else if !self.popups.is_empty() {
            self.set_popups();
        }
    }

    fn settle_cursors(&mut self) {
        let linear = self.settings.is_linear();
        let margin = if linear { 0 } else { usize::from(self.settings.scroll_margin) };
        let loading = self.tree_is_loading();
        if let Some(results) = &self.results {
            let options = self.found_options();
            let height = self.height(Pane::Issues);
            let margin = Pointed::margin(&mut self.pointed.results, results.cursor.row, margin);
            if let Some(results) = self.results.as_mut().filter(|_| self.arrangement.shows(Pane::Issues)) {
                results.settle(height, margin, &options);
            }
        } else if self.arrangement.shows(Pane::Issues) {
            let margin = Pointed::margin(&mut self.pointed.tree, self.issues.index(), margin);
            self.issues.settle(self.height(Pane::Issues), margin, loading);
        }
        if self.arrangement.shows(Pane::Abstract) {
            let height = self.height(Pane::Abstract);
            self.text.settle(height);
            if linear {
                self.text.stand(self.text.line, height);
            }
        }
        if self.arrangement.shows(Pane::Lists) {
            let height = self.height(Pane::Lists);
            let tab = self.lists.tab;
            let unknown = matches!(tab, Tab::CitedBy | Tab::Suggested) && self.lists.cards(tab).is_some_and(|cards| cards.total.is_none());
            if !unknown {
                let mut cursor = self.lists.cursor();
                let margin = Pointed::margin(&mut self.pointed.list, cursor.row, margin);
                // A row cut by the pane's edge is not pulled away from under the pointer either.
                let still = self.pointed.list.is_some() && self.lists.shows(cursor.row, height);
                if !still {
                    cursor.settle(Window { len: self.lists.len(tab), height, margin }, |row| self.lists.height_of(tab, row));
                }
                *self.lists.cursor_mut() = cursor;
            }
        }
        let Some(height) = self.popups.last().map(|popup| self.popup_height(popup)) else { return };
        let len = if let Some(Popup::Rows(list)) = self.popups.last() { self.rows_len(list) } else { 0 };
        let row = self.popups.last().and_then(Popup::cursor).map_or(0, |cursor| cursor.row);
        let margin = Pointed::margin(&mut self.pointed.on_top, row, 1);
        match self.popups.last_mut() {
            Some(Popup::Rows(list)) => list.cursor.settle(Window { len, height, margin }, |_| 1),
            Some(Popup::Choose(choose)) => {
                let window = Window { len: choose.lines.len(), height: height.saturating_sub(1), margin };
                choose.cursor.settle(window, |_| 1);
            }
            Some(Popup::Grid(grid)) => Self::settle_grid(grid, height),
            Some(Popup::PathTo(asked)) => {
                let window = Window { len: asked.rows().len(), height: height.saturating_sub(1), margin };
                asked.cursor.settle(window, |_| 1);
            }
            // While it is awaited the cursor waits where it was.
            Some(Popup::Overview(overview)) if overview.is_awaited() => {}
            Some(Popup::Overview(overview)) => {
                overview.cursor.settle(Window { len: overview.rows.len(), height, margin }, |_| 1);
            }
            Some(Popup::Citing(citing)) => {
                let window = citing.window(height, margin);
                citing.cursor.settle(window, |_| 1);
            }
            // While its rows are not known the cursor waits where it was.
            Some(Popup::Browse(browse)) if browse.total.is_some() => {
                let window = Window { len: browse.len(), height: height.saturating_sub(1), margin };
                browse.cursor.settle(window, |_| 1);
            }
            Some(Popup::Page(on_top)) if linear => on_top.stand(on_top.line, height),
            Some(Popup::Page(on_top)) => on_top.top = on_top.top.min(on_top.page.lines.len().saturating_sub(height)),
            Some(Popup::Browse(_) | Popup::Graph(_)) | None => {}
        }
    }
}
