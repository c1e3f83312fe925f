//! A neighbourhood as it is drawn: names, years, and on which side of the middle each record stands.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::library::{ArticleCard, ArticleKey, EntryKey, Neighbourhood, SharedWork};
use crate::record::{Language, Reference};
use crate::text::{clean_line, plain};

/// How a record hangs together with the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Middle,
    /// The middle cites it.
    Cited,
    /// It cites the middle.
    Citing,
    /// Neither: it cites works that the middle cites as well, which are not held.
    Sharing,
    /// Neither: it ties several of the others together.
    Beside,
}

/// What stands in the picture.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Article(ArticleCard),
    /// A work that the library does not hold.
    Work(EntryKey, Box<Reference>),
}

impl What {
    /// Name and year, as they are printed.
    fn short_parts(&self, language: &Language) -> (String, Option<i32>) {
        match self {
            Self::Article(card) => card.short_parts(language),
            Self::Work(_, reference) => reference.short_parts(),
        }
    }
}

/// A record or a work of the neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub what: What,
    pub side: Side,
    name: String,
    year: Option<i32>,
    /// Citations between it and the others.
    ties: usize,
}

/// All of them, the middle first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Near {
    pub nodes: Vec<Known>,
    /// Who cites whom.
    edges: BTreeSet<(usize, usize)>,
    pub cites: u64,
    pub cited_by: u64,
}

impl Near {
    pub fn of(near: Neighbourhood, language: &Language) -> Self {
        let mut edges: BTreeSet<(usize, usize)> = near.edges.iter().map(|edge| (edge.citing, edge.cited)).collect();
        // The works stand behind the records.
        let works_from = near.nodes.len();
        for (n, work) in near.works.iter().enumerate() {
            edges.extend(work.citing.iter().chain([&0]).map(|citing| (*citing, works_from + n)));
        }
        let articles = near.nodes.into_iter().map(|node| What::Article(node.card));
        let works = near.works.into_iter().map(|SharedWork { entry, reference, .. }| What::Work(entry, Box::new(reference)));
        let known = |(place, what): (usize, What)| {
            let side = match place {
                0 => Side::Middle,
                _ if edges.contains(&(0, place)) => Side::Cited,
                _ if edges.contains(&(place, 0)) => Side::Citing,
                _ if edges.range((place, works_from)..(place + 1, 0)).next().is_some() => Side::Sharing,
                _ => Side::Beside,
            };
            let (name, year) = what.short_parts(language);
            let ties = edges.iter().filter(|(citing, cited)| *citing == place || *cited == place).count();
            Known { what, side, name: clean_line(name.trim()).into_owned(), year, ties }
        };
        let nodes = articles.chain(works).enumerate().map(known).collect();
        Self { nodes, edges, cites: near.cites, cited_by: near.cited_by }
    }

    /// The article at a place; of a work nothing.
    pub(super) fn article(&self, node: usize) -> Option<ArticleKey> {
        match &self.nodes.get(node)?.what {
            What::Article(card) => Some(card.key),
            What::Work(..) => None,
        }
    }

