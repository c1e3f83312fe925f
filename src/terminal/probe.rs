//! What the terminal on the other end really does: one write, one round trip, asked together with the first frame.
//!
//! Painting never waits for it. The samples are printed on the screen that the first frame then wipes; the answers come back in
//! order and end with the device attributes, which every terminal answers.

use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthStr;

use super::decode::Reply;
use super::painter::Cells;
use crate::text::{Ambiguous, Measure};

/// After this long no answer is waited for any more.
pub(super) const LONGEST: Duration = Duration::from_secs(3);

/// What a sample is measured for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sample {
    Han,
    /// Signs of texts that are ambiguous (UAX #11): quotes, dash, ellipsis.
    Sign,
    /// Box drawing.
    Line,
}

const SAMPLES: [(&str, Sample); 6] =
    [("中", Sample::Han), ("“", Sample::Sign), ("—", Sample::Sign), ("…", Sample::Sign), ("─", Sample::Line), ("│", Sample::Line)];

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
    pub background: Option<Background>,
    /// OSC 8 is known.
    pub hyperlinks: Option<Works>,
    /// XTVERSION.
    pub name: Option<String>,
    pub round_trip: Option<Duration>,
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
    /// Positions that came, in order.
    columns: Vec<(u16, u16)>,
    positions: usize,
    margins_asked: bool,
    pub found: Found,
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
}

impl Probe {
    /// The questions, and the probe that takes their answers.
    pub fn new(asking: Asking, now: Instant) -> (Self, Vec<u8>) {
        let mut bytes = b"\x1b[?25l".to_vec();
        let mut positions = 0;
        for (sample, _) in SAMPLES {
            bytes.push(b'\r');
            bytes.extend(sample.as_bytes());
            bytes.extend(b"\x1b[6n");
            positions += 1;
        }
        let margins_asked = asking.columns >= 14 && asking.rows >= 3;
        if margins_asked {
            // B falls to the next row at the left margin if there is a right margin at column 10: cursor 2;4.
            bytes.extend(b"\x1b[?69h\x1b[3;10s\x1b[1;10HAB\x1b[6n\x1b[?69l");
            positions += 1;
        }
        if asking.synchronized {
            bytes.extend(b"\x1b[?2026$p");
        }
        if asking.strings {
            bytes.extend(b"\x1b]11;?\x1b\\\x1b[>0q");
        }
        bytes.extend(b"\x1b[c");
        (Self { since: now, columns: Vec::new(), positions, margins_asked, found: Found::default() }, bytes)
    }

    /// Cursor positions that are to come.
    pub fn positions(&self) -> usize {
        self.positions
    }

    pub fn until(&self) -> Instant {
        self.since + LONGEST
    }

    /// Takes an answer; true when it was the last.
    pub fn hear(&mut self, reply: &Reply, now: Instant) -> bool {
        match reply {
            Reply::Position { row, column } => self.columns.push((*row, *column)),
            Reply::Mode { mode: 2026, state } => self.found.synchronized = Some(if *state == 0 { Works::No } else { Works::Yes }),
            Reply::Version(name) => self.found.name = Some(name.clone()),
            Reply::Colour { which: 11, red, green, blue } => {
                // ITU-R BT.601 luma.
                let luma = (299 * u64::from(*red) + 587 * u64::from(*green) + 114 * u64::from(*blue)) / 1000;
                self.found.background = Some(if luma > 0x7fff { Background::Light } else { Background::Dark });
            }
            Reply::Attributes(_) => {
                self.found.round_trip = Some(now.saturating_duration_since(self.since));
                self.judge();
                return true;
            }
            Reply::Mode { .. } | Reply::Colour { .. } => {}
        }
        false
    }

    fn judge(&mut self) {
        if self.columns.len() != self.positions {
            // Answers were lost: which is which cannot be known.
            return;
        }
        let cells = |kind: Sample| -> Vec<u16> {
            let measured = SAMPLES.iter().zip(&self.columns).filter(|((_, sample), _)| *sample == kind);
            measured.map(|(_, (_, column))| column.saturating_sub(1)).collect()
        };
        let two = |cells: &[u16], enough: usize| {
            Some(if cells.iter().filter(|n| **n == 2).count() >= enough { Ambiguous::Two } else { Ambiguous::One })
        };
        self.found.han = Some(if cells(Sample::Han) == [2] { Han::TwoCells } else { Han::Otherwise });
        self.found.ambiguous = two(&cells(Sample::Sign), 2);
        self.found.lines = two(&cells(Sample::Line), 1);
        if self.margins_asked {
            self.found.column_margins = Some(if self.columns.last() == Some(&(2, 4)) { Works::Yes } else { Works::No });
        }
    }
}

