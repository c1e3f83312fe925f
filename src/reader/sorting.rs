//! The orders that a list can be put in: the menu of them, and which one each list remembers.

use super::asking::Waiting;
use super::cursor::Cursor;
use super::layout::Pane;
use super::panes::Tab;
use super::popup::{Popup, RowsOf, RowsOnTop};
use super::results::Sought;
use super::searching::entries_of;
use super::{Action, Reader};
use crate::library::{Direction, Listing, Node, SortedBy, Sorting};
use crate::search::query::{Mode, parse};
use crate::search::{Among, Want, Wish};
use crate::text::plain;

/// Lists whose order is remembered.
const REMEMBERED: usize = 200;

/// The orders: what each is called, how it begins, and what its two ways are called, ascending first.
const ORDERS: [(SortedBy, &str, Direction, [&str; 2]); 7] = [
    (SortedBy::Printed, "printed order", Direction::Ascending, ["as printed", "from the end"]),
    (SortedBy::Date, "date", Direction::Descending, ["oldest first", "newest first"]),
    (SortedBy::FirstAuthor, "author", Direction::Ascending, ["A to Z, Chinese by pinyin first", "Z to A, Chinese by pinyin last"]),
    (SortedBy::Title, "title", Direction::Ascending, ["A to Z, Chinese by pinyin first", "Z to A, Chinese by pinyin last"]),
    (SortedBy::Cited, "times cited", Direction::Descending, ["least first", "most first"]),
    (SortedBy::Read, "read state", Direction::Ascending, ["unread first", "read first"]),
    (SortedBy::Added, "date added", Direction::Descending, ["oldest first", "newest first"]),
];

/// One order of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortRow {
    pub name: &'static str,
    /// The way round that it would be, or is.
    pub way: &'static str,
    /// The list stands in this order.
    pub now: bool,
    /// Choosing it again turns it round.
    pub turns: bool,
    /// Nothing for the order that the list has by itself.
    order: Option<Sorting>,
}

/// The menu of a list.
#[derive(Clone, Debug)]
pub struct Sorts {
    pub rows: Vec<SortRow>,
    of: SortsOf,
}

/// What is put in order.
#[derive(Clone, Debug)]
enum SortsOf {
    Results,
    /// The articles below a node, which become a list.
    Node(Node, String),
    /// A list of the article that is shown.
    Tab(Tab),
}

const fn way(ways: [&'static str; 2], direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => ways[0],
        Direction::Descending => ways[1],
    }
}

/// An order in words: `by date, newest first`.
pub(super) fn phrase(order: Sorting) -> String {
    let known = ORDERS.iter().find(|(by, ..)| *by == order.by);
    let (name, ways) = known.map_or(("", ["", ""]), |(_, name, _, ways)| (*name, *ways));
    match order.by {
        SortedBy::Printed => way(ways, order.direction).to_owned(),
        SortedBy::FirstAuthor | SortedBy::Title if order.direction == Direction::Ascending => format!("by {name}"),
        SortedBy::FirstAuthor | SortedBy::Title => format!("by {name}, backwards"),
        _ => format!("by {name}, {}", way(ways, order.direction)),
    }
}

/// The rows of the menu for a list that stands in this order; `own` is what the order is called that it has by itself, unless
/// that is the printed one.
fn rows(own: Option<(&'static str, &'static str)>, order: Option<Sorting>) -> Vec<SortRow> {
    let mut rows: Vec<SortRow> =
        own.into_iter().map(|(name, way)| SortRow { name, way, now: order.is_none(), turns: false, order: None }).collect();
    let printed = Sorting { by: SortedBy::Printed, direction: Direction::Ascending };
    let order = order.or(own.is_none().then_some(printed));
    rows.extend(ORDERS.into_iter().map(|(by, name, first, ways)| {
        let now = order.filter(|order| order.by == by);
        let direction = now.map_or(first, |now| now.direction);
        SortRow { name, way: way(ways, direction), now: now.is_some(), turns: true, order: Some(Sorting { by, direction }) }
    }));
    rows
}

/// The order of a tab by itself, where it is one of those that can be chosen.
const fn own_order_of(tab: Tab) -> Option<Sorting> {
    match tab {
        Tab::References | Tab::Related => Some(Sorting { by: SortedBy::Printed, direction: Direction::Ascending }),
        Tab::CitedBy => Some(Sorting { by: SortedBy::Date, direction: Direction::Descending }),
        Tab::Suggested => None,
    }
}

