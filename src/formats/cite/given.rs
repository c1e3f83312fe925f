//! Given names in pieces: which letters are initials of their own, whatever signs stand between them.
//!
//! Web of Science, PubMed, Embase and the Cochrane Library write initials close together (`Knuth, DE`), Scopus with points and
//! without blanks (`Knuth, D.E.`); lists in capitals have whole names, too (`LI, BO`).

use crate::formats::gbt7714::is_pinyin_surname;
use crate::formats::names::OF_SYLLABLES;

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
    /// What stands between it and the one before.
    before: &'a str,
}

/// The pieces of a given name; `family` tells a list in capitals, in which a short name looks like initials, unless the list
/// has [`initials_alone`].
pub(super) fn parts<'a>(given: &'a str, family: &str, initials_alone: bool) -> Vec<Part<'a>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut tied = false;
    // Two words are no initials, whatever they look like.
    let are_words = pieces(given).filter(|(word, _)| may_be_a_word(word)).nth(1).is_some();
    let (mut from, mut at) = (0, 0);
    for (word, sign) in pieces(given) {
        if word.chars().any(char::is_alphanumeric) {
            let before = given.get(from..at).unwrap_or_default();
            let lone = word.chars().count() == 1;
            // `II` behind a name counts its bearers.
            let counts = !parts.is_empty() && matches!(word, "II" | "III" | "IV");
            let is_whole = lone || counts || (are_words && may_be_a_word(word));
            if !is_whole && are_initials(word, family, initials_alone) {
                let letters = word.char_indices().map(|(at, c)| word.get(at..at + c.len_utf8()).unwrap_or_default());
                parts.extend(letters.enumerate().map(|(nth, word)| {
                    let first = nth == 0;
                    Part { word, tied: tied && first, initial: true, before: if first { before } else { "" } }
                }));
            } else {
                parts.push(Part { word, tied, initial: sign == Some('.') || (lone && word.chars().all(char::is_uppercase)), before });
            }
            tied = false;
            from = at + word.len();
        }
        at += word.len() + sign.map_or(0, char::len_utf8);
        tied |= matches!(sign, Some('-' | '‐' | '‑'));
    }
    parts
}

/// The words of a given name, each with the sign behind it.
fn pieces(given: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    given.split_inclusive([' ', '-', '.', '‐', '‑', '\u{a0}']).map(|piece| {
        let sign = piece.chars().next_back().filter(|c| !c.is_alphanumeric());
        (sign.and_then(|sign| piece.strip_suffix(sign)).unwrap_or(piece), sign)
    })
}

/// A given name as a style's program takes it: each initial by itself and with its point, `D. E.`, `J.-P.`, `Donald E.`. All
/// else stays as written.
pub(super) fn pointed(given: &str, family: &str, initials_alone: bool) -> String {
    let mut pointed = String::with_capacity(given.len() + 4);
    let mut is_initial = false;
    let mut seen = 0;
    for part in parts(given, family, initials_alone) {
        gap(&mut pointed, is_initial, part.before, true);
        pointed.push_str(part.word);
        is_initial = part.initial;
        seen += part.before.len() + part.word.len();
    }
    gap(&mut pointed, is_initial, given.get(seen..).unwrap_or_default(), false);
    pointed
}

/// What stands behind a piece: an initial has its point, and a blank before the next one.
fn gap(pointed: &mut String, is_initial: bool, written: &str, has_next: bool) {
    let behind = if is_initial { written.strip_prefix('.').unwrap_or(written) } else { written };
    if is_initial {
        pointed.push('.');
        if behind.is_empty() && has_next {
            pointed.push(' ');
        }
    }
    // The program knows one hyphen and one blank.
    pointed.extend(behind.chars().map(|c| match c {
        '‐' | '‑' => '-',
        '\u{a0}' => ' ',
        other => other,
    }));
}

/// Whether a list has initials alone: one of its given names can be nothing else, and none is a whole name.
pub(super) fn initials_alone<'a>(given: impl Iterator<Item = &'a str>) -> bool {
    let mut some = false;
    for given in given {
        let words = || pieces(given).filter(|(word, _)| word.chars().any(char::is_alphanumeric));
        let is_whole = |(word, sign): (&str, Option<char>)| {
            let count = word.chars().count();
            let mixed = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) && sign != Some('.');
            mixed || (count > MOST && word.contains(is_vowel))
        };
        if words().any(is_whole) || words().filter(|(word, _)| may_be_a_word(word)).nth(1).is_some() {
            return false;
        }
        // What has points says nothing of what has none.
        let is_initial = |(word, sign): (&str, Option<char>)| {
            let is_name = may_be_a_word(word) && (word.chars().count() > 2 || SHORT_NAMES.contains(&word) || is_syllable(word));
            sign != Some('.') && word.chars().all(char::is_uppercase) && !is_name
        };
        some |= words().next().is_some() && words().all(is_initial);
    }
    some
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y') || !c.is_ascii()
}

/// Whether letters in capitals could be spoken as a word.
fn may_be_a_word(word: &str) -> bool {
    word.chars().count() > 1 && word.contains(is_vowel) && word.chars().all(char::is_uppercase)
}

