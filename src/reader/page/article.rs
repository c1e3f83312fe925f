//! An article as a page.

use super::builder::{Builder, rich};
use super::{Page, PageOptions};
use crate::reader::Role;
use crate::record::Article;

/// Sets an article as a page: everything that the record has, in the order of a printed article.
pub fn article_page(article: &Article, options: &PageOptions) -> Page {
    let mut builder = Builder::new(options);
    for (rendering, title) in article.title.values().enumerate() {
        builder.begin(0, rendering);
        builder.paragraph(&rich(title, Role::Title), 0, 0);
    }
    builder.gap();
    for (rendering, sections) in article.abstracts.values().enumerate() {
        builder.begin(1, rendering);
        for section in sections {
            builder.paragraph(&rich(&section.text, Role::Text), 0, 0);
        }
    }
    builder.finish()
}
