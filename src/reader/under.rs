//! What stands at a cell of the screen, found from the state alone: the view draws by the same figures.

use super::layout::{Area, Pane};
use super::page::{PageLine, Target, target_at};
use super::popup::{Popup, content};
use super::{Reader, Tab};

/// What the pointer can be over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    Nothing,
    /// The box of keys that can follow, on the row of one of them or beside the rows.
    Following(Option<usize>),
    /// Something stands on top of the panes, and this is beside it.
    Beside,
    /// What stands on top.
    OnTop(Part),
    Status(Option<Target>),
    /// The rule above a pane, on the title of a tab or elsewhere.
    Title(Pane, Option<Tab>),
    Pane(Pane, Part),
}

/// A part of a pane or a popup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A frame, a margin, text that leads nowhere, the rest of the pane.
    Rest,
    /// A row of the list or of the tree, from 0.
    Row(usize),
    /// The sign before a row of the tree that folds it up or unfolds it.
    FoldSign(usize),
    /// Something that leads somewhere, on this line of the page.
    Link(usize, Target),
}

impl Reader {
    /// What stands at this cell; both are counted from 0.
    pub fn under(&self, column: u16, row: u16) -> Under {
        if let Some(box_of_keys) = self.which_key()
            && box_of_keys.area.contains(column, row)
        {
            let inside = content(box_of_keys.area, self.settings.presentation);
            let line = inside.contains(column, row).then(|| box_of_keys.line(column - inside.x, row - inside.y));
            return Under::Following(line.flatten());
        }
        if let Some(popup) = self.popups.last() {
            let area = self.popup_area(popup);
            return if area.contains(column, row) {
                Under::OnTop(self.part_on_top(popup, self.popup_content(popup), column, row))
            } else {
                Under::Beside
            };
        }
        let status = self.arrangement.status;
        if status.contains(column, row) {
            let cell = usize::from(column - status.x);
            return Under::Status(self.status_line().target_at(cell, usize::from(status.width), self.settings.measure).cloned());
        }
        for pane in Pane::ALL {
            let slot = self.arrangement.slot(pane);
            if slot.title.contains(column, row) {
                let tab = if pane == Pane::Lists { self.tab_at(usize::from(column - slot.title.x)) } else { None };
                return Under::Title(pane, tab);
            }
            if slot.body.contains(column, row) {
                let (cell, line) = (usize::from(column - slot.body.x), usize::from(row - slot.body.y));
                return Under::Pane(pane, self.part_of_pane(pane, slot.body, cell, line));
            }
        }
        Under::Nothing
    }

    fn part_of_pane(&self, pane: Pane, body: Area, cell: usize, line: usize) -> Part {
        match pane {
            Pane::Issues if self.results.is_some() => {
                let seen = self.results.as_ref().map(|results| results.seen(usize::from(body.height), &self.found_options()));
                let row = seen.into_iter().flatten().find(|seen| (seen.screen..seen.screen + seen.lines).contains(&line));
                row.map_or(Part::Rest, |seen| Part::Row(seen.row))
            }
            Pane::Issues => {
                let index = self.issues.top + line;
                let Some(path) = self.issues.tree.path_of(index) else { return Part::Rest };
                let indent = super::panes::issues::indent(&path, body.width);
                let folds = self.issues.tree.row(&path).is_some_and(|row| row.children > 0);
                // The blank behind the sign belongs to it: one cell is a small thing to hit.
                if folds && (indent..indent + 2).contains(&cell) { Part::FoldSign(index) } else { Part::Row(index) }
            }
            Pane::Abstract => {
                let line = self.text.top + line;
                let left = usize::from(self.text_column(body.width));
                self.part_of_page(&self.text.page.lines, line, cell.checked_sub(left))
            }
            Pane::Lists if self.shown.is_some() => {
                let seen = self.lists.seen(usize::from(body.height));
                let row = seen.iter().find(|seen| (seen.screen..seen.screen + seen.lines).contains(&line));
                row.map_or(Part::Rest, |seen| Part::Row(seen.row))
            }
            Pane::Lists => Part::Rest,
        }
    }

    fn part_on_top(&self, popup: &Popup, inside: Area, column: u16, row: u16) -> Part {
        if !inside.contains(column, row) {
            return Part::Rest;
        }
        let (cell, line) = (usize::from(column - inside.x), usize::from(row - inside.y));
        let row_of = |row: usize, len: usize| if row < len { Part::Row(row) } else { Part::Rest };
        match popup {
            Popup::Page(on_top) => self.part_of_page(&on_top.page.lines, on_top.top + line, Some(cell)),
            Popup::Rows(list) => row_of(list.cursor.top + line, self.rows_len(list)),
            Popup::Overview(overview) => row_of(overview.cursor.top + line, overview.rows.len()),
            Popup::Citing(citing) if line < citing.shares(usize::from(inside.height)).0 => {
                row_of(citing.cursor.top + line, citing.rows.len())
            }
            Popup::Graph(graph) => graph.at(cell, line).map_or(Part::Rest, Part::Row),
            Popup::PathTo(asked) => line.checked_sub(1).map_or(Part::Rest, |line| row_of(asked.cursor.top + line, asked.rows().len())),
            Popup::Grid(_) | Popup::Citing(_) => Part::Rest,
            Popup::Browse(browse) => line.checked_sub(1).map_or(Part::Rest, |line| row_of(browse.cursor.top + line, browse.len())),
            // The first line is the one that is typed in.
            Popup::Choose(choose) => line.checked_sub(1).map_or(Part::Rest, |line| row_of(choose.cursor.top + line, choose.lines.len())),
        }
    }

    fn part_of_page(&self, lines: &[PageLine], line: usize, cell: Option<usize>) -> Part {
        let target = lines.get(line).zip(cell).and_then(|(found, cell)| target_at(found, cell, self.settings.measure));
        target.map_or(Part::Rest, |target| Part::Link(line, target.clone()))
    }

    /// The tab whose title stands at this cell of the rule above the lists.
    fn tab_at(&self, cell: usize) -> Option<Tab> {
        let mut from = usize::from(super::titles::INDENT);
        for piece in self.titles(Pane::Lists) {
            let to = from + self.settings.measure.width(&piece.text);
            if (from..to).contains(&cell) {
                return piece.tab;
            }
            from = to;
        }
        None
    }
}
