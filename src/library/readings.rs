//! What else of a printed line may be its title.
//!
//! A line in an order that no grammar knows is read into the wrong parts, but its title mostly stands between two full stops,
//! two commas or in quotation marks. Each such stretch is looked for as a title too; that it is one is told by the record.

use super::keys;

/// Stretches that are looked for at most.
const MOST: usize = 12;
/// Letters of the shortest and the longest of them: shorter ones are as often the names of people and journals.
const SHORTEST: usize = 20;
const LONGEST: usize = 300;
/// Pieces that a title is broken into by full stops or commas of its own.
const PIECES: usize = 3;
/// Signs of a line that are looked at.
const SIGNS: usize = 2000;

/// Keys of the stretches of a printed line that may be its title.
pub(super) fn readings(raw: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let sentences = pieces(raw, ends_sentence);
    // A title between commas may have a colon of its own.
    let whole = pieces(raw, |before, sign, next| sign != ':' && ends_sentence(before, sign, next));
    let parts = whole.iter().flat_map(|sentence| {
        let parts = pieces(sentence, |_, sign, _| matches!(sign, ',' | '，'));
        if parts.len() > 1 { runs(&parts) } else { Vec::new() }
    });
    for run in runs(&sentences).into_iter().chain(parts) {
        let key = keys::title(&run);
        if (SHORTEST..=LONGEST).contains(&keys::width(&key)) && !found.contains(&key) {
            found.push(key);
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// Whether the code of a type stands in square brackets (`[J]`): in such a line everything has its place.
pub(super) fn is_marked(raw: &str) -> bool {
    raw.split(['[', '［']).skip(1).any(|behind| {
        let code = behind.split([']', '］', '/', '／']).next().unwrap_or_default();
        (1..=2).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase())
    })
}

/// A full stop or a question before a blank, a quotation mark, the bracket behind a year.
fn ends_sentence(before: char, sign: char, next: Option<char>) -> bool {
    match sign {
        '“' | '”' | '"' | '《' | '》' | '。' | '？' | '！' | '；' | '：' | '．' => true,
        ')' if !before.is_ascii_digit() => false,
        '.' | '?' | '!' | ')' | ';' | ':' => next.is_none_or(|next| next.is_whitespace() || matches!(next, '“' | '”' | '"')),
        _ => false,
    }
}

fn pieces(text: &str, ends: impl Fn(char, char, Option<char>) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    let mut signs = text.char_indices().take(SIGNS).peekable();
    while let Some((at, sign)) = signs.next() {
        let behind = at + sign.len_utf8();
        if ends(before, sign, signs.peek().map(|(_, next)| *next)) {
            found.extend(text.get(from..behind));
            from = behind;
        }
        before = sign;
    }
    found.extend(text.get(from..));
    found.retain(|piece| piece.contains(char::is_alphanumeric));
    found
}

/// Every run of a few pieces that has words enough for a title.
fn runs(pieces: &[&str]) -> Vec<String> {
    let all = (0..pieces.len()).flat_map(|from| (1..=PIECES).filter_map(move |many| pieces.get(from..from + many)));
    // Names and numbers have no words in small letters, and Chinese no small letters.
    let words = |run: &str, least: usize| {
        run.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count() >= least || keys::has_han(run)
    };
    all.filter(|run| run.first().is_some_and(|first| words(first, 1))).map(<[&str]>::concat).filter(|run| words(run, 2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(raw: &str, title: &str) -> bool {
        readings(raw).contains(&keys::title(title))
    }

    #[test]
    fn the_title_is_among_the_readings_whatever_the_style() {
        let title = "Steering with robustness: the logic of smart cities";
        for raw in [
            format!("Doe J. Roe A.B. 2019. {title}. Ann. Marsh Mist 12: 3–22."),
            format!("DOE, J.; ROE, A. B. {title}. Annals of Marsh and Mist, v. 12, n. 1, p. 3-22, 2019."),
            format!("J. Doe, A. Roe, {title}, J. Marsh 12 (2019) 3."),
            format!("Doe, John, “{title},” Annals of Marsh and Mist 12 (2019): 3–22."),
            format!("Doe J, Roe A (2019) {title}. Ann Marsh 12:3"),
        ] {
            assert!(reads(&raw, title), "{raw}: {:?}", readings(&raw));
        }
        let broken = "DNA from old tissue. Part I: hair, nail, and horn";
        assert!(reads(&format!("Doe J, Roe A. {broken}. Ann Marsh. 2019;12(1):3–22."), broken));
        assert!(reads("张三，李四：智慧城市的多重逻辑与治理研究，载《某刊》2019年第3期。", "智慧城市的多重逻辑与治理研究"));
    }

    #[test]
    fn a_type_marker_is_known_and_a_long_line_is_not_read_to_its_end() {
        assert!(is_marked("[1] 张三. 智慧城市的多重逻辑与治理研究[J]. 某刊, 2019(3): 1-9."));
        assert!(is_marked("张三. 智慧城市的多重逻辑与治理研究［EB/OL］. http://example.org"));
        assert!(!is_marked("[1] Doe J. Steering with robustness [in Chinese]. Ann Marsh [Internet]. 2019; 12: 3"));
        assert!(readings(&"a ".repeat(100_000)).len() <= MOST);
    }
}
