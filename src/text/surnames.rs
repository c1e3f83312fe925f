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

/// The syllable of a character, in letters a–z.
pub fn syllable(c: char) -> Option<String> {
    let plain = c.to_pinyin()?.plain();
    let letters: String = plain.chars().map(|c| if matches!(c, 'ü' | 'v') { 'u' } else { c }).filter(char::is_ascii_lowercase).collect();
    (!letters.is_empty()).then_some(letters)
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
