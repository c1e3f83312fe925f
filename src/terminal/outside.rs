//! Things outside the terminal's picture: the clipboard and the browser, and an honest sentence about either.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
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
        let count = text.chars().count();
        let characters = if count == 1 { "1 character".to_owned() } else { format!("{count} characters") };
        let (bytes, way) = self.send(&text);
        CameOf { bytes, said: format!("{}: {characters} {way}", clean_line(&copied.what)), copied: Some(copied) }
    }

    /// The bytes that the terminal has to be sent, and which ways the text went, as the end of a sentence.
    fn send(&self, text: &str) -> (Vec<u8>, String) {
        let mut bytes = Vec::new();
        let way = if text.len() > LARGEST_COPY {
            format!("are too long for the clipboard (at most {LARGEST_COPY} bytes)")
        } else {
            match self.multiplexer {
                Multiplexer::Tmux => tmux(text).to_owned(),
                Multiplexer::Screen => {
                    bytes = in_screen(&osc52(text));
                    "sent through screen to the terminal (which may ignore it)".to_owned()
                }
                Multiplexer::None => {
                    bytes = osc52(text);
                    "sent to the terminal (which may ignore it)".to_owned()
                }
            }
        };
        let kept = match self.clip_file.as_deref().map(|path| (path, keep(path, text))) {
            Some((path, Ok(()))) => format!("; kept in {}", from_home(path)),
            Some((_, Err(error))) => format!("; not kept in a file: {error}"),
            None => String::new(),
        };
        (bytes, way + &kept)
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
            return self.copy_instead(address, "No browser here");
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
                if let Ok(status) = child.wait()
                    && !status.success()
                    && started.elapsed() < SOON
                {
                    let status = status.to_string().replace("exit status:", "ended with status");
                    report.late(outside.copy_instead(&shown, &format!("{program} {status}")));
                }
            });
            drop(waits);
        }
        CameOf::only(format!("Opening {address}"))
    }

    fn copy_instead(&self, address: &str, why: &str) -> CameOf {
        let (bytes, way) = self.send(address);
        let copied = Copied { what: "Address".to_owned(), text: address.to_owned() };
        CameOf { bytes, said: format!("{why}: {address} {way}"), copied: Some(copied) }
    }
}

/// A path as it is read most easily.
fn from_home(path: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

/// May this address be handed to a program? If not, why.
pub fn openable(address: &str) -> Result<(), &'static str> {
    web_address(address).map(drop)
}

/// What `tmux load-buffer` did, in words.
fn tmux(text: &str) -> &'static str {
    // -w since 3.2: tmux sends it on to the outer terminal, by whatever way it knows.
    if feed(&["tmux", "load-buffer", "-w", "-"], text) {
        "sent to tmux and its terminal (which may ignore it)"
    } else if feed(&["tmux", "load-buffer", "-"], text) {
        "sent to tmux's buffer only (prefix ] pastes it)"
    } else {
        "not sent, tmux did not take it"
    }
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
    bytes.extend(BASE64_STANDARD.encode(text).into_bytes());
    bytes.push(7);
    bytes
}

/// GNU screen passes on what stands in a device string.
fn in_screen(bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(SCREEN_PIECE).flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat()).collect()
}

/// Writes the file for its owner only, and never through a link that somebody else laid.
fn keep(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).custom_flags(flags).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test says by a panic that it fails")]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_copy_goes_to_the_terminal_and_the_file_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        // The state folder may not be there yet.
        let file = folder.path().join("state/qikan/clip.txt");
        let outside = Outside { clip_file: Some(file.clone()), ..Outside::default() };
        let copy = outside.copy(Copied { what: "DOI".to_owned(), text: "10.1/期\u{1b}刊".to_owned() });
        assert!(copy.bytes.starts_with(b"\x1b]52;c;") && copy.bytes.ends_with(b"\x07"));
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(!kept.contains('\u{1b}') && kept.starts_with("10.1/"), "{kept:?}");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
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
