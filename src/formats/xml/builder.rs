//! The text of elements: plain, or rich-lite with the markup that XML formats share.

use super::element::{Element, Piece};
use crate::formats::rich;

/// The rich-lite tag that an element becomes.
fn tag_of(element: &str) -> Option<&'static str> {
    Some(match element {
        "italic" | "i" | "em" => "i",
        "bold" | "b" | "strong" => "b",
        "sup" => "sup",
        "sub" | "inf" => "sub",
        "sc" | "scp" => "sc",
        "monospace" | "tt" | "code" => "tt",
        _ => return None,
    })
}

/// Whether an element parts words wherever it stands.
fn parts_words(element: &str) -> bool {
    matches!(element, "break" | "br" | "p" | "title" | "sec" | "list-item" | "tr" | "td" | "th" | "def" | "term" | "label" | "disp-formula")
}

/// The longest paragraph that room is made for before it is read, in bytes.
const LONGEST: usize = 4096;

/// Plain text piece by piece, blanks made single.
#[derive(Default)]
pub struct Plain {
    out: String,
    blank: bool,
}

impl Plain {
    pub fn text(&mut self, text: &str) {
        rich::push_words(&mut self.out, &mut self.blank, text, false);
    }

    pub fn sign(&mut self, sign: char) {
        self.text(sign.encode_utf8(&mut [0; 4]));
    }

    pub fn finish(self) -> Option<String> {
        (!self.out.is_empty()).then_some(self.out)
    }
}

/// Text with its blanks made single.
pub fn collapse(text: &str) -> String {
    let mut plain = Plain::default();
    plain.text(text);
    plain.out
}

/// Rich-lite text of elements.
#[derive(Default)]
pub struct Builder {
    pub rich: rich::Builder,
}

impl Builder {
    /// Everything that stands in an element, without the element itself.
    pub fn element(&mut self, element: Element<'_>) {
        self.element_with(element, &mut |_, _| false);
    }

    /// The same; `own` is asked first about every element within, and says whether it has dealt with it.
    pub fn element_with<'t>(&mut self, element: Element<'t>, own: &mut dyn FnMut(&mut Self, Element<'t>) -> bool) {
        // A paragraph with tags in it comes in many pieces. Room is made once, for the outermost element.
        self.rich.make_room(|| element.length_of_text().clamp(1, LONGEST));
        for piece in element.pieces() {
            match piece {
                Piece::Text(text) => self.rich.text(text),
                Piece::Sign(sign) => self.rich.text(sign.encode_utf8(&mut [0; 4])),
                Piece::Element(inner) => self.inner_with(inner, own),
            }
        }
    }

    /// An element with its tags.
    pub fn inner(&mut self, inner: Element<'_>) {
        self.inner_with(inner, &mut |_, _| false);
    }

    fn inner_with<'t>(&mut self, inner: Element<'t>, own: &mut dyn FnMut(&mut Self, Element<'t>) -> bool) {
        if own(self, inner) {
            return;
        }
        let name = inner.name();
        if let Some(tag) = tag_of(name) {
            self.rich.open(tag);
            self.element_with(inner, own);
            self.rich.close(tag);
            return;
        }
        match name {
            "math" | "tex-math" | "inline-formula" | "disp-formula" | "alternatives" if self.formula(inner) => return,
            // A formula that is given as a picture: something is missing here, and it shows.
            "inline-formula" if inner.is_wordless() && inner.has_elements() => {
                self.rich.text("[…]");
                return inner.leave();
            }
            // Marks of notes that stand elsewhere are no part of a title or a name.
            "xref"
                if inner.attribute("ref-type").is_some_and(|kind| matches!(kind.as_ref(), "fn" | "author-notes" | "aff" | "corresp")) =>
            {
                return;
            }
            // A note is no part of the words it stands in, but it is somebody's words.
            "fn" | "footnote" | "graphic" | "inline-graphic" | "private-char" | "object-id" => return inner.leave(),
            _ => {}
        }
        let parts = parts_words(name);
        if parts {
            self.rich.text(" ");
        }
        self.element_with(inner, own);
        if parts {
            self.rich.text(" ");
        }
    }

    /// A formula within text, if the element holds one.
    pub fn formula(&mut self, element: Element<'_>) -> bool {
        let Some(formula) = crate::formats::formula::of_element(element) else { return false };
        self.rich.formula(&formula.text, formula.tex.as_deref(), formula.mathml.as_deref());
        true
    }

    pub fn finish(self) -> String {
        self.rich.finish()
    }
}
