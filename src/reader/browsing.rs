//! Browsing: lists of all journals, years, authors, key words and classes, narrowed by what is typed. Enter makes a list of the
//! articles of a row; classes have others below them.

use std::collections::{BTreeMap, BTreeSet};

use super::asking::Waiting;
use super::cursor::Cursor;
use super::popup::Popup;
use super::results::{Sought, grouped};
use super::sorting::list_of;
use super::{Action, Effect, Reader, Ticket, Typing};
use crate::library::{Listing, ProfileOf, Tallied, Tally};
use crate::search::query::{Code, Group, Manner, Query, Text, Years};
use crate::search::{Among, Want, Wish};
use crate::text::plain;

/// Rows that one wish asks for.
const CHUNK: usize = 50;

/// A list on top, with what is typed to narrow it.
#[derive(Clone, Debug)]
pub struct Browse {
    pub of: Tallied,
    pub typing: Typing,
    pub cursor: Cursor,
    /// The cursor was moved among the rows since something was typed.
    pub stepped: bool,
    /// Not known before the first answer.
    pub total: Option<usize>,
    rows: BTreeMap<usize, Tally>,
    wished: BTreeSet<usize>,
    /// The rows are those of something typed before; they stand until the new ones have come.
    stale: bool,
    /// Where one stood in the lists of the classes above.
    above: Vec<(String, Cursor)>,
}

impl Browse {
    fn new(of: Tallied) -> Self {
        Self {
            of,
            typing: Typing::default(),
            cursor: Cursor::default(),
            stepped: false,
            total: None,
            rows: BTreeMap::new(),
            wished: BTreeSet::new(),
            stale: false,
            above: Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.total.unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row, if it is loaded.
    pub fn row(&self, row: usize) -> Option<&Tally> {
        self.rows.get(&row)
    }

    /// What the list is called.
    pub fn name(&self) -> String {
        let name = match &self.of {
            Tallied::Journals => "Journals",
            Tallied::Years => "Years",
            Tallied::Authors => "Authors",
            Tallied::Keywords => "Key words",
            Tallied::Classes { .. } => "Classes",
            Tallied::Missing => "Missing works",
        };
        let place = match &self.of {
            Tallied::Classes { above } if !above.is_empty() && self.typing.is_empty() => format!(" below {above}"),
            _ => String::new(),
        };
        format!("{name}{place}")
    }

    /// What the list is called, with how many rows it has.
    pub fn title(&self) -> String {
        let total = self.total.map(|total| format!(" {}", grouped(total as u64))).unwrap_or_default();
        format!("{}{total}", self.name())
    }

    /// Whether it is the list of classes as they stand one below the other.
    pub fn is_tree(&self) -> bool {
        matches!(self.of, Tallied::Classes { .. }) && self.typing.is_empty()
    }

    /// What Enter does with a row.
    pub const fn enter(&self) -> &'static str {
        match self.of {
            Tallied::Missing => "Enter shows the work and who cites it",
            _ => "Enter lists articles",
        }
    }

    /// Whether its first rows may take some seconds.
    pub const fn takes_a_while(&self) -> bool {
        matches!(self.of, Tallied::Missing)
    }

    /// What a row says behind its name: how many articles it has, or how many cite it.
    pub fn counted(&self, tally: &Tally) -> String {
        format!("{}{}", if tally.about { "~" } else { "" }, grouped(tally.articles))
    }

    /// The same in words.
    pub fn counted_in_words(&self, tally: &Tally) -> String {
        let number = grouped(tally.articles);
        match (&self.of, tally.about) {
            (Tallied::Missing, false) => format!("cited by {number}"),
            (Tallied::Missing, true) => format!("cited by about {number}"),
            _ => format!("{number} articles"),
        }
    }

    /// Whether each of its rows has a page.
    pub const fn has_pages(&self) -> bool {
        matches!(self.of, Tallied::Authors | Tallied::Keywords | Tallied::Classes { .. })
    }

    /// All rows have to be asked for again; those that are known stand until then.
    fn renew(&mut self) {
        self.stale = true;
        self.wished.clear();
    }

    /// The first rows of the windows missing among rows `from..to`, now noted as wished for.
    fn missing(&mut self, from: usize, to: usize) -> Vec<usize> {
        let known = if self.stale { None } else { self.total };
        let end = known.unwrap_or(from + 1);
        let mut windows = Vec::new();
        let mut first = from / CHUNK * CHUNK;
        while first < to.min(end) {
            let whole = !self.stale && (first..(first + CHUNK).min(end)).all(|row| self.rows.contains_key(&row));
            if !whole && self.wished.insert(first) {
                windows.push(first);
            }
            first += CHUNK;
        }
        windows
    }

    fn take(&mut self, total: usize, from: usize, tallies: Vec<Tally>) {
        if std::mem::take(&mut self.stale) {
            self.rows.clear();
        }
        self.total = Some(total);
        self.rows.extend((from..).zip(tallies));
    }
}

/// Whose page a row has; of the other lists none has one.
fn profile_of(of: &Tallied, tally: &Tally) -> Option<ProfileOf> {
    let label = tally.label.clone();
    match of {
        Tallied::Authors => Some(ProfileOf::Author(label)),
        Tallied::Keywords => Some(ProfileOf::Keyword(label)),
        Tallied::Classes { .. } => Some(ProfileOf::Class { scheme: "clc".to_owned(), code: label }),
        _ => None,
    }
}

impl Reader {
    /// Puts a list on top; the one that was left last as it was left.
    pub(super) fn show_browse(&mut self, of: Tallied) {
        self.popups.clear();
        self.drop_popup_questions();
        let same = |kept: &Browse| std::mem::discriminant(&kept.of) == std::mem::discriminant(&of);
        let mut browse = self.browsed.take().filter(same).unwrap_or_else(|| Browse::new(of));
        browse.renew();
        let of = browse.of.clone();
        self.popups.push(Popup::Browse(browse));
        self.begin_round();
        if matches!(of, Tallied::Authors | Tallied::Keywords) {
            // While the first letter is still to come, a long list is made ready for it: nothing is told of that.
            self.tickets += 1;
            let want = Want::Tallies { of, having: String::new(), from: 0, most: 0 };
            self.effects.push(Effect::Search(Ticket(self.tickets), Wish::of_library(0, want)));
        }
    }

