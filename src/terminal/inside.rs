//! What the multiplexer around us says of itself and of the terminal behind it.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use super::outside::Multiplexer;

/// How long it may take to say it.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of an answer that are read.
const LONGEST: u64 = 4096;

/// What was said. Empty where it was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    pub version: Option<String>,
    /// Whether tmux's client writes UTF-8 to the terminal behind it; if not, Chinese becomes `_`.
    pub client_speaks_utf8: Option<bool>,
    /// `$TERM` of that terminal.
    pub client_term: Option<String>,
}

/// Asks it, by its own program: at most a second.
pub fn around(multiplexer: Multiplexer) -> Around {
    match multiplexer {
        Multiplexer::None => Around::default(),
        Multiplexer::Tmux => said(&["tmux", "display-message", "-p", "#{version}\n#{client_utf8}\n#{client_termname}"])
            .map(|text| tmux_says(&text))
            .unwrap_or_default(),
        // The program in the path; the one that runs may be older.
        Multiplexer::Screen => Around {
            version: said(&["screen", "--version"]).and_then(|text| Some(text.strip_prefix("Screen version ")?.to_owned())),
            ..Around::default()
        },
    }
}

fn tmux_says(text: &str) -> Around {
    let mut lines = text.lines().map(str::trim);
    let mut next = || lines.next().filter(|line| !line.is_empty()).map(str::to_owned);
    Around { version: next(), client_speaks_utf8: next().map(|utf8| utf8 == "1"), client_term: next() }
}

/// What a program writes, if it ends well and in time.
fn said(argv: &[&str]) -> Option<String> {
    let (program, arguments) = argv.split_first()?;
    let mut child = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut pipe = child.stdout.take()?.take(LONGEST);
    let (say, heard) = channel();
    let reader = std::thread::Builder::new().name("multiplexer".to_owned()).spawn(move || {
        let mut text = String::new();
        let whole = pipe.read_to_string(&mut text).is_ok();
        let _ = say.send(whole.then_some(text));
    });
    let text = reader.ok().and_then(|_| heard.recv_timeout(PATIENCE).ok()).flatten();
    if text.is_none() {
        let _ = child.kill();
    }
    let ended_well = child.wait().is_ok_and(|status| status.success());
    // `screen --version` ends with 1.
    text.filter(|text| ended_well || !text.is_empty()).map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tmux_says_of_its_client() {
        let around = tmux_says("3.3a\n0\nxterm-256color\n");
        assert_eq!((around.version.as_deref(), around.client_speaks_utf8), (Some("3.3a"), Some(false)));
        assert_eq!(around.client_term.as_deref(), Some("xterm-256color"));
        // Nobody is attached.
        assert_eq!(tmux_says("3.3a\n\n\n").client_speaks_utf8, None);
        assert_eq!(said(&["a-program-that-nobody-has"]), None);
    }
}
