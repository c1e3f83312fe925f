//! What a title counts: parts, years, notices. Two works whose titles differ in nothing else are two.

use crate::text::is_han;

/// The numbers in a title as written, in their order, each followed by a blank: figures of either width, Roman numerals that number
/// a part (`II`, `Part iv`), Chinese ones behind `之` or `第` or in brackets, and the halves 上, 中, 下 in brackets.
///
/// A key of the title no longer tells them: in `marshi` a numeral and a letter look alike.
pub(super) fn numbers(title: &str) -> String {
    let mut found = String::new();
    let mut push = |number: &str| {
        found.push_str(number);
        found.push(' ');
    };
    let mut rest = title;
    let mut before = Before::default();
    while let Some(first) = rest.chars().next() {
        let is_figure = |c: char| figure(c).is_some();
        let is_letter = |c: char| c.is_alphabetic() && c.is_ascii();
        if is_figure(first) {
            let (run, behind) = split(rest, is_figure);
            let figures: String = run.chars().filter_map(figure).collect();
            let plain = figures.trim_start_matches('0');
            push(if plain.is_empty() { "0" } else { plain });
            (rest, before) = (behind, Before { glued: true, ..Before::default() });
        } else if is_letter(first) {
            let (word, behind) = split(rest, is_letter);
            let glued = before.glued || behind.starts_with(|c: char| c.is_alphanumeric() && !is_han(c));
            if !glued
                && let Some(number) = roman(word)
                && (before.counts || is_numeral_here(word, before, behind))
            {
                push(&number.to_string());
            }
            let counts = ["part", "no", "vol", "volume", "chapter", "section", "book", "phase", "stage", "series", "type"]
                .iter()
                .any(|name| word.eq_ignore_ascii_case(name));
            (rest, before) = (behind, Before { glued: true, counts, ..Before::default() });
        } else if let Some(number) = before.han.and_then(|opened| chinese(rest, opened)) {
            push(&number.said);
            (rest, before) = (number.behind, Before::default());
        } else {
            let han = match first {
                '之' | '第' => Some(Opened::Word(first)),
                '(' | '（' | '[' | '［' | '〔' => Some(Opened::Bracket),
                _ => None,
            };
            let spaced = first.is_whitespace() || first == '.';
            let glued = !is_han(first) && first.is_alphabetic() || matches!(first, '-' | '‐' | '‑' | '\'' | '’');
            before = Before { counts: before.counts && spaced, glued, han };
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    found
}

/// What stands before the place that is looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// A word behind which a number stands: `Part`, `No.`
    counts: bool,
    /// A letter, a figure or a hyphen: what comes is a part of the same word.
    glued: bool,
    han: Option<Opened>,
}

#[derive(Clone, Copy, Debug)]
enum Opened {
    Word(char),
    Bracket,
}

struct Said<'a> {
    said: String,
    behind: &'a str,
}

/// The longest beginning of which every character is of this kind, and the rest.
fn split(text: &str, is: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !is(c)).unwrap_or(text.len()))
}

/// A figure of either width, raised and lowered ones too: `Ca²⁺` is written `Ca2+`.
fn figure(c: char) -> Option<char> {
    let from = |zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10);
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => from('０'),
        '₀'..='₉' => from('₀'),
        '⁰' | '⁴'..='⁹' => from('⁰'),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        _ => None,
    }
}

/// A numeral that needs no word before it: in capitals, and `I`, `V` or `X` only at the end, before a mark, or in brackets.
fn is_numeral_here(word: &str, before: Before, behind: &str) -> bool {
    let ends = behind.trim_start().chars().next().is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '\'' | '’' | '-'));
    word.chars().all(|c| c.is_ascii_uppercase()) && (word.len() > 1 || ends || matches!(before.han, Some(Opened::Bracket)))
}

/// A Roman numeral up to 39, in the only way it is written.
fn roman(word: &str) -> Option<u32> {
    if word.len() > 7 {
        return None;
    }
    let upper = word.to_ascii_uppercase();
    let (tens, ones) = split(&upper, |c| c == 'X');
    let (tens, ones) = match ones {
        // `IX`: the X belongs to the ones.
        "" if tens.is_empty() => return None,
        ones => (u32::try_from(tens.len()).ok().filter(|tens| *tens <= 3)?, ones),
    };
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].iter().position(|written| *written == ones)?;
    Some(tens * 10 + u32::try_from(ones).ok()?)
}

/// A Chinese number behind what opened it: `之二`, `第三`, `（十二）`, `（下）`.
fn chinese(text: &str, opened: Opened) -> Option<Said<'_>> {
    let (written, behind) = split(text, |c| "一二三四五六七八九十".contains(c));
    let closes = behind.starts_with([')', '）', ']', '］', '〕']);
    if let Some(number) = han_number(written) {
        let holds = match opened {
            Opened::Bracket => closes,
            Opened::Word('第') => true,
            // `之一` ends a title or a part of it; `之一般` counts nothing.
            Opened::Word(_) => behind.chars().next().is_none_or(|next| !next.is_alphanumeric()),
        };
        return holds.then(|| Said { said: number.to_string(), behind });
    }
    let half = text.chars().next().filter(|c| matches!(c, '上' | '中' | '下'))?;
    let behind = text.strip_prefix(half)?;
    (matches!(opened, Opened::Bracket) && behind.starts_with([')', '）', ']', '］', '〕'])).then(|| Said { said: half.to_string(), behind })
}

/// 一 to 九十九.
fn han_number(written: &str) -> Option<u32> {
    let digit = |text: &str| {
        let mut chars = text.chars();
        let first = chars.next()?;
        let at = "一二三四五六七八九".chars().position(|c| c == first)?;
        chars.next().is_none().then_some(u32::try_from(at).ok()? + 1)
    };
    match written.split_once('十') {
        None => digit(written),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_found_however_it_is_written() {
        for (title, found) in [
            ("Listening at the marsh, part 2", "2 "),
            ("Listening at the marsh, Part II", "2 "),
            ("Listening at the marsh. Part ii", "2 "),
            ("Bitterns. I. A layout", "1 "),
            ("Bitterns XIV: an end", "14 "),
            ("Bitterns (V)", "5 "),
            ("Marsh IX", "9 "),
            ("Marsh XX", "20 "),
            ("What I heard", ""),
            ("Vitamin V-shaped mix of Xi and IIX", ""),
            ("TYPE I interferon", "1 "),
            ("H2O in 2019–2020", "2 2019 2020 "),
            ("CuInSe₂ and Ca²⁺ at 10⁻⁶", "2 2 10 6 "),
            ("数量估计（１）", "1 "),
            ("数量估计之二", "2 "),
            ("第十二次调查", "12 "),
            ("政府治理研究（下）", "下 "),
            ("论治理（二十三）", "23 "),
            ("治理之一般原理", ""),
            ("上海与中国", ""),
            ("", ""),
        ] {
            assert_eq!(numbers(title), found, "{title}");
        }
    }
}
