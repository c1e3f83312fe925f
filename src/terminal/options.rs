//! What is known of the terminal before it is asked, from the environment and the settings.

use std::env;
use std::path::PathBuf;

use super::opener::{Opener, is_installed};
use super::outside::{Multiplexer, Outside};
use super::painter::{Abilities, Colours};
use super::probe::{Found, Works, measure_for};
use super::screen::Canvas;
use crate::text::Ambiguous;

/// Whether something that only some terminals know is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Where the terminal was found to know it.
    #[default]
    Auto,
    Always,
    Never,
}

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
    /// OSC 8.
    pub hyperlinks: When,
    pub outside: Outside,
}

impl Options {
    /// As the environment says: `TERM COLORTERM NO_COLOR NO_HYPERLINKS TMUX STY`, and for
    /// the opener `BROWSER DISPLAY WAYLAND_DISPLAY SSH_CONNECTION TERMUX_VERSION WSL_DISTRO_NAME`.
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
        let opener = Opener::from_environment(text, is_installed);
        Self {
            colours: colours(&term, &text("COLORTERM"), told("NO_COLOR")),
            term,
            canvas: Canvas::default(),
            ambiguous: None,
            speaks_utf8: speaks_utf8(["LC_ALL", "LC_CTYPE", "LANG"].map(text)),
            probe: true,
            hyperlinks: if told("NO_HYPERLINKS") { When::Never } else { When::Auto },
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

    /// Whether cells are made hyperlinks, by what was found out so far.
    pub(super) fn may_link(&self, found: Option<&Found>) -> bool {
        let passes = |found: &Found| match self.outside.multiplexer {
            Multiplexer::None => true,
            Multiplexer::Tmux => found.name.as_deref().is_some_and(tmux_passes_links),
            Multiplexer::Screen => false,
        };
        match self.hyperlinks {
            When::Always => true,
            When::Never => false,
            When::Auto => found.is_some_and(|found| found.hyperlinks == Some(Works::Yes) && passes(found)),
        }
    }

    /// What may be relied on before the terminal has answered.
    pub(super) fn abilities(&self) -> Abilities {
        // GNU screen erases with the default colour unless it was told otherwise; tmux also says `screen`.
        let in_screen = self.outside.multiplexer == Multiplexer::Screen;
        Abilities {
            erase_with_colour: !in_screen && !self.term.starts_with("vt"),
            colours: self.colours,
            hyperlinks: self.may_link(None),
            measure: measure_for(self.ambiguous, None),
            ..Abilities::default()
        }
    }
}

/// tmux passes hyperlinks on since 3.4; older ones drop them. `name` is its XTVERSION: `tmux 3.4`, `tmux next-3.5`.
fn tmux_passes_links(name: &str) -> bool {
    let Some(version) = name.strip_prefix("tmux ") else { return false };
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).map(str::parse::<u32>);
    matches!((numbers.next(), numbers.next()), (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= (3, 4))
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
    fn links_are_used_where_they_are_known_and_passed_on() {
        let options = |hyperlinks, multiplexer| Options {
            hyperlinks,
            outside: Outside { multiplexer, ..Outside::default() },
            ..Options::from_environment(None)
        };
        let found = |works, name: &str| Found { hyperlinks: works, name: Some(name.to_owned()), ..Found::default() };
        let yes = Some(Works::Yes);
        for (when, multiplexer, found, expected) in [
            (When::Auto, Multiplexer::None, None, false),
            (When::Auto, Multiplexer::None, Some(found(None, "x")), false),
            (When::Auto, Multiplexer::None, Some(found(yes, "x")), true),
            (When::Auto, Multiplexer::Tmux, Some(found(yes, "tmux 3.3a")), false),
            (When::Auto, Multiplexer::Tmux, Some(found(yes, "tmux 3.4")), true),
            (When::Auto, Multiplexer::Tmux, Some(found(yes, "tmux next-3.6")), true),
            (When::Auto, Multiplexer::Screen, Some(found(yes, "x")), false),
            (When::Always, Multiplexer::Screen, None, true),
            (When::Never, Multiplexer::None, Some(found(yes, "x")), false),
        ] {
            assert_eq!(options(when, multiplexer).may_link(found.as_ref()), expected, "{when:?} {multiplexer:?} {found:?}");
        }
    }

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
