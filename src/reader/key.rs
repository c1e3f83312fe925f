//! A key as the reader knows it, and how keys are written in a keymap.

use std::fmt;

/// One key press. Full-width twins (`？`, `ｊ`) are folded to ASCII before they come here, except while typing into a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character as typed: `J` is `Char('J')` without shift.
    Char(char),
    Enter,
    Tab,
    /// Shift-Tab.
    BackTab,
    Backspace,
    Esc,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    F(u8),
}

/// Keys that are written by name between angle brackets.
const NAMES: [(KeyCode, &str); 15] = [
    (KeyCode::Enter, "Enter"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::BackTab, "S-Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Up, "Up"),
    (KeyCode::Down, "Down"),
    (KeyCode::Left, "Left"),
    (KeyCode::Right, "Right"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PageUp"),
    (KeyCode::PageDown, "PageDown"),
    (KeyCode::Insert, "Insert"),
    (KeyCode::Delete, "Delete"),
];

impl Key {
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// Reads keys as a keymap writes them: `gg`, `]i`, `<C-d>`, `<S-Tab>`, `<Enter>`, `<lt>`. A `<` that begins no name
    /// is itself.
    ///
    /// # Errors
    /// The name between angle brackets that is no key.
    pub fn parse_all(written: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = written;
        while let Some(c) = rest.chars().next() {
            if c == '<'
                && let Some((name, behind)) = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'))
                && !name.is_empty()
            {
                keys.push(Self::named(name).ok_or_else(|| name.to_owned())?);
                rest = behind;
            } else {
                keys.push(Self::char(c));
                rest = rest.strip_prefix(c).unwrap_or_default();
            }
        }
        Ok(keys)
    }

    /// The key of a name such as `C-d`, `A-Left`, `S-Tab`, `F1`, `Space`, `lt`.
    fn named(name: &str) -> Option<Self> {
        let mut key = Self::char(' ');
        let mut rest = name;
        if !rest.eq_ignore_ascii_case("S-Tab") {
            while let Some((sign, behind)) = rest.split_once('-') {
                match sign {
                    "C" | "c" => key.ctrl = true,
                    "A" | "a" | "M" | "m" => key.alt = true,
                    "S" | "s" => key.shift = true,
                    _ => return None,
                }
                if behind.is_empty() {
                    return None;
                }
                rest = behind;
            }
        }
        key.code = match rest.to_ascii_lowercase().as_str() {
            "space" => KeyCode::Char(' '),
            "lt" => KeyCode::Char('<'),
            "gt" => KeyCode::Char('>'),
            "return" | "cr" => KeyCode::Enter,
            lower => {
                let mut letters = rest.chars();
                match (letters.next(), letters.as_str()) {
                    (Some(letter), "") => KeyCode::Char(letter),
                    (Some('F' | 'f'), number) if number.parse::<u8>().is_ok_and(|n| (1..=24).contains(&n)) => {
                        KeyCode::F(number.parse().unwrap_or(1))
                    }
                    _ => NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(lower)).map(|(code, _)| *code)?,
                }
            }
        };
        Some(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(c) => {
                if !self.ctrl && !self.alt {
                    return write!(f, "{c}");
                }
                c.to_string()
            }
            KeyCode::F(n) => format!("F{n}"),
            code => NAMES.iter().find(|(known, _)| *known == code).map_or("", |(_, name)| *name).to_owned(),
        };
        let ctrl = if self.ctrl { "C-" } else { "" };
        let alt = if self.alt { "A-" } else { "" };
        let shift = if self.shift { "S-" } else { "" };
        write!(f, "<{ctrl}{alt}{shift}{name}>")
    }
}

/// A key whose full-width or ideographic twin was typed, as its ASCII self: `？` is `?`, `ｊ` is `j`, `　` is a blank,
/// `、` (the key of `/` in Chinese input) is `/`, `。` is `.`, `【】` are `[ ]`. Other keys are as they were.
pub const fn narrow(key: Key) -> Key {
    let KeyCode::Char(c) = key.code else { return key };
    let c = match c {
        '！'..='～' => match char::from_u32(c as u32 - 0xFF01 + 0x21) {
            Some(ascii) => ascii,
            None => c,
        },
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '￥' | '¥' => '$',
        _ => c,
    };
    Key { code: KeyCode::Char(c), ..key }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn keys_are_written_as_they_are_read() {
        for written in ["gg", "]i", "<C-d>", "<S-Tab>", "<A-Left>", "<F12>", "<Space>", "<", "ZZ", "\\", "？"] {
            let shown: String = Key::parse_all(written).unwrap().iter().map(Key::to_string).collect();
            assert_eq!(shown, written);
        }
        assert_eq!(Key::parse_all("<C-d>").unwrap(), [Key::ctrl('d')]);
        assert_eq!(Key::parse_all("<enter>").unwrap(), [Key::plain(KeyCode::Enter)]);
        assert_eq!(Key::parse_all("<Hyper>"), Err("Hyper".to_owned()));
    }

    #[test]
    fn a_full_width_key_is_its_twin() {
        for (wide, ascii) in [('？', '?'), ('ｊ', 'j'), ('：', ':'), ('／', '/'), ('】', ']'), ('智', '智')] {
            assert_eq!(narrow(Key::char(wide)), Key::char(ascii));
        }
    }
}