    /// What is typed in it has changed.
    pub(super) fn browse_typed(&mut self) {
        self.begin_round();
        if let Some(Popup::Browse(browse)) = self.popups.last_mut() {
            browse.cursor = Cursor::default();
            browse.stepped = false;
            browse.renew();
        }
    }

    /// Asks for the rows that are seen and not loaded.
    pub(super) fn wish_for_tallies(&mut self) {
        let height = self.popups.last().map_or(0, |popup| self.popup_height(popup)).max(1);
        let round = self.search.round();
        let Some(Popup::Browse(browse)) = self.popups.last_mut() else { return };
        let (of, having) = (browse.of.clone(), browse.typing.text().trim().to_owned());
        let windows = browse.missing(browse.cursor.top, browse.cursor.top + height);
        for from in windows {
            let want = Want::Tallies { of: of.clone(), having: having.clone(), from, most: CHUNK };
            self.wish(Wish::of_library(round, want), Waiting::Tallies);
        }
    }

    /// Takes rows of the list.
    pub(super) fn take_tallies(&mut self, total: u64, from: usize, tallies: Vec<Tally>) {
        // The page of a row may stand on top of it.
        let browse = self.popups.iter_mut().rev().find_map(|popup| if let Popup::Browse(browse) = popup { Some(browse) } else { None });
        if let Some(browse) = browse {
            browse.take(usize::try_from(total).unwrap_or(usize::MAX), from, tallies);
        }
    }

