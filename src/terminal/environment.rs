//! What the environment says about the terminal: read once, asked by everyone.

use std::collections::BTreeMap;
use std::env;

use super::outside::Multiplexer;
use super::painter::Colours;
use super::probe::Background;

/// The variables that are read, in the order in which they are told to a person.
const TOLD: [&str; 23] = [
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "LC_TERMINAL",
    "LC_TERMINAL_VERSION",
    "VTE_VERSION",
    "KONSOLE_VERSION",
    "WT_SESSION",
    "COLORFGBG",
    "NO_COLOR",
    "TMUX",
    "STY",
    "SSH_CONNECTION",
    "BROWSER",
    "DISPLAY",
    "NO_HYPERLINKS",
    "TERMUX_VERSION",
    "WSL_DISTRO_NAME",
    "WAYLAND_DISPLAY",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
];

/// What the identity is made of: variables that are set by the terminal itself or travel with the connection, by their short names.
const IDENTITY: [(&str, &str); 8] = [
    ("TERM", "term"),
    ("COLORTERM", "colour"),
    ("TERM_PROGRAM", "program"),
    ("TERM_PROGRAM_VERSION", "version"),
    ("LC_TERMINAL", "lc"),
    ("LC_TERMINAL_VERSION", "lc-version"),
    ("VTE_VERSION", "vte"),
    ("KONSOLE_VERSION", "konsole"),
];
/// Characters of one value in an identity; no honest one is longer.
const LONGEST_VALUE: usize = 48;

/// The variables of `TOLD` that are set and not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    told: BTreeMap<&'static str, String>,
}

impl Environment {
    /// That of this process.
    pub fn current() -> Self {
        Self::of(|name| env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// That in which a name has the value that `value` says.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let told = TOLD.iter().filter_map(|name| Some((*name, value(name).filter(|value| !value.is_empty())?))).collect();
        Self { told }
    }

    /// The value, or nothing where it is unset or empty.
    pub fn text(&self, name: &str) -> &str {
        self.told.get(name).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.told.contains_key(name)
    }

    /// What is set, for a person to read.
    pub fn told(&self) -> impl Iterator<Item = (&'static str, &str)> {
        TOLD.iter().filter_map(|name| Some((*name, self.told.get(name)?.as_str())))
    }

    pub fn multiplexer(&self) -> Multiplexer {
        match (self.has("TMUX"), self.has("STY")) {
            (true, _) => Multiplexer::Tmux,
            (_, true) => Multiplexer::Screen,
            _ => Multiplexer::None,
        }
    }

    /// The variable that decides which characters the locale has, and its value (POSIX, XBD 8.2).
    pub fn locale(&self) -> Option<(&'static str, &str)> {
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, self.told.get(name)?.as_str())))
    }

    /// A locale that is not set says nothing: the terminal is then taken for one of today's.
    pub fn speaks_utf8(&self) -> bool {
        self.locale().is_none_or(|(_, value)| value.to_ascii_lowercase().replace('-', "").contains("utf8"))
    }

    /// Colours by the custom of the environment, `NO_COLOR` left out; and why.
    pub fn colours(&self) -> (Colours, String) {
        let (term, colorterm) = (self.text("TERM"), self.text("COLORTERM"));
        let because = |what: &str| format!("{what} is {}", self.text(what));
        if term.starts_with("vt1") || term.starts_with("vt2") {
            (Colours::None, because("TERM"))
        } else if matches!(colorterm, "truecolor" | "24bit") {
            (Colours::True, because("COLORTERM"))
        } else if term.ends_with("-direct") {
            (Colours::True, because("TERM"))
        } else if term.contains("256color") || term.starts_with("screen") || term.starts_with("tmux") {
            (Colours::Indexed, because("TERM"))
        } else if term.starts_with("linux") {
            (Colours::Eight, because("TERM"))
        } else {
            (Colours::Sixteen, because("TERM"))
        }
    }

    /// `COLORFGBG`, which rxvt and konsole set: its last field is the number of the background among the sixteen colours.
    pub fn background(&self) -> Option<Background> {
        match self.text("COLORFGBG").rsplit(';').next()?.parse::<u8>().ok()? {
            0..=6 | 8 => Some(Background::Dark),
            7 | 9..=15 => Some(Background::Light),
            _ => None,
        }
    }

    /// One line that is the same for the same terminal in the same place, as far as the environment can tell.
    pub fn identity(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (name, short) in IDENTITY {
            if self.has(name) {
                parts.push(format!("{short}={}", value(self.text(name))));
            }
        }
        if self.has("WT_SESSION") {
            // Another number in each tab.
            parts.push("windows-terminal".to_owned());
        }
        match self.multiplexer() {
            Multiplexer::None => {}
            Multiplexer::Tmux => parts.push("in-tmux".to_owned()),
            Multiplexer::Screen => parts.push("in-screen".to_owned()),
        }
        // The client's address; its port is another in each connection.
        if let Some(client) = self.text("SSH_CONNECTION").split(' ').next().filter(|client| !client.is_empty()) {
            parts.push(format!("from={}", value(client)));
        }
        if let Some((_, locale)) = self.locale() {
            parts.push(format!("locale={}", value(locale)));
        }
        parts.join(" ")
    }
}

