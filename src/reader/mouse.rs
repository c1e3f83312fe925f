//! The mouse: a click does what the keys do at that place, the wheel scrolls what is under the pointer.

use super::cursor::Window;
use super::layout::Pane;
use super::page::Target;
use super::popup::Popup;
use super::press::{Half, Letter};
use super::under::{Part, Under};
use super::{Action, Effect, Reader};

/// One thing done with the mouse, and the cell where it was done; both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mouse {
    pub column: u16,
    pub row: u16,
    pub gesture: Gesture,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gesture {
    /// The main button was pressed.
    Click,
    WheelUp,
    WheelDown,
}

/// The rows on which the mouse left the cursors. As long as they stay there no rows are kept visible around them, so that a
/// second click meets what the first one met.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pointed {
    pub tree: Option<usize>,
    pub list: Option<usize>,
    pub results: Option<usize>,
    pub on_top: Option<usize>,
}

impl Pointed {
    /// The margin around a cursor: none while it is where the mouse left it.
    pub fn margin(left: &mut Option<usize>, row: usize, margin: usize) -> usize {
        if *left == Some(row) {
            return 0;
        }
        *left = None;
        margin
    }
}

/// Lines that one notch of the wheel scrolls.
const NOTCH: isize = 3;

impl Reader {
    /// Switches the mouse on or off.
    pub(super) fn switch_mouse(&mut self) {
        if self.settings.is_linear() {
            return self.say("The mouse is left to the terminal while qikan is --linear.");
        }
        self.settings.mouse = !self.settings.mouse;
        self.effects.push(Effect::Mouse(self.settings.mouse));
        let key = self.key_of(Action::Mouse);
        self.say(if self.settings.mouse {
            // As wide as a screen of 80 columns.
            format!("Mouse on: clicks and wheel are qikan's; Shift (or Option) selects text. {key}: off.")
        } else {
            format!("Mouse off: it selects text in the terminal as always. {key}: on.")
        });
    }

