//! Lists in an order: those that the library keeps window by window, all others put in order as a whole.

use std::sync::Arc;

use super::desk::SearchDesk;
use super::error::SearchError;
use super::finder::{Order, Worth};
use super::query::Query;
use super::wishes::{Among, Told, Want, Wish};
use crate::library::{ArticleKey, Count, Listing, Searched, Sorting};

/// Of what is only near to what was typed, so many are put in order.
const NEAR: usize = 200;

/// What was put in order, for which wish, up to which change of the library that holds, and after how many it was cut, if it was.
pub(super) type Sorted = (Wish, i64, Arc<[ArticleKey]>, Option<usize>);

/// The list that a wish is for, where nothing is looked for in it.
pub(super) fn listing_of(wish: &Wish) -> Option<Listing> {
    match (&wish.query, &wish.among, &wish.want) {
        (Query::Everything, Among::Listed(of), Want::Rows { .. } | Want::Count) => Some(of.clone()),
        (Query::Everything, Among::Below(node), Want::Rows { .. } | Want::Count) => Some(Listing::Below(*node)),
        _ => None,
    }
}

impl SearchDesk {
    /// The shelves that a list is read from: those that are listed, or the one that its node stands on.
    pub(super) fn shelves(&self, of: Option<&Listing>) -> Result<Vec<Searched<'_>>, SearchError> {
        match of {
            Some(Listing::Below(node)) if node.shelf().is_some() => {
                Ok(node.shelf().map(|name| self.library.searched_shelf(name)).transpose()?.into_iter().collect())
            }
            Some(Listing::CitedBy(key) | Listing::References(key)) => {
                let listed = self.library.searched()?;
                let beside = listed.iter().all(|shelf| shelf.name() != key.shelf);
                let own = beside.then(|| self.library.searched_shelf(key.shelf)).transpose()?;
                Ok(own.into_iter().chain(listed).collect())
            }
            Some(Listing::Citing(entry)) => Ok(vec![self.library.searched_shelf(entry.of.shelf)?]),
            _ => Ok(self.library.searched()?),
        }
    }

    /// Grants a wish for a list in which nothing is looked for: the library knows it without an index.
    pub(super) fn listed(&mut self, wish: &Wish, of: &Listing, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        if matches!(of, Listing::References(_) | Listing::CitedBy(_)) {
            let keys = self.in_order(wish, Order::default(), wish.order, superseded)?.0;
            let Want::Rows { from, most } = wish.want else { return Ok(Told::Count(Count::Exactly(keys.len() as u64))) };
            let rows = keys.iter().skip(from).take(most).map(|key| (*key, Worth::Words)).collect();
            return self.told(wish, from, rows, from + most >= keys.len(), None, superseded);
        }
        if let Listing::Citing(entry) = of {
            return self.listed_citing(wish, *entry, superseded);
        }
        let mut totals = Vec::new();
        for shelf in self.shelves(Some(of))? {
            totals.push(shelf.listed(of)?);
        }
        let total: u64 = totals.iter().sum();
        let Want::Rows { from, most } = wish.want else { return Ok(Told::Count(Count::Exactly(total))) };
        let (first, behind) = (from as u64, (from + most) as u64);
        let (mut before, mut keys, mut ready) = (0, Vec::new(), true);
        for (shelf, here) in self.shelves(Some(of))?.iter().zip(totals) {
            let window = (first.saturating_sub(before).min(here), behind.saturating_sub(before).min(here));
            match shelf.listed_window(of, wish.order, window.0, window.1)? {
                Some(rows) => keys.extend(rows.into_iter().map(|row| ArticleKey { shelf: shelf.name(), row })),
                None => ready = false,
            }
            before += here;
        }
        let (mut last, mut cut) = (behind >= total, None);
        if let (false, Some(sorting)) = (ready, wish.order) {
            let all;
            (all, cut) = self.in_order(wish, Order::default(), Some(sorting), superseded)?;
            keys = all.iter().skip(from).take(most).copied().collect();
            last = from + most >= all.len();
        }
        self.told(wish, from, keys.into_iter().map(|key| (key, Worth::Words)).collect(), last, cut, superseded)
    }

    /// What a wish finds or lists, put in an order as a whole and kept for the windows that follow (without one, what it lists as
    /// the list has it); and after how many it was cut, if it was.
    pub(super) fn in_order(
        &mut self,
        wish: &Wish,
        order: Order,
        sorting: Option<Sorting>,
        superseded: &dyn Fn() -> bool,
    ) -> Result<(Arc<[ArticleKey]>, Option<usize>), SearchError> {
        let listed = listing_of(wish);
        let mut seq = 0;
        for shelf in self.shelves(listed.as_ref())? {
            seq += shelf.standing()?.seq + shelf.links_changed()?;
        }
        // A list that is opened anew is of a new round; what was read since may have changed it.
        let slot = usize::from(wish.round == 0);
        if let Some(Some((known, then, keys, cut))) = self.sorted.get(slot)
            && (known.round, &known.query, &known.among, known.order, *then) == (wish.round, &wish.query, &wish.among, wish.order, seq)
        {
            return Ok((Arc::clone(keys), *cut));
        }
        let (mut more, most) = (false, self.bounds.sorted);
        let mut found: Vec<ArticleKey> = Vec::new();
        let gathered = listed.as_ref().map(|of| self.gathered(of)).transpose()?.flatten();
        let whole = gathered.is_some();
        if let Some(gathered) = gathered {
            found = gathered;
        } else if listed.is_none() {
            (found, more) = self.finder.every(&order, most, &self.library, superseded)?;
            if found.is_empty() {
                // Nothing has it as it stands: what is near it is put in order.
                let near = self.finder.find(&Order { limit: NEAR, ..order }, &self.library, superseded)?;
                found = near.into_iter().map(|hit| hit.key).collect();
            }
        }
        let mut keys = Vec::new();
        let Some(sorting) = sorting else {
            return Ok(self.keep_in_order(wish, seq, found, None));
        };
        for shelf in self.shelves(listed.as_ref())? {
            let rows = match &listed {
                Some(of) if !whole => {
                    more |= shelf.listed(of)? > most as u64;
                    shelf.listed_rows(of, sorting.by, most as u64)?
                }
                _ => found.iter().filter(|key| key.shelf == shelf.name()).map(|key| key.row).collect(),
            };
            let Some(rows) = shelf.in_order(&rows, sorting, superseded)? else { return Err(SearchError::Superseded) };
            keys.extend(rows.into_iter().map(|row| ArticleKey { shelf: shelf.name(), row }));
        }
        Ok(self.keep_in_order(wish, seq, keys, more.then_some(most)))
    }

    fn keep_in_order(&mut self, wish: &Wish, seq: i64, keys: Vec<ArticleKey>, cut: Option<usize>) -> (Arc<[ArticleKey]>, Option<usize>) {
        let keys: Arc<[ArticleKey]> = Arc::from(keys);
        if let Some(slot) = self.sorted.get_mut(usize::from(wish.round == 0)) {
            *slot = Some((wish.clone(), seq, Arc::clone(&keys), cut));
        }
        (keys, cut)
    }
}