/// The rows of the menu for a tab that stands in this order: of what is printed not everything is known that is of a record.
fn rows_of_tab(tab: Tab, order: Option<Sorting>) -> Vec<SortRow> {
    let numbered = matches!(tab, Tab::References | Tab::Related);
    let own = (tab == Tab::Suggested).then_some(("nearness", "nearest first"));
    let mut rows = rows(own.or((!numbered).then_some(("", ""))), order.or(own_order_of(tab)));
    rows.retain(|row| match row.order.map(|order| order.by) {
        None => !row.name.is_empty(),
        Some(SortedBy::Printed) => numbered,
        Some(by) => by != SortedBy::Added,
    });
    for row in &mut rows {
        match row.order.map(|order| order.by) {
            Some(SortedBy::Printed) => row.name = "number",
            Some(SortedBy::Date) => row.name = "year",
            _ => {}
        }
    }
    rows
}

/// The order of a tab in the fewest words: `by year`.
pub(super) fn short(order: Sorting) -> String {
    let name = match order.by {
        SortedBy::Printed => "number, backwards",
        SortedBy::Date => "year",
        by => ORDERS.iter().find(|(known, ..)| *known == by).map_or("", |(_, name, ..)| name),
    };
    format!("by {name}")
}

/// By what the order of a list is remembered: each list has its own, but those of articles have one for each kind.
fn order_name(sought: &Sought) -> String {
    match sought.listed {
        Some(Listing::References(_)) => "References of articles".to_owned(),
        Some(Listing::CitedBy(_)) => "Citing articles".to_owned(),
        _ => sought.title(),
    }
}

impl Reader {
    /// The order that a list was put in last.
    pub(super) fn remembered_order(&self, sought: &Sought) -> Option<Sorting> {
        self.remembered(&order_name(sought))
    }

    fn remembered(&self, name: &str) -> Option<Sorting> {
        self.search.orders.iter().rev().find(|(known, _)| known == name).map(|(_, order)| *order)
    }

    /// Puts a tab in the order that was chosen last for its kind, unless it stands in it.
    pub(super) fn ask_for_order(&mut self, tab: Tab) {
        let order = self.remembered(tab.titles().0);
        if self.shown.is_none() || self.lists.orders[tab as usize] == order {
            return;
        }
        self.lists.orders[tab as usize] = order;
        let by = self.lists.sifted(tab).map(|sifted| sifted.by.clone()).unwrap_or_default();
        self.sift(tab, by);
    }

    /// Shows all of a tab again, in its order.
    pub(super) fn show_whole(&mut self, tab: Tab) {
        self.sift(tab, String::new());
    }

