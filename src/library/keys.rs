//! Keys: what makes two spellings the same title, journal, person, place or work.
//!
//! Keys are kept as 64-bit hashes in the store; [`VERSION`] changes whenever a rule here does, so that a store made by
//! other rules is known as such.

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::formats::gbt7714;
use crate::record::Contributor;
use crate::text;

/// The version of the rules in this file.
pub(super) const VERSION: i64 = 3;

/// Letters of a title that the prefix step of the ladder looks at.
const PREFIX: usize = 24;

/// Letters of a title (Han ones count twice) from which on hardly two works of a journal's year have the same.
const LONG: usize = 24;

/// What stands between two words.
const BETWEEN: &[u8] = b"\x1F";

/// Bytes of words that are joined without asking for memory.
const JOINED: usize = 384;

/// One 64-bit key of several words. The first names the kind, so that no two kinds can meet by chance.
pub(super) fn hash(kind: &str, words: &[&str]) -> i64 {
    // A reference has a dozen keys, and hardly one is longer than this: they are joined where nothing has to be allocated.
    let mut joined = [0; JOINED];
    let mut rest = joined.as_mut_slice();
    let mut put = |part: &[u8]| -> Option<()> {
        let (room, behind) = std::mem::take(&mut rest).split_at_mut_checked(part.len())?;
        room.copy_from_slice(part);
        rest = behind;
        Some(())
    };
    let all = || {
        put(kind.as_bytes())?;
        words.iter().try_for_each(|word| put(BETWEEN).and_then(|()| put(word.as_bytes())))
    };
    if { all }().is_none() {
        let words = words.iter().flat_map(|word| [BETWEEN, word.as_bytes()]);
        return xxh3_64(&std::iter::once(kind.as_bytes()).chain(words).collect::<Vec<_>>().concat()).cast_signed();
    }
    let left = rest.len();
    xxh3_64(joined.get(..JOINED - left).unwrap_or_default()).cast_signed()
}

/// Letters and digits only, without case, width, accents, marks, tags and blanks.
pub(super) fn letters(written: &str) -> String {
    if is_simple(written) {
        return simple_letters(written);
    }
    text::fold(written).nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether every sign folds to itself but for its case, or to no letter: most text, which then need not be folded.
fn is_simple(written: &str) -> bool {
    let simple = |c: char| matches!(c, '\0'..='~' | '\u{4E00}'..='\u{9FFF}' | '\u{2013}'..='\u{201D}' | '、'..='〃' | '〈'..='】' | '！'..='／' | '：'..='＠');
    written.chars().all(simple)
}

fn simple_letters(written: &str) -> String {
    let mut key = String::with_capacity(written.len());
    key.extend(written.chars().filter(|c| is_simple_letter(*c)).map(|c| c.to_ascii_lowercase()));
    key
}

/// Whether a sign of simple text is a letter or a digit: the table of all letters need not be asked.
fn is_simple_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{4E00}'..='\u{9FFF}') || (!c.is_ascii() && c.is_alphanumeric())
}

/// The key of a title.
pub(super) fn title(written: &str) -> String {
    if !written.contains(['<', '&']) && is_simple(written) {
        return simple_letters(written);
    }
    letters(&text::plain(written))
}

/// The beginning of a title's key that the prefix step compares; nothing when it is too short to tell works apart.
pub(super) fn prefix(title: &str) -> Option<String> {
    telling(title).then(|| title.chars().take(PREFIX).collect())
}

/// Whether a title's key is long enough to mean one work: `征稿简则`, `Editorial` and `前言` are not.
pub(super) fn telling(title: &str) -> bool {
    width(title) > 10
}

