//! Settings: `config.toml` over the built-in values; an unknown key is an error with its line.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::reader::NUMBERS;

/// The shipped settings file; a test holds it equal to [`Config::default`].
pub const BUILT_IN: &str = include_str!("../assets/config.toml");

/// Every setting, as the file says it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is on or off by itself; none excludes another")]
pub struct Config {
    pub language: LanguageSetting,
    /// `auto`, `light`, `dark`, `plain`, or the name of a theme file.
    pub theme: String,
    pub layout: LayoutSetting,
    pub ambiguous_width: AmbiguousSetting,
    pub signs: SignsSetting,
    /// Cells of text that are comfortable to read.
    pub measure: u16,
    /// Rows kept visible above and below the cursor.
    pub scroll_margin: u16,
    /// How the row under the cursor is shown.
    pub selection: SelectionSetting,
    /// Whether the abstract shows what the cursor of the issues passes, without Enter.
    pub follow: bool,
    /// Program and arguments; `%u` stands for the address as one whole argument, or at the end of an option.
    pub opener: Vec<String>,
    /// Whether that program needs the terminal for itself.
    pub opener_terminal: bool,
    /// Whether addresses on the screen are hyperlinks of the terminal.
    pub hyperlinks: HyperlinksSetting,
    pub mouse: bool,
    pub sample: bool,
    /// Plain lines for screen readers and braille displays.
    pub linear: bool,
    /// The style in which records are cited: a name of `qikan cite --list`, or a CSL style file.
    pub citation_style: String,
    /// The settings that the file has a line for, each with its line, from 1.
    #[serde(skip)]
    pub said: BTreeMap<String, usize>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: LanguageSetting::Both,
            theme: "auto".to_owned(),
            layout: LayoutSetting::Auto,
            ambiguous_width: AmbiguousSetting::Auto,
            signs: SignsSetting::Auto,
            measure: 80,
            scroll_margin: 2,
            selection: SelectionSetting::Mark,
            follow: false,
            opener: Vec::new(),
            opener_terminal: false,
            hyperlinks: HyperlinksSetting::Auto,
            mouse: false,
            sample: true,
            linear: false,
            citation_style: "gbt7714-2015-numeric".to_owned(),
            said: BTreeMap::new(),
        }
    }
}

/// Which language of a record is shown first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageSetting {
    Zh,
    En,
    Both,
}

/// How the panes share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayoutSetting {
    Auto,
    SideBySide,
    Stacked,
    Single,
}

/// Cells of East Asian ambiguous characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmbiguousSetting {
    Auto,
    One,
    Two,
}

impl<'de> Deserialize<'de> for AmbiguousSetting {
    /// A word, or the number as a number: who writes `ambiguous_width = 2` means the same.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Said;
        impl Visitor<'_> for Said {
            type Value = AmbiguousSetting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"auto\", 1 or 2")
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<AmbiguousSetting, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<AmbiguousSetting, E> {
                match word {
                    "auto" => Ok(AmbiguousSetting::Auto),
                    "1" => Ok(AmbiguousSetting::One),
                    "2" => Ok(AmbiguousSetting::Two),
                    other => Err(E::unknown_variant(other, &["auto", "1", "2"])),
                }
            }
        }
        deserializer.deserialize_any(Said)
    }
}

/// Which signs and lines are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignsSetting {
    Auto,
    Unicode,
    Ascii,
}

/// Whether addresses on the screen are hyperlinks of the terminal (OSC 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HyperlinksSetting {
    Auto,
    Always,
    Never,
}

/// How the row under the cursor is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectionSetting {
    Mark,
    Bar,
}

/// What is wrong with a settings file: a sentence with its name and line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}{}: {sentence}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct ConfigError {
    pub name: String,
    /// From 1.
    pub line: Option<usize>,
    pub sentence: String,
}

/// Every key of the file.
const KEYS: [&str; 16] = [
    "language",
    "theme",
    "layout",
    "ambiguous_width",
    "signs",
    "measure",
    "scroll_margin",
    "selection",
    "follow",
    "opener",
    "opener_terminal",
    "hyperlinks",
    "mouse",
    "sample",
    "linear",
    "citation_style",
];