    /// Has a tab narrowed by what was typed, and put in its order.
    fn sift(&mut self, tab: Tab, by: String) {
        let order = self.lists.orders[tab as usize];
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Order(_, other, ..) if *other == tab));
        let Some(of) = self.shown.as_ref().map(|shown| shown.key).filter(|_| order.is_some() || !by.is_empty()) else {
            return self.lists.narrow(tab, None);
        };
        let query = parse(&by, Mode::Typing).unwrap_or_default();
        let among = Among::Entries { of, list: entries_of(tab) };
        let wish = Wish { round: 0, query, among, order, want: Want::Rows { from: 0, most: 0 } };
        self.wish(wish, Waiting::Order(of, tab, by, order));
    }

    fn remember_order(&mut self, title: String, order: Option<Sorting>) {
        self.search.orders.retain(|(name, _)| *name != title);
        self.search.orders.extend(order.map(|order| (title, order)));
        if self.search.orders.len() > REMEMBERED {
            self.search.orders.remove(0);
        }
        self.keep_session();
    }

    /// Puts the menu of orders on top: for the list of results, or for the articles of the issue under the cursor.
    pub(super) fn show_sorts(&mut self) {
        if !self.popups.is_empty() {
            let key = self.key_of(Action::Sort);
            return self.say(format!("Close this first; then {key} sorts the list of the pane."));
        }
        let (title, rows, of) = match (&self.results, self.focus) {
            (_, Pane::Lists) if self.shown.is_some() => {
                let tab = self.lists.tab;
                (tab.titles().0.to_owned(), rows_of_tab(tab, self.lists.orders[tab as usize]), SortsOf::Tab(tab))
            }
            (Some(results), _) => (results.sought.title(), rows(own_order(&results.sought), results.sought.order), SortsOf::Results),
            (None, Pane::Issues) => match self.listed_node() {
                Some((node, name)) => {
                    let order = self.remembered_order(&list_of(node, name.clone()));
                    (name.clone(), rows(None, order), SortsOf::Node(node, name))
                }
                None => return self.say("There is nothing to sort here."),
            },
            (None, Pane::Abstract | Pane::Lists) => return self.say("This is no list; go to one with Tab."),
        };
        let row = rows.iter().position(|row| row.now).unwrap_or(0);
        self.popups.push(Popup::Rows(RowsOnTop {
            title: format!("Sort: {title}"),
            of: RowsOf::Sorts(Sorts { rows, of }),
            cursor: Cursor { row, top: 0 },
        }));
    }

    /// The node whose articles are sorted, by its whole name.
    pub(super) fn listed_node(&self) -> Option<(Node, String)> {
        let (node, _) = self.narrowed_node()?;
        let mut labels = Vec::new();
        for depth in 1..=self.issues.at.len() {
            let row = self.issues.tree.row(self.issues.at.get(..depth)?)?;
            labels.push(plain(self.tree_label(row)));
            if row.node == node {
                break;
            }
        }
        Some((node, labels.join(" ")))
    }

    /// Puts the list in the chosen order; in the one that it has, turned round.
    pub(super) fn choose_sort(&mut self, sorts: &Sorts, row: usize) {
        let Some(chosen) = sorts.rows.get(row) else { return };
        let turn = |order: Sorting| if chosen.now { Sorting { direction: order.direction.turned(), ..order } } else { order };
        let order = chosen.order.map(turn);
        self.popups.pop();
        let sought = match (&sorts.of, &self.results) {
            (SortsOf::Tab(tab), _) => {
                let order = order.filter(|order| Some(*order) != own_order_of(*tab));
                return self.remember_order(tab.titles().0.to_owned(), order);
            }
            (SortsOf::Node(node, name), _) => list_of(*node, name.clone()),
            (SortsOf::Results, Some(results)) => results.sought.clone(),
            (SortsOf::Results, None) => return,
        };
        // The printed order is what such a list has by itself.
        let printed = Sorting { by: SortedBy::Printed, direction: Direction::Ascending };
        let order = order.filter(|order| own_order(&sought).is_some() || *order != printed);
        self.remember_order(order_name(&sought), order);
        if matches!(sorts.of, SortsOf::Node(..)) {
            self.leave();
            return self.open_list(sought);
        }
        self.look_for(Sought { instead: None, ..sought });
        self.settled();
    }
}

/// What the order is called that a list has by itself, if it is not the printed one.
fn own_order(sought: &Sought) -> Option<(&'static str, &'static str)> {
    match (&sought.listed, &sought.among) {
        (Some(Listing::Author(_) | Listing::Keyword(_) | Listing::Class(_) | Listing::CitedBy(_) | Listing::Citing(_)), _)
            if sought.is_listed() =>
        {
            Some(("year", "newest first"))
        }
        (Some(Listing::References(_)), _) if sought.is_listed() => Some(("number", "as the article cites them")),
        (_, Among::Below(_)) => None,
        (Some(Listing::Year(_)), _) if sought.is_listed() => None,
        _ => Some(("best first", "")),
    }
}

/// The articles below a node as a list.
pub(super) fn list_of(node: Node, name: String) -> Sought {
    Sought { name, among: Among::Below(node), listed: Some(Listing::Below(node)), ..Sought::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_says_what_is_chosen_and_what_choosing_it_again_would_do() {
        let now = |rows: &[SortRow]| rows.iter().filter(|row| row.now).map(|row| (row.name, row.way)).collect::<Vec<_>>();
        assert_eq!(now(&rows(Some(("best first", "")), None)), [("best first", "")]);
        assert_eq!(now(&rows(None, None)), [("printed order", "as printed")]);
        let oldest = Sorting { by: SortedBy::Date, direction: Direction::Ascending };
        assert_eq!(now(&rows(None, Some(oldest))), [("date", "oldest first")]);
        assert_eq!(phrase(oldest), "by date, oldest first");
        assert_eq!(now(&rows_of_tab(Tab::References, None)), [("number", "as printed")]);
        assert_eq!(now(&rows_of_tab(Tab::CitedBy, None)), [("year", "newest first")]);
        assert_eq!(now(&rows_of_tab(Tab::Suggested, None)), [("nearness", "nearest first")]);
        let names = |tab| rows_of_tab(tab, None).into_iter().map(|row| row.name).collect::<Vec<_>>();
        assert_eq!(names(Tab::References), ["number", "year", "author", "title", "times cited", "read state"]);
        assert_eq!(names(Tab::CitedBy), ["year", "author", "title", "times cited", "read state"]);
        assert_eq!(ORDERS.len(), 7);
    }
}
