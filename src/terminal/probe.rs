//! What the terminal on the other end really does: one write, one round trip, asked together with the first frame.
//!
//! Painting never waits for it. The samples are printed on the screen that the first frame then wipes, in the second row: an answer
//! that says row 1 could be taken for a key (xterm reports Shift-F3 as `CSI 1;2R`), one that says row 2 cannot, however late it
//! comes. The answers come back in order and end with the device attributes, which every terminal answers.

use std::time::{Duration, Instant};

use super::decode::Reply;
use super::environment::Environment;
use super::makes::by_make;
use super::painter::Cells;
use super::sure::measure_for;
use crate::text::Ambiguous;

/// After this long no answer is waited for any more; one that comes later is still taken.
pub(super) const LONGEST: Duration = Duration::from_secs(3);

/// A round trip that a person feels in every key.
pub const SLOW: Duration = Duration::from_millis(60);

/// What a sample is measured for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sample {
    Han,
    /// Signs of texts that are ambiguous (UAX #11): quotes, dash, ellipsis.
    Sign,
    /// Box drawing.
    Line,
    /// Only to be told.
    Told,
}

/// What is measured at every start.
const SAMPLES: [(&str, Sample); 6] =
    [("中", Sample::Han), ("“", Sample::Sign), ("—", Sample::Sign), ("…", Sample::Sign), ("─", Sample::Line), ("│", Sample::Line)];

/// What is measured besides when a person wants to know.
const TABLE: [&str; 18] =
    ["，", "《", "\u{3000}", "Ａ", "・", "ｱ", "가", "𠮷", "·", "×", "①", "●", "→", "α", "Я", "e\u{301}", "☰", "❤\u{fe0f}"];

/// Which samples are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Samples {
    /// As many as are needed to draw.
    #[default]
    Needed,
    /// A table for a person to read.
    Many,
}

/// Is the background light or dark?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    Dark,
    Light,
}

/// What was found. `None`: the terminal did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Does it read UTF-8 and give Han two cells?
    pub han: Option<Han>,
    pub ambiguous: Option<Ambiguous>,
    /// Cells of box-drawing characters; some terminals treat them otherwise than other ambiguous ones.
    pub lines: Option<Ambiguous>,
    /// DECSLRM was seen to work.
    pub column_margins: Option<Works>,
    /// Mode 2026 is known.
    pub synchronized: Option<Works>,
    /// OSC 8 by the make of the terminal: there is no way to ask.
    pub hyperlinks: Option<Works>,
    /// 24-bit colours by the make of the terminal.
    pub true_colour: Option<Works>,
    pub background: Option<Background>,
    /// XTVERSION.
    pub name: Option<String>,
    /// DA1: the conformance level and the extensions.
    pub attributes: Vec<u16>,
    /// From the question to the last answer. `None`: it did not answer within the time.
    pub round_trip: Option<Duration>,
    /// Every sample printed, and the cells that it took.
    pub widths: Vec<(String, u16)>,
}

impl Found {
    /// Nothing came back within the time.
    pub fn is_mute(&self) -> bool {
        self.round_trip.is_none()
    }

    /// How wide ambiguous characters are to be taken when text is laid out. Where signs and lines differ, the wider: a sign
    /// that turns out narrower leaves a gap, one that turns out wider would lie over its neighbour.
    pub fn laid_out(&self) -> Option<Ambiguous> {
        match (self.ambiguous, self.lines) {
            (Some(Ambiguous::Two), _) | (_, Some(Ambiguous::Two)) => Some(Ambiguous::Two),
            (one, _) => one,
        }
    }

    /// Whether scrolling a pane beside another makes a person wait: it has to be written anew, and the way is long.
    pub fn is_slow_side_by_side(&self) -> bool {
        self.column_margins == Some(Works::No) && self.round_trip.is_some_and(|time| time > SLOW)
    }
}

impl Found {
    /// The cells of a grapheme cluster on a terminal of which this was found.
    pub fn measure(&self) -> fn(&str) -> Cells {
        measure_for(self.ambiguous, self.lines)
    }
}

/// Was a function seen to work?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works {
    Yes,
    No,
}

/// How a Han character came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Han {
    TwoCells,
    /// The terminal takes the bytes for another encoding, or has no idea of wide characters.
    Otherwise,
}

