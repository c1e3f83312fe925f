//! Questions under way, and what is done with their answers.

use super::going::Arrival;
use super::listing::ListKind;
use super::panes::cards::Asked;
use super::panes::tree::CHUNK;
use super::panes::{CardsOf, Tab};
use super::popup::{PageOf, Popup, RowsOf};
use super::trail::Stop;
use super::{Action, Effect, Reader, Ticket};
use crate::library::{Answer, ArticleKey, EntryKey, Node, Question, ShelfName, Sorting, TreeRow};
use crate::search::Suggestion;
use crate::text::plain;

/// What an answer is for.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// Rows of the tree.
    Children,
    /// Rows of the tree on the way down to the first article of the newest issue.
    Descend,
    Article(Arrival),
    /// The article shown, when one of its links was changed.
    Relinked(super::linking::ToLink),
    /// The way down to a node; how far below the pane's top it shall stand.
    Place(Option<usize>),
    /// The article of a stop of an earlier session.
    Find(Box<Stop>),
    /// A neighbour; what to say when there is none.
    Neighbour(&'static str),
    /// Rows of a tab, or of the popup's list.
    Cards(Option<Tab>),
    Peek(ArticleKey),
    /// An article of which something is to be copied or opened.
    TakeAlong(Action),
    /// The article under the cursor, of which a page or a list is to be put on top.
    OfRow(Action),
    /// The saved searches.
    Searches,
    /// Rows of a list of results, by its id; how many there are; by what they can be narrowed.
    Rows(u64),
    Count(u64),
    Facets,
    /// The places of a list that is being narrowed by what is typed, with the order that it stands in.
    Places(Tab, String, Option<Sorting>),
    /// The places of a list of this article that was put in another order, with what it is narrowed by.
    Order(ArticleKey, Tab, String, Option<Sorting>),
    /// Rows of the list of those that cite this article; how many there are.
    CitedBy(ArticleKey),
    CitedByCount(ArticleKey),
    /// The row after or before the one from which the article was opened.
    Along(usize),
    /// The article of which a list is to be opened.
    ListOf(ListKind),
    /// How many a saved search finds.
    Saved(i64),
    /// Rows of the list that is browsed.
    Tallies,
    /// The grid of a journal, and the pages that are missing in an issue.
    Grid,
    Gaps(Node),
    /// The work of an entry that leads to no record.
    Work(EntryKey),
    /// What is cited and cites around an article; the paths between two; what is found to lead one to.
    Neighbourhood,
    Path,
    PathEnds,
    /// The article of an earlier session to which a path shall lead, and from where.
    PathEnd {
        from: (ArticleKey, String),
        title: String,
    },
    /// What is suggested for an article.
    Suggested(ArticleKey),
    /// A page of an author, a key word, a class, or of figures.
    Overview,
    /// A row of the styles that a record can be cited in.
    Cited(usize),
    /// The citation to be copied.
    CitedAlong,
}

impl Waiting {
    /// Whether it is told of a search that a newer round takes the place of.
    pub const fn is_of_a_round(&self) -> bool {
        matches!(
            self,
            Self::Rows(_)
                | Self::Count(_)
                | Self::Facets
                | Self::Places(..)
                | Self::Tallies
                | Self::Grid
                | Self::Gaps(_)
                | Self::Work(_)
                | Self::Neighbourhood
                | Self::Path
                | Self::PathEnds
                | Self::Overview
        )
    }

    /// Whether the answer would show another article: a newer wish of that kind makes it stale.
    pub const fn leads_to_an_article(&self) -> bool {
        matches!(self, Self::Article(_) | Self::Find(_) | Self::Neighbour(_) | Self::Along(_) | Self::ListOf(_))
    }
}

impl Reader {
    pub(super) fn ask(&mut self, question: Question, waiting: Waiting) {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.waiting.insert(ticket, waiting);
        self.effects.push(Effect::Ask(ticket, question));
    }

    /// Whether rows of the tree are still to come.
    pub(super) fn tree_is_loading(&self) -> bool {
        self.waiting.values().any(|waiting| matches!(waiting, Waiting::Children | Waiting::Descend | Waiting::Place(_)))
    }

    pub(super) fn drop_popup_questions(&mut self) {
        self.waiting.retain(|_, waiting| {
            !matches!(
                waiting,
                Waiting::Peek(_)
                    | Waiting::Cards(None)
                    | Waiting::Facets
                    | Waiting::Tallies
                    | Waiting::Grid
                    | Waiting::Gaps(_)
                    | Waiting::Work(_)
                    | Waiting::Neighbourhood
                    | Waiting::Path
                    | Waiting::PathEnds
                    | Waiting::PathEnd { .. }
                    | Waiting::Cited(_)
            )
        });
    }

