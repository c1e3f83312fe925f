//! Rounds of wishes: what is asked for, what is told, and what is kept for the way back.

use super::super::asking::Waiting;
use super::super::cursor::Cursor;
use super::super::layout::Pane;
use super::super::panes::lists::Narrowing;
use super::super::panes::{Cards, CardsOf};
use super::super::popup::{Popup, RowsOf};
use super::super::results::{CHUNK, Results, Sought, grouped};
use super::super::{Effect, FindIn, Reader, Ticket, facets};
use super::KEPT;
use crate::library::SavedSearch;
use crate::search::query::{Mode, Query, parse};
use crate::search::{Among, Told, Want, Wish, Worth};

impl Reader {
    /// Puts a kept list in the place of the present one; whether it is still there.
    pub(super) fn bring_back(&mut self, id: u64) -> bool {
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
    pub(super) fn put_away(&mut self) {
        if self.found.as_ref().is_some_and(|found| found.place == FindIn::Results) {
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
    pub(in crate::reader) fn begin_round(&mut self) {
        self.search.round += 1;
        self.search.awaited = None;
        self.search.going_on = None;
        self.waiting.retain(|_, waiting| !waiting.is_of_a_round());
        for results in self.results.iter_mut().chain(&mut self.search.kept) {
            results.forget_wishes();
        }
    }

    /// Asks for a list, which is shown as soon as its first rows have come.
    pub(in crate::reader) fn look_for(&mut self, sought: Sought) {
        self.look_for_at(sought, Cursor::default());
    }

    /// The same, with the cursor where it stood in a list of the same.
    pub(super) fn look_for_at(&mut self, mut sought: Sought, cursor: Cursor) {
        sought.order = self.remembered_order(&sought);
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
        results.cursor = cursor;
        let from = results.missing(cursor.row, cursor.row + 1).into_iter().next().unwrap_or_default();
        let (first, count) =
            (results.wish(self.search.round, Want::Rows { from, most: CHUNK }), results.wish(self.search.round, Want::Count));
        let id = results.id;
        self.search.awaited = Some(results);
        self.wish(first, Waiting::Rows(id));
        self.wish(count, Waiting::Count(id));
    }

    pub(in crate::reader) fn wish(&mut self, wish: Wish, waiting: Waiting) {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.waiting.insert(ticket, waiting);
        self.effects.push(Effect::Search(ticket, wish));
    }

    /// Asks how many the list has.
    pub(super) fn wish_for_count(&mut self) {
        let round = self.search.round;
        let Some((id, wish)) = self.results.as_ref().map(|results| (results.id, results.wish(round, Want::Count))) else { return };
        self.wish(wish, Waiting::Count(id));
    }

    /// Asks for the rows of the list that are seen and not loaded.
    pub(in crate::reader) fn wish_for_rows(&mut self) {
        let going_on = self.search.going_on;
        if !self.arrangement.shows(Pane::Issues) && going_on.is_none() {
            return;
        }
        let (height, round, options) = (self.height(Pane::Issues), self.search.round, self.found_options());
        let Some(results) = &mut self.results else { return };
        let top = results.cursor.top;
        let seen = results.seen(height, &options).last().map_or(top + 1, |last| last.row + 1);
        let mut windows = results.missing(top, seen);
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
    pub(in crate::reader) fn hear(&mut self, ticket: Ticket, told: Told) {
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        match (waiting, told) {
            (Waiting::Rows(id), Told::Rows { from, rows, last, behind, cut }) => {
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
                    results.take(from, rows, last, behind);
                    if first && behind.records > 0 {
                        let percent = behind.percent();
                        self.say(format!("The index is at {percent}%; the rest will be found when it is done."));
                    } else if let (true, Some(most)) = (first, cut) {
                        self.say(format!("There are too many to go through: these are of the first {}.", grouped(most as u64)));
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
                    *rows = Some(facets::rows(&facets));
                }
            }
            (Waiting::Tallies, Told::Tallies { total, from, tallies }) => self.take_tallies(total, from, tallies),
            (Waiting::Grid, Told::Grid(years)) => self.take_grid(years),
            (Waiting::Neighbourhood, Told::Neighbourhood(near)) => self.take_neighbourhood(*near),
            (Waiting::Path, Told::Paths(paths)) => self.take_paths(paths),
            (Waiting::PathEnds, Told::Rows { rows, .. }) => self.take_path_ends(rows),
            (Waiting::Gaps(node), Told::Gaps(gaps)) => self.take_gaps(node, gaps),
            (Waiting::Work(entry), Told::Work(work)) => self.take_work(entry, work),
            (Waiting::Suggested(key), Told::Suggested(suggestions)) => self.take_suggested(key, suggestions),
            (Waiting::Overview, Told::Profile(profile)) => self.take_profile(profile),
            (Waiting::Overview, Told::Figures(figures)) => self.take_figures(figures),
            (Waiting::Places(tab, by, order), Told::Places(places)) => self.lists.narrow(tab, Some(Narrowing { by, order, places })),
            (Waiting::Order(key, tab, by, order), Told::Places(places)) => {
                if self.shown.as_ref().is_some_and(|shown| shown.key == key) {
                    self.lists.narrow(tab, Some(Narrowing { by, order, places }));
                }
            }
            (Waiting::CitedBy(key), Told::Rows { from, rows, .. }) => {
                if let Some(cards) = self.lists.cited_by.as_mut().filter(|cards| cards.of == CardsOf::CitedBy(key)) {
                    let total = cards.total.unwrap_or(0).max((from + rows.len()) as u64);
                    cards.take(total, from as u64, rows.into_iter().map(|row| row.card).collect(), Vec::new());
                }
            }
            (Waiting::CitedByCount(key), Told::Count(count)) => self.take_cited_by_count(key, count),
            (Waiting::Along(row), Told::Rows { rows, .. }) => self.go_along(row, rows.first().map(|found| found.card.key)),
            (_, Told::Failed(sentence)) => self.complain(sentence),
            _ => self.complain("The search told something else than was wished for; this is an error of qikan itself."),
        }
    }

    /// The index has been brought up: what could not be found before may be found now.
    pub(in crate::reader) fn indexed(&mut self) {
        self.count_saved();
        // Suggestions that were made by links alone are made anew.
        if let Some(suggested) = &mut self.lists.suggested {
            *suggested = Cards::new(suggested.of.clone());
        }
        let Some(results) = self.results.as_mut().filter(|results| results.behind.records > 0) else { return };
        results.forget_rows();
        self.wish_for_count();
        self.say("The index is complete.");
    }

    /// The list is looked at from now on.
    pub(in crate::reader) fn settled(&mut self) {
        if let Some(results) = self.search.awaited.as_mut().or(self.results.as_mut()) {
            results.settled = true;
        }
    }

    /// The saved searches as they are now: their counts are asked for, without hurry.
    pub(in crate::reader) fn take_saved(&mut self, saved: Vec<SavedSearch>) {
        self.search.saved = saved;
        self.count_saved();
    }

    /// Asks anew how many each saved search finds, without hurry.
    pub(super) fn count_saved(&mut self) {
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Saved(_)));
        let saved = self.search.saved.iter();
        let counted: Vec<(i64, Query)> = saved.filter_map(|saved| Some((saved.id, parse(&saved.query, Mode::Finished).ok()?))).collect();
        for (id, query) in counted {
            self.wish(Wish { round: 0, query, among: Among::Library, order: None, want: Want::Count }, Waiting::Saved(id));
        }
    }
}
