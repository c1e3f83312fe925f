//! The line at the bottom: where one is, or what was said, or what is being typed.

use super::layout::{Layout, Pane};
use super::page::{PageLine, Tag};
use super::{Action, Prompt, Reader, Role, Sign};
use crate::text::{Emphasis, Run};

/// What the line shows.
#[derive(Clone, Debug)]
pub struct StatusLine {
    pub left: PageLine,
    /// Stands at the right edge, if there is room for it.
    pub right: PageLine,
    /// Where the terminal's cursor stands, in cells from the left.
    pub cursor: Option<usize>,
}

pub(super) fn run(text: impl Into<String>, role: Role) -> Run<Tag> {
    Run { text: text.into(), emphasis: Emphasis::default(), tag: Tag::of(role) }
}

pub(super) fn line(runs: Vec<Run<Tag>>) -> PageLine {
    PageLine { indent: 0, runs, start: 0 }
}

impl Reader {
    /// The line at the bottom, cut to the width of the screen.
    pub fn status_line(&self) -> StatusLine {
        if self.settings.is_linear() {
            return self.linear_status();
        }
        let width = usize::from(self.size.columns);
        let measure = self.settings.measure;
        if let Some(prompt) = &self.prompt {
            let (sign, typing, right) = match prompt {
                Prompt::Find(typing) => ("/", typing, self.find_count()),
                Prompt::Command(typing) => (":", typing, self.completions()),
            };
            let (before, after) = typing.parts();
            // The end of a long line is what is being typed.
            let mut before = before;
            while 1 + measure.width(before) >= width && !before.is_empty() {
                let mut rest = before.chars();
                rest.next();
                before = rest.as_str();
            }
            let cursor = 1 + measure.width(before);
            let left = line(vec![run(sign, Role::StatusKey), run(before, Role::Prompt), run(after, Role::Prompt)]);
            return StatusLine { left, right: line(vec![run(right, Role::Dim)]), cursor: Some(cursor) };
        }
        let half = if self.half.letter.is_some() { "a–z".to_owned() } else { self.half.shown() };
        if let Some(said) = &self.said {
            let role = if said.error { Role::Error } else { Role::Status };
            let text = measure.truncate(&said.text, width);
            return StatusLine { left: line(vec![run(text, role)]), right: line(vec![run(half, Role::StatusKey)]), cursor: None };
        }
        let right = self.status_right(&half);
        let taken: usize = right.iter().map(|run| measure.width(&run.text)).sum();
        let room = if taken + 12 > width { width } else { width.saturating_sub(taken + 2) };
        let left = line(vec![run(self.crumb(room), Role::Crumb)]);
        let right = if taken + 12 > width { Vec::new() } else { right };
        StatusLine { left, right: line(right), cursor: None }
    }

    pub(super) fn find_count(&self) -> String {
        let Some(found) = &self.found else { return String::new() };
        let among = if found.place == super::FindIn::Issues { " in the rows unfolded" } else { "" };
        match found.current {
            Some(number) => format!("{}/{}{among}", number + 1, found.matches.len()),
            None if found.needle.is_empty() => String::new(),
            None => format!("none{among}"),
        }
    }

    fn status_right(&self, half: &str) -> Vec<Run<Tag>> {
        let mut runs = Vec::new();
        let wide = self.size.columns >= 60;
        if !half.is_empty() {
            runs.push(run(format!("{half}  "), Role::StatusKey));
        }
        if let Some(shown) = self.shown.as_ref().filter(|_| wide) {
            let languages = shown.article.title.len() > 1 || shown.article.abstracts.len() > 1;
            if languages {
                let name = match self.settings.language {
                    super::LanguageChoice::Zh => "zh",
                    super::LanguageChoice::En => "en",
                    super::LanguageChoice::Both => "zh+en",
                };
                runs.push(run(format!("{name}  "), Role::Status));
            }
            if shown.place.of > 0 {
                runs.push(run(format!("unread {}/{}  ", shown.place.unread, shown.place.of), Role::Status));
            }
        }
        if self.arrangement.layout == Layout::Single {
            runs.push(run(format!("{}  ", self.pane_position()), Role::Status));
        }
        let help = self.keymap.keys_of(super::Context::Global, Action::Help).into_iter().next();
        if let Some(key) = help {
            runs.push(run(key, Role::StatusKey));
            runs.push(run(" help", Role::Status));
        }
        runs
    }

    /// The focused pane and how far down in it one is.
    fn pane_position(&self) -> String {
        match self.focus {
            Pane::Issues => "Issues".to_owned(),
            Pane::Abstract => {
                let (len, height) = (self.text.len(), self.height(Pane::Abstract));
                if len <= height { "Abstract".to_owned() } else { format!("Abstract {}%", (self.text.top * 100) / (len - height).max(1)) }
            }
            Pane::Lists => {
                let tab = self.lists.tab;
                match self.lists.len(tab) {
                    0 => tab.titles().0.to_owned(),
                    len => format!("{} {}/{len}", tab.titles().0, self.lists.cursor().row + 1),
                }
            }
        }
    }

    /// Journal, year, volume and issue, pages: as much of it as there is room for, the journal cut first.
    pub(super) fn crumb(&self, room: usize) -> String {
        let Some(shown) = &self.shown else { return "qikan".to_owned() };
        let measure = self.settings.measure;
        let article = &shown.article;
        let between = self.settings.signs().draw(Sign::Crumb);
        let journal = self.prefer(&article.journal.title).to_owned();
        let mut rest: Vec<String> = article.year.map(|year| year.to_string()).into_iter().collect();
        let number = match (&article.volume, &article.issue) {
            (Some(volume), Some(issue)) => format!("{volume}({issue})"),
            (Some(volume), None) => volume.clone(),
            (None, Some(issue)) => format!("({issue})"),
            (None, None) => String::new(),
        };
        rest.extend(Some(number).filter(|number| !number.is_empty()));
        rest.extend(Some(article.pages.raw.clone()).filter(|pages| !pages.is_empty()));
        let rest = rest.join(between);
        let over = measure.width(&rest) + measure.width(between);
        if journal.is_empty() {
            return measure.truncate(&rest, room);
        }
        if rest.is_empty() {
            return measure.truncate(&journal, room);
        }
        if room > over + 3 {
            return format!("{}{between}{rest}", measure.truncate(&journal, room - over));
        }
        measure.truncate(&rest, room)
    }
}
