//! A citation while it is being read: its members so far, and which signs of the reference they took.

use super::shadow::{Shadow, Span, Year};
use crate::record::Citation;

/// What a reader of parts works on. Whatever no part takes ends up in [`Citation::rest`].
pub(super) struct Draft<'s, 'a> {
    pub shadow: &'s mut Shadow<'a>,
    pub citation: Citation,
    body: Span,
    taken: Vec<bool>,
    /// Stretches that were read for another member than those of the citation (identifiers).
    pub kept: Vec<String>,
}

impl<'s, 'a> Draft<'s, 'a> {
    pub fn new(shadow: &'s mut Shadow<'a>, body: Span) -> Self {
        Self { shadow, citation: Citation::default(), body, taken: vec![false; body.len()], kept: Vec::new() }
    }

    /// Marks signs as read.
    pub fn mark(&mut self, span: Span) {
        for place in span.range() {
            if let Some(slot) = place.checked_sub(self.body.from).and_then(|at| self.taken.get_mut(at)) {
                *slot = true;
            }
        }
    }

    /// The text of a span, which counts as read from now on.
    pub fn take(&mut self, span: Span) -> Option<String> {
        self.mark(span);
        self.shadow.text(span)
    }

    /// The same without separating signs at its ends.
    pub fn take_trimmed(&mut self, span: Span) -> Option<String> {
        self.mark(span);
        self.shadow.text(self.shadow.trim_signs(span))
    }

    /// Takes a year, unless one is known already; its signs count as read either way.
    pub fn year(&mut self, from: usize, year: Year) {
        self.mark(Span::new(from, year.to));
        if self.citation.year.is_none() {
            self.citation.year = Some(year.value);
            self.citation.year_suffix = year.suffix.map(String::from);
        }
    }

    /// The citation, with what nobody took in `rest`.
    pub fn finish(mut self) -> Citation {
        let mut pieces: Vec<String> = Vec::new();
        let mut from = self.body.from;
        for place in self.body.from..=self.body.to {
            let taken = self.taken.get(place - self.body.from).copied().unwrap_or(true);
            if taken {
                let run = self.shadow.trim_of(Span::new(from, place), |c| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '[' | ']'));
                let run = self.shadow.trim_of(run, |c| c == ' ');
                if self.shadow.signs(run).iter().any(|c| c.is_alphanumeric()) {
                    pieces.extend(self.shadow.text(run));
                }
                from = place + 1;
            }
        }
        pieces.append(&mut self.kept);
        self.citation.rest = pieces.join(" ");
        self.citation
    }
}
