//! What the reader wishes, carried out: at once, by a worker, or on an errand.

use std::collections::VecDeque;

use super::super::aside::Aside;
use super::super::errands::{Errand, Errands};
use super::super::jobs::Jobs;
use super::{Exit, Session};
use crate::library::{EntryKey, Order, Question, ShelfName};
use crate::reader::{Cite, Effect, Event, Ticket};
use crate::search::{Told, Wish};

/// Effects that one event may set off, before the rest waits for the next round.
const CHAIN: usize = 4096;

/// What waits until the picture is out.
#[derive(Debug)]
pub(super) enum Later {
    Question(Ticket, Question),
    Wish(Ticket, Wish),
}

impl<S> Session<'_, '_, S> {
    /// One event, and all that follows from it at once.
    pub(super) fn happen(&mut self, event: Event) {
        self.dirty = true;
        let effects = (self.desk.update)(self.state, event);
        self.carry_out(effects);
    }

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        for _ in 0..CHAIN {
            let Some(effect) = waiting.pop_front() else { return };
            if let Some(event) = self.one_effect(effect) {
                self.dirty = true;
                waiting.extend((self.desk.update)(self.state, event));
            }
        }
    }

    /// Carries one wish out; what comes back at once is an event.
    fn one_effect(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Ask(ticket, question) => self.ask(ticket, question),
            Effect::Search(ticket, wish) => self.search(ticket, wish),
            Effect::Cite(ticket, cite) => self.cite(ticket, cite),
            Effect::Tell(order) => self.tell(order),
            Effect::Copy(copied) => self.send(Errand::Copy(copied)),
            Effect::Open(address) => match self.options.outside.opened_in_terminal(&address) {
                Some((program, arguments)) => {
                    self.aside = Some(Aside::Run(program, arguments));
                    None
                }
                None => self.send(Errand::Open(address)),
            },
            Effect::Print(text) => {
                self.aside = Some(Aside::Print(text));
                None
            }
            Effect::Redraw => {
                self.painter.invalidate();
                None
            }
            Effect::Mouse(on) => {
                self.mouse = on;
                self.before_frame.extend(self.screen.mouse(on).bytes());
                None
            }
            Effect::Suspend => {
                self.suspend = true;
                None
            }
            Effect::Quit => {
                self.over = Some(Exit::Quit);
                None
            }
        }
    }

    /// The picture is out: what was told is made durable, which takes the disk some milliseconds that nobody sees now; and then
    /// those are asked who work elsewhere. They could not have seen before what was told, and where there are few processors
    /// they would have had the one that draws.
    pub(super) fn follow_up(&mut self) {
        if std::mem::take(&mut self.told)
            && let Err(sentence) = (self.desk.keep)()
        {
            self.happen(Event::Said(sentence));
        }
        for later in std::mem::take(&mut self.later) {
            match (later, &self.desk.jobs, &self.desk.searching) {
                (Later::Question(ticket, question), Some(jobs), _) => jobs.ask(ticket, question),
                (Later::Wish(ticket, wish), _, Some(searching)) => searching.ask(ticket, wish),
                _ => {}
            }
        }
    }

    fn ask(&mut self, ticket: Ticket, question: Question) -> Option<Event> {
        if self.desk.jobs.is_some() && (self.desk.slow)(&question) {
            self.later.push(Later::Question(ticket, question));
            return None;
        }
        Some(Event::Answer(ticket, (self.desk.answer)(&question)))
    }

    fn search(&mut self, ticket: Ticket, wish: Wish) -> Option<Event> {
        if self.desk.searching.is_none() {
            return Some(Event::Told(ticket, Told::Failed("There is no search here.".to_owned())));
        }
        self.later.push(Later::Wish(ticket, wish));
        None
    }

    fn cite(&mut self, ticket: Ticket, cite: Cite) -> Option<Event> {
        if self.citing.is_none() {
            self.citing = Jobs::new(Box::new(Cite::cited), Cite::broken_off).ok();
        }
        match &self.citing {
            Some(citing) => {
                citing.ask(ticket, cite);
                None
            }
            // Late is better than never, where there is no thread to be had.
            None => Some(Event::Cited(ticket, cite.cited())),
        }
    }

    fn tell(&mut self, order: Order) -> Option<Event> {
        // Shelves in memory are two; what lies on the disk is one.
        if let (Order::Read { key, .. } | Order::Link { entry: EntryKey { of: key, .. }, .. }, Some(searching)) =
            (&order, &self.desk.searching)
            && key.shelf != ShelfName::Own
        {
            searching.tell(order.clone());
        }
        self.told = true;
        (self.desk.tell)(order).err().map(Event::Said)
    }

    fn send(&mut self, errand: Errand) -> Option<Event> {
        if self.errands.is_none() {
            match Errands::new(self.options.outside.clone()) {
                Ok(errands) => self.errands = Some(errands),
                Err(error) => return Some(Event::Said(format!("Not done, this system gives no thread for it: {error}"))),
            }
        }
        if let Some(errands) = &mut self.errands {
            errands.send(errand);
        }
        None
    }

    pub(super) fn take_reports(&mut self) {
        let reports = self.errands.as_mut().map(Errands::take).unwrap_or_default();
        for came in reports {
            self.before_frame.extend(came.bytes);
            if let Some(copied) = came.copied {
                self.happen(Event::Copied(copied));
            }
            self.happen(Event::Said(came.said));
        }
    }
}
