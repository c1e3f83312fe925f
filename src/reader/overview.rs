//! What the library says of an author, a key word, a class, a journal, an issue or an article, on top of the panes.
//!
//! Enter on an author or a key word still lists the articles, as it always did: that is what one wants most, and it is there at
//! once. The page says more and takes longer; it is one key away from the list and from the link, and lists the articles, too.
//! What is left by a jump comes back with the trail, page upon page.

use serde::{Deserialize, Serialize};

use super::asking::Waiting;
use super::cursor::Cursor;
use super::going::Arrival;
use super::layout::Pane;
use super::page::{Lead, OverviewRow, PageOptions, Target, figures_rows, figures_title, profile_rows};
use super::panes::CardsOf;
use super::popup::{Popup, RowsOf};
use super::results::Sought;
use super::{Action, Reader};
use crate::formats::clc_named;
use crate::library::{ArticleKey, Figures, FiguresOf, Listing, Node, Profile, ProfileOf, Shown, Tallied, Tally};
use crate::search::query::{Group, Manner, Mode, Query, Text, parse};
use crate::search::{Among, Want, Wish};
use crate::text::plain;

/// Of whom or of what a page on top is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverviewOf {
    Profile(ProfileOf),
    Figures(FiguresOf),
}

/// What was told.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Profile(Box<Profile>),
    Figures(Box<Figures>),
}

/// The page on top.
#[derive(Clone, Debug)]
pub struct Overview {
    pub of: OverviewOf,
    pub title: String,
    pub cursor: Cursor,
    pub rows: Vec<OverviewRow>,
    /// Nothing before the answer.
    known: Option<Known>,
    set_for: Option<PageOptions>,
}

/// A page to come back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewStop {
    pub of: ProfileOf,
    pub cursor: Cursor,
}

impl Overview {
    fn new(of: OverviewOf, title: String, cursor: Cursor) -> Self {
        Self { of, title, cursor, rows: Vec::new(), known: None, set_for: None }
    }

    /// Whether the answer is still to come.
    pub const fn is_awaited(&self) -> bool {
        self.known.is_none()
    }

    fn lead(&self) -> Option<&Lead> {
        self.rows.get(self.cursor.row)?.leads.as_ref()
    }

    /// The article under the cursor.
    pub(super) fn article(&self) -> Option<ArticleKey> {
        if let Some(Lead::Article(key)) = self.lead() { Some(*key) } else { None }
    }

    /// Sets the rows for a width, unless they are set for it.
    pub(super) fn set(&mut self, options: &PageOptions) {
        if self.set_for == Some(*options) {
            return;
        }
        let Some(known) = &self.known else { return };
        self.rows = match known {
            Known::Profile(profile) => profile_rows(profile, options),
            Known::Figures(figures) => {
                self.title = figures_title(figures, options);
                figures_rows(figures, options)
            }
        };
        self.set_for = Some(*options);
    }

    /// The next or previous part.
    pub(super) fn go_section(&mut self, forward: bool) {
        let heads = self.rows.iter().enumerate().filter(|(_, row)| row.head).map(|(at, _)| at);
        let row = self.cursor.row;
        let found = if forward { heads.filter(|at| *at > row).min() } else { heads.filter(|at| *at < row).max() };
        if let Some(found) = found {
            // The part is seen from its beginning on, as far as the rows go.
            self.cursor = Cursor { row: found, top: found };
        }
    }
}

impl Reader {
    /// Puts the page of what is chosen on top: the link in the text, the list on top or in the place of the issues; else of the
    /// first author of the article under the cursor, or of the one shown.
    pub(super) fn show_profile(&mut self) {
        if let Some(of) = self.profile_chosen() {
            return self.show_profile_of(of);
        }
        if self.ask_of_row(Action::ShowProfile) {
            return;
        }
        // What is chosen, and has no page, does not stand for another that has.
        let chosen = !self.popups.is_empty() || (self.focus == Pane::Abstract && self.text.chosen().is_some());
        if let Some(of) = self.shown.as_ref().filter(|_| !chosen).and_then(first_author) {
            return self.show_profile_of(of);
        }
        let next = self.key_of(Action::NextLink);
        self.say(format!("Choose an author, a key word or a class ({next} goes from one to the next) to see its page."));
    }

