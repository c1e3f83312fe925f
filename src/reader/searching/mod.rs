//! Searching the library as one types: the prompts, what is wished for, and what is told.
//!
//! The echo of a key is drawn at once. The list stays as it is until the rows of the newest query have come; a query that
//! cannot be meant changes nothing but the sentence above the prompt.

mod completing;
mod list;
mod rounds;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asking::Waiting;
use super::cursor::Cursor;
use super::history::History;
use super::layout::Pane;
use super::results::{Results, Sought};
use super::trail::Stop;
use super::{Effect, Prompt, Reader, Tab, Ticket, Typing};
use crate::library::{Node, SavedSearch, Sorting};
use crate::search::query::{Mode, Query, QueryError, parse};
use crate::search::{Among, Count, EntryList, Want, Wish};
use crate::text::plain;

/// Lists that are kept whole for the way back.
const KEPT: usize = 8;

/// What is being searched for, and what was.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    round: u64,
    lists: u64,
    /// The list whose first rows are still to come; until then the old one is shown.
    awaited: Option<Results>,
    /// What is wrong with what is typed.
    pub error: Option<QueryError>,
    /// Where one was when the first of the lists was opened.
    origin: Stop,
    /// The list that was there when the prompt was opened, and where one was.
    before: Option<u64>,
    from: Stop,
    /// What a narrowing prompt narrows.
    narrows: Narrows,
    /// Lists that another took the place of, the newest last.
    kept: Vec<Results>,
    /// Queries that were searched for.
    pub history: History,
    /// The row that is to be opened as soon as it is loaded.
    going_on: Option<usize>,
    pub saved: Vec<SavedSearch>,
    /// How many each saved search finds.
    pub counts: BTreeMap<i64, Count>,
    /// In which order a list was put, by what it is called; the newest last.
    pub orders: Vec<(String, Sorting)>,
}

/// What is narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Narrows {
    /// The list of results.
    #[default]
    Results,
    /// The articles below a node, by what it is called.
    Below(Node, String),
    List(Tab),
}

/// Where one stood in a list of results, to come back to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResultsStop {
    pub typed: String,
    pub narrowed: String,
    pub name: String,
    pub cursor: Cursor,
    /// The very list, as long as it is kept.
    #[serde(skip)]
    pub list: u64,
}

impl Search {
    /// The round of wishes that is under way.
    pub const fn round(&self) -> u64 {
        self.round
    }
}

impl Reader {
    /// The list of results that stands in the place of the issues.
    pub fn results(&self) -> Option<&Results> {
        self.results.as_ref()
    }

    /// How many a saved search finds, once that is known.
    pub fn saved_count(&self, id: i64) -> Option<Count> {
        self.search.counts.get(&id).copied()
    }

    /// What is wrong with the query in the prompt.
    pub fn query_error(&self) -> Option<&QueryError> {
        self.search.error.as_ref().filter(|_| matches!(self.prompt, Some(Prompt::Search(_) | Prompt::Narrow(_))))
    }

    /// Opens the prompt of the search.
    pub(super) fn begin_search(&mut self) {
        self.begin_query(Prompt::Search(Typing::default()));
        self.focus = Pane::Issues;
    }

    fn begin_query(&mut self, prompt: Prompt) {
        self.popups.clear();
        self.drop_popup_questions();
        self.search.from = self.here();
        if self.results.is_none() {
            self.search.origin = self.search.from.clone();
        }
        self.search.before = self.results.as_ref().map(|results| results.id);
        self.search.error = None;
        self.search.history.begin();
        self.prompt = Some(prompt);
        // While the first letter is still to come, whoever searches opens the library and the index: nothing is told of it.
        self.tickets += 1;
        let nothing = Want::Rows { from: 0, most: 0 };
        let wish = Wish { round: 0, query: Query::Everything, among: Among::Library, order: None, want: nothing };
        self.effects.push(Effect::Search(Ticket(self.tickets), wish));
    }

    /// Opens the prompt by which the list at hand is narrowed.
    pub(super) fn begin_narrowing(&mut self) {
        let narrows = match self.focus {
            _ if !self.popups.is_empty() => return self.say("Close this first; then & narrows the list of the pane."),
            Pane::Issues if self.results.is_some() => Narrows::Results,
            Pane::Issues => match self.narrowed_node() {
                Some((node, label)) => Narrows::Below(node, label),
                None => return self.say("There is nothing to narrow here."),
            },
            Pane::Lists if self.shown.is_some() => Narrows::List(self.lists.tab),
            Pane::Lists | Pane::Abstract => return self.say("& narrows a list; go to one with Tab."),
        };
        self.search.narrows = narrows;
        self.begin_query(Prompt::Narrow(Typing::default()));
    }

    /// The node whose articles are narrowed: the one under the cursor; of an article or a heading, its issue.
    pub(super) fn narrowed_node(&self) -> Option<(Node, String)> {
        let mut path = self.issues.at.as_slice();
        loop {
            let row = self.issues.tree.row(path)?;
            match row.node {
                Node::Article(_) | Node::Heading { .. } => path = path.split_last()?.1,
                Node::Searches | Node::Search(_) => return None,
                node => return Some((node, plain(self.tree_label(row)))),
            }
        }
    }

