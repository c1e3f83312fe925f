//! Figures of a library, a journal, a volume, an issue and an article: articles per year, references, how old these are, who is cited.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::excerpt::Dated;
use super::looking::{LOOKED_INTO, Looking};
use super::shelf::Shelf;
use super::store::meta;
use super::{
    ArticleCard, ArticleKey, Direction, LibraryError, Listing, Node, SortedBy, Sorting, YearCount, cards, count, links, listing, lists,
    personal, signed,
};
use crate::record::{Article, Metrics, MultiText};

type Done<T> = Result<T, LibraryError>;

/// Of which figures are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// All shelves that are listed.
    Library,
    /// A journal, a volume or an issue.
    Node(Node),
    Article(ArticleKey),
}

/// The figures. Years and numbers of articles are exact; what is said of references is of the articles looked into, the newest.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub of: FiguresOf,
    /// Of the journal, or of the article.
    pub title: MultiText,
    /// `2024 Vol.60 (3)`, of a volume and an issue.
    pub number: String,
    /// How many journals there are, of a library.
    pub journals: Option<u64>,
    pub articles: u64,
    pub looked_into: u64,
    /// Of a library and of a journal, the oldest first; those without a year last.
    pub years: Vec<YearCount>,
    /// Articles of each issue of a volume, in their order.
    pub issues: Vec<Bar>,
    /// References of each article of an issue, as printed.
    pub references: Vec<Bar>,
    /// References of the articles looked into, and how many of them the library holds.
    pub cited: u64,
    pub held: u64,
    pub ages: Ages,
    /// Those that most articles of the library cite, each with their number.
    pub most_cited: Vec<(ArticleCard, u64)>,
    /// What only an article has.
    pub own: Option<OwnFigures>,
}

/// Figures of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnFigures {
    /// What the page gave, with its date.
    pub metrics: Metrics,
    /// How often the reader opened it on purpose.
    pub opened: u64,
    /// Records of the library that cite it.
    pub cited_by: u64,
}

/// A bar of a chart that has no years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub count: u64,
    pub node: Node,
}

/// How many years lie between citing and cited works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// References by their age in years.
    pub counts: BTreeMap<u32, u64>,
    /// References of which one of the years is not known.
    pub undated: u64,
    /// References to works of a later year: in press, or an error of print.
    pub later: u64,
}

/// The age up to which a reference counts as recent in Price's index, in years (D. J. de Solla Price, "Citation measures of hard
/// science, soft science, technology, and nonscience", 1970).
pub const RECENT: u32 = 5;

impl Ages {
    fn add(&mut self, citing: Option<i32>, cited: &[Option<i32>]) {
        for year in cited {
            match (citing, year) {
                (Some(citing), Some(cited)) => match u32::try_from(i64::from(citing) - i64::from(*cited)) {
                    Ok(age) => *self.counts.entry(age).or_default() += 1,
                    Err(_) => self.later += 1,
                },
                _ => self.undated += 1,
            }
        }
    }

