//! Names of people as bylines print them: split into persons, with their marks, and into family and given name.

mod in_parts;
mod spoken;

use super::{bodies, rich};
use crate::record::{Contributor, ContributorKind, Language, MultiText};
use crate::text::is_han;
pub use in_parts::{family, in_parts, people_in_parts};
pub use spoken::{OF_SYLLABLES, Told, split, split_list};

/// Family names of two characters.
const COMPOUND: &[&str] = &[
    "欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "宇文", "长孙", "司徒", "司空", "端木", "百里",
    "南宫", "呼延", "轩辕", "独孤", "澹台", "淳于", "太史", "申屠", "拓跋", "闻人", "钟离",
];

/// Signs that tie a name to a note: not letters, which are marks only where the page raised them.
fn is_sign(c: char) -> bool {
    matches!(c, '*' | '#' | '†' | '‡' | '✉' | '§' | '＊' | '△' | '▲' | '☆' | '★' | '⁎' | '①'..='⑳' | '¹' | '²' | '³' | '⁰'..='⁹')
}

/// Splits a byline (rich-lite) into people. Raised text is marks, and so are digits and signs behind a name.
pub fn byline(rich: &str) -> Vec<Contributor> {
    // Raised text stands between two signs of the private use area, so that its commas part no names.
    let marked = rich.replace("<sup>", "\u{E000}").replace("</sup>", "\u{E001}");
    let plain = rich::plain(&marked).replace(" and ", ",").replace(" & ", ",").replace(['\u{A0}', '\u{3000}'], " ");
    let mut people: Vec<Contributor> = Vec::new();
    for piece in pieces(&plain) {
        let (name, marks) = name_and_marks(&piece);
        if name.is_empty() {
            if let Some(last) = people.last_mut() {
                mark(last, marks);
            }
            continue;
        }
        if matches!(name.trim_end_matches('.'), "等" | "et al") {
            continue;
        }
        let mut one = person(&name);
        mark(&mut one, marks);
        people.push(one);
    }
    people
}

/// Pieces between separators outside raised text.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut raised = false;
    let mut blanks = 0;
    for c in text.chars() {
        match c {
            '\u{E000}' => raised = true,
            '\u{E001}' => raised = false,
            _ => {}
        }
        blanks = if c == ' ' { blanks + 1 } else { 0 };
        let parts = !raised && (matches!(c, ',' | '，' | ';' | '；' | '、') || blanks >= 2);
        if parts {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    let mut split = Vec::new();
    for piece in pieces {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let whole_names = words.len() > 1
            && words.iter().all(|word| {
                let han = word.chars().filter(|c| is_han(*c)).count();
                (2..=4).contains(&han)
                    && word.chars().all(|c| is_han(c) || c.is_ascii_digit() || is_sign(c) || matches!(c, '\u{E000}' | '\u{E001}'))
            });
        if whole_names {
            split.extend(words.into_iter().map(str::to_owned));
        } else {
            split.push(words.join(" "));
        }
    }
    split.retain(|piece| !piece.is_empty());
    split
}

fn name_and_marks(piece: &str) -> (String, Vec<String>) {
    let mut name = String::new();
    let mut marks = String::new();
    let mut raised = false;
    for c in piece.chars() {
        match c {
            '\u{E000}' => raised = true,
            '\u{E001}' => {
                raised = false;
                marks.push(',');
            }
            c if raised => marks.push(c),
            c => name.push(c),
        }
    }
    let kept = name
        .trim_end_matches(|c: char| {
            c.is_ascii_digit() || is_sign(c) || c.is_whitespace() || matches!(c, ')' | '(' | '（' | '）' | '[' | ']' | '.')
        })
        .len();
    let (kept, tail) = name.split_at_checked(kept).unwrap_or((&name, ""));
    // A full stop belongs to initials (`Dameri R.P.`), a bracket alone to nothing.
    let dot = tail.starts_with('.') && kept.ends_with(|c: char| c.is_ascii_uppercase());
    let name = if dot { format!("{kept}.") } else { kept.to_owned() };
    marks.insert_str(0, &format!("{tail},"));
    (name.trim().trim_start_matches(['.', ':', '：']).trim().to_owned(), split_marks(&marks))
}

/// `1,2*` is `1`, `2`, `*`.
fn split_marks(text: &str) -> Vec<String> {
    let mut marks: Vec<String> = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once(',')) {
        let c = match c {
            '＊' | '⁎' => '*',
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            '①'..='⑨' => char::from_digit(u32::from(c) - 0x2460 + 1, 10).unwrap_or(c),
            '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
            c => c,
        };
        if c.is_ascii_digit() {
            if run.chars().any(|r| !r.is_ascii_digit()) {
                marks.push(std::mem::take(&mut run));
            }
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            marks.push(std::mem::take(&mut run));
        }
        if c.is_alphabetic() {
            run.push(c);
        } else if is_sign(c) {
            marks.push(c.to_string());
        }
    }
    marks.dedup();
    marks
}