    /// Takes what was done with the mouse; nothing while it is off.
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        if !self.settings.mouse {
            return;
        }
        let under = self.under(mouse.column, mouse.row);
        match mouse.gesture {
            Gesture::Click => self.click(under),
            Gesture::WheelUp => self.wheel(&under, -NOTCH),
            Gesture::WheelDown => self.wheel(&under, NOTCH),
        }
        self.pointed = Pointed {
            tree: Some(self.issues.index()),
            list: Some(self.lists.cursor().row),
            results: self.results.as_ref().map(|results| results.cursor.row),
            on_top: self.popups.last().and_then(Popup::cursor).map(|cursor| cursor.row),
        };
    }

    fn click(&mut self, under: Under) {
        // What is being typed at the bottom is not to be lost by a slip of the hand.
        if self.prompt.is_some() {
            return;
        }
        self.said = None;
        let half = std::mem::take(&mut self.half);
        if let Under::Following(place) = under {
            return self.click_following(half, place);
        }
        if !half.keys.is_empty() || half.letter.is_some() {
            // A click elsewhere gives half-way keys up, as Esc does.
            return;
        }
        match under {
            Under::Nothing | Under::Following(_) | Under::Status(None) | Under::OnTop(Part::Rest | Part::FoldSign(_)) => {}
            Under::Beside => self.close(),
            Under::OnTop(Part::Row(row)) => self.click_row_on_top(row),
            Under::OnTop(Part::Link(_, target)) => {
                // Only what leads the same way from anywhere: marks and places are those of the article on the page.
                if matches!(target, Target::Doi(_) | Target::Url(_) | Target::Keyword(_) | Target::Subject { .. } | Target::Author(_)) {
                    self.follow_target(target);
                }
            }
            Under::Status(Some(target)) => self.follow_target(target),
            Under::Title(pane, None) | Under::Pane(pane, Part::Rest) => self.focus = pane,
            Under::Title(_, Some(tab)) => self.go_tab(tab),
            Under::Pane(pane, Part::Row(row)) => self.click_row(pane, row),
            Under::Pane(pane, Part::FoldSign(row)) => {
                self.focus = pane;
                self.issues.go(row);
                self.issues.toggle();
            }
            Under::Pane(pane, Part::Link(line, target)) => {
                self.focus = pane;
                self.text.choose_at(line, &target);
                self.follow_target(target);
            }
        }
    }

    /// A key that can follow is pressed by its row.
    fn click_following(&mut self, half: Half, place: Option<usize>) {
        let Some(place) = place else { return };
        if half.letter == Some(Letter::GoMark) {
            if let Some(letter) = self.trail.marks.keys().nth(place).copied() {
                self.go_mark(letter);
            }
        } else if let Some(choice) = half.choices.get(place) {
            self.act(choice.action, half.count);
        }
    }

    /// Chooses a row; the row that is chosen already is opened.
    fn click_row(&mut self, pane: Pane, row: usize) {
        let chosen = match pane {
            Pane::Issues => self.results.as_ref().map_or_else(|| self.issues.index(), |results| results.cursor.row),
            Pane::Lists => self.lists.cursor().row,
            Pane::Abstract => return,
        };
        if self.focus == pane && chosen == row {
            return self.open();
        }
        self.focus = pane;
        if pane == Pane::Lists {
            self.lists.cursor_mut().row = row;
        } else if let Some(results) = &mut self.results {
            results.cursor.row = row;
            self.follow();
        } else if chosen != row {
            self.issues.go(row);
            self.follow();
        }
    }

    fn click_row_on_top(&mut self, row: usize) {
        match self.popups.last_mut() {
            Some(Popup::Rows(list)) if list.cursor.row != row => list.cursor.row = row,
            Some(Popup::Choose(choose)) if choose.cursor.row != row => choose.cursor.row = row,
            Some(Popup::Browse(browse)) if browse.cursor.row != row => browse.cursor.row = row,
            Some(Popup::Browse(_)) => self.open_tally(),
            Some(Popup::PathTo(asked)) if asked.cursor.row != row => asked.cursor.row = row,
            Some(Popup::Choose(_) | Popup::PathTo(_)) => self.accept(),
            Some(Popup::Citing(citing)) if citing.cursor.row != row => citing.cursor.row = row,
            Some(Popup::Graph(_)) => self.click_in_graph(row),
            Some(Popup::Overview(overview)) if overview.cursor.row != row => overview.cursor.row = row,
            Some(Popup::Rows(_) | Popup::Citing(_) | Popup::Overview(_)) => self.open(),
            Some(Popup::Page(_) | Popup::Grid(_)) | None => {}
        }
    }

    /// Scrolls what is under the pointer; the focus stays, and a cursor that would be scrolled away is taken along.
    fn wheel(&mut self, under: &Under, lines: isize) {
        match under {
            Under::OnTop(_) => self.wheel_on_top(lines),
            Under::Pane(pane, _) | Under::Title(pane, _) => self.wheel_in_pane(*pane, lines),
            Under::Nothing | Under::Following(_) | Under::Beside | Under::Status(_) => {}
        }
    }

    fn wheel_in_pane(&mut self, pane: Pane, lines: isize) {
        let height = self.height(pane);
        let margin = usize::from(self.settings.scroll_margin);
        let options = self.found_options();
        match pane {
            Pane::Issues if self.results.is_some() => {
                if let Some(results) = &mut self.results {
                    let mut cursor = results.cursor;
                    let window = Window { len: results.len(), height, margin };
                    cursor.scroll(lines, window, |row| results.height_of(row, &options));
                    results.cursor = cursor;
                }
            }
            Pane::Issues => self.issues.scroll(lines, height, margin),
            Pane::Abstract => {
                let top = self.text.top.saturating_add_signed(lines).min(self.text.len().saturating_sub(height));
                // A scroll forgets the place kept over a resize: only if there is one.
                if top != self.text.top {
                    self.text.scroll_to(top, height);
                }
            }
            Pane::Lists => {
                let tab = self.lists.tab;
                let window = Window { len: self.lists.len(tab), height, margin };
                let mut cursor = self.lists.cursor();
                cursor.scroll(lines, window, |row| self.lists.height_of(tab, row));
                *self.lists.cursor_mut() = cursor;
            }
        }
    }

    fn wheel_on_top(&mut self, lines: isize) {
        let Some(popup) = self.popups.last() else { return };
        let height = self.popup_height(popup);
        let rows = if let Popup::Rows(list) = popup { self.rows_len(list) } else { 0 };
        match self.popups.last_mut() {
            Some(Popup::Page(on_top)) => {
                let last = on_top.page.lines.len().saturating_sub(height);
                on_top.top = on_top.top.saturating_add_signed(lines).min(last);
            }
            Some(Popup::Rows(list)) => {
                list.cursor.scroll(lines, Window { len: rows, height, margin: 1 }, |_| 1);
            }
            Some(Popup::Choose(choose)) => {
                let window = Window { len: choose.lines.len(), height: height.saturating_sub(1), margin: 1 };
                choose.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::Grid(grid)) => {
                let window = Window { len: grid.len(), height: height.saturating_sub(super::grid::BESIDE), margin: 1 };
                grid.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::Overview(overview)) => {
                let window = Window { len: overview.rows.len(), height, margin: 1 };
                overview.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::Citing(citing)) => {
                let window = citing.window(height, 1);
                citing.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::PathTo(asked)) => {
                let window = Window { len: asked.rows().len(), height: height.saturating_sub(1), margin: 1 };
                asked.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::Browse(browse)) => {
                let window = Window { len: browse.len(), height: height.saturating_sub(1), margin: 1 };
                browse.cursor.scroll(lines, window, |_| 1);
            }
            Some(Popup::Graph(_)) => {
                self.move_in_graph(Some(lines.signum()), None);
            }
            None => {}
        }
    }
}
