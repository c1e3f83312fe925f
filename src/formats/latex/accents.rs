//! Accents of LaTeX: the command, the combining character, and the accent that stands alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use super::letters::rare_accent;

/// Commands, the combining character (Unicode 0300–036F, 20D0–20F0) and the character for an accent over nothing.
const ACCENTS: &[(&str, char, char)] = &[
    ("`", '\u{300}', '`'),
    ("'", '\u{301}', '´'),
    ("^", '\u{302}', '^'),
    ("~", '\u{303}', '~'),
    ("\"", '\u{308}', '¨'),
    ("=", '\u{304}', '¯'),
    (".", '\u{307}', '˙'),
    ("u", '\u{306}', '˘'),
    ("v", '\u{30C}', 'ˇ'),
    ("H", '\u{30B}', '˝'),
    ("r", '\u{30A}', '˚'),
    ("c", '\u{327}', '¸'),
    ("k", '\u{328}', '˛'),
    ("d", '\u{323}', '.'),
    ("b", '\u{331}', '_'),
    ("G", '\u{30F}', '\u{30F}'),
    ("C", '\u{30F}', '\u{30F}'),
    ("U", '\u{30E}', '\u{30E}'),
    ("f", '\u{311}', '\u{311}'),
    ("h", '\u{309}', '\u{309}'),
    ("t", '\u{361}', '\u{361}'),
    ("textcommabelow", '\u{326}', ','),
    ("textcommaabove", '\u{313}', '’'),
    ("textogonekcentered", '\u{328}', '˛'),
    ("newtie", '\u{361}', '\u{361}'),
    ("capitalacute", '\u{301}', '´'),
    ("capitalgrave", '\u{300}', '`'),
    ("capitaldieresis", '\u{308}', '¨'),
    ("capitalcaron", '\u{30C}', 'ˇ'),
    ("capitalcedilla", '\u{327}', '¸'),
    // The package tipa.
    ("textvbaraccent", '\u{30D}', '\u{30D}'),
    ("textdoublegrave", '\u{30F}', '\u{30F}'),
    ("textsubdot", '\u{323}', '\u{323}'),
    ("textsubumlaut", '\u{324}', '\u{324}'),
    ("textsyllabic", '\u{329}', '\u{329}'),
    ("textsubbridge", '\u{32A}', '\u{32A}'),
    ("textsubwedge", '\u{32C}', '\u{32C}'),
    ("textsubarch", '\u{32F}', '\u{32F}'),
    ("textsubtilde", '\u{330}', '\u{330}'),
    ("textsubplus", '\u{31F}', '\u{31F}'),
];

/// The accent that a command is.
pub fn accent(command: &str) -> Option<(char, char)> {
    let known = ACCENTS.iter().find(|(name, _, _)| *name == command).map(|(_, mark, alone)| (*mark, *alone));
    known.or_else(|| rare_accent(command).map(|mark| (mark, mark)))
}

/// Puts an accent on the first letter; a dotless letter gets its dot back where the accent takes its place anyway.
pub fn accented(letters: &str, mark: char) -> String {
    let mut rest = letters.chars();
    let Some(first) = rest.next() else { return String::new() };
    let above = ('\u{300}'..='\u{315}').contains(&mark);
    let base = match first {
        'ı' if above => 'i',
        'ȷ' if above => 'j',
        c => c,
    };
    // The dot of `\.{\i}` is what the letter has already.
    if mark == '\u{307}' && matches!(base, 'i' | 'j') {
        return std::iter::once(base).chain(rest).collect();
    }
    let behind = rest.as_str();
    match compose(base, mark) {
        Some(whole) if !behind.starts_with(is_mark) => std::iter::once(whole).chain(behind.chars()).collect(),
        _ => {
            let marks: String = behind.chars().take_while(|c| is_mark(*c)).collect();
            let after = behind.chars().skip_while(|c| is_mark(*c));
            std::iter::once(base).chain(marks.chars()).chain(std::iter::once(mark)).nfc().chain(after).collect()
        }
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c) || ('\u{20D0}'..='\u{20F0}').contains(&c)
}
