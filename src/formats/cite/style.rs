//! The styles by their names.

use std::sync::Arc;

use super::order::listed;
use super::{CslStyle, Edition, Entry, System, gbt7714};
use crate::formats::Finding;
use crate::record::{Article, Language};

/// A style that references can be printed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    Gbt7714(Edition, System),
    Csl(Arc<CslStyle>),
}

impl Default for Style {
    fn default() -> Self {
        Self::Gbt7714(Edition::Of2015, System::Numeric)
    }
}

/// What makes the references of a named style.
enum Maker {
    Gbt7714(Edition, System),
    /// A style of the archive, by its name there.
    Archived(&'static str),
}

/// Names of styles, what each is called, and what makes it.
const STYLES: &[(&str, &str, Maker)] = &[
    ("gbt7714-2015-numeric", "GB/T 7714—2015, 顺序编码制", Maker::Gbt7714(Edition::Of2015, System::Numeric)),
    ("gbt7714-2015-author-date", "GB/T 7714—2015, 著者-出版年制", Maker::Gbt7714(Edition::Of2015, System::AuthorDate)),
    ("gbt7714-2025-numeric", "GB/T 7714—2025, 顺序编码制", Maker::Gbt7714(Edition::Of2025, System::Numeric)),
    ("gbt7714-2025-author-date", "GB/T 7714—2025, 著者-出版年制", Maker::Gbt7714(Edition::Of2025, System::AuthorDate)),
    ("apa", "APA, 7th edition", Maker::Archived("american-psychological-association")),
    ("mla", "MLA, 9th edition", Maker::Archived("modern-language-association")),
    ("chicago-author-date", "Chicago, author-date", Maker::Archived("chicago-author-date")),
    ("chicago-notes", "Chicago, notes and bibliography", Maker::Archived("chicago-notes")),
    // What the ICMJE recommends: the rules of the National Library of Medicine, "Citing Medicine".
    ("vancouver", "Vancouver (NLM)", Maker::Archived("nlm-citation-sequence")),
    ("ieee", "IEEE", Maker::Archived("ieee")),
];

/// The names of the styles that have one, each with what it is called, in the order in which they are offered.
pub fn styles() -> impl Iterator<Item = (&'static str, &'static str)> {
    STYLES.iter().map(|(name, title, _)| (*name, *title))
}

impl Style {
    /// The name under which [`styles`] offers this style, if it does.
    pub fn name(&self) -> Option<&'static str> {
        let is_this = |maker: &Maker| match (maker, self) {
            (Maker::Gbt7714(edition, system), Self::Gbt7714(own, by)) => (edition, system) == (own, by),
            (Maker::Archived(name), Self::Csl(style)) => style.is_built_in(name),
            _ => false,
        };
        STYLES.iter().find(|(.., maker)| is_this(maker)).map(|(name, ..)| *name)
    }

    /// What the style is called.
    pub fn title(&self) -> &str {
        let offered = self.name().and_then(|name| STYLES.iter().find(|(known, ..)| *known == name));
        match (offered, self) {
            (Some((_, title, _)), _) => title,
            (None, Self::Csl(style)) => style.title(),
            (None, Self::Gbt7714(..)) => "GB/T 7714",
        }
    }

    /// The style of a name: one of [`styles`], or one of the archive's.
    pub fn named(name: &str) -> Option<Self> {
        match STYLES.iter().find(|(known, ..)| *known == name) {
            Some((.., Maker::Gbt7714(edition, system))) => Some(Self::Gbt7714(*edition, *system)),
            Some((.., Maker::Archived(archived))) => CslStyle::built_in(archived).map(|style| Self::Csl(Arc::new(style))),
            None => CslStyle::built_in(name).map(|style| Self::Csl(Arc::new(style))),
        }
    }

    /// The entries for records: in the order given where they are numbered, else in that of the style. `language` is the one to cite in where a record has several.
    ///
    /// # Errors
    /// A sentence when a CSL style cannot be followed; GB/T 7714 never fails.
    pub fn entries(&self, articles: &[Article], language: Option<&Language>) -> Result<Vec<Entry>, Finding> {
        match self {
            Self::Gbt7714(edition, System::Numeric) => Ok(gbt7714(articles, *edition, System::Numeric, language)),
            Self::Gbt7714(edition, system) => Ok(gbt7714(&listed(articles, language), *edition, *system, language)),
            Self::Csl(style) => style.entries(articles, language),
        }
    }
}
