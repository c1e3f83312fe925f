//! What the terminal answers when it was asked, and which strings are such answers.

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

/// The answers that come as strings.
pub(super) fn string_reply(introducer: u8, bytes: &[u8]) -> Option<Reply> {
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
