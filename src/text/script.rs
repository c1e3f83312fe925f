//! Which script a character is of: what decides on spacing, on how names are printed, and on what a word is.

/// Whether a character is a Han ideograph, or stands for one (々, 〆, 〇). Blocks of Unicode 16: CJK Unified Ideographs, their
/// extensions, and compatibility ideographs.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character is a syllable of hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7AF}')
}

/// Whether a character is a letter of the scripts that are printed without blanks or in syllables: Han, kana and hangul. The
/// middle dot of katakana parts words and is none.
pub fn is_east_asian(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3040}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}') || is_hangul(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for c in "胡㐀𠀀々〇豈".chars() {
            assert!(is_han(c) && is_east_asian(c), "{c}");
        }
        for c in "かカー한ㇰ".chars() {
            assert!(!is_han(c) && is_east_asian(c), "{c}");
        }
        for c in "aé1 ，。・（㊗".chars() {
            assert!(!is_han(c) && !is_east_asian(c), "{c}");
        }
    }
}
