//! What a record says of itself beside its title and journal: edition, place, number, event, archive.

use serde::{Deserialize, Serialize};

use super::Rest;

/// Members that books, theses, reports, standards, patents, maps, data sets and archives have (CSL 1.0.2 variables; the
/// words of GB/T 7714). All are as written; the publisher stands with the journal, the access date with the dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// 版本项: `2`, `刻本`, `Rev. ed.` (CSL `edition`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The version of a data set, a preprint or a program (CSL `version`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// 出版地 (CSL `publisher-place`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The number of a report, a standard or a patent, or an article's own (CSL `number`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 专利申请号 (CSL `call-number`, where Zotero writes it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_number: Option<String>,
    /// What kind of thesis, report or standard it is (CSL `genre`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// 载体: what carries the work where it is not paper (CSL `medium`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// The series (CSL `collection-title`) and the number in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series_number: Option<String>,
    /// The conference and where it was held (CSL `event-title`, `event-place`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_place: Option<String>,
    /// Who keeps a document, where, and under which number (CSL `archive`, `archive-place`, `archive_location`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive_location: Option<String>,
    /// The scale of a map, `1:25000`, and its size (CSL `scale`, `dimensions`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Imprint {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
