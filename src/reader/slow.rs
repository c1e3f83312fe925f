//! A slow line: panes that stand side by side are dear there, and the reader says so once.

use super::layout::Layout;
use super::{Action, Context, LayoutChoice, Reader};

impl Reader {
    /// The line to the terminal was seen to be slow in this session.
    pub fn has_slow_line(&self) -> bool {
        self.slow_line
    }

    /// Says once what would be cheaper. The layout stays as it is: nothing moves under the eyes of who reads.
    pub(super) fn offer_stacking(&mut self) {
        if std::mem::replace(&mut self.slow_line, true) || self.arrangement.layout != Layout::SideBySide {
            return;
        }
        let Some(key) = self.keymap.keys_of(Context::Global, Action::NextLayout).into_iter().next() else { return };
        let what = match self.arranged(self.next_layout()).layout {
            Layout::Stacked => "stacks the panes",
            Layout::Single => "shows one pane at a time",
            Layout::SideBySide => return,
        };
        // Measured at 200×50: 6,000 bytes for a line scrolled in a pane beside others, 290 in one of full width.
        self.say(format!("This line is slow: {key} {what}, and a line scrolled then costs 20 times less."));
    }

    /// The next choice of layout that changes what is seen; the plain next one where none does.
    pub(super) fn next_layout(&self) -> LayoutChoice {
        let mut choice = self.settings.layout.next();
        while choice != self.settings.layout && self.arranged(choice).layout == self.arrangement.layout {
            choice = choice.next();
        }
        if choice == self.settings.layout { choice.next() } else { choice }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{Event, Key, KeyCode, Keymap, Settings, Size, Start};

    fn reader(columns: u16, settings: Settings) -> Reader {
        let mut reader = Reader::new(Start { settings, keymap: Keymap::built_in(), ..Start::default() });
        reader.update(Event::Resize(Size { columns, rows: 50 }));
        reader
    }

    fn said(reader: &Reader) -> &str {
        reader.said.as_ref().map_or("", |said| said.text.as_str())
    }

    fn press(reader: &mut Reader, c: char) {
        reader.update(Event::Key(Key::plain(KeyCode::Char(c))));
    }

    #[test]
    fn what_is_cheaper_is_offered_once_and_nothing_moves() {
        let mut reader = reader(200, Settings::default());
        reader.update(Event::SlowLine);
        assert_eq!(said(&reader), "This line is slow: = stacks the panes, and a line scrolled then costs 20 times less.");
        assert_eq!(reader.arrangement.layout, Layout::SideBySide);
        press(&mut reader, '=');
        assert_eq!(reader.arrangement.layout, Layout::Stacked, "the key does what was promised");
        for _ in 0..2 {
            press(&mut reader, '=');
        }
        assert_eq!(reader.arrangement.layout, Layout::SideBySide, "one key press after another leads around");
        reader.update(Event::SlowLine);
        assert!(!said(&reader).contains("slow"), "{}", said(&reader));
        assert!(reader.has_slow_line());
    }

    #[test]
    fn nothing_is_offered_where_it_would_not_help() {
        // The next layout of the narrow screen would be dearer, that of the stacked one no cheaper.
        for (columns, layout) in [(100, LayoutChoice::Auto), (200, LayoutChoice::Stacked), (200, LayoutChoice::Single)] {
            let mut reader = reader(columns, Settings { layout, ..Settings::default() });
            reader.update(Event::SlowLine);
            assert_eq!(said(&reader), "", "{layout:?} at {columns} columns");
        }
    }

    #[test]
    fn a_line_that_was_slow_the_last_time_begins_stacked_unless_one_has_chosen() {
        let slow = |layout| reader(200, Settings { slow_line: true, layout, ..Settings::default() }).arrangement.layout;
        assert_eq!(slow(LayoutChoice::Auto), Layout::Stacked);
        assert_eq!(slow(LayoutChoice::SideBySide), Layout::SideBySide);
    }
}