    /// Goes below a class and up again by the keys that move within what is typed, as long as nothing is; whether it did.
    pub(super) fn act_in_browse(&mut self, action: Action) -> bool {
        let Some(Popup::Browse(browse)) = self.popups.last_mut() else { return false };
        if action == Action::Complete
            && let Some(of) = browse.row(browse.cursor.row).and_then(|tally| profile_of(&browse.of, tally))
        {
            self.show_profile_of(of);
            return true;
        }
        if !browse.is_tree() {
            return false;
        }
        match action {
            Action::CursorRight => {
                let row = browse.cursor.row;
                let Some(code) = browse.row(row).filter(|tally| tally.more).map(|tally| tally.label.clone()) else {
                    self.say("No class stands below this one; Enter lists its articles.");
                    return true;
                };
                if let Tallied::Classes { above } = &mut browse.of {
                    browse.above.push((std::mem::replace(above, code), browse.cursor));
                }
                browse.cursor = Cursor::default();
            }
            Action::CursorLeft | Action::EraseBack => {
                let Some((code, cursor)) = browse.above.pop() else { return false };
                browse.of = Tallied::Classes { above: code };
                browse.cursor = cursor;
            }
            _ => return false,
        }
        browse.total = None;
        browse.rows.clear();
        browse.renew();
        self.begin_round();
        true
    }

    /// Makes a list of the articles of the row under the cursor.
    pub(super) fn open_tally(&mut self) {
        let Some(Popup::Browse(browse)) = self.popups.last() else { return };
        let Some(tally) = browse.row(browse.cursor.row).cloned() else { return };
        if tally.work.is_some() {
            return self.show_missing(&tally);
        }
        let sought = self.list_of_tally(&browse.of, &tally);
        self.remember_browse();
        self.leave();
        self.open_list(sought);
    }

    /// Keeps the list as it is left, for who comes back to it.
    pub(super) fn remember_browse(&mut self) {
        let browse = self.popups.iter().rev().find_map(|popup| if let Popup::Browse(browse) = popup { Some(browse) } else { None });
        if let Some(browse) = browse {
            self.browsed = Some(browse.clone());
        }
    }

    /// What a row is called.
    pub fn tally_label(&self, of: &Tallied, tally: &Tally) -> String {
        match of {
            Tallied::Journals => plain(self.prefer(&tally.name)),
            Tallied::Years if tally.label.is_empty() => "no year".to_owned(),
            Tallied::Classes { .. } => format!("{:<8} {}", tally.label, self.prefer(&tally.name)).trim_end().to_owned(),
            _ => plain(&tally.label),
        }
    }

    /// The articles of a row as a list, with a query that says the same to those who narrow it.
    pub(super) fn list_of_tally(&self, of: &Tallied, tally: &Tally) -> Sought {
        let words = tally.label.clone();
        let phrase = |group| Query::Text(Text { group: Some(group), words: words.replace('"', " "), manner: Manner::Phrase });
        let (name, listed, query) = match of {
            Tallied::Journals => {
                let name = plain(self.prefer(&tally.name));
                return tally.node.map(|node| list_of(node, name)).unwrap_or_default();
            }
            Tallied::Years => {
                let year = words.parse().ok();
                let name = if year.is_some() { words } else { "no year".to_owned() };
                let any = Query::Years(Years { from: year.or(Some(0)), to: year.or(Some(9999)) });
                (name, Listing::Year(year), if year.is_some() { any } else { Query::Not(Box::new(any)) })
            }
            Tallied::Missing => return Sought::default(),
            Tallied::Authors => (format!("Author: {words}"), Listing::Author(words.clone()), phrase(Group::Author)),
            Tallied::Keywords => (format!("Key word: {words}"), Listing::Keyword(words.clone()), phrase(Group::Keyword)),
            Tallied::Classes { .. } => {
                let name = format!("Class: {words} {}", self.prefer(&tally.name)).trim_end().to_owned();
                (name, Listing::Class(words.clone()), Query::Code { code: Code::Clc, value: words, open: true })
            }
        };
        Sought { name, typed: query.to_string(), query, among: Among::Library, listed: Some(listed), ..Sought::default() }
    }
}
