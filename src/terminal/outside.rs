//! Things outside the terminal's picture: the clipboard and the browser, and an honest sentence about either.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::fs::OFlags;

use super::painter::hostile;
use crate::reader::Copied;
use crate::text::clean;

/// Payload of OSC 52 in bytes: its base64 with the frame stays below 100,000, hterm's old limit.
const LARGEST_COPY: usize = 74_994;
/// GNU screen passes device strings on in pieces of at most this many bytes.
const SCREEN_PIECE: usize = 250;
/// Bytes of an address that is opened.
const LONGEST_ADDRESS: usize = 8192;
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
    /// The program that opens addresses and its arguments; `%u` as a whole argument is the address, else it comes last.
    pub opener: Option<Vec<String>>,
    /// The file that keeps the last copy.
    pub clip_file: Option<PathBuf>,
}

/// What came of a copy: bytes for the terminal, and the sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CopyOut {
    pub bytes: Vec<u8>,
    pub said: String,
}

impl Outside {
    /// Sends a text towards the clipboard by the way that works here, and keeps it in the file.
    pub(super) fn copy(&self, copied: &Copied) -> CopyOut {
        let text = clean(&copied.text);
        let what = clean(&copied.what).replace('\n', " ");
        let count = text.chars().count();
        let characters = if count == 1 { "1 character".to_owned() } else { format!("{count} characters") };
        let mut out = CopyOut::default();
        let sent = if text.len() > LARGEST_COPY {
            Some(format!("{what}: too long for the clipboard ({characters}, at most {LARGEST_COPY} bytes)"))
        } else {
            match self.multiplexer {
                Multiplexer::Tmux => tmux(&text).map(|way| format!("{what}: {characters} {way}")),
                Multiplexer::Screen => {
                    out.bytes = in_screen(&osc52(&text));
                    Some(format!("{what}: {characters} sent to the terminal's clipboard through screen (a terminal may ignore it)"))
                }
                Multiplexer::None => {
                    out.bytes = osc52(&text);
                    Some(format!("{what}: {characters} sent to the terminal's clipboard (a terminal may ignore it)"))
                }
            }
        };
        let kept = self.clip_file.as_deref().map(|path| keep(path, &text).map(|()| path.display().to_string()));
        out.said = match (sent, kept) {
            (Some(sent), Some(Ok(path))) => format!("{sent}; also in {path}"),
            (Some(sent), Some(Err(error))) => format!("{sent}; not kept in a file: {error}"),
            (Some(sent), None) => sent,
            (None, Some(Ok(path))) => format!("{what}: tmux did not take it; it is in {path}"),
            (None, _) => format!("{what}: not copied, tmux did not take it"),
        };
        out
    }

    /// Opens an address with the opener; without one it is copied and shown.
    pub(super) fn open(&self, address: &str) -> CopyOut {
        if let Err(reason) = openable(address) {
            let shown: String = address.chars().filter(|c| !hostile(*c)).take(200).collect();
            return CopyOut { bytes: Vec::new(), said: format!("Not opened, {reason}: {shown}") };
        }
        let Some((program, arguments)) = self.opener.as_deref().and_then(<[String]>::split_first) else {
            let copy = self.copy(&Copied { what: "Address".to_owned(), text: address.to_owned() });
            return CopyOut { said: format!("{address} · no browser here. {}", copy.said), ..copy };
        };
        let mut command = Command::new(program);
        let mut placed = false;
        for argument in arguments {
            if argument == "%u" {
                placed = true;
                command.arg(address);
            } else {
                command.arg(argument);
            }
        }
        if !placed {
            command.arg(address);
        }
        // A group of its own: it must not stop or end with us, nor write over the screen.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        match command.spawn() {
            Ok(mut child) => {
                let waits = std::thread::Builder::new().name("opener".to_owned()).spawn(move || child.wait());
                drop(waits);
                CopyOut { bytes: Vec::new(), said: format!("Opening {address}") }
            }
            Err(error) => {
                let copy = self.copy(&Copied { what: "Address".to_owned(), text: address.to_owned() });
                CopyOut { said: format!("{program} cannot be started ({error}): {address}. {}", copy.said), ..copy }
            }
        }
    }
}

/// May this address be handed to a program? If not, why.
pub fn openable(address: &str) -> Result<(), &'static str> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        address.get(8..)
    } else if lower.starts_with("http://") {
        address.get(7..)
    } else {
        return Err("only http and https addresses are opened");
    };
    let Some(rest) = rest.filter(|rest| !rest.is_empty()) else { return Err("it names no host") };
    if address.len() > LONGEST_ADDRESS {
        return Err("it is longer than 8 KB");
    }
    if address.chars().any(|c| hostile(c) || c.is_whitespace()) {
        return Err("it holds blanks or control characters");
    }
    if address.contains(['"', '\'', '`', '<', '>', '\\', '|', '^', '{', '}']) {
        return Err("it holds characters that no address has");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err("it names a user before the host");
    }
    if host.is_empty() || host.starts_with(['-', '.', ':']) {
        return Err("it names no host");
    }
    Ok(())
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
    fn only_plain_web_addresses_are_opened() {
        for good in ["https://doi.org/10.16088/j.issn.1001-6597", "HTTP://a.b/?x=1;y#z", "https://期刊.cn/a"] {
            assert_eq!(openable(good), Ok(()), "{good}");
        }
        let long = format!("https://a/{}", "a".repeat(9000));
        for bad in [
            "",
            "-o",
            "--help",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://-o",
            "https://a b",
            "https://a\nb",
            "https://a\u{202e}b",
            "https://a\u{1b}[31m",
            "http://user@host/",
            "https://a/$(id)`id`",
            "exec:id",
            "|id",
            "https://\\\\a",
            &long,
        ] {
            assert!(openable(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_copy_goes_to_the_terminal_and_the_file_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clip.txt");
        let outside = Outside { clip_file: Some(file.clone()), ..Outside::default() };
        let copy = outside.copy(&Copied { what: "DOI".to_owned(), text: "10.1/期\u{1b}刊".to_owned() });
        assert!(copy.bytes.starts_with(b"\x1b]52;c;") && copy.bytes.ends_with(b"\x07"));
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(!kept.contains('\u{1b}') && kept.starts_with("10.1/"), "{kept:?}");
        assert!(copy.said.contains("sent") && copy.said.contains("clip.txt") && !copy.said.contains("copied"), "{}", copy.said);

        let long = outside.copy(&Copied { what: "Text".to_owned(), text: "x".repeat(LARGEST_COPY + 1) });
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

    #[test]
    fn without_a_browser_the_address_is_shown_and_copied() {
        let out = Outside::default().open("https://doi.org/10.1/x");
        assert!(out.said.contains("https://doi.org/10.1/x") && !out.bytes.is_empty());
        assert!(Outside::default().open("file:///etc/passwd").bytes.is_empty());
    }
}
