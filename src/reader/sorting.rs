//! The orders that a list can be put in: the menu of them, and which one each list remembers.

use super::cursor::Cursor;
use super::layout::Pane;
use super::popup::{Popup, RowsOf, RowsOnTop};
use super::results::Sought;
use super::{Action, Reader};
use crate::library::{Direction, Listing, Node, SortedBy, Sorting};
use crate::search::Among;
use crate::text::plain;

/// Lists whose order is remembered.
const REMEMBERED: usize = 200;

/// The orders: what each is called, how it begins, and what its two ways are called, ascending first.
const ORDERS: [(SortedBy, &str, Direction, [&str; 2]); 6] = [
    (SortedBy::Printed, "printed order", Direction::Ascending, ["as printed", "from the end"]),
    (SortedBy::Date, "date", Direction::Descending, ["oldest first", "newest first"]),
    (SortedBy::FirstAuthor, "author", Direction::Ascending, ["A to Z, Chinese by pinyin first", "Z to A, Chinese by pinyin last"]),
    (SortedBy::Title, "title", Direction::Ascending, ["A to Z, Chinese by pinyin first", "Z to A, Chinese by pinyin last"]),
    (SortedBy::Cited, "times cited", Direction::Descending, ["least first", "most first"]),
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
    /// The node whose articles become a list, where there is no list yet.
    node: Option<(Node, String)>,
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

impl Reader {
    /// The order that a list was put in last.
    pub(super) fn remembered_order(&self, sought: &Sought) -> Option<Sorting> {
        let title = sought.title();
        self.search.orders.iter().rev().find(|(name, _)| *name == title).map(|(_, order)| *order)
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
        let (title, rows, node) = match (&self.results, self.focus) {
            (Some(results), _) => (results.sought.title(), rows(own_order(&results.sought), results.sought.order), None),
            (None, Pane::Issues) => match self.listed_node() {
                Some((node, name)) => {
                    let order = self.remembered_order(&list_of(node, name.clone()));
                    (name.clone(), rows(None, order), Some((node, name)))
                }
                None => return self.say("There is nothing to sort here."),
            },
            (None, Pane::Abstract | Pane::Lists) => {
                return self.say("Results and the articles of an issue can be sorted; this is as the article has it.");
            }
        };
        let row = rows.iter().position(|row| row.now).unwrap_or(0);
        self.popups.push(Popup::Rows(RowsOnTop {
            title: format!("Sort: {title}"),
            of: RowsOf::Sorts(Sorts { rows, node }),
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
        let sought = match (&sorts.node, &self.results) {
            (Some((node, name)), _) => list_of(*node, name.clone()),
            (None, Some(results)) => results.sought.clone(),
            (None, None) => return,
        };
        // The printed order is what such a list has by itself.
        let printed = Sorting { by: SortedBy::Printed, direction: Direction::Ascending };
        let order = order.filter(|order| own_order(&sought).is_some() || *order != printed);
        self.remember_order(sought.title(), order);
        if sorts.node.is_some() {
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
        (Some(Listing::Author(_) | Listing::Keyword(_) | Listing::Class(_) | Listing::Citing(_)), _) if sought.is_listed() => {
            Some(("year", "newest first"))
        }
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
        assert_eq!(ORDERS.len(), 6);
    }
}
