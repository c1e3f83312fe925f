//! The command line at the bottom: `:q`, `:help`, `:12`, and every action by its name.

use super::keymap::did_you_mean;
use super::{Action, Key, KeyCode, Prompt, Reader, Typing};

/// Short words for actions, as in vi.
const SHORT: [(&str, Action); 11] = [
    ("q", Action::Quit),
    ("q!", Action::Quit),
    ("qa", Action::Quit),
    ("quit", Action::Quit),
    ("h", Action::Help),
    ("help", Action::Help),
    ("man", Action::Manual),
    ("sample", Action::ShowSample),
    ("keys", Action::Palette),
    ("clip", Action::ShowClip),
    ("clip plain", Action::PrintClip),
];

impl Reader {
    /// Does what was typed.
    pub(super) fn command(&mut self, typed: &str) {
        // An input method may type full-width letters; commands are ASCII.
        let narrow = |c: char| match super::narrow(Key::char(c)).code {
            KeyCode::Char(c) => c,
            _ => c,
        };
        let typed: String = typed.chars().map(narrow).collect();
        let word = typed.trim().trim_start_matches(':');
        if word.is_empty() {
            return;
        }
        if let Ok(row) = word.parse::<usize>() {
            return self.act(Action::Bottom, Some(row));
        }
        let short = SHORT.iter().find(|(short, _)| *short == word).map(|(_, action)| *action);
        let Some(action) = short.or_else(|| Action::named(word)) else {
            let guess = did_you_mean(word, words());
            return self.complain(format!("There is no command \"{word}\".{guess}"));
        };
        self.act(action, None);
    }

    /// Completes the command that is being typed as far as it is certain, and says what it can become.
    pub(super) fn complete(&mut self) {
        let Some(Prompt::Command(typing)) = &self.prompt else { return };
        let typed = typing.text();
        let fits: Vec<&str> = words().filter(|word| word.starts_with(&typed)).collect();
        let Some(first) = fits.first() else { return };
        let common = first
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|end| fits.iter().all(|word| word.get(..*end) == first.get(..*end)))
            .last()
            .unwrap_or(0);
        let completed = first.get(..common).unwrap_or_default().to_owned();
        if completed.len() > typed.len() || fits.len() == 1 {
            self.prompt = Some(Prompt::Command(Typing::of(&completed)));
        }
    }

    /// What the command that is being typed can become, for the end of the status line.
    pub(super) fn completions(&self) -> String {
        let Some(Prompt::Command(typing)) = &self.prompt else { return String::new() };
        let typed = typing.text();
        if typed.is_empty() {
            return String::new();
        }
        words().filter(|word| word.starts_with(&typed) && *word != typed).take(6).collect::<Vec<_>>().join("  ")
    }
}

fn words() -> impl Iterator<Item = &'static str> {
    SHORT.iter().map(|(word, _)| *word).filter(|word| word.len() > 2).chain(Action::ALL.iter().map(|line| line.name))
}
