//! The pace: how much is under way to the terminal, and how fast the line takes it.
//!
//! Over ssh a slow line swallows frame after frame unseen, and what the reader sees lags by seconds. So the terminal is asked
//! for its cursor position behind what was sent, and its answers say how long the line takes for so many bytes. Then
//!
//! * nothing large goes while what was sent before is still on the line: the newest state waits, the states between are never
//!   drawn;
//! * while a key is held down, a frame that takes long goes in slices, each as long as the line needs for some milliseconds, so
//!   that the next key finds the line free. The upper rows keep up with the hand, the rest follows when it rests.
//!
//! The thought is that of BBR (Cardwell et al., 2016): a model of the bottleneck instead of a full queue.

use std::time::{Duration, Instant};

/// Bytes that may be under way without an answer.
const UNDER_WAY: usize = 2048;
/// Frames up to so many bytes go at once in any case: a scrolled line.
pub(super) const SMALL: usize = 512;
/// An answer that takes longer than this does not come.
const LONGEST: Duration = Duration::from_secs(1);
/// After so many questions without an answer nothing is asked any more.
const MUTE: u8 = 3;
/// A line that takes more bytes a second than this is fast: a frame of 10 KB is through in 20 ms.
const FAST: f64 = 500_000.0;
/// A line that takes fewer is slow: a pane written anew beside others occupies it for a tenth of a second.
const SLOW: f64 = 64_000.0;
/// How long a slice occupies the line, and its fewest bytes: each packet costs some 90 bytes of its own.
const SLICE: Duration = Duration::from_millis(8);
const SMALLEST_SLICE: usize = 192;
/// The next slice goes so long before the line is free: it must not run dry.
const AHEAD: Duration = Duration::from_millis(2);
/// Keys that come closer together than this are of a key held down.
const REPEAT: Duration = Duration::from_millis(120);
/// After this much of the time between two keys without a third the hand rests, and what is left of a frame goes at once; but
/// not before the line has had time to bring two keys in one packet.
const RESTS: f64 = 1.5;
const SOONEST: Duration = Duration::from_millis(45);
/// The most by which one answer moves the time when the line is free: a lost packet is not a slower line.
const MOST_CORRECTED: Duration = Duration::from_millis(200);
/// How much faster a line may be than was thought, each time that it is done before it was expected.
const FASTER: f64 = 1.03;
/// A frame that goes so long after the line has become free, by the model, finds it free: the model is off by less.
const SURELY: Duration = Duration::from_millis(60);
/// The round trip is measured again after this.
const TRUSTED: Duration = Duration::from_secs(10);
/// Times shorter than this say nothing about a line.
const NOTICEABLE: Duration = Duration::from_millis(5);

/// The question.
pub(super) const ASK_POSITION: &[u8] = b"\x1b[6n";

/// What may be sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    Everything,
    /// About so many bytes, the upper rows first; then ask again.
    Slice(usize),
    /// Only a whole frame of at most [`SMALL`] bytes; all else at this time or when the terminal answers.
    Small(Instant),
}

#[derive(Debug, Default)]
pub(super) struct Pace {
    under_way: usize,
    asked: Option<Asked>,
    unanswered: u8,
    has_answered: bool,
    /// Without anything under way.
    round_trip: Option<Duration>,
    /// Bytes that went before the first answer and are still counted in the round trip.
    first: usize,
    /// When a small frame that went alone last told the round trip. The first answer does not: it comes with all of the packet
    /// that its question was in.
    measured: Option<Instant>,
    /// The last frame that went in one go on a line that was free: its bytes, and how long its answer took.
    last_burst: Option<(usize, Duration)>,
    /// Bytes a second that the line takes.
    rate: Option<f64>,
    /// When the line will have taken what was sent, by that rate.
    free: Option<Instant>,
    /// When the last answer came.
    heard: Option<Instant>,
    /// When the last three keys came, the newest last.
    keys: [Option<Instant>; 3],
}

/// A question that is under way.
#[derive(Clone, Copy, Debug)]
struct Asked {
    at: Instant,
    /// Bytes sent without an answer up to the question.
    bytes: usize,
    /// How long the line had to work on these, by the model, when it was asked.
    queued: Duration,
    what: Sent,
}

/// What stood before a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// A frame in one go on a line that was free: the time of its answer measures how many bytes the line takes.
    Burst,
    /// So few bytes on a line that was free that their answer takes hardly more than the round trip.
    Alone(usize),
    /// What went while the line was at work.
    Busy,
}

impl Pace {
    /// A key came.
    pub fn key(&mut self, now: Instant) {
        self.keys = [self.keys[1], self.keys[2], Some(now)];
    }