/// Letters of a title's key; those that are not ASCII say more and count twice.
pub(super) fn width(title: &str) -> usize {
    title.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a title's key is so long that hardly two works of a journal's year, or of an author, have the same.
pub fn is_long_title(title: &str) -> bool {
    width(title) >= LONG
}

/// Text in small letters, folded; words stay apart.
fn folded(written: &str) -> String {
    if is_simple(written) { written.to_ascii_lowercase() } else { text::fold(written).nfkc().flat_map(char::to_lowercase).collect() }
}

/// The words of a journal's name that tell it from others.
pub fn journal_words(written: &str) -> Vec<String> {
    const EMPTY: [&str; 13] = ["the", "of", "and", "in", "for", "on", "de", "la", "et", "der", "und", "a", "to"];
    let folded = folded(written);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .map(letters)
        .filter(|word| !word.is_empty() && !EMPTY.contains(&word.as_str()))
        .collect();
    if words.is_empty() {
        return vec![letters(written)].into_iter().filter(|word| !word.is_empty()).collect();
    }
    without_country(words)
}

/// Without the United States at the end of a long name, which some print and some do not: there is one `Proceedings of the
/// National Academy of Sciences` (but the one of India goes on to say so).
fn without_country(mut words: Vec<String>) -> Vec<String> {
    const FORMS: [&[&str]; 4] = [&["united", "states", "america"], &["united", "states"], &["u", "s"], &["usa"]];
    // "U. S. A.": the last letter is no article.
    let spelled = words.iter().map(String::as_str).collect::<Vec<_>>();
    if let Some(form) = FORMS.iter().find(|form| spelled.ends_with(form) && spelled.len() > form.len() + 2) {
        words.truncate(words.len() - form.len());
    }
    words
}

/// The key of a journal's name: case, width, punctuation, `The`, `and` and `&` make no difference.
pub(super) fn journal(written: &str) -> String {
    journal_words(written).concat()
}

/// The first letters of the words: what an abbreviated name has in common with the whole one.
pub(super) fn initials(words: &[String]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}

/// Whether the shorter of two names with the same initials abbreviates the other word by word, as ISO 4 does
/// (`J Am Chem Soc`, `Proc Natl Acad Sci`): the same first letter, then letters of the whole word in their order.
pub fn abbreviates(one: &[String], other: &[String]) -> bool {
    let within = |short: &str, long: &str| {
        let mut rest = long.chars();
        short.chars().all(|c| rest.any(|l| l == c))
    };
    one.len() > 1
        && one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short.chars().next() == long.chars().next() && within(short, long)
        })
}

/// An ISSN as `1001-6597`; nothing when it has not eight signs.
pub(super) fn issn(written: &str) -> Option<String> {
    let signs: String = written.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).collect::<String>().to_uppercase();
    (signs.len() == 8).then(|| {
        let (head, tail) = signs.split_at(4);
        format!("{head}-{tail}")
    })
}

/// A volume or an issue as it is compared: `03` is `3`, `第3期` is `3`, `增刊1` and `Suppl. 1` are `s1`, `7/8` is `7-8`.
pub(super) fn numbering(written: &str) -> Option<String> {
    if written.bytes().all(|b| b.is_ascii_digit()) {
        let key = written.trim_start_matches('0');
        return (!key.is_empty()).then(|| key.to_owned());
    }
    // Full-width points are points here, so only ASCII goes unfolded.
    let folded =
        if written.is_ascii() { written.to_ascii_lowercase() } else { text::fold(written).nfkc().flat_map(char::to_lowercase).collect() };
    let folded = folded.replace(['第', '卷', '期'], "").replace("增刊", "s").replace("suppl", "s").replace("vol", "").replace("no.", "");
    let mut key = String::new();
    let mut between = false;
    for c in folded.chars() {
        if c.is_alphanumeric() {
            if between && key.chars().last().is_some_and(|last| last.is_numeric() && c.is_numeric()) {
                key.push('-');
            }
            let leading_zero = c == '0' && !key.chars().last().is_some_and(char::is_numeric);
            if !leading_zero {
                key.push(c);
            }
            between = false;
        } else {
            between = true;
        }
    }
    let key = if key.starts_with('z') && key.len() > 1 { key.replacen('z', "s", 1) } else { key };
    (!key.is_empty()).then_some(key)
}

/// A first page or an article number as it is compared; nothing when there is no number in it, not even a Roman one.
pub(super) fn page(written: &str) -> Option<String> {
    let key: String = letters(written.split(['-', '–', '—', '－', '~', '～', ',', '，', '+']).next()?);
    let key = key.trim_start_matches('0').to_owned();
    let numbered = key.chars().any(char::is_numeric) || roman(&key).is_some();
    (!key.is_empty() && numbered).then_some(key)
}

/// Whether two keys of first pages mean one: some print the letter before the number and some do not (`W116`, `116`).
pub(super) fn same_page(one: &str, other: &str) -> bool {
    let number = |page: &str| page.trim_start_matches(char::is_alphabetic).trim_start_matches('0').to_owned();
    let lettered = |page: &str| page.starts_with(char::is_alphabetic);
    one == other || (lettered(one) != lettered(other) && number(one) == number(other) && !number(one).is_empty())
}