    /// Whether a work stands there that the library does not hold.
    pub fn is_work(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|known| matches!(known.what, What::Work(..)))
    }

    /// Works of the middle that others cite as well.
    pub(super) fn works(&self) -> usize {
        (0..self.nodes.len()).filter(|node| self.is_work(*node)).count()
    }

    /// Names anew in another language.
    pub fn rename(&mut self, language: &Language) {
        for node in &mut self.nodes {
            node.name = clean_line(node.what.short_parts(language).0.trim()).into_owned();
        }
    }

    pub fn side(&self, node: usize) -> Side {
        self.nodes.get(node).map_or(Side::Beside, |known| known.side)
    }

    pub(super) fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |known| known.name.as_str())
    }

    /// `2017`; nothing where no year is known.
    pub(super) fn year_text(&self, node: usize) -> String {
        self.nodes.get(node).and_then(|known| known.year).map(|year| year.to_string()).unwrap_or_default()
    }

    /// `Dameri 2017`
    pub fn label(&self, node: usize) -> String {
        format!("{} {}", self.name(node), self.year_text(node)).trim().to_owned()
    }

    /// The year by which a record is put in order. One without a year stands beside the middle.
    pub(super) fn year(&self, node: usize) -> i32 {
        let of = |node: usize| self.nodes.get(node).and_then(|known| known.year);
        let middle = || {
            let cited = self.nodes.iter().filter(|known| known.side == Side::Cited).filter_map(|known| known.year).max();
            let citing = self.nodes.iter().filter(|known| known.side == Side::Citing).filter_map(|known| known.year).min();
            of(0).or(citing).or(cited).unwrap_or(0)
        };
        of(node).unwrap_or_else(|| match self.side(node) {
            Side::Cited => middle() - 1,
            Side::Citing => middle() + 1,
            Side::Middle | Side::Sharing | Side::Beside => middle(),
        })
    }

    /// On which side of the middle's column a first neighbour, or one that shares references, stands. What is cited and came out later, or cites and came out
    /// before (first online, or reprinted), stands in the middle's column, as what came out in the same year does.
    pub(super) fn column_side(&self, node: usize) -> Option<Side> {
        let (year, middle) = (self.year(node), self.year(0));
        match self.side(node) {
            Side::Cited | Side::Sharing if year < middle => Some(Side::Cited),
            Side::Citing | Side::Sharing if year > middle => Some(Side::Citing),
            Side::Beside => None,
            _ => Some(Side::Middle),
        }
    }

    /// The order within a column: those with most ties first.
    pub(super) fn weight(&self, node: usize) -> (bool, Reverse<usize>, i32, &str, usize) {
        let ties = self.nodes.get(node).map_or(0, |known| known.ties);
        (self.side(node) == Side::Beside, Reverse(ties), -self.year(node), self.name(node), node)
    }

    /// Whether one cites the other.
    pub fn joined(&self, one: usize, other: usize) -> bool {
        self.edges.contains(&(one, other)) || self.edges.contains(&(other, one))
    }

    pub fn cites(&self, citing: usize, cited: usize) -> bool {
        self.edges.contains(&(citing, cited))
    }

    /// All in one list: the middle, what it cites, what cites it, what ties them together.
    pub(super) fn listed(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.nodes.len()).collect();
        all.sort_by_key(|node| (self.side(*node), self.is_work(*node), self.weight(*node)));
        all
    }

    /// What a record is to the middle, in words.
    pub fn relation(&self, node: usize) -> String {
        match self.side(node) {
            Side::Middle => "in the middle".to_owned(),
            Side::Cited if self.is_work(node) => {
                let others = (1..self.nodes.len()).filter(|other| self.cites(*other, node)).count();
                format!("not held, cited by it and {others} of these")
            }
            Side::Cited if self.cites(node, 0) => "cited by it, and cites it".to_owned(),
            Side::Cited => "cited by it".to_owned(),
            Side::Citing => "cites it".to_owned(),
            Side::Sharing => {
                let shared = (1..self.nodes.len()).filter(|work| self.is_work(*work) && self.cites(node, *work)).count();
                format!("shares {shared} reference{} with it", if shared == 1 { "" } else { "s" })
            }
            Side::Beside => {
                let tied = (1..self.nodes.len()).filter(|other| self.joined(node, *other)).count();
                format!("tied to {tied} of these")
            }
        }
    }

    /// The title in this language, clean.
    pub fn title(&self, node: usize, language: &Language) -> String {
        let title = match self.nodes.get(node).map(|known| &known.what) {
            Some(What::Article(card)) => card.title.prefer(language).cloned(),
            Some(What::Work(_, reference)) => {
                Some(reference.parts.iter().find_map(|part| part.title.clone()).unwrap_or_else(|| reference.raw.clone()))
            }
            None => None,
        };
        title.map(|title| clean_line(&plain(&title)).into_owned()).unwrap_or_default()
    }
}
