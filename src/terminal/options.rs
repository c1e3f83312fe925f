//! How the terminal is to be used: what environment, settings and memory say before it has answered, and what follows when it has.

use std::path::PathBuf;
use std::time::Duration;

use super::environment::Environment;
use super::opener::{Opener, is_installed};
use super::outside::{Multiplexer, Outside};
use super::painter::{Abilities, Cells, Colours};
use super::probe::{Found, LONGEST, Samples, Works};
use super::screen::Canvas;
use super::sure::measure_for;
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
    pub environment: Environment,
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
    pub samples: Samples,
    /// How long its answers are waited for.
    pub patience: Duration,
    /// What was found when this terminal was asked the last time.
    pub remembered: Option<Found>,
    pub outside: Outside,
}

/// How far what is known of the terminal may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// It was so the last time.
    Remembered,
    /// It was seen to be so by this program on this terminal.
    Seen,
}

impl Options {
    /// As the environment says. The last copy is kept in `state_folder`.
    pub fn from_environment(state_folder: Option<PathBuf>) -> Self {
        Self::of(Environment::current(), state_folder)
    }

    /// As this environment says.
    pub fn of(environment: Environment, state_folder: Option<PathBuf>) -> Self {
        let told = |name: &str| environment.has(name);
        let opener = Opener::from_environment(|name| environment.text(name).to_owned(), is_installed);
        Self {
            term: environment.text("TERM").to_owned(),
            colours: if told("NO_COLOR") { Colours::None } else { environment.colours().0 },
            canvas: Canvas::default(),
            ambiguous: None,
            speaks_utf8: environment.speaks_utf8(),
            probe: true,
            hyperlinks: if told("NO_HYPERLINKS") { When::Never } else { When::Auto },
            samples: Samples::default(),
            patience: LONGEST,
            remembered: None,
            outside: Outside {
                multiplexer: environment.multiplexer(),
                opener,
                clip_file: state_folder.map(|folder| folder.join("clip.txt")),
            },
            environment,
        }
    }

    /// Attributes only, whatever the terminal can.
    #[must_use]
    pub fn without_colour(self) -> Self {
        Self { colours: Colours::None, ..self }
    }

