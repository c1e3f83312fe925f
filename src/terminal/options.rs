//! What is known of the terminal before it is asked, from the environment and the settings.

use std::env;
use std::path::PathBuf;

use super::outside::{Multiplexer, Outside};
use super::painter::{Abilities, Colours};
use super::probe::measure_for;
use super::screen::Canvas;
use crate::text::Ambiguous;

/// How the terminal is to be used.
#[derive(Clone, Debug)]
pub struct Options {
    /// `$TERM`.
    pub term: String,
    pub canvas: Canvas,
    pub colours: Colours,
    /// The width of ambiguous characters if the user knows it; else the terminal is asked.
    pub ambiguous: Option<Ambiguous>,
    /// Whether the locale says UTF-8 (`LC_ALL`, `LC_CTYPE`, `LANG`, the first that is set).
    pub speaks_utf8: bool,
    /// Ask the terminal what it can.
    pub probe: bool,
    pub outside: Outside,
}

impl Options {
    /// As the environment says: `TERM COLORTERM NO_COLOR TMUX STY DISPLAY WAYLAND_DISPLAY SSH_CONNECTION`.
    /// The last copy is kept in `state_folder`.
    pub fn from_environment(state_folder: Option<PathBuf>) -> Self {
        let told = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let text = |name: &str| env::var(name).unwrap_or_default();
        let term = text("TERM");
        let multiplexer = match (told("TMUX"), told("STY")) {
            (true, _) => Multiplexer::Tmux,
            (_, true) => Multiplexer::Screen,
            _ => Multiplexer::None,
        };
        let desktop = told("DISPLAY") || told("WAYLAND_DISPLAY");
        let opener = if cfg!(target_os = "macos") && !told("SSH_CONNECTION") {
            Some(vec!["open".to_owned()])
        } else {
            desktop.then(|| vec!["xdg-open".to_owned()])
        };
        Self {
            colours: colours(&term, &text("COLORTERM"), told("NO_COLOR")),
            term,
            canvas: Canvas::default(),
            ambiguous: None,
            speaks_utf8: speaks_utf8(["LC_ALL", "LC_CTYPE", "LANG"].map(text)),
            probe: true,
            outside: Outside { multiplexer, opener, clip_file: state_folder.map(|folder| folder.join("clip.txt")) },
        }
    }

    /// Attributes only, whatever the terminal can.
    #[must_use]
    pub fn without_colour(self) -> Self {
        Self { colours: Colours::None, ..self }
    }

    pub fn is_colourless(&self) -> bool {
        self.colours == Colours::None
    }

    /// A terminal that cannot place text.
    pub fn is_dumb(&self) -> bool {
        matches!(self.term.as_str(), "" | "dumb" | "unknown")
    }

    /// Inside tmux mode 2026 costs a repaint of the whole pane; screen does not know it.
    pub(super) fn may_synchronize(&self) -> bool {
        self.outside.multiplexer == Multiplexer::None && !self.term.starts_with("linux")
    }

    /// The Linux console and old terminals may print strings that they do not know.
    pub(super) fn may_ask_by_strings(&self) -> bool {
        self.outside.multiplexer != Multiplexer::Screen && !self.term.starts_with("linux") && !self.term.starts_with("vt")
    }

    /// What may be relied on before the terminal has answered.
    pub(super) fn abilities(&self) -> Abilities {
        // GNU screen erases with the default colour unless it was told otherwise; tmux also says `screen`.
        let in_screen = self.outside.multiplexer == Multiplexer::Screen;
        Abilities {
            erase_with_colour: !in_screen && !self.term.starts_with("vt"),
            colours: self.colours,
            measure: measure_for(self.ambiguous, None),
            ..Abilities::default()
        }
    }
}

fn colours(term: &str, colorterm: &str, no_color: bool) -> Colours {
    if no_color || term.starts_with("vt1") || term.starts_with("vt2") {
        Colours::None
    } else if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
        Colours::True
    } else if term.contains("256color") || term.starts_with("screen") || term.starts_with("tmux") {
        Colours::Indexed
    } else if term.starts_with("linux") {
        Colours::Eight
    } else {
        Colours::Sixteen
    }
}

/// A locale that is not set says nothing: the terminal is then taken for one of today's.
fn speaks_utf8(locale: [String; 3]) -> bool {
    let Some(first) = locale.iter().find(|value| !value.is_empty()) else { return true };
    let folded = first.to_ascii_lowercase().replace('-', "");
    folded.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_by_the_custom_of_the_environment() {
        for (term, colorterm, no_color, expected) in [
            ("xterm-256color", "", false, Colours::Indexed),
            ("xterm-256color", "truecolor", false, Colours::True),
            ("xterm-256color", "truecolor", true, Colours::None),
            ("xterm", "", false, Colours::Sixteen),
            ("linux", "", false, Colours::Eight),
            ("screen", "", false, Colours::Indexed),
            ("vt100", "", false, Colours::None),
        ] {
            assert_eq!(colours(term, colorterm, no_color), expected, "{term} {colorterm} {no_color}");
        }
    }
}
