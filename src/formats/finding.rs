//! What a reader of bytes has to say about them, in sentences.

use std::fmt;

/// Bytes of a sentence. One that quotes more of the file than that loses its middle, so that what it says stays.
const LONGEST: usize = 1000;

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
    /// The file of an archive that it speaks of, by the names on the way to it: `b.ris`, `inner.zip/b.ris`.
    pub member: Option<String>,
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
        Self { member: None, line: None, field: None, severity: Severity::Kept, sentence: bounded(sentence.into()) }
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

impl Finding {
    /// The finding as one of a file in an archive.
    #[must_use]
    pub fn within(self, name: &str) -> Self {
        let member = self.member.map_or_else(|| name.to_owned(), |inner| format!("{name}/{inner}"));
        Self { member: Some(member), ..self }
    }

    /// The finding with the name of the file before it: `a.ris: line 3: …`, `a.zip/b.ris, line 3: …`.
    pub fn told_of(&self, file: &str) -> String {
        if self.member.is_some() { format!("{file}/{self}") } else { format!("{file}: {self}") }
    }
}

fn bounded(mut sentence: String) -> String {
    if sentence.len() > LONGEST {
        let character = |at: &usize| sentence.is_char_boundary(*at);
        let from = (0..=LONGEST / 2).rev().find(character).unwrap_or_default();
        let to = (sentence.len() - LONGEST / 2..sentence.len()).find(character).unwrap_or(sentence.len());
        sentence.replace_range(from..to, "…");
    }
    sentence
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.member, self.line) {
            (Some(member), Some(line)) => write!(f, "{member}, line {line}: ")?,
            (Some(member), None) => write!(f, "{member}: ")?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_quotes_a_whole_file_is_short_and_still_says_what_is_so() {
        for quoted in ["x", "借书证"] {
            let sentence = Finding::kept(format!("\"{}\" is not a DOI", quoted.repeat(400_000))).sentence;
            assert!(sentence.len() <= LONGEST + "…".len(), "{}", sentence.len());
            assert!(sentence.starts_with('"') && sentence.ends_with(&format!("{quoted}\" is not a DOI")), "{sentence}");
        }
        assert_eq!(Finding::kept("借".repeat(333)).sentence, "借".repeat(333));
    }
}
