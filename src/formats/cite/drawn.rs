//! How the letters of an entry look: what a CSL style asks for (CSL 1.0.2, "Formatting"), carried over to the printed line.

use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemMeta, Formatting};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::sheltered;
use crate::text::{Emphasis, is_east_asian};

/// How one letter looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub emphasis: Emphasis,
    /// Whether it is part of a list of names, where no title stands.
    pub of_names: bool,
    /// What stands for it where letters can be raised and lowered: `2` for `²`.
    pub own: Option<String>,
}

/// A line as hayagriva makes it, with the look of each of its letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub text: String,
    looks: Vec<Look>,
}

impl Drawn {
    /// Adds an element as hayagriva prints it in plain text.
    pub fn put(&mut self, child: &ElemChild) {
        self.put_within(child, false);
    }

    /// Adds letters without a look.
    pub fn put_plain(&mut self, text: &str) {
        self.put_text(text, Look::default());
    }

    fn put_text(&mut self, text: &str, look: Look) {
        self.looks.extend(std::iter::repeat_n(look, text.chars().count()));
        self.text.push_str(text);
    }

    fn put_within(&mut self, child: &ElemChild, of_names: bool) {
        match child {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => {
                self.put_text(&text.text, Look { emphasis: emphasis(text.formatting), of_names, own: None });
            }
            ElemChild::Elem(element) => self.put_element(element, of_names),
            ElemChild::Markup(text) => self.put_plain(text),
            ElemChild::Transparent { .. } => {}
        }
    }

    fn put_element(&mut self, element: &Elem, of_names: bool) {
        let of_names = of_names || matches!(element.meta, Some(ElemMeta::Names(_) | ElemMeta::Name(..)));
        let block = if element.display == Some(Display::Block) { "\n" } else { "" };
        self.put_plain(block);
        // A style that begins names with a word of its own behind a text (MLA: `Review of A Book` `by Ann Roe`).
        let ended = self.text.chars().next_back();
        if matches!(element.meta, Some(ElemMeta::Names(_))) && ended.is_some_and(is_of_word) {
            let mut names = Self::default();
            element.children.0.iter().for_each(|child| names.put_within(child, true));
            if names.text.starts_with(is_of_word) {
                self.put_plain(" ");
            }
        }
        element.children.0.iter().for_each(|child| self.put_within(child, of_names));
        self.put_plain(block);
    }

    /// The looks of the letters of `printed`, which was made of this line: a letter that is left has its own, one that came in
    /// between has that of the letter before it, and one that took another's place has that other's.
    pub fn looks(&self, printed: &str) -> Vec<Look> {
        let letters: Vec<char> = sheltered::bared(&self.text).chars().collect();
        let printed: Vec<char> = printed.chars().collect();
        let mut looks: Vec<Look> = Vec::with_capacity(printed.len());
        let look = |at: usize| self.looks.get(at).cloned().unwrap_or_default();
        for step in capture_diff_slices(Algorithm::Myers, &letters, &printed) {
            match step {
                DiffOp::Equal { old_index, len, .. } => looks.extend((old_index..old_index + len).map(look)),
                DiffOp::Replace { old_index, new_len, .. } => looks.extend(std::iter::repeat_n(look(old_index), new_len)),
                DiffOp::Insert { new_len, .. } => {
                    let before = looks.last().cloned().unwrap_or_default();
                    looks.extend(std::iter::repeat_n(before, new_len));
                }
                DiffOp::Delete { .. } => {}
            }
        }
        looks
    }
}

/// Whether no other letter may stand close to this one, unless both are of one word.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_east_asian(c)
}

fn emphasis(formatting: Formatting) -> Emphasis {
    Emphasis {
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        superscript: formatting.vertical_align == VerticalAlign::Sup,
        subscript: formatting.vertical_align == VerticalAlign::Sub,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        monospace: false,
    }
}
