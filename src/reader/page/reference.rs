//! References and related articles as rows of a list, and as pages of their own.

use super::builder::{Builder, broken, rich};
use super::{Page, PageOptions, Row};
use crate::library::Linked;
use crate::reader::Role;
use crate::record::{Article, Reference, RelatedArticle};

/// The reference list, a row for each entry of `article.refs`.
pub fn reference_rows(article: &Article, linked: &[Linked], options: &PageOptions) -> Vec<Row> {
    let _ = linked;
    article.refs.iter().flatten().map(|entry| Row { lines: broken(&rich(&entry.raw, Role::Text), 0, 2, options) }).collect()
}

/// The related articles, a row for each entry of `article.related`.
pub fn related_rows(article: &Article, linked: &[Linked], options: &PageOptions) -> Vec<Row> {
    let _ = linked;
    article.related.iter().flatten().map(|entry| Row { lines: broken(&rich(&entry.raw, Role::Text), 0, 2, options) }).collect()
}

/// A reference with all its parts, and what was printed.
pub fn reference_page(reference: &Reference, linked: &Linked, options: &PageOptions) -> Page {
    let _ = linked;
    let mut builder = Builder::new(options);
    builder.paragraph(&rich(&reference.raw, Role::Text), 0, 0);
    builder.finish()
}

/// A related article with all its parts, and what was printed.
pub fn related_page(related: &RelatedArticle, linked: &Linked, options: &PageOptions) -> Page {
    let _ = linked;
    let mut builder = Builder::new(options);
    builder.paragraph(&rich(&related.raw, Role::Text), 0, 0);
    builder.finish()
}
