//! The journal a record appeared in.

use serde::{Deserialize, Serialize};

use super::identifier::SOUGHT;
use super::{MultiText, Rest};

/// A serial publication (JATS `<journal-meta>`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Journal {
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub title: MultiText,
    /// Abbreviated title (ISO 4).
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub abbrev: MultiText,
    /// International Standard Serial Numbers (ISO 3297), print and online, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub issn: Vec<String>,
    /// 国内统一连续出版物号 (GB/T 9999), such as `45-1066/C`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cn: Option<String>,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub publisher: MultiText,
    /// The key by which the library knows the journal, whatever its spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(flatten)]
    pub rest: Rest,
}

impl Journal {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds an ISSN that is not known yet.
    pub fn add_issn(&mut self, written: &str) {
        if !self.issn.iter().take(SOUGHT).any(|known| known == written) {
            self.issn.push(written.to_owned());
        }
    }
}
