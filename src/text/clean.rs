//! What may reach a terminal.

use std::borrow::Cow;

/// Text safe to draw or print; keeps `\n`, nothing else below U+0020.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| c.is_control() && c != '\n') {
        Cow::Owned(text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same on one line: line ends become blanks.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(text) if !text.contains('\n') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace('\n', " ")),
    }
}