    /// What is typed in a prompt of a query has changed.
    pub(super) fn query_typed(&mut self, text: &str, mode: Mode) {
        let query = match parse(text, mode) {
            Ok(query) => query,
            Err(error) => {
                self.search.error = Some(error);
                self.search.awaited = None;
                return;
            }
        };
        self.search.error = None;
        let narrowing = matches!(self.prompt, Some(Prompt::Narrow(_)));
        if query == Query::Everything {
            return self.nothing_typed(narrowing);
        }
        let written = |query: &Query| query.to_string();
        let instead = (mode == Mode::Finished)
            .then(|| parse(text, Mode::Typing).ok().filter(|typing| *typing != query))
            .flatten()
            .map(|typing| (written(&typing), typing));
        if !narrowing {
            return self.look_for(Sought { typed: text.to_owned(), query, instead, ..Sought::default() });
        }
        match self.search.narrows.clone() {
            Narrows::Results => {
                let Some(base) = self.before().map(|before| before.sought.clone()) else { return };
                // A list that is narrowed already is narrowed further.
                let narrowed = if base.narrowed.is_empty() { text.to_owned() } else { format!("{} {text}", base.narrowed) };
                let query = Query::all([base.query.clone(), query]);
                self.look_for(Sought { narrowed, query, instead: None, ..base });
            }
            Narrows::Below(node, name) => {
                let narrowed = text.to_owned();
                self.look_for(Sought { name, narrowed, query, instead, among: Among::Below(node), ..Sought::default() });
            }
            Narrows::List(tab) => {
                let Some(of) = self.shown.as_ref().map(|shown| shown.key) else { return };
                self.begin_round();
                let order = self.lists.orders[tab as usize];
                let wish = Wish {
                    round: self.search.round,
                    query,
                    among: Among::Entries { of, list: entries_of(tab) },
                    order,
                    want: Want::Rows { from: 0, most: 0 },
                };
                self.wish(wish, Waiting::Places(tab, text.to_owned(), order));
            }
        }
    }

    /// All that was typed has been erased: what was there before is shown again.
    fn nothing_typed(&mut self, narrowing: bool) {
        self.begin_round();
        if let (true, Narrows::List(tab)) = (narrowing, self.search.narrows.clone()) {
            self.show_whole(tab);
        } else if let Some(before) = self.search.before {
            self.bring_back(before);
        } else {
            self.put_away();
        }
    }

    /// The list that was there when the prompt was opened.
    fn before(&self) -> Option<&Results> {
        let id = self.search.before?;
        self.results.iter().chain(&self.search.kept).find(|results| results.id == id)
    }

    /// Takes what was typed; whether the prompt may close.
    pub(super) fn accept_query(&mut self, prompt: Prompt) {
        let (Prompt::Search(typing) | Prompt::Narrow(typing)) = &prompt else { return };
        let text = typing.text().trim().to_owned();
        let narrowing = matches!(prompt, Prompt::Narrow(_));
        self.prompt = Some(prompt);
        if text.is_empty() {
            return self.cancel_query(narrowing);
        }
        let list = matches!((narrowing, &self.search.narrows), (true, Narrows::List(_)));
        self.query_typed(&text, if list { Mode::Typing } else { Mode::Finished });
        if list && self.search.error.is_none() {
            self.search.error = parse(&text, Mode::Finished).err();
        }
        if self.search.error.is_some() {
            return;
        }
        self.prompt = None;
        if list {
            return;
        }
        self.focus = Pane::Issues;
        self.settled();
        if self.is_linking() {
            self.say("Enter links the reference to the article under the cursor; Esc gives up.");
            return;
        }
        if !narrowing {
            self.remember(text);
        }
    }

    /// Remembers a query as the newest.
    fn remember(&mut self, text: String) {
        self.search.history.remember(text);
        self.keep_session();
    }

    /// Gives the prompt up: all is as it was before it was opened.
    pub(super) fn cancel_query(&mut self, narrowing: bool) {
        self.nothing_typed(narrowing);
        self.prompt = None;
        self.search.error = None;
        self.search.history.begin();
        let from = self.search.from.clone();
        self.stand_again(&from);
    }

    /// Goes back to the pane where one was; if the same article is shown, its lists stand as they stood: results take room from
    /// them, which moves them. Text and tree keep their place by themselves.
    fn stand_again(&mut self, stop: &Stop) {
        self.focus = stop.focus;
        if self.shown.as_ref().map(|shown| shown.key) == stop.key {
            self.lists.cursors = stop.lists;
        }
    }

    /// Puts an earlier query or command into the prompt, or a later one; whether there is a prompt that has any.
    pub(super) fn recall(&mut self, earlier: bool) -> bool {
        match &self.prompt {
            Some(Prompt::Command(typing)) => {
                if let Some(text) = self.commands.recall(earlier, &typing.text()) {
                    self.prompt = Some(Prompt::Command(Typing::of(&text)));
                }
            }
            Some(Prompt::Search(typing)) => {
                if let Some(text) = self.search.history.recall(earlier, &typing.text()) {
                    self.prompt = Some(Prompt::Search(Typing::of(&text)));
                    self.query_typed(&text, Mode::Typing);
                }
            }
            _ => return false,
        }
        true
    }
}

/// Which list of an article a tab shows.
pub(super) const fn entries_of(tab: Tab) -> EntryList {
    match tab {
        Tab::References => EntryList::References,
        Tab::Related => EntryList::Related,
        Tab::CitedBy => EntryList::CitedBy,
        Tab::Suggested => EntryList::Suggested,
    }
}