fn mark(one: &mut Contributor, marks: Vec<String>) {
    for mark in marks {
        one.corresponding |= matches!(mark.as_str(), "*" | "✉");
        one.equal |= matches!(mark.as_str(), "#" | "†");
        if !one.marks.contains(&mark) {
            one.marks.push(mark);
        }
    }
}

/// One name as printed. Family and given name are told apart where capitals, a comma or Chinese custom decide.
pub fn person(name: &str) -> Contributor {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let lang = Language::of_text(&name);
    let mut one = Contributor { name: MultiText::of(lang.clone(), name.clone()), ..Contributor::default() };
    if bodies::is_body(&name) {
        one.kind = ContributorKind::Collaboration;
        return one;
    }
    if let Some((family, given)) = split_name(&name, &lang) {
        one.family = MultiText::of(lang.clone(), family);
        one.given = MultiText::of(lang, given);
    } else {
        spoken::split(&mut one, Told::Initials);
    }
    one
}

/// Whether a word is one that stands behind a family name: `Jr.`, `III`.
pub fn is_suffix(word: &str) -> bool {
    const SUFFIXES: [&str; 9] = ["jr", "sr", "ii", "iii", "iv", "v", "2nd", "3rd", "4th"];
    SUFFIXES.contains(&word.trim().trim_end_matches('.').to_lowercase().as_str())
}

/// Whether a word is a small one that a family name may begin with.
pub fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 23] = [
        "af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van",
        "vande", "von", "zu",
    ];
    PARTICLES.contains(&word)
}

/// A name given in its parts; the whole is written as the script does: `胡业飞`, `Ye-fei Hu`. Nothing without any part.
pub fn of_parts(family: Option<&str>, given: Option<&str>, particle: Option<&str>) -> Option<Contributor> {
    let shown = family.or(given)?;
    let lang = Language::of_text(shown);
    let whole = match (&lang, family, given) {
        (_, Some(family), Some(given)) if lang == Language::Zh || are_eastern(family, given) => [family, given].concat(),
        (_, Some(family), Some(given)) => match particle {
            Some(particle) => [given, " ", particle, " ", family].concat(),
            None => [given, " ", family].concat(),
        },
        _ => shown.to_owned(),
    };
    let in_script = |part: Option<&str>| part.map(|part| MultiText::of(lang.clone(), part.to_owned())).unwrap_or_default();
    Some(Contributor { family: in_script(family), given: in_script(given), name: MultiText::of(lang, whole), ..Contributor::default() })
}

/// Whether a name is written in Han, hiragana or hangul: then its family name stands first, without a blank.
pub fn are_eastern(family: &str, given: &str) -> bool {
    let eastern =
        |part: &str| !part.is_empty() && part.chars().all(|c| is_han(c) || matches!(c, '\u{3041}'..='\u{309F}' | '\u{AC00}'..='\u{D7A3}'));
    !family.is_ascii() && eastern(family) && eastern(given)
}

