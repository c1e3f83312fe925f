//! Bytes from the terminal into keys, pastes, reports and answers.
//!
//! A state machine over whole sequences: what is not known is passed over whole, never typed in pieces. Memory is bounded
//! whatever comes. Sources: ECMA-48 §5.4, xterm's ctlseqs, the Linux console's F1–F5, rxvt's finals.

use std::time::Duration;

use crate::reader::{Key, KeyCode};

/// A lone Esc is the key after this long.
const ESC_PATIENCE: Duration = Duration::from_millis(40);
/// A sequence or a character cut in two is given up after this long.
const SEQUENCE_PATIENCE: Duration = Duration::from_millis(300);
/// A lone Esc may be the first byte of an answer while the terminal owes one.
const FIRST_BYTE_PATIENCE: Duration = Duration::from_millis(100);
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
    Mouse(Mouse),
    Focus(Focus),
    Reply(Reply),
}

/// A mouse report (SGR, mode 1006). Cells count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub column: u16,
    pub row: u16,
    /// The button code with its modifier bits, as reported.
    pub button: u16,
    pub pressed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    In,
    Out,
}

/// What the terminal answers when it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// CPR: row and column, from 1.
    Position { row: u16, column: u16 },
    /// DA1.
    Attributes(Vec<u16>),
    /// DECRPM: 0 means that the mode is not known.
    Mode { mode: u16, state: u16 },
    /// XTVERSION.
    Version(String),
    /// OSC 10 or 11: what the default colour is, 16 bits a channel.
    Colour { which: u16, red: u16, green: u16, blue: u16 },
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
            (Some(b'<'), None, b'M' | b'm') => heard.push(Heard::Mouse(Mouse {
                button: parts.number(0, 0),
                column: parts.number(1, 1).saturating_sub(1),
                row: parts.number(2, 1).saturating_sub(1),
                pressed: last == b'M',
            })),
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

const SHIFT: u16 = 1;
const ALT: u16 = 1 << 1;
const CTRL: u16 = 1 << 2;
const META: u16 = 1 << 3;

/// A key with xterm's modifier number: 1 + shift 1, alt 2, ctrl 4, meta 8.
fn modified(code: KeyCode, modifiers: u16) -> Key {
    let bits = modifiers.saturating_sub(1);
    let shift = bits & SHIFT != 0;
    match code {
        KeyCode::Tab if shift => Key { code: KeyCode::BackTab, ctrl: bits & CTRL != 0, alt: bits & (ALT | META) != 0, shift: false },
        _ => Key { code, ctrl: bits & CTRL != 0, alt: bits & (ALT | META) != 0, shift: shift && !matches!(code, KeyCode::Char(_)) },
    }
}

/// The parts of a control sequence.
struct Parameters {
    private: Option<u8>,
    intermediate: Option<u8>,
    numbers: Vec<u16>,
    /// The event type of the modifier parameter (`2:3` is a release).
    event: u16,
}

impl Parameters {
    fn read(sequence: &[u8]) -> Option<Self> {
        let mut parts = Self { private: None, intermediate: None, numbers: Vec::new(), event: 1 };
        let mut bytes = sequence;
        if let [first @ b'<'..=b'?', rest @ ..] = bytes {
            parts.private = Some(*first);
            bytes = rest;
        }
        if let [rest @ .., last @ b' '..=b'/'] = bytes {
            parts.intermediate = Some(*last);
            bytes = rest;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        if !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b';' | b':')) {
            return None;
        }
        if !text.is_empty() {
            for (place, field) in text.split(';').enumerate() {
                let mut subs = field.split(':');
                // A number too large is no number that means anything.
                let number = |text: Option<&str>| text.filter(|t| !t.is_empty()).map_or(0, |t| t.parse().unwrap_or(u16::MAX));
                parts.numbers.push(number(subs.next()));
                if place == 1 {
                    parts.event = subs.next().map_or(1, |t| t.parse().unwrap_or(1));
                }
            }
        }
        Some(parts)
    }

    /// A parameter, or what it means when it is absent or 0.
    fn number(&self, place: usize, absent: u16) -> u16 {
        self.numbers.get(place).copied().filter(|n| *n != 0).unwrap_or(absent)
    }

    fn key(&self, last: u8) -> Option<Key> {
        const RELEASE: u16 = 3;
        if self.event == RELEASE || (self.intermediate.is_some() && last != b'$') {
            return None;
        }
        let modifiers = self.number(1, 1);
        let code = match last {
            b'~' if self.number(0, 0) == 27 => return character_key(self.number(2, 0), modifiers),
            b'u' => return character_key(self.number(0, 0), modifiers),
            b'~' => numbered_key(self.number(0, 0))?,
            // rxvt: control and shift by the final byte.
            b'^' => return Some(modified(numbered_key(self.number(0, 0))?, 5)),
            b'@' => return Some(modified(numbered_key(self.number(0, 0))?, 6)),
            b'Z' => KeyCode::BackTab,
            b'R' if self.numbers.len() == 2 && (self.number(0, 0) != 1 || !(2..=16).contains(&modifiers)) => return None,
            _ => named_key(last)?,
        };
        Some(modified(code, modifiers))
    }
}

