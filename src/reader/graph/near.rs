//! A neighbourhood as it is drawn: names, years, and on which side of the middle each record stands.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::library::{ArticleCard, Neighbourhood};
use crate::record::Language;
use crate::text::{clean_line, plain};

/// How a record hangs together with the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Middle,
    /// The middle cites it.
    Cited,
    /// It cites the middle.
    Citing,
    /// Neither: it ties several of the others together.
    Beside,
}

/// A record of the neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub card: ArticleCard,
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
        let edges: BTreeSet<(usize, usize)> = near.edges.iter().map(|edge| (edge.citing, edge.cited)).collect();
        let known = |(place, node): (usize, crate::library::Neighbour)| {
            let side = match node.away {
                0 => Side::Middle,
                _ if edges.contains(&(0, place)) => Side::Cited,
                _ if edges.contains(&(place, 0)) => Side::Citing,
                _ => Side::Beside,
            };
            let (name, year) = node.card.short_parts(language);
            let ties = edges.iter().filter(|(citing, cited)| *citing == place || *cited == place).count();
            Known { card: node.card, side, name: clean_line(name.trim()).into_owned(), year, ties }
        };
        let nodes = near.nodes.into_iter().enumerate().map(known).collect();
        Self { nodes, edges, cites: near.cites, cited_by: near.cited_by }
    }

    /// Names anew in another language.
    pub fn rename(&mut self, language: &Language) {
        for node in &mut self.nodes {
            node.name = clean_line(node.card.short_parts(language).0.trim()).into_owned();
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
            Side::Middle | Side::Beside => middle(),
        })
    }

    /// On which side of the middle's column a first neighbour stands. What is cited and came out later, or cites and came out
    /// before (first online, or reprinted), stands in the middle's column, as what came out in the same year does.
    pub(super) fn column_side(&self, node: usize) -> Option<Side> {
        let (year, middle) = (self.year(node), self.year(0));
        match self.side(node) {
            Side::Cited if year < middle => Some(Side::Cited),
            Side::Citing if year > middle => Some(Side::Citing),
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
        all.sort_by_key(|node| (self.side(*node), self.weight(*node)));
        all
    }

    /// What a record is to the middle, in words.
    pub fn relation(&self, node: usize) -> String {
        match self.side(node) {
            Side::Middle => "in the middle".to_owned(),
            Side::Cited if self.cites(node, 0) => "cited by it, and cites it".to_owned(),
            Side::Cited => "cited by it".to_owned(),
            Side::Citing => "cites it".to_owned(),
            Side::Beside => {
                let tied = (1..self.nodes.len()).filter(|other| self.joined(node, *other)).count();
                format!("tied to {tied} of these")
            }
        }
    }

    /// The title in this language, clean.
    pub fn title(&self, node: usize, language: &Language) -> String {
        let title = self.nodes.get(node).and_then(|known| known.card.title.prefer(language));
        title.map(|title| clean_line(&plain(title)).into_owned()).unwrap_or_default()
    }
}