    /// Is a key held down? Its repeats tell when the next is due: of two times between keys the longer one, as a slow line
    /// brings some of them closer together than they were pressed.
    fn is_held(&self, now: Instant) -> bool {
        let [first, Some(before), Some(last)] = self.keys else { return false };
        let gap = last.saturating_duration_since(before);
        let longer =
            first.map(|first| before.saturating_duration_since(first)).filter(|gap| *gap < REPEAT).map_or(gap, |other| other.max(gap));
        gap < REPEAT && now.saturating_duration_since(last) < longer.mul_f64(RESTS).max(SOONEST)
    }

    /// So many bytes were sent in one write. True if the question is to be sent behind them.
    pub fn sent(&mut self, bytes: usize, now: Instant) -> bool {
        let was_free = self.under_way == 0 && self.free.is_none_or(|free| free <= now);
        let alone = bytes <= SMALL && self.wants_round_trip(now);
        self.under_way += bytes;
        if let Some(rate) = self.rate {
            self.free = Some(self.free.filter(|free| *free > now).unwrap_or(now) + time_for(bytes, rate));
        }
        if (alone || self.under_way > UNDER_WAY) && self.asked.is_none() && self.unanswered < MUTE {
            let queued = self.free.map_or(Duration::ZERO, |free| free.saturating_duration_since(now));
            let what = match was_free {
                _ if alone => Sent::Alone(bytes),
                true => Sent::Burst,
                false => Sent::Busy,
            };
            self.asked = Some(Asked { at: now, bytes: self.under_way, queued, what });
            return true;
        }
        false
    }

    /// Is the round trip of a line that is not fast to be measured, and the line surely free?
    fn wants_round_trip(&self, now: Instant) -> bool {
        let age = self.measured.map(|at| now.saturating_duration_since(at));
        self.rate.is_some_and(|rate| rate < FAST)
            && age.is_none_or(|age| age > TRUSTED)
            && self.free.is_none_or(|free| free + SURELY <= now)
    }

    /// The terminal answered what was asked of it at the start, `bytes` into the first write, which was sent at `since`: what
    /// that took is the round trip, but for the time of those bytes.
    pub fn answered_first(&mut self, bytes: usize, since: Instant, now: Instant) {
        let taken = now.saturating_duration_since(since);
        self.round_trip = Some(taken);
        self.first = bytes;
        self.has_answered = true;
        // The question behind the frame went in the same write: the time between both answers is that of the frame alone.
        if let Some(asked) = &mut self.asked
            && asked.what == Sent::Burst
        {
            asked.at = now.checked_sub(taken).unwrap_or(now);
            asked.bytes = asked.bytes.saturating_sub(bytes);
            self.under_way = self.under_way.saturating_sub(bytes);
        }
    }

    /// The terminal has read all up to the question.
    pub fn answered(&mut self, now: Instant) {
        let Some(asked) = self.asked.take() else { return };
        self.under_way -= asked.bytes.min(self.under_way);
        self.unanswered = 0;
        self.has_answered = true;
        let Some(round_trip) = self.round_trip else { return };
        let heard = self.heard.replace(now);
        let taken = now.saturating_duration_since(asked.at);
        match asked.what {
            Sent::Burst => self.measure(asked.bytes, taken, round_trip),
            Sent::Alone(bytes) => self.measure_round_trip(bytes, taken, now),
            Sent::Busy => {
                let between = heard.map(|heard| now.saturating_duration_since(heard));
                self.correct(asked, taken.saturating_sub(round_trip), between);
            }
        }
        if self.under_way == 0 {
            self.free = None;
        }
    }

    /// What the answer to a burst told.
    fn measure(&mut self, bytes: usize, taken: Duration, round_trip: Duration) {
        let waited = taken.saturating_sub(round_trip);
        self.last_burst = Some((bytes, taken));
        let Some(measured) = bytes_a_second(bytes, waited) else {
            self.rate = Some(FAST * 2.0);
            return;
        };
        // A line gets faster at once, and slower only when it says so twice.
        let rate = self.rate.filter(|rate| measured < *rate).map_or(measured, |rate| f64::midpoint(rate, measured));
        self.rate = Some(rate);
        let first = time_for(std::mem::take(&mut self.first), rate);
        self.round_trip = Some(round_trip.saturating_sub(first));
    }

