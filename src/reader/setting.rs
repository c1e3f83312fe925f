//! `:set NAME VALUE`: the settings that can be changed while one reads; they hold until the program ends.

use super::keymap::did_you_mean;
use super::{LanguageChoice, LayoutChoice, Reader, Selection, Settings, SignSet};
use crate::text::Ambiguous;

/// What can be set, by its name and its word in `config.toml`.
pub const CHOICES: &[(&str, &str, Choice)] = &[
    ("theme", "auto", Choice::Theme("auto")),
    ("theme", "dark", Choice::Theme("dark")),
    ("theme", "light", Choice::Theme("light")),
    ("theme", "plain", Choice::Theme("plain")),
    ("language", "zh", Choice::Language(LanguageChoice::Zh)),
    ("language", "en", Choice::Language(LanguageChoice::En)),
    ("language", "both", Choice::Language(LanguageChoice::Both)),
    ("layout", "auto", Choice::Layout(LayoutChoice::Auto)),
    ("layout", "side-by-side", Choice::Layout(LayoutChoice::SideBySide)),
    ("layout", "stacked", Choice::Layout(LayoutChoice::Stacked)),
    ("layout", "single", Choice::Layout(LayoutChoice::Single)),
    ("selection", "mark", Choice::Selection(Selection::Mark)),
    ("selection", "bar", Choice::Selection(Selection::Bar)),
    ("follow", "true", Choice::Follow(true)),
    ("follow", "false", Choice::Follow(false)),
    ("signs", "unicode", Choice::Signs(SignSet::Unicode)),
    ("signs", "ascii", Choice::Signs(SignSet::Ascii)),
    ("ambiguous_width", "1", Choice::Ambiguous(Ambiguous::One)),
    ("ambiguous_width", "2", Choice::Ambiguous(Ambiguous::Two)),
];

/// Where a number stands in the settings.
pub type Place = fn(&mut Settings) -> &mut u16;

/// The settings that are a number of cells or rows: the name, the least that makes sense, and where it stands.
pub const NUMBERS: &[(&str, u16, Place)] =
    &[("measure", 20, |settings| &mut settings.text_width), ("scroll_margin", 0, |settings| &mut settings.scroll_margin)];

/// One setting with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Theme(&'static str),
    Language(LanguageChoice),
    Layout(LayoutChoice),
    Signs(SignSet),
    Ambiguous(Ambiguous),
    Selection(Selection),
    Follow(bool),
}

impl Choice {
    fn make(self, settings: &mut Settings) {
        match self {
            Self::Theme(name) => name.clone_into(&mut settings.theme),
            Self::Language(language) => settings.language = language,
            Self::Layout(layout) => settings.layout = layout,
            Self::Signs(signs) => settings.signs = signs,
            Self::Ambiguous(ambiguous) => settings.measure.ambiguous = ambiguous,
            Self::Selection(selection) => settings.selection = selection,
            Self::Follow(follow) => settings.follow = follow,
        }
    }

    /// Whether the settings say so already: then making the choice changes nothing.
    fn is_made(self, settings: &Settings) -> bool {
        let mut made = settings.clone();
        self.make(&mut made);
        made == *settings
    }
}

/// Every `set` command that can be completed, whole.
pub(super) fn commands() -> impl Iterator<Item = String> {
    let choices = CHOICES.iter().map(|(name, word, _)| format!("set {name} {word}"));
    choices.chain(NUMBERS.iter().map(|(name, ..)| format!("set {name}")))
}

/// The names, each once, in the order of the tables.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = NUMBERS.iter().map(|(name, ..)| *name).chain(CHOICES.iter().map(|(name, ..)| *name)).collect();
    names.dedup();
    names
}

fn words_of(name: &str) -> Vec<&'static str> {
    CHOICES.iter().filter(|(known, ..)| *known == name).map(|(_, word, _)| *word).collect()
}

