//! Moving within a pane, between panes, and in what stands on top.

use super::cursor::Window;
use super::layout::Pane;
use super::popup::Popup;
use super::{Action, Reader, Tab};

/// One step of the cursor or of the text.
#[derive(Clone, Copy)]
enum Motion {
    /// Rows down, or up when negative.
    By(isize),
    /// To this row; from 0.
    To(usize),
}

impl Reader {
    /// Does an action that moves; whether it was one.
    pub(super) fn moved(&mut self, action: Action, count: Option<usize>) -> bool {
        let height = match self.popups.last() {
            Some(popup) => self.popup_height(popup),
            None => self.height(self.focus),
        };
        let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
        let half = isize::try_from((height / 2).max(1)).unwrap_or(1);
        let times = isize::try_from(count.unwrap_or(1).max(1)).unwrap_or(1);
        let motion = match action {
            Action::Down | Action::RowDown => Motion::By(times),
            Action::Up | Action::RowUp => Motion::By(-times),
            Action::HalfDown => Motion::By(half.saturating_mul(times)),
            Action::HalfUp => Motion::By(-half.saturating_mul(times)),
            Action::PageDown => Motion::By(page.saturating_mul(times)),
            Action::PageUp => Motion::By(-page.saturating_mul(times)),
            Action::Top => Motion::To(count.unwrap_or(1).saturating_sub(1)),
            Action::Bottom => Motion::To(count.map_or(usize::MAX, |count| count.saturating_sub(1))),
            _ => return false,
        };
        if let Some(number) = count.filter(|_| matches!(action, Action::Top | Action::Bottom) && self.popups.is_empty())
            && self.focus == Pane::Lists
        {
            self.go_to_number(number);
            return true;
        }
        self.voice.stepped = matches!(action, Action::Down | Action::RowDown | Action::Up | Action::RowUp);
        let (by, to) = match motion {
            Motion::By(rows) => (Some(rows), None),
            Motion::To(row) => (None, Some(row)),
        };
        if self.move_in_graph(by, to) {
            return true;
        }
        if self.popups.is_empty() {
            self.move_in_pane(motion);
        } else {
            self.move_on_top(motion, height);
        }
        true
    }

    /// Goes to the entry with this printed number, wherever it stands.
    fn go_to_number(&mut self, number: usize) {
        let tab = self.lists.tab;
        if let Some(row) = self.lists.row_of_number(tab, number) {
            self.move_in_pane(Motion::To(row));
        } else {
            let key = self.key_of(Action::ShowAll);
            self.say(format!("[{number}] is not among those shown; {key} shows all."));
        }
    }

    fn move_in_pane(&mut self, motion: Motion) {
        match self.focus {
            Pane::Issues if self.results.is_some() => {
                if let Some(results) = &mut self.results {
                    let last = results.len().saturating_sub(1);
                    let row = match motion {
                        Motion::By(rows) => results.cursor.row.saturating_add_signed(rows),
                        Motion::To(row) => row,
                    };
                    results.cursor.row = row.min(last);
                }
                self.follow();
            }
            Pane::Issues => {
                match motion {
                    Motion::By(rows) => self.issues.step(rows),
                    Motion::To(row) => self.issues.go(row),
                }
                self.follow();
            }
            Pane::Abstract => {
                let height = self.height(Pane::Abstract);
                match motion {
                    Motion::By(lines) if self.settings.is_linear() => {
                        // A page turns as a whole, so that the next one is read from where the cursor stays.
                        if !self.voice.stepped {
                            self.text.scroll_to(self.text.top.saturating_add_signed(lines), height);
                        }
                        self.text.stand(self.text.line.saturating_add_signed(lines), height);
                    }
                    Motion::To(line) if self.settings.is_linear() => self.text.stand(line, height),
                    Motion::By(lines) => self.text.scroll_to(self.text.top.saturating_add_signed(lines), height),
                    Motion::To(line) => self.text.scroll_to(line, height),
                }
            }
            Pane::Lists => {
                let last = self.lists.len(self.lists.tab).saturating_sub(1);
                let cursor = self.lists.cursor_mut();
                cursor.row = match motion {
                    Motion::By(rows) => cursor.row.saturating_add_signed(rows),
                    Motion::To(row) => row,
                }
                .min(last);
            }
        }
    }

    fn move_on_top(&mut self, motion: Motion, height: usize) {
        let linear = self.settings.is_linear();
        let len = if let Some(Popup::Rows(list)) = self.popups.last() { self.rows_len(list) } else { 0 };
        let (cursor, window) = match self.popups.last_mut() {
            Some(Popup::Page(on_top)) => {
                if linear {
                    let line = match motion {
                        Motion::By(lines) => on_top.line.saturating_add_signed(lines),
                        Motion::To(line) => line,
                    };
                    return on_top.stand(line, height);
                }
                let line = match motion {
                    Motion::By(lines) => on_top.top.saturating_add_signed(lines),
                    Motion::To(line) => line,
                };
                on_top.top = line.min(on_top.page.lines.len().saturating_sub(height));
                return;
            }
            Some(Popup::Rows(list)) => (&mut list.cursor, Window { len, height, margin: 1 }),
            Some(Popup::Choose(choose)) => {
                choose.stepped = true;
                (&mut choose.cursor, Window { len: choose.lines.len(), height: height.saturating_sub(1), margin: 1 })
            }
            Some(Popup::Grid(grid)) => {
                let window = Window { len: grid.len(), height: height.saturating_sub(super::grid::BESIDE), margin: 1 };
                (&mut grid.cursor, window)
            }
            Some(Popup::PathTo(asked)) => {
                asked.stepped = true;
                let window = Window { len: asked.rows().len(), height: height.saturating_sub(1), margin: 1 };
                (&mut asked.cursor, window)
            }
            Some(Popup::Overview(overview)) => {
                let window = Window { len: overview.rows.len(), height, margin: 1 };
                (&mut overview.cursor, window)
            }
            Some(Popup::Citing(citing)) => {
                let window = citing.window(height, 1);
                (&mut citing.cursor, window)
            }
            Some(Popup::Browse(browse)) => {
                browse.stepped = true;
                let window = Window { len: browse.len(), height: height.saturating_sub(1), margin: 1 };
                (&mut browse.cursor, window)
            }
            Some(Popup::Graph(_)) | None => return,
        };
        match motion {
            Motion::By(rows) => cursor.step(rows, window),
            Motion::To(row) => cursor.go(row, window),
        }
    }