/// A probe under way.
#[derive(Debug)]
pub(super) struct Probe {
    since: Instant,
    patience: Duration,
    is_sent: bool,
    has_lapsed: bool,
    samples: Vec<(&'static str, Sample)>,
    /// Positions that came, in order.
    columns: Vec<(u16, u16)>,
    positions: usize,
    margins_asked: bool,
    found: Found,
}

/// What is asked depends on where we are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking {
    pub columns: u16,
    pub rows: u16,
    /// Ask for mode 2026; never inside tmux.
    pub synchronized: bool,
    /// Ask by OSC and DCS; the Linux console may print them.
    pub strings: bool,
    pub samples: Samples,
    /// How long answers are waited for.
    pub patience: Duration,
}

impl Probe {
    /// The questions, and the probe that takes their answers.
    pub fn new(asking: Asking, now: Instant) -> (Self, Vec<u8>) {
        let mut samples = SAMPLES.to_vec();
        if asking.samples == Samples::Many {
            samples.extend(TABLE.map(|text| (text, Sample::Told)));
        }
        let mut positions = samples.len();
        let mut bytes = b"\x1b[?25l\x1b[2H".to_vec();
        for (text, _) in &samples {
            bytes.push(b'\r');
            bytes.extend(text.as_bytes());
            bytes.extend(b"\x1b[6n");
        }
        let margins_asked = asking.columns >= 14 && asking.rows >= 3;
        if margins_asked {
            // B falls to the next row at the left margin if there is a right margin at column 10: cursor 3;4.
            bytes.extend(b"\x1b[?69h\x1b[3;10s\x1b[2;10HAB\x1b[6n\x1b[?69l");
            positions += 1;
        }
        if asking.synchronized {
            bytes.extend(b"\x1b[?2026$p");
        }
        if asking.strings {
            bytes.extend(b"\x1b]11;?\x1b\\\x1b[>0q");
        }
        bytes.extend(b"\x1b[c");
        let probe = Self {
            since: now,
            patience: asking.patience,
            is_sent: false,
            has_lapsed: false,
            samples,
            columns: Vec::new(),
            positions,
            margins_asked,
            found: Found::default(),
        };
        (probe, bytes)
    }

    /// Cursor positions that are to come.
    pub fn positions(&self) -> usize {
        self.positions
    }

    /// A frame goes out, and with the first the questions: the time counts from there.
    pub fn sent(&mut self, now: Instant) {
        if !std::mem::replace(&mut self.is_sent, true) {
            self.since = now;
        }
    }

    /// When to stop waiting; `None` if nobody waits any more.
    pub fn until(&self) -> Option<Instant> {
        (!self.has_lapsed).then(|| self.since + self.patience)
    }

    /// Nobody waits any more; what still comes is taken.
    pub fn lapse(&mut self) {
        self.has_lapsed = true;
    }

    pub fn has_lapsed(&self) -> bool {
        self.has_lapsed
    }

    /// Takes an answer; with the last, what was found.
    pub fn hear(&mut self, reply: &Reply, environment: &Environment, now: Instant) -> Option<Found> {
        match reply {
            Reply::Position { row, column } => self.columns.push((*row, *column)),
            Reply::Mode { mode: 2026, state } => self.found.synchronized = Some(if *state == 0 { Works::No } else { Works::Yes }),
            Reply::Version(name) => self.found.name = Some(name.clone()),
            Reply::Colour { which: 11, red, green, blue } => {
                // ITU-R BT.601 luma.
                let luma = (299 * u64::from(*red) + 587 * u64::from(*green) + 114 * u64::from(*blue)) / 1000;
                self.found.background = Some(if luma > 0x7fff { Background::Light } else { Background::Dark });
            }
            Reply::Attributes(attributes) => {
                self.found.attributes.clone_from(attributes);
                self.found.round_trip = Some(now.saturating_duration_since(self.since));
                self.judge(environment);
                return Some(std::mem::take(&mut self.found));
            }
            Reply::Mode { .. } | Reply::Colour { .. } => {}
        }
        None
    }