    /// The first questions: where the last session ended, else the first article of the newest issue.
    pub(super) fn begin(&mut self) {
        let stop = self.restore_session();
        self.ask(Question::Searches, Waiting::Searches);
        if let Some(key) = self.open.take() {
            self.ask(Question::Article(key), Waiting::Article(Arrival::Jump(Some(super::Pane::Abstract))));
            return;
        }
        match stop {
            Some(stop) => self.go_stop(stop),
            None => self.descend_from_root(),
        }
    }

    pub(super) fn descend_from_root(&mut self) {
        self.issues.at.clear();
        self.issues.tree.note_asked(&[]);
        self.ask(Question::Children { node: Node::Root, from: 0, to: CHUNK }, Waiting::Descend);
    }

    pub(super) fn take(&mut self, ticket: Ticket, answer: Answer) {
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        match (waiting, answer) {
            (Waiting::Children, Answer::Children { node, total, from, rows }) => self.issues.tree.take(node, total, from, rows),
            (Waiting::Descend, Answer::Children { node, total, from, rows }) => {
                let step = first_with_articles(&rows);
                self.issues.tree.take(node, total, from, rows);
                self.descend(step.map(|(row, node)| (from + row, node)));
            }
            (Waiting::Relinked(entry), Answer::Article(shown)) => self.take_relinked(entry, *shown),
            (Waiting::Article(arrival), Answer::Article(shown)) => self.take_article(*shown, arrival),
            (Waiting::Peek(key), Answer::Article(shown)) => {
                let title = plain(self.prefer(&shown.article.journal.title));
                self.peeked = Some(key);
                self.show_page(title, PageOf::Article(shown.article));
            }
            (Waiting::TakeAlong(action), Answer::Article(shown)) => self.take_along_of(action, &shown.article),
            (Waiting::Place(below_top), Answer::Place { path, .. }) => {
                let height = self.height(super::Pane::Issues);
                self.issues.reveal(&path, below_top.unwrap_or(height / 3));
            }
            (Waiting::Find(mut stop), Answer::Key(Some(key))) => {
                stop.key = Some(key);
                self.go(key, Arrival::Stop(stop));
            }
            (Waiting::Find(stop), Answer::Key(None)) => {
                if self.shown.is_none() {
                    self.descend_from_root();
                } else {
                    self.complain(format!("The library no longer has \"{}\".", stop.title));
                }
            }
            (Waiting::PathEnd { from, title }, Answer::Key(Some(to))) => self.look_for_path(from, (to, title)),
            (Waiting::PathEnd { title, .. }, Answer::Key(None)) => self.complain(format!("The library no longer has \"{title}\".")),
            (Waiting::OfRow(action), Answer::Article(shown)) => self.take_row(action, &shown),
            (Waiting::Searches, Answer::Searches(saved)) => self.take_saved(saved),
            (Waiting::Neighbour(_), Answer::Key(Some(key))) => self.go(key, Arrival::Jump(None)),
            (Waiting::Neighbour(none), Answer::Key(None)) => self.say(none),
            (Waiting::Along(row), Answer::Cards { cards, .. }) => self.go_along(row, cards.first().map(|card| card.key)),
            (Waiting::ListOf(kind), Answer::Article(shown)) => self.open_list_of(kind, &shown),
            (Waiting::Cards(slot), Answer::Cards { total, from, cards, reasons }) => {
                let list = match slot {
                    Some(tab) => self.lists.cards_mut(tab),
                    None => match self.popups.last_mut() {
                        Some(Popup::Rows(list)) => match &mut list.of {
                            RowsOf::Cards(cards) => Some(cards),
                            RowsOf::Trail
                            | RowsOf::Sections
                            | RowsOf::Captions
                            | RowsOf::Facets(_)
                            | RowsOf::Sorts(_)
                            | RowsOf::Gaps(_)
                            | RowsOf::Path(_) => None,
                        },
                        _ => None,
                    },
                };
                if let Some(list) = list {
                    list.take(total, from, cards, reasons);
                }
            }
            (Waiting::Find(_) | Waiting::Descend, Answer::Failed(sentence))
                if self.shown.is_none() && self.issues.tree.roots().is_none() =>
            {
                self.complain(sentence);
                // A session that cannot be restored must not keep the library from being shown.
                if self.session.take().is_some() {
                    self.descend_from_root();
                }
            }
            (_, Answer::Failed(sentence)) => self.complain(sentence),
            _ => self.complain("The library answered something else than was asked; this is an error of qikan itself."),
        }
    }

