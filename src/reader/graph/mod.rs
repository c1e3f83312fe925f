//! The citations around an article, drawn in cells: what stands where, where one is in it, and how one goes on from there.

pub mod layout;
pub mod near;
pub mod routing;

use super::asking::Waiting;
use super::cursor::{Cursor, Window};
use super::going::Arrival;
use super::layout::Pane;
use super::popup::Popup;
use super::results::grouped;
use super::{Action, Reader, Sign};
use crate::library::{ArticleKey, EntryKey, Neighbourhood, Node};
use crate::record::Language;
use crate::search::{Want, Wish};
use crate::text::clean_line;
use layout::{Layout, Letters};
use near::{Near, Side, What};

/// Rows beside those of the picture: what is under the cursor, and the keys.
pub const BESIDE: usize = 2;

/// The graph on top.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The article in the middle, or the one that will be as soon as what is around it is known.
    middle: Option<ArticleKey>,
    /// Nothing before the answer.
    pub near: Option<Near>,
    pub layout: Layout,
    /// The record under the cursor.
    pub cursor: usize,
    /// Where the cursor stands when all is one list.
    pub list: Cursor,
    /// The first record that is seen of each column.
    tops: Vec<usize>,
    language: Language,
    /// For which room the picture was made.
    set_for: Option<(usize, usize, Letters)>,
    /// The articles that were in the middle before, and those to come back to.
    behind: Vec<ArticleKey>,
    ahead: Vec<ArticleKey>,
}

impl Graph {
    /// What it is called: whose citations, and how many there are.
    pub fn title(&self) -> String {
        let Some(near) = &self.near else { return "Citations".to_owned() };
        let shared = match near.works() {
            0 => String::new(),
            works => format!(", shares {works}"),
        };
        format!("Citations around {}: cites {}, cited by {}{shared}", near.label(0), grouped(near.cites), grouped(near.cited_by))
    }

    /// What the record under the cursor is called.
    pub(super) fn label(&self) -> String {
        self.near.as_ref().map(|near| near.label(self.cursor)).unwrap_or_default()
    }

    /// Rows, when all is one list.
    pub fn rows(&self) -> &[usize] {
        self.layout.list.as_deref().unwrap_or_default()
    }

    /// What is under the cursor, in a sentence.
    pub fn sentence(&self) -> String {
        let Some(near) = &self.near else { return String::new() };
        if near.nodes.len() == 1 {
            return "No article of the library cites it, is cited by it, or has a reference in common with it.".to_owned();
        }
        let title = near.title(self.cursor, &self.language);
        format!("{}, {}: {title}", near.label(self.cursor), near.relation(self.cursor))
    }

    /// A row of the list, in words.
    pub fn spoken(&self, node: usize) -> String {
        let Some(near) = &self.near else { return String::new() };
        format!("{}: {}. {}", near.relation(node), near.label(node), near.title(node, &self.language))
    }

    pub fn take(&mut self, near: Neighbourhood, language: Language) {
        self.near = Some(Near::of(near, &language));
        self.language = language;
        (self.cursor, self.list, self.tops, self.set_for) = (0, Cursor::default(), Vec::new(), None);
    }

    /// Makes the picture for the room that there is now.
    pub fn settle(&mut self, width: usize, height: usize, letters: Letters, language: Language) {
        let Some(near) = &mut self.near else { return };
        if language != self.language {
            near.rename(&language);
            (self.language, self.set_for) = (language, None);
        }
        let room = (width, height.saturating_sub(BESIDE), letters);
        if self.set_for != Some(room) {
            self.set_for = Some(room);
            self.layout = Layout::of(near, room.0, room.1, &self.tops, letters);
        }
        if let Some(list) = &self.layout.list {
            self.list.row = list.iter().position(|node| *node == self.cursor).unwrap_or(0);
            self.list.settle(Window { len: list.len(), height: room.1.max(1), margin: 0 }, |_| 1);
        } else if self.layout.place_of(self.cursor).is_none() {
            self.scroll_to_cursor();
        }
    }

    /// Scrolls the cursor's column as little as shows it.
    fn scroll_to_cursor(&mut self) {
        let (Some((number, _)), Some((width, height, letters))) = (self.layout.column_of(self.cursor), self.set_for) else {
            // What is in no column is only told of in words.
            self.cursor = 0;
            return;
        };
        let (Some(column), Some(near)) = (self.layout.columns.get(number), &self.near) else { return };
        let Some(place) = column.nodes.iter().filter(|node| **node != 0).position(|node| *node == self.cursor) else { return };
        let top = column.top.min(place).max((place + 1).saturating_sub(column.shown));
        self.tops.resize(self.layout.columns.len(), 0);
        if let Some(known) = self.tops.get_mut(number) {
            *known = top;
        }
        self.layout = Layout::of(near, width, height, &self.tops, letters);
    }

