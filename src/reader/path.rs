//! A path of citations between two articles: where to, asked with what one is likely to mean, and the way itself as a list.

use super::asking::Waiting;
use super::cursor::Cursor;
use super::going::Arrival;
use super::layout::Pane;
use super::popup::{Popup, RowsOf, RowsOnTop};
use super::{Reader, Typing};
pub use crate::library::PathStep;
use crate::library::{ArticleKey, Cited, Paths, Question};
use crate::record::RecordId;
use crate::search::query::{Mode, parse};
use crate::search::{FoundRow, Want, Wish};
use crate::text::{clean_line, plain};

/// Articles offered.
const OFFERED: usize = 40;

/// An article that a path may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathEnd {
    /// Why it is offered: `came from`, `trail`, `mark a`; nothing of what was found.
    pub why: String,
    pub title: String,
    key: Option<ArticleKey>,
    id: RecordId,
}

/// The question where to, on top.
#[derive(Clone, Debug)]
pub struct PathTo {
    from: ArticleKey,
    /// The title of the article that the path begins at.
    pub name: String,
    pub typing: Typing,
    pub cursor: Cursor,
    /// The cursor was moved among the rows since something was typed.
    pub stepped: bool,
    /// What is offered while nothing is typed.
    known: Vec<PathEnd>,
    /// What was found by what is typed.
    found: Option<Vec<PathEnd>>,
}

impl PathTo {
    /// What the list is called.
    pub fn title(&self) -> String {
        format!("Path to which article, from {}", self.name)
    }

    pub fn rows(&self) -> &[PathEnd] {
        if self.typing.is_empty() { &self.known } else { self.found.as_deref().unwrap_or_default() }
    }

    /// Nothing has what is typed.
    pub fn is_in_vain(&self) -> bool {
        !self.typing.is_empty() && self.found.as_ref().is_some_and(Vec::is_empty)
    }
}

/// The way, once it is known.
#[derive(Clone, Debug, Default)]
pub struct PathRows {
    paths: Vec<Vec<PathStep>>,
    /// How many are equally short.
    of: u64,
    which: usize,
    from: String,
    to: String,
}

impl PathRows {
    /// The articles of the path that is shown.
    pub fn steps(&self) -> &[PathStep] {
        self.paths.get(self.which).map_or(&[], Vec::as_slice)
    }

    /// `Path of 3 steps, 1 of 4 equally short ones (n shows the next)`
    fn title(&self, key: &str) -> String {
        let steps = self.steps().len().saturating_sub(1);
        let unit = if steps == 1 { "step" } else { "steps" };
        let others = if self.of > 1 {
            format!(", {} of {} equally short ones ({key} shows the next)", self.which + 1, super::grouped(self.of))
        } else {
            String::new()
        };
        format!("Path of {steps} {unit}{others}")
    }
}

/// What the article before does to a step: `cites`, `is cited by`; the first stands alone.
pub fn relation(step: &PathStep) -> &'static str {
    step.cited.map_or("from", Cited::word)
}

impl Reader {
    /// Asks where a path shall lead.
    pub(super) fn ask_path(&mut self) {
        let Some(from) = self.key_in_graph().or_else(|| self.article_here()) else {
            return self.say("Open the article that the path shall begin at.");
        };
        let name = match (self.popups.last(), &self.shown) {
            (Some(Popup::Graph(graph)), _) => graph.label(),
            (_, Some(shown)) if shown.key == from => plain(self.prefer(&shown.article.title)),
            _ => "the chosen article".to_owned(),
        };
        let known = self.path_ends(from);
        self.popups.clear();
        self.drop_popup_questions();
        let (typing, cursor) = (Typing::default(), Cursor::default());
        let name = clean_line(&name).into_owned();
        self.popups.push(Popup::PathTo(Box::new(PathTo { from, name, typing, cursor, stepped: false, known, found: None })));
    }

    /// The articles of the trail, the last one first, the one that is shown, and those of the marks; none twice.
    fn path_ends(&self, from: ArticleKey) -> Vec<PathEnd> {
        let here = self.here();
        let trail = self.trail.behind.iter().rev().chain(&self.trail.ahead).map(|stop| ("trail".to_owned(), stop));
        let marks = self.trail.marks.iter().filter(|(letter, _)| **letter != '\'').map(|(letter, stop)| (format!("mark {letter}"), stop));
        let shown = std::iter::once(("shown".to_owned(), &here));
        let mut ends: Vec<PathEnd> = Vec::new();
        for (why, stop) in shown.chain(trail).chain(marks) {
            let known = ends.iter_mut().find(|end| end.id == stop.id);
            match known {
                // A mark says more than the trail does.
                Some(known) if why.starts_with("mark") => known.why = format!("{}, {why}", known.why),
                Some(_) => {}
                None if stop.key == Some(from) || stop.id.is_empty() => {}
                None => ends.push(PathEnd { why, title: plain(&stop.title), key: stop.key, id: stop.id.clone() }),
            }
        }
        let of_shown = self.shown.as_ref().map(|shown| &shown.article.id);
        if let Some(first) = ends.iter_mut().find(|end| Some(&end.id) != of_shown && end.why.starts_with("trail")) {
            first.why = first.why.replacen("trail", "came from", 1);
        }
        // Of the article itself, in a stop of an earlier session, only the identifier is known.
        let own = self.shown.as_ref().filter(|shown| shown.key == from).map(|shown| shown.article.id.clone());
        ends.retain(|end| Some(&end.id) != own.as_ref());
        ends.truncate(OFFERED);
        ends
    }

