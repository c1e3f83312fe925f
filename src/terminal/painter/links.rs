//! Runs of cells that lead to an address (OSC 8), and what of an address may reach the terminal at all.
//!
//! A link is part of the look of a cell: the shadow keeps it, a scroll takes it along, and only cells whose link changed are
//! written again. Each run is opened and closed by itself, so that nothing that comes between can fall into it; the `id`
//! tells the terminal which runs are pieces of one link.

use std::ops::Range;

/// Bytes of a target; terminals give up on longer ones.
const LONGEST: usize = 2048;

/// What ends the link that is open.
pub(in crate::terminal) const CLOSE: &[u8] = b"\x1b]8;;\x1b\\";

/// Cells of one row that lead to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub row: u16,
    pub columns: Range<u16>,
    /// An http or https address, percent-encoded to 0x21–0x7E. Any other is painted as if it were no link.
    pub target: String,
}

/// The bytes that open a link; `None` for a target that must not be sent.
pub(super) fn opening(target: &str) -> Option<Vec<u8>> {
    let web = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://"))?;
    if web.is_empty() || target.len() > LONGEST || !target.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    Some(format!("\x1b]8;id={:x};{target}\x1b\\", hash(target.as_bytes())).into_bytes())
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_opened_only_by_a_plain_web_address() {
        let opened = opening("https://doi.org/10.1/x").unwrap_or_default();
        assert!(opened.starts_with(b"\x1b]8;id=") && opened.ends_with(b";https://doi.org/10.1/x\x1b\\"));
        let long = format!("https://a/{}", "a".repeat(LONGEST));
        for bad in [
            "",
            "https://",
            "ftp://a/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://a/\u{1b}]8;;\u{1b}\\",
            "https://a/\u{7}",
            "https://a/\u{9c}",
            "https://a b",
            "https://a/\u{202e}",
            "https://a/期",
            &long,
        ] {
            assert_eq!(opening(bad), None, "{bad}");
        }
    }
}
