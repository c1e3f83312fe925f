//! The reference list: what was printed, and what it means.

use serde::{Deserialize, Serialize};

use super::{Contributor, Identifiers, Language, RecordId, Rest};

/// One entry of a reference list (JATS `<ref>`). `raw` is what was printed, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// The printed number, `1` for `[1]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    pub raw: String,
    /// What was understood: one citation, or two where the entry is followed by its rendering in another language.
    pub parts: Vec<Citation>,
    #[serde(skip_serializing_if = "Identifiers::is_empty")]
    pub ids: Identifiers,
    /// The record of the library that this entry is, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<RecordId>,
    /// By which step of the ladder it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<HowLinked>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// The parts of one cited work, after GB/T 7714. Every member is written, `null` where the entry has none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Citation {
    pub lang: Language,
    /// The type code between the brackets: `J`, `M`, `C`, …
    #[serde(rename = "type")]
    pub kind: Option<ReferenceType>,
    /// The carrier behind the slash: `OL`, `CD`, …
    pub carrier: Option<String>,
    pub authors: Vec<Contributor>,
    /// `等` or `et al` stood behind the authors.
    pub etal: bool,
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translators: Vec<Contributor>,
    /// What the cited work stands in: the journal, the newspaper, the collection.
    pub host: Option<Host>,
    pub edition: Option<String>,
    pub year: Option<i32>,
    /// The letter of author-date lists: `a` in `2020a`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_suffix: Option<String>,
    /// The full date where one was written (newspapers, patents, web pages).
    pub date: Option<String>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    /// As written: `46-58`, `5-14,2`, `e01234`.
    pub pages: Option<String>,
    pub place: Option<String>,
    pub publisher: Option<String>,
    /// Of a report, a standard or a patent.
    pub number: Option<String>,
    pub url: Option<String>,
    pub doi: Option<String>,
    /// The date of access, as written between the brackets.
    pub accessed: Option<String>,
    /// Whatever of the entry no other member took, in order.
    pub rest: String,
}

impl Citation {
    /// The name of the journal, newspaper or book that the work stands in.
    pub fn host_title(&self) -> Option<&str> {
        self.host.as_ref().and_then(|host| host.title.as_deref())
    }
}

/// The work that a cited part stands in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Host {
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<Contributor>,
}

/// Document types of GB/T 7714—2015 (appendix B) and 2025, and two codes seen in the wild (`K`, `BL`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReferenceType {
    /// Book.
    M,
    /// Proceedings.
    C,
    /// Collection.
    G,
    /// Newspaper.
    N,
    /// Journal.
    J,
    /// Thesis.
    D,
    /// Report.
    R,
    /// Standard.
    S,
    /// Patent.
    P,
    /// Database.
    DB,
    /// Computer program.
    CP,
    /// Electronic bulletin, web page.
    EB,
    /// Archive; before 2015 often a part of a book.
    A,
    /// Map.
    CM,
    /// Data set.
    DS,
    /// Preprint (2025).
    PP,
    /// Reference work.
    K,
    /// Blog.
    BL,
    /// Anything else.
    Z,
}

impl ReferenceType {
    /// Every code with its name in Chinese and in English.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 19] = [
        (Self::M, "M", "专著", "book"),
        (Self::C, "C", "会议录", "proceedings"),
        (Self::G, "G", "汇编", "collection"),
        (Self::N, "N", "报纸", "newspaper"),
        (Self::J, "J", "期刊", "journal"),
        (Self::D, "D", "学位论文", "thesis"),
        (Self::R, "R", "报告", "report"),
        (Self::S, "S", "标准", "standard"),
        (Self::P, "P", "专利", "patent"),
        (Self::DB, "DB", "数据库", "database"),
        (Self::CP, "CP", "计算机程序", "program"),
        (Self::EB, "EB", "电子公告", "web page"),
        (Self::A, "A", "档案", "archive"),
        (Self::CM, "CM", "舆图", "map"),
        (Self::DS, "DS", "数据集", "data set"),
        (Self::PP, "PP", "预印本", "preprint"),
        (Self::K, "K", "参考工具", "reference work"),
        (Self::BL, "BL", "博客", "blog"),
        (Self::Z, "Z", "其他", "other"),
    ];

    /// Reads a code in any case; nothing when it is none.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _, _)| known.eq_ignore_ascii_case(code.trim())).map(|(kind, ..)| *kind)
    }

    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("Z", |(_, code, _, _)| code)
    }
}

/// The step of the ladder by which a reference or a related entry was found in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HowLinked {
    /// Same DOI.
    Doi,
    /// Same address.
    Url,
    /// Same journal, year, volume, issue and first page.
    Place,
    /// The same without volume or without issue.
    PartialPlace,
    /// Same title, year ± 1.
    Title,
    /// Same beginning of the title, first author and year.
    TitlePrefix,
    /// Titles alike (trigrams ≥ 0.92) within the journal.
    Trigram,
    /// Set by hand.
    Hand,
}