    /// What the answer to a few bytes told that went alone: the round trip; and by it how many bytes the line took of the
    /// last burst.
    fn measure_round_trip(&mut self, bytes: usize, taken: Duration, now: Instant) {
        let (Some(rate), Some(before)) = (self.rate, self.round_trip) else { return };
        let found = taken.saturating_sub(time_for(bytes, rate));
        // Shorter at once; longer by half: an answer may have been late by itself.
        let round_trip = if found < before { found } else { before + (found - before) / 2 };
        self.round_trip = Some(round_trip);
        self.measured = Some(now);
        if let Some(rate) = self.last_burst.and_then(|(bytes, taken)| bytes_a_second(bytes, taken.saturating_sub(round_trip))) {
            self.rate = Some(rate);
        }
    }

    /// What a question told that was asked while the line was at work, as in a held key: how long it was behind by the model,
    /// how long in truth, and how long the line took for the bytes between two questions (it was at work all the time, or it
    /// would not be behind). A model that is some hundredths
    /// too fast would have a queue of a tenth of a second after two seconds.
    fn correct(&mut self, asked: Asked, waited: Duration, between: Option<Duration>) {
        let (Some(rate), Some(free)) = (self.rate, self.free) else { return };
        if waited > asked.queued {
            let behind = waited.saturating_sub(asked.queued);
            // Half of it: an answer may have been late by itself.
            self.free = Some(free + behind.min(MOST_CORRECTED) / 2);
            let taken = between.filter(|between| *between < LONGEST).and_then(|between| bytes_a_second(asked.bytes, between));
            match taken {
                Some(taken) if behind > NOTICEABLE / 2 => self.rate = Some(rate.min(f64::midpoint(rate, taken.max(rate / 2.0)))),
                None if behind > NOTICEABLE * 4 => self.rate = Some(rate * 0.9),
                _ => {}
            }
        } else {
            let early = asked.queued.saturating_sub(waited);
            self.free = free.checked_sub(early.min(MOST_CORRECTED) / 2);
            if early > NOTICEABLE / 2 {
                self.rate = Some(rate * FASTER);
            }
        }
    }

    /// Does the line take so few bytes that a person feels each frame?
    pub fn is_slow(&self) -> bool {
        self.rate.is_some_and(|rate| rate < SLOW)
    }

    /// What may go now.
    pub fn leave(&mut self, now: Instant) -> Leave {
        if let Some(rate) = self.rate.filter(|rate| *rate < FAST) {
            if let Some(until) = self.late(now, rate) {
                return Leave::Small(until);
            }
            let free = self.free.unwrap_or(now);
            return if free > now + AHEAD {
                Leave::Small(free.checked_sub(AHEAD).unwrap_or(now))
            } else if self.is_held(now) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below FAST, and never negative")]
                let bytes = (rate * SLICE.as_secs_f64()) as usize;
                Leave::Slice(bytes.max(SMALLEST_SLICE))
            } else {
                Leave::Everything
            };
        }
        let Some(asked) = self.asked else { return Leave::Everything };
        let until = asked.at + LONGEST;
        if now < until {
            return Leave::Small(until);
        }
        self.lose();
        Leave::Everything
    }

    /// The answer ought to be here by now: the line has become slower, so nothing large goes until it comes.
    fn late(&mut self, now: Instant, rate: f64) -> Option<Instant> {
        let asked = self.asked?;
        let due = self.round_trip.unwrap_or_default() + time_for(asked.bytes, rate);
        if now < asked.at + due * 2 {
            return None;
        }
        let until = asked.at + due + LONGEST;
        if now < until {
            return Some(until);
        }
        self.lose();
        None
    }

    /// The answer will not come.
    fn lose(&mut self) {
        self.asked = None;
        self.under_way = 0;
        self.free = None;
        // One silence is enough of a terminal that has never answered.
        self.unanswered = if self.has_answered { self.unanswered.saturating_add(1) } else { MUTE };
    }

    /// What was asked before the terminal was given away is not answered any more; the line is still the same.
    pub fn resumed(&mut self) {
        *self = Self {
            round_trip: self.round_trip,
            rate: self.rate,
            measured: self.measured,
            last_burst: self.last_burst,
            unanswered: self.unanswered,
            has_answered: self.has_answered,
            ..Self::default()
        };
    }

    /// The terminal answers nothing: from now on every frame goes at once.
    pub fn give_up(&mut self) {
        *self = Self { unanswered: MUTE, ..Self::default() };
    }
}

/// The rate of a line that took so long for these bytes, unless that was no time to speak of.
fn bytes_a_second(bytes: usize, taken: Duration) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a frame's bytes")]
    (taken >= NOTICEABLE).then(|| bytes as f64 / taken.as_secs_f64())
}

/// How long a line of this rate (bytes a second) takes for these bytes.
fn time_for(bytes: usize, rate: f64) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "a frame's bytes")]
    let seconds = bytes as f64 / rate;
    Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST).min(LONGEST * 10)
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
