//! The line at the bottom: where one is, or what was said, or what is being typed.

use super::layout::{Layout, Pane};
use super::page::{PageLine, Tag, Target, target_at};
use super::{Action, Prompt, Reader, Role, Sign};
use crate::text::{Emphasis, Measure, Run, WrapOptions, plain, wrap};

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

fn leading(text: impl Into<String>, role: Role, target: Target) -> Run<Tag> {
    Run { text: text.into(), emphasis: Emphasis::default(), tag: Tag::leading(role, target) }
}

pub(super) fn line(runs: Vec<Run<Tag>>) -> PageLine {
    PageLine { indent: 0, runs, start: 0 }
}

/// Cells that a crumb needs at least beside the hints.
const CRUMB: usize = 12;
/// Columns of a screen from which on the line says more than where one is.
pub(super) const ROOMY: u16 = 60;
/// What is hinted at while a query is typed, and in a list of results.
const PROMPT_HINTS: &[(Action, &str)] = &[(Action::Cancel, "back"), (Action::Accept, "to the list")];
const RESULTS_HINTS: &[(Action, &str)] = &[
    (Action::Help, "help"),
    (Action::Close, "back"),
    (Action::SaveSearch, "keep"),
    (Action::Narrow, "narrow"),
    (Action::Facets, "facets"),
    (Action::Sort, "sort"),
];

impl StatusLine {
    /// The column where the right part begins in a line of so many cells, if there is room for it.
    pub fn right_column(&self, width: usize, measure: Measure) -> Option<usize> {
        let (left, right) = (self.left.width(measure).min(width), self.right.width(measure));
        (right > 0 && left + right < width).then(|| width - right)
    }

