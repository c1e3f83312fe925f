//! Halves of UTF-16 pairs in escapes: programs that cut texts at so many units leave them behind.

/// Replaces `\uD800`-like escapes that have no partner; nothing when there are none.
pub(super) fn mend_surrogates(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    let unit = |escape: &str| -> Option<u32> {
        let hex = escape.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(hex, 16).ok()
    };
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let len = match unit(escape) {
            Some(0xD800..=0xDBFF) => {
                let partner = escape.get(6..).and_then(unit);
                if matches!(partner, Some(0xDC00..=0xDFFF)) {
                    12
                } else {
                    mended.push_str("\\ufffd");
                    changed = true;
                    rest = escape.get(6..).unwrap_or_default();
                    continue;
                }
            }
            Some(0xDC00..=0xDFFF) => {
                mended.push_str("\\ufffd");
                changed = true;
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            Some(_) => 6,
            None => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at_checked(len).unwrap_or((escape, ""));
        mended.push_str(kept);
        rest = after;
    }
    mended.push_str(rest);
    changed.then_some(mended)
}