/// A value as it may stand in an identity.
fn value(text: &str) -> String {
    text.chars().take(LONGEST_VALUE).map(|c| if c.is_ascii_graphic() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> Environment {
        Environment::of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn colours_by_the_custom_of_the_environment() {
        for (term, colorterm, expected) in [
            ("xterm-256color", "", Colours::Indexed),
            ("xterm-256color", "truecolor", Colours::True),
            ("xterm-direct", "", Colours::True),
            ("xterm", "", Colours::Sixteen),
            ("linux", "", Colours::Eight),
            ("screen", "", Colours::Indexed),
            ("vt100", "truecolor", Colours::None),
        ] {
            assert_eq!(of(&[("TERM", term), ("COLORTERM", colorterm)]).colours().0, expected, "{term} {colorterm}");
        }
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        assert!(of(&[]).speaks_utf8());
        assert!(of(&[("LANG", "zh_CN.UTF-8")]).speaks_utf8());
        assert!(!of(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]).speaks_utf8());
        assert!(of(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")]).speaks_utf8());
        assert!(!of(&[("LANG", "zh_CN.GB18030")]).speaks_utf8());
    }

    #[test]
    fn the_background_by_the_last_field() {
        for (told, expected) in [
            ("15;0", Some(Background::Dark)),
            ("0;default;15", Some(Background::Light)),
            ("0;7", Some(Background::Light)),
            ("0;default", None),
        ] {
            assert_eq!(of(&[("COLORFGBG", told)]).background(), expected, "{told}");
        }
        assert_eq!(of(&[]).background(), None);
    }

    #[test]
    fn one_terminal_is_one_identity_and_another_is_another() {
        let at = |port: &str, more: &[(&str, &str)]| {
            let ssh = format!("10.0.0.7 {port} 10.0.0.1 22");
            let mut set = vec![("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("SSH_CONNECTION", ssh.as_str())];
            set.extend(more);
            of(&set).identity()
        };
        assert_eq!(at("50000", &[]), at("50001", &[]), "another connection from the same place");
        for more in [
            ("TMUX", "/tmp/tmux-0/default,1,0"),
            ("STY", "1.pts"),
            ("VTE_VERSION", "7200"),
            ("LC_ALL", "C"),
            ("TERM_PROGRAM", "WezTerm"),
            ("COLORTERM", "truecolor"),
            ("WT_SESSION", "a-b"),
        ] {
            assert_ne!(at("50000", &[more]), at("50000", &[]), "{more:?}");
        }
        let hostile = of(&[("TERM", &"x\u{1b}]0;a\n".repeat(40))]).identity();
        assert!(hostile.chars().all(|c| c.is_ascii_graphic()) && hostile.len() < 60, "{hostile}");
    }
}
