//! The words that the page itself says, in both languages, and which language a part is shown in.

use super::LanguageChoice;
use crate::record::{ArticleKind, HowLinked, ImprintPart, Language, Multilingual, Relation, Section};

/// The language of the page's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Zh,
    En,
}

impl Tongue {
    /// The tongue for a part in this language: Chinese for Chinese, English for any other.
    pub fn of(language: &Language) -> Self {
        if *language == Language::Zh { Self::Zh } else { Self::En }
    }

    /// The tongue of a text whose language nobody wrote down.
    pub fn of_text(text: &str) -> Self {
        Self::of(&Language::of_text(text))
    }

    pub const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// Between things of one kind.
    pub const fn semicolon(self) -> &'static str {
        self.pick("；", "; ")
    }

    pub const fn comma(self) -> &'static str {
        self.pick("，", ", ")
    }

    pub const fn colon(self) -> &'static str {
        self.pick("：", ": ")
    }
}

/// A word of the page: the name of a field or of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Abstract,
    Keywords,
    Heading,
    Received,
    Revised,
    Accepted,
    Online,
    Published,
    Corresponding,
    Editors,
    Translators,
    Contributors,
    Class,
    Funding,
    License,
    OpenAccess,
    ArticleNumber,
    ShortTitle,
    Metrics,
    Viewed,
    ViewedAbstract,
    Downloads,
    Cited,
    Shared,
    Discussed,
    Notes,
    Tags,
    FullText,
    AboutAuthors,
    Roles,
    Authors,
    Source,
    Year,
    Publisher,
    Institution,
    Edition,
    Number,
    Kind,
    Date,
    Accessed,
    Address,
    Printed,
    Rest,
    CitedHere,
    InLibrary,
    KnownElsewhere,
    NotKnown,
    Unread,
    Picture,
    Contribution,
}

impl Label {
    /// The word in a tongue.
    pub const fn say(self, tongue: Tongue) -> &'static str {
        let (zh, en) = match self {
            Self::Abstract => ("摘要", "Abstract"),
            Self::Keywords => ("关键词", "Key words"),
            Self::Heading => ("栏目", "Section"),
            Self::Received => ("收稿", "Received"),
            Self::Revised => ("修回", "Revised"),
            Self::Accepted => ("录用", "Accepted"),
            Self::Online => ("在线", "Online"),
            Self::Published => ("出版", "Published"),
            Self::Corresponding => ("通信作者", "Corresponding"),
            Self::Editors => ("编者", "Editors"),
            Self::Translators => ("译者", "Translators"),
            Self::Contributors => ("其他责任者", "Contributors"),
            Self::Class => ("分类号", "CLC"),
            Self::Funding => ("基金", "Funding"),
            Self::License => ("许可", "Licence"),
            Self::OpenAccess => ("开放获取", "open access"),
            Self::ArticleNumber => ("文章编号", "Article no."),
            Self::ShortTitle => ("短题名", "Short title"),
            Self::Metrics => ("指标", "Metrics"),
            Self::Viewed => ("全文浏览", "full text viewed"),
            Self::ViewedAbstract => ("摘要浏览", "abstract viewed"),
            Self::Downloads => ("下载", "downloads"),
            Self::Cited => ("被引", "cited"),
            Self::Shared => ("分享", "shared"),
            Self::Discussed => ("讨论", "discussed"),
            Self::Notes => ("附注", "Notes"),
            Self::Tags => ("标签", "Tags"),
            Self::FullText => ("正文", "Full text"),
            Self::AboutAuthors => ("作者简介", "About"),
            Self::Roles => ("作者贡献", "Contributions"),
            Self::Authors => ("作者", "Authors"),
            Self::Source => ("出处", "In"),
            Self::Year => ("年份", "Year"),
            Self::Publisher => ImprintPart::Publisher.names(),
            Self::Institution => ("机构", "Institution"),
            Self::Edition => ImprintPart::Edition.names(),
            Self::Number => ImprintPart::Number.names(),
            Self::Kind => ImprintPart::Genre.names(),
            Self::Date => ("日期", "Date"),
            Self::Accessed => ("引用日期", "Accessed"),
            Self::Address => ("网址", "Address"),
            Self::Printed => ("原文著录", "As printed"),
            Self::Rest => ("其余", "Also"),
            Self::CitedHere => ("引用本文献的文章", "Cited here by"),
            Self::InLibrary => ("在库中", "in the library"),
            Self::KnownElsewhere => ("库外可查", "known elsewhere"),
            Self::NotKnown => ("未收录", "not in the library"),
            Self::Unread => ("未读", "unread"),
            Self::Picture => ("图", "picture"),
            Self::Contribution => ("共同贡献", "contributed equally"),
        };
        tongue.pick(zh, en)
    }
}

