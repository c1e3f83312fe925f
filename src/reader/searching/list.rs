//! The list of results in the hand: gone through, opened, narrowed by facets, left and come back to.

use super::super::asking::Waiting;
use super::super::cursor::Cursor;
use super::super::going::Arrival;
use super::super::layout::Pane;
use super::super::popup::{Popup, RowsOf, RowsOnTop};
use super::super::results::{Results, Sought};
use super::super::{Action, Reader};
use super::ResultsStop;
use crate::library::Choice;
use crate::search::query::{Mode, Query, parse};
use crate::search::{Among, FoundRow, Want};

impl Reader {
    /// Takes the list away and goes back to where one was.
    pub(in crate::reader) fn close_results(&mut self) {
        self.give_up_linking();
        self.begin_round();
        self.put_away();
        let origin = self.search.origin.clone();
        self.stand_again(&origin);
        self.count_saved();
    }

    /// Shows all again of the list at hand.
    pub(in crate::reader) fn show_all(&mut self) {
        match self.focus {
            Pane::Lists if self.lists.narrowed(self.lists.tab).is_some() => self.show_whole(self.lists.tab),
            _ => match &self.results {
                Some(Results { sought, .. }) if !sought.narrowed.is_empty() && sought.is_next() => self.show_next(),
                Some(Results { sought, .. }) if !sought.narrowed.is_empty() && sought.typed.is_empty() && sought.listed.is_none() => {
                    self.close_results();
                }
                Some(Results { sought, .. }) if !sought.narrowed.is_empty() => {
                    let query = parse(&sought.typed, Mode::Finished).unwrap_or_default();
                    self.open_list(Sought { narrowed: String::new(), query, ..sought.clone() });
                }
                _ => self.say("This list is not narrowed."),
            },
        }
    }

    /// Shows the list of a query; where it was looked at before, at the row that was left. It is asked for anew: records may
    /// have come, and have been read, since.
    pub(in crate::reader) fn search_for(&mut self, typed: &str, name: &str) {
        match parse(typed, Mode::Finished) {
            Ok(query) => self.open_list(Sought { typed: typed.to_owned(), name: name.to_owned(), query, ..Sought::default() }),
            Err(error) => self.complain(format!("{typed}: {error}")),
        }
    }

    /// Shows what to read next.
    pub(in crate::reader) fn show_next(&mut self) {
        self.open_list(Sought { name: "Next to read".to_owned(), among: Among::NextToRead, ..Sought::default() });
    }

    /// Shows a list in the place of the issues; where it was looked at before, at the row that was left.
    pub(in crate::reader) fn open_list(&mut self, mut sought: Sought) {
        if self.results.is_none() {
            self.search.origin = self.here();
        }
        self.popups.clear();
        self.drop_popup_questions();
        self.focus = Pane::Issues;
        sought.order = self.remembered_order(&sought);
        let kept = self.search.kept.iter().rev().find(|kept| kept.sought.is_same(&sought));
        let cursor = kept.map(|kept| kept.cursor).unwrap_or_default();
        self.look_for_at(sought, cursor);
        self.settled();
    }

    /// Where one stands in the list.
    pub(in crate::reader) fn results_stop(&self) -> Option<ResultsStop> {
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
    pub(in crate::reader) fn restore_results(&mut self, stop: Option<ResultsStop>) {
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
        let mut sought = Sought { typed: stop.typed, narrowed: stop.narrowed, name: stop.name, query, ..Sought::default() };
        sought.order = self.remembered_order(&sought);
        let mut results = Results::new(self.search.lists, sought);
        (results.cursor, results.settled) = (stop.cursor, true);
        self.results = Some(results);
        self.wish_for_count();
    }

    /// Opens the next or the previous row of the list; the focus stays. Whether there is a list.
    pub(in crate::reader) fn step_in_results(&mut self, choice: Choice) -> bool {
        let Some(results) = &self.results else { return false };
        let row = self.search.going_on.unwrap_or(results.cursor.row);
        let next = match choice {
            Choice::Next => Some(row + 1).filter(|row| *row < results.len()),
            Choice::Previous => row.checked_sub(1),
        };
        self.go_on_to(
            next,
            match choice {
                Choice::Next => "This is the last of the list.",
                Choice::Previous => "This is the first of the list.",
            },
        );
        true
    }

    /// Goes on to a row of the list, or says why there is none.
    fn go_on_to(&mut self, row: Option<usize>, none: &'static str) {
        match row {
            Some(row) => self.search.going_on = Some(row),
            None => self.say(none),
        }
    }

    /// Opens the row that one has gone on to, as soon as it is loaded.
    pub(in crate::reader) fn go_on(&mut self) {
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
    pub(in crate::reader) fn unread_in_results(&mut self, choice: Choice) -> bool {
        let Some(results) = &self.results else { return false };
        let here = results.cursor.row;
        let unread = |(_, found): &(usize, &FoundRow)| !found.card.read;
        let next = match choice {
            Choice::Next => results.loaded().filter(|(row, _)| *row > here).find(unread),
            Choice::Previous => results.loaded().rev().filter(|(row, _)| *row < here).find(unread),
        };
        let next = next.map(|(row, _)| row);
        self.go_on_to(
            next,
            match choice {
                Choice::Next => "No unread article follows among the rows loaded of this list.",
                Choice::Previous => "No unread article stands before this one in this list.",
            },
        );
        true
    }

    /// Asks for what the list can be narrowed by, and puts it on top.
    pub(in crate::reader) fn show_facets(&mut self) {
        let Some(results) = &self.results else {
            let key = self.key_of(Action::Search);
            return self.say(format!("There are no results here; {key} searches."));
        };
        let wish = results.wish(self.search.round, Want::Facets);
        self.popups.push(Popup::Rows(RowsOnTop {
            title: format!("Narrow by: {}", results.sought.title()),
            of: RowsOf::Facets(None),
            cursor: Cursor::default(),
        }));
        self.wish(wish, Waiting::Facets);
    }

    /// Adds a condition to the query of the list.
    pub(in crate::reader) fn add_to_query(&mut self, condition: &Query) {
        let Some(Sought { name, typed, narrowed, query, among, listed, .. }) = self.results.as_ref().map(|results| results.sought.clone())
        else {
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
            self.look_for(Sought { typed, narrowed: join(&narrowed), name, among, query, listed, ..Sought::default() });
        }
        self.settled();
    }

    /// Opens a saved search.
    pub(in crate::reader) fn open_saved(&mut self, id: i64) {
        let Some(saved) = self.search.saved.iter().find(|saved| saved.id == id).cloned() else { return };
        self.search_for(&saved.query, &saved.name);
    }
}
