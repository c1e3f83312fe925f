//! The loop: wait, take all that waits, update for each, draw once, write once.
//!
//! ```text
//! poll ─▶ keys, signals, answers, timers ─▶ update… ─▶ effects… ─▶ draw ─▶ paint ─▶ one write ─▶ follow up
//!  ▲                                                                                                   │
//!  └──────────────────────────────── nothing waits: nothing happens ───────────────────────────────────┘
//! ```

mod carrying;
mod hearing;
mod leaving;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use self::carrying::Later;
use super::aside::Aside;
use super::decode::Decoder;
use super::desk::{Desk, Exit, TerminalError};
use super::errands::Errands;
use super::jobs::Jobs;
use super::options::{Options, Trust};
use super::pace::{ASK_POSITION, Leave, Pace, SMALL};
use super::painter::{Frame, Link, Painter};
use super::probe::{Asking, Found, Probe};
use super::screen::{PanicGuard, Screen};
use super::searching::Searching;
use super::signals::Signals;
use super::tty::{Tty, Written};
use crate::reader::{Cite, Cited, Event, Size};

/// Sizes that come closer together than this are one.
const SETTLED: Duration = Duration::from_millis(30);
/// But a storm of them is drawn in between at least this often.
const UNSETTLED: Duration = Duration::from_millis(120);

/// Shows the state on the terminal that standard output is, until it wishes to quit, a signal ends it or the terminal goes away.
/// The terminal is as it was when this returns, by whatever way.
pub fn run<S>(state: &mut S, desk: &mut Desk<'_, S>, options: &Options) -> Result<Exit, TerminalError> {
    if options.is_dumb() {
        return Err(TerminalError::Dumb(options.term.clone()));
    }
    let tty = Tty::open()?.ok_or(TerminalError::NoTerminal)?;
    let screen = Screen::new(tty, options.canvas)?;
    let remembered = options.remembered.clone().unwrap_or_default();
    // The handlers before the size: a change in between is then not lost.
    let signals = Signals::install(rustix::fd::AsFd::as_fd(&screen), screen.loan())?;
    let _guard = PanicGuard::install(screen.loan());
    let mut session = Session {
        screen: &screen,
        signals: &signals,
        state,
        desk,
        options,
        painter: Painter::new(options.abilities(&remembered, Trust::Remembered)),
        found: remembered,
        said_slow: false,
        buffer: Buffer::empty(Rect::ZERO),
        decoder: Decoder::default(),
        pace: Pace::default(),
        probe: None,
        owed: VecDeque::new(),
        before_frame: screen.enter()?,
        dirty: true,
        unfinished: false,
        cursor: None,
        links: Vec::new(),
        began: Instant::now(),
        asked_first: 0,
        size: Size::default(),
        resized: None,
        storm: Instant::now(),
        over: None,
        suspend: false,
        aside: None,
        errands: None,
        citing: None,
        mouse: false,
        told: false,
        later: Vec::new(),
    };
    let exit = session.go();
    if exit != Exit::Quit {
        // A line that breaks must not lose the place in a long text.
        session.happen(Event::Ending);
    }
    session.follow_up();
    if exit == Exit::Quit {
        session.finish_errands();
    }
    if exit != Exit::Gone {
        session.await_last_answers();
    }
    screen.leave();
    Ok(exit)
}

/// What a cursor position that the terminal owes is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owed {
    Probe,
    Pace,
}

#[expect(clippy::struct_excessive_bools, reason = "each is on or off by itself; none excludes another")]
struct Session<'s, 'd, S> {
    screen: &'s Screen,
    signals: &'s Signals,
    state: &'s mut S,
    desk: &'s mut Desk<'d, S>,
    options: &'s Options,
    painter: Painter,
    buffer: Buffer,
    decoder: Decoder,
    pace: Pace,
    probe: Option<Probe>,
    /// What is known of the terminal: remembered, then seen.
    found: Found,
    /// It was said that panes side by side are dear on this line.
    said_slow: bool,
    /// Cursor positions that are to come, in order.
    owed: VecDeque<Owed>,
    /// Bytes that go out before the next frame, in the same write.
    before_frame: Vec<u8>,
    /// The state has changed since it was drawn.
    dirty: bool,
    /// What was drawn is not yet all on the terminal.
    unfinished: bool,
    /// Where the cursor is to be seen in what was drawn.
    cursor: Option<Position>,
    /// The cells of the picture that are hyperlinks.
    links: Vec<Link>,
    /// When the first write went, and how many of its bytes came before the answer to the questions at the start.
    began: Instant,
    asked_first: usize,
    size: Size,
    /// When a new size is taken for settled, and when the first of the storm came.
    resized: Option<Instant>,
    storm: Instant,
    over: Option<Exit>,
    suspend: bool,
    /// To whom the terminal is to be lent.
    aside: Option<Aside>,
    /// Started with the first errand.
    errands: Option<Errands>,
    /// Makes citations; started with the first one.
    citing: Option<Jobs<Cite, Cited>>,
    /// Whether the reader wants the mouse: asked for again after a stop.
    mouse: bool,
    /// Something was told that is not kept yet.
    told: bool,
    /// What is asked of those who work elsewhere once the picture is out.
    later: Vec<Later>,
}

