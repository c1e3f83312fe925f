//! An article of the library as a row of a list, and as a page of its own.

use super::builder::{Builder, broken, own, rich};
use super::{Page, PageOptions, Row};
use crate::library::ArticleCard;
use crate::reader::Role;

/// A row of a list of articles, with the reason why it stands there where there is one.
pub fn card_row(card: &ArticleCard, reason: Option<&str>, options: &PageOptions) -> Row {
    let mut runs: Vec<_> = card.title.values().flat_map(|title| rich(title, Role::Text)).collect();
    runs.extend(reason.map(|reason| own(format!(" {reason}"), Role::Reason)));
    Row { lines: broken(&runs, 0, 2, options) }
}

/// What is known of an article without opening it.
pub fn card_page(card: &ArticleCard, options: &PageOptions) -> Page {
    let mut builder = Builder::new(options);
    builder.lines(card_row(card, None, options).lines, 0);
    builder.finish()
}
