//! Records that a record is tied to, other than by citing them.

use serde::{Deserialize, Serialize};

use super::{Citation, HowLinked, RecordId, Rest};

/// One related record (JATS `<related-article>`), as listed and as understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RelatedArticle {
    pub rel: Relation,
    /// The printed number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    pub raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Citation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<HowLinked>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// How two records are related.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Listed as similar by the page.
    #[default]
    Similar,
    /// The article before this one in the issue.
    Prev,
    /// The article after this one in the issue.
    Next,
    Translation,
    /// This record corrects the other, or is corrected by it.
    Correction,
    Retraction,
    Companion,
    PreprintOf,
    Version,
}
