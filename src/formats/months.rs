//! Names of months by their beginnings, in the languages in which formats write dates in words.

/// The beginnings of the English names, in the order of the year; also BibTeX's own macros.
pub const ENGLISH: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Beginnings in German, French, Spanish and Portuguese that are not the English ones.
const OTHERS: &[(&str, u8)] = &[
    ("ene", 1),
    ("fév", 2),
    ("fev", 2),
    ("mär", 3),
    ("avr", 4),
    ("abr", 4),
    ("mai", 5),
    ("juin", 6),
    ("juil", 7),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("set", 9),
    ("okt", 10),
    ("out", 10),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

/// The number (1–12) of a month by the first three letters of its English name, in any case.
pub fn english(word: &str) -> Option<u8> {
    let head = word.get(..3)?;
    ENGLISH.iter().zip(1..).find(|(month, _)| month.eq_ignore_ascii_case(head)).map(|(_, number)| number)
}

/// The number (1–12) of a month by its English name or the beginning of it, in any case: `Jan`, `Sept`, `December`, not `Janus`.
pub fn english_word(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let lower = word.to_lowercase();
    english(&lower).filter(|month| NAMES.get(usize::from(*month).wrapping_sub(1)).is_some_and(|name| name.starts_with(&lower)))
}

/// The number (1–12) of a month by the beginning of its name in any of the languages, in any case.
pub fn of(word: &str) -> Option<u8> {
    english(word).or_else(|| {
        let lower = word.to_lowercase();
        OTHERS.iter().find(|(name, _)| lower.starts_with(name)).map(|(_, number)| *number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_five_languages() {
        for (word, number) in [("May", 5), ("mayo", 5), ("JUIN", 6), ("juillet", 7), ("März", 3), ("décembre", 12), ("outubro", 10)] {
            assert_eq!(of(word), Some(number), "{word}");
        }
        assert_eq!((english("September"), english("okt"), of("spring"), of("")), (Some(9), None, None, None));
    }
}