    /// One level further down, towards the first article.
    fn descend(&mut self, step: Option<(u64, Node)>) {
        let Some((row, node)) = step else { return };
        self.issues.at.push(row);
        if let Node::Article(key) = node {
            if key.shelf == ShelfName::Sample {
                self.say(match self.size.columns {
                    71.. => "This is the sample. To bring in your own articles: qikan import FILE…",
                    // What to type is what must not be cut off.
                    _ => "The sample. Yours: qikan import FILE…",
                });
            }
            self.ask(Question::Article(key), Waiting::Article(Arrival::Follow));
            return;
        }
        self.issues.tree.unfold(&self.issues.at, node);
        self.issues.tree.note_asked(&self.issues.at);
        self.ask(Question::Children { node, from: 0, to: CHUNK }, Waiting::Descend);
    }

    /// Asks for all that is visible and not loaded.
    pub(super) fn ask_for_rows(&mut self) {
        self.wish_for_rows();
        self.wish_for_tallies();
        self.wish_for_gaps();
        self.wish_for_citation();
        let tree = self.results.is_none() && self.arrangement.shows(super::Pane::Issues);
        if tree || self.following {
            let height = self.height(super::Pane::Issues);
            let mut windows = self.issues.tree.missing(self.issues.top, self.issues.top + height);
            let at = self.issues.index();
            windows.extend(self.issues.tree.missing(at, at + 1));
            for (node, from, to) in windows {
                self.ask(Question::Children { node, from, to }, Waiting::Children);
            }
        }
        if self.arrangement.shows(super::Pane::Lists) {
            let tab = self.lists.tab;
            self.ask_for_order(tab);
            let top = self.lists.cursor().top;
            let height = self.height(super::Pane::Lists);
            let places: Option<Vec<usize>> =
                self.lists.sifted(tab).map(|sifted| sifted.places.iter().copied().skip(top).take(height).collect());
            if let Some(cards) = self.lists.cards_mut(tab) {
                let of = cards.of.clone();
                let windows = match places {
                    Some(places) => places.into_iter().flat_map(|place| cards.missing(place, place + 1)).collect(),
                    None => cards.missing(top, top + height),
                };
                self.ask_for_cards(&of, windows, Some(tab));
            }
        }
        let height = self.popups.last().map_or(0, |popup| self.popup_height(popup)).max(1);
        if let Some(Popup::Rows(list)) = self.popups.last_mut()
            && let RowsOf::Cards(cards) = &mut list.of
        {
            let of = cards.of.clone();
            let windows = cards.missing(list.cursor.top, list.cursor.top + height);
            self.ask_for_cards(&of, windows, None);
        }
    }

    /// Asks for rows of a list of articles.
    fn ask_for_cards(&mut self, of: &CardsOf, windows: Vec<(u64, u64)>, slot: Option<Tab>) {
        for (from, to) in windows {
            match (of.asked(from, to), of) {
                (Asked::Question(question), _) => self.ask(question, Waiting::Cards(slot)),
                (Asked::Wish(wish), CardsOf::CitedBy(key)) => self.wish(wish, Waiting::CitedBy(*key)),
                // No search takes its place: it waits until nothing else is to be done.
                (Asked::Wish(wish), CardsOf::Suggested(key)) => self.wish(wish, Waiting::Suggested(*key)),
                (Asked::Wish(_), _) => {}
            }
        }
    }

    /// Takes what is suggested for an article, if that is still the one shown.
    pub(super) fn take_suggested(&mut self, key: ArticleKey, suggestions: Vec<Suggestion>) {
        let Some(list) = self.lists.suggested.as_mut().filter(|list| list.of == CardsOf::Suggested(key)) else { return };
        let (cards, reasons): (Vec<_>, Vec<_>) = suggestions.into_iter().map(|one| (one.card, one.reason)).unzip();
        list.take(cards.len() as u64, 0, cards, reasons);
    }
}

/// The first row that has articles below it or is one.
fn first_with_articles(rows: &[TreeRow]) -> Option<(u64, Node)> {
    let leads = |row: &TreeRow| match row.node {
        Node::Article(_) => true,
        Node::Heading { .. } => false,
        _ => row.articles > 0,
    };
    rows.iter().zip(0..).find(|(row, _)| leads(row)).map(|(row, place)| (place, row.node))
}