/// A key given by the code of its character (modifyOtherKeys, CSI u).
fn character_key(code: u16, modifiers: u16) -> Option<Key> {
    let code = match code {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(u32::from(code)).filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c))?),
    };
    Some(modified(code, modifiers))
}

fn named_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered_key(number: u16) -> Option<KeyCode> {
    let f = |n: u16, from: u16, first: u8| u8::try_from(n - from).ok().map(|n| KeyCode::F(n + first));
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => f(number, 11, 1),
        17..=21 => f(number, 17, 6),
        23..=26 => f(number, 23, 11),
        28 | 29 => f(number, 28, 15),
        31..=34 => f(number, 31, 17),
        _ => None,
    }
}

fn single_key(byte: u8) -> Option<KeyCode> {
    match byte {
        b'M' => Some(KeyCode::Enter),
        b'I' => Some(KeyCode::Tab),
        b' ' => Some(KeyCode::Char(' ')),
        b'X' => Some(KeyCode::Char('=')),
        // The keypad in application mode.
        b'j'..=b'y' => Some(KeyCode::Char(char::from(byte - b'j' + b'*'))),
        _ => named_key(byte),
    }
}

/// The answers that come as strings.
fn string_reply(introducer: u8, bytes: &[u8]) -> Option<Reply> {
    let text = std::str::from_utf8(bytes).ok()?;
    match introducer {
        b'P' => Some(Reply::Version(text.strip_prefix(">|")?.chars().filter(|c| !c.is_control()).take(80).collect())),
        b']' => {
            let (which, colour) = text.split_once(';')?;
            let which = which.parse().ok().filter(|n| matches!(n, 10 | 11))?;
            let mut channels = colour.strip_prefix("rgb:")?.split('/').map(|hex| {
                let digits = u32::try_from(hex.len()).ok().filter(|n| (1..=4).contains(n))?;
                let most = 16_u32.pow(digits) - 1;
                let value = u32::from_str_radix(hex, 16).ok()?;
                u16::try_from(value * 0xffff / most).ok()
            });
            let mut channel = || channels.next().flatten();
            Some(Reply::Colour { which, red: channel()?, green: channel()?, blue: channel()? })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Heard> {
        let mut heard = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut heard);
        decoder.lapse(&mut heard);
        heard
    }

    fn plain(code: KeyCode) -> Heard {
        key(code)
    }

    fn with(code: KeyCode, modifiers: u16) -> Heard {
        Heard::Key(modified(code, modifiers))
    }

    #[test]
    fn keys_of_every_family() {
        let table: &[(&[u8], Heard)] = &[
            (b"j", plain(KeyCode::Char('j'))),
            ("汉".as_bytes(), plain(KeyCode::Char('汉'))),
            ("？".as_bytes(), plain(KeyCode::Char('？'))),
            (b"\r", plain(KeyCode::Enter)),
            (b"\x7f", plain(KeyCode::Backspace)),
            (b"\x04", Heard::Key(Key::ctrl('d'))),
            (b"\0", Heard::Key(Key::ctrl(' '))),
            (b"\x1b", plain(KeyCode::Esc)),
            (b"\x1bx", alt('x')),
            (b"\x1b[", alt('[')),
            (b"\x1b[A", plain(KeyCode::Up)),
            (b"\x1bOB", plain(KeyCode::Down)),
            (b"\x1b[1;3D", with(KeyCode::Left, 3)),
            (b"\x1b[1;5C", with(KeyCode::Right, 5)),
            (b"\x1b[Z", plain(KeyCode::BackTab)),
            (b"\x1b[5~", plain(KeyCode::PageUp)),
            (b"\x1b[6;2~", with(KeyCode::PageDown, 2)),
            (b"\x1bOP", plain(KeyCode::F(1))),
            (b"\x1b[[A", plain(KeyCode::F(1))),
            (b"\x1b[15~", plain(KeyCode::F(5))),
            (b"\x1b[24~", plain(KeyCode::F(12))),
            (b"\x1b[1;2R", with(KeyCode::F(3), 2)),
            (b"\x1b[27;5;106~", with(KeyCode::Char('j'), 5)),
            (b"\x1bOM", plain(KeyCode::Enter)),
        ];
        for (bytes, expected) in table {
            assert_eq!(all(bytes), std::slice::from_ref(expected), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_passed_over_whole() {
        for bytes in [
            &b"\x1b[999999999999;1R"[..],
            b"\x1b[?25;2$q",
            b"\x1b]52;c;QUFB\x07",
            b"\x1bPzz\x1b\\",
            b"\x1b[M\xff\xff\xff",
            b"\xff\xfe\x80",
            b"\x1b[106;1:3u",
            b"\x1b[201~",
            b"\xc2\x9b",
        ] {
            assert_eq!(all(bytes), [], "{bytes:?}");
        }
    }

    #[test]
    fn a_sequence_in_two_packets_is_one_key() {
        let mut heard = Vec::new();
        let mut decoder = Decoder::default();
        for piece in [&b"\x1b"[..], b"[", b"1;", b"3D", b"\xe6", b"\xb1", b"\x89"] {
            decoder.feed(piece, &mut heard);
        }
        assert_eq!(heard, [with(KeyCode::Left, 3), plain(KeyCode::Char('汉'))]);
        assert_eq!(decoder.patience(), None);
    }

    #[test]
    fn answers_are_not_keys() {
        let mut decoder = Decoder::default();
        let mut heard = Vec::new();
        decoder.expect_position();
        decoder.feed(b"\x1b[1;2R\x1b[1;2R\x1b[?62;22c\x1b[?2026;0$y\x1bP>|tmux 3.3a\x1b\\\x1b]11;rgb:ffff/80/0\x1b\\", &mut heard);
        assert_eq!(
            heard,
            [
                Heard::Reply(Reply::Position { row: 1, column: 2 }),
                with(KeyCode::F(3), 2),
                Heard::Reply(Reply::Attributes(vec![62, 22])),
                Heard::Reply(Reply::Mode { mode: 2026, state: 0 }),
                Heard::Reply(Reply::Version("tmux 3.3a".to_owned())),
                Heard::Reply(Reply::Colour { which: 11, red: 0xffff, green: 0x8080, blue: 0 }),
            ]
        );
    }

    /// Answers to the probe as terminals give them, in order.
    const ANSWERS: [&[u8]; 7] = [
        b"\x1b[2;3R",
        b"\x1b[2;2R",
        b"\x1b[3;4R",
        b"\x1b[?2026;2$y",
        b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        b"\x1bP>|XTerm(379)\x1b\\",
        b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
    ];

    proptest! {
        /// Wherever the line cuts them and whatever is typed between them, answers are answers and keys are keys: a packet
        /// that is late by less than the patience changes nothing.
        #[test]
        fn keys_typed_among_answers_are_not_lost(keys in prop::collection::vec("[a-zA-Z0-9\\[;?期]{0,3}", 8), cuts in prop::collection::vec(1..9_usize, 60)) {
            let mut bytes = Vec::new();
            for (place, typed) in keys.iter().enumerate() {
                bytes.extend(typed.as_bytes());
                bytes.extend(ANSWERS.get(place).copied().unwrap_or_default());
            }
            let mut decoder = Decoder::default();
            (0..3).for_each(|_| decoder.expect_position());
            decoder.expect_answers(true);
            let mut heard = Vec::new();
            let mut rest = &bytes[..];
            for cut in cuts.iter().cycle() {
                let (piece, left) = rest.split_at((*cut).min(rest.len()));
                decoder.feed(piece, &mut heard);
                rest = left;
                if rest.is_empty() {
                    break;
                }
                prop_assert!(decoder.patience().is_none_or(|patience| patience >= FIRST_BYTE_PATIENCE));
            }
            let typed: String = heard.iter().filter_map(|heard| match heard {
                Heard::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, .. }) => Some(*c),
                _ => None,
            }).collect();
            prop_assert_eq!(typed, keys.concat());
            prop_assert_eq!(heard.iter().filter(|heard| matches!(heard, Heard::Reply(_))).count(), ANSWERS.len());
            prop_assert_eq!(heard.len(), keys.concat().chars().count() + ANSWERS.len());
        }
    }

    /// A position in the second row, which is where the probe asks, is no key even if nobody expects it any more.
    #[test]
    fn an_answer_that_comes_after_all_hope_is_no_key() {
        for answer in ANSWERS {
            let heard = all(answer);
            assert!(heard.iter().all(|heard| matches!(heard, Heard::Reply(_))), "{answer:?}: {heard:?}");
        }
    }

    #[test]
    fn the_rest_of_an_answer_is_waited_for_longer_than_the_rest_of_a_key() {
        let mut decoder = Decoder::default();
        let mut heard = Vec::new();
        decoder.feed(b"\x1bP>|XTe", &mut heard);
        assert_eq!(decoder.patience(), Some(SEQUENCE_PATIENCE));
        decoder.expect_answers(true);
        assert_eq!(decoder.patience(), Some(ANSWER_PATIENCE));
        decoder.feed(b"rm(379)\x1b\\\x1b", &mut heard);
        assert_eq!(heard, [Heard::Reply(Reply::Version("XTerm(379)".to_owned()))]);
        assert_eq!(decoder.patience(), Some(FIRST_BYTE_PATIENCE), "Esc alone may be a key, or the first byte of an answer");
        decoder.expect_answers(false);
        assert_eq!(decoder.patience(), Some(ESC_PATIENCE));
    }

    #[test]
    fn a_paste_is_text_until_its_end() {
        assert_eq!(all(b"\x1b[200~q\x1b[A\rx\x1b[201~j"), [Heard::Paste("q\u{1b}[A\nx".to_owned()), plain(KeyCode::Char('j'))]);
        // An end that never comes must not swallow the keys for ever.
        assert_eq!(all(b"\x1b[200~q"), [Heard::Paste("q".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_in_bounded_memory(bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\x1b[O]P~;0129?<MRu\x07\\".to_vec())], 0..400)) {
            let mut decoder = Decoder::default();
            let mut heard = Vec::new();
            decoder.feed(&bytes, &mut heard);
            decoder.lapse(&mut heard);
            prop_assert!(decoder.patience().is_none());
            prop_assert!(heard.len() <= bytes.len() + 1);
            // Afterwards a key is a key again.
            heard.clear();
            decoder.feed(b"j", &mut heard);
            prop_assert_eq!(heard, vec![plain(KeyCode::Char('j'))]);
        }
    }

    #[test]
    fn endless_strings_and_pastes_are_cut() {
        let mut decoder = Decoder::default();
        let mut heard = Vec::new();
        for begin in [&b"\x1b]"[..], b"\x1b[", b"\x1b[200~"] {
            decoder.feed(begin, &mut heard);
            for _ in 0..400 {
                decoder.feed(&[b'1'; 4096], &mut heard);
            }
            assert!(decoder.kept.len() <= LONGEST_PASTE + 4096);
            decoder.lapse(&mut heard);
        }
        assert!(heard.iter().all(|heard| !matches!(heard, Heard::Paste(text) if text.len() > LONGEST_PASTE)));
    }
}
