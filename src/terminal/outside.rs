//! Things outside the terminal's picture: the clipboard and the browser, and an honest sentence about either.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use super::errands::Report;
use super::opener::Opener;
use crate::reader::Copied;
use crate::text::{clean, clean_line, web_address};

/// Payload of OSC 52 in bytes: its base64 with the frame stays below 100,000, hterm's old limit.
const LARGEST_COPY: usize = 74_994;
/// GNU screen passes device strings on in pieces of at most this many bytes.
const SCREEN_PIECE: usize = 250;
/// An opener that fails later than this has opened something.
const SOON: Duration = Duration::from_secs(10);
/// How long another program may take to take a copy.
const PATIENCE: Duration = Duration::from_secs(1);

/// What stands between us and the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Multiplexer {
    #[default]
    None,
    Tmux,
    Screen,
}

/// Ways out of the terminal.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    pub multiplexer: Multiplexer,
    pub opener: Option<Opener>,
    /// The file that keeps the last copy.
    pub clip_file: Option<PathBuf>,
}

/// What came of an errand: bytes for the terminal, the sentence, and what was copied if anything was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CameOf {
    pub bytes: Vec<u8>,
    pub said: String,
    pub copied: Option<Copied>,
}

impl CameOf {
    fn only(said: String) -> Self {
        Self { said, ..Self::default() }
    }
}

impl Outside {
    /// Sends a text towards the clipboard by the way that works here, and keeps it in the file. May take a second.
    pub(super) fn copy(&self, copied: Copied) -> CameOf {
        let text = clean(&copied.text);
        let what = clean_line(&copied.what);
        let count = text.chars().count();
        let characters = if count == 1 { "1 character".to_owned() } else { format!("{count} characters") };
        let mut bytes = Vec::new();
        let sent = if text.len() > LARGEST_COPY {
            Some(format!("{what}: too long for the clipboard ({characters}, at most {LARGEST_COPY} bytes)"))
        } else {
            match self.multiplexer {
                Multiplexer::Tmux => tmux(&text).map(|way| format!("{what}: {characters} {way}")),
                Multiplexer::Screen => {
                    bytes = in_screen(&osc52(&text));
                    Some(format!("{what}: {characters} sent to the terminal's clipboard through screen (a terminal may ignore it)"))
                }
                Multiplexer::None => {
                    bytes = osc52(&text);
                    Some(format!("{what}: {characters} sent to the terminal's clipboard (a terminal may ignore it)"))
                }
            }
        };
        let kept = self.clip_file.as_deref().map(|path| keep(path, &text).map(|()| path.display().to_string()));
        let said = match (sent, kept) {
            (Some(sent), Some(Ok(path))) => format!("{sent}; also in {path}"),
            (Some(sent), Some(Err(error))) => format!("{sent}; not kept in a file: {error}"),
            (Some(sent), None) => sent,
            (None, Some(Ok(path))) => format!("{what}: tmux did not take it; it is in {path}"),
            (None, _) => format!("{what}: not copied, tmux did not take it"),
        };
        CameOf { bytes, said, copied: Some(copied) }
    }

    /// The program and its arguments where an address is opened in the terminal itself.
    pub(super) fn opened_in_terminal(&self, address: &str) -> Option<(String, Vec<String>)> {
        let opener = self.opener.as_ref().filter(|opener| opener.is_in_terminal())?;
        openable(address).ok()?;
        Some((opener.program().to_owned(), opener.arguments(address)))
    }

    /// Opens an address with the opener; without one, or when it fails soon, the address is copied and shown.
    pub(super) fn open(&self, address: &str, report: &Report) -> CameOf {
        if let Err(reason) = openable(address) {
            let shown: String = clean_line(address).chars().take(200).collect();
            return CameOf::only(format!("Not opened, {reason}: {shown}"));
        }
        let Some(opener) = &self.opener else {
            return self.copy_instead(address, "no browser here");
        };
        let program = opener.program();
        let mut command = Command::new(program);
        // A group of its own: it must not stop or end with us, nor write over the screen.
        command.args(opener.arguments(address)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let started = Instant::now();
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return self.copy_instead(address, &format!("{program} cannot be started ({error})")),
        };
        let (outside, program, shown) = (self.clone(), program.to_owned(), address.to_owned());
        if let Ok(report) = report.another() {
            // Whoever waits for it also lets it go when it ends, be that in an hour.
            let waits = std::thread::Builder::new().name("opener".to_owned()).spawn(move || {
                let failed = child.wait().is_ok_and(|status| !status.success()).then(|| child.wait().map(|status| status.to_string()));
                if let Some(Ok(status)) = failed
                    && started.elapsed() < SOON
                {
                    let status = status.replace("exit status:", "ended with status");
                    report.late(outside.copy_instead(&shown, &format!("{program} {status}")));
                }
            });
            drop(waits);
        }
        CameOf::only(format!("Opening {address}"))
    }

