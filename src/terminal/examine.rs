//! The terminal examined for a person who wants to know: asked with a table of samples, and the price of a picture on it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::desk::{Desk, Exit, TerminalError};
use super::options::{Options, Trust};
use super::painter::Painter;
use super::probe::{Found, Samples};
use super::run::run;
use crate::library::Answer;
use crate::reader::{Effect, Event, KeyCode, Size};

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    pub size: Size,
    /// `None`: a key ended it before the terminal had answered.
    pub found: Option<Found>,
}

/// Asks the terminal on its alternate screen and gives it back, by the same loop that the reader runs on.
///
/// # Errors
/// As [`run`]; `Ok` with another [`Exit`] than [`Exit::Quit`] when a signal or the terminal ended it.
pub fn examine(options: &Options) -> Result<(Examined, Exit), TerminalError> {
    let options = Options { samples: Samples::Many, probe: true, remembered: None, ..options.clone() };
    let mut examined = Examined::default();
    let mut desk = Desk {
        update: Box::new(|examined: &mut Examined, event| match event {
            Event::Resize(size) => {
                examined.size = size;
                Vec::new()
            }
            Event::Key(key) if key.code == KeyCode::Esc || matches!(key.code, KeyCode::Char('q' | 'c' | 'd')) => vec![Effect::Quit],
            _ => Vec::new(),
        }),
        draw: Box::new(|_, buffer: &mut Buffer| {
            buffer.set_stringn(0, 0, "Asking the terminal; q leaves.", usize::from(buffer.area.width), Style::default());
            None
        }),
        links: Box::new(|_| Vec::new()),
        answer: Box::new(|_| Answer::Key(None)),
        tell: Box::new(|_| Ok(())),
        keep: Box::new(|| Ok(())),
        learn: Box::new(|examined: &mut Examined, found: &Found| {
            examined.found = Some(found.clone());
            vec![Effect::Quit]
        }),
        jobs: None,
        slow: |_| false,
        searching: None,
    };
    let exit = run(&mut examined, &mut desk, &options)?;
    drop(desk);
    Ok((examined, exit))
}

/// Bytes of pictures on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// Three panes of Chinese side by side, on an empty screen.
    pub first: usize,
    /// The middle one scrolled by a line.
    pub scrolled_beside: usize,
    /// A pane of full width scrolled by a line.
    pub scrolled_alone: usize,
}

/// What a test picture costs on a terminal of this size that can what was found.
pub fn price(size: Size, options: &Options, found: &Found) -> Price {
    let picture = |widths: &[u16], line: usize| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.columns, size.rows));
        let mut x = 0;
        for (pane, width) in widths.iter().enumerate() {
            for y in 0..size.rows.saturating_sub(1) {
                let line = usize::from(y) + if pane == 1 || widths.len() == 1 { line } else { 0 };
                buffer.set_stringn(x, y, test_line(line, pane), usize::from(*width), Style::default());
                if x + width < size.columns {
                    buffer.set_stringn(x + width, y, "|", 1, Style::default());
                }
            }
            x += width + 1;
        }
        buffer.set_stringn(0, size.rows.saturating_sub(1), "qikan", usize::from(size.columns), Style::default());
        buffer
    };
    let side = size.columns.saturating_sub(2);
    let thirds = [side / 4, side / 2, side - side / 4 - side / 2];
    let cost = |widths: &[u16]| {
        let mut painter = Painter::new(options.abilities(found, Trust::Seen));
        let first = painter.paint(&picture(widths, 0), None).len();
        // With the margins where the scroll before left them, as in reading on.
        painter.paint(&picture(widths, 1), None);
        (first, painter.paint(&picture(widths, 2), None).len())
    };
    let (first, scrolled_beside) = cost(&thirds);
    let (_, scrolled_alone) = cost(&[size.columns]);
    Price { first, scrolled_beside, scrolled_alone }
}

/// A line of running text, longer than any pane, another for each number.
fn test_line(number: usize, pane: usize) -> String {
    const WORDS: [&str; 12] = [
        "湿地中的甲烷排放",
        "与水位",
        "和盐度的关系",
        "，",
        "本文比较了",
        "三个样地",
        "十二个月的",
        "通量观测",
        "。结果表明",
        "秋季的冒泡",
        "占全年",
        "四成以上；",
    ];
    (0..80).filter_map(|place| WORDS.get((number * 7 + place * (pane + 1) + number * place / 5) % WORDS.len()).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{Environment, Works};

    #[test]
    fn margins_make_a_scroll_beside_other_panes_cheap() {
        let size = Size { columns: 200, rows: 50 };
        let options = Options::of(Environment::of(|name| (name == "TERM").then(|| "xterm".to_owned())), None);
        let with = |works| price(size, &options, &Found { column_margins: Some(works), ..Found::default() });
        let (with, without) = (with(Works::Yes), with(Works::No));
        assert!(without.scrolled_beside > 10 * with.scrolled_beside, "{with:?} {without:?}");
        assert!(with.scrolled_alone < 400 && without.scrolled_alone < 400 && with.first > 8_000, "{with:?} {without:?}");
        // The margins are given back before a whole frame.
        assert!(with.first.abs_diff(without.first) < 10, "{with:?} {without:?}");
        // A screen of no size has no price, and no panic.
        assert_eq!(price(Size { columns: 0, rows: 0 }, &options, &Found::default()), Price::default());
    }
}
