//! The loop: wait, take all that waits, update for each, draw once, write once.
//!
//! ```text
//! poll ─▶ keys, signals, answers, timers ─▶ update… ─▶ effects… ─▶ draw ─▶ paint ─▶ one write
//!  ▲                                                                                   │
//!  └───────────────────────────── nothing waits: nothing happens ──────────────────────┘
//! ```

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, getpid, getsid, kill_current_process_group};

use super::aside::{Aside, step};
use super::decode::{Decoder, Heard, Reply};
use super::errands::{Errand, Errands};
use super::jobs::Jobs;
use super::options::{Options, Trust};
use super::pace::{ASK_POSITION, Leave, Pace, SMALL};
use super::painter::{Frame, Link, Painter};
use super::probe::{Asking, Found, Han, Probe, Works};
use super::screen::{PanicGuard, Screen};
use super::searching::Searching;
use super::signals::{Ending, Signals};
use super::tty::{Tty, Written};
use crate::library::{Answer, Order, Question, ShelfName};
use crate::reader::{Effect, Event, Reader, Size, Ticket};
use crate::search::{Told, Wish};
use crate::text::Ambiguous;

/// Sizes that come closer together than this are one.
const SETTLED: Duration = Duration::from_millis(30);
/// But a storm of them is drawn in between at least this often.
const UNSETTLED: Duration = Duration::from_millis(120);
/// Answers that the terminal still owes at the end are awaited this long, so that they are not typed into the shell.
const LAST_ANSWERS: Duration = Duration::from_millis(150);
/// Errands that are still under way at the end are awaited this long: a copy made last must not be lost.
const LAST_ERRANDS: Duration = Duration::from_secs(1);
/// And mouse reports still under way this long: the release of the click that quit, a wheel that runs on.
const LAST_REPORTS: Duration = Duration::from_millis(500);
/// Effects that one event may set off, before the rest waits for the next round.
const CHAIN: usize = 4096;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The reader wished it.
    Quit,
    /// By this signal.
    Signal(i32),
    /// The terminal went away.
    Gone,
}

impl Exit {
    /// The exit status: 0, or 128 + the signal's number by the shell's custom.
    pub fn code(self) -> i32 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => Ending::Signal(number).code(),
            Self::Gone => Ending::Gone.code(),
        }
    }
}

/// Why it could not begin.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    #[error("standard output is no terminal; `qikan show` and `qikan list` print plain text")]
    NoTerminal,
    #[error("the terminal says that it is `{0}`, which cannot place text; set TERM, or use `qikan show` and `qikan list`")]
    Dumb(String),
    #[error("the terminal cannot be used: {0}")]
    Device(#[from] std::io::Error),
}

type Update<'a, S> = Box<dyn FnMut(&mut S, Event) -> Vec<Effect> + 'a>;
type Draw<'a, S> = Box<dyn FnMut(&S, &mut Buffer) -> Option<Position> + 'a>;
type Links<'a, S> = Box<dyn FnMut(&S) -> Vec<Link> + 'a>;
type Learn<'a, S> = Box<dyn FnMut(&mut S, &Found) -> Vec<Effect> + 'a>;

/// Who carries out what the reader wishes: the loop knows neither the library nor the picture.
pub struct Desk<'a, S = Reader> {
    pub update: Update<'a, S>,
    pub draw: Draw<'a, S>,
    /// The cells of the same picture that are hyperlinks; asked only where the terminal knows them.
    pub links: Links<'a, S>,
    /// Answers a question at once, in a few milliseconds.
    pub answer: Box<dyn FnMut(&Question) -> Answer + 'a>,
    /// Carries an order out; an error is a sentence for the status line.
    pub tell: Box<dyn FnMut(Order) -> Result<(), String> + 'a>,
    /// What was found out about the terminal, once; may change the state (widths, colours). A terminal that says nothing within
    /// the time is told as [`Found::is_mute`]; if it speaks later, this comes again.
    pub learn: Learn<'a, S>,
    /// Questions for which `slow` is true go to this worker.
    pub jobs: Option<Jobs>,
    pub slow: fn(&Question) -> bool,
    /// Whoever searches. Without one every wish fails.
    pub searching: Option<Searching>,
}

