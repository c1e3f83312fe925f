//! The desk that grants a reader's wishes: a library to read, and the indexes over it.

use std::path::PathBuf;

use super::error::SearchError;
use super::finder::{Finder, Hit, Order, Worth};
use super::listed::{Sorted, listing_of};
use super::lit::{Lit, lit};
use super::narrow;
use super::next::{Next, Suggested};
use super::query::Query;
use super::tallied::{Having, Typed};
use super::wishes::{Among, Behind, FoundRow, Told, Want, Wish};
use crate::library::{ArticleKey, Count, Library, Listing, Node, Question, Reach, Tallied};
use crate::text::clean_line;

/// Records counted one by one; beyond them it is "more than".
pub const COUNTED: u64 = 10_000;
/// Articles that are put in an order; of more, the first.
const MOST_SORTED: usize = 50_000;
/// Facets of each kind.
const FACETS: usize = 12;
/// Equally short paths that are told.
const PATHS: usize = 50;
/// Texts of a row that are told, and characters of each.
const TEXTS: usize = 4;
const CHARACTERS: usize = 240;
/// Articles below a node that are kept in the tree's order. Of more, the best come first.
const IN_ORDER: usize = 5_000;
/// The most articles of a node that are looked into.
const MOST_BELOW: usize = 50_000;

/// How much of very much is gone through while somebody waits.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) counted: u64,
    pub(super) sorted: usize,
    pub(super) below: usize,
}

/// The articles below a node of the tree, up to which change of the library that holds, and whether there are more.
type Below = (Node, i64, Vec<ArticleKey>, bool);

/// Answers wishes: a library to read, and the indexes over it.
pub struct SearchDesk {
    pub(super) library: Library,
    pub(super) finder: Finder,
    pub(super) bounds: Bounds,
    /// The articles below the node asked about last.
    below: Option<Below>,
    /// What was put in order last, for which wish, and after how many it was cut: for whoever waits, and beside them.
    pub(super) sorted: [Option<Sorted>; 2],
    /// The rows of a list that have what was typed last.
    pub(super) having: Option<Having>,
    /// The long list that is typed into.
    pub(super) typed: Option<Typed>,
    /// The articles that cite the work asked about last, and the works that are missing.
    pub(super) citing: Option<super::works::Citing>,
    pub(super) missing: Option<super::works::Missing>,
    /// What was suggested last.
    pub(super) suggested: Option<Suggested>,
    pub(super) next: Option<Next>,
}

impl SearchDesk {
    /// A desk over a library; indexes lie below the cache folder, if there is one.
    pub fn new(library: Library, cache: Option<PathBuf>) -> Self {
        Self {
            library,
            finder: Finder::new(cache),
            bounds: Bounds { counted: COUNTED, sorted: MOST_SORTED, below: MOST_BELOW },
            below: None,
            sorted: [None, None],
            having: None,
            typed: None,
            citing: None,
            missing: None,
            suggested: None,
            next: None,
        }
    }

    /// The library that is read.
    pub fn library_mut(&mut self) -> &mut Library {
        &mut self.library
    }

    /// Grants a wish; nothing when `superseded` says, between two segments, that nobody waits for it any more.
    pub fn grant(&mut self, wish: &Wish, superseded: &dyn Fn() -> bool) -> Option<Told> {
        match self.granted(wish, superseded) {
            Ok(told) => Some(told),
            Err(SearchError::Superseded) => None,
            Err(error) => Some(Told::Failed(error.to_string())),
        }
    }

    /// Lets go what is held only for speed; the next wish takes it up again.
    pub fn rest(&mut self) {
        (self.suggested, self.next) = (None, None);
        (self.sorted, self.having, self.typed, self.citing) = ([None, None], None, None, None);
        self.finder.rest();
    }

    /// Changes that cannot be found yet: somebody has to index them.
    pub fn behind(&self) -> u64 {
        self.finder.behind()
    }

