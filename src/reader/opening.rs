//! What Enter opens, and what is looked at on top of the panes without going there.

use super::asking::Waiting;
use super::cursor::Cursor;
use super::going::Arrival;
use super::layout::Pane;
use super::page::Target;
use super::panes::{Cards, CardsOf};
use super::popup::{PageOf, Popup, RowsOf, RowsOnTop};
use super::{Effect, Reader, Tab};
use crate::library::{ArticleKey, Linked, Node, Question};

impl Reader {
    /// Opens what is under the cursor.
    pub(super) fn open(&mut self) {
        match self.popups.last() {
            Some(Popup::Page(on_top)) => {
                match &on_top.of {
                    PageOf::Reference(_) | PageOf::Related(_) | PageOf::Work(_) if on_top.work.is_some() => self.list_citing(),
                    PageOf::Reference(place) => self.open_place(Tab::References, *place, false),
                    PageOf::Related(place) => self.open_place(Tab::Related, *place, false),
                    PageOf::Article(_) => self.open_peeked(),
                    PageOf::Part(number) => self.go_to_part(*number),
                    PageOf::Table(nth, _) => self.go_to_table(*nth),
                    PageOf::Work(_) | PageOf::Note(_) | PageOf::Manual | PageOf::QueryHelp | PageOf::Clip(_) => {}
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
                    RowsOf::Captions => self.go_to_caption(row),
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
            Target::Part(number) => self.go_to_part(number),
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
                Some(Target::Part(number)) => self.peek_part(number),
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

    /// Whether Enter on the page on top goes to an article of the library, or to a place in the text.
    pub(super) fn page_leads_on(&self) -> bool {
        let Some(Popup::Page(on_top)) = self.popups.last() else { return false };
        let held = |tab, place| {
            let linked = self.shown.as_ref().map(|shown| self.lists.linked_at(shown, tab, place));
            matches!(linked, Some(Linked::Held { .. }))
        };
        match on_top.of {
            PageOf::Article(_) | PageOf::Part(_) | PageOf::Table(..) => true,
            PageOf::Reference(place) => held(Tab::References, place),
            PageOf::Related(place) => held(Tab::Related, place),
            _ => false,
        }
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
}