    /// Goes so many records down in the column or in the list.
    pub fn step(&mut self, rows: isize) {
        let here = match &self.layout.list {
            Some(_) => self.list.row,
            None => self.layout.column_of(self.cursor).map_or(0, |(_, place)| place),
        };
        self.go(here.saturating_add_signed(rows));
    }

    /// Goes to a record of the column or of the list, counted from 0.
    pub fn go(&mut self, row: usize) {
        let nodes: &[usize] = match (&self.layout.list, self.layout.column_of(self.cursor)) {
            (Some(list), _) => list,
            (None, Some((number, _))) => self.layout.columns.get(number).map_or(&[], |column| &column.nodes),
            (None, None) => &[],
        };
        if let Some(node) = nodes.get(row.min(nodes.len().saturating_sub(1))) {
            self.cursor = *node;
        }
    }

    /// Goes to the next column: along a citation where there is one, to what stands nearest; in a list to the next kind.
    pub fn sideways(&mut self, right: bool) {
        let Some(near) = &self.near else { return };
        if let Some(list) = &self.layout.list {
            let kinds: Vec<Side> = list.iter().map(|node| near.side(*node)).collect();
            let here = kinds.get(self.list.row).copied();
            let next = kinds.iter().position(|side| if right { Some(*side) > here } else { false });
            let before = kinds.iter().rev().find(|side| Some(**side) < here).and_then(|kind| kinds.iter().position(|side| side == kind));
            if let Some(node) = (if right { next } else { before }).and_then(|row| list.get(row)) {
                self.cursor = *node;
            }
            return;
        }
        let Some(here) = self.layout.place_of(self.cursor) else { return };
        let columns: Vec<usize> =
            if right { (here.column + 1..self.layout.columns.len()).collect() } else { (0..here.column).rev().collect() };
        for column in columns {
            let of = self.layout.placed.iter().filter(|placed| placed.column == column);
            let next = of.min_by_key(|placed| (!near.joined(here.node, placed.node), placed.y.abs_diff(here.y), placed.y));
            if let Some(next) = next {
                self.cursor = next.node;
                return;
            }
        }
    }

    /// The record at a cell of a row.
    pub(super) fn at(&self, cell: usize, line: usize) -> Option<usize> {
        if let Some(list) = &self.layout.list {
            return list.get(self.list.top + line).copied();
        }
        let hit = |placed: &&layout::Placed| placed.y == line && (placed.x..placed.x + placed.width).contains(&cell);
        self.layout.placed.iter().find(hit).map(|placed| placed.node)
    }

    fn key(&self) -> Option<ArticleKey> {
        self.near.as_ref()?.article(self.cursor)
    }

    /// The work under the cursor, if it is one that is not held: an entry that has it, and what it is called.
    fn work(&self) -> Option<(EntryKey, String)> {
        match &self.near.as_ref()?.nodes.get(self.cursor)?.what {
            What::Work(entry, _) => Some((*entry, self.label())),
            What::Article(_) => None,
        }
    }
}

impl Reader {
    /// The article that a graph or a path is of: under the cursor among the issues and results, else the one that is shown.
    pub(super) fn article_here(&self) -> Option<ArticleKey> {
        let at_cursor = match (self.focus, self.issues.row().map(|row| row.node)) {
            (Pane::Issues, _) if self.results.is_some() => self.found_row().map(|found| found.card.key),
            (Pane::Issues, Some(Node::Article(key))) => Some(key),
            _ => None,
        };
        at_cursor.filter(|_| self.popups.is_empty()).or_else(|| self.shown.as_ref().map(|shown| shown.key))
    }

    /// Puts the graph around an article on top.
    pub(super) fn show_graph(&mut self) {
        if matches!(self.popups.last(), Some(Popup::Graph(_))) {
            return;
        }
        let Some(key) = self.article_here() else { return self.say("Open an article to see the citations around it.") };
        self.popups.clear();
        self.drop_popup_questions();
        self.popups.push(Popup::Graph(Box::default()));
        self.put_in_the_middle(key);
    }

    fn put_in_the_middle(&mut self, key: ArticleKey) {
        if let Some(Popup::Graph(graph)) = self.popups.last_mut() {
            graph.middle = Some(key);
            self.begin_round();
            self.wish(Wish::of_library(self.search.round(), Want::Neighbourhood(key)), Waiting::Neighbourhood);
        }
    }

