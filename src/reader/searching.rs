//! Searching the library as one types: the prompts, what is wished for, and what is told.
//!
//! The echo of a key is drawn at once. The list stays as it is until the rows of the newest query have come; a query that
//! cannot be meant changes nothing but the sentence above the prompt.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asking::Waiting;
use super::cursor::Cursor;
use super::going::Arrival;
use super::layout::Pane;
use super::panes::lists::Narrowing;
use super::popup::{Popup, RowsOf};
use super::results::{CHUNK, Results, Sought};
use super::{Action, Effect, Prompt, Reader, Tab, Ticket, Typing};
use crate::library::{Choice, Node, SavedSearch};
use crate::search::query::{Mode, Query, QueryError, parse};
use crate::search::{Among, Count, EntryList, Told, Want, Wish, Worth};
use crate::text::plain;

/// Queries that are remembered.
const REMEMBERED: usize = 200;
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
    origin: Pane,
    /// The list that was there when the prompt was opened.
    before: Option<u64>,
    /// What a narrowing prompt narrows.
    narrows: Narrows,
    /// Lists that another took the place of, the newest last.
    kept: Vec<Results>,
    /// Queries, the newest last.
    pub history: Vec<String>,
    /// Which of them stands in the prompt, and what was typed before.
    recalled: Option<(usize, String)>,
    /// The row that is to be opened as soon as it is loaded.
    going_on: Option<usize>,
    pub saved: Vec<SavedSearch>,
    /// How many each saved search finds.
    pub counts: BTreeMap<i64, Count>,
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
        if self.results.is_none() {
            self.search.origin = self.focus;
        }
        self.search.before = self.results.as_ref().map(|results| results.id);
        self.search.error = None;
        self.search.recalled = None;
        self.prompt = Some(prompt);
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
    fn narrowed_node(&self) -> Option<(Node, String)> {
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
                let wish = Wish {
                    round: self.search.round,
                    query,
                    among: Among::Entries { of, list: list_of(tab) },
                    want: Want::Rows { from: 0, most: 0 },
                };
                self.wish(wish, Waiting::Places(tab, text.to_owned()));
            }
        }
    }

    /// All that was typed has been erased: what was there before is shown again.
    fn nothing_typed(&mut self, narrowing: bool) {
        self.begin_round();
        if let (true, Narrows::List(tab)) = (narrowing, self.search.narrows.clone()) {
            self.lists.narrow(tab, None);
        } else if let Some(before) = self.search.before {
            self.bring_back(before);
        } else {
            self.results = None;
        }
    }

    /// The list that was there when the prompt was opened.
    fn before(&self) -> Option<&Results> {
        let id = self.search.before?;
        self.results.iter().chain(&self.search.kept).find(|results| results.id == id)
    }

    /// Puts a kept list in the place of the present one; whether it is still there.
    fn bring_back(&mut self, id: u64) -> bool {
        if self.results.as_ref().is_some_and(|results| results.id == id) {
            return true;
        }
        let Some(at) = self.search.kept.iter().position(|results| results.id == id) else { return false };
        let results = self.search.kept.remove(at);
        self.put_away();
        self.results = Some(results);
        true
    }

    /// Takes the list from the pane, and keeps it for the way back if it was looked at.
    fn put_away(&mut self) {
        if self.found.as_ref().is_some_and(|found| found.place == super::FindIn::Results) {
            self.found = None;
        }
        if let Some(mut results) = self.results.take().filter(|results| results.settled) {
            results.forget_wishes();
            self.search.kept.push(results);
            if self.search.kept.len() > KEPT {
                self.search.kept.remove(0);
            }
        }
    }

    /// Begins a round: whatever was wished for before is not waited for any more.
    fn begin_round(&mut self) {
        self.search.round += 1;
        self.search.awaited = None;
        self.search.going_on = None;
        self.waiting.retain(|_, waiting| !waiting.is_of_a_round());
        for results in self.results.iter_mut().chain(&mut self.search.kept) {
            results.forget_wishes();
        }
    }

    /// Asks for a list, which is shown as soon as its first rows have come.
    fn look_for(&mut self, sought: Sought) {
        let same = |other: &Results| other.sought.is_same(&sought);
        if let Some(awaited) = self.search.awaited.as_mut().filter(|awaited| same(awaited)) {
            awaited.sought = sought;
            return;
        }
        if self.results.as_ref().is_some_and(same) {
            // What is typed differs only in how it is written.
            self.begin_round();
            if let Some(shown) = &mut self.results {
                shown.sought = sought;
            }
            return self.wish_for_count();
        }
        self.begin_round();
        self.search.lists += 1;
        let mut results = Results::new(self.search.lists, sought);
        results.missing(0, 1);
        let (first, count) =
            (results.wish(self.search.round, Want::Rows { from: 0, most: CHUNK }), results.wish(self.search.round, Want::Count));
        let id = results.id;
        self.search.awaited = Some(results);
        self.wish(first, Waiting::Rows(id));
        self.wish(count, Waiting::Count(id));
    }

    fn wish(&mut self, wish: Wish, waiting: Waiting) {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.waiting.insert(ticket, waiting);
        self.effects.push(Effect::Search(ticket, wish));
    }

    /// Asks how many the list has.
    fn wish_for_count(&mut self) {
        let round = self.search.round;
        let Some((id, wish)) = self.results.as_ref().map(|results| (results.id, results.wish(round, Want::Count))) else { return };
        self.wish(wish, Waiting::Count(id));
    }

    /// Asks for the rows of the list that are seen and not loaded.
    pub(super) fn wish_for_rows(&mut self) {
        let going_on = self.search.going_on;
        if !self.arrangement.shows(Pane::Issues) && going_on.is_none() {
            return;
        }
        let (height, round) = (self.height(Pane::Issues), self.search.round);
        let Some(results) = &mut self.results else { return };
        let mut windows = results.missing(results.cursor.top, results.cursor.top + height);
        for row in [Some(results.cursor.row), going_on].into_iter().flatten() {
            windows.extend(results.missing(row, row + 1));
        }
        let id = results.id;
        let wishes: Vec<Wish> = windows.into_iter().map(|from| results.wish(round, Want::Rows { from, most: CHUNK })).collect();
        for wish in wishes {
            self.wish(wish, Waiting::Rows(id));
        }
    }

    /// Takes what a wish brought; what nobody waits for is dropped.
    pub(super) fn hear(&mut self, ticket: Ticket, told: Told) {
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        match (waiting, told) {
            (Waiting::Rows(id), Told::Rows { from, rows, behind }) => {
                let awaited = self.search.awaited.take_if(|awaited| awaited.id == id);
                if let Some(awaited) = awaited {
                    if let (true, Some((typed, query))) = (rows.iter().all(|row| row.worth == Worth::Near), awaited.sought.instead.clone())
                    {
                        // Nothing has the last word as it stands: the beginning of one was meant, as while typing.
                        let sought = awaited.sought;
                        let narrowed = if sought.narrowed.is_empty() { String::new() } else { typed.clone() };
                        let typed = if sought.narrowed.is_empty() { typed } else { sought.typed };
                        self.look_for(Sought { typed, narrowed, query, instead: None, ..sought });
                        if awaited.settled {
                            self.settled();
                        }
                        return;
                    }
                    self.put_away();
                    self.results = Some(awaited);
                }
                if let Some(results) = self.results.as_mut().filter(|results| results.id == id) {
                    let first = !results.is_known();
                    results.take(from, rows, behind);
                    if first && behind.records > 0 {
                        let percent = behind.percent();
                        self.say(format!("The index is at {percent}%; the rest will be found when it is done."));
                    }
                }
                self.find_again();
            }
            (Waiting::Count(id), Told::Count(count)) => {
                let lists = self.results.iter_mut().chain(&mut self.search.awaited).chain(&mut self.search.kept);
                for results in lists.filter(|results| results.id == id) {
                    results.count = Some(count);
                }
            }
            (Waiting::Saved(id), Told::Count(count)) => {
                self.search.counts.insert(id, count);
            }
            (Waiting::Facets, Told::Facets(facets)) => {
                if let Some(Popup::Rows(list)) = self.popups.last_mut()
                    && let RowsOf::Facets(rows) = &mut list.of
                {
                    *rows = Some(super::facets::rows(&facets));
                }
            }
            (Waiting::Places(tab, by), Told::Places(places)) => self.lists.narrow(tab, Some(Narrowing { by, places })),
            (_, Told::Failed(sentence)) => self.complain(sentence),
            _ => self.complain("The search told something else than was wished for; this is an error of qikan itself."),
        }
    }

    /// The index has been brought up: what could not be found before may be found now.
    pub(super) fn indexed(&mut self) {
        self.count_saved();
        let Some(results) = self.results.as_mut().filter(|results| results.behind.records > 0) else { return };
        results.forget_rows();
        self.wish_for_count();
        self.say("The index is complete.");
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
        if !narrowing {
            self.remember(text);
        }
    }

    /// The list is looked at from now on.
    fn settled(&mut self) {
        if let Some(results) = self.search.awaited.as_mut().or(self.results.as_mut()) {
            results.settled = true;
        }
    }

    /// Remembers a query as the newest.
    fn remember(&mut self, text: String) {
        self.search.history.retain(|known| *known != text);
        self.search.history.push(text);
        if self.search.history.len() > REMEMBERED {
            self.search.history.remove(0);
        }
        self.keep_session();
    }

    /// Gives the prompt up. Of a search the list that was found stays; a narrowing is taken back.
    pub(super) fn cancel_query(&mut self, narrowing: bool) {
        if narrowing {
            self.nothing_typed(true);
        }
        self.prompt = None;
        self.search.error = None;
        self.search.recalled = None;
        self.search.awaited = None;
        match &self.results {
            Some(_) => self.settled(),
            None => self.focus = self.search.origin,
        }
    }

    /// Puts an earlier query into the prompt, or a later one; whether there is a prompt that has any.
    pub(super) fn recall(&mut self, earlier: bool) -> bool {
        let Some(Prompt::Search(typing)) = &self.prompt else { return false };
        let (at, first) = match &self.search.recalled {
            Some((at, first)) => (*at, first.clone()),
            None => (self.search.history.len(), typing.text()),
        };
        let next = if earlier { at.checked_sub(1) } else { Some(at + 1).filter(|at| *at <= self.search.history.len()) };
        let Some(next) = next else { return true };
        let text = self.search.history.get(next).unwrap_or(&first).clone();
        self.search.recalled = Some((next, first));
        self.prompt = Some(Prompt::Search(Typing::of(&text)));
        self.query_typed(&text, Mode::Typing);
        true
    }

    /// Takes the list away and goes back to where one was.
    pub(super) fn close_results(&mut self) {
        self.begin_round();
        self.put_away();
        self.focus = self.search.origin;
        self.count_saved();
    }

    /// Shows all again of the list at hand.
    pub(super) fn show_all(&mut self) {
        match self.focus {
            Pane::Lists if self.lists.narrowed(self.lists.tab).is_some() => self.lists.narrow(self.lists.tab, None),
            _ => match &self.results {
                Some(Results { sought, .. }) if !sought.narrowed.is_empty() && sought.typed.is_empty() => self.close_results(),
                Some(Results { sought, .. }) if !sought.narrowed.is_empty() => {
                    let (typed, name) = (sought.typed.clone(), sought.name.clone());
                    self.search_for(&typed, &name);
                }
                _ => self.say("This list is not narrowed."),
            },
        }
    }

    /// Shows the list of a query; a kept one as it was left.
    pub(super) fn search_for(&mut self, typed: &str, name: &str) {
        match parse(typed, Mode::Finished) {
            Ok(query) => {
                if self.results.is_none() {
                    self.search.origin = self.focus;
                }
                self.popups.clear();
                self.focus = Pane::Issues;
                let sought = Sought { typed: typed.to_owned(), name: name.to_owned(), query, ..Sought::default() };
                let kept = self.search.kept.iter().find(|kept| kept.sought.is_same(&sought));
                if let Some(id) = kept.map(|kept| kept.id) {
                    self.begin_round();
                    self.bring_back(id);
                    if let Some(results) = &mut self.results {
                        results.sought = sought;
                    }
                    return;
                }
                self.look_for(sought);
                self.settled();
            }
            Err(error) => self.complain(format!("{typed}: {error}")),
        }
    }

    /// Where one stands in the list.
    pub(super) fn results_stop(&self) -> Option<ResultsStop> {
        let results = self.results.as_ref()?;
        let sought = &results.sought;
        let ours = sought.among == Among::Library;
        let text = |text: &String| if ours { text.clone() } else { String::new() };
        Some(ResultsStop {
            typed: text(&sought.typed),
            narrowed: text(&sought.narrowed),
            name: text(&sought.name),
            cursor: results.cursor,
            list: results.id,
        })
    }

    /// Goes back to where one stood in a list, or to where there was none.
    pub(super) fn restore_results(&mut self, stop: Option<ResultsStop>) {
        let Some(stop) = stop else {
            if self.results.is_some() {
                self.begin_round();
                self.put_away();
            }
            return;
        };
        if stop.list > 0 && self.bring_back(stop.list) {
            if let Some(results) = &mut self.results {
                results.cursor = stop.cursor;
            }
            return;
        }
        let whole = [&stop.typed, &stop.narrowed].map(|text| parse(text, Mode::Finished).unwrap_or_default());
        let query = Query::all(whole);
        if query == Query::Everything && stop.typed.is_empty() {
            return;
        }
        self.begin_round();
        self.put_away();
        self.search.lists += 1;
        let sought = Sought { typed: stop.typed, narrowed: stop.narrowed, name: stop.name, query, ..Sought::default() };
        let mut results = Results::new(self.search.lists, sought);
        (results.cursor, results.settled) = (stop.cursor, true);
        self.results = Some(results);
        self.wish_for_count();
    }

    /// Opens the next or the previous row of the list; the focus stays. Whether there is a list.
    pub(super) fn step_in_results(&mut self, choice: Choice) -> bool {
        let Some(results) = &self.results else { return false };
        let row = self.search.going_on.unwrap_or(results.cursor.row);
        let next = match choice {
            Choice::Next => Some(row + 1).filter(|row| *row < results.len()),
            Choice::Previous => row.checked_sub(1),
        };
        match next {
            Some(next) => self.search.going_on = Some(next),
            None => self.say(match choice {
                Choice::Next => "This is the last of the list.",
                Choice::Previous => "This is the first of the list.",
            }),
        }
        true
    }

    /// Opens the row that one has gone on to, as soon as it is loaded.
    pub(super) fn go_on(&mut self) {
        let Some(row) = self.search.going_on else { return };
        let Some(key) = self.results.as_ref().and_then(|results| results.row(row)).map(|found| found.card.key) else { return };
        self.search.going_on = None;
        // The trail notes the row that is left before the cursor goes on.
        self.go(key, Arrival::Jump(None));
        if let Some(results) = &mut self.results {
            results.cursor.row = row;
        }
    }

    /// Shows the next or previous unread article of the list. Whether there is a list.
    pub(super) fn unread_in_results(&mut self, choice: Choice) -> bool {
        let Some(results) = &self.results else { return false };
        let here = results.cursor.row;
        let unread = |(_, found): &(usize, &crate::search::FoundRow)| !found.card.read;
        let next = match choice {
            Choice::Next => results.loaded().filter(|(row, _)| *row > here).find(unread),
            Choice::Previous => results.loaded().rev().filter(|(row, _)| *row < here).find(unread),
        };
        match next.map(|(row, _)| row) {
            Some(row) => self.search.going_on = Some(row),
            None => self.say(match choice {
                Choice::Next => "No unread article follows among the rows loaded of this list.",
                Choice::Previous => "No unread article stands before this one in this list.",
            }),
        }
        true
    }

    /// Asks for what the list can be narrowed by, and puts it on top.
    pub(super) fn show_facets(&mut self) {
        let Some(results) = &self.results else {
            let key = self.key_of(Action::Search);
            return self.say(format!("There are no results here; {key} searches."));
        };
        let wish = results.wish(self.search.round, Want::Facets);
        self.popups.push(Popup::Rows(super::popup::RowsOnTop {
            title: format!("Narrow by: {}", results.sought.title()),
            of: RowsOf::Facets(None),
            cursor: Cursor::default(),
        }));
        self.wish(wish, Waiting::Facets);
    }

    /// Adds a condition to the query of the list.
    pub(super) fn add_to_query(&mut self, condition: &Query) {
        let Some(Sought { name, typed, narrowed, query, among, .. }) = self.results.as_ref().map(|results| results.sought.clone()) else {
            return;
        };
        let query = Query::all([query, condition.clone()]);
        self.popups.clear();
        let join = |text: &str| match parse(text, Mode::Finished) {
            _ if text.is_empty() => condition.to_string(),
            // `a OR b c` would mean `a OR (b c)`.
            Ok(Query::Any(_)) => format!("({text}) {condition}"),
            _ => format!("{text} {condition}"),
        };
        if among == Among::Library {
            let typed = join(&typed);
            self.remember(typed.clone());
            self.look_for(Sought { typed, narrowed, query, ..Sought::default() });
        } else {
            self.look_for(Sought { typed, narrowed: join(&narrowed), name, among, query, ..Sought::default() });
        }
        self.settled();
    }

    /// The saved searches as they are now: their counts are asked for, without hurry.
    pub(super) fn take_saved(&mut self, saved: Vec<SavedSearch>) {
        self.search.saved = saved;
        self.count_saved();
    }

    /// Asks anew how many each saved search finds, without hurry.
    fn count_saved(&mut self) {
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Saved(_)));
        let saved = self.search.saved.iter();
        let counted: Vec<(i64, Query)> = saved.filter_map(|saved| Some((saved.id, parse(&saved.query, Mode::Finished).ok()?))).collect();
        for (id, query) in counted {
            self.wish(Wish { round: 0, query, among: Among::Library, want: Want::Count }, Waiting::Saved(id));
        }
    }

    /// Opens a saved search.
    pub(super) fn open_saved(&mut self, id: i64) {
        let Some(saved) = self.search.saved.iter().find(|saved| saved.id == id).cloned() else { return };
        self.search_for(&saved.query, &saved.name);
    }
}