impl<'a> Desk<'a, Reader> {
    /// The desk of the reader: drawn by the view, answered by a library.
    pub fn new(answer: impl FnMut(&Question) -> Answer + 'a, tell: impl FnMut(Order) -> Result<(), String> + 'a) -> Self {
        Self {
            update: Box::new(Reader::update),
            draw: Box::new(crate::view::draw),
            links: Box::new(|reader| crate::view::links(reader).into_iter().map(painted).collect()),
            answer: Box::new(answer),
            tell: Box::new(tell),
            learn: Box::new(|_, _| Vec::new()),
            jobs: None,
            slow: |_| false,
            searching: None,
        }
    }
}

fn painted(link: crate::view::WebLink) -> Link {
    Link { row: link.row, columns: link.columns, target: link.target }
}

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
        mouse: false,
    };
    let exit = session.go();
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
    /// Whether the reader wants the mouse: asked for again after a stop.
    mouse: bool,
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
        let mut waited = [
            PollFd::new(&self.screen.tty, PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.wake(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.end(), PollFlags::IN),
            PollFd::from_borrowed_fd(jobs, PollFlags::IN),
            PollFd::from_borrowed_fd(errands, PollFlags::IN),
            PollFd::from_borrowed_fd(searching, PollFlags::IN),
        ];
        match poll(&mut waited, timeout.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => {
                self.over = Some(Exit::Gone);
                return;
            }
        }
        let [typed, woken, ended, answered, reported, told] = waited.map(|fd| !fd.revents().is_empty());
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

    fn forget_owed(&mut self) {
        self.owed.clear();
        self.decoder.expect_answers(false);
        self.decoder.expect_nothing();
    }

    /// The picture is asked for anew even if the size is the same: in between the terminal may have cut it.
    fn take_size(&mut self) {
        self.size = self.screen.tty.size();
        self.painter.invalidate();
        self.happen(Event::Resize(self.size));
    }

    /// Reads all that waits, but lets signals in between when it never ends.
    fn take_typed(&mut self) {
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

    fn take_heard(&mut self, heard: Vec<Heard>) {
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

    fn learn(&mut self, found: Found) {
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
    fn note_links(&self) {
        if self.painter.abilities().hyperlinks {
            self.screen.expect_links();
        }
    }

    /// One event, and all that follows from it at once.
    fn happen(&mut self, event: Event) {
        self.dirty = true;
        let effects = (self.desk.update)(self.state, event);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        for _ in 0..CHAIN {
            let Some(effect) = waiting.pop_front() else { return };
            if let Some(event) = self.one_effect(effect) {
                waiting.extend((self.desk.update)(self.state, event));
            }
        }
    }

    /// Carries one wish out; what comes back at once is an event.
    fn one_effect(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Ask(ticket, question) => self.ask(ticket, question),
            Effect::Search(ticket, wish) => self.search(ticket, wish),
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

    fn ask(&mut self, ticket: Ticket, question: Question) -> Option<Event> {
        match &self.desk.jobs {
            Some(jobs) if (self.desk.slow)(&question) => {
                jobs.ask(ticket, question);
                None
            }
            _ => Some(Event::Answer(ticket, (self.desk.answer)(&question))),
        }
    }

    fn search(&mut self, ticket: Ticket, wish: Wish) -> Option<Event> {
        let Some(searching) = &self.desk.searching else {
            return Some(Event::Told(ticket, Told::Failed("There is no search here.".to_owned())));
        };
        searching.ask(ticket, wish);
        None
    }

    fn tell(&mut self, order: Order) -> Option<Event> {
        // Shelves in memory are two; what lies on the disk is one.
        if let (Order::Read { key, .. }, Some(searching)) = (&order, &self.desk.searching)
            && key.shelf != ShelfName::Own
        {
            searching.tell(order.clone());
        }
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

    fn take_reports(&mut self) {
        let reports = self.errands.as_mut().map(Errands::take).unwrap_or_default();
        for came in reports {
            self.before_frame.extend(came.bytes);
            if let Some(copied) = came.copied {
                self.happen(Event::Copied(copied));
            }
            self.happen(Event::Said(came.said));
        }
    }

    /// At the end: what was sent last still goes out.
    fn finish_errands(&mut self) {
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
    fn step_aside(&mut self, aside: &Aside) {
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

    /// Gives the terminal back, stops with the whole job, and comes back.
    fn stop(&mut self) {
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

    fn take_end(&mut self) {
        self.over = self.signals.ending().map(|ending| match ending {
            Ending::Signal(number) => Exit::Signal(number),
            Ending::Gone => Exit::Gone,
        });
    }

    fn resume(&mut self) {
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
    fn await_last_answers(&mut self) {
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
