//! What terminals can that cannot be asked for, by make: hyperlinks and true colour.
//!
//! There is no query for OSC 8, and for true colour only device strings (XTGETTCAP, DECRQSS) that Terminal.app and QTerminal
//! print on the screen (neovim #28776, #41709), while almost every terminal that answers them says its name too. So the name
//! decides: first the one that the terminal gave when asked (XTVERSION), which no `ssh` hides and no other terminal has left behind in
//! the environment; where it gave none, the variables that terminals set. A make that is not here is not believed to do anything.

use super::environment::Environment;
use super::outside::Multiplexer;
use super::probe::Works;

/// One make of terminal.
struct Make {
    /// What the answer to XTVERSION begins with.
    name: &'static str,
    /// Variables by which it is known where it was silent, with the beginning of their value.
    told: &'static [(&'static str, &'static str)],
    /// The variable that holds its version there.
    version: &'static str,
    hyperlinks: Since,
    true_colour: Since,
}

/// From which version on a make can something.
#[derive(Clone, Copy)]
enum Since {
    Never,
    /// All that are known by this name and still about; older ones ignored it.
    Always,
    /// From this version: major, minor.
    Version(u32, u32),
    /// It depends on something behind it.
    Unknown,
}

/// Sources: the release notes and manuals of each; "Hyperlinks in Terminal Emulators" by Egmont Koblinger and its list of
/// adopters; the list of true-colour terminals at github.com/termstandard/colors. VTE 0.50.0 crashed over OSC 8.
#[rustfmt::skip]
const MAKES: [Make; 16] = {
    use Since::{Always, Never, Unknown, Version};
    [
        Make { name: "tmux", told: &[], version: "", hyperlinks: Version(3, 4), true_colour: Unknown },
        // Before xterm, whose name is the beginning of this one.
        Make { name: "xterm.js", told: &[], version: "", hyperlinks: Version(5, 0), true_colour: Always },
        Make { name: "XTerm", told: &[], version: "", hyperlinks: Never, true_colour: Unknown },
        // A profile may have them off; then it drops them.
        Make { name: "Konsole", told: &[("KONSOLE_VERSION", "")], version: "KONSOLE_VERSION", hyperlinks: Version(20, 12), true_colour: Always },
        Make { name: "VTE", told: &[("VTE_VERSION", "")], version: "VTE_VERSION", hyperlinks: Version(0, 5001), true_colour: Version(0, 3600) },
        Make { name: "kitty", told: &[("TERM", "xterm-kitty")], version: "", hyperlinks: Always, true_colour: Always },
        Make { name: "WezTerm", told: &[("TERM_PROGRAM", "WezTerm")], version: "TERM_PROGRAM_VERSION", hyperlinks: Always, true_colour: Always },
        Make { name: "foot", told: &[("TERM", "foot")], version: "", hyperlinks: Version(1, 7), true_colour: Always },
        Make { name: "ghostty", told: &[("TERM", "xterm-ghostty"), ("TERM_PROGRAM", "ghostty")], version: "", hyperlinks: Always, true_colour: Always },
        // It does not say its name when asked.
        Make { name: "alacritty", told: &[("TERM", "alacritty")], version: "", hyperlinks: Always, true_colour: Always },
        Make { name: "iTerm2", told: &[("LC_TERMINAL", "iTerm2")], version: "LC_TERMINAL_VERSION", hyperlinks: Version(3, 1), true_colour: Version(3, 0) },
        Make { name: "iTerm.app", told: &[("TERM_PROGRAM", "iTerm.app")], version: "TERM_PROGRAM_VERSION", hyperlinks: Version(3, 1), true_colour: Version(3, 0) },
        Make { name: "Windows Terminal", told: &[("WT_SESSION", "")], version: "", hyperlinks: Always, true_colour: Always },
        Make { name: "vscode", told: &[("TERM_PROGRAM", "vscode")], version: "TERM_PROGRAM_VERSION", hyperlinks: Version(1, 72), true_colour: Always },
        Make { name: "mintty", told: &[("TERM_PROGRAM", "mintty")], version: "TERM_PROGRAM_VERSION", hyperlinks: Always, true_colour: Always },
        Make { name: "contour", told: &[], version: "", hyperlinks: Always, true_colour: Always },
    ]
};

/// What the make of the terminal can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByMake {
    pub hyperlinks: Option<Works>,
    pub true_colour: Option<Works>,
}

