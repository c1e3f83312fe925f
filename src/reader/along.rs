//! Along what `J` and `K` go: the issue or the results, or the list from which the article was opened.
//!
//! Whoever opens the third of those that cite an article expects the fourth to follow. So an article that was opened from a list
//! of another one is stepped from along that list, until one comes to an article in any other way; [`Reader::switch_along`] goes
//! along the issue from here, and along the list again. Every stop of the trail knows along what it was come to.

use std::sync::Arc;

use super::asking::Waiting;
use super::going::Arrival;
use super::panes::cards::Asked;
use super::panes::{Cards, CardsOf, Tab};
use super::{Action, Reader};
use crate::library::{ArticleKey, Choice, Linked};

/// A list, and where in it one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Along {
    /// What the list is called: `Cited by`, `Key word: 智慧城市`.
    name: String,
    entries: Entries,
    /// From 0, as the list shows them.
    row: usize,
    len: usize,
    /// Going along the issue was asked for.
    set_aside: bool,
}

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entries {
    /// The rows that the library holds.
    Known(Arc<[(usize, ArticleKey)]>),
    /// All are held, and each has to be asked for: at these places of the whole list, where it was narrowed or put in order.
    Asked { of: CardsOf, places: Option<Arc<[usize]>> },
}

impl Along {
    /// `Cited by 3/17`
    fn figures(&self) -> String {
        format!("{} {}/{}", self.name, self.row + 1, self.len)
    }
}

impl Reader {
    /// The list along which one goes, as long as that is not the issue or the results.
    fn along_now(&self) -> Option<&Along> {
        self.along.as_ref().filter(|along| !along.set_aside)
    }

    /// Along which list one goes, and where in it one is: `Cited by 3/17`.
    pub(super) fn along_figures(&self) -> Option<String> {
        self.along_now().map(Along::figures)
    }

    /// The same in words: `Cited by, 3 of 17`.
    pub(super) fn along_words(&self) -> Option<String> {
        self.along_now().map(|along| format!("{}, {} of {}", along.name, along.row + 1, along.len))
    }

    /// What going along something else would go along, where there is a choice.
    pub(super) fn along_otherwise(&self) -> Option<&'static str> {
        let along = self.along.as_ref()?;
        Some(if along.set_aside { "list" } else { self.along_without() })
    }

    fn along_without(&self) -> &'static str {
        if self.results.is_some() { "results" } else { "issue" }
    }

    /// The way along a tab, from one of its rows.
    pub(super) fn way_of_tab(&self, tab: Tab, row: usize) -> Option<Along> {
        let shown = self.shown.as_ref()?;
        let len = self.lists.len(tab);
        let entries = if tab == Tab::CitedBy {
            let places = self.lists.sifted(tab).map(|sifted| Arc::from(sifted.places.as_slice()));
            Entries::Asked { of: CardsOf::CitedBy(shown.key), places }
        } else {
            let held = |row| match self.lists.linked(shown, tab, row) {
                Linked::Held { key, .. } => Some((row, key)),
                _ => None,
            };
            Entries::Known((0..len).filter_map(held).collect())
        };
        Some(Along { name: tab.titles().0.to_owned(), entries, row, len, set_aside: false })
    }

    /// The way along a list on top, from one of its rows.
    pub(super) fn way_of_cards(title: &str, cards: &Cards, row: usize) -> Along {
        let entries = Entries::Asked { of: cards.of.clone(), places: None };
        Along { name: title.to_owned(), entries, row, len: cards.len(), set_aside: false }
    }

    /// Goes to an article of a list, from which one goes on along that list.
    pub(super) fn go_by_way(&mut self, key: ArticleKey, focus: Option<super::Pane>, way: Option<Along>) {
        self.go(key, Arrival::Jump(focus));
        self.along = way;
    }

    /// Shows the next or the previous article of the list that one goes along. Whether one does.
    pub(super) fn step_along(&mut self, choice: Choice) -> bool {
        let Some(along) = self.along_now() else { return false };
        let next = match choice {
            Choice::Next => Some(along.row + 1).filter(|row| *row < along.len),
            Choice::Previous => along.row.checked_sub(1),
        };
        let known = |(row, key): &(usize, ArticleKey)| (*row, Some(*key));
        let step = match (&along.entries, choice) {
            (Entries::Known(entries), Choice::Next) => entries.iter().find(|(row, _)| *row > along.row).map(known),
            (Entries::Known(entries), Choice::Previous) => entries.iter().rev().find(|(row, _)| *row < along.row).map(known),
            (Entries::Asked { .. }, _) => next.map(|row| (row, None)),
        };
        let asked = match (&along.entries, next) {
            (Entries::Asked { of, places }, Some(row)) => {
                let place = places.as_ref().map_or(Some(row), |places| places.get(row).copied());
                place.and_then(|place| u64::try_from(place).ok()).map(|place| of.asked(place, place + 1))
            }
            _ => None,
        };
        let (name, key) = (along.name.clone(), self.key_of(Action::Along));
        match (step, asked) {
            (Some((row, Some(key))), _) => self.go_along(row, Some(key)),
            (Some((row, None)), Some(asked)) => {
                self.waiting.retain(|_, waiting| !waiting.leads_to_an_article());
                match asked {
                    Asked::Question(question) => self.ask(question, Waiting::Along(row)),
                    Asked::Wish(wish) => self.wish(wish, Waiting::Along(row)),
                }
            }
            _ => {
                let end = if choice == Choice::Next { "last" } else { "first" };
                let without = self.along_without();
                self.say(format!("This is the {end} of \"{name}\" here; {key} goes along the {without}."));
            }
        }
        true
    }

    /// Goes on to a row of the list.
    pub(super) fn go_along(&mut self, row: usize, key: Option<ArticleKey>) {
        let (Some(key), Some(along)) = (key, self.along.clone()) else {
            return self.say("That list is not what it was; open it again.");
        };
        let along = Along { row, ..along };
        if self.size.columns < super::crumb::ROOMY && !self.settings.is_linear() {
            self.say(format!("{}.", along.figures()));
        }
        self.go_by_way(key, None, Some(along));
    }

    /// Has `J` and `K` go along the issue from here, or again along the list.
    pub(super) fn switch_along(&mut self) {
        let without = self.along_without();
        let (next, previous) = (self.key_of(Action::NextArticle), self.key_of(Action::PreviousArticle));
        let Some(along) = &mut self.along else {
            return self.say(format!("{next} and {previous} go along the {without}; this article was not opened from a list of another."));
        };
        along.set_aside = !along.set_aside;
        let said = if along.set_aside { format!("along the {without}") } else { format!("along the list again: {}", along.figures()) };
        self.say(format!("{next} and {previous} go {said}."));
    }
}