    fn judge(&mut self, environment: &Environment) {
        let made = by_make(self.found.name.as_deref(), environment);
        (self.found.hyperlinks, self.found.true_colour) = (made.hyperlinks, made.true_colour);
        if self.columns.len() != self.positions {
            // Answers were lost: which is which cannot be known.
            return;
        }
        let measured =
            || self.samples.iter().zip(&self.columns).map(|((text, kind), (_, column))| (*text, *kind, column.saturating_sub(1)));
        let cells = |wanted: Sample| -> Vec<u16> { measured().filter(|(_, kind, _)| *kind == wanted).map(|(.., cells)| cells).collect() };
        let two = |cells: &[u16], enough: usize| {
            Some(if cells.iter().filter(|n| **n == 2).count() >= enough { Ambiguous::Two } else { Ambiguous::One })
        };
        let widths = measured().map(|(text, _, cells)| (text.to_owned(), cells)).collect();
        self.found.han = Some(if cells(Sample::Han) == [2] { Han::TwoCells } else { Han::Otherwise });
        self.found.ambiguous = two(&cells(Sample::Sign), 2);
        self.found.lines = two(&cells(Sample::Line), 1);
        self.found.widths = widths;
        if self.margins_asked {
            self.found.column_margins = Some(if self.columns.last() == Some(&(3, 4)) { Works::Yes } else { Works::No });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKING: Asking =
        Asking { columns: 80, rows: 24, synchronized: true, strings: true, samples: Samples::Needed, patience: Duration::from_secs(3) };

    fn answered(columns: &[(u16, u16)]) -> Found {
        let now = Instant::now();
        let (mut probe, _) = Probe::new(ASKING, now);
        let environment = Environment::default();
        for (row, column) in columns {
            assert_eq!(probe.hear(&Reply::Position { row: *row, column: *column }, &environment, now), None);
        }
        let found = probe.hear(&Reply::Attributes(vec![62]), &environment, now);
        assert!(found.is_some());
        found.unwrap_or_default()
    }

    #[test]
    fn a_terminal_with_wide_signs_narrow_lines_and_margins() {
        let found = answered(&[(2, 3), (2, 3), (2, 3), (2, 2), (2, 2), (2, 2), (3, 4)]);
        assert_eq!(found.han, Some(Han::TwoCells));
        assert_eq!((found.ambiguous, found.lines), (Some(Ambiguous::Two), Some(Ambiguous::One)));
        assert_eq!(found.column_margins, Some(Works::Yes));
        assert_eq!(found.widths.first(), Some(&("中".to_owned(), 2)));
    }

    #[test]
    fn a_latin_terminal_without_margins() {
        let found = answered(&[(2, 4), (2, 4), (2, 4), (2, 4), (2, 4), (2, 4), (2, 12)]);
        assert_eq!((found.han, found.column_margins), (Some(Han::Otherwise), Some(Works::No)));
    }

    #[test]
    fn when_answers_are_lost_nothing_is_concluded() {
        assert_eq!(answered(&[(2, 3), (2, 3)]).ambiguous, None);
    }

    #[test]
    fn late_answers_are_taken_though_nobody_waits() {
        let asked = Instant::now();
        let (mut probe, _) = Probe::new(ASKING, asked);
        // The time counts from the first frame that goes out, and from no later one.
        let start = asked + Duration::from_secs(1);
        probe.sent(start);
        probe.sent(start + Duration::from_secs(1));
        assert_eq!(probe.until(), Some(start + Duration::from_secs(3)));
        probe.lapse();
        assert_eq!(probe.until(), None);
        let environment = Environment::default();
        for _ in 0..probe.positions() {
            probe.hear(&Reply::Position { row: 2, column: 3 }, &environment, start);
        }
        let found = probe.hear(&Reply::Attributes(Vec::new()), &environment, start + Duration::from_secs(9));
        assert_eq!(found.and_then(|found| found.round_trip), Some(Duration::from_secs(9)));
    }

    #[test]
    fn where_signs_and_lines_differ_the_wider_is_laid_out() {
        use Ambiguous::{One, Two};
        for (signs, lines, expected) in [
            (None, None, None),
            (Some(One), Some(One), Some(One)),
            (Some(Two), Some(One), Some(Two)),
            (Some(One), Some(Two), Some(Two)),
            (Some(Two), Some(Two), Some(Two)),
        ] {
            let found = Found { ambiguous: signs, lines, ..Found::default() };
            assert_eq!(found.laid_out(), expected, "{signs:?} {lines:?}");
            let measure = measure_for(signs, lines);
            let cells = |kind: Option<Ambiguous>| if kind == Some(Two) { 2 } else { 1 };
            assert_eq!((measure("“").count, measure("─").count), (cells(signs), cells(lines)), "{signs:?} {lines:?}");
            assert_eq!(measure("“").sure, signs.is_some());
        }
    }

    #[test]
    fn only_a_long_way_without_margins_is_slow() {
        let found = |margins, milliseconds| Found {
            column_margins: Some(margins),
            round_trip: Some(Duration::from_millis(milliseconds)),
            ..Found::default()
        };
        assert!(found(Works::No, 200).is_slow_side_by_side());
        assert!(!found(Works::Yes, 200).is_slow_side_by_side() && !found(Works::No, 20).is_slow_side_by_side());
        let mut untold = found(Works::No, 200);
        untold.column_margins = None;
        assert!(!untold.is_slow_side_by_side(), "it did not say whether it has margins");
        assert!(!Found { round_trip: None, ..found(Works::No, 200) }.is_slow_side_by_side(), "it did not answer");
    }
}
