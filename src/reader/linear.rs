//! The linear presentation, for those who listen or read braille: what is said, when, and in which words.
//!
//! A screen reader speaks what is written and follows the terminal's cursor. So a step by a row moves the cursor and writes
//! nothing; everything else that happens is one sentence in the line at the bottom, which stands until the next.

use std::borrow::Cow;

use super::asking::Waiting;
use super::crumb::{StatusLine, line, run};
use super::layout::Pane;
use super::panes::Tab;
use super::popup::{ChooseOf, Popup};
use super::{FindIn, Letter, Prompt, Reader, Role, Said, Sign};
use crate::library::ArticleKey;
use crate::text::plain;

/// What has been said of where one is, and what has still to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Voice {
    /// Something was said since the last key.
    pub fresh: bool,
    /// The last key moved by a row or line, which is heard by itself.
    pub stepped: bool,
    /// How one came to where one is, if by a jump.
    pub way: Option<Cow<'static, str>>,
    /// How many jumps were told of.
    pub jumps: usize,
    spot: Option<Spot>,
    row: usize,
    unfolded: bool,
}

impl Voice {
    /// A key was pressed.
    pub fn listen(&mut self) {
        self.fresh = false;
        self.stepped = false;
        self.way = None;
    }
}

/// What one is in: two that differ are worth a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    pane: Pane,
    tab: Tab,
    article: Option<ArticleKey>,
    /// The list of results, where there is one.
    results: Option<u64>,
    /// How many stand on top, and the title of the topmost.
    on_top: (usize, String),
}

/// Where one is, in words and figures.
struct Whereabouts {
    name: String,
    unit: &'static str,
    /// From 0.
    row: usize,
    len: usize,
    /// The article that it belongs to.
    title: String,
}

impl Whereabouts {
    /// `row 3 of 21`
    fn place(&self) -> String {
        if self.len == 0 { "empty".to_owned() } else { format!("{} {}", self.unit, self.figures()) }
    }

    /// `3 of 21`
    fn figures(&self) -> String {
        format!("{} of {}", (self.row + 1).min(self.len), self.len)
    }
}

impl Reader {
    /// Says what happened, unless it is heard by itself: after every event.
    pub(super) fn announce(&mut self) {
        // What is still being asked for would be said wrong.
        let later = |waiting: &Waiting| matches!(waiting, Waiting::Saved(_) | Waiting::Searches);
        if !self.started || !self.waiting.values().all(later) || self.issues.tree.roots().is_none() {
            return;
        }
        let spot = self.spot();
        let here = self.whereabouts();
        let unfolded = self.issues.tree.branch(&self.issues.at).is_some();
        let moved = self.voice.row != here.row;
        let folded = !moved && self.voice.unfolded != unfolded && self.focus == Pane::Issues;
        let way = self.voice.way.take();
        let changed = way.is_some() || self.voice.spot.as_ref() != Some(&spot);
        let sentence = if changed {
            let way = way.map(|way| format!("{way}. ")).unwrap_or_default();
            let first = self.voice.spot.is_none();
            let place = if matches!(self.popups.last(), Some(Popup::Choose(_))) {
                format!("{way}{}. Type words to narrow, Down to choose, Enter to do it", here.name)
            } else if matches!(self.popups.last(), Some(Popup::PathTo(_))) {
                format!("{way}{}, {}. Type words of an article, Down to choose, Enter to find the path", here.name, here.place())
            } else if let Some(Popup::Browse(browse)) = self.popups.last() {
                format!("{way}{}, {}. Type words to narrow, Down to choose, {}", here.name, here.place(), browse.enter())
            } else if self.page_leads_on() {
                let [enter, close] = [super::Action::Open, super::Action::Close].map(|action| self.key_of(action));
                format!("{way}{}, {}. {enter} opens it, {close} closes it", here.name, here.place())
            } else {
                format!("{way}{}, {}", here.name, here.place())
            };
            let place = if first { format!("{place}. {} lists the keys", self.key_of(super::Action::Help)) } else { place };
            match self.said.as_ref().filter(|_| self.voice.fresh) {
                Some(said) => Some(format!("{place}. {}", said.text)),
                None if here.title.is_empty() || first => Some(format!("{place}.")),
                None => Some(format!("{place}: {}", here.title)),
            }
        } else if self.voice.fresh {
            None
        } else if folded {
            Some(if unfolded { "Open." } else { "Closed." }.to_owned())
        } else if moved && !self.voice.stepped {
            let on_link = self.text.chosen().is_some() && self.focus == Pane::Abstract && self.popups.is_empty();
            let enter = self.key_of(super::Action::Open);
            let (unit, figures) = (if here.unit == "row" { "Row" } else { "Line" }, here.figures());
            let more = if on_link { format!("; {enter} follows what the cursor is on") } else { String::new() };
            Some(format!("{unit} {figures}{more}."))
        } else {
            None
        };
        if let Some(text) = sentence {
            let error = self.said.as_ref().is_some_and(|said| said.error && self.voice.fresh);
            self.said = Some(Said { text, error });
            self.voice.fresh = true;
        }
        self.voice.spot = Some(spot);
        self.voice.row = here.row;
        self.voice.unfolded = unfolded;
    }