/// The measure for a terminal of which so much is known.
pub(super) fn measure_for(ambiguous: Option<Ambiguous>, lines: Option<Ambiguous>) -> fn(&str) -> Cells {
    match (ambiguous, lines) {
        (None, _) => doubtful,
        (Some(Ambiguous::One), _) => narrow,
        (Some(Ambiguous::Two), Some(Ambiguous::One)) => wide_but_lines,
        (Some(Ambiguous::Two), _) => wide,
    }
}

fn narrow(text: &str) -> Cells {
    cells(text, Ambiguous::One)
}

fn wide(text: &str) -> Cells {
    cells(text, Ambiguous::Two)
}

fn wide_but_lines(text: &str) -> Cells {
    let is_line = text.chars().next().is_some_and(|c| matches!(c, '\u{2500}'..='\u{259f}'));
    cells(text, if is_line { Ambiguous::One } else { Ambiguous::Two })
}

/// Ambiguous signs are taken for one cell, and not trusted.
fn doubtful(text: &str) -> Cells {
    let taken = cells(text, Ambiguous::One);
    Cells { sure: taken.sure && text.width_cjk() == text.width(), ..taken }
}

fn cells(text: &str, ambiguous: Ambiguous) -> Cells {
    let count = Measure { ambiguous }.grapheme(text).min(2);
    Cells { count: u8::try_from(count).unwrap_or(2), sure: !disputed(text) }
}

/// Signs that terminals give different widths whatever is set: emoji sequences and presentation selectors, skin tones, the
/// trigrams and others that became wide with Unicode 16, private use.
fn disputed(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{2630}'..='\u{2637}'
            | '\u{268a}'..='\u{268f}' | '\u{4dc0}'..='\u{4dff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
    }) || text.chars().filter(|c| UnicodeWidthStr::width(c.encode_utf8(&mut [0; 4]) as &str) > 0).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe() -> Probe {
        let asking = Asking { columns: 80, rows: 24, synchronized: true, strings: true };
        Probe::new(asking, Instant::now()).0
    }

    fn answered(columns: &[(u16, u16)]) -> Found {
        let mut probe = probe();
        let now = Instant::now();
        for (row, column) in columns {
            assert!(!probe.hear(&Reply::Position { row: *row, column: *column }, now));
        }
        assert!(probe.hear(&Reply::Attributes(vec![62]), now));
        probe.found
    }

    #[test]
    fn a_terminal_with_wide_signs_narrow_lines_and_margins() {
        let found = answered(&[(1, 3), (1, 3), (1, 3), (1, 2), (1, 2), (1, 2), (2, 4)]);
        assert_eq!(found.han, Some(Han::TwoCells));
        assert_eq!((found.ambiguous, found.lines), (Some(Ambiguous::Two), Some(Ambiguous::One)));
        assert_eq!(found.column_margins, Some(Works::Yes));
    }

    #[test]
    fn a_latin_terminal_without_margins() {
        let found = answered(&[(1, 4), (1, 4), (1, 4), (1, 4), (1, 4), (1, 4), (1, 12)]);
        assert_eq!((found.han, found.column_margins), (Some(Han::Otherwise), Some(Works::No)));
    }

    #[test]
    fn when_answers_are_lost_nothing_is_concluded() {
        assert_eq!(answered(&[(1, 3), (1, 3)]).ambiguous, None);
    }

    #[test]
    fn doubt_is_where_terminals_differ() {
        assert!(narrow("中").sure && narrow("e\u{301}").sure && narrow("“").sure);
        assert!(!doubtful("“").sure && doubtful("中").sure && doubtful("a").sure);
        assert!(!narrow("❤\u{fe0f}").sure && !narrow("👍🏽").sure && !narrow("☰").sure);
    }
}
