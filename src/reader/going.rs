//! Jumps: to articles, along the trail, to marks.

use std::borrow::Cow;

use super::asking::Waiting;
use super::cursor::Cursor;
use super::layout::Pane;
use super::popup::{Popup, RowsOf, RowsOnTop};
use super::trail::{Stop, TextStop};
use super::{Action, Reader};
use crate::library::{ArticleKey, Choice, Node, Question, ShelfName, Shown};

/// What one passes articles by with, or leaves with.
const PASSING: &[super::Action] = &[
    super::Action::NextArticle,
    super::Action::PreviousArticle,
    super::Action::NextUnread,
    super::Action::PreviousUnread,
    super::Action::NextIssue,
    super::Action::PreviousIssue,
    super::Action::NextMatch,
    super::Action::PreviousMatch,
    super::Action::Back,
    super::Action::Forward,
    super::Action::Close,
    super::Action::Quit,
    super::Action::Redraw,
];

/// The most texts of which it is known how far they were read; the one longest not looked at is forgotten first.
const MOST_PLACES: usize = 200;

/// How one comes to an article.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// By a jump: the article counts as read; the focus goes there, or stays.
    Jump(Option<Pane>),
    /// The article under the tree's cursor, shown beside the tree.
    Follow,
    /// Back at a place, exactly as it was.
    Stop(Box<Stop>),
}

impl Reader {
    /// Where one is, to come back to.
    pub(super) fn here(&self) -> Stop {
        Stop {
            id: self.shown.as_ref().map(|shown| shown.article.id.clone()).unwrap_or_default(),
            key: self.shown.as_ref().map(|shown| shown.key),
            title: self.shown.as_ref().map(|shown| self.prefer(&shown.article.title).to_owned()).unwrap_or_default(),
            focus: self.focus,
            tab: self.lists.tab,
            text: self.text.stop(),
            lists: self.lists.cursors,
            tree: self.issues.stop(),
            results: self.results_stop(),
            narrowed: self.lists.narrowings.clone(),
            overviews: self.overview_stops(),
            along: self.along.clone(),
        }
    }

    /// Notes on the trail that a jump begins here.
    pub(super) fn leave(&mut self) {
        if self.shown.is_some() {
            let here = self.here();
            self.trail.leave(here);
        }
    }

    /// Goes to an article.
    pub(super) fn go(&mut self, key: ArticleKey, arrival: Arrival) {
        self.give_up_linking();
        if matches!(arrival, Arrival::Jump(_)) {
            self.leave();
        }
        // Whoever comes by a list says so when this is done.
        self.along = None;
        self.waiting.retain(|_, waiting| !waiting.leads_to_an_article());
        if self.shown.as_ref().is_some_and(|shown| shown.key == key) {
            self.arrive(arrival);
        } else {
            self.ask(Question::Article(key), Waiting::Article(arrival));
        }
    }

    /// Takes the article that was asked for.
    pub(super) fn take_article(&mut self, shown: Shown, arrival: Arrival) {
        self.waiting.retain(|_, waiting| {
            !matches!(waiting, Waiting::Cards(Some(_)) | Waiting::CitedBy(_) | Waiting::CitedByCount(_) | Waiting::Order(..))
        });
        self.keep_place();
        let text = self.text_options();
        let lists = self.list_options();
        self.text.show(super::page::article_page(&shown.article, &text), text.width);
        if let Some((_, place)) = self.places.iter().rev().find(|(id, _)| *id == shown.article.id) {
            self.text.restore(place, self.height(Pane::Abstract));
        }
        self.lists.show(&shown, &lists);
        self.set_for = Some((text, lists));
        if shown.cited_by.has_more() {
            self.wish_for_cited_by_count(shown.key);
        }
        self.shown = Some(shown);
        if self.found.as_ref().is_some_and(|found| found.place != super::FindIn::Issues) {
            self.found = None;
        }
        self.arrive(arrival);
    }