/// What is known by the terminal's own name, or where it gave none by the environment.
pub(super) fn by_make(name: Option<&str>, environment: &Environment) -> ByMake {
    let judged =
        |make: &Make, version: &str| ByMake { hyperlinks: make.hyperlinks.judge(version), true_colour: make.true_colour.judge(version) };
    if let Some(name) = name {
        let make = MAKES.iter().find(|make| name.get(..make.name.len()).is_some_and(|head| head.eq_ignore_ascii_case(make.name)));
        return make.map_or_else(ByMake::default, |make| judged(make, name.get(make.name.len()..).unwrap_or_default()));
    }
    match environment.multiplexer() {
        // The variables are those of the terminal in which it was once started.
        Multiplexer::Tmux => return ByMake::default(),
        // GNU screen drops OSC 8 (measured with 4.9).
        Multiplexer::Screen => return ByMake { hyperlinks: Some(Works::No), true_colour: None },
        Multiplexer::None => {}
    }
    let is = |(variable, begins): &(&str, &str)| environment.has(variable) && environment.text(variable).starts_with(begins);
    let make = MAKES.iter().find(|make| make.told.iter().any(is));
    make.map_or_else(ByMake::default, |make| judged(make, environment.text(make.version)))
}

impl Since {
    fn judge(self, version: &str) -> Option<Works> {
        match self {
            Self::Never => Some(Works::No),
            Self::Always => Some(Works::Yes),
            Self::Unknown => None,
            Self::Version(major, minor) => {
                let said = numbers(version)?;
                Some(if said >= (major, minor) { Works::Yes } else { Works::No })
            }
        }
    }
}

/// The first two numbers of a version: `(1.7.2)`, ` 3.3a`. One number of four digits and more, VTE's `7200` and konsole's
/// `201203`, is read as its makers mean it.
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let first: u32 = parts.next()?.parse().ok()?;
    match parts.next().and_then(|part| part.parse().ok()) {
        Some(second) => Some((first, second)),
        None if first >= 100_000 => Some((first / 10_000, first / 100 % 100)),
        None if first >= 1000 => Some((0, first)),
        None => Some((first, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> Environment {
        Environment::of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_name_that_a_terminal_gives_decides() {
        let (yes, no) = (Some(Works::Yes), Some(Works::No));
        for (name, hyperlinks, true_colour) in [
            ("tmux 3.3a", no, None),
            ("tmux 3.4", yes, None),
            ("tmux next-3.6", yes, None),
            ("XTerm(379)", no, None),
            ("kitty(0.26.5)", yes, yes),
            ("foot(1.6.2)", no, yes),
            ("foot(1.13.1)", yes, yes),
            ("VTE(7200)", yes, yes),
            ("VTE(4900)", no, yes),
            ("Konsole 22.12.3", yes, yes),
            ("iTerm2 3.4.19", yes, yes),
            ("xterm.js(5.3.0)", yes, yes),
            ("xterm.js(4.19.0)", no, yes),
            ("PuTTY", None, None),
            ("期", None, None),
        ] {
            let found = by_make(Some(name), &of(&[]));
            assert_eq!((found.hyperlinks, found.true_colour), (hyperlinks, true_colour), "{name}");
        }
    }

    #[test]
    fn the_environment_is_asked_only_where_the_terminal_is_silent() {
        let left_behind = of(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7200")]);
        assert_eq!(by_make(Some("XTerm(379)"), &left_behind).hyperlinks, Some(Works::No));
        assert_eq!(by_make(None, &left_behind).hyperlinks, Some(Works::Yes));
        for (variable, value, hyperlinks) in [
            ("VTE_VERSION", "5000", Some(Works::No)),
            ("KONSOLE_VERSION", "201203", Some(Works::Yes)),
            ("KONSOLE_VERSION", "200802", Some(Works::No)),
            ("WT_SESSION", "0-0", Some(Works::Yes)),
            ("TERM", "alacritty", Some(Works::Yes)),
            ("TERM_PROGRAM", "Apple_Terminal", None),
        ] {
            assert_eq!(by_make(None, &of(&[(variable, value)])).hyperlinks, hyperlinks, "{variable}={value}");
        }
        // Inside a multiplexer they speak of another terminal.
        assert_eq!(by_make(None, &of(&[("TMUX", "x"), ("VTE_VERSION", "7200")])).hyperlinks, None);
        assert_eq!(by_make(None, &of(&[("STY", "x"), ("VTE_VERSION", "7200")])).hyperlinks, Some(Works::No));
    }
}
