//! Control sequences and what keys they are: xterm's, the Linux console's, rxvt's.

use crate::reader::{Key, KeyCode};

const SHIFT: u16 = 1;
const ALT: u16 = 1 << 1;
const CTRL: u16 = 1 << 2;
const META: u16 = 1 << 3;

/// A key with xterm's modifier number: 1 + shift 1, alt 2, ctrl 4, meta 8.
pub(super) fn modified(code: KeyCode, modifiers: u16) -> Key {
    let bits = modifiers.saturating_sub(1);
    let shift = bits & SHIFT != 0;
    match code {
        KeyCode::Tab if shift => Key { code: KeyCode::BackTab, ctrl: bits & CTRL != 0, alt: bits & (ALT | META) != 0, shift: false },
        _ => Key { code, ctrl: bits & CTRL != 0, alt: bits & (ALT | META) != 0, shift: shift && !matches!(code, KeyCode::Char(_)) },
    }
}

/// The parts of a control sequence.
pub(super) struct Parameters {
    pub private: Option<u8>,
    pub intermediate: Option<u8>,
    pub numbers: Vec<u16>,
    /// The event type of the modifier parameter (`2:3` is a release).
    event: u16,
}

impl Parameters {
    pub fn read(sequence: &[u8]) -> Option<Self> {
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
    pub fn number(&self, place: usize, absent: u16) -> u16 {
        self.numbers.get(place).copied().filter(|n| *n != 0).unwrap_or(absent)
    }

    pub fn key(&self, last: u8) -> Option<Key> {
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

pub(super) fn single_key(byte: u8) -> Option<KeyCode> {
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
