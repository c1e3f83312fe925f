//! Where the members of a record came from.

use serde::{Deserialize, Serialize};

use super::Rest;

/// One source of a record: a file or a page, how it was read, and which members it gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The format and its variant, such as `magtech-html/G3`.
    pub src: String,
    /// `sha256:` and the digest of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The file's name, without its folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was imported (RFC 3339, UTC); readers of bytes leave it out, only the library knows the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The encoding that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enc: Option<String>,
    /// Members given, each as `member`, `member.language` or `member=source` (`title.en=citation_title`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// What could not be mapped or was doubtful, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<String>,
    /// Values that lost against a richer source, by member.
    #[serde(skip_serializing_if = "Rest::is_empty")]
    pub alt: Rest,
    #[serde(flatten)]
    pub rest: Rest,
}
