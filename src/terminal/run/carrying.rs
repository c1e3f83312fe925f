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

    /// The picture is out: what was told is made durable, and then those are asked who work elsewhere. The disk takes some
    /// milliseconds for it, which nobody sees now.
    pub(super) fn keep(&mut self) {
        if !std::mem::take(&mut self.told) {
            return;
        }
        if let Err(sentence) = (self.desk.keep)() {
            self.happen(Event::Said(sentence));
        }
        let behind = std::mem::take(&mut self.behind);
        self.carry_out(behind);
    }

    fn ask(&mut self, ticket: Ticket, question: Question) -> Option<Event> {
        match &self.desk.jobs {
            Some(jobs) if (self.desk.slow)(&question) => {
                if self.told {
                    self.behind.push(Effect::Ask(ticket, question));
                } else {
                    jobs.ask(ticket, question);
                }
                None
            }
            _ => Some(Event::Answer(ticket, (self.desk.answer)(&question))),
        }
    }

    fn search(&mut self, ticket: Ticket, wish: Wish) -> Option<Event> {
        let Some(searching) = &self.desk.searching else {
            return Some(Event::Told(ticket, Told::Failed("There is no search here.".to_owned())));
        };
        if self.told {
            self.behind.push(Effect::Search(ticket, wish));
        } else {
            searching.ask(ticket, wish);
        }
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
