//! The pace: how much is under way to the terminal, measured by its own answers.
//!
//! Over ssh a slow line swallows frame after frame unseen, and what the reader sees lags by seconds. So after some bytes the
//! terminal is asked for its cursor position behind the frame; until it answers, no further large frame is sent.

use std::time::{Duration, Instant};

/// Bytes that may be under way without an answer.
const UNDER_WAY: usize = 2048;
/// Frames up to so many bytes go at once in any case: a scrolled line.
pub(super) const SMALL: usize = 512;
/// An answer that takes longer than this does not come.
const LONGEST: Duration = Duration::from_secs(1);
/// After so many questions without an answer nothing is asked any more.
const MUTE: u8 = 3;

/// The question.
pub(super) const ASK_POSITION: &[u8] = b"\x1b[6n";

#[derive(Debug, Default)]
pub(super) struct Pace {
    under_way: usize,
    /// When it was asked, and how many bytes were sent up to then.
    asked: Option<(Instant, usize)>,
    unanswered: u8,
    has_answered: bool,
}

impl Pace {
    /// So many bytes were sent. True if the question is to be sent behind them.
    pub fn sent(&mut self, bytes: usize, now: Instant) -> bool {
        self.under_way += bytes;
        if self.under_way > UNDER_WAY && self.asked.is_none() && self.unanswered < MUTE {
            self.asked = Some((now, self.under_way));
            return true;
        }
        false
    }

    /// The terminal has read all up to the question.
    pub fn answered(&mut self) {
        if let Some((_, bytes)) = self.asked.take() {
            self.under_way -= bytes.min(self.under_way);
            self.unanswered = 0;
            self.has_answered = true;
        }
    }

    /// When a large frame may go; `None` if at once.
    pub fn holds_until(&mut self, now: Instant) -> Option<Instant> {
        let (since, _) = self.asked?;
        let until = since + LONGEST;
        if now < until {
            return Some(until);
        }
        self.asked = None;
        self.under_way = 0;
        // One silence is enough of a terminal that has never answered.
        self.unanswered = if self.has_answered { self.unanswered.saturating_add(1) } else { MUTE };
        None
    }

    /// The terminal answers nothing: from now on every frame goes at once.
    pub fn give_up(&mut self) {
        *self = Self { unanswered: MUTE, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_frame_waits_for_the_answer_and_no_longer_than_a_second() {
        let start = Instant::now();
        let mut pace = Pace::default();
        assert!(!pace.sent(1000, start));
        assert!(pace.sent(2000, start), "more than 2 KB: ask");
        assert!(pace.holds_until(start).is_some());
        assert!(!pace.sent(300, start), "one question at a time");
        pace.answered();
        assert_eq!(pace.holds_until(start), None);
        assert!(pace.sent(1800, start), "what was sent after the question still counts");
        assert_eq!(pace.holds_until(start + LONGEST), None);
    }

    #[test]
    fn a_mute_terminal_is_not_asked_for_ever() {
        let start = Instant::now();
        let mut never = Pace::default();
        assert!(never.sent(5000, start));
        assert_eq!(never.holds_until(start + LONGEST), None);
        assert!(!never.sent(5000, start));

        let mut once = Pace::default();
        assert!(once.sent(5000, start));
        once.answered();
        for _ in 0..MUTE {
            assert!(once.sent(5000, start));
            assert_eq!(once.holds_until(start + LONGEST), None);
        }
        assert!(!once.sent(5000, start));
    }
}