/// What the kind of a record is called; nothing for a plain article.
pub(super) fn kind_name(kind: &ArticleKind, tongue: Tongue) -> Option<String> {
    let (zh, en) = match kind {
        ArticleKind::Article => return None,
        ArticleKind::Review => ("综述", "Review"),
        ArticleKind::Editorial => ("编者按", "Editorial"),
        ArticleKind::Correction => ("更正", "Correction"),
        ArticleKind::Book => ("图书", "Book"),
        ArticleKind::Chapter => ("章节", "Chapter"),
        ArticleKind::Periodical => ("连续出版物", "Periodical"),
        ArticleKind::Proceedings => ("会议录", "Proceedings"),
        ArticleKind::Paper => ("会议论文", "Conference paper"),
        ArticleKind::Thesis => ("学位论文", "Thesis"),
        ArticleKind::Report => ("报告", "Report"),
        ArticleKind::Standard => ("标准", "Standard"),
        ArticleKind::Patent => ("专利", "Patent"),
        ArticleKind::Webpage => ("网页", "Web page"),
        ArticleKind::Dataset => ("数据集", "Data set"),
        ArticleKind::Preprint => ("预印本", "Preprint"),
        ArticleKind::Newspaper => ("报纸文章", "Newspaper article"),
        ArticleKind::Map => ("地图", "Map"),
        ArticleKind::Archive => ("档案", "Archive"),
        ArticleKind::Program => ("程序", "Program"),
        ArticleKind::Frontmatter => ("卷首", "Front matter"),
        ArticleKind::Other => ("其他", "Other"),
        ArticleKind::Unknown(word) => return Some(crate::text::clean_line(word).into_owned()),
    };
    Some(tongue.pick(zh, en).to_owned())
}

/// How a related record is related; nothing for one that is merely similar.
pub(super) const fn relation_name(relation: Relation, tongue: Tongue) -> Option<&'static str> {
    Some(match relation {
        Relation::Similar => return None,
        Relation::Prev => tongue.pick("上一篇", "previous"),
        Relation::Next => tongue.pick("下一篇", "next"),
        Relation::Translation => tongue.pick("译文", "translation"),
        Relation::Correction => tongue.pick("更正", "correction"),
        Relation::Retraction => tongue.pick("撤稿", "retraction"),
        Relation::Companion => tongue.pick("姊妹篇", "companion"),
        Relation::PreprintOf => tongue.pick("预印本", "preprint"),
        Relation::Version => tongue.pick("另一版本", "version"),
    })
}

/// By what a record of the library was found.
pub(super) const fn how_found(how: HowLinked, tongue: Tongue) -> &'static str {
    match how {
        HowLinked::Doi => tongue.pick("DOI 相同", "same DOI"),
        HowLinked::Url => tongue.pick("网址相同", "same address"),
        HowLinked::Place => tongue.pick("刊、年、卷、期、页相同", "same journal, year, volume, issue and page"),
        HowLinked::PartialPlace => tongue.pick("刊、年、页相同", "same journal, year and page"),
        HowLinked::Title => tongue.pick("题名相同，年份至多相差 1", "same title, year ± 1"),
        HowLinked::TitlePrefix => tongue.pick("题名开头、作者、年份相同", "same beginning of the title, author and year"),
        HowLinked::Trigram => tongue.pick("题名相近", "titles alike"),
        HowLinked::Hand => tongue.pick("手工指定", "set by hand"),
    }
}

impl LanguageChoice {
    /// The language that is asked for, where only one value can be shown.
    pub(super) const fn first(self) -> Language {
        match self {
            Self::Zh | Self::Both => Language::Zh,
            Self::En => Language::En,
        }
    }

    /// Whether of a full text in several languages this one is shown: the one asked for, else the first.
    pub(super) fn shows_text_in(self, language: &Language, sections: &[Section]) -> bool {
        let has = |asked: &Language| sections.iter().any(|section| section.lang == *asked);
        let chosen = Some(self.first()).filter(has).or_else(|| sections.first().map(|section| section.lang.clone()));
        self == Self::Both || language.is_unknown() || chosen.as_ref() == Some(language)
    }

    /// The values to be shown, each with its place among the languages (a rendering of [`super::Place`]). Values that say
    /// nothing count as absent.
    pub(super) fn shown<T>(self, values: &Multilingual<T>, empty: impl Fn(&T) -> bool) -> Vec<(usize, &Language, &T)> {
        let mut all: Vec<_> = values.iter().filter(|(_, value)| !empty(value)).map(|(l, value)| (rendering(l), l, value)).collect();
        if self != Self::Both {
            let wanted = self.first();
            let chosen = all.iter().position(|(_, language, _)| **language == wanted).unwrap_or(0);
            if chosen < all.len() {
                all.swap(0, chosen);
            }
            all.truncate(1);
        }
        all
    }
}

/// The place of a language among the renderings of a part.
pub(super) const fn rendering(language: &Language) -> usize {
    match language {
        Language::Zh => 0,
        Language::En => 1,
        Language::Other(_) => 2,
        Language::Und => 3,
    }
}
