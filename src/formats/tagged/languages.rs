//! Languages as databases name them: ISO 639-2 codes, English names, their own names.

use crate::record::Language;

/// Subtags with the words that mean them.
const NAMES: &[(&str, &[&str])] = &[
    ("zh", &["chi", "zho", "chinese", "中文", "汉语", "zh", "cn", "chs", "cht"]),
    ("en", &["eng", "english", "英文", "英语", "en"]),
    ("ja", &["jpn", "japanese", "日文", "日语", "日本語"]),
    ("ko", &["kor", "korean", "韩文", "韩语", "한국어"]),
    ("fr", &["fre", "fra", "french", "français", "法文", "法语"]),
    ("de", &["ger", "deu", "german", "deutsch", "德文", "德语"]),
    ("es", &["spa", "spanish", "español", "castellano"]),
    ("pt", &["por", "portuguese", "português"]),
    ("ru", &["rus", "russian", "русский", "俄文", "俄语"]),
    ("it", &["ita", "italian", "italiano"]),
    ("nl", &["dut", "nld", "dutch", "nederlands"]),
    ("pl", &["pol", "polish", "polski"]),
    ("tr", &["tur", "turkish", "türkçe"]),
    ("uk", &["ukr", "ukrainian"]),
    ("cs", &["cze", "ces", "czech"]),
    ("hu", &["hun", "hungarian", "magyar"]),
    ("sv", &["swe", "swedish", "svenska"]),
    ("da", &["dan", "danish", "dansk"]),
    ("no", &["nor", "nob", "nno", "norwegian", "norsk"]),
    ("fi", &["fin", "finnish", "suomi"]),
    ("ar", &["ara", "arabic"]),
    ("fa", &["per", "fas", "persian", "farsi"]),
    ("he", &["heb", "hebrew"]),
    ("el", &["gre", "ell", "greek"]),
    ("ro", &["rum", "ron", "romanian"]),
    ("hr", &["hrv", "scr", "croatian"]),
    ("sr", &["srp", "scc", "serbian"]),
    ("sk", &["slo", "slk", "slovak"]),
    ("sl", &["slv", "slovenian", "slovene"]),
    ("bg", &["bul", "bulgarian"]),
    ("lt", &["lit", "lithuanian"]),
    ("lv", &["lav", "latvian"]),
    ("et", &["est", "estonian"]),
    ("ca", &["cat", "catalan"]),
    ("vi", &["vie", "vietnamese"]),
    ("th", &["tha", "thai"]),
    ("id", &["ind", "indonesian"]),
    ("ms", &["may", "msa", "malay"]),
    ("hi", &["hin", "hindi"]),
    ("la", &["lat", "latin"]),
];

/// Reads `eng`, `English`, `中文;`, `zh-CN`, `English; French` (the first); nothing for a word that names no language.
pub fn parse(written: &str) -> Option<Language> {
    let first = written.split([';', ',', '/', '|', '；', '，', '\n']).next()?.trim().trim_end_matches('.').to_lowercase();
    let primary = first.split(['-', '_', ' ']).next().unwrap_or_default();
    let (subtag, _) = NAMES.iter().find(|(subtag, names)| *subtag == primary || names.contains(&primary))?;
    Some(Language::parse(subtag))
}
