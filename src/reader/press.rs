//! From keys to actions: counts, keys pressed half-way, letters awaited, and what is typed into prompts.

use super::keymap::{Choice, Pressed};
use super::{Action, Context, Key, KeyCode, Popup, Prompt, Reader};
use crate::search::query::Mode;

/// What was pressed and still waits for more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Half {
    /// The number typed before the keys.
    pub count: Option<usize>,
    pub keys: Vec<Key>,
    /// What the keys can become.
    pub choices: Vec<Choice>,
    /// A letter is awaited: for a mark.
    pub letter: Option<Letter>,
}

/// What the next letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    SetMark,
    GoMark,
}

impl Half {
    /// As it is shown at the end of the status line.
    pub fn shown(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        let keys: String = self.keys.iter().map(Key::to_string).collect();
        count + &keys
    }
}

/// The greatest count; more digits are not taken.
const GREATEST: usize = 9_999_999;

/// The longest text that is taken at once: a query has no more characters, and nobody reads a longer line.
const PASTED: usize = 4096;

impl Reader {
    pub(super) fn press(&mut self, key: Key) {
        let prompt = self.context() == Context::Prompt;
        // What was said stands until the next key; the sentence of a search is said anew while it is typed.
        self.voice.listen();
        if !self.settings.is_linear() {
            self.said = None;
        }
        let key = if prompt { key } else { super::narrow(key) };
        if self.hints.is_some() {
            return self.hint_key(key);
        }
        if let Some(letter) = self.half.letter.take() {
            self.half = Half::default();
            if let KeyCode::Char(c) = key.code
                && !key.ctrl
                && !key.alt
            {
                self.letter(letter, c);
            }
            return;
        }
        if self.half.keys.is_empty()
            && !prompt
            && !key.ctrl
            && !key.alt
            && let KeyCode::Char(c) = key.code
            && let Some(digit) = c.to_digit(10)
            && (digit > 0 || self.half.count.is_some())
        {
            let count = self.half.count.unwrap_or(0) * 10 + digit as usize;
            self.half.count = Some(count.min(GREATEST));
            return;
        }
        let context = self.context();
        self.half.keys.push(key);
        match self.keymap.press(context, &self.half.keys) {
            Pressed::Bound(action) => {
                let half = std::mem::take(&mut self.half);
                self.act(action, half.count);
            }
            Pressed::Pending(choices) => self.half.choices = choices,
            Pressed::Unbound => {
                let half = std::mem::take(&mut self.half);
                if prompt {
                    if let (KeyCode::Char(c), false, false) = (key.code, key.ctrl, key.alt) {
                        self.type_in(c.encode_utf8(&mut [0; 4]));
                    }
                } else if key.code != KeyCode::Esc {
                    let help = self.keymap.keys_of(context, Action::Help).into_iter().next().unwrap_or_default();
                    self.say(format!("{} does nothing here; {help} shows the keys.", half.shown()));
                } else if half.keys.len() > 1 {
                    // Escape gives half-way keys up, and does nothing else.
                }
            }
        }
    }

    fn letter(&mut self, letter: Letter, c: char) {
        match letter {
            Letter::SetMark if c.is_ascii_lowercase() => {
                let here = self.here();
                self.trail.marks.insert(c, here);
                self.keep_session();
                self.say(format!("This place is marked {c}."));
            }
            Letter::SetMark => self.complain("A mark is a letter from a to z."),
            Letter::GoMark => self.go_mark(c),
        }
    }

    /// Types text into whatever is being typed.
    pub(super) fn type_in(&mut self, text: &str) {
        match &mut self.prompt {
            Some(Prompt::Search(typing) | Prompt::Narrow(typing)) if matches!(text, "?" | "？") && typing.is_empty() => {
                // No query begins so; whoever asks is told.
                return self.act(Action::QueryHelp, None);
            }
            Some(Prompt::Find(typing) | Prompt::Command(typing) | Prompt::Search(typing) | Prompt::Narrow(typing)) => typing.insert(text),
            None => match self.popups.last_mut() {
                Some(Popup::Choose(choose)) => choose.typing.insert(text),
                Some(Popup::Browse(browse)) => browse.typing.insert(text),
                Some(Popup::PathTo(asked)) => asked.typing.insert(text),
                _ => {}
            },
        }
        self.typed();
    }

    /// Pasted text is typed into a prompt and ignored elsewhere: it must never be taken for keys.
    pub(super) fn paste(&mut self, text: &str) {
        let long = text.chars().count();
        if self.context() != Context::Prompt {
            self.say("Pasted text is taken only while something is being typed.");
        } else if long > PASTED {
            let (long, most) = (super::grouped(long as u64), super::grouped(PASTED as u64));
            self.complain(format!("Not taken: {long} characters were pasted, and at most {most} make a line."));
        } else {
            self.type_in(text);
        }
    }

    /// What was typed has changed.
    pub(super) fn typed(&mut self) {
        match &self.prompt {
            // To a listener every hop while typing would be noise: there it is looked for on Enter.
            // Who listens hears what was found when it was asked for, not with every key.
            Some(Prompt::Find(_) | Prompt::Search(_) | Prompt::Narrow(_)) if self.settings.is_linear() => {}
            Some(Prompt::Find(typing)) => {
                let text = typing.text();
                self.find_typed(&text);
            }
            Some(Prompt::Search(typing) | Prompt::Narrow(typing)) => {
                let text = typing.text();
                self.query_typed(&text, Mode::Typing);
            }
            Some(Prompt::Command(_)) => {}
            None if matches!(self.popups.last(), Some(Popup::Browse(_))) => self.browse_typed(),
            None if matches!(self.popups.last(), Some(Popup::PathTo(_))) => self.path_typed(),
            None => {
                if let Some(Popup::Choose(choose)) = self.popups.last() {
                    let lines = self.choices(choose.of, choose.context, &choose.typing.text());
                    if let Some(Popup::Choose(choose)) = self.popups.last_mut() {
                        choose.lines = lines;
                        choose.cursor = super::Cursor::default();
                        choose.stepped = false;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Event, Keymap, Reader, Size, Start};
    use super::*;

    #[test]
    fn a_paste_that_makes_no_line_is_not_taken_and_said() {
        let mut reader = Reader::new(Start { keymap: Keymap::built_in(), ..Start::default() });
        reader.update(Event::Resize(Size { columns: 80, rows: 24 }));
        for open in ["s", ":"] {
            for key in Key::parse_all(open).unwrap_or_default() {
                reader.update(Event::Key(key));
            }
            reader.update(Event::Paste("城".repeat(PASTED + 1)));
            let above = reader.query_error_line().map(|line| line.text()).unwrap_or_default();
            assert_eq!(above.trim_end(), "Not taken: 4,097 characters were pasted, and at most 4,096 make a line.");
            assert!(
                reader
                    .prompt
                    .as_ref()
                    .is_some_and(|prompt| matches!(prompt, Prompt::Search(typing) | Prompt::Command(typing) if typing.is_empty()))
            );
            reader.update(Event::Paste("城市".to_owned()));
            assert!(reader.status_line().left.text().ends_with("城市"));
            reader.update(Event::Key(Key::plain(KeyCode::Esc)));
            reader.update(Event::Key(Key::plain(KeyCode::Esc)));
        }
    }
}
