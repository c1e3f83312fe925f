//! A line being typed, with a cursor that steps by grapheme.

use unicode_segmentation::UnicodeSegmentation;

use super::Action;
use crate::text::clean_line;

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    before: String,
    after: String,
}

impl Typing {
    pub fn of(text: &str) -> Self {
        Self { before: text.to_owned(), after: String::new() }
    }

    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// What stands before the cursor, and behind it.
    pub fn parts(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Types text at the cursor; line ends and control characters become blanks.
    pub fn insert(&mut self, text: &str) {
        self.before.push_str(&clean_line(text));
    }

    /// Does an editing action; whether it was one.
    pub fn edit(&mut self, action: Action) -> bool {
        match action {
            Action::EraseBack => drop(self.take_before()),
            Action::EraseForward => drop(self.take_after()),
            Action::EraseLine => self.before.clear(),
            Action::EraseWord => {
                let kept = self.before.trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len();
                self.before.truncate(kept);
            }
            Action::CursorLeft => {
                if let Some(grapheme) = self.take_before() {
                    self.after.insert_str(0, &grapheme);
                }
            }
            Action::CursorRight => {
                if let Some(grapheme) = self.take_after() {
                    self.before.push_str(&grapheme);
                }
            }
            Action::CursorStart => {
                self.after.insert_str(0, &self.before);
                self.before.clear();
            }
            Action::CursorEnd => self.before.push_str(&std::mem::take(&mut self.after)),
            _ => return false,
        }
        true
    }

    fn take_before(&mut self) -> Option<String> {
        let (at, grapheme) = self.before.grapheme_indices(true).next_back()?;
        let taken = grapheme.to_owned();
        self.before.truncate(at);
        Some(taken)
    }

    fn take_after(&mut self) -> Option<String> {
        let taken = self.after.graphemes(true).next()?.to_owned();
        self.after.drain(..taken.len());
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_steps_by_grapheme_and_words_go_whole() {
        let mut typing = Typing::of("智慧 cafe\u{301}");
        assert!(typing.edit(Action::CursorLeft));
        assert_eq!(typing.parts(), ("智慧 caf", "e\u{301}"));
        typing.edit(Action::EraseForward);
        typing.edit(Action::EraseBack);
        assert_eq!(typing.text(), "智慧 ca");
        typing.edit(Action::EraseWord);
        assert_eq!(typing.text(), "智慧 ");
        typing.edit(Action::CursorStart);
        typing.insert("a\nb\u{1b}");
        assert_eq!(typing.text(), "a b智慧 ");
        typing.insert(" ");
        assert_eq!(typing.parts().0, "a b ", "a blank that is typed is kept");
    }
}