impl Config {
    /// Reads a settings file. `name` is how the messages call it.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and the nearest known word.
    pub fn parse(text: &str, name: &str) -> Result<Self, ConfigError> {
        let wrong = |error: toml::de::Error| {
            let line = error.span().map(|span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
            ConfigError { name: name.to_owned(), line, sentence: sentence(error.message()) }
        };
        let lines: BTreeMap<Spanned<String>, toml::Value> = toml::from_str(text).map_err(wrong)?;
        let line_at = |start: usize| text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        let said: BTreeMap<String, usize> = lines.keys().map(|key| (key.get_ref().clone(), line_at(key.span().start))).collect();
        let config: Self = toml::from_str(text).map_err(wrong)?;
        for (setting, least, _) in NUMBERS {
            let number = lines.iter().find(|(key, _)| key.get_ref() == setting).and_then(|(_, value)| value.as_integer());
            if let Some(number) = number.filter(|number| *number < i64::from(*least)) {
                let sentence = format!("{setting} can be a number from {least}, not {number}");
                return Err(ConfigError { name: name.to_owned(), line: said.get(*setting).copied(), sentence });
            }
        }
        Ok(Self { said, ..config })
    }
}

/// The parser's message as a sentence, with a guess at what was meant.
fn sentence(message: &str) -> String {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        let guess = crate::text::nearest(quoted, KEYS).map(|key| format!(" Did you mean \"{key}\"?")).unwrap_or_default();
        return format!("there is no setting \"{quoted}\".{guess}");
    }
    if message.starts_with("unknown variant") {
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let guess =
            crate::text::nearest(quoted, known.iter().copied()).map(|word| format!(" Did you mean \"{word}\"?")).unwrap_or_default();
        return format!("\"{quoted}\" is not one of {}.{guess}", known.join(", "));
    }
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_shipped_file_is_the_default() {
        let shipped = Config::parse(BUILT_IN, "assets/config.toml").unwrap();
        assert_eq!(Config { said: BTreeMap::new(), ..shipped }, Config::default());
    }

    #[test]
    fn every_key_stands_in_the_shipped_file() {
        let table: toml::Table = BUILT_IN.parse().unwrap();
        let mut shipped: Vec<&str> = table.keys().map(String::as_str).collect();
        let mut known = KEYS.to_vec();
        shipped.sort_unstable();
        known.sort_unstable();
        assert_eq!(shipped, known);
    }

    #[test]
    fn what_can_be_set_while_reading_is_called_the_same_here() {
        let built_in: toml::Table = BUILT_IN.parse().unwrap();
        for (name, word, _) in crate::reader::CHOICES {
            let word = if built_in[*name].is_bool() { (*word).to_owned() } else { format!("\"{word}\"") };
            let line = format!("{name} = {word}\n");
            assert!(Config::parse(&line, "config.toml").is_ok(), "{line}");
        }
        for (name, least, _) in crate::reader::NUMBERS {
            assert!(built_in[*name].as_integer().unwrap() >= i64::from(*least), "{name}");
        }
    }

    #[test]
    fn what_the_file_has_a_line_for_is_known() {
        let config = Config::parse("# language = \"zh\"\nlayout = \"auto\"\n", "config.toml").unwrap();
        assert_eq!(config.said.into_iter().collect::<Vec<_>>(), [("layout".to_owned(), 2)]);
    }

    #[test]
    fn a_wrong_key_is_named_with_its_line() {
        let error = Config::parse("measure = 70\nthem = \"dark\"\n", "config.toml").unwrap_err();
        assert_eq!(error.to_string(), "config.toml, line 2: there is no setting \"them\". Did you mean \"theme\"?");
    }

    #[test]
    fn a_wrong_word_is_named_with_the_known_ones() {
        let error = Config::parse("layout = \"staked\"\n", "config.toml").unwrap_err();
        assert_eq!(
            error.to_string(),
            "config.toml, line 1: \"staked\" is not one of auto, side-by-side, stacked, single. Did you mean \"stacked\"?"
        );
    }

    #[test]
    fn numbers_have_the_least_that_they_have_in_the_reader() {
        let error = Config::parse("follow = true\nmeasure = 5\n", "config.toml").unwrap_err();
        assert_eq!(error.to_string(), "config.toml, line 2: measure can be a number from 20, not 5");
        assert_eq!(Config::parse("measure = 20\nscroll_margin = 0\n", "config.toml").unwrap().measure, 20);
    }

    #[test]
    fn a_width_is_a_word_or_a_number() {
        let width = |text: &str| Config::parse(text, "config.toml").map(|config| config.ambiguous_width).map_err(|error| error.to_string());
        assert_eq!(width("ambiguous_width = 2\n"), Ok(AmbiguousSetting::Two));
        assert_eq!(width("ambiguous_width = \"1\"\n"), Ok(AmbiguousSetting::One));
        assert_eq!(width("ambiguous_width = 3\n").unwrap_err(), "config.toml, line 1: \"3\" is not one of auto, 1, 2. Did you mean \"1\"?");
    }

    #[test]
    fn broken_toml_is_an_error_with_its_line() {
        let error = Config::parse("measure = 70\nlayout = [\n", "config.toml").unwrap_err();
        assert!(error.line.is_some(), "{error}");
    }
}
