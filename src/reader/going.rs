//! Jumps: to articles, along the trail, to marks, and what Enter opens.

use super::asking::Waiting;
use super::cursor::Cursor;
use super::layout::Pane;
use super::page::Target;
use super::panes::{Cards, CardsOf};
use super::popup::{PageOf, Popup, RowsOf, RowsOnTop};
use super::trail::Stop;
use super::{Effect, Reader, Tab};
use crate::library::{ArticleKey, Choice, Linked, Node, Question, ShelfName, Shown};

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
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Cards(Some(_)) | Waiting::CitedBy(_) | Waiting::Order(..)));
        let text = self.text_options();
        let lists = self.list_options();
        self.text.show(super::page::article_page(&shown.article, &text), text.width);
        self.lists.show(&shown, &lists);
        self.set_for = Some((text, lists));
        self.shown = Some(shown);
        if self.found.as_ref().is_some_and(|found| found.place != super::FindIn::Issues) {
            self.found = None;
        }
        self.arrive(arrival);
    }

    fn arrive(&mut self, arrival: Arrival) {
        let Some(key) = self.shown.as_ref().map(|shown| shown.key) else { return };
        match arrival {
            Arrival::Follow => {}
            Arrival::Jump(focus) => {
                self.voice.way = match focus {
                    Some(_) => Some(if self.focus == Pane::Issues { "Opened" } else { "Jump" }.into()),
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

    /// Opens what is under the cursor.
    pub(super) fn open(&mut self) {
        match self.popups.last() {
            Some(Popup::Page(on_top)) => {
                match &on_top.of {
                    PageOf::Reference(_) | PageOf::Related(_) | PageOf::Work(_) if on_top.work.is_some() => self.list_citing(),
                    PageOf::Reference(place) => self.open_place(Tab::References, *place, false),
                    PageOf::Related(place) => self.open_place(Tab::Related, *place, false),
                    PageOf::Article(_) => self.open_peeked(),
                    PageOf::Work(_) | PageOf::Note(_) | PageOf::Table(..) | PageOf::Manual | PageOf::QueryHelp | PageOf::Clip(_) => {}
                }
                return;
            }
            Some(Popup::Grid(_)) => return self.open_in_grid(),
            Some(Popup::Graph(_)) => return self.open_in_graph(),
            Some(Popup::Citing(_)) => return self.copy_in_style(),
            Some(Popup::Overview(_)) => return self.open_in_overview(),
            Some(Popup::Rows(list)) => {
                let row = list.cursor.row;
                match &list.of {
                    RowsOf::Trail => self.go_trail(row),
                    RowsOf::Path(_) => self.open_in_path(),
                    RowsOf::Sections => self.go_to_section(row),
                    RowsOf::Facets(rows) => {
                        if let Some(condition) = rows.iter().flatten().nth(row).map(|facet| facet.condition.clone()) {
                            self.add_to_query(&condition);
                        }
                    }
                    RowsOf::Gaps(gaps) => {
                        if let Some(key) = gaps.iter().flatten().nth(row).map(|gap| gap.after) {
                            self.go(key, Arrival::Jump(Some(Pane::Abstract)));
                        }
                    }
                    RowsOf::Sorts(sorts) => {
                        let sorts = sorts.clone();
                        self.choose_sort(&sorts, row);
                    }
                    RowsOf::Cards(cards) => {
                        if let Some(key) = cards.row(row).map(|(card, _)| card.key) {
                            let way = Self::way_of_cards(&list.title, cards, row);
                            self.go_by_way(key, Some(Pane::Abstract), Some(way));
                        }
                    }
                }
                return;
            }
            _ => {}
        }
        match self.focus {
            Pane::Issues if self.results.is_some() => {
                if let Some(key) = self.results.as_ref().and_then(super::Results::key)
                    && !self.link_to(key)
                {
                    self.go(key, Arrival::Jump(Some(Pane::Abstract)));
                }
            }
            Pane::Issues => match self.issues.row().map(|row| row.node) {
                Some(Node::Article(key)) => self.go(key, Arrival::Jump(Some(Pane::Abstract))),
                Some(Node::Search(id)) => self.open_saved(id),
                Some(Node::Heading { .. }) => {
                    self.issues.step(1);
                    self.follow();
                }
                Some(_) => self.issues.toggle(),
                None => {}
            },
            Pane::Abstract => match self.text.chosen().map(|link| link.target.clone()) {
                Some(target) => self.follow_target(target),
                None => self.choose_link(true, 1),
            },
            Pane::Lists => {
                let (tab, row) = (self.lists.tab, self.lists.cursor().row);
                if row < self.lists.len(tab) {
                    self.open_place(tab, self.lists.place(tab, row), true);
                }
            }
        }
    }

    /// Opens an entry of a list: the article where the library has it, else what is known of it.
    pub(super) fn open_place(&mut self, tab: Tab, place: usize, peek: bool) {
        let Some(shown) = &self.shown else { return };
        match self.lists.linked_at(shown, tab, place) {
            Linked::Held { key, .. } => {
                let way = self.lists.row_of(tab, place).and_then(|row| self.way_of_tab(tab, row));
                self.go_by_way(key, Some(Pane::Abstract), way);
            }
            Linked::Elsewhere { .. } => {
                if peek {
                    self.peek();
                }
                self.say(format!("The library does not have this; {} opens its address.", self.key_of(super::Action::OpenOutside)));
            }
            Linked::Unknown => {
                if peek {
                    self.peek();
                }
                self.say("The library does not have this, and no address of it is known.");
            }
        }
    }

    /// The first key of an action where one is, or its name.
    pub(super) fn key_of(&self, action: super::Action) -> String {
        let context = self.context();
        self.keymap.keys_of(context, action).into_iter().next().unwrap_or_else(|| format!(":{}", action.name()))
    }

    /// Goes where a link of the page leads.
    pub(super) fn follow_target(&mut self, target: Target) {
        match target {
            Target::Keyword(keyword) => self.show_cards(format!("Key word: {keyword}"), CardsOf::Keyword(keyword)),
            Target::Subject { scheme, code } => self.show_cards(format!("Class: {code}"), CardsOf::Subject { scheme, code }),
            Target::Author(name) => self.show_cards(format!("Author: {name}"), CardsOf::Author(name)),
            Target::Doi(doi) => {
                let url = crate::record::Doi::parse(&doi).map_or_else(|| format!("https://doi.org/{doi}"), |doi| doi.url());
                self.effects.push(Effect::Open(url));
            }
            Target::Url(url) => self.effects.push(Effect::Open(url)),
            Target::Reference(row) => {
                self.leave();
                self.go_tab(Tab::References);
                if self.lists.row_of(Tab::References, row).is_none() {
                    self.lists.narrow(Tab::References, None);
                }
                self.lists.cursor_mut().row = self.lists.row_of(Tab::References, row).unwrap_or(row);
            }
            Target::Note(nth) => {
                let options = self.text_options();
                let note = self.shown.as_ref().and_then(|shown| super::page::note_page(&shown.article, nth, &options));
                if let Some((title, _)) = note {
                    self.show_page(title, PageOf::Note(nth));
                }
            }
            Target::Table(nth) => {
                let options = self.text_options();
                let table = self.shown.as_ref().and_then(|shown| super::page::table_page(&shown.article, nth, 0, &options));
                if let Some(table) = table {
                    self.show_page(table.title, PageOf::Table(nth, 0));
                }
            }
            Target::Action(action) => self.act(action, None),
            Target::Issue | Target::Volume | Target::Journal => {
                let node = self.shown.as_ref().and_then(|shown| match target {
                    Target::Issue => shown.place.issue,
                    Target::Volume => shown.place.volume,
                    _ => shown.place.journal,
                });
                if let Some(node) = node {
                    self.leave();
                    self.focus = Pane::Issues;
                    self.reveal(node, None);
                }
            }
        }
    }

    fn show_cards(&mut self, title: String, of: CardsOf) {
        self.popups.push(Popup::Rows(RowsOnTop { title, of: RowsOf::Cards(Cards::new(of)), cursor: Cursor::default() }));
        // Heard, it would come between the list and its first row; there the keys are asked for.
        if !self.settings.is_linear() {
            self.say(format!("{} shows the page: years, authors, key words.", self.key_of(super::Action::ShowProfile)));
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

    fn go_trail(&mut self, row: usize) {
        self.popups.pop();
        let here = isize::try_from(self.trail.behind.len()).unwrap_or(0);
        let steps = here - isize::try_from(row).unwrap_or(0);
        if steps != 0 {
            self.walk(steps);
        }
    }

    /// Shows what is under the cursor on top of the panes.
    pub(super) fn peek(&mut self) {
        if self.show_work_in_graph() {
            return;
        }
        if let Some(key) = self.key_in_graph().or_else(|| self.key_in_path()) {
            return self.ask_peek(key);
        }
        if let Some(Popup::Rows(list)) = self.popups.last() {
            if let RowsOf::Cards(cards) = &list.of
                && let Some(key) = cards.row(list.cursor.row).map(|(card, _)| card.key)
            {
                self.ask_peek(key);
            }
            return;
        }
        if let Some(Popup::Overview(overview)) = self.popups.last()
            && let Some(key) = overview.article()
        {
            return self.ask_peek(key);
        }
        if !self.popups.is_empty() {
            return;
        }
        match self.focus {
            Pane::Issues if self.results.is_some() => {
                if let Some(key) = self.results.as_ref().and_then(super::Results::key) {
                    self.ask_peek(key);
                }
            }
            Pane::Issues => match self.issues.row().map(|row| row.node) {
                Some(Node::Article(key)) => self.ask_peek(key),
                _ => self.say("Put the cursor on an article to look at it."),
            },
            Pane::Abstract => match self.text.chosen().map(|link| link.target.clone()) {
                Some(Target::Reference(place)) => self.peek_place(Tab::References, place),
                Some(target) => self.follow_target(target),
                None => self.say("Choose a link with ]l to look at where it leads."),
            },
            Pane::Lists => {
                let (tab, row) = (self.lists.tab, self.lists.cursor().row);
                if row < self.lists.len(tab) {
                    self.peek_place(tab, self.lists.place(tab, row));
                }
            }
        }
    }

    /// Shows what is known of an entry of a list.
    fn peek_place(&mut self, tab: Tab, place: usize) {
        let Some(shown) = &self.shown else { return };
        match (tab, self.lists.linked_at(shown, tab, place)) {
            (Tab::References, _) => {
                let number =
                    shown.article.refs.as_ref().and_then(|refs| refs.get(place)?.n.clone()).unwrap_or_else(|| (place + 1).to_string());
                self.show_page(format!("Reference [{number}]"), PageOf::Reference(place));
                self.ask_for_work(tab, place);
            }
            (_, Linked::Held { key, .. }) => self.ask_peek(key),
            _ => {
                self.show_page(format!("Related {}", place + 1), PageOf::Related(place));
                self.ask_for_work(tab, place);
            }
        }
    }

    fn ask_peek(&mut self, key: ArticleKey) {
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Peek(_)));
        self.ask(Question::Article(key), Waiting::Peek(key));
    }

    /// Enter on a peeked article goes there, along the list from which it was peeked at.
    fn open_peeked(&mut self) {
        let Some(key) = self.peeked.take() else { return };
        let (tab, row) = (self.lists.tab, self.lists.cursor().row);
        let below = self.popups.iter().rev().nth(1);
        let way = match below {
            Some(Popup::Rows(RowsOnTop { title, of: RowsOf::Cards(cards), cursor })) => Some(Self::way_of_cards(title, cards, cursor.row)),
            None if self.focus == Pane::Lists => self.way_of_tab(tab, row),
            _ => None,
        };
        self.go_by_way(key, Some(Pane::Abstract), way);
    }

    /// Goes to the sample journals.
    pub(super) fn show_sample(&mut self) {
        self.focus = Pane::Issues;
        self.reveal(Node::Shelf(ShelfName::Sample), None);
    }
}
