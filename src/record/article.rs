//! The record itself: one work.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Affiliation, Contributor, Dates, Identifiers, Imprint, Journal, Language, MultiText, Multilingual, Pages, PartialDate, Provenance,
    RecordId, Reference, RelatedArticle, Rest, Section,
};

/// The version of the schema that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

/// Keywords of one language, in printed order.
pub type Keywords = Vec<String>;

/// One work (JATS `<article>`): one JSON object of `qikan/1`.
///
/// Lists that a source does not speak of are `None`; a source that says "none" gives an empty list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    pub v: u32,
    /// Filled by the library (or by a reader of the schema); empty in a record just read from another format.
    #[serde(skip_serializing_if = "RecordId::is_empty")]
    pub id: RecordId,
    #[serde(rename = "type")]
    pub kind: ArticleKind,
    #[serde(skip_serializing_if = "Identifiers::is_empty")]
    pub ids: Identifiers,
    /// The language of the page or file that the record came from.
    pub lang: Language,
    pub title: MultiText,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub subtitle: MultiText,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub short_title: MultiText,
    /// 栏目: the heading of the issue under which the article stands (JATS `<subj-group subj-group-type="heading">`).
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub heading: MultiText,
    #[serde(skip_serializing_if = "Journal::is_empty")]
    pub journal: Journal,
    /// Edition, place, number, event and archive: what works that are no journal articles have.
    #[serde(skip_serializing_if = "Imprint::is_empty")]
    pub imprint: Imprint,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    #[serde(skip_serializing_if = "Pages::is_empty")]
    pub pages: Pages,
    #[serde(skip_serializing_if = "Dates::is_empty")]
    pub dates: Dates,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Contributor>,
    /// The source names more authors than it lists: `and others`, `et al.`, 等.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub etal: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<Affiliation>,
    #[serde(rename = "abstract", skip_serializing_if = "Multilingual::is_empty")]
    pub abstracts: Multilingual<Vec<AbstractSection>>,
    #[serde(skip_serializing_if = "Multilingual::is_empty")]
    pub keywords: Multilingual<Keywords>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funding: Vec<Funding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refs: Option<Vec<Reference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Vec<RelatedArticle>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(skip_serializing_if = "Metrics::is_empty")]
    pub metrics: Metrics,
    #[serde(skip_serializing_if = "License::is_empty")]
    pub license: License,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_access: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Vec<Section>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prov: Vec<Provenance>,
    /// What had no place in the schema, by format, in the order of the source.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub raw: BTreeMap<String, serde_json::Value>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Default for Article {
    fn default() -> Self {
        Self {
            v: SCHEMA_VERSION,
            id: RecordId::default(),
            kind: ArticleKind::default(),
            ids: Identifiers::default(),
            lang: Language::default(),
            title: MultiText::default(),
            subtitle: MultiText::default(),
            short_title: MultiText::default(),
            heading: MultiText::default(),
            journal: Journal::default(),
            imprint: Imprint::default(),
            year: None,
            volume: None,
            issue: None,
            pages: Pages::default(),
            dates: Dates::default(),
            authors: Vec::new(),
            etal: false,
            affiliations: Vec::new(),
            abstracts: Multilingual::default(),
            keywords: Multilingual::default(),
            subjects: Vec::new(),
            funding: Vec::new(),
            refs: None,
            related: None,
            links: Vec::new(),
            metrics: Metrics::default(),
            license: License::default(),
            copyright: None,
            open_access: None,
            body: None,
            notes: Vec::new(),
            tags: Vec::new(),
            prov: Vec::new(),
            raw: BTreeMap::new(),
            rest: Rest::new(),
        }
    }
}

impl Article {
    /// When the work was issued (CSL `issued`), as far as it is known: [`Dates::published`](super::Dates), unless that day is in
    /// another year than `year`, which is that of the volume and rules: a paper may be out before the volume that it stands in.
    pub fn issued(&self) -> Option<PartialDate> {
        let of_volume = self.year.map(|year| PartialDate { year, month: None, day: None });
        self.dates.published.filter(|date| self.year.is_none_or(|year| year == date.year)).or(of_volume)
    }

    /// The day of publication that [`Self::issued`] does not tell.
    pub fn published_ahead(&self) -> Option<PartialDate> {
        self.dates.published.filter(|date| self.year.is_some_and(|year| year != date.year))
    }
}

/// What kind of work a record is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleKind {
    #[default]
    Article,
    Review,
    Editorial,
    Correction,
    Book,
    Chapter,
    /// A journal or a newspaper as a whole.
    Periodical,
    Proceedings,
    Paper,
    Thesis,
    Report,
    Standard,
    Patent,
    Webpage,
    Dataset,
    Preprint,
    Newspaper,
    Map,
    Archive,
    Program,
    /// Cover, contents, calls for papers.
    Frontmatter,
    Other,
    /// A kind this version does not know, kept as written.
    Unknown(Box<str>),
}

impl ArticleKind {
    /// Every kind with the word that the schema uses for it.
    pub const ALL: [(Self, &'static str); 22] = [
        (Self::Article, "article"),
        (Self::Review, "review"),
        (Self::Editorial, "editorial"),
        (Self::Correction, "correction"),
        (Self::Book, "book"),
        (Self::Chapter, "chapter"),
        (Self::Periodical, "periodical"),
        (Self::Proceedings, "proceedings"),
        (Self::Paper, "paper"),
        (Self::Thesis, "thesis"),
        (Self::Report, "report"),
        (Self::Standard, "standard"),
        (Self::Patent, "patent"),
        (Self::Webpage, "webpage"),
        (Self::Dataset, "dataset"),
        (Self::Preprint, "preprint"),
        (Self::Newspaper, "newspaper"),
        (Self::Map, "map"),
        (Self::Archive, "archive"),
        (Self::Program, "program"),
        (Self::Frontmatter, "frontmatter"),
        (Self::Other, "other"),
    ];

    pub fn as_str(&self) -> &str {
        match self {
            Self::Unknown(word) => word,
            known => Self::ALL.iter().find(|(kind, _)| kind == known).map_or("other", |(_, word)| word),
        }
    }
}

impl Serialize for ArticleKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ArticleKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(Self::ALL.iter().find(|(_, known)| *known == word).map_or_else(|| Self::Unknown(word.into()), |(kind, _)| kind.clone()))
    }
}

/// One part of an abstract; structured abstracts give each part its head (目的, Methods).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AbstractSection {
    pub head: Option<String>,
    pub text: String,
    #[serde(flatten)]
    pub rest: Rest,
}

/// A class of a scheme: `clc` (中图分类号), `mesh`, `pacs`, …
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    pub scheme: String,
    pub code: String,
    /// The name of the class where the source gives one, else that of the nearest class above it in the built-in table.
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub name: MultiText,
    #[serde(flatten)]
    pub rest: Rest,
}

/// Who paid (JATS `<funding-group>`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Funding {
    pub text: MultiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funder: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// An address at which the work or a form of it can be had.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// `pdf`, `html`, `xml`, `abstract`, `doi`.
    pub kind: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// Figures as the page gave them. Absent is not zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metrics {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viewed_full: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viewed_abstract: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cited: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downloads: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discussed: Option<u64>,
    /// The day on which the figures stood so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Metrics {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The licence of the work (JATS `<license>`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct License {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl License {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
