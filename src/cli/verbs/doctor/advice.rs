//! What is wrong with a terminal, and what would make it better: sentences, each only where it applies.

use crate::reader::layout::SIDE_BY_SIDE;
use crate::terminal::{Around, Examined, Han, Options, SLOW, Works};
use crate::text::Ambiguous;

/// What the doctor has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Something is shown wrong, or cannot be shown.
    pub problems: Vec<String>,
    /// Something could be better or cheaper.
    pub advice: Vec<String>,
}

/// Judges what was found.
pub fn judge(options: &Options, around: &Around, examined: &Examined, is_terminal: bool) -> Judgement {
    let mut said = Judgement::default();
    let mut problem = |sentence: &str| said.problems.push(sentence.to_owned());
    let found = examined.found.clone().unwrap_or_default();
    if options.is_dumb() {
        problem(
            "TERM names no terminal that can place text. Set TERM (xterm-256color is rarely wrong); until then qikan prints plain text.",
        );
    } else if is_terminal && examined.found.as_ref().is_some_and(crate::terminal::Found::is_mute) {
        problem(
            "The terminal did not answer, so the width of characters such as “ ” and — is not known. Say --ambiguous 1 or 2, \
             or set ambiguous_width in config.toml.",
        );
    }
    if around.client_speaks_utf8 == Some(false) {
        problem("tmux believes that the terminal behind it is not in UTF-8 and shows _ for every Chinese character. Attach with: tmux -u");
    }
    if found.han == Some(Han::Otherwise) {
        problem(
            "The terminal does not show UTF-8: Chinese will be wrong. Set it to UTF-8; start tmux with: tmux -u; start screen with: screen -U",
        );
    } else if let (Some(set), Some(seen)) = (options.ambiguous, found.ambiguous)
        && set != seen
    {
        let cells = |width| if width == Ambiguous::Two { "2" } else { "1" };
        problem(&format!(
            "Ambiguous characters are set to {} here and take {} on this terminal: remove the setting, or change the terminal's.",
            cells(set),
            cells(seen),
        ));
    }
    let mut advise = |sentence: &str| said.advice.push(sentence.to_owned());
    if !options.speaks_utf8
        && let Some((name, value)) = options.environment.locale()
    {
        advise(&format!(
            "The locale is not UTF-8 ({name}={value}), so signs are drawn in ASCII, and other programs may show no Chinese. Set LANG=C.UTF-8 or \
             another that ends with UTF-8.",
        ));
    }
    if found.ambiguous == Some(Ambiguous::Two) && options.ambiguous.is_none() {
        advise(
            "Ambiguous characters take two cells here. The reader has found that out by itself; plain output cannot: give it --ambiguous 2, \
             or set ambiguous_width = \"2\" in config.toml.",
        );
    }
    if options.term.starts_with("linux") {
        advise("The Linux console has no Chinese glyphs. Use a terminal program, or connect from another machine.");
    }
    let far = found.round_trip.is_some_and(|time| time > SLOW);
    if far && options.environment.has("SSH_CONNECTION") {
        advise("The way to this terminal is long. ssh -C compresses what is sent, to about a third.");
    }
    if found.column_margins == Some(Works::No) && examined.size.columns >= SIDE_BY_SIDE {
        advise(
            "Panes side by side scroll 20 times cheaper in a terminal with DECSLRM, which this one has not. On a slow line press = \
             in the reader to stack them, or set layout = \"stacked\" in config.toml.",
        );
    }
    said
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::reader::Size;
    use crate::terminal::{Environment, Found};

    fn options(set: &[(&str, &str)]) -> Options {
        let environment = Environment::of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()));
        Options::of(environment, None)
    }

    fn found() -> Found {
        Found {
            han: Some(Han::TwoCells),
            ambiguous: Some(Ambiguous::One),
            column_margins: Some(Works::Yes),
            round_trip: Some(Duration::from_millis(3)),
            ..Found::default()
        }
    }

    fn judged(set: &[(&str, &str)], found: Found) -> Judgement {
        let examined = Examined { size: Size { columns: 200, rows: 50 }, found: Some(found) };
        judge(&options(set), &Around::default(), &examined, true)
    }

    const XTERM: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("LANG", "C.UTF-8")];

    #[test]
    fn a_sound_terminal_near_by_gets_no_advice() {
        assert_eq!(judged(XTERM, found()), Judgement::default());
    }

    #[test]
    fn each_trouble_has_its_sentence() {
        let one = |judgement: Judgement, word: &str| {
            let all = [judgement.problems, judgement.advice].concat();
            assert!(all.len() == 1 && all.iter().all(|sentence| sentence.contains(word)), "{word}: {all:?}");
        };
        one(judged(XTERM, Found { han: Some(Han::Otherwise), ..found() }), "screen -U");
        one(judged(XTERM, Found::default()), "did not answer");
        one(judged(XTERM, Found { ambiguous: Some(Ambiguous::Two), ..found() }), "--ambiguous 2");
        one(judged(XTERM, Found { column_margins: Some(Works::No), ..found() }), "press =");
        one(judged(&[("TERM", "xterm"), ("LANG", "C")], found()), "LANG=C)");
        one(judged(&[("TERM", "linux"), ("LANG", "C.UTF-8")], found()), "Linux console");
        one(judged(&[("LANG", "C.UTF-8")], found()), "Set TERM");
        let far = Found { round_trip: Some(Duration::from_millis(200)), ..found() };
        one(judged(&[("TERM", "xterm"), ("SSH_CONNECTION", "10.0.0.7 1 10.0.0.1 22")], far), "ssh -C");
        let client = Around { client_speaks_utf8: Some(false), ..Around::default() };
        one(judge(&options(XTERM), &client, &Examined { found: Some(found()), ..Examined::default() }, true), "tmux -u");
        let set = Options { ambiguous: Some(Ambiguous::Two), ..options(XTERM) };
        one(judge(&set, &Around::default(), &Examined { found: Some(found()), ..Examined::default() }, true), "remove the setting");
    }

    #[test]
    fn not_to_be_asked_is_no_problem() {
        let judged =
            |found, is_terminal| judge(&options(XTERM), &Around::default(), &Examined { found, ..Examined::default() }, is_terminal);
        assert_eq!(judged(None, false), Judgement::default(), "there was nobody to ask");
        assert_eq!(judged(Some(Found::default()), false), Judgement::default(), "no terminal need not answer");
        assert_eq!(judged(None, true), Judgement::default(), "a key ended it before the answer");
    }
}