fn split_name(name: &str, lang: &Language) -> Option<(String, String)> {
    if *lang == Language::Zh {
        let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        if !(2..=4).contains(&letters.len()) || !letters.iter().all(|c| is_han(*c)) {
            return None;
        }
        let two: String = letters.iter().take(2).collect();
        let length = if letters.len() > 2 && COMPOUND.contains(&two.as_str()) { 2 } else { 1 };
        return Some((letters.iter().take(length).collect(), letters.iter().skip(length).collect()));
    }
    if let Some((family, given)) = name.split_once(',') {
        return Some((family.trim().to_owned(), given.trim().to_owned())).filter(|(family, given)| !family.is_empty() && !given.is_empty());
    }
    let words: Vec<&str> = name.split(' ').collect();
    let capitals = |word: &str| {
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        // Between initials there are full stops: `E.D.P. van Bergen`.
        let initials = word.contains('.') && word.split(['.', '-']).all(|part| part.chars().count() < 2);
        letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) && !initials
    };
    let initials = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() <= 2 && capitals(&format!("{word}XX"));
    match words.as_slice() {
        [family, given @ ..] if !given.is_empty() && capitals(family) && given.iter().all(|word| !capitals(word) || initials(word)) => {
            Some((title_case(family), given.join(" ")))
        }
        [given @ .., family] if !given.is_empty() && capitals(family) && given.iter().all(|word| !capitals(word)) => {
            Some((title_case(family), given.join(" ")))
        }
        _ => None,
    }
}

fn title_case(word: &str) -> String {
    let mut first = true;
    word.chars()
        .flat_map(|c| {
            let shown: Vec<char> = if first { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            first = !c.is_alphabetic();
            shown
        })
        .collect()
}

/// Letters by which a Chinese and an English form of one name agree.
pub fn pinyin_key(name: &str) -> String {
    use pinyin::ToPinyin;
    let mut key: Vec<String> = Vec::new();
    for word in name.split([' ', '-', '·', ',']).filter(|word| !word.is_empty()) {
        if word.chars().any(is_han) {
            key.extend(word.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |sound| sound.plain().to_lowercase())));
        } else {
            key.push(word.to_lowercase());
        }
    }
    key.concat().replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rich: &str) -> Vec<(String, String)> {
        byline(rich).into_iter().map(|one| (one.name.values().next().cloned().unwrap_or_default(), one.marks.join("|"))).collect()
    }

    fn pair(name: &str, marks: &str) -> (String, String) {
        (name.to_owned(), marks.to_owned())
    }

    #[test]
    fn marks_of_bylines() {
        assert_eq!(read("HU Ye-fei1, ZHANG Yi-meng2   "), [pair("HU Ye-fei", "1"), pair("ZHANG Yi-meng", "2")]);
        assert_eq!(read("冷强奎2,3,*，刘世彪1"), [pair("冷强奎", "2|3|*"), pair("刘世彪", "1")]);
        assert_eq!(read("刘世彪<sup>1,2*</sup>, 廖海民<sup>a</sup>"), [pair("刘世彪", "1|2|*"), pair("廖海民", "a")]);
        assert_eq!(read("Gunur Isak, Y. F. Hu"), [pair("Gunur Isak", ""), pair("Y. F. Hu", "")]);
        assert_eq!(read("刘世彪 廖海民"), [pair("刘世彪", ""), pair("廖海民", "")]);
        assert_eq!(read("余 涛;买买提·沙吾提"), [pair("余 涛", ""), pair("买买提·沙吾提", "")]);
    }

    #[test]
    fn names_split_only_when_decidable() {
        let split = |name: &str| split_name(name, &Language::of_text(name));
        let pair = |family: &str, given: &str| Some((family.to_owned(), given.to_owned()));
        assert_eq!(split("HU Ye-fei"), pair("Hu", "Ye-fei"));
        assert_eq!(split("Yefei HU"), pair("Hu", "Yefei"));
        assert_eq!(split("TRISTRAM M"), pair("Tristram", "M"));
        assert_eq!(split("Ye-fei Hu"), None);
        assert_eq!(split("欧阳静怡"), pair("欧阳", "静怡"));
        assert_eq!(split("余 涛"), pair("余", "涛"));
    }

    #[test]
    fn one_key_for_both_writings() {
        assert_eq!(pinyin_key("胡业飞"), pinyin_key("HU Ye-fei"));
    }
}