    /// To the parent, or to the pane on the left.
    pub(super) fn left(&mut self) {
        if self.move_in_grid(-1) || self.cross_in_graph(false) || self.move_in_table(-1) || !self.popups.is_empty() {
            return;
        }
        match self.focus {
            Pane::Issues if self.results.is_some() => {}
            Pane::Issues => {
                if !self.issues.fold() {
                    self.issues.parent();
                }
                self.issues.wanted = None;
            }
            Pane::Abstract => self.focus = Pane::Issues,
            Pane::Lists => self.focus = Pane::Abstract,
        }
    }

    /// Unfolds, opens, or goes to the pane on the right.
    pub(super) fn right(&mut self) {
        if self.move_in_grid(1) || self.cross_in_graph(true) || self.move_in_table(1) {
            return;
        }
        match self.focus {
            _ if !self.popups.is_empty() => self.open(),
            Pane::Issues if self.results.is_some() => self.open(),
            Pane::Issues if matches!(self.issues.row().map(|row| row.node), Some(crate::library::Node::Search(_))) => self.open(),
            Pane::Issues if matches!(self.issues.row().map(|row| row.node), Some(crate::library::Node::Article(_))) => self.open(),
            Pane::Issues => {
                if !self.issues.unfold() {
                    self.issues.step(1);
                    self.follow();
                }
            }
            Pane::Abstract => self.focus = Pane::Lists,
            Pane::Lists => self.open(),
        }
    }

    /// The next pane or tab that holds something.
    pub(super) fn turn(&mut self, forward: bool) {
        self.popups.clear();
        let mut stations = vec![(Pane::Issues, None), (Pane::Abstract, None)];
        stations.extend(
            Tab::ALL
                .into_iter()
                .filter(|tab| self.lists.count(*tab).is_none_or(|count| count > 0) && self.shown.is_some())
                .map(|tab| (Pane::Lists, Some(tab))),
        );
        if stations.len() == 2 {
            stations.push((Pane::Lists, Some(self.lists.tab)));
        }
        let here = stations.iter().position(|(pane, tab)| *pane == self.focus && tab.is_none_or(|tab| tab == self.lists.tab)).unwrap_or(1);
        let next = if forward { here + 1 } else { here + stations.len() - 1 } % stations.len();
        if let Some((pane, tab)) = stations.get(next) {
            self.focus = *pane;
            if let Some(tab) = tab {
                self.lists.tab = *tab;
            }
        }
    }

    pub(super) fn go_pane(&mut self, pane: Pane) {
        self.popups.clear();
        self.focus = pane;
    }

    pub(super) fn go_tab(&mut self, tab: Tab) {
        self.popups.clear();
        self.focus = Pane::Lists;
        self.lists.tab = tab;
    }

    /// The next or previous row that the library has.
    pub(super) fn go_held(&mut self, forward: bool) {
        let Some(shown) = &self.shown else { return };
        let tab = self.lists.tab;
        let row = self.lists.cursor().row;
        let held = |row: &usize| matches!(self.lists.linked(shown, tab, *row), crate::library::Linked::Held { .. });
        // From another pane the search begins with the row under the cursor itself.
        let here = usize::from(self.focus == Pane::Lists);
        let found = if forward { (row + here..self.lists.len(tab)).find(held) } else { (0..row).rev().find(held) };
        match found {
            Some(row) => {
                self.focus = Pane::Lists;
                self.lists.cursor_mut().row = row;
            }
            None => self.say(format!("No {} row of this list is in the library.", if forward { "further" } else { "earlier" })),
        }
    }

    pub(super) fn choose_link(&mut self, forward: bool, times: usize) {
        self.popups.clear();
        self.focus = Pane::Abstract;
        self.arrange();
        let height = self.height(Pane::Abstract);
        // As far as there are links; a step that leads nowhere is the last.
        let steps = (0..times)
            .take_while(|_| {
                let seen = self.lines_seen(height);
                self.text.choose(forward, seen, height)
            })
            .count();
        if steps == 0 {
            self.say(if forward { "There is no further link on this page." } else { "There is no earlier link on this page." });
        }
    }

    /// Screen rows of a pane: of the whole screen, while it is hidden.
    pub(super) fn height(&self, pane: Pane) -> usize {
        // In the linear presentation all panes are of one size.
        let pane = if self.settings.is_linear() { self.focus } else { pane };
        let slot = self.arrangement.slot(pane).body;
        usize::from(if slot.is_empty() { self.arrangement.panes.height } else { slot.height })
    }
}