/// Whether a word of several letters is as many initials. What may be a name is none.
fn are_initials(word: &str, family: &str, initials_alone: bool) -> bool {
    let count = word.chars().count();
    let most = if word.contains(is_vowel) { MOST } else { MOST_WITHOUT_VOWELS };
    if count > most || !word.chars().all(char::is_uppercase) {
        return false;
    }
    let in_capitals = family.chars().filter(|c| c.is_alphabetic()).count() > 1 && !family.chars().any(char::is_lowercase);
    if !in_capitals {
        return true;
    }
    let of_syllables = OF_SYLLABLES.contains(&family);
    let is_spoken = (is_pinyin_surname(family) || family == "LÜ") && is_syllable(word);
    if initials_alone {
        // Three letters that are a syllable are a name beside names of syllables.
        return !(count > 2 && (is_spoken || (of_syllables && is_syllable(word))));
    }
    let is_short = || {
        let is_vowel = |c: char| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U') || !c.is_ascii();
        let first = word.starts_with(is_vowel);
        of_syllables && if first { word.ends_with(['M', 'N']) } else { word.ends_with(is_vowel) }
    };
    let is_name = (count > 2 && may_be_a_word(word)) || SHORT_NAMES.contains(&word) || is_spoken || is_short();
    !is_name
}

/// Whether a word in capitals is a syllable of Pinyin: an initial, and a final that goes with it.
fn is_syllable(word: &str) -> bool {
    const FINALS: &[&str] = &[
        "A", "O", "E", "AI", "EI", "AO", "OU", "AN", "EN", "ANG", "ENG", "ONG", "I", "IA", "IE", "IAO", "IU", "IAN", "IN", "IANG", "ING",
        "U", "UA", "UO", "UAI", "UI", "UAN", "UN", "UE",
    ];
    const OF_Ü: &[&str] = &["Ü", "ÜE", "V", "VE"];
    let last = word.strip_prefix(['B', 'P', 'M', 'F', 'D', 'T', 'N', 'L', 'G', 'K', 'H', 'J', 'Q', 'X', 'Z', 'C', 'S', 'R', 'Y', 'W']);
    let rest = last.map_or(word, |last| last.strip_prefix('H').unwrap_or(last));
    word == "ER"
        || (word.starts_with(['N', 'L']) && OF_Ü.contains(&rest))
        || (FINALS.contains(&rest) && (!word.starts_with(['J', 'Q', 'X']) || rest.starts_with(['I', 'U'])))
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
            ("KIM", "JY", "J. Y."),
            ("Ng", "", ""),
            // Signs stay where they are.
            ("Smith", "Robert (Bob)", "Robert (Bob)"),
            ("Smith", "John \"Jack\"", "John \"Jack\""),
            ("Este", "Anna d’", "Anna d’"),
            ("Este", "B. d’", "B. d’"),
            ("Baz", "Foo el-", "Foo el-"),
            ("Roe", "(T. G.)", "(T. G.)"),
            ("Roe", "J. (ed.)", "J. (ed.)"),
            ("Roe", "(Jo) A", "(Jo) A."),
            ("Roe", "JM*", "J. M.*"),
            ("Roe", "M.-P.", "M.-P."),
            // Names in capitals.
            ("KIM", "MIN", "MIN"),
            ("LEE", "JI-HO", "JI-HO"),
            ("PARK", "JI HO", "JI HO"),
            ("NGUYEN", "VAN ANH", "VAN ANH"),
            ("Nguyen", "VAN ANH", "VAN ANH"),
            ("WANG", "YU-ER", "YU-ER"),
            ("WANG", "ER", "ER"),
            ("WANG", "LV", "LV"),
            ("LU", "NÜ", "NÜ"),
            ("LÜ", "YE", "YE"),
            ("NGUYEN", "AN", "AN"),
            ("GARCÍA", "LUZ", "LUZ"),
            ("SMITH", "GUS", "GUS"),
            ("SATO", "RYO", "RYO"),
            ("SATO", "RJ", "R. J."),
            ("Sato", "RJO", "R. J. O."),
        ] {
            assert_eq!(pointed(given, family, false), made, "{family}, {given}");
        }
    }

    #[test]
    fn a_list_of_initials_has_no_names() {
        for (list, alone) in [
            (&["ED", "CB", "SW"][..], true),
            (&["AL", "MK", "AR"], true),
            (&["JA", "AL"], true),
            (&["A", "ED"], true),
            (&["AL"], false),
            (&["AL", "ED"], false),
            (&["MARY", "AL", "JM"], false),
            (&["Mary", "AL", "JM"], false),
            (&["JI-HO", "MIN", "JH"], false),
            (&["J.", "AL"], false),
            (&["XIAO", "HE", "J"], false),
            (&[], false),
        ] {
            assert_eq!(initials_alone(list.iter().copied()), alone, "{list:?}");
        }
        for (family, given, made) in [
            ("SENECA", "ED", "E. D."),
            ("HERCZEG", "AL", "A. L."),
            ("WANG", "YU", "Y. U."),
            ("SMITH", "JAM", "J. A. M."),
            ("KIM", "MIN", "MIN"),
            ("WANG", "WEI", "WEI"),
            ("LEE", "JI-HO", "JI-HO"),
        ] {
            assert_eq!(pointed(given, family, true), made, "{family}, {given}");
        }
    }
}
