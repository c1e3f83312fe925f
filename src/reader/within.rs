//! Going within a text: by its sections, its figures and tables, and to wherever its own words point.

use super::Reader;
use super::cursor::Cursor;
use super::layout::Pane;
use super::page::{Target, line_of_part, part_of_table, part_page, table_of_part};
use super::popup::{PageOf, Popup, RowsOf, RowsOnTop};

impl Reader {
    pub(super) fn go_section(&mut self, forward: bool) {
        let linear = self.settings.is_linear();
        let height = self.popups.last().map_or(0, |popup| self.popup_height(popup));
        if self.popups.is_empty() {
            self.focus = Pane::Abstract;
            self.arrange();
            self.go_to_line(self.text.section(forward, self.text_line()));
        } else if let Some(Popup::Overview(overview)) = self.popups.last_mut() {
            overview.go_section(forward);
        } else if let Some(Popup::Page(on_top)) = self.popups.last_mut() {
            let lines = on_top.page.sections.iter().map(|section| section.line);
            let top = if linear { on_top.line } else { on_top.top };
            let line = if forward { lines.filter(|line| *line > top).min() } else { lines.filter(|line| *line < top).max() };
            if linear {
                on_top.stand(line.unwrap_or(top), height);
            } else {
                on_top.top = line.unwrap_or(top);
            }
        }
    }

    /// Shows the sections of the page, the one that is read now under the cursor.
    pub(super) fn show_sections(&mut self) {
        if self.text.page.sections.is_empty() {
            self.say("This page has no sections.");
            return;
        }
        let line = self.text_line();
        let row = self.text.page.sections.partition_point(|section| section.line <= line).saturating_sub(1);
        let list = RowsOnTop { title: "Sections".to_owned(), of: RowsOf::Sections, cursor: Cursor { row, top: 0 } };
        self.popups.push(Popup::Rows(list));
        if !self.text.page.captions.is_empty() && !self.settings.is_linear() {
            self.say(format!("{} lists the figures and tables.", self.key_of(super::Action::ShowCaptions)));
        }
    }

    /// Closes the list of sections and goes to the one of this row.
    pub(super) fn go_to_section(&mut self, row: usize) {
        if let Some(line) = self.text.page.sections.get(row).map(|section| section.line) {
            self.jump_to_line(line);
        }
    }

    /// Puts a line of the text at the pane's top, or the cursor on it where there is one.
    fn go_to_line(&mut self, line: usize) {
        let height = self.height(Pane::Abstract);
        if self.settings.is_linear() {
            self.text.stand(line, height);
        } else {
            self.text.aim_at(line, height);
        }
    }

    /// Goes to the next or the previous figure or table of the text, or to one further on.
    pub(super) fn go_caption(&mut self, forward: bool, times: usize) {
        if !self.popups.is_empty() {
            return;
        }
        self.focus = Pane::Abstract;
        self.arrange();
        let from = self.text_line();
        let lines = self.text.page.captions.iter().map(|caption| caption.line);
        let mut lines: Vec<usize> = lines.filter(|line| if forward { *line > from } else { *line < from }).collect();
        if !forward {
            lines.reverse();
        }
        if let Some(line) = lines.get(times - 1).or(lines.last()) {
            self.go_to_line(*line);
        }
        if self.text_line() == from {
            self.say(format!("There is no {} figure or table in this text.", if forward { "further" } else { "earlier" }));
        }
    }

    /// Shows the figures and tables of the text, the one that was passed last under the cursor.
    pub(super) fn show_captions(&mut self) {
        if self.text.page.captions.is_empty() {
            self.say("This text has no figures and no tables.");
            return;
        }
        let line = self.text_line();
        let row = self.text.page.captions.partition_point(|caption| caption.line <= line).saturating_sub(1);
        let list = RowsOnTop { title: "Figures and tables".to_owned(), of: RowsOf::Captions, cursor: Cursor { row, top: 0 } };
        self.popups.push(Popup::Rows(list));
    }

    /// Closes the list of figures and tables and goes to the one of this row.
    pub(super) fn go_to_caption(&mut self, row: usize) {
        if let Some(line) = self.text.page.captions.get(row).map(|caption| caption.line) {
            self.jump_to_line(line);
        }
    }

    /// Goes to a part of the text that its words point at.
    pub(super) fn go_to_part(&mut self, number: usize) {
        self.jump_to_line(line_of_part(&self.text.page, number));
    }

    /// Goes from the page of a table to where it stands in the text: no jump where that is on the screen.
    pub(super) fn go_to_table(&mut self, nth: usize) {
        let part = self.shown.as_ref().and_then(|shown| part_of_table(&shown.article, nth));
        let Some(line) = part.map(|part| line_of_part(&self.text.page, part)) else { return };
        if self.focus == Pane::Abstract && self.lines_seen(self.height(Pane::Abstract)).contains(&line) {
            self.close_on_top();
        } else {
            self.jump_to_line(line);
        }
    }

    /// Looks at a part of the text without leaving.
    pub(super) fn peek_part(&mut self, number: usize) {
        let Some(article) = self.shown.as_ref().map(|shown| &shown.article) else { return };
        if let Some(nth) = table_of_part(article, number) {
            return self.follow_target(Target::Table(nth));
        }
        if let Some((title, _)) = part_page(article, number, &self.text_options()) {
            self.show_page(title, PageOf::Part(number));
        }
    }

    /// A jump to a line of the text.
    fn jump_to_line(&mut self, line: usize) {
        self.leave();
        self.popups.clear();
        self.drop_popup_questions();
        self.voice.way = Some(self.jump_words());
        self.focus = Pane::Abstract;
        self.arrange();
        self.text.link = None;
        self.go_to_line(line);
    }
}