impl<S> Session<'_, '_, S> {
    fn go(&mut self) -> Exit {
        self.note_links();
        self.take_size();
        let size = self.size;
        if self.options.probe {
            let asking = Asking {
                columns: size.columns,
                rows: size.rows,
                synchronized: self.options.may_synchronize(),
                strings: self.options.may_ask_by_strings(),
                samples: self.options.samples,
                patience: self.options.patience,
            };
            let (probe, questions) = Probe::new(asking, Instant::now());
            self.owed.extend(std::iter::repeat_n(Owed::Probe, probe.positions()));
            for _ in 0..probe.positions() {
                self.decoder.expect_position();
            }
            self.decoder.expect_answers(!self.options.remembered.as_ref().is_some_and(Found::is_mute));
            self.before_frame.extend(questions);
            self.asked_first = self.before_frame.len();
            self.began = Instant::now();
            self.probe = Some(probe);
        }
        if self.options.remembered.as_ref().is_some_and(Found::is_mute) {
            // It did not answer the last time: no frame waits for it until it does.
            self.pace.give_up();
        }
        loop {
            if self.suspend || self.aside.is_some() {
                self.follow_up();
            }
            if self.suspend {
                self.stop();
            }
            if let Some(aside) = self.aside.take() {
                self.step_aside(&aside);
            }
            if let Some(exit) = self.over {
                return exit;
            }
            self.frame();
            self.follow_up();
            if let Some(exit) = self.over {
                return exit;
            }
            self.wait();
        }
    }

