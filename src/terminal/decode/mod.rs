//! Bytes from the terminal into keys, pastes, mouse reports and answers.
//!
//! A state machine over whole sequences: what is not known is passed over whole, never typed in pieces. Memory is bounded
//! whatever comes. Sources: ECMA-48 §5.4, xterm's ctlseqs, the Linux console's F1–F5, rxvt's finals.

mod answer;
mod mouse;
mod sequence;

use std::time::Duration;

use answer::string_reply;
use sequence::{Parameters, modified, single_key};

pub use answer::Reply;

use crate::reader::{Key, KeyCode, Mouse};

/// A lone Esc is the key after this long.
const ESC_PATIENCE: Duration = Duration::from_millis(40);
/// A sequence or a character cut in two is given up after this long.
const SEQUENCE_PATIENCE: Duration = Duration::from_millis(300);
/// A lone Esc may be the first byte of an answer while the terminal owes one.
const FIRST_BYTE_PATIENCE: Duration = Duration::from_millis(50);
/// While the terminal owes answers, the rest of one that has begun is waited for so long: on a bad line its pieces come in packets of
/// their own, and a piece without its beginning would be typed.
const ANSWER_PATIENCE: Duration = Duration::from_secs(2);
/// A paste without an end is taken as it is after this long without a byte.
const PASTE_PATIENCE: Duration = Duration::from_secs(2);
/// Bytes of a control sequence; longer ones are passed over.
const LONGEST_SEQUENCE: usize = 64;
/// Bytes of a device control or operating system string that are kept.
const LONGEST_STRING: usize = 1024;
/// Bytes of one paste that are kept.
const LONGEST_PASTE: usize = 1 << 20;

/// One thing that came from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key as typed; full-width twins are the reader's to fold.
    Key(Key),
    /// Text between the marks of a bracketed paste, as it came; `\r` is `\n`.
    Paste(String),
    /// A click or a turn of the wheel.
    Mouse(Mouse),
    Focus(Focus),
    Reply(Reply),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    In,
    Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ground,
    /// In the middle of a UTF-8 character; so many bytes are to come.
    Character(u8),
    Escape,
    Control,
    /// SS3.
    Single,
    /// OSC, DCS, APC, PM or SOS, named by the byte after Esc.
    Text(u8),
    /// An Esc inside such a string.
    TextEscape(u8),
    Paste,
    /// Bytes of an old mouse report to be passed over.
    Skip(u8),
}

/// The decoder. Feed it bytes as they come, and call [`Decoder::lapse`] when its patience is over.
#[derive(Debug)]
pub struct Decoder {
    state: State,
    kept: Vec<u8>,
    expected_positions: usize,
    answers_due: bool,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { state: State::Ground, kept: Vec::new(), expected_positions: 0, answers_due: false }
    }
}

const PASTE_END: &[u8] = b"\x1b[201~";

impl Decoder {
    /// Says that one more cursor position was asked for: `CSI 1;2R` is then the answer and not Shift-F3.
    pub fn expect_position(&mut self) {
        self.expected_positions += 1;
    }

    /// Says that answers which have not come will not come.
    pub fn expect_nothing(&mut self) {
        self.expected_positions = 0;
    }

    /// Says whether the terminal is about to answer.
    pub fn expect_answers(&mut self, due: bool) {
        self.answers_due = due;
    }

