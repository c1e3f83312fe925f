//! A list of articles that the library was asked for, loaded window by window.

use std::collections::{BTreeMap, BTreeSet};

use crate::library::{ArticleCard, ArticleKey, Count, Listing, Question};
use crate::search::query::Query;
use crate::search::{Among, Want, Wish};

/// Rows that one question asks for.
const CHUNK: u64 = 64;

/// Which articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardsOf {
    CitedBy(ArticleKey),
    Suggested(ArticleKey),
    Keyword(String),
    Subject { scheme: String, code: String },
    Author(String),
}

/// How rows are asked for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Of the library, which has them at hand.
    Question(Question),
    /// Of whoever searches: what a hundred thousand cite takes a while to be put in order.
    Wish(Wish),
}

impl CardsOf {
    /// What asks for rows `from..to`.
    pub fn asked(&self, from: u64, to: u64) -> Asked {
        Asked::Question(match self.clone() {
            Self::CitedBy(key) => {
                let rows = |row| usize::try_from(row).unwrap_or(usize::MAX);
                let want = Want::Rows { from: rows(from), most: rows(to.saturating_sub(from)) };
                let among = Among::Listed(Listing::CitedBy(key));
                return Asked::Wish(Wish { round: 0, query: Query::Everything, among, order: None, want });
            }
            Self::Suggested(key) => return Asked::Wish(Wish::of_library(0, Want::Suggested(key))),
            Self::Keyword(keyword) => Question::WithKeyword { keyword, from, to },
            Self::Subject { scheme, code } => Question::WithSubject { scheme, code, from, to },
            Self::Author(name) => Question::WithAuthor { name, from, to },
        })
    }
}

/// The list as far as it is loaded.
#[derive(Clone, Debug)]
pub struct Cards {
    pub of: CardsOf,
    /// Not known before the first answer.
    pub total: Option<u64>,
    /// There are more than that; how many is still being counted.
    pub has_more: bool,
    rows: BTreeMap<u64, (ArticleCard, Option<String>)>,
    asked: BTreeSet<u64>,
}

impl Cards {
    pub fn new(of: CardsOf) -> Self {
        Self { of, total: None, has_more: false, rows: BTreeMap::new(), asked: BTreeSet::new() }
    }

    /// A list of which it is known how many rows it has.
    #[must_use]
    pub fn of_so_many(self, total: Count) -> Self {
        Self { total: Some(total.least()), has_more: total.has_more(), ..self }
    }

    pub fn len(&self) -> usize {
        usize::try_from(self.total.unwrap_or(0)).unwrap_or(usize::MAX)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row and the reason why it is in the list, if it is loaded.
    pub fn row(&self, row: usize) -> Option<(&ArticleCard, Option<&str>)> {
        self.rows.get(&u64::try_from(row).ok()?).map(|(card, reason)| (card, reason.as_deref()))
    }

    /// The windows missing among rows `from..to`, now noted as asked for.
    pub fn missing(&mut self, from: usize, to: usize) -> Vec<(u64, u64)> {
        let to = if self.total.is_none() { from + 1 } else { to.min(self.len()) };
        let mut windows = Vec::new();
        for row in from..to {
            let row = row as u64;
            let first = row / CHUNK * CHUNK;
            if !self.rows.contains_key(&row) && self.asked.insert(first) {
                windows.push((first, first + CHUNK));
            }
        }
        windows
    }

    /// Takes an answer.
    pub fn take(&mut self, total: u64, from: u64, cards: Vec<ArticleCard>, reasons: Vec<String>) {
        self.total = Some(total);
        let mut reasons = reasons.into_iter();
        for (card, row) in cards.into_iter().zip(from..) {
            self.rows.insert(row, (card, reasons.next().filter(|reason| !reason.is_empty())));
        }
    }
}
