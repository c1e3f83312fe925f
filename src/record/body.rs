//! The full text of a record, where it has one.

use serde::{Deserialize, Serialize};

use super::{Language, MultiText, Rest};

/// A section of the full text (JATS `<sec>`), flat, in reading order; `level` tells the nesting (1 is the outermost).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub level: u8,
    /// Of a text that the record has in several languages, one after the other: which this is. Else that of the record.
    #[serde(skip_serializing_if = "Language::is_unknown")]
    pub lang: Language,
    /// Absent of the text itself.
    #[serde(skip_serializing_if = "Matter::is_body")]
    pub matter: Matter,
    #[serde(skip_serializing_if = "MultiText::is_empty")]
    pub title: MultiText,
    pub blocks: Vec<Block>,
    #[serde(flatten)]
    pub rest: Rest,
}

/// Whether a section is of the text, or stands before or behind it (JATS `<front>`, `<body>`, `<back>`): a record may have its
/// acknowledgements and statements, and not its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Further abstracts: a digest, the authors' own summary.
    Front,
    #[default]
    Body,
    /// Acknowledgements, statements, appendices, notes.
    Back,
}

impl Matter {
    /// Whether this is what is not written out.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
    fn is_body(&self) -> bool {
        *self == Self::Body
    }
}

/// One piece of a section. Text is rich-lite; `<xref r="12">[12]</xref>` points at reference 12, `<xref fn="fn3">` at the
/// note whose `id` is `fn3`, `<xref to="fig2">` at the figure, table, formula or section whose `id` is `fig2` (of several ids
/// parted by blanks, at the first that there is). A paragraph that begins with `<b id="box1">` is the head of what has no block
/// of its own, a box or a statement, and is pointed at by that id, or by any of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    P(String),
    List(Vec<String>),
    Table(Table),
    Fig(Figure),
    Math(Formula),
    Quote(String),
    Code(String),
    Note(Note),
    /// A block of a kind that this version does not know, kept as it was.
    #[serde(untagged)]
    Unknown(serde_json::Value),
}

/// A footnote of the text, or a note below a table (JATS `<fn>`). It stands behind the block that points at it (tables), or
/// in the last section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// By which the text points at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The printed mark: `1`, `a`, `*`.
    pub label: String,
    pub text: String,
}

/// A table; the first `head` rows are its head.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// By which the text points at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub label: String,
    pub caption: String,
    pub rows: Vec<Vec<String>>,
    pub head: usize,
}

/// A figure by its label and caption; `href` is where the picture is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figure {
    /// By which the text points at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub label: String,
    pub caption: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A displayed formula in every notation that the source had, and as readable text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Formula {
    /// By which the text points at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mathml: Option<String>,
    pub text: String,
}
