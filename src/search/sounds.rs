//! How Han text is typed without an input method: by pinyin, whole or by initials; and how names are.
//!
//! ü is u here, and so are `v` and `yu` as people write it (`lü`, `lv`, `lyu` are all `lu`): one spelling to compare.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::words::{Kind, Units};
use crate::record::Contributor;
use crate::text::{han_name, syllable};

/// Every syllable that a character has.
static SYLLABLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    ('\u{4E00}'..='\u{9FFF}')
        .filter_map(syllable)
        .filter(|s| s.contains(['a', 'e', 'i', 'o', 'u']) && s.len() > 1 || "aeo".contains(s.as_str()))
        .collect()
});

/// The most syllables of one typed word.
const MOST: usize = 16;
/// The most ways in which a typed word is cut into syllables.
const WAYS: usize = 4;

/// A word typed in pinyin, with ü in one spelling.
pub fn typed(word: &str) -> String {
    word.replace("lyu", "lu").replace("nyu", "nu").replace("lv", "lu").replace("nv", "nu")
}

/// The ways in which a typed word is made of syllables, those of fewest syllables first: `xian` is `xian` and `xi an`.
pub fn cut(word: &str) -> Vec<Vec<String>> {
    let word = typed(word);
    let mut ways = Vec::new();
    if word.len() <= 6 * MOST && word.bytes().all(|b| b.is_ascii_lowercase()) {
        let mut budget = 2000;
        cut_from(&word, &mut Vec::new(), &mut ways, &mut budget);
    }
    ways.sort_by_key(Vec::len);
    ways.truncate(WAYS);
    ways
}

fn cut_from(rest: &str, taken: &mut Vec<String>, ways: &mut Vec<Vec<String>>, budget: &mut u32) {
    if rest.is_empty() {
        ways.push(taken.clone());
        return;
    }
    for length in (1..=6.min(rest.len())).rev() {
        *budget = budget.saturating_sub(1);
        let Some((head, tail)) = rest.split_at_checked(length) else { continue };
        if *budget == 0 || taken.len() == MOST || ways.len() == WAYS * 4 {
            return;
        }
        if SYLLABLES.contains(head) {
            taken.push(head.to_owned());
            cut_from(tail, taken, ways, budget);
            taken.pop();
        }
    }
}

/// The sounds of Han text for looking up: every two neighbouring syllables as `zhi'hui`, every three initials as `zhc`.
pub fn of_text(units: &Units, mut visit: impl FnMut(&str)) {
    let mut run: Vec<String> = Vec::new();
    let mut sound = String::new();
    for at in 0..=units.len() {
        let unit = units.at(at);
        let goes_on = matches!(unit, Some((unit, _)) if unit.kind == Kind::Next);
        if !goes_on {
            run.clear();
        }
        let Some((unit, text)) = unit else { break };
        let heard = if unit.kind == Kind::Word { None } else { text.chars().next().and_then(syllable) };
        let Some(heard) = heard else {
            run.clear();
            continue;
        };
        run.push(heard);
        if let [.., one, two] = run.as_slice() {
            sound.clear();
            sound.push_str(one);
            sound.push('\'');
            sound.push_str(two);
            visit(&sound);
        }
        if let [.., one, two, three] = run.as_slice() {
            sound.clear();
            sound.extend([one, two, three].iter().filter_map(|syllable| syllable.chars().next()));
            visit(&sound);
        }
    }
}