    fn copy_instead(&self, address: &str, why: &str) -> CameOf {
        let came = self.copy(Copied { what: "Address".to_owned(), text: address.to_owned() });
        CameOf { said: format!("{why}: {address} · {}", came.said), ..came }
    }
}

/// May this address be handed to a program? If not, why.
pub fn openable(address: &str) -> Result<(), &'static str> {
    web_address(address).map(drop)
}

/// What `tmux load-buffer` did, in words; `None` if it would not.
fn tmux(text: &str) -> Option<String> {
    // -w since 3.2: tmux sends it on to the outer terminal, by whatever way it knows.
    if feed(&["tmux", "load-buffer", "-w", "-"], text) {
        return Some("sent to tmux and its terminal's clipboard (a terminal may ignore it)".to_owned());
    }
    feed(&["tmux", "load-buffer", "-"], text).then(|| "sent to tmux's buffer only (prefix ] pastes it)".to_owned())
}

/// Runs a program with this input; false if it fails or takes too long.
fn feed(argv: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = argv.split_first() else { return false };
    let child = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let text = text.to_owned();
    let (say, said) = channel();
    let waiter = std::thread::Builder::new().name("copy".to_owned()).spawn(move || {
        let fed = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
        let _ = say.send(fed && child.wait().is_ok_and(|status| status.success()));
    });
    waiter.is_ok() && said.recv_timeout(PATIENCE).unwrap_or(false)
}

fn osc52(text: &str) -> Vec<u8> {
    let mut bytes = b"\x1b]52;c;".to_vec();
    bytes.extend(base64(text.as_bytes()));
    bytes.push(7);
    bytes
}

/// GNU screen passes on what stands in a device string.
fn in_screen(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(SCREEN_PIECE).flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat()).collect()
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let byte = |at: usize| piece.get(at).copied().unwrap_or(0);
        let sextets = [byte(0) >> 2, (byte(0) & 3) << 4 | byte(1) >> 4, (byte(1) & 15) << 2 | byte(2) >> 6, byte(2) & 63];
        for (place, sextet) in sextets.into_iter().enumerate() {
            out.push(if place <= piece.len() { ALPHABET[usize::from(sextet)] } else { b'=' });
        }
    }
    out
}

/// Writes the file for its owner only, and never through a link that somebody else laid.
fn keep(path: &Path, text: &str) -> std::io::Result<()> {
    let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).custom_flags(flags).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded.as_bytes());
        }
    }

    #[test]
    fn a_copy_goes_to_the_terminal_and_the_file_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clip.txt");
        let outside = Outside { clip_file: Some(file.clone()), ..Outside::default() };
        let copy = outside.copy(Copied { what: "DOI".to_owned(), text: "10.1/期\u{1b}刊".to_owned() });
        assert!(copy.bytes.starts_with(b"\x1b]52;c;") && copy.bytes.ends_with(b"\x07"));
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(!kept.contains('\u{1b}') && kept.starts_with("10.1/"), "{kept:?}");
        assert!(copy.said.contains("sent") && copy.said.contains("clip.txt") && !copy.said.contains("copied"), "{}", copy.said);

        let long = outside.copy(Copied { what: "Text".to_owned(), text: "x".repeat(LARGEST_COPY + 1) });
        assert!(long.bytes.is_empty() && long.said.contains("too long"));
        assert_eq!(std::fs::metadata(&file).unwrap().len(), 74_995);
    }

    #[test]
    fn screen_gets_pieces_that_it_passes_on() {
        let wrapped = in_screen(&osc52(&"x".repeat(600)));
        for piece in wrapped.split(|byte| *byte == 0x1b).filter(|piece| piece.first() == Some(&b'P')) {
            assert!(piece.len() <= 256);
        }
        let inside: Vec<u8> = [b"\x1bP\x1b]52;c;".as_slice()].concat();
        assert!(wrapped.starts_with(&inside) && wrapped.ends_with(b"\x07\x1b\\"));
    }
}