    /// Sleeps until something happens, and takes all of it.
    fn wait(&mut self) {
        let now = Instant::now();
        let held = (self.dirty || self.unfinished).then(|| match self.pace.leave(now) {
            Leave::Small(until) => until,
            Leave::Everything | Leave::Slice(_) => now,
        });
        let esc = self.decoder.patience().map(|patience| now + patience);
        let probe = self.probe.as_ref().and_then(Probe::until);
        let first = [held, esc, probe, self.resized].into_iter().flatten().min();
        let timeout = first.and_then(|at| Timespec::try_from(at.saturating_duration_since(now)).ok());
        let none = self.signals.wake();
        let jobs = self.desk.jobs.as_ref().map_or(none, Jobs::wake);
        let errands = self.errands.as_ref().map_or(none, Errands::wake);
        let searching = self.desk.searching.as_ref().map_or(none, Searching::wake);
        let citing = self.citing.as_ref().map_or(none, Jobs::wake);
        let mut waited = [
            PollFd::new(&self.screen.tty, PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.wake(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.end(), PollFlags::IN),
            PollFd::from_borrowed_fd(jobs, PollFlags::IN),
            PollFd::from_borrowed_fd(errands, PollFlags::IN),
            PollFd::from_borrowed_fd(searching, PollFlags::IN),
            PollFd::from_borrowed_fd(citing, PollFlags::IN),
        ];
        match poll(&mut waited, timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => {
                self.over = Some(Exit::Gone);
                return;
            }
        }
        let [typed, woken, ended, answered, reported, told, cited] = waited.map(|fd| !fd.revents().is_empty());
        if ended {
            self.take_end();
            return;
        }
        if woken {
            self.take_signals();
        }
        if answered && let Some(jobs) = &self.desk.jobs {
            for (ticket, answer) in jobs.take() {
                self.happen(Event::Answer(ticket, answer));
            }
        }
        if cited && let Some(citing) = &self.citing {
            for (ticket, cited) in citing.take() {
                self.happen(Event::Cited(ticket, cited));
            }
        }
        if reported {
            self.take_reports();
        }
        if told && let Some(searching) = &self.desk.searching {
            for event in searching.take() {
                self.happen(event);
            }
        }
        if typed {
            self.take_typed();
        } else {
            self.take_time(esc);
        }
    }

    fn take_signals(&mut self) {
        self.signals.drain();
        if self.signals.take_resized() {
            let now = Instant::now();
            if self.resized.is_none() {
                self.storm = now;
            }
            self.resized = Some((now + SETTLED).min(self.storm + UNSETTLED));
        }
        if self.signals.take_stop() {
            self.suspend = true;
        }
        if self.signals.take_continued() && !self.suspend {
            // Stopped by another hand: the shell has changed the terminal since.
            self.screen.leave();
            self.resume();
        }
    }

    /// Timers that have run out.
    fn take_time(&mut self, esc: Option<Instant>) {
        let now = Instant::now();
        if esc.is_some_and(|at| at <= now) {
            let mut heard = Vec::new();
            self.decoder.lapse(&mut heard);
            self.take_heard(heard);
        }
        if self.resized.is_some_and(|at| at <= now) {
            self.resized = None;
            self.take_size();
        }
        if let Some(probe) = &mut self.probe
            && probe.until().is_some_and(|until| until <= now)
        {
            // Who does not even say what it is answers nothing else; unless it is only very far away.
            probe.lapse();
            self.decoder.expect_answers(false);
            self.pace.give_up();
            if self.options.widths(&self.found) == (None, None) {
                // Nobody said that lines are narrow: from now on each piece of one is placed.
                self.painter.learn(self.options.abilities(&self.found, Trust::Seen));
                self.painter.invalidate();
            }
            let effects = (self.desk.learn)(self.state, &Found::default());
            self.carry_out(effects);
            self.dirty = true;
        }
    }

    /// The picture is asked for anew even if the size is the same: in between the terminal may have cut it.
    fn take_size(&mut self) {
        self.size = self.screen.tty.size();
        self.painter.invalidate();
        self.happen(Event::Resize(self.size));
    }

    /// Draws the newest state, if it changed, and writes what differs of it as far as the line can bear it.
    fn frame(&mut self) {
        if !self.dirty && !self.unfinished && self.before_frame.is_empty() {
            return;
        }
        // A change of size is about to come: what is drawn now would be drawn twice.
        if self.resized.is_some() {
            return;
        }
        let now = Instant::now();
        if self.dirty {
            let Size { columns, rows } = self.size;
            let area = Rect::new(0, 0, columns, rows);
            if self.buffer.area == area {
                self.buffer.reset();
            } else {
                self.buffer = Buffer::empty(area);
            }
            self.cursor = (self.desk.draw)(self.state, &mut self.buffer);
            self.links = if self.painter.abilities().hyperlinks { (self.desk.links)(self.state) } else { Vec::new() };
            self.dirty = false;
            self.unfinished = true;
        }
        if self.unfinished {
            let frame = Frame { buffer: &self.buffer, cursor: self.cursor, links: &self.links };
            let painted = match self.pace.leave(now) {
                Leave::Everything => Some((self.painter.paint_frame(&frame), true)),
                Leave::Slice(bytes) => Some(self.painter.paint_frame_part(&frame, bytes)),
                Leave::Small(_) => self.painter.paint_frame_within(&frame, SMALL).map(|bytes| (bytes, true)),
            };
            let Some((bytes, whole)) = painted else { return };
            self.before_frame.extend(bytes);
            self.unfinished = !whole;
        }
        let mut bytes = std::mem::take(&mut self.before_frame);
        if bytes.is_empty() {
            return;
        }
        if self.pace.sent(bytes.len(), now) {
            bytes.extend(ASK_POSITION);
            self.owed.push_back(Owed::Pace);
            self.decoder.expect_position();
        }
        if let Some(probe) = &mut self.probe {
            probe.sent(Instant::now());
        }
        match self.screen.tty.write(&bytes, self.signals.end()) {
            Written::Whole => {}
            Written::Interrupted => self.take_end(),
            Written::Gone => self.over = Some(Exit::Gone),
        }
        bytes.clear();
        self.before_frame = bytes;
    }
}
