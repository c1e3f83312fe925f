//! The parts of a full text that it points at itself: sections, figures, tables, formulas, boxes. Each has a number, by which it
//! is found on the page and looked at by itself.

use super::article::{Part, blank, tongue_of};
use super::body::{Numbers, put_part};
use super::builder::{Builder, rich_line};
use super::place::RENDERINGS;
use super::{Page, PageOptions, Place, Tag, line_of};
use crate::reader::Role;
use crate::record::{Article, Block, Section, Table};

/// A part of a full text.
#[derive(Clone, Copy)]
pub(super) enum TextPart<'a> {
    /// A section with its heading; its blocks are parts of their own.
    Section(&'a Section),
    Block(&'a Block),
}

impl TextPart<'_> {
    /// By which the text points at it: one identifier or, parted by blanks, several.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Section(section) => section.id.as_deref(),
            Self::Block(Block::Fig(figure)) => figure.id.as_deref(),
            Self::Block(Block::Table(table)) => table.id.as_deref(),
            Self::Block(Block::Math(formula)) => formula.id.as_deref(),
            Self::Block(Block::P(text)) => text.strip_prefix("<b id=\"")?.split_once('"').map(|(id, _)| id),
            Self::Block(_) => None,
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.id().unwrap_or_default().split_whitespace()
    }

    fn is_table(&self) -> bool {
        matches!(self, Self::Block(Block::Table(_)))
    }
}

/// Every section and block of the full text with its number, in reading order, from 1.
pub(super) fn text_parts(article: &Article) -> impl Iterator<Item = (usize, TextPart<'_>)> {
    let sections = article.body.iter().flatten();
    let parts = sections.flat_map(|section| {
        let blocks = section.blocks.iter().map(TextPart::Block);
        std::iter::once(TextPart::Section(section)).chain(blocks)
    });
    (1..).zip(parts)
}

/// The tables of the full text with their numbers, in reading order.
pub(super) fn tables(article: &Article) -> impl Iterator<Item = (usize, &Table)> {
    text_parts(article)
        .filter_map(|(number, part)| if let TextPart::Block(Block::Table(table)) = part { Some((number, table)) } else { None })
}

/// The line of the page on which a part of the full text begins.
pub fn line_of_part(page: &Page, number: usize) -> usize {
    let line = line_of(page, Place { block: (Part::Body as usize + number) * RENDERINGS, byte: 0 });
    // The air above a heading belongs to it.
    let is_air = page.lines.get(line).is_some_and(|line| line.runs.is_empty());
    line + usize::from(is_air)
}

/// The place among the tables, from 0, of the part of this number, where it is one.
pub fn table_of_part(article: &Article, number: usize) -> Option<usize> {
    tables(article).position(|(of_table, _)| of_table == number)
}

/// The number of the `nth` table, from 0.
pub fn part_of_table(article: &Article, nth: usize) -> Option<usize> {
    tables(article).nth(nth).map(|(number, _)| number)
}

/// What a part of the full text is called, and its page: a figure or a formula; a section as far as the next heading; the head of
/// a box with the block behind it.
pub fn part_page(article: &Article, number: usize, options: &PageOptions) -> Option<(String, Page)> {
    let tongue = tongue_of(article, options);
    let mut parts = text_parts(article).skip(number.checked_sub(1)?);
    let (_, part) = parts.next()?;
    let references = Numbers::of(article);
    let mut table = text_parts(article).take(number).filter(|(_, part)| part.is_table()).count();
    let mut builder = Builder::new(options);
    let mut put = |builder: &mut Builder<'_>, number: usize, part: TextPart<'_>| {
        builder.begin(Part::Body as usize + number, 0);
        put_part(builder, part, table, &references, tongue);
        table += usize::from(part.is_table());
    };
    put(&mut builder, number, part);
    let title = match part {
        TextPart::Section(section) => {
            let mut any = !section.blocks.is_empty();
            // A section of which nothing but others is made is looked at with the first of these.
            for (number, part) in parts {
                if matches!(part, TextPart::Section(_)) && any {
                    break;
                }
                any |= matches!(part, TextPart::Block(_));
                builder.gap();
                put(&mut builder, number, part);
            }
            builder.options.language.shown(&section.title, blank).first().map(|(.., title)| in_words(title)).unwrap_or_default()
        }
        TextPart::Block(Block::Fig(figure)) => in_words(&figure.label),
        TextPart::Block(Block::Math(_)) => tongue.pick("公式", "Formula").to_owned(),
        TextPart::Block(Block::P(head)) => {
            if let Some((number, part @ TextPart::Block(_))) = parts.next() {
                builder.gap();
                put(&mut builder, number, part);
            }
            in_words(head)
        }
        TextPart::Block(_) => String::new(),
    };
    Some((title, builder.finish()))
}

/// Rich-lite text as the title of a page.
pub(super) fn in_words(text: &str) -> String {
    // SciELO has blanks within the tags, too: `<bold> Figura.</bold>`.
    rich_line(text, &Tag::of(Role::Text)).into_iter().map(|run| run.text).collect::<String>().trim().to_owned()
}