    fn granted(&mut self, wish: &Wish, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        match &wish.want {
            Want::Work(entry) => return self.work(*entry, superseded),
            Want::Tallies { of: Tallied::Missing, having, from, most } => return self.missing(having, (*from, *most), superseded),
            Want::Tallies { of, having, from, most } => return self.tallies(of, having, (*from, *most), superseded),
            Want::Grid(journal) => return Ok(self.asked(&Question::Grid { journal: *journal })),
            Want::Neighbourhood(key) => {
                let near = self.library.neighbourhood(*key, Reach::Tied, superseded)?.ok_or(SearchError::Superseded)?;
                return Ok(Told::Neighbourhood(Box::new(near)));
            }
            Want::Path { from, to } => {
                return self.library.paths(*from, *to, PATHS, superseded)?.map(Told::Paths).ok_or(SearchError::Superseded);
            }
            Want::Gaps(issue) => return Ok(self.asked(&Question::Gaps { issue: *issue })),
            Want::Suggested(of) => return self.suggested(*of, superseded).map(|found| Told::Suggested(found.to_vec())),
            Want::Profile(of) => return self.profile(of, superseded),
            Want::Figures(of) => return self.figures(*of, superseded),
            Want::Rows { .. } | Want::Count | Want::Facets => {}
        }
        if let (Among::NextToRead, Query::Everything, None, Want::Rows { .. } | Want::Count) =
            (&wish.among, &wish.query, wish.order, &wish.want)
        {
            return self.told_next(wish, superseded);
        }
        if let Some(of) = listing_of(wish) {
            return self.listed(wish, &of, superseded);
        }
        self.finder.refresh(&self.library)?;
        let mut left_out = None;
        let within = match &wish.among {
            Among::Listed(Listing::Citing(entry)) => Some(self.citing(*entry, superseded)?.0),
            Among::Library | Among::Listed(_) => None,
            Among::Below(node) => {
                let (keys, more) = self.keys_below(*node)?;
                left_out = more.then_some(keys.len());
                Some(keys)
            }
            Among::NextToRead => Some(self.next_to_read(superseded)?.iter().map(|next| next.card.key).collect()),
            Among::Entries { of, list } => return self.places(wish, *of, *list, superseded).map(Told::Places),
        };
        let order = Order { within, ..Order::new(wish.query.clone(), 0) };
        match (&wish.want, wish.order) {
            (&Want::Rows { from, most }, Some(sorting)) => {
                let (keys, cut) = self.in_order(wish, order, Some(sorting), superseded)?;
                let hits = keys.iter().skip(from).take(most).map(|key| (*key, Worth::Words)).collect();
                self.told(wish, from, hits, from + most >= keys.len(), cut.or(left_out), superseded)
            }
            (&Want::Rows { from, most }, None) => {
                let hits = self.best(Order { from, limit: most, ..order }, superseded)?;
                let last = hits.len() < most;
                self.told(wish, from, hits.into_iter().map(|hit| (hit.key, hit.worth)).collect(), last, left_out, superseded)
            }
            (Want::Facets, _) => Ok(Told::Facets(Box::new(self.finder.facets(&order, FACETS, &self.library, superseded)?))),
            _ => match self.finder.count(&order, self.bounds.counted, &self.library, superseded)? {
                // Where not all were looked into, one less is surely exceeded.
                Count::Exactly(count) if left_out.is_some() && count > 0 => Ok(Told::Count(Count::MoreThan(count - 1))),
                count => Ok(Told::Count(count)),
            },
        }
    }

    /// The best of a query; those below a node of the tree in its order.
    fn best(&self, order: Order, superseded: &dyn Fn() -> bool) -> Result<Vec<Hit>, SearchError> {
        match &order.within {
            Some(keys) if keys.len() <= IN_ORDER => {
                let whole = Order { from: 0, limit: keys.len(), ..order.clone() };
                let mut hits = self.finder.find(&whole, &self.library, superseded)?;
                let place = |key| keys.iter().position(|other| *other == key);
                hits.sort_by_cached_key(|hit| place(hit.key));
                Ok(hits.into_iter().skip(order.from).take(order.limit).collect())
            }
            _ => self.finder.find(&order, &self.library, superseded),
        }
    }

    /// Rows as they are told.
    pub(super) fn told(
        &self,
        wish: &Wish,
        from: usize,
        hits: Vec<(ArticleKey, Worth)>,
        last: bool,
        cut: Option<usize>,
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let mut rows = Vec::with_capacity(hits.len());
        let listed = listing_of(wish);
        let shelves = self.shelves(listed.as_ref())?;
        let mut moments = Vec::with_capacity(shelves.len());
        let mut of = 0;
        for shelf in &shelves {
            moments.push(shelf.moment()?);
            of += u64::try_from(shelf.standing()?.seq).unwrap_or(0);
        }
        for (key, worth) in hits {
            if superseded() {
                return Err(SearchError::Superseded);
            }
            let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == key.shelf) else { continue };
            let Some(card) = shelf.cards(&[key.row])?.pop() else { continue };
            // Of a damaged record what its row says is shown; in a list nothing was looked for.
            let article = if listed.is_some() { None } else { shelf.printed(key.row).ok().flatten() };
            let lit = article.map(|article| lit(&wish.query, &article, worth, TEXTS)).unwrap_or_default();
            rows.push(FoundRow { card, worth, lit: lit.into_iter().map(shortened).collect(), reason: None });
        }
        // What is read from the library itself is behind nothing.
        let records = if listed.is_some() { 0 } else { self.finder.behind() };
        Ok(Told::Rows { from, rows, last, behind: Behind { records, of }, cut })
    }

    /// The articles below a node, in the tree's order, and whether there are more.
    fn keys_below(&mut self, node: Node) -> Result<(Vec<ArticleKey>, bool), SearchError> {
        let mut seq = 0;
        for shelf in self.library.searched()? {
            seq += shelf.standing()?.seq;
        }
        if let Some((known, then, keys, more)) = &self.below
            && (*known, *then) == (node, seq)
        {
            return Ok((keys.clone(), *more));
        }
        let (mut keys, most) = (Vec::new(), self.bounds.below);
        narrow::below(&self.library, node, most + 1, &mut keys)?;
        let more = keys.len() > most;
        keys.truncate(most);
        self.below = Some((node, seq, keys.clone(), more));
        Ok((keys, more))
    }
}

/// A text cut around the first thing found, and cleaned: an abstract is not carried about for the sake of a line.
fn shortened(found: Lit) -> Lit {
    let (text, ranges) = found.around(CHARACTERS);
    let cleaned = clean_line(&text);
    // Where signs had to be taken out, the places no longer hold.
    let ranges = if cleaned.len() == text.len() { ranges } else { Vec::new() };
    Lit { text: cleaned.into_owned(), ranges, ..found }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
