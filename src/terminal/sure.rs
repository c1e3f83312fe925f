//! How many cells a grapheme cluster takes on a terminal of which so much is known, and whether that is sure.

use unicode_width::UnicodeWidthChar;

use super::painter::Cells;
use crate::text::width::is_disputed;
use crate::text::{Ambiguous, Measure};

/// The measure for a terminal of which so much is known.
pub(super) fn measure_for(ambiguous: Option<Ambiguous>, lines: Option<Ambiguous>) -> fn(&str) -> Cells {
    match (ambiguous, lines) {
        (None, Some(Ambiguous::One)) => doubtful_but_lines,
        (None, _) => doubtful,
        (Some(Ambiguous::One), Some(Ambiguous::Two)) => narrow_but_lines,
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
    cells(text, if is_line(text) { Ambiguous::One } else { Ambiguous::Two })
}

fn narrow_but_lines(text: &str) -> Cells {
    cells(text, if is_line(text) { Ambiguous::Two } else { Ambiguous::One })
}

fn is_line(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(c, '\u{2500}'..='\u{259f}'))
}

/// Ambiguous signs and letters are taken for one cell, and not trusted.
fn doubtful(text: &str) -> Cells {
    let taken = cells(text, Ambiguous::One);
    Cells { sure: taken.sure && cells(text, Ambiguous::Two).count == taken.count, ..taken }
}

fn doubtful_but_lines(text: &str) -> Cells {
    if is_line(text) { narrow(text) } else { doubtful(text) }
}

fn cells(text: &str, ambiguous: Ambiguous) -> Cells {
    let count = Measure { ambiguous }.grapheme(text).min(2);
    Cells { count: u8::try_from(count).unwrap_or(2), sure: !disputed(text) }
}

/// Signs that terminals give different widths whatever is set.
///
/// A sign of several characters: a terminal may draw each by itself (emoji sequences, skin tones, flags, three Devanagari
/// consonants), join them where another does not, or show a mark as a box of its own (the Linux console). A single one that
/// is wide outside the old East Asian blocks: emoji since Unicode 9, the trigrams since Unicode 16. Private use.
fn disputed(text: &str) -> bool {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return !text.is_empty() };
    is_disputed(c)
        || matches!(c, '\u{3248}'..='\u{324f}' | '\u{d7b0}'..='\u{d7ff}' | '\u{e000}'..='\u{f8ff}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{f0000}'..)
        || (c.width() == Some(2) && !is_long_wide(c))
}

/// Wide in the tables of every terminal since Kuhn's `wcwidth` of 2001.
fn is_long_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2329}'..='\u{232a}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{2fffd}' | '\u{30000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_is_where_terminals_differ() {
        assert!(narrow("中").sure && narrow("가").sure && narrow("“").sure && narrow("ｶ").sure && narrow("é").sure);
        for text in ["“", "─", "α", "é"] {
            assert!(!doubtful(text).sure, "{text}: ambiguous");
        }
        assert!(doubtful("中").sure && doubtful("a").sure);
        for text in ["❤\u{fe0f}", "👍🏽", "☰", "😀", "⚡", "e\u{301}", "ｶﾞ", "\u{1112}\u{1161}\u{11ab}"] {
            assert!(!narrow(text).sure, "{text}: not of one width everywhere");
        }
    }
}