    /// References of known age.
    pub fn dated(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The age that half of the references do not exceed (their half-life); halves where it lies between two.
    pub fn median(&self) -> Option<f64> {
        let dated = self.dated();
        let at = |place: u64| {
            let mut before = 0;
            self.counts.iter().find(|(_, count)| {
                before += **count;
                before > place
            })
        };
        let (low, high) = (at(dated.checked_sub(1)? / 2)?, at(dated / 2)?);
        Some(f64::from(low.0 + high.0) / 2.0)
    }

    /// Price's index in percent: the share of references at most [`RECENT`] years old.
    pub fn price(&self) -> Option<u64> {
        let recent: u64 = self.counts.range(..=RECENT).map(|(_, count)| count).sum();
        (recent * 100 + self.dated() / 2).checked_div(self.dated())
    }
}

/// Works of which is said how often they are cited.
const CITED: u64 = 10;

/// Works the figures out; nothing when nobody waits for them any more. At most so many articles are looked into.
pub(super) fn of(looking: &Looking<'_>, of: FiguresOf, most: usize) -> Done<Option<Figures>> {
    let mut figures = Figures {
        of,
        title: MultiText::default(),
        number: String::new(),
        journals: None,
        articles: 0,
        looked_into: 0,
        years: Vec::new(),
        issues: Vec::new(),
        references: Vec::new(),
        cited: 0,
        held: 0,
        ages: Ages::default(),
        most_cited: Vec::new(),
        own: None,
    };
    let named = |node: Node| looking.shelves.iter().find(|shelf| Some(shelf.name) == node.shelf());
    match of {
        FiguresOf::Library => {
            for shelf in &looking.shelves {
                library(looking, shelf, &mut figures, most).map_err(|error| shelf.said(error))?;
            }
            figures.most_cited.sort_by_key(|(_, by)| std::cmp::Reverse(*by));
        }
        FiguresOf::Node(node) => {
            let Some(shelf) = named(node) else { return Err(LibraryError::damage("that row stands on no shelf that is open")) };
            below(looking, shelf, node, &mut figures, most).map_err(|error| shelf.said(error))?;
        }
        FiguresOf::Article(key) => {
            let Some(shelf) = named(Node::Article(key)) else {
                return Err(LibraryError::damage("that article stands on no shelf that is open"));
            };
            article(looking, shelf, key.row, &mut figures).map_err(|error| shelf.said(error))?;
        }
    }
    Ok((!looking.given_up()).then_some(figures))
}

/// The most articles that figures look into by themselves.
pub const FIGURES_OF: usize = LOOKED_INTO;

fn library(looking: &Looking<'_>, shelf: &Shelf, figures: &mut Figures, most: usize) -> Done<()> {
    let connection = &shelf.connection;
    let journals: i64 = connection.prepare_cached("SELECT count(*) FROM journals")?.query_row([], |row| row.get(0))?;
    figures.journals = Some(figures.journals.unwrap_or(0) + count(journals));
    figures.articles += count(meta(connection, "articles")?);
    years(connection, "SELECT year, sum(articles) FROM volumes WHERE ?1 = ?1 GROUP BY year", 0, &mut figures.years)?;
    let newest = Sorting { by: SortedBy::Date, direction: Direction::Descending };
    let left = (most as u64).saturating_sub(figures.looked_into);
    let rows = listing::window(&shelf.tree(), &Listing::Below(Node::Root), Some(newest), 0, left)?.unwrap_or_default();
    look_into(looking, shelf, &rows, figures)?;
    figures.references.clear();
    let query = "SELECT target, count(DISTINCT source) FROM cites INDEXED BY cites_by_target WHERE list = 0 GROUP BY target ORDER BY 2 DESC LIMIT ?1";
    most_cited(shelf, query, signed(CITED), figures)
}

fn below(looking: &Looking<'_>, shelf: &Shelf, node: Node, figures: &mut Figures, most: usize) -> Done<()> {
    let connection = &shelf.connection;
    let volume = |row: i64| -> Done<(i64, String)> {
        let mut read = connection.prepare_cached("SELECT journal, year, volume FROM volumes WHERE row = ?1")?;
        let (journal, year, volume): (i64, Option<i32>, Option<String>) =
            read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let year = year.map(|year| year.to_string());
        let volume = volume.filter(|volume| !volume.is_empty()).map(|volume| format!("Vol.{volume}"));
        Ok((journal, year.into_iter().chain(volume).collect::<Vec<_>>().join(" ")))
    };
    let journal = match node {
        Node::Journal { row, .. } => {
            years(connection, "SELECT year, sum(articles) FROM volumes WHERE journal = ?1 GROUP BY year", row, &mut figures.years)?;
            row
        }
        Node::Volume { row, shelf } => {
            let (journal, number) = volume(row)?;
            figures.number = number;
            let mut read = connection.prepare_cached("SELECT row, issue, articles FROM issues WHERE volume = ?1 ORDER BY sort, row")?;
            let issues = read.query_map([row], |r| {
                let (row, issue, articles): (i64, Option<String>, i64) = (r.get(0)?, r.get(1)?, r.get(2)?);
                let label = issue.filter(|issue| !issue.is_empty()).map_or_else(|| "no issue".to_owned(), |issue| format!("({issue})"));
                Ok(Bar { label, count: count(articles), node: Node::Issue { shelf, row } })
            })?;
            figures.issues = issues.collect::<Result<_, _>>()?;
            journal
        }
        Node::Issue { row, .. } => {
            let mut read = connection.prepare_cached("SELECT volume, issue FROM issues WHERE row = ?1")?;
            let (above, issue): (i64, Option<String>) = read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let (journal, number) = volume(above)?;
            let issue = issue.filter(|issue| !issue.is_empty()).map(|issue| format!("({issue})")).unwrap_or_default();
            format!("{number} {issue}").trim().clone_into(&mut figures.number);
            journal
        }
        _ => return Err(LibraryError::damage("figures are of a journal, a volume or an issue")),
    };
    figures.title = cards::journal_of(connection, journal)?;
    let all = Listing::Below(node);
    figures.articles = listing::total(&shelf.tree(), &all)?;
    let rows = listing::window(&shelf.tree(), &all, None, 0, most as u64)?.unwrap_or_default();
    look_into(looking, shelf, &rows, figures)?;
    if !matches!(node, Node::Issue { .. }) {
        figures.references.clear();
    }
    let (from, row) = match node {
        Node::Journal { row, .. } => ("v.journal", row),
        Node::Volume { row, .. } => ("v.row", row),
        Node::Issue { row, .. } => ("i.row", row),
        _ => return Ok(()),
    };
    let query = format!(
        "SELECT a.row, (SELECT count(DISTINCT c.source) FROM cites c WHERE c.target = a.row AND c.list = 0) AS by
         FROM volumes v JOIN issues i ON i.volume = v.row JOIN articles a ON a.issue = i.row
         WHERE {from} = ?1 AND by > 0 ORDER BY by DESC, a.row LIMIT {CITED}"
    );
    most_cited(shelf, &query, row, figures)
}

fn article(looking: &Looking<'_>, shelf: &Shelf, row: i64, figures: &mut Figures) -> Done<()> {
    let connection = &shelf.connection;
    let article: Article = links::read_article(connection, row)?;
    figures.title = article.title;
    figures.articles = 1;
    look_into(looking, shelf, &[row], figures)?;
    figures.references.clear();
    figures.own = Some(OwnFigures {
        metrics: article.metrics,
        opened: personal::opened(connection, article.id.as_str())?,
        cited_by: lists::cited_by_count(connection, row)?,
    });
    Ok(())
}

/// Counts the references of these articles.
fn look_into(looking: &Looking<'_>, shelf: &Shelf, rows: &[i64], figures: &mut Figures) -> Done<()> {
    let connection = &shelf.connection;
    let mut held = connection.prepare_cached("SELECT count(*) FROM cites WHERE source = ?1 AND list = 0")?;
    let mut place = connection.prepare_cached("SELECT first FROM articles WHERE row = ?1")?;
    for row in rows {
        if looking.stops() {
            return Ok(());
        }
        figures.looked_into += 1;
        let Some(dated) = links::excerpt::<Dated>(connection, *row).ok().flatten() else { continue };
        let years = dated.years();
        figures.ages.add(dated.year, &years);
        figures.cited += years.len() as u64;
        figures.held += count(held.query_row([row], |r| r.get(0))?);
        let first: Option<String> = place.query_row([row], |r| r.get(0))?;
        let node = Node::Article(ArticleKey { shelf: shelf.name, row: *row });
        figures.references.push(Bar { label: first.unwrap_or_default(), count: years.len() as u64, node });
    }
    Ok(())
}

fn most_cited(shelf: &Shelf, query: &str, value: i64, figures: &mut Figures) -> Done<()> {
    let mut read = shelf.connection.prepare_cached(query)?;
    let found: Vec<(i64, i64)> = read.query_map([value], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (row, by) in found {
        let cards = lists::cards_of_rows(&shelf.connection, shelf.name, &[row])?;
        figures.most_cited.extend(cards.into_iter().map(|card| (card, count(by))));
    }
    Ok(())
}

/// Adds the years that a query counts; those that are there already grow.
fn years(connection: &Connection, query: &str, value: i64, years: &mut Vec<YearCount>) -> Done<()> {
    let mut read = connection.prepare_cached(query)?;
    let counted = read.query_map([value], |row| Ok((row.get::<_, Option<i32>>(0)?, row.get::<_, i64>(1)?)))?;
    for one in counted {
        let (year, articles) = one?;
        match years.iter_mut().find(|known| known.year == year) {
            Some(known) => known.articles += count(articles),
            None => years.push(YearCount { year, articles: count(articles) }),
        }
    }
    years.retain(|year| year.articles > 0);
    years.sort_by_key(|year| (year.year.is_none(), year.year));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_a_median_and_a_share_of_recent_ones() {
        let mut ages = Ages::default();
        assert_eq!((ages.median(), ages.price()), (None, None));
        ages.add(Some(2024), &[Some(2024), Some(2019), Some(2018), Some(1974), None, Some(2025)]);
        ages.add(None, &[Some(2000)]);
        assert_eq!((ages.dated(), ages.undated, ages.later), (4, 2, 1));
        assert_eq!(ages.median(), Some(5.5), "between 5 and 6");
        assert_eq!(ages.price(), Some(50), "0 and 5 of four");
        ages.add(Some(2024), &[Some(2018)]);
        assert_eq!((ages.median(), ages.price()), (Some(6.0), Some(40)));
    }
}