    /// How long to wait for the rest of what has begun; `None` if nothing has.
    pub fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(if self.answers_due { FIRST_BYTE_PATIENCE } else { ESC_PATIENCE }),
            State::Paste => Some(PASTE_PATIENCE),
            State::Control | State::Text(_) | State::TextEscape(_) if self.answers_due && !self.kept.is_empty() => Some(ANSWER_PATIENCE),
            _ => Some(SEQUENCE_PATIENCE),
        }
    }

    /// The rest did not come: what began is taken for what it is without it.
    pub fn lapse(&mut self, heard: &mut Vec<Heard>) {
        match self.state {
            State::Escape => heard.push(key(KeyCode::Esc)),
            State::Control if self.kept.is_empty() => heard.push(alt('[')),
            State::Single if self.kept.is_empty() => heard.push(alt('O')),
            State::Text(introducer) if self.kept.is_empty() => heard.push(alt(char::from(introducer))),
            State::Paste => heard.push(self.pasted()),
            _ => {}
        }
        self.rest();
    }

    pub fn feed(&mut self, bytes: &[u8], heard: &mut Vec<Heard>) {
        for &byte in bytes {
            self.take(byte, heard);
        }
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.kept.clear();
    }

    fn go(&mut self, state: State) {
        self.state = state;
        self.kept.clear();
    }

    fn take(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match self.state {
            State::Ground => self.ground(byte, Alt::No, heard),
            State::Character(left) => self.character(byte, left, heard),
            State::Escape => self.escape(byte, heard),
            State::Control => self.control(byte, heard),
            State::Single => self.single(byte, heard),
            State::Text(introducer) => self.text(byte, introducer, heard),
            State::TextEscape(introducer) => {
                if byte == b'\\' {
                    if let Some(reply) = string_reply(introducer, &self.kept) {
                        heard.push(Heard::Reply(reply));
                    }
                    self.rest();
                } else {
                    // Not a terminator: the string is broken off and a new sequence begins.
                    self.go(State::Escape);
                    self.take(byte, heard);
                }
            }
            State::Paste => {
                self.kept.push(byte);
                if self.kept.ends_with(PASTE_END) {
                    self.kept.truncate(self.kept.len() - PASTE_END.len());
                    heard.push(self.pasted());
                    self.rest();
                } else if self.kept.len() > LONGEST_PASTE + 4096 {
                    // Too long: the tail stays for the end mark, what lies between is lost.
                    self.kept.drain(LONGEST_PASTE..LONGEST_PASTE + 4096 - PASTE_END.len());
                }
            }
            State::Skip(1) => self.rest(),
            State::Skip(left) => self.state = State::Skip(left - 1),
        }
    }

    fn pasted(&mut self) -> Heard {
        self.kept.truncate(LONGEST_PASTE);
        let text = String::from_utf8_lossy(&self.kept).replace("\r\n", "\n").replace('\r', "\n");
        Heard::Paste(text)
    }

    fn ground(&mut self, byte: u8, alt: Alt, heard: &mut Vec<Heard>) {
        let plain = |code| Key { code, ctrl: false, alt: alt == Alt::Yes, shift: false };
        let ctrl = |c| Key { code: KeyCode::Char(c), ctrl: true, alt: alt == Alt::Yes, shift: false };
        let key = match byte {
            0x1b => return self.go(State::Escape),
            b'\r' => plain(KeyCode::Enter),
            b'\t' => plain(KeyCode::Tab),
            0x7f => plain(KeyCode::Backspace),
            0 => ctrl(' '),
            0x01..=0x1a => ctrl(char::from(byte - 1 + b'a')),
            0x1c..=0x1f => ctrl(char::from(byte - 0x1c + b'\\')),
            0x20..=0x7e => plain(KeyCode::Char(char::from(byte))),
            0xc2..=0xdf => return self.begin_character(byte, 1, alt),
            0xe0..=0xef => return self.begin_character(byte, 2, alt),
            0xf0..=0xf4 => return self.begin_character(byte, 3, alt),
            // No UTF-8 begins like this; 8-bit controls are not taken.
            0x80..=0xc1 | 0xf5..=0xff => return self.rest(),
        };
        heard.push(Heard::Key(key));
        self.rest();
    }

    fn begin_character(&mut self, byte: u8, left: u8, alt: Alt) {
        self.go(State::Character(left));
        if alt == Alt::Yes {
            self.kept.push(0x1b);
        }
        self.kept.push(byte);
    }

    fn character(&mut self, byte: u8, left: u8, heard: &mut Vec<Heard>) {
        if byte & 0xc0 != 0x80 {
            self.rest();
            return self.take(byte, heard);
        }
        self.kept.push(byte);
        if left > 1 {
            self.state = State::Character(left - 1);
            return;
        }
        let alt = self.kept.first() == Some(&0x1b);
        let bytes = self.kept.get(usize::from(alt)..).unwrap_or_default();
        if let Some(c) = std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next())
            && !c.is_control()
        {
            heard.push(Heard::Key(Key { code: KeyCode::Char(c), ctrl: false, alt, shift: false }));
        }
        self.rest();
    }

    fn escape(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'[' => self.go(State::Control),
            b'O' => self.go(State::Single),
            b']' | b'P' | b'X' | b'^' | b'_' => self.go(State::Text(byte)),
            0x1b => heard.push(key(KeyCode::Esc)),
            _ => self.ground(byte, Alt::Yes, heard),
        }
    }

    fn control(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            // The Linux console's F1 to F5 begin with `ESC [ [`.
            b'[' if self.kept.is_empty() => self.kept.push(byte),
            b'A'..=b'E' if self.kept == b"[" => {
                heard.push(key(KeyCode::F(byte - b'A' + 1)));
                self.rest();
            }
            0x40..=0x7e => {
                if byte == b'M' && self.kept.is_empty() {
                    // An old mouse report: three bytes follow.
                    return self.go(State::Skip(3));
                }
                let sequence = std::mem::take(&mut self.kept);
                self.rest();
                if sequence.len() <= LONGEST_SEQUENCE {
                    self.finish(&sequence, byte, heard);
                }
            }
            0x20..=0x3f => {
                if self.kept.len() <= LONGEST_SEQUENCE {
                    self.kept.push(byte);
                }
            }
            0x1b => self.go(State::Escape),
            // Controls inside a sequence break it off.
            _ => {
                self.rest();
                if byte < 0x20 {
                    self.take(byte, heard);
                }
            }
        }
    }

    fn finish(&mut self, sequence: &[u8], last: u8, heard: &mut Vec<Heard>) {
        let Some(parts) = Parameters::read(sequence) else { return };
        match (parts.private, parts.intermediate, last) {
            (None, None, b'R') if self.expected_positions > 0 && parts.numbers.len() == 2 => {
                self.expected_positions -= 1;
                heard.push(Heard::Reply(Reply::Position { row: parts.number(0, 1), column: parts.number(1, 1) }));
            }
            (None, None, b'~') if parts.number(0, 0) == 200 => self.go(State::Paste),
            (None, None, b'I') => heard.push(Heard::Focus(Focus::In)),
            (None, None, b'O') => heard.push(Heard::Focus(Focus::Out)),
            (Some(b'?'), None, b'c') => heard.push(Heard::Reply(Reply::Attributes(parts.numbers.clone()))),
            (Some(b'?'), Some(b'$'), b'y') => {
                heard.push(Heard::Reply(Reply::Mode { mode: parts.number(0, 0), state: parts.number(1, 0) }));
            }
            (Some(b'<'), None, b'M' | b'm') => heard.extend(mouse::report(&parts.numbers, last).map(Heard::Mouse)),
            (None, None, _) => heard.extend(parts.key(last).map(Heard::Key)),
            _ => {}
        }
    }

    fn single(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'0'..=b'9' | b';' if self.kept.len() < 8 => self.kept.push(byte),
            0x1b => self.go(State::Escape),
            _ => {
                let modifiers = std::str::from_utf8(&self.kept).ok().and_then(|n| n.rsplit(';').next()?.parse().ok()).unwrap_or(1);
                heard.extend(single_key(byte).map(|code| Heard::Key(modified(code, modifiers))));
                self.rest();
            }
        }
    }

    fn text(&mut self, byte: u8, introducer: u8, heard: &mut Vec<Heard>) {
        match byte {
            0x1b => self.state = State::TextEscape(introducer),
            0x07 if introducer == b']' => {
                heard.extend(string_reply(introducer, &self.kept).map(Heard::Reply));
                self.rest();
            }
            _ if self.kept.len() < LONGEST_STRING => self.kept.push(byte),
            _ => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alt {
    No,
    Yes,
}

fn key(code: KeyCode) -> Heard {
    Heard::Key(Key::plain(code))
}

fn alt(c: char) -> Heard {
    Heard::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: true, shift: false })
}

#[cfg(test)]
mod tests;