impl Reader {
    /// `set NAME VALUE` (or `NAME=VALUE`), without `set`; a name alone says what its value is, nothing at all what there is.
    pub(super) fn set(&mut self, typed: &str) {
        let typed = typed.trim();
        let (name, value) = typed.split_once(['=', ' ']).map_or((typed, ""), |(name, value)| (name.trim(), value));
        let value = value.trim_matches(|c: char| c.is_whitespace() || "=\"'".contains(c));
        if name.is_empty() {
            return self.say(format!("set NAME VALUE: {}.", names().join(", ")));
        }
        if let Some((_, least, place)) = NUMBERS.iter().find(|(known, ..)| *known == name) {
            return self.set_number(name, value, *least, *place);
        }
        let words = words_of(name);
        if words.is_empty() {
            let guess = did_you_mean(name, names());
            return self.complain(format!("No setting \"{name}\" can be changed here; qikan config prints all.{guess}"));
        }
        if value.is_empty() {
            let made = |(known, _, choice): &&(&str, &str, Choice)| *known == name && choice.is_made(&self.settings);
            let own = if name == "theme" { self.settings.theme.as_str() } else { "of the terminal" };
            let now = CHOICES.iter().find(made).map_or(own, |(_, word, _)| *word);
            return self.say(format!("{name} is {now}; it can be {}.", words.join(", ")));
        }
        let Some((_, word, choice)) = CHOICES.iter().find(|(known, word, _)| *known == name && *word == value) else {
            let guess = did_you_mean(value, words.iter().copied());
            return self.complain(format!("{name} can be {}, not \"{value}\".{guess}", words.join(", ")));
        };
        choice.make(&mut self.settings);
        self.say(format!("{name} is {word} until qikan ends; config.toml keeps it."));
    }

    fn set_number(&mut self, name: &str, value: &str, least: u16, place: Place) {
        if value.is_empty() {
            let now = *place(&mut self.settings);
            return self.say(format!("{name} is {now}; it can be a number from {least}."));
        }
        match value.parse::<u16>() {
            Ok(number) if number >= least => {
                *place(&mut self.settings) = number;
                self.say(format!("{name} is {number} until qikan ends; config.toml keeps it."));
            }
            _ => self.complain(format!("{name} can be a number from {least}, not \"{value}\".")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{Event, Key, KeyCode, Start};

    fn after(command: &str) -> Settings {
        let mut reader = Reader::new(Start { keymap: crate::reader::Keymap::built_in(), ..Start::default() });
        reader.update(Event::Resize(crate::reader::Size { columns: 80, rows: 24 }));
        for c in format!(":{command}").chars() {
            reader.update(Event::Key(Key::char(c)));
        }
        reader.update(Event::Key(Key::plain(KeyCode::Enter)));
        reader.settings().clone()
    }

    #[test]
    fn every_choice_can_be_made_by_its_words() {
        for (name, word, choice) in CHOICES {
            assert!(choice.is_made(&after(&format!("set {name} {word}"))), "set {name} {word}");
            assert!(choice.is_made(&after(&format!("set {name}={word}"))), "set {name}={word}");
        }
    }

    #[test]
    fn a_choice_of_another_does_not_pass_for_it() {
        for (name, word, choice) in CHOICES {
            for (_, other, _) in CHOICES.iter().filter(|(known, other, _)| known == name && other != word) {
                assert!(!choice.is_made(&after(&format!("set {name} {other}"))), "{name} {word} after {other}");
            }
        }
    }

    #[test]
    fn the_theme_goes_with_the_terminal_again() {
        let mut settings = after("set theme auto");
        "light".clone_into(&mut settings.auto_theme);
        assert_eq!(settings.theme_drawn(), "light");
        assert_eq!(after("set theme dark").theme_drawn(), "dark");
    }

    #[test]
    fn numbers_have_a_least() {
        assert_eq!(after("set measure 66").text_width, 66);
        assert_eq!(after("set measure 3").text_width, Settings::default().text_width);
        assert_eq!(after("set scroll_margin = 0").scroll_margin, 0);
    }
}
