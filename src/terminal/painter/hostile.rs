//! What no terminal may ever be sent from a cell, however it came there.

/// A character that could act on the terminal or reorder what is read: controls (C0, DEL, C1), bidi marks and overrides,
/// zero-width and format characters, separators, interlinear marks and tags (CWE-150; Unicode TR36 §3.4).
///
/// U+200D and variation selectors are not in it: inside a cluster they are part of a sign.
pub fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}
