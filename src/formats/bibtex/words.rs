//! Words that BibLaTeX says in the language of the list (its manual, section 4.9.2, "localization keys"), as they read in a
//! Chinese record and in any other.

use crate::record::Language;

/// A key, and what it says in Chinese and in English.
type Word = (&'static str, &'static str, &'static str);

/// What kind of thesis, report or patent a work is. A thesis is told by the kind of its entry, too.
const GENRES: &[Word] = &[
    ("phdthesis", "博士学位论文", "Doctoral dissertation"),
    ("mathesis", "硕士学位论文", "Master's thesis"),
    ("mastersthesis", "硕士学位论文", "Master's thesis"),
    ("bathesis", "学士学位论文", "Bachelor's thesis"),
    ("bachelorthesis", "学士学位论文", "Bachelor's thesis"),
    ("candthesis", "副博士学位论文", "Candidate thesis"),
    ("techreport", "技术报告", "Technical report"),
    ("resreport", "研究报告", "Research report"),
    ("software", "计算机软件", "Computer software"),
    ("datacd", "数据光盘", "Data CD"),
    ("audiocd", "音频光盘", "Audio CD"),
    ("patent", "专利", "Patent"),
    ("patentde", "德国专利", "German patent"),
    ("patenteu", "欧洲专利", "European patent"),
    ("patentfr", "法国专利", "French patent"),
    ("patentuk", "英国专利", "British patent"),
    ("patentus", "美国专利", "U.S. patent"),
    ("patreq", "专利申请", "Patent request"),
    ("patreqde", "德国专利申请", "German patent request"),
    ("patreqeu", "欧洲专利申请", "European patent request"),
    ("patreqfr", "法国专利申请", "French patent request"),
    ("patrequk", "英国专利申请", "British patent request"),
    ("patrequs", "美国专利申请", "U.S. patent request"),
];

/// Words of other fields: the state of a publication, the series of a journal, countries.
const OTHERS: &[Word] = &[
    ("inpreparation", "撰写中", "in preparation"),
    ("submitted", "已投稿", "submitted"),
    ("forthcoming", "即将出版", "forthcoming"),
    ("inpress", "印刷中", "in press"),
    ("prepublished", "预先出版", "pre-published"),
    ("newseries", "新辑", "new series"),
    ("oldseries", "旧辑", "old series"),
    ("countryde", "德国", "Germany"),
    ("countryeu", "欧盟", "European Union"),
    ("countryep", "欧盟", "European Union"),
    ("countryfr", "法国", "France"),
    ("countryuk", "英国", "United Kingdom"),
    ("countryus", "美国", "United States of America"),
];

fn of(words: &[Word], key: &str, lang: &Language) -> Option<&'static str> {
    let (_, chinese, english) = words.iter().find(|(known, ..)| *known == key)?;
    Some(if *lang == Language::Zh { chinese } else { english })
}

/// Whether a `type` is one of these words.
pub fn is_genre(key: &str) -> bool {
    GENRES.iter().any(|(known, ..)| *known == key)
}

/// What a `type` says in the language of the work, where it is one of these words.
pub fn genre(key: &str, lang: &Language) -> Option<&'static str> {
    of(GENRES, key, lang)
}

/// What a kind of entry, or a word for it, says that a thesis is for, in the language of the thesis.
pub fn degree(key: &str, lang: &Language) -> Option<&'static str> {
    genre(key, lang).filter(|_| key.ends_with("thesis"))
}

/// What a whole value of any other field says, where it is one of these words: `newseries`, `inpress`.
pub fn said(key: &str, lang: &Language) -> Option<&'static str> {
    of(OTHERS, key.trim(), lang)
}

/// The countries of a patent as they read, where a list of keys names them: `countryfr and countryuk`, or with a semicolon.
pub fn countries(list: &str, lang: &Language) -> Option<String> {
    let named = |key: &str| said(key, lang).filter(|_| key.trim().starts_with("country"));
    Some(list.split(" and ").flat_map(|some| some.split(';')).map(named).collect::<Option<Vec<_>>>()?.join("; "))
}

/// What a thesis is called of which nobody says what it is for: BibTeX has no kind of entry for it.
pub fn any_thesis(lang: &Language) -> &'static str {
    if *lang == Language::Zh { "学位论文" } else { "Thesis" }
}

/// Whether a `type` is one of those names, which say nothing.
pub fn is_any_thesis(written: &str) -> bool {
    matches!(written, "学位论文" | "Thesis")
}

/// Whether a genre is that of a master's thesis.
pub fn is_masters(genre: &str) -> bool {
    genre.contains("硕士") || genre.to_ascii_lowercase().contains("master")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_said_in_the_language_of_the_work() {
        assert_eq!(genre("patreqfr", &Language::En), Some("French patent request"));
        assert_eq!(genre("resreport", &Language::Zh), Some("研究报告"));
        assert_eq!((degree("mathesis", &Language::En), degree("techreport", &Language::En)), (Some("Master's thesis"), None));
        assert_eq!((said("newseries", &Language::En), said("3", &Language::En)), (Some("new series"), None));
        assert_eq!(countries("countryfr; countryuk", &Language::En).as_deref(), Some("France; United Kingdom"));
        assert_eq!(countries("countryfr and countryuk", &Language::En).as_deref(), Some("France; United Kingdom"));
        assert_eq!((countries("Paris and countryuk", &Language::En), countries("inpress", &Language::En)), (None, None));
    }
}
