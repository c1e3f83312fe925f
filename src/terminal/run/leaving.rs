//! The terminal given back and taken again: lent, stopped, left.

use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpid, getsid, kill_current_process_group};

use super::super::aside::{Aside, step};
use super::super::decode::{Heard, Reply};
use super::super::pace::ASK_POSITION;
use super::super::probe::Probe;
use super::super::signals::Ending;
use super::super::tty::Written;
use super::{Exit, Owed, Session};
use crate::reader::Event;

/// Answers that the terminal still owes at the end are awaited this long, so that they are not typed into the shell.
const LAST_ANSWERS: Duration = Duration::from_millis(150);
/// Errands that are still under way at the end are awaited this long: a copy made last must not be lost.
const LAST_ERRANDS: Duration = Duration::from_secs(1);
/// And mouse reports still under way this long: the release of the click that quit, a wheel that runs on.
const LAST_REPORTS: Duration = Duration::from_millis(500);

impl<S> Session<'_, '_, S> {
    fn forget_owed(&mut self) {
        self.owed.clear();
        self.decoder.expect_answers(false);
        self.decoder.expect_nothing();
    }

    /// At the end: what was sent last still goes out.
    pub(super) fn finish_errands(&mut self) {
        let until = Instant::now() + LAST_ERRANDS;
        while let Some(errands) = self.errands.as_ref().filter(|errands| errands.is_under_way()) {
            let left = until.saturating_duration_since(Instant::now());
            let mut waited =
                [PollFd::from_borrowed_fd(errands.wake(), PollFlags::IN), PollFd::from_borrowed_fd(self.signals.end(), PollFlags::IN)];
            let timeout = Timespec::try_from(left).ok();
            if left.is_zero() || !matches!(poll(&mut waited, timeout.as_ref()), Ok(1..)) || !waited[1].revents().is_empty() {
                break;
            }
            self.take_reports();
        }
        let bytes = std::mem::take(&mut self.before_frame);
        self.screen.tty.write(&bytes, self.signals.end());
    }

    /// Lends the terminal, and takes it back.
    pub(super) fn step_aside(&mut self, aside: &Aside) {
        self.await_last_answers();
        self.screen.leave();
        let said = step(aside, self.screen, self.signals);
        if self.signals.ending().is_some() {
            return self.take_end();
        }
        self.signals.drain();
        self.signals.take_stop();
        self.signals.take_continued();
        self.resume();
        if let Some(said) = said {
            self.happen(Event::Said(said));
        }
    }

    /// Gives the terminal back, stops with the whole job, and comes back.
    pub(super) fn stop(&mut self) {
        self.suspend = false;
        // Under `ssh -t host qikan` there is no shell that could wake us again.
        if getsid(None).is_ok_and(|leader| leader == getpid()) {
            self.happen(Event::Said("There is no shell here to go back to; q quits.".to_owned()));
            return;
        }
        self.await_last_answers();
        self.screen.leave();
        self.signals.take_continued();
        // SIGSTOP, not SIGTSTP: an orphaned group would ignore that.
        if kill_current_process_group(Signal::STOP).is_ok() {
            // Another thread may be the one to take the signal, so this one may run on for a moment: it must not take the
            // terminal back before the job was really continued.
            while !self.signals.take_continued() {
                let mut waited = [
                    PollFd::from_borrowed_fd(self.signals.wake(), PollFlags::IN),
                    PollFd::from_borrowed_fd(self.signals.end(), PollFlags::IN),
                ];
                let _ = poll(&mut waited, None);
                if !waited[1].revents().is_empty() {
                    return self.take_end();
                }
                self.signals.drain();
            }
        } else {
            self.happen(Event::Said("This system does not let qikan stop.".to_owned()));
        }
        self.signals.take_stop();
        self.resume();
    }

    pub(super) fn take_end(&mut self) {
        self.over = self.signals.ending().map(|ending| match ending {
            Ending::Signal(number) => Exit::Signal(number),
            Ending::Gone => Exit::Gone,
        });
    }

    pub(super) fn resume(&mut self) {
        match self.screen.enter() {
            Ok(bytes) => self.before_frame.extend(bytes),
            Err(_) => self.over = Some(Exit::Gone),
        }
        if self.mouse {
            self.before_frame.extend(self.screen.mouse(true).bytes());
        }
        self.forget_owed();
        self.probe = None;
        self.pace.resumed();
        self.resized = None;
        self.take_size();
    }

    /// Switches the mouse off with a question behind it: once that is answered, no report comes any more that would be typed
    /// into the shell. Whether it could be asked.
    fn end_reports(&mut self) -> bool {
        let mut bytes = self.screen.mouse(false).as_bytes().to_vec();
        bytes.extend(ASK_POSITION);
        let asked = self.screen.tty.write(&bytes, self.signals.end()) == Written::Whole;
        if asked {
            self.owed.push_back(Owed::Pace);
            self.decoder.expect_position();
        }
        asked
    }

    /// Takes what the terminal still owes off the line.
    pub(super) fn await_last_answers(&mut self) {
        let patience = if self.mouse && self.end_reports() { LAST_REPORTS } else { LAST_ANSWERS };
        let until = Instant::now() + patience;
        let mut bytes = [0; 1024];
        let mut heard = Vec::new();
        // Who has been silent so long is not waited for.
        if self.probe.as_ref().is_some_and(Probe::has_lapsed) {
            return;
        }
        while !self.owed.is_empty() || self.probe.is_some() {
            let left = until.saturating_duration_since(Instant::now());
            let mut waited = [PollFd::new(&self.screen.tty, PollFlags::IN), PollFd::from_borrowed_fd(self.signals.end(), PollFlags::IN)];
            let timeout = Timespec::try_from(left).ok();
            if left.is_zero() || !matches!(poll(&mut waited, timeout.as_ref()), Ok(1..)) || !waited[1].revents().is_empty() {
                return;
            }
            let Some(count @ 1..) = self.screen.tty.read(&mut bytes) else { return };
            self.decoder.feed(bytes.get(..count).unwrap_or_default(), &mut heard);
            for heard in heard.drain(..) {
                match heard {
                    Heard::Reply(Reply::Position { .. }) => {
                        self.owed.pop_front();
                    }
                    Heard::Reply(Reply::Attributes(_)) => self.probe = None,
                    _ => {}
                }
            }
        }
    }
}
