//! A body that is a page's HTML, put into one paragraph as text (SciELO's of before 2000).

use crate::formats::html::Html;
use crate::formats::xml::{Element, Piece};
use crate::record::Block;

/// The lines of such a page as paragraphs; nothing where the element is words.
pub(super) fn paragraphs(element: Element<'_>) -> Option<Vec<Block>> {
    // Nearly every paragraph begins with a word.
    let tagged = match element.pieces().next()? {
        Piece::Text(text) => text.trim_start().starts_with('<'),
        Piece::Sign(sign) => sign == '<',
        Piece::Element(_) => false,
    };
    if !tagged || element.has_elements() {
        return None;
    }
    let text = element.verbatim();
    let page = text.trim_start();
    let lower = page.chars().take(16).collect::<String>().to_ascii_lowercase();
    let begins = ["<!--", "<p>", "<p ", "<div", "<font", "<b>", "<table", "<html", "<body"].iter().any(|tag| lower.starts_with(tag));
    if !begins || !["</p>", "</P>", "</div>", "</DIV>"].iter().any(|end| page.contains(end)) {
        return None;
    }
    let lines = Html::parse(page).lines(0).into_iter().filter(|line| line.contains(char::is_alphanumeric));
    Some(lines.map(Block::P).collect())
}