    /// What is typed has changed.
    pub(super) fn path_typed(&mut self) {
        let Some(Popup::PathTo(asked)) = self.popups.last_mut() else { return };
        (asked.cursor, asked.stepped) = (Cursor::default(), false);
        let typed = asked.typing.text();
        if typed.trim().is_empty() {
            asked.found = None;
            return;
        }
        // What cannot be meant yet leaves the rows as they are.
        let Ok(query) = parse(&typed, Mode::Typing) else { return };
        self.begin_round();
        let wish = Wish { query, ..Wish::of_library(self.search.round(), Want::Rows { from: 0, most: OFFERED }) };
        self.wish(wish, Waiting::PathEnds);
    }

    pub(super) fn take_path_ends(&mut self, rows: Vec<FoundRow>) {
        let ends: Vec<PathEnd> = rows
            .into_iter()
            .map(|row| {
                let label = row.card.short_label(&self.language());
                let title = format!("{label}  {}", plain(self.prefer(&row.card.title)));
                PathEnd { why: String::new(), title, key: Some(row.card.key), id: RecordId::default() }
            })
            .collect();
        if let Some(Popup::PathTo(asked)) = self.popups.last_mut() {
            asked.found = Some(ends.into_iter().filter(|end| end.key != Some(asked.from)).collect());
        }
    }

    /// The row under the cursor is where the path shall lead.
    pub(super) fn accept_path(&mut self) {
        let Some(Popup::PathTo(asked)) = self.popups.last() else { return };
        let Some(end) = asked.rows().get(asked.cursor.row).cloned() else {
            return self.say("Type words of the article that the path shall lead to.");
        };
        let from = (asked.from, asked.name.clone());
        match end.key {
            Some(to) => self.look_for_path(from, (to, end.title)),
            None => {
                self.ask(Question::Find { id: end.id.as_str().to_owned() }, Waiting::PathEnd { from, title: end.title });
            }
        }
    }

    /// Looks for the way between two articles.
    pub(super) fn look_for_path(&mut self, (from, from_title): (ArticleKey, String), (to, to_title): (ArticleKey, String)) {
        self.popups.clear();
        self.drop_popup_questions();
        self.begin_round();
        let rows = PathRows { from: from_title, to: clean_line(&to_title).into_owned(), ..PathRows::default() };
        let list = RowsOnTop { title: "Looking for a path".to_owned(), of: RowsOf::Path(Box::new(rows)), cursor: Cursor::default() };
        self.popups.push(Popup::Rows(list));
        self.wish(Wish::of_library(self.search.round(), Want::Path { from, to }), Waiting::Path);
    }

    pub(super) fn take_paths(&mut self, told: Paths) {
        let key = self.key_of(super::Action::NextMatch);
        let Some(Popup::Rows(list)) = self.popups.last_mut() else { return };
        let RowsOf::Path(rows) = &mut list.of else { return };
        let why = match told {
            Paths::Found { paths, of } => {
                (rows.paths, rows.of) = (paths, of);
                list.title = rows.title(&key);
                return;
            }
            Paths::Apart => format!("No chain of citations leads from \"{}\" to \"{}\".", rows.from, rows.to),
            Paths::NotWithin { citations, .. } => {
                format!("No path was found: {} citations were looked at.", super::grouped(citations as u64))
            }
        };
        self.close_on_top();
        self.complain(why);
    }

    /// Shows the next of several paths, or the one before; whether a path is on top.
    pub(super) fn next_path(&mut self, forward: bool) -> bool {
        let key = self.key_of(super::Action::NextMatch);
        let Some(Popup::Rows(list)) = self.popups.last_mut() else { return false };
        let RowsOf::Path(rows) = &mut list.of else { return false };
        let count = rows.paths.len();
        if count < 2 {
            self.say("There is no other path that is as short.");
            return true;
        }
        rows.which = (rows.which + if forward { 1 } else { count - 1 }) % count;
        list.title = rows.title(&key);
        true
    }

    /// The article under the cursor, where a path is on top.
    pub(super) fn key_in_path(&self) -> Option<ArticleKey> {
        let Some(Popup::Rows(list)) = self.popups.last() else { return None };
        let RowsOf::Path(rows) = &list.of else { return None };
        rows.steps().get(list.cursor.row).map(|step| step.card.key)
    }

    pub(super) fn open_in_path(&mut self) {
        if let Some(key) = self.key_in_path() {
            self.go(key, Arrival::Jump(Some(Pane::Abstract)));
        }
    }

    /// What a step is called, and its title, in the language that is shown first.
    pub fn path_step(&self, step: &PathStep) -> (String, String) {
        let label = clean_line(&step.card.short_label(&self.language())).into_owned();
        (label, clean_line(&plain(self.prefer(&step.card.title))).into_owned())
    }
}