    /// Where the cell leads.
    pub fn target_at(&self, cell: usize, width: usize, measure: Measure) -> Option<&Target> {
        match self.right_column(width, measure) {
            Some(column) if cell >= column => target_at(&self.right, cell - column, measure),
            _ => target_at(&self.left, cell, measure),
        }
    }
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
                Prompt::Search(typing) if self.is_linking() => ("link to: ", typing, self.query_count()),
                Prompt::Search(typing) => ("search: ", typing, self.query_count()),
                Prompt::Narrow(typing) => ("narrow: ", typing, self.query_count()),
                Prompt::Command(typing) => (":", typing, self.completions()),
            };
            let (before, after) = typing.parts();
            // The end of a long line is what is being typed.
            let mut before = before;
            let sign_width = measure.width(sign);
            while sign_width + measure.width(before) >= width && !before.is_empty() {
                let mut rest = before.chars();
                rest.next();
                before = rest.as_str();
            }
            let cursor = sign_width + measure.width(before);
            let left = line(vec![run(sign, Role::StatusKey), run(before, Role::Prompt), run(after, Role::Prompt)]);
            let taken = measure.width(sign) + measure.width(&typing.text()) + measure.width(&right) + 1;
            let mut right = vec![run(right, Role::Dim)];
            if matches!(prompt, Prompt::Search(_) | Prompt::Narrow(_)) {
                // What is empty or wrong leads to no list.
                let hints = if typing.is_empty() || self.query_error().is_some() { &PROMPT_HINTS[..1] } else { PROMPT_HINTS };
                self.hint(&mut right, super::Context::Prompt, hints, width.saturating_sub(taken));
            }
            return StatusLine { left, right: line(right), cursor: Some(cursor) };
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
        let left = line(self.crumb(room));
        let right = if taken + 12 > width { Vec::new() } else { right };
        StatusLine { left, right: line(right), cursor: None }
    }

    /// What was said, where one row does not hold it: so many rows that it can be read, the last of them in the place of the line at
    /// the bottom. It stands until the next key. Who listens hears one row only: what stands below it must stay as it was read.
    ///
    /// ```text
    /// set NAME VALUE: measure, scroll_margin, theme, language, layout, selection,
    /// follow, signs, ambiguous_width.
    /// ```
    pub fn said_lines(&self) -> Vec<PageLine> {
        let (width, measure) = (usize::from(self.size.columns), self.settings.measure);
        let Some(said) = self.said.as_ref().filter(|_| self.prompt.is_none() && !self.settings.is_linear()) else { return Vec::new() };
        let most = usize::from(self.size.rows) / 2;
        if measure.width(&said.text) <= width || most < 2 || self.half.letter.is_some() || !self.half.keys.is_empty() {
            return Vec::new();
        }
        let runs = [run(said.text.as_str(), if said.error { Role::Error } else { Role::Status })];
        let mut lines = wrap(&runs, &WrapOptions { width, measure, first_indent: 0, indent: 0 });
        if let Some(first_too_many) = lines.get(most - 1).filter(|_| lines.len() > most) {
            let rest = said.text.get(first_too_many.start..).unwrap_or_default().to_owned();
            lines.truncate(most - 1);
            lines.push(line(vec![run(measure.truncate(&rest, width), if said.error { Role::Error } else { Role::Status })]));
        }
        lines
    }

    /// How many the query in the prompt finds; while nothing is typed, how it is explained.
    fn query_count(&self) -> String {
        let (Some(Prompt::Search(typing) | Prompt::Narrow(typing)), None) = (&self.prompt, self.query_error()) else {
            return String::new();
        };
        if typing.is_empty() {
            return "? explains".to_owned();
        }
        if matches!(self.prompt, Some(Prompt::Narrow(_))) && self.focus == Pane::Lists {
            return self.lists.narrowed(self.lists.tab).map(|narrowing| format!("{} found", narrowing.places.len())).unwrap_or_default();
        }
        self.results.as_ref().and_then(super::Results::counted).unwrap_or_default()
    }

    /// The sentence of what is wrong with the query in the prompt, for the row above it, with a mark over the place.
    ///
    /// ```text
    ///                     v column 12: a year range is written 2018..2024, …
    /// search: 智慧 year:18..24
    /// ```
    ///
    /// What else went wrong with what is typed stands there as well.
    pub fn query_error_line(&self) -> Option<PageLine> {
        let fresh = !self.settings.is_linear() || self.voice.fresh;
        if let (Some(said), Some(_)) = (self.said.as_ref().filter(|said| said.error && fresh), &self.prompt) {
            let text = self.settings.measure.truncate(&said.text, usize::from(self.size.columns));
            return Some(line(vec![run(text, Role::Error)]));
        }
        let error = self.query_error()?;
        let (Prompt::Search(typing) | Prompt::Narrow(typing)) = self.prompt.as_ref()? else { return None };
        let (width, measure) = (usize::from(self.size.columns), self.settings.measure);
        let text = typing.text();
        let before: String = text.char_indices().take_while(|(at, _)| *at < error.at).map(|(_, c)| c).collect();
        let column = "search: ".len() + measure.width(&before);
        let sentence = error.to_string();
        let needed = measure.width(&sentence);
        // Of a query that is longer than the line only the end is seen.
        let whole = "search: ".len() + measure.width(&text) < width;
        let written = if whole && column + 2 + needed <= width {
            format!("{}v {sentence}", " ".repeat(column))
        } else if whole && needed < column {
            format!("{}{sentence} v", " ".repeat(column - needed - 1))
        } else {
            measure.truncate(&sentence, width)
        };
        Some(line(vec![run(written, Role::Error)]))
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
        let wide = self.size.columns >= ROOMY;
        if !half.is_empty() {
            runs.push(run(format!("{half}  "), Role::StatusKey));
        }
        let found = self.context() == super::Context::Results;
        if let Some(shown) = self.shown.as_ref().filter(|_| wide && !found) {
            let languages = shown.article.title.len() > 1 || shown.article.abstracts.len() > 1;
            if languages {
                let name = match self.settings.language {
                    super::LanguageChoice::Zh => "zh",
                    super::LanguageChoice::En => "en",
                    super::LanguageChoice::Both => "zh+en",
                };
                runs.push(leading(name, Role::Status, Target::Action(Action::Language)));
                runs.push(run("  ", Role::Status));
            }
            if let Some(along) = self.along_figures() {
                let along = self.settings.measure.truncate(&along, usize::from(self.size.columns) / 3);
                runs.push(leading(along, Role::Status, Target::Action(Action::Along)));
                runs.push(run("  ", Role::Status));
            } else if shown.place.of > 0 {
                let unread = format!("unread {}/{}", shown.place.unread, shown.place.of);
                runs.push(leading(unread, Role::Status, Target::Action(Action::NextUnread)));
                runs.push(run("  ", Role::Status));
            }
        }
        // Which pane lies below what is on top is of no use, and how to leave that is.
        if self.arrangement.layout == Layout::Single && self.popups.is_empty() {
            runs.push(leading(self.pane_position(), Role::Status, Target::Action(Action::NextPane)));
            runs.push(run("  ", Role::Status));
        }
        let taken: usize = runs.iter().map(|run| self.settings.measure.width(&run.text)).sum();
        let room = usize::from(self.size.columns).saturating_sub(CRUMB + taken);
        if found {
            self.hint(&mut runs, super::Context::Results, RESULTS_HINTS, room);
            return runs;
        }
        if let Some(popup) = self.popups.last() {
            let leave = if popup.context() == super::Context::Prompt { Action::Cancel } else { Action::Close };
            let mut hints = vec![(Action::Help, "help"), (leave, "close")];
            hints.extend(self.page_leads_on().then_some((Action::Open, "open")));
            self.hint(&mut runs, popup.context(), &hints, room);
            return runs;
        }
        let mut hints = RESULTS_HINTS.iter().take(1).copied().collect::<Vec<_>>();
        // Whoever jumped is told how to come back; where one stood in an earlier session is of no hurry.
        let jumped = self.trail.behind.last().is_some_and(|stop| stop.key.is_some());
        hints.extend(jumped.then_some((Action::Back, "back")));
        hints.extend(self.along_otherwise().filter(|_| wide).map(|otherwise| (Action::Along, otherwise)));
        self.hint(&mut runs, super::Context::Global, &hints, room);
        runs
    }

    /// Puts behind these what can be pressed, as much of it as there is room for, the first at the right edge. The keys are those of
    /// the keymap.
    fn hint(&self, runs: &mut Vec<Run<Tag>>, context: super::Context, hints: &[(Action, &'static str)], room: usize) {
        let measure = self.settings.measure;
        let apart = |runs: &[Run<Tag>]| runs.last().is_some_and(|run| !run.text.is_empty() && !run.text.ends_with(' '));
        let mut fitting: Vec<[Run<Tag>; 2]> = Vec::new();
        let mut left = room;
        for (action, does) in hints {
            let keys = self.keymap.keys_of(context, *action);
            let Some(key) = keys.iter().find(|key| !key.contains("C-")).or(keys.first()) else { continue };
            let (key, does) = (key.trim_matches(['<', '>']), format!(" {does}"));
            let between = if apart(runs) || !fitting.is_empty() { 2 } else { 0 };
            let Some(rest) = left.checked_sub(measure.width(key) + measure.width(&does) + between) else { break };
            left = rest;
            fitting.push([leading(key, Role::StatusKey, Target::Action(*action)), leading(does, Role::Status, Target::Action(*action))]);
        }
        for hint in fitting.into_iter().rev() {
            if apart(runs) {
                runs.push(run("  ", Role::Status));
            }
            runs.extend(hint);
        }
    }

    /// The focused pane and how far down in it one is.
    fn pane_position(&self) -> String {
        match self.focus {
            Pane::Issues => match &self.results {
                Some(results) => {
                    format!("Results {}/{}", (results.cursor.row + 1).min(results.len()), super::grouped(results.len() as u64))
                }
                None => "Issues".to_owned(),
            },
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

    /// Journal, year, volume and issue, pages, each but the last leading up: as much of it as there is room for, the journal
    /// cut first.
    pub(super) fn crumb(&self, room: usize) -> Vec<Run<Tag>> {
        let Some(shown) = &self.shown else { return vec![run("qikan", Role::Crumb)] };
        let measure = self.settings.measure;
        let article = &shown.article;
        let between = self.settings.signs().draw(Sign::Crumb);
        let number = match (&article.volume, &article.issue) {
            (Some(volume), Some(issue)) => format!("{volume}({issue})"),
            (Some(volume), None) => volume.clone(),
            (None, Some(issue)) => format!("({issue})"),
            (None, None) => String::new(),
        };
        let year = article.year.map(|year| year.to_string()).unwrap_or_default();
        let parts = [(year, Some(Target::Volume)), (number, Some(Target::Issue)), (article.pages.raw.clone(), None)];
        let mut rest = Vec::new();
        for (text, target) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
            if !rest.is_empty() {
                rest.push(run(between, Role::Crumb));
            }
            rest.push(target.map_or_else(|| run(text.as_str(), Role::Crumb), |target| leading(text.as_str(), Role::Crumb, target)));
        }
        let taken: usize = rest.iter().map(|run| measure.width(&run.text)).sum();
        let over = taken + measure.width(between);
        let journal = plain(self.prefer(&article.journal.title));
        let journal_in = |room: usize| leading(measure.truncate(&journal, room), Role::Crumb, Target::Journal);
        if rest.is_empty() {
            return vec![journal_in(room)];
        }
        if !journal.is_empty() && room > over + 3 {
            rest.splice(0..0, [journal_in(room - over), run(between, Role::Crumb)]);
            return rest;
        }
        if taken <= room {
            return rest;
        }
        let whole: String = rest.iter().map(|run| run.text.as_str()).collect();
        vec![run(measure.truncate(&whole, room), Role::Crumb)]
    }
}
