//! Given names in pieces: which letters are initials of their own, whatever signs stand between them.
//!
//! Web of Science, PubMed, Embase and the Cochrane Library write initials close together (`Knuth, DE`), Scopus with points and
//! without blanks (`Knuth, D.E.`); lists in capitals have whole names, too (`LI, BO`).

use crate::formats::gbt7714::is_pinyin_surname;

/// The most initials that stand together where vowels are among them, and where there are none.
const MOST: usize = 3;
const MOST_WITHOUT_VOWELS: usize = 5;

/// Given names of two and three letters, as they stand in a list that is in capitals all over.
const SHORT_NAMES: &[&str] = &[
    "ADA", "AL", "AMY", "ANA", "ANN", "AVA", "BEN", "BO", "BOB", "DAN", "DON", "ED", "EVA", "EVE", "GUY", "IAN", "IDA", "IVO", "JAN",
    "JIM", "JO", "JOE", "JON", "KAI", "KEN", "KIM", "LEE", "LEO", "LUC", "MAX", "MIA", "OLE", "PAT", "PER", "RAY", "ROB", "RON", "ROY",
    "RUI", "SAM", "SUE", "TED", "TIM", "TOM", "TY", "UWE", "ZOE",
];

/// A piece of a given name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub word: &'a str,
    /// Whether a hyphen ties it to the one before.
    pub tied: bool,
    /// Whether it is one of the initials of its name.
    pub initial: bool,
}

/// The pieces of a given name; `family` tells a list in capitals, in which a short name looks like initials.
pub(super) fn parts<'a>(given: &'a str, family: &str) -> Vec<Part<'a>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut tied = false;
    for piece in given.split_inclusive([' ', '-', '.', '‐', '‑', '\u{a0}']) {
        let sign = piece.chars().next_back().filter(|c| !c.is_alphanumeric());
        let word = sign.and_then(|sign| piece.strip_suffix(sign)).unwrap_or(piece);
        if word.chars().any(char::is_alphanumeric) {
            let lone = word.chars().count() == 1;
            // `II` behind a name counts its bearers.
            let counts = !parts.is_empty() && matches!(word, "II" | "III" | "IV");
            if !lone && !counts && are_initials(word, family) {
                let letters = word.char_indices().map(|(at, c)| word.get(at..at + c.len_utf8()).unwrap_or_default());
                parts.extend(letters.enumerate().map(|(nth, word)| Part { word, tied: tied && nth == 0, initial: true }));
            } else {
                parts.push(Part { word, tied, initial: sign == Some('.') || (lone && word.chars().all(char::is_uppercase)) });
            }
            tied = false;
        }
        tied |= matches!(sign, Some('-' | '‐' | '‑'));
    }
    parts
}

/// A given name as a style's program takes it: each initial by itself and with its point, `D. E.`, `J.-P.`, `Donald E.`.
pub(super) fn pointed(given: &str, family: &str) -> String {
    let mut pointed = String::with_capacity(given.len() + 4);
    for part in parts(given, family) {
        if !pointed.is_empty() {
            pointed.push(if part.tied { '-' } else { ' ' });
        }
        pointed.push_str(part.word);
        if part.initial {
            pointed.push('.');
        }
    }
    pointed
}

/// Whether a word of several letters is as many initials.
fn are_initials(word: &str, family: &str) -> bool {
    let is_vowel = |c: char| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y') || !c.is_ascii();
    let count = word.chars().count();
    let most = if word.chars().any(is_vowel) { MOST } else { MOST_WITHOUT_VOWELS };
    if count > most || !word.chars().all(char::is_uppercase) {
        return false;
    }
    let in_capitals = family.chars().filter(|c| c.is_alphabetic()).count() > 1 && !family.chars().any(char::is_lowercase);
    !(in_capitals && (SHORT_NAMES.contains(&word) || (is_pinyin_surname(family) && is_syllable(word))))
}

/// Whether a word in capitals is a syllable of Pinyin: an initial, and a final that goes with it.
fn is_syllable(word: &str) -> bool {
    const FINALS: &[&str] = &[
        "A", "O", "E", "AI", "EI", "AO", "OU", "AN", "EN", "ANG", "ENG", "ONG", "I", "IA", "IE", "IAO", "IU", "IAN", "IN", "IANG", "ING",
        "U", "UA", "UO", "UAI", "UI", "UAN", "UN", "UE",
    ];
    let last = word.strip_prefix(['B', 'P', 'M', 'F', 'D', 'T', 'N', 'L', 'G', 'K', 'H', 'J', 'Q', 'X', 'Z', 'C', 'S', 'R', 'Y', 'W']);
    let rest = last.map_or(word, |last| last.strip_prefix('H').unwrap_or(last));
    FINALS.contains(&rest) && (!word.starts_with(['J', 'Q', 'X']) || rest.starts_with(['I', 'U']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_stand_each_by_itself() {
        for (family, given, made) in [
            ("Knuth", "DE", "D. E."),
            ("Knuth", "D.E.", "D. E."),
            ("Knuth", "D. E.", "D. E."),
            ("Knuth", "D E", "D. E."),
            ("Knuth", "Donald E", "Donald E."),
            ("Knuth", "Donald E.", "Donald E."),
            ("Veen", "PHWM", "P. H. W. M."),
            ("Jones", "J.-P.", "J.-P."),
            ("Jones", "J-P", "J.-P."),
            ("Jones", "Jean-Pierre", "Jean-Pierre"),
            ("Hoon", "M.J. de", "M. J. de"),
            ("Иванов", "А.С.", "А. С."),
            ("Gore", "Al", "Al"),
            ("Smith", "JOHN", "JOHN"),
            ("Smith", "John III", "John III"),
            // In capitals all over.
            ("KNUTH", "DE", "D. E."),
            ("GORE", "AL", "AL"),
            ("LI", "BO", "BO"),
            ("WANG", "XM", "X. M."),
            ("WANG", "JA", "J. A."),
            ("O", "BO", "B. O."),
            ("Ng", "", ""),
        ] {
            assert_eq!(pointed(given, family), made, "{family}, {given}");
        }
    }
}