    /// Says where one is, on being asked.
    pub(super) fn say_where(&mut self) {
        let here = self.whereabouts();
        let title = if here.title.is_empty() { String::new() } else { format!(": {}", here.title) };
        let crumb = if self.shown.is_some() {
            format!(". {}", self.crumb(usize::from(u16::MAX)).iter().map(|run| run.text.as_str()).collect::<String>())
        } else {
            String::new()
        };
        let along = self.along_figures().map(|along| format!(", along {along}")).unwrap_or_default();
        self.say(format!("{}, {}{along}{title}{crumb}", here.name, here.place()));
    }

    /// Says which match one is at, or that there is none.
    pub(super) fn say_match(&mut self) {
        if let Some(found) = &self.found
            && let Some(number) = found.current
        {
            let among = if found.place == FindIn::Issues { " of the rows unfolded" } else { "" };
            self.say(format!("Match {} of {}{among} for {}.", number + 1, found.matches.len(), found.needle));
        }
    }

    /// The line of the text that one is at: under the cursor where there is one, else at the top.
    pub(super) fn text_line(&self) -> usize {
        if self.settings.is_linear() { self.text.line } else { self.text.top }
    }

    /// The lines among which the next link is looked for.
    pub(super) fn lines_seen(&self, height: usize) -> std::ops::Range<usize> {
        let top = self.text_line();
        top..top + if self.settings.is_linear() { 1 } else { height }
    }

    /// Goes to a line of the text, or scrolls it into view.
    pub(super) fn show_text_line(&mut self, line: usize) {
        let height = self.height(Pane::Abstract);
        if self.settings.is_linear() {
            self.text.stand(line, height);
        } else {
            self.text.show_line(line, height);
        }
    }

    fn spot(&self) -> Spot {
        let on_top = self.popups.last().map(|_| self.whereabouts().name).unwrap_or_default();
        Spot {
            pane: self.focus,
            tab: self.lists.tab,
            article: self.shown.as_ref().map(|shown| shown.key).filter(|_| self.focus != Pane::Issues),
            results: self.results.as_ref().filter(|_| self.focus == Pane::Issues).map(|results| results.id),
            on_top: (self.popups.len(), on_top),
        }
    }

    /// The pane's or the popup's name, and how far down one is.
    fn whereabouts(&self) -> Whereabouts {
        let title = || self.shown.as_ref().map(|shown| plain(self.prefer(&shown.article.title))).unwrap_or_default();
        let whereabouts = |name: &str, unit, row, len, title| Whereabouts { name: name.to_owned(), unit, row, len, title };
        match self.popups.last() {
            Some(Popup::Page(on_top)) => whereabouts(&on_top.title, "line", on_top.line, on_top.page.lines.len(), String::new()),
            Some(Popup::Rows(list)) => whereabouts(&list.title, "row", list.cursor.row, self.rows_len(list), String::new()),
            Some(Popup::Grid(grid)) => {
                whereabouts(&format!("Issues of {}", grid.journal), "row", grid.cursor.row, grid.len(), String::new())
            }
            Some(Popup::Graph(graph)) => whereabouts(&graph.title(), "row", graph.list.row, graph.rows().len(), String::new()),
            Some(Popup::PathTo(asked)) => whereabouts(&asked.title(), "row", asked.cursor.row, asked.rows().len(), String::new()),
            Some(Popup::Overview(overview)) => whereabouts(&overview.title, "row", overview.cursor.row, overview.rows.len(), String::new()),
            Some(Popup::Citing(citing)) => whereabouts(&citing.name(), "row", citing.cursor.row, citing.rows.len(), String::new()),
            Some(Popup::Browse(browse)) => whereabouts(&browse.name(), "row", browse.cursor.row, browse.len(), String::new()),
            Some(Popup::Choose(choose)) => {
                let name = match choose.of {
                    ChooseOf::Help => format!("Keys: {}", choose.context.title()),
                    ChooseOf::Palette => "Actions".to_owned(),
                };
                whereabouts(&name, "row", choose.cursor.row, choose.lines.len(), String::new())
            }
            None => match self.focus {
                Pane::Issues if self.results.is_some() => {
                    let name = |sought: &super::results::Sought| {
                        let head = if sought.is_listed() { "List:" } else { "Results for" };
                        let order = sought.order.map(|order| format!(", {}", super::sorting::phrase(order))).unwrap_or_default();
                        format!("{head} {}{order}", sought.title())
                    };
                    let results = self.results.as_ref();
                    let (row, len, name) =
                        results.map(|results| (results.cursor.row, results.len(), name(&results.sought))).unwrap_or_default();
                    whereabouts(&name, "row", row, len, String::new())
                }
                Pane::Issues => whereabouts("Issues", "row", self.issues.index(), self.issues.tree.len(), String::new()),
                Pane::Abstract => whereabouts("Abstract", "line", self.text_line(), self.text.len(), title()),
                Pane::Lists => {
                    let (tab, row) = (self.lists.tab, self.lists.cursor().row);
                    whereabouts(tab.titles().0, "row", row, self.lists.len(tab), title())
                }
            },
        }
    }

