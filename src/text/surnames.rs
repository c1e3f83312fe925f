//! Chinese names in pinyin: surnames that are read otherwise than the character alone, surnames of two characters. For comparing
//! only: no stored name is ever rewritten.

use pinyin::ToPinyin;

/// Surnames that are read otherwise than the character alone.
pub const SURNAMES: &[(char, &str)] = &[
    ('曾', "zeng"),
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('盖', "ge"),
    ('朴', "piao"),
    ('缪', "miao"),
    ('乐', "yue"),
    ('覃', "qin"),
    ('秘', "bi"),
    ('宓', "mi"),
    ('召', "shao"),
    ('折', "she"),
    ('种', "chong"),
    ('繁', "po"),
    ('隗', "wei"),
    ('翟', "zhai"),
    ('重', "chong"),
    ('尉', "wei"),
    ('员', "yun"),
    ('任', "ren"),
    ('华', "hua"),
    ('纪', "ji"),
    ('瞿', "qu"),
    ('燕', "yan"),
    ('柏', "bai"),
    ('卜', "bu"),
    ('石', "shi"),
    ('黑', "he"),
    ('冼', "xian"),
];

/// Surnames of two characters.
const COMPOUND: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "夏侯", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "端木", "百里", "呼延",
    "南宫", "轩辕", "钟离", "闻人", "申屠", "独孤", "西门", "公羊", "澹台", "第五", "万俟",
];

/// Surnames of two characters that are read otherwise than these alone.
const COMPOUND_READINGS: &[(&str, &str)] = &[("万俟", "mo qi "), ("尉迟", "yu chi "), ("澹台", "tan tai "), ("长孙", "zhang sun ")];

/// The syllable of a character, in letters a–z.
pub fn syllable(c: char) -> Option<String> {
    let plain = c.to_pinyin()?.plain();
    let letters: String = plain.chars().map(|c| if matches!(c, 'ü' | 'v') { 'u' } else { c }).filter(char::is_ascii_lowercase).collect();
    (!letters.is_empty()).then_some(letters)
}

/// How a Han name is read aloud, in letters a–z with a blank behind each syllable: the surname as surnames are read, ü as v (`zeng guo
/// fan`, `mo qi xie`); what is no Han stays in small letters.
pub fn name_sound(name: &str) -> String {
    let mut sound = String::with_capacity(4 * name.len());
    let mut rest = name;
    if let Some((_, reading)) = COMPOUND_READINGS.iter().find(|(surname, _)| name.starts_with(surname)) {
        sound.push_str(reading);
        rest = name.chars().take(2).fold(name, |rest, c| rest.strip_prefix(c).unwrap_or(rest));
    } else if let Some((only, reading)) = SURNAMES.iter().find(|(surname, _)| name.starts_with(*surname))
        && !COMPOUND.iter().any(|surname| name.starts_with(surname))
    {
        sound.push_str(reading);
        sound.push(' ');
        rest = name.strip_prefix(*only).unwrap_or(name);
    }
    for c in rest.chars() {
        match c.to_pinyin() {
            Some(syllable) => {
                sound.push_str(&syllable.plain().replace('ü', "v"));
                sound.push(' ');
            }
            None => sound.extend(c.to_lowercase()),
        }
    }
    sound
}

/// Family and given name of a Han name in syllables, in every reading of the family name.
pub fn han_name(name: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let compound = COMPOUND.iter().find(|surname| name.starts_with(**surname)).filter(|surname| name.len() > surname.len());
    let family: Vec<char> = name.chars().take(compound.map_or(1, |_| 2)).collect();
    let given: Vec<String> = name.chars().skip(family.len()).filter_map(syllable).collect();
    let plain: Vec<String> = family.iter().filter_map(|c| syllable(*c)).collect();
    let mut readings = vec![(plain, given.clone())];
    if let [only] = family.as_slice()
        && let Some((_, reading)) = SURNAMES.iter().find(|(surname, _)| surname == only)
    {
        readings.push((vec![(*reading).to_owned()], given));
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_sounds_as_a_surname() {
        for (name, sound) in [
            ("曾国藩", "zeng guo fan "),
            ("未曾", "wei ceng "),
            ("万俟卨", "mo qi xie "),
            ("欧阳静", "ou yang jing "),
            ("单田芳", "shan tian fang "),
            ("尉迟恭", "yu chi gong "),
            ("吕伟", "lv wei "),
            ("Smith", "smith"),
            ("", ""),
        ] {
            assert_eq!(name_sound(name), sound, "{name}");
        }
    }
}