    fn profile_chosen(&self) -> Option<ProfileOf> {
        match self.popups.last() {
            Some(Popup::Rows(list)) => {
                return if let RowsOf::Cards(cards) = &list.of { profile_of_cards(&cards.of) } else { None };
            }
            Some(Popup::Overview(overview)) => {
                return if let Some(Lead::Profile(of)) = overview.lead() { Some(of.clone()) } else { None };
            }
            Some(_) => return None,
            None => {}
        }
        match (self.focus, &self.results) {
            (Pane::Issues, Some(results)) => results.sought.listed.as_ref().and_then(profile_of_listing),
            (Pane::Abstract, _) => profile_of_target(&self.text.chosen()?.target),
            _ => None,
        }
    }

    /// The page of the first author of an article.
    pub(super) fn show_first_author_of(&mut self, shown: &Shown) {
        match first_author(shown) {
            Some(of) => self.show_profile_of(of),
            None => self.say("This article names no author."),
        }
    }

    /// Puts a page on top.
    pub(super) fn show_profile_of(&mut self, of: ProfileOf) {
        self.put_profile(of, Cursor::default());
    }

    fn put_profile(&mut self, of: ProfileOf, cursor: Cursor) {
        let title = match &of {
            ProfileOf::Author(name) => format!("Author: {name}"),
            ProfileOf::Keyword(word) => format!("Key word: {word}"),
            ProfileOf::Class { scheme, code } => {
                let name = if scheme == "clc" { clc_named(code) } else { crate::record::MultiText::default() };
                format!("Class: {code} {}", self.prefer(&name)).trim_end().to_owned()
            }
        };
        self.popups.push(Popup::Overview(Box::new(Overview::new(OverviewOf::Profile(of.clone()), plain(&title), cursor))));
        self.wish(Wish::of_library(self.search.round(), Want::Profile(of)), Waiting::Overview);
    }

    /// Puts the figures on top of what the cursor is on: an article, an issue, a volume, a journal; else of the article shown.
    pub(super) fn show_figures(&mut self) {
        let under_cursor = match (self.focus, &self.results) {
            (Pane::Issues, Some(results)) => results.key().map(FiguresOf::Article),
            (Pane::Issues, None) => self.issues.row().and_then(|row| match row.node {
                Node::Article(key) => Some(FiguresOf::Article(key)),
                Node::Heading { shelf, issue, .. } => Some(FiguresOf::Node(Node::Issue { shelf, row: issue })),
                node @ (Node::Journal { .. } | Node::Volume { .. } | Node::Issue { .. }) => Some(FiguresOf::Node(node)),
                Node::Shelf(_) | Node::Root => Some(FiguresOf::Library),
                Node::Searches | Node::Search(_) => None,
            }),
            _ => None,
        };
        match under_cursor.or_else(|| self.shown.as_ref().map(|shown| FiguresOf::Article(shown.key))) {
            Some(of) => self.show_figures_of(of),
            None => self.say("Put the cursor on an article, an issue or a journal to see its figures."),
        }
    }

    /// Puts figures on top.
    pub(super) fn show_figures_of(&mut self, of: FiguresOf) {
        self.popups.push(Popup::Overview(Box::new(Overview::new(OverviewOf::Figures(of), "Figures".to_owned(), Cursor::default()))));
        self.wish(Wish::of_library(self.search.round(), Want::Figures(of)), Waiting::Overview);
    }

    pub(super) fn take_profile(&mut self, profile: Box<Profile>) {
        self.take_overview(&OverviewOf::Profile(profile.of.clone()), &Known::Profile(profile));
    }

    pub(super) fn take_figures(&mut self, figures: Box<Figures>) {
        self.take_overview(&OverviewOf::Figures(figures.of), &Known::Figures(figures));
    }

    /// Gives what was told to the pages that wait for it, whatever was put on top of them meanwhile.
    fn take_overview(&mut self, of: &OverviewOf, known: &Known) {
        for popup in &mut self.popups {
            if let Popup::Overview(overview) = popup
                && overview.is_awaited()
                && overview.of == *of
            {
                overview.known = Some(known.clone());
            }
        }
        self.set_popups();
    }