    pub(super) fn take_neighbourhood(&mut self, near: Neighbourhood) {
        let language = self.language();
        // What was put on top of the graph meanwhile does not keep it from being drawn.
        let graph = self.popups.iter_mut().rev().find_map(|popup| if let Popup::Graph(graph) = popup { Some(graph) } else { None });
        if let Some(graph) = graph {
            graph.take(near, language);
        }
    }

    pub(super) fn settle_graph(&mut self) {
        let Some(popup @ Popup::Graph(_)) = self.popups.last() else { return };
        let area = self.popup_content(popup);
        let letters = Letters { measure: self.settings.measure, signs: self.settings.signs() };
        let language = self.language();
        // Who listens has a list.
        let width = if self.settings.is_linear() { 0 } else { usize::from(area.width) };
        if let Some(Popup::Graph(graph)) = self.popups.last_mut() {
            graph.settle(width, usize::from(area.height), letters, language);
        }
    }

    /// Goes so many records down, or to one; whether the graph is on top.
    pub(super) fn move_in_graph(&mut self, by: Option<isize>, to: Option<usize>) -> bool {
        let Some(Popup::Graph(graph)) = self.popups.last_mut() else { return false };
        match (by, to) {
            (Some(rows), _) => graph.step(rows),
            (None, Some(row)) => graph.go(row),
            (None, None) => {}
        }
        true
    }

    /// Goes to the column on the left or right; whether the graph is on top.
    pub(super) fn cross_in_graph(&mut self, right: bool) -> bool {
        let Some(Popup::Graph(graph)) = self.popups.last_mut() else { return false };
        graph.sideways(right);
        true
    }

    /// Puts the cursor on a record, or opens it if it is there.
    pub(super) fn click_in_graph(&mut self, node: usize) {
        match self.popups.last_mut() {
            Some(Popup::Graph(graph)) if graph.cursor != node => graph.cursor = node,
            _ => self.open_in_graph(),
        }
    }

    /// Puts the record under the cursor in the middle; goes to the one that is there.
    pub(super) fn open_in_graph(&mut self) {
        if self.show_work_in_graph() {
            return;
        }
        let Some(Popup::Graph(graph)) = self.popups.last_mut() else { return };
        let Some(key) = graph.key() else { return };
        if graph.cursor == 0 {
            return self.go(key, Arrival::Jump(Some(Pane::Abstract)));
        }
        if graph.middle != Some(key) {
            graph.behind.extend(graph.middle);
            graph.ahead.clear();
            self.put_in_the_middle(key);
        }
    }

    /// Shows the page of the work under the cursor of the graph; whether there is one.
    pub(super) fn show_work_in_graph(&mut self) -> bool {
        let Some(Popup::Graph(graph)) = self.popups.last() else { return false };
        let Some((entry, label)) = graph.work() else { return false };
        self.show_work(entry, label);
        true
    }

    /// Puts back in the middle what was there before, or forward again; whether there was something.
    pub(super) fn walk_in_graph(&mut self, back: bool) -> bool {
        let Some(Popup::Graph(graph)) = self.popups.last_mut() else { return false };
        let next = if back { graph.behind.pop() } else { graph.ahead.pop() };
        let Some(next) = next else { return false };
        let here = graph.middle;
        if back { &mut graph.ahead } else { &mut graph.behind }.extend(here);
        self.put_in_the_middle(next);
        true
    }

    /// The record under the cursor of the graph, where one is on top.
    pub(super) fn key_in_graph(&self) -> Option<ArticleKey> {
        match self.popups.last() {
            Some(Popup::Graph(graph)) => graph.key(),
            _ => None,
        }
    }

    /// The keys of the graph. Of those that a small screen has no room for the ones that lead on and back come first.
    pub fn graph_keys(&self, graph: &Graph) -> String {
        let between = self.settings.signs().draw(Sign::Between);
        let key = |action, does: &str| format!("{} {does}", self.key_of(action).trim_matches(['<', '>']));
        let opens = match graph.work() {
            Some(_) => "shows it",
            None if graph.cursor == 0 => "opens it",
            None => "puts it in the middle",
        };
        let sideways = if graph.layout.list.is_some() { "h l kinds" } else { "h l years" };
        let mut keys = vec![key(Action::Open, opens)];
        if !graph.behind.is_empty() {
            keys.push(key(Action::Back, "back"));
        }
        keys.extend([sideways.to_owned(), "j k".to_owned(), key(Action::Peek, "peek"), key(Action::Close, "close")]);
        if graph.layout.undrawn > 0 {
            keys.push(format!("{} lines not drawn", graph.layout.undrawn));
        }
        clean_line(&keys.join(between)).into_owned()
    }
}
