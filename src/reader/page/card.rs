//! An article of the library as a row of a list, and as a page of its own.

use super::article::{blank, numbering};
use super::builder::{Builder, PageRun, own, pause, rich_line};
use super::fields::between;
use super::label::{Label, Tongue};
use super::reference::shaped;
use super::{Page, PageOptions, Row, RowShape, Tag};
use crate::library::ArticleCard;
use crate::reader::{Role, Sign};
use crate::record::Language;
use crate::text::clean_line;

/// Cells of the sign before a card, and the blank behind it.
const GUTTER: usize = 2;

/// A row of a list of articles, with the reason why it stands there where there is one: the sign of an unread one, the
/// title, and under it who wrote it and where it stands.
pub fn card_row(card: &ArticleCard, reason: Option<&str>, options: &PageOptions) -> Row {
    let sign = if card.read { own(" ", Role::Text) } else { own(options.signs.draw(Sign::Unread), Role::Unread) };
    let prefix = match (options.spoken(), card.read) {
        (false, _) => vec![sign, own(" ", Role::Text)],
        (true, false) => vec![sign, own(": ", Role::Text)],
        (true, true) => Vec::new(),
    };
    let role = if card.read { Role::Text } else { Role::Unread };
    let titles = options.language.shown(&card.title, blank);
    let mut title: Vec<PageRun> = titles.first().map(|(.., title)| rich_line(title.trim(), &Tag::of(role))).unwrap_or_default();
    let source = source(card, options);
    if options.shape == RowShape::Single {
        if !source.is_empty() {
            title.push(pause(&title, options));
            title.extend(source);
        }
        if let Some(reason) = reason {
            title.push(pause(&title, options));
            title.push(own(clean_line(reason), Role::Reason));
        }
        return Row { lines: shaped(prefix, &title, options), gutter: GUTTER };
    }
    let mut lines = shaped(prefix, &title, options);
    let below = || if options.spoken() { Vec::new() } else { vec![own("  ", Role::Text)] };
    for (.., second) in titles.iter().skip(1) {
        lines.extend(shaped(below(), &rich_line(second.trim(), &Tag::of(Role::Dim)), options));
    }
    if !source.is_empty() {
        lines.extend(shaped(below(), &source, options));
    }
    if let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) {
        lines.extend(shaped(below(), &rich_line(reason.trim(), &Tag::of(Role::Reason)), options));
    }
    Row { lines, gutter: GUTTER }
}

/// Authors, journal, year, volume, issue and pages on one line.
fn source(card: &ArticleCard, options: &PageOptions) -> Vec<PageRun> {
    let language =
        options.language.shown(&card.title, blank).first().map_or_else(|| options.language.first(), |(_, language, _)| (*language).clone());
    let tongue = Tongue::of(&language);
    let mut parts: Vec<Vec<PageRun>> = Vec::new();
    if let Some(authors) = card.authors.prefer(&language).filter(|authors| !blank(authors)) {
        parts.push(rich_line(authors.trim(), &Tag::of(Role::Author)));
    }
    let mut place = card.journal.prefer(&language).map(|journal| clean_line(journal).trim().to_owned()).unwrap_or_default();
    if let Some(numbering) = numbering(card.year, card.volume.as_deref(), card.issue.as_deref()) {
        if !place.is_empty() {
            place.push_str(tongue.comma());
        }
        place.push_str(&clean_line(&numbering));
    }
    if let Some(pages) = card.pages.as_ref().filter(|pages| !blank(pages)) {
        if !place.is_empty() {
            place.push_str(": ");
        }
        place.push_str(&clean_line(pages));
    }
    if !place.is_empty() {
        parts.push(vec![own(place, Role::Dim)]);
    }
    between(parts, options)
}

/// What is known of an article without opening it.
pub fn card_page(card: &ArticleCard, options: &PageOptions) -> Page {
    let mut builder = Builder::new(options);
    for (nth, (place, _, title)) in options.language.shown(&card.title, blank).into_iter().enumerate() {
        builder.begin(0, place);
        let role = if nth == 0 { Role::Title } else { Role::TitleSecond };
        builder.paragraph(&rich_line(title.trim(), &Tag::of(role)), 0, 0);
    }
    builder.gap();
    builder.begin(1, 0);
    builder.paragraph(&source(card, options), 0, 0);
    if !card.read {
        builder.begin(2, 0);
        let language = options.language.shown(&card.title, blank).first().map_or(Language::Und, |(_, language, _)| (*language).clone());
        builder.paragraph(&[own(Label::Unread.say(Tongue::of(&language)), Role::Unread)], 0, 0);
    }
    builder.finish()
}
