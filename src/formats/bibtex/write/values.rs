//! Values between braces.

use std::borrow::Cow;

use super::latex;

/// A value that BibTeX can read between braces, and that holds no line which looks like an entry.
pub(super) fn valid(value: &str) -> Cow<'_, str> {
    let one_line = value.contains('@') && value.contains(['\n', '\r']);
    if latex::balanced(value) && !one_line {
        return Cow::Borrowed(value);
    }
    let mut text = value.replace(['\n', '\r'], " ");
    if !latex::balanced(&text) {
        text = text.replace(['{', '}'], "");
    }
    Cow::Owned(text)
}

/// An address is written as it is; braces and backslashes, which BibTeX would count, as addresses escape them.
pub(super) fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}
