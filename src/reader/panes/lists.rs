//! References, related, cited by and suggested: four tabs of one pane.

use serde::{Deserialize, Serialize};

use super::{Cards, CardsOf};
use crate::library::{Linked, Shown, Sorting};
use crate::reader::cursor::Cursor;
use crate::reader::page::{self, PageOptions, Row, RowShape};
use crate::record::Reference;

/// One of the lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    #[default]
    References,
    Related,
    CitedBy,
    Suggested,
}

impl Tab {
    pub const ALL: [Self; 4] = [Self::References, Self::Related, Self::CitedBy, Self::Suggested];

    /// The tab's title, and a shorter one for narrow panes.
    pub const fn titles(self) -> (&'static str, &'static str) {
        match self {
            Self::References => ("References", "Refs"),
            Self::Related => ("Related", "Rel"),
            Self::CitedBy => ("Cited by", "Cited"),
            Self::Suggested => ("Suggested", "Sugg"),
        }
    }
}

/// A row that is on the screen: its number, its first screen row, and how many it takes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenRow {
    pub row: usize,
    pub screen: usize,
    pub lines: usize,
}

impl SeenRow {
    /// The rows that are seen in a pane of this height when they stand one below the other; of the last maybe only the first lines.
    pub fn down(rows: std::ops::Range<usize>, height: usize, height_of: impl Fn(usize) -> usize) -> Vec<Self> {
        let mut screen = 0;
        let mut seen = Vec::new();
        for row in rows {
            if screen >= height {
                break;
            }
            let lines = height_of(row).min(height - screen);
            seen.push(Self { row, screen, lines });
            screen += lines;
        }
        seen
    }
}

/// A list narrowed by a query or put in another order: which of its entries are shown, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrowing {
    /// The query as typed; empty where all are shown.
    pub by: String,
    /// The order, where it is not the list's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Sorting>,
    /// Places in the whole list: ascending in the list's own order.
    #[serde(with = "few")]
    pub places: Vec<usize>,
}

/// Places are kept with the session as long as they are few; of more, the list is asked for anew.
mod few {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    const FEW: usize = 500;

    pub fn serialize<S: Serializer>(places: &[usize], to: S) -> Result<S::Ok, S::Error> {
        let kept = if places.len() > FEW { &[] } else { places };
        kept.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<usize>, D::Error> {
        Vec::deserialize(from)
    }
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub tab: Tab,
    pub cursors: [Cursor; 4],
    references: Vec<Row>,
    related: Vec<Row>,
    pub cited_by: Option<Cards>,
    pub suggested: Option<Cards>,
    /// By [`Tab`].
    pub narrowings: [Option<Narrowing>; 4],
    /// In which order each tab is, or was asked to be put.
    pub orders: [Option<Sorting>; 4],
    /// The printed numbers of the references.
    numbers: Vec<String>,
    /// Cards as rows are set with these; the other rows were.
    options: PageOptions,
}

impl Lists {
    /// Shows another article: cursors at the top, lists of cards to be asked for when they are seen.
    pub fn show(&mut self, shown: &Shown, options: &PageOptions) {
        self.cursors = [Cursor::default(); 4];
        self.narrow_all(Default::default());
        self.cited_by = Some(Cards::new(CardsOf::CitedBy(shown.key)).of_so_many(shown.cited_by));
        self.suggested = Some(Cards::new(CardsOf::Suggested(shown.key)));
        let number = |(place, reference): (usize, &Reference)| reference.n.clone().unwrap_or_else(|| (place + 1).to_string());
        self.numbers = shown.article.refs.iter().flatten().enumerate().map(number).collect();
        self.set(shown, options);
    }

    /// Sets the rows anew for another width or language.
    pub fn set(&mut self, shown: &Shown, options: &PageOptions) {
        self.references = page::reference_rows(&shown.article, &shown.references, options);
        self.related = page::related_rows(&shown.article, &shown.related, options);
        self.options = *options;
    }

    pub fn options(&self) -> &PageOptions {
        &self.options
    }

    /// Rows of a tab as far as they are known; `None` for a list that was not asked for yet.
    pub fn count(&self, tab: Tab) -> Option<usize> {
        match tab {
            Tab::References => Some(self.references.len()),
            Tab::Related => Some(self.related.len()),
            Tab::CitedBy => self.cited_by.as_ref().map(Cards::len),
            Tab::Suggested => self.suggested.as_ref().and_then(|cards| cards.total.map(|_| cards.len())),
        }
    }

    /// What a tab is narrowed to.
    pub fn narrowed(&self, tab: Tab) -> Option<&Narrowing> {
        self.sifted(tab).filter(|narrowing| !narrowing.by.is_empty())
    }

    /// What a tab is narrowed to, or in which order it was put.
    pub fn sifted(&self, tab: Tab) -> Option<&Narrowing> {
        self.narrowings[tab as usize].as_ref()
    }

    /// Narrows a tab, or shows all of it again; the cursor stays on its entry where that is still shown, and goes to the first
    /// one of another order.
    pub fn narrow(&mut self, tab: Tab, narrowing: Option<Narrowing>) {
        let order = |narrowing: Option<&Narrowing>| narrowing.and_then(|narrowing| narrowing.order);
        let reordered = order(self.sifted(tab)) != order(narrowing.as_ref());
        let place = self.place(tab, self.cursors[tab as usize].row);
        let row = match &narrowing {
            _ if reordered => 0,
            Some(Narrowing { order: Some(_), places, .. }) => places.iter().position(|other| *other == place).unwrap_or(0),
            Some(Narrowing { places, .. }) => places.partition_point(|other| *other < place),
            None => place,
        };
        self.narrowings[tab as usize] = narrowing;
        self.cursors[tab as usize].row = row.min(self.len(tab).saturating_sub(1));
    }

