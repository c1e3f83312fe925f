//! What a reader of bytes has to say about them, in sentences.

use std::fmt;

/// What became of the thing that a finding speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Kept as written, but not understood, or doubtful.
    Kept,
    /// Not read: a record or a file is missing from the result.
    Skipped,
}

/// One sentence about a place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line of the source, from 1.
    pub line: Option<usize>,
    /// The member of the record it speaks of, such as `pages`.
    pub field: Option<String>,
    pub severity: Severity,
    /// A sentence without its full stop: what is so, and what can be done.
    pub sentence: String,
}

impl Finding {
    pub fn kept(sentence: impl Into<String>) -> Self {
        Self { line: None, field: None, severity: Severity::Kept, sentence: sentence.into() }
    }

    pub fn skipped(sentence: impl Into<String>) -> Self {
        Self { severity: Severity::Skipped, ..Self::kept(sentence) }
    }

    #[must_use]
    pub fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    #[must_use]
    pub fn of(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.sentence)
    }
}