    /// Colours although `NO_COLOR` is set; sixteen where the environment knows of none.
    #[must_use]
    pub fn with_colour(self) -> Self {
        let colours = match self.environment.colours().0 {
            Colours::None => Colours::Sixteen,
            known => known,
        };
        Self { colours, ..self }
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

    /// Whether cells are made hyperlinks. That screen and older tmux swallow them is known to those who found out.
    fn may_link(&self, found: &Found) -> bool {
        match self.hyperlinks {
            When::Always => true,
            When::Never => false,
            When::Auto => found.hyperlinks == Some(Works::Yes),
        }
    }

    /// What the painter may rely on, with so much known of the terminal.
    ///
    /// Column margins are believed only when seen. The first frame writes everything and scrolls nothing, so it gains nothing from
    /// them, and the answer is there before a person can press a key that scrolls; but were they gone since (another terminal
    /// behind the same name), the first scroll of one pane would tear its neighbours. Everything else that is remembered is used
    /// at once: a frame wrapped in an unknown mode 2026 is still a frame, and widths that have changed since are
    /// mended by one full frame when the answer comes.
    ///
    /// Until a terminal that is not remembered has answered, its lines are taken for narrow: placing each piece of a rule would
    /// make the first frame a fifth longer everywhere, and where lines are wide one more frame mends it.
    pub(super) fn abilities(&self, found: &Found, trust: Trust) -> Abilities {
        // GNU screen erases with the default colour unless it was told otherwise; tmux also says `screen`.
        let in_screen = self.outside.multiplexer == Multiplexer::Screen;
        let colours = match (self.colours, found.true_colour) {
            (Colours::Indexed | Colours::Sixteen, Some(Works::Yes)) if self.outside.multiplexer == Multiplexer::None => Colours::True,
            (told, _) => told,
        };
        Abilities {
            column_margins: trust == Trust::Seen && found.column_margins == Some(Works::Yes),
            synchronized: found.synchronized == Some(Works::Yes) && self.may_synchronize(),
            erase_with_colour: !in_screen && !self.term.starts_with("vt"),
            colours,
            hyperlinks: self.may_link(found),
            measure: self.measure(found, trust),
            ..Abilities::default()
        }
    }

    /// The widths of this terminal: as the user says, else as it was found.
    pub(super) fn measure(&self, found: &Found, trust: Trust) -> fn(&str) -> Cells {
        match self.widths(found) {
            (None, None) if trust == Trust::Remembered && self.probe => measure_for(None, Some(Ambiguous::One)),
            (signs, lines) => measure_for(signs, lines),
        }
    }

    /// Cells of signs and of lines. Who sets `1` or `2` means both, unless it was seen that lines are narrow.
    pub(super) fn widths(&self, found: &Found) -> (Option<Ambiguous>, Option<Ambiguous>) {
        match self.ambiguous {
            Some(Ambiguous::One) => (Some(Ambiguous::One), None),
            Some(Ambiguous::Two) => (Some(Ambiguous::Two), found.lines),
            None => (found.ambiguous, found.lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(set: &[(&str, &str)]) -> Options {
        let environment = Environment::of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()));
        Options::of(environment, None)
    }

    #[test]
    fn links_are_used_where_they_are_known_or_wished_for() {
        let yes = Some(Works::Yes);
        for (set, hyperlinks, found, expected) in [
            ("", When::Auto, None, false),
            ("", When::Auto, Some(Works::No), false),
            ("", When::Auto, yes, true),
            ("", When::Always, None, true),
            ("", When::Never, yes, false),
        ] {
            let options = Options { hyperlinks, ..options(&[("TERM", "xterm"), ("NO_HYPERLINKS", set)]) };
            let found = Found { hyperlinks: found, ..Found::default() };
            assert_eq!(options.abilities(&found, Trust::Seen).hyperlinks, expected, "{hyperlinks:?} {found:?}");
        }
        assert_eq!(options(&[("TERM", "xterm"), ("NO_HYPERLINKS", "1")]).hyperlinks, When::Never);
        assert_eq!(options(&[("TERM", "xterm")]).hyperlinks, When::Auto);
    }

    #[test]
    fn no_color_takes_the_colours_and_the_command_line_gives_them_back() {
        let without = options(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]);
        assert!(without.is_colourless());
        assert_eq!(without.with_colour().colours, Colours::Indexed);
        assert_eq!(options(&[("TERM", "vt100")]).with_colour().colours, Colours::Sixteen);
        assert!(options(&[("TERM", "xterm-256color")]).without_colour().is_colourless());
    }

    #[test]
    fn a_terminal_known_for_24_bits_gets_them_but_never_against_the_users_will() {
        let found = Found { true_colour: Some(Works::Yes), ..Found::default() };
        let colours = |set: &[(&str, &str)]| options(set).abilities(&found, Trust::Seen).colours;
        assert_eq!(colours(&[("TERM", "xterm-256color")]), Colours::True);
        assert_eq!(colours(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Colours::None);
        assert_eq!(colours(&[("TERM", "tmux-256color"), ("TMUX", "x")]), Colours::Indexed);
        assert_eq!(options(&[("TERM", "xterm")]).abilities(&Found::default(), Trust::Seen).colours, Colours::Sixteen);
    }

    #[test]
    fn what_is_remembered_is_used_but_for_column_margins() {
        let found =
            Found { ambiguous: Some(Ambiguous::Two), column_margins: Some(Works::Yes), synchronized: Some(Works::Yes), ..Found::default() };
        let options = options(&[("TERM", "xterm")]);
        let remembered = options.abilities(&found, Trust::Remembered);
        assert!(!remembered.column_margins && remembered.synchronized);
        assert_eq!((remembered.measure)("“"), Cells { count: 2, sure: true });
        assert!(options.abilities(&found, Trust::Seen).column_margins);
    }

    #[test]
    fn a_synchronized_frame_is_never_sent_into_tmux() {
        let found = Found { synchronized: Some(Works::Yes), ..Found::default() };
        assert!(!options(&[("TERM", "tmux-256color"), ("TMUX", "x")]).abilities(&found, Trust::Seen).synchronized);
    }

    /// The setting, then what was found, in every combination: cells of `“` and of `─`, and whether they are sure.
    #[test]
    fn the_setting_of_widths_rules_over_what_was_found() {
        use Ambiguous::{One, Two};
        for (setting, signs, lines, expected) in [
            (None, None, None, (1, 1, false)),
            (None, Some(One), Some(One), (1, 1, true)),
            (None, Some(One), Some(Two), (1, 2, true)),
            (None, Some(Two), Some(One), (2, 1, true)),
            (None, Some(Two), Some(Two), (2, 2, true)),
            (Some(One), None, None, (1, 1, true)),
            (Some(One), Some(One), Some(One), (1, 1, true)),
            (Some(One), Some(One), Some(Two), (1, 1, true)),
            (Some(One), Some(Two), Some(One), (1, 1, true)),
            (Some(One), Some(Two), Some(Two), (1, 1, true)),
            (Some(Two), None, None, (2, 2, true)),
            (Some(Two), Some(One), Some(One), (2, 1, true)),
            (Some(Two), Some(One), Some(Two), (2, 2, true)),
            (Some(Two), Some(Two), Some(One), (2, 1, true)),
            (Some(Two), Some(Two), Some(Two), (2, 2, true)),
        ] {
            let options = Options { ambiguous: setting, ..options(&[("TERM", "xterm")]) };
            let measure = options.measure(&Found { ambiguous: signs, lines, ..Found::default() }, Trust::Seen);
            let got = (measure("“").count, measure("─").count, measure("“").sure && measure("─").sure);
            assert_eq!(got, expected, "{setting:?} {signs:?} {lines:?}");
        }
    }

    #[test]
    fn until_it_answers_a_terminal_is_trusted_with_lines_only() {
        let unknown = Found::default();
        let options = options(&[("TERM", "xterm")]);
        let hoped = options.measure(&unknown, Trust::Remembered);
        assert!(hoped("─").sure && !hoped("“").sure);
        let seen = options.measure(&unknown, Trust::Seen);
        assert!(!seen("─").sure && !seen("“").sure, "it did not answer");
        let unasked = Options { probe: false, ..options }.measure(&unknown, Trust::Remembered);
        assert!(!unasked("─").sure, "it will not be asked");
    }
}