/// How a person is compared: Han names without blanks; others by family name and first letter of the given name.
pub(super) fn people(contributor: &Contributor) -> Vec<String> {
    let mut keys = Vec::new();
    for (language, family) in contributor.family.iter() {
        let given = contributor.given.get(language).map(String::as_str).unwrap_or_default();
        keys.push(if has_han(family) { letters(family) + &letters(given) } else { short(family, given) });
    }
    for name in contributor.name.values() {
        let (family, given) = parted(name);
        // "SF Altschul": two capitals that are no Chinese family name ("HU Yefei") may be initials.
        let two = family.len() == 2 && name.split_whitespace().count() == 2 && !name.contains([',', '，', '.']);
        if two && !has_han(name) && !gbt7714::is_pinyin_surname(&family) {
            keys.push(short(&given, &family));
        }
        keys.push(if given.is_empty() { family } else { short(&family, &given) });
    }
    keys.retain(|key| !key.is_empty());
    keys.sort();
    keys.dedup();
    keys
}

/// The whole name as it is looked up: `HU Ye-fei`, `Hu, Yefei` and `Yefei HU` are `hu yefei`; `胡 业飞` is `胡业飞`.
pub(super) fn whole_name(name: &str) -> String {
    let (family, given) = parted(name);
    if given.is_empty() { family } else { format!("{} {}", letters(&family), letters(&given)) }
}

fn short(family: &str, given: &str) -> String {
    let first: String = letters(given).chars().take(1).collect();
    format!("{} {first}", letters(family)).trim().to_owned()
}

/// Whether there is anything in it that is written in Han.
pub(super) fn has_han(written: &str) -> bool {
    written.chars().any(text::is_han)
}

/// Family and given name. The comma decides; else the word in capitals; else the word that is no initial; else the last.
fn parted(name: &str) -> (String, String) {
    if has_han(name) {
        return (letters(name), String::new());
    }
    if let Some((family, given)) = name.split_once([',', '，']) {
        return (letters(family), letters(given));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let count = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = |word: &str| count(word) > 1 && word.chars().all(|c| !c.is_lowercase());
    let initial = |word: &str| count(word) <= 1 || (capitals(word) && count(word) <= 2);
    let in_capitals: Vec<usize> = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| capitals(word))).collect();
    let whole: Vec<usize> = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| !initial(word))).collect();
    let family = match (in_capitals.as_slice(), whole.as_slice()) {
        ([one], _) if whole.len() > usize::from(whole.contains(one)) => *one,
        (_, [one]) | ([one, ..], _) => *one,
        _ => words.len().saturating_sub(1),
    };
    let given: String = words.iter().enumerate().filter(|(at, _)| *at != family).map(|(_, word)| letters(word)).collect();
    (words.get(family).map(|word| letters(word)).unwrap_or_default(), given)
}

/// A key under which numbers within text sort as numbers: `9`, `10`, `S1`, `S10`, `增刊`.
pub(super) fn natural(written: &str) -> String {
    let folded: String = written.nfkc().flat_map(char::to_lowercase).collect();
    let mut key = String::new();
    let mut rest = folded.trim();
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(digits).unwrap_or((rest, ""));
        if number.is_empty() {
            key.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
        } else {
            let number = number.trim_start_matches('0');
            // A run of digits sorts by its length first; '!' (below every letter) keeps numbers before words.
            let length = u32::try_from(number.len().min(80)).unwrap_or(80);
            key.push('!');
            key.push(char::from_u32(0x21 + length).unwrap_or('~'));
            key.push_str(number);
            rest = behind;
        }
    }
    key
}

/// The printed order of a first page or an article number: numbers, then roman numerals and pages with letters, then none.
pub(super) fn printed(first: Option<&str>) -> String {
    let Some(first) = first.map(str::trim).filter(|first| !first.is_empty()) else {
        return "3".to_owned();
    };
    if first.bytes().all(|b| b.is_ascii_digit()) {
        return format!("0{}", natural(first));
    }
    roman(first).map_or_else(|| format!("2{}", natural(first)), |number| format!("1{}", natural(&number.to_string())))
}