const fn list_of(tab: Tab) -> EntryList {
    match tab {
        Tab::References => EntryList::References,
        Tab::Related => EntryList::Related,
        Tab::CitedBy => EntryList::CitedBy,
        Tab::Suggested => EntryList::Suggested,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{ArticleCard, ArticleKey, ShelfName};
    use crate::reader::{Event, Key, Keymap, Size, Start};
    use crate::record::{Language, MultiText};
    use crate::search::{Behind, FoundRow};

    /// A reader that has typed these keys, and what it wished for last with each ticket.
    struct Typed {
        reader: Reader,
        wishes: Vec<(Ticket, Wish)>,
    }

    impl Typed {
        fn new() -> Self {
            let reader = Reader::new(Start { keymap: Keymap::built_in(), ..Start::default() });
            let mut typed = Self { reader, wishes: Vec::new() };
            typed.happen(Event::Resize(Size { columns: 80, rows: 24 }));
            typed
        }

        fn happen(&mut self, event: Event) {
            let effects = self.reader.update(event);
            self.wishes.extend(effects.into_iter().filter_map(|effect| match effect {
                Effect::Search(ticket, wish) => Some((ticket, wish)),
                _ => None,
            }));
        }

        fn press(&mut self, keys: &str) {
            for key in Key::parse_all(keys).unwrap_or_default() {
                self.happen(Event::Key(key));
            }
        }

        /// The ticket under which rows of this query were wished for last.
        fn rows_of(&self, query: &str) -> Ticket {
            let query = parse(query, Mode::Typing).unwrap_or_default();
            let asked = |(_, wish): &&(Ticket, Wish)| wish.query == query && matches!(wish.want, Want::Rows { .. });
            self.wishes.iter().rev().find(asked).map(|(ticket, _)| *ticket).unwrap_or_default()
        }

        fn tell(&mut self, ticket: Ticket, title: &str) {
            let card = ArticleCard {
                key: ArticleKey { shelf: ShelfName::Own, row: 1 },
                title: MultiText::of(Language::En, title.to_owned()),
                authors: MultiText::default(),
                journal: MultiText::default(),
                year: None,
                volume: None,
                issue: None,
                pages: None,
                read: false,
            };
            let row = FoundRow { card, worth: Worth::Words, lit: Vec::new() };
            self.happen(Event::Told(ticket, Told::Rows { from: 0, rows: vec![row], behind: Behind::default() }));
        }

        fn first(&self) -> Option<String> {
            self.reader.results()?.row(0)?.card.title.values().next().cloned()
        }
    }

    #[test]
    fn a_late_answer_is_dropped_and_the_list_stays_until_the_newest_has_come() {
        let mut typed = Typed::new();
        typed.press("sone");
        let late = typed.rows_of("on");
        let newest = typed.rows_of("one");
        assert_ne!(late, newest);
        typed.tell(late, "late");
        assert_eq!(typed.first(), None, "nobody waits for this any more");
        typed.tell(newest, "newest");
        assert_eq!(typed.first().as_deref(), Some("newest"));
        typed.tell(newest, "twice");
        assert_eq!(typed.first().as_deref(), Some("newest"), "a ticket is good for one answer");
        typed.press("rous");
        assert_eq!(typed.first().as_deref(), Some("newest"), "the old list stands until the new one has rows");
        typed.tell(typed.rows_of("onerous"), "last");
        assert_eq!(typed.first().as_deref(), Some("last"));
    }

    #[test]
    fn each_query_begins_a_round_and_a_wrong_one_asks_for_nothing() {
        let mut typed = Typed::new();
        typed.press("sab");
        let rounds: Vec<u64> = typed.wishes.iter().map(|(_, wish)| wish.round).collect();
        assert_eq!(rounds, [1, 1, 2, 2], "rows and count of `a`, then of `ab`");
        let before = typed.wishes.len();
        typed.press("<Space>");
        assert_eq!(typed.reader.query_error(), None);
        typed.press("nofield:x");
        assert!(typed.reader.query_error().is_some_and(|error| error.column == 4));
        let wrong = typed.wishes.iter().skip(before).filter(|(_, wish)| wish.query.to_string().contains("nofield:x")).count();
        assert_eq!(wrong, 0);
        typed.tell(typed.rows_of("ab nofield"), "late");
        assert_eq!(typed.first(), None, "what was asked before the mistake is not waited for either");
    }

    #[test]
    fn the_whole_word_is_asked_for_first_and_then_its_beginning() {
        let mut typed = Typed::new();
        typed.press("sgovern<Enter>");
        let finished = parse("govern", Mode::Finished).unwrap_or_default();
        let whole = typed.wishes.iter().find(|(_, wish)| wish.query == finished).map(|(ticket, _)| *ticket);
        assert!(whole.is_some());
        let none = Told::Rows { from: 0, rows: Vec::new(), behind: Behind::default() };
        typed.happen(Event::Told(whole.unwrap_or_default(), none));
        typed.tell(typed.rows_of("govern"), "governance");
        assert_eq!(typed.first().as_deref(), Some("governance"));
        assert_eq!(typed.reader.results().map(|results| results.sought.typed.clone()).as_deref(), Some("govern*"));
    }
}