    /// Notes how far the full text that is left was read, for whenever one comes back to it. What an abstract says is soon
    /// found again.
    pub(super) fn keep_place(&mut self) {
        let Some(article) = self.shown.as_ref().map(|shown| &shown.article) else { return };
        if article.body.as_ref().is_none_or(Vec::is_empty) || article.id.is_empty() {
            return;
        }
        self.places.retain(|(id, _)| *id != article.id);
        if self.text.top > 0 {
            self.places.push((article.id.clone(), TextStop { link: None, ..self.text.stop() }));
            let too_many = self.places.len().saturating_sub(MOST_PLACES);
            self.places.drain(..too_many);
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        let Some(key) = self.shown.as_ref().map(|shown| shown.key) else { return };
        match arrival {
            Arrival::Follow => {}
            Arrival::Jump(focus) => {
                self.voice.way = match focus {
                    Some(_) if self.focus == Pane::Issues => Some("Opened".into()),
                    Some(_) => Some(self.jump_words()),
                    None => self.along_words().map(Into::into),
                };
                self.popups.clear();
                self.drop_popup_questions();
                if let Some(pane) = focus {
                    self.focus = pane;
                }
                self.set_read(key, true);
                self.count_opening(focus.is_some());
                self.reveal(Node::Article(key), None);
                self.keep_session();
            }
            Arrival::Stop(stop) => {
                self.popups.clear();
                self.drop_popup_questions();
                self.focus = stop.focus;
                self.lists.tab = stop.tab;
                self.along = stop.along;
                self.lists.narrow_all(stop.narrowed);
                self.restore_results(stop.results);
                self.arrange();
                self.set_pages();
                self.text.restore(&stop.text, self.height(Pane::Abstract));
                self.lists.cursors = stop.lists;
                self.following = false;
                if self.issues.tree.row(&stop.tree.path).is_some_and(|row| row.node == Node::Article(key)) {
                    self.issues.at = stop.tree.path;
                    self.issues.wanted = Some(stop.tree.below_top);
                } else {
                    self.reveal(Node::Article(key), Some(stop.tree.below_top));
                }
                self.restore_overviews(stop.overviews);
                self.keep_session();
            }
        }
    }

    /// Counts that the article shown was opened: at once where one came to it on purpose; one that was stepped to on the way
    /// through an issue counts as soon as anything is done with it.
    fn count_opening(&mut self, on_purpose: bool) {
        let id = self.shown.as_ref().map(|shown| shown.article.id.clone());
        self.stepped_to = if on_purpose { None } else { id.clone() };
        self.opened.extend(id.filter(|_| on_purpose));
    }

    /// Something is done: an article that was stepped to was not passed by.
    pub(super) fn not_passed_by(&mut self, action: super::Action) {
        if !PASSING.contains(&action) {
            self.opened.extend(self.stepped_to.take());
        }
    }

    /// Unfolds the tree down to a node and puts its cursor there.
    pub(super) fn reveal(&mut self, node: Node, below_top: Option<usize>) {
        self.following = false;
        if !self.issues.is_at(node) {
            self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Place(_)));
            self.ask(Question::Place { node }, Waiting::Place(below_top));
        }
    }

    /// The tree's cursor was moved: if the person wants it so, the article under it is shown beside the tree, where there is
    /// room for both. Not by default: a row that the cursor passes costs some 30 bytes, an article that nobody reads 8,000.
    pub(super) fn follow(&mut self) {
        self.following = self.settings.follow;
    }

    /// Shows what the tree's cursor stands on, as soon as that is known.
    pub(super) fn follow_now(&mut self) {
        if !self.following || !(self.arrangement.shows(Pane::Abstract) || self.arrangement.shows(Pane::Lists)) {
            return;
        }
        if let Some(results) = &self.results {
            let Some(key) = results.key() else { return };
            self.following = false;
            if self.shown.as_ref().is_none_or(|shown| shown.key != key) {
                self.go(key, Arrival::Follow);
            }
            return;
        }
        let Some(row) = self.issues.row() else { return };
        self.following = false;
        if let Node::Article(key) = row.node
            && self.shown.as_ref().is_none_or(|shown| shown.key != key)
        {
            self.go(key, Arrival::Follow);
        }
    }

    /// The next or previous article of the list that this one was opened from, of the results, or of the issue; the focus stays.
    pub(super) fn neighbour(&mut self, choice: Choice) {
        if self.step_along(choice) || self.step_in_results(choice) {
            return;
        }
        let Some(shown) = &self.shown else { return };
        let (key, end) = match choice {
            Choice::Next => (shown.place.next, "This is the last article of the issue; ]i shows the next issue."),
            Choice::Previous => (shown.place.previous, "This is the first article of the issue; [i shows the previous issue."),
        };
        match key {
            Some(key) => self.go(key, Arrival::Jump(None)),
            None => self.say(end),
        }
    }

    pub(super) fn ask_neighbour(&mut self, question: impl Fn(ArticleKey) -> Question, none: &'static str) {
        let Some(key) = self.shown.as_ref().map(|shown| shown.key) else { return };
        self.waiting.retain(|_, waiting| !waiting.leads_to_an_article());
        self.ask(question(key), Waiting::Neighbour(none));
    }

    pub(super) fn unread(&mut self, choice: Choice) {
        if self.unread_in_results(choice) {
            return;
        }
        let none = match choice {
            Choice::Next => "No unread article follows.",
            Choice::Previous => "No unread article stands before this one.",
        };
        self.ask_neighbour(|key| Question::NeighbourUnread { key, choice }, none);
    }

    /// How one came here by a jump; the first time how to come back, too.
    pub(super) fn jump_words(&mut self) -> Cow<'static, str> {
        self.voice.jumps += 1;
        // A small screen has no room for it beside where one is.
        if self.voice.jumps > 1 || self.size.columns < super::crumb::ROOMY {
            return "Jump".into();
        }
        format!("Jump, {} goes back", self.key_of(Action::Back)).into()
    }

    /// So many steps back along the trail, or forward when negative.
    pub(super) fn walk(&mut self, steps: isize) {
        let here = self.here();
        match self.trail.walk(here, steps) {
            Some(stop) => {
                self.go_stop(stop);
                self.voice.way = Some(if steps > 0 { "Back" } else { "Forward" }.into());
            }
            None => self.say(if steps > 0 { "The trail begins here." } else { "The trail ends here." }),
        }
    }

    pub(super) fn go_stop(&mut self, stop: Stop) {
        if let Some(key) = stop.key {
            return self.go(key, Arrival::Stop(Box::new(stop)));
        }
        self.waiting.retain(|_, waiting| !waiting.leads_to_an_article());
        self.ask(Question::Find { id: stop.id.as_str().to_owned() }, Waiting::Find(Box::new(stop)));
    }

    /// Goes to a mark, or with `'` to where the last jump began.
    pub(super) fn go_mark(&mut self, letter: char) {
        match self.trail.marks.get(&letter).cloned() {
            Some(stop) => {
                self.leave();
                self.go_stop(stop);
                self.voice.way = Some("Mark".into());
            }
            None if letter == '\'' => self.say("There was no jump yet."),
            None => {
                let known: String = self.trail.marks.keys().filter(|letter| **letter != '\'').collect();
                let known = if known.is_empty() { "there are none yet".to_owned() } else { format!("there are {known}") };
                self.complain(format!("There is no mark {letter}; {known}."));
            }
        }
    }

    pub(super) fn show_trail(&mut self) {
        let row = self.trail.behind.len();
        self.popups.push(Popup::Rows(RowsOnTop { title: "Trail".to_owned(), of: RowsOf::Trail, cursor: Cursor { row, top: 0 } }));
    }

    pub(super) fn go_trail(&mut self, row: usize) {
        self.popups.pop();
        let here = isize::try_from(self.trail.behind.len()).unwrap_or(0);
        let steps = here - isize::try_from(row).unwrap_or(0);
        if steps != 0 {
            self.walk(steps);
        }
    }

    /// Goes to the sample journals.
    pub(super) fn show_sample(&mut self) {
        self.focus = Pane::Issues;
        self.reveal(Node::Shelf(ShelfName::Sample), None);
    }
}
