//! Lines that are slow, become slower, and say nothing.

#![expect(clippy::panic, reason = "a test says by a panic that it fails")]

use super::*;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A line of 32 bytes a millisecond and 200 ms of round trip, measured by the first frame: 320 bytes of questions and
/// 16,000 of picture.
fn slow(start: Instant) -> Pace {
    let mut pace = Pace::default();
    assert!(pace.sent(16_320, start));
    pace.answered_first(320, start, start + ms(210));
    pace.answered(start + ms(710));
    pace
}

#[test]
fn a_large_frame_waits_for_the_answer_and_no_longer_than_a_second() {
    let start = Instant::now();
    let mut pace = Pace::default();
    assert!(!pace.sent(1000, start));
    assert!(pace.sent(2000, start), "more than 2 KB: ask");
    assert!(matches!(pace.leave(start), Leave::Small(_)));
    assert!(!pace.sent(300, start), "one question at a time");
    pace.answered(start);
    assert_eq!(pace.leave(start), Leave::Everything);
    assert!(pace.sent(1800, start), "what was sent after the question still counts");
    assert_eq!(pace.leave(start + LONGEST), Leave::Everything);
}

#[test]
fn the_first_frame_measures_the_line_and_a_large_one_occupies_it_so_long() {
    let start = Instant::now();
    let mut pace = slow(start);
    let later = start + ms(2000);
    assert_eq!(pace.leave(later), Leave::Everything);
    pace.sent(6400, later);
    let Leave::Small(until) = pace.leave(later + ms(10)) else { panic!("6.4 KB take 200 ms") };
    assert!((later + ms(190)..later + ms(210)).contains(&until), "{:?}", until - later);
    assert_eq!(pace.leave(until), Leave::Everything, "and then the line is free, though its answer is still on the way");
}

#[test]
fn while_a_key_is_held_down_frames_go_in_slices_and_the_rest_follows_when_the_hand_rests() {
    let start = Instant::now();
    let mut pace = slow(start);
    let first = start + ms(2000);
    pace.key(first);
    assert_eq!(pace.leave(first), Leave::Everything, "one key is no held key");
    let second = first + ms(33);
    pace.key(second);
    let Leave::Slice(bytes) = pace.leave(second) else { panic!("two keys within 33 ms are a held key") };
    assert!((192..400).contains(&bytes), "8 ms of the line: {bytes}");
    pace.sent(bytes, second);
    assert!(matches!(pace.leave(second), Leave::Small(until) if until < second + ms(15)));
    assert_eq!(pace.leave(second + ms(60)), Leave::Everything);
}

#[test]
fn how_fast_a_key_repeats_says_when_the_hand_rests() {
    let start = Instant::now();
    // Two keys in one packet are not the pace of the hand: the time before them is.
    for (gaps, held, rests) in [([33, 33], 40, 55), ([33, 2], 40, 55), ([90, 90], 120, 140), ([2, 2], 40, 50)] {
        let mut pace = slow(start);
        let mut now = start + ms(2000);
        pace.key(now);
        for gap in gaps {
            now += ms(gap);
            pace.key(now);
        }
        assert!(matches!(pace.leave(now + ms(held)), Leave::Slice(_)), "{gaps:?} is held after {held} ms");
        assert_eq!(pace.leave(now + ms(rests)), Leave::Everything, "{gaps:?} rests after {rests} ms");
    }
}

/// Holds a key for two seconds on a line of so many bytes a millisecond that was measured as one of 32, and tells how long
/// the line has to work on what is under way at the end, and how long it had nothing to do.
fn hold(bytes_a_millisecond: u32) -> (Duration, Duration) {
    let start = Instant::now();
    hold_with(slow(start), start + ms(2000), bytes_a_millisecond)
}

