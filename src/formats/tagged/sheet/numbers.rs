//! Numbers and institutions of a line: one, or several between signs.

use super::super::marks;
use super::super::numbers::{Number, with_hyphen};
use super::Sheet;
use crate::formats::rich;
use crate::record::{Affiliation, Language, MultiText};

impl Sheet {
    /// ISSNs and ISBNs of a line, with or without words in brackets (`0027-8424 (Print)`).
    pub fn standard(&mut self, value: &str) -> bool {
        let mut all = true;
        let mut any = false;
        for piece in value.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '；' | '，' | '/')) {
            // Most numbers have no word before them.
            let bare = if piece.starts_with(|c: char| c.is_ascii_digit()) {
                piece
            } else {
                piece.trim_start_matches("ISSN").trim_start_matches("ISBN").trim_start_matches(['-', ':', '：'])
            };
            // `1939-1234(Electronic)`.
            let bare = bare.split_once('(').map_or(bare, |(number, _)| if number.is_empty() { bare } else { number });
            match Number::of(bare) {
                _ if bare.is_empty() => {}
                Some(Number::Issn) => {
                    any = true;
                    self.article.journal.add_issn(&with_hyphen(bare));
                }
                Some(Number::Isbn) => {
                    any = true;
                    self.article.ids.add_isbn(bare);
                }
                None => all &= bare.starts_with('(') || bare.ends_with(')'),
            }
        }
        any && all
    }

    pub(super) fn affiliations(&mut self, value: &str) -> bool {
        let before = self.article.affiliations.len();
        for text in value.split([';', '；', '\n']).map(str::trim).filter(|text| !text.is_empty()) {
            let (label, text) = marks::label(text).map_or((None, text), |(label, text)| (Some(label), text));
            let at = self.affiliation(text);
            if let Some(one) = self.article.affiliations.get_mut(at) {
                one.label = one.label.take().or(label.map(str::to_owned));
            }
        }
        self.article.affiliations.len() > before
    }

    /// One affiliation; its place in the list.
    pub fn affiliation(&mut self, text: &str) -> usize {
        let text = rich::of_markup_if_any(text);
        let known = self.article.affiliations.iter().take(512).position(|one| one.text.values().any(|known| *known == text));
        known.unwrap_or_else(|| {
            let postcode = text.split(|c: char| !c.is_ascii_digit()).rfind(|digits| digits.len() == 6).map(str::to_owned);
            let lang = Language::of_text(&text);
            let text = MultiText::of(lang, text.into_owned());
            self.article.affiliations.push(Affiliation { text, postcode, ..Affiliation::default() });
            self.article.affiliations.len() - 1
        })
    }
}