    /// Narrows all tabs as they were narrowed, in the order in which they stood.
    pub fn narrow_all(&mut self, narrowings: [Option<Narrowing>; 4]) {
        // Where very many were shown, a session has not kept which: all are shown again.
        self.narrowings = narrowings.map(|narrowing| narrowing.filter(|narrowing| !narrowing.places.is_empty()));
        self.orders = self.narrowings.each_ref().map(|narrowing| narrowing.as_ref().and_then(|narrowing| narrowing.order));
    }

    /// The row in which the entry at a place of the whole list is shown, if it is.
    pub fn row_of(&self, tab: Tab, place: usize) -> Option<usize> {
        match self.sifted(tab) {
            Some(sifted) => sifted.places.iter().position(|other| *other == place),
            None => Some(place),
        }
    }

    /// The row of the entry with this printed number; in a list without numbers the row that is counted so. Nothing where the
    /// entry is not shown.
    pub fn row_of_number(&self, tab: Tab, number: usize) -> Option<usize> {
        let printed = number.to_string();
        let place = match tab {
            Tab::References => self.numbers.iter().position(|other| *other == printed).unwrap_or(number.saturating_sub(1)),
            Tab::Related => number.saturating_sub(1),
            Tab::CitedBy | Tab::Suggested => return Some(number.saturating_sub(1)),
        };
        self.row_of(tab, place)
    }

    /// The place in the whole list of a row that is shown.
    pub fn place(&self, tab: Tab, row: usize) -> usize {
        match self.sifted(tab) {
            Some(narrowing) => narrowing.places.get(row).copied().unwrap_or(usize::MAX),
            None => row,
        }
    }

    /// Rows that are shown.
    pub fn len(&self, tab: Tab) -> usize {
        match tab {
            _ if self.sifted(tab).is_some() => self.sifted(tab).map_or(0, |narrowing| narrowing.places.len()),
            Tab::CitedBy => self.cited_by.as_ref().map_or(0, Cards::len),
            Tab::Suggested => self.suggested.as_ref().map_or(0, Cards::len),
            _ => self.count(tab).unwrap_or(0),
        }
    }

    pub fn cursor(&self) -> Cursor {
        self.cursors[self.tab as usize]
    }

    pub fn cursor_mut(&mut self) -> &mut Cursor {
        &mut self.cursors[self.tab as usize]
    }

    pub fn cards(&self, tab: Tab) -> Option<&Cards> {
        match tab {
            Tab::CitedBy => self.cited_by.as_ref(),
            Tab::Suggested => self.suggested.as_ref(),
            _ => None,
        }
    }

    pub fn cards_mut(&mut self, tab: Tab) -> Option<&mut Cards> {
        match tab {
            Tab::CitedBy => self.cited_by.as_mut(),
            Tab::Suggested => self.suggested.as_mut(),
            _ => None,
        }
    }

    /// A row ready to draw; of a list of cards, if it is loaded.
    pub fn row(&self, tab: Tab, row: usize) -> Option<std::borrow::Cow<'_, Row>> {
        use std::borrow::Cow;
        let row = self.place(tab, row);
        match tab {
            Tab::References => self.references.get(row).map(Cow::Borrowed),
            Tab::Related => self.related.get(row).map(Cow::Borrowed),
            Tab::CitedBy | Tab::Suggested => {
                let (card, reason) = self.cards(tab)?.row(row)?;
                // A suggestion is worth its reason: it is never cut away.
                let shape = if reason.is_some() { RowShape::Whole } else { self.options.shape };
                Some(Cow::Owned(page::card_row(card, reason, &PageOptions { shape, ..self.options })))
            }
        }
    }

    /// Screen rows of a row: one while it is not loaded.
    pub fn height_of(&self, tab: Tab, row: usize) -> usize {
        self.row(tab, row).map_or(1, |row| row.lines.len().max(1))
    }

    /// The rows of the tab that a pane of this height shows; of the last maybe only the first lines.
    pub fn seen(&self, height: usize) -> Vec<SeenRow> {
        let tab = self.tab;
        SeenRow::down(self.cursor().top..self.len(tab), height, |row| self.height_of(tab, row))
    }

    /// Whether a pane of this height shows the row, if only its first lines, and has no empty rows.
    pub fn shows(&self, row: usize, height: usize) -> bool {
        let seen = self.seen(height);
        seen.iter().any(|seen| seen.row == row) && seen.last().is_some_and(|last| last.screen + last.lines >= height)
    }

    /// Where a row leads.
    pub fn linked(&self, shown: &Shown, tab: Tab, row: usize) -> Linked {
        self.linked_at(shown, tab, self.place(tab, row))
    }

    /// Where the entry at a place of the whole list leads.
    pub fn linked_at(&self, shown: &Shown, tab: Tab, row: usize) -> Linked {
        match tab {
            Tab::References => shown.references.get(row).cloned().unwrap_or_default(),
            Tab::Related => shown.related.get(row).cloned().unwrap_or_default(),
            // Cards are records of the library; by which step of the ladder they were found is not asked of them.
            Tab::CitedBy | Tab::Suggested => self
                .cards(tab)
                .and_then(|cards| cards.row(row))
                .map_or(Linked::Unknown, |(card, _)| Linked::Held { key: card.key, how: crate::record::HowLinked::Hand }),
        }
    }
}
