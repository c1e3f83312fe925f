//! Searching while one types: orders come faster than answers, the newest wins, and what nobody waits for is dropped.
//!
//! The two ends are a pair. The [`Asker`] lives where keys are read and never waits; the [`Worker`] lives in a thread of
//! its own with a library of its own, and says what it finds in pieces: first the hits, then their number.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::error::SearchError;
use super::facets::Facets;
use super::finder::{Count, Finder, Hit, Order};
use super::lit::{Lit, lit};
use crate::library::{ArticleCard, Library};

/// The number of an order. Answers carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

/// What an order wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Hits,
    /// At most so many values of each facet.
    Facets(usize),
}

/// A record found, with what a list shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub hit: Hit,
    pub card: ArticleCard,
    /// Where it matched, those of most worth first.
    pub lit: Vec<Lit>,
}

/// What a worker says of an order.
#[derive(Debug)]
pub enum Said {
    Rows(Ticket, Vec<Row>),
    /// Behind the rows; and how many changes of the library cannot be found yet.
    Count(Ticket, Count, u64),
    Facets(Ticket, Box<Facets>),
    /// A sentence.
    Failed(Ticket, String),
}

/// Counted exactly up to so many records.
const COUNTED: u64 = 20_000;
/// How long nothing must be asked before the index's files are let go.
const REST: Duration = Duration::from_secs(20);

/// The end that asks. Dropped, it ends the worker.
pub struct Asker {
    orders: Sender<(Ticket, Wish, Order)>,
    newest: Arc<AtomicU64>,
}

/// The end that finds.
pub struct Worker {
    orders: Receiver<(Ticket, Wish, Order)>,
    newest: Arc<AtomicU64>,
}

/// Both ends.
pub fn pair() -> (Asker, Worker) {
    let (sender, receiver) = mpsc::channel();
    let newest = Arc::new(AtomicU64::new(0));
    (Asker { orders: sender, newest: Arc::clone(&newest) }, Worker { orders: receiver, newest })
}

impl Asker {
    /// Asks for the hits of an order, and their number; whatever was asked before is no longer waited for.
    pub fn find(&self, order: Order) -> Ticket {
        self.ask(Wish::Hits, order)
    }

    /// Asks by what the records of an order can be narrowed.
    pub fn facets(&self, order: Order, most: usize) -> Ticket {
        self.ask(Wish::Facets(most), order)
    }

    fn ask(&self, wish: Wish, order: Order) -> Ticket {
        let ticket = Ticket(self.newest.fetch_add(1, Ordering::Relaxed) + 1);
        // A worker that has ended answers nothing, as one that is slow.
        let _ = self.orders.send((ticket, wish, order));
        ticket
    }
}

impl Worker {
    /// Answers until the asker is gone.
    pub fn run(self, library: &Library, finder: &mut Finder, say: &mut dyn FnMut(Said)) {
        loop {
            let order = match self.orders.recv_timeout(REST) {
                Ok(order) => order,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    finder.rest();
                    match self.orders.recv() {
                        Ok(order) => order,
                        Err(_) => return,
                    }
                }
            };
            let (ticket, wish, order) = self.orders.try_iter().last().unwrap_or(order);
            match self.answer(ticket, wish, &order, library, finder, say) {
                Ok(()) | Err(SearchError::Superseded) => {}
                Err(error) => say(Said::Failed(ticket, error.to_string())),
            }
        }
    }

    fn answer(
        &self,
        ticket: Ticket,
        wish: Wish,
        order: &Order,
        library: &Library,
        finder: &mut Finder,
        say: &mut dyn FnMut(Said),
    ) -> Result<(), SearchError> {
        let superseded = || self.newest.load(Ordering::Relaxed) != ticket.0;
        finder.refresh(library)?;
        if let Wish::Facets(most) = wish {
            let facets = finder.facets(order, most, library, &superseded)?;
            say(Said::Facets(ticket, Box::new(facets)));
            return Ok(());
        }
        let hits = finder.find(order, library, &superseded)?;
        say(Said::Rows(ticket, rows(order, hits, library, &superseded)?));
        let count = finder.count(order, COUNTED, library, &superseded)?;
        say(Said::Count(ticket, count, finder.behind()));
        Ok(())
    }
}

/// Hits with their cards and what matched.
///
/// # Errors
/// A damaged library; or that nobody waits any more.
pub fn rows(order: &Order, hits: Vec<Hit>, library: &Library, superseded: &dyn Fn() -> bool) -> Result<Vec<Row>, SearchError> {
    let shelves = library.searched()?;
    let mut rows = Vec::with_capacity(hits.len());
    for hit in hits {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == hit.key.shelf) else { continue };
        let Some(card) = shelf.cards(&[hit.key.row])?.pop() else { continue };
        let lit = shelf.article(hit.key.row).map(|article| lit(&order.query, &article)).unwrap_or_default();
        rows.push(Row { hit, card, lit });
    }
    Ok(rows)
}