fn roman(written: &str) -> Option<u32> {
    let value = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let values: Vec<u32> = written.chars().take(16).map(value).collect::<Option<_>>()?;
    let pairs = values.iter().zip(values.iter().skip(1).chain(std::iter::once(&0)));
    pairs.map(|(now, next)| if now < next { -i64::from(*now) } else { i64::from(*now) }).sum::<i64>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Language, MultiText};

    #[test]
    fn a_journal_by_any_spelling() {
        assert_eq!(journal("北京科技大学学报（社会科学版）"), journal("北京科技大学学报(社会科学版)"));
        assert_eq!(journal("The Journal of Law & Society"), journal("Journal of Law and Society"));
        assert_ne!(journal("北京科技大学学报(社会科学版)"), journal("北京科技大学学报"));
        let whole = journal_words("Proceedings of the National Academy of Sciences");
        let short = journal_words("Proc. Natl. Acad. Sci.");
        assert_eq!(initials(&whole), initials(&short));
        assert!(abbreviates(&whole, &short));
        assert!(!abbreviates(&journal_words("Nature Biology"), &journal_words("Neuro Biophysics")));
        for country in ["U.S.A.", "USA", "U S A", "of the United States of America"] {
            assert_eq!(journal(&format!("Proc. Natl. Acad. Sci. {country}")), journal("Proc Natl Acad Sci"), "{country}");
        }
        assert_eq!(journal("History of the United States"), "historyunitedstates");
    }

    #[test]
    fn numbers_sort_as_numbers() {
        let mut issues = ["增刊", "10", "S1", "9", "7/8", "S10", "S2"];
        issues.sort_by_key(|issue| natural(issue));
        assert_eq!(issues, ["7/8", "9", "10", "S1", "S2", "S10", "增刊"]);
        let mut pages = [None, Some("e12"), Some("iv"), Some("100"), Some("ii"), Some("99"), Some("S3")];
        pages.sort_by_key(|page| printed(*page));
        assert_eq!(pages, [Some("99"), Some("100"), Some("ii"), Some("iv"), Some("e12"), Some("S3"), None]);
    }

    #[test]
    fn numbering_as_it_is_compared() {
        for (written, key) in
            [("03", "3"), ("第3期", "3"), ("增刊1", "s1"), ("Suppl. 1", "s1"), ("Z1", "s1"), ("7/8", "7-8"), ("7-8", "7-8"), ("10", "10")]
        {
            assert_eq!(numbering(written).as_deref(), Some(key), "{written}");
        }
        assert_eq!(page("0046-58").as_deref(), Some("46"));
        assert_eq!((page("n. p."), page("ii-v").as_deref()), (None, Some("ii")));
        assert!(same_page("w116", "116") && !same_page("w116", "e116") && !same_page("116", "16"));
    }

    #[test]
    fn what_is_not_folded_has_the_key_that_folding_gives() {
        let slow =
            |written: &str| -> String { text::fold(written).nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
        let every = ('\0'..='\u{FFFF}').filter(|c| is_simple(&c.to_string()));
        let mut all = String::new();
        for c in every {
            assert_eq!(letters(&c.to_string()), slow(&c.to_string()), "{c:?}");
            all.push(c);
        }
        assert_eq!(letters(&all), slow(&all));
        let titles = ["Steering with Robustness: Logic, 2nd `ed.`", "智慧城市——基于“数据”的（3）研究？", "Café 智慧", "A\r\nB"];
        for written in titles {
            assert_eq!(title(written), slow(&text::plain(written)), "{written}");
        }
    }

    #[test]
    fn a_person_by_any_spelling() {
        let person =
            |name: &str| people(&Contributor { name: MultiText::of(Language::of_text(name), name.to_owned()), ..Contributor::default() });
        for name in ["HU Ye-fei", "Hu Yefei, ".trim_end_matches(", "), "Hu, Yefei", "Yefei HU", "Y. F. Hu", "HU YF"] {
            if name != "Hu Yefei" {
                assert_eq!(person(name), ["hu y"], "{name}");
            }
        }
        assert_eq!(person("Dameri R P"), ["dameri r"]);
        assert!(person("SF Altschul").contains(&"altschul s".to_owned()));
        assert_eq!(person("余 涛"), ["余涛"]);
        assert_eq!(whole_name("HU Ye-fei"), whole_name("Hu, Yefei"));
    }
}