    /// Follows the row under the cursor.
    pub(super) fn open_in_overview(&mut self) {
        let Some(Popup::Overview(overview)) = self.popups.last() else { return };
        match overview.lead().cloned() {
            Some(Lead::Article(key)) => self.go(key, Arrival::Jump(Some(Pane::Abstract))),
            Some(Lead::Profile(of)) => self.show_profile_of(of),
            Some(Lead::Node(node)) => {
                self.leave();
                self.popups.clear();
                self.drop_popup_questions();
                self.restore_results(None);
                self.focus = Pane::Issues;
                self.reveal(node, None);
            }
            Some(Lead::All(of, names)) => {
                let sought = self.list_of_profile(&of, &names);
                self.leave();
                self.open_list(sought);
            }
            None if overview.is_awaited() => {}
            None => self.say("This row leads nowhere; j goes on to the next."),
        }
    }

    /// All articles as a list. An author of several names is searched for by all of them.
    fn list_of_profile(&self, of: &ProfileOf, names: &[String]) -> Sought {
        let tally = |label: &str| Tally { label: label.to_owned(), name: clc_named(label), ..Tally::default() };
        match of {
            ProfileOf::Author(name) if names.len() > 1 => {
                let one = |name: &String| {
                    let words = name.replace('"', " ");
                    Query::Text(Text { group: Some(Group::Author), words, manner: Manner::Phrase }).to_string()
                };
                let typed = names.iter().map(one).collect::<Vec<_>>().join(" OR ");
                let query = parse(&typed, Mode::Finished).unwrap_or(Query::Everything);
                Sought { name: format!("Author: {name}"), typed, query, among: Among::Library, ..Sought::default() }
            }
            ProfileOf::Author(name) => self.list_of_tally(&Tallied::Authors, &tally(name)),
            ProfileOf::Keyword(word) => self.list_of_tally(&Tallied::Keywords, &tally(word)),
            ProfileOf::Class { scheme, code } if scheme == "clc" => {
                self.list_of_tally(&Tallied::Classes { above: String::new() }, &tally(code))
            }
            ProfileOf::Class { code, .. } => {
                let query = Query::Text(Text { group: None, words: code.replace('"', " "), manner: Manner::Phrase });
                Sought { name: format!("Class: {code}"), typed: query.to_string(), query, among: Among::Library, ..Sought::default() }
            }
        }
    }

    /// The pages on top, to come back to.
    pub(super) fn overview_stops(&self) -> Vec<OverviewStop> {
        let stop = |popup: &Popup| match popup {
            Popup::Overview(overview) => match &overview.of {
                OverviewOf::Profile(of) => Some(OverviewStop { of: of.clone(), cursor: overview.cursor }),
                OverviewOf::Figures(_) => None,
            },
            _ => None,
        };
        self.popups.iter().filter_map(stop).collect()
    }

    /// Puts the pages on top again that stood there.
    pub(super) fn restore_overviews(&mut self, stops: Vec<OverviewStop>) {
        for stop in stops {
            self.put_profile(stop.of, stop.cursor);
        }
    }
}

fn first_author(shown: &Shown) -> Option<ProfileOf> {
    let author = shown.article.authors.iter().find(|author| !author.name.is_empty())?;
    author.name.values().next().map(|name| ProfileOf::Author(plain(name)))
}

fn profile_of_cards(of: &CardsOf) -> Option<ProfileOf> {
    match of {
        CardsOf::Author(name) => Some(ProfileOf::Author(name.clone())),
        CardsOf::Keyword(word) => Some(ProfileOf::Keyword(word.clone())),
        CardsOf::Subject { scheme, code } => Some(ProfileOf::Class { scheme: scheme.clone(), code: code.clone() }),
        CardsOf::CitedBy(_) | CardsOf::Suggested(_) => None,
    }
}

fn profile_of_listing(of: &Listing) -> Option<ProfileOf> {
    match of {
        Listing::Author(name) => Some(ProfileOf::Author(name.clone())),
        Listing::Keyword(word) => Some(ProfileOf::Keyword(word.clone())),
        Listing::Class(code) => Some(ProfileOf::Class { scheme: "clc".to_owned(), code: code.clone() }),
        Listing::Below(_) | Listing::Year(_) | Listing::References(_) | Listing::CitedBy(_) | Listing::Citing(_) => None,
    }
}

fn profile_of_target(target: &Target) -> Option<ProfileOf> {
    match target {
        Target::Author(name) => Some(ProfileOf::Author(name.clone())),
        Target::Keyword(word) => Some(ProfileOf::Keyword(word.clone())),
        Target::Subject { scheme, code } => Some(ProfileOf::Class { scheme: scheme.clone(), code: code.clone() }),
        _ => None,
    }
}