fn hold_with(mut pace: Pace, begun: Instant, bytes_a_millisecond: u32) -> (Duration, Duration) {
    let mut free = begun;
    let mut idle = Duration::ZERO;
    let mut answers = std::collections::VecDeque::new();
    let mut now = begun;
    for millisecond in 0..2000 {
        now = begun + ms(millisecond);
        while answers.front().is_some_and(|at| *at <= now) {
            answers.pop_front();
            pace.answered(now);
        }
        if millisecond % 33 == 0 {
            pace.key(now);
        }
        // The frame of the first key goes at once, as nobody knows yet that the key is held.
        let bytes = match pace.leave(now) {
            Leave::Slice(bytes) => bytes,
            Leave::Everything => 6000,
            Leave::Small(_) => continue,
        };
        idle += now.saturating_duration_since(free);
        free = free.max(now) + time_for(bytes, f64::from(bytes_a_millisecond) * 1000.0);
        if pace.sent(bytes, now) {
            answers.push_back(free + ms(200));
        }
    }
    (free.saturating_duration_since(now), idle)
}

#[test]
fn a_held_key_teaches_how_fast_the_line_is() {
    for speed in [26, 29, 32, 35, 40] {
        let (queue, idle) = hold(speed);
        assert!(queue < ms(16), "{speed} bytes a millisecond: {queue:?} of work are left when the key is let go");
        assert!(idle < ms(160), "{speed} bytes a millisecond: the line had nothing to do for {idle:?}");
    }
}

#[test]
fn a_small_frame_tells_the_round_trip_which_the_first_answer_tells_too_long() {
    let start = Instant::now();
    let mut pace = Pace::default();
    assert!(pace.sent(16_320, start));
    // The questions at the start come with the rest of a packet of 1,400 bytes: 44 ms after the round trip of 200.
    pace.answered_first(320, start, start + ms(244));
    pace.answered(start + ms(710));
    let later = start + ms(1500);
    assert!(pace.sent(64, later), "a small frame asks");
    pace.answered(later + ms(202));
    assert!(!pace.sent(64, later + ms(400)), "once is enough");
    let (queue, idle) = hold_with(pace, later + ms(500), 32);
    assert!(queue < ms(11), "{queue:?} of work are left when the key is let go");
    assert!(idle < ms(20), "the line had nothing to do for {idle:?}");
    assert!(pace_after_a_minute(start).sent(64, start + ms(60_000)), "later it may be another way");
}

/// A pace that has measured the round trip once, a minute ago.
fn pace_after_a_minute(start: Instant) -> Pace {
    let mut pace = slow(start);
    assert!(pace.sent(64, start + ms(1500)));
    pace.answered(start + ms(1702));
    pace
}

#[test]
fn a_line_that_became_slower_is_waited_for() {
    let start = Instant::now();
    let mut pace = slow(start);
    let later = start + ms(2000);
    assert!(pace.sent(6400, later));
    assert!(matches!(pace.leave(later + ms(900)), Leave::Small(_)), "the answer is overdue");
    pace.answered(later + ms(1000));
    let after = later + ms(1010);
    pace.sent(6400, after);
    let Leave::Small(until) = pace.leave(after) else { panic!("6.4 KB take longer now") };
    assert!(until > after + ms(230), "{:?}", until - after);
}

#[test]
fn a_fast_line_is_never_sliced() {
    let start = Instant::now();
    let mut pace = Pace::default();
    assert!(pace.sent(16_000, start));
    pace.answered_first(300, start, start + ms(1));
    pace.answered(start + ms(2));
    for key in 0..10 {
        let now = start + ms(100 + key * 30);
        pace.key(now);
        assert_eq!(pace.leave(now), Leave::Everything);
    }
}

#[test]
fn a_mute_terminal_is_not_asked_for_ever() {
    let start = Instant::now();
    let mut never = Pace::default();
    assert!(never.sent(5000, start));
    assert_eq!(never.leave(start + LONGEST), Leave::Everything);
    assert!(!never.sent(5000, start));

    let mut once = Pace::default();
    assert!(once.sent(5000, start));
    once.answered(start);
    for _ in 0..MUTE {
        assert!(once.sent(5000, start));
        assert_eq!(once.leave(start + LONGEST), Leave::Everything);
    }
    assert!(!once.sent(5000, start));
}