/// What a person may be typed as, without the blanks: whole in both orders, by the initials, by the family name, the given
/// name and its initials.
pub fn of_name(name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let han: String = name.chars().filter(|c| !c.is_whitespace()).map(crate::text::simplified).collect();
    if han.chars().next().is_some_and(|c| syllable(c).is_some()) {
        for (family, given) in han_name(&han) {
            person(&family, &given, &mut found);
        }
        return found;
    }
    // Latin names are parted by blanks and commas into words, and words by hyphens into syllables.
    let words: Vec<Vec<String>> = name
        .split([' ', ',', '，', '.', '\u{3000}', '\u{A0}'])
        .map(|word| Units::of(word).iter().filter(|(unit, _)| unit.kind == Kind::Word).map(|(_, part)| typed(part)).collect::<Vec<_>>())
        .filter(|parts: &Vec<String>| !parts.is_empty())
        .collect();
    if words.len() < 2 || words.len() > 6 {
        found.extend(words.into_iter().map(|parts| parts.concat()));
        return found;
    }
    for (family, given) in [words.split_first(), words.split_last()].into_iter().flatten() {
        let given: Vec<String> = given.iter().flat_map(|parts| syllables_of(parts)).collect();
        person(&[family.concat()], &given, &mut found);
    }
    found
}

/// The syllables of a given name: as hyphens part it, or as pinyin does (`yefei` is `ye fei`).
fn syllables_of(parts: &[String]) -> Vec<String> {
    match parts {
        [one] => cut(one).into_iter().find(|way| way.len() <= 3).unwrap_or_else(|| vec![one.clone()]),
        several => several.to_vec(),
    }
}

fn person(family: &[String], given: &[String], found: &mut BTreeSet<String>) {
    let initials = |parts: &[String]| parts.iter().filter_map(|part| part.chars().next()).collect::<String>();
    let (whole, own) = (family.concat(), given.concat());
    let short = initials(given);
    found.insert(format!("{whole}{own}"));
    found.insert(format!("{own}{whole}"));
    if !short.is_empty() {
        found.insert(format!("{}{short}", initials(family)));
        found.insert(format!("{whole}{short}"));
    }
    if short.len() > 1 {
        found.insert(short);
    }
    found.extend([whole, own].into_iter().filter(|part| !part.is_empty()));
}

/// The names of a contributor as printed: whole, or put together from their parts.
pub fn names(contributor: &Contributor) -> Vec<String> {
    let mut names: Vec<String> = contributor.name.values().cloned().collect();
    for (language, family) in contributor.family.iter().filter(|(language, _)| contributor.name.get(language).is_none()) {
        let given = contributor.given.get(language).map(String::as_str).unwrap_or_default();
        names.push(if family.chars().any(crate::text::is_east_asian) { format!("{family}{given}") } else { format!("{family}, {given}") });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sounds(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        of_text(&Units::of(text), |sound| all.push(sound.to_owned()));
        all
    }

    #[test]
    fn text_by_pairs_of_syllables_and_initials() {
        assert_eq!(sounds("智慧城市"), ["zhi'hui", "hui'cheng", "zhc", "cheng'shi", "hcs"]);
        assert_eq!(sounds("绿色，AI发展"), ["lu'se", "fa'zhan"]);
    }

    #[test]
    fn a_name_by_all_that_people_type() {
        for name in ["张成岗", "張成崗", "ZHANG Cheng-gang", "Zhang, Chenggang", "Chenggang Zhang", "张 成岗"] {
            let found = of_name(name);
            for typed in ["zhangchenggang", "chenggangzhang", "zcg", "zhang", "chenggang", "cg", "zhangcg"] {
                assert!(found.contains(typed), "{typed} of {name}: {found:?}");
            }
        }
        assert!(of_name("曾国藩").contains("zengguofan"));
        assert!(of_name("欧阳静").contains("oyj") && of_name("欧阳静").contains("ouyang"));
        assert!(of_name("吕思勉").contains("lusimian"));
        assert!(of_name("Y. F. Hu").contains("hyf"));
        assert!(of_name("Karl Müller").contains("mk"), "{:?}", of_name("Karl Müller"));
    }

    #[test]
    fn a_typed_word_is_cut_into_syllables() {
        assert_eq!(cut("zhihuichengshi"), [["zhi", "hui", "cheng", "shi"]]);
        assert_eq!(cut("xian"), [vec!["xian"], vec!["xi", "an"]]);
        assert_eq!(cut("lvse"), [["lu", "se"]]);
        assert!(cut("governance").is_empty());
        assert!(cut(&"a".repeat(90)).len() <= WAYS);
    }
}
