//! Runs: stretches of text that look alike and mean alike.

use super::clean::clean;
use super::raised::Raised;
use super::rich::{self, Piece, Tag};

/// How a run is emphasised. The tags of rich-lite text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "the tags nest freely, so each is on or off by itself")]
pub struct Emphasis {
    pub italic: bool,
    pub bold: bool,
    pub superscript: bool,
    pub subscript: bool,
    pub small_caps: bool,
    pub monospace: bool,
}

/// A stretch of clean text with one look and one meaning. `T` is whatever the caller ties to it (a style role, a link).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run<T = ()> {
    pub text: String,
    pub emphasis: Emphasis,
    pub tag: T,
}

impl<T> Run<T> {
    /// A run without emphasis. The text must be clean.
    pub fn plain(text: impl Into<String>, tag: T) -> Self {
        Self { text: text.into(), emphasis: Emphasis::default(), tag }
    }

    /// The same run tied to something else.
    pub fn tagged<U>(self, tag: U) -> Run<U> {
        Run { text: self.text, emphasis: self.emphasis, tag }
    }
}

/// Reads rich-lite text into runs: cleaned, entities decoded, superscripts and subscripts turned into their Unicode
/// forms where every character has one.
///
/// Rich-lite is `<i> <b> <sup> <sub> <sc> <tt> <math tex="…" mathml="…">fallback</math> <xref r="12">`, in any letter case,
/// with or without a namespace prefix (`<jats:italic>`). Any other tag is text. Tags need not balance.
pub fn parse_rich(text: &str) -> Vec<Run> {
    parse_rich_with(text, |_| ())
}

/// [`parse_rich`] whose superscripts and subscripts stay as they are written, for what raises and lowers them itself; [`raise`]
/// gives them their Unicode forms.
pub fn parse_on_the_line(text: &str) -> Vec<Run> {
    cleaned_runs(text).into_iter().map(|run| run.tagged(())).filter(|run| !run.text.is_empty()).collect()
}

/// Turns superscripts and subscripts into their Unicode forms where every character has one; what is left of them reads well
/// among words.
pub fn raise<T>(runs: &mut [Run<T>]) {
    let mut before = String::new();
    for stretch in runs.chunk_by_mut(|a, b| raised(a) == raised(b)) {
        if let Some(raised) = stretch.first().and_then(raised) {
            let mut pieces: Vec<&mut String> = stretch.iter_mut().map(|run| &mut run.text).collect();
            raised.show_in_words(&before, &mut pieces);
        }
        before.clear();
        before.extend(stretch.iter().map(|run| run.text.as_str()));
    }
}

/// What a mark in a text points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `<xref r="12">`: the reference of this number.
    Reference(String),
    /// `<xref fn="fn3">`: the note of this id.
    Note(String),
    /// `<xref to="fig2">`: the part of the text of this id, or of the first of several.
    Part(String),
}

/// [`parse_rich`] that keeps what marks point at: `tag` is asked for each run with the innermost mark that it stands in, `None`
/// outside of any.
pub fn parse_rich_with<T>(text: &str, mut tag: impl FnMut(Option<&Mark>) -> T) -> Vec<Run<T>> {
    if !text.contains(['<', '&']) {
        return match clean(text) {
            text if text.is_empty() => Vec::new(),
            text => vec![Run::plain(text, tag(None))],
        };
    }
    let mut runs = cleaned_runs(text);
    raise(&mut runs);
    runs.retain(|run| !run.text.is_empty());
    runs.into_iter()
        .map(|run| {
            let tag = tag(run.tag.as_ref());
            run.tagged(tag)
        })
        .collect()
}

/// The runs of a text, clean.
fn cleaned_runs(text: &str) -> Vec<Run<Option<Mark>>> {
    // Once before the tags are read, so that no tag hides inside a control string; once behind, so that no entity does.
    let text = clean(text);
    let mut runs = marked_runs(&text);
    for run in &mut runs {
        if let std::borrow::Cow::Owned(cleaned) = clean(&run.text) {
            run.text = cleaned;
        }
    }
    runs
}

/// Rich-lite text without its tags, as a reader would see it.
pub fn plain(text: &str) -> String {
    parse_rich(text).into_iter().map(|run| run.text).collect()
}

/// Plain text as rich-lite: `plain(&escape(text))` is the clean text again.
pub fn escape(text: &str) -> String {
    rich::escape(text)
}

/// Which tags are open, and how many times each: tags that cross or are never closed do no harm.
#[derive(Default)]
struct Open {
    italic: usize,
    bold: usize,
    superscript: usize,
    subscript: usize,
    small_caps: usize,
    monospace: usize,
    marks: Vec<Mark>,
}

impl Open {
    fn count(&mut self, tag: Tag) -> Option<&mut usize> {
        match tag {
            Tag::Italic => Some(&mut self.italic),
            Tag::Bold => Some(&mut self.bold),
            Tag::Superscript => Some(&mut self.superscript),
            Tag::Subscript => Some(&mut self.subscript),
            Tag::SmallCaps => Some(&mut self.small_caps),
            Tag::Monospace => Some(&mut self.monospace),
            Tag::Math | Tag::Reference => None,
        }
    }

    fn emphasis(&self) -> Emphasis {
        Emphasis {
            italic: self.italic > 0,
            bold: self.bold > 0,
            superscript: self.superscript > 0,
            subscript: self.subscript > 0,
            small_caps: self.small_caps > 0,
            monospace: self.monospace > 0,
        }
    }
}

/// The text cut where its look or its reference changes; nothing cleaned, nothing raised yet.
fn marked_runs(text: &str) -> Vec<Run<Option<Mark>>> {
    let mut runs: Vec<Run<Option<Mark>>> = Vec::new();
    let mut open = Open::default();
    // The source of a formula whose fallback is empty so far.
    let mut formula: Option<String> = None;
    let mut push = |text: &str, open: &Open| {
        let (emphasis, tag) = (open.emphasis(), open.marks.last().cloned());
        match runs.last_mut() {
            Some(last) if last.emphasis == emphasis && last.tag == tag => last.text.push_str(text),
            _ => runs.push(Run { text: text.to_owned(), emphasis, tag }),
        }
    };
    for piece in rich::pieces(text) {
        match piece {
            Piece::Text(text) => {
                if !text.trim().is_empty() {
                    formula = None;
                }
                push(&text, &open);
            }
            Piece::Open(Tag::Math, attributes) => formula = rich::attribute(attributes, "tex"),
            Piece::Close(Tag::Math) => {
                if let Some(tex) = formula.take() {
                    push(&tex, &open);
                }
            }
            Piece::Open(Tag::Reference, attributes) => {
                let named = |name| rich::attribute(attributes, name);
                let mark = named("r").map(Mark::Reference).or_else(|| named("fn").map(Mark::Note));
                let mark = mark.or_else(|| named("to").map(Mark::Part));
                open.marks.push(mark.unwrap_or_else(|| Mark::Reference(String::new())));
            }
            Piece::Close(Tag::Reference) => {
                open.marks.pop();
            }
            Piece::Open(tag, _) => {
                if let Some(count) = open.count(tag) {
                    *count += 1;
                }
            }
            Piece::Close(tag) => {
                if let Some(count) = open.count(tag) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }
    runs
}

/// Where a run stands, if not on the line.
fn raised<T>(run: &Run<T>) -> Option<Raised> {
    match run.emphasis {
        Emphasis { superscript: true, .. } => Some(Raised::Above),
        Emphasis { subscript: true, .. } => Some(Raised::Below),
        _ => None,
    }
}

#[cfg(test)]
#[path = "runs_tests.rs"]
mod tests;