    /// The first line of the screen: what is shown, and how much of it there is.
    pub fn linear_title(&self) -> String {
        let here = self.whereabouts();
        let unit = if here.len == 1 { here.unit.to_owned() } else { format!("{}s", here.unit) };
        format!("{}, {} {unit}", here.name, here.len)
    }

    /// The line at the bottom: what is typed, which keys can follow, or what was said last.
    pub(super) fn linear_status(&self) -> StatusLine {
        let width = usize::from(self.size.columns);
        let measure = self.settings.measure;
        let said = |text: &str, role| {
            let cut = measure.width(text) > width;
            let end = if cut { self.settings.signs().draw(Sign::Ellipsis) } else { "" };
            let (head, _) = measure.head(text, width.saturating_sub(end.len()));
            StatusLine { left: line(vec![run(format!("{head}{end}"), role)]), right: line(Vec::new()), cursor: None }
        };
        if let Some(prompt) = &self.prompt {
            let (asked, typing) = match prompt {
                Prompt::Find(typing) => ("Find: ", typing),
                Prompt::Command(typing) => ("Command: ", typing),
                Prompt::Search(typing) if self.is_linking() => ("Link to: ", typing),
                Prompt::Search(typing) => ("Search: ", typing),
                Prompt::Narrow(typing) => ("Narrow: ", typing),
            };
            let (mut before, after) = typing.parts();
            // The end of a long line is what is being typed.
            while asked.len() + measure.width(before) >= width && !before.is_empty() {
                let mut rest = before.chars();
                rest.next();
                before = rest.as_str();
            }
            let cursor = asked.len() + measure.width(before);
            let mut runs = vec![run(asked, Role::StatusKey), run(before, Role::Prompt), run(after, Role::Prompt)];
            let known = if matches!(prompt, Prompt::Command(_)) { self.completions() } else { String::new() };
            if !known.is_empty() {
                runs.push(run(format!(" ({known})"), Role::Dim));
            }
            return StatusLine { left: line(runs), right: line(Vec::new()), cursor: Some(cursor) };
        }
        match (self.half.letter, self.half.choices.is_empty(), self.half.count, &self.said) {
            (Some(Letter::SetMark), ..) => said("Set a mark: a letter from a to z.", Role::Status),
            (Some(Letter::GoMark), ..) => {
                let marks: Vec<String> = self.trail.marks.keys().map(char::to_string).collect();
                let marks = if marks.is_empty() { "there are none".to_owned() } else { marks.join(", ") };
                said(&format!("Go to a mark: {marks}."), Role::Status)
            }
            (_, false, ..) => said(&self.keys_to_follow(width), Role::Status),
            (_, _, Some(count), _) => said(&format!("{count} times, or to row {count}."), Role::Status),
            (.., Some(last)) => said(&last.text, if last.error { Role::Error } else { Role::Status }),
            (.., None) => said("", Role::Status),
        }
    }

    /// The keys that can follow those pressed half-way: with what they do where that fits, else the keys alone.
    fn keys_to_follow(&self, width: usize) -> String {
        let half = self.half.shown();
        let choices = &self.half.choices;
        let long: Vec<String> = choices.iter().map(|choice| format!("{} {}", choice.keys, choice.action.name())).collect();
        let long = format!("{half}, then {}.", long.join(", "));
        if self.settings.measure.width(&long) <= width {
            return long;
        }
        let short: Vec<&str> = choices.iter().map(|choice| choice.keys.as_str()).collect();
        format!("{half}, then {}.", short.join(" "))
    }
}
