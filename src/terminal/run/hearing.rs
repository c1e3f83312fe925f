//! What comes from the terminal: keys, pastes, mouse reports, and the answers by which it is known.

use std::time::Instant;

use super::super::decode::{Heard, Reply};
use super::super::options::Trust;
use super::super::pace::Pace;
use super::super::probe::{Found, Han, Works};
use super::{Exit, Owed, Session};
use crate::reader::Event;
use crate::text::Ambiguous;

impl<S> Session<'_, '_, S> {
    /// Reads all that waits, but lets signals in between when it never ends.
    pub(super) fn take_typed(&mut self) {
        self.signals.take_back();
        let mut heard = Vec::new();
        let mut bytes = [0; 4096];
        for _ in 0..16 {
            match self.screen.tty.read(&mut bytes) {
                None => {
                    self.over = Some(Exit::Gone);
                    break;
                }
                Some(0) => break,
                Some(count) => {
                    self.decoder.feed(bytes.get(..count).unwrap_or_default(), &mut heard);
                    // A blocking device has nothing more to read without waiting.
                    if count < bytes.len() {
                        break;
                    }
                }
            }
        }
        self.take_heard(heard);
    }

    pub(super) fn take_heard(&mut self, heard: Vec<Heard>) {
        for heard in heard {
            match heard {
                Heard::Key(key) => {
                    self.pace.key(Instant::now());
                    self.happen(Event::Key(key));
                }
                Heard::Paste(text) => self.happen(Event::Paste(text)),
                Heard::Reply(reply) => self.take_reply(&reply),
                Heard::Mouse(mouse) if self.mouse => self.happen(Event::Mouse(mouse)),
                // Focus reports are never switched on; mouse reports may still come from before.
                Heard::Mouse(_) | Heard::Focus(_) => {}
            }
            if self.over.is_some() {
                return;
            }
        }
    }

    fn take_reply(&mut self, reply: &Reply) {
        if let Reply::Position { .. } = reply
            && self.owed.pop_front() == Some(Owed::Pace)
        {
            self.pace.answered(Instant::now());
            // A line that takes little is as dear as a long one.
            if self.pace.is_slow() && self.found.column_margins == Some(Works::No) {
                self.say_slow();
            }
            return;
        }
        let Some(probe) = &mut self.probe else { return };
        if let Some(found) = probe.hear(reply, &self.options.environment, Instant::now()) {
            if probe.has_lapsed() {
                self.pace = Pace::default();
            }
            self.probe = None;
            self.decoder.expect_answers(false);
            self.pace.answered_first(self.asked_first, self.began, Instant::now());
            self.learn(found);
        }
    }

    pub(super) fn learn(&mut self, found: Found) {
        let (taken, seen) = (self.options.widths(&self.found), self.options.widths(&found));
        let hoped = taken == (None, None) && seen.1 == Some(Ambiguous::Two);
        if hoped || taken.0.is_some() && taken != seen {
            // Signs were written in good faith, and stand elsewhere than the shadow says. Where there was doubt, each was placed.
            self.painter.invalidate();
        }
        self.painter.learn(self.options.abilities(&found, Trust::Seen));
        self.note_links();
        self.dirty = true;
        let effects = (self.desk.learn)(self.state, &found);
        self.carry_out(effects);
        if found.han == Some(Han::Otherwise) {
            self.happen(Event::Said(
                "This terminal does not show UTF-8: Chinese will be wrong. Set it to UTF-8, or start tmux with -u, screen with -U."
                    .to_owned(),
            ));
        } else if found.is_slow_side_by_side() {
            self.say_slow();
        }
        self.found = found;
    }

    fn say_slow(&mut self) {
        if !std::mem::replace(&mut self.said_slow, true) {
            self.happen(Event::SlowLine);
        }
    }

    /// A frame that was cut off may leave a link open: it is then closed with the rest.
    pub(super) fn note_links(&self) {
        if self.painter.abilities().hyperlinks {
            self.screen.expect_links();
        }
    }
}
